"""The check-in as an app: opens without internet, keeps no names, survives a restart, quick on a slow tablet."""

from __future__ import annotations

from statistics import median

import pytest
from django.contrib.sessions.models import Session

from deelnemers.models import Deelname, Deelnemer, Telling, Tik
from tests.browser.deur import (
    ACHTERNAAM,
    TABLET,
    aantal,
    aanwezig,
    in_wachtrij,
    maak_deur,
    tik,
    wacht_tot,
    wacht_tot_verstuurd,
    wat_de_tablet_bewaart,
)
from tests.conftest import CHROMIUM, CHROMIUM_OPTIES, sessiekoekje
from tests.deelnemers.wereld import kwam, vandaag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def start_tablet(browser, live_server, tmp_path):
    """``start_tablet()``: switch the tablet on; what it keeps on its disk is there again after a restart."""
    open_ = []

    def start():
        tablet = browser.browser_type.launch_persistent_context(
            tmp_path / "tablet", executable_path=CHROMIUM, args=CHROMIUM_OPTIES, base_url=live_server.url,
            viewport=TABLET, has_touch=True, locale="nl-NL",
        )  # fmt: skip
        open_.append(tablet)
        tablet.set_default_timeout(20_000)
        return tablet

    yield start
    for tablet in open_:
        tablet.close()


def dienst_klaar(pagina) -> None:
    pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")
    pagina.reload()
    wacht_tot(lambda: pagina.evaluate("Boolean(navigator.serviceWorker.controller)"), pagina)


def test_vijftig_tikken_zonder_internet_de_tablet_herstart_en_alles_komt_een_keer_aan(w50, start_tablet, live_server):
    w = w50
    tablet = start_tablet()
    tablet.add_cookies([sessiekoekje(w.deur, live_server.url)])
    pagina = tablet.pages[0]
    pagina.goto(w.adres)
    dienst_klaar(pagina)
    tik(pagina, w.fatima)
    wacht_tot_verstuurd(pagina)
    tablet.set_offline(True)
    for mens in w.vasten[:40]:
        tik(pagina, mens)
    for _ in range(8):
        pagina.locator("#telling-meer").click()
    for naam in ("Wei", "Noor"):
        pagina.locator("#nieuw-knop").click()
        pagina.fill("#nieuw-voornaam", naam)
        pagina.get_by_role("button", name="Inschrijven en aanwezig").click()
    assert aantal(pagina) == 43
    pagina.get_by_text("Wachten op versturen: 50.").wait_for()
    wacht_tot(lambda: len(in_wachtrij(pagina)) == 50, pagina)
    bewaard = wat_de_tablet_bewaart(pagina)
    token = pagina.locator("#mensen [name=csrfmiddlewaretoken]").input_value()
    for naam in ("Fatima", "Riet", "Dora", "Vast0", ACHTERNAAM, token):
        assert naam not in bewaard, naam
        assert naam not in str(in_wachtrij(pagina)), naam
    assert f"{w.adres}\n" not in bewaard
    assert "/aanwezig/offline/" in bewaard
    tablet.close()

    tablet = start_tablet()
    tablet.set_offline(True)
    pagina = tablet.pages[0]
    pagina.goto("/aanwezig/")
    pagina.get_by_role("heading", name="Geen internet").wait_for()
    pagina.get_by_text("Wachten op versturen: 50.").wait_for()
    assert Tik.objects.count() == 1

    Session.objects.all().delete()  # it took too long: somebody must log in
    tablet.set_offline(False)
    pagina.wait_for_url("**/account/login/**")  # the page goes on by itself as soon as there is internet
    assert Tik.objects.count() == 1
    tablet.add_cookies([sessiekoekje(w.coordinator, live_server.url)])
    pagina.goto("/aanwezig/top/")
    wacht_tot_verstuurd(pagina)
    assert len(aanwezig(w)) == 43
    assert Deelname.objects.filter(datum=vandaag()).count() == 43
    assert set(Deelname.objects.filter(datum=vandaag()).values_list("geregistreerd_door", flat=True)) == {w.deur.pk}
    assert Telling.objects.get().aantal == 8
    assert Deelnemer.objects.filter(persoonsgegevens__voornaam__in=["Wei", "Noor"]).count() == 2
    assert Tik.objects.count() == 51


@pytest.fixture
def w50():
    return maak_deur(mensen=50)


def test_traag_apparaat_tik_binnen_200_ms_en_de_bladzijde_onder_100_kb(maak_pagina, capsys):
    w = maak_deur(mensen=60)
    kwam(w.eettafel, *w.vasten[:20], op=vandaag())
    # Without the service worker, so that the browser counts every byte itself.
    pagina = maak_pagina(w.deur, viewport=TABLET, has_touch=True, service_workers="block")
    lijn = pagina.context.new_cdp_session(pagina)
    lijn.send("Network.enable")
    over_de_lijn: list[float] = []
    lijn.on("Network.loadingFinished", lambda bericht: over_de_lijn.append(bericht["encodedDataLength"]))
    pagina.goto(w.adres)
    pagina.goto("/aanwezig/top/")
    pagina.wait_for_timeout(500)
    over_de_lijn.clear()
    pagina.goto(w.adres)
    pagina.wait_for_timeout(1000)
    kilobytes = sum(over_de_lijn) / 1000

    lijn.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    # From the finger to the frame that shows it, as the browser itself measures it (Event Timing, steps of 8 ms).
    pagina.evaluate(
        """() => {
            window.tikken = new Map();
            new PerformanceObserver((lijst) => lijst.getEntries().forEach((e) => {
                if (e.interactionId) {
                    tikken.set(e.interactionId, Math.max(e.duration, tikken.get(e.interactionId) || 0));
                }
            })).observe({type: "event", durationThreshold: 16, buffered: false});
        }"""
    )
    for mens in w.vasten[20:40]:
        pagina.locator(f"#d{mens.pk} .tegel__knop").tap()
        pagina.wait_for_timeout(400)  # faster than that nobody walks past a door
    pagina.wait_for_timeout(500)
    tijden = sorted(pagina.evaluate("[...tikken.values()]"))
    lijn.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    wacht_tot_verstuurd(pagina)
    with capsys.disabled():
        print(f"\ntik tot zichtbaar: {len(tijden)} van 20 boven 16 ms, mediaan {median(tijden or [16])} ms, ", end="")
        print(f"hoogste {max(tijden or [16])} ms; tweede bezoek {kilobytes:.1f} kB in {len(over_de_lijn)} verzoeken")
    assert len(aanwezig(w)) == 40
    assert kilobytes < 100
    # On a machine that is busy with other tests a single tap may wait for its turn; the usual one may not.
    assert median([16.0] * (20 - len(tijden)) + tijden) < 200, tijden
