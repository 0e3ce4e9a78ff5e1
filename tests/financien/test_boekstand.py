"""Where the money of a year stands: against brute force over any set of lines, bookings and corrections."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as instellen
from hypothesis import strategies as st

from financien.boekstand import NIETS, als_overzicht, bereken_prognose, boekstand, jaren
from financien.models import (
    Begroting,
    Begrotingsregel,
    Bijdragestap,
    Boeking,
    Post,
    Prognose,
    Verplichting,
)
from financien.tabellen import soorttabellen
from tests.fabrieken import maak_kamer, maak_organisatie

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 1, 1)
bedragen = st.decimals(Decimal("-90000"), Decimal("90000"), places=2).filter(bool)
positief = st.decimals(Decimal("0.01"), Decimal("90000"), places=2)
dagen = st.integers(0, 400).map(lambda n: BEGIN + timedelta(days=n))
standen = st.sampled_from(["gevraagd", "besloten", "besloten", "gefactureerd", "ontvangen", "afgewezen"])


@st.composite
def een_jaar(draw) -> dict:
    """Posts over kamers and groups, with budgets, bookings (some taken back later), promises and expectations."""
    posten = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "soort": st.sampled_from(["kosten", "financiering"]),
                    "groep": st.sampled_from(["", "huis", "mensen"]),
                    "kamer": st.sampled_from([None, 0, 1, 2]),
                    "begroot": st.one_of(st.none(), st.just(NIETS), bedragen),
                    "stappen": st.lists(st.tuples(dagen, standen, st.one_of(st.none(), positief)), max_size=3),
                    "verwacht": st.lists(st.tuples(dagen, bedragen), max_size=2, unique_by=lambda x: x[0]),
                    "beloofd": st.lists(st.tuples(dagen, positief, st.one_of(st.none(), dagen)), max_size=2),
                }
            ),
            max_size=8,
        )
    )
    nummers = st.integers(0, max(len(posten) - 1, 0))
    boekingen = draw(st.lists(st.tuples(nummers, dagen, bedragen, st.booleans()), max_size=12)) if posten else []
    herstel = draw(
        st.lists(st.tuples(st.integers(0, max(len(boekingen) - 1, 0)), dagen), max_size=4, unique_by=lambda x: x[0])
    )
    return {"posten": posten, "boekingen": boekingen, "herstel": herstel if boekingen else [], "per": draw(dagen)}


@instellen(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jaar=een_jaar(), volgorde=st.randoms(use_true_random=False))
def test_elke_som_is_tot_op_de_cent_de_som_van_haar_delen(jaar, volgorde, django_db_blocker):
    with transaction.atomic():
        _vergelijk(jaar, volgorde)
        transaction.set_rollback(True)


def _vergelijk(jaar: dict, volgorde) -> None:
    kamers = [maak_kamer(f"Kamer {letter}") for letter in "ABC"]
    posten = []
    begroting = Begroting.objects.create(jaar=2026)
    for nummer, gegeven in enumerate(jaar["posten"]):
        post = Post.objects.create(
            jaar=2026, soort=gegeven["soort"], naam=f"Post {nummer}", groep=gegeven["groep"], volgorde=nummer,
            kamer=None if gegeven["kamer"] is None else kamers[gegeven["kamer"]],
        )  # fmt: skip
        posten.append(post)
        if gegeven["begroot"] is not None:
            Begrotingsregel.objects.create(begroting=begroting, post=post, bedrag=gegeven["begroot"])
        for dag, bedrag in gegeven["verwacht"]:
            Prognose.objects.create(post=post, datum=dag, nog_verwacht=bedrag, reden="zo denk ik")
        for dag, stand, bedrag in gegeven["stappen"] if gegeven["soort"] == "financiering" else ():
            Bijdragestap.objects.create(bijdrage=post, stand=stand, datum=dag, bedrag=bedrag)
    beloften = [
        [
            Verplichting.objects.create(post=post, omschrijving="x", aangegaan_op=op, bedrag=bedrag, vervallen_op=tot)
            for op, bedrag, tot in gegeven["beloofd"]
        ]
        for post, gegeven in zip(posten, jaar["posten"], strict=True)
    ]
    # any order of entry: the day of a booking says when it counts, not when it was typed
    rijen = list(enumerate(jaar["boekingen"]))
    volgorde.shuffle(rijen)
    geboekt = {}
    for nummer, (post, dag, bedrag, op_belofte) in rijen:
        belofte = beloften[post][0] if op_belofte and beloften[post] else None
        geboekt[nummer] = Boeking.objects.create(
            post=posten[post], datum=dag, bedrag=bedrag, omschrijving="b", verplichting=belofte
        )
    for nummer, dag in jaar["herstel"]:
        oud = geboekt[nummer]
        Boeking.objects.create(post=oud.post, datum=dag, bedrag=-oud.bedrag, omschrijving="h", herstelt=oud)

    stand = boekstand(2026, jaar["per"])
    overzicht = als_overzicht(stand)

    verwacht = {}
    for nummer, gegeven in enumerate(jaar["posten"]):
        verwacht[posten[nummer].pk] = _met_de_hand(nummer, gegeven, jaar)
    gekregen = {p.post_id: (p.begroot, p.geboekt, p.verplicht, p.nog_verwacht, p.prognose) for p in stand.posten}
    assert gekregen == verwacht
    for soort in ("kosten", "financiering"):
        eigen = [verwacht[p.pk] for p in posten if p.soort == soort]
        assert stand.totaal(soort, "geboekt") == (sum((e[1] for e in eigen), NIETS) if eigen else None)
        for plaats, kolom in ((0, "begroot"), (4, "prognose")):
            delen = [e[plaats] for e in eigen if e[plaats] is not None]
            assert stand.totaal(soort, kolom) == (sum(delen, NIETS) if delen else None)
        blok = overzicht.soort(soort)
        if blok is None:
            continue
        for kolom, plaats in (("prognose", 4), ("realisatie", 1)):
            alles = sum((e[plaats] or NIETS for e in eigen), NIETS)
            assert getattr(blok.totaal.totaal.bedragen, kolom) == alles
            per_groep = [
                getattr((groep.subtotaal or rij).totaal.bedragen, kolom)
                for groep in blok.groepen
                for rij in ([groep.subtotaal] if groep.subtotaal else groep.rijen)
            ]
            assert sum((deel or NIETS for deel in per_groep), NIETS) == alles
            if blok.totaal.cellen:
                per_kamer = (getattr(cel.bedragen, kolom) for cel in blok.totaal.cellen)
                assert sum((deel or NIETS for deel in per_kamer), NIETS) == alles


def _met_de_hand(nummer: int, gegeven: dict, jaar: dict) -> tuple:
    """Booking by booking, without the database, as the rule on the screen says it."""
    per = jaar["per"]
    geboekt, verplicht = _vast(nummer, gegeven, jaar, per)
    begroot, vast = gegeven["begroot"], geboekt + verplicht
    stand, zeker = _besluit(gegeven, per)
    gezegd = sorted((dag, bedrag) for dag, bedrag in gegeven["verwacht"] if dag <= per)
    if stand == "afgewezen":
        return begroot, geboekt, verplicht, None, geboekt
    if gezegd:
        dag, nog = gezegd[-1]
        toen = sum(_vast(nummer, gegeven, jaar, dag), NIETS) + nog
        # what was expected, or what there is by now when that goes further
        prognose = toen if (vast <= toen if nog >= 0 else vast >= toen) else vast
        return begroot, geboekt, verplicht, prognose - vast, prognose
    doel = begroot
    if per >= date(2026, 12, 31) and begroot is not None:
        doel = NIETS
    if zeker is not None:
        doel = zeker
    if doel is None:
        prognose = vast if vast else None
    elif doel == 0:
        prognose = vast
    else:
        prognose = sorted((vast, doel))[1 if doel > 0 else 0]
    return begroot, geboekt, verplicht, None, prognose


def _besluit(gegeven: dict, per: date) -> tuple[str, Decimal | None]:
    """Where a contribution stands, and what is certain of it: walking through its steps."""
    stand, besloten, is_besloten, gefactureerd = "", None, False, NIETS
    stappen = gegeven["stappen"] if gegeven["soort"] == "financiering" else []
    for dag, stap, bedrag in sorted(stappen, key=lambda stap: stap[0]):
        if dag > per:
            continue
        stand = stap
        if stap == "afgewezen":
            besloten, is_besloten, gefactureerd = None, False, NIETS
        elif stap == "besloten":
            besloten, is_besloten = bedrag, True
        elif stap == "gefactureerd":
            gefactureerd += bedrag or NIETS
    if stand not in ("besloten", "gefactureerd", "ontvangen"):
        return stand, None
    if is_besloten and besloten is not None:
        return stand, besloten
    return stand, gefactureerd if gegeven["begroot"] is None else gegeven["begroot"]


def _vast(nummer: int, gegeven: dict, jaar: dict, per: date) -> tuple[Decimal, Decimal]:
    """What is booked and what is promised at the end of a day."""
    herstel = dict(jaar["herstel"])
    geboekt, op_belofte = NIETS, NIETS
    for plaats, (post, dag, bedrag, belofte) in enumerate(jaar["boekingen"]):
        if post != nummer:
            continue
        telt = bedrag if dag <= per else NIETS
        if plaats in herstel and herstel[plaats] <= per:
            telt -= bedrag
        geboekt += telt
        op_belofte += telt if belofte else NIETS
    verplicht = NIETS
    for plaats, (op, bedrag, tot) in enumerate(gegeven["beloofd"]):
        if op <= per and (tot is None or tot > per):
            verplicht += max(bedrag - (op_belofte if plaats == 0 else NIETS), NIETS)
    return geboekt, verplicht


def test_de_begroting_die_op_die_dag_gold():
    post = Post.objects.create(jaar=2026, soort="kosten", naam="Huur")
    for versie, (bedrag, op) in enumerate(((100, date(2026, 1, 5)), (150, date(2026, 6, 1)), (175, None)), 1):
        begroting = Begroting.objects.create(jaar=2026, versie=versie, reden="x" if versie > 1 else "")
        Begrotingsregel.objects.create(begroting=begroting, post=post, bedrag=bedrag, noot=f"noot {versie}")
        Begroting.objects.filter(pk=begroting.pk).update(vastgesteld_op=op)
    assert [boekstand(2026, dag).posten[0].begroot for dag in (date(2026, 5, 31), date(2026, 6, 1))] == [100, 150]
    assert not boekstand(2026, date(2026, 6, 1)).is_concept
    assert boekstand(2026, date(2026, 6, 1)).posten[0].noot == "noot 2"
    # before the first was adopted there was only a concept
    assert boekstand(2026, date(2026, 1, 4)).is_concept
    assert jaren() == [2026]


def test_een_jaar_met_alleen_een_concept_en_een_leeg_jaar():
    post = Post.objects.create(jaar=2027, soort="kosten", naam="Huur")
    Begrotingsregel.objects.create(begroting=Begroting.objects.create(jaar=2027), post=post, bedrag=5)
    stand = boekstand(2027, date(2026, 12, 1))
    assert (stand.is_concept, stand.posten[0].begroot, stand.versie) == (True, 5, 1)
    leeg = boekstand(2030, date(2030, 1, 1))
    assert (leeg.posten, leeg.begroting_id, leeg.saldo("begroot")) == ((), None, None)
    assert als_overzicht(leeg).soorten == ()


def test_van_een_afgewezen_bijdrage_telt_alleen_wat_er_geboekt_is():
    post = Post.objects.create(jaar=2026, soort="financiering", naam="Fonds", financier=maak_organisatie("Fonds"))
    Begrotingsregel.objects.create(begroting=Begroting.objects.create(jaar=2026), post=post, bedrag=5000)
    Prognose.objects.create(post=post, datum=date(2026, 2, 1), nog_verwacht=4000, reden="komt")
    Bijdragestap.objects.create(bijdrage=post, stand="gevraagd", datum=date(2026, 1, 5))
    Bijdragestap.objects.create(bijdrage=post, stand="afgewezen", datum=date(2026, 3, 1))
    for dag, prognose in ((date(2026, 1, 5), 5000), (date(2026, 2, 1), 4000), (date(2026, 3, 1), 0)):
        assert boekstand(2026, dag).posten[0].prognose == prognose
    assert boekstand(2026, date(2026, 3, 1)).posten[0].bijdragestand == "afgewezen"
    assert bereken_prognose(begroot=None, geboekt=NIETS, verplicht=NIETS, nog_verwacht=None) is None


def test_van_een_bijdrage_met_een_besluit_telt_wat_zeker_is():
    post = Post.objects.create(jaar=2026, soort="financiering", naam="Gemeente")
    Begrotingsregel.objects.create(begroting=Begroting.objects.create(jaar=2026), post=post, bedrag=50_000)
    Bijdragestap.objects.create(bijdrage=post, stand="gevraagd", datum=date(2026, 1, 5), bedrag=50_000)
    Bijdragestap.objects.create(bijdrage=post, stand="besloten", datum=date(2026, 3, 1), bedrag=30_000)
    Boeking.objects.create(post=post, datum=date(2026, 4, 1), bedrag=30_000, omschrijving="b")
    dagen = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 1), date(2026, 12, 31))
    assert [boekstand(2026, dag).posten[0].prognose for dag in dagen] == [50_000, 30_000, 30_000, 30_000]
    Boeking.objects.create(post=post, datum=date(2026, 5, 1), bedrag=5_000, omschrijving="b")
    assert boekstand(2026, date(2026, 5, 1)).posten[0].prognose == 35_000


def test_een_verwachting_telt_niet_nog_eens_als_het_jaar_verder_is():
    post = Post.objects.create(jaar=2026, soort="kosten", naam="Huur")
    Begrotingsregel.objects.create(begroting=Begroting.objects.create(jaar=2026), post=post, bedrag=10_000)
    Boeking.objects.create(post=post, datum=date(2026, 3, 1), bedrag=3_000, omschrijving="b")
    Prognose.objects.create(post=post, datum=date(2026, 3, 31), nog_verwacht=9_000, reden="zo denk ik")
    Boeking.objects.create(post=post, datum=date(2026, 9, 1), bedrag=6_000, omschrijving="b")
    Boeking.objects.create(post=post, datum=date(2026, 12, 1), bedrag=4_000, omschrijving="b")
    dagen = (date(2026, 3, 31), date(2026, 9, 30), date(2026, 12, 31))
    gezien = [boekstand(2026, dag).posten[0] for dag in dagen]
    assert [(p.nog_verwacht, p.prognose) for p in gezien] == [(9_000, 12_000), (3_000, 12_000), (0, 13_000)]


def test_na_het_jaar_wordt_niets_meer_uit_de_begroting_verwacht():
    begroting, posten = Begroting.objects.create(jaar=2026), {}
    for naam, soort, bedrag in (("Huur", "kosten", 900), ("Korting", "kosten", -100), ("Fonds", "financiering", 500)):
        posten[naam] = Post.objects.create(jaar=2026, soort=soort, naam=naam)
        Begrotingsregel.objects.create(begroting=begroting, post=posten[naam], bedrag=bedrag)
    Boeking.objects.create(post=posten["Huur"], datum=date(2026, 5, 1), bedrag=300, omschrijving="b")
    for dag, verwacht in ((date(2026, 12, 30), [900, -100, 500]), (date(2026, 12, 31), [300, 0, 0])):
        assert [p.prognose for p in boekstand(2026, dag).posten] == verwacht


def test_wat_wordt_teruggenomen_staat_weer_open():
    post = Post.objects.create(jaar=2026, soort="kosten", naam="Huur")
    belofte = Verplichting.objects.create(post=post, omschrijving="x", bedrag=50, aangegaan_op=BEGIN)
    betaald = Boeking.objects.create(post=post, datum=BEGIN, bedrag=60, omschrijving="b", verplichting=belofte)
    assert boekstand(2026, BEGIN).posten[0].verplicht == 0
    # also when what takes it back does not name the promise
    Boeking.objects.create(post=post, datum=date(2026, 2, 1), bedrag=-60, omschrijving="h", herstelt=betaald)
    assert boekstand(2026, date(2026, 1, 31)).posten[0].verplicht == 0
    assert boekstand(2026, date(2026, 2, 1)).posten[0].verplicht == 50


def test_een_deel_zegt_niets_over_alle_kamers_samen():
    kamer, ander = maak_kamer("Eigen"), maak_kamer("Ander")
    begroting = Begroting.objects.create(jaar=2026)
    for soort, naam, waar, bedrag in (
        ("kosten", "Huur", kamer, 100), ("kosten", "Huur", ander, 200), ("financiering", "Wijk", kamer, 150),
        ("financiering", "Gemeente", None, 1000),
    ):  # fmt: skip
        post = Post.objects.create(jaar=2026, soort=soort, naam=naam, kamer=waar, volgorde=1)
        Begrotingsregel.objects.create(begroting=begroting, post=post, bedrag=bedrag)
    stand = boekstand(2026, date(2026, 5, 1))
    assert als_overzicht(stand).tekorten[-1].begroot == 850
    deel = stand.voor_kamers([kamer.pk])
    assert [(p.naam, p.begroot) for p in deel.posten] == [("Huur", 100), ("Wijk", 150)]
    gezien = als_overzicht(deel)
    assert not gezien.volledig
    assert "niet per kamer verdeeld" in gezien.tekorten[0].reden
    tekst = str(soorttabellen(gezien))
    assert not [getal for getal in ("Ander", "1000", "300") if getal in tekst]


def test_het_aantal_vragen_aan_de_database_staat_vast():
    begroting = Begroting.objects.create(jaar=2026)

    def vragen() -> int:
        with CaptureQueriesContext(
            connection,
        ) as gevraagd:
            als_overzicht(boekstand(2026, date(2026, 12, 1)))
        return len(gevraagd)

    aantallen = []
    for nummer in range(3):
        post = Post.objects.create(jaar=2026, soort="kosten", naam=f"P{nummer}", kamer=maak_kamer(),
                                   financier=maak_organisatie())  # fmt: skip
        Begrotingsregel.objects.create(begroting=begroting, post=post, bedrag=5)
        belofte = Verplichting.objects.create(post=post, omschrijving="x", bedrag=50, aangegaan_op=BEGIN)
        Boeking.objects.create(post=post, datum=BEGIN, bedrag=5, omschrijving="b", verplichting=belofte)
        aantallen.append(vragen())
    assert set(aantallen) == {aantallen[0]}
    assert aantallen[0] <= 8
