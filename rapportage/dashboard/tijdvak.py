"""The part of a year that a dashboard shows: the fixed periods that may be asked for, and reading them from an address.

An address says it all (``?jaar=2026&deel=h1``), so that a saved one gives the same view. What cannot be read is
answered with the view that comes nearest and a sentence that says so; nothing is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.perioden import MAANDEN, Periode

# In the order in which they are offered, with their name.
DELEN = {
    "jaar": "hele jaar",
    "h1": "eerste halfjaar",
    "h2": "tweede halfjaar",
    "k1": "1e kwartaal",
    "k2": "2e kwartaal",
    "k3": "3e kwartaal",
    "k4": "4e kwartaal",
}
_MAANDDELEN = {f"m{nummer}": naam for nummer, naam in enumerate(MAANDEN, 1)}
EERSTE_JAAR, LAATSTE_JAAR = 2000, 2100


@dataclass(frozen=True)
class Tijdvak:
    """A year or a fixed part of it: 'jaar', 'h1', 'k3' or 'm11'."""

    jaar: int
    deel: str = "jaar"

    @property
    def periode(self) -> Periode:
        """All its days, those that are still to come too."""
        soort, nummer = self.deel[0], self.deel[1:]
        if self.deel == "jaar":
            return Periode.jaar(self.jaar)
        maak = {"h": Periode.halfjaar, "k": Periode.kwartaal, "m": Periode.maand}[soort]
        return maak(self.jaar, int(nummer))

    @property
    def naam(self) -> str:
        """'2026', 'eerste halfjaar 2026', 'maart 2026'."""
        naam = (DELEN | _MAANDDELEN)[self.deel]
        return str(self.jaar) if self.deel == "jaar" else f"{naam} {self.jaar}"

    def tot_en_met(self, vandaag: date) -> Periode:
        """The days up to and including today; ``ValueError`` when it has not begun yet."""
        heel = self.periode
        return Periode(heel.van, min(heel.tm, vandaag))


def lees_tijdvak(adres: Mapping[str, str], jaren: Sequence[int], vandaag: date) -> tuple[Tijdvak, tuple[str, ...]]:
    """What an address asks for, and what of it could not be given. ``jaren``: those to choose from, newest first."""
    bezwaren: list[str] = []
    jaar = _jaar(adres.get("jaar", ""), jaren, vandaag, bezwaren)
    deel = adres.get("deel", "") or "jaar"
    if deel not in DELEN and deel not in _MAANDDELEN:
        bezwaren.append("Het deel van het jaar in dit adres bestaat niet. U ziet nu het hele jaar.")
        deel = "jaar"
    tijdvak = Tijdvak(jaar, deel)
    if tijdvak.periode.van > vandaag:
        bezwaren.append(f"‘{tijdvak.naam.capitalize()}’ moet nog beginnen. U ziet nu het hele jaar.")
        tijdvak = Tijdvak(jaar)
    return tijdvak, tuple(bezwaren)


def _jaar(tekst: str, jaren: Sequence[int], vandaag: date, bezwaren: list[str]) -> int:
    if not tekst:
        return jaren[0]
    leesbaar = tekst.isascii() and tekst.isdigit() and len(tekst) == 4
    jaar = int(tekst) if leesbaar else 0
    if not EERSTE_JAAR <= jaar <= min(LAATSTE_JAAR, vandaag.year):
        wat = f"Over {jaar} zijn er nog geen cijfers" if jaar > vandaag.year else "Het jaar in dit adres bestaat niet"
        bezwaren.append(f"{wat}. U ziet nu {jaren[0]}.")
        return jaren[0]
    return jaar


def keuzes(jaar: int, vandaag: date) -> list[tuple[str, str]]:
    """The parts of this year that have begun, with their names."""
    return [(deel, naam) for deel, naam in DELEN.items() if Tijdvak(jaar, deel).periode.van <= vandaag]
