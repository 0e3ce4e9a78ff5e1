"""`manage.py reservekopie BESTAND`: the whole database in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from buurtwerkkamers.reservekopie import maak_kopie


class Command(BaseCommand):
    help = "Zet de hele database in één bestand, versleuteld als RESERVEKOPIE_SLEUTEL er is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path, help="nieuw bestand")

    def handle(self, *args: Any, bestand: Path, **options: Any) -> None:
        versleuteld = maak_kopie(bestand)
        staat = "versleuteld" if versleuteld else "niet versleuteld: bewaar het bestand achter slot"
        self.stdout.write(f"Reservekopie gemaakt: {bestand} ({staat}).")
