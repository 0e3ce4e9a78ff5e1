"""The short way of migrating gives the same database as Django's own, and leaves Django as it was."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from buurtwerkkamers.database import als_eigenaar
from buurtwerkkamers.management.commands import migrate
from buurtwerkkamers.migreren import zonder_omweg
from tests.hersteld import lege_database

BOUW = {
    "kolommen": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "regels": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "functies": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
    "indexen": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "rechten": "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
    "WHERE grantee = 'toepassing' ORDER BY 1, 2",
    "migraties": "SELECT app, name FROM django_migrations ORDER BY 1, 2",
}


def bouw() -> dict[str, list[tuple]]:
    gevonden = {}
    with als_eigenaar(), connection.cursor() as cursor:
        for naam, vraag in BOUW.items():
            cursor.execute(vraag)
            gevonden[naam] = cursor.fetchall()
    return gevonden


def test_django_is_daarna_weer_zichzelf() -> None:
    gewoon = ProjectState._find_reload_model
    with zonder_omweg():
        assert ProjectState._find_reload_model is not gewoon
    assert ProjectState._find_reload_model is gewoon


@pytest.mark.zwaar
@pytest.mark.django_db(transaction=True)
def test_dezelfde_database_als_langs_de_lange_weg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every column, rule, index, trigger and right; takes as long as the long way does."""
    kort = bouw()
    monkeypatch.setattr(migrate, "zonder_omweg", nullcontext)
    with lege_database():
        call_command("migrate", verbosity=0)
        lang = bouw()
    for naam in BOUW:
        assert lang[naam] == kort[naam], naam
    assert len(kort["triggers"]) > 250
