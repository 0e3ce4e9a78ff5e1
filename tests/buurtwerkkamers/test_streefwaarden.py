"""Targets as printed: read right, and recognised by the right rule of measuring."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.streefwaarden import Doel, Operator, in_woorden, lees_streefwaarde, schrijf_streefwaarde


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


# --- both ways --------------------------------------------------------------------------------------------------

GEGEVENS = Path(__file__).parent / "gegevens"
WOORDEN_UIT_HET_VELD = {
    "nog te vroeg": Operator.WOORDEN,
    "nog niet actief": Operator.WOORDEN,
    "effect na 1 jaar": Operator.WOORDEN,
    "geen": Operator.WOORDEN,
    "geen tekort": Operator.POSITIEF,
    "positief oordeel": Operator.POSITIEF,
    "Positief": Operator.POSITIEF,
}


def gedrukte_doelen() -> set[str]:
    """Every target of the agreement of 2020 and of the bid of 2017-2018."""
    doelen = set()
    for bestand in ("samenwerkingsafspraak-2020-streefwaarden.csv", "bod-2017-2018-streefwaarden.csv"):
        with (GEGEVENS / bestand).open(newline="", encoding="utf-8") as inhoud:
            for rij in csv.DictReader(inhoud):
                doelen.update(tekst for kolom, tekst in rij.items() if kolom not in ("groep", "indicator", "eenheid"))
    return doelen


def test_elk_gedrukt_doel_wordt_gelezen_en_even_waar_teruggeschreven():
    doelen = gedrukte_doelen()
    assert len(doelen) > 50
    for tekst in doelen:
        doel = lees_streefwaarde(tekst)
        if tekst in WOORDEN_UIT_HET_VELD:
            assert doel.operator == WOORDEN_UIT_HET_VELD[tekst], tekst
        else:
            assert doel.waarde is not None, tekst
            assert doel.procent == ("%" in tekst), tekst
            assert (doel.basis is not None) == (" op " in tekst), tekst
            assert lees_streefwaarde(schrijf_streefwaarde(doel)) == doel, tekst
    assert doelen & WOORDEN_UIT_HET_VELD.keys(), "de woorden komen echt voor"


GETALLEN = st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2).map(lambda d: d.normalize() + 0)
DOELEN = st.builds(
    Doel,
    st.sampled_from([o for o in Operator if o not in (Operator.WOORDEN, Operator.POSITIEF)]),
    GETALLEN,
    st.none() | GETALLEN,
    st.booleans(),
)


@given(DOELEN)
def test_wat_geschreven_wordt_leest_hetzelfde_terug(doel):
    assert lees_streefwaarde(schrijf_streefwaarde(doel)) == doel


@given(st.text(max_size=60))
def test_elke_tekst_is_een_doel_dat_in_de_database_past(tekst):
    doel = lees_streefwaarde(tekst)
    for getal in (doel.waarde, doel.basis):
        assert getal is None or (0 <= getal < 10**10 and getal == round(getal, 2))
    assert (doel.waarde is None) == (doel.operator in (Operator.WOORDEN, Operator.POSITIEF))
    assert in_woorden(doel)


@pytest.mark.parametrize(
    ("tekst", "gelezen"),
    [
        ("> 10 op 5", "meer dan 10 van de 5"),
        (">= 3,5", "minstens 3,5"),
        ("12.000", "minstens 12.000"),
        ("10 op 20", "minstens 10 van de 20"),
        ("max 3", "hoogstens 3"),
        ("Max. 3", "hoogstens 3"),
        ("min. 5", "minstens 5"),
        ("3.5", "minstens 3,5"),
        (">50 %", "meer dan 50%"),
        ("niet meer dan 12,50", "hoogstens 12,5"),
        ("> 12.345,67 op 20.000", "meer dan 12.345,67 van de 20.000"),
        ("0,125", "in woorden, niet te vergelijken"),
        ("99999999999", "in woorden, niet te vergelijken"),
        ("999.999.999.999", "in woorden, niet te vergelijken"),
        ("1.23.4", "in woorden, niet te vergelijken"),
        ("٣", "in woorden, niet te vergelijken"),
        ("-5", "in woorden, niet te vergelijken"),
        ("", "in woorden, niet te vergelijken"),
        ("geen tekort", "niet onder nul"),
    ],
)
def test_vreemde_doelen(tekst, gelezen):
    assert in_woorden(lees_streefwaarde(tekst)) == gelezen


def test_woorden_zijn_niet_terug_te_schrijven():
    with pytest.raises(ValueError, match="gedrukte tekst"):
        schrijf_streefwaarde(lees_streefwaarde("nog te vroeg"))
    assert schrijf_streefwaarde(lees_streefwaarde("geen tekort")) == "positief"
