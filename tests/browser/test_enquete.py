"""An enquête as people meet it: on a phone, with and without a script, read aloud, on the tablet, on paper."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pikepdf
import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from buurtwerkkamers import deurtaal
from buurtwerkkamers.models import Stelling
from deelnemers.models import Enquetetelling
from deelnemers.registratie.enquetes import maak_enquete, tel_papier
from tests.deelnemers.wereld import dagen_terug, maak_wereld, vandaag
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db(transaction=True)
TELEFOON = {"width": 390, "height": 844}

# A device that can speak every language, and writes down what it says.
STEMMEN = """
window.gezegd = [];
window.SpeechSynthesisUtterance = class { constructor(tekst) { this.text = tekst; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => ["nl-NL", "en-GB", "ar-EG", "tr-TR", "uk-UA"].map((lang) => ({ lang })),
  speak: (uiting) => window.gezegd.push([uiting.lang, uiting.text]),
  cancel: () => {}, addEventListener: () => {},
} });
"""


@pytest.fixture
def w() -> SimpleNamespace:
    w = maak_wereld()
    w.vragen = list(Stelling.objects.filter(code__in=["vertrouwen", "prettig-wonen", "inzet"]))
    w.eens, _, w.cijfer = w.vragen
    w.enquete = maak(w, "Bewoners", -5, 5)
    w.deel = w.enquete.enquetekamers.get(kamer=w.top)
    w.adres = w.deel.get_absolute_url()
    w.tablet = reverse("enquete:tablet", args=[w.deel.sleutel])
    return w


def maak(w, naam: str, van: int, tm: int):
    return maak_enquete(
        naam=naam, doelgroep="bewoners", van=vandaag() + timedelta(days=van), tm=vandaag() + timedelta(days=tm),
        vragen=w.vragen, kamers={w.top: 30, w.elders: 20}, door=systeem(),
    )  # fmt: skip


def stand() -> dict:
    rijen = Enquetetelling.objects.filter(aantal__gt=0).select_related("stelling")
    return {(t.stelling.code, t.waarde) if t.stelling else None: t.aantal for t in rijen}


def kies(pagina, stelling, waarde: int) -> None:
    pagina.locator(f"#v{stelling.pk}-{waarde}").click()


def te_breed(pagina) -> list:
    """What sticks out of the window to the side."""
    return pagina.evaluate(
        "() => document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('body *')]"
        ".filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80)) : []"
    )


def te_klein(pagina) -> list:
    """What can be pressed and is smaller than 48 px."""
    return pagina.evaluate(
        "() => [...document.querySelectorAll('main label, main button, nav a, main a')].filter((e) => e.offsetParent)"
        ".map((e) => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect()])"
        ".filter(([, vak]) => vak.height < 48 || vak.width < 48).map(([naam]) => naam)"
    )


@pytest.mark.parametrize("taal", list(deurtaal.TALEN))
def test_elke_taal_is_voor_iedereen_te_gebruiken(w, maak_pagina, axe, op_breedtes, taal):
    pagina = maak_pagina()
    pagina.add_init_script(STEMMEN)
    bedankt = reverse("enquete:bedankt", args=[w.deel.sleutel])
    for adres in (w.adres, bedankt, "/enquete/bestaat-niet/"):
        pagina.goto(f"{adres}?taal={taal}")
        assert pagina.locator("html").get_attribute("lang") == taal
        for _ in op_breedtes(pagina):
            axe(pagina)
            assert not te_breed(pagina)
            assert not te_klein(pagina)
        # 1280 pixels at 400 %
        pagina.set_viewport_size({"width": 320, "height": 256})
        assert not te_breed(pagina)


def test_op_een_telefoon_invullen(w, maak_pagina):
    pagina = maak_pagina(viewport=TELEFOON, has_touch=True)
    pagina.goto(w.adres)
    kies(pagina, w.eens, 5)
    kies(pagina, w.cijfer, 8)
    pagina.get_by_role("button", name="Versturen").dblclick()
    pagina.get_by_role("heading", name="Dank u wel!").wait_for()
    assert stand() == {None: 1, ("vertrouwen", 5): 1, ("inzet", 8): 1}
    pagina.go_back()
    pagina.get_by_role("heading", name="U hebt al meegedaan").wait_for()
    pagina.get_by_role("link", name="Iemand anders wil invullen").click()
    assert pagina.locator("input:checked").count() == 0
    kies(pagina, w.eens, 1)
    pagina.get_by_role("button", name="Versturen").click()
    pagina.get_by_role("heading", name="Dank u wel!").wait_for()
    assert stand()[None] == 2
    koekjes = {koekje["name"]: koekje for koekje in pagina.context.cookies()}
    assert set(koekjes) == {"ingevuld"}
    assert koekjes["ingevuld"]["expires"] == -1
    assert pagina.evaluate("localStorage.length + sessionStorage.length") == 0
    assert not Session.objects.exists()


def test_zonder_script_gaat_alles_ook(w, maak_pagina):
    pagina = maak_pagina(java_script_enabled=False, viewport=TELEFOON)
    pagina.goto(w.adres)
    assert pagina.locator("[data-lees]:visible").count() == 0
    pagina.get_by_role("link", name="Türkçe").click()
    pagina.get_by_role("button", name="Gönder").click()
    assert pagina.get_by_role("alert").is_visible()
    kies(pagina, w.eens, 3)
    pagina.get_by_role("button", name="Gönder").click()
    assert pagina.get_by_role("heading", name="Teşekkür ederiz!").is_visible()
    assert stand() == {None: 1, ("vertrouwen", 3): 1}


def test_met_het_toetsenbord(w, maak_pagina):
    pagina = maak_pagina()
    pagina.goto(w.adres)
    pagina.locator(f"#v{w.eens.pk}-1").focus()
    pagina.keyboard.press("ArrowDown")
    assert pagina.locator(f"#v{w.eens.pk}-2").is_checked()
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="Dank u wel!").wait_for()
    assert stand()[("vertrouwen", 2)] == 1


def test_een_andere_taal_laat_de_antwoorden_staan(w, maak_pagina):
    pagina = maak_pagina(viewport=TELEFOON)
    verzoeken = []
    pagina.on("request", lambda verzoek: verzoeken.append(verzoek.url))
    pagina.goto(w.adres)
    kies(pagina, w.eens, 4)
    pagina.get_by_role("link", name="العربية").click()
    pagina.locator("html[lang=ar][dir=rtl]").wait_for()
    assert pagina.locator(f"#v{w.eens.pk}-4").is_checked()
    assert pagina.url.endswith("?taal=ar"), "de antwoorden staan niet in het adres"
    assert not any(f"v{w.eens.pk}=4" in url.partition("#")[0] for url in verzoeken)


def test_voorlezen_in_de_taal_van_het_scherm(w, maak_pagina):
    pagina = maak_pagina()
    pagina.add_init_script(STEMMEN)
    pagina.goto(f"{w.adres}?taal=uk")
    knop = pagina.locator("[data-lees]").first
    assert knop.is_visible()
    knop.click()
    gezegd = pagina.evaluate("gezegd")
    assert gezegd[0] == ["uk-UA", w.eens.tekst_uk]
    assert deurtaal.tekst("enquete.eens_5", "uk") in gezegd[1][1]
    assert knop.get_attribute("aria-pressed") == "true"


def test_zonder_stem_is_er_geen_luidspreker(w, maak_pagina):
    pagina = maak_pagina()
    pagina.add_init_script(STEMMEN.replace('"ar-EG", ', ""))
    pagina.goto(f"{w.adres}?taal=ar")
    assert pagina.locator("[data-lees]:visible").count() == 0


def test_de_tablet_begint_voor_de_volgende_opnieuw(w, maak_pagina, axe):
    pagina = maak_pagina(w.coordinator, viewport={"width": 820, "height": 1180})
    pagina.clock.install()
    pagina.goto(f"{w.tablet}?taal=tr")
    assert pagina.goto("/deelnemers/").url.endswith("/account/login/?next=/deelnemers/"), "de deur is op slot"
    pagina.goto(f"{w.tablet}?taal=tr")
    kies(pagina, w.eens, 2)
    pagina.get_by_role("button", name="Gönder").click()
    pagina.get_by_role("link", name="Sıradaki kişi").click()
    pagina.get_by_role("heading", name="Wat vindt u van TOP?").wait_for()
    assert pagina.locator("input:checked").count() == 0
    kies(pagina, w.eens, 5)
    pagina.clock.run_for(95_000)
    dialoog = pagina.get_by_role("dialog", name="Bent u er nog?")
    assert dialoog.is_visible()
    axe(pagina)
    pagina.get_by_role("button", name="Ja, ik ga verder").click()
    assert pagina.locator(f"#v{w.eens.pk}-5").is_checked()
    pagina.clock.run_for(95_000)
    assert dialoog.is_visible()
    with pagina.expect_navigation():
        pagina.clock.run_for(31_000)
    assert pagina.locator("input:checked").count() == 0
    assert stand()[None] == 1


# --- the management


def bladen(pagina) -> int:
    with pikepdf.open(BytesIO(pagina.pdf(prefer_css_page_size=True))) as pdf:
        return len(pdf.pages)


def test_affiche_en_formulier_passen_op_een_vel(w, maak_pagina, axe, op_breedtes):
    pagina = maak_pagina(w.coordinator)
    pagina.goto(reverse("enquetes:affiche", args=[w.enquete.pk, "top"]))
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert not te_breed(pagina)
    assert bladen(pagina) == 1
    code = pagina.locator(".affiche__code svg").bounding_box()
    assert code["width"] == pytest.approx(code["height"], abs=1)
    for taal in deurtaal.TALEN:
        pagina.goto(reverse("enquetes:formulier", args=[w.enquete.pk, "top"]) + f"?taal={taal}")
        for _ in op_breedtes(pagina):
            axe(pagina)
            assert not te_breed(pagina)
        assert bladen(pagina) == 1


def test_de_paginas_van_het_bureau(w, maak_pagina, axe, op_breedtes):
    dicht = maak(w, "Vorig jaar", -9, 0)
    for kamer, aantal in ((w.top, 23), (w.elders, 7)):
        deel = dicht.enquetekamers.get(kamer=kamer)
        aantallen = {(w.eens.pk, 5): aantal - 2, (w.eens.pk, 1): 2, (w.cijfer.pk, 8): aantal}
        tel_papier(deel, formulieren=aantal, aantallen=aantallen, door=systeem())
    type(dicht).objects.filter(pk=dicht.pk).update(tm=dagen_terug(1))
    pagina = maak_pagina(w.bureau)
    for adres in (
        "/enquetes/",
        "/enquetes/nieuw/",
        "/enquetes/vragen/",
        "/enquetes/vragen/nieuw/",
        w.enquete.get_absolute_url(),
        dicht.get_absolute_url(),
        reverse("enquetes:wijzig", args=[dicht.pk]),
        reverse("enquetes:sluit", args=[w.enquete.pk]),
        reverse("enquetes:papier", args=[w.enquete.pk, "top"]),
    ):
        pagina.goto(adres)
        pagina.evaluate("document.querySelectorAll('main details').forEach((vak) => { vak.open = true; })")
        for _ in op_breedtes(pagina):
            axe(pagina)
            assert not te_breed(pagina), adres
