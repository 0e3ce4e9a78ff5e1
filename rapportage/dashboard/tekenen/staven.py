"""Horizontal bars: kamers or categories side by side, shares, money, and figures against their target.

Positions across the page are Vega-Lite's scale of the shown figures; rows are laid out here, because labels wrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from buurtwerkkamers import opmaak
from rapportage.cijfers import Getoond
from rapportage.dashboard.lezen import Blok, geheel_van, losse_reeksen, naast_eerder, tabel, waarde_van
from rapportage.dashboard.tekenen import vel
from rapportage.dashboard.tekenen.maat import breedte, breek
from rapportage.dashboard.tekenen.vel import GRIJS, INKT, WIT, Tekst

REGEL, STAAF, TUSSEN = 18, 20, 8  # heights of a line of text, a bar and the space after it
STOMP = 26  # the stub of a hidden figure: always as long
MIN_STAAF = 1.5  # so that 0 shows as a line


@dataclass
class Staaf:
    """One bar on its place. ``waarde`` None: nothing to draw, or the stub when ``verborgen``."""

    boven: float
    waarde: float | None
    vulling: str
    rand: str
    verborgen: bool = False
    doel: float | None = None
    hoogte: float = STAAF


@dataclass
class Blad:
    """The rows so far: bars, texts that stand at fixed places, texts at the end of a bar."""

    breed: float
    staven: list[Staaf] = field(default_factory=list)
    teksten: list[Tekst] = field(default_factory=list)
    einden: list[tuple[Staaf, str]] = field(default_factory=list)
    kolom: float = 0  # where the bars begin
    y: float = 4

    def schrijf(self, tekst: str, *, vet: bool = False, kleur: str = INKT) -> None:
        """Lines over the whole width, below what is there."""
        for regel in breek(tekst, self.breed):
            self.teksten.append(Tekst(0, self.y + 13, regel, vet=vet, kleur=kleur))
            self.y += REGEL
        self.y += 2

    def naast(self, tekst: str, staaf: Staaf) -> None:
        """A label in the column left of the bar, in the middle of its height."""
        regels = breek(tekst, self.kolom - 10)
        begin = staaf.boven + staaf.hoogte / 2 - (len(regels) - 1) * 8 + 5
        self.teksten += [Tekst(self.kolom - 10, begin + 16 * n, r, anker="right") for n, r in enumerate(regels)]


def vulling_van(blok: Blok, nummer: int) -> tuple[str, str]:
    """Fill and outline of a series: told apart in black and white too, since only one is filled in its full colour.

    An earlier period and a budget are an outline; kamers keep their colour and are named at each bar.
    """
    kleur = vel.kleur_van(blok, nummer)
    eerder = naast_eerder(blok)
    if (eerder and nummer == eerder[1]) or (blok.tekening == "geld" and nummer == 0 and len(blok.reeksen) > 1):
        return WIT, GRIJS
    return kleur, kleur


def staven(blok: Blok, breed: float) -> vel.Opmaak:
    """The bars of 'staven', 'aandelen' and 'geld'."""
    koppen, rijen = tabel(blok)
    los = losse_reeksen(blok)
    kleuren = {reeks.naam: nummer for nummer, reeks in enumerate(blok.reeksen)} if los else {}
    gehelen = [geheel_van(blok, nummer) for nummer in range(len(blok.reeksen))]
    gegroepeerd = len(koppen) > 1
    namen = koppen if gegroepeerd else [rij.label for rij in rijen]
    blad = Blad(breed)
    meeste = breed * (0.36 if breed > vel.SMAL else 0.3)
    langste = max(map(breedte, namen), default=0) + 12
    naast = langste <= meeste
    blad.kolom = langste if naast else 0
    for rij in rijen:
        if gegroepeerd:
            blad.schrijf(rij.label, vet=True)
        for nummer, cel in enumerate(rij.cellen):
            naam = koppen[nummer] if gegroepeerd else rij.label
            if not naast:
                blad.schrijf(naam)
            vulling, rand = vulling_van(blok, kleuren.get(rij.label, nummer))
            staaf = _staaf(blad, cel, vulling, rand)
            if naast:
                blad.naast(naam, staaf)
            tekst = vel.tekst_van(cel)
            geheel = None if los else gehelen[nummer]
            if geheel and staaf.waarde is not None:
                tekst = f"{opmaak.aandeel(waarde_van(cel), geheel)} ({tekst})"
                staaf.waarde = staaf.waarde / float(geheel) if all(gehelen) else staaf.waarde
            blad.einden.append((staaf, tekst))
            blad.y += STAAF + (3 if gegroepeerd else TUSSEN)
        blad.y += 9 if gegroepeerd else 0
    return _opmaak(blad)


def doelen(blok: Blok, breed: float) -> vel.Opmaak:
    """Each figure as a bar with its target as a mark across it, and both in words above it.

    Figures of one kind share a scale; kinds that differ (people, per cents) are each drawn as part of their target.
    """
    _, rijen = tabel(blok)
    gelijk = _een_schaal([rij.cellen for rij in rijen])
    blad = Blad(breed)
    for rij in rijen:
        gemeten, doel = (*rij.cellen, None)[:2]
        blad.schrijf(rij.label, vet=True)
        afgesproken = f"; afgesproken: {doel.tekst}" if doel and doel.tekst else ""
        blad.schrijf(f"{vel.tekst_van(gemeten)}{afgesproken}")
        grens = waarde_van(doel)
        if gemeten and not any(teken.isdigit() for teken in gemeten.tekst):
            gemeten = replace(gemeten, waarde=None)  # 'positief' has no length
        if grens is None and waarde_van(gemeten) is None and not (gemeten and gemeten.verborgen):
            blad.y += TUSSEN
            continue
        staaf = _staaf(blad, gemeten, vel.kleur_van(blok, 0), vel.kleur_van(blok, 0))
        staaf.boven, staaf.hoogte = staaf.boven + 4, 14
        staaf.doel = None if grens is None else float(grens)
        if not gelijk:
            staaf.waarde, staaf.doel = _deel_van_doel(staaf.waarde, grens)
        blad.y += 14 + 20
    return _opmaak(blad)


def _een_schaal(paren: Sequence[tuple[Getoond | None, ...]]) -> bool:
    """Whether all figures are of one kind and their targets of one order of size."""
    soorten = {
        (cel.eenheid, "%" in cel.tekst) for paar in paren for cel in paar[:1] if waarde_van(cel) is not None and cel
    }
    doelen = [d for paar in paren if len(paar) > 1 and (d := waarde_van(paar[1])) and d > 0]
    return len(soorten) <= 1 and (not doelen or max(doelen) <= 20 * min(doelen))


def _deel_van_doel(waarde: float | None, doel: Decimal | None) -> tuple[float | None, float | None]:
    if doel is None or doel <= 0:
        return None, None
    return (None if waarde is None else waarde / float(doel)), 1.0


def _staaf(blad: Blad, cel: Getoond | None, vulling: str, rand: str) -> Staaf:
    waarde = waarde_van(cel)
    staaf = Staaf(blad.y, None if waarde is None else float(waarde), vulling, rand, bool(cel and cel.verborgen))
    blad.staven.append(staaf)
    return staaf


def _opmaak(blad: Blad) -> vel.Opmaak:
    """Domain and room of the scale: zero and the shown figures, and behind the longest bar space for its text."""
    hoogte = round(blad.y + 2)
    getallen = [g for s in blad.staven for g in (s.waarde, s.doel) if g is not None]
    laag, hoog = min([0.0, *getallen]), max([0.0, *getallen])
    if laag == hoog:
        hoog = 1.0
    staart = max((breedte(tekst) for _, tekst in blad.einden), default=0) + 10 if blad.einden else 4
    rechts = max(blad.breed - staart, blad.kolom + STOMP + 4)
    schalen = {"x": vel.schaal(laag, hoog, blad.kolom + 2, rechts)}
    return vel.Opmaak(vel.definitie(_lagen(blad), blad.breed, hoogte, schalen), blad.teksten)


def _lagen(blad: Blad) -> list[dict[str, Any]]:
    """Layers: the line at zero, bars, stubs, marks of targets, texts at the ends."""
    x, nul = vel.op_schaal("waarde"), vel.op_schaal()
    y, y2 = vel.op_plek("y"), {"field": "y2"}
    vulling, rand = vel.kleur_uit("vulling"), vel.kleur_uit("rand")
    staven = [
        {"waarde": s.waarde, "y": s.boven, "y2": s.boven + s.hoogte, "vulling": s.vulling, "rand": s.rand}
        for s in blad.staven
        if s.waarde is not None
    ]
    stompen = [{"y": s.boven, "y2": s.boven + s.hoogte} for s in blad.staven if s.verborgen]
    grenzen = [
        {"waarde": s.doel, "y": s.boven - 5, "y2": s.boven + s.hoogte + 5} for s in blad.staven if s.doel is not None
    ]
    lagen: list[dict[str, Any]] = [
        {
            "data": {"values": [{"y": s.boven - 2, "y2": s.boven + s.hoogte + 2} for s in blad.staven]},
            "mark": {"type": "rule", "stroke": GRIJS, "strokeWidth": 1},
            "encoding": {"x": nul, "y": y, "y2": y2},
        }
    ]
    if staven:
        lagen.append(
            {
                "data": {"values": staven},
                "mark": {"type": "rect", "strokeWidth": MIN_STAAF},
                "encoding": {"x": x, "x2": {"datum": 0}, "y": y, "y2": y2, "fill": vulling, "stroke": rand},
            }
        )
    if stompen:
        lagen.append(
            {
                "data": {"values": stompen},
                "mark": {
                    "type": "rect",
                    "x2Offset": STOMP,
                    "fill": WIT,
                    "stroke": GRIJS,
                    "strokeWidth": 1.5,
                    "strokeDash": [3, 3],
                },
                "encoding": {"x": nul, "x2": {"datum": 0}, "y": y, "y2": y2},
            }
        )
    for dikte, kleur in ((7, WIT), (3, INKT)) if grenzen else ():
        lagen.append(
            {
                "data": {"values": grenzen},
                "mark": {"type": "rule", "stroke": kleur, "strokeWidth": dikte},
                "encoding": {"x": x, "y": y, "y2": y2},
            }
        )
    for na_stomp in (False, True):
        teksten = [
            {"waarde": max(s.waarde or 0, 0), "y": s.boven + s.hoogte / 2 + 5, "tekst": tekst}
            for s, tekst in blad.einden
            if s.verborgen == na_stomp
        ]
        if teksten:
            lagen.append(vel.tekstlaag(teksten, {"x": x, "y": y}, dx=STOMP + 6 if na_stomp else 6, vet=True))
    return lagen
