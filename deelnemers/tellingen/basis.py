"""What the counts share: rooms by id, people by the card that holds, a figure per room and one for all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from deelnemers.samengevoegd import wortels

PerKamer = dict[int | None, int]  # under None: all rooms together


@dataclass(frozen=True)
class Paar:
    """'7 op 12': how many of how many."""

    teller: int
    noemer: int


class Wortels:
    """Cards that were merged into another one, and which card holds for them. Empty (False) when there are none."""

    def __init__(self) -> None:
        self._van = wortels()
        self._samengevoegd = BitMap(self._van)
        self._betrokken = BitMap({*self._van, *self._van.values()})

    def __bool__(self) -> bool:
        return bool(self._van)

    @property
    def betrokken(self) -> set[int]:
        """Everybody with more than one card: the ids of all those cards."""
        return set(self._betrokken)

    def alle_van(self, deelnemers: set[int]) -> set[int]:
        """Every card of these people."""
        return deelnemers | {kaart for kaart, wortel in self._van.items() if wortel in deelnemers}

    def wortel(self, deelnemer_id: int) -> int:
        return self._van.get(deelnemer_id, deelnemer_id)

    def van(self, mensen: BitMap) -> BitMap:
        """The same people, each by the card that holds."""
        if not mensen.intersect(self._samengevoegd):
            return mensen
        dubbel = mensen & self._samengevoegd
        return mensen - dubbel | BitMap(map(self._van.__getitem__, dubbel))

    def vaker_in(self, kaarten: BitMap) -> set[int]:
        """Of these cards those of people who are among them with more than one."""
        hier = kaarten & self._betrokken
        keer = Counter(map(self.wortel, hier))
        return {kaart for kaart in hier if keer[self.wortel(kaart)] > 1}


def ids(kamers: Sequence[Kamer]) -> list[int]:
    return [kamer.pk for kamer in kamers]


def tel_verschillende(kamers: Sequence[Kamer], rijen: QuerySet, wat: str) -> PerKamer:
    """Different values of ``wat`` per room (0 where there are none), and over all rooms together under None."""
    return tel_paren(kamers, rijen.order_by().values_list("kamer_id", wat).distinct())


def tel_mensen(
    kamers: Sequence[Kamer], rijen: QuerySet, wie: str = "deelnemer_id", kaarten: Wortels | None = None
) -> PerKamer:
    """Different people in ``rijen`` per room and over all rooms; somebody with two cards is one person.

    ``kaarten``: the merged cards, when they were read already.
    """
    kaarten = Wortels() if kaarten is None else kaarten
    gevonden = rijen.order_by().values_list("kamer_id", wie).distinct()
    return tel_paren(kamers, [(kamer_id, kaarten.wortel(deelnemer_id)) for kamer_id, deelnemer_id in gevonden])


def tel_paren(kamers: Sequence[Kamer], paren: Iterable[tuple[int, Any]]) -> PerKamer:
    """Different second halves of these pairs (kamer id, value), per room and over all rooms."""
    verzamelingen: dict[int | None, set[Any]] = {None: set(), **{kamer_id: set() for kamer_id in ids(kamers)}}
    for kamer_id, waarde in paren:
        verzamelingen[kamer_id].add(waarde)
        verzamelingen[None].add(waarde)
    return {kamer_id: len(waarden) for kamer_id, waarden in verzamelingen.items()}


def als_lijst(waarden: Iterable[object]) -> str:
    """As PostgreSQL writes an array: one text is read much faster than thousands of parameters."""
    return "{" + ",".join(map(str, waarden)) + "}"
