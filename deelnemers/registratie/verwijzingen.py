"""WRITE: referrals to a kamer and from it, and whether they led to taking part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from deelnemers.models import Verwijzing
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.registratie.regels import bestaande, voeg_toe

SLEUTEL = ("kamer_id", "deelnemer_id", "datum", "richting", "organisatie_id")


@dataclass(frozen=True)
class NieuweVerwijzing:
    """``organisatie`` may be one that is not stored yet: then it is made."""

    kamer_id: int
    deelnemer_id: int
    datum: date
    richting: str
    organisatie: Organisatie
    reden: str = ""
    effectief_op: date | None = None


@schrijft
def leg_verwijzingen_vast(rijen: Iterable[NieuweVerwijzing], *, door: Gebruiker) -> Uitkomst:
    """Record referrals; makes organisations and enrols people when needed. What is there already stays as it is."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in rijen), door=door)
    verwijzingen = [Verwijzing(**{**vars(rij), "organisatie": bestaande(rij.organisatie, door=door)}) for rij in rijen]
    return voeg_toe(Verwijzing, verwijzingen, SLEUTEL)


@schrijft
def deed_mee(verwijzing: Verwijzing, *, op: date, door: Gebruiker) -> Verwijzing:
    """The referral led to taking part, from that day on. A second time changes nothing: the first day stays."""
    actueel = Verwijzing.objects.select_for_update(no_key=True).filter(pk=verwijzing.pk).first()
    if actueel is None:
        raise Geweigerd("Iemand anders heeft deze verwijzing intussen verwijderd.")
    if actueel.effectief_op is None:
        actueel.effectief_op = op
        actueel.save()
    return actueel
