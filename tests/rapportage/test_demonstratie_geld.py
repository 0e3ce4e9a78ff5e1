"""The treasurer's years of the demonstration: from budget to closed months, control and statement, on any day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from financien import controleren
from financien.bank.stand import rekeningen, te_boeken
from financien.boekstand import boekstand
from financien.models import (
    Archiefbesteding,
    Banktransactie,
    Begroting,
    Begrotingsregel,
    Bijdragestap,
    Boeking,
    Boekregel,
    Bon,
    Bron,
    Controle,
    Handgeldmaand,
    Handgelduitgave,
    Maandafsluiting,
    Post,
    Prognose,
    Verplichting,
)
from rapportage.afgesproken_uren import afgesproken_uren
from rapportage.demonstratie import accounts, afspraak, geld, geldplan, lopend_geld, opzet
from rapportage.demonstratie.aanbod import KAMERS, VERBINDING

pytestmark = pytest.mark.django_db
NOVEMBER = date(2025, 11, 20)
Stand = Bijdragestap.Stand


@contextmanager
def geladen(vandaag: date) -> Iterator[dict[date, Bron]]:
    """Only the money, loaded on this day, and gone afterwards."""
    with time_machine.travel(f"{vandaag}T12:00:00+01:00", tick=False), transaction.atomic():
        systeem = Gebruiker.objects.systeem()
        kamers, organisaties = afspraak.maak_kamers(systeem), afspraak.maak_organisaties(systeem)
        toegangen = accounts.maak_accounts(kamers, organisaties, systeem)
        wie = {email: toegang.gebruiker for email, toegang in toegangen.items()}
        coordinatoren = {kamer: wie[email] for kamer, email in opzet.COORDINATOREN.items()}
        yield lopend_geld.laad(vandaag, kamers, organisaties, coordinatoren, wie["penningmeester@demo.invalid"])
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def in_november(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Any]]:
    """The money of one November day, for all tests that look at it; the rows of an earlier load of the same day."""
    with django_db_blocker.unblock():
        with geladen(NOVEMBER):
            eerder = als_rijen()
        with geladen(NOVEMBER):
            yield eerder


def als_rijen() -> list[Any]:
    """Everything that a reader can see of it, without the numbers of rows."""
    velden = {
        Post: "jaar soort naam groep kamer__naam volgorde",
        Begroting: "jaar versie reden vastgesteld_op",
        Begrotingsregel: "post__naam bedrag noot",
        Bijdragestap: "bijdrage__naam stand datum bedrag kenmerk",
        Boeking: "post__naam post__kamer__naam datum bedrag omschrijving herkomst dekking__naam reden_elders",
        Banktransactie: "datum bedrag tegenpartij kenmerk overgeslagen",
        Prognose: "post__naam datum nog_verwacht reden",
        Verplichting: "omschrijving bedrag aangegaan_op vervallen_op",
        Handgelduitgave: "maand__kamer__naam datum bedrag bon__sha256",
        Maandafsluiting: "maand bron__naam gesloten_op",
    }
    rijen: list[Any] = [
        list(model.objects.order_by("pk").values_list(*namen.split()))  # type: ignore[attr-defined]
        for model, namen in velden.items()
    ]
    return [*rijen, list(Boekregel.objects.order_by("zoek").values_list("zoek", "post", "raak", "mis"))]


@pytest.mark.parametrize("vandaag", [date(2025, 1, 3), date(2024, 2, 29), date(2025, 7, 31), date(2023, 12, 31)])
def test_op_elke_dag_van_het_jaar_is_er_een_jaar_om_te_bekijken(vandaag: date) -> None:
    with geladen(vandaag) as maanden:
        assert min(maanden) == date(vandaag.year - 1, 1, 1)
        terug = (vandaag.year - max(maanden).year) * 12 + vandaag.month - max(maanden).month
        assert terug == lopend_geld.DICHT_NA
        assert len(maanden) == 12 - lopend_geld.DICHT_NA + vandaag.month
        assert max(Boeking.objects.values_list("datum", flat=True)) <= vandaag
        assert max(Banktransactie.objects.values_list("datum", flat=True)) <= vandaag
        assert max(Bijdragestap.objects.values_list("datum", flat=True)) <= vandaag
        assert all(c.getekend_op is None or c.getekend_op <= vandaag for c in Controle.objects.all())
        (rekening,) = rekeningen()
        assert rekening.saldo is not None
        assert rekening.saldo > 0
        assert Handgeldmaand.objects.filter(maand=vandaag.replace(day=1), stand="open").exists() or vandaag.day < 4


def test_in_november_is_alles_er_een_keer(in_november: list[Any]) -> None:
    nu, vorig = boekstand(2025, NOVEMBER), boekstand(2024, date(2024, 12, 31))
    assert {post.bijdragestand for post in nu.van("financiering")} == set(Stand.values)
    assert {post.bijdragestand for post in vorig.van("financiering")} == {Stand.ONTVANGEN}
    assert nu.versie == 2
    for kolom in ("begroot", "geboekt", "verplicht", "prognose"):
        assert nu.totaal("kosten", kolom), kolom  # type: ignore[arg-type]
    assert vorig.totaal("kosten", "verplicht") == 0
    assert vorig.saldo("prognose") == vorig.saldo("geboekt"), "na het jaar wordt er niets meer verwacht"
    ingetrokken = Prognose.objects.get(nog_verwacht=None)
    assert (ingetrokken.post.naam, ingetrokken.datum) == (geldplan.LEERWERK, date(2025, 7, 10))
    leerwerk = next(p for p in nu.posten if p.post_id == ingetrokken.post_id)
    assert (leerwerk.nog_verwacht, leerwerk.prognose) == (None, leerwerk.begroot)
    assert set(Begrotingsregel.objects.filter(noot_buiten=True).values_list("noot", flat=True)) == {
        "als korting op de huur", "in De Verbinding voor coaching"
    }  # fmt: skip
    dicht = Archiefbesteding.objects.filter(bron__afsluiting__maand=date(2025, 9, 1))
    assert {rij.bijdrage.financier.naam for rij in dicht} >= {geldplan.GEMEENTE, "Mitros", geldplan.KANSFONDS}  # type: ignore[union-attr]
    elders = Boeking.objects.filter(reden_elders__gt="", post__jaar=2025).get()
    assert (elders.dekking.naam, elders.dekking.kamer.naam) == (geldplan.KANSFONDS, VERBINDING)  # type: ignore[union-attr]
    assert Boeking.objects.filter(herstelt__isnull=False, post__jaar=2025).exists()
    assert set(Boeking.objects.values_list("herkomst", flat=True)) == set(Boeking.Herkomst.values)
    assert 3 <= te_boeken().count() <= 9
    assert Banktransactie.objects.filter(overgeslagen__contains="spaarrekening").exists()
    assert Boekregel.objects.filter(raak__gte=3, mis=0).count() > 10
    wachten = Handgeldmaand.objects.filter(stand="ingediend")
    assert {maand.kamer.naam for maand in wachten} == {"TOP", VERBINDING}
    assert set(Handgeldmaand.objects.values_list("stand", flat=True)) == set(Handgeldmaand.Stand.values)
    assert Bon.objects.count() > 10
    samen = controleren.jaarcontrole_over(date(2024, 1, 1), date(2024, 12, 31))
    assert samen is not None
    assert (samen.positief, len(samen.getekend)) == (True, 2)


def test_wat_een_bijdrage_betaalt_is_nooit_meer_dan_zij_is(in_november: list[Any]) -> None:
    for bijdrage in Post.objects.filter(soort="financiering"):
        besteed = sum((b.bedrag for b in bijdrage.bestedingen.all()), Decimal())
        begroot = bijdrage.begrotingsregels.order_by("begroting__versie").first()
        assert begroot is not None
        assert besteed <= begroot.bedrag, bijdrage


def test_dezelfde_dag_geeft_dezelfde_rijen(in_november: list[Any]) -> None:
    assert als_rijen() == in_november
    assert all(in_november)


def test_het_plan_telt_tot_op_de_cent_op() -> None:
    for jaar in (2024, 2025):
        alles = geldplan.betalingen(jaar)
        for post in geldplan.KOSTEN:
            for kamer, begroot in zip(KAMERS, post.begroot, strict=True):
                betaald = sum(b.bedrag for b in alles if (b.post, b.kamer, b.soort) == (post.naam, kamer, "kosten"))
                assert betaald == Decimal(begroot) * post.procent / 100


def test_een_jaar_vertelt_een_verhaal(in_november: list[Any]) -> None:
    """The agreement promises what the budget of that year counts on; the hours in it are those of its own target."""
    systeem = Gebruiker.objects.systeem()
    organisaties = {o.naam: o for o in Organisatie.objects.all()}
    kamers = {k.naam: k for k in Kamer.objects.all()}
    getekend = afspraak.maak_afspraak(2025, organisaties, systeem)
    bron = geld.leg_afspraak_vast(2025, getekend, kamers, door=systeem)
    begroot = {
        (regel.post.naam, regel.post.kamer.naam): regel.bedrag  # type: ignore[union-attr]
        for regel in Begroting.objects.get(jaar=2025, versie=1).regels.filter(post__soort="financiering")
    }
    beloofd = {(r.post, r.kamer.naam): r.begroot for r in bron.regels.filter(soort="financiering", begroot__gt=0)}  # type: ignore[union-attr]
    assert beloofd == begroot
    uren = {r.kamer.naam: r.begroot for r in bron.regels.filter(soort="uren")}  # type: ignore[union-attr]
    assert uren == {k: u.waarde for k, u in afgesproken_uren(getekend, list(kamers.values()), 2025).per_kamer.items()}
    assert uren == {"TOP": 101000, "Hart voor Leidsche Rijn": 59750, "De Verbinding": 73500}
