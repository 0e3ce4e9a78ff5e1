"""Draws the whole world from one seed: the same seed and the same day give the same rows.

The stages draw from generators of their own, so that the figures of 2020 do not depend on the day on which the
demonstration is made.
"""

from __future__ import annotations

from datetime import date
from random import Random

from rapportage.demonstratie import jaar2020, levend
from rapportage.demonstratie.mensen import Bevolking
from rapportage.demonstratie.wereld import Wereld

VROEGSTE_VANDAAG = date(2022, 1, 1)  # the living year and the one before it may not run into 2020


def bouw(zaad: int, vandaag: date, *, klein: bool = False) -> Wereld:
    """Everything about people. ``klein`` makes the living year short and thin; 2020 is always complete."""
    wereld = Wereld(Bevolking(Random(f"{zaad} mensen")))
    jaar2020.bouw(wereld, Random(f"{zaad} 2020"))
    levend.bouw(wereld, Random(f"{zaad} levend"), vandaag, klein=klein)
    return wereld
