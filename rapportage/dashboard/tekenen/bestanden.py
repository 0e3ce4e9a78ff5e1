"""A chart as a file of its own: an SVG with title, period and source on white, and a spreadsheet of its figures."""

from __future__ import annotations

import io
import re
from typing import Any

from lxml import etree
from xlsxwriter.worksheet import Worksheet

from buurtwerkkamers.werkboek import Werkboek
from rapportage.cijfers import Getoond
from rapportage.dashboard import lezen
from rapportage.dashboard.lezen import Blok
from rapportage.dashboard.tekenen import vel
from rapportage.dashboard.tekenen.beeld import svg_een
from rapportage.dashboard.tekenen.maat import LETTERMAAT, breek
from rapportage.grafieken import SVG

BRON = "Bron: registratie van de buurtwerkkamers, Utrecht"
RAND = 32  # white around the chart
ANDERE_LETTER = 1.3  # how much wider a text becomes where our font is not installed
KOP = 20  # letter size of the title
_ALLEEN_GETAL = re.compile(r"(€ )?[−-]?[\d.,]+%?")


def svg_bestand(blok: Blok) -> bytes:
    """The wide drawing with its title above, and below it the rule, the period, the kamers and the source."""
    schoon = lezen.schoon(blok)
    tekening = etree.fromstring(svg_een(blok).encode())
    hoogte = float(tekening.get("height", "0"))
    koppen = breek(schoon.titel or schoon.onderwerp, vel.BREED * LETTERMAAT / KOP / ANDERE_LETTER)
    onder = [regel for tekst in voettekst(schoon) for regel in breek(tekst, vel.BREED / ANDERE_LETTER, meeste=5)]
    begin = RAND + 26 * len(koppen) + 26
    breed, hoog = vel.BREED + 2 * RAND, begin + hoogte + 14 + 19 * len(onder) + RAND
    wortel = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    for naam, waarde in (("width", f"{breed:g}"), ("height", f"{hoog:g}"), ("viewBox", f"0 0 {breed:g} {hoog:g}")):
        wortel.set(naam, waarde)
    for naam in ("role", "aria-labelledby", "font-family"):
        wortel.set(naam, tekening.get(naam, ""))
    wortel.set("lang", "nl")
    wortel.append(tekening[0])
    etree.SubElement(wortel, f"{{{SVG}}}rect", width=f"{breed:g}", height=f"{hoog:g}", fill=vel.WIT)
    for nummer, regel in enumerate(koppen):
        _tekst(wortel, RAND, RAND + 18 + 26 * nummer, regel, KOP, vet=True)
    _tekst(wortel, RAND, begin - 10, schoon.onderwerp, LETTERMAAT, kleur=vel.GRIJS)
    groep = etree.SubElement(wortel, f"{{{SVG}}}g", transform=f"translate({RAND},{begin})")
    for kind in list(tekening):
        groep.append(kind)
    for nummer, regel in enumerate(onder):
        _tekst(wortel, RAND, begin + hoogte + 28 + 19 * nummer, regel, LETTERMAAT, kleur=vel.GRIJS)
    etree.cleanup_namespaces(wortel)
    return etree.tostring(wortel, xml_declaration=True, encoding="UTF-8")


def voettekst(blok: Blok) -> list[str]:
    """What makes a chart understood away from its page."""
    geheel = f"Het geheel: {blok.geheel}." if blok.geheel else ""
    return [t for t in (geheel, blok.regel, blok.toelichting, f"{lezen.bereik(blok)}.", f"{BRON}.") if t.strip(". ")]


def _tekst(wortel: Any, x: float, y: float, tekst: str, maat: int, *, vet: bool = False, kleur: str = vel.INKT) -> None:
    element = etree.SubElement(wortel, f"{{{SVG}}}text", x=f"{x:g}", y=f"{y:g}", fill=kleur)
    element.set("font-size", str(maat))
    if vet:
        element.set("font-weight", "600")
    element.text = tekst


def xlsx_bestand(blok: Blok) -> bytes:
    """One sheet: what it is about, then the table with numbers as numbers and everything else as it is shown."""
    blok = lezen.schoon(blok)
    buffer = io.BytesIO()
    with Werkboek(buffer, titel=blok.titel or blok.onderwerp, onderwerp=lezen.perioden(blok)) as boek:
        blad = boek.blad("Cijfers")
        rij = _kop(boek, blad, blok)
        koppen, rijen = lezen.tabel(blok)
        kolommen = [(kop, nummer, als) for nummer, kop in enumerate(koppen) for als in _soorten(rijen, nummer)]
        boek.koppen(blad, ["", *(kop if als == "getal" else f"{kop}, zoals getoond" for kop, _, als in kolommen)], rij)
        for hoogte, regel in enumerate(rijen, start=rij + 1):
            boek.tekst(blad, hoogte, 0, regel.label, text_wrap=True)
            for kolom, (_, nummer, als) in enumerate(kolommen, start=1):
                _cel(boek, blad, hoogte, kolom, regel.cellen[nummer], als)
        blad.set_column(0, 0, 44)
        blad.set_column(1, max(1, len(kolommen)), 22)
        blad.freeze_panes(rij + 1, 1)
    return buffer.getvalue()


def _kop(boek: Werkboek, blad: Worksheet, blok: Blok) -> int:
    """Title, subject, whole, rule, period and kamers; the row after them."""
    boek.tekst(blad, 0, 0, blok.titel or blok.onderwerp, bold=True, font_size=14)
    regels = [
        ("Onderwerp", blok.onderwerp),
        ("Het geheel", blok.geheel),
        ("Telregel", blok.regel),
        ("Toelichting", blok.toelichting),
        ("Periode", lezen.perioden(blok)),
        ("Kamers", lezen.kamers(blok)),
        *(("Bij de cijfers", reden) for reden in lezen.redenen(blok)),
    ]
    rij = 2
    for naam, tekst in regels:
        if tekst:
            boek.tekst(blad, rij, 0, naam, bold=True)
            boek.tekst(blad, rij, 1, tekst)
            rij += 1
    return rij + 1


def _soorten(rijen: list[lezen.Regel], nummer: int) -> tuple[str, ...]:
    """A column of numbers, with one of the printed texts beside it where the number does not say all ('7 op 12')."""
    cellen = [cel for regel in rijen if (cel := regel.cellen[nummer]) is not None]
    meer = any(lezen.waarde_van(cel) is not None and not _ALLEEN_GETAL.fullmatch(cel.tekst) for cel in cellen)
    return ("getal", "tekst") if meer else ("getal",)


def _cel(boek: Werkboek, blad: Worksheet, rij: int, kolom: int, cel: Getoond | None, als: str) -> None:
    waarde = lezen.waarde_van(cel)
    if cel is None or als == "tekst":
        boek.waarde(blad, rij, kolom, cel.tekst if cel else "")
    elif waarde is not None:
        euro = "€" in cel.tekst or cel.eenheid == "euro"
        soort = "euro" if euro else "procent" if "%" in cel.tekst else "getal"
        heel = waarde == waarde.to_integral_value()
        if heel:
            boek.waarde(blad, rij, kolom, int(waarde), "euro_heel" if euro else soort)
        else:
            boek.waarde(blad, rij, kolom, waarde, "getal" if soort == "procent" else soort)
    else:
        reden = f" ({cel.reden})" if cel.reden and not cel.verborgen else ""
        boek.tekst(blad, rij, kolom, f"{cel.tekst}{reden}", align="right")
