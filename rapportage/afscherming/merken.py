"""Which shown tables notice that somebody in them became of another kind: a set of tables, as bits of one number.

For each kind it is kept in which tables its group is shown, or is hidden but so near ten that it would show; so that
asking is a few operations on numbers, however many tables there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from rapportage.afscherming.tonen import GRENS

Groep = str
Soort = Hashable  # what people are told apart by: a year of birth, an area


@dataclass(frozen=True, eq=False)
class Getoond:
    """A table that outside readers see: how many people per group, and of which groups the number is shown.

    ``bit``: the number with only the bit of this table.
    """

    bit: int
    groep: Callable[[Soort], Groep]
    aantallen: Counter[Groep]
    zichtbaar: frozenset[Groep]

    def merkt(self, was: Soort, wordt: Soort) -> bool:
        """Whether it shows that somebody in it became of another kind."""
        van, naar = self.groep(was), self.groep(wordt)
        if van == naar:
            return False
        if van in self.zichtbaar or naar in self.zichtbaar:
            return True
        # A hidden cell says whether it is small, so it must stay on its side of ten.
        return self.aantallen[naar] == GRENS - 1 or self.aantallen[van] == GRENS


@dataclass
class _Spoor:
    """What the first ``gelezen`` tables show of one kind, each a set of tables: see ``Merken``."""

    gelezen: int = 0
    zichtbaar: int = 0
    vol: int = 0  # one more would make it ten
    krap: int = 0  # one less would make it nine
    per_groep: dict[Groep, int] = field(default_factory=lambda: defaultdict(int))


class Merken:
    """The tables that are shown for good (``houd``), and the one that is tried (``probeer``)."""

    def __init__(self) -> None:
        self._getoond: list[Getoond] = []
        self._proef: Getoond | None = None
        self._sporen: dict[Soort, _Spoor] = defaultdict(_Spoor)
        self._merkt: dict[tuple[Soort, Soort], int] = {}

    def probeer(self, getoond: Getoond | None) -> None:
        """As if this table were shown too; None: as it was."""
        self._proef = getoond
        self._merkt.clear()

    def houd(self, getoond: Getoond) -> None:
        self._getoond.append(getoond)
        self.probeer(None)

    def wie_merkt(self, was: Soort, wordt: Soort) -> int:
        """The tables that would look different if somebody in them became of another kind."""
        if was == wordt:
            return 0
        tabellen = self._merkt.get((was, wordt))
        if tabellen is None:
            tabellen = self._merkt[was, wordt] = self._werk_uit(was, wordt)
        return tabellen

    def _werk_uit(self, was: Soort, wordt: Soort) -> int:
        van, naar = self._spoor(was), self._spoor(wordt)
        tabellen = van.zichtbaar | van.krap | naar.zichtbaar | naar.vol
        for groep, hier in van.per_groep.items():
            if ook := naar.per_groep.get(groep):
                tabellen &= ~(hier & ook)
        if self._proef and self._proef.merkt(was, wordt):
            tabellen |= self._proef.bit
        return tabellen

    def _spoor(self, soort: Soort) -> _Spoor:
        spoor = self._sporen[soort]
        for getoond in self._getoond[spoor.gelezen :]:
            groep, bit = getoond.groep(soort), getoond.bit
            spoor.per_groep[groep] |= bit
            if groep in getoond.zichtbaar:
                spoor.zichtbaar |= bit
            else:
                spoor.vol |= bit if getoond.aantallen[groep] == GRENS - 1 else 0
                spoor.krap |= bit if getoond.aantallen[groep] == GRENS else 0
        spoor.gelezen = len(self._getoond)
        return spoor
