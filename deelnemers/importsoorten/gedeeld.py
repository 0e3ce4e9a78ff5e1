"""What the kinds of import about people share: days that cannot be, people by their number, rows that exist already."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.utils import timezone

from buurtwerkkamers.importeren.lezen import Cel
from buurtwerkkamers.importeren.soort import KAMER, Blad, Kolom, Opzoeking, Rij
from buurtwerkkamers.importeren.waarden import CelFout, als_tekst, datum, kort
from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum_kort
from deelnemers.models import Deelnemer
from deelnemers.samengevoegd import wortels

T = TypeVar("T")

# Rows written at a time: all at once would keep every row in memory three times over.
DEEL = 20_000
_UREN = re.compile(r"^[0-9]{1,2}(?:[.,][0-9]{1,2})?$")


def in_delen(rijen: list[Rij]) -> Iterator[list[Rij]]:
    return (rijen[begin : begin + DEEL] for begin in range(0, len(rijen), DEEL))


# --- days -----------------------------------------------------------------------------------------------------


def controleer_dagen(blad: Blad, wat: str, kolom: str = "datum") -> None:
    """The same refusals as the database's, but for every row at once."""
    vandaag = timezone.localdate()
    for rij in blad.met("kamer", kolom):
        if rij[kolom] and (waarom := kan_niet(rij["kamer"], rij[kolom], vandaag)):
            blad.fout(rij, kolom, f"{wat} op {datum_kort(rij[kolom])} ligt {waarom}.")


def kan_niet(kamer: Kamer, dag: date, vandaag: date) -> str:
    if dag > vandaag:
        return "in de toekomst"
    if kamer.open_vanaf and dag < kamer.open_vanaf:
        return f"voor de opening van {kamer.naam} op {datum_kort(kamer.open_vanaf)}"
    if kamer.gesloten_op and dag > kamer.gesloten_op:
        return f"na de sluiting van {kamer.naam} op {datum_kort(kamer.gesloten_op)}"
    return ""


def weiger_toekomst(blad: Blad, kolom: str, wat: str) -> None:
    """For days on which something happened, whether the kamer was open or not."""
    vandaag = timezone.localdate()
    for rij in blad.met(kolom):
        if rij[kolom] and rij[kolom] > vandaag:
            blad.fout(rij, kolom, f"{wat} op {datum_kort(rij[kolom])} ligt in de toekomst.")


def weiger_eerder(blad: Blad, kolom: str, dan: str, tekst: str) -> None:
    """Name the rows in which the day in ``kolom`` lies before the one in ``dan``."""
    for rij in blad.met(kolom, dan):
        if rij[kolom] and rij[dan] and rij[kolom] < rij[dan]:
            blad.fout(rij, kolom, tekst)


# --- cells ----------------------------------------------------------------------------------------------------


def uren(cel: Cel) -> Decimal:
    """Hours of one day: 2, 2,5 or 2.25; more than 0 and at most 24."""
    tekst = als_tekst(cel)
    if not _UREN.match(tekst):
        raise CelFout(f"{kort(tekst)} is geen aantal uren. Schrijf 2 of 2,5.")
    waarde = Decimal(tekst.replace(",", ".")).quantize(Decimal("0.01"))
    if not 0 < waarde <= 24:
        raise CelFout("Vul meer dan 0 en hoogstens 24 uren in.")
    return waarde


# --- people ---------------------------------------------------------------------------------------------------


def deelnemers_van(nummers: set[str]) -> dict[str, int]:
    return dict(Deelnemer.objects.filter(nummer__in=nummers).values_list("nummer", "pk"))


def _opzoeking(wat: str) -> Opzoeking:
    return Opzoeking(wat, deelnemers_van, noem_nabije=False, leeg="Lees eerst de deelnemers in.")


DEELNEMER, VRIJWILLIGER, AANVRAGER = _opzoeking("Deelnemer"), _opzoeking("Vrijwilliger"), _opzoeking("Aanvrager")

KAMERKOLOM = Kolom("kamer", KAMER, verplicht=True, ook=("buurtwerkkamer", "buurtkamer", "locatie"))
DATUMKOLOM = Kolom("datum", datum, verplicht=True, ook=("dag", "op"))
DEELNEMERKOLOM = Kolom(
    "deelnemer", DEELNEMER, verplicht=True, ook=("deelnemernummer", "nummer deelnemer", "deelnemer nummer", "nr")
)


class Koppeling:
    """Finds for each row of the file the stored row that it is about.

    ``bestaand``: of each stored row its key without the person, the card of the person, and the row. Somebody can have
    two cards (``samengevoegd_met``): a row is looked for at the card that the file names, then at the other cards of
    that person; what is new goes to the card that holds.
    """

    def __init__(self, bestaand: Iterable[tuple[Hashable, int, Any]]) -> None:
        self._wortels = wortels()
        self._precies: dict[tuple[Hashable, int], Any] = {}
        self._via_wortel: dict[tuple[Hashable, int], Any] = {}
        for rest, kaart, rij in bestaand:
            self._precies[rest, kaart] = rij
            self._via_wortel.setdefault((rest, self.wortel(kaart)), rij)

    def wortel(self, kaart: int) -> int:
        return self._wortels.get(kaart, kaart)

    def vind(self, rest: Hashable, kaart: int) -> Any:
        """The stored row, or None."""
        gevonden = self._precies.get((rest, kaart))
        return self._via_wortel.get((rest, self.wortel(kaart))) if gevonden is None else gevonden

    def koppel(
        self, blad: Blad, sleutel: Callable[[Rij], Hashable], persoon: str, waarden: tuple[str, ...]
    ) -> list[tuple[Rij, Any]]:
        """Each row with its stored row or None. Two rows about one thing: the second is dropped, or a fault.

        They only meet here when the file names a person by two cards; ``waarden``: what may then not differ.
        """
        eerste: dict[Hashable, Rij] = {}
        gekoppeld = []
        for rij in blad.rijen:
            rest = sleutel(rij)
            bestaand = self.vind(rest, rij[persoon])
            ding = (rest, self.wortel(rij[persoon])) if bestaand is None else ("rij", id(bestaand))
            eerdere = eerste.setdefault(ding, rij)
            if eerdere is rij:
                gekoppeld.append((rij, bestaand))
                continue
            for kolom in waarden:
                if rij.get(kolom) != eerdere.get(kolom):
                    blad.fout(rij, kolom, f"Rij {eerdere.nummer} gaat over hetzelfde, maar zegt hier iets anders.")
        return gekoppeld


def neem_over(ding: Any, rij: Rij, velden: Iterable[str]) -> bool:
    """Put the columns that are there into a stored row; True when something differs."""
    anders = [veld for veld in velden if veld in rij.waarden and getattr(ding, veld) != rij[veld]]
    for veld in anders:
        setattr(ding, veld, rij[veld])
    return bool(anders)
