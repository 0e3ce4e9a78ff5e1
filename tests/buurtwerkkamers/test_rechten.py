"""Rights: which kamers a role reaches, from which day until which, and what the menu shows of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from buurtwerkkamers.context import MENU
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer
from buurtwerkkamers.rechten import RECHTEN, haal_kamer, kamers_met, mag, vereist, zichtbare_kamers
from tests.fabrieken import ALLE_ROLLEN, Huis, Rol, maak_gebruiker, maak_huis

pytestmark = pytest.mark.django_db
DAG = timedelta(days=1)


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


def vers(gebruiker: Gebruiker) -> Gebruiker:
    """The user as the next request gets it."""
    return Gebruiker.objects.get(pk=gebruiker.pk)


def test_een_rol_van_een_kamer_reikt_tot_die_kamer(huis: Huis) -> None:
    coordinator = huis.gebruikers[Rol.COORDINATOR]
    assert list(kamers_met(coordinator, "deelnemers.zien")) == [huis.eigen]
    assert mag(coordinator, "deelnemers.zien", huis.eigen)
    assert not mag(coordinator, "deelnemers.zien", huis.ander)
    assert haal_kamer(coordinator, "deelnemers.zien", huis.eigen.slug) == huis.eigen
    with pytest.raises(Http404):
        haal_kamer(coordinator, "deelnemers.zien", huis.ander.slug)


def test_een_rol_van_alle_kamers_reikt_ook_tot_een_nieuwe(huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    nieuw = Kamer.objects.create(naam="Nieuw")
    assert set(zichtbare_kamers(bureau)) == {huis.eigen, huis.ander, nieuw}


def test_wie_niets_met_mensen_heeft_ziet_geen_mensen(huis: Huis) -> None:
    for rol in (Rol.PENNINGMEESTER, Rol.GEMEENTE, Rol.CORPORATIE, Rol.BEHEERDER):
        for recht in ("deelnemers.zien", "aanwezig.zien", "gevoelig.zien", "gevoelig.met_reden", "deelnemers.wijzigen"):
            assert not kamers_met(huis.gebruikers[rol], recht).exists(), f"{rol} heeft {recht}"


@pytest.mark.parametrize(
    ("van", "tot", "geldt"),
    [(-1, None, True), (0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True), (0, 0, True), (1, 9, False)],
)
def test_een_rol_geldt_van_de_eerste_tot_en_met_de_laatste_dag(van: int, tot: int | None, geldt: bool) -> None:
    gebruiker, vandaag = maak_gebruiker(), timezone.localdate()
    Bevoegdheid.objects.create(
        gebruiker=gebruiker, rol=Rol.BUREAU, van=vandaag + van * DAG, tot=None if tot is None else vandaag + tot * DAG
    )
    assert mag(vers(gebruiker), "importeren") is geldt


def test_twee_rollen_tellen_op_en_lekken_niet(huis: Huis) -> None:
    """Coordinator of one kamer and at the door of the other: people of the second stay hidden."""
    gebruiker = huis.gebruikers[Rol.COORDINATOR]
    Bevoegdheid.objects.create(gebruiker=gebruiker, rol=Rol.DEUR, kamer=huis.ander)
    gebruiker = vers(gebruiker)
    assert set(kamers_met(gebruiker, "aanwezig.zien")) == {huis.eigen, huis.ander}
    assert list(kamers_met(gebruiker, "deelnemers.zien")) == [huis.eigen]


def test_niemand_ingelogd_is_nergens(huis: Huis) -> None:
    niemand: Any = AnonymousUser()
    assert not any(kamers_met(niemand, recht).exists() for recht in RECHTEN)
    assert not any(mag(niemand, recht) for recht in RECHTEN)


def test_een_recht_dat_niet_bestaat_is_een_fout(huis: Huis) -> None:
    with pytest.raises(KeyError):
        kamers_met(huis.gebruikers[Rol.BUREAU], "alles.mag")


def test_een_pagina_vraagt_een_van_haar_rechten(huis: Huis) -> None:
    @vereist("geld.wijzigen", "importeren")
    def pagina(request: Any) -> HttpResponse:
        return HttpResponse("ja")

    request = RequestFactory().get("/")
    for rol, gebruiker in huis.gebruikers.items():
        request.user = gebruiker
        if rol in (Rol.BUREAU, Rol.PENNINGMEESTER):
            assert pagina(request).status_code == 200
        else:
            with pytest.raises(PermissionDenied):
                pagina(request)


def test_elk_recht_noemt_alleen_bestaande_rollen() -> None:
    rollen = set(Bevoegdheid.Rol.values)
    assert {rol for per_rol in RECHTEN.values() for rol in per_rol} <= rollen
    assert {recht for _, _, rechten in MENU for recht in rechten} <= RECHTEN.keys()


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_het_menu_leidt_alleen_naar_wat_open_gaat(client: Client, huis: Huis, rol: str) -> None:
    client.force_login(huis.gebruikers[rol])
    menu = client.get("/").context["menu"]
    assert [punt["url"] for punt in menu if punt["actief"]] == ["/"]
    for punt in menu:
        assert client.get(punt["url"], follow=True).status_code == 200, f"{rol}: {punt['titel']}"
