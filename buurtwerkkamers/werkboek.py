"""Writing a spreadsheet safely: numbers as numbers, dates as dates, and texts that can never become a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

# A text that starts with one of these is read as a formula by some programs; the quote prefix keeps it a text.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# Signs that XML does not know, and halves of signs: with one of them the whole file would not open.
_ONLEESBAAR = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LANGSTE_TEKST = 32_767  # of one cell
LANGSTE_GETAL = 10**15  # beyond this a spreadsheet changes the last digits
EERSTE_JAAR = 1900  # a spreadsheet knows no earlier day
NOTATIE = {
    "euro": '"€" #,##0.00;"€" -#,##0.00',
    "euro_heel": '"€" #,##0;"€" -#,##0',
    "procent": '0"%"',
    "getal": "#,##0.##",
    "aantal": "#,##0",
    "datum": "dd-mm-yyyy",
    "tijdstip": "dd-mm-yyyy hh:mm",
    "tijd": "hh:mm",
}
# What is the same must give the same bytes, so nothing in the file itself comes from the clock.
_GEMAAKT = datetime(2000, 1, 1, tzinfo=UTC)


def leesbaar(tekst: str) -> str:
    """The text as far as a spreadsheet can hold it; all else stays as it is."""
    schoon = _ONLEESBAAR.sub("", tekst)
    return schoon if len(schoon) <= LANGSTE_TEKST else f"{schoon[: LANGSTE_TEKST - 1]}…"


class Werkboek:
    """One workbook. ``zuinig`` writes every row away at once: for long lists, whose rows come in order.

    Use as a context manager, or call ``sluit``; then the file is complete.
    """

    def __init__(self, bestand: IO[bytes], *, titel: str, onderwerp: str = "", zuinig: bool = False) -> None:
        hoe = {"constant_memory": True} if zuinig else {"in_memory": True}
        self.boek = xlsxwriter.Workbook(
            bestand,
            {**hoe, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False},
        )
        self.boek.set_properties({"title": leesbaar(titel), "subject": leesbaar(onderwerp), "created": _GEMAAKT})
        self._opmaak: dict[tuple, Any] = {}
        self._namen: set[str] = set()

    def __enter__(self) -> Werkboek:
        return self

    def __exit__(self, soort: Any, fout: Any, spoor: Any) -> None:
        self.sluit()

    def sluit(self) -> None:
        self.boek.close()

    def blad(self, titel: str) -> Worksheet:
        """A sheet with a name that a spreadsheet accepts: short, without its forbidden signs, and unique."""
        schoon = re.sub(r"[\[\]:*?/\\']", " ", " ".join(leesbaar(titel).split()))[:28].strip() or "Blad"
        kandidaten = (schoon if i == 1 else f"{schoon} {i}" for i in range(1, 1000))
        naam = next(k for k in kandidaten if k.lower() not in self._namen)
        self._namen.add(naam.lower())
        return self.boek.add_worksheet(naam)

    def stijl(self, **opmaak: Any) -> Any:
        sleutel = tuple(sorted(opmaak.items()))
        if sleutel not in self._opmaak:
            self._opmaak[sleutel] = self.boek.add_format({"font_name": "Source Sans 3", "valign": "top", **opmaak})
        return self._opmaak[sleutel]

    def tekst(self, blad: Worksheet, rij: int, kolom: int, tekst: str, **opmaak: Any) -> None:
        """Always a text cell; with a quote prefix when it looks like a formula. The text itself stays as it is."""
        tekst = leesbaar(tekst)
        if tekst.startswith(FORMULETEKENS):
            opmaak["quote_prefix"] = True
        blad.write_string(rij, kolom, tekst, self.stijl(**opmaak))

    def getal(self, blad: Worksheet, rij: int, kolom: int, getal: float | Decimal, soort: str, **opmaak: Any) -> None:
        stijl = self.stijl(num_format=NOTATIE.get(soort, "General"), **opmaak)
        blad.write_number(rij, kolom, float(getal), stijl)

    def waarde(self, blad: Worksheet, rij: int, kolom: int, waarde: Any, soort: str = "") -> None:
        """The value in a cell of its own kind; ``soort`` says how a number is written. Nothing for None and ''."""
        if waarde is None or waarde == "":
            return
        if isinstance(waarde, bool):
            self.tekst(blad, rij, kolom, "ja" if waarde else "nee")
        elif isinstance(waarde, int | float | Decimal) and _is_gewoon(waarde):
            heel = soort == "getal" and waarde == int(waarde)
            self.getal(blad, rij, kolom, waarde, "aantal" if heel else soort)
        elif isinstance(waarde, date | time) and getattr(waarde, "year", EERSTE_JAAR) >= EERSTE_JAAR:
            self._moment(blad, rij, kolom, waarde)
        else:
            self.tekst(blad, rij, kolom, str(waarde))

    def _moment(self, blad: Worksheet, rij: int, kolom: int, moment: date | time) -> None:
        """A day, a time, or both, as the clock says it here."""
        soort = "tijdstip" if isinstance(moment, datetime) else "datum" if isinstance(moment, date) else "tijd"
        if isinstance(moment, datetime) and timezone.is_aware(moment):
            moment = timezone.make_naive(moment)
        elif isinstance(moment, time):
            moment = moment.replace(tzinfo=None)
        blad.write_datetime(rij, kolom, moment, self.stijl(num_format=NOTATIE[soort], align="left"))

    def koppen(self, blad: Worksheet, koppen: Iterable[str], rij: int = 0) -> None:
        for kolom, kop in enumerate(koppen):
            self.tekst(blad, rij, kolom, kop, bold=True, bottom=1, text_wrap=True)


def _is_gewoon(getal: float | Decimal) -> bool:
    """Whether a spreadsheet can hold this number as it is: not NaN, infinite, or with too many digits."""
    if isinstance(getal, Decimal) and not getal.is_finite():
        return False
    return -LANGSTE_GETAL < getal < LANGSTE_GETAL
