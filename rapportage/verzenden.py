"""WRITE: to whom an adopted edition went, and the address at which it is read without an account.

The address is signed and not stored: it holds the number of the sending and a seal that only we can make. It opens
until its last day, unless it is withdrawn. READ: which sending an address belongs to, and what came of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers import logboek
from buurtwerkkamers.models import Gebruiker, Logregel, Organisatie
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from rapportage.models import Editie, Verzending

GELDIG = timedelta(days=365)
_ZEGEL = signing.Signer(salt="rapport-lezen", sep=".")
# What the log says of a sending; read back by ``verloop``.
GEOPEND, GEHAALD = "leesadres geopend", "bestand gehaald met het leesadres"
GEMAILD, MISLUKT = "leesadres per e-mail verstuurd", "e-mail met het leesadres versturen lukte niet"

BRIEF = """Beste {aan},

Hierbij krijgt u het rapport ‘{titel}’ over {periode}, editie {nummer}.
U leest het hier, zonder in te loggen:

{adres}

Op die bladzijde staan ook de PDF, het rekenblad en de gegevens.
Het adres is voor {organisatie} en werkt tot en met {leesbaar_tm}.

Met vriendelijke groet,
de buurtwerkkamers
"""


@dataclass(frozen=True)
class NieuweVerzending:
    """One organisation that gets the edition. ``datum`` None: today. ``leesbaar_tm`` None: a year after that."""

    organisatie: Organisatie
    aan: str = ""
    email: str = ""
    wijze: str = Verzending.Wijze.EMAIL
    datum: date | None = None
    leesbaar_tm: date | None = None


@schrijft
def verzend(*, editie: Editie, verzendingen: Sequence[NieuweVerzending], door: Gebruiker) -> list[Verzending]:
    """Record the sendings of one edition. ``ValidationError`` names what is missing; nothing is stored then.

    Raises ``Geweigerd`` when somebody got it that day in the same way: a form that is sent twice sends nothing twice.
    Lock the report first, or two of them at once see nothing of each other.
    """
    gedaan = []
    for nieuw in verzendingen:
        dag = nieuw.datum or timezone.localdate()
        rij = Verzending(
            editie=editie,
            organisatie=nieuw.organisatie,
            aan=nieuw.aan,
            email=nieuw.email,
            wijze=nieuw.wijze,
            datum=dag,
            leesbaar_tm=nieuw.leesbaar_tm or dag + GELDIG,
            door=door,
        )
        # The edition itself cannot be wrong, and checking it would read the bytes of its documents.
        rij.full_clean(exclude=["editie"])
        if dubbel := _dubbel(rij):
            al = f"{rij.organisatie} kreeg deze editie op {datum(dag)} al {rij.get_wijze_display()}."
            twee = f"{rij.organisatie} staat hier twee keer met dezelfde gegevens. Vul deze organisatie één keer in."
            raise Geweigerd(f"{twee if dubbel in gedaan else al} Er is nu niets verzonden.")
        rij.save()
        gedaan.append(rij)
    return gedaan


def _dubbel(rij: Verzending) -> Verzending | None:
    """The same on record: organisation, day and way, and the e-mail address, or without one the same name."""
    eerder = Verzending.objects.filter(
        editie=rij.editie_id, organisatie=rij.organisatie_id, datum=rij.datum, wijze=rij.wijze, ingetrokken_op=None
    )
    wie = {"email__iexact": rij.email} if rij.email else {"email": "", "aan__iexact": rij.aan}
    return eerder.filter(**wie).first()


@schrijft
def trek_in(*, verzending: Verzending, door: Gebruiker) -> None:
    """Close the address of a sending, for good. That it was sent stays as it is."""
    rij = Verzending.objects.select_for_update().get(pk=verzending.pk)
    if rij.ingetrokken_op:
        raise Geweigerd("Dit leesadres was al ingetrokken.")
    rij.ingetrokken_op = timezone.now()
    rij.save(update_fields=["ingetrokken_op"])
    logboek.leg_vast(Logregel.Actie.GEWIJZIGD, rij, door=door, reden="leesadres ingetrokken")


# --- the address ------------------------------------------------------------------------------------------------


def leespad(verzending: Verzending) -> str:
    """The path of the read-only page of this sending."""
    return reverse("rapporten:lezen", args=[_ZEGEL.sign(str(verzending.pk))])


def zoek(sleutel: str) -> Verzending | None:
    """The sending of this key; None when we never gave it out. Whether it still opens is ``is_open``."""
    try:
        pk = int(_ZEGEL.unsign(sleutel))
    except (signing.BadSignature, ValueError):
        return None
    gevonden = Verzending.objects.select_related("editie__rapport", "organisatie")
    zonder_bytes = gevonden.defer("editie__pdf", "editie__html", "editie__xlsx", "editie__gegevens")
    return zonder_bytes.filter(pk=pk).first()


def is_open(verzending: Verzending, vandaag: date) -> bool:
    return verzending.ingetrokken_op is None and vandaag <= verzending.leesbaar_tm


def zelfde_ontvanger(verzending: Verzending, editie: Editie, vandaag: date) -> Verzending | None:
    """An open sending of another edition to the same organisation: who reads the old one may go on to that."""
    ook = Verzending.objects.filter(editie=editie, organisatie=verzending.organisatie_id, ingetrokken_op=None)
    return ook.filter(leesbaar_tm__gte=vandaag).order_by("-datum", "-pk").first()


def noteer_lezing(verzending: Verzending, *, bestand: bool = False) -> None:
    """That the address was used, and not by whom: nobody is logged in there."""
    actie, wat = (Logregel.Actie.GEEXPORTEERD, GEHAALD) if bestand else (Logregel.Actie.BEKEKEN, GEOPEND)
    logboek.leg_vast(actie, verzending, door=Gebruiker.objects.systeem(), reden=wat)


# --- e-mail -----------------------------------------------------------------------------------------------------


def mail_leesadres(verzending: Verzending, adres: str, *, door: Gebruiker) -> bool:
    """Send the address (whole, with the name of the site); the log remembers whether that worked.

    Call it after the sending is stored: an e-mail cannot be taken back.
    """
    rapport = verzending.editie.rapport
    tekst = BRIEF.format(
        aan=verzending.aan or "lezer",
        titel=rapport.titel,
        periode=rapport.periode,
        nummer=verzending.editie.nummer,
        adres=adres,
        organisatie=verzending.organisatie,
        leesbaar_tm=datum(verzending.leesbaar_tm),
    )
    onderwerp = f"Rapport: {' '.join(rapport.titel.split())}, editie {verzending.editie.nummer}"
    try:
        EmailMessage(onderwerp, tekst, to=[verzending.email]).send()
    except (OSError, ValueError):
        gelukt = False
    else:
        gelukt = True
    logboek.leg_vast(Logregel.Actie.GEEXPORTEERD, verzending, door=door, reden=GEMAILD if gelukt else MISLUKT)
    return gelukt


# --- what came of it --------------------------------------------------------------------------------------------


@dataclass
class Verloop:
    """What the log knows of one sending. ``gemaild``: the last try; None when nobody tried."""

    geopend: int = 0
    laatst: datetime | None = None
    gehaald: int = 0
    gemaild: bool | None = None
    gemaild_op: datetime | None = None


def verloop(verzendingen: Iterable[Verzending]) -> dict[int, Verloop]:
    """Per sending how often its address was opened and whether the e-mail went out. Two queries."""
    gevonden = {rij.pk: Verloop() for rij in verzendingen}
    if not gevonden:
        return gevonden
    eerste = Verzending.objects.filter(pk__in=gevonden).aggregate(eerst=Min("vastgelegd_op"))["eerst"]
    regels = Logregel.objects.filter(
        tijdstip__gte=eerste - timedelta(minutes=1),
        onderwerp_soort=Verzending._meta.model_name,
        onderwerp_id__in=[str(pk) for pk in gevonden],
    )
    for nummer, wat, tijdstip in regels.order_by("pk").values_list("onderwerp_id", "reden", "tijdstip"):
        stand = gevonden[int(nummer)]
        if wat == GEOPEND:
            stand.geopend, stand.laatst = stand.geopend + 1, tijdstip
        elif wat == GEHAALD:
            stand.gehaald += 1
        elif wat in (GEMAILD, MISLUKT):
            stand.gemaild, stand.gemaild_op = wat == GEMAILD, tijdstip
    return gevonden


def voorstel_voor(organisaties: Iterable[Organisatie]) -> dict[int, dict[str, str]]:
    """Per organisation how the last report went, to begin a new sending with: to whom (aan, email) and the way."""
    eerder = Verzending.objects.filter(organisatie__in=list(organisaties)).order_by("datum", "pk")
    return {
        organisatie: {"aan": aan, "email": email, "wijze": wijze}
        for organisatie, aan, email, wijze in eerder.values_list("organisatie_id", "aan", "email", "wijze")
    }
