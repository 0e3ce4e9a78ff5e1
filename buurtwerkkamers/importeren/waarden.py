"""From a cell to a value: dates, amounts, numbers, choices and names that must exist, with a Dutch reason if not.

A reader gets a cell that is not empty: text, or a number or yes/no from a spreadsheet.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from buurtwerkkamers.importeren.lezen import Cel

Lezer = Callable[[Cel], Any]

_DATUM = re.compile(r"^(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})-([0-9]{1,2})-([0-9]{4}))$")
# Whole euros with or without dots between thousands, and at most two decimals after a comma.
_BEDRAG = re.compile(r"^([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,2}))?$")
# Control characters; PostgreSQL refuses the first and half a surrogate pair.
_GEEN_TEKST = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_EEN_DUIZENDSTE_CENT = Decimal("0.00001")


class CelFout(ValueError):
    """This cell cannot be what its column asks; the message is Dutch."""


def als_tekst(cel: Cel) -> str:
    """The cell as text: a number as it is written in Dutch, yes or no as ``ja`` or ``nee``."""
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, float):
        return f"{Decimal(repr(cel)):f}".replace(".", ",")
    tekst = str(cel)
    if _GEEN_TEKST.search(tekst):
        raise CelFout("Hier staat een teken dat geen tekst is.")
    return tekst


def kort(tekst: str) -> str:
    """The text between quotes in a message, never longer than a line."""
    return f"‘{tekst if len(tekst) <= 60 else tekst[:57] + '…'}’"


def datum(cel: Cel) -> date:
    """A day, written as 2020-03-14 or 14-3-2020."""
    tekst = als_tekst(cel)
    vorm = _DATUM.match(tekst)
    if vorm:
        j1, m1, d1, d2, m2, j2 = vorm.groups()
        try:
            dag = date(int(j1 or j2), int(m1 or m2), int(d1 or d2))
        except ValueError as fout:
            raise CelFout(f"{kort(tekst)} bestaat niet als datum.") from fout
        if not 1900 <= dag.year <= 2100:
            raise CelFout(f"Het jaar {dag.year} moet tussen 1900 en 2100 liggen.")
        return dag
    raise CelFout(f"{kort(tekst)} is geen datum. Schrijf 2020-03-14 of 14-3-2020.")


def bedrag(cel: Cel) -> Decimal:
    """Euros: 12345, 12345,67 or € 12.345,67, also negative; never a guess at another way of writing."""
    if isinstance(cel, (int, float)) and not isinstance(cel, bool):
        if not math.isfinite(cel):
            raise CelFout("Dit is geen bedrag.")
        waarde = Decimal(repr(cel))
        afgerond = waarde.quantize(Decimal("0.01")) if abs(waarde) < 10**12 else waarde
        if abs(waarde - afgerond) > _EEN_DUIZENDSTE_CENT:
            raise CelFout(f"{kort(als_tekst(cel))} heeft meer dan twee cijfers achter de komma.")
    else:
        afgerond = _bedrag_uit_tekst(als_tekst(cel))
    if abs(afgerond) >= 10**10:
        raise CelFout("Dit bedrag is te groot.")
    return afgerond


def _bedrag_uit_tekst(tekst: str) -> Decimal:
    kaal = tekst.replace("€", "").replace("−", "-").replace(" ", "")
    min_teken, kaal = kaal.startswith("-"), kaal.removeprefix("-")
    vorm = _BEDRAG.match(kaal)
    if not vorm or tekst.count("€") > 1:
        raise CelFout(f"{kort(tekst)} is geen bedrag. Schrijf 12345 of 12345,67 of € 12.345,67.")
    waarde = Decimal(vorm[1].replace(".", "") + "." + (vorm[2] or "0"))
    return (-waarde if min_teken else waarde).quantize(Decimal("0.01"))


def geheel(kleinste: int, grootste: int) -> Lezer:
    """A whole number between two bounds, both included; dots between thousands are fine."""

    def lees(cel: Cel) -> int:
        tekst = als_tekst(cel)
        if not re.match(r"^-?([0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3})$", tekst):
            raise CelFout(f"{kort(tekst)} is geen heel getal.")
        getal = int(tekst.replace(".", ""))
        if not kleinste <= getal <= grootste:
            raise CelFout(f"{getal} moet tussen {kleinste} en {grootste} liggen.")
        return getal

    return lees


def tekst_voor(model: type[models.Model], veld: str) -> Lezer:
    """Text that fits this field: not too long, and as its validators ask."""
    modelveld = model._meta.get_field(veld)
    grens = modelveld.max_length  # type: ignore[union-attr]

    def lees(cel: Cel) -> str:
        tekst = als_tekst(cel)
        if grens and len(tekst) > grens:
            raise CelFout(f"Deze tekst is langer dan {grens} tekens.")
        try:
            modelveld.run_validators(tekst)  # type: ignore[union-attr]
        except ValidationError as fout:
            raise CelFout(" ".join(fout.messages)) from fout
        return tekst

    return lees


def keuze(toegestaan: Iterable[str]) -> Lezer:
    """One of these words, in capitals or not."""
    woorden = {woord.casefold(): woord for woord in toegestaan}

    def lees(cel: Cel) -> str:
        tekst = als_tekst(cel)
        if tekst.casefold() not in woorden:
            raise CelFout(f"{kort(tekst)} kan hier niet. Kies uit: {', '.join(woorden.values())}.")
        return woorden[tekst.casefold()]

    return lees


def ja_nee(cel: Cel) -> bool:
    return keuze(["ja", "nee"])(cel) == "ja"


def nabije(naam: str, bestaande: Iterable[str], hoeveel: int = 3) -> list[str]:
    """The existing names that look most like this one, best first."""
    per_vorm: dict[str, str] = {}
    for bestaand in bestaande:
        per_vorm.setdefault(bestaand.casefold(), bestaand)
    return [per_vorm[v] for v in difflib.get_close_matches(naam.casefold(), list(per_vorm), hoeveel, cutoff=0.0)]


def bestaat_niet(wat: str, naam: str, bestaande: Iterable[str], leeg: str = "") -> CelFout:
    """The message for a name that does not exist, with the nearest ones that do."""
    lijkt = nabije(naam, bestaande)
    hulp = f"Lijkt op: {', '.join(lijkt)}." if lijkt else leeg
    return CelFout(f"{wat} {kort(naam)} bestaat niet. {hulp}".strip())
