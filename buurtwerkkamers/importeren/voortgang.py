"""How far an import is: which step, how many rows of how many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

LEZEN, CONTROLEREN, BEWAREN = "gelezen", "gecontroleerd", "opgeslagen"
# Step, rows done, rows in all (0 when that is not yet known).
Voortgang = Callable[[str, int, int], None]

_SCHRIJFT = re.compile(r'(?:INSERT INTO|UPDATE) "(\w+)"')


def vertel_niets(stap: str, gedaan: int, totaal: int) -> None:
    """For who does not want to know."""


class Rijteller:
    """Counts rows as they go into the database, whatever is imported: the largest table tells how far it is.

    An execute wrapper of Django. A person fills two tables and enrols too, so never more than the rows of the file.
    """

    def __init__(self, voortgang: Voortgang, totaal: int) -> None:
        self._voortgang, self._totaal = voortgang, totaal
        self._per_tabel: Counter[str] = Counter()

    def __call__(self, voer_uit: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        uitkomst = voer_uit(sql, params, many, context)
        if gevonden := _SCHRIJFT.search(str(sql)[:2000]):
            self._per_tabel[gevonden[1]] += max(context["cursor"].rowcount, 0)
            self._voortgang(BEWAREN, min(max(self._per_tabel.values()), self._totaal), self._totaal)
        return uitkomst
