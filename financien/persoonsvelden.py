"""The part of the register that is about money: nobody."""

from __future__ import annotations

from buurtwerkkamers.avg import over_niemand
from financien.models import Bron, GedruktAandeel, Regel


def vul_register() -> None:
    over_niemand("Bedragen per post, kamer en organisatie; niet per mens.", Bron, GedruktAandeel, Regel)
