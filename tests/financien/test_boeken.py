"""Booking and taking back: all or nothing, never twice, never in a closed month, always to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from buurtwerkkamers.schrijven import Geweigerd
from financien.boeken import NieuweBoeking, boek, herstel, herstel_met, nieuwe_nummers, wijzig_boeking
from financien.models import (
    Banktransactie,
    Begroting,
    Bestemming,
    Boeking,
    Bron,
    Maandafsluiting,
    Post,
    Verplichting,
)
from tests.fabrieken import maak_kamer, systeem

pytestmark = pytest.mark.django_db
DAG = date(2026, 3, 2)


@pytest.fixture
def post() -> Post:
    return Post.objects.create(jaar=2026, soort="kosten", naam="Huur")


@pytest.fixture
def fonds() -> Post:
    return Post.objects.create(jaar=2026, soort="financiering", naam="Fonds")


def rij(post: Post, bedrag="100", **anders) -> NieuweBoeking:
    return NieuweBoeking(
        **{"post": post, "datum": DAG, "bedrag": Decimal(bedrag), "omschrijving": "huur maart"} | anders
    )


def boek_een(post: Post, bedrag="100", **anders) -> Boeking:
    return boek([rij(post, bedrag, **anders)], door=systeem())[0]


def sluit(maand: date) -> None:
    begroting, _ = Begroting.objects.get_or_create(jaar=maand.year)
    bron = Bron.objects.create(naam=f"Stand {maand}")
    Maandafsluiting.objects.create(begroting=begroting, maand=maand, bron=bron, gesloten_op=date(2026, 5, 1))


def test_alles_of_niets(post):
    with pytest.raises(Geweigerd, match="0 euro"):
        boek([rij(post), rij(post, "0")], door=systeem())
    assert not Boeking.objects.exists()
    geboekt = boek([rij(post, "12.34"), rij(post, "-0.01")], door=systeem())
    assert [b.bedrag for b in geboekt] == [Decimal("12.34"), Decimal("-0.01")]
    assert [b.pk for b in Boeking.objects.order_by("pk")] == [b.pk for b in geboekt]


@pytest.mark.parametrize(
    "anders",
    [
        {"bedrag": "0.001"},
        {"bedrag": "99999999999"},
        {"bedrag": "NaN"},
        {"omschrijving": " "},
        {"omschrijving": "x" * 201},
        {"omschrijving": "a\0b"},
        {"tegenpartij": "x" * 121},
        {"herkomst": "bank"},
        {"herkomst": "hemel"},
    ],
)
def test_wat_niet_kan_komt_terug_in_het_nederlands(post, anders):
    with pytest.raises(Geweigerd, match=r"[a-z]"):
        boek_een(post, **anders)
    assert not Boeking.objects.exists()
    with pytest.raises(Geweigerd, match="bedrag"):
        boek([], door=systeem())


def test_een_gesloten_maand_zegt_vanaf_wanneer_u_kunt_boeken(post):
    sluit(date(2026, 2, 1))
    oud = boek_een(post)
    sluit(date(2026, 3, 1))
    with pytest.raises(Geweigerd, match="2 maart 2026 is gesloten. U kunt boeken vanaf 1 april 2026"):
        boek_een(post)
    with pytest.raises(Geweigerd, match="vanaf 1 april 2026"):
        herstel(oud, omschrijving="fout", datum=DAG, door=systeem())
    terug = herstel(oud, omschrijving="fout", datum=date(2026, 4, 1), door=systeem())
    assert (terug.bedrag, terug.herstelt) == (Decimal(-100), oud)


def test_hetzelfde_formulier_boekt_een_keer(post):
    nummers = nieuwe_nummers(4)
    rijen = [rij(post, "10"), rij(post, "20")]
    eerste = boek(rijen, door=systeem(), nummers=nummers)
    wijzig_boeking(eerste[0], omschrijving="anders", door=systeem())
    assert boek(rijen, door=systeem(), nummers=nummers) == eerste
    for anders in ([rij(post, "11"), rij(post, "20")], rijen[:1], [*rijen, rij(post, "30")]):
        with pytest.raises(Geweigerd, match="al geboekt"):
            boek(anders, door=systeem(), nummers=nummers)
    assert Boeking.objects.count() == 2


def test_terugnemen_houdt_waar_het_vandaan_kwam(post, fonds):
    transactie = Banktransactie.objects.create(rekening="NL01", datum=DAG, bedrag=-100, kenmerk="1")
    belofte = Verplichting.objects.create(post=post, omschrijving="huur", bedrag=1200, aangegaan_op=DAG)
    geboekt = boek_een(
        post, herkomst="bank", transactie=transactie, verplichting=belofte, dekking=fonds, tegenpartij="Verhuurder"
    )
    terug = herstel(geboekt, omschrijving="verkeerde post", datum=date(2026, 3, 9), door=systeem())
    for veld in ("post", "herkomst", "transactie", "verplichting", "dekking", "tegenpartij"):
        assert getattr(terug, veld) == getattr(geboekt, veld)
    assert sum(b.bedrag for b in transactie.boekingen.all()) == 0
    with pytest.raises(Geweigerd, match="al teruggenomen"):
        herstel(geboekt, omschrijving="nog eens", datum=date(2026, 3, 9), door=systeem())
    with pytest.raises(Geweigerd, match="neemt zelf iets terug"):
        herstel(terug, omschrijving="toch niet", datum=date(2026, 3, 9), door=systeem())


def test_wat_de_bank_gaf_wordt_niet_meer_of_minder(post, fonds):
    transactie, ander = (
        Banktransactie.objects.create(rekening="NL01", datum=DAG, bedrag=-100, kenmerk=kenmerk) for kenmerk in "12"
    )
    bank = {"herkomst": "bank", "transactie": transactie}
    fout = boek_een(post, **bank)

    def vervang(*goed):
        return herstel_met(
            fout, goed, omschrijving="x", datum=DAG, nummers=nieuwe_nummers(len(goed) + 1), door=systeem()
        )

    for goed in (
        [rij(post, "99.99", **bank)],
        [rij(fonds, "100", **bank)],
        [rij(post, **bank), rij(post, "1", **bank)],
    ):
        with pytest.raises(Geweigerd, match="Van de bank is € 100,00 geboekt"):
            vervang(*goed)
    for los in (rij(post), rij(post, herkomst="bank", transactie=ander)):
        with pytest.raises(Geweigerd, match="dezelfde regel van de bank"):
            vervang(los)
    vervang(rij(post, "130", **bank), rij(fonds, "30", **bank))
    assert sum(b.bedrag for b in transactie.boekingen.filter(post=post)) == 130
    los = boek_een(post)
    with pytest.raises(Geweigerd, match="opnieuw"):
        herstel_met(los, [rij(post, "5")], omschrijving="x", datum=DAG, nummers=[], door=systeem())


def test_wat_de_bank_gaf_kan_in_zijn_geheel_terug_naar_de_lijst(post):
    transactie = Banktransactie.objects.create(rekening="NL01", datum=DAG, bedrag=-100, kenmerk="1")
    fout = boek_een(post, herkomst="bank", transactie=transactie)
    herstel_met(fout, [], omschrijving="x", datum=DAG, nummers=nieuwe_nummers(1), door=systeem())
    assert sum(b.bedrag for b in transactie.boekingen.all()) == 0


def test_niet_eerder_terug_dan_geboekt(post):
    with pytest.raises(Geweigerd, match="2 maart 2026. Neem haar op die dag terug, of later"):
        herstel(boek_een(post), omschrijving="fout", datum=date(2026, 3, 1), door=systeem())


def test_terugnemen_kan_ook_als_het_geld_later_een_bestemming_kreeg(post, fonds):
    geboekt = boek_een(post, dekking=fonds)
    anders = Post.objects.create(jaar=2026, soort="kosten", naam="Eten")
    Bestemming.objects.create(bijdrage=fonds, kostenpost=anders)
    terug = herstel(geboekt, omschrijving="fout", datum=DAG, door=systeem())
    assert (terug.dekking, terug.reden_elders) == (fonds, "Was al zo betaald voordat dit geld een bestemming kreeg.")


def test_wat_later_mag_veranderen_en_wat_niet(post, fonds):
    geboekt = boek_een(post)
    wijzig_boeking(geboekt, omschrijving="huur april", tegenpartij="Verhuurder", dekking=fonds, door=systeem())
    geboekt.refresh_from_db()
    assert (geboekt.omschrijving, geboekt.tegenpartij, geboekt.dekking) == ("huur april", "Verhuurder", fonds)
    for veld in ("bedrag", "datum", "post", "herstelt"):
        with pytest.raises(Geweigerd, match="Herstel haar"):
            wijzig_boeking(geboekt, door=systeem(), **{veld: None})
    with pytest.raises(Geweigerd, match="omschrijving"):
        wijzig_boeking(geboekt, omschrijving="", door=systeem())
    herstel(geboekt, omschrijving="fout", datum=DAG, door=systeem())
    with pytest.raises(Geweigerd, match="verandert niet meer"):
        wijzig_boeking(geboekt, dekking=None, door=systeem())
    wijzig_boeking(geboekt, omschrijving="dubbel geboekt", door=systeem())


def test_geld_met_een_bestemming_vraagt_om_een_reden(post):
    wijk = Post.objects.create(jaar=2026, soort="financiering", naam="Wijk", kamer=maak_kamer())
    with pytest.raises(Geweigerd, match="iets anders bedoeld"):
        boek_een(post, dekking=wijk)
    boek_een(post, dekking=wijk, reden_elders="Het fonds vond het goed")


def test_een_verplichting_hoort_bij_dezelfde_post(post):
    anders = Post.objects.create(jaar=2026, soort="kosten", naam="Eten")
    belofte = Verplichting.objects.create(post=anders, omschrijving="taart", bedrag=50, aangegaan_op=DAG)
    with pytest.raises(Geweigerd, match="andere post"):
        boek_een(post, verplichting=belofte)
