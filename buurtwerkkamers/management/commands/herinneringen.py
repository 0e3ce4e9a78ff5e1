"""`manage.py herinneringen`: e-mail the bureau about deadlines that come near. Run it every day."""

from argparse import ArgumentParser
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buurtwerkkamers.herinneringen import ontvangers, stuur_herinnering, te_versturen
from buurtwerkkamers.models import Gebruiker

NIET_INGESTELD = "E-mail is niet ingesteld (EMAIL_URL). Er is niets verstuurd; de startpagina toont de deadlines wel."


class Command(BaseCommand):
    help = "Mailt het bureau over deadlines waarvan de dagen van herinnering zijn begonnen. Elke deadline één keer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--proef", action="store_true", help="laat zien wat er zou gaan, en verstuur niets")

    def handle(self, *args: Any, proef: bool, **opties: Any) -> None:
        vandaag, adressen = timezone.localdate(), ontvangers()
        deadlines = te_versturen(vandaag)
        if proef:
            self._toon(deadlines, adressen)
            return
        if not settings.EMAIL_INGESTELD:
            self.stdout.write(NIET_INGESTELD)
            return
        if deadlines and not adressen:
            raise CommandError("Er is niemand van het bureau met een account. Er is niets verstuurd.")
        systeem = Gebruiker.objects.systeem()
        verstuurd = 0
        mislukt: list[str] = []
        with pghistory.context(user=systeem.pk, bron="herinneringen"):
            for deadline in deadlines:
                verzonden = stuur_herinnering(deadline, aan=adressen, vandaag=vandaag, door=systeem)
                verstuurd += bool(verzonden.aantal)
                mislukt += verzonden.mislukt
        self.stdout.write(f"{verstuurd} {'herinnering' if verstuurd == 1 else 'herinneringen'} verstuurd.")
        if mislukt:
            raise CommandError("Niet verstuurd:\n" + "\n".join(mislukt))

    def _toon(self, deadlines: list[Any], adressen: list[str]) -> None:
        for deadline in deadlines:
            self.stdout.write(f"{deadline.datum:%d-%m-%Y}  {deadline} ({deadline.afspraak})")
        naar = ", ".join(adressen) or "niemand"
        self.stdout.write(f"Proef: {len(deadlines)} te versturen aan {naar}. Er is niets verstuurd.")
