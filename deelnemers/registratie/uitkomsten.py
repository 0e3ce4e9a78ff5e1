"""WRITE: what taking part led to for somebody: paid work, education, volunteer work, a placement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Uitkomst as Schrijfuitkomst
from buurtwerkkamers.schrijven import schrijft
from deelnemers.models import Uitkomst
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.registratie.regels import voeg_toe

SLEUTEL = ("kamer_id", "deelnemer_id", "datum", "soort")


@dataclass(frozen=True)
class NieuweUitkomst:
    kamer_id: int
    deelnemer_id: int
    datum: date
    soort: str
    toelichting: str = ""


@schrijft
def leg_uitkomsten_vast(rijen: Iterable[NieuweUitkomst], *, door: Gebruiker) -> Schrijfuitkomst:
    """Record outcomes; enrols people when needed. What is there already stays as it is."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in rijen), door=door)
    return voeg_toe(Uitkomst, [Uitkomst(**vars(rij)) for rij in rijen], SLEUTEL)
