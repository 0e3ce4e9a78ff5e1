"""Targets as printed: read right, and recognised by the right rule of measuring."""

from decimal import Decimal

import pytest

from buurtwerkkamers.streefwaarden import Doel, Operator, lees_streefwaarde


@pytest.mark.parametrize(
    ("tekst", "doel"),
    [
        ("> 50%", Doel(Operator.MEER_DAN, Decimal(50), None, True)),
        ("> 10 op 20", Doel(Operator.MEER_DAN, Decimal(10), Decimal(20))),
        ("minimaal 20 op 40", Doel(Operator.MINSTENS, Decimal(20), Decimal(40))),
        ("200", Doel(Operator.MINSTENS, Decimal(200))),
        ("1.250,5", Doel(Operator.MINSTENS, Decimal("1250.5"))),
        (">= 3", Doel(Operator.MINSTENS, Decimal(3))),
        ("maximaal 5", Doel(Operator.HOOGSTENS, Decimal(5))),
        ("< 5", Doel(Operator.MINDER_DAN, Decimal(5))),
        ("= 5", Doel(Operator.GELIJK, Decimal(5))),
        ("Positief", Doel(Operator.POSITIEF)),
        ("positief oordeel", Doel(Operator.POSITIEF)),
        ("geen tekort", Doel(Operator.POSITIEF)),
        ("nog te vroeg", Doel(Operator.WOORDEN)),
        ("nog niet actief", Doel(Operator.WOORDEN)),
        ("effect na 1 jaar", Doel(Operator.WOORDEN)),
        ("geen", Doel(Operator.WOORDEN)),
    ],
)
def test_lezen(tekst, doel):
    assert lees_streefwaarde(tekst) == doel


@pytest.mark.parametrize(
    ("tekst", "waarde", "gehaald"),
    [
        ("> 10", 10, False),
        ("> 10", 11, True),
        ("200", 199, False),
        ("200", 200, True),
        ("maximaal 5", 6, False),
        ("Positief", 0, True),
        ("Positief", -1, False),
        ("nog te vroeg", 5, None),
    ],
)
def test_vergelijken(tekst, waarde, gehaald):
    assert lees_streefwaarde(tekst).gehaald_met(waarde) is gehaald
