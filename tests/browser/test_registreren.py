"""The main job of a coordinator and of the door in a real browser: log in, enrol, tap, see the counter move."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deelnemers.models import Deelname, Deelnemer, Telling
from tests.browser.deur import wacht_tot_verstuurd
from tests.deelnemers.wereld import dagen_terug, kwam, maak_wereld, vandaag
from tests.fabrieken import WACHTWOORD, maak_gebruiker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def w():
    wereld = maak_wereld()
    kwam(wereld.eettafel, wereld.fatima, wereld.riet, op=dagen_terug(7))
    wereld.adres = reverse("aanwezig:activiteit", args=["top", wereld.eettafel.pk])
    return wereld


def aantal(pagina) -> str:
    return pagina.locator("#aantal").inner_text()


def test_inloggen_inschrijven_aanwezig_melden_en_de_teller_zien(w, maak_pagina):
    gebruiker = maak_gebruiker("coordinator", kamer=w.top, wachtwoord=WACHTWOORD, tweede_factor=False, is_demo=True)
    pagina = maak_pagina()
    pagina.goto("/deelnemers/")
    pagina.fill("input[name=login]", gebruiker.email)
    pagina.fill("input[name=password]", WACHTWOORD)
    pagina.click("main button[type=submit]")
    pagina.get_by_role("navigation").get_by_role("link", name="Aanwezig").click()
    pagina.get_by_role("link", name="Eettafel").click()
    assert aantal(pagina) == "0"
    pagina.get_by_role("link", name="Iemand die nieuw is").click()
    pagina.get_by_label("Voornaam").fill("Wei")
    pagina.get_by_role("button", name="Inschrijven en aanwezig").click()
    pagina.locator("#aantal", has_text="1").wait_for()
    pagina.get_by_role("button", name="Fatima el Bakkali").click()
    pagina.locator("#aantal", has_text="2").wait_for()
    wacht_tot_verstuurd(pagina)
    wie = Deelname.objects.filter(datum=vandaag()).values_list("deelnemer__persoonsgegevens__voornaam", flat=True)
    assert set(wie) == {"Wei", "Fatima"}
    pagina.locator(".deurbalk__meer > summary").click()
    pagina.get_by_role("link", name="Start").click()
    pagina.get_by_role("navigation").get_by_role("link", name="Deelnemers").click()
    pagina.get_by_role("link", name="Wei").click()
    assert "Wei" in pagina.locator("h1").inner_text()


def test_wie_verder_typt_houdt_het_zoekveld(w, maak_pagina):
    pagina = maak_pagina(w.deur)
    pagina.goto(w.adres)
    pagina.get_by_role("button", name="Fatima B.").click(no_wait_after=True)
    pagina.locator("#zoek").focus()
    pagina.locator(f"#d{w.fatima.pk}.tegel--aanwezig").wait_for()
    assert pagina.evaluate("document.activeElement.id") == "zoek"
    wacht_tot_verstuurd(pagina)  # a tap on its way would hold the database while it is emptied


def test_alles_werkt_zonder_javascript(w, maak_pagina):
    pagina = maak_pagina(w.deur, java_script_enabled=False)
    pagina.goto("/aanwezig/")
    pagina.get_by_role("link", name="Eettafel").click()
    pagina.get_by_role("button", name="Fatima B.").click()
    assert aantal(pagina) == "1"
    pagina.get_by_role("button", name="Toch niet").click()
    assert aantal(pagina) == "0"
    pagina.fill("#zoek", "ozgur")
    pagina.get_by_role("button", name="Zoeken").click()
    pagina.get_by_role("button", name="Özgür Y.").click()
    assert aantal(pagina) == "1"
    pagina.get_by_role("button", name="Eén meer zonder naam").click()
    pagina.get_by_role("button", name="Eén meer zonder naam").click()
    assert Telling.objects.get().aantal == 2
    pagina.get_by_role("link", name="Iemand die nieuw is").click()
    pagina.get_by_label("Voornaam").fill("Riet")
    pagina.get_by_role("button", name="Inschrijven en aanwezig").click()
    pagina.get_by_role("button", name="Nee, dit is iemand anders").click()
    assert aantal(pagina) == "2"
    assert Deelnemer.objects.filter(persoonsgegevens__voornaam="Riet").count() == 2


def test_met_het_toetsenbord_alleen(w, maak_pagina):
    pagina = maak_pagina(w.deur)
    pagina.goto(w.adres)
    pagina.locator("#zoek").focus()
    pagina.keyboard.type("fatima")
    knop = pagina.get_by_role("button", name="Fatima B.")
    pagina.locator(f"#d{w.riet.pk}").wait_for(state="hidden")
    for _ in range(12):
        pagina.keyboard.press("Tab")
        if knop.evaluate("e => e === document.activeElement"):
            break
    pagina.keyboard.press("Enter")
    pagina.locator("#aantal", has_text="1").wait_for()
    pagina.locator(f"#d{w.fatima.pk}.tegel--aanwezig").wait_for()
    assert pagina.evaluate("document.activeElement.closest('.tegel').id") == f"d{w.fatima.pk}"
    wacht_tot_verstuurd(pagina)
    assert Deelname.objects.get(datum=vandaag()).deelnemer == w.fatima


def test_axe_op_elke_bladzijde(w, maak_pagina, op_breedtes, axe):
    kwam(w.eettafel, w.fatima, op=vandaag())
    paden = [
        "/aanwezig/top/",
        w.adres,
        f"{w.adres}?zoek=riet",
        f"{w.adres}?datum={dagen_terug(-1)}",
        f"{w.adres}nieuw/",
        "/deelnemers/",
        "/deelnemers/?zoek=niemand",
        "/deelnemers/nieuw/",
        f"/deelnemers/{w.fatima.pk}/",
        f"/deelnemers/{w.fatima.pk}/wijzigen/",
        f"/deelnemers/{w.fatima.pk}/rollen/",
        "/activiteiten/",
        "/activiteiten/nieuw/",
        f"/activiteiten/{w.brieven.pk}/",
        f"/activiteiten/{w.brieven.pk}/wijzigen/",
        f"/activiteiten/{w.brieven.pk}/stoppen/",
    ]
    _controleer(maak_pagina(w.coordinator), paden, op_breedtes, axe)
    brieven = reverse("aanwezig:activiteit", args=["top", w.brieven.pk])
    _controleer(maak_pagina(w.bureau), ["/aanwezig/", brieven, f"/deelnemers/{w.fatima.pk}/"], op_breedtes, axe)


def _controleer(pagina, paden, op_breedtes, axe):
    for pad in paden:
        assert pagina.goto(pad).status == 200, pad
        for breedte in op_breedtes(pagina):
            axe(pagina)
            assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{pad}: {breedte}"
