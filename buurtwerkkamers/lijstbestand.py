"""A list page as a spreadsheet: every row that the filter shows, in the order of the page, each cell of its own kind.

Rows are read in blocks and written at once, so a long list takes little memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from html import unescape
from typing import IO, Any

import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.forms import Field, Form, ModelChoiceField
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

from buurtwerkkamers import opmaak
from buurtwerkkamers.werkboek import Werkboek

MEESTE_RIJEN = 100_000
BLOK = 1_000
SMALST, BREEDST = 10, 60  # of a column, in letters
_NIETS = (None, opmaak.GEEN, "—")  # what a page shows for nothing; django-tables2 has a dash of its own
_GETAL = re.compile(r"(?:€ )?(−?)(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d+))?%?")

Lezer = Callable[[Any], Any]


@dataclass(frozen=True)
class Toelichting:
    """What the second sheet says about the first."""

    titel: str
    keuzes: tuple[tuple[str, str], ...]  # label and value of every filter that was on
    door: str
    op: str
    reden: str = ""


def schrijf_bestand(bestand: IO[bytes], tabel: tables.Table, toelichting: Toelichting) -> int:
    """Write the file and return the number of rows."""
    with Werkboek(bestand, titel=toelichting.titel, zuinig=True) as boek:
        blad = boek.blad(toelichting.titel)
        kolommen = list(tabel.columns)
        lezers = [(lezer(tabel, kolom), getattr(kolom.column, "soort", "")) for kolom in kolommen]
        koppen = [str(kolom.header) for kolom in kolommen]
        boek.koppen(blad, koppen)
        breedtes = [len(kop) + 3 for kop in koppen]
        aantal = 0
        for aantal, record in enumerate(records(tabel), start=1):
            for plaats, (lees, soort) in enumerate(lezers):
                waarde = lees(record)
                boek.waarde(blad, aantal, plaats, waarde, soort)
                if isinstance(waarde, str):
                    breedtes[plaats] = max(breedtes[plaats], len(waarde) + 1)
        for plaats, breedte in enumerate(breedtes):
            blad.set_column(plaats, plaats, min(max(breedte, SMALST), BREEDST))
        blad.freeze_panes(1, 1)
        blad.autofilter(0, 0, max(aantal, 1), len(kolommen) - 1)
        _schrijf_toelichting(boek, toelichting, aantal)
    return aantal


def _schrijf_toelichting(boek: Werkboek, toelichting: Toelichting, aantal: int) -> None:
    regels = [
        ("Lijst", toelichting.titel),
        *(toelichting.keuzes or (("Keuze", "geen"),)),
        ("Aantal regels", aantal),
        ("Gemaakt door", toelichting.door),
        ("Gemaakt op", toelichting.op),
    ]
    if toelichting.reden:
        regels += [
            ("Reden", toelichting.reden),
            ("Let op", "In dit bestand staan namen. Gooi het weg zodra u het niet meer nodig hebt."),
        ]
    blad = boek.blad("Toelichting")
    for rij, (naam, waarde) in enumerate(regels):
        boek.tekst(blad, rij, 0, naam, bold=True)
        boek.waarde(blad, rij, 1, waarde, "getal")
    blad.set_column(0, 0, 24)
    blad.set_column(1, 1, BREEDST)


def records(tabel: tables.Table) -> Iterator[Any]:
    """All rows of the table in its order, of all pages."""
    gegevens = tabel.data.data
    yield from gegevens.iterator(chunk_size=BLOK) if isinstance(gegevens, QuerySet) else gegevens


def lezer(tabel: tables.Table, kolom: BoundColumn) -> Lezer:
    """How the cell of this column is read: as a number, a day or a moment where it is one, else as it is shown.

    A table says with ``value_<column>`` what goes into the file when ``render_<column>`` does not start from it.
    """
    getoond = _getoond(tabel, kolom.name)
    if hasattr(tabel, f"value_{kolom.name}"):
        return getoond
    eigen_weergave = hasattr(tabel, f"render_{kolom.name}")
    is_getal = bool(getattr(kolom.column, "soort", ""))
    gewoon = type(kolom.column).render is tables.Column.render and not _heeft_keuzes(tabel, kolom)
    leeg = "" if kolom.default in _NIETS else kolom.default

    def lees(record: Any) -> Any:
        ruw = kolom.accessor.resolve(record, quiet=True)
        if ruw in kolom.column.empty_values:
            return leeg
        if isinstance(ruw, date | time):
            return ruw
        if eigen_weergave:
            return _terug(getoond(record)) if is_getal else getoond(record)
        als_getal = is_getal and not isinstance(ruw, str)
        return ruw if als_getal or (gewoon and isinstance(ruw, str | int | float | Decimal)) else getoond(record)

    return lees


def _heeft_keuzes(tabel: tables.Table, kolom: BoundColumn) -> bool:
    """Whether the page shows the label of a choice instead of what is stored."""
    try:
        veld = kolom.accessor.get_field(tabel.data.model)
    except (AttributeError, FieldDoesNotExist):
        return False
    return bool(getattr(veld, "choices", None))


def _getoond(tabel: tables.Table, naam: str) -> Lezer:
    """What the page shows in this column, without links and marks."""

    def lees(record: Any) -> Any:
        waarde = BoundRow(record, tabel).get_cell_value(naam)
        if isinstance(waarde, SafeString):
            return " ".join(unescape(strip_tags(waarde)).split())
        return "" if waarde in _NIETS else waarde

    return lees


def _terug(getoond: Any) -> Any:
    """The number of a text that ``opmaak`` wrote; any other text stays as it is."""
    gevonden = _GETAL.fullmatch(getoond) if isinstance(getoond, str) else None
    if not gevonden:
        return getoond
    teken, heel, decimalen = gevonden.groups()
    getal = Decimal(f"{heel.replace('.', '')}.{decimalen or 0}")
    return -getal if teken else getal


def keuzes_in_woorden(form: Form) -> tuple[tuple[str, str], ...]:
    """Label and value of every filter that is on, as the page shows them."""
    return tuple(
        (str(veld.label or naam), tekst)
        for naam, veld in form.fields.items()
        if (tekst := _in_woorden(veld, form.cleaned_data.get(naam)))
    )


def _in_woorden(veld: Field, waarde: Any) -> str:
    if waarde in (None, "", False) or (isinstance(waarde, list | QuerySet) and not waarde):
        return ""
    if isinstance(waarde, slice):
        return " t/m ".join(opmaak.toon(kant, "datum") for kant in (waarde.start, waarde.stop))
    if isinstance(waarde, list | tuple | QuerySet):
        return ", ".join(_in_woorden(veld, deel) for deel in waarde)
    if isinstance(waarde, bool):
        return "ja"
    if isinstance(waarde, date):
        return opmaak.datum_kort(waarde)
    if isinstance(veld, ModelChoiceField) and isinstance(waarde, Model):
        return veld.label_from_instance(waarde)
    labels = {str(sleutel): str(label) for sleutel, label in getattr(veld, "choices", ())}
    return labels.get(str(waarde), str(waarde))
