"""WRITE: jobs for residents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import schrijft
from deelnemers.models import Klus
from deelnemers.registratie.basis import BLOK, nieuw_nummer
from deelnemers.registratie.mensen import schrijf_ook_in


@dataclass(frozen=True)
class NieuweKlus:
    kamer_id: int
    aanvrager_id: int
    aangevraagd_op: date
    uitgevoerd_op: date | None = None
    uitvoerder_id: int | None = None
    soort: str = ""
    omschrijving: str = ""
    nummer: str = ""


@schrijft
def leg_klussen_vast(rijen: Iterable[NieuweKlus], *, door: Gebruiker) -> list[Klus]:
    """Record jobs asked for or done; enrols the requester at the kamer when needed."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.aanvrager_id, rij.kamer_id, rij.aangevraagd_op) for rij in rijen), door=door)
    return Klus.objects.bulk_create(
        [Klus(**{**vars(rij), "nummer": rij.nummer or nieuw_nummer()}) for rij in rijen], batch_size=BLOK
    )
