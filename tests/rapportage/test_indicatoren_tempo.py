"""Judging at its borders: more than against at least, exactly on the boundary, zero, leap years, days gone."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.streefwaarden import lees_streefwaarde
from rapportage.indicatoren.tempo import haalt, uren_gevraagd, verwacht, verwacht_in_woorden

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("doel", "deel", "net_niet", "net_wel"),
    [
        ("200", HALF, 99, 100),
        ("> 200", HALF, 100, 101),
        ("> 7", HALF, 3, 4),
        ("7", HALF, 3, 4),
        ("> 10 op 20", HALF, 5, 6),
        ("minimaal 5 op 10", Fraction(1, 5), 0, 1),
        ("hoogstens 9", HALF, 5, 4),
        ("< 9", HALF, 5, 4),
        ("< 8", HALF, 4, 3),
        ("= 3", HALF, 1, 2),
        ("= 3", HALF, 4, 3),
        ("> 0", Fraction(0), 0, 1),
        ("200", Fraction(182, 366), 99, 100),
    ],
)
def test_op_koers_precies_op_de_grens(doel, deel, net_niet, net_wel):
    gelezen = lees_streefwaarde(doel)
    assert haalt(gelezen, Fraction(net_niet), deel) is False
    assert haalt(gelezen, Fraction(net_wel), deel) is True


def test_nul_is_genoeg_als_er_nog_niets_te_verwachten_is():
    assert haalt(lees_streefwaarde("200"), Fraction(0), Fraction(0)) is True
    assert haalt(lees_streefwaarde("Positief"), Fraction(0)) is True
    assert haalt(lees_streefwaarde("geen tekort"), Fraction(-1, 100)) is False
    assert haalt(lees_streefwaarde("nog te vroeg"), Fraction(7)) is None


def test_een_derde_wordt_nergens_afgerond():
    """A third of 100 is not reached with 33,33, which a rounded target would say."""
    doel = lees_streefwaarde("100")
    assert haalt(doel, Fraction(Decimal("33.33")), Fraction(1, 3)) is False
    assert haalt(lees_streefwaarde("99"), Fraction(33), Fraction(1, 3)) is True


@given(st.sampled_from(["> {}", "{}", "hoogstens {}", "< {}", "= {}"]), st.integers(0, 300), st.integers(0, 366))
def test_het_genoemde_tussendoel_is_de_grens(vorm, waarde, dag):
    doel, deel = lees_streefwaarde(vorm.format(waarde)), Fraction(dag, 366)
    genoemd = verwacht(doel, deel)
    naar_nul = vorm in ("hoogstens {}", "< {}")
    ernaast = genoemd + 1 if naar_nul else genoemd - 1
    if vorm != "= {}" or genoemd <= waarde:
        assert haalt(doel, Fraction(genoemd), deel)
    assert not haalt(doel, Fraction(ernaast), deel)


@pytest.mark.parametrize(
    ("doel", "deel", "woorden"),
    [("> 1.000", Fraction(1), "minstens 1.001"), ("< 8", HALF, "hoogstens 3"), ("= 3", HALF, "2 tot en met 3")],
)
def test_het_tussendoel_in_woorden(doel, deel, woorden):
    gelezen = lees_streefwaarde(doel)
    assert verwacht_in_woorden(gelezen, verwacht(gelezen, deel)) == woorden


# --- hours of volunteers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("van", "tm", "uren"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), Fraction(250)),
        (date(2021, 1, 1), date(2021, 12, 31), Fraction(250)),
        (date(2017, 4, 1), date(2017, 12, 31), Fraction(250 * 275, 365)),
        (date(2020, 2, 29), date(2020, 2, 29), Fraction(250, 366)),
        (date(2019, 12, 31), date(2020, 1, 1), Fraction(250, 365) + Fraction(250, 366)),
        (date(2019, 1, 1), date(2020, 12, 31), Fraction(500)),
    ],
)
def test_elk_kalenderjaar_vraagt_precies_250_uur(van, tm, uren):
    assert uren_gevraagd(Periode(van, tm)) == uren


@given(st.dates(date(2016, 1, 1), date(2025, 1, 1)), st.integers(0, 800), st.integers(0, 800))
def test_uren_van_twee_aansluitende_perioden_zijn_samen_die_van_het_geheel(van, eerste, tweede):
    knip = van + timedelta(days=eerste)
    eind = knip + timedelta(days=tweede + 1)
    los = uren_gevraagd(Periode(van, knip)) + uren_gevraagd(Periode(knip + timedelta(days=1), eind))
    assert los == uren_gevraagd(Periode(van, eind))
