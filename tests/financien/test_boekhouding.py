"""Writing amounts: all or nothing, twice the same changes nothing, and what cannot be is refused with its reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from geldvoorbeeld import AFSPRAAK, BESTANDEN, laad, rijen

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst
from financien import boekhouding
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, GedruktAandeel, Regel

pytestmark = pytest.mark.django_db


@pytest.fixture
def door():
    return Gebruiker.objects.systeem()


def rij(post="Huur", jaar=2026, **meer):
    return NieuweRegel("Begroting 2026", jaar, "kosten", post, **meer)


@pytest.mark.parametrize("bestand", BESTANDEN)
def test_twee_keer_hetzelfde_verandert_niets(bestand, door):
    alle = list(rijen(bestand))
    assert leg_regels_vast(alle, door=door) == Uitkomst(len(alle), 0, 0)
    assert leg_regels_vast(alle, door=door) == Uitkomst(0, 0, len(alle))
    assert Regel.objects.count() + GedruktAandeel.objects.count() == len(alle)


def test_volgorde_van_het_bestand_blijft(door):
    laad("afspraak-2020.csv")
    posten = Regel.objects.filter(bron__naam=AFSPRAAK, soort="financiering").values_list("post", flat=True)
    assert list(dict.fromkeys(posten))[:3] == ["Gemeente Utrecht (SPDO)", "Utrecht Werk en Inkomen", "Mitros"]


def test_gedrukte_percentages_zijn_geen_bedragen(door):
    laad("afspraak-2020.csv")
    assert not Regel.objects.filter(post__contains="%").exists()
    gedrukt = GedruktAandeel.objects.values_list("kamer__naam", "procent")
    assert dict(gedrukt) == {"TOP": 51, "Hart voor Leidsche Rijn": 62, "De Verbinding": 57, None: 56}


def test_een_bedrag_wijzigen(door):
    leg_regels_vast([rij(begroot=Decimal(100)), rij("Gas", begroot=Decimal(5))], door=door)
    uitkomst = leg_regels_vast([rij(begroot=Decimal(120)), rij("Gas", begroot=Decimal(5))], door=door)
    assert uitkomst == Uitkomst(0, 1, 1)
    assert Regel.objects.get(post="Huur").begroot == 120


def test_wat_niet_genoemd_is_blijft_en_leeg_wist(door):
    leg_regels_vast([rij(begroot=Decimal(100), prognose=Decimal(90), groep="vast", voetnoot="a")], door=door)
    assert leg_regels_vast([rij(prognose=None)], door=door) == Uitkomst(0, 1, 0)
    regel = Regel.objects.get()
    assert (regel.begroot, regel.prognose, regel.groep, regel.voetnoot) == (100, None, "vast", "a")


def test_dezelfde_rij_twee_keer_in_een_bestand(door):
    assert leg_regels_vast([rij(begroot=Decimal(1))] * 2, door=door) == Uitkomst(1, 0, 1)
    with pytest.raises(Geweigerd, match="'Huur' van 2026 komt twee keer voor"):
        leg_regels_vast([rij(begroot=Decimal(1)), rij(begroot=Decimal(2))], door=door)


def test_alles_of_niets(door):
    with pytest.raises(Geweigerd, match="post"):
        leg_regels_vast([rij(begroot=Decimal(1)), rij("x" * 161)], door=door)
    assert not Regel.objects.exists()
    assert not Bron.objects.exists()


@pytest.mark.parametrize(
    ("velden", "woord"),
    [
        ({"jaar": 1999}, "jaar"),
        ({"begroot": Decimal(10) ** 10}, "begroot"),
        ({"regelsoort": "tussensom"}, "regelsoort"),
    ],
)
def test_wat_niet_past_wordt_geweigerd_met_de_reden(velden, woord, door):
    with pytest.raises(Geweigerd, match=woord):
        leg_regels_vast([rij(**velden)], door=door)


def test_bedragen_gaan_op_de_cent_en_half_omhoog(door):
    leg_regels_vast([rij(begroot=Decimal("0.125"))], door=door)
    assert Regel.objects.get().begroot == Decimal("0.13")


def test_zelfde_post_van_een_andere_financier_is_een_andere_regel(door):
    kamer = Kamer.objects.create(naam="Proefkamer")
    twee = [rij("Bijdrage", kamer=kamer, financier=naam, begroot=Decimal(5)) for naam in ("Fonds A", "Fonds B")]
    assert leg_regels_vast(twee, door=door).nieuw == 2
    assert set(Organisatie.objects.values_list("naam", flat=True)) == {"Fonds A", "Fonds B"}


def deel(post="Deel (%)", regelsoort="totaal", **meer):
    return rij(post, regelsoort=regelsoort, **meer)


def test_aandelen_vastleggen_en_wijzigen(door):
    een = deel(begroot=Decimal(56))
    assert leg_regels_vast([een], door=door) == Uitkomst(1, 0, 0)
    assert leg_regels_vast([een], door=door) == Uitkomst(0, 0, 1)
    assert leg_regels_vast([deel(begroot=Decimal(55))], door=door) == Uitkomst(0, 1, 0)
    for fout in (Decimal(120), Decimal(-1)):
        with pytest.raises(Geweigerd, match="tussen 0 en 100"):
            leg_regels_vast([deel(begroot=fout)], door=door)
    assert GedruktAandeel.objects.get().procent == 55


def test_twee_percentages_van_een_bron_overschrijven_elkaar_niet(door):
    alle = [
        deel(begroot=Decimal(10)),
        deel("Ander deel (%)", begroot=Decimal(20)),
        deel(regelsoort="subtotaal", begroot=Decimal(30)),
        deel(financier="Fonds A", begroot=Decimal(40)),
    ]
    assert leg_regels_vast(alle, door=door) == Uitkomst(4, 0, 0)
    assert leg_regels_vast(alle, door=door) == Uitkomst(0, 0, 4)
    assert sorted(GedruktAandeel.objects.values_list("procent", flat=True)) == [10, 20, 30, 40]
    with pytest.raises(Geweigerd, match="twee keer"):
        leg_regels_vast([deel(begroot=Decimal(1)), deel(begroot=Decimal(2))], door=door)


def test_een_leeg_percentage_wist_en_een_afwezig_percentage_blijft(door):
    leg_regels_vast([deel(begroot=Decimal(10), prognose=Decimal(11))], door=door)
    assert leg_regels_vast([deel(realisatie=Decimal(12))], door=door) == Uitkomst(0, 1, 0)
    assert GedruktAandeel.objects.values_list("procent", "prognose", "realisatie").get() == (10, 11, 12)
    assert leg_regels_vast([deel(begroot=None)], door=door) == Uitkomst(0, 1, 0)
    assert leg_regels_vast([deel(begroot=None)], door=door) == Uitkomst(0, 0, 1)
    assert GedruktAandeel.objects.values_list("procent", "prognose", "realisatie").get() == (None, 11, 12)


def test_een_percentage_zonder_begroot_wordt_bewaard(door):
    assert leg_regels_vast([deel(realisatie=Decimal(12))], door=door) == Uitkomst(1, 0, 0)
    assert GedruktAandeel.objects.get().realisatie == 12


def test_een_regel_toevoegen_wijzigen_en_verwijderen(door):
    bron = boekhouding.maak_bron("Begroting 2026", door=door)
    regel = boekhouding.voeg_regel_toe(
        bron=bron,
        jaar=2026,
        soort="financiering",
        post="Bijdrage",
        begroot=Decimal(10),
        nieuwe_financier="Fonds",
        door=door,
    )
    assert (regel.volgorde, regel.financier.naam) == (1, "Fonds")
    boekhouding.wijzig_regel(regel, begroot=Decimal(12), door=door)
    assert Regel.objects.get().begroot == 12
    assert Regel.objects.get().financier.naam == "Fonds"
    met_zelfde_sleutel = {"jaar": 2026, "soort": "financiering", "post": "Bijdrage", "financier": regel.financier}
    with pytest.raises(Geweigerd, match="staat al in deze bron"):
        boekhouding.voeg_regel_toe(bron=bron, door=door, **met_zelfde_sleutel)
    boekhouding.verwijder_regel(regel, door=door)
    assert not Regel.objects.exists()
