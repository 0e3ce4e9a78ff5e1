"""`manage.py flush`: Django's own, as the owner: the application may not empty tables. Reference data come back."""

from typing import Any

from django.core.management.commands import flush

from buurtwerkkamers.database import als_eigenaar


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with als_eigenaar(options["database"]):
            super().handle(**options)
