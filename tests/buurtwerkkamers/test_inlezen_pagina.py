"""The page /importeren/: preview, then store the same file; nothing of it stays behind."""

import os
import time

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from buurtwerkkamers.importeren import bewaren
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Logregel, Organisatie
from tests.buurtwerkkamers.bestanden import csv_tekst, maak_xlsx

pytestmark = pytest.mark.django_db
GOED = "naam,adres\nTOP,Plein 1\nDe Klop,\n"


def gebruiker(rol, **waar):
    nieuw = Gebruiker.objects.maak(email=f"{rol}@example.org", naam=f"Naam {rol}", is_demo=True)
    Bevoegdheid.objects.create(gebruiker=nieuw, rol=rol, **waar)
    return nieuw


@pytest.fixture
def bureau():
    return gebruiker("bureau")


@pytest.fixture
def client(bureau):
    client = Client()
    client.force_login(bureau)
    return client


@pytest.fixture(autouse=True)
def eigen_map(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def stuur(client, inhoud=GOED, soort="kamers", naam="kamers.csv"):
    inhoud = inhoud.encode() if isinstance(inhoud, str) else inhoud
    return client.post(reverse("importeren"), {"soort": soort, "bestand": SimpleUploadedFile(naam, inhoud)})


def wachtend():
    return list((settings.VAR_DIR / "inlees").iterdir())


def test_voorbeeld_bewaart_niets_en_daarna_wel(client, bureau):
    antwoord = stuur(client)
    assert antwoord.context["uitslag"].nieuw == 2
    assert "Nu inlezen" in antwoord.text
    assert not Kamer.objects.exists()
    (pad,) = wachtend()
    assert pad.stat().st_mode & 0o077 == 0
    antwoord = client.post(reverse("importeren"), {"kenmerk": pad.name}, follow=True)
    assert "kamers.csv is ingelezen: 2 nieuw" in antwoord.text
    assert Kamer.objects.count() == 2
    assert wachtend() == []
    assert Logregel.objects.filter(actie="geimporteerd").get().gebruiker == bureau


def test_fouten_met_plaats_en_zonder_knop(client):
    antwoord = stuur(client, "naam,open_vanaf\nTOP,gisteren\nB,2020-01-01\n")
    assert "Rij 2" in antwoord.text
    assert "‘gisteren’ is geen datum" in antwoord.text
    assert "Nu inlezen" not in antwoord.text
    assert wachtend() == []
    assert not Kamer.objects.exists()


def test_tekst_uit_het_bestand_is_tekst(client):
    """A message repeats what stood in the cell; it may not become part of the page."""
    antwoord = stuur(client, csv_tekst([["naam", "open_vanaf"], ["TOP", "<script>alert(1)</script>"]]), naam="<b>.csv")
    assert "<script>alert" not in antwoord.text
    assert "&lt;script&gt;alert" in antwoord.text
    assert "<b>.csv" not in antwoord.text


def test_niets_te_veranderen(client):
    Kamer.objects.create(naam="TOP")
    antwoord = stuur(client, "naam\nTOP\n")
    assert "Er valt niets te bewaren" in antwoord.text
    assert "Nu inlezen" not in antwoord.text


def test_twee_keer_drukken_leest_een_keer(client):
    stuur(client)
    gegevens = {"kenmerk": wachtend()[0].name}
    client.post(reverse("importeren"), gegevens)
    antwoord = client.post(reverse("importeren"), gegevens, follow=True)
    assert "staat niet meer klaar" in antwoord.text
    assert Logregel.objects.filter(actie="geimporteerd").count() == 1


def test_het_bestand_van_een_ander_is_niet_in_te_lezen(client):
    stuur(client)
    (pad,) = wachtend()
    ander = Client()
    ander.force_login(Gebruiker.objects.get(is_demo=True))
    for kenmerk in (pad.name, "../" + pad.name, "", "é"):
        assert "staat niet meer klaar" in ander.post(reverse("importeren"), {"kenmerk": kenmerk}, follow=True).text
    assert not Kamer.objects.exists()


def test_een_nieuw_bestand_vervangt_het_vorige(client):
    stuur(client)
    stuur(client)
    assert len(wachtend()) == 1


def test_wat_te_lang_wacht_gaat_weg(client):
    stuur(client)
    (pad,) = wachtend()
    client.get(reverse("importeren"))
    assert wachtend() == [pad]
    os.utime(pad, (time.time() - bewaren.HOUDBAAR - 1,) * 2)
    client.get(reverse("importeren"))
    assert wachtend() == []
    assert "staat niet meer klaar" in client.post(reverse("importeren"), {"kenmerk": pad.name}, follow=True).text


def test_het_bestand_is_intussen_fout_geworden(client):
    stuur(client)
    (pad,) = wachtend()
    pad.write_text("naam,adres\nTOP,\nTOP,Plein 2\n")
    antwoord = client.post(reverse("importeren"), {"kenmerk": pad.name})
    assert "Rij 3" in antwoord.text
    assert not Kamer.objects.exists()


def test_formulier_zegt_wat_er_mist(client, monkeypatch):
    antwoord = client.post(reverse("importeren"), {"soort": "kamers"})
    assert "Kies een bestand." in antwoord.text
    assert "Bestand: Dit bestand is leeg." in stuur(client, "").text
    assert antwoord.status_code == 200
    assert stuur(client, soort="trajecten").context["form"].errors["soort"]
    monkeypatch.setattr("buurtwerkkamers.importeren.pagina.GROOTSTE_BESTAND", 3)
    assert "groter dan 25 MB" in stuur(client).text


@pytest.mark.parametrize("rol", ["deur", "coordinator", "penningmeester", "gemeente", "corporatie", "beheerder"])
def test_alleen_wie_mag_inlezen(rol):
    waar = {}
    if rol in Bevoegdheid.KAMERROLLEN:
        waar["kamer"] = Kamer.objects.create(naam="TOP")
    elif rol in Bevoegdheid.ORGANISATIEROLLEN:
        waar["organisatie"] = Organisatie.objects.create(naam="Gemeente")
    client = Client()
    client.force_login(gebruiker(rol, **waar))
    assert client.get(reverse("importeren")).status_code == 403
    assert stuur(client).status_code == 403
    assert client.post(reverse("importeren"), {"kenmerk": "x"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_in_de_browser_ook_smal_en_zonder_javascript(maak_pagina, op_breedtes, axe, bureau, tmp_path):
    rijen = [["naam", "open_vanaf", "telefoon"], ["TOP", "gisteren", "030"]]
    fout = maak_xlsx(tmp_path / "kamers met een heel lange naam 2020.xlsx", rijen)
    goed = tmp_path / "goed.csv"
    goed.write_text(GOED)
    pagina = maak_pagina(bureau)
    zonder = maak_pagina(bureau, java_script_enabled=False)
    for bestand, tekst in ((None, "Welke kolommen?"), (fout, "geen datum"), (goed, "Nu inlezen")):
        for blad in (pagina, zonder):
            blad.goto(reverse("importeren"))
            if bestand:
                blad.get_by_label("Wat staat er in het bestand?").select_option("kamers")
                blad.get_by_label("Bestand", exact=True).set_input_files(bestand)
                blad.get_by_role("button", name="Bekijk het bestand").click()
            assert tekst in blad.inner_text("main")
        for naam in op_breedtes(pagina):
            axe(pagina)
            assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
            if beelden := os.environ.get("BEELDEN"):
                pagina.screenshot(path=f"{beelden}/{bestand.stem if bestand else 'kies'}-{naam}.png", full_page=True)
    zonder.get_by_role("button", name="Nu inlezen").click()
    assert "is ingelezen" in zonder.inner_text("body")
    assert Kamer.objects.count() == 2
