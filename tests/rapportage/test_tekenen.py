"""Drawings of shown figures: clean, told in words, and silent about what is hidden, in the picture and in the file."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from grafiekvoorbeelden import CATEGORIEEN, VERBORGEN, VOORBEELDEN, blok, doelblok, getoond, maandreeks, reeks
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from buurtwerkkamers.perioden import Periode
from rapportage import grafieken
from rapportage.dashboard.lezen import bereik, tabel
from rapportage.dashboard.tekenen import alternatief, met_bevinding, svg, svg_bestand, svg_een, warm_op, xlsx_bestand
from rapportage.dashboard.tekenen.lijnen import rond_getallen, uit_elkaar
from rapportage.dashboard.tekenen.maat import LETTERMAAT, breedte, breek
from rapportage.dashboard.tekenen.vel import BREED, SMAL
from rapportage.dashboard.vorm import Punt, Reeks

SVG = "{http://www.w3.org/2000/svg}"
ALLE = pytest.mark.parametrize("naam", VOORBEELDEN)
DEELNEMERS = "Verschillende deelnemers"


def teksten(tekening: str) -> list[str]:
    return ["".join(t.itertext()) for t in etree.fromstring(tekening.encode()).iter(f"{SVG}text")]


# --- what is drawn


@ALLE
@pytest.mark.parametrize("breed", [BREED, SMAL])
def test_mag_onder_een_streng_beleid_en_zegt_alles_in_woorden(naam, breed):
    tekening = svg_een(met_bevinding(VOORBEELDEN[naam]), breed)
    assert re.match(r"<svg [^>]*><title id=\"[\w-]+\">", tekening)
    assert not re.search(r"\s(style|on\w+|href|src)=|<(script|style|image|foreignObject)|graphics-", tekening)
    assert not re.search(r"NaN|undefined|null|None|Infinity", tekening)
    assert f'viewBox="0 0 {breed} ' in tekening
    titel = etree.fromstring(tekening.encode())[0].text
    _, rijen = tabel(VOORBEELDEN[naam])
    for rij in rijen:
        for cel in filter(None, rij.cellen):
            assert cel.tekst.replace("<", "minder dan ").replace(">", "meer dan ").replace("  ", " ") in titel


@ALLE
@pytest.mark.parametrize("breed", [BREED, SMAL])
def test_elke_tekst_is_veertien_groot_en_blijft_binnen_het_beeld(naam, breed):
    wortel = etree.fromstring(svg_een(VOORBEELDEN[naam], breed).encode())
    hoogte = float(wortel.get("height"))
    for tekst in wortel.iter(f"{SVG}text"):
        assert tekst.get("font-size") == str(LETTERMAAT)
        x, y = plaats(tekst)
        lang = breedte("".join(tekst.itertext()))
        begin = {"end": x - lang, "middle": x - lang / 2}.get(tekst.get("text-anchor"), x)
        assert begin >= -4, tekst.text
        assert begin + lang <= breed + 4, tekst.text
        assert 8 <= y <= hoogte


def plaats(tekst) -> tuple[float, float]:
    """Where a text stands; the engine moves its own by transforms of the groups around it."""
    x, y = float(tekst.get("x", 0)), float(tekst.get("y", 0))
    for element in (tekst, *tekst.iterancestors()):
        for dx, dy in re.findall(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", "")):
            x, y = x + float(dx), y + float(dy)
    return x, y


def test_twee_tekeningen_van_een_blok_storen_elkaar_niet():
    ids = re.findall(r'\bid="([^"]+)"', svg(VOORBEELDEN["staven"]) + svg(VOORBEELDEN["doelen"]))
    assert len(ids) == len(set(ids)) >= 4


def test_hetzelfde_blok_geeft_dezelfde_bytes():
    for voorbeeld in VOORBEELDEN.values():
        assert svg(voorbeeld) == svg(voorbeeld)
        assert xlsx_bestand(voorbeeld) == xlsx_bestand(voorbeeld)


def test_lettermaat_past_bij_de_letter_zelf(settings):
    """The widths that labels are laid out with are never smaller than those of the bundled font, nor much larger."""
    voorbeelden = ("Sociaal en ontmoeting", "€ 112.345", "31 van de 75", "‘Hart voor Leidsche Rijn’", "<10", "WIJK?")
    for letter in ("Regular", "Semibold"):
        font = TTFont(settings.BASE_DIR / "static" / "fonts" / f"SourceSans3-{letter}.ttf")
        tekens, maten = font.getBestCmap(), font["hmtx"]
        for tekst in voorbeelden:
            echt = sum(maten[tekens[ord(t)]][0] for t in tekst) * LETTERMAAT / 1000
            assert echt <= breedte(tekst) * 1.02
            assert breedte(tekst) <= echt * 1.2


def test_lange_namen_breken_en_eindigen_in_puntjes():
    assert breek("Toeleiding naar werk en dagbesteding", 120) == ["Toeleiding naar", "werk en", "dagbesteding"]
    assert breek("a" * 200, 100)[0].endswith("…")
    assert len(breek("woord " * 100, 100)) == 3


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_de_as_heeft_weinig_ronde_getallen_om_alles_heen(laag, omvang):
    laag, hoog = min(laag, 0.0), max(laag + omvang, 0.0)
    getallen = rond_getallen(laag, hoog)
    assert 2 <= len(getallen) <= 8
    assert getallen[0] <= laag + 1e-6
    assert getallen[-1] >= hoog - 1e-6
    assert 0 in getallen


@given(st.lists(st.tuples(st.floats(-50, 300), st.integers(16, 50)), max_size=6))
def test_namen_van_lijnen_raken_elkaar_niet(vakken):
    boven, hoogten = [b for b, _ in sorted(vakken)], [float(h) for _, h in sorted(vakken)]
    uit = uit_elkaar(boven, hoogten, 230)
    assert all(b - a >= h - 1e-6 for a, b, h in zip(uit, uit[1:], hoogten, strict=False))
    assert all(b + h <= 230 + 1e-6 for b, h in zip(uit, hoogten, strict=True))


def test_een_maand_zonder_cijfer_is_een_gat_en_geen_nul():
    rijen = blok("maanden", maandreeks(2026, (10, 20, None, 40, 50)), maandreeks(2025, (5, 5, 5, 5, 5)))
    wortel = etree.fromstring(svg_een(rijen).encode())
    lijnen = [p.get("d") for p in wortel.iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    assert len(lijnen) == 3  # one whole, one in two pieces


def test_maand_die_loopt_is_open_en_dat_staat_erbij():
    rijen = blok("maanden", maandreeks(2026, (10, 20, 30), tot=date(2026, 3, 9)))
    assert "Open getekend: mrt, 1 t/m 9 maart 2026" in teksten(svg_een(rijen))
    assert 'stroke-dasharray="4,3"' in svg_een(rijen)
    heel = blok("maanden", maandreeks(2026, (10, 20, 30)))
    assert "stroke-dasharray" not in svg_een(heel)


def test_doel_zonder_cijfer_zegt_dat_in_woorden():
    voorbeeld = doelblok((("TOP", None, "", 10, "> 10 op 20"), ("HvLR", 7, "7 op 12", 10, "> 10 op 20")))
    assert "niet te bepalen; afgesproken: > 10 op 20" in teksten(svg_een(voorbeeld))
    assert "7 op 12; afgesproken: > 10 op 20" in teksten(svg_een(voorbeeld))


def test_doelen_van_een_andere_soort_zijn_deel_van_hun_doel():
    """People and per cents: bars of 31 of 75 and of 62% against 50% have no scale in common."""
    voorbeeld = doelblok((("Leden", 30, "30", 60, "60"), ("Tevreden", 75, "75%", 50, "> 50%")))
    wortel = etree.fromstring(svg_een(voorbeeld).encode())
    breedten = [
        float(m[1]) for p in wortel.iter(f"{SVG}path") if (m := re.match(r"M\d+,\d+h([\d.]+)v14", p.get("d", "")))
    ]
    assert breedten[1] == pytest.approx(3 * breedten[0], rel=0.01)


def test_geld_onder_nul_staat_links_van_de_lijn():
    assert "€ −1.250" in teksten(svg_een(VOORBEELDEN["geld"]))
    assert "€ 112.345" in teksten(svg_een(VOORBEELDEN["geld"]))


def test_aandelen_alleen_als_alles_te_zien_is():
    """A share of a whole with a hidden part would give that part away."""
    heel = blok("aandelen", reeks("2026", [("Taal", 30), ("Ontmoeting", 90)]), geheel="iedereen")
    assert {"25% (30)", "75% (90)"} <= set(teksten(svg_een(heel)))
    deels = blok("aandelen", reeks("2026", [("Taal", 30), ("Ontmoeting", 90), ("Werk", VERBORGEN)]), geheel="iedereen")
    assert not any("%" in tekst for tekst in teksten(svg_een(deels)))
    klein = blok("aandelen", reeks("2026", [("Taal", 3), ("Ontmoeting", 4)]), geheel="iedereen")
    assert not any("%" in tekst for tekst in teksten(svg_een(klein)))


@pytest.mark.parametrize("tekening", ["maanden", "jaren", "staven", "aandelen", "doelen", "geld"])
def test_niets_en_vreemds_geeft_geen_fout(tekening):
    vreemd = "\x00\x1f<b>" + "é" * 500 + "\ud800"
    for reeksen in (
        (),
        (Reeks("leeg", ()),),
        (reeks(vreemd, [(vreemd, 5), ("", 0), ("x", None)]),),
        (reeks("a", [("x", 10**14), ("y", Decimal("NaN")), ("z", Decimal("-1E-9"))], tekst="?"),),
        (reeks("a", [("x", 1)]), reeks("b", [("y", 2)]), reeks("c", [("y", VERBORGEN)])),
        tuple(reeks(str(n), [("x", n)], kleur="#0b5f66") for n in range(40)),
    ):
        voorbeeld = met_bevinding(blok(tekening, *reeksen, onderwerp=vreemd))
        etree.fromstring(svg_een(voorbeeld, SMAL).encode())
        assert svg_bestand(voorbeeld).startswith(b"<?xml")
        assert xlsx_bestand(voorbeeld)


def test_grafieken_van_een_vorm_worden_een_keer_vertaald():
    """The translation of a form is used again with other figures, and changes nothing of what is drawn."""
    een, ander = (blok("staven", reeks("2026", [("a", n), ("b", 2 * n)])) for n in (10, 35))
    svg_een(een)
    voor = grafieken._vertaald.cache_info().misses
    tweede = svg_een(ander)
    assert grafieken._vertaald.cache_info().misses == voor
    grafieken._vertaald.cache_clear()
    grafieken._teken.cache_clear()
    assert svg_een(ander) == tweede


def test_opwarmen_tekent_elke_soort():
    grafieken._vertaald.cache_clear()
    grafieken._teken.cache_clear()
    warm_op().join(60)
    assert grafieken._vertaald.cache_info().misses == 3  # over time, bars, targets


# --- what is hidden


def met_geheim(tekening: str, geheim: int, tweede: int):
    """A block in which two figures are hidden but, by a mistake elsewhere, still carry their values."""

    def cijfer(waarde, periode):
        return replace(getoond(VERBORGEN, periode), waarde=waarde, bewijs=f"/bewijs/{waarde}")

    nu, toen = Periode.maand(2026, 3), Periode.maand(2025, 3)
    punten = [("jan", getoond(40, nu)), ("feb", cijfer(geheim, nu)), ("mrt", cijfer(tweede, nu))]
    eerder = [("jan", getoond(30, toen)), ("feb", getoond(12, toen)), ("mrt", cijfer(geheim, toen))]
    return blok(
        tekening,
        Reeks("2026", tuple(Punt(*p) for p in punten)),
        Reeks("2025", tuple(Punt(*p) for p in eerder)),
    )


@pytest.mark.parametrize("tekening", ["maanden", "jaren", "staven", "aandelen", "doelen", "geld"])
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9))
def test_een_verborgen_cijfer_laat_nergens_een_spoor(tekening, geheim, tweede):
    """Whatever the hidden figures are, every byte of the drawings and of the spreadsheet is the same."""
    dit, ander = (met_bevinding(met_geheim(tekening, *g)) for g in ((geheim, tweede), (3, 7)))
    assert svg(dit) == svg(ander)
    assert svg_bestand(dit) == svg_bestand(ander)
    assert xlsx_bestand(dit) == xlsx_bestand(ander)
    assert "/bewijs/" not in svg(dit)


def test_wat_verborgen_is_staat_achteraan_op_naam():
    """Its place among the bars says nothing about it either."""
    _, rijen = tabel(VOORBEELDEN["staven"])
    assert [rij.label for rij in rijen[-3:]] == ["Bewegen", "Schuldhulp", "Taal"]
    andersom = blok("staven", reeks("2026", tuple(reversed(CATEGORIEEN))))
    assert [rij.label for rij in tabel(andersom)[1]] == [rij.label for rij in rijen]


# --- the files and the page


@ALLE
def test_bestand_staat_op_zichzelf(naam):
    voorbeeld = met_bevinding(VOORBEELDEN[naam])
    wortel = etree.fromstring(svg_bestand(voorbeeld))
    assert wortel[0].tag == f"{SVG}title"
    assert wortel[0].text == alternatief(voorbeeld)
    assert wortel[1].get("fill") == "#ffffff"
    tekst = " ".join("".join(t.itertext()) for t in wortel.iter(f"{SVG}text"))
    assert voorbeeld.titel in tekst
    assert "Bron: registratie van de buurtwerkkamers" in tekst
    assert "Source Sans 3" in wortel.get("font-family")


def werkblad(inhoud: bytes) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(inhoud)).get_sheet_by_index(0).to_python()


def test_rekenblad_heeft_getallen_als_getal_en_woorden_als_woord():
    rijen = werkblad(xlsx_bestand(met_bevinding(VOORBEELDEN["staven"])))
    waarden = {rij[0]: rij[1] for rij in rijen}
    assert waarden["Formulieren"] == 130
    assert waarden["Taal"] == "<10"
    assert waarden["Schuldhulp"] == "niet te bepalen (er is niets geteld)"
    assert waarden["Klussen"] == 0
    assert waarden["Periode"] == "2026"
    assert waarden["Kamers"] == "TOP"
    assert waarden["Telregel"] == "Elke deelnemer telt één keer."


def test_rekenblad_van_doelen_heeft_getal_en_tekst():
    rijen = werkblad(xlsx_bestand(VOORBEELDEN["doelen"]))
    kop = next(rij for rij in rijen if "gemeten" in rij)
    assert kop[1:5] == ["gemeten", "gemeten, zoals getoond", "afgesproken", "afgesproken, zoals getoond"]
    hvlr = next(rij for rij in rijen if rij[0] == "Hart voor Leidsche Rijn")
    assert hvlr[1:5] == [7, "7 op 12", 10, "> 10 op 20"]


def test_rekenblad_kent_geen_formules():
    gemeen = blok("staven", reeks("=1+1", [("=HYPERLINK(1)", 5), ("+1", 6)]), onderwerp="@kosten", titel="-2")
    inhoud = xlsx_bestand(gemeen)
    assert "=HYPERLINK(1)" in [rij[0] for rij in werkblad(inhoud)]
    import zipfile

    blad = zipfile.ZipFile(io.BytesIO(inhoud)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in blad


def fragment(voorbeeld, adres="jaar=2026&kamer=top") -> str:
    voorbeeld = met_bevinding(voorbeeld)
    return render_to_string("dashboard/_grafiek.html", {"blok": voorbeeld, "svg": svg(voorbeeld), "adres": adres})


@ALLE
def test_fragment_heeft_titel_tabel_en_bestanden(naam):
    html = fragment(VOORBEELDEN[naam])
    sleutel = VOORBEELDEN[naam].sleutel
    assert html.count("<svg ") == 2
    assert f'href="/dashboard/grafiek/{sleutel}.svg?jaar=2026&amp;kamer=top"' in html
    assert f'href="/dashboard/grafiek/{sleutel}.xlsx?jaar=2026&amp;kamer=top"' in html
    assert not re.search(r'\sstyle="', html)
    _, rijen = tabel(VOORBEELDEN[naam])
    assert html.count('<th scope="row">') == len(rijen)


def test_fragment_linkt_een_cijfer_naar_zijn_lijst_en_geeft_redenen():
    punten = (
        Punt("jan", getoond(4, bewijs="/dashboard/bewijs/mensen/?x=1")),
        Punt("feb", getoond(None, reden="te vroeg")),
    )
    html = fragment(blok("maanden", Reeks("2026", punten)), adres="")
    assert '<a href="/dashboard/bewijs/mensen/?x=1">4</a>' in html
    assert "<li>niet te bepalen: te vroeg</li>" in html
    assert 'maanden.svg"' in html


def test_fragment_zonder_cijfers_heeft_geen_lege_tekening():
    html = fragment(blok("maanden", toelichting="Er is nog niets opgeschreven."))
    assert "<svg" not in html
    assert "Er is nog niets opgeschreven." in html


def test_bereik_noemt_periode_en_kamers():
    assert bereik(VOORBEELDEN["staven"]) == "2026. TOP"
    assert bereik(VOORBEELDEN["staven-eerder"]) == "2026 en 2025. TOP"
    veel = blok("staven", Reeks("2026", (Punt("a", getoond(1, kamers=tuple("ABCDEFGH"))),)))
    assert bereik(veel) == "2026. 8 kamers"
