"""Which cells of breakdowns outside readers may see, so that no small one can be worked out, whatever else they know.

The tables (of a kamer or of the city, over one closed half-year) are decided in the order in which they appear, each
given those before it, so that what was shown once stays shown. A group of fewer than ten people is hidden. It then
needs a *witness*: somebody whose age (or area) could have been another one, or who could have swapped it with somebody
else, without any shown cell of any table changing, while this small cell does. With such a witness there are two
worlds that look exactly the same from outside, so nobody can tell which number is the true one: not by subtracting
kamers from the city or one half-year from another, nor with any other figure, for those do not look at age or area.

As long as a small cell has no witness, the next smallest group is hidden too; where nothing helps, the table is not
shown at all. Small cells of tables that are not shown need their witness just as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from rapportage.afscherming.tonen import GRENS

POGINGEN = 300  # so many changes of each sort are tried before a cell counts as one without a witness
Groep = str
Soort = Hashable  # what people are told apart by: a year of birth, an area


@dataclass(frozen=True, eq=False)
class Tabel:
    """Who is counted in one table, in which groups, and in which of them somebody of a given kind falls.

    ``keuzes``: kinds that somebody might be taken for, at least one for each group.
    """

    mensen: frozenset[int]
    groepen: Sequence[Groep]
    keuzes: Sequence[Soort]
    groep: Callable[[Soort], Groep]

    def tel(self, soorten: Mapping[int, Soort]) -> Counter[Groep]:
        return Counter(self.groep(soorten[pk]) for pk in self.mensen)

    @cached_property
    def op_volgorde(self) -> list[int]:
        return sorted(self.mensen)


@dataclass(frozen=True)
class Cel:
    """A small number that nobody outside may know."""

    tabel: Tabel
    groep: Groep

    def telt(self, soort: Soort) -> bool:
        """Whether somebody of this kind who is in the table counts here."""
        return self.tabel.groep(soort) == self.groep


@dataclass(frozen=True)
class Ruil:
    """A change that nobody outside sees: ``wie`` becomes ``soort``; ``met``, if anybody, becomes what ``wie`` was.

    In a swap ``soort`` is what ``met`` was, so that tables that count both stay the same.
    """

    wie: int
    soort: Soort
    met: int | None = None


@dataclass(frozen=True)
class _Getoond:
    """A table that outside readers see: how many people per group, and of which groups the number is shown."""

    tabel: Tabel
    aantallen: Counter[Groep]
    zichtbaar: frozenset[Groep]

    def merkt(self, was: Soort, wordt: Soort) -> bool:
        """Whether it shows that somebody in it became of another kind."""
        van, naar = self.tabel.groep(was), self.tabel.groep(wordt)
        if van == naar:
            return False
        if van in self.zichtbaar or naar in self.zichtbaar:
            return True
        # A hidden cell says whether it is small, so it must stay on its side of ten.
        return self.aantallen[naar] == GRENS - 1 or self.aantallen[van] == GRENS


@dataclass
class Beslisser:
    """Decides half-year after half-year. ``soorten`` says what everybody is."""

    soorten: Mapping[int, Soort]
    _getoond: list[_Getoond] = field(default_factory=list)
    # For everybody the tables that are shown and count this person, as bits: the first table is the lowest bit.
    _in: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _getuigen: dict[Cel, Ruil] = field(default_factory=dict)
    # For who is a witness, or was one, the cells. A dict keeps the order, so that the same data give the same tables.
    _cellen_van: dict[int, dict[Cel, None]] = field(default_factory=lambda: defaultdict(dict))
    # The kinds to choose from are those of the half-year being decided: one to come changes nothing of this one.
    _keuzes: Sequence[Soort] = ()

    def beslis(self, tabellen: Sequence[Tabel]) -> list[frozenset[Groep] | None]:
        """The groups whose number is shown, for each table of one half-year; None: the table is not shown at all.

        The first table, that of the city, says what goes first when more must be hidden than is small: the smallest
        there, so that kamers hide the same groups.
        """
        self._keuzes = tabellen[0].keuzes
        in_de_stad = tabellen[0].tel(self.soorten)
        kan = [bool(tabel.mensen) and self._bescherm(tabel) for tabel in tabellen]
        return [self._kies(t, in_de_stad) if kan_wel else None for t, kan_wel in zip(tabellen, kan, strict=True)]

    def _bescherm(self, tabel: Tabel) -> bool:
        """Find a witness for every small number of this table; False where what was shown before leaves none."""
        aantallen = tabel.tel(self.soorten)
        alle = True
        for groep in tabel.groepen:
            if aantallen[groep] < GRENS:
                cel = Cel(tabel, groep)
                if ruil := self._zoek(cel):
                    self._onthoud({cel: ruil})
                else:
                    alle = False
        return alle

    def _kies(self, tabel: Tabel, in_de_stad: Counter[Groep]) -> frozenset[Groep] | None:
        """As many groups as leave every small number a witness, the largest ones."""
        aantallen = tabel.tel(self.soorten)
        groot = [groep for groep in tabel.groepen if aantallen[groep] >= GRENS]
        groot.sort(key=lambda groep: (in_de_stad[groep], tabel.groepen.index(groep)))
        for verborgen in range(len(groot) + 1):
            zichtbaar = frozenset(groot[verborgen:])
            if self._past(_Getoond(tabel, aantallen, zichtbaar)):
                return zichtbaar
        return None

    def _past(self, nieuw: _Getoond) -> bool:
        """Show the table when every small number keeps a witness; otherwise all stays as it was."""
        self._neem_op(nieuw)
        anders: dict[Cel, Ruil] = {}
        for cel in {cel: None for pk in nieuw.tabel.op_volgorde for cel in self._cellen_van.get(pk, ())}:
            if self._gezien(self._getuigen[cel]):
                ruil = self._zoek(cel)
                if ruil is None:
                    self._laat_weg()
                    return False
                anders[cel] = ruil
        self._onthoud(anders)
        return True

    def _onthoud(self, getuigen: Mapping[Cel, Ruil]) -> None:
        self._getuigen |= getuigen
        for cel, ruil in getuigen.items():
            for pk in (ruil.wie, ruil.met):
                if pk is not None:
                    self._cellen_van[pk][cel] = None

    def _neem_op(self, nieuw: _Getoond) -> None:
        for pk in nieuw.tabel.mensen:
            self._in[pk] |= 1 << len(self._getoond)
        self._getoond.append(nieuw)

    def _laat_weg(self) -> None:
        for pk in self._getoond.pop().tabel.mensen:
            self._in[pk] &= ~(1 << len(self._getoond))

    # --- witnesses

    def _zoek(self, cel: Cel) -> Ruil | None:
        """A change that nobody outside sees and that makes this cell another number."""
        for ruilen in (self._alleen(cel), self._paren(cel)):
            for ruil in islice(ruilen, POGINGEN):
                if not self._gezien(ruil):
                    return ruil
        return None

    def _alleen(self, cel: Cel) -> Iterator[Ruil]:
        """Somebody of its table who was of another kind."""
        keuzes = self._naar_andere_kant(cel)
        for _, soort, pk in self._verschillende(cel.tabel.op_volgorde):
            yield from (Ruil(pk, keuze) for keuze in keuzes[cel.telt(soort)])

    def _naar_andere_kant(self, cel: Cel) -> dict[bool, list[Soort]]:
        """Kinds that somebody who counts in this cell (True) or does not (False) may become, so that it changes."""
        return {telt: [keuze for keuze in self._keuzes if cel.telt(keuze) != telt] for telt in (True, False)}

    def _paren(self, cel: Cel) -> Iterator[Ruil]:
        """Somebody of its table and somebody who is not, those who are in nearly the same tables first; swaps first."""
        alles_zichtbaar = sum(1 << n for n, ander in enumerate(self._getoond) if ander.zichtbaar >= {*ander.aantallen})
        binnen = self._per_profiel(cel.tabel.op_volgorde)
        buiten = self._per_profiel(sorted(self._in.keys() - cel.tabel.mensen))
        profielen = [(een, ander) for een in binnen for ander in buiten if not (een ^ ander) & alles_zichtbaar]
        profielen.sort(key=lambda paar: ((paar[0] ^ paar[1]).bit_count(), paar))
        for een, ander in profielen:
            anderen: dict[bool, list[tuple[Soort, int]]] = {True: [], False: []}
            for soort, met in buiten[ander]:
                anderen[not cel.telt(soort)].append((soort, met))
            for was, wie in binnen[een]:
                yield from (Ruil(wie, wordt, met) for wordt, met in anderen[cel.telt(was)])
        keuzes = self._naar_andere_kant(cel)
        for een, ander in profielen:
            for (was, wie), (_, met) in product(binnen[een], buiten[ander]):
                yield from (Ruil(wie, wordt, met) for wordt in keuzes[cel.telt(was)])

    def _per_profiel(self, mensen: Iterable[int]) -> dict[int, list[tuple[Soort, int]]]:
        uit: dict[int, list[tuple[Soort, int]]] = defaultdict(list)
        for profiel, soort, pk in self._verschillende(mensen):
            uit[profiel].append((soort, pk))
        return uit

    def _verschillende(self, mensen: Iterable[int]) -> Iterator[tuple[int, Soort, int]]:
        """One of all who are counted in the same tables and are of the same kind: for a witness they are alike."""
        gehad: set[tuple[int, Soort]] = set()
        for pk in mensen:
            eender = (self._in[pk], self.soorten[pk])
            if eender not in gehad:
                gehad.add(eender)
                yield (*eender, pk)

    def _gezien(self, ruil: Ruil) -> bool:
        """Whether any shown table looks different after the change."""
        was, wordt = self.soorten[ruil.wie], ruil.soort
        van_wie = self._in[ruil.wie]
        if ruil.met is None:
            return self._merkt(van_wie, was, wordt)
        andere, van_met = self.soorten[ruil.met], self._in[ruil.met]
        return (
            self._merkt(van_wie & ~van_met, was, wordt)
            or self._merkt(van_met & ~van_wie, andere, was)
            or self._merkt(van_wie & van_met, andere, wordt)  # who was as the one is now takes the place of the other
        )

    def _merkt(self, tabellen: int, was: Soort, wordt: Soort) -> bool:
        return was != wordt and any(self._getoond[nummer].merkt(was, wordt) for nummer in _bits(tabellen))


def _bits(getal: int) -> Iterator[int]:
    while getal:
        laagste = getal & -getal
        yield laagste.bit_length() - 1
        getal ^= laagste
