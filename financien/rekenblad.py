"""Tables of amounts as a spreadsheet: amounts and totals as numbers, texts that can never become a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from xlsxwriter.worksheet import Worksheet

from buurtwerkkamers.lijsten import XLSX
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Gebruiker, Kamer, Logregel
from buurtwerkkamers.werkboek import Werkboek
from financien.tabellen import Geldtabel

_KOP = 2  # the row of the column titles
_VET = ("groep", "subtotaal", "totaal")


def geldbestand(tabellen: Iterable[Geldtabel], *, titel: str, over: Sequence[tuple[str, str]] = ()) -> bytes:
    """A sheet per table, and in front of them what the file is about (``over``: name and value).

    The same tables give the same bytes. An amount that is not there is an empty cell, never 0.
    """
    buffer = io.BytesIO()
    with Werkboek(buffer, titel=titel) as boek:
        blad = boek.blad("Over dit bestand")
        boek.tekst(blad, 0, 0, titel, bold=True, font_size=14)
        for rij, (naam, waarde) in enumerate(over, start=_KOP):
            boek.tekst(blad, rij, 0, naam, bold=True)
            boek.tekst(blad, rij, 1, waarde, text_wrap=True)
        blad.set_column(0, 0, 30)
        blad.set_column(1, 1, 60)
        for tabel in tabellen:
            schrijf_tabel(boek, boek.blad(tabel.titel), tabel)
    return buffer.getvalue()


def schrijf_tabel(boek: Werkboek, blad: Worksheet, tabel: Geldtabel) -> None:
    """One table with its title, its rule and its notes on this sheet."""
    boek.tekst(blad, 0, 0, tabel.titel, bold=True, font_size=14)
    boek.koppen(blad, ("Post", *tabel.kolommen), rij=_KOP)
    for hoogte, rij in enumerate(tabel.rijen, start=_KOP + 1):
        opmaak = {"bold": True} if rij.soort in _VET else {}
        boek.tekst(blad, hoogte, 0, f"{rij.naam} (noot {rij.noot})" if rij.noot else rij.naam, **opmaak)
        for kolom, cel in enumerate(rij.cellen, start=1):
            if isinstance(cel.waarde, Decimal):
                boek.getal(blad, hoogte, kolom, cel.waarde, tabel.celsoort, **opmaak)
            elif cel.waarde:
                boek.tekst(blad, hoogte, kolom, cel.waarde, **opmaak)
    for hoogte, noot in enumerate((tabel.regel, *tabel.noten), start=_KOP + 2 + len(tabel.rijen)):
        boek.tekst(blad, hoogte, 0, noot, italic=True)
    blad.set_column(0, 0, 48)
    blad.set_column(1, max(1, len(tabel.kolommen)), 16)
    blad.freeze_panes(_KOP + 1, 1)


def als_antwoord(inhoud: bytes, naam: str, *, door: Gebruiker, kamer: Kamer | None = None) -> HttpResponse:
    """The file as a download, with a line in the log; ``naam`` without extension, of any letters."""
    leg_vast(Logregel.Actie.GEEXPORTEERD, f"bestand {naam.lower()}"[:40], door=door, kamer=kamer, kenmerk="xlsx")
    kop = content_disposition_header(as_attachment=True, filename=f"{slugify(naam) or 'geld'}.xlsx")
    return HttpResponse(inhoud, content_type=XLSX, headers={"Content-Disposition": kop})
