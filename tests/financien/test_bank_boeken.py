"""Lines of the bank are booked once and wholly, and rules learn from what is chosen."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.schrijven import Geweigerd
from financien.bank import aantal_te_boeken
from financien.bank.boeken import (
    Deel,
    Keuze,
    boek_transacties,
    maak_regel,
    neem_weer_mee,
    sla_over,
    verwijder_regel,
)
from financien.bank.stand import met_open, te_boeken
from financien.bank.voorstellen import stel_voor, zoekregel_voor
from financien.boeken import herstel
from financien.models import Banktransactie, Begroting, Boeking, Boekregel, Bron, Maandafsluiting, Post, Regel
from tests.fabrieken import maak_kamer, maak_organisatie, systeem

pytestmark = pytest.mark.django_db
ANDER = "NL44ABNA0987654321"


def lijn(bedrag="-120.00", dag=date(2026, 3, 2), **velden) -> Banktransactie:
    velden = {"rekening": "NL20INGB0001234567", "tegenpartij": "Verhuur Ondiep BV", "tegenrekening": ANDER} | velden
    nummer = Banktransactie.objects.count()
    return Banktransactie.objects.create(datum=dag, bedrag=D(bedrag), kenmerk=f"camt:{nummer}:1", **velden)


def post(naam="Huur", soort="kosten", jaar=2026, **velden) -> Post:
    return Post.objects.create(jaar=jaar, soort=soort, naam=naam, **velden)


def boek(*keuzes) -> list[Boeking]:
    return boek_transacties(
        [Keuze(t.pk, waar) if isinstance(waar, Post) else Keuze(t.pk, delen=tuple(waar)) for t, waar in keuzes],
        door=systeem(),
    )


def voorstel(transactie):
    return stel_voor([transactie])[transactie.pk]


# --- booking ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bedrag", "soort", "geboekt"),
    [
        ("-120.00", "kosten", "120.00"),  # paid
        ("120.00", "kosten", "-120.00"),  # came back
        ("120.00", "financiering", "120.00"),  # received
        ("-120.00", "financiering", "-120.00"),  # paid back
    ],
)
def test_het_teken_volgt_uit_de_richting_en_de_post(bedrag, soort, geboekt):
    transactie = lijn(bedrag)
    [boeking] = boek((transactie, post(soort=soort)))
    assert (boeking.bedrag, boeking.herkomst, boeking.transactie) == (D(geboekt), "bank", transactie)
    assert (boeking.datum, boeking.tegenpartij, boeking.omschrijving) == (
        transactie.datum, "Verhuur Ondiep BV", "Verhuur Ondiep BV",
    )  # fmt: skip
    assert aantal_te_boeken() == 0


def test_splitsen_moet_precies_kloppen():
    transactie, huur, energie = lijn(), post(), post("Energie")
    with pytest.raises(Geweigerd, match="samen € 119,99, maar er moet € 120,00.*verschil is € 0,01"):
        boek((transactie, [Deel(huur, D("70.00")), Deel(energie, D("49.99"))]))
    assert aantal_te_boeken() == 1
    boek((transactie, [Deel(huur, D("70.00")), Deel(energie, D("50.00"))]))
    assert sorted(Boeking.objects.values_list("post__naam", "bedrag")) == [("Energie", D(50)), ("Huur", D(70))]
    assert aantal_te_boeken() == 0
    assert not Boekregel.objects.exists()


def test_een_bijdrage_waar_kosten_van_zijn_afgehouden():
    transactie = lijn("95.00")
    boek((transactie, [Deel(post("Fonds", "financiering"), D(100)), Deel(post("Bankkosten"), D(-5))]))
    assert sorted(Boeking.objects.values_list("post__naam", "bedrag")) == [("Bankkosten", D(5)), ("Fonds", D(100))]
    assert aantal_te_boeken() == 0


def test_een_regel_wordt_nooit_twee_keer_geboekt_en_alles_of_niets():
    eerste, tweede, huur = lijn(), lijn("-5.00"), post()
    boek((eerste, huur))
    for keuzes, reden in (
        ([(tweede, huur), (eerste, huur)], "is al geboekt"),
        ([(tweede, huur), (tweede, huur)], "twee keer gekozen"),
        ([(tweede, [])], "nog geen post"),
    ):
        with pytest.raises(Geweigerd, match=reden):
            boek(*keuzes)
    assert Boeking.objects.count() == 1
    assert list(te_boeken()) == [tweede]
    with pytest.raises(Geweigerd, match="is er niet"):
        boek_transacties([Keuze(999_999, huur)], door=systeem())


def test_wat_is_teruggenomen_is_weer_te_boeken_en_niet_meer_dan_dat():
    transactie, huur, energie = lijn(), post(), post("Energie")
    deel, _ = boek((transactie, [Deel(huur, D(70)), Deel(energie, D(50))]))
    herstel(deel, omschrijving="verkeerd", datum=date(2026, 3, 3), door=systeem())
    [open_] = te_boeken()
    assert open_.open == D("-70.00")
    with pytest.raises(Geweigerd, match="€ 120,00, maar er moet € 70,00"):
        boek((transactie, [Deel(energie, D(120))]))
    boek((transactie, energie))
    assert aantal_te_boeken() == 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bedrag=st.integers(-50_000, 50_000).filter(bool),
    knippen=st.lists(st.integers(-60_000, 60_000).filter(bool), max_size=4),
    soorten=st.lists(st.sampled_from(["kosten", "financiering"]), min_size=5, max_size=5),
    terug=st.lists(st.integers(0, 4), max_size=3, unique=True),
)
def test_wat_open_is_en_wat_geboekt_is_is_samen_altijd_de_regel(bedrag, knippen, soorten, terug):
    """Any split and any taking back: booked as the bank sees it, plus what is open, is the amount of the line."""
    rest = abs(bedrag) - sum(knippen)
    delen = [*knippen, *([rest] if rest else [])]
    transactie = lijn(str(D(bedrag) / 100))
    posten = [Post.objects.create(jaar=2026, soort=s, naam=f"{transactie.pk}-{n}") for n, s in enumerate(soorten)]
    geboekt = boek((transactie, [Deel(p, D(deel) / 100) for p, deel in zip(posten, delen, strict=False)]))
    for nr in terug:
        if nr < len(geboekt):
            herstel(geboekt[nr], omschrijving="terug", datum=date(2026, 3, 5), door=systeem())
    netto = sum(
        (-b.bedrag if b.post.soort == "kosten" else b.bedrag for b in transactie.boekingen.select_related("post")), D(0)
    )
    assert met_open().get(pk=transactie.pk).open + netto == transactie.bedrag
    assert (transactie in te_boeken()) == (netto != transactie.bedrag)


def test_in_een_gesloten_maand_komt_het_op_de_eerste_open_dag():
    huur, begroting, bron = post(), Begroting.objects.create(jaar=2026), Bron.objects.create(naam="Stand")
    Regel.objects.create(bron=bron, jaar=2026, soort="kosten", post="Huur", begroot=D(1))
    Maandafsluiting.objects.create(begroting=begroting, maand=date(2026, 3, 1), bron=bron, gesloten_op=date(2026, 4, 9))
    april = lijn(dag=date(2026, 4, 8))
    boekingen = boek((lijn(), huur), (april, huur))
    assert [b.datum for b in boekingen] == [date(2026, 4, 1), date(2026, 4, 8)]


def test_tot_en_met_een_dag():
    lijn(dag=date(2026, 3, 31))
    lijn(dag=date(2026, 4, 1))
    assert [aantal_te_boeken(date(2026, 3, dag)) for dag in (30, 31)] == [0, 1]
    assert aantal_te_boeken() == 2


# --- skipping ---------------------------------------------------------------------------------------------------


def test_overslaan_heeft_een_reden_en_is_terug_te_draaien():
    transactie, huur = lijn(), post()
    with pytest.raises(Geweigerd, match="waarom"):
        sla_over(transactie.pk, reden=" ", door=systeem())
    sla_over(transactie.pk, reden="naar de spaarrekening", door=systeem())
    assert aantal_te_boeken() == 0
    with pytest.raises(Geweigerd, match="al overgeslagen: naar de spaarrekening"):
        boek((transactie, huur))
    neem_weer_mee(transactie.pk, door=systeem())
    boek((transactie, huur))
    with pytest.raises(Geweigerd, match="al geboekt"):
        sla_over(transactie.pk, reden="toch niet", door=systeem())


# --- two at once ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_twee_mensen_tegelijk_boeken_een_regel_een_keer():
    transactie, huur, door = lijn(), post(), systeem()
    klaar, uitkomsten = threading.Barrier(2, timeout=20), []

    def doe() -> None:
        try:
            klaar.wait()
            boek_transacties([Keuze(transactie.pk, huur)], door=door)
            uitkomsten.append("geboekt")
        except Geweigerd as fout:
            uitkomsten.append(str(fout))
        finally:
            connections.close_all()

    draden = [threading.Thread(target=doe) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(30)
    assert Boeking.objects.count() == 1
    assert sorted(uitkomst == "geboekt" for uitkomst in uitkomsten) == [False, True]
    assert any("is al geboekt" in uitkomst for uitkomst in uitkomsten)


# --- rules ------------------------------------------------------------------------------------------------------


def test_een_keuze_wordt_een_regel_en_houden_maakt_hem_sterker():
    huur = post(kamer=maak_kamer("TOP"))
    eerste = lijn()
    assert (voorstel(eerste).post, voorstel(eerste).waarom) == (None, "Nog niet eerder gezien.")
    boek((eerste, huur))
    for keer in (1, 2, 3):
        volgende = lijn()
        gevonden = voorstel(volgende)
        assert gevonden.post == huur
        assert gevonden.waarom == f"Zoals {keer} keer eerder: {ANDER} → Huur, TOP."
        assert gevonden.zeker == (keer >= 2)
        boek((volgende, huur))
    regel = Boekregel.objects.get()
    assert (regel.veld, regel.zoek, regel.raak, regel.mis) == ("tegenrekening", ANDER, 4, 0)


def test_op_de_pagina_van_een_regel_leert_een_deel_ook_en_splitsen_niet():
    huur, energie = post(), post("Energie")
    boek((lijn(), [Deel(huur, D(120))]))
    assert voorstel(lijn()).post == huur
    boek((lijn(), [Deel(energie, D(100)), Deel(huur, D(20))]))
    assert Boekregel.objects.get().mis == 0


def test_verbeteren_telt_als_mis_en_de_nieuwe_keuze_wint_meteen():
    huur, energie = post(), post("Energie")
    for _ in range(6):
        boek((lijn(), huur))
    boek((lijn(), energie))
    assert voorstel(lijn()).post == energie
    boek((lijn(), huur))
    assert voorstel(lijn()).post == huur
    assert sorted(Boekregel.objects.values_list("post", "raak", "mis")) == [("Energie", 1, 1), ("Huur", 7, 1)]


def test_veel_tegelijk_leert_ook():
    huur, energie = post(), post("Energie")
    boek(*[(lijn(), huur) for _ in range(3)])
    boek((lijn(), energie), (lijn(), huur), (lijn(), huur))
    regels = {regel.post: (regel.raak, regel.mis) for regel in Boekregel.objects.all()}
    assert regels == {"Huur": (5, 1), "Energie": (1, 0)}


def test_eerst_de_rekening_dan_de_naam_dan_de_omschrijving():
    posten = {naam: post(naam) for naam in ("Rekening", "Naam", "Tekst")}
    maak_regel(veld="omschrijving", zoek="huur maart", post=posten["Tekst"], door=systeem())
    transactie = lijn(omschrijving="Betreft: HUUR, maart 2026")
    assert voorstel(transactie).post == posten["Tekst"]
    assert voorstel(transactie).waarom == "Volgens uw regel: huur maart → Tekst."
    maak_regel(veld="tegenpartij", zoek="ondiep", post=posten["Naam"], door=systeem())
    assert voorstel(transactie).post == posten["Naam"]
    maak_regel(veld="tegenrekening", zoek="nl44 abna 0987 6543 21", post=posten["Rekening"], door=systeem())
    assert voorstel(transactie).post == posten["Rekening"]
    for regel in Boekregel.objects.all():
        verwijder_regel(regel, door=systeem())
    assert voorstel(transactie).post is None


def test_alleen_hele_woorden():
    maak_regel(veld="tegenpartij", zoek="huur", post=post(), door=systeem())
    assert voorstel(lijn(tegenpartij="Verhuur Ondiep")).post is None
    assert voorstel(lijn(tegenpartij="De-Huur.")).post is not None


@pytest.mark.parametrize(
    ("velden", "veld", "zoek"),
    [
        ({"tegenrekening": ANDER}, "tegenrekening", ANDER),
        ({"tegenpartij": "Bakkerij Zonnebloem 0044 UTRECHT"}, "tegenpartij", "Bakkerij Zonnebloem"),
        ({"tegenpartij": "12 34", "omschrijving": "Rente over het eerste kwartaal"}, "omschrijving", "Rente over het"),
        ({"tegenpartij": "", "omschrijving": "998877"}, None, None),
    ],
)
def test_waaraan_een_regel_de_volgende_keer_wordt_herkend(velden, veld, zoek):
    gevonden = zoekregel_voor(lijn(**{"tegenrekening": ""} | velden))
    assert (gevonden.veld, gevonden.zoek) == (veld, zoek) if veld else gevonden is None
    if gevonden:
        boek((lijn(**{"tegenrekening": ""} | velden), post()))
        assert voorstel(lijn(**{"tegenrekening": ""} | velden)).post is not None


def test_de_regel_geldt_voor_de_post_van_het_jaar_van_de_regel_van_de_bank():
    kamer, financier = maak_kamer("TOP"), maak_organisatie("Fonds Lentelicht")
    oud = post(kamer=kamer, financier=financier)
    boek((lijn(), oud))
    volgend_jaar = lijn(dag=date(2027, 1, 4))
    gevonden = voorstel(volgend_jaar)
    assert gevonden.post is None
    assert gevonden.waarom == f"{ANDER} → Huur, TOP, Fonds Lentelicht: die post is er niet in 2027."
    post(jaar=2027, kamer=kamer)  # of the same name, but not of that financier
    assert voorstel(volgend_jaar).post is None
    nieuw = post(jaar=2027, kamer=kamer, financier=financier)
    assert voorstel(volgend_jaar).post == nieuw
    boek((volgend_jaar, nieuw))
    assert Boekregel.objects.get().raak == 2


def test_een_eigen_rekening_wordt_herkend():
    lijn(rekening="NL86ASNB0999999999", tegenpartij="Andere", tegenrekening="")
    assert "rekening van uzelf" in voorstel(lijn(tegenrekening="NL86ASNB0999999999")).waarom


@pytest.mark.parametrize("aantal", [1, 30])
def test_voorstellen_kosten_drie_vragen(aantal, django_assert_num_queries):
    for nr in range(aantal):
        boek((lijn(tegenrekening=f"NL00TEST{nr:010}"), post(f"Post {nr}")))
    rijen = list(te_boeken()) or list(Banktransactie.objects.all())
    with django_assert_num_queries(3):
        stel_voor(rijen)
    assert connection.connection is not None
