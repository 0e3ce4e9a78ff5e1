"""People, activities and attendances in: each row checked before anything is written, the database as second wall."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Categorie, Gebruiker, Kamer
from deelnemers.models import Activiteit, Deelname, Deelnemer, Indeling, Inschrijving, Persoonsgegevens, Telling
from tests.buurtwerkkamers.bestanden import csv_tekst, maak_ods, maak_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def lees_in(tmp_path):
    def lees(soort, *rijen, proef=False):
        pad = tmp_path / "in.csv"
        pad.write_text(csv_tekst([rij.split("|") for rij in rijen]))
        return importeer(soorten()[soort], pad, door=Gebruiker.objects.systeem(), proef=proef)

    return lees


@pytest.fixture
def kamers():
    """TOP was open from 2017 to 2022, with one activity; De Klop always, with none."""
    top = Kamer.objects.create(naam="TOP", open_vanaf=date(2017, 4, 1), gesloten_op=date(2022, 12, 31))
    eettafel = Activiteit.objects.create(kamer=top, naam="Eettafel")
    Indeling.objects.create(activiteit=eettafel, categorie=Categorie.objects.get(naam="Sociaal en ontmoeting"))
    return top, Kamer.objects.create(naam="De Klop")


@pytest.fixture
def mensen(lees_in):
    lees_in("deelnemers", "nummer|voornaam|ingeschreven_op", "A1|Fatima|2020-01-01", "A2|Jan|2020-01-01")


DEELNAMES = "kamer|datum|activiteit|deelnemer"

# --- deelnemers -----------------------------------------------------------------------------------------------


def test_deelnemer_met_alle_gegevens(lees_in):
    kop = "nummer|voornaam|achternaam|geboortejaar|postcode|telefoon|email|ingeschreven_op"
    uitslag = lees_in("deelnemers", kop, "007|Özgür|Yıldız|1980|3552 AB|030-1234567|o@example.org|1-2-2020")
    assert (uitslag.nieuw, uitslag.fouten) == (1, ())
    mens = Deelnemer.objects.get(nummer="007")
    assert (mens.geboortejaar, mens.ingeschreven_op, mens.kamers) == (1980, date(2020, 2, 1), [])
    assert mens.persoonsgegevens.zoeknaam == "ozgur yildiz"


def test_wijzigen_wissen_en_ongemoeid_laten(lees_in):
    lees_in("deelnemers", "nummer|voornaam|achternaam|telefoon|geboortejaar", "A1|Fatima|Bakker|030|1980", "A2|Jan|||")
    uitslag = lees_in("deelnemers", "nummer|voornaam|telefoon|geboortejaar", "A1|Fatma||", "A2|Jan||")
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.ongewijzigd) == (0, 1, 1)
    gegevens = Persoonsgegevens.objects.get(deelnemer__nummer="A1")
    assert (gegevens.naam, gegevens.telefoon, gegevens.deelnemer.geboortejaar) == ("Fatma Bakker", "", None)
    assert gegevens.zoeknaam == "fatma bakker"


def test_inschrijfdatum_blijft_bij_een_lege_cel(lees_in):
    lees_in("deelnemers", "nummer|voornaam|ingeschreven_op", "A1|Fatima|2020-01-01")
    uitslag = lees_in("deelnemers", "nummer|voornaam|ingeschreven_op", "A1|Fatima|")
    assert uitslag.ongewijzigd == 1
    assert Deelnemer.objects.get().ingeschreven_op == date(2020, 1, 1)


def test_gewiste_deelnemer_komt_niet_terug(lees_in, mensen):
    Persoonsgegevens.objects.filter(deelnemer__nummer="A1").delete()
    (fout,) = lees_in("deelnemers", "nummer|voornaam", "A1|Fatima").fouten
    assert (fout.rij, fout.kolom) == (2, "nummer")


@pytest.mark.parametrize(
    ("kolom", "cel"),
    [
        ("geboortejaar", "1880"),
        ("geboortejaar", "2099"),
        ("geboortejaar", "acht"),
        ("postcode", "12 AB"),
        ("email", "geen adres"),
        ("telefoon", "0" * 21),
        ("ingeschreven_op", "31-2-2020"),
    ],
)
def test_foute_cel(lees_in, kolom, cel):
    (fout,) = lees_in("deelnemers", f"nummer|voornaam|{kolom}", f"A1|Fatima|{cel}").fouten
    assert (fout.rij, fout.kolom) == (2, kolom)
    assert not Deelnemer.objects.exists()


def test_nummers_uit_een_werkblad_krijgen_geen_komma(tmp_path):
    for maak in (maak_xlsx, maak_ods):
        pad = maak(tmp_path / maak.__name__, [["nummer", "voornaam", "geboortejaar"], [1001, "Jan", 1980]])
        importeer(soorten()["deelnemers"], Path(pad), door=Gebruiker.objects.systeem())
    assert list(Deelnemer.objects.values_list("nummer", "geboortejaar")) == [("1001", 1980)]


# --- activiteiten ---------------------------------------------------------------------------------------------


def test_activiteit_krijgt_haar_categorie_en_gevoeligheid(lees_in, kamers):
    uitslag = lees_in("activiteiten", "kamer|naam|categorie", "De Klop|Brieven|Formulieren", "TOP|Brieven|Klussen")
    assert uitslag.nieuw == 2
    brieven = Activiteit.objects.get(kamer=kamers[1])
    assert (brieven.gevoelig, brieven.indelingen.get().categorie.naam) == (True, "Formulieren")
    assert not Activiteit.objects.get(kamer=kamers[0], naam="Brieven").gevoelig


def test_andere_categorie_houdt_gevoelig_gevoelig(lees_in, kamers):
    lees_in("activiteiten", "kamer|naam|categorie", "TOP|Brieven|Formulieren")
    uitslag = lees_in(
        "activiteiten", "kamer|naam|categorie", "TOP|Brieven|Klussen", "TOP|Eettafel|Sociaal en ontmoeting"
    )
    assert (uitslag.gewijzigd, uitslag.ongewijzigd) == (1, 1)
    brieven = Activiteit.objects.get(naam="Brieven")
    assert (brieven.gevoelig, brieven.indelingen.get().categorie.naam) == (True, "Klussen")


def test_onbekende_categorie_noemt_wat_erop_lijkt(lees_in, kamers):
    (fout,) = lees_in("activiteiten", "kamer|naam|categorie", "TOP|Taal|nederlandse les").fouten
    assert (fout.rij, fout.kolom) == (2, "categorie")
    assert "Lijkt op: Nederlandse taal" in fout.fout


# --- deelnames ------------------------------------------------------------------------------------------------


def test_deelnames_schrijven_in_en_tellen_een_keer(lees_in, kamers, mensen):
    rijen = ["TOP|2020-03-14|Eettafel|A1", "TOP|14-3-2020|Eettafel|A1", "TOP|15-3-2020|Eettafel|A2"]
    uitslag = lees_in("deelnames", DEELNAMES, *rijen)
    assert (uitslag.gelezen, uitslag.nieuw, uitslag.ongewijzigd) == (3, 2, 1)
    assert Inschrijving.objects.get(deelnemer__nummer="A1").van == date(2020, 3, 14)
    assert Deelname.objects.first().geregistreerd_door == Gebruiker.objects.systeem()
    assert lees_in("deelnames", DEELNAMES, *rijen).ongewijzigd == 3
    assert Deelname.objects.count() == 2


def test_inschrijving_begint_bij_de_eerste_deelname_ook_in_delen(lees_in, kamers, mensen, monkeypatch):
    monkeypatch.setattr("deelnemers.importsoorten.gedeeld.DEEL", 2)
    dagen = [date(2020, 3, 5), date(2020, 3, 4), date(2020, 3, 1), date(2020, 3, 2), date(2020, 3, 3)]
    rijen = [f"TOP|{dag}|Eettafel|A1" for dag in dagen]
    lees_in("deelnames", DEELNAMES, rijen[0].replace("A1", "A2"))
    uitslag = lees_in("deelnames", DEELNAMES, *rijen, rijen[0].replace("A1", "A2"))
    assert (uitslag.nieuw, uitslag.ongewijzigd) == (5, 1)
    assert Inschrijving.objects.get(deelnemer__nummer="A1").van == min(dagen)


def test_elke_foute_deelname_met_plaats_en_reden(lees_in, kamers, mensen):
    morgen = timezone.localdate() + timedelta(days=1)
    uitslag = lees_in(
        "deelnames",
        DEELNAMES,
        "TOP|2017-03-31|Eettafel|A1",
        "TOP|2017-04-01|Eettafel|A1",
        "TOP|2022-12-31|Eettafel|A1",
        "TOP|2023-01-01|Eettafel|A1",
        f"De Klop|{morgen}|Eettafel|A1",
        "TOP|2020-01-01|eettafl|A9",
        "Tob|2020-01-01|Eettafel|A1",
    )
    gevonden = {(fout.rij, fout.kolom): fout.fout for fout in uitslag.fouten}
    assert list(gevonden) == [
        (2, "datum"),
        (5, "datum"),
        (6, "datum"),
        (6, "activiteit"),
        (7, "activiteit"),
        (7, "deelnemer"),
        (8, "kamer"),
    ]
    assert gevonden[2, "datum"] == "Een deelname op 31-03-2017 ligt voor de opening van TOP op 01-04-2017."
    assert gevonden[5, "datum"] == "Een deelname op 01-01-2023 ligt na de sluiting van TOP op 31-12-2022."
    assert gevonden[6, "datum"].endswith("ligt in de toekomst.")
    assert "De Klop heeft nog geen activiteiten" in gevonden[6, "activiteit"]
    assert "Lijkt op: Eettafel" in gevonden[7, "activiteit"]
    assert gevonden[7, "deelnemer"].startswith("Deelnemer ‘A9’ bestaat niet.")
    assert "TOP" in gevonden[8, "kamer"]
    assert not Deelname.objects.exists()
    assert not Inschrijving.objects.exists()


def test_nummers_van_anderen_staan_niet_in_een_fout(lees_in, kamers, mensen):
    (fout,) = lees_in("deelnames", DEELNAMES, "TOP|2020-01-01|Eettafel|A3").fouten
    assert "A1" not in fout.fout


@pytest.mark.parametrize(
    ("dag", "reden"), [("2017-03-31", "voor de opening"), ("2023-01-01", "na de sluiting"), ("2099-01-01", "toekomst")]
)
def test_de_database_is_de_tweede_muur(lees_in, kamers, mensen, monkeypatch, dag, reden):
    monkeypatch.setattr("deelnemers.importsoorten.gedeeld.kan_niet", lambda *args: "")
    (fout,) = lees_in("deelnames", DEELNAMES, "TOP|2020-01-01|Eettafel|A2", f"TOP|{dag}|Eettafel|A1").fouten
    assert fout.rij == 0
    assert reden in fout.fout
    assert not Deelname.objects.exists()
    assert not Inschrijving.objects.exists()


def test_meer_rijen_kosten_niet_meer_vragen(lees_in, kamers, mensen):
    def vragen(eerste, aantal):
        dagen = [date(2020, 1, 1) + timedelta(days=n) for n in range(eerste, eerste + aantal)]
        with CaptureQueriesContext(
            connection,
        ) as gevraagd:
            assert lees_in("deelnames", DEELNAMES, *(f"TOP|{dag}|Eettafel|A1" for dag in dagen)).nieuw == aantal
        return len(gevraagd)

    vragen(0, 1)
    assert vragen(10, 1) == vragen(20, 200)


# --- tellingen ------------------------------------------------------------------------------------------------

TELLINGEN = "kamer|datum|activiteit|aantal"


def test_telling_nieuw_gewijzigd_en_ongewijzigd(lees_in, kamers):
    lees_in("tellingen", TELLINGEN, "TOP|2020-01-01|Eettafel|5", "TOP|2020-01-02|Eettafel|0")
    uitslag = lees_in("tellingen", TELLINGEN, "TOP|2020-01-01|Eettafel|6", "TOP|2020-01-02|Eettafel|0")
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.ongewijzigd) == (0, 1, 1)
    assert list(Telling.objects.order_by("datum").values_list("aantal", flat=True)) == [6, 0]


def test_twee_tellingen_voor_een_dag_spreken_elkaar_tegen(lees_in, kamers):
    rijen = ["TOP|2020-01-01|Eettafel|5", "TOP|1-1-2020|Eettafel|6"]
    (fout,) = lees_in("tellingen", TELLINGEN, *rijen).fouten
    assert (fout.rij, fout.kolom) == (3, "aantal")
    assert "Rij 2" in fout.fout


@pytest.mark.parametrize("aantal", ["-1", "1,5", "vijf", "", "1000000"])
def test_fout_aantal(lees_in, kamers, aantal):
    (fout,) = lees_in("tellingen", TELLINGEN, f"TOP|2020-01-01|Eettafel|{aantal}").fouten
    assert (fout.rij, fout.kolom) == (2, "aantal")


def test_telling_voor_de_opening(lees_in, kamers):
    (fout,) = lees_in("tellingen", TELLINGEN, "TOP|2017-01-01|Eettafel|5").fouten
    assert fout.fout.startswith("Een telling op 01-01-2017 ligt voor de opening")
