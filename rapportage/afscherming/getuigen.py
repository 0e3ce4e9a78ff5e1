"""Which cells of breakdowns outside readers may see, so that no hidden one can be worked out, whatever else they know.

The tables (of a kamer or of the city, over one closed half-year) are decided in the order in which they appear, each
given those before it, so that what was shown once stays shown. A group of fewer than ten people is hidden. It then
needs a *witness*: somebody whose age (or area) could have been another one, or who could have swapped it with somebody
else, without any shown cell of any table changing, while this hidden cell does. With such a witness there are two
worlds that look exactly the same from outside, so nobody can tell which number is the true one: not by subtracting
kamers from the city or one half-year from another, nor with any other figure, for those do not look at age or area.

As long as a small cell has no witness, the next smallest group is hidden too; where nothing helps, the table is not
shown at all. That leaves the witnesses of earlier tables alone too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from rapportage.afscherming.tonen import GRENS

POGINGEN = 3_000  # so many pairs of people are tried before a cell counts as one without a witness
Groep = str
Soort = Hashable  # what people are told apart by: a year of birth, an area


@dataclass(frozen=True)
class Tabel:
    """Who is counted in one table, and in which group of it somebody of a given kind falls."""

    sleutel: Hashable
    mensen: Collection[int]
    groep: Callable[[Soort], Groep]


@dataclass(frozen=True)
class Ruil:
    """A change that nobody outside sees: ``wie`` becomes ``soort``; ``met``, if anybody, becomes what ``wie`` was."""

    wie: int
    soort: Soort
    met: int | None = None


@dataclass
class _Getoond:
    """A table that outside readers see: how many people per group, and which of the groups are hidden."""

    tabel: Tabel
    leden: frozenset[int]
    aantallen: Counter[Groep]
    verborgen: frozenset[Groep]

    def merkt(self, was: Soort, wordt: Soort) -> bool:
        """Whether it shows that somebody in it became of another kind."""
        van, naar = self.tabel.groep(was), self.tabel.groep(wordt)
        if van == naar:
            return False
        if not {van, naar} <= self.verborgen:
            return True
        # A hidden cell says whether it is small, so it must stay on its side of ten.
        return self.aantallen[naar] == GRENS - 1 or self.aantallen[van] == GRENS


@dataclass
class Beslisser:
    """Decides table after table. ``soorten`` says what everybody is; ``groepen`` are those of every table."""

    groepen: Sequence[Groep]
    soorten: Mapping[int, Soort]
    keuzes: Sequence[Soort]  # kinds that somebody might be taken for: at least one for each group
    _getoond: list[_Getoond] = field(default_factory=list)
    # For everybody the tables that are shown and count this person, as bits: the first table is the lowest bit.
    _in: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _getuigen: dict[tuple[int, Groep], Ruil] = field(default_factory=dict)

    def beslis(self, tabel: Tabel, voorkeur: Mapping[Groep, int] | None = None) -> frozenset[Groep] | None:
        """The groups to hide in this table; None: the table is not shown.

        ``voorkeur``: what to hide first when more must be hidden than is small, the lowest first (the sizes in the
        city, so that kamers hide the same groups).
        """
        leden = frozenset(tabel.mensen)
        aantallen = Counter(tabel.groep(self.soorten[pk]) for pk in leden)
        maat = voorkeur or aantallen
        klein = [groep for groep in self.groepen if aantallen[groep] < GRENS]
        rest = sorted((g for g in self.groepen if g not in klein), key=lambda g: (maat[g], self.groepen.index(g)))
        for extra in range(len(rest) + 1):
            verborgen = frozenset((*klein, *rest[:extra]))
            if self._past(_Getoond(tabel, leden, aantallen, verborgen), klein):
                return verborgen
        return None

    def _past(self, nieuw: _Getoond, klein: Sequence[Groep]) -> bool:
        """Take the table in when every small cell keeps a witness: its own, and those of the tables before it."""
        nummer = len(self._getoond)
        self._neem_op(nieuw)
        getuigen = dict(self._getuigen)
        stuk = [cel for cel, ruil in getuigen.items() if self._gezien(ruil)]
        for cel in (*stuk, *((nummer, groep) for groep in klein)):
            ruil = self._zoek(*cel)
            if ruil is None:
                self._laat_weg()
                return False
            getuigen[cel] = ruil
        self._getuigen = getuigen
        return True

    def _neem_op(self, nieuw: _Getoond) -> None:
        for pk in nieuw.leden:
            self._in[pk] |= 1 << len(self._getoond)
        self._getoond.append(nieuw)

    def _laat_weg(self) -> None:
        for pk in self._getoond.pop().leden:
            self._in[pk] &= ~(1 << len(self._getoond))

    # --- witnesses

    def _zoek(self, nummer: int, groep: Groep) -> Ruil | None:
        """A change that nobody outside sees and that makes this cell another number."""
        for ruilen in (self._alleen(nummer, groep), self._paren(nummer, groep)):
            for ruil in islice(ruilen, POGINGEN):
                if not self._gezien(ruil):
                    return ruil
        return None

    def _alleen(self, nummer: int, groep: Groep) -> Iterator[Ruil]:
        """Somebody of this table who was another kind, out of the group or into it."""
        getoond = self._getoond[nummer]
        for _, soort, pk in self._verschillende(getoond.leden):
            was = getoond.tabel.groep(soort)
            for keuze in self.keuzes if was in getoond.verborgen else ():
                if (was == groep) != (getoond.tabel.groep(keuze) == groep):
                    yield Ruil(pk, keuze)

    def _paren(self, nummer: int, groep: Groep) -> Iterator[Ruil]:
        """Somebody of this table and somebody outside it, those who are in nearly the same tables first."""
        getoond, bit = self._getoond[nummer], 1 << nummer
        alles_zichtbaar = sum(1 << n for n, tabel in enumerate(self._getoond) if not tabel.verborgen)
        per_profiel: dict[int, list[tuple[Soort, int]]] = defaultdict(list)
        for profiel, soort, pk in self._verschillende(self._in):
            per_profiel[profiel].append((soort, pk))
        binnen = [profiel for profiel in per_profiel if profiel & bit]
        buiten = [profiel for profiel in per_profiel if profiel and not profiel & bit]
        paren = [(een, ander) for een in binnen for ander in buiten if not (een ^ ander) & alles_zichtbaar]
        for een, ander in sorted(paren, key=lambda paar: ((paar[0] ^ paar[1]).bit_count(), paar)):
            for soort, wie in per_profiel[een]:
                for andere_soort, met in per_profiel[ander]:
                    if (getoond.tabel.groep(soort) == groep) != (getoond.tabel.groep(andere_soort) == groep):
                        yield Ruil(wie, andere_soort, met)

    def _verschillende(self, mensen: Iterable[int]) -> list[tuple[int, Soort, int]]:
        """One of all who are counted in the same tables and are of the same kind: for a witness they are alike."""
        een_van: dict[tuple[int, Soort], int] = {}
        for pk in sorted(mensen):
            een_van.setdefault((self._in[pk], self.soorten[pk]), pk)
        return [(profiel, soort, pk) for (profiel, soort), pk in een_van.items()]

    def _gezien(self, ruil: Ruil) -> bool:
        """Whether any shown table looks different after the change. Where both are counted, a swap changes nothing."""
        eerder = self.soorten[ruil.wie]
        van_wie = self._in[ruil.wie]
        van_met = self._in[ruil.met] if ruil.met is not None else 0
        return any(
            self._getoond[nummer].merkt(*((eerder, ruil.soort) if van_wie >> nummer & 1 else (ruil.soort, eerder)))
            for nummer in _bits(van_wie ^ van_met)
        )


def _bits(getal: int) -> Iterator[int]:
    while getal:
        laagste = getal & -getal
        yield laagste.bit_length() - 1
        getal ^= laagste
