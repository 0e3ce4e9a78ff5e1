"""`manage.py herstel BESTAND`: a backup into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from buurtwerkkamers.reservekopie import zet_terug


class Command(BaseCommand):
    help = "Zet een reservekopie terug in een lege database."
    # An empty database has no tables for the checks to look at.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bestand", type=Path, help="bestand van manage.py reservekopie")

    def handle(self, *args: Any, bestand: Path, **options: Any) -> None:
        zet_terug(bestand)
        self.stdout.write(f"Reservekopie teruggezet: {bestand}.")
