"""The one rounding rule of money."""

from decimal import Decimal

from financien.afronding import aandeel, op_centen


def test_half_gaat_omhoog():
    assert op_centen(Decimal("0.125")) == Decimal("0.13")
    assert op_centen(Decimal("-0.125")) == Decimal("-0.13")
    assert aandeel(Decimal(1), Decimal(200)) == 1


def test_een_aandeel_van_niets_is_niets():
    assert aandeel(Decimal(1), Decimal(0)) is None
    assert aandeel(None, Decimal(10)) is None
