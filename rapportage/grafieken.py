"""Charts: one Vega-Lite definition per chart, made into an SVG that screen and paper share.

The SVG has no style attributes, no scripts and no outside addresses, so it may stand inline under a strict content
security policy. Its first child is a ``<title>`` with the alternative text: the PDF engine reads it only there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from lxml import etree

VEGA_LITE = "5.21"
NEDERLANDS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]}
LETTER = "Source Sans 3"
INKT, GRIJS = "#26211f", "#5f5a56"
BREEDTE = 218  # of a panel, in points
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Staaf:
    """One bar: a share in whole per cents, or None when nothing was registered.

    ``tekst`` is what stands at its end when that is no share: then ``procent`` is only its length.
    """

    label: str
    reeks: str
    procent: int | None
    tekst: str = ""

    @property
    def geschreven(self) -> str:
        return self.tekst or ("niet geregistreerd" if self.procent is None else f"{self.procent}%")


@dataclass(frozen=True)
class Paneel:
    """The bars of one kamer, in its own colour. ``bevinding`` says in words what they show."""

    titel: str
    kleur: str
    staven: tuple[Staaf, ...]
    bevinding: str


@dataclass(frozen=True)
class Grafiek:
    """A chart of one panel per kamer. ``titel`` states the finding; ``regel`` names the whole of the shares.

    ``eigen_schaal``: each panel counts something else, so that they cannot be compared with each other.
    """

    titel: str
    regel: str
    panelen: tuple[Paneel, ...]
    reeksen: tuple[str, ...]
    labels: tuple[str, ...]
    eigen_schaal: bool = False

    def einde(self, paneel: Paneel) -> float:
        """Where the scale of this panel ends, so that the text at the longest bar has room."""
        staven = [s for p in ((paneel,) if self.eigen_schaal else self.panelen) for s in p.staven]
        langste = max((len(s.tekst) for s in staven), default=0)
        ruimte = max(1.22, BREEDTE / (BREEDTE - 7 * langste)) if 7 * langste < BREEDTE / 2 else 2
        return max(max((s.procent or 0 for s in staven), default=0), 1) * ruimte


@dataclass(frozen=True)
class Beeld:
    """A panel ready for the page: its heading, its finding and the SVG."""

    titel: str
    bevinding: str
    svg: str


def beelden(grafiek: Grafiek) -> list[Beeld]:
    """The SVG of each panel, all on the same scale so that they can be compared."""
    return [
        Beeld(p.titel, p.bevinding, teken(aandelen_definitie(grafiek, p), alternatief(grafiek, p)))
        for p in grafiek.panelen
    ]


def alternatief(grafiek: Grafiek, paneel: Paneel) -> str:
    """What someone hears who cannot see the panel: its finding and every share, in the order of the bars."""
    per_label = {
        label: " en ".join(s.geschreven for s in paneel.staven if s.label == label) for label in grafiek.labels
    }
    aandelen = "; ".join(f"{label}: {waarden}" for label, waarden in per_label.items())
    return f"Staafdiagram van {paneel.titel}, {' en '.join(grafiek.reeksen)}. {paneel.bevinding} {aandelen}."


def aandelen_definitie(grafiek: Grafiek, paneel: Paneel) -> dict[str, Any]:
    """Horizontal bars per category; the earlier period is an outline, the later one is filled.

    So the two differ without colour too. The percentage stands at the end of the bar, the category above it.
    """
    waarden = [
        {
            "label": s.label,
            "reeks": s.reeks,
            "procent": s.procent or 0,
            "tekst": "–" if s.procent is None else s.geschreven,
        }
        for s in paneel.staven
    ]
    plaats = {"field": "label", "type": "nominal", "sort": list(grafiek.labels), "axis": None}
    naast = {"field": "reeks", "type": "nominal", "sort": list(grafiek.reeksen), "scale": {"paddingInner": 0.25}}
    lengte = {
        "field": "procent",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, grafiek.einde(paneel)], "nice": False},
    }
    vulling = ["#ffffff"] * (len(grafiek.reeksen) - 1) + [paneel.kleur]
    # Room for the name above its bars: a share of the whole step, so one bar needs a larger share than two.
    tussen = 0.46 if len(grafiek.reeksen) > 1 else 0.66
    return {
        "data": {"values": waarden},
        "width": BREEDTE,
        "height": {"step": 15, "for": "offset"},
        "layer": [
            {
                "transform": [{"filter": "datum.tekst != '–'"}],
                "mark": {"type": "bar", "stroke": paneel.kleur, "strokeWidth": 1.5},
                "encoding": {
                    "y": {**plaats, "scale": {"paddingInner": tussen, "paddingOuter": 0.4}},
                    "yOffset": naast,
                    "x": lengte,
                    "fill": {
                        "field": "reeks",
                        "scale": {"domain": list(grafiek.reeksen), "range": vulling},
                        "legend": {
                            "title": None,
                            "orient": "top",
                            "direction": "vertical",
                            "symbolType": "square",
                            "symbolStrokeColor": paneel.kleur,
                            "symbolStrokeWidth": 1.5,
                            "symbolSize": 110,
                            "labelLimit": 400,
                        }
                        if len(grafiek.reeksen) > 1
                        else None,
                    },
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontWeight": 600, "color": INKT},
                "encoding": {"y": plaats, "yOffset": naast, "x": lengte, "text": {"field": "tekst"}},
            },
            {
                "transform": [{"filter": f"datum.reeks == {json.dumps(grafiek.reeksen[0])}"}],
                "mark": {"type": "text", "align": "left", "baseline": "bottom", "dy": -3, "color": INKT},
                "encoding": {
                    "y": {**plaats, "bandPosition": 0},
                    "x": {"value": 0},
                    "text": {"field": "label"},
                },
            },
        ],
        "config": {
            "font": LETTER,
            "view": {"stroke": None},
            "text": {"fontSize": 13, "font": LETTER},
            "legend": {"labelFont": LETTER, "labelFontSize": 13, "labelColor": GRIJS, "offset": 6, "padding": 0},
            "background": None,
            "padding": {"left": 2, "right": 2, "top": 2, "bottom": 2},
        },
    }


def teken(definitie: dict[str, Any], alternatief: str) -> str:
    """The SVG text of a Vega-Lite definition. ``alternatief`` is what someone hears who cannot see it."""
    sleutel = json.dumps(definitie, sort_keys=True, ensure_ascii=False)
    return _maak_veilig(_teken(sleutel), alternatief, hashlib.sha256(sleutel.encode()).hexdigest()[:10])


@lru_cache(maxsize=256)
def _teken(definitie: str) -> str:
    import vl_convert  # late: it starts a JavaScript engine

    _registreer_letter()
    return vl_convert.vega_to_svg(_in_vega(json.loads(definitie)), format_locale=NEDERLANDS, allowed_base_urls=[])


def _in_vega(definitie: dict[str, Any]) -> dict[str, Any]:
    """The definition in the language of the drawing engine.

    Translating takes as long as drawing. Charts of the same form, whose figures all lie in ``datasets``, are
    translated once; only the figures, the size and the ends of the scales are filled in.
    """
    if "datasets" not in definitie:
        return _vertaald(json.dumps(definitie))
    gegevens, schalen = definitie["datasets"], definitie["usermeta"]["schalen"]
    vorm = {sleutel: waarde for sleutel, waarde in definitie.items() if sleutel not in ("datasets", "usermeta")}
    vega = dict(_vertaald(json.dumps({**vorm, "width": 1, "height": 1})))
    vega |= {"width": definitie["width"], "height": definitie["height"]}
    vega["data"] = [
        {**bron, "values": gegevens[bron["name"]]} if bron["name"] in gegevens else bron for bron in vega["data"]
    ]
    vega["scales"] = [{**schaal, **schalen.get(schaal["name"], {})} for schaal in vega.get("scales", ())]
    return vega


@lru_cache(maxsize=256)
def _vertaald(definitie: str) -> dict[str, Any]:
    import vl_convert

    return vl_convert.vegalite_to_vega(definitie, vl_version=VEGA_LITE)


@lru_cache(maxsize=1)
def _registreer_letter() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(settings.BASE_DIR / "static" / "fonts"))


# What a chart may hold inline: shapes and text. Roles and English labels of the engine go; the title replaces them.
_WEG = ("style", "class", "role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events")


def _maak_veilig(svg: str, alternatief: str, voorvoegsel: str) -> str:
    """Add the title, and take out what a strict policy refuses or what another chart on the page could clash with."""
    wortel = etree.fromstring(svg.encode())
    for element in wortel.iter():
        for naam in _WEG:
            element.attrib.pop(naam, None)
        if "id" in element.attrib:
            element.set("id", f"{voorvoegsel}-{element.get('id')}")
        for naam, waarde in element.attrib.items():
            if waarde.startswith("url(#"):
                element.set(naam, waarde.replace("url(#", f"url(#{voorvoegsel}-"))
    titel = etree.Element(f"{{{SVG}}}title")
    titel.text = alternatief
    titel.set("id", f"{voorvoegsel}-titel")
    wortel.insert(0, titel)
    wortel.set("role", "img")
    wortel.set("class", "grafiek-beeld")
    wortel.set("aria-labelledby", f"{voorvoegsel}-titel")
    etree.cleanup_namespaces(wortel)
    return etree.tostring(wortel, encoding="unicode")
