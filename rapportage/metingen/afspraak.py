"""An agreement with a hundred kamers: the targets of one kamer of the demonstration, for all the others too."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from buurtwerkkamers.database import als_eigenaar
from buurtwerkkamers.models import Kamer, Streefwaarde


def geef_streefwaarden(kamers: Sequence[Kamer]) -> None:
    tabel = Streefwaarde._meta.db_table
    kolommen = ", ".join(str(v.column) for v in Streefwaarde._meta.concrete_fields if v.name not in ("id", "kamer"))
    with als_eigenaar(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {tabel} (kamer_id, {kolommen}) SELECT nieuw, {kolommen} FROM {tabel} "  # noqa: S608
            "CROSS JOIN unnest(%s::bigint[]) AS nieuw WHERE kamer_id = %s",
            [[kamer.pk for kamer in kamers], Kamer.objects.get(naam="TOP").pk],
        )
        cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
