"""Two people change one row: the second sees what the first stored beside what was typed; nothing is lost unseen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid
from financien import begroten
from financien.models import (
    Begrotingsregel,
    Bestemming,
    Bijdragestap,
    Boeking,
    Controle,
    Handgeldpot,
    Post,
    Verplichting,
)
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(maak_gebruiker(Bevoegdheid.Rol.PENNINGMEESTER))
    return client


def post(naam="Eten", soort="kosten") -> Post:
    return Post.objects.create(jaar=2023, soort=soort, naam=naam)


def _stap():
    bijdrage = post("Fonds", "financiering")
    rij = Bijdragestap.objects.create(bijdrage=bijdrage, stand="gevraagd", datum=date(2023, 2, 1), bedrag=D(100))
    velden = {"stand": "toegezegd", "datum": "2023-02-01", "bedrag": "100,00", "kenmerk": "", "toelichting": ""}
    return rij, reverse("financien:stap", args=[2023, bijdrage.pk, rij.pk]), velden, "bedrag", D(150), "€ 150,00"


def _verplichting():
    eten = post()
    rij = Verplichting.objects.create(post=eten, omschrijving="Zaal", bedrag=D(50), aangegaan_op=date(2023, 2, 1))
    velden = {"post": eten.pk, "omschrijving": "De zaal", "bedrag": "50", "aangegaan_op": "2023-02-01"}
    return rij, reverse("financien:verplichting", args=[rij.pk]), velden, "bedrag", D(75), "€ 75,00"


def _boeking():
    rij = Boeking.objects.create(
        post=post(), datum=date(2023, 3, 2), bedrag=D(5), omschrijving="Brood", herkomst="hand"
    )
    velden = {"omschrijving": "Kaas", "tegenpartij": ""}
    return rij, reverse("financien:boeking_wijzig", args=[rij.pk]), velden, "tegenpartij", "Bakker", "Bakker"


def _controle():
    rij = Controle.objects.create(jaar=2024, door_wie="kascommissie", namen="A", bekeken="Bonnen", bevinding="Goed")
    velden = {
        "jaar": 2024,
        "door_wie": "kascommissie",
        "namen": "A",
        "bekeken": "Kas",
        "bevinding": "Goed",
        "positief": "",
    }
    adres = reverse("financien:controle_wijzig", args=[rij.pk])
    return rij, adres, velden, "bevinding", "Er mist een bon", "Er mist een bon"


def _pot():
    kamer, deze = maak_kamer("TOP"), timezone.localdate().replace(day=1)
    rij = Handgeldpot.objects.create(kamer=kamer, vanaf=deze, voorschot=D(50), hoogstens=D(60))
    velden = {"vanaf": deze.isoformat(), "voorschot": "55", "hoogstens": "60"}
    return rij, reverse("financien:handgeld_bedragen", args=[kamer.slug]), velden, "voorschot", D(75), "€ 75,00"


@pytest.mark.parametrize("maak", [_stap, _verplichting, _boeking, _controle, _pot])
def test_wie_later_opslaat_ziet_wat_er_intussen_staat(client, maak):
    rij, adres, velden, veld, waarde, woorden = maak()
    gezien = client.get(adres).context["form"]["gezien"].value()
    type(rij).objects.filter(pk=rij.pk).update(**{veld: waarde})
    antwoord = client.post(adres, velden | {"gezien": gezien})
    assert antwoord.status_code in (200, 422)  # no redirect: nothing was stored
    inhoud = antwoord.content.decode()
    assert "Iemand anders heeft dit intussen gewijzigd." in inhoud
    assert f"Nu staat er: {woorden}." in inhoud
    rij.refresh_from_db()
    assert getattr(rij, veld) == waarde
    nu = antwoord.context["form"]["gezien"].value()
    assert client.post(adres, velden | {"gezien": nu}).status_code == 302
    rij.refresh_from_db()
    assert getattr(rij, veld) != waarde


def test_waar_geld_voor_is_wordt_niet_ongezien_overschreven(client):
    eten, huur = post(), post("Huur")
    geld = post("Fonds", "financiering")
    adres = reverse("financien:bestemming", args=[geld.jaar, geld.pk])
    gezien = client.get(adres).context["form"]["gezien"].value()
    Bestemming.objects.create(bijdrage=geld, kostenpost=eten)
    antwoord = client.post(adres, {"kostenposten": [huur.pk], "gezien": gezien})
    assert antwoord.status_code == 200
    assert f"Nu staat er: {eten.naam}, alle kamers samen." in antwoord.content.decode()
    assert [b.kostenpost for b in geld.bestemmingen.all()] == [eten]
    nu = antwoord.context["form"]["gezien"].value()
    assert client.post(adres, {"kostenposten": [huur.pk], "gezien": nu}).status_code == 302
    assert [b.kostenpost for b in geld.bestemmingen.all()] == [huur]


def test_een_stap_die_weg_is_zegt_dat(client):
    rij, adres, velden, *_ = _stap()
    rij.delete()
    assert client.post(adres, velden).status_code == 404


def test_een_rij_van_de_begroting_zegt_wat_er_intussen_staat(client):
    eten = post()
    concept = begroten.maak_begroting(2023, door=systeem())
    begroten.zet_bedragen(concept, [begroten.Bedragcel(eten, D(100), noot="oud")], door=systeem())
    adres = reverse("financien:begroting_post", args=[2023, eten.pk])
    form = client.get(adres).context["form"]
    velden = {naam: form[naam].value() or "" for naam in form.fields}
    [noot] = [naam for naam in velden if naam.startswith("noot_")]
    assert velden[noot] == "oud"
    Begrotingsregel.objects.update(noot="van een collega")
    Post.objects.update(groep="Dagelijks")
    antwoord = client.post(adres, velden | {"naam": "Eten en drinken"})
    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "Nu staat er: van een collega." in inhoud
    assert "Nu staat er: Dagelijks." in inhoud
    assert Begrotingsregel.objects.get().noot == "van een collega"
    nu = antwoord.context["form"]["gezien"].value()
    keuze = {"naam": "Eten en drinken", "groep": "Dagelijks", noot: "van een collega", "gezien": nu}
    assert client.post(adres, velden | keuze).status_code == 302
    eten.refresh_from_db()
    assert (eten.naam, eten.groep) == ("Eten en drinken", "Dagelijks")
