#!/usr/bin/env python
"""Django's command line, with the embedded database running for as long as the command takes."""

import os
import sys

from buurtwerkkamers import ingebouwd

# These read or write files only; starting a server for them would be a waste.
ZONDER_DATABASE = {"help", "version", "--help", "-h", "--version", "collectstatic", "diffsettings", "startapp"}


def voer_uit(argumenten: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(argumenten)


def hoofd(argumenten: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtwerkkamers.settings")
    opdracht = argumenten[1] if len(argumenten) > 1 else "help"
    if opdracht in ZONDER_DATABASE or not ingebouwd.is_ingebouwd():
        voer_uit(argumenten)
        return
    ingebouwd.ruim_op_na_sein()
    try:
        with ingebouwd.draaiend():
            voer_uit(argumenten)
    except ingebouwd.DatabaseFout as fout:
        sys.exit(str(fout))


if __name__ == "__main__":
    try:
        hoofd(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)
