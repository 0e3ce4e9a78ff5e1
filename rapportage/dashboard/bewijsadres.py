"""The address of the list that a figure was counted from. Who may not open it never gets it (see ``afscherming``)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal
from urllib.parse import quote_plus, urlencode

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode

Bewijssoort = Literal[
    "mensen", "nieuw", "deelnames", "klussen", "rollen", "uren", "groepen", "verwijzingen", "partners", "uitkomsten",
    "geld", "enquete", "oordeel",
]  # fmt: skip


def bewijsadres(soort: Bewijssoort, kamer: Kamer | None, periode: Periode, /, **meer: object) -> str:
    """Without kamer: of all kamers of the reader. ``meer`` narrows it (a categorie, a role, a list of organisations).

    Empty values fall away.
    """
    smaller = tuple(
        (naam, str(een))
        for naam, waarde in meer.items()
        if waarde not in ("", None, [])
        for een in (waarde if isinstance(waarde, list) else [waarde])
    )
    van_kamer = f"kamer={quote_plus(kamer.slug)}&" if kamer else ""
    return f"/dashboard/bewijs/{soort}/?{van_kamer}{_zonder_kamer(periode, smaller)}"


@lru_cache(maxsize=256)  # the same for every kamer
def _zonder_kamer(periode: Periode, smaller: tuple[tuple[str, str], ...]) -> str:
    return urlencode([("van", periode.van.isoformat()), ("tm", periode.tm.isoformat()), *smaller])
