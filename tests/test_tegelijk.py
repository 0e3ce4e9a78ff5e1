"""Two connections at once: who waits for whom, and that nothing falls between them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction
from gegevens import maak_wereld

from deelnemers import registratie
from deelnemers.models import Deelnemer
from rapportage import vaststelling
from rapportage.documenten.pdf import Pdf
from tests.fabrieken import BEGIN, maak_activiteit, maak_deelnemer, maak_kamer, registreer, systeem

pytestmark = pytest.mark.django_db(transaction=True)


def tegelijk(*taken: Callable[[], object]) -> list[BaseException]:
    """Run these at the same moment, each on a connection of its own; returns what went wrong."""
    start, fouten = threading.Barrier(len(taken)), []

    def doe(taak: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            taak()
        except BaseException as fout:
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=doe, args=[taak]) for taak in taken]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    return fouten


def test_twee_kamers_schrijven_dezelfde_persoon_tegelijk_in():
    """The list of kamers on the card holds both: the second enrolment waits for the first and then sees it."""
    thuis = maak_kamer("Thuis")
    kamers = [maak_kamer(f"Kamer {n}") for n in range(6)]
    mens = maak_deelnemer(thuis)
    door = systeem()

    def schrijf_in(kamer) -> Callable[[], object]:
        return lambda: registratie.schrijf_ook_in([(mens.pk, kamer.pk, BEGIN)], door=door)

    assert tegelijk(*(schrijf_in(kamer) for kamer in kamers)) == []
    mens.refresh_from_db()
    assert sorted(mens.kamers) == sorted([thuis.pk, *(kamer.pk for kamer in kamers)])
    assert sorted(mens.persoonsgegevens.kamers) == sorted(mens.kamers)


def test_tijdens_vaststellen_wacht_een_tik_aan_de_deur(monkeypatch):
    """All parts of a frozen report tell the same moment: what arrives meanwhile is stored after it."""
    wereld = maak_wereld()
    wereld.schrijf()
    activiteit = maak_activiteit(wereld.kamers["TOP"])
    mens = maak_deelnemer(wereld.kamers["TOP"])
    geprobeerd: list[str] = []

    def tik() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                registreer(activiteit, mens, BEGIN)
            geprobeerd.append("binnen")
        except OperationalError:
            geprobeerd.append("moest wachten")
        finally:
            connection.close()

    def pdf(*args) -> Pdf:
        draad = threading.Thread(target=tik)
        draad.start()
        draad.join(timeout=20)
        return Pdf(b"%PDF-1.7 proef", ())

    monkeypatch.setattr(vaststelling, "maak_pdf", pdf)
    wereld.stel_vast()
    assert geprobeerd == ["moest wachten"]
    tik()
    assert geprobeerd == ["moest wachten", "binnen"]
    assert Deelnemer.objects.get(pk=mens.pk).deelnames.count() == 1
