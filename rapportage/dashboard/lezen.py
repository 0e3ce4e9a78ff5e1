"""Reading a chart block: its rows, its shown numbers, its periods. A hidden figure never has a number here."""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from buurtwerkkamers import opmaak
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.werkboek import leesbaar
from rapportage.cijfers import Getoond
from rapportage.dashboard.vorm import Grafiekblok, Punt, Reeks

Blok = Grafiekblok[Getoond]
KLEINSTE_GEHEEL = 10  # a share of fewer says too much about one person
MEESTE_NAMEN = 6  # more kamers than this are counted, not named


@dataclass(frozen=True)
class Regel:
    """One label with its figure in each series; None where the series has no such point."""

    label: str
    cellen: tuple[Getoond | None, ...]


def schoon(blok: Blok) -> Blok:
    """The same block, fit for a file: a hidden figure lost its value and its list, texts lost what XML cannot hold."""

    def figuur(cijfer: Getoond) -> Getoond:
        cijfer = replace(cijfer, tekst=leesbaar(cijfer.tekst), reden=leesbaar(cijfer.reden))
        return replace(cijfer, waarde=None, bewijs="") if cijfer.verborgen else cijfer

    return replace(
        blok,
        onderwerp=leesbaar(blok.onderwerp),
        titel=leesbaar(blok.titel),
        geheel=leesbaar(blok.geheel),
        reeksen=tuple(
            Reeks(
                leesbaar(reeks.naam),
                tuple(Punt(leesbaar(punt.label), figuur(punt.cijfer)) for punt in reeks.punten),
                reeks.kleur,
            )
            for reeks in blok.reeksen
        ),
    )


def waarde_van(cijfer: Getoond | None) -> Decimal | None:
    """The number of a figure that is shown; None when it is hidden, missing or no number at all."""
    if cijfer is None or cijfer.verborgen or cijfer.waarde is None:
        return None
    waarde = Decimal(cijfer.waarde)
    return waarde if waarde.is_finite() else None


def regels(blok: Blok) -> list[Regel]:
    """The labels in order of first appearance, each with its figure per series."""
    plaatsen: dict[tuple[str, int], list[Getoond | None]] = {}
    for nummer, reeks in enumerate(blok.reeksen):
        gezien: Counter[str] = Counter()
        for punt in reeks.punten:
            sleutel = (punt.label, gezien[punt.label])
            gezien[punt.label] += 1
            plaatsen.setdefault(sleutel, [None] * len(blok.reeksen))[nummer] = punt.cijfer
    return [Regel(label, tuple(cellen)) for (label, _), cellen in plaatsen.items()]


def periode_van(reeks: Reeks[Getoond]) -> Periode | None:
    """From the first day to the last of its figures; None for a series without figures."""
    perioden = [punt.cijfer.periode for punt in reeks.punten]
    return Periode(min(p.van for p in perioden), max(p.tm for p in perioden)) if perioden else None


def naast_eerder(blok: Blok) -> tuple[int, int] | None:
    """The numbers of (this period, the earlier one) when the block compares two periods of the same; else None."""
    if len(blok.reeksen) != 2 or blok.tekening in ("doelen", "geld"):
        return None
    een, twee = (periode_van(reeks) for reeks in blok.reeksen)
    if een is None or twee is None or een.van == twee.van:
        return None
    return (0, 1) if een.van > twee.van else (1, 0)


def reeksnamen(blok: Blok) -> list[str]:
    """The names of the series; two periods that are called by their dates are called by their years."""
    namen = [reeks.naam for reeks in blok.reeksen]
    perioden_ = [periode_van(reeks) for reeks in blok.reeksen]
    paren = zip(namen, perioden_, strict=True)
    if naast_eerder(blok) and all(p and naam in (str(p), opmaak.periode(p)) for naam, p in paren):
        jaren = [str(p.tm.year) for p in perioden_ if p]
        return jaren if len(set(jaren)) == len(jaren) else namen
    return namen


def geheel_van(blok: Blok, nummer: int) -> Decimal | None:
    """What the shares of a series are of: the sum of its figures, when all are shown and they are enough people.

    None when the figures are per cents already, or when a share could give a hidden figure away.
    """
    cijfers = [punt.cijfer for punt in blok.reeksen[nummer].punten]
    waarden = [waarde_van(cijfer) for cijfer in cijfers]
    if blok.tekening != "aandelen" or any("%" in cijfer.tekst for cijfer in cijfers):
        return None
    som = sum((w for w in waarden if w is not None), Decimal())
    return som if all(w is not None and w >= 0 for w in waarden) and som >= KLEINSTE_GEHEEL else None


def onvolledig(blok: Blok) -> set[Periode]:
    """Months that are not whole, and years over other days than most: they still run or were cut off.

    Only of figures over time; they are drawn open and kept out of comparisons.
    """
    alle = {punt.cijfer.periode for reeks in blok.reeksen for punt in reeks.punten}
    if blok.tekening == "maanden":
        return {p for p in alle if p != Periode.maand(p.tm.year, p.tm.month)}
    if blok.tekening == "jaren" and alle:
        gewoon = Counter(map(_dagen, sorted(alle))).most_common(1)[0][0]
        return {p for p in alle if _dagen(p) != gewoon}
    return set()


def _dagen(periode: Periode) -> tuple[int, int, int, int]:
    """From which day of the year to which; the end of February is one day, leap year or not."""
    van, tm = periode.van, periode.tm
    laatste = 29 if tm.month == 2 and tm.day == calendar.monthrange(tm.year, 2)[1] else tm.day
    return (van.month, van.day, tm.month, laatste)


def zelfde_dagen(een: Getoond, ander: Getoond) -> bool:
    """Whether two figures are over the same days of their years, so that they can be compared."""
    return _dagen(een.periode) == _dagen(ander.periode)


def losse_reeksen(blok: Blok) -> bool:
    """A series per kamer with one point each under the same label: then the names of the series are the labels."""
    return (
        len(blok.reeksen) > 1
        and blok.tekening in ("staven", "aandelen")
        and all(len(reeks.punten) == 1 for reeks in blok.reeksen)
        and len({reeks.punten[0].label for reeks in blok.reeksen}) == 1
        and naast_eerder(blok) is None
    )


def tabel(blok: Blok) -> tuple[list[str], list[Regel]]:
    """The headings of the columns of figures, and the rows in reading order: bars sorted, the rest as given."""
    if losse_reeksen(blok):
        rijen = [Regel(reeks.naam, (reeks.punten[0].cijfer,)) for reeks in blok.reeksen]
        return [blok.reeksen[0].punten[0].label], gesorteerd(rijen, 0)
    koppen = reeksnamen(blok)
    if blok.tekening in ("staven", "aandelen"):
        return koppen, gesorteerd(regels(blok), (naast_eerder(blok) or (0, 0))[0])
    return koppen, regels(blok)


def redenen(blok: Blok) -> tuple[str, ...]:
    """Why figures are not there, and what must be known of those that are ('Afgerond op vijftallen'), each once."""
    cijfers = [punt.cijfer for reeks in blok.reeksen for punt in reeks.punten if punt.cijfer.reden]
    return tuple(dict.fromkeys(c.reden if waarde_van(c) is not None else f"{c.tekst}: {c.reden}" for c in cijfers))


def gesorteerd(rijen: list[Regel], op: int) -> list[Regel]:
    """The highest shown figure of series ``op`` first; the rest comes last by name, so that its place tells nothing."""

    def sleutel(regel: Regel) -> tuple[bool, Decimal, str]:
        waarde = waarde_van(regel.cellen[op]) if op < len(regel.cellen) else None
        return (waarde is None, -(waarde or Decimal()), regel.label.casefold())

    return sorted(rijen, key=sleutel)


def in_woorden(periode: Periode) -> str:
    """A whole year as '2020', anything else as its dates."""
    heel = Periode.jaar(periode.van.year)
    return str(periode.van.year) if periode == heel else opmaak.periode(periode)


def perioden(blok: Blok) -> str:
    """The periods of the series, each once, the newest first."""
    alle = {p for reeks in blok.reeksen if (p := periode_van(reeks))}
    if blok.tekening == "jaren":
        alle = {Periode(min(p.van for p in alle), max(p.tm for p in alle))} if alle else set()
    return " en ".join(in_woorden(p) for p in sorted(alle, reverse=True))


def kamers(blok: Blok) -> str:
    """The kamers that the figures hold for, by name; only their number when they are many."""
    namen = list(dict.fromkeys(naam for reeks in blok.reeksen for punt in reeks.punten for naam in punt.cijfer.kamers))
    return f"{len(namen)} kamers" if len(namen) > MEESTE_NAMEN else ", ".join(namen)


def bereik(blok: Blok) -> str:
    """Over which days and which kamers: '1 januari t/m 30 juni 2026. TOP, De Verbinding'."""
    return ". ".join(filter(None, (perioden(blok), kamers(blok))))
