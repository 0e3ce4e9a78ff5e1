"""Emptying the test database after a test with real transactions, quickly.

Django truncates every table, which costs the server half a second whatever stands in them. The tables that have rows
are emptied by DELETE instead, with triggers off for that one transaction; only the superuser of the embedded server
may allow that, so with DATABASE_URL it stays as Django does it.
"""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from buurtwerkkamers import ingebouwd

STIL = "session_replication_role"


def sta_toe() -> None:
    """Let the owner switch triggers off in a transaction of its own; the server must run."""
    toegang = ingebouwd.database_instellingen(ingebouwd.var_map(), ingebouwd.SUPERGEBRUIKER)
    verbinding = psycopg2.connect(
        dbname="postgres", host=toegang["HOST"], user=toegang["USER"], password=toegang["PASSWORD"]
    )
    with verbinding, verbinding.cursor() as cursor:
        cursor.execute(f"GRANT SET ON PARAMETER {STIL} TO {ingebouwd.EIGENAAR}")
    verbinding.close()


def maak_snel(plek: pytest.MonkeyPatch) -> None:
    """From now on only tables with rows are emptied, unless the counters must start again."""
    gewoon = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: list[str], *, reset_sequences: bool = False, **opties: Any) -> Any:
        if reset_sequences or not tables:
            return gewoon(self, style, tables, reset_sequences=reset_sequences, **opties)
        naam = self.quote_name
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"(SELECT '{t}' FROM {naam(t)} LIMIT 1)" for t in tables))  # noqa: S608
            gevuld = [tabel for (tabel,) in cursor.fetchall()]
        return [f"SET LOCAL {STIL} = replica", *(f"DELETE FROM {naam(tabel)}" for tabel in gevuld)]  # noqa: S608

    plek.setattr(DatabaseOperations, "sql_flush", sql_flush)
