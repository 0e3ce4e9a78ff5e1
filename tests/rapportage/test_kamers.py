"""The pages of the kamers: the list, one kamer for each role, and adding or changing one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.models import Kamer, Wijk
from tests.fabrieken import ALLE_ROLLEN, Huis, Rol, maak_activiteit, maak_deelnemer, maak_huis, registreer

pytestmark = pytest.mark.django_db
ZIET_CIJFERS = {Rol.DEUR, Rol.COORDINATOR, Rol.BUREAU, Rol.PENNINGMEESTER}
ZIET_CATEGORIEEN = {Rol.COORDINATOR, Rol.BUREAU}


@pytest.fixture
def huis() -> Huis:
    huis = maak_huis()
    brieven = maak_activiteit(huis.eigen, "Brievenspreekuur", soort="Formulieren")
    maak_activiteit(huis.eigen, "Eettafel")
    registreer(brieven, [maak_deelnemer(huis.eigen, naam) for naam in ("Ali", "Bo")], timezone.localdate())
    return huis


def pagina(client: Client, huis: Huis, rol: str, naam: str = "kamers:kamer") -> Any:
    client.force_login(huis.gebruikers[rol])
    return client.get(reverse(naam, args=[huis.eigen.slug] if naam == "kamers:kamer" else []))


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_elke_rol_ziet_van_een_kamer_wat_erbij_hoort(client: Client, huis: Huis, rol: str) -> None:
    antwoord = pagina(client, huis, rol)
    assert ("kengetallen" in antwoord.context) is (rol in ZIET_CIJFERS)
    assert ("tabel" in antwoord.context) is (rol in ZIET_CATEGORIEEN), (
        "categorieën zeggen iets over schulden en brieven"
    )
    tekst = antwoord.content.decode()
    assert ("Brievenspreekuur" in tekst) is (rol in ZIET_CATEGORIEEN)
    assert ("Eettafel" in tekst) is (rol in ZIET_CATEGORIEEN | {Rol.DEUR})
    assert "Ali" not in tekst


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_elke_weg_van_de_kamerpagina_gaat_open(client: Client, huis: Huis, rol: str) -> None:
    antwoord = pagina(client, huis, rol)
    for titel, adres in antwoord.context["wegen"]:
        assert client.get(adres).status_code == 200, f"{rol}: {titel}"


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_de_lijst_toont_cijfers_alleen_waar_zij_voor_zijn(client: Client, huis: Huis, rol: str) -> None:
    antwoord = pagina(client, huis, rol, "kamers:lijst")
    tekst = antwoord.content.decode()
    assert ("Mensen dit jaar" in tekst) is (rol in ZIET_CIJFERS)
    assert (huis.ander.naam in tekst) is (rol not in (Rol.DEUR, Rol.COORDINATOR))
    if rol in ZIET_CIJFERS:
        assert '<td class="getal" data-label="Mensen dit jaar">2</td>' in tekst


def test_een_kamer_toevoegen_en_wijzigen(client: Client, huis: Huis) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    wijk = Wijk.objects.create(naam="Zuilen")
    velden = {"naam": "De Klop", "wijk": wijk.pk, "adres": "Voorbeeldpad 1", "open_vanaf": "2021-01-01"}
    antwoord = client.post(reverse("kamers:nieuw"), velden)
    kamer = Kamer.objects.get(naam="De Klop")
    assert antwoord.url == kamer.get_absolute_url()
    assert kamer.kleur not in {huis.eigen.kleur, huis.ander.kleur}
    tekst = client.get(kamer.get_absolute_url()).content.decode()
    for woord in ("Zuilen", "Voorbeeldpad 1", "vanaf 1 januari 2021"):
        assert woord in tekst
    client.post(reverse("kamers:wijzig", args=[kamer.slug]), {**velden, "naam": "De Nieuwe Klop"})
    kamer.refresh_from_db()
    assert (kamer.naam, kamer.slug) == ("De Nieuwe Klop", "de-klop"), "oude links blijven werken"


def test_een_kamer_die_nieuw_heet_krijgt_een_eigen_adres(client: Client, huis: Huis) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    client.post(reverse("kamers:nieuw"), {"naam": "Nieuw"})
    kamer = Kamer.objects.get(naam="Nieuw")
    assert client.get(kamer.get_absolute_url()).context["kamer"] == kamer


def test_sluiten_voor_het_laatste_bezoek_wordt_geweigerd(client: Client, huis: Huis) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    velden = {"naam": huis.eigen.naam, "gesloten_op": "2020-01-01"}
    antwoord = client.post(reverse("kamers:wijzig", args=[huis.eigen.slug]), velden)
    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors
    huis.eigen.refresh_from_db()
    assert huis.eigen.gesloten_op is None


def test_een_kamer_die_sluit_voor_zij_opent_wordt_geweigerd(client: Client, huis: Huis) -> None:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    velden = {"naam": "Kort", "open_vanaf": "2026-02-01", "gesloten_op": "2026-01-01"}
    antwoord = client.post(reverse("kamers:nieuw"), velden)
    assert "ligt voor de eerste dag" in antwoord.content.decode()
    assert not Kamer.objects.filter(naam="Kort").exists()


def test_een_lijst_van_meer_kamers_kost_niet_meer_vragen(client: Client, huis: Huis) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def aantal() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            pagina(client, huis, Rol.BUREAU, "kamers:lijst")
        return len(gevangen)

    aantal()
    klein = aantal()
    for n in range(3):
        Kamer.objects.create(
            naam=f"Nog een {n}", wijk=Wijk.objects.create(naam=f"Wijk {n}"), open_vanaf=date(2020, 1, 1)
        )
    assert aantal() == klein
