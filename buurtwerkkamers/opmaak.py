"""How figures, amounts, dates and periods are written: the only formatting there is, for screen, PDF and command line.

Dutch notation: a dot between thousands, a comma before decimals. Rounding is half up (0,5 becomes 1), as in the
published reports; Django's own number_format cuts off instead (70.98 becomes 70), so it is not used here.
Nothing to show (None or '') is written as an en dash.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

GEEN = "–"
MIN = "−"
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

Waarde = Decimal | int | float | str | None
_NEDERLANDS = str.maketrans(",.", ".,")


def als_decimal(waarde: Waarde) -> Decimal:
    """The value as Decimal; a float goes through its shortest text, so 0.1 stays 0.1."""
    return waarde if isinstance(waarde, Decimal) else Decimal(str(waarde))


def rond_af(waarde: Waarde, decimalen: int = 0) -> Decimal:
    """The value rounded half up (away from zero at exactly half), with exactly `decimalen` decimals."""
    return als_decimal(waarde).quantize(Decimal(1).scaleb(-decimalen), rounding=ROUND_HALF_UP)


def getal(waarde: Waarde, decimalen: int | None = None) -> str:
    """'12.345' or '7,5'. Without `decimalen`: at most two, and no zeros at the end."""
    if waarde is None or waarde == "":
        return GEEN
    if type(waarde) is int and not decimalen:  # most figures by far: a large page writes thousands of them
        tekst = f"{abs(waarde):,}".replace(",", ".")
        return f"{MIN}{tekst}" if waarde < 0 else tekst
    afgerond = rond_af(waarde, 2 if decimalen is None else decimalen)
    tekst = f"{abs(afgerond):,f}"
    if decimalen is None and "." in tekst:
        tekst = tekst.rstrip("0").rstrip(".")
    tekst = tekst.translate(_NEDERLANDS)
    return f"{MIN}{tekst}" if afgerond < 0 else tekst


def euro(waarde: Waarde, decimalen: int = 2) -> str:
    """'€ 12.345,67', or in whole euros '€ 12.346' with `decimalen=0`; negative as '€ −12,50'."""
    return GEEN if waarde is None or waarde == "" else f"€ {getal(waarde, decimalen)}"


def procent(waarde: Waarde, decimalen: int = 0) -> str:
    """'35%'. The value is the percentage itself (35, not 0.35)."""
    return GEEN if waarde is None or waarde == "" else f"{getal(waarde, decimalen)}%"


def aandeel(teller: Waarde, noemer: Waarde, decimalen: int = 0) -> str:
    """The share teller / noemer as a percentage; a dash when there is nothing to divide by."""
    if teller is None or noemer is None or als_decimal(noemer) == 0:
        return GEEN
    return procent(als_decimal(teller) * 100 / als_decimal(noemer), decimalen)


def _dag(waarde: date | datetime) -> date:
    """The calendar day in the Netherlands; a moment with a time zone is moved there first."""
    if isinstance(waarde, datetime):
        return timezone.localtime(waarde).date() if timezone.is_aware(waarde) else waarde.date()
    return waarde


def datum(waarde: date | datetime | None) -> str:
    """'14 maart 2020'."""
    if not waarde:
        return GEEN
    dag = _dag(waarde)
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def datum_kort(waarde: date | datetime | None) -> str:
    """'14-03-2020', for columns of dates."""
    return f"{_dag(waarde):%d-%m-%Y}" if waarde else GEEN


def tijdstip(waarde: datetime | None) -> str:
    """'14 maart 2020, 9:05 uur', in Dutch time."""
    if not waarde:
        return GEEN
    lokaal = timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde
    return f"{datum(lokaal)}, {lokaal.hour}:{lokaal:%M} uur"


def periode(van: Any, tm: date | None = None) -> str:
    """'1 januari t/m 14 maart 2020'; both days are part of it.

    Takes two dates, or one object with `van` and `tm` (a Periode, an Afspraak). What both days share is said once.
    An open side becomes 'vanaf …' or 't/m …'; a text goes through as it is.
    """
    if isinstance(van, str):
        return van
    if van is not None and not isinstance(van, date):
        van, tm = van.van, van.tm
    if not van or not tm:
        return f"vanaf {datum(van)}" if van else f"t/m {datum(tm)}" if tm else GEEN
    if van == tm:
        return datum(van)
    if van.year != tm.year:
        begin = datum(van)
    elif van.month != tm.month:
        begin = f"{van.day} {MAANDEN[van.month - 1]}"
    else:
        begin = str(van.day)
    return f"{begin} t/m {datum(tm)}"


def toon(waarde: Any, soort: str = "tekst") -> str:
    """The value written as a column's kind asks: tekst, getal, euro, euro_heel, procent, datum. Text stays as it is."""
    if waarde is None or waarde == "":
        return GEEN
    if isinstance(waarde, str):
        return waarde
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    schrijvers = {
        "getal": getal,
        "euro": euro,
        "euro_heel": lambda w: euro(w, 0),
        "procent": procent,
        "datum": datum_kort,
    }
    return schrijvers[soort](waarde) if soort in schrijvers else str(waarde)
