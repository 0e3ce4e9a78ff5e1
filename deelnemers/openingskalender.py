"""READ: how a kamer was or will be open, day by day in a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Opening

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
KLEUREN = {
    Opening.Stand.OPEN: "safe",
    Opening.Stand.BEPERKT: "warning",
    Opening.Stand.AFSPRAAK: "warning",
    Opening.Stand.DICHT: "neutral",
}


@dataclass(frozen=True)
class Dag:
    datum: date
    opening: Opening | None

    @property
    def weekdag(self) -> str:
        return DAGEN[self.datum.weekday()]

    @property
    def kleur(self) -> str:
        return KLEUREN[Opening.Stand(self.opening.stand)] if self.opening else ""


def dagen_van(kamer: Kamer, periode: Periode) -> list[Dag]:
    """Every day of the period, in order, with how the kamer is open where that was filled in. One query."""
    openingen = {o.datum: o for o in Opening.objects.van_kamers([kamer]).in_periode(periode)}
    dagen = [periode.van + timedelta(days=n) for n in range(periode.dagen)]
    return [Dag(dag, openingen.get(dag)) for dag in dagen]


def nog_niet_ingevuld(kamer: Kamer, dagen: Sequence[date]) -> list[date]:
    """Those of these days for which nothing was said yet."""
    bekend = set(Opening.objects.filter(kamer=kamer, datum__in=dagen).values_list("datum", flat=True))
    return [dag for dag in dagen if dag not in bekend]
