"""From a chart block to SVG: the definition of its kind, drawn by the engine, with its texts set afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable

from lxml import etree

from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getoond
from rapportage.dashboard.bevinding import GEEN_CIJFERS
from rapportage.dashboard.lezen import Blok, regels, schoon
from rapportage.dashboard.tekenen import vel
from rapportage.dashboard.tekenen.lijnen import over_tijd
from rapportage.dashboard.tekenen.maat import LETTERMAAT
from rapportage.dashboard.tekenen.staven import doelen, staven
from rapportage.dashboard.tekenen.woorden import alternatief
from rapportage.dashboard.vorm import Grafiekblok, Punt, Reeks, Tekening
from rapportage.grafieken import SVG, teken

LETTER = "'Source Sans 3', 'Segoe UI', system-ui, sans-serif"
_TEKENAAR: dict[Tekening, Callable[[Blok, float], vel.Opmaak]] = {
    "maanden": over_tijd,
    "jaren": over_tijd,
    "staven": staven,
    "aandelen": staven,
    "doelen": doelen,
    "geld": staven,
}


def svg(blok: Blok) -> str:
    """Both drawings of the block for a page, the wide one and the narrow one; the style sheet shows the one that fits.

    Each is an SVG with its alternative text as first child, may stand inline under the strict policy, and has ids of
    its own.
    """
    return svg_een(blok, vel.BREED) + svg_een(blok, vel.SMAL)


def svg_een(blok: Blok, breed: int = vel.BREED) -> str:
    """One drawing, ``breed`` units wide (``vel.BREED`` or ``vel.SMAL``). Pure: the same block gives the same text."""
    blok = schoon(blok)
    opmaak = _TEKENAAR[blok.tekening](blok, breed) if regels(blok) else _leeg(breed)
    ruw = teken(opmaak.definitie, alternatief(blok))
    return _met_teksten(ruw, opmaak.teksten, "breed" if breed == vel.BREED else "smal")


def _leeg(breed: int) -> vel.Opmaak:
    """Words where a chart would be."""
    return vel.Opmaak(vel.definitie([], breed, 24, {}), [vel.Tekst(0, 17, GEEN_CIJFERS, kleur=vel.GRIJS)])


def _met_teksten(ruw: str, teksten: list[vel.Tekst], soort: str) -> str:
    """The texts get their size and font, and those with a fixed place are added."""
    wortel = etree.fromstring(ruw.encode())
    for element in wortel.iter(f"{{{SVG}}}text"):
        element.set("font-size", str(LETTERMAAT))
        element.attrib.pop("font-family", None)
    for tekst in teksten:
        element = etree.SubElement(wortel, f"{{{SVG}}}text", x=f"{tekst.x:g}", y=f"{tekst.y:g}", fill=tekst.kleur)
        element.set("font-size", str(LETTERMAAT))
        if tekst.anker != "left":
            element.set("text-anchor", {"right": "end", "middle": "middle"}[tekst.anker])
        if tekst.vet:
            element.set("font-weight", "600")
        if tekst.rand:
            for naam, waarde in (("paint-order", "stroke"), ("stroke", vel.WIT), ("stroke-width", "4")):
                element.set(naam, waarde)
        element.text = tekst.tekst
    wortel.set("font-family", LETTER)
    wortel.set("class", f"grafiek-beeld grafiek-beeld--{soort}")
    return etree.tostring(wortel, encoding="unicode")


def warm_op() -> threading.Thread:
    """Start the drawing engine in the background, so that the first visitor does not wait for it (0.7 s)."""
    draad = threading.Thread(target=_eerste_tekening, name="tekenmotor", daemon=True)
    draad.start()
    return draad


def _eerste_tekening() -> None:
    """Each kind once, in words that mean nothing: the engine is fast from the second drawing on."""
    for tekening in _TEKENAAR:
        reeksen = tuple(
            Reeks(str(jaar), (Punt("a", Getoond("1", 1, "", Periode.jaar(jaar), ())),)) for jaar in (2001, 2000)
        )
        svg(Grafiekblok("", tekening, "", "", reeksen))
