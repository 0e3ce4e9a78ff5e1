"""Hours, jobs and choosing a person, as people do it: with the keyboard, by touch, and without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from deelnemers.models import Inzet, Klus
from deelnemers.registratie.klussen import NieuweKlus, leg_klussen_vast
from deelnemers.registratie.uren import NieuweInzet, koppel_account, leg_inzet_vast
from deelnemers.urenweek import maandag_van
from tests.deelnemers.wereld import dagen_terug, maak_wereld, schrijf_in, vandaag
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db(transaction=True)
MAANDAG = maandag_van(vandaag() - timedelta(weeks=1))
WEEK = f"/uren/?dag={MAANDAG}"


@pytest.fixture
def w():
    wereld = maak_wereld()
    vorige = MAANDAG - timedelta(weeks=1)
    for wie, dag, aantal, groep in (
        (wereld.fatima, vorige, "2.5", "Tuingroep"),
        (wereld.ozgur, vorige + timedelta(days=1), "3", "Tuingroep"),
        (wereld.riet, MAANDAG, "4", ""),
    ):
        leg_inzet_vast([NieuweInzet(wereld.top.pk, wie.pk, dag, Decimal(aantal), groep)], door=systeem())
    return wereld


def vakje(pagina, naam, dag):
    return pagina.get_by_role("textbox", name=f"{naam}").and_(pagina.locator(f"[data-dag='{dag}']"))


def sla_op(pagina):
    pagina.get_by_role("button", name="Opslaan").last.click()
    pagina.get_by_text(re.compile(r"vakjes? opgeslagen")).wait_for()


def test_een_week_invullen_met_het_toetsenbord(w, maak_pagina, axe):
    pagina = maak_pagina(w.coordinator)
    pagina.goto(WEEK)
    vakje(pagina, "Fatima", 0).focus()
    for tekst in ("2,5", "3"):  # Enter goes down in the same day, the arrow goes to the next
        pagina.keyboard.type(tekst)
        pagina.keyboard.press("Enter")
    pagina.keyboard.press("ArrowRight")
    pagina.keyboard.type("1,25")
    assert pagina.locator("[data-alles]").inner_text() == "10,75"
    assert pagina.locator("[data-per-dag='0']").inner_text() == "9,5"
    assert pagina.locator("[data-per-dag='1']").inner_text() == "1,25"
    axe(pagina)
    sla_op(pagina)
    assert pagina.locator("[data-alles]").inner_text() == "10,75"
    gezet = Inzet.objects.filter(datum__gte=MAANDAG).order_by("pk").values_list("deelnemer_id", "datum", "uren")
    assert set(gezet) == {
        (w.riet.pk, MAANDAG, Decimal(4)),
        (w.fatima.pk, MAANDAG, Decimal("2.5")),
        (w.ozgur.pk, MAANDAG, Decimal(3)),
        (w.riet.pk, MAANDAG + timedelta(days=1), Decimal("1.25")),
    }


def test_vorige_week_overnemen_en_een_rij_erbij(w, maak_pagina, axe):
    dirk = schrijf_in(w.top, "Dirk", "Smit")
    pagina = maak_pagina(w.coordinator)
    pagina.goto(WEEK)
    pagina.get_by_role("button", name="Neem vorige week over").click()
    pagina.get_by_text("2 vakjes zijn ingevuld").wait_for()
    assert vakje(pagina, "Fatima", 0).input_value() == "2,5"
    assert Inzet.objects.filter(datum__gte=MAANDAG).count() == 1
    pagina.locator("summary", has_text="Vrijwilliger of groep toevoegen").click()
    pagina.get_by_role("combobox", name="Vrijwilliger").press_sequentially("smi")
    pagina.get_by_role("option", name="Dirk Smit").wait_for()
    axe(pagina)
    pagina.keyboard.press("ArrowDown")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("combobox", name="Groep").select_option("Tuingroep")
    pagina.get_by_role("button", name="Regel toevoegen").click()
    vakje(pagina, "Dirk Smit", 4).fill("2:30")
    sla_op(pagina)
    assert Inzet.objects.get(deelnemer=dirk).uren == Decimal("2.5")
    assert Inzet.objects.filter(datum__gte=MAANDAG).count() == 4


def test_op_een_telefoon_een_dag_tegelijk(w, maak_pagina, axe):
    koppel_account(w.deur, deelnemer=w.riet, door=systeem())
    for gebruiker, adres in ((w.coordinator, WEEK), (w.deur, f"/uren/mijn/?dag={MAANDAG}")):
        pagina = maak_pagina(gebruiker, viewport={"width": 390, "height": 844}, has_touch=True)
        pagina.goto(adres)
        pagina.get_by_role("radio", name="donderdag").check(force=True)
        assert pagina.locator("[data-dag]:visible").count() == (3 if gebruiker == w.coordinator else 1)
        assert pagina.evaluate("document.documentElement.scrollWidth") <= 390
        axe(pagina)
    pagina.locator("[data-dag='3']").fill("1,5")
    sla_op(pagina)
    assert Inzet.objects.get(datum=MAANDAG + timedelta(days=3)).uren == Decimal("1.5")
    assert pagina.get_by_role("radio", name="donderdag").is_checked()


def test_twee_die_tegelijk_invullen_zien_elkaar(w, maak_pagina, axe):
    een, twee = maak_pagina(w.coordinator), maak_pagina(w.coordinator)
    for pagina in (een, twee):
        pagina.goto(WEEK)
    vakje(een, "Riet", 0).fill("5")
    sla_op(een)
    vakje(twee, "Riet", 0).fill("6")
    vakje(twee, "Fatima", 2).fill("1")
    twee.get_by_role("button", name="Opslaan").last.click()
    twee.get_by_text("Iemand anders vulde intussen 5 in, u 6.").first.wait_for()
    axe(twee)
    assert Inzet.objects.get(deelnemer=w.riet).uren == 5
    assert Inzet.objects.filter(deelnemer=w.fatima, datum__gte=MAANDAG).count() == 1
    sla_op(twee)
    assert Inzet.objects.get(deelnemer=w.riet).uren == 6


def test_een_klus_opschrijven_plannen_en_in_een_tik_gedaan(w, maak_pagina, axe, op_breedtes):
    pagina = maak_pagina(w.coordinator, viewport={"width": 820, "height": 1180}, has_touch=True)
    pagina.goto("/klussen/nieuw/")
    pagina.get_by_role("combobox", name="Voor wie is de klus?").press_sequentially("fat")
    pagina.get_by_role("option", name="Fatima el Bakkali").tap()
    pagina.get_by_label("Wat moet er gebeuren?").fill("Lekkende kraan")
    axe(pagina)
    pagina.get_by_role("button", name="Klus opslaan").click()
    pagina.get_by_role("link", name=re.compile("Plannen.*Lekkende kraan")).click()
    pagina.get_by_role("combobox", name="Wie doet het?").press_sequentially("riet")
    pagina.get_by_role("option", name="Riet Jansen").click()
    pagina.get_by_role("button", name="Planning opslaan").click()
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
    pagina.get_by_role("button", name=re.compile("Gedaan.*Lekkende kraan")).click()
    pagina.get_by_text("is vandaag gedaan door Riet Jansen").wait_for()
    klus = Klus.objects.get()
    assert (klus.aanvrager, klus.uitvoerder, klus.uitgevoerd_op) == (w.fatima, w.riet, vandaag())
    pagina.get_by_role("link", name="Lekkende kraan").click()
    for _ in op_breedtes(pagina):
        axe(pagina)


def test_zonder_javascript_de_naam_typen_en_kiezen_wie(w, maak_pagina):
    ander = schrijf_in(w.top, "Riet", "de Boer")
    pagina = maak_pagina(w.coordinator, java_script_enabled=False)
    pagina.goto("/klussen/nieuw/")
    pagina.get_by_label("Voor wie is de klus?").fill("riet")
    pagina.get_by_label("Wat moet er gebeuren?").fill("Lamp")
    pagina.get_by_role("button", name="Klus opslaan").click()
    pagina.get_by_role("radio", name="Riet de Boer").check()
    pagina.get_by_role("button", name="Klus opslaan").click()
    pagina.get_by_text("De klus voor Riet de Boer staat in de lijst.").wait_for()
    assert Klus.objects.get().aanvrager == ander
    pagina.goto(WEEK)
    pagina.locator("[data-dag='0']").first.fill("2")
    pagina.keyboard.press("Enter")
    pagina.get_by_text("1 vakje opgeslagen").wait_for()


def test_de_andere_paginas(w, maak_pagina, axe, op_breedtes):
    leg_klussen_vast([NieuweKlus(w.top.pk, w.fatima.pk, dagen_terug(3), omschrijving="Lamp")], door=systeem())
    klus = Klus.objects.get()
    pagina = maak_pagina(w.coordinator)
    adressen = (
        "/uren/lijst/", "/uren/groepen/", "/uren/groepen/nieuw/", "/uren/accounts/", f"/uren/accounts/{w.deur.pk}/",
        "/klussen/", f"/klussen/{klus.pk}/wijzigen/", f"/klussen/{klus.pk}/gedaan/", f"/klussen/{klus.pk}/verwijderen/",
    )  # fmt: skip
    for adres in adressen:
        pagina.goto(adres)
        for _ in op_breedtes(pagina):
            axe(pagina)
            assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), adres
