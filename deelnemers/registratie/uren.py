"""WRITE: hours of volunteers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import schrijft
from deelnemers.models import Inzet, Vrijwilligersgroep
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.mensen import schrijf_ook_in


@dataclass(frozen=True)
class NieuweInzet:
    """Hours of one volunteer on one date; ``groep`` is the name of a group, made when it is new."""

    kamer_id: int
    deelnemer_id: int
    datum: date
    uren: Decimal
    groep: str = ""
    soort: str = Inzet.Soort.BEWONER


@schrijft
def leg_inzet_vast(rijen: Iterable[NieuweInzet], *, door: Gebruiker) -> list[Inzet]:
    """Record hours of volunteers; enrols them at the kamer and makes groups when needed."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in rijen), door=door)
    groepen = {
        sleutel: Vrijwilligersgroep.objects.get_or_create(kamer_id=sleutel[0], naam=sleutel[1])[0]
        for sleutel in {(rij.kamer_id, rij.groep) for rij in rijen if rij.groep}
    }
    return Inzet.objects.bulk_create(
        [Inzet(**{**vars(rij), "groep": groepen.get((rij.kamer_id, rij.groep))}) for rij in rijen], batch_size=BLOK
    )
