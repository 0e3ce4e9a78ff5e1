"""On which days the rooms are open, and how busy a day is over the year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from buurtwerkkamers.perioden import Periode

# The doors closed on Monday 16 March 2020 and opened again, for a few people at a time, in June.
SLUITING = Periode(date(2020, 3, 16), date(2020, 5, 31))


@cache
def pasen(jaar: int) -> date:
    """Easter Sunday (the anonymous Gregorian computation)."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * (c // 4) - c % 4 - h + m + 32) % 7
    maand = (h - m + r + 90) // 25
    return date(jaar, maand, (h - m + r + maand + 19) % 32)


@cache
def feestdagen(jaar: int) -> frozenset[date]:
    """Days on which every room is closed."""
    koningsdag = date(jaar, 4, 27)
    if koningsdag.weekday() == 6:
        koningsdag -= timedelta(days=1)
    paasdag = pasen(jaar)
    vast = {date(jaar, 1, 1), koningsdag, date(jaar, 12, 25), date(jaar, 12, 26)}
    beweeglijk = {paasdag + timedelta(days=dagen) for dagen in (1, 39, 50)}
    return frozenset(vast | beweeglijk | ({date(jaar, 5, 5)} if jaar % 5 == 0 else set()))


def is_open(dag: date) -> bool:
    """Monday to Friday, except on holidays and between Christmas and New Year."""
    kerstweek = (dag.month, dag.day) >= (12, 24) or (dag.month, dag.day) <= (1, 2)
    return dag.weekday() < 5 and not kerstweek and dag not in feestdagen(dag.year)


def open_dagen(periode: Periode) -> list[date]:
    return [dag for dag in (periode.van + timedelta(days=n) for n in range(periode.dagen)) if is_open(dag)]


def drukte(dag: date) -> float:
    """1 on an ordinary day; less in the school holidays of summer and in the dark weeks around New Year."""
    if Periode(date(dag.year, 7, 10), date(dag.year, 8, 25)).bevat(dag):
        return 0.5
    if dag.month == 12 and dag.day > 14 or dag.month == 1 and dag.day < 10:
        return 0.6
    return 1.0
