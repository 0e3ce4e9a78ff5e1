"""How the documents look: wide tables in readable parts, one kamer out of the whole, many kamers, and grey."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import page
import pdfplumber
import pytest
from python_calamine import CalamineWorkbook
from test_documenten import UITGAVE
from voorbeeld import ANTWOORD, KAMERS, LABELS, document

from buurtwerkkamers.templatetags.opmaak import inkt
from rapportage.cijfers import Doelcel, Kolom, Rij, Tabel
from rapportage.cijfertekst import schrijf_cel
from rapportage.documenten import pagina
from rapportage.documenten.kamerdocument import NIET_VAN_EEN_KAMER, van_kamer
from rapportage.documenten.pdf import rapport_pdf
from rapportage.documenten.tabelvorm import LIGGEND, STAAND, deel_ligt, keer, vellen
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.rapportvorm import Deel, Document, Kamercijfers, Kamerkop, Kamertabel, Kengetal, Tekst, Tekstcijfer

KLEUREN = ("#0b5f66", "#c04f08", "#5b57c9", "#3b0a45", "#7a5c00", "#2c6427")


def kamers(aantal: int) -> tuple[Kamerkop, ...]:
    return tuple(
        Kamerkop(f"Buurtkamer nummer {n}", f"Kamer {n}", f"kamer-{n}", KLEUREN[n % 6], f"K{n}", f"Wijk {n}")
        for n in range(1, aantal + 1)
    )


def doelen(koppen: tuple[Kamerkop, ...], aantal: int = 27) -> Tabel:
    def cel(n: int, k: int) -> Doelcel:
        return Doelcel(100 * n + k, str(100 * n + k), f"> {n}", k % 2 == 0, k % 3 == 0)

    return Tabel(
        "Indicatoren en streefwaarden",
        "Gemeten over het halfjaar.",
        (Kolom("Indicator", "tekst"), *(Kolom(k.kort, "doel") for k in koppen)),
        tuple(
            Rij((f"Indicator {n}", *(cel(n, k) for k in range(len(koppen)))), noot="a") for n in range(1, aantal + 1)
        ),
        ("a. Een noot.",),
    )


def naast_elkaar(koppen: tuple[Kamerkop, ...]) -> Tabel:
    rijen = [Rij((label, *(1000 * i + k for k in range(len(koppen))), 7)) for i, label in enumerate(LABELS, start=1)]
    return Tabel(
        "De kamers naast elkaar",
        "Elk mens telt één keer.",
        (Kolom("Categorie", "tekst"), *(Kolom(k.kort) for k in koppen), Kolom("Verschillend in de stad")),
        (*rijen, Rij(("Verschillende mensen", *range(9000, 9000 + len(koppen)), 8), "totaal")),
    )


def met_kamers(aantal: int) -> Document:
    koppen = kamers(aantal)
    cijfers = (Kengetal("tot half maart", 3, "getal", "r"), Kengetal("in de hele periode", 5, "getal", "r"))
    return replace(
        document(),
        kamers=koppen,
        kamercijfers=tuple(Kamercijfers(k, cijfers) for k in koppen),
        delen=(
            Deel(1, "vraag_per_kamer", "Wat ging goed?", teksten=tuple(Tekst(k, "Het ging goed.") for k in koppen)),
            Deel(2, "deelnemers", "Deelnemers", tabellen=(Kamertabel(None, naast_elkaar(koppen)),)),
            Deel(3, "indicatoren", "Doelen", tabellen=(Kamertabel(None, doelen(koppen)),)),
            Deel(4, "vraag_eenmalig", "Slot", teksten=(Tekst(None, ANTWOORD),)),
        ),
    )


def bladen(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as boek:
        return [blad.extract_text() for blad in boek.pages]


# --- tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aantal", [1, 3, 4, 7, 9, 30])
@pytest.mark.parametrize("maak", [doelen, naast_elkaar])
def test_elke_tabel_past_en_geen_cijfer_gaat_verloren(aantal, maak):
    tabel = maak(kamers(aantal))
    delen = vellen(tabel)
    for vel in delen:
        grens = LIGGEND if vel.liggend else STAAND
        assert len(vel.tabel.kolommen) - 1 <= grens[vel.soort]
        assert len(delen) == 1 or len(vel.tabel.kolommen) > 2, "a part with one column only"
    cellen = [cel for rij in tabel.rijen for cel in rij.cellen[1:]]
    in_delen = [cel for vel in delen for rij in vel.tabel.rijen for cel in rij.cellen[1:]]
    assert sorted(map(repr, cellen)) == sorted(map(repr, in_delen))
    assert [vel.met_noten for vel in delen] == [*(False for _ in delen[1:]), True]


def test_gekeerd_is_hetzelfde_met_de_kamers_onder_elkaar():
    tabel = naast_elkaar(kamers(30))
    gekeerd = keer(tabel)
    assert [k.titel for k in gekeerd.kolommen] == ["Kamer", *LABELS, "Verschillende mensen"]
    assert gekeerd.rijen[2].cellen == ("Kamer 3", *(1000 * i + 2 for i in range(1, 8)), 9002)
    assert vellen(tabel)[0].tabel == gekeerd


def test_in_delen_zegt_de_titel_welke_kamers_erin_staan():
    titels = [vel.titel for vel in vellen(doelen(kamers(30)))]
    assert titels[0] == "Indicatoren en streefwaarden (deel 1 van 5: Kamer 1 t/m Kamer 6)"
    assert titels[-1].endswith("(deel 5 van 5: Kamer 25 t/m Kamer 30)")


def test_een_deel_ligt_alleen_als_het_met_een_brede_tabel_begint():
    breed, smal = Kamertabel(None, doelen(kamers(30))), Kamertabel(None, doelen(kamers(3)))
    assert deel_ligt(Deel(1, "indicatoren", "x", tabellen=(breed,)))
    assert not deel_ligt(Deel(1, "indicatoren", "x", tabellen=(smal, breed)))


# --- one kamer --------------------------------------------------------------------------------------------------


def test_het_rapport_van_een_kamer_heeft_alleen_die_kamer():
    van = van_kamer(document(), "hart")
    assert van.titel == "Tussenevaluatie 2020: Hart voor Leidsche Rijn"
    assert [k.slug for k in van.kamers] == ["hart"]
    vragen, deelnemers, grafiek, indicatoren, geld, keuze = van.delen
    assert [t.kamer.slug for t in vragen.teksten] == ["hart"]
    assert [b.tabel.titel for b in deelnemers.tabellen] == ["Deelnemers van Hart voor Leidsche Rijn"]
    assert [p.titel for p in grafiek.grafiek.panelen] == ["Hart voor Leidsche Rijn"]
    assert [k.titel for k in indicatoren.tabellen[0].tabel.kolommen] == ["Indicator", "Hart"]
    assert geld.ontbreekt == NIET_VAN_EEN_KAMER
    assert keuze.teksten[0].keuze == "Ja, met een wijziging"  # answered once, for all
    doel = van.kengetallen[-1]
    assert (doel.waarde, doel.toelichting) == (0, "van de 24 doelen die te beoordelen zijn")
    with pytest.raises(KeyError):
        van_kamer(document(), "nergens")


def test_kamers_waarvan_de_naam_met_dezelfde_letters_begint_lopen_niet_door_elkaar():
    kop = Kolom("Categorie", "tekst")
    tabel = Tabel(
        "x", "r", (kop, Kolom("Klop: eerst", "procent"), Kolom("Klop Zuid: eerst", "procent")), (Rij(("a", 1, 2)),)
    )
    klop = replace(KAMERS[0], naam="De Klop", kort="Klop", slug="klop")
    delen = (Deel(1, "aandeelgrafiek", "x", tabellen=(Kamertabel(None, tabel),)),)
    van = van_kamer(replace(document(), kamers=(klop,), delen=delen), "klop")
    assert van.delen[0].tabellen[0].tabel.rijen[0].cellen == ("a", 1)


# --- PDF --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dertig() -> bytes:
    return rapport_pdf(met_kamers(30), UITGAVE)


def test_dertig_kamers_zijn_te_lezen(dertig):
    """All figures are there, no line runs off the page, no heading stands alone, and a table's head is repeated."""
    uitslag = page.validate_pdf_bytes(dertig, profile="ua1")
    assert [f"{f.rule_id}: {f.message}" for f in uitslag.failures] == []
    with pdfplumber.open(io.BytesIO(dertig)) as boek:
        for blad in boek.pages:
            buiten = [w["text"] for w in blad.extract_words() if w["x1"] > blad.width - 50 or w["x0"] < 50]
            assert blad.page_number == 1 or not buiten, (blad.page_number, buiten)
            assert len(blad.extract_words()) > 25, f"page {blad.page_number} is as good as empty"
        liggend = [blad for blad in boek.pages if blad.width > blad.height]
        teksten = [blad.extract_text() for blad in boek.pages]
        koppen = re.compile("Indicator Kamer|Formulieren Klussen")
        assert liggend
        assert all(koppen.search(blad.extract_text()) for blad in liggend), "a page of a table without its head"
    alles = "\n".join(teksten)
    for tabel in (doelen(kamers(30)), naast_elkaar(kamers(30))):
        for rij in tabel.rijen:
            for cel, kolom in zip(rij.cellen[1:], tabel.kolommen[1:], strict=True):
                tekst = cel.gemeten if isinstance(cel, Doelcel) else schrijf_cel(cel, kolom.soort)
                assert re.search(rf"(?<![\d.]){re.escape(tekst)}(?![\d.])", alles), (kolom.titel, rij.cellen[0])
    for kop in ("Wat ging goed?", "Deelnemers", "Doelen", "Slot", "Bijlage: zo is geteld", "Colofon"):
        assert any(kop in t for t in teksten[2:]), kop


def test_inhoudsopgave_van_dertig_kamers_wijst_goed_en_past_op_een_blad(dertig):
    teksten = bladen(dertig)
    assert "In één oogopslag" in teksten[2]
    for titel, nummer in re.findall(r"^(.+?)\s(\d+)$", teksten[1].partition("Over dit rapport")[0], re.MULTILINE):
        assert re.sub(r"^\d+\. ", "", titel) in teksten[int(nummer) - 1], titel


@pytest.mark.parametrize("aantal", [1, 3, 9, 30])
def test_elke_kamer_heeft_een_deur_op_de_omslag_die_erop_past(aantal):
    svg = pagina.omslag(kamers(aantal))
    letters = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]* font-size="([\d.]+)"[^>]*>(\w+)<', svg)
    assert [naam for *_, naam in letters] == [f"K{n}" for n in range(1, aantal + 1)]
    breed = 210 / min(aantal, 10)
    for x, y, groot, _ in letters:
        assert 0 < float(x) < 210
        assert 150 < float(y) < 297
        assert float(groot) < breed


def test_cijfers_in_een_tekst_staan_eronder_met_hun_regel_in_de_bijlage():
    cijfer = Tekstcijfer("uniek formulieren", "130", "Zo is dat geteld.")
    tekst = Tekst(None, "Er kwamen 130 en nog eens 130 mensen.", cijfers=(cijfer, cijfer))
    html = pagina.bestand(replace(document(), delen=(Deel(1, "vraag_eenmalig", "Vraag", teksten=(tekst,)),)))
    assert html.count("130 is ‘uniek formulieren’") == 1
    assert "<dt>uniek formulieren</dt><dd>Zo is dat geteld.</dd>" in html


def _licht(kleur: str) -> float:
    """The relative luminance of WCAG."""
    kanalen = [int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineair = [k / 12.92 if k <= 0.04045 else ((k + 0.055) / 1.055) ** 2.4 for k in kanalen]
    return sum(deel * waarde for deel, waarde in zip((0.2126, 0.7152, 0.0722), lineair, strict=True))


def test_in_grijs_is_elke_kamer_te_lezen_en_te_herkennen():
    """The letters on a colour stand out in luminance, and wherever a colour stands its kamer is named in words."""
    for kleur in (*KLEUREN, "#f0e442", "#808080"):
        hoog, laag = sorted((_licht(kleur), _licht(inkt(kleur))), reverse=True)
        assert (hoog + 0.05) / (laag + 0.05) >= 4.5, kleur
    html = pagina.bestand(met_kamers(9))
    for kamer in kamers(9):
        plekken = re.findall(rf'class="[^"]*\bkamer-{kamer.slug}\b[^"]*"[^>]*>(.*?)</(?:li|tr|div)>', html, re.DOTALL)
        assert plekken
        assert all(kamer.naam in plek or kamer.monogram in plek for plek in plekken), kamer.naam


def test_het_rekenblad_heeft_elke_tabel_heel_met_totalen_als_getal():
    boek = CalamineWorkbook.from_filelike(io.BytesIO(maak_werkboek(met_kamers(30))))
    blad = next(boek.get_sheet_by_name(n).to_python() for n in boek.sheet_names if n.startswith("2"))
    assert [*range(9000, 9030), 8] == next(rij for rij in blad if rij[0] == "Verschillende mensen")[1:]
