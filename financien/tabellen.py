"""READ: the tables of the page of a source, as data: nothing is computed in a template.

A table's cells hold euros (Decimal), a text where no amount can be given, or None where the source gives nothing.
Row kinds: rij, groep (a heading without cells), subtotaal, totaal, and bij: beside the table, part of no sum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from buurtwerkkamers.opmaak import procent
from financien.overzicht import Bedragen, Cel, Overzicht, Rij, Soortoverzicht

Rijsoort = Literal["rij", "groep", "subtotaal", "totaal", "bij"]
TITELS = {"begroot": "Begroot", "prognose": "Prognose", "realisatie": "Realisatie"}


@dataclass(frozen=True)
class Geldcel:
    """``regel_id``: the line that can be changed here. ``afwijkend``: printed, and not what is computed."""

    waarde: Decimal | str | None = None
    regel_id: int | None = None
    afwijkend: bool = False


@dataclass(frozen=True)
class Geldrij:
    """``noot`` holds the marks of the notes under the table ('a', 'a, b')."""

    naam: str
    cellen: tuple[Geldcel, ...] = ()
    soort: Rijsoort = "rij"
    noot: str = ""


@dataclass(frozen=True)
class Geldtabel:
    """``kolommen`` are the titles after the first column; ``regel`` says how it was counted; ``noten`` as 'a. text'."""

    titel: str
    regel: str
    kolommen: tuple[str, ...]
    rijen: tuple[Geldrij, ...]
    noten: tuple[str, ...] = ()

    @property
    def celsoort(self) -> Literal["euro", "euro_heel"]:
        """How cells are written: with cents as soon as one amount has them."""
        bedragen = (cel.waarde for rij in self.rijen for cel in rij.cellen if isinstance(cel.waarde, Decimal))
        return "euro_heel" if all(bedrag == bedrag.to_integral_value() for bedrag in bedragen) else "euro"

    @property
    def breedte(self) -> int:
        """Columns with the first one."""
        return 1 + len(self.kolommen)

    def benoemd(self) -> Iterator[tuple[Geldrij, list[tuple[str, Geldcel]]]]:
        """Each row with its cells, each cell with the title of its column."""
        for rij in self.rijen:
            yield rij, list(zip(self.kolommen, rij.cellen, strict=False))


@dataclass(frozen=True)
class _Kolom:
    """Which amount of which kamer (None: over all) stands in a column; ``verschil``: how much more than budgeted."""

    titel: str
    kamer: str | None
    kolom: str
    verschil: bool = False

    def cel(self, rij: Rij) -> Cel | None:
        if self.kamer is None:
            return rij.totaal
        return next((cel for cel in rij.cellen if cel.kamer == self.kamer), None)

    def waarde(self, bedragen: Bedragen) -> Decimal | None:
        return bedragen.min_begroot(self.kolom) if self.verschil else getattr(bedragen, self.kolom)


class _Noten:
    """Footnotes in order of use: the same text gets the same mark."""

    def __init__(self) -> None:
        self.tekens: dict[str, str] = {}

    def teken(self, teksten: Iterable[str]) -> str:
        return ", ".join(self.tekens.setdefault(tekst, _teken(len(self.tekens))) for tekst in teksten)

    def lijst(self) -> tuple[str, ...]:
        return tuple(f"{teken}. {tekst}" for tekst, teken in self.tekens.items())


def _teken(nummer: int) -> str:
    return chr(ord("a") + nummer) if nummer < 26 else str(nummer + 1)


def soorttabellen(overzicht: Overzicht) -> tuple[Geldtabel, ...]:
    """All tables of a source and year: with one amount column kamers side by side, otherwise a table per kamer."""
    return tuple(tabel for soort in overzicht.soorten for tabel in _tabellen_van(overzicht, soort))


def aandeeltabel(overzicht: Overzicht) -> Geldtabel | None:
    """The share of financiers per kamer, computed and as printed; None when it cannot be computed anywhere."""
    delen = [deel for deel in overzicht.aandelen if deel.berekend is not None]
    if not delen:
        return None
    rijen = [Geldrij("Aandeel financiers", tuple(Geldcel(procent(deel.berekend)) for deel in delen), "totaal")]
    if any(deel.gedrukt is not None for deel in delen):
        cellen = tuple(Geldcel(procent(deel.gedrukt), afwijkend=bool(deel.verschil)) for deel in delen)
        rijen.append(Geldrij("Zoals gedrukt in de bron", cellen, "bij"))
    return Geldtabel(
        f"Aandeel van de financiers in {overzicht.jaar}",
        "De begrote bijdragen, gedeeld door die bijdragen plus de waarde van de uren van vrijwilligers; "
        "afgerond op hele procenten.",
        tuple(deel.kamer or "Samen" for deel in delen),
        tuple(rijen),
    )


def _tabellen_van(overzicht: Overzicht, soort: Soortoverzicht) -> Iterator[Geldtabel]:
    kolommen = overzicht.kolommen or ("begroot",)
    titel = f"{soort.titel.capitalize()} {overzicht.jaar}"
    if len(kolommen) == 1:
        yield _maak(
            soort, f"{titel}, {TITELS[kolommen[0]].lower()}", _naast_elkaar(soort, kolommen[0], overzicht.volledig)
        )
        return
    plekken: list[str | None] = [*soort.kamers]
    if overzicht.volledig:
        plekken.insert(0, None)
    for plek in plekken:
        naam = "" if not soort.kamers else ", alle kamers samen" if plek is None else f", {plek or 'niet verdeeld'}"
        yield _maak(soort, titel + naam, _onder_elkaar(plek, kolommen))


def _naast_elkaar(soort: Soortoverzicht, kolom: str, volledig: bool) -> list[_Kolom]:
    kolommen = [_Kolom(naam or "Niet verdeeld", naam, kolom) for naam in soort.kamers]
    if volledig:
        kolommen.append(_Kolom("Totaal" if soort.kamers else TITELS[kolom], None, kolom))
    return kolommen


def _onder_elkaar(plek: str | None, kolommen: Collection[str]) -> list[_Kolom]:
    """The given columns, and how much the forecast (or else the actual) is above the budget."""
    keuze = [_Kolom(TITELS[kolom], plek, kolom) for kolom in kolommen]
    later = next((kolom for kolom in ("prognose", "realisatie") if kolom in kolommen), None)
    if later and "begroot" in kolommen:
        keuze.append(_Kolom(f"{TITELS[later]} min begroot", plek, later, verschil=True))
    return keuze


def _maak(soort: Soortoverzicht, titel: str, kolommen: list[_Kolom]) -> Geldtabel:
    noten = _Noten()
    rijen = [*_groepsrijen(soort, kolommen, noten), *_met_druk(soort.totaal, "totaal", kolommen, noten)]
    over = [f"Niet nagerekend, want het is niet duidelijk waar dit over gaat: {n}." for n in soort.niet_nagerekend]
    regel = "Subtotalen en totalen zijn opgeteld uit de regels. – betekent: dit staat niet (bij elke regel) in de bron."
    return Geldtabel(titel, regel, tuple(k.titel for k in kolommen), tuple(rijen), (*noten.lijst(), *over))


def _groepsrijen(soort: Soortoverzicht, kolommen: list[_Kolom], noten: _Noten) -> Iterator[Geldrij]:
    for groep in soort.groepen:
        rijen = [rij for volledig in groep.rijen for rij in _met_druk(volledig, "rij", kolommen, noten)]
        if not rijen:
            continue
        if groep.naam:
            yield Geldrij(groep.naam[:1].upper() + groep.naam[1:], soort="groep")
        yield from rijen
        if groep.subtotaal:
            yield from _met_druk(groep.subtotaal, "subtotaal", kolommen, noten)


def _met_druk(rij: Rij, soort: Rijsoort, kolommen: list[_Kolom], noten: _Noten) -> Iterator[Geldrij]:
    """The row, and below it what was printed: of a sum always, of a line when it differs."""
    cellen = [(kolom, kolom.cel(rij)) for kolom in kolommen]
    if soort == "rij" and not any(_hoort_erbij(cel) for _, cel in cellen):
        return
    yield Geldrij(
        _naam(rij),
        tuple(
            Geldcel(kolom.waarde(cel.bedragen), None if kolom.verschil else cel.regel_id) if cel else Geldcel()
            for kolom, cel in cellen
        ),
        soort,
        noten.teken(rij.noten),
    )
    afwijkend = any(cel and kolom.kolom in cel.afwijkend for kolom, cel in cellen)
    gedrukt = any(cel and kolom.waarde(cel.gedrukt) is not None for kolom, cel in cellen)
    if afwijkend or (gedrukt and soort != "rij"):
        yield Geldrij("Zoals gedrukt in de bron", tuple(_gedrukt(kolom, cel) for kolom, cel in cellen), "bij")


def _hoort_erbij(cel: Cel | None) -> bool:
    """A row without any line here (of another kamer) is left out; over all kamers every row counts."""
    return cel is not None and (cel.kamer is None or cel.regel_id is not None)


def _gedrukt(kolom: _Kolom, cel: Cel | None) -> Geldcel:
    if cel is None or kolom.verschil:
        return Geldcel()
    return Geldcel(kolom.waarde(cel.gedrukt), cel.gedrukt_id, kolom.kolom in cel.afwijkend)


def _naam(rij: Rij) -> str:
    return rij.naam if not rij.financier or rij.financier in rij.naam else f"{rij.naam}: {rij.financier}"
