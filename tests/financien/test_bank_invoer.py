"""Booking from the bank: choices are kept when a colleague was first, restricted money is offered, and rules learn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse

from buurtwerkkamers.models import Bevoegdheid
from financien.bank.boeken import Keuze, boek_transacties
from financien.bank.voorstellen import stel_voor
from financien.geldwaarschuwingen import waarschuwingen
from financien.models import Banktransactie, Bestemming, Bijdragestap, Boeking, Boekregel, Post
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(maak_gebruiker(Bevoegdheid.Rol.PENNINGMEESTER))
    return client


def lijn(wie="Bakker", bedrag="-120.00", **velden) -> Banktransactie:
    nummer = Banktransactie.objects.count()
    return Banktransactie.objects.create(
        **{
            "rekening": "NL20INGB0001234567", "datum": date(2026, 3, 2), "bedrag": D(bedrag), "tegenpartij": wie,
            "kenmerk": f"camt:{nummer}:1",
        } | velden
    )  # fmt: skip


def post(naam, soort="kosten", **velden) -> Post:
    return Post.objects.create(jaar=2026, soort=soort, naam=naam, **velden)


def tekst(antwoord, status=200) -> str:
    assert antwoord.status_code == status
    return antwoord.content.decode()


def keuze(*rijen) -> dict:
    data: dict = {"kies": [t.pk for t, *_ in rijen]}
    for t, waar, *uit in rijen:
        data |= {f"post-{t.pk}": waar.pk} | ({f"uit-{t.pk}": uit[0].pk} if uit else {})
    return data


# --- a colleague was first --------------------------------------------------------------------------------------


def test_was_een_collega_eerst_dan_staan_de_andere_keuzes_er_nog(client):
    eerst, ander, derde = lijn("Bakker"), lijn("Slager"), lijn("Groenteboer")
    eten, huur = post("Eten"), post("Huur")
    boek_transacties([Keuze(eerst.pk, eten)], door=systeem())
    data = keuze((eerst, eten), (ander, huur)) | {f"post-{derde.pk}": huur.pk}
    inhoud = tekst(client.post(reverse("financien:bank"), data), 422)
    assert "Er is nog niets geboekt" in inhoud
    assert f'<a href="{reverse("financien:bank_regel", args=[eerst.pk])}">De regel van 2 maart 2026' in inhoud
    assert "is al geboekt" in inhoud
    assert inhoud.count(f'value="{huur.pk}" selected') == 2
    assert f'value="{ander.pk}" id="kies-{ander.pk}" checked' in inhoud
    assert inhoud.count(" checked") == 1
    assert Boeking.objects.count() == 1
    assert client.post(reverse("financien:bank"), keuze((ander, huur))).status_code == 302
    assert Boeking.objects.count() == 2


def test_wat_de_hele_vorm_tegenhoudt_gooit_de_keuzes_niet_weg(client):
    rij, inkomsten = lijn(), Post.objects.create(jaar=2026, soort="kosten", naam="Eten")
    data = keuze((rij, inkomsten)) | {"kies": [rij.pk, 10**15], f"post-{10**15}": inkomsten.pk}
    inhoud = tekst(client.post(reverse("financien:bank"), data), 422)
    assert "er niet (meer)" in inhoud
    assert f'value="{inkomsten.pk}" selected' in inhoud


# --- restricted money -------------------------------------------------------------------------------------------


@pytest.fixture
def geld():
    kamer = maak_kamer("TOP")
    eten, huur = post("Eten", kamer=kamer), post("Huur", kamer=kamer)
    fonds = post("Fonds", "financiering")
    Bestemming.objects.create(bijdrage=fonds, kostenpost=eten)
    post("Gemeente", "financiering")
    Boekregel.objects.create(veld="tegenpartij", zoek="Bakker", soort="kosten", post="Eten", kamer=kamer, raak=2)
    return {"kamer": kamer, "eten": eten, "huur": huur, "fonds": fonds}


def test_geld_met_een_bestemming_wordt_voorgesteld_en_geboekt(client, geld):
    rij = lijn()
    inhoud = tekst(client.get(reverse("financien:bank")))
    assert f'<option value="{geld["fonds"].pk}" selected>Fonds</option>' in inhoud
    assert ">Gemeente</option>" not in inhoud.split(f'name="uit-{rij.pk}"')[1].split("</select>")[0]
    regel = tekst(client.get(reverse("financien:bank_regel", args=[rij.pk])))
    assert f'<option value="{geld["fonds"].pk}" selected>Fonds</option>' in regel
    client.post(reverse("financien:bank"), keuze((rij, geld["eten"], geld["fonds"])))
    assert Boeking.objects.get().dekking == geld["fonds"]


def test_geld_met_een_andere_bestemming_wordt_bij_die_regel_geweigerd(client, geld):
    rij = lijn()
    inhoud = tekst(client.post(reverse("financien:bank"), keuze((rij, geld["huur"], geld["fonds"]))), 422)
    assert "niet voor deze post is bedoeld" in inhoud
    assert not Boeking.objects.exists()
    client.post(reverse("financien:bank"), keuze((rij, geld["huur"])))
    assert Boeking.objects.get().dekking is None


def test_niets_wordt_gekozen_als_er_meer_past_of_als_de_bijdrage_is_afgewezen(client, geld):
    lijn()
    Bijdragestap.objects.create(bijdrage=geld["fonds"], stand="afgewezen", datum=date(2026, 2, 1))
    assert 'name="uit-' not in tekst(client.get(reverse("financien:bank")))
    for naam in ("Wijkgeld", "Stadsgeld"):
        post(naam, "financiering", kamer=geld["kamer"])
    inhoud = tekst(client.get(reverse("financien:bank")))
    assert "Wijkgeld" in inhoud
    assert " selected>Wijkgeld" not in inhoud
    assert " selected>Stadsgeld" not in inhoud


@pytest.mark.parametrize(("uit_het_fonds", "mist"), [(True, None), (False, D(600))])
def test_geld_met_een_bestemming_dat_er_niet_meer_is_geeft_een_waarschuwing(geld, uit_het_fonds, mist):
    waar = {"post": geld["eten"], "dekking": geld["fonds"]} if uit_het_fonds else {"post": geld["huur"]}
    for velden in ({"post": geld["fonds"], "bedrag": D(1000)}, {"bedrag": D(600), **waar}):
        Boeking.objects.create(datum=date(2026, 3, 2), omschrijving="x", herkomst="hand", **velden)
    gevonden = [w for w in waarschuwingen(2026, date(2026, 4, 1)) if w.soort == "bestemd_geld"]
    assert [w.bedrag for w in gevonden] == ([mist] if mist else [])


# --- correcting teaches -----------------------------------------------------------------------------------------


def test_een_boeking_van_de_bank_herstellen_leert_de_regels(client):
    rij, eten, huur = lijn(), post("Eten"), post("Huur")
    [boeking] = boek_transacties([Keuze(rij.pk, eten)], door=systeem())
    assert stel_voor([rij])[rij.pk].post == eten
    adres = reverse("financien:boeking_herstel", args=[boeking.pk])
    pagina = client.get(adres)
    velden = {
        "reden": "Verkeerde post", "datum": "2026-03-02", "omschrijving": "Brood",
        "sleutel": pagina.context["form"]["sleutel"].value(),
        "regels-0-post": huur.pk, "regels-0-bedrag": "120,00",
    }  # fmt: skip
    for _ in range(2):  # pressed twice teaches once
        assert client.post(adres, velden).status_code == 302
    assert stel_voor([rij])[rij.pk].post == huur
    assert dict(Boekregel.objects.values_list("post", "mis")) == {"Eten": 1, "Huur": 0}
    assert Boekregel.objects.get(post="Huur").raak == 1
