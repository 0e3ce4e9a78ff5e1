"""How growth is written and with which period something is compared: no database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.perioden import Periode
from rapportage.models import Onderdeel
from rapportage.samenstelling.vergelijken import groei, groeicel, procenten, vergeleken, voorbehoud

V = Onderdeel.Vergelijking


def half_omhoog(breuk: Fraction) -> int:
    """Rounded half away from zero, by hand."""
    afgerond = floor(abs(breuk) + Fraction(1, 2))
    return afgerond if breuk >= 0 else -afgerond


@given(nu=st.integers(0, 100_000), eerder=st.integers(1, 100_000))
def test_groei_is_het_verschil_met_het_percentage_van_wat_het_was(nu, eerder):
    deel = half_omhoog(Fraction(100 * (nu - eerder), eerder))
    assert procenten(nu, eerder) == deel
    tekst = groei(nu, eerder)
    if nu == eerder:
        assert tekst == "gelijk"
        return
    aantal, _, haakjes = tekst.partition(" ")
    assert int(aantal.replace("−", "-").replace(".", "")) == nu - eerder
    assert aantal[0] in "+−"
    if deel:
        assert int(haakjes.strip("(%)").replace("−", "-").replace(".", "")) == deel
    else:
        assert haakjes == "(<1%)"


@pytest.mark.parametrize(
    ("nu", "eerder", "tekst"),
    [
        (78, 66, "+12 (+18%)"),
        (201, 200, "+1 (+1%)"),  # exactly half goes up
        (199, 200, "−1 (−1%)"),
        (1001, 1000, "+1 (<1%)"),
        (12, 0, "+12 (was 0)"),
        (0, 0, "gelijk"),
        (0, 7, "−7 (−100%)"),
        (2400, 12, "+2.388 (+19.900%)"),
        (Decimal("7.5"), Decimal(5), "+2,5 (+50%)"),
    ],
)
def test_zo_staat_groei_er(nu, eerder, tekst):
    assert groei(nu, eerder) == tekst


def test_groei_in_euros_en_van_een_tekort():
    assert groei(Decimal(11200), Decimal(10000), "euro") == "+€ 1.200 (+12%)"
    assert groei(Decimal("9.50"), Decimal(10), "euro") == "−€ 0,50 (−5%)"
    assert groei(Decimal(100), Decimal(-50), "euro") == "+€ 150"


def test_wat_niet_is_geregistreerd_heeft_geen_groei():
    assert groeicel(5, None) == "eerder niet geregistreerd"
    assert groeicel(5, None, nog_dicht=True) == "was nog niet open"
    assert groeicel(None, 5) == "nu niet geregistreerd"
    assert groeicel(None, None) == "niet geregistreerd"
    assert groeicel(0, 5) == "−5 (−100%)"


def test_een_jaar_eerder_met_dezelfde_dagen_ook_van_de_tijdvakken():
    een, twee = Periode(date(2020, 1, 1), date(2020, 3, 14)), Periode(date(2020, 3, 15), date(2020, 5, 31))
    geheel = Periode(een.van, twee.tm)
    met = vergeleken(V.JAAR_EERDER, geheel, (een, twee))
    assert met.naam == "een jaar eerder"
    assert met.paren == (
        (een, Periode(date(2019, 1, 1), date(2019, 3, 14))),
        (twee, Periode(date(2019, 3, 15), date(2019, 5, 31))),
        (geheel, Periode(date(2019, 1, 1), date(2019, 5, 31))),
    )
    assert voorbehoud(met) == (
        "De perioden zijn niet even lang: 1 januari t/m 31 mei 2020 heeft 152 dagen, "
        "1 januari t/m 31 mei 2019 heeft 151 dagen.",
    )


def test_zonder_tijdvakken_is_het_geheel_er_een_keer():
    jaar = Periode.jaar(2021)
    assert vergeleken(V.JAAR_EERDER, jaar, (jaar,)).paren == ((jaar, Periode.jaar(2020)),)


def test_halfjaren_en_jaren_zijn_heel():
    kort = Periode(date(2020, 2, 1), date(2020, 5, 31))
    assert vergeleken(V.VORIG_HALFJAAR, kort).paren == ((kort, Periode.halfjaar(2019, 2)),)
    tweede = Periode.halfjaar(2020, 2)
    assert vergeleken(V.VORIG_HALFJAAR, tweede).eerder == Periode.halfjaar(2020, 1)
    met = vergeleken(V.HEEL_VORIG_JAAR, kort, (kort,))
    assert (met.naam, met.eerder) == ("heel 2019", Periode.jaar(2019))
    assert vergeleken(V.GEEN, kort) is None


def test_op_de_schrikkeldag_telt_geen_dag_twee_keer():
    """What begins on 29 February would begin on the 28th, where the sub-period before it ends."""
    een, twee = Periode(date(2020, 1, 1), date(2020, 2, 28)), Periode(date(2020, 2, 29), date(2020, 6, 30))
    eerder = [e for _, e in vergeleken(V.JAAR_EERDER, Periode.halfjaar(2020, 1), (een, twee)).paren]
    assert eerder == [
        Periode(date(2019, 1, 1), date(2019, 2, 28)),
        Periode(date(2019, 3, 1), date(2019, 6, 30)),
        Periode.halfjaar(2019, 1),
    ]
    los = Periode(date(2020, 2, 29), date(2020, 2, 29))
    assert vergeleken(V.JAAR_EERDER, los).eerder == Periode(date(2019, 2, 28), date(2019, 2, 28))


dag = st.dates(date(2012, 1, 1), date(2030, 12, 31))


@given(grenzen=st.lists(dag, min_size=2, max_size=6, unique=True))
def test_tijdvakken_die_aansluiten_sluiten_ook_een_jaar_eerder_aan(grenzen):
    """Each day of the earlier whole is in one earlier sub-period, so what adds up adds up there too."""
    grenzen = sorted(grenzen)
    tijdvakken = tuple(Periode(van, tot - timedelta(days=1)) for van, tot in zip(grenzen, grenzen[1:], strict=False))
    geheel = Periode(grenzen[0], grenzen[-1] - timedelta(days=1))
    *delen, (_, eerder) = vergeleken(V.JAAR_EERDER, geheel, tijdvakken).paren
    delen = [e for _, e in delen] or [eerder]
    een_dag_schrikkel = any(t.van == t.tm and (t.van.month, t.van.day) == (2, 29) for t in tijdvakken)
    if not een_dag_schrikkel:
        assert delen[0].van == eerder.van
        assert delen[-1].tm == eerder.tm
        assert all(a.tot == b.van for a, b in zip(delen, delen[1:], strict=False))
