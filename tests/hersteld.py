"""A second, empty database, and a fingerprint by which two databases are seen to be equal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from buurtwerkkamers.database import als_eigenaar


@contextmanager
def lege_database() -> Iterator[str]:
    """The connection on a second, empty database, as the application."""
    eerste = connection.settings_dict["NAME"]
    tweede = f"{eerste}_hersteld"
    with als_eigenaar(), connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{tweede}"')
        cursor.execute(f'CREATE DATABASE "{tweede}"')
    try:
        connection.close()
        connection.settings_dict["NAME"] = tweede
        yield tweede
    finally:
        connection.close()
        connection.settings_dict["NAME"] = eerste
        with als_eigenaar(), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{tweede}"')


def vingerafdruk() -> dict[str, object]:
    """A hash per table over all its rows, the counters, and all that guards the rows.

    Rules and indexes by name: PostgreSQL writes the same rule in other words after a restore.
    """
    afdruk: dict[str, object] = {}
    with als_eigenaar(), connection.cursor() as cursor:
        for tabel in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{tabel}\" t")  # noqa: S608
            afdruk[tabel] = cursor.fetchone()
        for naam, vraag in {
            "tellers": "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1",
            "regels": "SELECT conrelid::regclass::text, conname, contype, convalidated FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
            "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
            "functies": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
            "indexen": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
            "rechten": "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
            "WHERE grantee = 'toepassing' ORDER BY 1, 2",
        }.items():
            cursor.execute(vraag)
            afdruk[naam] = cursor.fetchall()
    return afdruk
