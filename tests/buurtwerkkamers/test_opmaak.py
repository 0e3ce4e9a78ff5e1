"""Dutch notation, half-up rounding, and a dash with its reason where there is nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from buurtwerkkamers import opmaak


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1000, None, "1.000"),
        (1234567, None, "1.234.567"),
        (Decimal("7.50"), None, "7,5"),
        (Decimal("1000.00"), None, "1.000"),
        (Decimal(100), None, "100"),
        (70.98, 0, "71"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.5"), 0, "−1"),
        (Decimal("-0.4"), 0, "0"),
        (0.1, 1, "0,1"),
        (-1234, None, "−1.234"),
        (None, None, "–"),
        ("", 0, "–"),
    ],
)
def test_getal(waarde, decimalen, tekst):
    assert opmaak.getal(waarde, decimalen) == tekst


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (Decimal("12345.67"), 2, "€ 12.345,67"),
        (Decimal("12345.67"), 0, "€ 12.346"),
        (0, 0, "€ 0"),
        (5, 2, "€ 5,00"),
        (Decimal("-12.5"), 2, "€ −12,50"),
        (Decimal("0.005"), 2, "€ 0,01"),
        (None, 2, "–"),
    ],
)
def test_euro(waarde, decimalen, tekst):
    assert opmaak.euro(waarde, decimalen) == tekst


def test_procent_en_aandeel():
    assert opmaak.procent(Decimal("34.5")) == "35%"
    assert opmaak.procent(Decimal("34.55"), 1) == "34,6%"
    assert opmaak.procent(None) == "–"
    assert opmaak.aandeel(1, 3, 1) == "33,3%"
    assert opmaak.aandeel(1, 0) == "–"
    assert opmaak.aandeel(0, 8) == "0%"


def test_datums():
    assert opmaak.datum(date(2020, 3, 14)) == "14 maart 2020"
    assert opmaak.datum_kort(date(2020, 3, 4)) == "04-03-2020"
    assert opmaak.datum(None) == "–"


def test_een_moment_krijgt_de_nederlandse_dag_en_tijd():
    """Half past eleven in the evening UTC is the next day here, in winter and in summer."""
    winter, zomer = datetime(2020, 1, 31, 23, 30, tzinfo=UTC), datetime(2020, 6, 30, 22, 5, tzinfo=UTC)
    assert opmaak.datum(winter) == "1 februari 2020"
    assert opmaak.datum_kort(zomer) == "01-07-2020"
    assert opmaak.tijdstip(zomer) == "1 juli 2020, 0:05 uur"


@pytest.mark.parametrize(
    ("van", "tm", "tekst"),
    [
        (date(2020, 1, 1), date(2020, 3, 14), "1 januari t/m 14 maart 2020"),
        (date(2020, 3, 1), date(2020, 3, 14), "1 t/m 14 maart 2020"),
        (date(2020, 3, 14), date(2020, 3, 14), "14 maart 2020"),
        (date(2019, 3, 1), date(2020, 3, 14), "1 maart 2019 t/m 14 maart 2020"),
        (date(2019, 3, 1), None, "vanaf 1 maart 2019"),
        (None, date(2019, 3, 1), "t/m 1 maart 2019"),
        (None, None, "–"),
    ],
)
def test_periode(van, tm, tekst):
    assert opmaak.periode(van, tm) == tekst
    assert opmaak.periode(SimpleNamespace(van=van, tm=tm)) == tekst


def sjabloon(tekst, **context):
    return Template("{% load opmaak %}" + tekst).render(Context(context))


def test_filters():
    assert sjabloon("{{ b|euro:0 }} {{ b|euro }} {{ n|getal }} {{ 35|procent }}", b=Decimal("1234.5"), n=12345) == (
        "€ 1.235 € 1.234,50 12.345 35%"
    )


def test_cijfer_zonder_waarde_zegt_waarom():
    html = sjabloon("{% cijfer c 'getal' %}", c=SimpleNamespace(waarde=None, reden="nog te <vroeg>"))
    assert "–" in html
    assert 'title="nog te &lt;vroeg&gt;"' in html
    assert "(nog te &lt;vroeg&gt;)" in html
    assert sjabloon("{% cijfer c 'euro_heel' %}", c=SimpleNamespace(waarde=1200, reden="")) == "€ 1.200"


@pytest.mark.parametrize(
    ("kleur", "inkt"), [("#0b5f66", "#ffffff"), ("#c04f08", "#ffffff"), ("#8a86f0", "#23201c"), ("#ffffff", "#23201c")]
)
def test_inkt_leest_op_de_kleur(kleur, inkt):
    assert sjabloon("{{ kleur|inkt }}", kleur=kleur) == inkt


def test_maandlijn_noemt_elke_maand():
    html = sjabloon("{% maandlijn m %}", m=[("jan", 1200), ("feb", 0), ("mrt", None)])
    assert "Per maand: jan 1.200, feb 0, mrt –" in html
    assert html.count("<rect") == 3
    assert sjabloon("{% maandlijn m %}", m=[]) == ""
