"""The door as people use it: taps, a lost network, two tablets, somebody else logs in. Nothing twice, nothing lost."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from deelnemers.models import Deelname, Deelnemer, Telling, Tik
from tests.browser.deur import (
    TABLET,
    TELEFOON,
    aantal,
    aanwezig,
    in_wachtrij,
    maak_deur,
    neem_terug,
    tik,
    wacht_tot,
    wacht_tot_verstuurd,
)
from tests.conftest import sessiekoekje
from tests.deelnemers.wereld import kwam, vandaag
from tests.fabrieken import maak_gebruiker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def w():
    return maak_deur()


@pytest.fixture
def tablet(maak_pagina):
    """``tablet(gebruiker)``: a page at the size of a tablet. Without service worker, so that requests can be cut."""
    return lambda gebruiker, **opties: maak_pagina(
        gebruiker, **{"viewport": TABLET, "has_touch": True, "service_workers": "block", **opties}
    )


def test_tikken_is_meteen_te_zien_en_terugnemen_kan_op_dezelfde_plek(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    vak = pagina.locator(f"#d{w.fatima.pk}").bounding_box()
    tik(pagina, w.fatima)
    assert aantal(pagina) == 1  # no waiting: it shows before anything is sent
    assert pagina.locator(f"#d{w.fatima.pk}").bounding_box() == vak
    assert pagina.locator("#gezegd").text_content() == "Fatima B. is aanwezig"
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == {w.fatima.pk}
    neem_terug(pagina, w.fatima)
    assert aantal(pagina) == 0
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == set()
    assert Tik.objects.count() == 2


def test_de_tweede_tik_van_een_dubbele_tik_doet_niets(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    vak = pagina.locator(f"#d{w.fatima.pk}").bounding_box()
    # where 'Toch niet' comes to stand
    pagina.mouse.dblclick(vak["x"] + vak["width"] - 30, vak["y"] + vak["height"] / 2)
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == {w.fatima.pk}
    assert Tik.objects.count() == 1


@pytest.mark.parametrize("formaat", [TABLET, TELEFOON])
def test_wie_bekend_is_in_twee_tikken_en_een_stukje_naam(w, tablet, formaat):
    pagina = tablet(w.deur, viewport=formaat)
    pagina.goto(w.adres)
    pagina.locator("#zoek").tap()
    pagina.keyboard.type("yilm")  # not on the page, and the last name is never shown
    knop = pagina.get_by_role("button", name="Özgür Y. aanwezig melden")
    knop.tap()
    assert aantal(pagina) == 1
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == {w.ozgur.pk}
    assert "Yılmaz" not in pagina.content()
    pagina.fill("#zoek", "")
    pagina.locator("#groep-hier .tegel--aanwezig", has_text="Özgür Y.").wait_for()
    pagina.fill("#zoek", "zzz")
    pagina.get_by_text("Niemand gevonden").wait_for()


def test_zonder_internet_gaat_alles_door_en_wordt_daarna_een_keer_verstuurd(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    pagina.context.set_offline(True)
    pagina.get_by_text("Geen internet. U kunt gewoon doorgaan.").wait_for()
    tik(pagina, w.fatima)
    tik(pagina, w.riet)
    pagina.locator("#telling-meer").click()
    neem_terug(pagina, w.riet)
    pagina.get_by_text("Wachten op versturen: 4.").wait_for()
    assert aantal(pagina) == 1
    assert not aanwezig(w)
    for regel in in_wachtrij(pagina):
        assert not {"voornaam", "achternaam", "naam"} & regel.keys()
    pagina.context.set_offline(False)
    pagina.get_by_text("Alles is verstuurd.").wait_for()
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == {w.fatima.pk}
    assert Telling.objects.get().aantal == 1
    assert Tik.objects.count() == 4
    assert aantal(pagina) == 1


def test_een_antwoord_dat_verloren_gaat_doet_niets_dubbel(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    posten = []

    def verlies(route):
        posten.append(route.request.post_data)
        antwoord = route.fetch()  # the server handles it ...
        if len(posten) < 3:
            route.abort("internetdisconnected")  # ... and the tablet never hears of it
        else:
            route.fulfill(response=antwoord)

    pagina.context.route("**/tikken/", verlies)
    tik(pagina, w.fatima)
    pagina.locator("#telling-meer").click()
    wacht_tot_verstuurd(pagina)
    assert len(posten) >= 3
    assert Deelname.objects.filter(datum=vandaag()).count() == 1
    assert Telling.objects.get().aantal == 1
    assert Tik.objects.count() == 2


def test_een_server_die_valt_of_een_vreemde_inlogpagina_verliest_niets(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    antwoorden = [{"status": 429}, {"status": 200, "body": "<html>Welkom op ons wifi</html>"}]
    pagina.context.route(
        "**/tikken/", lambda route: route.fulfill(**antwoorden.pop(0)) if antwoorden else route.continue_()
    )
    tik(pagina, w.fatima)
    pagina.get_by_text("De site antwoordt niet.").wait_for()
    wacht_tot_verstuurd(pagina)
    assert not antwoorden
    assert aanwezig(w) == {w.fatima.pk}


def test_herladen_terug_en_een_tweede_tab_houden_de_wachtrij(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto("/aanwezig/top/")
    pagina.goto(w.adres)
    pagina.context.route("**/tikken/", lambda route: route.abort("internetdisconnected"))
    tik(pagina, w.fatima)
    pagina.reload()
    assert pagina.locator(f"#d{w.fatima.pk}.tegel--aanwezig").count() == 1  # what waits is on the screen again
    assert aantal(pagina) == 1
    pagina.go_back()
    pagina.go_forward()
    pagina.locator(f"#d{w.fatima.pk}.tegel--aanwezig").wait_for()
    ander = pagina.context.new_page()
    ander.goto(w.adres)
    ander.locator(f"#d{w.fatima.pk}.tegel--aanwezig").wait_for()
    tik(ander, w.riet)
    pagina.locator(f"#d{w.riet.pk}.tegel--aanwezig").wait_for()  # the other tab, before anything is sent
    pagina.context.unroute("**/tikken/")
    pagina.evaluate("wachtrij.verstuur()")
    wacht_tot_verstuurd(pagina)
    wacht_tot_verstuurd(ander)
    assert aanwezig(w) == {w.fatima.pk, w.riet.pk}
    assert Tik.objects.count() == 2


def test_twee_tablets_tegelijk(w, tablet):
    een, twee = tablet(w.deur), tablet(maak_gebruiker("deur", kamer=w.top))
    for pagina in (een, twee):
        pagina.goto(w.adres)
    for pagina in (een, twee):
        tik(pagina, w.fatima)
        pagina.locator("#telling-meer").click()
    tik(een, w.riet)
    for pagina in (een, twee):
        wacht_tot_verstuurd(pagina)
    assert Deelname.objects.filter(datum=vandaag()).count() == 2
    assert Telling.objects.get().aantal == 2
    for pagina in (een, twee):
        pagina.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as the clock does every 15 s
        pagina.locator(f"#d{w.riet.pk}.tegel--aanwezig").wait_for()
        wacht_tot(lambda pagina=pagina: pagina.locator("#telling-aantal").input_value() == "2", pagina)
        assert aantal(pagina) == 2


def test_wat_een_ander_intussen_deed_wist_een_eigen_tik_niet(w, tablet):
    """A late answer about who is here, from before the tap, does not take the tap off the screen."""
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    oud = pagina.evaluate("async (a) => await (await fetch(a)).text()", f"{w.adres}stand/")
    vast = []
    pagina.context.route("**/stand/", lambda route: vast.append(route))
    pagina.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wacht_tot(lambda: vast, pagina)
    tik(pagina, w.fatima)
    wacht_tot_verstuurd(pagina)
    vast[0].fulfill(body=oud, content_type="application/json")
    pagina.wait_for_timeout(300)
    assert aantal(pagina) == 1


def test_sessie_weg_een_ander_logt_in_en_de_rij_gaat_met_de_goede_naam(w, tablet, live_server):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    tik(pagina, w.riet)
    wacht_tot_verstuurd(pagina)
    Session.objects.all().delete()
    tik(pagina, w.fatima)
    pagina.get_by_text("Log in om te versturen wat getikt is.").wait_for()
    assert aanwezig(w) == {w.riet.pk}
    elders = maak_gebruiker("deur", kamer=w.elders)
    pagina.context.add_cookies([sessiekoekje(elders, live_server.url)])
    pagina.goto("/aanwezig/elders/")
    pagina.get_by_text("Laat iemand van die kamer inloggen. Wachten: 1.").wait_for()
    assert len(in_wachtrij(pagina)) == 1
    ander = maak_gebruiker("deur", kamer=w.top)
    pagina.context.add_cookies([sessiekoekje(ander, live_server.url)])
    pagina.goto("/aanwezig/top/")
    wacht_tot_verstuurd(pagina)
    deelname = Deelname.objects.get(datum=vandaag(), deelnemer=w.fatima)
    assert deelname.geregistreerd_door == w.deur
    assert Tik.objects.get(deelnemer=w.fatima).verstuurd_door == ander


def test_nieuw_met_alleen_een_voornaam(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    pagina.fill("#zoek", "wei")
    pagina.locator("#nieuw-knop").tap()
    assert pagina.locator("#nieuw-voornaam").input_value() == "Wei"
    pagina.fill("#nieuw-voornaam", " ")
    pagina.get_by_role("button", name="Inschrijven en aanwezig").tap()
    pagina.get_by_text("Vul een voornaam in.").wait_for()
    pagina.fill("#nieuw-voornaam", "Wei")
    pagina.get_by_role("button", name="Inschrijven en aanwezig").tap()
    tegel = pagina.locator("#groep-hier .tegel", has_text="Wei")
    tegel.wait_for()
    wacht_tot_verstuurd(pagina)
    mens = Deelnemer.objects.get(persoonsgegevens__voornaam="Wei")
    assert aanwezig(w) == {mens.pk}
    assert aantal(pagina) == 1
    pagina.wait_for_timeout(650)
    tegel.get_by_role("button", name="Toch niet: Wei").tap()
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == set()


def test_nieuw_waarschuwt_voor_wie_er_op_lijkt(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)

    def begin(naam):
        pagina.locator("#nieuw-knop").tap()
        pagina.fill("#nieuw-voornaam", naam)
        pagina.get_by_role("button", name="Inschrijven en aanwezig").tap()
        pagina.get_by_role("heading", name="Is het een van deze mensen?").wait_for()

    begin("Özgur")
    pagina.locator("#nieuw-mensen").get_by_role("button", name="Özgür Y.").tap()
    wacht_tot_verstuurd(pagina)
    assert aanwezig(w) == {w.ozgur.pk}
    begin("Fatma")
    pagina.get_by_role("button", name="Nee, dit is iemand anders").tap()
    wacht_tot_verstuurd(pagina)
    assert aantal(pagina) == 2
    assert Deelnemer.objects.count() == 5


def test_nieuw_zonder_internet_en_weer_weg_en_de_naam_blijft_niet_op_de_tablet(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    pagina.context.set_offline(True)
    for naam in ("Wei", "Noor"):
        pagina.locator("#nieuw-knop").tap()
        pagina.fill("#nieuw-voornaam", naam)
        pagina.get_by_role("button", name="Inschrijven en aanwezig").tap()
        pagina.locator("#groep-hier .tegel", has_text=naam).wait_for()
    pagina.wait_for_timeout(650)
    pagina.get_by_role("button", name="Toch niet: Wei").tap()
    assert aantal(pagina) == 1
    pagina.get_by_text("Wachten op versturen: 3.").wait_for()
    pagina.context.set_offline(False)
    wacht_tot_verstuurd(pagina)
    assert [d.naam for d in Deelnemer.objects.filter(pk__in=aanwezig(w))] == ["Noor"]
    assert Deelnemer.objects.filter(persoonsgegevens__voornaam="Wei").count() == 1
    assert in_wachtrij(pagina) == []


def test_wat_geweigerd_wordt_staat_er_tot_iemand_het_las(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    w.deur.bevoegdheid_set.update(tot=None)
    w.eettafel.gevoelig = True
    w.eettafel.save()
    tik(pagina, w.fatima)
    melding = pagina.get_by_role("alert").filter(has_text="Alleen gastheren en gastvrouwen registreren hier.")
    melding.wait_for()
    wacht_tot(lambda: aantal(pagina) == 0, pagina)
    assert in_wachtrij(pagina) == []
    pagina.goto("/aanwezig/top/")
    melding.get_by_role("button", name="Begrepen").tap()
    melding.wait_for(state="detached")
    pagina.reload()
    pagina.wait_for_timeout(500)
    assert not melding.count()


def test_tellen_per_soort_en_een_getal_typen(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    for _ in range(3):
        pagina.get_by_role("button", name="Eén meer zonder naam").tap()
    pagina.get_by_text("Tellen per groep").tap()
    pagina.get_by_role("button", name="Eén meer: kinderen").tap()
    pagina.get_by_role("button", name="Eén minder zonder naam").tap()
    assert pagina.locator("#telling-aantal").input_value() == "3"
    pagina.fill("#telling-aantal", "veel")
    pagina.get_by_role("button", name="Opslaan").tap()
    pagina.get_by_text("Vul een heel getal in").wait_for()
    pagina.fill("#telling-aantal", "10")
    pagina.get_by_role("button", name="Opslaan").tap()
    wacht_tot_verstuurd(pagina)
    assert dict(Telling.objects.values_list("soort", "aantal")) == {"": 9, "kinderen": 1}
    pagina.fill("#telling-aantal", "0")
    pagina.get_by_role("button", name="Opslaan").tap()
    wacht_tot_verstuurd(pagina)
    assert sum(Telling.objects.values_list("aantal", flat=True)) == 0


def test_een_coordinator_vult_een_dag_die_voorbij_is(w, tablet):
    from tests.deelnemers.wereld import dagen_terug

    pagina = tablet(w.coordinator)
    pagina.goto(f"{w.adres}?datum={dagen_terug(3)}")
    tik(pagina, w.fatima)
    wacht_tot_verstuurd(pagina)
    assert Deelname.objects.get(datum=dagen_terug(3)).deelnemer == w.fatima
    assert not aanwezig(w)


@pytest.mark.parametrize("taal", ["nl", "ar", "uk"])
def test_axe_en_breedte_in_een_taal(w, tablet, axe, taal):
    kwam(w.eettafel, w.fatima, op=vandaag())
    w.deur.taal = taal
    w.deur.save()
    pagina = tablet(w.deur)
    for pad in ("/aanwezig/top/", w.adres, f"{w.adres}nieuw/", "/aanwezig/offline/"):
        pagina.goto(pad)
        for formaat in (TABLET, TELEFOON):
            pagina.set_viewport_size(formaat)
            axe(pagina)
            assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), (pad, formaat)
            klein = pagina.evaluate(
                """() => [...document.querySelectorAll("button, summary, main a, header a")]
                    .filter((e) => e.checkVisibility() && !e.closest("dialog"))
                    .filter((e) => e.getBoundingClientRect().height < 47.5).map((e) => e.outerHTML)"""
            )
            assert not klein, (pad, formaat)
    pagina.goto(w.adres)
    pagina.locator("#nieuw-knop").click()
    axe(pagina)


def test_de_taal_kiest_iemand_op_het_scherm(w, tablet):
    pagina = tablet(w.deur)
    pagina.goto(w.adres)
    pagina.get_by_text("Dora").click()
    pagina.get_by_role("button", name="Türkçe").click()
    pagina.get_by_text("Genelde gelenler").wait_for()
    assert pagina.evaluate("document.documentElement.lang") == "tr"
    w.deur.refresh_from_db()
    assert w.deur.taal == "tr"
    assert pagina.url.endswith(w.adres)
