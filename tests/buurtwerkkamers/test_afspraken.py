"""Agreements: who sees which, targets as printed and as read, changing them, and a new version."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from buurtwerkkamers import afspraken
from buurtwerkkamers.models import Afspraak, Indicator, Streefwaarde
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.streefwaarden import lees_streefwaarde
from tests.fabrieken import Huis, Rol, maak_afspraak, maak_huis, maak_indicator, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def concept(huis: Huis) -> Afspraak:
    afspraak = maak_afspraak(partijen=[huis.gemeente, huis.corporatie])
    maak_indicator(afspraak, "Sleutelhouders", doelen={huis.eigen: "> 20", huis.ander: "> 15"}, groep="OUTPUT")
    maak_indicator(afspraak, "Minder overlast", doelen={huis.eigen: "> 10 op 20"}, groep="IMPACT", corporatie=True)
    return afspraak


@pytest.fixture
def afspraak(concept: Afspraak) -> Afspraak:
    return afspraken.onderteken(concept, getekend_op=date(2020, 3, 24), door=systeem())


def pagina(client: Client, gebruiker: Any, afspraak: Afspraak) -> Any:
    client.force_login(gebruiker)
    return client.get(afspraak.get_absolute_url())


@pytest.mark.parametrize(
    ("gedrukt", "gelezen"),
    [
        ("> 10 op 20", "meer dan 10 van de 20"),
        ("> 50%", "meer dan 50%"),
        ("200", "minstens 200"),
        ("minimaal 1.250", "minstens 1.250"),
        ("< 5", "minder dan 5"),
        ("= 3", "precies 3"),
        ("Positief", "niet onder nul"),
        ("nog te vroeg", "in woorden, niet te vergelijken"),
    ],
)
def test_een_streefwaarde_staat_er_zoals_gelezen(gedrukt: str, gelezen: str) -> None:
    assert afspraken.in_woorden(lees_streefwaarde(gedrukt)) == gelezen


def test_de_pagina_toont_gedrukt_en_gelezen(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    tekst = pagina(client, huis.gebruikers[Rol.BUREAU], afspraak).content.decode()
    for woord in ("24 maart 2020", "1 januari t/m 31 december 2020", "&gt; 10 op 20", "meer dan 10 van de 20"):
        assert woord in tekst, woord
    assert tekst.index("OUTPUT") < tekst.index("IMPACT"), "groepen in de volgorde van de afspraak"


def test_een_corporatie_ziet_alleen_wat_voor_haar_gemerkt_is(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    tekst = pagina(client, huis.gebruikers[Rol.CORPORATIE], afspraak).content.decode()
    assert "Minder overlast" in tekst
    assert "Sleutelhouders" not in tekst
    assert "Sleutelhouders" in pagina(client, huis.gebruikers[Rol.GEMEENTE], afspraak).content.decode()


def test_wie_geen_partij_is_vindt_de_afspraak_niet(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE):
        assert pagina(client, huis.vreemden[rol], afspraak).status_code == 404
        assert afspraak.naam not in client.get(reverse("afspraken:lijst")).content.decode()


def test_een_coordinator_ziet_de_doelen_van_de_eigen_kamer(client: Client, huis: Huis, concept: Afspraak) -> None:
    assert pagina(client, huis.gebruikers[Rol.COORDINATOR], concept).context["kamers"] == [huis.eigen]
    Streefwaarde.objects.filter(kamer=huis.ander).delete()
    assert pagina(client, huis.vreemden[Rol.COORDINATOR], concept).status_code == 404


# --- changing ---------------------------------------------------------------------------------------------------


def test_het_bureau_maakt_een_afspraak_met_een_indicator(client: Client, huis: Huis) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    kop = {"naam": "Afspraak 2027", "van": "2027-01-01", "tm": "2027-12-31", "partijen": [huis.gemeente.pk]}
    lijst = client.get(reverse("afspraken:nieuw")).context["form"].initial["categorielijst"]
    client.post(reverse("afspraken:nieuw"), {**kop, "categorielijst": lijst.pk})
    afspraak = Afspraak.objects.get(naam="Afspraak 2027")
    regel = {"groep": "PROCES", "naam": "Formulieren", "eenheid": "uniek", f"doel_{huis.eigen.pk}": " 150 "}
    client.post(reverse("afspraken:indicator_nieuw", args=[afspraak.pk]), regel)
    indicator = Indicator.objects.get(afspraak=afspraak)
    assert (indicator.meetregel, indicator.categorie.naam) == ("uniek_categorie", "Formulieren"), "herkend aan de naam"
    assert [(s.kamer, s.tekst, s.waarde) for s in indicator.streefwaarde_set.all()] == [(huis.eigen, "150", 150)]


def test_alleen_wat_anders_is_wordt_geschreven(huis: Huis, concept: Afspraak) -> None:
    geschiedenis = apps.get_model("buurtwerkkamers", "StreefwaardeEvent").objects
    indicator = Indicator.objects.get(naam="Sleutelhouders")
    voor = geschiedenis.count()
    doelen = {huis.eigen: "> 20", huis.ander: "> 30"}
    afspraken.bewaar_indicator(indicator, doelen=doelen, door=systeem())
    assert geschiedenis.count() == voor + 1
    afspraken.bewaar_indicator(indicator, doelen={huis.eigen: "", huis.ander: "> 30"}, door=systeem())
    assert [s.kamer for s in indicator.streefwaarde_set.all()] == [huis.ander]
    assert geschiedenis.latest("pgh_id").tekst == "> 20", "wat weg is, blijft terug te vinden"


def test_een_indicator_met_een_naam_die_er_al_is_wordt_geweigerd(client: Client, huis: Huis, concept: Afspraak) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    regel = {"groep": "PROCES", "naam": "Sleutelhouders", "eenheid": "aantal"}
    antwoord = client.post(reverse("afspraken:indicator_nieuw", args=[concept.pk]), regel)
    assert "Deze indicator staat al in de afspraak." in antwoord.content.decode()


def test_een_afspraak_die_eindigt_voor_zij_begint_wordt_geweigerd(huis: Huis, concept: Afspraak) -> None:
    concept.tm = date(2019, 1, 1)
    with pytest.raises(Geweigerd, match="laatste dag van de afspraak"):
        afspraken.bewaar_afspraak(concept, partijen=[], door=systeem())
    assert concept.partijen.count() == 2, "alles of niets"


def test_een_nieuwe_versie_is_een_kopie_en_laat_de_oude_staan(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    adres = reverse("afspraken:nieuwe_versie", args=[afspraak.pk])
    assert "Schrijf op waarom er een nieuwe versie komt." in client.post(adres, {"reden": " "}).content.decode()
    antwoord = client.post(adres, {"reden": "Grotere ruimte"})
    nieuw = Afspraak.objects.get(versie=2)
    assert antwoord.url == nieuw.get_absolute_url()
    assert (nieuw.vorige, nieuw.getekend_op, nieuw.naam) == (afspraak, None, afspraak.naam)
    assert nieuw.reden == "Grotere ruimte"
    assert set(nieuw.partijen.all()) == set(afspraak.partijen.all())

    def inhoud(versie: Afspraak) -> list[tuple[Any, ...]]:
        doelen = Streefwaarde.objects.filter(indicator__afspraak=versie).order_by("indicator__volgorde", "kamer")
        return list(doelen.values_list("indicator__naam", "indicator__corporatie", "kamer", "tekst", "waarde", "basis"))

    assert inhoud(nieuw) == inhoud(afspraak)
    assert len(inhoud(nieuw)) == 3
    indicator = nieuw.indicator_set.get(naam="Sleutelhouders")
    afspraken.bewaar_indicator(indicator, doelen={huis.eigen: "> 99"}, door=systeem())
    assert Streefwaarde.objects.filter(indicator__afspraak=afspraak, tekst="> 20").exists()
    assert "versie 2" in client.get(afspraak.get_absolute_url()).content.decode()
    derde = afspraken.maak_nieuwe_versie(afspraak, reden="Nog een", door=systeem())
    assert derde.versie == 3, "ook een kopie van een oude versie krijgt het volgende nummer"


def test_een_grotere_afspraak_kost_niet_meer_vragen(client: Client, huis: Huis, concept: Afspraak) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(huis.gebruikers[Rol.BUREAU])

    def aantal() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            client.get(concept.get_absolute_url())
        return len(gevangen)

    aantal()
    klein = aantal()
    for n in range(6):
        maak_indicator(concept, f"Nog een {n}", doelen={huis.eigen: "5", huis.ander: "6"})
    assert aantal() == klein
