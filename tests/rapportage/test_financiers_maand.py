"""The financiers of a report whose source is a closed month: what was budgeted, and what had come in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from levendjaar import JAAR, maak_jaar

from financien.afsluiten import sluit_maand
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron
from rapportage.models import Rapport, Rapportkamer, Sjabloon
from rapportage.samenstelling.geld import financiers
from tests.fabrieken import maak_afspraak, systeem

pytestmark = pytest.mark.django_db


def test_een_gesloten_maand_zegt_ook_wat_er_van_elke_financier_binnenkwam():
    w = maak_jaar(verdeeld=True)
    w.boek("bijdrage top", date(JAAR, 1, 25), "3500.50")
    w.boek("bijdrage hart", date(JAAR, 2, 3), "9999")  # after the closed month
    bron = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    rapport = Rapport.objects.create(
        kenmerk="r-2020", titel="Halfjaar", afspraak=maak_afspraak("Afspraak 2020", jaar=JAAR), van=date(JAAR, 1, 1),
        tm=date(JAAR, 6, 30), sjabloon=Sjabloon.objects.get_or_create(naam="Toets")[0], financiersbron=bron,
        gemaakt_door=systeem(),
    )  # fmt: skip
    for kamer in (w.top, w.hart):
        Rapportkamer.objects.create(rapport=rapport, kamer=kamer)
    begroot, ontvangen = financiers(bron, rapport, [w.top, w.hart])[:2]
    assert (begroot.titel, ontvangen.titel) == (f"Bijdragen van financiers {JAAR}", f"Ontvangen van financiers {JAAR}")
    assert begroot.rijen[-1].cellen[1:] == (14000, 9500, 23500)
    assert ontvangen.rijen[-1].cellen[1:] == (Decimal("3500.50"), 0, Decimal("3500.50"))
    assert "tot en met de maand die is gesloten" in ontvangen.regel
    [alleen_top] = [t for t in financiers(bron, rapport, [w.top]) if t.titel.startswith("Ontvangen")]
    assert alleen_top.rijen[-1].cellen[1:] == (Decimal("3500.50"),)


def test_een_document_houdt_de_tabellen_die_het_had():
    w = maak_jaar(verdeeld=True)
    bedragen = {"begroot": Decimal(5), "realisatie": Decimal(7)}
    leg_regels_vast([NieuweRegel("Afspraak 2020", JAAR, "financiering", "Papier", **bedragen)], door=systeem())
    bron = Bron.objects.get(naam="Afspraak 2020")
    rapport = Rapport(van=date(JAAR, 1, 1), tm=date(JAAR, 6, 30), pk=0)
    assert not [t for t in financiers(bron, rapport, [w.top]) if t.titel.startswith("Ontvangen")]
