"""Behind every figure of the demonstration of 2020 lies a list of exactly what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from buurtwerkkamers.models import Afspraak, Indicator, Kamer
from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Cijfer
from rapportage.dashboard.bewijs import DOET_MEE
from rapportage.dashboard.samenstelling import Vraag, stel_samen
from rapportage.demonstratie.aanbod import KAMERS
from tests.fabrieken import Rol, maak_gebruiker

pytestmark = pytest.mark.django_db
JAAR = Periode.jaar(2020)


@pytest.fixture(scope="module")
def geladen(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--klein", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def kamers(geladen: None) -> list[Kamer]:
    return [Kamer.objects.get(naam=naam) for naam in KAMERS]


@pytest.fixture
def client(kamers: list[Kamer]) -> Client:
    """Who coordinates all three kamers, and so sees every name."""
    gebruiker = maak_gebruiker(Rol.COORDINATOR, kamer=kamers[0])
    for kamer in kamers[1:]:
        gebruiker.bevoegdheid_set.create(rol=Rol.COORDINATOR, kamer=kamer)
    ingelogd = Client()
    ingelogd.force_login(gebruiker)
    return ingelogd


def lijst_achter(client: Client, adres: str) -> Any:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    return antwoord.context["bewijs"]


def in_de_lijst(client: Client, adres: str) -> tuple[int, int | None]:
    """What can be counted in the list: rows, different people or organisations; of a pair also who took part."""
    bewijs = lijst_achter(client, adres)
    rijen, soort = bewijs.maak(bewijs.rijen), urlsplit(adres).path.split("/")[3]
    if soort in ("mensen", "nieuw", "deelnames", "klussen", "groepen"):
        return len(rijen), None
    if soort == "partners":
        return len({rij.cellen[0] for rij in rijen}), None
    mensen = {rij.url for rij in rijen}
    assert "" not in mensen
    if DOET_MEE not in bewijs.kolommen:
        return len(mensen), None
    plek = bewijs.kolommen.index(DOET_MEE)
    return len(mensen), len({rij.url for rij in rijen if rij.cellen[plek] == "ja"})


def vraag(kamers: list[Kamer], kamer: Kamer | None, periode: Periode) -> Vraag:
    afspraak = Afspraak.objects.get(naam__contains="2020", getekend_op__isnull=False)
    gekozen = (kamer,) if kamer else tuple(kamers)
    return Vraag(gekozen, kamer, periode, afspraak, Periode.jaar(2022).van)


@pytest.mark.parametrize(
    ("gekozen", "periode"), [(True, JAAR), (False, Periode.halfjaar(2020, 1))], ids=["gekozen", "op woorden"]
)
def test_de_lijst_is_precies_wat_er_geteld_is(
    client: Client, kamers: list[Kamer], gekozen: bool, periode: Periode
) -> None:
    if not gekozen:
        Indicator.objects.update(categorie=None, organisatie=None, stelling=None, meetregel="")
    geteld = set()
    lijsten: dict[str, tuple[int, int | None]] = {}  # a kamer is on its own page and beside the others: one list
    for plek in (None, *kamers):
        regels = stel_samen(vraag(kamers, plek, periode)).indicatoren
        assert len(regels) == 27
        for regel in regels:
            for cijfer in (*(stand.cijfer for stand in regel.standen), regel.samen):
                if cijfer.waarde is None or not cijfer.bewijs.startswith("/dashboard/bewijs/"):
                    continue
                if cijfer.bewijs not in lijsten:
                    lijsten[cijfer.bewijs] = in_de_lijst(client, cijfer.bewijs)
                lengte, deden_mee = lijsten[cijfer.bewijs]
                verwacht = (cijfer.noemer, cijfer.teller) if cijfer.vorm == "paar" else (cijfer.waarde, None)
                assert (lengte, deden_mee) == verwacht, (plek, regel.naam, cijfer.bewijs)
                geteld.add(regel.naam)
    assert len(geteld) >= 14, "de andere hebben in 2020 geen cijfer, of komen uit enquêtes, oordelen en begroting"


def cijfers_van(kamers: list[Kamer], kamer: Kamer | None) -> Iterator[Cijfer]:
    blad = stel_samen(vraag(kamers, kamer, JAAR))
    yield from (kern.cijfer for kern in blad.kerncijfers)
    for grafiek in blad.grafieken:
        yield from (punt.cijfer for reeks in grafiek.reeksen for punt in reeks.punten)


def test_ook_achter_de_andere_cijfers_van_het_dashboard(client: Client, kamers: list[Kamer]) -> None:
    soorten = set()
    lengtes: dict[str, int] = {}
    for plek in (None, *kamers):
        for cijfer in cijfers_van(kamers, plek):
            if cijfer.waarde is None or not cijfer.bewijs.startswith("/dashboard/bewijs/"):
                continue
            soort = urlsplit(cijfer.bewijs).path.split("/")[3]
            if soort == "uren" and "soort" not in dict(parse_qsl(urlsplit(cijfer.bewijs).query)):
                continue  # hours and euros: their list is added up, not counted
            if cijfer.bewijs not in lengtes:
                lengtes[cijfer.bewijs] = in_de_lijst(client, cijfer.bewijs)[0]
            assert lengtes[cijfer.bewijs] == cijfer.waarde, (plek, cijfer.regel, cijfer.bewijs)
            soorten.add(soort)
    assert soorten >= {"mensen", "deelnames"}
