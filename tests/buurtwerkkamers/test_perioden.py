"""Periods: both days included, at every edge."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.perioden import VERDELINGEN, Periode

dagen = st.dates(date(1999, 1, 1), date(2031, 12, 31))


def test_kalenderperioden():
    assert Periode.maand(2020, 2) == Periode(date(2020, 2, 1), date(2020, 2, 29))
    assert Periode.kwartaal(2020, 4) == Periode(date(2020, 10, 1), date(2020, 12, 31))
    assert Periode.halfjaar(2020, 2) == Periode(date(2020, 7, 1), date(2020, 12, 31))
    assert Periode.jaar(2020).dagen == 366


def test_in_woorden():
    assert str(Periode(date(2020, 1, 1), date(2020, 3, 14))) == "1 januari t/m 14 maart 2020"
    assert str(Periode(date(2019, 12, 1), date(2020, 1, 1))) == "1 december 2019 t/m 1 januari 2020"
    assert str(Periode(date(2020, 3, 14), date(2020, 3, 14))) == "14 maart 2020"


def test_omgekeerd_mag_niet():
    with pytest.raises(ValueError, match=r"1 januari 2020.* ligt voor .*2 januari 2020"):
        Periode(date(2020, 1, 2), date(2020, 1, 1))


def test_jaar_eerder_na_schrikkeldag():
    assert Periode(date(2020, 2, 29), date(2020, 3, 1)).jaar_eerder() == Periode(date(2019, 2, 28), date(2019, 3, 1))


@given(dagen, dagen, st.sampled_from(VERDELINGEN))
def test_een_verdeling_dekt_elke_dag_precies_een_keer(a, b, per):
    geheel = Periode(min(a, b), max(a, b))
    delen = geheel.verdeel(per)
    assert delen[0].van == geheel.van
    assert delen[-1].tm == geheel.tm
    assert all(links.tot == rechts.van for links, rechts in zip(delen, delen[1:], strict=False))


@given(dagen, dagen, dagen, dagen)
def test_doorsnede_is_wat_beide_bevatten(a, b, c, d):
    p, q = Periode(min(a, b), max(a, b)), Periode(min(c, d), max(c, d))
    samen = p.doorsnede(q)
    for dag in (a, b, c, d):
        assert (p.bevat(dag) and q.bevat(dag)) == bool(samen and samen.bevat(dag))


def test_een_jaar_eerder_houdt_hele_maanden_heel():
    """February of a leap year loses no day, so that no figure of 29 February follows from two others."""
    assert Periode.maand(2025, 2).jaar_eerder() == Periode.maand(2024, 2)
    assert Periode.maand(2024, 2).jaar_eerder() == Periode.maand(2023, 2)
    for jaar in (2023, 2024, 2025):
        for per in ("maand", "kwartaal", "halfjaar", "jaar"):
            for deel in Periode.jaar(jaar).verdeel(per):
                assert deel.jaar_eerder() in Periode.jaar(jaar - 1).verdeel(per)


def test_elke_dag_heeft_een_dag_een_jaar_eerder():
    for dag in range(366 * 3):
        begin = date(2023, 1, 1) + timedelta(days=dag)
        eerder = Periode(begin, begin).jaar_eerder()
        assert (eerder.van.year, eerder.van.month) == (begin.year - 1, begin.month)
        assert eerder.dagen in (1, 2)  # 28 February before a leap year stands for both its last days
