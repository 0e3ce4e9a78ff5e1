"""WRITE: contacts of a kamer with other organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.schrijven import Uitkomst, schrijft
from deelnemers.models import Partnercontact
from deelnemers.registratie.regels import bestaande, voeg_toe

SLEUTEL = ("kamer_id", "organisatie_id", "datum", "soort")


@dataclass(frozen=True)
class NieuwPartnercontact:
    """``organisatie`` may be one that is not stored yet: then it is made."""

    kamer_id: int
    organisatie: Organisatie
    datum: date
    soort: str = Partnercontact.Soort.GESPREK
    onderwerp: str = ""


@schrijft
def leg_partnercontacten_vast(rijen: Iterable[NieuwPartnercontact], *, door: Gebruiker) -> Uitkomst:
    """Record contacts; makes organisations when needed. What is there already stays as it is."""
    contacten = [Partnercontact(**{**vars(rij), "organisatie": bestaande(rij.organisatie, door=door)}) for rij in rijen]
    return voeg_toe(Partnercontact, contacten, SLEUTEL)
