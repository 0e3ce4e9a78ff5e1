"""Door mode in a real browser: enrol a tablet, PIN by thumb, keyboard and without script, the lock and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from buurtwerkkamers import pincodes
from buurtwerkkamers.models import Tablet
from deelnemers.models import Deelname
from tests.deelnemers.wereld import dagen_terug, kwam, maak_wereld, vandaag
from tests.fabrieken import Rol, maak_gebruiker

pytestmark = pytest.mark.django_db(transaction=True)

TABLET = {"width": 820, "height": 1180}
TELEFOON = {"width": 390, "height": 844}
PIN = "5829"
TWEE_MINUTEN = 121_000


@pytest.fixture
def w() -> Any:
    wereld = maak_wereld()
    kwam(wereld.eettafel, wereld.fatima, wereld.riet, op=dagen_terug(7))
    wereld.adres = reverse("aanwezig:activiteit", args=["top", wereld.eettafel.pk])
    wereld.noor = maak_gebruiker(Rol.DEUR, kamer=wereld.top, naam="Noor Bakker", tweede_factor=False)
    pincodes.kies(wereld.noor, code=PIN, door=wereld.noor)
    return wereld


@pytest.fixture
def tablet(w: Any, maak_pagina: Any) -> Any:
    """`tablet()`: a page in a browser that its coordinator has just enrolled, at the names."""

    def maak(**opties: Any) -> Any:
        pagina = maak_pagina(w.coordinator, **{"viewport": TABLET, "has_touch": True, **opties})
        pagina.goto(reverse("deur:tablets", args=["top"]))
        pagina.get_by_role("button", name="Dit apparaat inschrijven").click()
        pagina.get_by_role("heading", name="Wie bent u?").wait_for()
        return pagina

    return maak


def tik_pin(pagina: Any, pin: str = PIN) -> None:
    for cijfer in pin:
        pagina.get_by_role("button", name=cijfer, exact=True).tap()
    pagina.get_by_role("button", name="Openen").tap()


def open_deur(pagina: Any, adres: str) -> None:
    """On an activity, through name and PIN; the clock of the page can be moved from here."""
    pagina.clock.install()
    pagina.goto(adres)
    pagina.get_by_role("link", name="Noor B.").tap()
    tik_pin(pagina)
    pagina.wait_for_url(f"**{adres}")


def namen_op(pagina: Any) -> list[str]:
    html = pagina.content()
    return [naam for naam in ("Fatima", "Riet") if naam in html]


def test_van_inschrijven_tot_een_tik_op_een_naam(w: Any, tablet: Any) -> None:
    pagina = tablet()
    pagina.get_by_role("link", name="Noor B.").tap()
    tik_pin(pagina, "9001")
    pagina.get_by_text("Deze pincode klopt niet.").wait_for()
    tik_pin(pagina)
    pagina.wait_for_url("**/aanwezig/top/")
    pagina.get_by_role("link", name="Eettafel").tap()
    pagina.wait_for_url(f"**{w.adres}")
    assert namen_op(pagina) == ["Fatima", "Riet"]
    assert Tablet.objects.get().gezien_op


def test_na_twee_minuten_zijn_de_namen_weg_en_ontgrendelen_gaat_terug(w: Any, tablet: Any) -> None:
    pagina = tablet()
    plek = f"{w.adres}?datum={vandaag().isoformat()}"
    open_deur(pagina, w.adres)
    pagina.goto(plek)
    assert namen_op(pagina) == ["Fatima", "Riet"]
    pagina.clock.run_for(119_000)
    assert namen_op(pagina) == ["Fatima", "Riet"], "nog niet"
    pagina.clock.run_for(2_000)
    pagina.get_by_label("Typ uw pincode").wait_for()
    assert namen_op(pagina) == []
    assert "Dag Noor B." in pagina.locator("h1").inner_text(), "eerst dezelfde mens"
    tik_pin(pagina)
    pagina.wait_for_url(f"**{plek}")
    assert namen_op(pagina) == ["Fatima", "Riet"]


def test_wie_aanraakt_houdt_de_deur_open_ook_bij_de_server(w: Any, tablet: Any) -> None:
    pagina = tablet()
    open_deur(pagina, w.adres)
    with pagina.expect_response("**/deur/wakker/") as wakker:
        pagina.clock.run_for(100_000)
        pagina.locator("h1").tap()
        pagina.clock.run_for(1_000)
    assert wakker.value.status == 204
    pagina.clock.run_for(100_000)
    assert namen_op(pagina) == ["Fatima", "Riet"]
    pagina.clock.run_for(25_000)
    pagina.get_by_label("Typ uw pincode").wait_for()


def test_een_tablet_die_sliep_toont_niets_meer(w: Any, tablet: Any) -> None:
    """The timers of a sleeping tablet stand still: what wakes it up, also a tap, comes too late."""
    for wek in ("document.dispatchEvent(new Event('visibilitychange'))", "window.dispatchEvent(new Event('focus'))"):
        pagina = tablet()
        open_deur(pagina, w.adres)
        straks = pagina.evaluate("Date.now()") + TWEE_MINUTEN
        pagina.clock.set_system_time(straks)
        assert namen_op(pagina) == ["Fatima", "Riet"]
        pagina.evaluate(f"{wek}; undefined")
        pagina.get_by_label("Typ uw pincode").wait_for()
        assert namen_op(pagina) == []


def test_zonder_internet_op_slot_houdt_wat_er_getikt_is(w: Any, tablet: Any) -> None:
    pagina = tablet()
    open_deur(pagina, w.adres)
    pagina.context.set_offline(True)
    pagina.locator(f"#d{w.fatima.pk}").get_by_role("button").first.tap()
    pagina.clock.run_for(500)
    pagina.clock.run_for(TWEE_MINUTEN)
    pagina.get_by_text("Ontgrendelen kan pas als het er weer is.").wait_for()
    assert namen_op(pagina) == []
    assert not Deelname.objects.filter(datum=vandaag()).exists()
    pagina.context.set_offline(False)
    pagina.get_by_label("Typ uw pincode").wait_for()
    tik_pin(pagina)
    pagina.wait_for_url(f"**{w.adres}")
    for _ in range(100):
        pagina.clock.run_for(1_000)
        if Deelname.objects.filter(datum=vandaag()).exists():
            break
        pagina.wait_for_timeout(100)
    deelname = Deelname.objects.get(datum=vandaag())
    assert (deelname.deelnemer, deelname.geregistreerd_door) == (w.fatima, w.noor)


def test_met_de_terugknop_is_na_het_slot_niets_te_zien(w: Any, tablet: Any) -> None:
    pagina = tablet()
    open_deur(pagina, reverse("aanwezig:kamer", args=["top"]))
    pagina.get_by_role("link", name="Eettafel").tap()
    pagina.wait_for_url(f"**{w.adres}")
    pagina.clock.run_for(TWEE_MINUTEN)
    pagina.get_by_label("Typ uw pincode").wait_for()
    pagina.go_back()
    pagina.get_by_role("heading", name="Wie bent u?").wait_for()
    assert namen_op(pagina) == []


def test_een_ander_ontgrendelt_en_komt_op_dezelfde_plek(w: Any, tablet: Any) -> None:
    ali = maak_gebruiker(Rol.DEUR, kamer=w.top, naam="Ali Yilmaz", tweede_factor=False)
    pincodes.kies(ali, code="6193", door=ali)
    pagina = tablet()
    open_deur(pagina, w.adres)
    pagina.clock.run_for(TWEE_MINUTEN)
    pagina.get_by_role("link", name="Ik ben iemand anders").tap()
    pagina.get_by_role("link", name="Ali Y.").tap()
    tik_pin(pagina, "6193")
    pagina.wait_for_url(f"**{w.adres}")
    assert "Ali Yilmaz" in pagina.content()


def test_ingetrokken_midden_in_het_werk(w: Any, tablet: Any) -> None:
    pagina = tablet()
    open_deur(pagina, w.adres)
    Tablet.objects.update(ingetrokken_op=timezone.now())
    pagina.reload()
    pagina.get_by_role("heading", name="Deze tablet is ingetrokken").wait_for()
    assert namen_op(pagina) == []
    assert "tablet" not in {koekje["name"] for koekje in pagina.context.cookies()}


def test_met_het_toetsenbord(w: Any, tablet: Any) -> None:
    pagina = tablet()
    naam = pagina.get_by_role("link", name="Noor B.")
    naam.focus()
    pagina.keyboard.press("Enter")
    veld = pagina.get_by_label("Typ uw pincode")
    expect(veld).to_be_focused()
    pagina.keyboard.type("58")
    expect(pagina.locator("[data-stand]")).to_have_text("Ingevulde cijfers: 2")
    pagina.get_by_role("button", name="2", exact=True).focus()
    pagina.keyboard.press("Space")
    pagina.get_by_role("button", name="7", exact=True).focus()
    pagina.keyboard.press("Enter")
    pagina.get_by_role("button", name="Laatste cijfer wissen").press("Enter")
    assert pagina.locator("[data-stand]").inner_text() == "Ingevulde cijfers: 3"
    veld.press("End")
    pagina.keyboard.type("9")
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/aanwezig/top/")


def test_zonder_javascript(w: Any, tablet: Any) -> None:
    pagina = tablet(java_script_enabled=False)
    pagina.get_by_role("link", name="Noor B.").tap()
    assert not pagina.locator("[data-toetsen]").is_visible()
    veld = pagina.get_by_label("Typ uw pincode")
    assert veld.get_attribute("inputmode") == "numeric"
    assert veld.get_attribute("autocomplete") == "off"
    veld.fill(PIN)
    pagina.get_by_role("button", name="Openen").tap()
    pagina.wait_for_url("**/aanwezig/top/")


def test_een_eerste_pincode_met_een_startcode(w: Any, tablet: Any, maak_pagina: Any) -> None:
    maak_gebruiker(Rol.DEUR, kamer=w.top, naam="Ali Yilmaz", tweede_factor=False)
    kantoor = maak_pagina(w.coordinator)
    kantoor.goto(reverse("kamers:vrijwilligers", args=["top"]))
    kantoor.get_by_role("row", name="Ali Yilmaz").get_by_role("button", name="Nieuwe pincode").click()
    code = kantoor.locator(".startcode").inner_text()
    pagina = tablet()
    pagina.get_by_role("link", name="Ali Y.").tap()
    tik_pin(pagina, code)
    pagina.get_by_label("Nieuwe pincode").fill("6193")
    pagina.get_by_label("Nog een keer dezelfde pincode").fill("6193")
    pagina.get_by_role("button", name="Pincode bewaren").tap()
    pagina.wait_for_url("**/aanwezig/top/")


@pytest.mark.parametrize("taal", ["nl", "ar"])
def test_de_schermen_van_de_deur_zijn_voor_iedereen(w: Any, tablet: Any, axe: Any, taal: str) -> None:
    """axe, nothing wider than the screen, and targets that a thumb can hit; in Dutch and from right to left."""
    pagina = tablet()
    code = pincodes.maak_startcode(w.noor, kamer=w.top, door=w.coordinator)

    def kijk_na() -> None:
        for maat in (TABLET, TELEFOON):
            pagina.set_viewport_size(maat)
            axe(pagina)
            assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), pagina.url
            klein = pagina.evaluate(
                "[...document.querySelectorAll('button, main a, input:not([type=hidden])')]"
                ".map(e => [e.textContent || e.name, e.getBoundingClientRect()])"
                ".filter(([, r]) => r.width && (r.height < 48 || r.width < 44)).map(([naam]) => naam)"
            )
            assert not klein, pagina.url
        pagina.set_viewport_size(TABLET)

    def tik(knop: str) -> None:
        with pagina.expect_navigation():
            pagina.locator(knop).tap()
        kijk_na()

    tik(f"button[value={taal}]")
    tik("a.deurnaam:has-text('Noor')")
    for cijfer in code:
        pagina.locator(f"[data-cijfer='{cijfer}']").tap()
    tik("form.pin button[type=submit]")
    pagina.locator("[name=code]").fill("1234")
    tik("form.pin button[type=submit]")
    assert pagina.locator(".pin__fout").count() == 2
    for naam in ("code", "nogmaals"):
        pagina.locator(f"[name={naam}]").fill(PIN)
    pagina.locator("form.pin button[type=submit]").tap()
    pagina.wait_for_url("**/aanwezig/top/")
    pagina.goto("/kamers/")
    kijk_na()


def test_het_slot_zonder_internet_is_voor_iedereen(w: Any, tablet: Any, axe: Any) -> None:
    pagina = tablet()
    open_deur(pagina, w.adres)
    pagina.context.set_offline(True)
    pagina.clock.run_for(TWEE_MINUTEN)
    pagina.get_by_role("button", name="Opnieuw proberen").wait_for()
    pagina.clock.resume()
    for maat in (TABLET, TELEFOON):
        pagina.set_viewport_size(maat)
        axe(pagina)


def test_de_bladzijden_van_de_coordinator_zijn_voor_iedereen(
    w: Any, tablet: Any, maak_pagina: Any, axe: Any, op_breedtes: Any
) -> None:
    tablet()
    pagina = maak_pagina(w.coordinator)
    intrekken = reverse("deur:tablet_intrekken", args=["top", Tablet.objects.get().pk])
    for adres in (reverse("deur:tablets", args=["top"]), intrekken, reverse("kamers:vrijwilligers", args=["top"])):
        pagina.goto(adres)
        for _ in op_breedtes(pagina):
            axe(pagina)
