"""The statement of a financier as PDF (PDF/UA-1) and as spreadsheet, of the same tables as on screen.

These files go to the financier, whoever makes them: no bookings, nothing of others, no notes of the cooperative.
"""

from __future__ import annotations

import io
from decimal import Decimal

from django.template.loader import render_to_string

from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.werkboek import Werkboek
from financien.verantwoording import Verantwoording, naar_buiten
from financien.verantwoordingstaten import Staat, staten
from rapportage.cijfers import Kolom, Rij, Tabel
from rapportage.documenten.pagina import AFZENDER, PAPIERLETTERS, statisch
from rapportage.documenten.pdf import maak_pdf
from rapportage.documenten.werkboek import schrijf_tabel

STIJLEN = ("rapport.css", "verantwoording-papier.css")


def als_pdf(v: Verantwoording) -> bytes:
    """The statement on paper. Raises ``PdfLukteNiet`` with a Dutch text when time or memory runs out."""
    return maak_pdf(*papier(v)).inhoud


def papier(v: Verantwoording) -> tuple[str, dict[str, bytes]]:
    """The page for the PDF engine, and the files that it names."""
    v = naar_buiten(v)
    bestanden = {naam: statisch(f"fonts/{naam}") for naam in PAPIERLETTERS}
    bestanden |= {naam: statisch(f"css/{naam}") for naam in STIJLEN}
    gegevens = {
        "v": v,
        "som": v.som,
        "staten": staten(v),
        "titel": titel(v),
        "stand": stand(v),
        "afzender": AFZENDER,
        "stijlen": STIJLEN,
        "datum": f"{v.per:%Y-%m-%d}",
    }
    return render_to_string("rapportage/verantwoording/papier.html", gegevens), bestanden


def als_xlsx(v: Verantwoording) -> bytes:
    """The statement as a spreadsheet: a first sheet about it, then one per table, totals as numbers."""
    v = naar_buiten(v)
    buffer = io.BytesIO()
    with Werkboek(buffer, titel=titel(v), onderwerp=stand(v)) as boek:
        blad = boek.blad("Verantwoording")
        som = v.som
        geboekt = (
            ("Ontvangen", som.ontvangen),
            ("Toegerekend aan kosten", som.besteed),
            ("Nog te komen", som.nog_te_komen),
        )
        regels: list[tuple[str, str | Decimal]] = [
            ("Financier", v.financier),
            ("Jaar", str(v.jaar)),
            ("Stand", stand(v)),
            ("Zeker", som.zeker),
            *(geboekt if v.met_geld else ()),
            ("In behandeling", som.in_behandeling),
            *(("Let op", w.tekst) for w in v.voor_de_financier),
        ]
        for rij, (naam, waarde) in enumerate(regels):
            boek.tekst(blad, rij, 0, naam, bold=True)
            if isinstance(waarde, str):
                boek.tekst(blad, rij, 1, waarde)
            else:
                boek.getal(blad, rij, 1, waarde, "euro")
        blad.set_column(0, 0, 26)
        blad.set_column(1, 1, 60)
        for staat in staten(v):
            schrijf_tabel(boek, boek.blad(staat.titel), als_tabel(staat))
    return buffer.getvalue()


def als_tabel(staat: Staat) -> Tabel:
    return Tabel(
        staat.titel,
        staat.regel,
        tuple(Kolom(naam, soort) for naam, soort in staat.kolommen),
        tuple(Rij(rij.cellen, rij.soort, rij.noot) for rij in staat.rijen),
        staat.noten,
    )


def titel(v: Verantwoording) -> str:
    return f"Verantwoording {v.jaar}: {v.financier}"


def stand(v: Verantwoording) -> str:
    """On what day this holds, and which budget it is held against."""
    if v.versie is None:
        return f"Stand op {datum(v.per)}, zonder begroting"
    naam = f"begroting {v.jaar}" + (f", versie {v.versie}" if v.versie > 1 else "")
    if v.is_concept or v.vastgesteld_op is None:
        return f"Stand op {datum(v.per)}; {naam} was toen nog niet vastgesteld"
    return f"Stand op {datum(v.per)}; {naam}, vastgesteld op {datum(v.vastgesteld_op)}"


SOORTEN = {
    "pdf": ("application/pdf", als_pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", als_xlsx),
}
