"""READ: what differs between two agreements, field by field, as this user may see it.

A line has no number of its own that it keeps over versions, so it is recognised by its name; of the rest, names that
look alike within a group are taken to be renamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from buurtwerkkamers.afspraken.zicht import zichtbare_streefkamers, ziet_alle_indicatoren
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Gebruiker, Indicator, Kamer, Streefwaarde
from buurtwerkkamers.opmaak import GEEN, datum, periode

LIJKT = 0.6  # from this share of equal letters on, a new name is the old one written differently
Doelen = Mapping[tuple[int, int], str]
_MEETREGELS = dict(Meetregel.choices)


@dataclass(frozen=True)
class Verschil:
    """One field: what it is, what stood there and what stands there now ('–': nothing)."""

    wat: str
    oud: str
    nieuw: str


@dataclass(frozen=True)
class Indicatorverschil:
    """What happened to one line. ``soort`` says it in words, ``velden`` holds what it did not share."""

    soort: str
    groep: str
    naam: str
    velden: tuple[Verschil, ...] = ()


@dataclass(frozen=True)
class Verschillen:
    """Everything that differs. ``gelijk``: how many lines are the same in both."""

    oud: Afspraak
    nieuw: Afspraak
    kop: tuple[Verschil, ...]
    indicatoren: tuple[Indicatorverschil, ...]
    gelijk: int

    @property
    def leeg(self) -> bool:
        return not self.kop and not self.indicatoren


ERBIJ, VERVALLEN, HERNOEMD, GEWIJZIGD = "toegevoegd", "vervallen", "andere naam", "gewijzigd"
NU_GEMERKT, NIET_MEER_GEMERKT = "nu van belang voor corporaties", "niet meer van belang voor corporaties"


def vergelijk(oud: Afspraak, nieuw: Afspraak, gebruiker: Gebruiker) -> Verschillen:
    """What ``nieuw`` says differently from ``oud``; the same number of queries however long they are."""
    kamers = _kamers(gebruiker, oud, nieuw)
    voor, na = (list(a.indicator_set.select_related("categorie", "stelling", "organisatie")) for a in (oud, nieuw))
    alles_voor, alles_na = (ziet_alle_indicatoren(gebruiker, afspraak) for afspraak in (oud, nieuw))
    doelen = {
        (s.indicator_id, s.kamer_id): s.tekst
        for s in Streefwaarde.objects.filter(indicator__afspraak__in=(oud, nieuw), kamer__in=kamers)
    }
    paren = _paren(voor, na)
    plaatsen = _verplaatst(paren)
    gevonden, gelijk = [], 0
    for a, b in paren:
        # A line that is not marked in one of both keeps its words there to itself.
        mag_a, mag_b = a and (alles_voor or a.corporatie), b and (alles_na or b.corporatie)
        if not mag_a and not mag_b:
            continue
        if a and b and not (mag_a and mag_b):
            soort, zicht = (NU_GEMERKT, b) if mag_b else (NIET_MEER_GEMERKT, a)
            gevonden.append(Indicatorverschil(soort, zicht.groep, zicht.naam))
        elif (verschil := _vergelijk_indicator(a, b, kamers, doelen, plaatsen)) is not None:
            gevonden.append(verschil)
        else:
            gelijk += 1
    return Verschillen(oud, nieuw, tuple(_kop(oud, nieuw)), tuple(gevonden), gelijk)


def _kamers(gebruiker: Gebruiker, *afspraken: Afspraak) -> list[Kamer]:
    gezien = {kamer.pk: kamer for afspraak in afspraken for kamer in zichtbare_streefkamers(gebruiker, afspraak)}
    return sorted(gezien.values(), key=lambda kamer: (kamer.volgorde, kamer.naam))


# --- the head ---------------------------------------------------------------------------------------------------


def _kop(oud: Afspraak, nieuw: Afspraak) -> Iterable[Verschil]:
    for wat, a, b in (
        ("Naam", oud.naam, nieuw.naam),
        ("Looptijd", *(periode(a.periode) if a.periode else GEEN for a in (oud, nieuw))),
        ("Lijst van categorieën", str(oud.categorielijst), str(nieuw.categorielijst)),
        ("Partijen", *(_namen(a.partijen.all()) for a in (oud, nieuw))),
        ("Financiers", *(_namen(a.financiers.all()) for a in (oud, nieuw))),
        ("Ondertekenaars", *(_ondertekenaars(a) for a in (oud, nieuw))),
    ):
        if a != b:
            yield Verschil(wat, a, b)


def _namen(organisaties: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, organisaties))) or GEEN


def _ondertekenaars(afspraak: Afspraak) -> str:
    """Who signs for whom; the days of signing stand above, they differ between any two versions."""
    return _namen(afspraak.ondertekeningen.select_related("organisatie"))


# --- which line is which ----------------------------------------------------------------------------------------


Paar = tuple[Indicator | None, Indicator | None]


def _paren(voor: Sequence[Indicator], na: Sequence[Indicator]) -> list[Paar]:
    """Old line beside new line, in the order of the new one; what went stands last."""
    op_naam = {indicator.naam: indicator for indicator in voor}
    oud_van = {b.pk: op_naam[b.naam] for b in na if b.naam in op_naam}
    gebruikt = {a.pk for a in oud_van.values()}
    over_a, over_b = [a for a in voor if a.pk not in gebruikt], [b for b in na if b.pk not in oud_van]
    kandidaten = [(_lijken(a, b), n, a, b) for n, (a, b) in enumerate(product(over_a, over_b))]
    for mate, _, a, b in sorted(kandidaten, key=lambda kandidaat: (-kandidaat[0], kandidaat[1])):
        if mate >= LIJKT and a.pk not in gebruikt and b.pk not in oud_van:
            oud_van[b.pk] = a
            gebruikt.add(a.pk)
    return [(oud_van.get(b.pk), b) for b in na] + [(a, None) for a in voor if a.pk not in gebruikt]


def _lijken(a: Indicator, b: Indicator) -> float:
    if a.groep != b.groep:
        return 0.0
    return SequenceMatcher(None, a.naam.casefold(), b.naam.casefold(), autojunk=False).ratio()


def _verplaatst(paren: Sequence[Paar]) -> dict[int, tuple[int, int]]:
    """By new line: its place among the lines of its group that both have, before and after, where that differs."""
    beide = [(a, b) for a, b in paren if a and b and a.groep == b.groep]
    plaatsen: dict[int, tuple[int, int]] = {}
    for groep in {b.groep for _, b in beide}:
        eigen = [(a, b) for a, b in beide if b.groep == groep]
        voor = {a.pk: n for n, (a, _) in enumerate(sorted(eigen, key=lambda paar: paar[0].volgorde), 1)}
        plaatsen |= {b.pk: (voor[a.pk], n) for n, (a, b) in enumerate(eigen, 1) if voor[a.pk] != n}
    return plaatsen


# --- one line ---------------------------------------------------------------------------------------------------


def _vergelijk_indicator(
    a: Indicator | None,
    b: Indicator | None,
    kamers: Sequence[Kamer],
    doelen: Doelen,
    plaatsen: Mapping[int, tuple[int, int]],
) -> Indicatorverschil | None:
    """What happened to a line; None when nothing did."""
    zicht = b or a
    assert zicht is not None  # noqa: S101 - a pair has at least one side
    velden = [v for v in _velden(a, b, kamers, doelen) if v.oud != v.nieuw]
    if a and b and b.pk in plaatsen:
        velden.append(Verschil("Plaats in de groep", *map(str, plaatsen[b.pk])))
    if a and b and not velden:
        return None
    if a is None or b is None:
        soort = ERBIJ if a is None else VERVALLEN
    else:
        soort = HERNOEMD if a.naam != b.naam else GEWIJZIGD
    return Indicatorverschil(soort, zicht.groep, zicht.naam, tuple(velden))


def _velden(a: Indicator | None, b: Indicator | None, kamers: Sequence[Kamer], doelen: Doelen) -> Iterable[Verschil]:
    if a and b:
        yield Verschil("Naam", a.naam, b.naam)
        yield Verschil("Groep", a.groep, b.groep)
    voor, na = _kenmerken(a), _kenmerken(b)
    for kamer in kamers:
        tekst_a, tekst_b = (doelen.get((i.pk, kamer.pk), GEEN) if i else GEEN for i in (a, b))
        yield Verschil(f"Streefwaarde {kamer.naam}", tekst_a, tekst_b)
    for wat, waarde in (na or voor).items():
        yield Verschil(wat, voor.get(wat, GEEN) if a else GEEN, na.get(wat, waarde) if b else GEEN)


def _kenmerken(indicator: Indicator | None) -> dict[str, str]:
    """The unit and the choices of measuring, in words."""
    if indicator is None:
        return {}
    return {
        "Eenheid": indicator.eenheid or GEEN,
        "Gemeten als": _MEETREGELS.get(indicator.meetregel, "wordt niet vanzelf geteld"),
        "Telt in categorie": str(indicator.categorie or GEEN),
        "Vraag van een enquête": str(indicator.stelling or GEEN),
        "Antwoorden van": indicator.get_doelgroep_display() or GEEN,
        "Alleen klussen van de soort": indicator.klussoort or GEEN,
        "Alleen doorverwezen door": str(indicator.organisatie or indicator.get_organisatiesoort_display() or GEEN),
        "Van belang voor corporaties": "ja" if indicator.corporatie else "nee",
    }


def wanneer(afspraak: Afspraak) -> str:
    """When a version was signed, in words."""
    return f"getekend op {datum(afspraak.getekend_op)}" if afspraak.getekend_op else "concept, nog niet getekend"
