"""The address of the list that a figure was counted from. Who may not open it never gets it (see ``afscherming``)."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

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
    vragen = {"kamer": kamer.slug if kamer else "", "van": periode.van.isoformat(), "tm": periode.tm.isoformat()}
    gevuld = {naam: waarde for naam, waarde in (vragen | meer).items() if waarde not in ("", None, [])}
    return f"/dashboard/bewijs/{soort}/?{urlencode(gevuld, doseq=True)}"
