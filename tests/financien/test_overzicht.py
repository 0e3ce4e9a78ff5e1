"""The published sources come out right: sums, printed mistakes with their descent, shares, and what is short."""

from __future__ import annotations

from decimal import Decimal

import pytest
from geldvoorbeeld import AFSPRAAK, BOD, EVALUATIE, HART, TOP, VERBINDING, laad, maak_kamers

from financien.models import Regel
from financien.overzicht import OnbekendeBron, Plek, als_gegevens, overzicht, tekort

pytestmark = pytest.mark.django_db
WONINGEN, FONDSEN, ALLES = "Subtotaal woningcorporaties", "Subtotaal particuliere fondsen", "Investering financiers"


@pytest.fixture
def bronnen():
    return laad()


def totaal(overzicht, soort, kolom="begroot"):
    return getattr(overzicht.soort(soort).totaal.totaal.bedragen, kolom)


def test_gedrukte_fouten_van_de_afspraak(bronnen):
    gevonden = {
        (a.regel, a.kamer): (a.gedrukt, a.berekend, a.verschil, a.erft)
        for a in overzicht(bronnen[AFSPRAAK], 2020).afwijkingen
    }
    assert gevonden == {
        (WONINGEN, HART): (19000, 13000, 6000, False),
        (WONINGEN, None): (36000, 30000, 6000, True),
        (FONDSEN, TOP): (21500, 11500, 10000, False),
        (FONDSEN, VERBINDING): (20000, 30000, -10000, False),
        (ALLES, HART): (95828, 89828, 6000, True),
        (ALLES, None): (295984, 289984, 6000, True),
    }


def test_van_wie_een_fout_erft_en_waar_die_in_doorwerkt(bronnen):
    per_plek = {Plek(a.regel, a.kamer): a for a in overzicht(bronnen[AFSPRAAK], 2020).afwijkingen}
    wortel = Plek(WONINGEN, HART)
    assert per_plek[Plek(WONINGEN, None)].erft_van == (wortel,)
    assert per_plek[Plek(ALLES, HART)].erft_van == (wortel,)
    assert set(per_plek[Plek(ALLES, None)].erft_van) == {Plek(ALLES, HART), Plek(WONINGEN, None)}
    assert set(per_plek[wortel].werkt_door_in) == {Plek(WONINGEN, None), Plek(ALLES, HART), Plek(ALLES, None)}
    assert per_plek[Plek(FONDSEN, TOP)].werkt_door_in == ()


def test_aandeel_van_de_financiers(bronnen):
    delen = {deel.kamer: deel for deel in overzicht(bronnen[AFSPRAAK], 2020).aandelen}
    assert {naam: (deel.gedrukt, deel.berekend, deel.erft) for naam, deel in delen.items()} == {
        TOP: (51, 51, False),
        HART: (62, 60, True),
        VERBINDING: (57, 57, False),
        None: (56, 55, True),
    }
    assert delen[HART].erft_van == (Plek(ALLES, HART),)
    assert delen[None].erft_van == (Plek(ALLES, None),)


def test_een_verkeerd_gedrukt_aandeel_dat_nergens_uit_volgt_erft_niet(bronnen):
    bron = bronnen[AFSPRAAK]
    bron.aandelen.filter(kamer__naam=HART).update(procent=70)
    deel = next(d for d in overzicht(bron, 2020).aandelen if d.kamer == HART)
    assert (deel.verschil, deel.erft) == (10, False)


def test_evaluatie_klopt_met_wat_er_gedrukt_staat(bronnen):
    gezien = overzicht(bronnen[EVALUATIE], 2020)
    assert (totaal(gezien, "kosten"), totaal(gezien, "kosten", "prognose")) == (319716, 292980)
    assert (totaal(gezien, "financiering"), totaal(gezien, "financiering", "prognose")) == (319500, 282984)
    assert gezien.afwijkingen == ()
    assert gezien.kolommen == ("begroot", "prognose")


def test_tekort_van_de_evaluatie(bronnen):
    kamer = maak_kamers()[TOP]
    alles, van_kamer = tekort(bronnen[EVALUATIE], 2020), tekort(bronnen[EVALUATIE], 2020, kamer)
    assert (alles.begroot, alles.prognose, alles.realisatie) == (-216, -9996, None)
    assert alles.positief is False
    assert (van_kamer.verwacht, van_kamer.positief) == (None, None)
    assert van_kamer.reden == "Niet te bepalen: de inkomsten zijn niet per kamer verdeeld."


def test_geen_tekort_zonder_kosten(bronnen):
    assert tekort(bronnen[AFSPRAAK], 2020).reden == "Niet te bepalen: deze bron geeft geen kosten."
    assert tekort(bronnen[AFSPRAAK], 1999).reden == "Niet te bepalen: deze bron geeft geen inkomsten."


def test_tekort_per_kamer_als_alles_verdeeld_is(bronnen):
    kamers = maak_kamers()
    bron = bronnen[AFSPRAAK]
    Regel.objects.create(bron=bron, jaar=2020, soort="kosten", post="Huur", kamer=kamers[TOP], begroot=103828)
    assert tekort(bronnen[AFSPRAAK], 2020, kamers[TOP]).begroot == 0
    assert tekort(bronnen[AFSPRAAK], 2020, kamers[TOP]).positief is True
    assert tekort(bronnen[AFSPRAAK], 2020, kamers[HART]).reden == "Niet te bepalen: deze bron geeft hier geen kosten."


@pytest.mark.parametrize(("jaar", "kosten", "uren"), [(2017, 47875, 54375), (2018, 125400, 105500)])
def test_bod(bronnen, jaar, kosten, uren):
    gezien = overzicht(bronnen[BOD], jaar)
    assert totaal(gezien, "kosten") == totaal(gezien, "financiering") == kosten
    assert totaal(gezien, "uren") == uren
    assert gezien.afwijkingen == ()
    assert tekort(bronnen[BOD], jaar).begroot == 0


def test_bronnen_worden_nooit_opgeteld(bronnen):
    totalen = [r for r in als_gegevens(2020)["regels"] if r["regelsoort"] == "totaal" and r["kamer"] is None]
    assert {(r["bron"], r["soort"]): r["begroot"] for r in totalen} == {
        (AFSPRAAK, "financiering"): 289984,
        (AFSPRAAK, "uren"): 234250,
        (EVALUATIE, "kosten"): 319716,
        (EVALUATIE, "financiering"): 319500,
    }


def test_gegevens_hebben_de_afgesproken_vorm(bronnen):
    gegevens = als_gegevens(2020, AFSPRAAK)
    assert list(gegevens) == ["regels", "afwijkingen"]
    assert set(gegevens["afwijkingen"][0]) == {"bron", "regel", "kamer", "gedrukt", "berekend", "verschil", "erft"}
    assert len(gegevens["afwijkingen"]) == 6
    mitros = next(r for r in gegevens["regels"] if (r["post"], r["kamer"]) == ("Mitros", VERBINDING))
    assert mitros == {
        "bron": AFSPRAAK, "jaar": 2020, "soort": "financiering", "post": "Mitros", "kamer": VERBINDING,
        "groep": "woningcorporaties", "financier": "Mitros", "regelsoort": "regel", "begroot": 8000, "prognose": None,
        "realisatie": None, "voetnoot": "bijdrage als huurkorting van gemiddeld € 650 per maand",
    }  # fmt: skip
    assert type(mitros["begroot"]) is int
    gewoon = [r for r in gegevens["regels"] if r["regelsoort"] == "regel"]
    assert len(gewoon) == Regel.objects.filter(bron__naam=AFSPRAAK, regelsoort="regel").count()
    subtotaal = {r["kamer"]: r["begroot"] for r in gegevens["regels"] if r["post"] == WONINGEN}
    assert subtotaal == {TOP: 6000, HART: 13000, VERBINDING: 11000, None: 30000}


def test_centen_gaan_als_getal_naar_buiten(bronnen):
    regel = Regel.objects.filter(bron__naam=EVALUATIE, post="TOP Ondiep").get()
    regel.begroot = Decimal("103800.50")
    regel.save()
    assert next(r for r in als_gegevens(2020, EVALUATIE)["regels"] if r["post"] == "TOP Ondiep")["begroot"] == 103800.5


def test_onbekende_bron_noemt_wat_er_is(bronnen):
    with pytest.raises(OnbekendeBron, match=f"'Afspraak'.*{BOD}; {AFSPRAAK}; {EVALUATIE}"):
        als_gegevens(2020, "Afspraak")


def test_niets_is_geen_nul(bronnen):
    gezien = overzicht(bronnen[EVALUATIE], 2020)
    assert totaal(gezien, "kosten", "realisatie") is None
    assert overzicht(bronnen[EVALUATIE], 1999).soorten == ()


def test_een_coordinator_ziet_alleen_de_eigen_kamer(bronnen):
    volledig = overzicht(bronnen[AFSPRAAK], 2020)
    eigen = volledig.voor_kamers({VERBINDING})
    assert {(a.regel, a.kamer) for a in eigen.afwijkingen} == {(FONDSEN, VERBINDING)}
    for naam in (TOP, HART, "295984", "289984", "36000", "19000"):
        assert naam in repr(volledig)
        assert naam not in repr(eigen)
    assert not eigen.volledig
    assert overzicht(bronnen[EVALUATIE], 2020).voor_kamers({TOP}).soorten == ()


def test_voetnoot_noemt_de_kamers_waar_zij_voor_geldt(bronnen):
    rijen = {
        rij.naam: rij.noten
        for groep in overzicht(bronnen[AFSPRAAK], 2020).soort("financiering").groepen
        for rij in groep.rijen
    }
    assert rijen["Mitros"] == ("De Verbinding: bijdrage als huurkorting van gemiddeld € 650 per maand",)
    assert rijen["Stichting DOEN"] == ("voorstel, in het voorjaar van 2020 te bespreken",)
    assert rijen["GroenWest"] == ()
