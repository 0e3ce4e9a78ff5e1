"""The rates by which hours become money: who changes them, and what changes with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from buurtwerkkamers.models import Uurtarief
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.registratie import NieuweInzet
from deelnemers.tellingen import tel_uren
from tests.fabrieken import maak_deelnemer, maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db


def client(rol: str) -> Client:
    ingelogd = Client()
    ingelogd.force_login(maak_gebruiker(rol))
    return ingelogd


def test_een_nieuw_tarief_geldt_vanaf_zijn_dag_en_verandert_niets_ervoor():
    kamer = maak_kamer("TOP")
    mens = maak_deelnemer(kamer)
    dagen = (date(2021, 12, 31), date(2022, 1, 1))
    uren = [NieuweInzet(kamer.pk, mens.pk, dag, Decimal(2), "Tuin") for dag in dagen]
    registratie.leg_inzet_vast(uren, door=systeem())
    antwoord = client("penningmeester").post(
        reverse("financien:tarief_nieuw"), {"soort": "bewoner", "vanaf": "2022-01-01", "tarief": "12,50"}
    )
    assert antwoord.headers["Location"] == reverse("financien:tarieven")
    oud, nieuw, _ = (tel_uren([kamer], [Periode(*d)])[0].waarde for d in ((dagen[0],) * 2, (dagen[1],) * 2, dagen))
    assert (oud, nieuw) == (Decimal(22), Decimal(25))


@pytest.mark.parametrize(
    ("invoer", "tekst"),
    [
        ({"tarief": "elf"}, "elf"),
        ({"tarief": ""}, "Vul in hoeveel euro een uur waard is."),
        ({"tarief": "0"}, "Vul een bedrag in van meer dan 0 euro."),
        ({"vanaf": "2020-01-01"}, "Er is al een tarief vanaf deze dag."),
        ({"vanaf": "gisteren"}, "datum"),
        ({"soort": "koning"}, "koning"),
    ],
)
def test_wat_niet_kan_staat_bij_het_veld_en_wordt_niet_bewaard(invoer, tekst):
    voor = Uurtarief.objects.count()
    gegevens = {"soort": "bewoner", "vanaf": "2023-01-01", "tarief": "13"} | invoer
    pagina = client("penningmeester").post(reverse("financien:tarief_nieuw"), gegevens)
    assert pagina.status_code == 200
    assert tekst in pagina.content.decode()
    assert Uurtarief.objects.count() == voor


def test_een_fout_tarief_is_te_herstellen_en_te_verwijderen():
    penningmeester = client("penningmeester")
    gekozen = Uurtarief.objects.get(soort="bewoner", vanaf=date(2020, 1, 1))
    gegevens = {"soort": "bewoner", "vanaf": "2020-01-01", "tarief": "11,25"}
    penningmeester.post(reverse("financien:tarief", args=[gekozen.pk]), gegevens)
    gekozen.refresh_from_db()
    assert gekozen.tarief == Decimal("11.25")
    penningmeester.post(reverse("financien:tarief_weg", args=[gekozen.pk]))
    assert Uurtarief.objects.als_tarieven().op("bewoner", date(2020, 6, 1)) == Decimal("8.80")


def test_wie_geld_mag_zien_ziet_de_tarieven_en_alleen_de_penningmeester_wijzigt_ze():
    bureau = client("bureau")
    pagina = bureau.get(reverse("financien:tarieven")).content.decode()
    assert "€ 37,00" in pagina
    assert "geldt nu" in pagina
    assert reverse("financien:tarief_nieuw") not in pagina
    assert bureau.get(reverse("financien:tarief_nieuw")).status_code == 403
    assert client("gemeente").get(reverse("financien:tarieven")).status_code == 403
