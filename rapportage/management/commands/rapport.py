"""``manage.py rapport RAPPORT --pdf F --html F --xlsx F --json F``: the report as the site gives it."""

from __future__ import annotations

from argparse import ArgumentParser
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from rapportage.documenten import SOORTEN, PdfLukteNiet
from rapportage.edities import zonder_vervangen
from rapportage.models import Rapport


class Command(BaseCommand):
    help = "Schrijf een rapport naar een bestand, zoals de site het ook geeft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rapport", metavar="RAPPORT", help="kenmerk of titel van het rapport")
        for soort, vorm in SOORTEN.items():
            parser.add_argument(f"--{soort}", metavar="BESTAND", help=f"schrijf het rapport als {vorm.naam}")

    def handle(self, *args: Any, **opties: Any) -> None:
        rapport = _zoek(opties["rapport"])
        gevraagd = {soort: Path(opties[soort]) for soort in SOORTEN if opties[soort]}
        if not gevraagd:
            raise CommandError("Zeg welk bestand u wilt, bijvoorbeeld: --pdf rapport.pdf")
        for soort, pad in gevraagd.items():
            try:
                inhoud = SOORTEN[soort].maak(rapport)
            except PdfLukteNiet as fout:
                raise CommandError(str(fout)) from fout
            _bewaar(pad, inhoud)
            self.stdout.write(f"{pad} geschreven ({len(inhoud) // 1024 or 1} kB)")


def _zoek(naam: str) -> Rapport:
    """The report with this kenmerk or title. ``CommandError`` that lists the reports there are."""
    met_titel = zonder_vervangen(Rapport.objects.filter(titel=naam)).values("pk")
    gevonden = list(Rapport.objects.filter(Q(kenmerk=naam) | Q(pk__in=met_titel)).order_by("-tm")[:2])
    if len(gevonden) == 1:
        return gevonden[0]
    kenmerken = list(Rapport.objects.values_list("kenmerk", flat=True))
    if gevonden:
        raise CommandError(f"Er zijn meer rapporten met de titel '{naam}'. Kies een kenmerk: {', '.join(kenmerken)}.")
    if not kenmerken:
        raise CommandError("Er zijn nog geen rapporten. Maak er een op de site, of laad eerst: manage.py demo.")
    lijkt = get_close_matches(naam, kenmerken, n=1)
    vraag = f" Bedoelt u {lijkt[0]}?" if lijkt else ""
    raise CommandError(f"Er is geen rapport '{naam}'.{vraag} Deze rapporten zijn er: {', '.join(kenmerken)}.")


def _bewaar(pad: Path, inhoud: bytes) -> None:
    try:
        pad.write_bytes(inhoud)
    except OSError as fout:
        raise CommandError(f"Het bestand {pad} kan niet geschreven worden: {fout.strerror}.") from fout
