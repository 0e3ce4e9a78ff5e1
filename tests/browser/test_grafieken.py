"""Every kind of chart in a real browser: readable on a phone, clean under the policy, and whole on paper."""

import io
import os
import sys
from pathlib import Path

import pdfplumber
import pytest

from buurtwerkkamers import rechten

KLEINSTE_LETTER = 13  # pixels, as the reader sees them


@pytest.fixture
def grafiekenboek(settings, monkeypatch, transactional_db):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    sys.modules.pop("grafiekenboek", None)
    monkeypatch.setattr(rechten, "mag", lambda *args: True)
    settings.ROOT_URLCONF = "grafiekenboek"


def bewaar(pagina, naam):
    """A picture for who wants to look: GRAFIEKBEELDEN=<folder>."""
    if map_ := os.environ.get("GRAFIEKBEELDEN"):
        pagina.screenshot(path=f"{map_}/{naam}.png", full_page=True)


@pytest.mark.parametrize("kolommen", [1, 2])
def test_leesbaar_op_elke_breedte(kolommen, grafiekenboek, pagina, op_breedtes, axe):
    pagina.goto(f"/grafiekenboek/{kolommen}/")
    for naam in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
        zichtbaar = pagina.evaluate(
            """[...document.querySelectorAll('.grafiek__beeld')].map(vak => {
                 const beelden = [...vak.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().width > 0);
                 const maat = beelden.map(s => 14 * s.getBoundingClientRect().width / s.viewBox.baseVal.width);
                 return [beelden.length, Math.min(...maat), Math.max(...maat)];
               })"""
        )
        bewaar(pagina, f"boek-{kolommen}-{naam}")
        for aantal, kleinste, grootste in zichtbaar:
            assert aantal == 1
            assert kleinste >= KLEINSTE_LETTER
            assert grootste <= 19


def test_de_tabel_gaat_open_en_noemt_elk_cijfer(grafiekenboek, pagina, axe):
    pagina.goto("/grafiekenboek/1/")
    pagina.locator("summary", has_text="De cijfers in een tabel").first.click()
    tabel = pagina.get_by_role("region", name="De cijfers: Verschillende deelnemers").first
    assert "312" in tabel.inner_text()
    assert "<10" in tabel.inner_text()
    axe(pagina)


def test_op_papier_staan_de_tabellen_open_en_valt_niets_weg(grafiekenboek, pagina):
    pagina.goto("/grafiekenboek/1/")
    papier = pagina.pdf(format="A4")
    if map_ := os.environ.get("GRAFIEKBEELDEN"):
        Path(map_, "boek.pdf").write_bytes(papier)
    with pdfplumber.open(io.BytesIO(papier)) as boek:
        tekst = "\n".join(blad.extract_text() for blad in boek.pages)
        for blad in boek.pages:
            assert all(letter["x1"] <= blad.width and letter["x0"] >= 0 for letter in blad.chars)
    assert "niet te bepalen: er is niets geteld" in tekst
    assert tekst.count("Overige kosten") == 2  # in the drawing and in the table
    assert "Bewaren als" not in tekst
