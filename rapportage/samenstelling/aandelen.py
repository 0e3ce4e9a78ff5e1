"""The chart of shares: for what people came, per kamer and sub-period, and the same shares as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.opmaak import getal, rond_af
from buurtwerkkamers.perioden import Periode, datum_voluit
from rapportage.cijfers import Kolom, Rij, Tabel
from rapportage.grafieken import Grafiek, Paneel, Staaf
from rapportage.samenstelling.deelnemers import NIET_GEREGISTREERD, ONDERGRENS, en
from rapportage.samenstelling.tellingen import Geteld
from rapportage.samenstelling.vergelijken import Vergeleken

GEHEEL = (
    "Aandeel van alle deelnemers per categorie bij elkaar opgeteld. Wie aan twee categorieën meedeed, telt in beide: "
    "het geheel is dus groter dan het aantal verschillende mensen."
)
GEHEEL_DEELNAMES = (
    "Aandeel van alle deelnames: elke keer dat iemand met naam aan een activiteit meedeed. Wie vaak komt, telt vaak. "
    "Dit zijn dus geen aandelen van mensen."
)
GEEN_KLUSSEN = "Uitgevoerde klussen tellen hier niet mee: een klus is geen deelname."
AFRONDING = "Aandelen zijn afgerond op hele procenten en tellen daardoor niet altijd op tot 100."

Aandelen = dict[tuple[int, Periode, int], int | None]


@dataclass(frozen=True)
class Maat:
    """Of which whole the shares are. ``tel`` gives None where nothing was registered, which is not the same as 0."""

    geheel: str
    tel: Callable[[Geteld, Kamer, Periode, Categorie], int | None]
    noten: tuple[str, ...] = ()


def _deelnames(geteld: Geteld, kamer: Kamer, periode: Periode, categorie: Categorie) -> int | None:
    cel = geteld.cel(kamer, periode, categorie)
    return cel.deelnames if cel.geregistreerd else None


MENSEN = Maat(GEHEEL, Geteld.uniek)
DEELNAMES = Maat(GEHEEL_DEELNAMES, _deelnames, (GEEN_KLUSSEN,))


def grafiek_en_tabel(geteld: Geteld, namen: Sequence[str], maat: Maat = MENSEN) -> tuple[Grafiek, Tabel] | None:
    """The chart and its table, categories sorted by size; None when there was nothing to share out.

    ``namen`` are those of the sub-periods.
    """
    categorieen = _met_deel(geteld, maat)
    aandelen = _aandelen(geteld, maat, categorieen)
    if not any(aandelen.values()):
        return None
    volgorde = sorted(categorieen, key=lambda c: -_samen(geteld, aandelen, c))
    een_jaar = len({dag.year for p in geteld.tijdvakken for dag in (p.van, p.tm)}) == 1
    reeksen = tuple(_kort(p) if een_jaar else str(p) for p in geteld.tijdvakken)
    panelen = tuple(
        Paneel(
            kamer.naam,
            kamer.kleur,
            tuple(
                Staaf(categorie.naam, reeks, aandelen[kamer.pk, periode, categorie.pk])
                for categorie in volgorde
                for reeks, periode in zip(reeksen, geteld.tijdvakken, strict=True)
            ),
            _bevinding(geteld, aandelen, kamer, volgorde),
        )
        for kamer in geteld.kamers
    )
    zonder_naam = maat is MENSEN and any(geteld.cel(None, periode).zonder_naam for periode in geteld.tijdvakken)
    regel = f"{maat.geheel} {ONDERGRENS}" if zonder_naam else maat.geheel
    grafiek = Grafiek(_titel(geteld, aandelen, volgorde), regel, panelen, reeksen, tuple(c.naam for c in volgorde))
    return grafiek, _tabel(geteld, aandelen, volgorde, namen or reeksen, maat)


def naast(geteld: Geteld, met: Vergeleken, maat: Maat = MENSEN) -> tuple[Grafiek, Tabel]:
    """The chart and its table of the whole period beside an earlier one. Something was registered in both."""
    samen = replace(geteld, tijdvakken=(met.eerder, met.nu))
    gemaakt = grafiek_en_tabel(samen, [met.naam, "nu"], maat)
    if gemaakt is None:
        raise ValueError(f"In {met.eerder} en {met.nu} is niets geregistreerd.")
    grafiek, tabel = gemaakt
    titel = f"De aandelen, vergeleken met {met.naam}"
    return grafiek, replace(tabel, titel=titel)


def _met_deel(geteld: Geteld, maat: Maat) -> list[Categorie]:
    """All categories, but for one of jobs to which nobody can come: its share of attendances would always be 0."""
    if maat is MENSEN:
        return list(geteld.categorieen)
    cellen = [(kamer, periode) for kamer in geteld.kamers for periode in geteld.tijdvakken]
    return [c for c in geteld.categorieen if not c.telt_klussen or any(maat.tel(geteld, *cel, c) for cel in cellen)]


def _aandelen(geteld: Geteld, maat: Maat, categorieen: Sequence[Categorie]) -> Aandelen:
    """Whole per cents, rounded half up; None where nothing was registered."""
    aandelen: Aandelen = {}
    for kamer in geteld.kamers:
        for periode in geteld.tijdvakken:
            aantallen = {c.pk: maat.tel(geteld, kamer, periode, c) for c in categorieen}
            geheel = sum(a or 0 for a in aantallen.values())
            for pk, aantal in aantallen.items():
                deel = None if aantal is None or not geheel else int(rond_af(100 * aantal / geheel))
                aandelen[kamer.pk, periode, pk] = deel
    return aandelen


def _samen(geteld: Geteld, aandelen: Aandelen, categorie: Categorie) -> int:
    return sum(aandelen[k.pk, p, categorie.pk] or 0 for k in geteld.kamers for p in geteld.tijdvakken)


def _grootste(aandelen: Aandelen, kamer: Kamer, periode: Periode, categorieen: list[Categorie]) -> Categorie:
    return max(categorieen, key=lambda c: aandelen[kamer.pk, periode, c.pk] or 0)


def _titel(geteld: Geteld, aandelen: Aandelen, categorieen: list[Categorie]) -> str:
    """The finding: what most came for in the last sub-period, in every kamer or per kamer."""
    laatste = geteld.tijdvakken[-1]
    waar: dict[str, list[str]] = {}
    for kamer in geteld.kamers:
        waar.setdefault(_grootste(aandelen, kamer, laatste, categorieen).naam, []).append(kamer.label)
    if len(waar) == 1 and len(geteld.kamers) > 1:
        return f"In elke kamer was ‘{next(iter(waar))}’ het grootst"
    delen = [f"‘{naam}’{' was het grootst' if not n else ''} in {en(k)}" for n, (naam, k) in enumerate(waar.items())]
    return ", ".join(delen)


def _bevinding(geteld: Geteld, aandelen: Aandelen, kamer: Kamer, categorieen: list[Categorie]) -> str:
    """What one panel shows, in a sentence: the largest share and, over two sub-periods, the largest shift."""
    eerste, laatste = geteld.tijdvakken[0], geteld.tijdvakken[-1]
    top = _grootste(aandelen, kamer, laatste, categorieen)
    deel = aandelen[kamer.pk, laatste, top.pk]
    if deel is None:
        return "In het laatste tijdvak is niets geregistreerd."
    zin = f"‘{top.naam}’ was het grootst: {deel}%."
    verschuivingen = {
        c: (aandelen[kamer.pk, eerste, c.pk], aandelen[kamer.pk, laatste, c.pk])
        for c in categorieen
        if eerste != laatste and None not in (aandelen[kamer.pk, eerste, c.pk], aandelen[kamer.pk, laatste, c.pk])
    }
    if not verschuivingen:
        return zin
    meest, (was, werd) = max(verschuivingen.items(), key=lambda v: abs(v[1][1] - v[1][0]))  # type: ignore[operator]
    if was == werd:
        return zin
    richting = "omhoog" if werd > was else "omlaag"  # type: ignore[operator]
    if meest == top:
        return f"‘{top.naam}’ was het grootst en ging het meest {richting}: van {was}% naar {werd}%."
    return f"{zin} ‘{meest.naam}’ ging het meest {richting}: van {was}% naar {werd}%."


def _kort(periode: Periode) -> str:
    """The dates without their year: the report's own period names it already."""
    return f"{datum_voluit(periode.van, jaar=False)} t/m {datum_voluit(periode.tm, jaar=False)}"


def _tabel(geteld: Geteld, aandelen: Aandelen, categorieen: list[Categorie], namen: Sequence[str], maat: Maat) -> Tabel:
    naam_van = dict(zip(geteld.tijdvakken, namen, strict=True))
    cellen = [(kamer, periode) for kamer in geteld.kamers for periode in geteld.tijdvakken]
    rijen = tuple(Rij((c.naam, *(aandelen[kamer.pk, periode, c.pk] for kamer, periode in cellen))) for c in categorieen)
    leeg = any(cel is None for rij in rijen for cel in rij.cellen)
    return Tabel(
        "De aandelen in cijfers",
        maat.geheel,
        (
            Kolom("Categorie", "tekst"),
            *(Kolom(f"{kamer.label}: {naam_van[periode]}", "procent") for kamer, periode in cellen),
        ),
        rijen,
        (*_gehelen(geteld, maat, categorieen), AFRONDING, *maat.noten, *((NIET_GEREGISTREERD,) if leeg else ())),
    )


def _gehelen(geteld: Geteld, maat: Maat, categorieen: Sequence[Categorie]) -> tuple[str, ...]:
    """The whole of the shares as a number, per kamer and column; of people beside how many there were."""
    delen = []
    for kamer in geteld.kamers:
        som = [sum(maat.tel(geteld, kamer, p, c) or 0 for c in categorieen) for p in geteld.tijdvakken]
        waarvan = f"{kamer.label} {en([getal(n) for n in som])}"
        if maat is MENSEN:
            waarvan += f" (verschillende mensen: {en([getal(geteld.uniek(kamer, p)) for p in geteld.tijdvakken])})"
        delen.append(waarvan)
    return (f"Het geheel (100%) per kolom: {'; '.join(delen)}.",)
