"""Recognising printed rows, and adding up again what a source printed. Nothing here asks the database anything.

A table of amounts has lines (``regel``) and printed sums (``subtotaal``, ``totaal``). A line belongs to a row (one
post over the kamers), to a group, and to its soort; so each printed sum stands at a `Knoop`: a row, a group or the
whole soort, for one kamer or over all of them. How a printed row finds its knoop:

1. No kamer, and its post is also the post of ordinary lines that have kamers (for ``totaal``: of any lines): the
   printed total of that row over the kamers.
2. ``totaal``: the group in its ``groep``; or, without kamer, the group of the ``subtotaal`` with the same post;
   otherwise the whole soort.
3. ``subtotaal``: the group in its ``groep``; when that is empty or no line has it, the (longest) group whose name
   occurs in its post; otherwise the lines without group since the previous printed sum in file order. If leaving
   out the first posts of those makes at least two more printed amounts right, the subtotal is taken to begin after
   them: a table without groups also has lines that belong to no subtotal.

Names are compared without regard to capitals. An empty kamer on a printed row means: over all kamers. Sources may
have lines per kamer, lines without any kamer, or both; lines without kamer count in the sums over all kamers only.
A printed row that finds no knoop is not compared with anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from financien.models import Regel

KOLOMMEN = ("begroot", "prognose", "realisatie")
ONVERDEELD = 0  # stands for the kamer of lines without kamer; None is: over all kamers
Rijsleutel = tuple[str, int | None]


class Knoop(NamedTuple):
    """A place where a sum stands. ``naam`` is a row, a post, a group or empty; ``kamer`` None is over all kamers."""

    wat: Literal["rij", "post", "groep", "soort"]
    naam: str | Rijsleutel
    kamer: int | None


@dataclass(frozen=True)
class Lijn:
    """An ordinary line with its place: row, group ('' without) and kamer (or ONVERDEELD)."""

    regel: Regel
    rij: Rijsleutel
    groep: str
    kamer: int


@dataclass(frozen=True)
class Gedrukt:
    """A printed row and where it belongs (None: not recognised)."""

    regel: Regel
    knoop: Knoop | None


def sleutel(naam: str) -> str:
    """The name as it is compared: without capitals and doubled spaces."""
    return " ".join(naam.casefold().split())


# --- recognising ------------------------------------------------------------------------------------------------


def herken(regels: Sequence[Regel]) -> tuple[tuple[Lijn, ...], tuple[Gedrukt, ...]]:
    """Lines and printed rows of one source, year and soort (given in file order), each with its place."""
    return _Herkenning(regels).uitkomst()


class _Herkenning:
    def __init__(self, regels: Sequence[Regel]) -> None:
        self.regels = regels
        self.gewoon = [r for r in regels if r.regelsoort == Regel.Regelsoort.REGEL]
        self.gedrukt = [r for r in regels if r.regelsoort != Regel.Regelsoort.REGEL]
        self.groep_van: dict[int, str] = {id(r): r.groep.strip() for r in self.gewoon}
        self.groepen = {sleutel(naam): naam for naam in reversed(list(self.groep_van.values())) if naam}
        self.posten: dict[str, list[Regel]] = {}
        for regel in self.gewoon:
            self.posten.setdefault(sleutel(regel.post), []).append(regel)

    def uitkomst(self) -> tuple[tuple[Lijn, ...], tuple[Gedrukt, ...]]:
        groep_van_subtotaal = self._subtotalen()
        gedrukt = tuple(Gedrukt(r, self._knoop(r, groep_van_subtotaal)) for r in self.gedrukt)
        lijnen = tuple(
            Lijn(r, rijsleutel(r), sleutel(self.groep_van[id(r)]), r.kamer_id or ONVERDEELD) for r in self.gewoon
        )
        return lijnen, gedrukt

    def _knoop(self, regel: Regel, groep_van_subtotaal: dict[str, str]) -> Knoop | None:
        if self._is_rijtotaal(regel):
            return self._rij(regel)
        post = sleutel(regel.post)
        if regel.regelsoort == Regel.Regelsoort.SUBTOTAAL:
            groep = groep_van_subtotaal.get(post, "") if not self._eigen_groep(regel) else self._eigen_groep(regel)
            return Knoop("groep", groep, regel.kamer_id) if groep else None
        groep = self._eigen_groep(regel)
        if not groep and regel.kamer_id is None:
            groep = groep_van_subtotaal.get(post, "")
        return Knoop("groep", groep, regel.kamer_id) if groep else Knoop("soort", "", regel.kamer_id)

    def _is_rijtotaal(self, regel: Regel) -> bool:
        lijnen = self.posten.get(sleutel(regel.post), [])
        if regel.kamer_id is not None or not lijnen:
            return False
        return regel.regelsoort == Regel.Regelsoort.TOTAAL or any(lijn.kamer_id for lijn in lijnen)

    def _rij(self, regel: Regel) -> Knoop:
        post = sleutel(regel.post)
        rijen = {rijsleutel(lijn) for lijn in self.posten[post]}
        if rijsleutel(regel) in rijen:
            return Knoop("rij", rijsleutel(regel), None)
        return Knoop("rij", rijen.pop(), None) if len(rijen) == 1 else Knoop("post", post, None)

    def _eigen_groep(self, regel: Regel) -> str:
        groep = sleutel(regel.groep)
        return groep if groep in self.groepen else ""

    def _subtotalen(self) -> dict[str, str]:
        """Per post of a printed subtotal the group it adds up; lines without group may get one here."""
        per_post: dict[str, list[Regel]] = {}
        for regel in self.gedrukt:
            if regel.regelsoort == Regel.Regelsoort.SUBTOTAAL and not self._is_rijtotaal(regel):
                per_post.setdefault(sleutel(regel.post), []).append(regel)
        return {post: self._groep_van(post, rijen) for post, rijen in per_post.items()}

    def _groep_van(self, post: str, rijen: list[Regel]) -> str:
        eigen = next((groep for r in rijen if (groep := self._eigen_groep(r))), "")
        if eigen:
            return eigen
        genoemd = max((g for g in self.groepen if g in post), key=len, default="")
        return genoemd or self._groep_uit_volgorde(rijen)

    def _groep_uit_volgorde(self, rijen: list[Regel]) -> str:
        lijnen = self._sinds_vorige(rijen[0].post)
        zonder = [r for r in lijnen if not self.groep_van[id(r)]]
        if not zonder:
            return sleutel(self.groep_van[id(lijnen[-1])]) if lijnen else ""
        naam = re.sub(r"^sub-? ?totaal:?\s*", "", rijen[0].post, flags=re.IGNORECASE).strip() or rijen[0].post
        for regel in self._beste_begin(zonder, rijen):
            self.groep_van[id(regel)] = naam
        self.groepen.setdefault(sleutel(naam), naam)
        return sleutel(naam)

    def _sinds_vorige(self, post: str) -> list[Regel]:
        """All lines of the posts that stand between a printed sum and a printed row of this post."""
        gezien: set[str] = set()
        lopend: list[str] = []
        for regel in self.regels:
            if regel.regelsoort == Regel.Regelsoort.REGEL:
                lopend.append(sleutel(regel.post))
            elif not self._is_rijtotaal(regel):
                if sleutel(regel.post) == sleutel(post):
                    gezien.update(lopend)
                lopend = []
        return [r for r in self.gewoon if sleutel(r.post) in gezien]

    def _beste_begin(self, lijnen: list[Regel], rijen: list[Regel]) -> list[Regel]:
        posten = list(dict.fromkeys(sleutel(r.post) for r in lijnen))

        def vanaf(begin: int) -> list[Regel]:
            return [r for r in lijnen if sleutel(r.post) in posten[begin:]]

        kloppend = [_aantal_kloppend(vanaf(begin), rijen) for begin in range(len(posten))]
        beste = max(range(len(posten)), key=lambda begin: (kloppend[begin], -begin))
        return vanaf(beste if kloppend[beste] >= kloppend[0] + 2 else 0)


def rijsleutel(regel: Regel) -> Rijsleutel:
    """What makes lines of several kamers one row of the table."""
    return sleutel(regel.post), regel.financier_id


def _aantal_kloppend(lijnen: list[Regel], rijen: list[Regel]) -> int:
    def som(rij: Regel, kolom: str) -> Decimal:
        waarden = (getattr(r, kolom) for r in lijnen if rij.kamer_id in (None, r.kamer_id))
        return sum((w for w in waarden if w is not None), Decimal())

    gegeven = [(rij, kolom) for rij in rijen for kolom in KOLOMMEN if getattr(rij, kolom) is not None]
    return sum(getattr(rij, kolom) == som(rij, kolom) for rij, kolom in gegeven)


# --- adding up again --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bevinding:
    """A printed sum that differs. ``van`` are the wrong printed sums that explain it completely (empty: none do)."""

    gedrukt: Decimal
    berekend: Decimal
    van: frozenset[Knoop]


class Optelling:
    """One amount column of one soort: what each knoop adds up to, and how wrong printed sums travel upward."""

    def __init__(self, lijnen: Iterable[Lijn], gedrukt: Iterable[Gedrukt], kolom: str) -> None:
        self.kolom = kolom
        self.lijnen = tuple(lijnen)
        self.gedrukt: dict[Knoop, Decimal] = {}
        for rij in gedrukt:
            bedrag = getattr(rij.regel, kolom)
            if rij.knoop is not None and bedrag is not None:
                self.gedrukt.setdefault(rij.knoop, bedrag)
        self._gevoed: dict[Knoop, tuple[Decimal | None, frozenset[Knoop]]] = {}

    @cached_property
    def _delen(self) -> dict[Knoop, dict[int, Decimal]]:
        """The amounts that add up to each knoop, by the id of their line."""
        delen: dict[Knoop, dict[int, Decimal]] = {}
        for lijn in self.lijnen:
            bedrag = getattr(lijn.regel, self.kolom)
            if bedrag is None:
                continue
            plekken = (("rij", lijn.rij), ("post", lijn.rij[0]), ("groep", lijn.groep), ("soort", ""))
            for wat, naam in plekken:
                for kamer in (lijn.kamer, None):
                    knoop = Knoop(wat, naam, kamer)  # type: ignore[arg-type]
                    delen.setdefault(knoop, {})[id(lijn)] = bedrag
        return delen

    def berekend(self, knoop: Knoop) -> Decimal | None:
        """The sum of the lines; None when the source gives none of them an amount."""
        delen = self._delen.get(knoop)
        return sum(delen.values(), Decimal()) if delen else None

    def zelfde_regels(self, andere: Optelling, knoop: Knoop) -> bool:
        """Whether the same lines have an amount in both columns, so that the two sums can be compared."""
        return self._delen.get(knoop, {}).keys() == andere._delen.get(knoop, {}).keys()

    def bevinding(self, knoop: Knoop, gedrukt: Decimal) -> Bevinding | None:
        """What is wrong with this amount printed here; None when it is right or nothing can be computed."""
        berekend = self.berekend(knoop)
        if berekend is None or gedrukt == berekend:
            return None
        van: frozenset[Knoop] = frozenset()
        for weg in self._wegen(knoop):
            som, dragers = self._langs(weg)
            if dragers and som == gedrukt:
                van |= dragers
        return Bevinding(gedrukt, berekend, van)

    def gevoed(self, knoop: Knoop) -> tuple[Decimal | None, frozenset[Knoop]]:
        """What a reader of the printed table would take for this sum, and the wrong printed sums inside it."""
        if knoop not in self._gevoed:
            self._gevoed[knoop] = self._voed(knoop)
        return self._gevoed[knoop]

    def _voed(self, knoop: Knoop) -> tuple[Decimal | None, frozenset[Knoop]]:
        berekend = self.berekend(knoop)
        if knoop in self.gedrukt:
            gedrukt = self.gedrukt[knoop]
            fout = berekend is not None and gedrukt != berekend
            return gedrukt, frozenset([knoop]) if fout else frozenset()
        for weg in self._wegen(knoop):
            som, dragers = self._langs(weg)
            if dragers:
                return som, dragers
        return berekend, frozenset()

    def _langs(self, weg: list[Knoop]) -> tuple[Decimal | None, frozenset[Knoop]]:
        delen = [self.gevoed(deel) for deel in weg]
        bedragen = [bedrag for bedrag, _ in delen if bedrag is not None]
        return (sum(bedragen, Decimal()) if bedragen else None), frozenset().union(*(d for _, d in delen))

    def _wegen(self, knoop: Knoop) -> list[list[Knoop]]:
        """The ways in which this sum can be made of other sums: over the kamers, or over the rows or groups."""
        if knoop.wat == "groep" and knoop.kamer is None:
            eigen = [lijn for lijn in self.lijnen if lijn.groep == knoop.naam]
            return [
                [Knoop("groep", knoop.naam, kamer) for kamer in _uniek(lijn.kamer for lijn in eigen)],
                [Knoop("rij", rij, None) for rij in _uniek(lijn.rij for lijn in eigen)],
            ]
        if knoop.wat == "soort":
            eigen = [lijn for lijn in self.lijnen if knoop.kamer in (None, lijn.kamer)]
            per_groep = [Knoop("groep", groep, knoop.kamer) for groep in _uniek(lijn.groep for lijn in eigen)]
            if knoop.kamer is not None:
                return [per_groep]
            return [[Knoop("soort", "", kamer) for kamer in _uniek(lijn.kamer for lijn in eigen)], per_groep]
        return []


def _uniek(waarden: Iterable) -> list:
    return list(dict.fromkeys(waarden))
