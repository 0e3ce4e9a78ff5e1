"""Two roles on one database: the owner migrates, the application works and owns nothing.

So no fault in the application can change a table, a trigger or the history. The owner's connection comes from
`settings.DATABASE_EIGENAAR`: the embedded database's own, or DATABASE_URL_EIGENAAR.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg2 import sql

INLOG = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")

# Rows that may be added and read, never changed; the history tables come on top of these.
ALLEEN_TOEVOEGEN = ("buurtwerkkamers.Logregel",)


@contextmanager
def als_eigenaar(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Inside the block this connection logs in as the owner of the database; afterwards as the application again.

    The name of the database stays, so that it also works on a test database. Raises RuntimeError inside a transaction:
    changing roles would silently end it.
    """
    verbinding = connections[alias]
    if verbinding.in_atomic_block:
        raise RuntimeError("als_eigenaar() kan niet binnen een transactie: de verbinding wordt opnieuw opgebouwd.")
    toepassing = verbinding.settings_dict
    inlog = {sleutel: settings.DATABASE_EIGENAAR[sleutel] for sleutel in INLOG if sleutel in settings.DATABASE_EIGENAAR}
    verbinding.close()
    # A copy: settings.DATABASES is the same object and must keep naming the application's role.
    verbinding.settings_dict = eigenaar = {**toepassing, **inlog}
    try:
        yield
    finally:
        verbinding.close()
        # Making or dropping a test database inside the block changes the name.
        toepassing["NAME"] = eigenaar["NAME"]
        verbinding.settings_dict = toepassing


def ken_rechten_toe(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Gives the application's role what it needs and no more; run as owner after every migration, idempotent.

    Ordinary tables: read, add, change, delete. History and log: read and add. The list of migrations: read.
    With one role for both (a database without a separate owner) there is nothing to give.
    """
    rol = settings.DATABASES[alias]["USER"]
    eigenaar = settings.DATABASE_EIGENAAR["USER"]
    if rol == eigenaar:
        return
    opdrachten = [
        "GRANT USAGE ON SCHEMA public TO {rol}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {rol}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {rol}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {rol}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {rol}",
    ]
    with connections[alias].cursor() as cursor:
        bestaand = set(connections[alias].introspection.table_names(cursor))
        voer_uit = [sql.SQL(opdracht).format(rol=sql.Identifier(rol)) for opdracht in opdrachten]
        for tabel in sorted(vaste_tabellen() & bestaand):
            voer_uit.append(_ontneem("UPDATE, DELETE, TRUNCATE", tabel, rol))
        if "django_migrations" in bestaand:
            voer_uit.append(_ontneem("INSERT, UPDATE, DELETE, TRUNCATE", "django_migrations", rol))
        for opdracht in voer_uit:
            cursor.execute(opdracht)


def vaste_tabellen() -> set[str]:
    """The tables whose rows the application may add but never change: the history and the log."""
    gebeurtenissen = {model._meta.db_table for model in apps.get_models() if issubclass(model, pghistory.models.Event)}
    return gebeurtenissen | {apps.get_model(naam)._meta.db_table for naam in ALLEEN_TOEVOEGEN}


def _ontneem(rechten: str, tabel: str, rol: str) -> sql.Composed:
    return sql.SQL(f"REVOKE {rechten} ON {{tabel}} FROM {{rol}}").format(
        tabel=sql.Identifier(tabel), rol=sql.Identifier(rol)
    )
