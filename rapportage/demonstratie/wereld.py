"""Everything that the demonstration registers about people, as plain rows, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rapportage.demonstratie.aanbod import Aanbod
from rapportage.demonstratie.mensen import Bevolking, Mens


@dataclass(frozen=True)
class Karwei:
    """A job of a kamer for a resident; ``gedaan_op`` None: still to be done."""

    kamer: str
    nummer: str
    aanvrager: Mens
    gevraagd_op: date
    gedaan_op: date | None
    uitvoerder: Mens | None
    soort: str
    omschrijving: str


@dataclass(frozen=True)
class Taak:
    """A role of somebody at a kamer, with its dates."""

    kamer: str
    mens: Mens
    soort: str
    van: date
    tot: date | None = None


@dataclass(frozen=True)
class Uren:
    kamer: str
    mens: Mens
    groep: str
    datum: date
    uren: Decimal


@dataclass
class Wereld:
    """All rows. ``bezoeken`` are attendances and ``tellingen`` head counts, per activity and day."""

    bevolking: Bevolking
    bezoeken: dict[tuple[Aanbod, date, Mens], None] = field(default_factory=dict)
    tellingen: dict[tuple[Aanbod, date], int] = field(default_factory=dict)
    karweien: list[Karwei] = field(default_factory=list)
    taken: list[Taak] = field(default_factory=list)
    uren: list[Uren] = field(default_factory=list)

    def bezoek(self, aanbod: Aanbod, dag: date, mensen: Iterable[Mens]) -> None:
        for mens in mensen:
            self.bezoeken[aanbod, dag, mens] = None

    def eerste_dagen(self) -> dict[Mens, date]:
        """The day on which each person first did anything at all; those who never did are not in it."""
        eerste: dict[Mens, date] = {}
        dagen = [
            *((mens, dag) for _, dag, mens in self.bezoeken),
            *((k.aanvrager, k.gevraagd_op) for k in self.karweien),
            *((taak.mens, taak.van) for taak in self.taken),
            *((u.mens, u.datum) for u in self.uren),
        ]
        for mens, dag in dagen:
            eerste[mens] = min(dag, eerste.get(mens, dag))
        return eerste
