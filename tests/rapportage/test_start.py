"""The start page: what each role sees, that its figures are those of the counting function, and where it leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from deelnemers.tellingen import tel_uniek
from financien.boekhouding import NieuweRegel, leg_regels_vast
from rapportage import antwoorden, vaststelling
from rapportage.models import Rapport
from rapportage.sjablonen import maak_sjabloon_juli_2020
from rapportage.stand import Jaarstand
from tests.fabrieken import (
    ALLE_ROLLEN,
    Huis,
    Rol,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_huis,
    maak_indicator,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db
VANDAAG = date(2026, 3, 12)


@pytest.fixture(autouse=True)
def vandaag() -> Any:
    with time_machine.travel("2026-03-12 11:00:00+01:00", tick=False):
        yield


@pytest.fixture
def huis() -> Huis:
    """Own kamer: three people this year (one of them new, one here today); other kamer: two, one of both."""
    huis = maak_huis()
    eettafel, inloop = maak_activiteit(huis.eigen, "Eettafel"), maak_activiteit(huis.ander, "Inloop")
    formulieren = maak_activiteit(huis.eigen, "Brieven", soort="Formulieren")
    ali, bo, cor, dee = (maak_deelnemer(huis.eigen, naam) for naam in ("Ali", "Bo", "Cor", "Dee"))
    registreer(eettafel, [ali, bo], date(2025, 6, 1), date(2026, 1, 8))
    registreer(eettafel, cor, VANDAAG)
    registreer(formulieren, ali, date(2026, 2, 2))
    registreer(inloop, [ali, dee], date(2026, 2, 3))
    return huis


def start(client: Client, gebruiker: Any) -> Any:
    client.force_login(gebruiker)
    antwoord = client.get("/")
    assert antwoord.status_code == 200
    return antwoord


def kengetallen(antwoord: Any) -> dict[str, Any]:
    return {k.naam: k.cijfer.waarde for blok in antwoord.context["blokken"] for k in blok.kengetallen}


def kaarten(antwoord: Any) -> dict[str, str]:
    return {k.titel: k.tekst for blok in antwoord.context["blokken"] for k in blok.kaarten}


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_alles_op_de_startpagina_leidt_ergens_heen(client: Client, huis: Huis, rol: str) -> None:
    _vul(huis)
    antwoord = start(client, huis.gebruikers[rol])
    blokken = antwoord.context["blokken"]
    adressen = {item.url for blok in blokken for item in (*blok.kaarten, *blok.kengetallen)}
    assert adressen
    for adres in adressen:
        assert client.get(adres).status_code == 200, f"{rol}: {adres}"


def _vul(huis: Huis) -> Rapport:
    """An agreement of this year, a budget that does not add up, and a report in the making."""
    afspraak = maak_afspraak("Afspraak 2026", jaar=2026, partijen=[huis.gemeente, huis.corporatie])
    maak_indicator(afspraak, "Eettafels", doelen={huis.eigen: "5", huis.ander: "5"}, corporatie=True)
    begroting = [
        ("Huur", "kosten", 900, "regel"),
        ("Totaal", "kosten", 950, "totaal"),
        ("Subsidie", "financiering", 700, "regel"),
    ]
    leg_regels_vast(
        [NieuweRegel("Begroting", 2026, s, p, begroot=Decimal(b), regelsoort=r) for p, s, b, r in begroting],
        door=systeem(),
    )
    return vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=afspraak,
        titel="Halfjaarbericht",
        van=date(2026, 1, 1),
        tm=date(2026, 6, 30),
        kamers=[huis.eigen],
        deelperioden=[],
        door=huis.gebruikers[Rol.BUREAU],
    )


def test_de_deur_gaat_recht_naar_vandaag(client: Client, huis: Huis) -> None:
    antwoord = start(client, huis.gebruikers[Rol.DEUR])
    adressen = [kaart.url for blok in antwoord.context["blokken"] for kaart in blok.kaarten]
    assert adressen == [reverse("aanwezig:kamer", args=[huis.eigen.slug])]
    assert "Ali" not in antwoord.content.decode()


def test_een_kamer_die_dicht_is_staat_niet_bij_vandaag(client: Client, huis: Huis) -> None:
    huis.ander.gesloten_op = date(2026, 3, 11)
    huis.ander.save()
    for rol in (Rol.DEUR, Rol.COORDINATOR):
        assert "niet open" in start(client, huis.vreemden[rol]).content.decode()


def test_de_coordinator_ziet_vandaag_en_dit_jaar_van_de_eigen_kamer(client: Client, huis: Huis) -> None:
    antwoord = start(client, huis.gebruikers[Rol.COORDINATOR])
    assert kengetallen(antwoord) == {"Vandaag binnen": 1, "Mensen bereikt dit jaar": 3, "Nieuw dit jaar": 1}
    tekst = antwoord.content.decode()
    assert "1 januari t/m 12 maart 2026" in tekst, "de periode staat erbij"
    assert "wie aan meer categorieën meedoet telt één keer" in tekst, "de telregel staat erbij"
    assert huis.ander.naam not in tekst


def test_de_coordinator_ziet_hoeveel_vragen_er_nog_open_staan(client: Client, huis: Huis) -> None:
    rapport = _vul(huis)
    vragen = rapport.sjabloon.onderdelen.filter(soort="vraag_per_kamer")
    coordinator = huis.gebruikers[Rol.COORDINATOR]
    assert kaarten(start(client, coordinator))["Halfjaarbericht"] == f"Nog {len(vragen)} vragen te beantwoorden"
    for vraag in vragen[1:]:
        antwoorden.beantwoord(
            rapport=rapport, onderdeel=vraag, kamer=huis.eigen, tekst="Goed.", versie=0, door=coordinator
        )
    assert kaarten(start(client, coordinator))["Halfjaarbericht"] == "Nog 1 vraag te beantwoorden"
    antwoorden.beantwoord(
        rapport=rapport, onderdeel=vragen[0], kamer=huis.eigen, tekst="Ja.", versie=0, door=coordinator
    )
    assert kaarten(start(client, coordinator))["Halfjaarbericht"] == "Alle vragen beantwoord"
    assert "Halfjaarbericht" not in kaarten(start(client, huis.vreemden[Rol.COORDINATOR]))


def test_het_bureau_ziet_de_stad_de_kamers_en_wat_niet_klopt(client: Client, huis: Huis) -> None:
    _vul(huis)
    antwoord = start(client, huis.gebruikers[Rol.BUREAU])
    assert kengetallen(antwoord)["Mensen bereikt dit jaar"] == 4, "wie in twee kamers komt telt een keer"
    gevonden = kaarten(antwoord)
    assert (gevonden["Eigen"], gevonden["Ander"]) == ("3 deelnemers", "2 deelnemers")
    assert gevonden["Begroting (2026)"] == "1 verschil"
    assert "concept" in gevonden["Halfjaarbericht"]


def test_de_penningmeester_ziet_het_saldo_en_geen_mensen(client: Client, huis: Huis) -> None:
    _vul(huis)
    antwoord = start(client, huis.gebruikers[Rol.PENNINGMEESTER])
    assert kengetallen(antwoord) == {"Verwacht saldo 2026": Decimal(-200)}
    assert "€ −200" in antwoord.content.decode()
    assert "Ali" not in antwoord.content.decode()


def test_de_gemeente_ziet_de_afgesproken_totalen_precies(client: Client, huis: Huis) -> None:
    _vul(huis)
    antwoord = start(client, huis.gebruikers[Rol.GEMEENTE])
    assert kengetallen(antwoord) == {"Eigen": 3, "Ander": 2, "Alle kamers samen": 4}
    assert "Halfjaarbericht" not in antwoord.content.decode(), "een rapport in de maak is niet voor buiten"
    vreemd = start(client, huis.vreemden[Rol.GEMEENTE])
    assert kengetallen(vreemd) == {}
    assert "Afspraak 2026" not in vreemd.content.decode()


def test_de_corporatie_ziet_geen_totalen_maar_wel_haar_afspraak(client: Client, huis: Huis) -> None:
    _vul(huis)
    antwoord = start(client, huis.gebruikers[Rol.CORPORATIE])
    assert kengetallen(antwoord) == {}
    assert "Afspraak 2026" in kaarten(antwoord)


def test_de_beheerder_ziet_geen_cijfers_over_mensen(client: Client, huis: Huis) -> None:
    antwoord = start(client, huis.gebruikers[Rol.BEHEERDER])
    assert kengetallen(antwoord) == {}
    assert {"Gebruikers", "Logboek"} <= kaarten(antwoord).keys()


def test_zonder_rol_zegt_de_pagina_wat_te_doen(client: Client) -> None:
    assert "U hebt nu geen rol" in start(client, maak_gebruiker()).content.decode()


def test_twee_rollen_geven_twee_delen(client: Client, huis: Huis) -> None:
    mens = huis.gebruikers[Rol.COORDINATOR]
    mens.bevoegdheid_set.create(rol=Rol.BEHEERDER)
    titels = [blok.titel for blok in start(client, mens).context["blokken"]]
    assert titels == ["Eigen", "Beheer"]


# --- the figures behind it ----------------------------------------------------------------------------------------


def test_de_stand_is_die_van_de_telfunctie(huis: Huis) -> None:
    stand = Jaarstand([huis.eigen, huis.ander], VANDAAG)
    geteld = {(rij.kamer, rij.categorie): rij for rij in tel_uniek([huis.eigen, huis.ander], [stand.jaar])}
    for kamer in (huis.eigen, huis.ander, None):
        assert stand.mensen(kamer).waarde == geteld[kamer, None].uniek
        assert stand.bezoeken(kamer).waarde == geteld[kamer, None].deelnames
        assert stand.nieuw(kamer).waarde == geteld[kamer, None].nieuw
    assert [aantal for _, aantal in stand.per_maand(huis.eigen)] == [2, 1, 1]
    tabel = stand.per_categorie(huis.eigen)
    assert {rij.cellen[0]: rij.cellen[1] for rij in tabel.rijen if rij.cellen[1]} == {
        "Sociaal en ontmoeting": 3, "Formulieren": 1, "Verschillende mensen": 3,
    }  # fmt: skip


def test_op_nieuwjaarsdag_zijn_dag_maand_en_jaar_dezelfde(huis: Huis) -> None:
    stand = Jaarstand([huis.eigen], date(2026, 1, 1))
    assert stand.mensen(huis.eigen).waarde == stand.mensen_vandaag(huis.eigen).waarde == 0
    assert stand.per_maand(huis.eigen) == [("januari", 0)]


@pytest.mark.parametrize("rol", [Rol.BUREAU, Rol.GEMEENTE])
def test_meer_kamers_kosten_niet_meer_vragen(client: Client, huis: Huis, rol: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.fabrieken import maak_kamer

    _vul(huis)

    def aantal() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            start(client, huis.gebruikers[rol])
        return len(gevangen)

    aantal()
    klein = aantal()
    for _ in range(3):
        maak_kamer()
    assert aantal() == klein
