"""Hours as money: what an agreement reckons with, what was filled in, and both beside the euros of the year."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Kamer, Uurtarief
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.registratie import NieuweInzet
from deelnemers.tellingen import tel_uren
from financien import begroten
from financien.boeken import NieuweBoeking, boek
from financien.boekhouding import NieuweRegel, leg_regels_vast
from rapportage.afgesproken_uren import BEWONER, PROFESSIONAL, AfgesprokenUren, afgesproken_uren, deel_van_het_jaar
from rapportage.urengeld import NIET_OP_DE_CENT, urengeld
from tests.fabrieken import maak_afspraak, maak_deelnemer, maak_gebruiker, maak_indicator, maak_kamer, systeem

pytestmark = pytest.mark.django_db
VANDAAG = date(2020, 6, 30)


@pytest.fixture
def kamers() -> list[Kamer]:
    return [maak_kamer(naam, volgorde=nr) for nr, naam in enumerate(("TOP", "Hart", "Verbinding"), 1)]


def afgesproken(kamers: list[Kamer], doelen: tuple[str, ...], **velden: object) -> Afspraak:
    afspraak = maak_afspraak(**velden)  # type: ignore[arg-type]
    maak_indicator(
        afspraak,
        "Actieve vrijwilligers",
        meetregel=Meetregel.VRIJWILLIGERS,
        doelen=dict(zip(kamers, doelen, strict=False)),
    )
    return afspraak


def waarden(uren: AfgesprokenUren) -> list[tuple[Decimal | None, ...]]:
    return [tuple(deel.waarden.values()) for deel in uren.per_kamer.values()]


def test_de_uren_van_de_afspraak_van_2020(kamers: list[Kamer]) -> None:
    uren = afgesproken_uren(afgesproken(kamers, ("> 30", "> 15", "> 20")), kamers, 2020)
    assert waarden(uren) == [(82500, 18500), (41250, 18500), (55000, 18500)]
    assert [deel.waarde for deel in uren.per_kamer.values()] == [101000, 59750, 73500]
    assert uren.samen is not None
    assert (uren.samen.waarde, uren.samen.totaal) == (234250, 17750)


@pytest.mark.parametrize(
    ("jaar", "doel", "van", "verwacht"),
    [
        (2017, "minimaal 25", date(2017, 4, 1), (Decimal(41250), Decimal(13125))),
        (2018, "minimaal 40", date(2018, 1, 1), (Decimal(88000), Decimal(17500))),
    ],
)
def test_de_uren_van_het_bod(
    kamers: list[Kamer], jaar: int, doel: str, van: date, verwacht: tuple[Decimal, Decimal]
) -> None:
    afspraak = afgesproken(kamers, (doel,), naam=f"Bod {jaar}", van=van, tm=date(jaar, 12, 31))
    uren = afgesproken_uren(afspraak, kamers, jaar)
    assert waarden(uren) == [verwacht]
    assert ("3/4 van het jaar" in uren.regel) is (jaar == 2017)


def test_zonder_afspraak_of_doel_staat_er_waarom(kamers: list[Kamer]) -> None:
    assert "geen afspraak" in afgesproken_uren(None, kamers, 2020).reden
    assert "geen aantal actieve vrijwilligers" in afgesproken_uren(maak_afspraak(), kamers, 2020).reden
    assert "geldt niet in 2019" in afgesproken_uren(maak_afspraak("Anders"), kamers, 2019).reden
    in_woorden = afgesproken(kamers, ("nog te vroeg",), naam="Woorden")
    assert afgesproken_uren(in_woorden, kamers, 2020).per_kamer == {}
    Uurtarief.objects.all().delete()
    (deel,) = afgesproken_uren(afgesproken(kamers, ("10",), naam="Zonder tarief"), kamers, 2020).per_kamer.values()
    assert (deel.totaal, deel.waarde) == (3000, None)


def test_hele_maanden_tellen_als_twaalfden_en_anders_de_dagen() -> None:
    assert str(deel_van_het_jaar(Periode(date(2017, 4, 1), date(2017, 12, 31)))) == "3/4"
    assert str(deel_van_het_jaar(Periode(date(2020, 1, 2), date(2020, 12, 31)))) == "365/366"
    assert str(deel_van_het_jaar(Periode(date(2100, 1, 2), date(2100, 12, 31)))) == "364/365"


def vul_in(kamer: Kamer, *uren: str, soort: str = "bewoner", op: date = date(2020, 3, 2)) -> None:
    mens = maak_deelnemer(kamer)
    rijen = [NieuweInzet(kamer.pk, mens.pk, op, Decimal(u), f"Groep {nr}", soort) for nr, u in enumerate(uren)]
    registratie.leg_inzet_vast(rijen, door=systeem())


def begroot(kamers: list[Kamer], kosten: str = "1000", bijdrage: str = "600") -> None:
    """A budget of 2020 with costs and a contribution in each kamer; half of the costs of the first is booked."""
    begroting = begroten.maak_begroting(2020, door=systeem())
    huur = begroten.maak_rij(jaar=2020, soort="kosten", naam="Huur", kamers=kamers, door=systeem())
    fonds = begroten.maak_rij(jaar=2020, soort="financiering", naam="Fonds", kamers=kamers, door=systeem())
    cellen = [begroten.Bedragcel(p, Decimal(kosten)) for p in huur] + [
        begroten.Bedragcel(p, Decimal(bijdrage)) for p in fonds
    ]
    begroten.zet_bedragen(begroting, cellen, door=systeem())
    begroten.stel_begroting_vast(begroting, op=date(2020, 1, 5), door=systeem())
    boek([NieuweBoeking(huur[0], date(2020, 2, 1), Decimal(kosten) / 2, "huur"),
          NieuweBoeking(fonds[0], date(2020, 2, 1), Decimal(bijdrage), "fonds")], door=systeem())  # fmt: skip


def rijen(tabel) -> list[tuple[str, list[object]]]:  # type: ignore[no-untyped-def]
    return [(rij.naam, [cel.waarde for cel in rij.cellen]) for rij in tabel.rijen if rij.cellen]


def test_euro_s_en_uren_naast_elkaar(kamers: list[Kamer]) -> None:
    afspraak = afgesproken(kamers, ("10", "20", "30"))
    begroot(kamers)
    vul_in(kamers[0], "3", "1.5")
    vul_in(kamers[1], "2", soort="professional")
    gezien = urengeld(2020, kamers, heel=True, afspraak=afspraak, vandaag=VANDAAG)
    assert gezien.begroting is not None
    assert gezien.begroting.kolommen == ("TOP", "Hart", "Verbinding", "Samen")
    assert rijen(gezien.begroting) == [
        ("Kosten in euro's", [1000, 1000, 1000, 3000]),
        ("Uren van bewoners", [27500, 55000, 82500, 165000]),
        ("Uren van professionals", [18500, 18500, 18500, 55500]),
        ("Euro's en uren samen", [47000, 74500, 102000, 223500]),
        ("Kosten in euro's", [500, 0, 0, 500]),
        ("Uren van bewoners", [Decimal("49.50"), None, None, Decimal("49.50")]),
        ("Uren van professionals", [None, 74, None, 74]),
        ("Euro's en uren samen", [Decimal("549.50"), 74, None, Decimal("623.50")]),
    ]
    assert gezien.begroting.noten == ()
    assert gezien.aandeel is not None
    assert rijen(gezien.aandeel) == [
        ("Begroot", ["1%", "1%", "1%", "1%"]),
        ("Geboekt en ingevuld t/m 30 juni 2020", ["92%", "0%", "–", "83%"]),
    ]
    assert gezien.zin == (
        "Tot en met 30 juni 2020 zijn 6,5 uren ingevuld. Dat is 0% van de 16.500 uren die voor het hele jaar zijn "
        "afgesproken."
    )
    assert gezien.tarieven == ("Een uur van een bewoner: € 11.", "Een uur van een professional: € 37.")
    eigen = urengeld(2020, kamers[:1], heel=False, afspraak=afspraak, vandaag=VANDAAG)
    assert eigen.begroting is not None
    assert eigen.begroting.kolommen == ("TOP",)
    assert rijen(eigen.begroting)[0] == ("Kosten in euro's", [1000])


def test_wat_niet_verdeeld_is_staat_apart_en_dan_is_er_geen_aandeel_per_kamer(kamers: list[Kamer]) -> None:
    afspraak = afgesproken(kamers, ("10", "20", "30"))
    begroting = begroten.maak_begroting(2020, door=systeem())
    (post,) = begroten.maak_rij(jaar=2020, soort="kosten", naam="Bureau", kamers=[None], door=systeem())
    (geld,) = begroten.maak_rij(jaar=2020, soort="financiering", naam="Gemeente", kamers=[None], door=systeem())
    eigen = begroten.maak_post(jaar=2020, soort="kosten", naam="Huur", kamer=kamers[0], door=systeem())
    cellen = [begroten.Bedragcel(p, Decimal(bedrag)) for p, bedrag in ((post, 400), (geld, 900), (eigen, 100))]
    begroten.zet_bedragen(begroting, cellen, door=systeem())
    gezien = urengeld(2020, kamers, heel=True, afspraak=afspraak, vandaag=VANDAAG)
    assert gezien.begroting is not None
    assert gezien.begroting.kolommen == ("TOP", "Hart", "Verbinding", "Niet verdeeld", "Samen")
    per_naam = dict(rijen(gezien.begroting)[:4])
    assert per_naam["Kosten in euro's"] == [100, None, None, 400, 500]
    assert per_naam["Euro's en uren samen"] == [46100, None, None, 400, 221000]
    assert gezien.aandeel is not None
    # nobody adopted this budget yet, and both tables say so
    assert rijen(gezien.aandeel)[0] == ("Begroot (nog niet vastgesteld)", ["–", "–", "–", "0%"])
    assert gezien.begroting.rijen[0].naam == "Begroot (nog niet vastgesteld)"


def test_niets_is_geen_nul(kamers: list[Kamer]) -> None:
    leeg = urengeld(2021, kamers, heel=True, afspraak=None, vandaag=VANDAAG)
    assert leeg.leeg
    assert leeg.per is None
    assert "geen afspraak" in leeg.redenen[0]
    vul_in(kamers[0], "2", op=date(2015, 3, 2))
    oud = urengeld(2015, kamers, heel=True, afspraak=None, vandaag=VANDAAG)
    assert oud.uren is not None
    assert rijen(oud.uren)[0] == ("Uren van bewoners", ["2", "–", "–", "2"])
    assert any("geen uurtarief" in reden for reden in oud.redenen)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from([BEWONER, PROFESSIONAL]), st.integers(1, 1500)), max_size=8)
)
def test_de_soorten_zijn_samen_alle_uren(gegeven: list[tuple[int, str, int]]) -> None:
    kamers = [maak_kamer() for _ in range(3)]
    for waar, soort, honderdsten in gegeven:
        vul_in(kamers[waar], str(Decimal(honderdsten) / 100), soort=soort)
    for rij in tel_uren(kamers, [Periode.jaar(2020)]):
        tarief = {BEWONER: Decimal(11), PROFESSIONAL: Decimal(37)}
        eigen = [(s, Decimal(u) / 100) for w, s, u in gegeven if rij.kamer is None or kamers[w] == rij.kamer]
        assert sum((deel.uren for deel in rij.per_soort.values()), Decimal()) == rij.uren == sum(u for _, u in eigen)
        assert rij.waarde == sum((u * tarief[s] for s, u in eigen), Decimal())
        assert set(rij.per_soort) == {s for s, _ in eigen}


def test_als_centen_niet_optellen_staat_dat_erbij(kamers: list[Kamer]) -> None:
    begroot(kamers)
    Uurtarief.objects.create(soort="bewoner", vanaf=date(2020, 2, 1), tarief=Decimal("11.05"))
    for kamer in kamers:
        vul_in(kamer, "0.25")
    gezien = urengeld(2020, kamers, heel=True, afspraak=None, vandaag=VANDAAG)
    assert gezien.begroting is not None
    bewoners = rijen(gezien.begroting)[5][1]
    assert bewoners == [Decimal("2.76"), Decimal("2.76"), Decimal("2.76"), Decimal("8.29")]
    assert gezien.begroting.noten == (NIET_OP_DE_CENT,)


# --- the page ---------------------------------------------------------------------------------------------------


def lees(rol: str, jaar: int = 2020, **velden: object) -> str:
    client = Client()
    client.force_login(maak_gebruiker(rol, **velden))  # type: ignore[arg-type]
    antwoord = client.get(reverse("financien:uren", args=[jaar]))
    assert antwoord.status_code == 200
    return re.sub(r"\s+", " ", unescape(strip_tags(antwoord.content.decode())))


def test_de_pagina_laat_een_coordinator_de_eigen_kamer_zien(kamers: list[Kamer]) -> None:
    afgesproken(kamers, ("10", "20", "30"))
    begroot(kamers)
    papier = [
        NieuweRegel("Papier", 2020, soort, soort, kamer=kamer, begroot=Decimal(bedrag))
        for soort in ("financiering", "uren")
        for kamer, bedrag in zip(kamers[:2], (7001, 7002), strict=True)
    ]
    leg_regels_vast(papier, door=systeem())
    assert reverse("financien:uren", args=[2020]) == "/financien/uren/2020/"
    alles = lees("penningmeester")
    assert "€ 223.500" in alles
    eigen = lees("coordinator", kamer=kamers[0])
    assert "€ 47.000" in eigen
    assert "€ 14.002" in eigen
    for vreemd in ("€ 14.004", "€ 28.006", "€ 223.500", "€ 74.500", "Verbinding"):
        assert vreemd not in eigen
    assert "Nog geen uren en geen begroting" in lees("bureau", 2050)


@pytest.mark.parametrize("jaar", [0, 1999, 2101, 99999999999])
def test_een_raar_jaar_is_er_niet(jaar: int) -> None:
    client = Client()
    client.force_login(maak_gebruiker("bureau"))
    assert client.get(f"/financien/uren/{jaar}/").status_code == 404


def test_evenveel_vragen_bij_een_en_bij_drie_kamers(kamers: list[Kamer]) -> None:
    client = Client()
    client.force_login(maak_gebruiker("bureau"))
    afspraak, aantallen = afgesproken(kamers[:1], ("10",)), []
    begroot(kamers[:1])
    vul_in(kamers[0], "2")
    for stap in range(2):
        if stap:
            for kamer in kamers[1:]:
                begroten.maak_post(jaar=2020, soort="kosten", naam="Huur", kamer=kamer, door=systeem())
                vul_in(kamer, "2")
            maak_indicator(afspraak, "Nog een")
        with CaptureQueriesContext(connection) as gesteld:
            client.get(reverse("financien:uren", args=[2020]))
        aantallen.append(len(gesteld))
    assert aantallen[0] == aantallen[1]
