"""The bank as a treasurer does it: a file, its preview, booking what is proposed, splitting, skipping; also narrow."""

from __future__ import annotations

import os
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bankbestanden import VOORBEELD, Post, camt
from django.urls import reverse

from financien.bank import aantal_te_boeken
from financien.models import Banktransactie, Boeking, Boekregel
from financien.models import Post as Begrotingspost
from tests.fabrieken import Rol, maak_gebruiker, maak_kamer

pytestmark = pytest.mark.django_db(transaction=True)
LANG = "Koninklijke Stichting Buurtsamenwerking en Wederzijdse Ondersteuning Overvecht"
MEER = [
    Post(date(2026, 3, 9), Decimal("-1234.56"), LANG, "NL39RABO0300065264", "Factuur 2026-0091 " * 8, "A5"),
    Post(date(2026, 3, 10), Decimal("752.00"), "Verhuur Ondiep BV", tekst="Huur terug", referentie="A6"),
]


def bekijk(pagina: Any, op_breedtes: Any, axe: Any, naam: str) -> None:
    for breedte in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), naam
        if beelden := os.environ.get("BEELDEN"):
            pagina.screenshot(path=f"{beelden}/bank-{naam}-{breedte}.png", full_page=True)


@pytest.fixture
def penningmeester():
    maak, kamer = Begrotingspost.objects.create, maak_kamer("TOP")
    maak(jaar=2026, soort="kosten", naam="Huur", kamer=kamer)
    maak(jaar=2026, soort="kosten", naam="Eten en drinken")
    maak(jaar=2026, soort="financiering", naam="Bijdrage Fonds Lentelicht")
    bekend = {"veld": "tegenrekening", "zoek": VOORBEELD[0].rekening, "soort": "kosten", "post": "Huur"}
    Boekregel.objects.create(**bekend, kamer=kamer, raak=6)
    return maak_gebruiker(Rol.PENNINGMEESTER)


def test_van_bestand_tot_geboekt(maak_pagina, op_breedtes, axe, penningmeester, tmp_path):
    bestand = tmp_path / "afschrift-maart.xml"
    bestand.write_bytes(camt([*VOORBEELD, *MEER]))
    pagina = maak_pagina(penningmeester)
    pagina.goto(reverse("financien:bank"))
    bekijk(pagina, op_breedtes, axe, "leeg")
    pagina.get_by_role("link", name="Bestand inlezen").first.click()
    bekijk(pagina, op_breedtes, axe, "kies")
    pagina.get_by_label("Bestand van de bank").set_input_files(bestand)
    pagina.get_by_role("button", name="Bekijk het bestand").click()
    bekijk(pagina, op_breedtes, axe, "voorbeeld")
    pagina.get_by_role("button", name="Lees 6 regels in").click()
    pagina.get_by_text("6 regels zijn nieuw ingelezen").wait_for()
    bekijk(pagina, op_breedtes, axe, "lijst")
    pagina.set_viewport_size({"width": 1280, "height": 900})
    assert pagina.get_by_role("checkbox", checked=True).count() == 1  # the rent; what came back is not ticked
    pagina.get_by_role("checkbox", name="Fonds Lentelicht").check()
    pagina.get_by_role("button", name="Boek wat is aangevinkt").click()
    pagina.get_by_role("link", name="Fonds Lentelicht: Kies een post.").wait_for()
    bekijk(pagina, op_breedtes, axe, "lijst-fout")
    pagina.get_by_label("Post voor Fonds Lentelicht").select_option(label="Bijdrage Fonds Lentelicht")
    pagina.get_by_role("button", name="Boek wat is aangevinkt").click()
    pagina.get_by_text("2 regels zijn geboekt.").wait_for()
    assert Boeking.objects.count() == 2
    pagina.get_by_role("link", name=re.compile("Splitsen.*Koninklijke")).click()
    pagina.get_by_text("Splitsen over meer posten").click()
    bekijk(pagina, op_breedtes, axe, "splitsen")
    pagina.locator("#id_regels-0-post").select_option(label="Huur")
    pagina.locator("#id_regels-0-bedrag").fill("1000")
    pagina.locator("#id_regels-1-post").select_option(label="Eten en drinken")
    pagina.locator("#id_regels-1-bedrag").fill("234")
    pagina.get_by_role("button", name="Boeken").click()
    pagina.get_by_text("Het verschil is € 0,56").wait_for()
    bekijk(pagina, op_breedtes, axe, "splitsen-fout")
    pagina.locator("#id_regels-1-bedrag").fill("234,56")
    pagina.get_by_role("button", name="Boeken").click()
    pagina.get_by_text("1 regel is geboekt.").wait_for()
    pagina.get_by_role("link", name=re.compile("Overslaan.*Bakkerij")).first.click()
    pagina.get_by_label("Waarom hoort dit in geen begroting?").fill("Uit de kas betaald")
    bekijk(pagina, op_breedtes, axe, "overslaan")
    pagina.get_by_role("button", name="Overslaan").click()
    pagina.get_by_text("De regel is overgeslagen.").wait_for()
    assert aantal_te_boeken() == 2
    for naam in ("bank_alles", "boekregels", "boekregel_nieuw"):
        pagina.goto(reverse(f"financien:{naam}"))
        bekijk(pagina, op_breedtes, axe, naam)
    geboekt = Banktransactie.objects.get(bedrag=Decimal("-1234.56"))
    pagina.goto(reverse("financien:bank_regel", args=[geboekt.pk]))
    bekijk(pagina, op_breedtes, axe, "geboekt")
    pagina.goto(reverse("financien:boekregel_weg", args=[Boekregel.objects.first().pk]))
    bekijk(pagina, op_breedtes, axe, "boekregel-weg")


def test_zonder_script(maak_pagina, penningmeester, tmp_path):
    bestand = tmp_path / "afschrift.xml"
    bestand.write_bytes(camt(VOORBEELD))
    pagina = maak_pagina(penningmeester, java_script_enabled=False)
    pagina.goto(reverse("financien:bank_inlezen"))
    pagina.get_by_label("Bestand van de bank").set_input_files(bestand)
    pagina.get_by_role("button", name="Bekijk het bestand").click()
    pagina.get_by_role("button", name="Lees 4 regels in").click()
    pagina.get_by_role("link", name="Vink de regel met een voorstel aan").click()
    pagina.get_by_role("button", name="Boek wat is aangevinkt").click()
    assert "1 regel is geboekt." in pagina.inner_text("body")
    assert Boekregel.objects.get().raak == 7
