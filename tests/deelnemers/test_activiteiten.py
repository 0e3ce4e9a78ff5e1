"""The activities of a kamer: seen and changed by its own coordinator, counted per year, hosts of the kamer only."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse

from deelnemers import registratie
from deelnemers.models import Activiteit, Indeling
from deelnemers.registratie import NieuweTelling
from tests.deelnemers.wereld import (
    categorie,
    dagen_terug,
    ingelogd,
    kwam,
    maak_wereld,
    vandaag,
)
from tests.fabrieken import maak_activiteit, maak_gebruiker

pytestmark = pytest.mark.django_db
LIJST = "/activiteiten/"


@pytest.fixture
def w():
    return maak_wereld()


def tekst(antwoord) -> str:
    return antwoord.content.decode()


def adres(activiteit, naam="activiteit"):
    return reverse(f"activiteiten:{naam}", args=[activiteit.pk])


def gegevens(**anders):
    return {"naam": "Tuingroep", "categorie": categorie("Sociaal en ontmoeting").pk, **anders}


@pytest.mark.parametrize("wie", ["deur", "penningmeester", "gemeente", "corporatie", "beheerder"])
def test_wie_nooit_activiteiten_ziet_krijgt_403(w, wie):
    client = ingelogd(getattr(w, wie))
    for pad in (LIJST, adres(w.eettafel), adres(w.eettafel, "wijzig"), adres(w.eettafel, "stop"), f"{LIJST}nieuw/"):
        assert client.get(pad).status_code == 403


def test_een_coordinator_ziet_en_wijzigt_alleen_haar_kamer(w):
    client = ingelogd(w.coordinator)
    lijst = client.get(LIJST)
    assert [a.naam for a in lijst.context["table"].data] == ["Brievenhulp", "Eettafel"]
    for naam in ("activiteit", "wijzig", "stop"):
        assert client.get(adres(w.elders_eten, naam)).status_code == 404
    assert client.post(adres(w.elders_eten, "wijzig"), gegevens()).status_code == 404
    assert client.post(adres(w.elders_eten, "stop"), {"tot": vandaag()}).status_code == 404
    assert Activiteit.objects.get(pk=w.elders_eten.pk).naam == "Soep elders"


def test_het_bureau_leest_alles_en_wijzigt_niets(w):
    client = ingelogd(w.bureau)
    assert len(client.get(LIJST).context["table"].data) == 3
    assert client.get(adres(w.eettafel)).status_code == 200
    assert client.post(adres(w.eettafel, "wijzig"), gegevens()).status_code == 403
    assert client.post(f"{LIJST}nieuw/", gegevens()).status_code == 403


def test_bezoeken_van_dit_jaar_en_de_laatste_keren(w):
    kwam(w.eettafel, w.fatima, w.riet, op=vandaag())
    kwam(w.eettafel, w.fatima, op=dagen_terug(400))
    telling = NieuweTelling(w.eettafel.pk, w.top.pk, vandaag(), 4)
    registratie.leg_tellingen_vast([telling], door=w.deur)
    client = ingelogd(w.coordinator)
    assert {a.naam: a.keer for a in client.get(LIJST).context["table"].data} == {"Brievenhulp": 0, "Eettafel": 2}
    dagen = client.get(adres(w.eettafel)).context["dagen"]
    assert [(d["datum"], d["met_naam"], d["zonder_naam"]) for d in dagen] == [
        (vandaag(), 2, 4),
        (dagen_terug(400), 1, 0),
    ]


def test_gevoelig_is_te_zien_in_de_lijst(w):
    assert tekst(ingelogd(w.coordinator).get(LIJST)).count("gevoelig: afgeschermd") == 1


@pytest.mark.parametrize("wie", ["coordinator", "bureau"])
def test_evenveel_vragen_bij_een_en_bij_drie_rijen(w, wie, django_assert_num_queries, django_assert_max_num_queries):
    maak_activiteit(w.top, "Eetclub")
    maak_activiteit(w.top, "Samen eten")
    client = ingelogd(getattr(w, wie))
    client.get(LIJST)
    with django_assert_max_num_queries(20) as een:
        assert len(client.get(LIJST, {"zoek": "eettafel"}).context["table"].data) == 1
    with django_assert_num_queries(len(een)):
        assert len(client.get(LIJST, {"zoek": "ee"}).context["table"].data) >= 2


def test_een_activiteit_maken(w):
    client = ingelogd(w.coordinator)
    antwoord = client.post(f"{LIJST}nieuw/", gegevens(gastheren=[w.deur.pk]))
    nieuw = Activiteit.objects.get(naam="Tuingroep")
    assert antwoord.url == adres(nieuw)
    assert (nieuw.kamer, nieuw.gevoelig, list(nieuw.gastheren.all())) == (w.top, False, [w.deur])
    dubbel = client.post(f"{LIJST}nieuw/", gegevens(naam="tuingroep"))
    assert dubbel.status_code == 422
    assert "al een activiteit" in tekst(dubbel)
    assert Activiteit.objects.filter(kamer=w.top).count() == 3


def test_een_gevoelige_categorie_maakt_de_activiteit_gevoelig(w):
    ingelogd(w.coordinator).post(f"{LIJST}nieuw/", gegevens(categorie=categorie("Schuldhulptoeleiding").pk))
    assert Activiteit.objects.get(naam="Tuingroep").gevoelig


def test_een_activiteit_wijzigen(w):
    client = ingelogd(w.coordinator)
    klussen = categorie("Klussen")
    assert client.get(adres(w.brieven, "wijzig")).context["form"].initial["gevoelig"]
    client.post(adres(w.brieven, "wijzig"), gegevens(categorie=klussen.pk, gevoelig="on", gastheren=[w.deur.pk]))
    w.brieven.refresh_from_db()
    assert (w.brieven.naam, w.brieven.gevoelig, list(w.brieven.gastheren.all())) == ("Tuingroep", True, [w.deur])
    assert Indeling.objects.get(activiteit=w.brieven).categorie == klussen


def test_gastheren_zijn_van_de_eigen_kamer(w):
    vreemd = maak_gebruiker("deur", kamer=w.elders)
    antwoord = ingelogd(w.coordinator).post(adres(w.brieven, "wijzig"), gegevens(gastheren=[vreemd.pk]))
    assert antwoord.status_code == 422
    assert not w.brieven.gastheren.exists()


def test_stoppen_laat_staan_wat_er_was(w):
    w.eettafel.gastheren.add(w.deur)
    client = ingelogd(w.coordinator)
    client.post(adres(w.eettafel, "stop"), {"tot": dagen_terug(1).isoformat()})
    w.eettafel.refresh_from_db()
    assert w.eettafel.gestopt_op == dagen_terug(1)
    assert list(w.eettafel.gastheren.all()) == [w.deur]
    assert [a.naam for a in client.get(LIJST).context["table"].data] == ["Brievenhulp"]
    assert len(client.get(LIJST, {"gestopt": "on"}).context["table"].data) == 2


# --- the weekly rhythm -------------------------------------------------------------------------------------------


def ritme(activiteit) -> list[tuple[int, str, str]]:
    return [(r.weekdag, str(r.begin or ""), str(r.eind or "")) for r in activiteit.ritme.all()]


def test_de_vaste_dagen_met_hun_tijden(w):
    client = ingelogd(w.coordinator)
    client.post(f"{LIJST}nieuw/", gegevens(dagen=["2", "4"], begin="13:00", eind="15:30"))
    tuin = Activiteit.objects.get(naam="Tuingroep")
    assert ritme(tuin) == [(2, "13:00:00", "15:30:00"), (4, "13:00:00", "15:30:00")]
    assert "dinsdag 13:00–15:30, donderdag 13:00–15:30" in tekst(client.get(adres(tuin)))
    registratie.wijzig_ritme(tuin, dagen={2: (None, None), 5: (None, None)}, door=w.coordinator)
    client.post(adres(tuin, "wijzig"), gegevens(dagen=["5"]))
    assert ritme(tuin) == [(5, "", "")]
    client.post(adres(tuin, "wijzig"), gegevens())
    assert ritme(tuin) == []
    assert "geen vaste dag" in tekst(client.get(adres(tuin)))


def test_een_dag_met_een_eigen_tijd_houdt_die(w):
    negen, tien, elf = time(9), time(10), time(11)
    registratie.wijzig_ritme(w.eettafel, dagen={1: (negen, None), 3: (tien, elf)}, door=w.coordinator)
    client = ingelogd(w.coordinator)
    client.post(adres(w.eettafel, "wijzig"), gegevens(dagen=["1", "3", "5"], begin="09:00"))
    assert ritme(w.eettafel) == [(1, "09:00:00", ""), (3, "10:00:00", "11:00:00"), (5, "09:00:00", "")]
    client.post(adres(w.eettafel, "wijzig"), gegevens(dagen=["1", "3"], begin="08:00"))
    assert ritme(w.eettafel) == [(1, "08:00:00", ""), (3, "08:00:00", "")]


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"dagen": ["1"], "eind": "12:00"}, "Vul ook in hoe laat het begint"),
        ({"dagen": ["1"], "begin": "13:00", "eind": "12:00"}, "eindigt voordat hij begint"),
        ({"begin": "13:00"}, "Kies op welke dagen"),
        ({"dagen": ["1"], "begin": "straks"}, "Schrijf een tijd als"),
        ({"dagen": ["9"]}, "9"),
    ],
)
def test_een_ritme_dat_niet_kan_zegt_hoe_het_wel_moet(w, velden, zin):
    antwoord = ingelogd(w.coordinator).post(adres(w.eettafel, "wijzig"), gegevens(**velden))
    assert antwoord.status_code == 422
    assert zin in tekst(antwoord)
    assert not w.eettafel.ritme.exists()
