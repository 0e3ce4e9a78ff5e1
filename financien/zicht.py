"""Whose money a user sees: that of all kamers with the sums over them, or that of the own kamers only."""

from __future__ import annotations

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import ALLE, RECHTEN, kamers_met

RECHT = "geld.zien"


def ziet_alles(gebruiker: Gebruiker, recht: str = RECHT) -> bool:
    """Whether this right reaches all kamers, and with them what is of all kamers together."""
    return any(RECHTEN[recht].get(rol) is ALLE for rol in gebruiker.rollen)


def eigen_kamers(gebruiker: Gebruiker, recht: str = RECHT) -> list[Kamer] | None:
    """The kamers whose money this user sees; None when that is everything. One query at most."""
    return None if ziet_alles(gebruiker, recht) else list(kamers_met(gebruiker, recht))
