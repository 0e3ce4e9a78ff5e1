"""`manage.py collectstatic --als-nodig`: Django's own, skipped when no source file changed since the last time.

Compressing takes seconds; a second start of the demonstration should not wait for it.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management.base import CommandParser

VINGERAFDRUK = ".bronnen"


class Command(collectstatic.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--als-nodig", action="store_true", help="Alleen als er een bronbestand veranderd is.")

    def handle(self, **options: Any) -> str | None:
        bewaard = Path(settings.STATIC_ROOT) / VINGERAFDRUK
        nu = vingerafdruk()
        if options.pop("als_nodig") and bewaard.exists() and bewaard.read_text() == nu:
            return None
        bewaard.unlink(missing_ok=True)
        uitslag = super().handle(**options)
        if not options["dry_run"]:
            bewaard.write_text(nu)
        return uitslag


def vingerafdruk() -> str:
    """A hash over name, size and time of every source file, and over the way they are stored."""
    regels = [str(settings.STORAGES["staticfiles"])]
    for vinder in get_finders():
        for naam, opslag in vinder.list([]):
            bestand = Path(opslag.path(naam)).stat()
            regels.append(f"{naam} {bestand.st_size} {bestand.st_mtime_ns}")
    return hashlib.sha256("\n".join(regels).encode()).hexdigest()
