"""WRITE: the life of a report, from concept to adopted edition. Every function is signed (``door``) and atomic.

What may not happen is refused by the database as well (see ``bewaking``), as ``Geweigerd`` in Dutch; the checks here
only say it sooner and more kindly.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

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
from rapportage import bewaking, canoniek
from rapportage.documenten import pagina
from rapportage.documenten.pdf import rapport_pdf
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.edities import keten_van, nummer_van, plaatsen
from rapportage.models import Antwoord, Deelperiode, Editie, Rapport, Rapportkamer, Sjabloon, Verzending
from rapportage.samenstelling import stel_samen
from rapportage.verzenden import NieuweVerzending, verzend
from rapportage.voortgang import onbekende_verwijzingen

# Pages beside the reports, so no report has this name in its address.
EIGEN_ADRESSEN = frozenset({"nieuw", "echtheid", "lezen", "sjablonen", "documenten"})


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


@schrijft
def maak_verbetering(*, rapport: Rapport, reden: str, door: Gebruiker) -> Rapport:
    """Begin the next edition of an adopted report, as a report of its own in concept: the adopted one stays as it is.

    Taken along: kamers, sub-periods, sources, and the answers with everyone who ever wrote in them, so that none of
    those can adopt the correction either. Raises ``StapKanNiet`` when there is nothing to correct here (any more).
    """
    reden = " ".join(reden.split())
    if not reden:
        raise StapKanNiet("Schrijf waarom er een verbeterde editie komt.")
    keten = plaatsen(rapport)
    # One at a time: who comes second finds the correction that the first one began.
    eerder = Rapport.objects.select_for_update().get(pk=rapport.pk)
    if not eerder.is_af:
        raise StapKanNiet("Dit rapport is nog niet vastgesteld. Verander het rapport zelf.")
    if Rapport.objects.filter(verbetert=eerder).exists():
        raise StapKanNiet("Er is al een verbeterde editie van dit rapport, of er wordt een gemaakt. Ga daarmee verder.")
    stam = Rapport.objects.get(pk=keten[0]).kenmerk
    nieuw = Rapport(
        kenmerk=_vrij_kenmerk(f"{stam[:40]}-1-{len(keten)}"),
        verbetert=eerder,
        reden_verbetering=reden,
        gemaakt_door=door,
        **{veld: getattr(eerder, veld) for veld in _ZELFDE},
    )
    nieuw.full_clean()
    nieuw.save()
    Rapportkamer.objects.bulk_create(
        Rapportkamer(rapport=nieuw, kamer_id=kamer) for kamer in eerder.rapportkamers.values_list("kamer_id", flat=True)
    )
    Deelperiode.objects.bulk_create(
        Deelperiode(rapport=nieuw, naam=deel.naam, van=deel.van, tm=deel.tm) for deel in eerder.deelperioden.all()
    )
    _neem_antwoorden_mee(eerder, nieuw)
    logboek.leg_vast(Logregel.Actie.GEWIJZIGD, nieuw, door=door, reden=f"verbeterde editie begonnen: {reden}")
    return nieuw


# What a correction is about is the same as before.
_ZELFDE = ("titel", "sjabloon", "afspraak", "van", "tm", "begrotingsbron", "financiersbron")


def _neem_antwoorden_mee(eerder: Rapport, nieuw: Rapport) -> None:
    """Every column as it is, also who wrote and when: taking along is not writing."""
    velden = [veld for veld in Antwoord._meta.local_concrete_fields if veld.name not in ("id", "rapport")]
    tabel, namen = Antwoord._meta.db_table, ", ".join(str(veld.column) for veld in velden)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tabel} (rapport_id, {namen}) SELECT %s, {namen} FROM {tabel} WHERE rapport_id = %s",  # noqa: S608
            [nieuw.pk, eerder.pk],
        )


@schrijft
def gooi_weg(*, rapport: Rapport, door: Gebruiker) -> None:
    """Throw a report in concept away, with its answers. What was adopted can never go; history keeps what stood here.

    Of a correction nothing but the correction goes: the edition that it would have replaced stays as it is.
    """
    rij = _vergrendel(rapport, Rapport.Status.CONCEPT)
    logboek.leg_vast(Logregel.Actie.GEWIJZIGD, rij, door=door, reden=f"concept weggegooid: {rij.titel}")
    rij.delete()


@schrijft
def leg_ter_controle(*, rapport: Rapport, door: Gebruiker) -> None:
    """The answers are ready: nothing changes in them until the report is sent back.

    Raises ``StapKanNiet`` while the period still runs (its figures would be adopted with days missing), and when a
    text names a figure that does not exist (its braces would be printed).
    """
    if rapport.tm >= timezone.localdate():
        raise StapKanNiet(
            f"De periode loopt nog tot en met {datum(rapport.tm)}. Daarna zijn de cijfers compleet en kan deze stap."
        )
    _vergrendel(rapport, Rapport.Status.CONCEPT)  # no answer is stored any more between this check and the step
    _eis_bekende_verwijzingen(rapport, "Verander eerst wat tussen haakjes staat en geen cijfer noemt")
    _zet_status(rapport, van=Rapport.Status.CONCEPT, naar=Rapport.Status.TER_CONTROLE, door=door)


def _eis_bekende_verwijzingen(rapport: Rapport, wat_nu: str) -> None:
    if onbekend := onbekende_verwijzingen(rapport):
        raise StapKanNiet(f"{wat_nu}. {'; '.join(onbekend)}.")


def stuur_terug(*, rapport: Rapport, door: Gebruiker, reden: str) -> None:
    """Back to concept, so that answers can change again. ``reden`` stands in the report until it is handed in anew.

    Raises ``StapKanNiet`` without one: whoever goes on writing has to know what for.
    """
    reden = reden.strip()
    if not reden:
        raise StapKanNiet("Schrijf waarom het rapport teruggaat.")
    _zet_status(rapport, van=Rapport.Status.TER_CONTROLE, naar=Rapport.Status.CONCEPT, door=door, reden=reden)


@schrijft
def stel_vast(*, rapport: Rapport, door: Gebruiker) -> Editie:
    """Adopt: count once more, freeze figures, rules and texts, and keep the documents as they are now.

    The documents are made before the tables are held still, so that nobody waits at the door for a PDF; what came in
    meanwhile is seen by counting again. Raises ``StapKanNiet`` when the report is not up for it or ``door`` wrote in
    it, and ``PdfLukteNiet`` when the document cannot be made; nothing is changed then.
    """
    rapport = _vergrendel(rapport, Rapport.Status.TER_CONTROLE)
    if schreef_mee(rapport, door):
        raise StapKanNiet("U schreef mee aan dit rapport. Daarom stelt iemand anders het vast.")
    nummer = nummer_van(rapport)
    velden = _bevries(rapport, nummer)
    _houd_tellingen_stil()
    if canoniek.schrijf(stel_samen(rapport, editie=nummer)) != velden["gegevens"]:
        velden = _bevries(rapport, nummer)
    # A kamer or categorie may have got another name since the report was handed in.
    _eis_bekende_verwijzingen(rapport, "Stuur het rapport terug: wat tussen haakjes staat, noemt geen cijfer")
    editie = Editie.objects.create(
        rapport=rapport, nummer=nummer, reden=rapport.reden_verbetering, vastgesteld_door=door, **velden
    )
    _zet_status(rapport, van=Rapport.Status.TER_CONTROLE, naar=Rapport.Status.VASTGESTELD, door=door)
    return editie


def _bevries(rapport: Rapport, nummer: str) -> dict[str, Any]:
    """The report as it is at this moment: its data with their digest, and the documents that print both."""
    document = stel_samen(rapport, editie=nummer)
    gegevens = canoniek.schrijf(document)
    uitgave = pagina.Uitgave(timezone.now(), canoniek.controlegetal(gegevens))
    return {
        "gegevens": gegevens,
        "sha256": uitgave.controlegetal,
        "pdf": rapport_pdf(document, uitgave),
        "html": pagina.bestand(document, uitgave).encode(),
        "xlsx": maak_werkboek(document),
        "vastgesteld_op": uitgave.vastgesteld_op,
    }


def schreef_mee(rapport: Rapport, gebruiker: Gebruiker) -> bool:
    """Whether this user wrote an answer, a fixed text since the report was begun, or the reason of this correction.

    The database holds it too.
    """
    if rapport.verbetert_id and rapport.gemaakt_door_id == gebruiker.pk:
        return True
    if rapport.antwoorden.filter(schrijvers__contains=[gebruiker.pk]).exists():
        return True
    with connection.cursor() as cursor:
        cursor.execute(bewaking.SCHREEF_VASTE_TEKST, {"rapport": rapport.pk, "wie": gebruiker.pk})
        return cursor.fetchone() is not None


def _houd_tellingen_stil() -> None:
    """Nothing that is counted changes until the end of this transaction: all parts of a report tell the same moment."""
    geteld = (
        *(Deelname, Deelnemer, Telling, Klus, Inzet, Rol, Activiteit, Indeling, Verwijzing, Uitkomst, Partnercontact),
        *(Signaal, Regel, Indicator, Streefwaarde),
    )
    tabellen = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in geteld)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tabellen} IN SHARE MODE")


@schrijft
def dien_in(*, rapport: Rapport, verzendingen: Sequence[NieuweVerzending], door: Gebruiker) -> list[Verzending]:
    """Record to whom the adopted report was sent, and when. With that it is submitted.

    Raises ``StapKanNiet`` when nobody is named or a newer edition came in its place, and ``ValidationError`` when a
    sending is not right; nothing is changed then.
    """
    rij = _vergrendel(rapport, Rapport.Status.VASTGESTELD)
    if not verzendingen:
        raise StapKanNiet("Kies minstens één organisatie waar het rapport naartoe ging.")
    gedaan = verzend_verder(rapport=rij, verzendingen=verzendingen, door=door)
    _zet_status(rapport, van=Rapport.Status.VASTGESTELD, naar=Rapport.Status.INGEDIEND, door=door)
    return gedaan


@schrijft
def verzend_verder(*, rapport: Rapport, verzendingen: Sequence[NieuweVerzending], door: Gebruiker) -> list[Verzending]:
    """One more organisation gets a report that was adopted. Raises as ``dien_in`` does."""
    # One at a time: a form that is sent twice finds what the first one stored.
    Rapport.objects.select_for_update().get(pk=rapport.pk)
    keten = keten_van(rapport)
    nieuwer = keten.nieuwer_dan(rapport)
    if nieuwer:
        raise StapKanNiet(f"Er is een nieuwere editie: {nieuwer.nummer}. Verzend die.")
    editie = next((e for e in keten.edities if e.rapport_id == rapport.pk), None)
    if editie is None:
        raise StapKanNiet("Dit rapport is nog niet vastgesteld. Stel het eerst vast, daarna kunt u het verzenden.")
    return verzend(editie=editie, verzendingen=verzendingen, door=door)


@schrijft
def _zet_status(rapport: Rapport, *, van: str, naar: str, door: Gebruiker, reden: str = "") -> None:
    rij = _vergrendel(rapport, van)
    rij.status = naar
    rij.reden_terug = reden  # the database asks for it when a report goes back, and only then
    rij.save(update_fields=["status"] if rij.is_af else ["status", "reden_terug"])
    rapport.status, rapport.reden_terug = naar, reden
    logboek.leg_vast(
        Logregel.Actie.GEWIJZIGD, rij, door=door, reden=f"{rij.get_status_display()}: {reden}".removesuffix(": ")
    )


def _vergrendel(rapport: Rapport, verwacht: str) -> Rapport:
    """The report's row, locked; ``StapKanNiet`` when another step was taken in the meantime."""
    rij = Rapport.objects.select_for_update().get(pk=rapport.pk)
    if rij.status != verwacht:
        raise StapKanNiet(f"Dit rapport is nu '{rij.get_status_display()}'. Deze stap kan daarom niet.")
    return rij
