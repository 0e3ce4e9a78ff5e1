"""``cijfers WAT --van DATUM --tm DATUM``: figures for reading, for a spreadsheet (CSV) or for a program (JSON)."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from buurtwerkkamers.perioden import VERDELINGEN
from rapportage.cijfers_uit import VRAGEN, Antwoord, Vraag, VraagFout, als_csv, als_tabel, beantwoord


class Command(BaseCommand):
    help = "Geeft cijfers: een tabel om te lezen, of JSON of CSV voor een ander programma."
    # Checking loads every page of the site, which a figure does not need.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Texts, read by ourselves: the messages of argparse are not Dutch, and not JSON when that was asked.
        parser.add_argument("wat", metavar="WAT", help=f"Kies uit: {', '.join(VRAGEN)}.")
        parser.add_argument("--van", default="", metavar="DATUM", help="Eerste dag, die telt mee.")
        parser.add_argument("--tm", default="", metavar="DATUM", help="Laatste dag, die telt mee.")
        parser.add_argument("--kamer", action="append", default=[], metavar="NAAM", help="Meer keer mag.")
        parser.add_argument("--per", default="", metavar="DEEL", help=f"Kies uit: {', '.join(VERDELINGEN)}.")
        parser.add_argument("--jaar", default="", metavar="JAAR", help="Voor financien.")
        parser.add_argument(
            "--bron",
            default="",
            metavar="NAAM",
            help="Voor financien en indicatoren: alleen de bedragen van dit document.",
        )
        parser.add_argument(
            "--afspraak", default="", metavar="NAAM", help="Voor indicatoren: deze afspraak, in de nieuwste versie."
        )
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--csv", action="store_true")

    def handle(self, *args: Any, **opties: Any) -> None:
        vraag = Vraag(
            wat=opties["wat"],
            van=opties["van"],
            tm=opties["tm"],
            kamers=opties["kamer"],
            per=opties["per"],
            jaar=str(opties["jaar"]),
            bron=opties["bron"],
            afspraak=opties["afspraak"],
        )
        try:
            if opties["json"] and opties["csv"]:
                raise VraagFout("Kies --json of --csv, niet allebei.")
            antwoord = beantwoord(vraag)
        except VraagFout as fout:
            self.stderr.write(str(fout))
            if opties["json"]:
                self.stdout.write(json.dumps({"fout": str(fout)}, ensure_ascii=False))
            sys.exit(1)
        self.geef(antwoord, opties)

    def geef(self, antwoord: Antwoord, opties: dict[str, Any]) -> None:
        if opties["json"]:
            self.stdout.write(json.dumps(antwoord.gegevens, ensure_ascii=False))
        elif opties["csv"]:
            # One table only: a CSV file with two headers is none.
            rijen = antwoord.gegevens if isinstance(antwoord.gegevens, list) else antwoord.tabellen[0][1]
            self.stdout.write(als_csv(rijen), ending="")
        else:
            for titel, rijen in antwoord.tabellen:
                self.stdout.write(als_tabel(titel, rijen))
