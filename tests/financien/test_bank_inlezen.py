"""Storing files of the bank: any pieces make the whole, nothing comes twice, and what does not connect is said."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal as D
from unittest import mock

import pytest
from bankbestanden import BEGIN, REKENING, VOORBEELD, Post, anders, camt, in_zip, ing
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.schrijven import Geweigerd
from financien.bank import inlezen
from financien.bank.inlezen import lees_in, maak_plan
from financien.bank.lezen import lees
from financien.bank.saldo import beginpunt_van
from financien.bank.stand import aantal_te_boeken, rekeningen
from financien.models import Banktransactie
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db
MAART = date(2026, 3, 1)


@pytest.fixture
def gelezen(tmp_path):
    def doe(inhoud: bytes):
        pad = tmp_path / "bestand"
        pad.write_bytes(inhoud)
        return lees(pad)

    return doe


@pytest.fixture
def lees_bestand(gelezen):
    return lambda inhoud: lees_in(gelezen(inhoud), door=systeem())


def er_staat(*, met_kenmerk: bool = True) -> Counter:
    velden = ["rekening", "datum", "bedrag", *(["kenmerk", "tegenpartij", "omschrijving"] if met_kenmerk else [])]
    return Counter(Banktransactie.objects.values_list(*velden))


# --- the same, in pieces ----------------------------------------------------------------------------------------


def test_hetzelfde_bestand_twee_keer_staat_er_een_keer(lees_bestand):
    eerst = lees_bestand(camt(VOORBEELD))
    assert (eerst.nieuw, eerst.bekend) == (4, 0)
    er_was = er_staat()
    for opnieuw in (
        camt(VOORBEELD),
        camt(VOORBEELD, versie="08"),
        in_zip(a__xml=camt(VOORBEELD), b__xml=camt(VOORBEELD)),
    ):
        plan = lees_bestand(opnieuw)
        assert (plan.nieuw, plan.bekend, plan.verandert) == (0, 4, False)
    assert er_staat() == er_was
    assert aantal_te_boeken() == 4


@pytest.mark.parametrize("maak", [camt, ing])
def test_twee_gelijke_koffies_op_een_dag_zijn_twee_regels(lees_bestand, maak):
    koffie = [anders(VOORBEELD[2], referentie="") for _ in range(3)]
    lees_bestand(maak(koffie[:2]))
    plan = lees_bestand(maak(koffie))
    assert (plan.nieuw, plan.bekend) == (1, 2)
    assert er_staat(met_kenmerk=False) == {(REKENING, date(2026, 3, 6), D("-4.50")): 3}


def test_een_nummer_van_de_bank_dat_niet_uniek_is_kost_geen_regel(lees_bestand):
    """A payment and its fee under one number, and two lines that are alike with it."""
    posten = [
        anders(VOORBEELD[0], referentie="N1"), anders(VOORBEELD[0], referentie="N1", bedrag=D("-0.25")),
        anders(VOORBEELD[0], referentie="N1"), anders(VOORBEELD[0], referentie="NOTPROVIDED"),
    ]  # fmt: skip
    assert lees_bestand(camt(posten)).nieuw == 4
    assert lees_bestand(camt(posten)).nieuw == 0


_POSTEN = st.lists(
    st.builds(
        Post,
        datum=st.integers(0, 5).map(lambda n: MAART + timedelta(days=n)),
        # few amounts and names, so that lines are often alike
        bedrag=st.sampled_from([D("-4.50"), D("-4.50"), D("10.00"), D("2500.00"), D("-0.01")]),
        wie=st.sampled_from(["Bakkerij Zonnebloem", "Fonds Lentelicht"]),
        rekening=st.sampled_from(["", "NL02RABO0123456789"]),
        tekst=st.sampled_from(["", "koffie"]),
    ),
    min_size=1, max_size=12,
).map(lambda posten: sorted(posten, key=lambda post: post.datum))  # fmt: skip
_VORMEN = st.sampled_from(["camt", "camt met nummers", "ing", "ing met saldo"])
# No bank gives its XML now with and then without numbers.
_VAN_EEN_BANK = st.sampled_from(["camt met nummers", "ing", "ing met saldo"])
_RUSTIG = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _maak(vorm: str, posten: list[Post], van: int, tot: int) -> bytes:
    """What the bank gives of these lines: with the balances as they were."""
    begin = BEGIN + sum((post.bedrag for post in posten[:van]), D(0))
    if vorm == "ing":
        return ing(posten[van:tot])
    if vorm == "ing met saldo":
        return ing(posten[van:tot], begin=begin)
    if vorm == "camt met nummers":
        posten = [anders(post, referentie=f"R{nr}") for nr, post in enumerate(posten)]
    return camt(posten[van:tot], begin=begin)


def _uitkomst(lees_bestand, *stukken: bytes) -> tuple[Counter, object, list[str]]:
    """What is there after these pieces, in a database without anything; and what was said."""
    with transaction.atomic():
        punt = transaction.savepoint()
        plannen = [lees_bestand(stuk) for stuk in stukken]
        uit = er_staat(), beginpunt_van(REKENING), [m for p in plannen for r in p.rekeningen for m in r.meldingen]
        transaction.savepoint_rollback(punt)
    return uit


@_RUSTIG
@given(posten=_POSTEN, vorm=_VORMEN, knip=st.tuples(st.integers(0, 6), st.integers(0, 6)), andersom=st.booleans())
def test_elke_twee_stukken_van_hele_dagen_zijn_samen_het_geheel(lees_bestand, posten, vorm, knip, andersom):
    """Overlapping or not, in any order: the first up to a day, the second from a day, and no day left out."""
    tot, vanaf = (MAART + timedelta(days=max(knip))), (MAART + timedelta(days=min(knip)))
    eind = sum(post.datum < tot for post in posten)
    begin = sum(post.datum < vanaf for post in posten)
    stukken = [
        _maak(vorm, posten, van, tot) for van, tot in ((0, eind), (begin, len(posten))) if van < tot
    ]  # fmt: skip
    geheel = _uitkomst(lees_bestand, _maak(vorm, posten, 0, len(posten)))
    samen = _uitkomst(lees_bestand, *(stukken[::-1] if andersom else stukken))
    assert samen == geheel
    assert geheel[2] == []


@_RUSTIG
@given(
    posten=_POSTEN,
    knip=st.tuples(st.integers(0, 12), st.integers(0, 12)),
    andersom=st.booleans(),
    nummers=st.booleans(),
)
def test_met_een_nummer_of_een_saldo_mag_elke_knip(lees_bestand, posten, knip, andersom, nummers):
    """Also in the middle of a day, and between two lines that are alike."""
    vorm = "camt met nummers" if nummers else "ing met saldo"
    eind, begin = min(max(knip), len(posten)), min(min(knip), len(posten))
    stukken = [_maak(vorm, posten, van, tot) for van, tot in ((0, eind), (begin, len(posten))) if van < tot]
    geheel = _uitkomst(lees_bestand, _maak(vorm, posten, 0, len(posten)))
    samen = _uitkomst(lees_bestand, *(stukken[::-1] if andersom else stukken))
    assert samen[0] == geheel[0]


@_RUSTIG
@given(
    posten=_POSTEN, vormen=st.lists(_VAN_EEN_BANK, min_size=2, max_size=4),
    knippen=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=4),
)  # fmt: skip
def test_stukken_in_verschillende_vormen_zijn_per_dag_en_bedrag_het_geheel(lees_bestand, posten, vormen, knippen):
    """XML after CSV after XML: each line once, whatever the words of each form."""
    stukken = []
    for vorm, (a, b) in zip(vormen, knippen, strict=False):
        van, tot = (sum(post.datum < MAART + timedelta(days=dag) for post in posten) for dag in sorted((a, b)))
        if van < tot:
            stukken.append(_maak(vorm, posten, van, tot))
    stukken.append(_maak(vormen[0], posten, 0, len(posten)))
    with transaction.atomic():
        punt = transaction.savepoint()
        for stuk in stukken:
            lees_bestand(stuk)
        er = er_staat(met_kenmerk=False)
        transaction.savepoint_rollback(punt)
    assert er == Counter((REKENING, post.datum, post.bedrag) for post in posten)


# --- all or nothing ---------------------------------------------------------------------------------------------


def test_gaat_er_iets_mis_dan_staat_er_niets(lees_bestand):
    with mock.patch.object(inlezen, "bewaar_beginpunt", side_effect=IntegrityError), pytest.raises(Geweigerd):
        lees_bestand(camt(VOORBEELD))
    assert not Banktransactie.objects.exists()


def test_lange_teksten_worden_ingekort_en_blijven_een_keer_staan(lees_bestand):
    lang = [anders(VOORBEELD[0], tekst="woord " * 300, wie="n" * 300, referentie="")]
    assert lees_bestand(camt(lang)).nieuw == 1
    assert lees_bestand(camt(lang)).nieuw == 0
    regel = Banktransactie.objects.get()
    assert (len(regel.omschrijving), len(regel.tegenpartij)) == (500, 140)


def test_een_regel_van_nul_euro_komt_er_niet_in(lees_bestand):
    plan = lees_bestand(camt([*VOORBEELD, Post(date(2026, 3, 7), D("0.00"))]))
    assert (plan.nieuw, plan.rekeningen[0].nul) == (4, 1)


def test_inlezen_kost_evenveel_vragen_bij_een_en_bij_veel_regels(gelezen, django_assert_max_num_queries):
    veel = [Post(MAART + timedelta(days=n % 28), D(n + 1), referentie=f"R{n}") for n in range(300)]
    bestand = gelezen(camt(sorted(veel, key=lambda p: p.datum)))
    with django_assert_max_num_queries(16):
        lees_in(bestand, door=systeem())


# --- balances ---------------------------------------------------------------------------------------------------


def meldingen(gelezen, inhoud):
    return [m for rekening in maak_plan(gelezen(inhoud)).rekeningen for m in rekening.meldingen]


def test_wat_niet_aansluit_wordt_gezegd_met_het_bedrag_dat_ontbreekt(gelezen, lees_bestand):
    lees_bestand(camt(VOORBEELD[:1]))
    rest = camt(VOORBEELD[2:], begin=D("2748.00"))
    [melding] = meldingen(gelezen, rest)
    assert "tussen 2 maart 2026 en 6 maart 2026 ontbreekt € 2.500,00" in melding
    lees_bestand(rest)  # it is said, not forbidden
    assert meldingen(gelezen, camt(VOORBEELD[1:2], begin=D("248.00"))) == []
    lees_bestand(camt(VOORBEELD[1:2], begin=D("248.00")))
    assert meldingen(gelezen, rest) == []
    assert [(r.rekening, r.saldo, r.laatste) for r in rekeningen()] == [(REKENING, D("2739.00"), date(2026, 3, 6))]


def test_een_eerder_afschrift_schuift_het_begin_op(gelezen, lees_bestand):
    lees_bestand(camt(VOORBEELD[2:], begin=D("2748.00")))
    [melding] = meldingen(gelezen, camt(VOORBEELD[:1]))
    assert "ontbreekt € 2.500,00" in melding
    assert meldingen(gelezen, camt(VOORBEELD[:2])) == []
    lees_bestand(camt(VOORBEELD[:2]))
    punt = beginpunt_van(REKENING)
    assert punt is not None
    assert (punt.dag, punt.saldo) == (date(2026, 3, 2), BEGIN)
    assert rekeningen()[0].saldo == D("2739.00")


def test_een_afschrift_dat_zelf_niet_optelt(gelezen):
    [melding] = meldingen(gelezen, camt(VOORBEELD, eind=D("2740.00")))
    assert "tellen niet op tot het eindsaldo: het verschil is € 1,00" in melding


def test_regels_die_er_staan_en_niet_in_het_bestand(gelezen, lees_bestand):
    lees_bestand(ing(VOORBEELD))
    [melding] = meldingen(gelezen, ing([VOORBEELD[0], *VOORBEELD[2:]]))
    assert "Er staat al 1 regel van 2 maart 2026 t/m 6 maart 2026 die niet in dit bestand staat" in melding


def test_zonder_saldo_is_er_geen_beginsaldo(lees_bestand):
    lees_bestand(ing(VOORBEELD))
    assert beginpunt_van(REKENING) is None
    assert rekeningen()[0].saldo is None
    assert aantal_te_boeken() == 4


def test_een_leeg_afschrift_zegt_alleen_het_saldo(lees_bestand):
    plan = lees_bestand(camt([], periode=(MAART, date(2026, 3, 31)), begin=D("5.00")))
    assert (plan.nieuw, plan.verandert) == (0, True)
    assert rekeningen()[0].saldo == D("5.00")
    assert aantal_te_boeken() == 0
