"""Two roles: what the application may do to the database, and what it may not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from buurtwerkkamers.database import als_eigenaar, ken_rechten_toe, vaste_tabellen
from buurtwerkkamers.models import Categorie, Kamer


def voer_uit(opdracht: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)


def wie() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_de_tests_draaien_als_de_toepassing_die_niets_bezit() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("opdracht", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_geschiedenis_en_log_kunnen_niet_worden_veranderd(opdracht: str) -> None:
    tabellen = vaste_tabellen()
    assert len(tabellen) > 5
    assert "buurtwerkkamers_logregel" in tabellen
    sleutels = {model._meta.db_table: model._meta.pk.column for model in apps.get_models()}
    for tabel in tabellen:
        with pytest.raises(ProgrammingError, match="permission denied"):
            voer_uit(opdracht.format(tabel, sleutels[tabel], sleutels[tabel]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "opdracht",
    [
        "DROP TABLE buurtwerkkamers_kamer",
        "ALTER TABLE buurtwerkkamers_kamer DISABLE TRIGGER ALL",
        "TRUNCATE buurtwerkkamers_kamer CASCADE",
        "CREATE TABLE bij(a int)",
        "DELETE FROM django_migrations",
        "SET ROLE eigenaar",
        "SET session_replication_role = replica",
    ],
)
def test_de_toepassing_kan_de_bouw_niet_veranderen(opdracht: str) -> None:
    with pytest.raises(ProgrammingError):
        voer_uit(opdracht)


@pytest.mark.django_db
def test_elke_gewone_tabel_is_te_gebruiken() -> None:
    gewoon = {m._meta.db_table for m in apps.get_models() if m._meta.managed and not m._meta.proxy} - vaste_tabellen()
    for tabel in gewoon:
        voer_uit(f"DELETE FROM {tabel} WHERE false")  # noqa: S608 - the names are Django's own


@pytest.mark.django_db(transaction=True)
def test_als_eigenaar_geldt_alleen_in_het_blok() -> None:
    assert wie() == "toepassing"
    with als_eigenaar():
        assert wie() == "eigenaar"
        with als_eigenaar():
            assert wie() == "eigenaar"
        assert wie() == "eigenaar"
        voer_uit("CREATE TABLE later_gemaakt(a int)")
        ken_rechten_toe()
        ken_rechten_toe()
    try:
        assert wie() == "toepassing"
        voer_uit("INSERT INTO later_gemaakt VALUES (1)")
    finally:
        with als_eigenaar():
            voer_uit("DROP TABLE later_gemaakt")


@pytest.mark.django_db
def test_als_eigenaar_weigert_midden_in_een_transactie() -> None:
    with pytest.raises(RuntimeError, match="transactie"), als_eigenaar():
        pass


@pytest.mark.django_db(transaction=True)
def test_legen_laat_de_referentiegegevens_staan() -> None:
    Kamer.objects.create(naam="Proefkamer")
    voor = list(Categorie.objects.values_list("naam", flat=True))
    call_command("flush", interactive=False, verbosity=0)
    assert not Kamer.objects.exists()
    assert list(Categorie.objects.values_list("naam", flat=True)) == voor
    assert voor[0] == "Sociaal en ontmoeting"
