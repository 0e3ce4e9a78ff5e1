"""Disclosure control: what a reader may see of a figure, decided in one place before it leaves for any surface.

Inside (who works with the people) everything is exact. Outside (gemeente, corporatie, and everybody else) agreed
figures and totals are exact and the rest is shielded. Behind this module nobody ever sees a raw figure. The choices
and their proof: ``docs/besluiten/017-afschermen.md``.
"""

from rapportage.afscherming.blad import scherm_af
from rapportage.afscherming.kijker import Kijker, kijker_van
from rapportage.afscherming.tonen import toon

__all__ = ["Kijker", "kijker_van", "scherm_af", "toon"]
