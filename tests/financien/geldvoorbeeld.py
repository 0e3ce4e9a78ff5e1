"""The published sources in the form of `importeer bedragen`, loaded through the product's own write functions."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from buurtwerkkamers.models import Gebruiker, Kamer
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron

GEGEVENS = Path(__file__).parent / "gegevens"
AFSPRAAK, EVALUATIE, BOD = "Samenwerkingsafspraak 2020", "Tussenevaluatie 2020", "Bod 2017–2018"
BESTANDEN = ("afspraak-2020.csv", "evaluatie-2020.csv", "bod-2017-2018.csv")
TOP, HART, VERBINDING = "TOP", "Hart voor Leidsche Rijn", "De Verbinding"


def maak_kamers() -> dict[str, Kamer]:
    """The three rooms of 2020, in the order of the agreement."""
    return {
        naam: Kamer.objects.get_or_create(naam=naam, defaults={"volgorde": nr})[0]
        for nr, naam in enumerate((TOP, HART, VERBINDING), 1)
    }


def rijen(bestand: str) -> Iterator[NieuweRegel]:
    """The rows of one file; an empty amount is None."""
    kamers = maak_kamers()
    with (GEGEVENS / bestand).open(newline="") as inhoud:
        for rij in csv.DictReader(inhoud):
            bedragen = {k: Decimal(rij[k]) if rij[k] else None for k in ("begroot", "prognose", "realisatie")}
            kamer = kamers[rij["kamer"]] if rij["kamer"] else None
            yield NieuweRegel(
                **{**rij, **bedragen, "jaar": int(rij["jaar"]), "kamer": kamer},
            )


def laad(*bestanden: str) -> dict[str, Bron]:
    """Load these files (all of them without names); returns the sources by name."""
    for bestand in bestanden or BESTANDEN:
        leg_regels_vast(rijen(bestand), door=Gebruiker.objects.systeem())
    return {bron.naam: bron for bron in Bron.objects.all()}
