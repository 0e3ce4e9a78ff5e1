"""Money lines in: recognised by their key, kept as they were printed, never added up by the import."""

from decimal import Decimal

import pytest

from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from financien.models import Bron, GedruktAandeel, Regel
from tests.buurtwerkkamers.bestanden import csv_tekst

pytestmark = pytest.mark.django_db

KOP = "bron|jaar|soort|post|kamer|groep|financier|begroot|voetnoot|regelsoort"


@pytest.fixture
def lees_in(tmp_path):
    Kamer.objects.create(naam="TOP")

    def lees(*rijen, proef=False):
        pad = tmp_path / "in.csv"
        pad.write_text(csv_tekst([rij.split("|") for rij in rijen], ";"))
        return importeer(soorten()["bedragen"], pad, door=Gebruiker.objects.systeem(), proef=proef)

    return lees


def test_regels_in_de_volgorde_van_het_bestand(lees_in):
    uitslag = lees_in(
        KOP,
        "Afspraak 2020|2020|financiering|Zorgfonds|TOP|fondsen|Zorgfonds|€ 12.345,67|voorstel|",
        "Afspraak 2020|2020|Financiering|Bijdrage|||Zorgfonds|-12,50||regel",
        "Afspraak 2020|2020|financiering|Subtotaal fondsen|TOP|fondsen||12000||subtotaal",
    )
    assert (uitslag.nieuw, uitslag.fouten) == (3, ())
    assert list(Regel.objects.values_list("post", "begroot", "regelsoort", "kamer__naam")) == [
        ("Zorgfonds", Decimal("12345.67"), "regel", "TOP"),
        ("Bijdrage", Decimal("-12.50"), "regel", None),
        ("Subtotaal fondsen", Decimal("12000"), "subtotaal", "TOP"),
    ]
    assert Organisatie.objects.get().naam == "Zorgfonds"
    assert Bron.objects.get().naam == "Afspraak 2020"


def test_tweede_keer_ongewijzigd_en_ander_bedrag_gewijzigd(lees_in):
    rij = "A|2020|kosten|Huur|TOP|||100||"
    lees_in(KOP, rij)
    assert lees_in(KOP, rij).ongewijzigd == 1
    uitslag = lees_in("bron|jaar|soort|post|kamer|begroot", "A|2020|kosten|Huur|TOP|200")
    assert (uitslag.nieuw, uitslag.gewijzigd) == (0, 1)
    assert Regel.objects.get().begroot == 200


def test_afwezige_kolom_blijft_en_lege_cel_wist(lees_in):
    lees_in(KOP, "A|2020|kosten|Huur|TOP|g||100|noot|")
    lees_in("bron|jaar|soort|post|kamer|prognose", "A|2020|kosten|Huur|TOP|90")
    regel = Regel.objects.get()
    assert (regel.begroot, regel.prognose, regel.voetnoot, regel.groep) == (100, 90, "noot", "g")
    lees_in("bron|jaar|soort|post|kamer|begroot|voetnoot", "A|2020|kosten|Huur|TOP||")
    regel.refresh_from_db()
    assert (regel.begroot, regel.prognose, regel.voetnoot) == (None, 90, "")


def test_gedrukt_en_berekend_naast_elkaar_en_bronnen_uit_elkaar(lees_in):
    rijen = ["A|2020|kosten|Huur|TOP|||100||", "A|2020|kosten|Huur|TOP|||100||totaal", "B|2020|kosten|Huur|TOP|||100||"]
    assert lees_in(KOP, *rijen).nieuw == 3


@pytest.mark.parametrize(
    ("rij", "kolom"),
    [
        ("A|2020|kosten|Huur|TOP|||1,234.56||", "begroot"),
        ("A|1999|kosten|Huur|TOP|||1||", "jaar"),
        ("A|2020|winst|Huur|TOP|||1||", "soort"),
        ("A|2020|kosten||TOP|||1||", "post"),
        ("A|2020|kosten|Huur|Tob|||1||", "kamer"),
        ("A|2020|kosten|Huur|TOP|||1||iets", "regelsoort"),
        ("A|2020|kosten|Huur|TOP|||99999999999||", "begroot"),
        ("A|2020|kosten|Deel (%)|TOP|||101||totaal", "begroot"),
    ],
)
def test_foute_cel(lees_in, rij, kolom):
    uitslag = lees_in(KOP, "A|2020|kosten|Gas|TOP|||1||", rij)
    assert [(fout.rij, fout.kolom) for fout in uitslag.fouten] == [(3, kolom)]
    assert not Regel.objects.exists()
    assert not Bron.objects.exists()


def test_twee_bedragen_voor_een_regel_spreken_elkaar_tegen(lees_in):
    (fout,) = lees_in(KOP, "A|2020|kosten|Huur|TOP|||100||", "A|2020|kosten|Huur|TOP|||101||").fouten
    assert (fout.rij, fout.kolom) == (3, "begroot")
    assert "Rij 2" in fout.fout


def test_gedrukt_aandeel_staat_los_van_de_bedragen(lees_in):
    rij = "A|2020|financiering|Aandeel financiers (%)|TOP|||51||totaal"
    assert lees_in(KOP, rij).nieuw == 1
    assert not Regel.objects.exists()
    assert lees_in(KOP, rij).ongewijzigd == 1


def test_twee_gedrukte_percentages_van_een_kamer_en_een_lege_cel(lees_in):
    een = "A|2020|financiering|Aandeel financiers (%)|TOP|||{}||totaal"
    ander = "A|2020|uren|Aandeel uren (%)|TOP|||40||totaal"
    assert lees_in(KOP, een.format(51), ander).nieuw == 2
    assert sorted(GedruktAandeel.objects.values_list("procent", flat=True)) == [40, 51]
    assert lees_in(KOP, een.format(""), ander).gewijzigd == 1
    assert GedruktAandeel.objects.get(soort="financiering").procent is None


def test_een_percentage_zonder_begroot_verdwijnt_niet(lees_in):
    kop, rij = "bron|jaar|soort|post|kamer|realisatie|regelsoort", "A|2020|financiering|Deel (%)|TOP|12|totaal"
    assert lees_in(kop, rij).nieuw == 1
    assert lees_in(kop, rij).ongewijzigd == 1
