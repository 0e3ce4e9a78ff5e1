"""Charts: clean under a strict policy, with words for who cannot see them, and telling without colour."""

from __future__ import annotations

import re

from voorbeeld import document

from rapportage import grafieken
from rapportage.grafieken import aandelen_definitie, beelden

GRAFIEK = next(d.grafiek for d in document().delen if d.grafiek)


def test_elk_paneel_een_svg_met_titel_als_eerste_kind():
    for beeld in beelden(GRAFIEK):
        assert re.match(r"<svg [^>]*><title id=\"[\w-]+\">Staafdiagram van ", beeld.svg)
        assert "Toeleiding naar werk: 2% en niet geregistreerd" in beelden(GRAFIEK)[0].svg


def test_svg_mag_onder_een_streng_beleid():
    for beeld in beelden(GRAFIEK):
        assert not re.search(r"\s(style|on\w+|href|src)=|<(script|style|image|foreignObject)", beeld.svg)
        assert "Source Sans 3" in beeld.svg
        assert "graphics-" not in beeld.svg


def test_eigen_ids_zodat_panelen_elkaar_niet_storen():
    ids = [i for beeld in beelden(GRAFIEK) for i in re.findall(r'\bid="([^"]+)"', beeld.svg)]
    assert len(ids) == len(set(ids))


def test_reeksen_verschillen_ook_zonder_kleur():
    vulling = aandelen_definitie(GRAFIEK, GRAFIEK.panelen[0])["layer"][0]["encoding"]["fill"]["scale"]["range"]
    assert vulling == ["#ffffff", GRAFIEK.panelen[0].kleur]


def test_elke_staaf_heeft_zijn_procent_en_wat_mist_een_streepje():
    svg = beelden(GRAFIEK)[0].svg
    assert ">44%<" in svg
    assert ">–<" in svg


def test_alle_panelen_op_dezelfde_schaal():
    domeinen = {
        aandelen_definitie(GRAFIEK, p)["layer"][0]["encoding"]["x"]["scale"]["domain"][1] for p in GRAFIEK.panelen
    }
    assert len(domeinen) == 1


def test_zelfde_grafiek_wordt_een_keer_getekend():
    grafieken._teken.cache_clear()
    beelden(GRAFIEK)
    beelden(GRAFIEK)
    assert grafieken._teken.cache_info().misses == len(GRAFIEK.panelen)
