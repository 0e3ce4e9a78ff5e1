"""Amounts as people write them, and the one rounding rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.opmaak import euro
from financien.afronding import aandeel, lees_bedrag, op_centen, op_euro


@pytest.mark.parametrize(
    ("tekst", "bedrag"),
    [
        ("12345", "12345"),
        ("12345,67", "12345.67"),
        ("€ 12.345,67", "12345.67"),
        ("12345.67", "12345.67"),
        ("12.345", "12345"),
        ("€ 250,-", "250"),
        ("−12,50", "-12.50"),
        ("  7,5 ", "7.5"),
        ("0", "0"),
    ],
)
def test_nederlandse_notatie(tekst, bedrag):
    assert lees_bedrag(tekst) == Decimal(bedrag)


@pytest.mark.parametrize(
    "tekst", ["", "abc", "12a", "1e5", "NaN", "Infinity", "1,2,3", "1.250.00", "12,345", "1.25.000", "-", "99999999999"]
)
def test_wat_geen_bedrag_is_wordt_geweigerd(tekst):
    with pytest.raises(ValueError, match="bedrag"):
        lees_bedrag(tekst)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_wat_geschreven_wordt_kan_gelezen_worden(bedrag):
    assert lees_bedrag(euro(bedrag)) == bedrag


def test_half_gaat_omhoog():
    assert op_centen(Decimal("0.125")) == Decimal("0.13")
    assert op_euro(Decimal("2.5")) == 3
    assert op_euro(Decimal("-2.5")) == -3
    assert aandeel(Decimal(1), Decimal(200)) == 1


def test_een_aandeel_van_niets_is_niets():
    assert aandeel(Decimal(1), Decimal(0)) is None
    assert aandeel(None, Decimal(10)) is None
