"""READ: the steps of a contribution, and what they make certain. One home for ``boekstand`` and ``bijdragestand``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from financien.models import Bijdragestap

ZEKERREGEL = (
    "Zeker is het bedrag van het laatste besluit; noemt dat geen bedrag, dan het begrote bedrag, en zonder begroting "
    "wat is gefactureerd. Gevraagd of toegezegd geld is nog niet zeker, en van een afgewezen bijdrage is niets zeker."
)
NIETS = Decimal("0.00")
Stand = Bijdragestap.Stand


@dataclass(frozen=True)
class Stap:
    """One step of a contribution; ``bedrag`` None: it names none."""

    stap_id: int
    stand: str
    naam: str
    datum: date
    bedrag: Decimal | None = None
    kenmerk: str = ""
    toelichting: str = ""


def stappen_van(jaar: int, per: date) -> dict[int, tuple[Stap, ...]]:
    """The steps up to this day of each contribution of this year that has any, the first first. One query."""
    stappen: dict[int, list[Stap]] = {}
    for rij in Bijdragestap.objects.filter(bijdrage__jaar=jaar, datum__lte=per).order_by("datum", "pk"):
        stap = Stap(rij.pk, rij.stand, rij.get_stand_display(), rij.datum, rij.bedrag, rij.kenmerk, rij.toelichting)
        stappen.setdefault(rij.bijdrage_id, []).append(stap)
    return {bijdrage: tuple(rijen) for bijdrage, rijen in stappen.items()}


def laatste_stand(stappen: Sequence[Stap]) -> str:
    """Where it stands (``Bijdragestap.Stand``); '' before the first step."""
    return stappen[-1].stand if stappen else ""


def ronde(stappen: Sequence[Stap]) -> Sequence[Stap]:
    """The steps since it was last rejected: who asks again begins again."""
    begin = 0
    for plek, stap in enumerate(stappen):
        if stap.stand == Stand.AFGEWEZEN:
            begin = plek + 1
    return stappen[begin:]


def gefactureerd(stappen: Sequence[Stap]) -> Decimal:
    return sum((stap.bedrag or NIETS for stap in ronde(stappen) if stap.stand == Stand.GEFACTUREERD), NIETS)


def zeker(stappen: Sequence[Stap], begroot: Decimal | None) -> Decimal | None:
    """``ZEKERREGEL``; None as long as it is not decided."""
    if laatste_stand(stappen) not in Bijdragestap.ZEKER:
        return None
    besluit = next((stap for stap in reversed(ronde(stappen)) if stap.stand == Stand.BESLOTEN), None)
    if besluit is not None and besluit.bedrag is not None:
        return besluit.bedrag
    return gefactureerd(stappen) if begroot is None else begroot
