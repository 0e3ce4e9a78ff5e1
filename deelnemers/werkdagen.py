"""READ: working days. Weekends and Dutch public holidays are none.

Good Friday is a working day, and 5 May is free in lustrum years only (2020, 2025).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache

import holidays

ZATERDAG = 5
# Named a holiday by the library, but most people in the Netherlands work that day.
GEWONE_DAGEN = frozenset({"Good Friday"})


def werkdagen_tussen(begin: date, eind: date) -> int:
    """Working days from the day after ``begin`` up to and including ``eind``; 0 when that is not later."""
    if eind <= begin:
        return 0
    return sum(
        bisect_right(dagen, eind) - bisect_right(dagen, begin)
        for dagen in (_werkdagen_van(jaar) for jaar in range(begin.year, eind.year + 1))
    )


@cache
def _werkdagen_van(jaar: int) -> tuple[date, ...]:
    vrij = holidays.country_holidays("NL", years=jaar, language="en_US")
    feestdagen = {dag for dag, naam in vrij.items() if naam not in GEWONE_DAGEN}
    dagen = (date(jaar, 1, 1) + timedelta(days=nr) for nr in range(366))
    return tuple(dag for dag in dagen if dag.year == jaar and dag.weekday() < ZATERDAG and dag not in feestdagen)
