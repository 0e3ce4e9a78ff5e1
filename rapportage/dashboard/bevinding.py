"""The title of a chart: one plain sentence that states what the shown figures say, and nothing more than they say.

A hidden figure is never named, counted or compared. Where something is hidden or missing among what is compared, the
sentence says that it is about what can be seen. ``LANGSTE`` signs at most; long names are cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from buurtwerkkamers import opmaak
from buurtwerkkamers.streefwaarden import Operator, lees_streefwaarde
from rapportage.cijfers import Getoond
from rapportage.dashboard.lezen import (
    Blok,
    Regel,
    geheel_van,
    naast_eerder,
    onvolledig,
    periode_van,
    reeksnamen,
    schoon,
    tabel,
    waarde_van,
    zelfde_dagen,
)

LANGSTE = 90
GEEN_CIJFERS = "Hierover zijn nog geen cijfers"
BESCHERMD = "Deze aantallen tonen wij niet, om mensen te beschermen"
NIET_TE_BEPALEN = "Nog niet te bepalen"
WAT_TE_ZIEN_IS = "Van wat te zien is,"
_NAAMLENGTES = (60, 40, 28, 18, 10)
_MAANDEN = {naam[:3]: naam for naam in opmaak.MAANDEN} | {"mrt": "maart"}
_MENSEN = {"mensen", "deelnemers", "bezoekers", "personen", "bewoners"}
_MEERVOUD = re.compile(r"[a-zà-ÿ]{2,18}(en|s)")
_ALLE_KOSTEN = {"kosten", "totaal kosten", "totale kosten", "kosten samen", "alle kosten"}
_GEEN_KOSTEN = re.compile("totaal|samen|bijdrage|financier|inkomsten|baten|saldo")
_MINSTE_VERGELIJKING = 3  # months, before counting them says something

Naam = Callable[[str], str]


@dataclass(frozen=True)
class Gezien:
    """A shown figure with its label."""

    label: str
    cijfer: Getoond
    waarde: Decimal

    @property
    def tekst(self) -> str:
        return self.cijfer.tekst


@dataclass(frozen=True)
class Stap:
    """Two shown figures of one label: the earlier and the later, or the agreed and the expected."""

    label: str
    van: Gezien
    naar: Gezien

    @property
    def verschil(self) -> Decimal:
        return self.naar.waarde - self.van.waarde

    @property
    def zin(self) -> str:
        return f"van {self.van.tekst} naar {self.naar.tekst}"


def met_bevinding(blok: Blok) -> Blok:
    """The block with its title filled in."""
    return replace(blok, titel=bevinding(blok))


def bevinding(blok: Blok) -> str:
    """The sentence; what there is to say when nothing can be shown, too."""
    blok = schoon(blok)
    gemeten = [p.cijfer for r in (blok.reeksen[:1] if blok.tekening == "doelen" else blok.reeksen) for p in r.punten]
    if not gemeten:
        return GEEN_CIJFERS
    if all(waarde_van(cijfer) is None for cijfer in gemeten):
        return _niets_te_zien(gemeten)
    for lengte in _NAAMLENGTES:
        zin = _ZINNEN[blok.tekening](blok, partial(_kort, lengte=lengte))
        if len(zin) <= LANGSTE:
            return zin
    return _kort(zin, LANGSTE)


def _niets_te_zien(cijfers: Sequence[Getoond]) -> str:
    """Everything hidden, or everything missing, with the reason when there is only one and it fits."""
    if any(cijfer.verborgen for cijfer in cijfers):
        return BESCHERMD
    redenen = {cijfer.reden for cijfer in cijfers}
    zin = f"{NIET_TE_BEPALEN}: {redenen.pop()}".rstrip(". ") if len(redenen) == 1 and "" not in redenen else ""
    return zin if 0 < len(zin) <= LANGSTE else NIET_TE_BEPALEN


# --- over time ------------------------------------------------------------------------------------------------


def _maanden(blok: Blok, naam: Naam) -> str:
    """The month with the most, after in how many months it was more than a year earlier."""
    _, rijen = tabel(blok)
    if len(blok.reeksen) > 1 and not naast_eerder(blok):
        return _vaakst_bovenaan(blok, rijen, naam) or _meer_reeksen(blok, naam)
    nu, eerder = naast_eerder(blok) or (0, None)
    gezien = _gezien(rijen, nu)
    if not gezien:
        return f"Over {naam(reeksnamen(blok)[nu])} zijn geen cijfers te tonen"
    if len(gezien) == 1:
        return f"In {_maand(gezien[0].label)}: {gezien[0].tekst}{_eenheid(gezien[0])}"
    vergeleken = _vergeleken_maanden(blok, rijen, nu, eerder) if eerder is not None else ""
    heel = not _gaten(rijen, nu)
    if vergeleken:
        top = _hoogste(gezien)
        erbij = f", het meest in {_maand(top[0].label)}: {top[0].tekst}" if len(top) == 1 and heel else ""
        return f"{vergeleken}{erbij}"
    return _beste_maand(gezien, heel)


def _vaakst_bovenaan(blok: Blok, rijen: Sequence[Regel], naam: Naam) -> str:
    """Which series leads in most of the months in which all are shown; empty when none leads in more than half."""
    samen = [rij for rij in rijen if all(waarde_van(cel) is not None for cel in rij.cellen)]
    if len(samen) < _MINSTE_VERGELIJKING:
        return ""
    keren = [0] * len(blok.reeksen)
    for rij in samen:
        waarden = [_als_gezien(rij, nummer).waarde for nummer in range(len(blok.reeksen))]
        if waarden.count(max(waarden)) == 1:
            keren[waarden.index(max(waarden))] += 1
    meeste = max(keren)
    if 2 * meeste <= len(samen):
        return ""
    hoeveel = f"alle {meeste}" if meeste == len(samen) else f"{meeste} van de {len(samen)}"
    return f"In {hoeveel} vergeleken maanden staat {naam(blok.reeksen[keren.index(meeste)].naam)} bovenaan"


def _vergeleken_maanden(blok: Blok, rijen: Sequence[Regel], nu: int, eerder: int) -> str:
    stappen = [s for s in _stappen(rijen, eerder, nu) if zelfde_dagen(s.van.cijfer, s.naar.cijfer)]
    if len(stappen) < _MINSTE_VERGELIJKING:
        return ""
    meer, minder = sum(s.verschil > 0 for s in stappen), sum(s.verschil < 0 for s in stappen)
    aantal, woord = (meer, "meer dan") if meer >= minder else (minder, "minder dan")
    if not aantal:
        aantal, woord = len(stappen), "evenveel als"
    hoeveel = f"alle {aantal}" if aantal == len(stappen) else f"{aantal} van de {len(stappen)}"
    toen = periode_van(blok.reeksen[eerder])
    wanneer = f"in {toen.van.year}" if toen and toen.van.year == toen.tm.year else "een jaar eerder"
    return f"In {hoeveel} vergeleken maanden {woord} {wanneer}"


def _beste_maand(gezien: Sequence[Gezien], heel: bool) -> str:
    top = _hoogste(gezien)
    if len(top) == len(gezien):
        return f"In elke getoonde maand evenveel: {top[0].tekst}{_eenheid(top[0])}"
    wanneer = " en ".join(_maand(g.label) for g in top) if len(top) < 3 else f"{len(top)} maanden"
    eenheid = top[0].cijfer.eenheid
    if eenheid not in _MENSEN or top[0].waarde <= 0:
        wat = f"de meeste {eenheid}" if _is_meervoud(eenheid) and top[0].waarde > 0 else "het hoogste cijfer"
        return f"In {wanneer} {wat}{'' if heel else ' van de getoonde maanden'}: {top[0].tekst}"
    begin = f"In {wanneer} kwamen" if heel else f"Van de getoonde maanden kwamen in {wanneer}"
    return f"{begin} de meeste {eenheid}: {top[0].tekst}"


def _jaren(blok: Blok, naam: Naam) -> str:
    """From the first whole year to the last; of several series, which grew most between the same years."""
    _, rijen = tabel(blok)
    if len(blok.reeksen) > 1:
        return _jaren_van_reeksen(blok, rijen, naam)
    los = onvolledig(blok)
    alle = _gezien(rijen, 0)
    heel = [g for g in alle if g.cijfer.periode not in los]
    gezien = heel if len(heel) > 1 else alle
    if len(gezien) == 1:
        return f"In {gezien[0].label}: {gezien[0].tekst}{_eenheid(gezien[0])}"
    eerst, laatst = gezien[0], gezien[-1]
    if eerst.waarde == laatst.waarde:
        return f"In {laatst.label} evenveel als in {eerst.label}: {laatst.tekst}"
    woord = "Gegroeid" if laatst.waarde > eerst.waarde else "Gedaald"
    return f"{woord} van {eerst.tekst} in {eerst.label} naar {laatst.tekst} in {laatst.label}"


def _jaren_van_reeksen(blok: Blok, rijen: Sequence[Regel], naam: Naam) -> str:
    los = onvolledig(blok)
    te_zien = [n for n in range(len(blok.reeksen)) if _gezien(rijen, n)]

    def volledig(rij: Regel) -> bool:
        cellen = [rij.cellen[n] for n in te_zien]
        return all(c is not None and waarde_van(c) is not None and c.periode not in los for c in cellen)

    samen = [rij for rij in rijen if volledig(rij)]
    if len(samen) < 2 or len(te_zien) < 2:
        return _meer_reeksen(blok, naam)
    eerst, laatst = samen[0], samen[-1]
    stappen = [Stap(blok.reeksen[n].naam, _als_gezien(eerst, n), _als_gezien(laatst, n)) for n in te_zien]
    return f"{_beweging(stappen, len(te_zien) == len(blok.reeksen), naam)} (sinds {eerst.label})"


# --- side by side ---------------------------------------------------------------------------------------------


def _staven(blok: Blok, naam: Naam) -> str:
    """What grew most, when two periods stand side by side; else what is highest."""
    koppen, rijen = tabel(blok)
    eerder = naast_eerder(blok)
    if eerder:
        stappen = _stappen(rijen, eerder[1], eerder[0])
        if stappen:
            return _beweging(stappen, len(stappen) == len(rijen), naam)
        if not _gezien(rijen, eerder[0]):
            return f"Over {naam(reeksnamen(blok)[eerder[0]])} zijn geen cijfers te tonen"
        return _bovenaan(blok, _gezien(rijen, eerder[0]), False, naam)
    if len(koppen) > 1:
        zin = _grootste_per_reeks(blok, rijen, naam)
        return zin if 0 < len(zin) <= LANGSTE else _meer_reeksen(blok, naam)
    gezien = _gezien(rijen, 0)
    return _bovenaan(blok, gezien, len(gezien) == len(rijen), naam)


def _bovenaan(blok: Blok, gezien: Sequence[Gezien], alles: bool, naam: Naam) -> str:
    if len(gezien) == 1:
        return f"{naam(gezien[0].label)}: {gezien[0].tekst}{_eenheid(gezien[0])}"
    top = _hoogste(gezien)
    if len(top) == len(gezien):
        return f"{'Overal' if alles else f'{WAT_TE_ZIEN_IS} overal'} evenveel: {top[0].tekst}"
    meer = len(top) > 1
    wie = " en ".join(naam(g.label) for g in top) if len(top) < 3 else f"{len(top)} van de {len(gezien)}"
    deel = blok.tekening == "aandelen"
    werkwoord, wat = ("hebben" if meer else "heeft", "het grootste aandeel") if deel else (
        "staan" if meer else "staat",
        "samen bovenaan" if meer else "bovenaan",
    )  # fmt: skip
    if deel and meer:
        wat = "samen het grootste aandeel, elk"
        return f"{_volgorde(wie, werkwoord, alles)} {wat} {_aandeel(blok, top[0])}"
    if deel:
        return f"{_volgorde(wie, werkwoord, alles)} {wat}: {_aandeel(blok, top[0])}"
    return f"{_volgorde(wie, werkwoord, alles)} {wat}: {top[0].tekst}{_eenheid(top[0])}"


def _aandeel(blok: Blok, gezien: Gezien) -> str:
    """The share with its number, where the whole is known; else the figure as it is printed."""
    geheel = geheel_van(blok, 0) if len(blok.reeksen) == 1 else None
    return f"{opmaak.aandeel(gezien.waarde, geheel)} ({gezien.tekst})" if geheel else gezien.tekst


def _meer_reeksen(blok: Blok, naam: Naam) -> str:
    """The highest of all figures in the block, with the name of its series."""
    _, rijen = tabel(blok)
    alle = [(n, g) for n in range(len(blok.reeksen)) for g in _gezien(rijen, n)]
    hoogste = max(g.waarde for _, g in alle)
    top = [(n, g) for n, g in alle if g.waarde == hoogste]
    if len(alle) > 1 and len(top) == len(alle):
        return f"Alle getoonde cijfers zijn gelijk: {top[0][1].tekst}"
    if len(top) > 1:
        return f"Het hoogste getoonde cijfer komt {len(top)} keer voor: {top[0][1].tekst}"
    nummer, gezien = top[0]
    wie = naam(blok.reeksen[nummer].naam)
    hoogst = "Het hoogste cijfer" if len(alle) == len(rijen) * len(blok.reeksen) else "Het hoogste getoonde cijfer"
    if blok.tekening in ("maanden", "jaren"):
        return f"{hoogst}: {wie} in {_maand(gezien.label)}, {gezien.tekst}"
    return f"{hoogst}: {naam(gezien.label)}, {wie}: {gezien.tekst}"


def _grootste_per_reeks(blok: Blok, rijen: Sequence[Regel], naam: Naam) -> str:
    """What is largest in each series: 'Overal is Ontmoeting het grootst', 'Taal is het grootst bij TOP, …'."""
    per_label: dict[str, list[str]] = {}
    for nummer, reeks in enumerate(blok.reeksen):
        gezien = _gezien(rijen, nummer)
        top = _hoogste(gezien) if gezien else []
        if len(top) != 1 or len(gezien) == 1:
            return ""
        per_label.setdefault(top[0].label, []).append(naam(reeks.naam))
    alles = all(waarde_van(cel) is not None for rij in rijen for cel in rij.cellen)
    (eerste, waar), *rest = per_label.items()
    if not rest:
        return (
            f"Overal is {naam(eerste)} het grootst"
            if alles
            else f"{WAT_TE_ZIEN_IS} is overal {naam(eerste)} het grootst"
        )
    delen = [f"{_volgorde(naam(eerste), 'is', alles)} het grootst bij {_en(waar)}"]
    return ", ".join([*delen, *(f"{naam(label)} bij {_en(wie)}" for label, wie in rest)])


def _beweging(stappen: Sequence[Stap], alles: bool, naam: Naam) -> str:
    """Which of these changed most, and how; 'het hardst' only when it leads in numbers and in proportion."""
    if len(stappen) == 1:
        stap = stappen[0]
        return (
            f"{naam(stap.label)} bleef gelijk: {stap.naar.tekst}"
            if not stap.verschil
            else f"{naam(stap.label)}: {stap.zin}"
        )
    omhoog, omlaag = [s for s in stappen if s.verschil > 0], [s for s in stappen if s.verschil < 0]
    if not omhoog and not omlaag:
        return f"Alle {len(stappen)} vergeleken cijfers bleven gelijk"
    kant = omhoog or omlaag
    meest = max(abs(s.verschil) for s in kant)
    voorop = [s for s in kant if abs(s.verschil) == meest]
    if len(voorop) > 1:
        werden = "werd er" if len(omhoog or omlaag) == 1 else "werden er"
        delen = [f"{len(k)} {hoe}" for k, hoe in ((omhoog, "hoger"), (omlaag, "lager")) if k]
        return f"Van {len(stappen)} vergeleken cijfers {werden} {' en '.join(delen)}"
    stap = voorop[0]
    if not omhoog:
        return f"{_volgorde(naam(stap.label), 'daalt', alles)} het meest: {stap.zin}"
    hoe = "het hardst" if _ook_naar_verhouding(stap, omhoog) else "het meest"
    return f"{_volgorde(naam(stap.label), 'groeit', alles)} {hoe}: {stap.zin}"


def _ook_naar_verhouding(stap: Stap, omhoog: Iterable[Stap]) -> bool:
    """Whether its growth leads in proportion too; without a base above zero there is no proportion."""
    anderen = [s for s in omhoog if s is not stap]
    if stap.van.waarde <= 0 or any(s.van.waarde <= 0 for s in anderen):
        return False
    return all(stap.verschil / stap.van.waarde > s.verschil / s.van.waarde for s in anderen)


def _volgorde(wie: str, werkwoord: str, alles: bool) -> str:
    """'TOP staat', or when not everything is in sight: 'Van wat te zien is, staat TOP'."""
    return f"{wie} {werkwoord}" if alles else f"{WAT_TE_ZIEN_IS} {werkwoord} {wie}"


# --- targets --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doelregel:
    """A shown figure beside what was agreed; ``grens`` is the number to reach, None when there is none to reach."""

    gezien: Gezien
    doel: str
    grens: Decimal | None
    gehaald: bool | None

    def zin(self, naam: Naam) -> str:
        return f"{naam(self.gezien.label)}: {self.naast}"

    @property
    def naast(self) -> str:
        """'31 van de 75', or '7 op 12, afgesproken > 10 op 20' when the target is more than a bare number."""
        if self.kaal:
            return f"{self.gezien.tekst} van de {self.doel}"
        return f"{self.gezien.tekst}, afgesproken {self.doel}" if self.doel else self.gezien.tekst

    @property
    def kaal(self) -> bool:
        return self.grens is not None and self.doel.replace(".", "").isdigit() and " " not in self.gezien.tekst


def _doelen(blok: Blok, naam: Naam) -> str:
    """How many stay below the number that was agreed, and which is furthest from it."""
    _, rijen = tabel(blok)
    gezien = [_doelregel(rij) for rij in rijen if waarde_van(rij.cellen[0]) is not None]
    gemeten = [d for d in gezien if d.gehaald is not None]
    if len(rijen) == 1 or len(gezien) == 1:
        regel = gezien[0]
        return f"{naam(regel.gezien.label)} bereikt {regel.naast}" if regel.kaal else regel.zin(naam)
    if not gemeten:
        return "De cijfers staan naast wat is afgesproken"
    onder = [d for d in gemeten if not d.gehaald]
    alles = len(gemeten) == len(rijen)
    if not onder:
        wie = (
            f"Alle {len(gemeten)}"
            if alles
            else "Wie gemeten is,"
            if len(gemeten) == 1
            else f"De {len(gemeten)} die te vergelijken zijn,"
        )
        if len(gemeten) == 1:
            return f"{naam(gemeten[0].gezien.label)} zit op of boven het doel: {gemeten[0].naast}"
        return f"{wie} zitten op of boven het doel"
    verst = _verst(onder)
    if len(onder) == 1:
        alleen = f"Alleen {naam(onder[0].gezien.label)}" if alles else naam(onder[0].gezien.label)
        return f"{alleen} zit onder het doel: {onder[0].naast}"
    hoeveel = f"Alle {len(onder)}" if len(onder) == len(rijen) else f"{len(onder)} van de {len(gemeten)}"
    begin = f"{hoeveel} onder het doel"
    return f"{begin}; het verst {verst.zin(naam)}" if verst else f"{hoeveel} zitten onder het doel"


def _doelregel(rij: Regel) -> Doelregel:
    afspraak = rij.cellen[1] if len(rij.cellen) > 1 else None
    tekst = afspraak.tekst if afspraak is not None and not afspraak.verborgen else ""
    gezien = _als_gezien(rij, 0)
    doel = lees_streefwaarde(tekst)
    if doel.operator not in (Operator.MEER_DAN, Operator.MINSTENS) or doel.waarde is None:
        return Doelregel(gezien, tekst, None, None)
    return Doelregel(gezien, tekst, doel.waarde, doel.gehaald_met(gezien.waarde))


def _verst(onder: Sequence[Doelregel]) -> Doelregel | None:
    """The one that reached the smallest part of its target; None when that cannot be said of one alone."""
    if any(not d.grens or d.grens < 0 for d in onder):
        return None
    delen = [d.gezien.waarde / d.grens for d in onder if d.grens]
    return onder[delen.index(min(delen))] if delen.count(min(delen)) == 1 else None


# --- money ----------------------------------------------------------------------------------------------------


def _geld(blok: Blok, naam: Naam) -> str:
    """More or less costs than budgeted; without costs in the block, what differs most from its budget."""
    _, rijen = tabel(blok)
    if len(blok.reeksen) < 2:
        gezien = _gezien(rijen, 0)
        return _bovenaan(blok, gezien, len(gezien) == len(rijen), naam)
    stappen = _stappen(rijen, 0, 1)
    if not stappen:
        return "De begroting is nog niet naast andere bedragen te zetten"
    alles = len(stappen) == len(rijen)
    verschillen = {stap: _in_euro(stap.naar) - _in_euro(stap.van) for stap in stappen}
    kosten = _kosten(blok, verschillen, alles)
    if kosten is not None:
        if not kosten:
            return "De kosten zijn precies zoals begroot"
        return f"{'Meer' if kosten > 0 else 'Minder'} kosten dan begroot: {_bedrag(kosten)}"
    if not any(verschillen.values()):
        return "Precies zoals begroot" if alles else f"{WAT_TE_ZIEN_IS} alles zoals begroot"
    meest = max(map(abs, verschillen.values()))
    voorop = [stap for stap in stappen if abs(verschillen[stap]) == meest]
    if len(voorop) > 1:
        return f"Het grootste verschil met de begroting is {_bedrag(meest)}"
    woord = "meer" if verschillen[voorop[0]] > 0 else "minder"
    return f"{_volgorde(naam(voorop[0].label), 'wijkt', alles)} het meest af van de begroting: {_bedrag(meest)} {woord}"


def _kosten(blok: Blok, verschillen: dict[Stap, Decimal], alles: bool) -> Decimal | None:
    """How much more the costs are than budgeted: of the row of all costs, or of groups of costs that may be added."""
    samen = [verschil for stap, verschil in verschillen.items() if stap.label.casefold() in _ALLE_KOSTEN]
    if samen:
        return samen[0] if len(samen) == 1 else None
    labels = " ".join(stap.label for stap in verschillen).casefold()
    if alles and "kosten" in blok.onderwerp.casefold() and not _GEEN_KOSTEN.search(labels):
        return sum(verschillen.values(), Decimal())
    return None


def _in_euro(gezien: Gezien) -> Decimal:
    """The amount as it is printed, so that the difference is that of what the reader sees."""
    return opmaak.rond_af(gezien.waarde, 2 if "," in gezien.tekst else 0)


def _bedrag(bedrag: Decimal) -> str:
    return opmaak.euro(abs(bedrag), 0 if bedrag == bedrag.to_integral_value() else 2)


# --- small words ----------------------------------------------------------------------------------------------


def _gezien(rijen: Sequence[Regel], nummer: int) -> list[Gezien]:
    return [_als_gezien(rij, nummer) for rij in rijen if waarde_van(rij.cellen[nummer]) is not None]


def _als_gezien(rij: Regel, nummer: int) -> Gezien:
    """Only of a figure that is shown."""
    cijfer, waarde = rij.cellen[nummer], waarde_van(rij.cellen[nummer])
    if cijfer is None or waarde is None:
        raise ValueError(f"‘{rij.label}’ heeft hier geen getoond cijfer.")
    return Gezien(rij.label, cijfer, waarde)


def _stappen(rijen: Sequence[Regel], van: int, naar: int) -> list[Stap]:
    return [
        Stap(rij.label, _als_gezien(rij, van), _als_gezien(rij, naar))
        for rij in rijen
        if waarde_van(rij.cellen[van]) is not None and waarde_van(rij.cellen[naar]) is not None
    ]


def _hoogste(gezien: Sequence[Gezien]) -> list[Gezien]:
    hoogste = max(g.waarde for g in gezien)
    return [g for g in gezien if g.waarde == hoogste]


def _gaten(rijen: Sequence[Regel], nummer: int) -> bool:
    """Whether a figure is hidden, or missing before the last shown one (what comes after has yet to come)."""
    cellen = [rij.cellen[nummer] for rij in rijen]
    laatste = max(n for n, cel in enumerate(cellen) if waarde_van(cel) is not None)
    return any(waarde_van(cel) is None for cel in cellen[:laatste]) or any(c.verborgen for c in cellen if c)


def _maand(label: str) -> str:
    """'mrt' as 'maart'; another label as it is."""
    return _MAANDEN.get(label.casefold(), label)


def _is_meervoud(eenheid: str) -> bool:
    return bool(_MEERVOUD.fullmatch(eenheid))


def _eenheid(gezien: Gezien) -> str:
    eenheid = gezien.cijfer.eenheid
    return f" {eenheid}" if _is_meervoud(eenheid) and gezien.waarde != 1 and eenheid not in gezien.tekst else ""


def _en(woorden: Sequence[str]) -> str:
    return " en ".join([", ".join(woorden[:-1]), woorden[-1]] if len(woorden) > 1 else woorden)


def _kort(tekst: str, lengte: int) -> str:
    tekst = " ".join(tekst.split())
    return tekst if len(tekst) <= lengte else f"{tekst[: lengte - 1].rstrip(' ,;:(')}…"


_ZINNEN: dict[str, Callable[[Blok, Naam], str]] = {
    "maanden": _maanden,
    "jaren": _jaren,
    "staven": _staven,
    "aandelen": _staven,
    "doelen": _doelen,
    "geld": _geld,
}
