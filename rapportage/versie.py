"""Whether anything that a dashboard shows has changed: a stamp of all data, in one cheap question.

Every model that a figure comes from keeps its history by triggers, and each event takes a number from the counter of
its table. So the counters together never stand twice at the same place while something changed. A counter runs ahead of
what can be read: a transaction that is not over has taken its number, but its change is still to come. Therefore a
stamp may be looked up at any time, but what is counted may only be stored under it when ``niemand_schrijft``.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

from buurtwerkkamers.models import Categorielijst
from deelnemers.models import Enquetetelling

APPS = ("buurtwerkkamers", "deelnemers", "financien", "rapportage")

# The counters, and what has no history: who answered when is nobody's business, and lists have nothing but a name.
_STEMPEL = f"""
    SELECT (SELECT oid FROM pg_database WHERE datname = current_database()), pg_postmaster_start_time(),
        (SELECT sum(s.last_value) FROM pg_sequences AS s JOIN unnest(%s::text[]) AS tabel
            ON format('%%I.%%I', s.schemaname, s.sequencename) = pg_get_serial_sequence(tabel, 'pgh_id')),
        (SELECT (count(*), sum(hashint8extended(id, aantal)))::text FROM {Enquetetelling._meta.db_table}),
        (SELECT string_agg(lijst::text, '' ORDER BY id) FROM {Categorielijst._meta.db_table} AS lijst)
"""  # noqa: S608 - the name of our own table

_SCHRIJVERS = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND relation = ANY (SELECT unnest(%s::text[])::regclass)
    )
"""


def gegevensstempel() -> str:
    """Differs from every earlier one as soon as a change can be read, on another day, and with other code.

    Also with another database or after a restart of its server, so that a backup put back is not taken for what was
    there before it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STEMPEL, [gebeurtenistabellen()])
        stand = cursor.fetchone()
    return hashlib.sha256(repr((stand, timezone.localdate(), codestempel())).encode()).hexdigest()


def niemand_schrijft() -> bool:
    """Whether every number that the counters gave out belongs to a change that can be read, or that was undone.

    Who adds an event holds a lock on its table from before it takes a number until the change can be read. Our own
    transaction counts too: what it wrote may still be undone.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SCHRIJVERS, [[*gebeurtenistabellen(), Enquetetelling._meta.db_table]])
        return not cursor.fetchone()[0]


@cache
def gebeurtenistabellen() -> list[str]:
    return sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, pghistory.models.Event))


@cache
def codestempel() -> str:
    """The sources as they were when this process began: other code may count or show differently.

    The templates too, because what they write is remembered as well.
    """
    soorten = [*((app, "*.py") for app in APPS), ("templates", "*.html")]
    bronnen = sorted(bestand for map_, soort in soorten for bestand in Path(settings.BASE_DIR, map_).rglob(soort))
    staten = [(str(bestand), bestand.stat().st_size, bestand.stat().st_mtime_ns) for bestand in bronnen]
    return hashlib.sha256(repr(staten).encode()).hexdigest()
