"""Anyone with a report in hand can see whether it is the adopted one, and nobody learns more than that."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rapportage import documenten, vaststelling
from rapportage.echtheid import herken_bestand, herken_getal
from rapportage.models import Editie

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 proef"


@pytest.fixture
def editie(wereld, monkeypatch) -> Editie:
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: PDF)
    wereld.schrijf()
    gemaakt = wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    return gemaakt


@pytest.mark.parametrize(
    ("soort", "wat"), [("pdf", "de PDF"), ("html", "het HTML-bestand"), ("json", "de gegevens (JSON)")]
)
def test_elk_bestand_zoals_het_van_de_site_kwam_wordt_herkend(wereld, editie, soort, wat):
    inhoud = documenten.SOORTEN[soort].maak(wereld.rapport)
    gevonden = herken_bestand(inhoud)
    assert gevonden is not None
    assert (gevonden.wat, gevonden.titel, gevonden.editie) == (wat, wereld.rapport.titel, "1.0")
    assert (gevonden.controlegetal, gevonden.nieuwer) == (editie.sha256, "")
    for plaats in (0, len(inhoud) // 2, len(inhoud) - 1):
        anders = bytearray(inhoud)
        anders[plaats] ^= 1
        assert herken_bestand(bytes(anders)) is None
    assert herken_bestand(inhoud + b"\n") is None


def test_een_concept_is_niet_echt(wereld):
    wereld.schrijf()
    assert herken_bestand(documenten.als_json(wereld.rapport)) is None


def test_het_gedrukte_getal_wordt_herkend_met_spaties_en_hoofdletters(editie):
    assert herken_getal(f" {editie.sha256[:32].upper()}\n{editie.sha256[32:]} ").wat == "het controlegetal"
    assert herken_getal("0" * 64) is None


def test_de_bladzijde_antwoordt_ook_wie_niet_inlogt(editie):
    adres = reverse("rapporten:echtheid")
    client = Client()
    assert client.get(adres).status_code == 200
    ja = client.post(adres, {"bestand": SimpleUploadedFile("rapport.pdf", PDF)}).content.decode()
    assert "Ja, dit bestand is echt" in ja
    assert editie.sha256 in ja
    assert editie.vastgesteld_door.naam not in ja
    nee = client.post(adres, {"bestand": SimpleUploadedFile("rapport.pdf", PDF + b" ")}).content.decode()
    assert "niet van een vastgesteld rapport" in nee
    assert editie.sha256 not in nee
    assert "zegt niet of uw papier" in client.post(adres, {"controlegetal": editie.sha256}).content.decode()


@pytest.mark.parametrize(
    ("gestuurd", "melding"),
    [
        ({}, "Kies een bestand, of vul het controlegetal in."),
        ({"controlegetal": "abc"}, "Hier staan er 3."),
        ({"controlegetal": "g" * 64}, "alleen cijfers en de letters a tot en met f"),
        ({"bestand": SimpleUploadedFile("leeg.pdf", b"")}, "Dit bestand is leeg."),
    ],
)
def test_wat_niet_kan_wordt_gezegd(gestuurd, melding):
    antwoord = Client().post(reverse("rapporten:echtheid"), gestuurd)
    assert antwoord.status_code == 422
    assert melding in antwoord.content.decode()


def test_geen_rapport_heet_zoals_deze_bladzijde(wereld):
    velden = {
        "sjabloon": wereld.rapport.sjabloon,
        "afspraak": wereld.rapport.afspraak,
        "van": wereld.rapport.van,
        "tm": wereld.rapport.tm,
        "kamers": list(wereld.kamers.values()),
        "deelperioden": [],
        "door": wereld.bureau,
    }
    assert vaststelling.maak_rapport(titel="Echtheid", **velden).kenmerk == "echtheid-2"
    with pytest.raises(ValidationError, match="een andere bladzijde"):
        vaststelling.maak_rapport(titel="Ander", kenmerk="echtheid", **velden)
