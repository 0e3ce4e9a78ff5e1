"""``manage.py demo [--zaad N] [--vandaag DATUM]``: the demonstration, into an empty installation. Once."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import datum_voluit
from rapportage.demonstratie import accounts, opzet
from rapportage.demonstratie.bouwen import VROEGSTE_VANDAAG

ZAAD = 2020


class Command(BaseCommand):
    help = "Laadt de demonstratie: de cijfers van 2020 en een levend jaar, met verzonnen mensen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--zaad", type=int, default=ZAAD, help=f"hetzelfde zaad, dezelfde gegevens ({ZAAD})")
        parser.add_argument("--vandaag", type=_datum, metavar="DATUM", help="de laatste dag, als 2026-01-31 (vandaag)")
        parser.add_argument("--klein", action="store_true", help="een kort en dun levend jaar, voor tests")

    def handle(self, *args: Any, zaad: int, vandaag: date | None, klein: bool, **opties: Any) -> None:
        if opzet.er_is_al_iets():
            self.stdout.write("Er staan al gegevens. Die blijven zoals ze zijn; de demonstratie is niet geladen.")
            return
        laatste_dag = vandaag or timezone.localdate()
        _controleer(laatste_dag)
        self.stdout.write("De demonstratie wordt geladen. Dat duurt ongeveer een halve minuut.")
        begin = monotonic()
        gemaakt = opzet.maak(zaad, laatste_dag, klein=klein)
        wereld = gemaakt.wereld
        self.stdout.write(
            f"Klaar in {monotonic() - begin:.0f} seconden: {getal(len(wereld.eerste_dagen()))} verzonnen mensen, "
            f"{getal(len(wereld.bezoeken))} deelnames, {getal(len(wereld.karweien))} klussen."
        )
        self.stdout.write("\nHiermee kunt u inloggen. De wachtwoorden ziet u alleen nu.\n\n")
        self.stdout.write(accounts.als_tabel(gemaakt.toegangen) + "\n\n")


def _datum(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise ArgumentTypeError(f"'{tekst}' is geen datum zoals 2026-01-31") from fout


def _controleer(vandaag: date) -> None:
    if vandaag > timezone.localdate():
        raise CommandError("Kies een dag die niet in de toekomst ligt.")
    if vandaag < VROEGSTE_VANDAAG:
        raise CommandError(f"Kies een dag vanaf {datum_voluit(VROEGSTE_VANDAAG)}.")
