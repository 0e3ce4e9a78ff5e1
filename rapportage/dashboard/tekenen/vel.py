"""The sheet that charts are drawn on: sizes, colours, and what every Vega-Lite definition here shares.

Texts have letter size 0 for the engine, which takes 3 ms to measure each text and needs none of it; ``beeld`` gives
them their size afterwards. So every place of a text is chosen here, with ``maat``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapportage.cijfers import Getoond
from rapportage.dashboard.lezen import Blok, naast_eerder

BREED, SMAL = 520, 340  # units of the viewBox: for a page and paper, and for a phone
INKT, GRIJS, LIJN, WIT = "#26211f", "#6f6963", "#d9d2c7", "#ffffff"
PALET = ("#0b5f66", "#c04f08", "#8a86f0", "#3b0a45")
# filled in per chart, so that charts of one form are translated once
_SCHAAL = {"domain": [0, 1], "range": [0, 1], "nice": False, "zero": False}


@dataclass(frozen=True)
class Tekst:
    """A text at a fixed place; ``y`` is its baseline, ``rand`` a white edge so that it reads over lines."""

    x: float
    y: float
    tekst: str
    anker: str = "left"
    vet: bool = False
    kleur: str = INKT
    rand: bool = False


@dataclass(frozen=True)
class Opmaak:
    """A definition, and the texts that need no scale."""

    definitie: dict[str, Any]
    teksten: list[Tekst] = field(default_factory=list)


def kleur_van(blok: Blok, nummer: int) -> str:
    """The series' own colour; else the accent for this period and grey for the earlier one; else from the palette."""
    if blok.reeksen[nummer].kleur:
        return blok.reeksen[nummer].kleur
    eerder = naast_eerder(blok)
    if eerder:
        return PALET[0] if nummer == eerder[0] else GRIJS
    if blok.tekening == "geld" and len(blok.reeksen) > 1:
        nummer -= 1  # the budget is an outline
    return PALET[nummer] if 0 <= nummer < len(PALET) else GRIJS


def tekst_van(cijfer: Getoond | None) -> str:
    """A figure as it stands in the chart."""
    return cijfer.tekst if cijfer is not None else "–"


def schaal(laag: float, hoog: float, begin: float, einde: float) -> dict[str, Any]:
    """From ``laag`` to ``hoog`` across the places ``begin`` to ``einde``."""
    return {"domain": [laag, hoog], "range": [begin, einde]}


def op_schaal(veld: str | None = None) -> dict[str, Any]:
    """A place on the scale of the chart: of a field, or of zero."""
    waar = {"field": veld} if veld else {"datum": 0}
    return {**waar, "type": "quantitative", "axis": None, "scale": _SCHAAL}


def op_plek(veld: str) -> dict[str, Any]:
    """A place that the field holds in units of the viewBox."""
    return {"field": veld, "type": "quantitative", "axis": None, "scale": None}


def kleur_uit(veld: str) -> dict[str, Any]:
    """A colour that the field holds."""
    return {"field": veld, "type": "nominal", "scale": None}


def tekstlaag(
    rijen: list[dict[str, Any]],
    plaats: dict[str, Any],
    *,
    dx: float = 0,
    dy: float = 0,
    anker: str = "left",
    vet: bool = False,
) -> dict[str, Any]:
    """A layer that writes the field ``tekst`` of each row."""
    return {
        "data": {"values": rijen},
        "mark": {"type": "text", "align": anker, "dx": dx, "dy": dy, "fontWeight": 600 if vet else 400, "color": INKT},
        "encoding": {**plaats, "text": {"field": "tekst", "type": "nominal"}},
    }


def definitie(
    lagen: list[dict[str, Any]], breed: float, hoogte: float, schalen: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """A whole definition of exactly this size, with its figures in ``datasets`` (see ``grafieken``).

    ``schalen``: the scale of the channel (x or y) on which the figures are.
    """
    return {
        "width": breed,
        "height": hoogte,
        "autosize": {"type": "none"},
        "padding": 0,
        "layer": [{**laag, "data": {"name": f"laag{n}"}} for n, laag in enumerate(lagen)],
        "datasets": {f"laag{n}": laag["data"]["values"] for n, laag in enumerate(lagen)},
        "usermeta": {"schalen": schalen},
        "config": {"view": {"stroke": None}, "text": {"fontSize": 0, "baseline": "alphabetic"}, "background": None},
    }
