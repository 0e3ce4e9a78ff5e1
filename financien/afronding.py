"""The one rounding rule of money: half up (away from zero at exactly half), on Decimal, never on float.

Amounts are kept to the cent and added as they are; rounding happens here, once, when a share or a whole amount is
made of them. So printed parts add up to printed totals.
"""

from __future__ import annotations

import re
from decimal import Decimal

from buurtwerkkamers.opmaak import rond_af

GRENS = Decimal(10) ** 10
_NEDERLANDS = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2}|,-{1,2})?")
_MET_PUNT = re.compile(r"-?\d+\.\d{1,2}")


def op_centen(waarde: Decimal) -> Decimal:
    """The amount in euros with exactly two decimals."""
    return rond_af(waarde, 2)


def op_euro(waarde: Decimal) -> Decimal:
    """The amount in whole euros."""
    return rond_af(waarde, 0)


def aandeel(teller: Decimal | None, noemer: Decimal | None) -> int | None:
    """teller / noemer in whole per cents; None when one of them is missing or there is nothing to divide by."""
    if teller is None or not noemer:
        return None
    return int(rond_af(teller * 100 / noemer))


def lees_bedrag(tekst: str) -> Decimal:
    """An amount in euros as people write it: 12345, 12345,67, 12.345,67, € 12.345,67, € 250,-, −12,50 or 12345.67.

    ``ValueError`` with a Dutch message for anything else: letters, more than cents, dots in odd places.
    """
    kaal = re.sub(r"[€\s]", "", tekst).replace("−", "-").replace("–", "-")
    if _NEDERLANDS.fullmatch(kaal):
        bedrag = Decimal(kaal.rstrip("-").replace(".", "").replace(",", "."))
    elif _MET_PUNT.fullmatch(kaal):
        bedrag = Decimal(kaal)
    else:
        raise ValueError(f"'{tekst.strip()}' is geen bedrag. Schrijf alleen cijfers, bijvoorbeeld 1.250 of 1.250,50.")
    if abs(bedrag) >= GRENS:
        raise ValueError("Dit bedrag is te groot: hooguit tien cijfers voor de komma.")
    return op_centen(bedrag)
