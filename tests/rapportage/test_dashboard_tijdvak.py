"""The period of a dashboard is read from its address; what cannot be read never ends in an error."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.perioden import Periode
from rapportage.dashboard.tijdvak import DELEN, Tijdvak, keuzes, lees_tijdvak

VANDAAG = date(2026, 5, 12)
JAREN = (2026, 2025, 2020)


@pytest.mark.parametrize(
    ("deel", "van", "tm", "naam"),
    [
        ("jaar", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("h1", date(2025, 1, 1), date(2025, 6, 30), "eerste halfjaar 2025"),
        ("h2", date(2025, 7, 1), date(2025, 12, 31), "tweede halfjaar 2025"),
        ("k3", date(2025, 7, 1), date(2025, 9, 30), "3e kwartaal 2025"),
        ("m2", date(2025, 2, 1), date(2025, 2, 28), "februari 2025"),
        ("m12", date(2025, 12, 1), date(2025, 12, 31), "december 2025"),
    ],
)
def test_de_vaste_delen_van_een_jaar(deel: str, van: date, tm: date, naam: str) -> None:
    tijdvak = Tijdvak(2025, deel)
    assert (tijdvak.periode, tijdvak.naam) == (Periode(van, tm), naam)
    assert lees_tijdvak({"jaar": "2025", "deel": deel}, JAREN, VANDAAG) == (tijdvak, ())


def test_een_deel_dat_nog_loopt_is_geteld_tot_en_met_vandaag() -> None:
    assert Tijdvak(2026, "k2").tot_en_met(VANDAAG) == Periode(date(2026, 4, 1), VANDAAG)
    assert [deel for deel, _ in keuzes(2026, VANDAAG)] == ["jaar", "h1", "k1", "k2"]
    assert [deel for deel, _ in keuzes(2025, VANDAAG)] == list(DELEN)


def test_zonder_keuze_is_het_het_nieuwste_jaar() -> None:
    assert lees_tijdvak({}, JAREN, VANDAAG) == (Tijdvak(2026), ())


@pytest.mark.parametrize(
    ("adres", "jaar", "zin"),
    [
        ({"jaar": "2027"}, 2026, "Over 2027 zijn er nog geen cijfers. U ziet nu 2026."),
        ({"jaar": "1899"}, 2026, "Het jaar in dit adres bestaat niet. U ziet nu 2026."),
        ({"jaar": "twee"}, 2026, "Het jaar in dit adres bestaat niet. U ziet nu 2026."),
        ({"jaar": "２０２５"}, 2026, "Het jaar in dit adres bestaat niet. U ziet nu 2026."),
        ({"deel": "h2"}, 2026, "‘Tweede halfjaar 2026’ moet nog beginnen. U ziet nu het hele jaar."),
        ({"jaar": "2025", "deel": "k5"}, 2025, "Het deel van het jaar in dit adres bestaat niet."),
    ],
)
def test_wat_niet_kan_geeft_de_weergave_die_het_dichtst_bij_ligt(adres: dict, jaar: int, zin: str) -> None:
    tijdvak, bezwaren = lees_tijdvak(adres, JAREN, VANDAAG)
    assert tijdvak == Tijdvak(jaar)
    assert len(bezwaren) == 1
    assert zin in bezwaren[0]


@given(st.text(), st.text())
def test_welke_tekst_dan_ook_geeft_een_tijdvak_dat_begonnen_is(jaar: str, deel: str) -> None:
    tijdvak, _ = lees_tijdvak({"jaar": jaar, "deel": deel}, JAREN, VANDAAG)
    assert tijdvak.tot_en_met(VANDAAG).tm <= VANDAAG
