"""The one rounding rule of money: half up (away from zero at exactly half), on Decimal, never on float.

Amounts are kept to the cent and added as they are; rounding happens here, once, when an amount comes in or a
share is made. So printed parts add up to printed totals.
"""

from __future__ import annotations

from decimal import Decimal

from buurtwerkkamers.opmaak import rond_af


def op_centen(waarde: Decimal) -> Decimal:
    """The amount in euros with exactly two decimals."""
    return rond_af(waarde, 2)


def aandeel(teller: Decimal | None, noemer: Decimal | None) -> int | None:
    """teller / noemer in whole per cents; None when one of them is missing or there is nothing to divide by."""
    if teller is None or not noemer:
        return None
    return int(rond_af(teller * 100 / noemer))
