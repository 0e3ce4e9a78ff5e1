"""The files: PDF/UA, the same bytes, nothing read from outside, limits that hold, no formula in a spreadsheet."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import page
import pdfplumber
import pikepdf
import pytest
from python_calamine import CalamineWorkbook
from voorbeeld import ANTWOORD, TOP, document

from rapportage import canoniek
from rapportage.cijfers import Rij
from rapportage.documenten import pagina
from rapportage.documenten.pdf import PdfLukteNiet, maak_pdf
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.lichtetekst import MAX_INGEVULD, als_html
from rapportage.rapportvorm import Deel, Document, Tekst

UITGAVE = pagina.Uitgave(datetime(2020, 7, 16, 10, tzinfo=UTC), "ab" * 32)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return maak_pdf(*pagina.papier(document(), UITGAVE)).inhoud


@pytest.fixture(scope="module")
def tekst(pdf) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as boek:
        return [blad.extract_text() for blad in boek.pages]


def met_tekst(tekst: str) -> Document:
    deel = Deel(1, "vraag_per_kamer", "Vraag", teksten=(Tekst(TOP, tekst),))
    return replace(document(), delen=(deel,))


# --- PDF --------------------------------------------------------------------------------------------------------


def test_pdf_haalt_alle_regels_van_pdf_ua(pdf):
    uitslag = page.validate_pdf_bytes(pdf, profile="ua1")
    assert [f"{f.rule_id}: {f.message}" for f in uitslag.failures] == []
    assert uitslag.rules.passed == uitslag.rules.total >= 104


def _elementen(knoop, gevonden):
    for kind in knoop if isinstance(knoop, pikepdf.Array) else [knoop]:
        if isinstance(kind, pikepdf.Dictionary) and "/S" in kind:
            gevonden.append(kind)
        if isinstance(kind, pikepdf.Dictionary) and "/K" in kind:
            _elementen(kind["/K"], gevonden)
    return gevonden


def test_pdf_taal_titel_koppen_en_figuren(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as boek:
        assert str(boek.Root.Lang) == "nl"
        assert str(boek.docinfo.Title).startswith("Tussenevaluatie 2020")
        elementen = _elementen(boek.Root.StructTreeRoot["/K"], [])
        soorten = [str(e["/S"]) for e in elementen]
        niveaus = [int(s[2:]) for s in soorten if re.fullmatch(r"/H[1-6]", s)]
        figuren = [str(e.get("/Alt", "")) for e in elementen if str(e["/S"]) == "/Figure"]
    assert niveaus[0] == 1
    assert niveaus.count(1) == 1
    assert all(straks <= nu + 1 for nu, straks in zip(niveaus, niveaus[1:], strict=False))
    grafieken = [alt for alt in figuren if alt.startswith("Staafdiagram")]
    assert len(grafieken) == 3
    assert "Sociaal en ontmoeting: 44% en 44%" in grafieken[0]
    assert all(figuren)
    assert soorten.count("/Table") >= 5


def test_pdf_inhoudsopgave_wijst_naar_de_juiste_bladzijden(tekst):
    inhoud = tekst[1].partition("Over dit rapport")[0]
    regels = re.findall(r"^(.+?)\s(\d+)$", inhoud, re.MULTILINE)
    assert len(regels) == 9
    for titel, nummer in regels:
        kop = re.sub(r"^\d+\. ", "", titel)
        assert kop in tekst[int(nummer) - 1], titel


def test_pdf_kop_en_bladnummers_op_elk_blad_behalve_de_omslag(tekst):
    assert "Pagina" not in tekst[0]
    for nummer, blad in enumerate(tekst[1:], start=2):
        assert f"Pagina {nummer} van {len(tekst)}" in blad
        assert blad.startswith("Tussenevaluatie 2020")


def test_pdf_tekst_is_gelijk_aan_de_cijfers(tekst):
    alles = "\n".join(tekst)
    assert "Sociaal en ontmoeting 100 60 120" in alles
    assert "Computervaardigheid 35 – 55" in alles
    assert "Şengül, İbrahim en Müge" in alles
    assert "€ 319.716" in alles
    assert "€ −26.736" in alles
    assert UITGAVE.controlegetal in alles.replace("\n", "")


def test_pdf_alleen_de_meegeleverde_letter(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as boek:
        namen = {str(o["/BaseFont"]) for o in boek.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o}
    assert namen
    assert all("Source-Sans" in naam or "Source Sans" in naam or "SourceSans" in naam for naam in namen), namen


def test_tekst_in_een_grafiek_is_in_woorden_gezet(pdf):
    """Letter by letter (each with a place of its own) is slow and has no kerning."""
    with pikepdf.open(io.BytesIO(pdf)) as boek:
        teksten = [stuk for blad in boek.pages for stuk in blad.Contents.read_bytes().split(b"BT\n")[1:]]
    assert max(stuk.count(b" Tm\n") for stuk in teksten) == 1


def test_zelfde_invoer_geeft_zelfde_bytes_en_laat_niets_achter(pdf, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    weer = maak_pdf(*pagina.papier(document(), UITGAVE))
    assert list(tmp_path.iterdir()) == []  # the engine unpacks fonts: over a megabyte each time
    assert weer.inhoud == pdf
    with pikepdf.open(io.BytesIO(pdf)) as boek:
        assert weer.bladzijden == len(boek.pages)
    assert pagina.bestand(document()) == pagina.bestand(document())
    assert maak_werkboek(document()) == maak_werkboek(document())


VECTOREN = (
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:1/x.png">',
    '<img src="/etc/passwd">',
    '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
    '<link rel="attachment" href="file:///etc/hostname">',
    '<style>@import url("file:///etc/hostname");</style>',
    "<style>body { background: url(file:///etc/hostname) }</style>",
    '<style>@font-face { font-family: x; src: url("http://127.0.0.1:1/x.ttf") } p { font-family: x }</style>',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="file:///etc/passwd">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="file:///etc/passwd#x"/></svg>',
    '<img src="ftp://127.0.0.1:1/x">',
    '<img src="rapport:../../etc/passwd">',
    '<p style="list-style-image: url(http://127.0.0.1:1/y)">x</p>',
)


def test_motor_opent_niets_van_buiten_en_start_geen_programma(tmp_path, monkeypatch):
    """Seeded on purpose behind our own cleaning: whatever reaches the engine, it opens named files only."""
    for naam in ("gcc", "cc", "ld", "objdump"):
        (tmp_path / naam).write_text(f"#!/bin/sh\ntouch {tmp_path}/gestart\n")
        (tmp_path / naam).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    html = '<html lang="nl"><head><title>x</title></head><body>' + "".join(VECTOREN) + "</body></html>"
    uitkomst = maak_pdf(html, {})
    assert not (tmp_path / "gestart").exists()
    for wat in ("file:///etc/passwd", "http://127.0.0.1:1/x.png", "file:///etc/hostname", "http://127.0.0.1:1/x.css"):
        assert wat in uitkomst.geweigerd, wat
    assert b"root:" not in uitkomst.inhoud


def test_rapport_zelf_vraagt_niets_van_buiten():
    kwaad = "\n\n".join(VECTOREN) + "\n\n[x](file:///etc/passwd) ![y](http://127.0.0.1:1/z)"
    assert maak_pdf(*pagina.papier(met_tekst(kwaad))).geweigerd == ()


@pytest.mark.parametrize("kwaad", ["- " * 9_000, "*a **b " * 2_800, "\n".join("  " * i + "- x" for i in range(190))])
def test_zware_tekst_wordt_een_pdf_of_een_nette_fout(kwaad):
    try:
        uitkomst = maak_pdf(*pagina.papier(met_tekst(kwaad))).inhoud.decode("latin-1")
    except PdfLukteNiet as fout:
        uitkomst = str(fout)
    assert uitkomst.startswith(("%PDF", "De PDF maken"))


def test_te_lang_en_te_veel_geheugen_worden_gestopt():
    met_reuzentabel = '<html lang="nl"><body><table><tr><td colspan="1000000">x</td></tr></table></body></html>'
    with pytest.raises(PdfLukteNiet):
        maak_pdf(met_reuzentabel, {}, seconden=3)
    with pytest.raises(PdfLukteNiet, match="geheugen"):
        maak_pdf("<p>x</p>", {}, geheugen=64 * 1024 * 1024)


def test_een_fout_in_het_systeem_krijgt_de_tekst_niet_de_schuld(tmp_path, monkeypatch):
    monkeypatch.setattr("rapportage.documenten.pdf.MOTOR", tmp_path / "weg.py")
    with pytest.raises(PdfLukteNiet, match="beheerder"):
        maak_pdf("<p>x</p>", {})


# --- HTML -------------------------------------------------------------------------------------------------------


def test_html_bestand_heeft_niets_anders_nodig():
    html = pagina.bestand(document(), UITGAVE)
    adressen = re.findall(r"""(?:src|href)=["']?([^"'\s>]+)|url\(([^)]+)\)""", html)
    for aanhaling, css in adressen:
        assert (aanhaling or css).startswith(("#", "data:font/woff2")), (aanhaling, css)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html)
    assert "<script" not in html


PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<svg/onload=alert(1)>",
    "<a href='data:text/html,x'>x</a>",
    "</style><script>alert(1)</script>",
)


@pytest.mark.parametrize("kwaad", PAYLOADS)
def test_geen_script_uit_een_antwoord(kwaad):
    html = als_html(kwaad)
    assert not re.search(r"<(?!/?(p|em|strong|ul|ol|li|br)\b)", html)
    titel = replace(
        document(), titel=kwaad, delen=(Deel(1, "vraag_eenmalig", kwaad, kwaad, teksten=(Tekst(None, kwaad),)),)
    )
    assert kwaad not in pagina.bestand(titel) or kwaad.startswith("[")


def test_lichte_tekst_kent_vet_schuin_en_lijsten_maar_geen_koppen():
    html = als_html(ANTWOORD)
    assert "<strong>storm</strong>" in html
    assert "<li>koffie en een praatje</li>" in html
    assert als_html("# Kop\n***\n`code`") == "<p># Kop<br>\n***<br>\n`code`</p>\n"
    assert len(als_html("x" * (MAX_INGEVULD + 50))) < MAX_INGEVULD + 20


# --- spreadsheet and JSON ---------------------------------------------------------------------------------------


def test_rekenblad_heeft_getallen_en_geen_formules():
    inhoud = maak_werkboek(document())
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        bladen = [boek.read(naam).decode() for naam in boek.namelist() if naam.startswith("xl/worksheets/")]
        assert not any("<f>" in blad for blad in bladen)
        assert 'quotePrefix="1"' in boek.read("xl/styles.xml").decode()
    boek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
    geld = next(boek.get_sheet_by_name(n).to_python() for n in boek.sheet_names if n.startswith("5"))
    assert ['=HYPERLINK("http://kwaad.invalid") (a)', 1234.56, 0.0, "–"] in geld
    deelnemers = next(boek.get_sheet_by_name(n).to_python() for n in boek.sheet_names if n.startswith("2 TOP"))
    assert ["Sociaal en ontmoeting", 100.0, 60.0, 120.0] in deelnemers


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "|cmd", "=cmd|' /C calc'!A0"])
def test_formule_als_tekst_blijft_tekst(begin):
    inhoud = maak_werkboek(replace(met_tekst(begin), titel=begin))
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        assert not any("<f>" in boek.read(n).decode() for n in boek.namelist() if n.startswith("xl/worksheets/"))
    blad = CalamineWorkbook.from_filelike(io.BytesIO(inhoud)).get_sheet_by_name("Antwoorden").to_python()
    assert blad[1][3] == begin


def test_json_heeft_getallen_en_alle_tabellen():
    gegevens = json.loads(canoniek.schrijf(document()))
    rij = gegevens["delen"][1]["tabellen"][0]["tabel"]["rijen"][0]
    assert rij["cellen"] == ["Sociaal en ontmoeting", 100, 60, 120]
    assert gegevens["delen"][4]["tabellen"][0]["tabel"]["rijen"][2]["cellen"][1] == 1234.56


def test_rij_met_verkeerd_aantal_cellen_valt_op():
    kapot = document().delen[4].tabellen[0]
    tabel = replace(kapot.tabel, rijen=(Rij(("Te kort", 1)),))
    fout = replace(document(), delen=(Deel(1, "begroting_prognose", "Geld", tabellen=(replace(kapot, tabel=tabel),)),))
    with pytest.raises(ValueError, match="zip"):
        pagina.bestand(fout)
