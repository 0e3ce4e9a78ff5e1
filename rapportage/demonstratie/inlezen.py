"""Files and rows through the product's own import, so that the demonstration takes the same way as any user."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Geweigerd

GEGEVENS = Path(__file__).parent / "gegevens"
Rijen = Iterable[Mapping[str, Any]]


def lees_bestand(naam: str) -> list[dict[str, str]]:
    """The rows of one of our own files."""
    with (GEGEVENS / naam).open(newline="", encoding="utf-8") as bestand:
        return list(csv.DictReader(bestand))


def lees_in(soort: str, rijen: Rijen, *, door: Gebruiker) -> None:
    """Import rows as if they came from a file. ``Geweigerd`` with the first fault."""
    rijen = list(rijen)
    with TemporaryDirectory() as map_:
        pad = Path(map_) / f"{soort}.csv"
        with pad.open("w", newline="", encoding="utf-8") as bestand:
            schrijver = csv.DictWriter(bestand, fieldnames=list(rijen[0]))
            schrijver.writeheader()
            schrijver.writerows(rijen)
        uitslag = importeer(soorten()[soort], pad, door=door)
    if uitslag.fouten:
        fout = uitslag.fouten[0]
        raise Geweigerd(f"{soort}, rij {fout.rij}, {fout.kolom}: {fout.fout}")
