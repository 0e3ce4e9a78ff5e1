"""WRITE: the life of a report, from concept to adopted edition. Every function is signed (``door``) and atomic.

What may not happen is refused by the database as well (see ``bewaking``), as ``Geweigerd`` in Dutch; the checks here
only say it sooner and more kindly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from buurtwerkkamers import logboek
from buurtwerkkamers.models import Afspraak, Gebruiker, Indicator, Kamer, Logregel, Streefwaarde
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from deelnemers.models import (
    Activiteit,
    Deelname,
    Deelnemer,
    Indeling,
    Inzet,
    Klus,
    Partnercontact,
    Rol,
    Signaal,
    Telling,
    Uitkomst,
    Verwijzing,
)
from financien.models import Bron, Regel
from rapportage import canoniek
from rapportage.documenten import pagina
from rapportage.documenten.pdf import maak_pdf
from rapportage.models import Deelperiode, Editie, Rapport, Rapportkamer, Sjabloon
from rapportage.samenstelling import stel_samen

EERSTE_EDITIE = "1.0"
# Pages beside the reports, so no report has this name in its address.
EIGEN_ADRESSEN = frozenset({"nieuw", "echtheid", "sjablonen"})


class StapKanNiet(Geweigerd):
    """This step is not possible now; the text is plain Dutch and may be shown."""


@schrijft
def maak_rapport(
    *,
    sjabloon: Sjabloon,
    afspraak: Afspraak,
    titel: str,
    van: date,
    tm: date,
    kamers: Sequence[Kamer],
    deelperioden: Sequence[tuple[str, Periode]],
    begrotingsbron: Bron | None = None,
    financiersbron: Bron | None = None,
    antwoorden_voor: date | None = None,
    kenmerk: str = "",
    door: Gebruiker,
) -> Rapport:
    """Make a report in concept. ``ValidationError`` when dates or names cannot be right."""
    rapport = Rapport(
        kenmerk=kenmerk or _vrij_kenmerk(titel),
        titel=titel,
        sjabloon=sjabloon,
        afspraak=afspraak,
        van=van,
        tm=tm,
        begrotingsbron=begrotingsbron,
        financiersbron=financiersbron,
        antwoorden_voor=antwoorden_voor,
        gemaakt_door=door,
    )
    rapport.full_clean()
    if rapport.kenmerk in EIGEN_ADRESSEN:
        raise ValidationError({"kenmerk": f"‘{rapport.kenmerk}’ is het adres van een andere bladzijde."})
    if not kamers:
        raise ValidationError("Kies minstens één kamer.")
    if any(periode.van < van or periode.tm > tm for _, periode in deelperioden):
        raise ValidationError("Een deelperiode valt buiten de periode van het rapport.")
    rapport.save()
    Rapportkamer.objects.bulk_create(Rapportkamer(rapport=rapport, kamer=kamer) for kamer in kamers)
    Deelperiode.objects.bulk_create(
        Deelperiode(rapport=rapport, naam=naam, van=periode.van, tm=periode.tm) for naam, periode in deelperioden
    )
    return rapport


def _vrij_kenmerk(titel: str) -> str:
    basis = slugify(titel)[:50] or "rapport"
    bezet = {*EIGEN_ADRESSEN, *Rapport.objects.filter(kenmerk__startswith=basis).values_list("kenmerk", flat=True)}
    return next(k for n in range(1, len(bezet) + 2) if (k := basis if n == 1 else f"{basis}-{n}") not in bezet)


def leg_ter_controle(*, rapport: Rapport, door: Gebruiker) -> None:
    """The answers are ready: nothing changes in them until the report is sent back.

    Raises ``StapKanNiet`` while the period still runs: its figures would be adopted with days missing.
    """
    if rapport.tm >= timezone.localdate():
        raise StapKanNiet(
            f"De periode loopt nog tot en met {datum(rapport.tm)}. Daarna zijn de cijfers compleet en kan deze stap."
        )
    _zet_status(rapport, van=Rapport.Status.CONCEPT, naar=Rapport.Status.TER_CONTROLE, door=door)


def stuur_terug(*, rapport: Rapport, door: Gebruiker, reden: str) -> None:
    """Back to concept, so that answers can change again. ``reden`` is kept in the log."""
    _zet_status(rapport, van=Rapport.Status.TER_CONTROLE, naar=Rapport.Status.CONCEPT, door=door, reden=reden)


@schrijft
def stel_vast(*, rapport: Rapport, door: Gebruiker) -> Editie:
    """Adopt: count once more, freeze figures, rules and texts, and keep the documents as they are now.

    Raises ``StapKanNiet`` when the report is not up for it or ``door`` wrote in it, and ``PdfLukteNiet`` when the
    document cannot be made; nothing is changed then.
    """
    rapport = _vergrendel(rapport, Rapport.Status.TER_CONTROLE)
    if rapport.antwoorden.filter(schrijvers__contains=[door.pk]).exists():
        raise StapKanNiet("U schreef mee aan een antwoord. Daarom stelt iemand anders dit rapport vast.")
    _houd_tellingen_stil()
    document = stel_samen(rapport, editie=EERSTE_EDITIE)
    gegevens = canoniek.schrijf(document)
    uitgave = pagina.Uitgave(timezone.now(), canoniek.controlegetal(gegevens))
    editie = Editie.objects.create(
        rapport=rapport,
        nummer=EERSTE_EDITIE,
        gegevens=gegevens,
        sha256=uitgave.controlegetal,
        pdf=maak_pdf(*pagina.papier(document, uitgave)).inhoud,
        html=pagina.bestand(document, uitgave).encode(),
        vastgesteld_door=door,
        vastgesteld_op=uitgave.vastgesteld_op,
    )
    _zet_status(rapport, van=Rapport.Status.TER_CONTROLE, naar=Rapport.Status.VASTGESTELD, door=door)
    return editie


def _houd_tellingen_stil() -> None:
    """Nothing that is counted changes until the end of this transaction: all parts of a report tell the same moment."""
    geteld = (
        *(Deelname, Deelnemer, Telling, Klus, Inzet, Rol, Activiteit, Indeling, Verwijzing, Uitkomst, Partnercontact),
        *(Signaal, Regel, Indicator, Streefwaarde),
    )
    tabellen = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in geteld)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tabellen} IN SHARE MODE")


def dien_in(*, rapport: Rapport, door: Gebruiker) -> None:
    """Record that the adopted report was sent to the parties of the agreement."""
    _zet_status(rapport, van=Rapport.Status.VASTGESTELD, naar=Rapport.Status.INGEDIEND, door=door)


@schrijft
def _zet_status(rapport: Rapport, *, van: str, naar: str, door: Gebruiker, reden: str = "") -> None:
    rij = _vergrendel(rapport, van)
    rij.status = naar
    rij.save(update_fields=["status"])
    rapport.status = naar
    logboek.leg_vast(
        Logregel.Actie.GEWIJZIGD, rij, door=door, reden=f"{rij.get_status_display()}: {reden}".removesuffix(": ")
    )


def _vergrendel(rapport: Rapport, verwacht: str) -> Rapport:
    """The report's row, locked; ``StapKanNiet`` when another step was taken in the meantime."""
    rij = Rapport.objects.select_for_update().get(pk=rapport.pk)
    if rij.status != verwacht:
        raise StapKanNiet(f"Dit rapport is nu '{rij.get_status_display()}'. Deze stap kan daarom niet.")
    return rij
