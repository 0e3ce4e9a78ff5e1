"""Figures over time: lines with points for several series, upright bars for one.

A month without a figure is a gap, a hidden one the same small stub at the foot wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from buurtwerkkamers import opmaak
from rapportage.cijfers import Getoond
from rapportage.dashboard.lezen import Blok, Regel, naast_eerder, onvolledig, regels, waarde_van
from rapportage.dashboard.tekenen import vel
from rapportage.dashboard.tekenen.maat import breedte, breek
from rapportage.dashboard.tekenen.vel import GRIJS, LIJN, WIT, Tekst

BOVEN, VOET = 26, 26  # room above the highest value and for the labels below
STOMP = 12
KLEINSTE = 1e-6  # a difference that no figure here has
MEESTE_NAMEN = 8  # lines that are named at their end; the table names them all
VORMEN = ("circle", "square", "triangle-up", "diamond")
STREPEN = ([1, 0], [7, 3], [2, 3], [9, 3, 2, 3])


@dataclass(frozen=True)
class Veld:
    """The plane of a chart over time: where each label stands and how high a value is."""

    breed: float
    hoog: float
    links: float
    marge: float
    stap: float
    laagste: float
    hoogste: float
    streepjes: tuple[float, ...]

    def x(self, plaats: int) -> float:
        return round(self.links + (plaats + 0.5) * self.stap, 1)

    def y(self, waarde: float) -> float:
        deel = (waarde - self.laagste) / (self.hoogste - self.laagste)
        return round(self.hoog - VOET - deel * (self.hoog - VOET - BOVEN), 1)

    @property
    def schalen(self) -> dict[str, dict[str, Any]]:
        onder, boven = self.y(self.laagste), self.y(self.hoogste)
        return {"y": vel.schaal(self.laagste, self.hoogste, onder, boven)}


def over_tijd(blok: Blok, breed: float) -> vel.Opmaak:
    """The chart of 'maanden' and 'jaren'."""
    rijen = regels(blok)
    return _lijnen(blok, rijen, breed) if len(blok.reeksen) > 1 else _kolommen(blok, rijen, breed)


def _veld(blok: Blok, rijen: list[Regel], breed: float, rechts: float) -> Veld:
    getallen = [float(w) for rij in rijen for cel in rij.cellen if (w := waarde_van(cel)) is not None]
    heel = all(getal == int(getal) for getal in getallen)
    streepjes = rond_getallen(min([0.0, *getallen]), max([0.0, *getallen]), heel=heel)
    links = max(breedte(_op_as(blok, s)) for s in streepjes) + 10
    hoog = 250 if breed > vel.SMAL else 230
    stap = (breed - links - rechts) / max(len(rijen), 1)
    return Veld(breed, hoog, links, rechts, stap, streepjes[0], streepjes[-1], streepjes)


def rond_getallen(laag: float, hoog: float, *, heel: bool = False) -> tuple[float, ...]:
    """Two to seven round numbers from at or below ``laag`` to at or above ``hoog``, at the same distance.

    ``heel``: of things that come whole, so no halves.
    """
    if hoog - laag < KLEINSTE:
        return (-1.0, 0.0) if laag < 0 else (0.0, 1.0)
    ruw = (hoog - laag) / 5
    macht = 10.0 ** floor(log10(ruw))
    stap = next(f * macht for f in (1, 2, 5, 10) if f * macht >= ruw * 0.999)
    if heel:
        stap = max(stap, 1.0)
    return tuple(round(n * stap, 10) for n in range(floor(laag / stap), ceil(hoog / stap) + 1))


def _op_as(blok: Blok, getal: float) -> str:
    """A number beside the axis, written as the figures are."""
    teksten = [p.cijfer.tekst for r in blok.reeksen for p in r.punten if waarde_van(p.cijfer) is not None]
    if any("€" in tekst for tekst in teksten):
        return opmaak.euro(str(getal), 0 if getal == int(getal) else 2)
    return opmaak.getal(str(getal)) + ("%" if teksten and all("%" in tekst for tekst in teksten) else "")


def _lijnen(blok: Blok, rijen: list[Regel], breed: float) -> vel.Opmaak:
    namen = [_slot(blok, rijen, n) for n in range(len(blok.reeksen))]
    veld = _veld(blok, rijen, breed, min(max(map(breedte, namen)) + 8, breed * 0.3))
    open_perioden = onvolledig(blok)
    lagen = [_hulplijnen(veld)]
    for nummer in _volgorde(blok):
        kleur, vorm = vel.kleur_van(blok, nummer), VORMEN[nummer % len(VORMEN)]
        lagen += _lijn(veld, [rij.cellen[nummer] for rij in rijen], kleur, _streep(blok, nummer), vorm, open_perioden)
    lagen += _stompen(veld, rijen)
    teksten = _assen(blok, veld, rijen) + _stompteksten(veld, rijen) + _slotteksten(blok, veld, rijen, namen)
    return _met_noot(blok, veld, rijen, vel.Opmaak(vel.definitie(lagen, breed, veld.hoog, veld.schalen), teksten))


def _volgorde(blok: Blok) -> Sequence[int]:
    """The numbers of the series as they are drawn: this period last, over the earlier one."""
    eerder = naast_eerder(blok)
    return (eerder[1], eerder[0]) if eerder else range(len(blok.reeksen))


def _streep(blok: Blok, nummer: int) -> list[int]:
    eerder = naast_eerder(blok)
    if eerder:
        return STREPEN[0] if nummer == eerder[0] else STREPEN[1]
    return STREPEN[nummer % len(STREPEN)]


def _slot(blok: Blok, rijen: list[Regel], nummer: int) -> str:
    """What stands at the end of a line: its name and last shown figure."""
    laatste = next((c for rij in reversed(rijen) if waarde_van(c := rij.cellen[nummer]) is not None), None)
    return f"{blok.reeksen[nummer].naam}: {laatste.tekst}" if laatste else ""


def _lijn(
    veld: Veld, cellen: Sequence[Getoond | None], kleur: str, streep: list[int], vorm: str, open_perioden: set[Any]
) -> list[dict[str, Any]]:
    """The line in pieces, broken where there is no figure, and a point at every figure; open when not whole."""
    stukken: list[list[dict[str, Any]]] = [[]]
    for plaats, cel in enumerate(cellen):
        waarde = waarde_van(cel)
        if waarde is None or cel is None:
            stukken.append([])
            continue
        vulling = WIT if cel.periode in open_perioden else kleur
        stukken[-1].append({"x": veld.x(plaats), "waarde": float(waarde), "vulling": vulling, "deel": len(stukken)})
    punten = [punt for stuk in stukken for punt in stuk]
    if not punten:
        return []
    x = vel.op_plek("x")
    y = vel.op_schaal("waarde")
    lagen: list[dict[str, Any]] = []
    if any(len(stuk) > 1 for stuk in stukken):
        lagen.append(
            {
                "data": {"values": [punt for stuk in stukken if len(stuk) > 1 for punt in stuk]},
                "mark": {"type": "line", "stroke": kleur, "strokeWidth": 2.5, "strokeDash": streep},
                "encoding": {"x": x, "y": y, "detail": {"field": "deel", "type": "nominal"}},
            }
        )
    lagen.append(
        {
            "data": {"values": punten},
            "mark": {"type": "point", "shape": vorm, "size": 60, "stroke": kleur, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": x, "y": y, "fill": vel.kleur_uit("vulling")},
        }
    )
    return lagen


def _hulplijnen(veld: Veld) -> dict[str, Any]:
    """A thin line at each round number, a darker one at zero."""
    lijnen = [
        {"waarde": s, "x": veld.links, "x2": veld.breed - veld.marge, "kleur": GRIJS if s == 0 else LIJN}
        for s in veld.streepjes
    ]
    return {
        "data": {"values": lijnen},
        "mark": {"type": "rule", "strokeWidth": 1},
        "encoding": {
            "x": vel.op_plek("x"),
            "x2": {"field": "x2"},
            "y": vel.op_schaal("waarde"),
            "stroke": vel.kleur_uit("kleur"),
        },
    }


def _verborgen(rij: Regel) -> Getoond | None:
    return next((cel for cel in rij.cellen if cel is not None and cel.verborgen), None)


def _stompen(veld: Veld, rijen: list[Regel]) -> list[dict[str, Any]]:
    """A small open box on the line of zero for each label with a hidden figure."""
    voet = veld.y(0)
    half = min(6.0, veld.stap / 3)
    stompen = [
        {"x": veld.x(n) - half, "x2": veld.x(n) + half, "y": voet - STOMP, "y2": voet}
        for n, rij in enumerate(rijen)
        if _verborgen(rij)
    ]
    if not stompen:
        return []
    return [
        {
            "data": {"values": stompen},
            "mark": {"type": "rect", "fill": WIT, "stroke": GRIJS, "strokeWidth": 1.5, "strokeDash": [2, 2]},
            "encoding": {
                "x": vel.op_plek("x"),
                "x2": {"field": "x2"},
                "y": vel.op_plek("y"),
                "y2": {"field": "y2"},
            },
        }
    ]


def _stompteksten(veld: Veld, rijen: list[Regel]) -> list[Tekst]:
    voet = veld.y(0) - STOMP - 5
    return [
        Tekst(veld.x(n), voet, cel.tekst, "middle", rand=True)
        for n, rij in enumerate(rijen)
        if (cel := _verborgen(rij)) and breedte(cel.tekst) <= 2 * veld.stap
    ]


def _assen(blok: Blok, veld: Veld, rijen: list[Regel]) -> list[Tekst]:
    """Round numbers on the left, labels below; only every second or third label when they do not fit."""
    getallen = [Tekst(veld.links - 8, veld.y(s) + 5, _op_as(blok, s), "right", kleur=GRIJS) for s in veld.streepjes]
    langste = max((breedte(rij.label) for rij in rijen), default=0)
    elke = max(1, ceil((langste + 3) / veld.stap)) if veld.stap else 1
    namen = [Tekst(veld.x(n), veld.hoog - 7, rij.label, "middle") for n, rij in enumerate(rijen) if n % elke == 0]
    return getallen + namen


def _slotteksten(blok: Blok, veld: Veld, rijen: list[Regel], namen: list[str]) -> list[Tekst]:
    """The name and last figure of each line: beside its end at the right, else above or below its last point."""
    uit: list[Tekst] = []
    rechts: list[tuple[float, int]] = []
    for nummer, naam in enumerate(namen):
        punten = [(n, float(w)) for n, rij in enumerate(rijen) if (w := waarde_van(rij.cellen[nummer])) is not None]
        if not punten:
            continue
        plaats, waarde = punten[-1]
        if plaats == len(rijen) - 1:
            rechts.append((veld.y(waarde), nummer))
            continue
        daalt = len(punten) > 1 and punten[-2][1] > waarde and veld.y(waarde) < veld.y(0) - 40
        hoogte = veld.y(waarde) + 21 if daalt else max(veld.y(waarde) - 11, 13)
        rechts_van = max(veld.x(plaats) + 8, veld.links + breedte(naam))
        uit.append(Tekst(rechts_van, hoogte, naam, "right", vet=_eerste(blok, nummer), rand=True))
    return uit + _rechts(blok, veld, namen, sorted(rechts)[:MEESTE_NAMEN], len(rijen) - 1)


def _rechts(blok: Blok, veld: Veld, namen: list[str], einden: list[tuple[float, int]], laatste: int) -> list[Tekst]:
    """Labels beside the ends of lines, of as many lines as they need, moved apart where two would touch."""
    x = veld.x(laatste) + 10
    regels_van = [breek(namen[nummer], veld.marge - 4) for _, nummer in einden]
    boven = uit_elkaar(
        [y - 8 * len(r) for (y, _), r in zip(einden, regels_van, strict=True)],
        [16.0 * len(r) + 2 for r in regels_van],
        veld.hoog - VOET + 8,
    )
    return [
        Tekst(x, begin + 13 + 16 * n, regel, vet=_eerste(blok, nummer), rand=True)
        for (_, nummer), begin, stukken in zip(einden, boven, regels_van, strict=True)
        for n, regel in enumerate(stukken)
    ]


def uit_elkaar(boven: Sequence[float], hoogten: Sequence[float], onderste: float) -> list[float]:
    """Ascending tops of boxes of these heights, moved as little as needed so that none touch or end below."""
    uit: list[float] = []
    for plaats, top in enumerate(boven):
        uit.append(max(top, uit[-1] + hoogten[plaats - 1]) if uit else top)
    grens = onderste
    for plaats in range(len(uit) - 1, -1, -1):
        uit[plaats] = min(uit[plaats], grens - hoogten[plaats])
        grens = uit[plaats]
    return uit


def _eerste(blok: Blok, nummer: int) -> bool:
    eerder = naast_eerder(blok)
    return not eerder or nummer == eerder[0]


def _kolommen(blok: Blok, rijen: list[Regel], breed: float) -> vel.Opmaak:
    """Upright bars of one series, the figure above each where it fits; else above the highest and the last."""
    veld = _veld(blok, rijen, breed, 8)
    kleur = vel.kleur_van(blok, 0)
    open_perioden = onvolledig(blok)
    half = min(veld.stap * 0.36, 30)
    gevuld = [
        (n, cel, w) for n, rij in enumerate(rijen) for cel in rij.cellen if cel and (w := waarde_van(cel)) is not None
    ]
    staven = [
        {"x": veld.x(n) - half, "x2": veld.x(n) + half, "waarde": float(w), "heel": cel.periode not in open_perioden}
        for n, cel, w in gevuld
    ]
    lagen = [_hulplijnen(veld), *_stompen(veld, rijen)]
    for heel in (True, False):
        deze = [s for s in staven if s["heel"] == heel]
        if deze:
            lagen.append(_staaflaag(veld, deze, kleur, heel=heel))
    past = all(breedte(cel.tekst) <= veld.stap - 2 for _, cel, _ in gevuld)
    opvallend = {max(gevuld, key=lambda g: (g[2], g[0]))[0], gevuld[-1][0]} if gevuld else set()
    teksten = [
        Tekst(veld.x(n), veld.y(float(w)) + (-6 if w >= 0 else 16), cel.tekst, "middle", vet=True, rand=True)
        for n, cel, w in gevuld
        if past or n in opvallend
    ]
    opmaak_ = vel.Opmaak(
        vel.definitie(lagen, breed, veld.hoog, veld.schalen),
        _assen(blok, veld, rijen) + _stompteksten(veld, rijen) + teksten,
    )
    return _met_noot(blok, veld, rijen, opmaak_)


def _staaflaag(veld: Veld, staven: list[dict[str, Any]], kleur: str, *, heel: bool) -> dict[str, Any]:
    streep = {} if heel else {"strokeDash": [4, 3]}
    return {
        "data": {"values": staven},
        "mark": {"type": "rect", "fill": kleur if heel else WIT, "stroke": kleur, "strokeWidth": 1.5, **streep},
        "encoding": {
            "x": vel.op_plek("x"),
            "x2": {"field": "x2"},
            "y": vel.op_schaal("waarde"),
            "y2": {"datum": 0},
        },
    }


def _met_noot(blok: Blok, veld: Veld, rijen: list[Regel], opmaak_: vel.Opmaak) -> vel.Opmaak:
    """Below the chart, over which days an open point or bar was counted, and what a dotted box means."""
    open_perioden = onvolledig(blok)
    open_getekend = dict.fromkeys(
        f"{rij.label}, {opmaak.periode(cel.periode)}"
        for rij in rijen
        for cel in rij.cellen
        if cel and cel.periode in open_perioden and waarde_van(cel) is not None
    )
    noten = [f"Open getekend: {'; '.join(open_getekend)}"] if open_getekend else []
    if any(_verborgen(rij) for rij in rijen):
        noten.append("Gestippeld vakje: dit cijfer tonen wij niet")
    regels_ = [regel for noot in noten for regel in breek(noot, veld.breed)]
    if not regels_:
        return opmaak_
    onder = [Tekst(0, veld.hoog + 16 + 18 * n, regel, kleur=GRIJS) for n, regel in enumerate(regels_)]
    hoog = veld.hoog + 8 + 18 * len(onder)
    return vel.Opmaak({**opmaak_.definitie, "height": hoog}, [*opmaak_.teksten, *onder])
