"""Forms: amounts and dates as people write them, and errors that lead to their field."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from lxml import html

from buurtwerkkamers.formulieren import BedragVeld, DatumVeld


@pytest.mark.parametrize(
    ("tekst", "bedrag"),
    [
        ("12345", "12345"),
        ("12345,67", "12345.67"),
        ("12.345,67", "12345.67"),
        ("€ 12.345,67", "12345.67"),
        ("€\u00a012.345", "12345"),
        ("1.234.567", "1234567"),
        ("12.5", "12.5"),
        ("12.50", "12.50"),
        ("−1.250", "-1250"),
        ("-3,5", "-3.5"),
    ],
)
def test_bedrag_zoals_mensen_het_schrijven(tekst, bedrag):
    assert BedragVeld().clean(tekst) == Decimal(bedrag)


@pytest.mark.parametrize("tekst", ["veel", "12,3,4", "1,234.56.7", "NaN"])
def test_geen_bedrag(tekst):
    with pytest.raises(ValidationError, match="Schrijf een bedrag"):
        BedragVeld().clean(tekst)


def test_een_bedrag_komt_met_een_komma_terug():
    assert BedragVeld().prepare_value(Decimal("12.50")) == "12,50"


@pytest.mark.parametrize("tekst", ["2020-03-14", "14-3-2020", "14-03-2020", "14/3/2020"])
def test_datum(tekst):
    assert DatumVeld().clean(tekst) == date(2020, 3, 14)


class Formulier(forms.Form):
    voornaam = forms.CharField(label="Voornaam", help_text="Een voornaam is genoeg.")
    achternaam = forms.CharField(
        label="Achternaam", required=False, widget=forms.TextInput(attrs={"placeholder": "Jansen"})
    )
    soort = forms.ChoiceField(label="Hoe?", choices=[("a", "Zelf"), ("b", "Verwezen")], widget=forms.RadioSelect)
    akkoord = forms.BooleanField(label="Akkoord")

    def clean(self):
        raise ValidationError("Bestaat al.")


@pytest.fixture
def pagina():
    tekst = render_to_string("onderdelen/formulier.html", {"form": Formulier({}), "knop": "Opslaan"})
    return html.fromstring(f"<div>{tekst}</div>")


def test_elke_fout_in_de_samenvatting_leidt_naar_iets_op_de_pagina(pagina):
    doelen = [a.get("href").removeprefix("#") for a in pagina.xpath("//*[@role='alert']//a")]
    assert len(doelen) == 3
    for doel in doelen:
        assert pagina.xpath(f"count(//*[@id='{doel}'])") == 1, doel
    assert "Bestaat al." in pagina.xpath("string(//*[@role='alert'])")


def test_uitleg_en_fout_horen_bij_het_veld(pagina):
    (veld,) = pagina.xpath("//input[@name='voornaam']")
    tekst = " ".join(pagina.xpath(f"string(//*[@id='{doel}'])") for doel in veld.get("aria-describedby").split())
    assert "Een voornaam is genoeg." in tekst
    assert "verplicht" in tekst
    assert veld.get("aria-invalid") == "true"


def test_elk_veld_heeft_een_naam_en_geen_voorbeeldtekst(pagina):
    for veld in pagina.xpath("//input[not(@type='hidden')]"):
        assert pagina.xpath(f"//label[@for='{veld.get('id')}']"), veld.get("name")
        assert veld.get("placeholder") is None
    assert pagina.xpath("string(//fieldset/legend)").strip() == "Hoe?"


def test_alleen_wat_niet_hoeft_zegt_dat(pagina):
    namen = [label.text_content() for label in pagina.xpath("//label[.//*[@class='optioneel']]")]
    assert namen == ["Achternaam (niet verplicht)"]


@pytest.mark.parametrize("bedrag", ["12345678901,00", "1234567890123"])
def test_te_groot_bedrag_zegt_het_gewoon(bedrag):
    class Proef(forms.Form):
        bedrag = BedragVeld()

    form = Proef({"bedrag": bedrag})
    assert form.errors["bedrag"] == ["Dit bedrag is te groot of heeft meer dan twee cijfers achter de komma."]
