"""``importeer SOORT BESTAND``: read a file, all or nothing. Exit status 0 when it is stored, 1 when refused."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from buurtwerkkamers.importeren.soort import Fout, soorten
from buurtwerkkamers.importeren.verloop import Uitslag, importeer
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import getal


class Command(BaseCommand):
    help = "Leest een CSV-, XLSX- of ODS-bestand in: alles of niets."
    # Checking loads every page of the site, which an import does not need.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Not argparse's own choices: its message is not Dutch, and not JSON when that was asked.
        parser.add_argument("soort", metavar="SOORT", help=f"Wat erin staat: {', '.join(soorten())}.")
        parser.add_argument("bestand", metavar="BESTAND", help="CSV (UTF-8), XLSX of ODS met een kopregel.")
        parser.add_argument("--proef", action="store_true", help="Doe alles, maar bewaar niets.")
        parser.add_argument("--json", action="store_true", help="Geef de uitslag als JSON.")

    def handle(self, *args: Any, soort: str, bestand: str, proef: bool, **opties: Any) -> None:
        gekozen = soorten().get(soort)
        if gekozen:
            uitslag = importeer(gekozen, Path(bestand), door=Gebruiker.objects.systeem(), proef=proef)
        else:
            kan = ", ".join(soorten())
            uitslag = Uitslag(soort, fouten=(Fout(0, "", f"De soort ‘{soort}’ bestaat niet. Kies uit: {kan}."),))
        for kolom in uitslag.genegeerd:
            self.stderr.write(f"De kolom ‘{kolom}’ hoort hier niet bij en is niet gelezen.")
        if opties["json"]:
            self.stdout.write(json.dumps(uitslag.als_gegevens(), ensure_ascii=False))
        else:
            self.vertel(uitslag, proef)
        if not uitslag.gelukt:
            sys.exit(1)

    def vertel(self, uitslag: Uitslag, proef: bool) -> None:
        """The outcome in words: the counts, or every fault with its place."""
        if uitslag.gelukt:
            self.stdout.write(
                f"{uitslag.soort}: {getal(uitslag.gelezen)} rijen gelezen, {getal(uitslag.nieuw)} nieuw, "
                f"{getal(uitslag.gewijzigd)} gewijzigd, {getal(uitslag.ongewijzigd)} ongewijzigd."
            )
            if proef:
                self.stdout.write("Dit was een proef: er is niets bewaard.")
            return
        for fout in uitslag.fouten:
            plaats = f"rij {fout.rij}" if fout.rij else "bestand"
            self.stderr.write(f"{plaats}{f', kolom {fout.kolom}' if fout.kolom else ''}: {fout.fout}")
        meer = " (dit zijn de eerste duizend)" if uitslag.afgekapt else ""
        self.stderr.write(f"Er is niets bewaard: {getal(len(uitslag.fouten))} fouten{meer}.")
