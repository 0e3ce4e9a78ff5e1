"""The spreadsheet: every table of the report with numbers as numbers, and texts that can never become a formula."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet

from buurtwerkkamers.opmaak import GEEN
from buurtwerkkamers.werkboek import Werkboek
from rapportage.cijfers import Celwaarde, Doelcel, Kolom, Tabel
from rapportage.rapportvorm import Document


def maak_werkboek(document: Document) -> bytes:
    """The XLSX of a report: a first sheet about it, one sheet per table, the answers and the rules of counting."""
    buffer = io.BytesIO()
    with Werkboek(buffer, titel=document.titel, onderwerp=str(document.periode)) as boek:
        Schrijver(boek, document).schrijf()
    return buffer.getvalue()


class Schrijver:
    """Writes the sheets of one report."""

    def __init__(self, boek: Werkboek, document: Document) -> None:
        self.boek, self.document = boek, document

    def schrijf(self) -> None:
        self._overzicht()
        for deel, blok in self.document.tabellen():
            voor = f"{deel.nummer} {blok.kamer.kort if blok.kamer else ''} "
            schrijf_tabel(self.boek, self.boek.blad(voor + blok.tabel.titel), blok.tabel)
        self._antwoorden()
        self._regels()

    def tekst(self, blad: Worksheet, rij: int, kolom: int, tekst: str, **opmaak: Any) -> None:
        self.boek.tekst(blad, rij, kolom, tekst, **opmaak)

    def _cel(self, blad: Worksheet, rij: int, kolom: int, waarde: Celwaarde, soort: str, vet: bool) -> None:
        schrijf_cel(self.boek, blad, rij, kolom, waarde, soort, vet)

    def _overzicht(self) -> None:
        blad = self.boek.blad("Over dit rapport")
        document = self.document
        regels = [
            ("Titel", document.titel),
            ("Periode", str(document.periode)),
            ("Afspraak", document.afspraak),
            ("Kamers", ", ".join(k.naam for k in document.kamers)),
            ("Editie", document.editie or "concept"),
            *([("Waarom deze editie", document.reden)] if document.reden else []),
        ]
        for rij, (naam, waarde) in enumerate(regels):
            self.tekst(blad, rij, 0, naam, bold=True)
            self.tekst(blad, rij, 1, waarde)
        for rij, kengetal in enumerate(document.kengetallen, start=len(regels) + 1):
            self.tekst(blad, rij, 0, kengetal.titel, bold=True)
            self._cel(blad, rij, 1, kengetal.waarde, kengetal.soort, False)
            self.tekst(blad, rij, 2, kengetal.regel)
        blad.set_column(0, 0, 36)
        blad.set_column(1, 1, 40)

    def _antwoorden(self) -> None:
        blad = self.boek.blad("Antwoorden")
        for kolom, titel in enumerate(("Vraag", "Kamer", "Keuze", "Antwoord")):
            self.tekst(blad, 0, kolom, titel, bold=True, bottom=1)
        rijen = [(deel, tekst) for deel in self.document.delen for tekst in deel.teksten]
        for rij, (deel, tekst) in enumerate(rijen, start=1):
            velden = (f"{deel.nummer}. {deel.titel}", tekst.kamer.naam if tekst.kamer else "", tekst.keuze, tekst.tekst)
            for kolom, waarde in enumerate(velden):
                self.tekst(blad, rij, kolom, waarde, text_wrap=kolom == 3)
        blad.set_column(0, 2, 30)
        blad.set_column(3, 3, 90)

    def _regels(self) -> None:
        blad = self.boek.blad("Telregels en bronnen")
        rijen = [(r.naam, r.regel) for r in self.document.regels] + [("Bron", b) for b in self.document.bronnen]
        for rij, (naam, regel) in enumerate(rijen):
            self.tekst(blad, rij, 0, naam, bold=True)
            self.tekst(blad, rij, 1, regel)
        blad.set_column(0, 0, 40)
        blad.set_column(1, 1, 110)


def schrijf_cel(
    boek: Werkboek, blad: Worksheet, rij: int, kolom: int, waarde: Celwaarde, soort: str, vet: bool
) -> None:
    """One value in a cell of its own kind: a number as a number, all else as a text."""
    if waarde is None:
        boek.tekst(blad, rij, kolom, GEEN, align="right", bold=vet)
    elif isinstance(waarde, int | Decimal):
        boek.getal(blad, rij, kolom, waarde, soort, bold=vet)
    else:
        boek.tekst(blad, rij, kolom, str(waarde), bold=vet, text_wrap=kolom == 0)


def schrijf_tabel(boek: Werkboek, blad: Worksheet, tabel: Tabel) -> None:
    """One table on a sheet of its own: its title, its columns, its rows, then its rule and its notes."""
    kolommen = _uitgevouwen(tabel.kolommen)
    boek.tekst(blad, 0, 0, tabel.titel, bold=True, font_size=14)
    for nummer, (titel, _) in enumerate(kolommen):
        boek.tekst(blad, 2, nummer, titel, bold=True, bottom=1, text_wrap=True)
    for hoogte, rij in enumerate(tabel.rijen, start=3):
        vet = rij.soort in ("groep", "subtotaal", "totaal")
        cellen = list(rij.cellen[:1]) if rij.soort == "groep" else _uitgevouwen_cellen(rij.cellen, tabel.kolommen)
        for nummer, waarde in enumerate(cellen):
            if nummer == 0 and rij.noot:
                waarde = f"{waarde} ({rij.noot})"
            schrijf_cel(boek, blad, hoogte, nummer, waarde, kolommen[nummer][1], vet)
    for hoogte, noot in enumerate((tabel.regel, *tabel.noten), start=len(tabel.rijen) + 4):
        boek.tekst(blad, hoogte, 0, noot, italic=True)
    blad.set_column(0, 0, 48)
    blad.set_column(1, max(1, len(kolommen) - 1), 16)
    blad.freeze_panes(3, 1)


_DOEL = (("cijfer", "getal"), ("gemeten", "tekst"), ("doel", "tekst"), ("oordeel", "tekst"), ("toelichting", "tekst"))


def _uitgevouwen(kolommen: tuple[Kolom, ...]) -> list[tuple[str, str]]:
    """Titles and kinds; a column of targets becomes five columns, so that every figure has a cell of its own."""
    uit: list[tuple[str, str]] = []
    for kolom in kolommen:
        if kolom.soort == "doel":
            uit += [(f"{kolom.titel}: {naam}", soort) for naam, soort in _DOEL]
        else:
            uit.append((kolom.titel, kolom.soort))
    return uit


def _uitgevouwen_cellen(cellen: tuple[Celwaarde, ...], kolommen: tuple[Kolom, ...]) -> list[Celwaarde]:
    uit: list[Celwaarde] = []
    for cel, kolom in zip(cellen, kolommen, strict=True):
        if kolom.soort != "doel":
            uit.append(cel)
        elif isinstance(cel, Doelcel):
            uit += [
                cel.waarde,
                " ".join(filter(None, (cel.gemeten, cel.erbij))),
                cel.streefwaarde,
                cel.oordeel,
                cel.reden,
            ]
        else:
            uit += [None, "", "", "", ""]
    return uit
