"""The tables of the page of a source, as data."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from geldvoorbeeld import AFSPRAAK, BOD, EVALUATIE, HART, TOP, VERBINDING, laad, maak_kamers

from buurtwerkkamers.models import Gebruiker
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel
from financien.overzicht import overzicht
from financien.tabellen import aandeeltabel, soorttabellen

pytestmark = pytest.mark.django_db


@pytest.fixture
def bronnen():
    return laad()


def waarden(tabel):
    return {(rij.naam, rij.soort): [cel.waarde for cel in rij.cellen] for rij in tabel.rijen}


def test_begroting_tegen_prognose(bronnen):
    kosten, financiering = soorttabellen(overzicht(bronnen[EVALUATIE], 2020))
    assert kosten.kolommen == ("Begroot", "Prognose", "Prognose min begroot")
    assert waarden(kosten)["TOP Ondiep", "rij"] == [103800, 86904, -16896]
    assert waarden(kosten)["Totaal", "totaal"] == [319716, 292980, -26736]
    assert waarden(financiering)["Totaal", "totaal"] == [319500, 282984, -36516]
    assert kosten.celsoort == "euro_heel"


def test_financiers_met_noten(bronnen):
    tabel = soorttabellen(overzicht(bronnen[AFSPRAAK], 2020))[0]
    assert tabel.kolommen == (TOP, HART, VERBINDING, "Totaal")
    rijen = waarden(tabel)
    assert rijen["Subtotaal woningcorporaties", "subtotaal"] == [6000, 13000, 11000, 30000]
    assert rijen["Investering financiers", "totaal"] == [103828, 89828, 96328, 289984]
    noot = {rij.naam: rij.noot for rij in tabel.rijen}
    assert (noot["Mitros"], noot["Portaal"], noot["Bo-Ex"], noot["Stichting DOEN"]) == ("a", "b", "b", "c")
    assert tabel.noten[0] == "a. De Verbinding: bijdrage als huurkorting van gemiddeld € 650 per maand"
    assert all(len(rij.cellen) == 4 for rij in tabel.rijen if rij.soort != "groep")
    assert [rij.naam for rij in tabel.rijen if rij.soort == "groep"] == ["Woningcorporaties", "Particuliere fondsen"]


def test_wat_anders_gedrukt_is_staat_eronder(bronnen):
    tabel = soorttabellen(overzicht(bronnen[AFSPRAAK], 2020))[0]
    namen = [rij.naam for rij in tabel.rijen]
    gedrukt = tabel.rijen[namen.index("Subtotaal woningcorporaties") + 1]
    assert gedrukt.soort == "bij"
    assert [(cel.waarde, cel.afwijkend) for cel in gedrukt.cellen] == [
        (6000, False),
        (19000, True),
        (11000, False),
        (36000, True),
    ]
    assert namen.count("Zoals gedrukt in de bron") == 3


def test_aandelen_berekend_en_gedrukt(bronnen):
    berekend, gedrukt = aandeeltabel(overzicht(bronnen[AFSPRAAK], 2020)).rijen
    assert [cel.waarde for cel in berekend.cellen] == ["51%", "60%", "57%", "55%"]
    assert [(cel.waarde, cel.afwijkend) for cel in gedrukt.cellen] == [
        ("51%", False),
        ("62%", True),
        ("57%", False),
        ("56%", True),
    ]
    assert aandeeltabel(overzicht(bronnen[EVALUATIE], 2020)) is None


def test_met_meer_kolommen_een_tabel_per_kamer(bronnen):
    kamers = maak_kamers()
    for naam, bedrag in ((TOP, 100), (HART, 50)):
        Regel.objects.create(
            bron=bronnen[BOD], jaar=2026, soort="kosten", post="Huur", kamer=kamers[naam],
            begroot=bedrag, prognose=Decimal("60.5"),
        )  # fmt: skip
    Regel.objects.create(bron=bronnen[BOD], jaar=2026, soort="kosten", post="Gas", kamer=kamers[TOP], begroot=9)
    tabellen = {tabel.titel: tabel for tabel in soorttabellen(overzicht(bronnen[BOD], 2026))}
    assert list(tabellen) == ["Kosten 2026, alle kamers samen", f"Kosten 2026, {TOP}", f"Kosten 2026, {HART}"]
    assert waarden(tabellen["Kosten 2026, alle kamers samen"])["Huur", "rij"] == [150, 121, -29]
    in_hart = waarden(tabellen[f"Kosten 2026, {HART}"])
    assert in_hart["Huur", "rij"] == [50, Decimal("60.5"), Decimal("10.5")]
    assert ("Gas", "rij") not in in_hart
    assert tabellen[f"Kosten 2026, {HART}"].celsoort == "euro"
    eigen = soorttabellen(overzicht(bronnen[BOD], 2026).voor_kamers({HART}))
    assert [tabel.titel for tabel in eigen] == [f"Kosten 2026, {HART}"]


def test_verschil_van_een_som_alleen_als_elke_regel_beide_bedragen_heeft():
    """A cost without forecast makes the total of the forecast too low: then its difference says nothing."""
    door = Gebruiker.objects.systeem()
    regels = [
        NieuweRegel("Bron", 2026, "kosten", "Huur", begroot=Decimal(100), prognose=Decimal(90)),
        NieuweRegel("Bron", 2026, "kosten", "Koffie", begroot=Decimal(50)),
    ]
    leg_regels_vast(regels, door=door)
    totaal = overzicht(Bron.objects.get(), 2026).soorten[0].totaal.totaal.bedragen
    assert (totaal.begroot, totaal.prognose, totaal.min_begroot("prognose")) == (150, 90, None)
    leg_regels_vast([replace(regels[1], prognose=Decimal(60))], door=door)
    totaal = overzicht(Bron.objects.get(), 2026).soorten[0].totaal.totaal.bedragen
    assert totaal.min_begroot("prognose") == 0
