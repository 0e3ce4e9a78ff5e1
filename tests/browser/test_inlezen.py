"""Reading a file in as people do it: columns, preview, progress, storing, undoing; also narrow and without script."""

from __future__ import annotations

import os
from threading import Event
from typing import Any

import pytest
from django.urls import reverse

from buurtwerkkamers.importeren import werk
from buurtwerkkamers.importeren.voortgang import CONTROLEREN
from buurtwerkkamers.models import Gebruiker, Inlezing, Kamer
from tests.buurtwerkkamers.bestanden import maak_xlsx
from tests.fabrieken import Rol, maak_gebruiker

pytestmark = pytest.mark.django_db(transaction=True)
RIJEN = [["Kamer", "Straatnaam", "Open sinds"], ["TOP", "Plein 1", "1-4-2017"], ["De Klop", "", ""]]


@pytest.fixture
def bureau() -> Gebruiker:
    return maak_gebruiker(Rol.BUREAU)


@pytest.fixture
def wacht(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Imports stop at 12.000 of 50.000 rows until this is set."""
    verder, echt = Event(), werk.importeer

    def traag(*args: Any, voortgang: Any, **kwargs: Any) -> Any:
        voortgang(CONTROLEREN, 12_000, 50_000)
        assert verder.wait(30)
        return echt(*args, voortgang=voortgang, **kwargs)

    monkeypatch.setattr(werk, "importeer", traag)
    monkeypatch.setattr(werk, "EVEN_WACHTEN", 0.0)
    monkeypatch.setattr(werk, "SCHRIJF_ELKE", -1)
    return verder


def kies(pagina: Any, pad: Any) -> None:
    pagina.goto(reverse("importeren"))
    pagina.get_by_label("Wat staat er in het bestand?").select_option("kamers")
    pagina.get_by_label("Bestand", exact=True).set_input_files(pad)
    pagina.get_by_role("button", name="Bekijk het bestand").click()


def bekijk(pagina: Any, op_breedtes: Any, axe: Any, naam: str) -> None:
    for breedte in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), naam
        if beelden := os.environ.get("BEELDEN"):
            pagina.screenshot(path=f"{beelden}/{naam}-{breedte}.png", full_page=True)


def test_van_bestand_tot_ongedaan(maak_pagina, op_breedtes, axe, bureau, tmp_path):
    pagina = maak_pagina(bureau)
    pagina.goto(reverse("importeren"))
    bekijk(pagina, op_breedtes, axe, "kies")
    kies(pagina, maak_xlsx(tmp_path / "kamers met een heel lange naam van 2020.xlsx", RIJEN))
    # Two headers are recognised by what people call them, one is not.
    assert pagina.get_by_label("Kamer", exact=True).input_value() == "naam"
    assert pagina.get_by_label("Open sinds").input_value() == "open_vanaf"
    assert pagina.get_by_label("Straatnaam").input_value() == ""
    bekijk(pagina, op_breedtes, axe, "kolommen")
    pagina.get_by_label("Straatnaam").select_option("naam")
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    assert "U koos dit al bij" in pagina.inner_text("main")
    bekijk(pagina, op_breedtes, axe, "kolommen-fout")
    pagina.get_by_label("Straatnaam").select_option("adres")
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    pagina.get_by_role("button", name="Nu inlezen").wait_for()
    bekijk(pagina, op_breedtes, axe, "voorbeeld")
    assert not Kamer.objects.exists()
    pagina.get_by_role("button", name="Nu inlezen").click()
    pagina.get_by_text("is ingelezen: 2 nieuw").wait_for()
    assert Kamer.objects.get(naam="TOP").adres == "Plein 1"
    bekijk(pagina, op_breedtes, axe, "inlezing")
    pagina.goto(reverse("inlezen:eerder"))
    bekijk(pagina, op_breedtes, axe, "eerder")
    pagina.get_by_role("link", name="kamers met een heel lange naam").click()
    pagina.get_by_role("link", name="Maak ongedaan").click()
    bekijk(pagina, op_breedtes, axe, "ongedaan")
    pagina.get_by_role("button", name="Ja, maak ongedaan").click()
    pagina.get_by_text("Alles is weer zoals ervoor").wait_for()
    assert not Kamer.objects.exists()


def test_wat_in_de_weg_staat(maak_pagina, op_breedtes, axe, bureau, tmp_path):
    pagina = maak_pagina(bureau, java_script_enabled=False)
    kies(pagina, maak_xlsx(tmp_path / "kamers.xlsx", RIJEN))
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    pagina.get_by_role("button", name="Nu inlezen").click()
    assert "is ingelezen" in pagina.inner_text("body")
    Kamer.objects.update(adres="Laan 2")
    met_script = maak_pagina(bureau)
    met_script.goto(reverse("inlezen:ongedaan", args=[Inlezing.objects.get().pk]))
    assert "Kamer ‘TOP’ is daarna gewijzigd (adres)." in met_script.inner_text("main")
    bekijk(met_script, op_breedtes, axe, "in-de-weg")


def test_de_balk_loopt_en_de_pagina_gaat_vanzelf_verder(maak_pagina, op_breedtes, axe, bureau, tmp_path, wacht):
    pagina = maak_pagina(bureau)
    kies(pagina, maak_xlsx(tmp_path / "kamers.xlsx", RIJEN))
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    pagina.get_by_text("12.000 van 50.000 rijen gecontroleerd").wait_for()
    balk = pagina.get_by_role("progressbar", name="12.000 van 50.000 rijen gecontroleerd")
    assert (balk.get_attribute("value"), balk.get_attribute("max")) == ("12000", "50000")
    bekijk(pagina, op_breedtes, axe, "balk")
    # A failed look is no failed import.
    pagina.evaluate(
        "document.getElementById('stand').dispatchEvent(new CustomEvent('htmx:sendError', {bubbles: true, detail: {}}))"
    )
    assert "Het werk gaat door" in pagina.inner_text("main")
    assert "niets opgeslagen" not in pagina.inner_text("body")
    wacht.set()
    pagina.get_by_role("button", name="Nu inlezen").wait_for()
    pagina.get_by_role("button", name="Nu inlezen").click()
    pagina.get_by_text("is ingelezen: 2 nieuw").wait_for()


def test_zonder_javascript_kijk_opnieuw(maak_pagina, bureau, tmp_path, wacht):
    pagina = maak_pagina(bureau, java_script_enabled=False)
    kies(pagina, maak_xlsx(tmp_path / "kamers.xlsx", RIJEN))
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    pagina.get_by_role("link", name="Kijk opnieuw").click()
    assert "12.000 van 50.000 rijen gecontroleerd" in pagina.inner_text("main")
    wacht.set()
    for _ in range(50):
        if pagina.get_by_role("button", name="Nu inlezen").count():
            break
        pagina.wait_for_timeout(100)
        pagina.get_by_role("link", name="Kijk opnieuw").click()
    pagina.get_by_role("button", name="Nu inlezen").click()
    for _ in range(50):
        if Kamer.objects.count() == 2:
            break
        pagina.wait_for_timeout(100)
    pagina.goto(reverse("inlezen:eerder"))
    assert "kamers.xlsx" in pagina.inner_text("main")


def test_een_dode_werker_zegt_dat_er_niets_bewaard_is(
    maak_pagina, op_breedtes, axe, bureau, tmp_path, wacht, monkeypatch
):
    """No sign of life for half a minute: the page says so, and the work can no longer store anything."""
    monkeypatch.setattr(werk, "TEKEN_ELKE", 60)
    pagina = maak_pagina(bureau)
    kies(pagina, maak_xlsx(tmp_path / "kamers.xlsx", RIJEN))
    wacht.set()
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    pagina.get_by_role("button", name="Nu inlezen").wait_for()
    wacht.clear()
    pagina.get_by_role("button", name="Nu inlezen").click()
    pagina.get_by_text("12.000 van 50.000").wait_for()
    monkeypatch.setattr(werk, "STIL", 0)
    pagina.get_by_text("Er is niets bewaard").wait_for()
    bekijk(pagina, op_breedtes, axe, "gestopt")
    wacht.set()
    for _ in range(50):
        pagina.wait_for_timeout(20)
        assert not Kamer.objects.exists()
