"""Which counts of visits outside readers may see: at least ten people made them, also after subtracting.

Visits add up, so a month that is not shown would be its quarter less the other months. The periods of a year are
decided in the order in which they end, each given those before it: a period is shown when ten people came in it, and
when what it adds to the periods shown before (the visits of the months that are not shown yet) is nothing, or the
visits of ten people in at least two months, of whom somebody came more than once. What can be worked out is then only
ever the number of visits of such a rest, and how it is spread over its months cannot.

A period that still runs is not shown: the difference between two days is the visits of one day. All kamers together
are shown when each kamer that had visits is, so that they say nothing new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import VERDELINGEN, Periode
from deelnemers.tellingen.bezoeken import Bezoek, lees_bezoeken
from deelnemers.tellingen.stand import Stand
from rapportage.afscherming.tonen import GRENS
from rapportage.cijfers import Cijfer


@lru_cache(maxsize=16)  # the same for every kamer
def vaste_perioden(jaar: int) -> dict[Periode, tuple[Periode, ...]]:
    """Months, quarters, half-years and the year with their months, in the order in which they end; shorter ones first.

    Not to be changed.
    """
    maanden = Periode.jaar(jaar).verdeel("maand")
    perioden = [deel for per in VERDELINGEN for deel in Periode.jaar(jaar).verdeel(per)]
    return {
        periode: tuple(maand for maand in maanden if periode.bevat(maand.van))
        for periode in sorted(perioden, key=lambda p: (p.tm, p.dagen))
    }


def toonbaar(per_maand: Mapping[Periode, Bezoek], jaar: int, vandaag: date) -> set[Periode]:
    """The periods of this year of which the visits to one kamer may be shown."""
    getoond: set[Periode] = set()
    per_maand = {maand: bezoek for maand, bezoek in per_maand.items() if maand.van.year == jaar}
    nog_niet = {maand for maand, bezoek in per_maand.items() if bezoek.keren}
    for periode, maanden in vaste_perioden(jaar).items():
        if periode.tm >= vandaag:
            break
        erin = [maand for maand in maanden if maand in per_maand]
        rest = nog_niet.intersection(erin)
        if _genoeg(per_maand, erin) and (not rest or _veilig(per_maand, rest, periode)):
            getoond.add(periode)
            nog_niet -= rest
    return getoond


def _genoeg(per_maand: Mapping[Periode, Bezoek], maanden: Iterable[Periode]) -> bool:
    groepen = [per_maand[maand].mensen for maand in maanden]
    return any(len(mensen) >= GRENS for mensen in groepen) or len(BitMap.union(BitMap(), *groepen)) >= GRENS


def _veilig(per_maand: Mapping[Periode, Bezoek], rest: Collection[Periode], periode: Periode) -> bool:
    """Whether the visits of these months together may become known, and those of each month by itself do not."""
    if rest == {periode}:
        return True  # a month itself, with people enough
    vaker = sum(per_maand[maand].keren - len(per_maand[maand].mensen) for maand in rest)
    return len(rest) > 1 and vaker > 0 and _genoeg(per_maand, rest)


class Bezoekzicht:
    """Which of these figures about visits are shown; one counting for all of them."""

    def __init__(self, cijfers: Iterable[Cijfer], vandaag: date, stand: Stand | None = None) -> None:
        # Of other periods than the fixed ones nothing is shown, so nothing needs to be counted for them.
        cijfers = [c for c in cijfers if c.periode.tm < vandaag and c.periode in vaste_perioden(c.periode.van.year)]
        jaren = sorted({cijfer.periode.van.year for cijfer in cijfers})
        namen = {naam for cijfer in cijfers for naam in cijfer.kamers}
        kamers = list(Kamer.objects.filter(naam__in=namen)) if jaren else []
        maanden = [m for jaar in jaren for m in Periode.jaar(jaar).verdeel("maand") if m.tm < vandaag]
        gelezen = lees_bezoeken(kamers, maanden, stand) if kamers else {}
        naam_van = {kamer.pk: kamer.naam for kamer in kamers}
        self._bezoeken: dict[str, dict[Periode, Bezoek]] = {naam: {} for naam in naam_van.values()}
        for (pk, maand), bezoek in gelezen.items():
            self._bezoeken[naam_van[pk]][maand] = bezoek
        self._getoond = {
            naam: set().union(*(toonbaar(per_maand, jaar, vandaag) for jaar in jaren))
            for naam, per_maand in self._bezoeken.items()
        }

    def mag(self, cijfer: Cijfer) -> bool:
        """Whether this figure is shown: of every kamer that had any visits in the period."""
        wel = [naam for naam in cijfer.kamers if self._kwam_iemand(naam, cijfer.periode)]
        return bool(wel) and all(cijfer.periode in self._getoond[naam] for naam in wel)

    def _kwam_iemand(self, naam: str, periode: Periode) -> bool:
        return any(bezoek.keren and periode.bevat(m.van) for m, bezoek in self._bezoeken.get(naam, {}).items())
