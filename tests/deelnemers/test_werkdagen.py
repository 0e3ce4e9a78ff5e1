"""Working days, against the calendar on the wall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deelnemers.werkdagen import werkdagen_tussen

# Days off in 2020 (a lustrum year) and 2021 that are not in a weekend.
VRIJ = {
    date(2020, 1, 1), date(2020, 4, 13), date(2020, 4, 27), date(2020, 5, 5), date(2020, 5, 21), date(2020, 6, 1),
    date(2020, 12, 25), date(2021, 1, 1), date(2021, 4, 5), date(2021, 4, 27), date(2021, 5, 13), date(2021, 5, 24),
}  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "eind", "werkdagen"),
    [
        ("2020-04-09", "2020-04-10", 1),  # Good Friday
        ("2020-04-10", "2020-04-13", 0),  # Easter
        ("2020-05-04", "2020-05-05", 0),  # lustrum
        ("2021-05-04", "2021-05-05", 1),
        ("2025-04-25", "2025-04-28", 1),  # King's Day a day early, on a Saturday
        ("2020-01-06", "2020-01-06", 0),
        ("2020-01-06", "2020-01-05", 0),
        ("2020-01-03", "2020-01-06", 1),  # Friday to Monday
        ("2019-12-24", "2020-01-02", 4),
        ("2020-01-04", "2020-01-05", 0),
    ],
)
def test_werkdagen(begin, eind, werkdagen):
    assert werkdagen_tussen(date.fromisoformat(begin), date.fromisoformat(eind)) == werkdagen


DAG = st.dates(date(2020, 1, 1), date(2021, 12, 24))


@given(DAG, DAG)
def test_werkdagen_een_voor_een_geteld(begin, eind):
    dagen = [begin + timedelta(days=nr) for nr in range(1, max((eind - begin).days, 0) + 1)]
    assert werkdagen_tussen(begin, eind) == sum(dag.isoweekday() <= 5 and dag not in VRIJ for dag in dagen)
