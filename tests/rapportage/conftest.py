"""The report of 2020 for every test that needs it."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from gegevens import Wereld, maak_wereld


@pytest.fixture(scope="module")
def wereld_van_het_bestand(django_db_setup: None, django_db_blocker: Any) -> Iterator[Wereld]:
    """Made once per file, in a transaction that is never stored: making it takes longer than most tests.

    Not for tests with real transactions: those make their own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield maak_wereld()
        transaction.set_rollback(True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Tests without that world go before those with it, so that they begin with an empty database."""
    items.sort(key=lambda test: "wereld_van_het_bestand" in getattr(test, "fixturenames", ()))


@pytest.fixture
def wereld(wereld_van_het_bestand: Wereld, db: None) -> Wereld:
    """What a test changes in it is undone in the database, and the next test gets objects of its own."""
    return deepcopy(wereld_van_het_bestand)
