"""Hours of volunteers in a period, and what they are worth at the rates in force on each day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from buurtwerkkamers.models import Kamer, Uurtarief
from buurtwerkkamers.models.tarieven import Tarieven
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Inzet
from deelnemers.tellingen.basis import Wortels

_Regel = tuple[date, int, str, Decimal]  # day, card of the person, kind, hours


@dataclass(frozen=True)
class Urentelling:
    """``vrijwilligers``: different residents with hours; ``uren`` and ``waarde``: of residents and professionals.

    ``waarde`` in euros, to the cent; None when for some of the hours no rate was known. ``kamer`` None: the city.
    """

    kamer: Kamer | None
    periode: Periode
    vrijwilligers: int
    uren: Decimal
    waarde: Decimal | None


def tel_uren(kamers: Sequence[Kamer], perioden: Sequence[Periode]) -> list[Urentelling]:
    """Per period, then per room (in the order given) with the city last. Three queries."""
    if not perioden:
        return []
    kaarten, tarieven = Wortels(), Uurtarief.objects.als_tarieven()
    per_kamer: dict[int | None, list[_Regel]] = {None: [], **{kamer.pk: [] for kamer in kamers}}
    geheel = Periode(min(p.van for p in perioden), max(p.tm for p in perioden))
    inzet = Inzet.objects.van_kamers(kamers).in_periode(geheel).order_by()
    for kamer_id, dag, mens, soort, uren in inzet.values_list("kamer_id", "datum", "deelnemer_id", "soort", "uren"):
        regel = (dag, kaarten.wortel(mens), soort, uren)
        per_kamer[kamer_id].append(regel)
        per_kamer[None].append(regel)
    return [
        _tel(kamer, periode, per_kamer[kamer.pk if kamer else None], tarieven)
        for periode in perioden
        for kamer in (*kamers, None)
    ]


def _tel(kamer: Kamer | None, periode: Periode, regels: Iterable[_Regel], tarieven: Tarieven) -> Urentelling:
    bewoners: set[int] = set()
    per_dag: dict[tuple[str, date], Decimal] = {}
    for dag, mens, soort, uren in regels:
        if periode.bevat(dag):
            per_dag[soort, dag] = per_dag.get((soort, dag), Decimal(0)) + uren
            if soort == Inzet.Soort.BEWONER:
                bewoners.add(mens)
    waarden = [(uren, tarieven.op(soort, dag)) for (soort, dag), uren in per_dag.items()]
    bekend = [uren * tarief for uren, tarief in waarden if tarief is not None]
    waarde = sum(bekend, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP) if len(bekend) == len(waarden) else None
    return Urentelling(kamer, periode, len(bewoners), sum(per_dag.values(), Decimal(0)), waarde)
