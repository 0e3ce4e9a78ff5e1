"""Taps that a screen sends: each key once, whoever sends it and however often; one bad tap stops no other."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers import deurtaal
from buurtwerkkamers.models import Bevoegdheid, Kamer, Logregel
from deelnemers import registratie
from deelnemers.models import Deelname, Deelnemer, Telling, Tik
from tests.deelnemers.wereld import dagen_terug, ingelogd, kwam, maak_wereld, schrijf_in, vandaag
from tests.fabrieken import maak_activiteit, maak_gebruiker

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return maak_wereld()


def tik(w: Any, wat: str = "aanwezig", **velden: Any) -> dict[str, Any]:
    """One tap as the script sends it: Fatima at the eettafel, today, by the volunteer at the door."""
    gewoon = {
        "sleutel": str(uuid.uuid4()),
        "wat": wat,
        "activiteit": w.eettafel.pk,
        "deelnemer": w.fatima.pk if wat in ("aanwezig", "afwezig") else None,
        "datum": vandaag().isoformat(),
        "door": w.deur.pk,
        "laat": True,
    }
    return {**gewoon, **velden}


def stuur(gebruiker: Any, *tikken: Any, kamer: str = "top", status: int = 200) -> list[dict[str, Any]]:
    antwoord = ingelogd(gebruiker).post(
        f"/aanwezig/{kamer}/tikken/", json.dumps({"tikken": tikken}), content_type="application/json"
    )
    assert antwoord.status_code == status, antwoord.content[:300]
    return antwoord.json()["uitslagen"] if status == 200 else []


def uitslagen(antwoord: list[dict[str, Any]]) -> list[str]:
    return [regel["uitslag"] for regel in antwoord]


# --- each key once -----------------------------------------------------------------------------------------------


def test_een_tik_is_een_keer_gedaan_hoe_vaak_hij_ook_komt(w):
    nieuw = tik(w, "nieuw", deelnemer=None, voornaam="Wei")
    rij = [tik(w), nieuw, tik(w, "telling", stap=1), tik(w, "telling", stap=1, soort="kinderen")]
    eerste = stuur(w.deur, *rij)
    assert uitslagen(eerste) == ["gedaan"] * 4
    assert stuur(w.deur, *rij) == eerste
    assert stuur(w.deur, *rij, *rij) == eerste * 2
    assert Deelname.objects.count() == 2
    assert Deelnemer.objects.count() == 5
    assert dict(Telling.objects.values_list("soort", "aantal")) == {"": 1, "kinderen": 1}
    assert eerste[1]["deelnemer"] == Deelnemer.objects.get(persoonsgegevens__voornaam="Wei").pk
    assert Tik.objects.count() == 4


def test_een_oude_tik_die_opnieuw_komt_draait_een_latere_niet_terug(w):
    melden, afmelden = tik(w), tik(w, "afwezig")
    stuur(w.deur, melden)
    stuur(w.deur, melden, afmelden)
    stuur(w.deur, melden)
    assert not Deelname.objects.exists()


def test_aanwezig_en_afwezig_mogen_vaker_met_een_andere_sleutel(w):
    assert uitslagen(stuur(w.deur, tik(w), tik(w))) == ["gedaan", "gedaan"]
    assert Deelname.objects.count() == 1
    assert uitslagen(stuur(w.deur, tik(w, "afwezig"), tik(w, "afwezig"))) == ["gedaan", "gedaan"]
    assert not Deelname.objects.exists()


def test_een_telling_zakt_niet_onder_nul(w):
    stappen = [-1, 1, 1, -1, -1, -1, 5]
    assert set(uitslagen(stuur(w.deur, *[tik(w, "telling", stap=stap) for stap in stappen]))) == {"gedaan"}
    assert Telling.objects.get().aantal == 5


def test_wie_nieuw_is_kan_in_dezelfde_rij_ook_weer_weg(w):
    nieuw = tik(w, "nieuw", voornaam="Wei", achternaam="C")
    weg = tik(w, "afwezig", deelnemer=None, van=nieuw["sleutel"])
    antwoord = stuur(w.deur, nieuw, weg)
    assert uitslagen(antwoord) == ["gedaan", "gedaan"]
    assert antwoord[0]["deelnemer"] == antwoord[1]["deelnemer"]
    assert not Deelname.objects.exists()
    assert Deelnemer.objects.filter(persoonsgegevens__zoeknaam="wei c").exists()


# --- one bad tap -------------------------------------------------------------------------------------------------


def test_een_tik_die_niet_kan_houdt_de_andere_niet_op(w):
    Kamer.objects.filter(pk=w.top.pk).update(open_vanaf=dagen_terug(2))
    te_vroeg = tik(w, door=w.coordinator.pk, datum=dagen_terug(5).isoformat())  # the database refuses this one
    rij = [tik(w), te_vroeg, tik(w, deelnemer=w.vreemd.pk), {"sleutel": "x"}, 7, tik(w, deelnemer=w.riet.pk)]
    antwoord = stuur(w.coordinator, *rij)
    assert uitslagen(antwoord) == ["gedaan", "geweigerd", "geweigerd", "geweigerd", "geweigerd", "gedaan"]
    assert "ligt voor de opening" in antwoord[1]["reden"]
    assert antwoord[3]["sleutel"] == "x"
    assert Deelname.objects.count() == 2
    assert stuur(w.coordinator, *rij) == antwoord


@pytest.mark.parametrize(
    "velden",
    [
        {"wat": "weg"},
        {"wat": ["aanwezig"]},
        {"datum": "gisteren"},
        {"datum": None},
        {"datum": "1920-01-01"},
        {"sleutel": "geen-sleutel"},
        {"sleutel": None},
        {"activiteit": "1"},
        {"activiteit": 2**63},
        {"activiteit": -1},
        {"deelnemer": True},
        {"deelnemer": None},
        {"deelnemer": 10**12},
        {"door": 10**12},
        {"door": None},
        {"van": "x", "deelnemer": None},
        {"van": str(uuid.uuid4()), "deelnemer": None},
        {"wat": "telling"},
        {"wat": "telling", "stap": 0},
        {"wat": "telling", "stap": 1.5},
        {"wat": "telling", "stap": 10**9},
        {"wat": "telling", "stap": 1, "soort": "robots"},
        {"wat": "telling", "stap": 1, "soort": ["kinderen"]},
        {"wat": "nieuw"},
        {"wat": "nieuw", "voornaam": "   "},
        {"wat": "nieuw", "voornaam": "Wei\0"},
        {"wat": "nieuw", "voornaam": "Wei\ud83d"},
        {"wat": "nieuw", "voornaam": "x" * 81},
        {"wat": "nieuw", "voornaam": "Wei", "achternaam": "111222333"},
    ],
)
def test_rare_tikken_worden_geweigerd_en_breken_niets(w, velden):
    (antwoord,) = stuur(w.deur, tik(w, **velden))
    assert antwoord["uitslag"] == "geweigerd"
    assert antwoord["reden"]
    assert not antwoord["reden"].startswith("tik.")
    assert not Deelname.objects.exists()
    assert not Telling.objects.exists()
    assert Deelnemer.objects.count() == 4


@pytest.mark.parametrize(
    "lijf",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"tikken": 1}',
        '{"tikken": []}',
        '{"tikken":',
        "\0",
        '{"tikken": {}}',
        pytest.param("[" * 200_000, id="diep"),
    ],
)
def test_wat_geen_rij_tikken_is_krijgt_400(w, lijf):
    antwoord = ingelogd(w.deur).post("/aanwezig/top/tikken/", lijf, content_type="application/json")
    assert antwoord.status_code == 400


def test_hoogstens_honderd_tegelijk(w):
    stuur(w.deur, *[tik(w, "telling", stap=1) for _ in range(100)])
    stuur(w.deur, *[tik(w, "telling", stap=1) for _ in range(101)], status=400)
    assert Telling.objects.get().aantal == 100


# --- who tapped, and who sends -----------------------------------------------------------------------------------


def test_wie_tikte_blijft_staan_ook_als_een_ander_verstuurt(w):
    ander = maak_gebruiker("deur", kamer=w.top)
    stuur(ander, tik(w), tik(w, "nieuw", voornaam="Wei"))
    assert set(Deelname.objects.values_list("geregistreerd_door", flat=True)) == {w.deur.pk}
    assert set(Tik.objects.values_list("door", "verstuurd_door")) == {(w.deur.pk, ander.pk)}


@pytest.mark.parametrize("wie", ["bureau", "penningmeester", "gemeente"])
def test_wie_hier_niet_registreert_verstuurt_niets(w, wie):
    stuur(getattr(w, wie), tik(w), status=403)


def test_een_andere_kamer_neemt_niets_aan(w):
    stuur(w.coordinator_elders, tik(w), status=404)
    antwoord = stuur(w.coordinator_elders, tik(w), kamer="elders")  # the activity is of another kamer
    assert uitslagen(antwoord) == ["geweigerd"]
    assert not Deelname.objects.exists()


def test_een_sleutel_van_een_andere_kamer_verraadt_niets(w):
    eerste = tik(w)
    stuur(w.deur, eerste)
    (antwoord,) = stuur(w.coordinator_elders, {**eerste, "activiteit": w.elders_eten.pk}, kamer="elders")
    assert (antwoord["uitslag"], antwoord["deelnemer"]) == ("geweigerd", None)


def test_wie_tikte_moet_die_dag_bij_die_kamer_hebben_mogen_registreren(w):
    oud = maak_gebruiker("deur", kamer=w.top)
    Bevoegdheid.objects.filter(gebruiker=oud).update(tot=dagen_terug(1))
    vandaag_niet, gisteren_wel = tik(w, door=oud.pk), tik(w, door=oud.pk, datum=dagen_terug(1).isoformat())
    elders, bureau = tik(w, door=w.coordinator_elders.pk), tik(w, door=w.bureau.pk)
    antwoord = stuur(w.deur, vandaag_niet, gisteren_wel, elders, bureau)
    assert uitslagen(antwoord) == ["geweigerd", "gedaan", "geweigerd", "geweigerd"]
    assert "mocht op die dag niet" in antwoord[0]["reden"]
    assert Deelname.objects.get().datum == dagen_terug(1)


def test_gevoelig_alleen_van_wie_gastheer_of_coordinator_is(w):
    def op_brieven(wie):
        return tik(w, activiteit=w.brieven.pk, door=wie.pk)

    gastheer = maak_gebruiker("deur", kamer=w.top)
    w.brieven.gastheren.add(gastheer)
    antwoord = stuur(w.deur, op_brieven(w.deur), op_brieven(gastheer), op_brieven(w.coordinator))
    assert uitslagen(antwoord) == ["geweigerd", "gedaan", "gedaan"]
    assert Deelname.objects.get().geregistreerd_door == gastheer


@pytest.mark.parametrize(
    ("wie", "verstuurt", "dagen", "laat", "kan"),
    [
        ("deur", "deur", 1, True, True),  # without network over midnight
        ("deur", "deur", 7, True, True),
        ("deur", "deur", 8, True, False),
        ("deur", "deur", 1, False, False),
        ("coordinator", "coordinator", 100, False, True),
        ("coordinator", "deur", 100, False, False),  # a volunteer cannot pass for the coordinator
        ("deur", "coordinator", 100, False, False),
        ("coordinator", "coordinator", -1, False, False),
    ],
)
def test_een_andere_dag(w, wie, verstuurt, dagen, laat, kan):
    een = tik(w, door=getattr(w, wie).pk, datum=dagen_terug(dagen).isoformat(), laat=laat)
    assert uitslagen(stuur(getattr(w, verstuurt), een)) == ["gedaan" if kan else "geweigerd"]
    assert Deelname.objects.exists() is kan


def test_na_de_laatste_keer_kan_niet_meer(w):
    w.eettafel.gestopt_op = dagen_terug(1)
    w.eettafel.save()
    assert uitslagen(stuur(w.deur, tik(w))) == ["geweigerd"]


def test_een_samengevoegde_kaart_wordt_de_kaart_die_geldt(w):
    dubbel = schrijf_in(w.top, "Fatma", "Bakkali")
    registratie.voeg_samen(van=dubbel, naar=w.fatima, door=w.bureau)
    antwoord = stuur(w.deur, tik(w, deelnemer=dubbel.pk))
    assert antwoord[0]["deelnemer"] == w.fatima.pk
    assert Deelname.objects.get().deelnemer == w.fatima


def test_de_reden_staat_in_de_taal_van_wie_verstuurt(w):
    w.deur.taal = "tr"
    w.deur.save()
    (antwoord,) = stuur(w.deur, tik(w, deelnemer=w.vreemd.pk))
    assert antwoord["reden"] == deurtaal.tekst("tik.nee.persoon", "tr")


# --- what the page asks ------------------------------------------------------------------------------------------


def test_de_sleutel_is_er_alleen_voor_wie_is_ingelogd(w, client):
    assert client.get("/aanwezig/sleutel/").status_code == 401
    antwoord = ingelogd(w.deur).get("/aanwezig/sleutel/")
    assert antwoord.json()["gebruiker"] == w.deur.pk
    assert len(antwoord.json()["csrf"]) > 20
    assert "no-store" in antwoord["Cache-Control"]


def test_zonder_csrf_sleutel_gebeurt_er_niets(w):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(w.deur)
    lijf = json.dumps({"tikken": [tik(w)]})
    pad = "/aanwezig/top/tikken/"
    assert client.post(pad, lijf, content_type="application/json").status_code == 403
    csrf = client.get("/aanwezig/sleutel/").json()["csrf"]
    antwoord = client.post(pad, lijf, content_type="application/json", headers={"X-CSRFToken": csrf})
    assert antwoord.status_code == 200


def vraag(gebruiker, activiteit, naam, **vragen):
    antwoord = ingelogd(gebruiker).get(reverse(f"aanwezig:{naam}", args=[activiteit.kamer.slug, activiteit.pk]), vragen)
    return antwoord.json() if antwoord.status_code == 200 else antwoord.status_code


def test_een_tweede_tablet_ziet_wie_er_is(w):
    kwam(w.eettafel, w.fatima, op=vandaag())
    stuur(w.deur, tik(w, "telling", stap=2, soort="ouderen"))
    stand = vraag(w.deur, w.eettafel, "stand")
    assert stand["aanwezig"] == [[w.fatima.pk, "Fatima B.", "", True]]
    assert stand["telling"]["ouderen"] == 2
    assert stand["vandaag"] == vandaag().isoformat()
    assert vraag(w.deur, w.eettafel, "stand", datum=dagen_terug(1).isoformat()) == 403
    assert vraag(w.bureau, w.brieven, "stand") == 403  # only after a reason
    assert vraag(w.deur, w.brieven, "stand") == 404
    assert not Logregel.objects.exists()


def test_zoeken_vindt_op_een_stuk_en_ook_zoals_het_klinkt(w):
    kwam(w.eettafel, w.fatima, op=vandaag())
    assert vraag(w.deur, w.eettafel, "zoek", zoek="bakk")["mensen"] == [[w.fatima.pk, "Fatima B.", "", True]]
    assert vraag(w.deur, w.eettafel, "zoek", zoek="Fatiema")["mensen"][0][0] == w.fatima.pk
    assert vraag(w.deur, w.eettafel, "zoek", zoek="bram")["mensen"] == []
    assert vraag(w.deur, w.eettafel, "zoek", zoek="\0 ")["mensen"] == []
    assert vraag(w.bureau, w.eettafel, "zoek", zoek="fat") == 403


def test_wie_lijkt_op_een_nieuwe_naam(w):
    adres = reverse("aanwezig:lijkt", args=["top", w.eettafel.pk])
    antwoord = ingelogd(w.deur).post(adres, {"voornaam": "Fatma", "achternaam": "B"})
    assert antwoord.json()["mensen"] == [[w.fatima.pk, "Fatima B.", "", False]]
    assert ingelogd(w.deur).post(adres, {"voornaam": " "}).json()["mensen"] == []
    assert ingelogd(w.deur).post(adres, {"voornaam": "Bram", "achternaam": "Elderman"}).json()["mensen"] == []


def test_de_app_en_haar_pagina_zonder_internet_houden_geen_namen(w, client):
    kwam(w.eettafel, w.fatima, op=vandaag())
    for pad in ("/dienst.js", "/manifest.webmanifest", "/aanwezig/offline/"):
        for wie in (client, ingelogd(w.deur)):
            antwoord = wie.get(pad)
            assert antwoord.status_code == 200
            assert "Cache-Control" in antwoord
            for naam in ("Fatima", "Dora", "TOP", "csrf"):
                assert naam not in antwoord.content.decode(), (pad, naam)
    bron = client.get("/dienst.js").content.decode()
    assert '"/aanwezig/offline/"' in bron
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/aanwezig/"


@pytest.mark.parametrize("taal", list(deurtaal.TALEN))
def test_de_schermen_in_elke_taal(w, taal):
    w.deur.taal = taal
    w.deur.save()
    kwam(w.eettafel, w.fatima, op=vandaag())
    client = ingelogd(w.deur)
    for pad in ("/aanwezig/top/", f"/aanwezig/top/{w.eettafel.pk}/", f"/aanwezig/top/{w.eettafel.pk}/nieuw/"):
        pagina = client.get(pad).content.decode()
        assert f'<html lang="{taal}" dir="{"rtl" if taal == "ar" else "ltr"}">' in pagina
    pagina = client.get(f"/aanwezig/top/{w.eettafel.pk}/").content.decode()
    assert deurtaal.tekst("aanwezig.alle_activiteiten", taal) in pagina
    assert "Fatima B." in pagina  # what the room wrote stays as it is


def test_een_tik_vraagt_de_database_even_vaak_bij_een_drukke_kamer(w):
    def vragen() -> int:
        client = ingelogd(w.deur)
        with CaptureQueriesContext(
            connection,
        ) as gedaan:
            client.post("/aanwezig/top/tikken/", json.dumps({"tikken": [tik(w)]}), content_type="application/json")
        return len(gedaan)

    eerst = vragen()
    for _ in range(3):
        kwam(maak_activiteit(w.top), schrijf_in(w.top, "Bo"), op=vandaag())
    Deelname.objects.filter(activiteit=w.eettafel).delete()
    assert vragen() == eerst
    assert eerst <= 20  # of which eleven are log-in, session and history of any post
