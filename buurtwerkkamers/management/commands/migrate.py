"""`manage.py migrate`: Django's own, as the owner of the database; afterwards the application gets its rights."""

from typing import Any

from django.core.management.commands import migrate

from buurtwerkkamers.database import als_eigenaar, ken_rechten_toe
from buurtwerkkamers.migreren import zonder_omweg


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        alias = options["database"]
        with als_eigenaar(alias), zonder_omweg():
            super().handle(*args, **options)
            if not options["plan"]:
                ken_rechten_toe(alias)
