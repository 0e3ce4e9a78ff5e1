"""READ: rows in the groups of a budget; one home for how they are told apart and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from financien.narekenen import sleutel

T = TypeVar("T")


def in_groepen(rijen: Iterable[T], groep_van: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Groups in the order of their first row, by name; each run of rows without group ('') stays where it is."""
    blokken: list[tuple[str, list[T]]] = []
    for rij in rijen:
        groep = groep_van(rij).strip()
        blok = next((b for g, b in blokken if groep and sleutel(g) == sleutel(groep)), None)
        if blok is None and not groep and blokken and not blokken[-1][0]:
            blok = blokken[-1][1]
        if blok is None:
            blok = []
            blokken.append((groep, blok))
        blok.append(rij)
    return blokken
