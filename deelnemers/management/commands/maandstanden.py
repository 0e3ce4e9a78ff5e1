"""`manage.py maandstanden`: keep the months that are over counted; `--controleer` proves that they are right."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum, getal
from deelnemers.models import Maandstand
from deelnemers.models.maandstanden import ALTIJD
from deelnemers.registratie import maandstanden


class Command(BaseCommand):
    help = "Houdt de getelde maanden bij waarmee tellen snel blijft. Bedoeld voor elke nacht; nodig is het niet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--controleer",
            action="store_true",
            help="vergelijk alles wat bewaard is met de registraties; status 1 als er iets niet klopt",
        )
        parser.add_argument("--opnieuw", action="store_true", help="gooi eerst weg wat bewaard is")

    def handle(self, *args: Any, controleer: bool, opnieuw: bool, **options: Any) -> None:
        kamers = dict(Kamer.objects.values_list("pk", "naam"))
        if controleer:
            return self.controleer(kamers)
        if opnieuw:
            maandstanden.gooi_maandstanden_weg(list(kamers))
        gebouwd = maandstanden.bouw_maandstanden(list(kamers))
        self.stdout.write(f"{getal(gebouwd)} maandstanden gemaakt. Er zijn er nu {getal(Maandstand.objects.count())}.")

    def controleer(self, kamers: dict[int, str]) -> None:
        fout = maandstanden.controleer_maandstanden(list(kamers))
        for stand in fout:
            van = "alles" if stand.van == ALTIJD else f"van {datum(stand.van)}"
            self.stderr.write(f"{kamers[stand.kamer_id]}: {van} tot {datum(stand.tot)} klopt niet.")
        if fout:
            self.stderr.write("Maak ze opnieuw: manage.py maandstanden --opnieuw")
            sys.exit(1)
        self.stdout.write(f"Alle {getal(Maandstand.objects.count())} maandstanden kloppen met de registraties.")
