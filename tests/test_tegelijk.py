"""Two connections at once: who waits for whom, and that nothing falls between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from gegevens import maak_wereld

from deelnemers import registratie
from deelnemers.models import Deelnemer
from financien import handgeld, handgeldstand
from financien.boeken import NieuweBoeking, boek, herstel, nieuwe_nummers
from financien.models import Boeking, Handgeldmaand, Handgelduitgave, Post
from rapportage import canoniek, vaststelling
from rapportage.models import Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import reken_opnieuw
from tests.fabrieken import BEGIN, maak_activiteit, maak_deelnemer, maak_kamer, registreer, systeem
from tests.tegelijk import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_tijdens_vaststellen_wacht_een_tik_aan_de_deur_niet_op_de_pdf(monkeypatch):
    """Who taps while the PDF is made is let in, and is in the report: it is counted again, and made again if need be.

    From then on nothing that is counted changes, so that all parts of a frozen report tell the same moment.
    """
    wereld = maak_wereld()
    wereld.schrijf()
    activiteit = maak_activiteit(wereld.kamers["TOP"])
    mens = maak_deelnemer(wereld.kamers["TOP"])
    geprobeerd: list[str] = []

    def tik() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")
                registreer(activiteit, mens, wereld.rapport.tm - timedelta(len(geprobeerd)))
            geprobeerd.append("binnen")
        except OperationalError:
            geprobeerd.append("moest wachten")
        finally:
            connection.close()

    def pdf(*args) -> bytes:
        draad = threading.Thread(target=tik)
        draad.start()
        draad.join(timeout=20)
        return f"%PDF-1.7 poging {len(geprobeerd)}".encode()

    monkeypatch.setattr(vaststelling, "rapport_pdf", pdf)
    editie = wereld.stel_vast()
    assert geprobeerd == ["binnen", "moest wachten"]
    assert bytes(editie.pdf) == b"%PDF-1.7 poging 2"
    rapport = Rapport.objects.get(pk=wereld.rapport.pk)
    assert canoniek.lees(Document, editie.gegevens) == reken_opnieuw(rapport, editie="1.0")
    assert Deelnemer.objects.get(pk=mens.pk).deelnames.count() == 1


def test_hetzelfde_formulier_boekt_ook_tegelijk_maar_een_keer():
    """The second waits for the first and then finds its bookings."""
    post = Post.objects.create(jaar=2020, soort="kosten", naam="Huur")
    rijen = [NieuweBoeking(post=post, datum=BEGIN, bedrag=Decimal(10), omschrijving="huur")]
    nummers, door = nieuwe_nummers(1), systeem()
    assert tegelijk(*[lambda: boek(rijen, nummers=nummers, door=door)] * 5) == []
    assert Boeking.objects.count() == 1


def test_een_boeking_wordt_ook_tegelijk_maar_een_keer_teruggenomen():
    post = Post.objects.create(jaar=2020, soort="kosten", naam="Huur")
    door = systeem()
    [geboekt] = boek([NieuweBoeking(post=post, datum=BEGIN, bedrag=Decimal(10), omschrijving="huur")], door=door)
    fouten = tegelijk(*[lambda: herstel(geboekt, omschrijving="fout", datum=BEGIN, door=door)] * 4)
    assert [str(fout) for fout in fouten] == ["Deze boeking is al teruggenomen."] * 3
    assert sum(boeking.bedrag for boeking in Boeking.objects.all()) == 0


def test_tijdens_het_indienen_komt_er_niets_bij():
    """What is added meanwhile counts in the month after it; what was handed in is what was there."""
    kamer, door, vandaag = maak_kamer(), systeem(), timezone.localdate()
    vorige = handgeldstand.vorige(vandaag)

    ingediend = threading.Event()

    def koop() -> Handgelduitgave:
        ingediend.wait(timeout=10)
        return handgeld.schrijf_uitgave(
            kamer=kamer, datum=vorige, soort="eten", bedrag=Decimal(1), omschrijving="koffie", door=door
        )

    ingediend.set()
    koop()
    ingediend.clear()
    maand = Handgeldmaand.objects.get()
    geteld: list[Decimal] = []

    def dien_in() -> None:
        with transaction.atomic():
            handgeld.dien_in(maand, door=door)
            ingediend.set()  # and nobody else can see it yet
            time.sleep(0.5)
            geteld.append(handgeldstand.kasstand(kamer, vorige).besteed)

    assert tegelijk(dien_in, *[koop] * 6) == []
    assert handgeldstand.kasstand(kamer, vorige).besteed == geteld[0]
    assert handgeldstand.kasstand(kamer, handgeldstand.volgende(vandaag)).begin == -7
