"""WRITE: how a kamer was open, or will be, per day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import schrijft
from deelnemers.models import Opening
from deelnemers.registratie.basis import BLOK


@schrijft
def zet_openingen(
    *, kamer: Kamer, dagen: Iterable[date], stand: str, hoogstens: int | None = None, toelichting: str = "",
    door: Gebruiker,
) -> int:  # fmt: skip
    """Say for each of these days how the kamer is open; what stood there is replaced. Returns how many days."""
    rijen = [
        Opening(kamer=kamer, datum=dag, stand=stand, hoogstens=hoogstens, toelichting=toelichting)
        for dag in sorted(set(dagen))
    ]
    Opening.objects.bulk_create(
        rijen, batch_size=BLOK, update_conflicts=True, unique_fields=["kamer", "datum"],
        update_fields=["stand", "hoogstens", "toelichting"],
    )  # fmt: skip
    return len(rijen)
