"""Counted months: the same figures with, without and with half of them, and never an old one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from buurtwerkkamers.database import als_eigenaar
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import tellingen
from deelnemers.models import Activiteit, Deelname, Deelnemer, Klus, Maandstand, Telling
from deelnemers.models.maandstanden import ALTIJD, KLUSSEN, Regel, pak_in, pak_uit
from deelnemers.registratie import maandstanden
from deelnemers.registratie.maandstanden import bouw_maandstanden, controleer_maandstanden
from deelnemers.tellingen import stand
from deelnemers.tellingen.standen import Vakken, lees_bewaard, te_bewaren
from tests.fabrieken import maak_activiteit, maak_deelnemer, maak_kamer, registreer, systeem

BEGIN = date(2018, 11, 20)
DAGEN = 460  # two New Year's Eves, up to and including 22 February 2020
VANDAAG = "2020-02-23 12:00:00+01:00"


@pytest.fixture(autouse=True)
def vandaag() -> Iterator[None]:
    with time_machine.travel(VANDAAG, tick=False):
        yield


class Wereld:
    """Two rooms with two activities and one without a category, and six people."""

    def __init__(self) -> None:
        self.door = systeem()
        self.kamers = [maak_kamer("Noord", open_vanaf=None), maak_kamer("Oost", open_vanaf=None)]
        self.activiteiten = [
            maak_activiteit(kamer, f"{soort} {kamer}", soort=soort)
            for kamer in self.kamers
            for soort in ("Formulieren", "Klussen")
        ]
        self.activiteiten.append(Activiteit.objects.create(kamer=self.kamers[0], naam="zonder categorie"))
        self.mensen = [maak_deelnemer(self.kamers[0], f"Mens {n}") for n in range(6)]

    @property
    def kamer_ids(self) -> list[int]:
        return [kamer.pk for kamer in self.kamers]

    def kom(self, activiteit: int, mens: int, *dagen: date) -> None:
        registreer(self.activiteiten[activiteit], self.mensen[mens], *dagen)

    def doe(self, wat: str, een: int, ander: int, dag: date) -> None:
        """One change of the registrations, in words of the strategy below."""
        activiteit = self.activiteiten[een % len(self.activiteiten)]
        mens = self.mensen[ander % len(self.mensen)]
        if wat == "kom":
            registreer(activiteit, mens, dag)
        elif wat == "weg":
            Deelname.objects.filter(deelnemer=mens, datum__gte=dag).delete()
        elif wat == "schuif":
            with suppress(IntegrityError), transaction.atomic():  # somebody may have been there that day already
                Deelname.objects.filter(deelnemer=mens, datum__gte=dag, datum__lt="2019-12-01").update(
                    datum=F("datum") + timedelta(days=35 + een)
                )
        elif wat == "klus":
            Klus.objects.create(
                nummer=f"k{Klus.objects.count()}", kamer=activiteit.kamer, aanvrager=mens, aangevraagd_op=BEGIN,
                uitgevoerd_op=dag if een % 2 else None,
            )  # fmt: skip
        elif wat == "klus later":
            Klus.objects.filter(aanvrager=mens).update(uitgevoerd_op=dag)
        elif wat == "telling":
            Telling.objects.update_or_create(
                activiteit=activiteit, kamer=activiteit.kamer, datum=dag, soort="", defaults={"aantal": een + 1}
            )
        elif wat == "samen" and een % 6 < ander % 6:  # to an earlier card, so never in a circle
            Deelnemer.objects.filter(pk=mens.pk).update(samengevoegd_met=self.mensen[een % 6])
        elif wat == "los":
            Deelnemer.objects.filter(pk=mens.pk).update(samengevoegd_met=None)
        elif wat == "bouw":
            bouw_maandstanden(self.kamer_ids)
        elif wat == "half":  # as if only some were ever built
            Maandstand.objects.annotate(rest=F("pk") % 3).filter(rest=een % 3).delete()


@pytest.fixture
def wereld() -> Wereld:
    return Wereld()


dagen = st.integers(0, DAGEN - 1).map(lambda n: BEGIN + timedelta(days=n))
hele_maanden = st.tuples(st.integers(0, 14), st.integers(1, 14)).map(
    lambda paar: Periode(
        date(2018 + (paar[0] + 10) // 12, (paar[0] + 10) % 12 + 1, 1),
        date(2018 + (paar[0] + paar[1] + 10) // 12, (paar[0] + paar[1] + 10) % 12 + 1, 1) - timedelta(days=1),
    )
)
perioden = hele_maanden | st.tuples(dagen, dagen).map(lambda paar: Periode(min(paar), max(paar)))
veranderingen = st.tuples(
    st.sampled_from(
        ["kom", "kom", "kom", "weg", "schuif", "klus", "klus later", "telling", "samen", "los", "bouw", "bouw", "half"]
    ),
    st.integers(0, 30),
    st.integers(0, 30),
    dagen,
)


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(stappen=st.lists(veranderingen, max_size=25), gevraagd=st.lists(perioden, min_size=1, max_size=4))
def test_met_half_en_zonder_maandstanden_is_elk_cijfer_gelijk(wereld, stappen, gevraagd):
    with transaction.atomic():
        for stap in [*stappen, ("bouw", 0, 0, BEGIN)][: len(stappen) + len(gevraagd) % 2]:
            wereld.doe(*stap)
        assert controleer_maandstanden(wereld.kamer_ids) == []
        met = tellingen.tel_uniek(wereld.kamers, gevraagd)
        Maandstand.objects.all().delete()
        assert tellingen.tel_uniek(wereld.kamers, gevraagd) == met
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_maandstanden_worden_ook_gebruikt(wereld):
    """The test above would also pass if nothing was ever read from them."""
    for maand in range(14):
        wereld.kom(0, maand % 6, BEGIN + timedelta(days=30 * maand))
    bouw_maandstanden(wereld.kamer_ids)
    vakken = Vakken([date(2019, 1, 1), date(2020, 1, 1), date(2020, 2, 1), date(2020, 2, 20)])
    _, gaten = lees_bewaard(wereld.kamer_ids, vakken)
    # The other kamer has no registrations, so nothing is kept of it.
    assert gaten.per_kamer == {
        wereld.kamers[0].pk: ((date(2020, 2, 1), date(2020, 2, 20)),),
        wereld.kamers[1].pk: ((ALTIJD, date(2020, 2, 20)),),
    }
    Maandstand.objects.update(inhoud=b"")
    assert tellingen.tel_uniek(wereld.kamers, [Periode.jaar(2019)])[-1].uniek == 0


@pytest.mark.django_db
def test_een_pagina_van_vandaag_leest_alleen_vandaag_uit_de_registraties(wereld):
    """The same days of earlier years are kept too, cut off where today cuts them off; tomorrow's cut replaces it."""
    for maand in range(14):
        wereld.kom(0, maand % 6, BEGIN + timedelta(days=30 * maand))
    bouw_maandstanden(wereld.kamer_ids)
    dit_jaar = Periode(date(2020, 1, 1), date(2020, 2, 23))
    gevraagd = [dit_jaar, dit_jaar.jaar_eerder(), Periode.jaar(2019), Periode(date(2019, 2, 1), date(2019, 2, 23))]
    vakken = Vakken(grens for periode in gevraagd for grens in (periode.van, periode.tot))
    _, gaten = lees_bewaard(wereld.kamer_ids, vakken)
    assert gaten.per_kamer[wereld.kamers[0].pk] == ((date(2020, 2, 23), date(2020, 2, 24)),)
    assert gaten.te_bewaren(vakken, date(2020, 2, 23)) == [wereld.kamers[1].pk], "alleen van wie niets is bewaard"
    with time_machine.travel("2020-02-24 12:00:00+01:00", tick=False):
        bouw_maandstanden(wereld.kamer_ids)
        bewaard = set(Maandstand.objects.filter(kamer=wereld.kamers[0]).values_list("van", "tot"))
        assert bewaard == te_bewaren(BEGIN, date(2020, 2, 24)) != te_bewaren(BEGIN, date(2020, 2, 23))
        assert controleer_maandstanden(wereld.kamer_ids) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wat", "weg"),
    [
        ("nieuwe deelname", {"maand", "jaar", "2020"}),
        ("andere dag", {"maand", "jaar", "2020", "vorig jaar", "2019"}),
        ("weg", {"maand", "jaar", "2020"}),
        ("klus", {"maand", "jaar", "2020"}),
        ("telling", {"maand", "jaar", "2020"}),
        ("vandaag", set()),
        ("samenvoegen", set()),
    ],
)
def test_een_late_wijziging_gooit_weg_wat_hij_raakt(wereld, wat, weg):
    """And nothing else: a month of another kamer, or another month, stays."""
    dag, vroeg = date(2019, 5, 5), date(2018, 12, 5)
    wereld.kom(0, 0, date(2018, 12, 1), dag)
    wereld.kom(2, 1, dag)
    bouw_maandstanden(wereld.kamer_ids)
    elders = Maandstand.objects.filter(kamer=wereld.kamers[1]).count()
    hier = Maandstand.objects.filter(kamer=wereld.kamers[0])
    stukken = {
        "maand": (date(2019, 5, 1), date(2019, 6, 1)),
        "jaar": (date(2019, 1, 1), date(2020, 1, 1)),
        "2020": (ALTIJD, date(2020, 1, 1)),
        "vorig jaar": (date(2018, 1, 1), date(2019, 1, 1)),
        "2019": (ALTIJD, date(2019, 1, 1)),
        "maart": (date(2019, 3, 1), date(2019, 4, 1)),
        "2018": (ALTIJD, date(2018, 1, 1)),
    }
    voor = set(hier.values_list("van", "tot"))
    assert set(stukken.values()) <= voor
    {
        "nieuwe deelname": lambda: wereld.kom(1, 3, dag),
        "andere dag": lambda: Deelname.objects.filter(kamer=wereld.kamers[0], datum=dag).update(datum=vroeg),
        "weg": lambda: Deelname.objects.filter(kamer=wereld.kamers[0], datum=dag).delete(),
        "klus": lambda: wereld.doe("klus", 1, 1, dag),
        "telling": lambda: wereld.doe("telling", 0, 1, dag),
        "vandaag": lambda: wereld.kom(0, 0, date(2020, 2, 23)),
        "samenvoegen": lambda: wereld.doe("samen", 0, 1, dag),
    }[wat]()
    verdwenen = voor - set(hier.values_list("van", "tot"))
    geraakt = {dag} if weg else set()
    geraakt |= {vroeg} if wat == "andere dag" else set()
    assert verdwenen == {(van, tot) for van, tot in voor if any(van <= d < tot for d in geraakt)}
    assert verdwenen & set(stukken.values()) == {stukken[naam] for naam in weg}
    assert Maandstand.objects.filter(kamer=wereld.kamers[1]).count() == elders
    bouw_maandstanden(wereld.kamer_ids)
    assert set(hier.values_list("van", "tot")) == voor


@pytest.mark.django_db
def test_wat_ouder_is_dan_het_oudste_gooit_alles_van_voor_die_dag_weg(wereld):
    wereld.kom(0, 0, date(2019, 5, 5))
    bouw_maandstanden(wereld.kamer_ids)
    assert Maandstand.objects.filter(van=ALTIJD).count() == 2
    wereld.kom(0, 1, date(2018, 12, 31))
    assert not Maandstand.objects.filter(van=ALTIJD).exists()
    bouw_maandstanden(wereld.kamer_ids)
    rijen = tellingen.tel_uniek(wereld.kamers, [Periode.jaar(2019)])
    assert (rijen[-1].uniek, rijen[-1].nieuw) == (1, 1)
    assert controleer_maandstanden(wereld.kamer_ids) == []


@pytest.mark.django_db
def test_een_tweede_keer_bouwen_doet_niets_en_een_lege_kamer_ook_niet(wereld):
    wereld.kom(0, 0, date(2019, 5, 5))
    assert (
        bouw_maandstanden(wereld.kamer_ids) == 13 + 2 + 1 + 2 + 2 + 1
    )  # months, a year, parts, all before, this month
    assert bouw_maandstanden(wereld.kamer_ids) == 0
    assert bouw_maandstanden([]) == 0


@pytest.mark.django_db
def test_het_aantal_vragen_hangt_niet_af_van_kamers_maanden_of_wat_er_bewaard_is(wereld):
    for nummer in (0, 2):
        wereld.kom(nummer, nummer, date(2018, 12, 5), date(2019, 5, 5), date(2020, 2, 3))

    def vragen(kamers, gevraagd) -> int:
        with CaptureQueriesContext(connection) as gesteld:
            tellingen.tel_uniek(kamers, gevraagd)
        return len(gesteld)

    veel = Periode(date(2018, 11, 5), date(2020, 2, 20)).verdeel("maand")

    def evenveel() -> int:
        vier = {vragen(kamers, dit) for kamers in (wereld.kamers[:1], wereld.kamers) for dit in (veel, veel[2:9])}
        return vier.pop() if len(vier) == 1 else -1

    assert evenveel() == 8
    bouw_maandstanden(wereld.kamer_ids)
    assert vragen(wereld.kamers, veel) == vragen(wereld.kamers[:1], veel) == 9
    assert vragen(wereld.kamers, veel[2:5]) == 6  # all of it is kept, so no registration is read
    Maandstand.objects.annotate(rest=F("pk") % 3).filter(rest=0).delete()
    assert evenveel() == 9


@pytest.mark.django_db
def test_inpakken_en_uitpakken_geeft_hetzelfde():
    regels = [Regel(KLUSSEN, BitMap([7])), Regel(2**40, BitMap(range(70_000)), 2**31, 5), Regel(3, BitMap(), 0, 9)]
    assert pak_uit(pak_in(regels)) == regels
    assert pak_uit(pak_in([])) == []


@pytest.mark.django_db
def test_het_commando_bouwt_en_controleert(wereld):
    wereld.kom(0, 0, date(2019, 5, 5))
    uit = StringIO()
    call_command("maandstanden", stdout=uit)
    call_command("maandstanden", controleer=True, stdout=uit)
    assert "21 maandstanden gemaakt" in uit.getvalue()
    assert "Alle 21 maandstanden kloppen" in uit.getvalue()
    Maandstand.objects.filter(van=date(2019, 5, 1)).update(inhoud=pak_in([]))
    fout = StringIO()
    with pytest.raises(SystemExit) as gestopt:
        call_command("maandstanden", controleer=True, stdout=uit, stderr=fout)
    assert gestopt.value.code == 1
    assert "Noord: van 1 mei 2019 tot 1 juni 2019 klopt niet." in fout.getvalue()
    call_command("maandstanden", opnieuw=True, stdout=uit)
    assert controleer_maandstanden(wereld.kamer_ids) == []


# --- built while counting ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_veel_losse_rijen_worden_na_de_transactie_bewaard(wereld, monkeypatch, django_capture_on_commit_callbacks: Any):
    wereld.kom(0, 0, date(2019, 5, 5), date(2019, 5, 6), date(2020, 2, 20))
    monkeypatch.setattr(stand, "VEEL_RIJEN", 2)
    with django_capture_on_commit_callbacks() as later:
        tellingen.tel_uniek(wereld.kamers, [Periode.jaar(2019)])
    assert later == []  # two rows are not more than two
    with django_capture_on_commit_callbacks(execute=True):
        tellingen.tel_uniek(wereld.kamers, [Periode(date(2019, 1, 1), date(2020, 2, 22))])
        assert not Maandstand.objects.exists()
    assert Maandstand.objects.filter(kamer=wereld.kamers[0]).count() == 21
    with django_capture_on_commit_callbacks() as later:
        tellingen.tel_uniek(wereld.kamers, [Periode(date(2019, 1, 1), date(2020, 2, 22))])
    assert later == []


# --- two connections at once -------------------------------------------------------------------------------------


def op_eigen_verbinding(taak: Callable[[], Any]) -> threading.Thread:
    def doe() -> None:
        try:
            taak()
        finally:
            connection.close()

    draad = threading.Thread(target=doe)
    draad.start()
    return draad


@pytest.mark.django_db(transaction=True)
def test_wie_bouwt_terwijl_een_ander_schrijft_slaat_die_kamer_over():
    wereld = Wereld()
    dag = date(2019, 5, 5)
    wereld.kom(0, 0, dag)
    wereld.kom(2, 0, dag)
    gebouwd: list[int] = []
    with transaction.atomic():
        wereld.kom(0, 1, dag)  # not there yet for anybody else
        op_eigen_verbinding(lambda: gebouwd.append(bouw_maandstanden(wereld.kamer_ids))).join(20)
    assert gebouwd == [21]
    assert set(Maandstand.objects.values_list("kamer", flat=True)) == {wereld.kamers[1].pk}
    assert bouw_maandstanden(wereld.kamer_ids) == 21
    assert controleer_maandstanden(wereld.kamer_ids) == []


@pytest.mark.django_db(transaction=True)
def test_wie_schrijft_terwijl_een_ander_bouwt_gooit_weg_wat_die_bewaarde(monkeypatch):
    """The change arrives after the builder has read and before it has stored: the worst moment there is."""
    wereld = Wereld()
    dag = date(2019, 5, 5)
    wereld.kom(0, 0, dag)
    draden: list[threading.Thread] = []
    geschreven = threading.Event()

    def schrijf() -> None:
        wereld.kom(0, 1, dag)
        geschreven.set()

    lees = maandstanden._lees_stukken

    def lees_en_laat_schrijven(*args: Any) -> Any:
        gelezen = lees(*args)
        if not draden:
            draden.append(op_eigen_verbinding(schrijf))
            assert not geschreven.wait(0.5)  # it waits for the builder
        return gelezen

    monkeypatch.setattr(maandstanden, "_lees_stukken", lees_en_laat_schrijven)
    assert bouw_maandstanden(wereld.kamer_ids) == 21
    draden[0].join(20)
    assert geschreven.is_set()
    assert not Maandstand.objects.filter(van=date(2019, 5, 1)).exists()
    assert controleer_maandstanden(wereld.kamer_ids) == []
    assert tellingen.tel_uniek(wereld.kamers, [Periode.jaar(2019)])[-1].uniek == 2


@pytest.mark.django_db(transaction=True)
def test_bouwen_en_schrijven_door_elkaar_laat_nooit_iets_ouds_staan():
    wereld = Wereld()
    wereld.kom(0, 0, date(2019, 1, 1))
    klaar = threading.Event()

    def bouw() -> None:
        while not klaar.is_set():
            bouw_maandstanden(wereld.kamer_ids)

    bouwers = [op_eigen_verbinding(bouw) for _ in range(2)]
    try:
        for nummer in range(60):
            wereld.kom(nummer % 2, nummer % 6, date(2019, 1, 1) + timedelta(days=7 * nummer))
    finally:
        klaar.set()
        for bouwer in bouwers:
            bouwer.join(30)
    bouw_maandstanden(wereld.kamer_ids)
    assert controleer_maandstanden(wereld.kamer_ids) == []


@pytest.mark.parametrize("tabel", ["deelname", "klus", "telling", "activiteit"])
@pytest.mark.django_db(transaction=True)
def test_wie_een_tabel_leegmaakt_maakt_ook_leeg_wat_eruit_geteld_is(tabel):
    """Only the owner of the database can; a figure of before would stay for ever."""
    wereld = Wereld()
    wereld.kom(0, 0, BEGIN)
    bouw_maandstanden(wereld.kamer_ids)
    assert Maandstand.objects.exists()
    with als_eigenaar(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE deelnemers_{tabel} CASCADE")
    assert not Maandstand.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_een_verouderde_blik_mag_geen_registraties_schrijven():
    """Such a transaction does not see what a builder stored since, so it could not throw it away."""
    wereld = Wereld()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(Geweigerd, match="read committed"):
            wereld.kom(0, 0, date(2019, 5, 5))


@pytest.mark.django_db(transaction=True)
def test_wie_onderweg_verdwijnt_wordt_uit_de_registraties_gelezen(monkeypatch):
    """A change between the two questions about what is kept may not lose those days."""
    wereld = Wereld()
    wereld.kom(0, 0, date(2019, 5, 5))
    bouw_maandstanden(wereld.kamer_ids)
    from deelnemers.tellingen import standen

    dek = standen.dek

    def dek_en_schrijf(*args: Any) -> Any:
        gekozen = dek(*args)
        op_eigen_verbinding(lambda: wereld.kom(0, 1, date(2019, 5, 6))).join(20)
        return gekozen

    monkeypatch.setattr(standen, "dek", dek_en_schrijf)
    assert tellingen.tel_uniek(wereld.kamers[:1], [Periode.jaar(2019)])[-1].uniek == 2
