"""The shared pieces in a real browser: readable by everyone, at every width, with and without JavaScript."""

import base64
import hashlib
import hmac
import struct
import sys
import time
from pathlib import Path

import pytest

from buurtwerkkamers import rechten
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Wijk

ZOOM_400 = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
WACHTWOORD = "vier rustige ganzen"


@pytest.fixture
def stijlboek(settings, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    sys.modules.pop("stijlboek", None)
    monkeypatch.setattr(rechten, "mag", lambda *args: True)
    settings.ROOT_URLCONF = "stijlboek"


@pytest.fixture
def wijken(transactional_db):
    Wijk.objects.bulk_create(
        Wijk(naam=naam) for naam in ("Ondiep", "Zuilen", "Leidsche Rijn", "Overvecht", "Hoograven")
    )


def past(pagina):
    """No sideways scrolling of the page; a wide table scrolls in a box of its own. True, or what sticks out."""
    return pagina.evaluate(
        """document.documentElement.scrollWidth <= innerWidth || [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth)
        .filter(e => !e.closest('.tabelvak') || e.matches('.alleen-voorlezen'))
        .map(e => e.outerHTML.slice(0, 90))"""
    )


def te_klein(pagina):
    """Controls on their own that are lower than 48 px; a link within a line of text may be."""
    return pagina.evaluate(
        """[...document.querySelectorAll('a, button, input, select, summary')]
        .filter(e => e.offsetParent && e.type !== 'hidden' && !e.closest('p, li, td, th, dd, .skip-link')
          && !e.matches('.kaart--link a, [type=checkbox], [type=radio], .pagina details > summary'))
        .map(e => [Math.round(e.getBoundingClientRect().height), e.outerHTML.slice(0, 80)])
        .filter(([hoogte]) => hoogte < 48)"""
    )


@pytest.mark.parametrize("adres", ["/stijlboek/", "/stijlboek/wijken/", "/stijlboek/wijken/?naam=niets"])
def test_onderdelen(adres, stijlboek, wijken, pagina, op_breedtes, axe):
    assert pagina.goto(adres).status == 200
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert past(pagina) is True
        assert te_klein(pagina) == []
    pagina.set_viewport_size(ZOOM_400)
    assert past(pagina) is True


def test_naar_de_inhoud_met_het_toetsenbord(stijlboek, wijken, pagina):
    pagina.goto("/stijlboek/wijken/")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    assert pagina.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "inhoud"


def test_fouten_krijgen_als_eerste_de_aandacht_en_leiden_naar_hun_veld(stijlboek, transactional_db, pagina):
    pagina.goto("/stijlboek/")
    assert pagina.evaluate("document.activeElement.className").startswith("foutsamenvatting")
    pagina.get_by_role("link", name="Voornaam: Dit veld is verplicht.").click()
    assert pagina.evaluate("document.activeElement.name") == "voornaam"


def test_een_smal_scherm_maakt_kaarten_die_hun_kolom_noemen(stijlboek, wijken, pagina):
    pagina.set_viewport_size({"width": 390, "height": 844})
    pagina.goto("/stijlboek/wijken/?sort=naam")
    assert not pagina.locator("thead").is_visible()
    etiket = pagina.evaluate("getComputedStyle(document.querySelector('tbody td'), '::before').content")
    assert etiket == '"Nummer"'
    pagina.get_by_role("link", name="Volgende").click()
    assert "Ondiep" in pagina.inner_text("tbody")


def test_een_mislukte_vraag_op_de_achtergrond_blijft_niet_stil(stijlboek, transactional_db, browser, live_server):
    """In a window of its own: htmx writes these failures to the console, where nobody looks."""
    with browser.new_context(base_url=live_server.url) as venster:
        pagina = venster.new_page()
        pagina.goto("/stijlboek/")
        pagina.evaluate("void htmx.ajax('POST', '/bestaat-niet/', {target: '#meldingen'}).catch(() => {})")
        pagina.get_by_text("Dit bestaat niet meer.").wait_for(timeout=10_000)
        venster.set_offline(True)
        pagina.evaluate("void htmx.ajax('GET', '/stijlboek/', {target: '#meldingen'}).catch(() => {})")
        pagina.get_by_text("Er is geen verbinding.").wait_for(timeout=10_000)


@pytest.fixture
def gebruiker(transactional_db):
    wie = Gebruiker.objects.maak(email="fatma@voorbeeld.nl", naam="Fatma Yıldız", wachtwoord=WACHTWOORD)
    Bevoegdheid.objects.create(gebruiker=wie, rol=Bevoegdheid.Rol.BUREAU)
    return wie


def code_uit_de_app(sleutel):
    """The six digits an authenticator app would show now (RFC 6238)."""
    geheim = base64.b32decode(sleutel + "=" * (-len(sleutel) % 8))
    som = hmac.new(geheim, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    begin = som[-1] & 15
    return f"{(struct.unpack('>I', som[begin : begin + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def log_in(pagina, wachtwoord=WACHTWOORD):
    pagina.goto("/account/login/")
    pagina.get_by_label("E-mailadres").fill("fatma@voorbeeld.nl")
    pagina.get_by_label("Wachtwoord", exact=True).fill(wachtwoord)
    pagina.locator("main").get_by_role("button", name="Inloggen").click()


def test_inloggen_een_app_koppelen_en_weer_uitloggen(gebruiker, maak_pagina, op_breedtes, axe):
    """The whole way without JavaScript, judged by axe at each page and both widths."""
    pagina = maak_pagina(java_script_enabled=False)
    lezer = maak_pagina()

    def bekijk(kop):
        assert pagina.locator("h1").inner_text() == kop
        lezer.context.clear_cookies()
        lezer.context.add_cookies(pagina.context.cookies())
        lezer.goto(pagina.url)
        for _ in op_breedtes(lezer):
            axe(lezer)
            assert past(lezer) is True

    log_in(pagina, "een fout wachtwoord")
    assert "horen niet bij elkaar" in pagina.inner_text("[role=alert]")
    bekijk("Inloggen")
    log_in(pagina)
    pagina.goto("/account/2fa/totp/activate/")
    bekijk("Beveilig uw account met een app")
    pagina.reload()  # the second reader asked for a key of its own
    sleutel = pagina.inner_text(".sleutel")
    assert pagina.locator(".qr").evaluate("plaatje => plaatje.naturalWidth") > 0
    pagina.get_by_label("Code van zes cijfers").fill(code_uit_de_app(sleutel))
    pagina.get_by_role("button", name="Aanzetten").click()
    bekijk("Uw reservecodes")
    assert pagina.locator(".codes li").count() == 10
    reservecode = pagina.locator(".codes li").first.inner_text()
    pagina.get_by_role("link", name="Klaar").click()
    bekijk("Mijn account")
    pagina.get_by_role("button", name="Uitloggen").click()

    log_in(pagina)
    bekijk("Vul uw code in")
    pagina.get_by_label("Code").fill(reservecode)
    pagina.locator("main").get_by_role("button", name="Inloggen").click()
    pagina.goto("/account/2fa/")
    assert "nog 9 ongebruikte codes" in pagina.inner_text("main")


@pytest.mark.parametrize(
    ("adres", "kop"),
    [
        ("/account/login/", "Inloggen"),
        ("/account/password/reset/", "Wachtwoord vergeten"),
        ("/account/password/reset/done/", "Kijk in uw e-mail"),
        ("/account/password/reset/key/1-set-password/", "Deze link werkt niet meer"),
        ("/account/signup/", "U kunt hier zelf geen account maken"),
        ("/account/inactive/", "Dit account staat uit"),
    ],
)
def test_bladzijden_zonder_inloggen(adres, kop, transactional_db, pagina, op_breedtes, axe):
    pagina.goto(adres)
    assert pagina.locator("h1").inner_text() == kop
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert past(pagina) is True
    pagina.set_viewport_size(ZOOM_400)
    assert past(pagina) is True
