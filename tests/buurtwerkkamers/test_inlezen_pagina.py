"""The pages under /importeren/: columns, preview, then store the same file; nothing of it stays behind."""

import os
import time
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from buurtwerkkamers.importeren import bewaren, werk
from buurtwerkkamers.importeren.koppelen import bestandskolommen, herken
from buurtwerkkamers.importeren.soort import Kolom, Soort, soorten
from buurtwerkkamers.importeren.waarden import als_tekst
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Inlezing, Kamer, Logregel, Organisatie
from tests.buurtwerkkamers.bestanden import csv_tekst

pytestmark = pytest.mark.django_db
VRAGEN = 10
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
def eigen_map(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    # In one transaction with the test; the browser tests run it in its own thread.
    monkeypatch.setattr(werk, "APART", False)


def stuur(client, inhoud=GOED, soort="kamers", naam="kamers.csv"):
    """Upload; the page that follows."""
    inhoud = inhoud.encode() if isinstance(inhoud, str) else inhoud
    bestand = SimpleUploadedFile(naam, inhoud)
    return client.post(reverse("importeren"), {"soort": soort, "bestand": bestand}, follow=True)


def koppel(client, **anders):
    """Send the columns as they were recognised; the preview."""
    form = client.get(adres("kolommen")).context["form"]
    return client.post(adres("kolommen"), {**form.initial, **anders}, follow=True)


def voorbeeld(client, *args, **kwargs):
    stuur(client, *args, **kwargs)
    return koppel(client)


def lees_in(client):
    return client.post(adres("voorbeeld"), follow=True)


def adres(naam, kenmerk=None):
    return reverse(f"inlezen:{naam}", args=[kenmerk or wachtend()[0].name])


def wachtend():
    return list((settings.VAR_DIR / "inlees").iterdir())


def test_voorbeeld_bewaart_niets_en_daarna_wel(client, bureau):
    antwoord = voorbeeld(client)
    assert antwoord.context["uitslag"].nieuw == 2
    assert "Nu inlezen" in antwoord.text
    assert not Kamer.objects.exists()
    assert not Inlezing.objects.exists()
    (pad,) = wachtend()
    assert pad.stat().st_mode & 0o077 == 0
    antwoord = lees_in(client)
    assert "kamers.csv is ingelezen: 2 nieuw" in antwoord.text
    assert Kamer.objects.count() == 2
    assert wachtend() == []
    assert Logregel.objects.filter(actie="geimporteerd").get().gebruiker == bureau
    assert antwoord.redirect_chain[-1][0] == Inlezing.objects.get().get_absolute_url()


# --- which column is which --------------------------------------------------------------------------------------


def test_kolommen_worden_herkend_ook_aan_wat_mensen_ze_noemen(tmp_path):
    soort = Soort(
        "x", "X", (Kolom("voornaam", als_tekst, ook=("roepnaam", "naam")), Kolom("email", als_tekst),
                   Kolom("geboortejaar", als_tekst, ook=("geb. jaar",))), ("voornaam",), None,
    )  # fmt: skip
    pad = tmp_path / "in.csv"
    pad.write_text("Naam;Roepnaam;E-mail;Geb.jaar;Schoenmaat\na;b;c;d;e\n")
    kolommen = bestandskolommen(pad, soort)
    assert herken(kolommen, soort) == {0: "voornaam", 2: "email", 3: "geboortejaar"}
    assert [kolom.voorbeelden for kolom in kolommen] == [("a",), ("b",), ("c",), ("d",), ("e",)]


def test_elke_bijnaam_hoort_bij_een_kolom_van_zijn_soort():
    for soort in soorten().values():
        eigen = {kolom.naam for kolom in soort.kolommen}
        bijnamen = [ook for kolom in soort.kolommen for ook in kolom.ook]
        assert len(bijnamen) == len(set(bijnamen)), soort.naam
        assert not eigen & set(bijnamen), soort.naam


def test_de_pagina_toont_de_eerste_rijen_en_wat_wij_kozen(client):
    antwoord = stuur(client, "Naam,Straat,Adres\nTOP,Laan 2,Plein 1\n")
    assert antwoord.redirect_chain == [(adres("kolommen"), 302)]
    assert antwoord.context["form"].initial == {"kolom_0": "naam", "kolom_1": "", "kolom_2": "adres"}
    assert "Laan 2" in antwoord.text


def test_een_andere_kolom_kiezen(client):
    stuur(client, "Naam,Straat,Adres\nTOP,Laan 2,Plein 1\n")
    assert koppel(client, kolom_1="adres", kolom_2="").context["uitslag"].nieuw == 1
    lees_in(client)
    assert Kamer.objects.get().adres == "Laan 2"


def test_een_kop_die_niet_herkend_wordt(client):
    """Nothing recognised: the first row is the header, and the user says the rest."""
    antwoord = stuur(client, "a,b\nTOP,Plein 1\n")
    assert "Nog niet gevonden" in antwoord.text
    antwoord = koppel(client)
    assert "Deze kolom moet erin: Naam." in antwoord.text
    assert koppel(client, kolom_0="naam", kolom_1="adres").context["uitslag"].nieuw == 1


def test_een_kolom_niet_twee_keer(client):
    stuur(client, "naam,adres\nTOP,Plein 1\n")
    assert "U koos dit al bij ‘naam’." in koppel(client, kolom_1="naam").text
    assert "Kies een van de kolommen" in koppel(client, kolom_1="onzin").text


def test_kolom_niet_gebruiken_laat_staan_wat_er_stond(client):
    Kamer.objects.create(naam="TOP", adres="Plein 1")
    stuur(client, "naam,adres,wijk\nTOP,,Zuilen\n")
    antwoord = koppel(client, kolom_1="")
    assert "horen hier niet bij" in antwoord.text
    lees_in(client)
    assert Kamer.objects.get().adres == "Plein 1"


def test_na_een_fout_kan_een_andere_kolom(client):
    stuur(client, "naam,dag,open_vanaf\nTOP,2020-01-01,gisteren\n")
    antwoord = koppel(client)
    assert "‘gisteren’ is geen datum" in antwoord.text
    assert "Verander de kolommen" in antwoord.text
    assert koppel(client, kolom_1="open_vanaf", kolom_2="").context["uitslag"].gelukt


# --- the preview ------------------------------------------------------------------------------------------------


def test_fouten_met_plaats_en_zonder_knop(client):
    stuur(client, "Naam,Eerste dag\nTOP,gisteren\nB,2020-01-01\n")
    antwoord = koppel(client, kolom_1="open_vanaf")
    assert "Rij 2" in antwoord.text
    assert 'data-label="Kolom">Eerste dag' in antwoord.text
    assert "‘gisteren’ is geen datum" in antwoord.text
    assert "Nu inlezen" not in antwoord.text
    assert not Kamer.objects.exists()
    assert lees_in(client).context["uitslag"].fouten
    assert not Kamer.objects.exists()


def test_meer_fouten_dan_er_passen(client):
    antwoord = voorbeeld(client, "naam,open_vanaf\n" + "".join(f"K{nr},x\n" for nr in range(1200)))
    assert "minstens 1.000" in antwoord.text
    assert "Er zijn nog meer fouten" in antwoord.text


def test_tekst_uit_het_bestand_is_tekst(client):
    """Pages repeat what stood in the cells; it may not become part of the page."""
    script = "<script>alert(1)</script>"
    antwoord = stuur(client, csv_tekst([["naam", "open_vanaf", script], ["TOP", script, script]]), naam="<b>.csv")
    for tekst in (antwoord.text, koppel(client).text):
        assert "<script>alert" not in tekst
        assert "&lt;script&gt;alert" in tekst
        assert "<b>.csv" not in tekst


def test_niets_te_veranderen(client):
    Kamer.objects.create(naam="TOP")
    antwoord = voorbeeld(client, "naam\nTOP\n")
    assert "Er valt niets te bewaren" in antwoord.text
    assert "Nu inlezen" not in antwoord.text


def test_twee_keer_drukken_leest_een_keer(client):
    voorbeeld(client)
    plek = adres("voorbeeld")
    client.post(plek)
    client.post(plek)
    client.get(plek.replace("voorbeeld", "bezig"))
    assert "staat niet meer klaar" in client.post(plek, follow=True).text
    assert Logregel.objects.filter(actie="geimporteerd").count() == 1
    assert Inlezing.objects.count() == 1


def test_het_bestand_van_een_ander_is_niet_in_te_lezen(client):
    voorbeeld(client)
    (pad,) = wachtend()
    ander = Client()
    ander.force_login(Gebruiker.objects.get(is_demo=True))
    for kenmerk in (pad.name, "0" * 32, "é", "a%00b"):
        for naam in ("kolommen", "voorbeeld", "bezig"):
            assert "staat niet meer klaar" in ander.get(adres(naam, kenmerk), follow=True).text
    assert "staat niet meer klaar" in ander.post(adres("voorbeeld"), follow=True).text
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
    assert "staat niet meer klaar" in client.get(adres("kolommen", pad.name), follow=True).text


def test_wie_uitlogt_laat_geen_bestand_achter(client):
    voorbeeld(client)
    run = client.session["inlezen"]["proef"]
    assert werk.stand_van(run)
    client.post(reverse("account_logout"))
    assert wachtend() == []
    assert werk.stand_van(run) is None


def test_inloggen_ruimt_op_wat_een_ander_liet_liggen(client):
    stuur(client)
    os.utime(wachtend()[0], (time.time() - bewaren.HOUDBAAR - 1,) * 2)
    Client().force_login(Gebruiker.objects.get(is_demo=True))
    assert wachtend() == []


def test_het_bestand_is_intussen_fout_geworden(client):
    voorbeeld(client)
    (pad,) = wachtend()
    pad.write_text("naam,adres\nTOP,\nTOP,Plein 2\n")
    antwoord = lees_in(client)
    assert "Rij 3" in antwoord.text
    assert not Kamer.objects.exists()


def test_formulier_zegt_wat_er_mist(client, monkeypatch):
    antwoord = client.post(reverse("importeren"), {"soort": "kamers"})
    assert "Kies een bestand." in antwoord.text
    assert "Bestand: Dit bestand is leeg." in stuur(client, "").text
    assert "Bestand: Dit bestand is leeg." in stuur(client, "\n\n").text
    assert "geen CSV, XLSX of ODS" in stuur(client, b"%PDF\x00\x01").text
    assert wachtend() == []
    assert antwoord.status_code == 200
    assert stuur(client, soort="onzin").context["form"].errors["soort"]
    assert "Kies wat er in het bestand staat." in client.post(reverse("importeren"), {}).text
    monkeypatch.setattr("buurtwerkkamers.importeren.pagina.GROOTSTE_BESTAND", 3)
    assert "groter dan 25 MB" in stuur(client).text


# --- how far it is ----------------------------------------------------------------------------------------------


@pytest.fixture
def halverwege(client):
    """A trial run that is under way: the address of its page, and a function that says how far it is."""
    voorbeeld(client)
    run = client.session["inlezen"]["proef"]

    def zet(run=run, **velden):
        stand = replace(werk.Stand(stap="gecontroleerd", gedaan=12_000, totaal=50_000, teken=time.time()), **velden)
        cache.set(f"inlezen:{run}", stand, 60)

    return zet


def test_de_pagina_zegt_hoe_ver_het_is(client, halverwege):
    halverwege()
    antwoord = client.get(adres("voorbeeld"))
    assert "12.000 van 50.000 rijen gecontroleerd" in antwoord.text
    assert 'max="50000" value="12000"' in antwoord.text
    assert "Kijk opnieuw" in antwoord.text
    halverwege(stap="gelezen", gedaan=2000, totaal=0)
    deel = client.get(adres("voorbeeld"), headers={"HX-Request": "true"})
    assert "2.000 rijen gelezen" in deel.text
    assert "<html" not in deel.text


def test_het_deel_stuurt_de_hele_pagina_verder_als_het_klaar_is(client, halverwege):
    deel = client.get(adres("voorbeeld"), headers={"HX-Request": "true"})
    assert deel["HX-Redirect"] == adres("voorbeeld")


def test_wie_een_halve_minuut_niets_laat_horen_heeft_niets_bewaard(client, halverwege):
    halverwege(teken=time.time() - werk.STIL - 1)
    for koppen in ({}, {"HX-Request": "true"}):
        antwoord = client.get(adres("voorbeeld"), headers=koppen)
        assert "Er is niets bewaard" in antwoord.text or antwoord["HX-Redirect"] == adres("voorbeeld")
    assert "Probeer het opnieuw" in client.get(adres("voorbeeld")).text


def test_het_echte_inlezen_dat_stil_valt(client, halverwege):
    """What the user is told stays true: work that turns out to be alive may not store anything any more."""
    run = werk.echte_run(client.session["inlezen"]["proef"])
    halverwege(run=run, teken=time.time() - werk.STIL - 1)
    assert "Er is niets bewaard" in client.get(adres("bezig")).text
    cache.delete(f"inlezen:{run}")
    antwoord = lees_in(client)
    assert "Er is niets bewaard" in antwoord.text
    assert not Kamer.objects.exists()


def test_gestorven_na_het_bewaren_is_wel_bewaard(client, halverwege):
    run = werk.echte_run(client.session["inlezen"]["proef"])
    plek = adres("bezig")
    client.post(adres("voorbeeld"))
    halverwege(run=run, teken=time.time() - werk.STIL - 1)
    assert "is ingelezen: 2 nieuw" in client.get(plek, follow=True).text


def test_een_fout_in_het_werk_zegt_dat_er_niets_is_bewaard(client, monkeypatch, caplog):
    stuur(client)
    monkeypatch.setattr("buurtwerkkamers.importeren.werk.importeer", lambda *args, **kwargs: 1 / 0)
    assert "Er is niets bewaard" in koppel(client).text
    assert "Inlezen mislukte" in caplog.text


# --- what was read in before ------------------------------------------------------------------------------------


def test_eerder_ingelezen_en_ongedaan_maken(client, bureau):
    voorbeeld(client)
    lees_in(client)
    gemaakt = Inlezing.objects.get()
    assert "kamers.csv" in client.get(reverse("inlezen:eerder")).text
    plek = reverse("inlezen:ongedaan", args=[gemaakt.pk])
    assert "Ja, maak ongedaan" in client.get(plek).text
    assert Kamer.objects.count() == 2
    assert "is ongedaan gemaakt" in client.post(plek, follow=True).text
    assert not Kamer.objects.exists()
    assert "al ongedaan gemaakt" in client.post(plek, follow=True).text
    assert "Ja, maak ongedaan" not in client.get(plek, follow=True).text
    assert client.get(reverse("inlezen:eerder"), {"ongedaan": "nee"}).text.count("kamers.csv") == 0
    assert client.get(reverse("inlezen:eerder"), {"ongedaan": "ja", "soort": "kamers"}).text.count("kamers.csv") == 1


def test_wat_in_de_weg_staat_wordt_genoemd(client):
    voorbeeld(client)
    lees_in(client)
    Kamer.objects.filter(naam="TOP").update(adres="Laan 9")
    plek = reverse("inlezen:ongedaan", args=[Inlezing.objects.get().pk])
    for antwoord in (client.get(plek), client.post(plek)):
        assert "Kamer ‘TOP’ is daarna gewijzigd (adres)." in antwoord.text
        assert "Ja, maak ongedaan" not in antwoord.text
    assert Kamer.objects.count() == 2


def test_lege_lijst_zegt_wat_te_doen(client):
    assert "Lees een bestand in." in client.get(reverse("inlezen:eerder")).text


@pytest.mark.parametrize("aantal", [1, 3])
def test_lijst_met_vast_aantal_vragen(client, bureau, aantal, django_assert_num_queries):
    for nr in range(aantal):
        Inlezing.objects.create(soort="kamers", bestandsnaam=f"{nr}.csv", door=bureau)
    with django_assert_num_queries(VRAGEN):
        client.get(reverse("inlezen:eerder"))


def test_een_bestand_dat_er_niet_is(client):
    assert client.get("/importeren/eerder/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.get("/importeren/eerder/1/").status_code == 404


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
    assert client.get(reverse("inlezen:eerder")).status_code == 403
    for naam in ("kolommen", "voorbeeld", "bezig"):
        assert client.get(reverse(f"inlezen:{naam}", args=["x"])).status_code == 403
