"""The report of 2020 for every test that needs it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from gegevens import Wereld, maak_wereld

from buurtwerkkamers.models import Gebruiker
from rapportage import vaststelling
from rapportage.documenten.pagina import Uitgave
from rapportage.rapportvorm import Document


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
    """Tests without a world of the file go before those with it, so that they begin with an empty database."""
    van_het_bestand = {"wereld_van_het_bestand", "in_november"}
    items.sort(key=lambda test: not van_het_bestand.isdisjoint(getattr(test, "fixturenames", ())))


@pytest.fixture
def wereld(wereld_van_het_bestand: Wereld, db: None) -> Wereld:
    """What a test changes in it is undone in the database, and the next test gets objects of its own."""
    return deepcopy(wereld_van_het_bestand)


@pytest.fixture
def snelle_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a PDF looks like is another test's matter; here it has to be kept, and to be of this edition."""

    def pdf(document: Document, uitgave: Uitgave) -> bytes:
        return f"%PDF-1.7 {document.titel} {uitgave.controlegetal}".encode()

    monkeypatch.setattr(vaststelling, "rapport_pdf", pdf)


@pytest.fixture
def vast(wereld: Wereld, snelle_pdf: None) -> Wereld:
    """The report with one answer, adopted."""
    wereld.schrijf("Het ging goed.")
    wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    return wereld


@pytest.fixture
def in_log(client: Client) -> Callable[[Gebruiker], Client]:
    """`in_log(mens)`: the client as this person."""

    def log_in(mens: Gebruiker) -> Client:
        client.force_login(mens)
        return client

    return log_in
