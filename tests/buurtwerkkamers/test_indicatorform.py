"""The form of an indicator: the rule says in words what it counts, and asks for the one choice it cannot do without."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from buurtwerkkamers.meetregels import MEETWIJZEN, Meetregel
from buurtwerkkamers.models import Afspraak, Categorie, Categorielijst, Indicator, Stelling
from tests.fabrieken import Huis, Rol, categorie, maak_afspraak, maak_huis, maak_organisatie

pytestmark = pytest.mark.django_db


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def afspraak(huis: Huis) -> Afspraak:
    return maak_afspraak(partijen=[huis.gemeente])


@pytest.fixture
def bureau(client: Client, huis: Huis) -> Client:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    return client


def stuur(bureau: Client, afspraak: Afspraak, **velden: Any) -> Any:
    basis = {"groep": "OUTPUT", "naam": "Proef", "eenheid": "aantal", "meetregel": ""}
    return bureau.post(reverse("afspraken:indicator_nieuw", args=[afspraak.pk]), basis | velden)


def test_elke_regel_staat_er_in_woorden(bureau: Client, afspraak: Afspraak) -> None:
    tekst = bureau.get(reverse("afspraken:indicator_nieuw", args=[afspraak.pk])).text
    for regel, wijze in MEETWIJZEN.items():
        assert Meetregel(regel).label in tekst
        assert wijze.telt in tekst
        assert wijze.over_kamers in tekst


@pytest.mark.parametrize(
    ("velden", "veld", "zin"),
    [
        ({"meetregel": "uniek_categorie"}, "categorie", "Kies in welke categorie"),
        ({"meetregel": "enquete"}, "stelling", "Kies welke vraag"),
        ({"naam": "Kookclub", "eenheid": "uniek"}, "categorie", "Kies in welke categorie"),
        ({"naam": "Iets", "eenheid": "enquête"}, "stelling", "Kies welke vraag"),
        ({"meetregel": "nonsens"}, "meetregel", "Kies een telregel uit de lijst."),
        ({"naam": ""}, "naam", "Vul in hoe de indicator heet"),
        ({"groep": ""}, "groep", "bij welke groep"),
    ],
)
def test_wat_nodig_is_wordt_gevraagd(
    bureau: Client, afspraak: Afspraak, velden: dict[str, str], veld: str, zin: str
) -> None:
    form = stuur(bureau, afspraak, **velden).context["form"]
    assert list(form.errors) == [veld]
    assert zin in form.errors[veld][0]
    assert not Indicator.objects.exists()


def test_een_organisatie_of_een_soort_niet_allebei(bureau: Client, afspraak: Afspraak) -> None:
    uwv = maak_organisatie("UWV")
    velden = {"meetregel": "doorverwezen", "organisatie": uwv.pk, "organisatiesoort": "zorg"}
    assert "niet allebei" in stuur(bureau, afspraak, **velden).text
    stuur(bureau, afspraak, **velden | {"organisatiesoort": ""})
    assert Indicator.objects.get().organisatie == uwv


def test_wat_niet_bij_de_regel_hoort_wordt_leeg(bureau: Client, afspraak: Afspraak) -> None:
    velden = {"categorie": categorie().pk, "stelling": Stelling.objects.first().pk, "klussoort": " tuindienst "}
    stuur(bureau, afspraak, meetregel="klussen", **velden)
    indicator = Indicator.objects.get()
    assert (indicator.categorie, indicator.stelling, indicator.klussoort) == (None, None, "tuindienst")
    indicator.delete()
    stuur(bureau, afspraak, meetregel="sleutelhouders", **velden)
    assert Indicator.objects.get().klussoort == ""


def test_zonder_regel_beslissen_de_woorden_met_hun_keuze(bureau: Client, afspraak: Afspraak) -> None:
    stuur(bureau, afspraak, naam="Goed overleg met partners", eenheid="enquête")
    stuur(bureau, afspraak, naam="Tuindienst", eenheid="klussen")
    stuur(bureau, afspraak, naam="Iets dat wij niet kennen")
    regels = {i.naam: (i.meetregel, i.stelling and i.stelling.code, i.klussoort) for i in Indicator.objects.all()}
    assert regels == {
        "Goed overleg met partners": ("enquete", "overleg", ""),
        "Tuindienst": ("klussen", None, "tuindienst"),
        "Iets dat wij niet kennen": ("", None, ""),
    }


def test_een_categorie_van_een_andere_lijst_kan_niet(bureau: Client, afspraak: Afspraak) -> None:
    ander = Categorie.objects.create(lijst=Categorielijst.objects.create(naam="Anders"), naam="Kookclub", volgorde=1)
    antwoord = stuur(bureau, afspraak, meetregel="uniek_categorie", categorie=ander.pk)
    assert "categorie" in antwoord.context["form"].errors
