"""The attacker: everything that an outsider may see of breakdowns as linear constraints, and what each cell can be.

Stronger than any outsider: besides the shown cells it knows of everybody who came to which kamer in which half-year. So
it holds every total, unique count, visit, agreed figure and report edition, of whatever period, for none of those looks
at an age or an area. Only the ages and areas themselves are unknown.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

GRENS = 10
KLEIN, WEG = "<10", "afgeschermd"  # a small cell, and one that is hidden for the sake of others
LEEFTIJDEN = ("jong", "midden", "oud", "onbekend")


def leeftijd_in(jaar: int) -> Callable[[Hashable], str]:
    """The age group that somebody of this year of birth is in."""

    def groep(geboren: Hashable) -> str:
        if not isinstance(geboren, int):
            return "onbekend"
        return "jong" if jaar - geboren < 27 else "midden" if jaar - geboren < 65 else "oud"

    return groep


@dataclass(frozen=True)
class Kruistabel:
    """Who is counted in one table, and what of it is printed: per group a number, KLEIN or WEG; None: nothing."""

    sleutel: Hashable
    leden: frozenset[int]
    groep: Callable[[Hashable], str]
    gezien: Mapping[str, Any] | None = None

    def aantal(self, soorten: Mapping[int, Hashable], groep: str) -> int:
        return sum(self.groep(soorten[pk]) == groep for pk in self.leden)


@dataclass
class Aanval:
    """``soorten`` is what the attacker is after: it is used to name the cells and their true numbers only.

    ``klein_tot``: what a small cell is at most. ``weg_vanaf``: what a cell hidden for others is at least, if the
    attacker knows the rule.
    """

    tabellen: Sequence[Kruistabel]
    soorten: Mapping[int, Hashable]
    groepen: Sequence[str]
    alle_soorten: Sequence[Hashable]
    klein: tuple[int, int] = (0, GRENS - 1)
    weg_vanaf: int = GRENS
    _rijen: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lopen = self._verlopen()
        profielen = defaultdict(int)
        for pk in self.soorten:
            profielen[tuple(n for n, t in enumerate(self.tabellen) if pk in t.leden)] += 1
        profielen.pop((), None)
        self._profielen = sorted(profielen.items())
        self._nummer = {
            (p, loop): p * len(self._lopen) + n
            for p in range(len(self._profielen))
            for n, loop in enumerate(self._lopen)
        }
        self._stel_op()

    def _verlopen(self) -> list[tuple[str, ...]]:
        """The groups that somebody of one kind is in, table after table: kinds with the same are alike."""
        return sorted({tuple(t.groep(soort) for t in self.tabellen) for soort in self.alle_soorten})

    def _cel(self, tabel: int, groep: str) -> dict[int, float]:
        """The unknowns that add up to this cell."""
        return {
            self._nummer[p, loop]: 1.0
            for p, (profiel, _) in enumerate(self._profielen)
            if tabel in profiel
            for loop in self._lopen
            if loop[tabel] == groep
        }

    def _stel_op(self) -> None:
        for p, (_, aantal) in enumerate(self._profielen):
            self._rijen.append(({self._nummer[p, loop]: 1.0 for loop in self._lopen}, aantal, aantal))
        for nummer, tabel in enumerate(self.tabellen):
            for groep, gezien in (tabel.gezien or {}).items():
                onder, boven = {KLEIN: self.klein, WEG: (self.weg_vanaf, math.inf)}.get(gezien, (gezien, gezien))
                self._rijen.append((self._cel(nummer, groep), onder, boven))
        aantal = len(self._nummer)
        gelijk = [(rij, onder) for rij, onder, boven in self._rijen if onder == boven]
        hoogstens = [(rij, boven) for rij, onder, boven in self._rijen if onder != boven and boven < math.inf]
        hoogstens += [(dict.fromkeys(rij, -1.0), -onder) for rij, onder, boven in self._rijen if onder != boven]
        self._gelijk, self._hoogstens = self._matrix(gelijk, aantal), self._matrix(hoogstens, aantal)

    def _matrix(self, rijen: Sequence[tuple[dict[int, float], float]], aantal: int) -> tuple[Any, Any]:
        matrix = lil_matrix((len(rijen), aantal))
        for nummer, (rij, _) in enumerate(rijen):
            for variabele, factor in rij.items():
                matrix[nummer, variabele] = factor
        return matrix.tocsr(), np.array([rechts for _, rechts in rijen])

    def tussen(self, tabel: int, groep: str) -> tuple[int, int]:
        """The least and the most that this cell can be, in whole people."""
        doel = np.zeros(len(self._nummer))
        for variabele in self._cel(tabel, groep):
            doel[variabele] = 1.0
        uit = []
        for teken in (1, -1):
            opgelost = linprog(
                teken * doel, A_ub=self._hoogstens[0] if self._hoogstens[1].size else None,
                b_ub=self._hoogstens[1] if self._hoogstens[1].size else None,
                A_eq=self._gelijk[0], b_eq=self._gelijk[1], method="highs",
            )  # fmt: skip
            assert opgelost.status == 0, f"the constraints contradict each other: {opgelost.message}"
            uit.append(teken * opgelost.fun)
        return math.ceil(uit[0] - 1e-6), math.floor(uit[1] + 1e-6)

    def beschermd(self, ook_niet_getoond: bool = False) -> Iterator[tuple[int, str]]:
        """The cells that may not be known: fewer than ten people, nobody too, of a table with anybody in it."""
        for nummer, tabel in enumerate(self.tabellen):
            if tabel.leden and (tabel.gezien is not None or ook_niet_getoond):
                yield from ((nummer, g) for g in self.groepen if tabel.aantal(self.soorten, g) < GRENS)

    def gevonden(self, ook_niet_getoond: bool = False) -> list[tuple[Hashable, str, int]]:
        """The protected cells that are pinned to one number: table, group and that number."""
        uit = []
        for nummer, groep in self.beschermd(ook_niet_getoond):
            onder, boven = self.tussen(nummer, groep)
            echt = self.tabellen[nummer].aantal(self.soorten, groep)
            assert onder <= echt <= boven, "the truth must satisfy what the attacker knows"
            if onder == boven:
                uit.append((self.tabellen[nummer].sleutel, groep, echt))
        return uit


def tel(leden: frozenset[int], soorten: Mapping[int, Hashable], groep: Callable[[Hashable], str]) -> Counter[str]:
    return Counter(groep(soorten[pk]) for pk in leden)
