"""Cases as a coordinator works with them: made in seconds, each step, handed over; readable at every width."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deelnemers.models import Traject
from deelnemers.registratie import trajecten as registratie
from tests.deelnemers.wereld import dagen_terug, maak_wereld
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db(transaction=True)
# With a folder here the screens are kept, to look at.
BEELDEN = os.environ.get("SCHERMEN_IN", "")


@pytest.fixture
def w():
    wereld = maak_wereld()
    for mens, dagen, melder in ((wereld.riet, 30, "Huisarts"), (wereld.ozgur, 9, "")):
        registratie.maak_traject(
            kamer=wereld.top, deelnemers=[mens.pk], aangemeld_op=dagen_terug(dagen), melder=melder, door=systeem()
        )
    registratie.zet_stap(Traject.objects.get(melder__naam="Huisarts"), kennismaking_op=dagen_terug(20), door=systeem())
    return wereld


def test_een_traject_van_begin_tot_eind(w, maak_pagina):
    pagina = maak_pagina(w.coordinator)
    pagina.goto("/trajecten/")
    pagina.get_by_role("link", name="Nieuw traject").click()
    wie = pagina.get_by_role("combobox", name="Voor wie is het traject?")
    wie.press_sequentially("fati")
    pagina.get_by_role("option", name="Fatima el Bakkali").click()
    pagina.get_by_label("Wie meldde het?").fill("Huisarts")
    pagina.get_by_role("button", name="Traject maken").click()
    pagina.get_by_role("heading", name="Traject van Fatima el Bakkali").wait_for()
    pagina.get_by_role("link", name="Kennisgemaakt").click()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_role("link", name="Ondersteuning begint").click()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_role("link", name="Afsluiten").click()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("Kies een antwoord.").first.wait_for()
    pagina.get_by_label("Waarom stopt het traject?").fill("Doel bereikt")
    pagina.get_by_label("ja", exact=True).check()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("Het traject is afgesloten op").wait_for()
    traject = Traject.objects.get(deelnemers=w.fatima)
    assert (traject.afsluitreden, traject.verder_zonder_begeleiding) == ("Doel bereikt", "ja")


def test_overdragen_aan_een_andere_kamer(w, maak_pagina):
    pagina = maak_pagina(w.coordinator)
    pagina.goto("/trajecten/?zoek=casus+riet")
    pagina.get_by_role("link", name="Riet Jansen").click()
    pagina.get_by_role("link", name="Overdragen aan een andere kamer").click()
    pagina.get_by_label("Elders").check()
    pagina.get_by_role("button", name="Overdragen").click()
    pagina.get_by_text("bij Elders").first.wait_for()
    ander = maak_pagina(w.coordinator_elders)
    ander.goto("/trajecten/")
    ander.get_by_role("link", name="Riet Jansen").wait_for()


def test_alle_bladzijden_zijn_toegankelijk(w, maak_pagina, op_breedtes, axe):
    pagina = maak_pagina(w.coordinator)
    adres = f"/trajecten/{Traject.objects.get(melder__naam='Huisarts').pk}/"
    adressen = {
        "lijst": "/trajecten/",
        "nieuw": "/trajecten/nieuw/",
        "traject": adres,
        "afsluiten": f"{adres}afsluiten/",
        "overdragen": f"{adres}overdragen/",
        "wijzig": f"{adres}wijzigen/",
    }
    for naam, url in adressen.items():
        pagina.goto(url)
        for breedte in op_breedtes(pagina):
            axe(pagina)
            assert pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (naam, breedte)
            if BEELDEN:
                pagina.screenshot(path=Path(BEELDEN) / f"trajecten-{naam}-{breedte}.png", full_page=True)
