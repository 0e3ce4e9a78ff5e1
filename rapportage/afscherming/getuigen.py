"""Which cells of breakdowns outside readers may see, so that no small one can be worked out, whatever else they know.

The tables (of a kamer or of the city, over one closed half-year) are decided in the order in which they appear, each
given those before it, so that what was shown once stays shown. A group of fewer than ten people is hidden. It then
needs a *witness*: somebody whose age (or area) could have been another one, or who could have swapped it with somebody
else, without any shown cell of any table changing, while this small cell does. With such a witness there are two
worlds that look exactly the same from outside, so nobody can tell which number is the true one: not by subtracting
kamers from the city or one half-year from another, nor with any other figure, for those do not look at age or area.

As long as a small cell has no witness, the next smallest group is hidden too; where nothing helps, the table is not
shown at all. Small cells of tables that are not shown need their witness just as well, and as long as one of them has
none, no table that counts one of its people is shown, in this half-year or later.

A witness is looked for nearby: among those who are in few tables, and who came in the same half-years or in nearly the
same. One that is not found counts as none, so looking less far hides more. Not guarded: a cell without a witness
against later tables that count none of its people, beside earlier ones that count some. With a hundred kamers every
small number had a witness.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest

from rapportage.afscherming.merken import Getoond, Groep, Merken, Soort
from rapportage.afscherming.tonen import GRENS

POGINGEN = 2000  # so many changes of each sort are tried before a cell counts as one without a witness
VAN_EEN_SOORT = 40  # so many people of one kind, of those in the table
NABUREN = 40  # so many sets of half-years that somebody else may have come in

__all__ = ["GRENS", "POGINGEN", "Beslisser", "Groep", "Ruil", "Soort", "Tabel"]


@dataclass(frozen=True, eq=False)
class Tabel:
    """Who is counted in one table, in which groups, and in which of them somebody of a given kind falls.

    ``keuzes``: kinds that somebody might be taken for, at least one for each group.
    """

    mensen: frozenset[int]
    groepen: Sequence[Groep]
    keuzes: Sequence[Soort]
    groep: Callable[[Soort], Groep]


@dataclass(frozen=True)
class Ruil:
    """A change that nobody outside sees: ``wie`` becomes ``soort``; ``met``, if anybody, becomes what ``wie`` was.

    In a swap ``soort`` is what ``met`` was, so that tables that count both stay the same. ``wie`` is in the table of
    the small cell and ``met`` is not.
    """

    wie: int
    soort: Soort
    met: int | None = None


@dataclass(eq=False)
class _Telling:
    """A table as it was counted. ``bit`` is its number, ``omvat`` also that of the city, which counts all its people.

    ``per_soort``: who is in it of each kind, those who are in the fewest tables first.
    """

    tabel: Tabel
    bit: int
    omvat: int
    per_soort: Mapping[Soort, Sequence[int]]

    @cached_property
    def aantallen(self) -> Counter[Groep]:
        uit: Counter[Groep] = Counter()
        for soort, mensen in self.per_soort.items():
            uit[self.tabel.groep(soort)] += len(mensen)
        return uit

    @property
    def groot(self) -> list[Groep]:
        """The groups that may be shown."""
        return [groep for groep in self.tabel.groepen if self.aantallen[groep] >= GRENS]

    def getoond(self, groepen: Sequence[Groep]) -> Getoond:
        return Getoond(self.bit, self.tabel.groep, self.aantallen, frozenset(groepen))


@dataclass(frozen=True)
class _Cel:
    """A small number that nobody outside may know."""

    telling: _Telling
    groep: Groep

    def telt(self, soort: Soort) -> bool:
        """Whether somebody of this kind who is in the table counts here."""
        return self.telling.tabel.groep(soort) == self.groep


_Patroon = int  # the tables of cities that count somebody: the half-years in which this person came


@dataclass
class Beslisser:
    """Decides half-year after half-year. ``soorten`` says what everybody is."""

    soorten: Mapping[int, Soort]
    _merken: Merken = field(default_factory=Merken)
    _hoogstens: Merken = field(default_factory=Merken)  # when all groups from ten up would be shown
    # For everybody the tables that count this person, shown or not, as bits: the first table is the lowest bit.
    _in: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _tellingen: list[_Telling] = field(default_factory=list)  # all tables in the order of their bits
    _steden: int = 0  # the tables of the city, as bits, and of those the ones that hide nothing that is there
    _open_steden: int = 0
    _getuigen: dict[_Cel, Ruil] = field(default_factory=dict)
    _zonder: list[_Cel] = field(default_factory=list)  # small numbers that had no witness when they were counted
    # For who is a witness, or was one, the cells. A dict keeps the order, so that the same data give the same tables.
    _cellen_van: dict[int, dict[_Cel, None]] = field(default_factory=lambda: defaultdict(dict))
    # The kinds to choose from are those of the half-year being decided: one to come changes nothing of this one.
    _keuzes: Sequence[Soort] = ()
    # Everybody by pattern and kind; of those who are in the same tables, and so alike, one.
    _bij_patroon: dict[_Patroon, dict[Soort, dict[int, int]]] = field(default_factory=dict)
    _soorten: Sequence[Soort] = ()  # that anybody is of
    _buren: dict[_Patroon, list[_Patroon]] = field(default_factory=dict)

    def beslis(self, tabellen: Sequence[Tabel]) -> list[frozenset[Groep] | None]:
        """The groups whose number is shown, for each table of one half-year; None: the table is not shown at all.

        The first table, that of the city, says what goes first when more must be hidden than is small: the smallest
        there, so that kamers hide the same groups.
        """
        self._keuzes = tabellen[0].keuzes
        tellingen = self._neem_op(tabellen)
        stad = tellingen[0]
        onbeschermd = {telling for telling in tellingen if not self._bescherm(telling)}
        uit: list[frozenset[Groep] | None] = []
        for telling in tellingen:
            kan = telling.tabel.mensen and telling not in onbeschermd and (telling is not stad or not onbeschermd)
            uit.append(self._kies(telling, stad.aantallen) if kan else None)
        return uit

    def getuigen(self) -> Iterator[tuple[Tabel, Groep, Ruil]]:
        """Every small number that is protected, with the change that nobody outside would see."""
        for cel, ruil in self._getuigen.items():
            yield cel.telling.tabel, cel.groep, ruil

    # --- who is in what

    def _neem_op(self, tabellen: Sequence[Tabel]) -> list[_Telling]:
        bits = [1 << len(self._tellingen) + nummer for nummer in range(len(tabellen))]
        self._steden |= bits[0]
        for tabel, bit in zip(tabellen, bits, strict=True):
            for pk in tabel.mensen:
                self._in[pk] |= bit
        self._bij_patroon = self._orden()
        self._soorten = list(dict.fromkeys(soort for soorten in self._bij_patroon.values() for soort in soorten))
        self._buren = {}
        tellingen = [
            _Telling(tabel, bit, bit | bits[0], self._per_soort(tabel))
            for tabel, bit in zip(tabellen, bits, strict=True)
        ]
        for telling in tellingen:
            self._hoogstens.houd(telling.getoond(telling.groot))
        self._tellingen += tellingen
        return tellingen

    def _orden(self) -> dict[_Patroon, dict[Soort, dict[int, int]]]:
        uit: dict[_Patroon, dict[Soort, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        for pk in sorted(self._in):
            profiel = self._in[pk]
            uit[profiel & self._steden][self.soorten[pk]].setdefault(profiel, pk)
        return uit

    def _per_soort(self, tabel: Tabel) -> dict[Soort, list[int]]:
        uit: dict[Soort, list[int]] = defaultdict(list)
        for pk in sorted(tabel.mensen, key=lambda pk: (self._in[pk].bit_count(), pk)):
            uit[self.soorten[pk]].append(pk)
        return uit

    # --- what is shown

    def _bescherm(self, telling: _Telling) -> bool:
        """Find a witness for every small number of this table; False where what was shown before leaves none."""
        gevonden: dict[_Cel, Ruil] = {}
        alle = True
        for groep in telling.tabel.groepen if telling.tabel.mensen else ():
            if telling.aantallen[groep] < GRENS:
                cel = _Cel(telling, groep)
                if ruil := self._van_een_ander(cel, gevonden) or self._zoek(cel):
                    gevonden[cel] = ruil
                else:
                    alle = False
                    self._zonder.append(cel)
        self._onthoud(gevonden)
        return alle

    def _kies(self, telling: _Telling, in_de_stad: Counter[Groep]) -> frozenset[Groep] | None:
        """As many groups as leave every small number a witness, the largest ones."""
        tabel, aantallen = telling.tabel, telling.aantallen
        groot = sorted(telling.groot, key=lambda groep: (in_de_stad[groep], tabel.groepen.index(groep)))
        getuigen = sorted(tabel.mensen & self._cellen_van.keys())
        geraakt = [cel for cel in self._zonder if cel not in self._getuigen and cel.telling.tabel.mensen & tabel.mensen]
        geraakt += dict.fromkeys(cel for pk in getuigen for cel in self._cellen_van[pk])
        for verborgen in range(len(groot) + 1):
            getoond = telling.getoond(groot[verborgen:])
            zonder = self._past(telling, geraakt, getoond)
            if zonder is None:
                self._merken.houd(getoond)
                if telling.bit & self._steden and getoond.zichtbaar >= aantallen.keys():
                    self._open_steden |= telling.bit
                    self._buren = {}
                return getoond.zichtbaar
            geraakt.sort(key=lambda cel: cel is not zonder)  # what was in the way is asked first the next time
        self._merken.probeer(None)
        return None

    def _past(self, telling: _Telling, geraakt: Sequence[_Cel], nieuw: Getoond) -> _Cel | None:
        """Give every small number a witness that does not show in this table either; the first one that has none.

        Those that were found stay, for when less of the table is shown they do not show either.
        """
        self._merken.probeer(nieuw)
        anders: dict[_Cel, Ruil] = {}
        zonder = None
        for cel in geraakt:
            if cel not in self._getuigen or self._ziet(telling, nieuw, self._getuigen[cel]):
                ruil = self._van_een_ander(cel, anders) or self._zoek(cel)
                if ruil is None:
                    zonder = cel
                    break
                anders[cel] = ruil
        self._onthoud(anders)
        return zonder

    def _ziet(self, telling: _Telling, getoond: Getoond, ruil: Ruil) -> bool:
        """Whether this one table looks different after the change."""
        mensen, was = telling.tabel.mensen, self.soorten[ruil.wie]
        if ruil.met not in mensen:
            return ruil.wie in mensen and getoond.merkt(was, ruil.soort)
        # Who is as the one was takes the place of the other.
        return getoond.merkt(self.soorten[ruil.met], ruil.soort if ruil.wie in mensen else was)

    def _onthoud(self, getuigen: Mapping[_Cel, Ruil]) -> None:
        self._getuigen |= getuigen
        for cel, ruil in getuigen.items():
            for pk in (ruil.wie, ruil.met):
                if pk is not None:
                    self._cellen_van[pk][cel] = None

    # --- witnesses

    def _van_een_ander(self, cel: _Cel, gevonden: dict[_Cel, Ruil]) -> Ruil | None:
        """The witness of another cell of the same table that was just found, if it changes this cell too."""
        for ander, ruil in reversed(gevonden.items()):
            if ander.telling is cel.telling and cel.telt(self.soorten[ruil.wie]) != cel.telt(ruil.soort):
                return ruil
        return None

    def _zoek(self, cel: _Cel) -> Ruil | None:
        """A change that nobody outside sees and that makes this cell another number.

        Rather one that would not be seen either when all that is large enough were shown: that one can stay.
        """
        for merken in (self._hoogstens, self._merken):
            for zoek in (self._alleen, self._ruil, self._schuif):
                if ruil := zoek(cel, merken):
                    return ruil
        return None

    def _alleen(self, cel: _Cel, merken: Merken) -> Ruil | None:
        """Somebody of its table who was of another kind."""
        telling, pogingen = cel.telling, 0
        for was, wordt in self._wordt_anders(cel):
            merkt = merken.wie_merkt(was, wordt)
            if merkt & telling.omvat:
                continue  # it shows of everybody
            for pk in telling.per_soort[was][:VAN_EEN_SOORT]:
                if not self._in[pk] & merkt:
                    return Ruil(pk, wordt)
                pogingen += 1
            if pogingen > POGINGEN:
                break
        return None

    def _wordt_anders(self, cel: _Cel) -> Iterator[tuple[Soort, Soort]]:
        """Kinds in the table and what they may become, so that the cell changes; first who counts in it."""
        telling = cel.telling
        keuzes = {telt: [keuze for keuze in self._keuzes if cel.telt(keuze) != telt] for telt in (True, False)}
        for was in sorted(telling.per_soort, key=cel.telt, reverse=True):
            yield from ((was, wordt) for wordt in keuzes[cel.telt(was)])

    def _ruil(self, cel: _Cel, merken: Merken) -> Ruil | None:
        """Somebody of its table who swaps with somebody who is not in it."""
        bit, pogingen = cel.telling.bit, 0
        for was, mensen in sorted(cel.telling.per_soort.items(), key=lambda deze: not cel.telt(deze[0])):
            mogelijk = self._te_ruilen(cel, was, merken)
            for wie in mensen[:VAN_EEN_SOORT] if mogelijk else ():
                profiel = self._in[wie]
                for wordt, heen, terug in mogelijk:
                    for ander, met in self._wie_lijken(profiel, heen, wordt):
                        if not (ander & bit or profiel & ~ander & heen or ander & ~profiel & terug):
                            return Ruil(wie, wordt, met)
                        pogingen += 1
                    if pogingen > POGINGEN:
                        return None
        return None

    def _wie_lijken(self, profiel: int, merkt: int, soort: Soort) -> Iterator[tuple[int, int]]:
        """People of this kind, with what they are in, who may be in all that notices: from one kamer or from nearby."""
        if in_kamers := profiel & merkt & ~self._steden:
            kamer = self._tellingen[in_kamers.bit_length() - 1]
            yield from ((self._in[pk], pk) for pk in kamer.per_soort.get(soort, ()))
        else:
            for patroon in self._naburig(profiel & self._steden):
                yield from self._bij_patroon[patroon].get(soort, {}).items()

    def _te_ruilen(self, cel: _Cel, was: Soort, merken: Merken) -> list[tuple[Soort, int, int]]:
        """What somebody in the table may become so that it does not show there but this cell changes, and who notice.

        First the tables where this one becomes that, then those where that one becomes this.
        """
        anders = [soort for soort in self._soorten if cel.telt(soort) != cel.telt(was)]
        merkt = merken.wie_merkt
        return [
            (soort, heen, merkt(soort, was)) for soort in anders if not (heen := merkt(was, soort)) & cel.telling.bit
        ]

    def _schuif(self, cel: _Cel, merken: Merken) -> Ruil | None:
        """Somebody of its table becomes of another kind, and somebody who is not in it takes the place."""
        telling, pogingen = cel.telling, 0
        for was, wordt in self._wordt_anders(cel):
            merkt = merken.wie_merkt(was, wordt)
            if merkt & telling.bit:
                continue
            for wie in telling.per_soort[was][:VAN_EEN_SOORT]:
                profiel = self._in[wie]
                for patroon in self._naburig(profiel & self._steden):
                    for soort, anderen in self._bij_patroon[patroon].items():
                        if soort in (was, wordt):
                            continue
                        terug, samen = merken.wie_merkt(soort, was), merken.wie_merkt(soort, wordt)
                        for ander, met in anderen.items():
                            pogingen += 1
                            if ander & telling.bit:
                                continue
                            if not (profiel & ~ander & merkt or ander & ~profiel & terug or profiel & ander & samen):
                                return Ruil(wie, wordt, met)
                        if pogingen > POGINGEN:
                            return None
        return None

    def _naburig(self, patroon: _Patroon) -> list[_Patroon]:
        """Half-years in which others came, the most like these first; what shows everything must count both or none."""
        if patroon not in self._buren:
            verschil = {ander: ander ^ patroon for ander in self._bij_patroon}
            mogelijk = (ander for ander in verschil if not verschil[ander] & self._open_steden)
            self._buren[patroon] = nsmallest(NABUREN, mogelijk, key=lambda een: (verschil[een].bit_count(), een))
        return self._buren[patroon]
