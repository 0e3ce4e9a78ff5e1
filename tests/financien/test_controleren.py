"""The yearly control: who writes it down, what signing freezes, and what the controls of a year say together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.schrijven import Geweigerd
from financien import controleren
from financien.models import Controle
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db
KAS, ACCOUNTANT = Controle.Door.KASCOMMISSIE, Controle.Door.ACCOUNTANT
INVOER = {
    "jaar": "2020", "door_wie": "kascommissie", "namen": "A. de Wit en B. Zwart", "bekeken": "Alle afschriften.",
    "bevinding": "Het klopt.", "positief": "ja",
}  # fmt: skip


def maak(jaar: int = 2020, door_wie: str = KAS, positief: bool | None = True, op: date | None = None) -> Controle:
    controle = Controle(
        jaar=jaar, door_wie=door_wie, namen="A. de Wit", bekeken="Alle afschriften.", bevinding="Het klopt.",
        positief=positief,
    )  # fmt: skip
    controleren.bewaar_controle(controle, door=systeem())
    return controleren.teken_controle(controle, op=op, door=systeem()) if op else controle


def client(rol: str) -> Client:
    ingelogd = Client()
    ingelogd.force_login(maak_gebruiker(rol))
    return ingelogd


def test_van_concept_tot_getekend_op_het_scherm():
    penningmeester, lijst = client("penningmeester"), reverse("financien:controles")
    assert "Nog geen controle" in penningmeester.get(lijst).content.decode()
    antwoord = penningmeester.post(reverse("financien:controle_nieuw"), INVOER)
    gemaakt = Controle.objects.get()
    adres = reverse("financien:controle", args=[gemaakt.pk])
    assert antwoord.headers["Location"] == adres
    assert "nog niet getekend" in penningmeester.get(lijst).content.decode()
    assert controleren.jaarcontrole_over(date(2020, 1, 1), date(2020, 12, 31)) is None
    teken = reverse("financien:controle_teken", args=[gemaakt.pk])
    assert penningmeester.post(teken, {"getekend_op": "2021-02-12"}).headers["Location"] == adres
    pagina = penningmeester.get(adres).content.decode()
    assert "12 februari 2021" in pagina
    assert "Vastleggen als getekend" not in pagina
    wijzig = reverse("financien:controle_wijzig", args=[gemaakt.pk])
    assert penningmeester.post(wijzig, INVOER | {"bevinding": "Anders"}).headers["Location"] == adres
    assert penningmeester.post(reverse("financien:controle_weg", args=[gemaakt.pk])).headers["Location"] == adres
    assert Controle.objects.get().bevinding == "Het klopt."
    assert "A. de Wit en B. Zwart" in client("bureau").get(adres).content.decode()


@pytest.mark.parametrize(
    ("anders", "tekst"),
    [
        ({"jaar": ""}, "Vul het jaar in dat is gecontroleerd."),
        ({"jaar": "20000"}, "2100"),
        ({"jaar": "vorig"}, "heel getal"),
        ({"door_wie": ""}, "Kies wie controleerde."),
        ({"door_wie": "koning"}, "koning"),
        ({"namen": " "}, "Vul in wie controleerde."),
        ({"bekeken": ""}, "Schrijf op wat er is bekeken."),
        ({"bevinding": ""}, "Schrijf op wat eruit kwam."),
        ({"bevinding": "a\0b"}, "Null"),
        ({"positief": "misschien"}, "misschien"),
        ({"bekeken": "BSN 111222333"}, "BSN"),
    ],
)
def test_wat_niet_klopt_staat_bij_het_veld_en_wordt_niet_bewaard(anders: dict[str, str], tekst: str):
    antwoord = client("penningmeester").post(reverse("financien:controle_nieuw"), INVOER | anders)
    assert antwoord.status_code == 422
    assert tekst in antwoord.content.decode()
    assert not Controle.objects.exists()


def test_een_tweede_van_dezelfde_soort_in_een_jaar_is_er_niet():
    maak()
    antwoord = client("penningmeester").post(reverse("financien:controle_nieuw"), INVOER)
    assert "Deze controle is er al voor dit jaar." in antwoord.content.decode()
    maak(2020, ACCOUNTANT)
    maak(2021)
    assert Controle.objects.count() == 3


@pytest.mark.parametrize(
    ("op", "tekst"),
    [("2020-12-31", "nog niet voorbij"), ("2099-01-01", "toekomst"), ("", "op welke dag"), ("ooit", "geldige datum")],
)
def test_tekenen_kan_pas_na_het_jaar(op: str, tekst: str):
    controle = maak()
    antwoord = client("penningmeester").post(
        reverse("financien:controle_teken", args=[controle.pk]), {"getekend_op": op}
    )
    assert antwoord.status_code == 422
    assert tekst in antwoord.content.decode()
    assert Controle.objects.get().getekend_op is None


def test_tekenen_kan_niet_zonder_oordeel_en_niet_twee_keer():
    with pytest.raises(Geweigerd, match="of het oordeel positief is"):
        maak(positief=None, op=date(2021, 2, 1))
    controle = maak(2019, op=date(2020, 2, 1))
    with pytest.raises(Geweigerd, match="al getekend op 1 februari 2020"):
        controleren.teken_controle(controle, op=date(2021, 1, 1), door=systeem())
    with pytest.raises(Geweigerd, match="verandert niet meer"):
        controleren.verwijder_controle(controle, door=systeem())
    with pytest.raises(Geweigerd, match="apart"):
        controleren.bewaar_controle(controle, door=systeem())


@pytest.mark.parametrize(
    ("kas", "accountant", "positief", "zin"),
    [
        (True, None, True, "Kascommissie positief, getekend op 1 februari 2021. Van de accountant is er geen"),
        (True, True, True, "positief, getekend op 1 februari 2021; accountant positief, getekend op 2 maart 2021."),
        (True, False, False, "accountant niet positief, getekend op 2 maart 2021."),
        (False, None, False, "kascommissie niet positief"),
    ],
)
def test_wat_een_jaar_zegt(kas: bool, accountant: bool | None, positief: bool, zin: str):
    if accountant is not None:
        maak(2020, ACCOUNTANT, accountant, date(2021, 3, 2))
    maak(2020, KAS, kas, date(2021, 2, 1))
    maak(2021, ACCOUNTANT)
    samen = controleren.jaarcontrole_over(date(2020, 1, 1), date(2020, 12, 31))
    assert samen is not None
    assert samen.positief is positief
    assert zin.lower() in samen.zin.lower()


def test_het_laatste_jaar_dat_in_de_dagen_eindigt_telt(django_assert_num_queries: Any):
    maak(2019, KAS, False, date(2020, 2, 1))
    maak(2020, KAS, True, date(2021, 2, 1))
    with django_assert_num_queries(1):
        twee = controleren.jaarcontrole_over(date(2019, 4, 1), date(2020, 12, 31))
    assert twee is not None
    assert twee.jaar == 2020
    een = controleren.jaarcontrole_over(date(2019, 4, 1), date(2020, 12, 30))
    assert een is not None
    assert een.jaar == 2019
    assert controleren.jaarcontrole_over(date(2020, 1, 1), date(2020, 6, 30)) is None


@pytest.mark.parametrize("rol", ["coordinator", "gemeente", "corporatie", "deur", "beheerder"])
def test_de_controle_gaat_over_al_het_geld_en_is_niet_voor_een_kamer(rol: str):
    ingelogd = Client()
    van_een_kamer = {"kamer": maak_kamer()} if rol in ("coordinator", "deur") else {}
    ingelogd.force_login(maak_gebruiker(rol, **van_een_kamer))
    assert ingelogd.get(reverse("financien:controles")).status_code == 403
    assert ingelogd.get(reverse("financien:controle", args=[maak().pk])).status_code == 403


def test_evenveel_vragen_bij_een_en_bij_drie():
    bureau, aantallen = client("bureau"), []
    for jaren in ((2018,), (2019, 2020)):
        for jaar in jaren:
            maak(jaar)
        with CaptureQueriesContext(connection) as gesteld:
            bureau.get(reverse("financien:controles"))
        aantallen.append(len(gesteld))
    assert aantallen[0] == aantallen[1]
