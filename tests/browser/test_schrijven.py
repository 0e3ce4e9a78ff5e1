"""Writing an answer with a real browser: two at once, and one that is killed in the middle of a word."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator

import pytest
from django.utils import timezone
from gegevens import Wereld, gebruiker, maak_wereld
from playwright.sync_api import expect

from rapportage.models import Antwoord, Klad, Rapportkamer
from tests.conftest import CHROMIUM, CHROMIUM_OPTIES, sessiekoekje

pytestmark = pytest.mark.django_db(transaction=True)
SECONDE = 1.0
HOOGSTENS = 2.0  # so old may a letter be that is lost with a browser


@pytest.fixture
def wereld() -> Wereld:
    return maak_wereld()


@pytest.fixture
def adres(wereld) -> str:
    return f"/rapporten/{wereld.rapport.kenmerk}/antwoorden/{wereld.kamers['TOP'].slug}/"


def blok(pagina, wereld):
    return pagina.locator(f"[data-vraag='{wereld.vraag().pk}']")


def wacht_tot(waar, seconden: float = 10) -> None:
    einde = time.monotonic() + seconden
    while not waar():
        assert time.monotonic() < einde, "dit gebeurde niet op tijd"
        time.sleep(0.05)


def test_twee_schrijven_tegelijk_in_een_antwoord(wereld, adres, maak_pagina, axe):
    """Each sees the other, nobody's text is lost, and what comes of it holds both."""
    fatima = gebruiker("Fatima", "coordinator", kamer=wereld.kamers["TOP"])
    schrijvers = {"Van mij": wereld.coordinatoren["TOP"], "Van Fatima": fatima}
    paginas = {tekst: maak_pagina(wie) for tekst, wie in schrijvers.items()}
    vakken = {}
    for tekst, pagina in paginas.items():
        pagina.goto(adres)
        vakken[tekst] = blok(pagina, wereld).locator("textarea")
        vakken[tekst].focus()
    for n in range(max(map(len, paginas))):  # letter by letter, in turns
        for tekst, pagina in paginas.items():
            pagina.keyboard.type(tekst[n : n + 1])
    wacht_tot(lambda: set(Klad.objects.values_list("tekst", flat=True)) == set(paginas))
    mijn, haar = paginas.values()
    for pagina, ander in ((mijn, "Fatima"), (haar, wereld.coordinatoren["TOP"].naam)):
        pagina.keyboard.type(".")
        expect(blok(pagina, wereld).locator("[data-schrijven-nu]")).to_have_text(f"Ook aan het schrijven: {ander}")
    # Fatima leaves the field: it is stored. I leave mine: it is kept, and the page says so.
    haar.keyboard.press("Tab")
    expect(blok(haar, wereld).locator("[data-stand]")).to_contain_text("Opgeslagen om")
    mijn.keyboard.press("Tab")
    stand = blok(mijn, wereld).locator("[data-stand]")
    expect(stand).to_contain_text("Fatima schreef intussen een andere tekst.")
    wacht_tot(lambda: (Antwoord.objects.get().tekst, Klad.objects.get().tekst) == ("Van Fatima.", "Van mij."))
    axe(mijn)
    stand.get_by_role("button").click()
    mijn.get_by_role("heading", name="Wat er verschilt").wait_for()
    axe(mijn)
    mijn.get_by_role("button", name="Sla mijn keuze op").click()
    mijn.get_by_text("Uw antwoorden zijn opgeslagen.").wait_for()
    assert Antwoord.objects.get().tekst == "Van Fatima.\n\nVan mij."
    # what was chosen from does not come back from this device
    expect(blok(mijn, wereld).locator("textarea")).to_have_value("Van Fatima.\n\nVan mij.")
    assert mijn.evaluate("Object.keys(localStorage)") == []
    assert not Klad.objects.exists()


@pytest.fixture
def losse_browser(tmp_path) -> Iterator[tuple[int, subprocess.Popen]]:
    """A browser in a process of its own, that may be killed: the port it listens on, and the process."""
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort = vrij.getsockname()[1]
    opties = [*CHROMIUM_OPTIES, "--headless=new", f"--remote-debugging-port={poort}", f"--user-data-dir={tmp_path}/p"]
    proces = subprocess.Popen(
        [CHROMIUM, *opties], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    yield poort, proces
    if proces.poll() is None:
        os.killpg(proces.pid, signal.SIGKILL)
    proces.wait(timeout=10)


def _luistert(poort: int) -> bool:
    with socket.socket() as deur:
        return deur.connect_ex(("127.0.0.1", poort)) == 0


def test_een_browser_die_wordt_afgeschoten_verliest_geen_letter_ouder_dan_twee_seconden(
    wereld, adres, losse_browser, browser, live_server, maak_pagina
):
    poort, proces = losse_browser
    ik = wereld.coordinatoren["TOP"]
    wacht_tot(lambda: _luistert(poort), 20)
    verbonden = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{poort}")
    context = verbonden.contexts[0]
    context.add_cookies([sessiekoekje(ik, live_server.url)])
    pagina = context.new_page()
    pagina.goto(live_server.url + adres)
    blok(pagina, wereld).locator("textarea").focus()
    getypt: list[tuple[float, str]] = []
    begin = time.monotonic()
    while time.monotonic() - begin < 5:  # no pause of a second in it: waiting for one would never store anything
        letter = "abcdefghijklmnopqrstuvwxyz"[len(getypt) % 26]
        pagina.keyboard.type(letter)
        getypt.append((time.monotonic(), letter))
        time.sleep(0.04)
    os.killpg(proces.pid, signal.SIGKILL)
    dood = time.monotonic()
    bewaard = Klad.objects.get().tekst
    geheel = "".join(letter for _, letter in getypt)
    oud = "".join(letter for op, letter in getypt if dood - op > HOOGSTENS)
    assert len(oud) > 20
    assert geheel.startswith(bewaard)
    assert bewaard.startswith(oud), f"{len(oud) - len(bewaard)} letters kwijt"
    assert not Antwoord.objects.exists()
    # opened again, on another device even: it stands in the field, and says so
    pagina = maak_pagina(ik)
    pagina.goto(adres)
    assert blok(pagina, wereld).locator("textarea").input_value() == bewaard
    assert pagina.get_by_text("Dit had u nog niet opgeslagen. We zetten het terug.").is_visible()
    assert Klad.objects.get().bijgewerkt_op <= timezone.now()


def test_zonder_verbinding_en_na_uitloggen_blijft_de_tekst_staan(wereld, adres, maak_pagina):
    ik = wereld.coordinatoren["TOP"]
    pagina = maak_pagina(ik)
    pagina.goto(adres)
    vak, stand = blok(pagina, wereld).locator("textarea"), blok(pagina, wereld).locator("[data-stand]")
    vak.focus()
    pagina.context.set_offline(True)
    pagina.keyboard.type("Zonder net")
    expect(stand).to_have_text("Geen verbinding. Uw tekst staat op dit apparaat.")
    pagina.context.set_offline(False)
    expect(stand).to_contain_text("Bewaard om")
    assert Klad.objects.get().tekst == "Zonder net"
    # the session ends; what is typed stays on this device, and goes on after logging in again in another tab
    pagina.context.clear_cookies()
    pagina.keyboard.type(", zonder sessie")
    expect(stand).to_contain_text("U bent uitgelogd. Log in; uw tekst blijft staan.")
    assert stand.get_by_role("link").get_attribute("target") == "_blank"
    assert Klad.objects.get().tekst == "Zonder net"
    pagina.context.add_cookies([sessiekoekje(ik, pagina.url)])
    pagina.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(stand).to_contain_text("Bewaard om")
    assert Klad.objects.get().tekst == "Zonder net, zonder sessie"
    # ... and also when the page itself was left
    pagina.context.clear_cookies()
    pagina.keyboard.type(" en zonder bladzijde")
    expect(stand).to_contain_text("U bent uitgelogd.")
    pagina.reload()  # to the log-in page
    pagina.context.add_cookies([sessiekoekje(ik, pagina.url)])
    pagina.goto(adres)
    geheel = "Zonder net, zonder sessie en zonder bladzijde"
    assert vak.input_value() == geheel
    wacht_tot(lambda: Klad.objects.get().tekst == geheel)
    # stored: gone from the device
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("Uw antwoorden zijn opgeslagen.").wait_for()
    assert Antwoord.objects.get().tekst == geheel
    assert pagina.evaluate("Object.keys(localStorage)") == []
    # whoever may not write any more can log out: first it is said which text is not stored
    Rapportkamer.objects.filter(rapport=wereld.rapport, kamer=wereld.kamers["TOP"]).delete()
    vak.press_sequentially(" Te laat.")
    expect(stand).to_contain_text("U schrijft niet meer mee aan dit rapport.")
    pagina.get_by_role("button", name="Uitloggen").click()
    toch = stand.get_by_role("button", name="Ga toch verder")
    expect(toch).to_be_focused()
    toch.click()
    pagina.wait_for_url("**/login/**")
