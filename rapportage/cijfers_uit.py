"""Figures out: what ``manage.py cijfers`` gives, as plain data and as text. Counts nothing itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from buurtwerkkamers import opmaak
from buurtwerkkamers.importeren.waarden import CelFout, bestaat_niet, datum
from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import VERDELINGEN, Periode
from deelnemers.tellingen import tel_uniek
from financien.overzicht import OnbekendeBron, als_gegevens

ALLE_KAMERS = "Kamers samen"
TOTAAL = "Totaal"
# Too wide or too plain for a table in a terminal: these are in the JSON and CSV only.
NIET_IN_TABEL = ("jaar", "voetnoot")


class VraagFout(ValueError):
    """The question cannot be answered as it was asked; the message is Dutch."""


@dataclass(frozen=True)
class Vraag:
    """What was asked on the command line, still as text."""

    wat: str
    van: str = ""
    tm: str = ""
    kamers: Sequence[str] = ()
    per: str = ""
    jaar: str = ""
    bron: str = ""


@dataclass(frozen=True)
class Antwoord:
    """``gegevens`` as other programs get them; ``tabellen`` are those of it that can be shown: title and rows."""

    gegevens: Any
    tabellen: Sequence[tuple[str, Sequence[dict[str, Any]]]]


# --- the questions --------------------------------------------------------------------------------------------


def beantwoord(vraag: Vraag) -> Antwoord:
    """The figures asked for. ``VraagFout`` when something in the question does not exist or cannot be."""
    if vraag.wat not in VRAGEN:
        raise VraagFout(f"Het cijfer ‘{vraag.wat}’ bestaat niet. Kies uit: {', '.join(VRAGEN)}.")
    return VRAGEN[vraag.wat](vraag)


def _uniek(vraag: Vraag) -> Antwoord:
    periode = _periode(vraag)
    rijen = tel_uniek(_kamers(vraag.kamers), _delen(periode, vraag.per))
    gegevens = [
        {
            "kamer": rij.kamer.naam if rij.kamer else None,
            "van": rij.periode.van.isoformat(),
            "tm": rij.periode.tm.isoformat(),
            "categorie": rij.categorie.naam if rij.categorie else None,
            "uniek": rij.uniek,
            "deelnames": rij.deelnames,
            "nieuw": rij.nieuw,
        }
        for rij in rijen
    ]
    return Antwoord(gegevens, [(f"Unieke deelnemers, {periode}", gegevens)])


def _financien(vraag: Vraag) -> Antwoord:
    jaar = _jaar(vraag)
    try:
        gegevens = als_gegevens(jaar, vraag.bron or None)
    except OnbekendeBron as fout:
        raise VraagFout(str(fout)) from fout
    tabellen = [(f"Bedragen {jaar}", gegevens["regels"]), (f"Wat niet klopt, {jaar}", gegevens["afwijkingen"])]
    return Antwoord(gegevens, tabellen)


VRAGEN: dict[str, Callable[[Vraag], Antwoord]] = {"uniek": _uniek, "financien": _financien}


# --- reading the question -------------------------------------------------------------------------------------


def _periode(vraag: Vraag) -> Periode:
    if not vraag.van or not vraag.tm:
        raise VraagFout("Zeg over welke dagen: --van 2020-01-01 --tm 2020-06-30.")
    try:
        return Periode(datum(vraag.van), datum(vraag.tm))
    except (CelFout, ValueError) as fout:
        raise VraagFout(str(fout)) from fout


def _delen(periode: Periode, per: str) -> list[Periode]:
    if not per:
        return [periode]
    if per not in VERDELINGEN:
        raise VraagFout(f"‘{per}’ kan niet na --per. Kies uit: {', '.join(VERDELINGEN)}.")
    return periode.verdeel(per)


def _kamers(namen: Sequence[str]) -> list[Kamer]:
    """The kamers of these names, each once, in this order; without names all of them."""
    bestaand = {kamer.naam: kamer for kamer in Kamer.objects.all()}
    for naam in namen:
        if naam not in bestaand:
            raise VraagFout(str(bestaat_niet("Kamer", naam, bestaand, "Er zijn nog geen kamers.")))
    return [bestaand[naam] for naam in dict.fromkeys(namen)] if namen else list(bestaand.values())


def _jaar(vraag: Vraag) -> int:
    """The year asked, or the one in which both dates lie."""
    if vraag.jaar:
        if not (vraag.jaar.isascii() and vraag.jaar.isdigit() and len(vraag.jaar) == 4):
            raise VraagFout(f"‘{vraag.jaar}’ is geen jaar. Schrijf bijvoorbeeld --jaar 2020.")
        return int(vraag.jaar)
    if vraag.van and vraag.tm:
        periode = _periode(vraag)
        if periode.van.year == periode.tm.year:
            return periode.van.year
    raise VraagFout("Zeg over welk jaar: --jaar 2020.")


# --- as text --------------------------------------------------------------------------------------------------


def als_csv(rijen: Sequence[dict[str, Any]]) -> str:
    """Comma between the columns, plain numbers, an empty cell for what is not there."""
    bestand = io.StringIO()
    schrijver = csv.writer(bestand, lineterminator="\n")
    if rijen:
        schrijver.writerow(rijen[0])
        schrijver.writerows(rij.values() for rij in rijen)
    return bestand.getvalue()


def als_tabel(titel: str, rijen: Sequence[dict[str, Any]]) -> str:
    """Aligned columns in Dutch notation, for reading in a terminal."""
    if not rijen:
        return f"{titel}\n\nNiets gevonden.\n"
    kolommen = [k for k in rijen[0] if k not in NIET_IN_TABEL and any(_gevuld(rij[k]) for rij in rijen)]
    cellen = [[_toon(kolom, rij[kolom]) for kolom in kolommen] for rij in rijen]
    rechts = [all(_is_getal(rij[kolom]) or not _gevuld(rij[kolom]) for rij in rijen) for kolom in kolommen]
    breedtes = [max(len(kop), *(len(rij[nr]) for rij in cellen)) for nr, kop in enumerate(kolommen)]
    regels = [_regel(kolommen, breedtes, rechts), "  ".join("-" * breedte for breedte in breedtes)]
    regels += [_regel(rij, breedtes, rechts) for rij in cellen]
    return "\n".join([titel, "", *regels, ""])


def _regel(cellen: Iterable[str], breedtes: Sequence[int], rechts: Sequence[bool]) -> str:
    stukken = [
        cel.rjust(breedte) if rechterkant else cel.ljust(breedte)
        for cel, breedte, rechterkant in zip(cellen, breedtes, rechts, strict=True)
    ]
    return "  ".join(stukken).rstrip()


def _toon(kolom: str, waarde: Any) -> str:
    if kolom in ("van", "tm"):
        return opmaak.datum_kort(datum(waarde))
    if waarde is None and kolom in ("kamer", "categorie"):
        return ALLE_KAMERS if kolom == "kamer" else TOTAAL
    if isinstance(waarde, (list, tuple)):
        return "; ".join(str(deel) for deel in waarde)
    return opmaak.getal(waarde) if _is_getal(waarde) else opmaak.toon(waarde)


def _is_getal(waarde: Any) -> bool:
    return isinstance(waarde, (int, float)) and not isinstance(waarde, bool)


def _gevuld(waarde: Any) -> bool:
    return waarde not in (None, "", [], ())
