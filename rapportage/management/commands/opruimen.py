"""`manage.py opruimen`: remove documents and drafts of which the time is over. Run it every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from buurtwerkkamers.opmaak import getal
from rapportage.opruimen import ruim_op, tel_op


class Command(BaseCommand):
    help = (
        "Verwijdert gevraagde documenten van meer dan een dag oud, en kladteksten van rapporten die meer dan 30 dagen "
        "geleden zijn vastgesteld. Bedoeld voor elke nacht."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--proef", action="store_true", help="tel wat er weg zou gaan, en verwijder niets")

    def handle(self, *args: Any, proef: bool, **opties: Any) -> None:
        telling = tel_op() if proef else ruim_op()
        wat = f"documenten: {getal(telling.documenten)}, kladteksten: {getal(telling.kladjes)}"
        self.stdout.write(f"Proef, er is niets verwijderd. Te verwijderen {wat}." if proef else f"Verwijderd {wat}.")
