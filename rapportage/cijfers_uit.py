"""Figures out: what ``manage.py cijfers`` gives, as plain data and as text. Counts nothing itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from buurtwerkkamers import opmaak
from buurtwerkkamers.importeren.waarden import CelFout, bestaat_niet, datum
from buurtwerkkamers.models import Afspraak, Kamer
from buurtwerkkamers.perioden import VERDELINGEN, Periode
from deelnemers.tellingen import Gemiddelde, Trajecttelling, tel_trajecten, tel_uniek, tel_uren
from financien.models import Bron
from financien.overzicht import OnbekendeBron, als_gegevens
from rapportage.indicatoren import IndicatorUitkomst, beoordeel_indicatoren

# What an empty cell says in a table for reading.
ALS_LEEG = {"kamer": "Kamers samen", "categorie": "Totaal", "melder": "Niet bekend", "afsluitreden": "Niet bekend"}
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
    afspraak: str = ""


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
        _waarover(rij)
        | {
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


def _waarover(rij: Any) -> dict[str, Any]:
    """Of which kamer (None: all together) and which days a row is."""
    return {
        "kamer": rij.kamer.naam if rij.kamer else None,
        "van": rij.periode.van.isoformat(),
        "tm": rij.periode.tm.isoformat(),
    }


def _als_getal(waarde: Decimal | int | None) -> int | float | None:
    """A number that JSON knows; whole when it is."""
    if waarde is None:
        return None
    return int(waarde) if waarde == int(waarde) else float(waarde)


def _gemiddelde(gemiddelde: Gemiddelde) -> float | None:
    return None if gemiddelde.waarde is None else float(gemiddelde.waarde)


def _trajecttellingen(vraag: Vraag) -> list[Trajecttelling]:
    return tel_trajecten(_kamers(vraag.kamers), _delen(_periode(vraag), vraag.per))


def _trajecten(vraag: Vraag) -> Antwoord:
    gegevens = [
        _waarover(rij)
        | {
            "gestart": rij.gestart,
            "lopend": rij.lopend,
            "afgesloten": rij.afgesloten,
            "unieke_klanten": rij.unieke_klanten,
            "werkdagen_tot_kennismaking": _gemiddelde(rij.tot_kennismaking),
            "werkdagen_tot_start": _gemiddelde(rij.tot_start),
        }
        for rij in _trajecttellingen(vraag)
    ]
    return Antwoord(gegevens, [(f"Trajecten, {_periode(vraag)}", gegevens)])


def _instroom(vraag: Vraag) -> Antwoord:
    gegevens = [rij for telling in _trajecttellingen(vraag) for rij in _per(telling, "melder", telling.melders)]
    return Antwoord(gegevens, [(f"Instroom per melder, {_periode(vraag)}", gegevens)])


def _uitstroom(vraag: Vraag) -> Antwoord:
    """First per reason, then once more per whether people can go on without support."""
    tellingen = _trajecttellingen(vraag)
    redenen = [rij for telling in tellingen for rij in _per(telling, "afsluitreden", telling.redenen)]
    verder = [rij for telling in tellingen for rij in _per(telling, "verder_zonder_begeleiding", telling.verder)]
    tabellen = [
        (f"Uitstroom per reden, {_periode(vraag)}", redenen),
        (f"Kan verder zonder begeleiding, {_periode(vraag)}", verder),
    ]
    return Antwoord(redenen + verder, tabellen)


def _per(telling: Trajecttelling, wat: str, aantallen: Mapping[str, int]) -> list[dict[str, Any]]:
    """A row for each that occurs, in order of name; what is not known (None) last."""
    namen = sorted(aantallen, key=lambda naam: (not naam, naam.casefold()))
    return [_waarover(telling) | {wat: naam or None, "aantal": aantallen[naam]} for naam in namen]


def _uren(vraag: Vraag) -> Antwoord:
    gegevens = [
        _waarover(rij)
        | {"vrijwilligers": rij.vrijwilligers, "uren": _als_getal(rij.uren), "waarde": _als_getal(rij.waarde)}
        for rij in tel_uren(_kamers(vraag.kamers), _delen(_periode(vraag), vraag.per))
    ]
    return Antwoord(gegevens, [(f"Uren van vrijwilligers, {_periode(vraag)}", gegevens)])


def _indicatoren(vraag: Vraag) -> Antwoord:
    """Per part of the period, per indicator, per kamer and (``kamer`` None) for the kamers together."""
    periode, kamers = _periode(vraag), _kamers(vraag.kamers)
    afspraak = _afspraak(vraag.afspraak, periode)
    bron = _bron(vraag.bron) if vraag.bron else None
    gegevens, leesbaar = [], []
    for deel in _delen(periode, vraag.per):
        dagen = {"van": deel.van.isoformat(), "tm": deel.tm.isoformat()} if vraag.per else {}
        for uitkomst in beoordeel_indicatoren(afspraak, kamers, deel, bron):
            for rij, waarom in _per_indicator(uitkomst, str(afspraak)):
                gegevens.append(rij | dagen)
                leesbaar.append({k: v for k, v in rij.items() if k != "bron"} | dagen | {"waarom": waarom})
    return Antwoord(gegevens, [(f"Indicatoren van {afspraak}, {periode}", leesbaar)])


def _per_indicator(uitkomst: IndicatorUitkomst, bron: str) -> Iterator[tuple[dict[str, Any], str]]:
    """A row for each kamer and one for all of them, each with the sentence that explains its judgement."""
    for stand in (*uitkomst.per_kamer, None):
        cijfer = stand.cijfer if stand else uitkomst.samen
        rij = {
            "groep": uitkomst.indicator.groep,
            "indicator": uitkomst.indicator.naam,
            "kamer": stand.kamer.naam if stand else None,
            "streefwaarde": (stand.streefwaarde or None) if stand else None,
            "teller": _als_getal(cijfer.waarde if cijfer.teller is None else cijfer.teller),
            "noemer": _als_getal(cijfer.noemer),
            "waarde": _als_getal(cijfer.waarde),
            "behaald": stand.behaald if stand else None,
            "op_koers": stand.op_koers if stand else None,
            "bron": bron,
        }
        yield rij, stand.uitleg if stand else cijfer.reden


def _afspraak(naam: str, periode: Periode) -> Afspraak:
    """The newest version of the agreement that covers the period; one that is signed goes before one that is not.

    By its name when given; an agreement that says nothing of its days covers every period, after those that do.
    """
    afspraken = list(Afspraak.objects.select_related("categorielijst"))
    if naam:
        op_naam = {a.naam.casefold(): a.naam for a in afspraken}
        if naam.casefold() not in op_naam:
            namen = [a.naam for a in afspraken]
            raise VraagFout(str(bestaat_niet("Afspraak", naam, namen, _bekend(namen))))
        afspraken = [a for a in afspraken if a.naam.casefold() == naam.casefold()]
    dekkend = [a for a in afspraken if a.periode and a.periode.van <= periode.van and periode.tm <= a.periode.tm]
    dekkend = dekkend or [a for a in afspraken if a.periode is None]
    namen = sorted({a.naam for a in dekkend})
    if not dekkend:
        van = "; ".join(sorted({f"{a.naam}: {a.periode}" for a in afspraken})) or "er zijn nog geen afspraken"
        raise VraagFout(f"Geen afspraak gaat over al deze dagen ({periode}). Afspraken: {van}.")
    if len(namen) > 1:
        raise VraagFout(f"Meer dan één afspraak gaat over deze dagen: {'; '.join(namen)}. Kies er een met --afspraak.")
    return max(dekkend, key=lambda a: (a.getekend_op is not None, a.versie))


def _bekend(namen: Iterable[str]) -> str:
    return f"Bekend: {'; '.join(sorted(set(namen))) or 'nog niets'}."


def _bron(naam: str) -> Bron:
    bronnen = {bron.naam.casefold(): bron for bron in Bron.objects.all()}
    if naam.casefold() not in bronnen:
        namen = [bron.naam for bron in bronnen.values()]
        raise VraagFout(str(bestaat_niet("Bron", naam, namen, _bekend(namen))))
    return bronnen[naam.casefold()]


VRAGEN: dict[str, Callable[[Vraag], Antwoord]] = {
    "uniek": _uniek,
    "trajecten": _trajecten,
    "instroom": _instroom,
    "uitstroom": _uitstroom,
    "uren": _uren,
    "indicatoren": _indicatoren,
    "financien": _financien,
}


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
    """Comma between the columns, plain numbers, an empty cell for what is not there.

    Rows of two sorts (of ``uitstroom``) share one table that has the columns of both.
    """
    bestand = io.StringIO()
    if rijen:
        kolommen = list(dict.fromkeys(kolom for rij in rijen for kolom in rij))
        schrijver = csv.DictWriter(bestand, kolommen, lineterminator="\n")
        schrijver.writeheader()
        schrijver.writerows(rijen)
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
    if waarde is None and kolom in ALS_LEEG:
        return ALS_LEEG[kolom]
    if isinstance(waarde, (list, tuple)):
        return "; ".join(str(deel) for deel in waarde)
    return opmaak.getal(waarde) if _is_getal(waarde) else opmaak.toon(waarde)


def _is_getal(waarde: Any) -> bool:
    return isinstance(waarde, (int, float)) and not isinstance(waarde, bool)


def _gevuld(waarde: Any) -> bool:
    return waarde not in (None, "", [], ())
