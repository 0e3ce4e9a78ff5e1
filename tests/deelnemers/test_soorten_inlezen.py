"""Roles, jobs, hours, referrals and cases in: every wrong row named, the same file twice changes nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from deelnemers.models import (
    Activiteit,
    Deelname,
    Deelnemer,
    Inschrijving,
    Inzet,
    Klus,
    Melder,
    Rol,
    Traject,
    Trajectkamer,
    Verwijzing,
    Vrijwilligersgroep,
)
from deelnemers.registratie import wijzig_activiteit
from deelnemers.registratie.bijwerken import maak_organisaties
from tests import fabrieken
from tests.buurtwerkkamers.bestanden import csv_tekst

pytestmark = pytest.mark.django_db


@pytest.fixture
def lees_in(tmp_path):
    """Rows with ``;`` between the cells, because the numbers of a case stand apart by ``|``."""

    def lees(soort, *rijen, proef=False):
        pad = tmp_path / "in.csv"
        pad.write_text(csv_tekst([rij.split(";") for rij in rijen]))
        return importeer(soorten()[soort], pad, door=Gebruiker.objects.systeem(), proef=proef)

    return lees


@pytest.fixture
def top():
    return Kamer.objects.create(naam="TOP", open_vanaf=date(2017, 4, 1), gesloten_op=date(2022, 12, 31))


@pytest.fixture
def klop():
    return Kamer.objects.create(naam="De Klop")


@pytest.fixture
def mensen(top, klop, lees_in):
    lees_in("deelnemers", "nummer;voornaam", *(f"A{n};Mens {n}" for n in range(1, 6)))
    return {mens.nummer: mens for mens in Deelnemer.objects.all()}


def voeg_samen(kaart, met):
    Deelnemer.objects.filter(pk=kaart.pk).update(samengevoegd_met=met)


def tellen(uitslag):
    assert uitslag.fouten == ()
    return uitslag.nieuw, uitslag.gewijzigd, uitslag.ongewijzigd


def fouten(uitslag):
    return {(fout.rij, fout.kolom): fout.fout for fout in uitslag.fouten}


KOPPEN = {
    "rollen": ("deelnemer;kamer;rol;van;tot", "A1;TOP;lid;2020-01-01;"),
    "klussen": ("nummer;kamer;aanvrager;aangevraagd_op", "K1;TOP;A1;2020-01-01"),
    "uren": ("kamer;datum;vrijwilliger;uren;groep;soort", "TOP;2020-01-01;A1;2,5;Tuin;bewoner"),
    "verwijzingen": ("kamer;datum;deelnemer;richting;organisatie", "TOP;2020-01-01;A1;in;Gemeente"),
    "trajecten": ("nummer;kamer;deelnemers;aangemeld_op", "T1;TOP;A1|A2;2020-01-01"),
}


@pytest.mark.parametrize("soort", KOPPEN)
def test_nog_eens_hetzelfde_verandert_niets(lees_in, mensen, soort):
    kop, rij = KOPPEN[soort]
    assert tellen(lees_in(soort, kop, rij, rij)) == (1, 0, 1)
    assert tellen(lees_in(soort, kop, rij)) == (0, 0, 1)


@pytest.mark.parametrize("soort", KOPPEN)
def test_inschrijving_komt_vanzelf(lees_in, mensen, soort):
    lees_in(soort, *KOPPEN[soort])
    inschrijving = Inschrijving.objects.get(deelnemer=mensen["A1"])
    assert (inschrijving.kamer.naam, inschrijving.van) == ("TOP", date(2020, 1, 1))


@pytest.mark.parametrize("soort", KOPPEN)
def test_proef_bewaart_niets(lees_in, mensen, soort):
    assert tellen(lees_in(soort, *KOPPEN[soort], proef=True)) == (1, 0, 0)
    for model in (Rol, Klus, Inzet, Verwijzing, Traject, Melder, Vrijwilligersgroep, Inschrijving):
        assert not model.objects.exists()


@pytest.mark.parametrize("soort", KOPPEN)
def test_onbekende_kamer_en_deelnemer_in_een_keer(lees_in, mensen, soort):
    kop, rij = KOPPEN[soort]
    gevonden = lees_in(soort, kop, rij.replace("TOP", "Tob").replace("A1", "A9")).fouten
    assert len(gevonden) == 2
    assert any("Lijkt op: TOP" in fout.fout for fout in gevonden)
    assert any("‘A9’ bestaat niet" in fout.fout and "A1" not in fout.fout for fout in gevonden)


@pytest.mark.parametrize("soort", KOPPEN)
def test_wie_twee_kaarten_heeft_komt_op_de_kaart_die_geldt(lees_in, mensen, soort):
    """Also after the merge the file of before it changes nothing."""
    kop, rij = KOPPEN[soort]
    tweede = rij.replace("A1", "A3").replace("K1", "K2").replace("T1", "T2").replace("2020-01-01", "2020-03-01")
    assert tellen(lees_in(soort, kop, rij)) == (1, 0, 0)
    voeg_samen(mensen["A1"], mensen["A3"])
    if soort == "rollen":
        assert "al vanaf 01-01-2020" in fouten(lees_in(soort, kop, tweede))[2, "van"]
        assert tellen(lees_in(soort, kop, rij, rij.replace("A1", "A3"))) == (0, 0, 2)
        return
    assert tellen(lees_in(soort, kop, rij)) == (0, 0, 1)
    assert tellen(lees_in(soort, kop, rij, tweede.replace("A3", "A1"))) == (1, 0, 1)
    assert tellen(lees_in(soort, kop, rij, tweede.replace("A3", "A1"))) == (0, 0, 2)
    assert tellen(lees_in(soort, kop, tweede)) == (0, 0, 1)
    assert Inschrijving.objects.filter(deelnemer=mensen["A3"], van=date(2020, 3, 1)).exists()


@pytest.mark.parametrize("soort", KOPPEN)
def test_evenveel_vragen_voor_een_rij_als_voor_honderd(lees_in, mensen, soort):
    kop, rij = KOPPEN[soort]

    def vragen(eerste, aantal):
        rijen = []
        for n in range(eerste, eerste + aantal):
            dag = date(2018, 1, 1) + timedelta(days=n)
            rijen.append(rij.replace("2020-01-01;", f"{dag};").replace("2020-01-01", str(dag)))
            if soort == "rollen":
                rijen[-1] = f"A1;TOP;lid;{dag};{dag}"
            rijen[-1] = rijen[-1].replace("K1", f"K{n}").replace("T1", f"T{n}")
        with CaptureQueriesContext(connection) as gevraagd:
            assert tellen(lees_in(soort, kop, *rijen)) == (aantal, 0, 0)
        return len(gevraagd)

    vragen(0, 1)
    assert vragen(10, 1) == vragen(20, 100)


# --- rollen ---------------------------------------------------------------------------------------------------

ROLLEN = "deelnemer;kamer;rol;van;tot"


def test_rol_krijgt_een_einde_en_de_volgende_begint(lees_in, mensen):
    lees_in("rollen", ROLLEN, "A1;TOP;lid;2020-01-01;")
    uitslag = lees_in("rollen", ROLLEN, "A1;TOP;Lid;1-1-2020;31-3-2020", "A1;TOP;lid;2020-04-01;")
    assert tellen(uitslag) == (1, 1, 0)
    assert list(Rol.objects.order_by("van").values_list("tot", flat=True)) == [date(2020, 3, 31), None]
    assert tellen(lees_in("rollen", "deelnemer;kamer;rol;van", "A1;TOP;lid;2020-01-01")) == (0, 0, 1)
    assert tellen(lees_in("rollen", ROLLEN, "A1;TOP;lid;2020-04-01;2020-05-01")) == (0, 1, 0)


def test_rol_die_een_andere_overlapt(lees_in, mensen):
    lees_in("rollen", ROLLEN, "A1;TOP;lid;2020-01-01;2020-06-30")
    uitslag = lees_in(
        "rollen",
        ROLLEN,
        "A1;TOP;lid;2020-06-30;",
        "A2;TOP;lid;2020-01-01;2020-02-01",
        "A2;TOP;lid;2020-02-01;",
        "A2;De Klop;lid;2020-01-15;",
        "A2;TOP;vrijwilliger;2020-01-15;",
        "A3;TOP;lid;2020-01-01;2020-12-31",
        "A3;TOP;lid;2020-02-01;2020-02-02",
        "A3;TOP;lid;2020-06-01;2020-06-02",
    )
    gevonden = fouten(uitslag)
    assert list(gevonden) == [(2, "van"), (4, "van"), (8, "van"), (9, "van")]
    assert gevonden[2, "van"].startswith("Deze persoon heeft de rol lid al vanaf 01-01-2020:")
    assert "01-01-2020 (rij 3)" in gevonden[4, "van"]
    assert Rol.objects.count() == 1


def test_rol_die_te_lang_wordt(lees_in, mensen):
    lees_in("rollen", ROLLEN, "A1;TOP;lid;2020-01-01;2020-02-01", "A1;TOP;lid;2020-04-01;")
    assert "vanaf 01-04-2020" in fouten(lees_in("rollen", ROLLEN, "A1;TOP;lid;2020-01-01;"))[2, "tot"]


def test_rol_met_verkeerde_woorden_en_datums(lees_in, mensen):
    gevonden = fouten(lees_in("rollen", ROLLEN, "A1;TOP;baas;2020-01-01;", "A1;TOP;lid;2020-01-02;2020-01-01"))
    assert list(gevonden) == [(2, "rol")] or list(gevonden) == [(2, "rol"), (3, "tot")]
    assert "sleutelhouder, lid" in gevonden[2, "rol"]
    assert "eindigt voordat" in gevonden[3, "tot"]


# --- klussen --------------------------------------------------------------------------------------------------

KLUSSEN = "nummer;kamer;aanvrager;aangevraagd_op;uitgevoerd_op;soort;omschrijving"


def test_klus_wijzigen_wissen_en_ongemoeid_laten(lees_in, mensen):
    lees_in("klussen", KLUSSEN, "K1;TOP;A1;2020-01-01;2020-01-05;tuin;Heg", "K2;TOP;A2;2020-01-01;;;")
    uitslag = lees_in(
        "klussen", "nummer;kamer;aanvrager;aangevraagd_op;soort", "K1;TOP;A2;2020-01-02;", "K2;TOP;A2;1-1-2020;"
    )
    assert tellen(uitslag) == (0, 1, 1)
    klus = Klus.objects.get(nummer="K1")
    assert (klus.aanvrager.nummer, klus.aangevraagd_op, klus.uitgevoerd_op) == (
        "A2",
        date(2020, 1, 2),
        date(2020, 1, 5),
    )
    assert (klus.soort, klus.omschrijving) == ("", "Heg")


def test_elke_foute_klus(lees_in, mensen):
    morgen = timezone.localdate() + timedelta(days=1)
    gevonden = fouten(
        lees_in(
            "klussen",
            KLUSSEN,
            "K1;TOP;A1;2020-01-02;2020-01-01;;",
            f"K2;De Klop;A1;{morgen};;;",
            f"K3;De Klop;A1;2020-01-01;{morgen};;",
            "K4;TOP;A1;2023-01-01;2023-02-01;;",
            "K5;TOP;A1;2020-01-01;;;" + "x" * 301,
            "K6;TOP;A1;2017-01-01;2017-03-31;;",
        )
    )
    assert list(gevonden) == [
        (2, "uitgevoerd_op"),
        (3, "aangevraagd_op"),
        (4, "uitgevoerd_op"),
        (5, "uitgevoerd_op"),
        (6, "omschrijving"),
        (7, "uitgevoerd_op"),
    ]
    assert "na de sluiting van TOP" in gevonden[5, "uitgevoerd_op"]
    assert "voor de opening van TOP" in gevonden[7, "uitgevoerd_op"]


def test_klus_botst_met_wat_er_staat(lees_in, mensen):
    lees_in("klussen", KLUSSEN, *(f"K{n};TOP;A1;2020-01-01;;;" for n in (1, 2, 3)))
    Klus.objects.filter(nummer="K1").update(vervallen=True)
    Klus.objects.filter(nummer="K2").update(gepland_op=date(2020, 1, 3))
    Klus.objects.filter(nummer="K3").update(uitgevoerd_op=date(2020, 1, 3))
    uitslag = lees_in("klussen", KLUSSEN, "K1;TOP;A1;2020-01-01;2020-01-02;;", "K2;TOP;A1;2020-01-04;;;")
    assert list(fouten(uitslag)) == [(2, "uitgevoerd_op"), (3, "aangevraagd_op")]
    uitslag = lees_in("klussen", "nummer;kamer;aanvrager;aangevraagd_op", "K3;TOP;A1;2020-01-04")
    assert list(fouten(uitslag)) == [(2, "aangevraagd_op")]


# --- uren -----------------------------------------------------------------------------------------------------

UREN = "kamer;datum;vrijwilliger;uren;groep;soort"


def test_uren_met_groep_en_soort(lees_in, mensen):
    rijen = ["TOP;2020-01-01;A1;2,5;Tuin;", "TOP;2020-01-01;A1;1.25;;professional", "TOP;2020-01-01;A2;8;Tuin;Bewoner"]
    assert tellen(lees_in("uren", UREN, *rijen)) == (3, 0, 0)
    assert Vrijwilligersgroep.objects.get().naam == "Tuin"
    assert list(Inzet.objects.order_by("uren").values_list("uren", "soort", "groep__naam")) == [
        (Decimal("1.25"), "professional", None),
        (Decimal("2.50"), "bewoner", "Tuin"),
        (Decimal("8.00"), "bewoner", "Tuin"),
    ]
    assert tellen(lees_in("uren", UREN, *rijen)) == (0, 0, 3)
    assert tellen(lees_in("uren", UREN, rijen[0].replace("2,5", "3"), rijen[1].replace("professional", ""))) == (
        0,
        2,
        0,
    )
    assert tellen(lees_in("uren", "kamer;datum;vrijwilliger;uren", "TOP;2020-01-01;A1;1,25")) == (0, 0, 1)


@pytest.mark.parametrize("aantal", ["0", "24,01", "-1", "twee", "1,255", "1.000", "", "2:30", "=2"])
def test_foute_uren(lees_in, mensen, aantal):
    assert list(fouten(lees_in("uren", UREN, f"TOP;2020-01-01;A1;{aantal};;"))) == [(2, "uren")]


def test_uren_van_een_dag_die_niet_kan(lees_in, mensen):
    morgen = timezone.localdate() + timedelta(days=1)
    uitslag = lees_in("uren", UREN, "TOP;2023-01-01;A1;2;;", f"De Klop;{morgen};A1;2;;", "TOP;2017-03-31;A1;2;;")
    assert list(fouten(uitslag)) == [(2, "datum"), (3, "datum"), (4, "datum")]


def test_uren_spreken_elkaar_tegen(lees_in, mensen):
    uitslag = lees_in("uren", UREN, "TOP;2020-01-01;A1;2;;", "TOP;1-1-2020;A1;3;;")
    assert "Rij 2" in fouten(uitslag)[3, "uren"]


def test_uren_van_twee_kaarten_blijven_zoals_ze_waren(lees_in, mensen):
    """Both cards had hours on one day; after the merge that file still changes nothing, and a new one is refused."""
    rijen = ["TOP;2020-01-01;A1;2;;", "TOP;2020-01-01;A2;3;;"]
    lees_in("uren", UREN, *rijen)
    voeg_samen(mensen["A1"], mensen["A2"])
    assert tellen(lees_in("uren", UREN, *rijen)) == (0, 0, 2)
    nieuw = [rij.replace("2020-01-01", "2020-01-02") for rij in rijen]
    assert "Rij 2" in fouten(lees_in("uren", UREN, *nieuw))[3, "uren"]


def test_groepen_zijn_van_een_kamer(lees_in, mensen):
    lees_in("uren", UREN, "TOP;2020-01-01;A1;2;Tuin;", "De Klop;2020-01-01;A1;2;Tuin;")
    assert Vrijwilligersgroep.objects.count() == 2


# --- verwijzingen ---------------------------------------------------------------------------------------------

VERWIJZINGEN = "kamer;datum;deelnemer;richting;organisatie;effectief_op"


def test_een_samengevoegde_kaart_verandert_niet_meer(lees_in, mensen):
    """Nobody sees that card: a new telephone number on it would be lost. The same file again is still fine."""
    kop = "nummer;voornaam;telefoon"
    voornaam = mensen["A1"].persoonsgegevens.voornaam
    voeg_samen(mensen["A1"], mensen["A2"])
    assert tellen(lees_in("deelnemers", kop, f"A1;{voornaam};")) == (0, 0, 1)
    assert "samengevoegd met A2" in fouten(lees_in("deelnemers", kop, f"A1;{voornaam};0612345678"))[2, "nummer"]


@pytest.mark.parametrize(
    ("naam", "soort"),
    [
        ("W&I", "uitkeringsinstantie"),
        ("Gemeente Voorstad, afdeling Werk en Inkomen", "uitkeringsinstantie"),
        ("UWV Utrecht", "uitkeringsinstantie"),
        ("Sociale Dienst", "uitkeringsinstantie"),
        ("Bibliotheek Uwvliet", "overig"),
    ],
)
def test_wie_een_uitkering_betaalt_is_meteen_afgeschermd(db, naam, soort):
    """Who is referred by it has a mark of a target group, so its kind may not wait until somebody sets it."""
    assert maak_organisaties([naam], door=Gebruiker.objects.systeem())[naam].soort == soort


def test_verwijzing_maakt_de_organisatie_en_wordt_effectief(lees_in, mensen):
    Organisatie.objects.create(naam="Werk en Inkomen", soort=Organisatie.Soort.UITKERINGSINSTANTIE)
    rij = "TOP;2020-01-01;A1;in;Werk en Inkomen;"
    assert tellen(lees_in("verwijzingen", VERWIJZINGEN, rij, "TOP;2020-01-01;A1;UIT;Buurtteam;")) == (2, 0, 0)
    assert Organisatie.objects.get(naam="Buurtteam").soort == "overig"
    assert Organisatie.objects.get(naam="Werk en Inkomen").soort == "uitkeringsinstantie"
    assert tellen(lees_in("verwijzingen", VERWIJZINGEN, rij + "2020-02-01")) == (0, 1, 0)
    assert tellen(lees_in("verwijzingen", VERWIJZINGEN[: -len(";effectief_op")], rij[:-1])) == (0, 0, 1)
    assert tellen(lees_in("verwijzingen", VERWIJZINGEN, rij)) == (0, 1, 0)


def test_elke_foute_verwijzing(lees_in, mensen):
    morgen = timezone.localdate() + timedelta(days=1)
    gevonden = fouten(
        lees_in(
            "verwijzingen",
            VERWIJZINGEN,
            "TOP;2020-01-02;A1;in;Buurtteam;2020-01-01",
            "TOP;2020-01-02;A2;heen;Buurtteam;",
            "TOP;2023-01-02;A3;in;Buurtteam;",
            f"De Klop;2020-01-02;A4;in;Buurtteam;{morgen}",
            "De Klop;2020-01-02;A4;in;;",
        )
    )
    assert list(gevonden) == [
        (2, "effectief_op"),
        (3, "richting"),
        (4, "datum"),
        (5, "effectief_op"),
        (6, "organisatie"),
    ]
    assert not Organisatie.objects.exists()


# --- trajecten ------------------------------------------------------------------------------------------------

TRAJECTEN = (
    "nummer;kamer;deelnemers;aangemeld_op;melder;kennismaking_op;ondersteuning_op;afgesloten_op;afsluitreden;"
    "verder_zonder_begeleiding"
)
VOL = "T1;TOP;A1|A2;2020-01-10;Huisarts;2020-01-15;2020-01-20;2020-06-01;Doel bereikt;ja"


def test_traject_met_alles(lees_in, mensen):
    assert tellen(lees_in("trajecten", TRAJECTEN, VOL)) == (1, 0, 0)
    traject = Traject.objects.get()
    assert traject.melder.naam == "Huisarts"
    assert (traject.aangemeld_op, traject.afgesloten_op) == (date(2020, 1, 10), date(2020, 6, 1))
    assert (traject.afsluitreden, traject.verder_zonder_begeleiding) == ("Doel bereikt", "ja")
    assert {mens.nummer for mens in traject.deelnemers.all()} == {"A1", "A2"}
    assert (traject.plekken.get().van, traject.plekken.get().tot) == (date(2020, 1, 10), None)


def test_traject_wijzigen_wissen_en_ongemoeid_laten(lees_in, mensen):
    lees_in("trajecten", TRAJECTEN, VOL)
    assert tellen(lees_in("trajecten", "nummer;kamer;deelnemers;aangemeld_op", "T1;TOP;A2|A1;10-1-2020")) == (0, 0, 1)
    assert tellen(lees_in("trajecten", "nummer;kamer;deelnemers;aangemeld_op", "T1;TOP;A2 | A3;2020-01-09")) == (
        0,
        1,
        0,
    )
    traject = Traject.objects.get()
    assert {mens.nummer for mens in traject.deelnemers.all()} == {"A2", "A3"}
    assert traject.plekken.get().van == traject.aangemeld_op == date(2020, 1, 9)
    assert traject.afsluitreden == "Doel bereikt"
    assert tellen(lees_in("trajecten", TRAJECTEN, "T1;TOP;A2|A3;2020-01-09;;;;;;")) == (0, 1, 0)
    traject.refresh_from_db()
    assert (traject.melder, traject.kennismaking_op, traject.afgesloten_op, traject.afsluitreden) == (
        None,
        None,
        None,
        "",
    )


def test_gedeeld_traject_heeft_twee_rijen(lees_in, mensen):
    """The case keeps its own first day, melder and meeting; the second kamer has the day on which it came there."""
    rijen = ["T1;De Klop;A1;2020-02-15;;2020-01-15;;;;", "T1;TOP;A1;2020-01-10;Huisarts;2020-01-15;;;;"]
    assert tellen(lees_in("trajecten", TRAJECTEN, *rijen)) == (2, 0, 0)
    assert tellen(lees_in("trajecten", TRAJECTEN, *rijen)) == (0, 0, 2)
    traject = Traject.objects.get()
    assert (traject.aangemeld_op, traject.melder.naam) == (date(2020, 1, 10), "Huisarts")
    assert dict(Trajectkamer.objects.values_list("kamer__naam", "van")) == {
        "TOP": date(2020, 1, 10),
        "De Klop": date(2020, 2, 15),
    }
    assert Inschrijving.objects.filter(deelnemer=mensen["A1"]).count() == 2


def test_tweede_kamer_later_ingelezen(lees_in, mensen):
    lees_in("trajecten", TRAJECTEN, "T1;TOP;A1;2020-01-10;Huisarts;;;;;")
    uitslag = lees_in("trajecten", TRAJECTEN, "T1;TOP;A1;2020-01-10;Huisarts;;;;;", "T1;De Klop;A1;2020-02-15;;;;;;")
    assert tellen(uitslag) == (1, 0, 1)
    assert Traject.objects.get().aangemeld_op == date(2020, 1, 10)


def test_gedeeld_traject_dat_bij_een_kamer_eindigt(lees_in, mensen):
    rijen = ["T1;TOP;A1;2020-01-10;;;;2020-03-01;Verhuisd;", "T1;De Klop;A1;2020-02-15;;;;;;"]
    for verwacht in ((2, 0, 0), (0, 0, 2)):
        assert tellen(lees_in("trajecten", TRAJECTEN, *rijen)) == verwacht
    traject = Traject.objects.get()
    assert (traject.afgesloten_op, traject.afsluitreden) == (None, "")
    assert dict(Trajectkamer.objects.values_list("kamer__naam", "tot")) == {"TOP": date(2020, 3, 1), "De Klop": None}
    rijen[1] = "T1;De Klop;A1;2020-02-15;;;;2020-05-01;Doel bereikt;ja"
    for verwacht in ((0, 1, 1), (0, 0, 2)):
        assert tellen(lees_in("trajecten", TRAJECTEN, *rijen)) == verwacht
    traject.refresh_from_db()
    assert (traject.afgesloten_op, traject.afsluitreden) == (date(2020, 5, 1), "Doel bereikt")


def test_elke_kamer_levert_een_eigen_bestand(lees_in, mensen):
    """A file of one kamer neither closes nor reopens the case at another, in whatever order they are read in."""
    top, klop = "T1;TOP;A1;2020-01-10;;;;2020-03-01;Verhuisd;", "T1;De Klop;A1;2020-02-15;;;;;;"
    for rij, verwacht in ((top, (1, 0, 0)), (klop, (1, 0, 0)), (top, (0, 0, 1)), (klop, (0, 0, 1))):
        assert tellen(lees_in("trajecten", TRAJECTEN, rij)) == verwacht
    assert (Traject.objects.get().afgesloten_op, Traject.objects.get().afsluitreden) == (None, "")
    assert dict(Trajectkamer.objects.values_list("kamer__naam", "tot")) == {"TOP": date(2020, 3, 1), "De Klop": None}
    klop = "T1;De Klop;A1;2020-02-15;;;;2020-05-01;Doel bereikt;ja"
    for rij, verwacht in ((klop, (0, 1, 0)), (top, (0, 0, 1)), (klop, (0, 0, 1))):
        assert tellen(lees_in("trajecten", TRAJECTEN, rij)) == verwacht
    traject = Traject.objects.get()
    assert (traject.afgesloten_op, traject.afsluitreden) == (date(2020, 5, 1), "Doel bereikt")
    assert dict(Trajectkamer.objects.values_list("kamer__naam", "tot")) == {"TOP": date(2020, 3, 1), "De Klop": None}


def test_lopend_traject_waarvan_nog_niets_bekend_is(lees_in, mensen):
    rij = "T1;TOP;A1;2020-01-10;;;;;;onbekend"
    assert tellen(lees_in("trajecten", TRAJECTEN, rij)) == (1, 0, 0)
    assert Traject.objects.get().verder_zonder_begeleiding == ""
    assert tellen(lees_in("trajecten", TRAJECTEN, rij)) == (0, 0, 1)


def test_elk_fout_traject(lees_in, mensen):
    morgen = timezone.localdate() + timedelta(days=1)
    gevonden = fouten(
        lees_in(
            "trajecten",
            TRAJECTEN,
            "T1;TOP;A1;2020-01-10;;2020-01-09;;;;",
            "T2;TOP;A1;2020-01-10;;2020-01-12;2020-01-11;;;",
            "T3;TOP;A1;2020-01-10;;;2020-01-09;;;",
            "T4;TOP;A1;2020-01-10;;;;2020-01-09;;",
            "T5;TOP;A1;2020-01-10;;;;;Verhuisd;",
            "T6;TOP;A1;2020-01-10;;;;;;nee",
        )
    )
    assert list(gevonden) == [
        (2, "kennismaking_op"),
        (3, "ondersteuning_op"),
        (4, "ondersteuning_op"),
        (5, "afgesloten_op"),
        (6, "afsluitreden"),
        (7, "verder_zonder_begeleiding"),
    ]
    gevonden = fouten(
        lees_in(
            "trajecten",
            TRAJECTEN,
            "T1;TOP;A1;2023-01-10;;;;;;",
            f"T2;De Klop;A1;2020-01-10;;{morgen};{morgen};{morgen};;",
            "T3;TOP;A1|A9|A2;2020-01-10;;;;;;",
            "T4;TOP; | ;2020-01-10;;;;;;",
            "T5;TOP;A1;2020-01-10;;;;2020-02-01;;misschien",
        )
    )
    assert list(gevonden) == [
        (2, "aangemeld_op"),
        (3, "kennismaking_op"),
        (3, "ondersteuning_op"),
        (3, "afgesloten_op"),
        (4, "deelnemers"),
        (5, "deelnemers"),
        (6, "verder_zonder_begeleiding"),
    ]
    assert "‘A9’" in gevonden[4, "deelnemers"]
    assert not Traject.objects.exists()


def test_een_persoon_met_twee_kaarten_is_een_keer_in_een_traject(lees_in, mensen):
    voeg_samen(mensen["A1"], mensen["A2"])
    lees_in("trajecten", TRAJECTEN, "T1;TOP;A1|A2;2020-01-10;;;;;;")
    assert [mens.nummer for mens in Traject.objects.get().deelnemers.all()] == ["A2"]


# --- deelnames: what stopped, and who has two cards -----------------------------------------------------------

DEELNAMES = "kamer;datum;activiteit;deelnemer"


@pytest.fixture
def tuin(top):
    activiteit = fabrieken.maak_activiteit(top, "Tuin")
    Activiteit.objects.filter(pk=activiteit.pk).update(gestopt_op=date(2020, 6, 30))
    return Activiteit.objects.get()


@pytest.mark.parametrize(
    ("soort", "kop", "cel"), [("deelnames", DEELNAMES, "A1"), ("tellingen", "kamer;datum;activiteit;aantal", "5")]
)
def test_na_de_laatste_keer_kwam_niemand(lees_in, mensen, tuin, soort, kop, cel):
    uitslag = lees_in(soort, kop, f"TOP;2020-06-30;Tuin;{cel}", f"TOP;2020-07-01;Tuin;{cel}")
    assert fouten(uitslag) == {(3, "datum"): "Deze activiteit stopte op 30 juni 2020."}


def test_een_oude_vergissing_houdt_een_andere_categorie_niet_tegen(lees_in, mensen, tuin):
    Deelname.objects.create(
        kamer=tuin.kamer,
        activiteit=tuin,
        deelnemer=mensen["A1"],
        datum=date(2020, 7, 1),
        geregistreerd_door=Gebruiker.objects.systeem(),
    )
    assert tellen(lees_in("activiteiten", "kamer;naam;categorie", "TOP;Tuin;Klussen")) == (0, 1, 0)
    with pytest.raises(ValueError, match="1 juli 2020"):
        wijzig_activiteit(
            tuin,
            naam="Tuin",
            categorie=fabrieken.categorie(),
            gevoelig=False,
            gestopt_op=date(2020, 6, 29),
            door=Gebruiker.objects.systeem(),
        )


def test_deelname_van_wie_twee_kaarten_heeft(lees_in, mensen, top):
    fabrieken.maak_activiteit(top, "Eettafel")
    rijen = ["TOP;2020-01-01;Eettafel;A1", "TOP;2020-01-02;Eettafel;A2"]
    lees_in("deelnames", DEELNAMES, *rijen)
    voeg_samen(mensen["A1"], mensen["A2"])
    ook = [rijen[0].replace("A1", "A2"), rijen[1].replace("A2", "A1")]
    assert tellen(lees_in("deelnames", DEELNAMES, *rijen, *ook)) == (0, 0, 4)
    assert tellen(lees_in("deelnames", DEELNAMES, "TOP;2020-01-03;Eettafel;A1")) == (1, 0, 0)
    assert Deelname.objects.get(datum=date(2020, 1, 3)).deelnemer == mensen["A2"]
