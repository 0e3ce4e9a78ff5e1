"""A kind of import: its columns, its key, and what is done with the rows. Apps register theirs in ``importsoorten``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import autodiscover_modules

from buurtwerkkamers.importeren.lezen import Cel, kolomnaam
from buurtwerkkamers.importeren.waarden import CelFout, Lezer, als_tekst, bestaat_niet
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import Uitkomst

MEESTE_FOUTEN = 1000


@dataclass(frozen=True)
class Fout:
    """One wrong cell. ``rij`` as a person sees it in the file (0: the file as a whole), ``kolom`` may be empty."""

    rij: int
    kolom: str
    fout: str


class Gestopt(Exception):
    """There are faults: nothing may be written."""


@dataclass(frozen=True)
class Opzoeking:
    """Cells that name something that exists: ``haal`` gets the texts of the whole column and gives the objects.

    ``noem_nabije`` off: the names are not for a fault report (the numbers of people).
    """

    wat: str
    haal: Callable[[set[str]], dict[str, Any]]
    noem_nabije: bool = True
    leeg: str = ""

    def lezer(self, teksten: set[str]) -> Lezer:
        bestaand = self.haal(teksten)
        onbekend: dict[str, CelFout] = {}

        def lees(cel: Cel) -> Any:
            naam = als_tekst(cel)
            if naam in bestaand:
                return bestaand[naam]
            if naam not in onbekend:
                onbekend[naam] = bestaat_niet(self.wat, naam, bestaand if self.noem_nabije else (), self.leeg)
            raise onbekend[naam]

        return lees


@dataclass(frozen=True)
class Kolom:
    """A column. ``verplicht``: must be there, and no cell may be empty. ``leeg``: what an empty cell means.

    ``ook``: what people call it in their own files; the page proposes such a column, the command line does not.
    """

    naam: str
    lees: Lezer | Opzoeking
    verplicht: bool = False
    leeg: Any = None
    ook: tuple[str, ...] = ()

    @property
    def titel(self) -> str:
        return self.naam.replace("_", " ").capitalize()


@dataclass(slots=True)
class Rij:
    """One row of values by column; a column that is absent or wrong is not in ``waarden``."""

    nummer: int
    waarden: dict[str, Any] = field(default_factory=dict)
    fout: bool = False

    def __getitem__(self, kolom: str) -> Any:
        return self.waarden[kolom]

    def get(self, kolom: str, anders: Any = None) -> Any:
        return self.waarden.get(kolom, anders)


@dataclass
class Blad:
    """The rows of a file, and the faults found so far."""

    rijen: list[Rij]
    kolommen: set[str]
    fouten: list[Fout] = field(default_factory=list)

    def fout(self, rij: Rij, kolom: str, tekst: object) -> None:
        """Name a wrong cell; after a thousand it is enough."""
        rij.fout = True
        self.fouten.append(Fout(rij.nummer, kolom, str(tekst)))
        if len(self.fouten) >= MEESTE_FOUTEN:
            raise Gestopt

    def met(self, *kolommen: str) -> Iterator[Rij]:
        """Rows in which all of these columns could be read: for checks that need more than one cell."""
        return (rij for rij in self.rijen if all(kolom in rij.waarden for kolom in kolommen))

    def stop_bij_fouten(self) -> None:
        """Between checking and writing."""
        if self.fouten:
            raise Gestopt


@dataclass(frozen=True)
class Soort:
    """What can be imported. ``verwerk`` checks what needs more than one cell, then writes through named functions.

    ``sleutel``: the columns by which a row is recognised as the same one.
    """

    naam: str
    titel: str
    kolommen: tuple[Kolom, ...]
    sleutel: tuple[str, ...]
    verwerk: Callable[[Blad, Gebruiker], Uitkomst]

    @property
    def verplicht(self) -> list[str]:
        return [kolom.naam for kolom in self.kolommen if kolom.verplicht]

    @property
    def herkenbaar(self) -> set[str]:
        """Every header that says something here, by which the page finds the row with the headers."""
        return {kolomnaam(naam) for kolom in self.kolommen for naam in (kolom.naam, *kolom.ook)}

    @property
    def vrij(self) -> list[str]:
        return [kolom.naam for kolom in self.kolommen if not kolom.verplicht]


_soorten: dict[str, Soort] = {}


def registreer(soort: Soort) -> None:
    _soorten[soort.naam] = soort


def soorten() -> dict[str, Soort]:
    """All kinds by name, in the order in which an empty installation is filled."""
    autodiscover_modules("importsoorten")
    return dict(_soorten)


def kamers_op_naam(teksten: set[str]) -> dict[str, Kamer]:
    """All kamers: few enough, and the nearest names are wanted too."""
    return {kamer.naam: kamer for kamer in Kamer.objects.all()}


KAMER = Opzoeking("Kamer", kamers_op_naam, leeg="Er zijn nog geen kamers: lees eerst de kamers in.")
