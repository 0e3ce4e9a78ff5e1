"""`manage.py meet`: how fast this installation is. Fills it with made-up registrations, so only a throwaway one.

    .venv/bin/python -m buurtwerkkamers.uitvoeren --wegwerp .venv/bin/python manage.py migrate --daarna \\
        .venv/bin/python manage.py demo --daarna .venv/bin/python manage.py meet --bestand docs/maten.md
"""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.registratie.maandstanden import bouw_maandstanden
from rapportage.klaarmaken import maak_klaar
from rapportage.metingen import proefgegevens
from rapportage.metingen.afspraak import geef_streefwaarden
from rapportage.metingen.documenten import meet_documenten
from rapportage.metingen.meten import Metingen, meet_dashboard, meet_paginas, meet_tellen

GEMEENTE, BUREAU = "gemeente@demo.invalid", "bureau@demo.invalid"


class Command(BaseCommand):
    help = "Meet hoe snel alles is, met verzonnen registraties: alleen in een wegwerpinstallatie met de demonstratie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bestand", type=Path, help="schrijf de tabel in dit bestand")
        parser.add_argument("--klein", action="store_true", help="zonder de miljoen en de vijf miljoen")

    def handle(self, *args: Any, bestand: Path | None, klein: bool, **options: Any) -> None:
        self._alleen_in_een_wegwerpinstallatie()
        call_command("collectstatic", interactive=False, verbosity=0, als_nodig=True)
        maak_klaar()  # as the server does
        m = Metingen(self.stdout.write)
        meet_paginas(m)
        meet_dashboard(
            m, "dashboard of the demonstration, 3 kamers", GEMEENTE, eerste="under 300 ms", tweede="under 60 ms"
        )
        meet_documenten(m)
        self._tel(m, "60k", 3, 60_000, per_cel=True)
        if not klein:
            self._tel(m, "1M", 20, 1_000_000)
            self._vijf_miljoen(m)
        if bestand:
            bestand.write_text(f"{KOP}\n{m.als_tabel()}\n")

    def _alleen_in_een_wegwerpinstallatie(self) -> None:
        if not settings.INGEBOUWDE_DATABASE:
            raise CommandError("Meten gaat niet met DATABASE_URL: het vult de database met verzonnen registraties.")
        if not Gebruiker.objects.filter(email=GEMEENTE, is_demo=True).exists():
            raise CommandError("Laad eerst de demonstratie in een nieuwe VAR_DIR: manage.py demo")
        if not settings.VAR_DIR.name.startswith("buurtwerkkamers-"):  # as --wegwerp calls them
            raise CommandError("Meten verandert deze installatie voorgoed: gebruik uitvoeren --wegwerp.")

    def _tel(self, m: Metingen, naam: str, aantal: int, rijen: int, *, per_cel: bool = False) -> None:
        vandaag = timezone.localdate()
        kamers = proefgegevens.maak_kamers(aantal)
        proefgegevens.vul(kamers, rijen, proefgegevens.vandaag_terug(5, vandaag))
        meet_tellen(m, naam, kamers, vandaag, per_cel=per_cel)
        proefgegevens.gooi_weg(kamers)
        Kamer.objects.filter(pk__in=[kamer.pk for kamer in kamers]).update(gesloten_op="2020-01-01")

    def _vijf_miljoen(self, m: Metingen) -> None:
        """A tenth of the history first, then all of it: what came before may hardly cost anything."""
        vandaag = timezone.localdate()
        alles = proefgegevens.vandaag_terug(5, vandaag)
        laatste = Periode((vandaag - timedelta(days=182)).replace(day=1), vandaag)
        kamers = proefgegevens.maak_kamers(100)
        proefgegevens.vul(kamers, 500_000, laatste)
        meet_tellen(m, "500k, the last half year", kamers, vandaag)
        proefgegevens.vul(kamers, 4_500_000, Periode(alles.van, laatste.van - timedelta(days=1)))
        meet_tellen(m, "5M", kamers, vandaag)
        geef_streefwaarden(kamers)
        bouw_maandstanden([kamer.pk for kamer in kamers])
        for email in (GEMEENTE, BUREAU):
            meet_dashboard(m, f"dashboard, 100 kamers and 5M, {email}", email, eerste="under 1 s", tweede="", keer=3)


KOP = """# Measures

Made by `manage.py meet` (see `docs/besluiten/018-maandstanden.md`). 'Load' is how many processes waited for one of the
cores at that moment: with more than two of them every figure is too high, and the ratios are what counts.
"""
