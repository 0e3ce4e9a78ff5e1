"""Figures out: every cell of the counting functions, as numbers, and a refusal that another program can read."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from buurtwerkkamers.models import Categorie, Gebruiker, Kamer
from deelnemers.models import Activiteit, Deelnemer, Indeling
from deelnemers.registratie import NieuweDeelname, NieuweInzet, leg_inzet_vast, registreer_deelnames
from deelnemers.registratie.trajecten import deel_traject, maak_traject, zet_stap
from financien.boekhouding import NieuweRegel, leg_regels_vast
from rapportage.cijfers_uit import als_tabel

pytestmark = pytest.mark.django_db


@pytest.fixture
def wereld():
    """Fatima comes to both kamers, in January and April; Jan to TOP only, in January."""
    door = Gebruiker.objects.systeem()
    fatima, jan = (Deelnemer.objects.create(nummer=n, ingeschreven_op=date(2020, 1, 1)) for n in ("F", "J"))
    activiteiten = []
    for naam in ("TOP", "De Klop"):
        activiteit = Activiteit.objects.create(kamer=Kamer.objects.create(naam=naam), naam="Eettafel")
        Indeling.objects.create(activiteit=activiteit, categorie=Categorie.objects.get(naam="Sociaal en ontmoeting"))
        activiteiten.append(activiteit)
    top, klop = activiteiten
    registreer_deelnames(
        [
            NieuweDeelname(top.pk, top.kamer_id, fatima.pk, date(2020, 1, 31)),
            NieuweDeelname(top.pk, top.kamer_id, jan.pk, date(2020, 1, 31)),
            NieuweDeelname(klop.pk, klop.kamer_id, fatima.pk, date(2020, 4, 1)),
        ],
        door=door,
    )


def vraag(capsys, *argumenten):
    status = 0
    try:
        call_command("cijfers", *argumenten)
    except SystemExit as einde:
        status = einde.code
    gezegd = capsys.readouterr()
    return status, gezegd.out, gezegd.err


def uniek(capsys, *argumenten):
    status, uit, _ = vraag(capsys, "uniek", *argumenten, "--json")
    assert status == 0
    return json.loads(uit)


JAAR = ("--van", "2020-01-01", "--tm", "31-12-2020")


def test_vier_soorten_rijen_met_nullen(capsys, wereld):
    rijen = uniek(capsys, *JAAR)
    assert len(rijen) == (2 + 1) * (7 + 1)
    assert list(rijen[0]) == ["kamer", "van", "tm", "categorie", "uniek", "deelnames", "nieuw"]
    per_cel = {(r["kamer"], r["categorie"]): (r["uniek"], r["deelnames"], r["nieuw"]) for r in rijen}
    assert per_cel["TOP", "Sociaal en ontmoeting"] == per_cel["TOP", None] == (2, 2, 2)
    assert per_cel["De Klop", None] == (1, 1, 1)
    assert per_cel[None, "Sociaal en ontmoeting"] == per_cel[None, None] == (2, 3, 2)
    assert per_cel["TOP", "Formulieren"] == (0, 0, 0)
    categorieen = [r["categorie"] for r in rijen[:8]]
    assert categorieen[:2] == ["Sociaal en ontmoeting", "Klussen"]
    assert categorieen[-1] is None


def test_perioden_afgeknipt_op_de_gevraagde_dagen(capsys, wereld):
    rijen = uniek(capsys, "--van", "2020-01-31", "--tm", "2020-04-01", "--per", "kwartaal")
    stad = [r for r in rijen if r["kamer"] is None and r["categorie"] is None]
    assert [(r["van"], r["tm"], r["uniek"], r["nieuw"]) for r in stad] == [
        ("2020-01-31", "2020-03-31", 2, 2),
        ("2020-04-01", "2020-04-01", 1, 0),
    ]


def test_de_stad_is_de_gekozen_kamers(capsys, wereld):
    rijen = uniek(capsys, *JAAR, "--kamer", "De Klop", "--kamer", "De Klop")
    assert {r["kamer"] for r in rijen} == {"De Klop", None}
    assert len(rijen) == 2 * 8
    assert rijen[-1]["uniek"] == 1


def test_tabel_en_csv(capsys, wereld):
    _, tabel, _ = vraag(capsys, "uniek", *JAAR, "--kamer", "TOP")
    assert "Unieke deelnemers, 1 januari t/m 31 december 2020" in tabel
    assert any(
        regel.split() == ["TOP", "01-01-2020", "31-12-2020", "Totaal", "2", "2", "2"] for regel in tabel.splitlines()
    )
    _, uit, _ = vraag(capsys, "uniek", *JAAR, "--kamer", "TOP", "--csv")
    rijen = list(csv.DictReader(io.StringIO(uit)))
    assert rijen[7] == {
        "kamer": "TOP",
        "van": "2020-01-01",
        "tm": "2020-12-31",
        "categorie": "",
        "uniek": "2",
        "deelnames": "2",
        "nieuw": "2",
    }


@pytest.mark.parametrize(
    ("argumenten", "reden"),
    [
        (("uniek",), "--van"),
        (("uniek", "--van", "2020-01-01", "--tm", "2019-12-31"), "voor de eerste dag"),
        (("uniek", "--van", "2020-02-30", "--tm", "2020-12-31"), "bestaat niet als datum"),
        (("uniek", *JAAR, "--per", "week"), "maand, kwartaal, halfjaar, jaar"),
        (("uniek", *JAAR, "--kamer", "klop"), "Lijkt op: De Klop"),
        (("uniek", *JAAR, "--csv"), "niet allebei"),
        (("omzet", *JAAR), "uniek, trajecten, instroom, uitstroom, uren, indicatoren, financien"),
        (("trajecten",), "--van"),
        (("uren", *JAAR, "--kamer", "klop"), "Lijkt op: De Klop"),
        (("financien",), "--jaar"),
        (("financien", "--jaar", "20"), "geen jaar"),
        (("financien", "--jaar", "2020", "--bron", "Onbekend"), "Onbekend"),
    ],
)
def test_een_weigering_is_ook_json(capsys, wereld, argumenten, reden):
    status, uit, fout = vraag(capsys, *argumenten, "--json")
    assert status == 1
    assert list(json.loads(uit)) == ["fout"]
    assert reden in json.loads(uit)["fout"]
    assert reden in fout
    if "--csv" not in argumenten:
        assert vraag(capsys, *argumenten)[:2] == (1, "")


def test_financien_van_een_jaar_en_een_bron(capsys, wereld):
    top = Kamer.objects.get(naam="TOP")
    regels = [
        NieuweRegel(bron="A", jaar=2020, soort="kosten", post="Huur", kamer=top, begroot=100),
        NieuweRegel(bron="A", jaar=2020, soort="kosten", post="Totaal", kamer=top, begroot=101, regelsoort="totaal"),
        NieuweRegel(bron="B", jaar=2021, soort="kosten", post="Huur", kamer=top, begroot=5),
    ]
    leg_regels_vast(regels, door=Gebruiker.objects.systeem())
    status, uit, _ = vraag(capsys, "financien", "--jaar", "2020", "--json")
    gegevens = json.loads(uit)
    assert (status, list(gegevens)) == (0, ["regels", "afwijkingen"])
    assert gegevens["regels"][0]["begroot"] == 100
    (afwijking,) = gegevens["afwijkingen"]
    assert (afwijking["gedrukt"], afwijking["berekend"], afwijking["verschil"]) == (101, 100, 1)
    assert json.loads(vraag(capsys, "financien", *JAAR, "--json")[1]) == gegevens
    assert json.loads(vraag(capsys, "financien", "--jaar", "2020", "--bron", "B", "--json")[1])["regels"] == []
    _, tabel, _ = vraag(capsys, "financien", "--jaar", "2020")
    assert "Wat niet klopt, 2020" in tabel


# --- trajecten en uren ----------------------------------------------------------------------------------------


@pytest.fixture
def trajecten(wereld):
    """T1 of Fatima and Jan at TOP, shared with De Klop from March and closed; T2 of Jan, running, melder unknown."""
    top, klop = Kamer.objects.get(naam="TOP"), Kamer.objects.get(naam="De Klop")
    fatima, jan = Deelnemer.objects.get(nummer="F").pk, Deelnemer.objects.get(nummer="J").pk
    door = Gebruiker.objects.systeem()
    een = maak_traject(
        kamer=top, deelnemers=[fatima, jan], aangemeld_op=date(2020, 1, 31), melder="Huisarts", door=door
    )
    zet_stap(een, kennismaking_op=date(2020, 2, 3), ondersteuning_op=date(2020, 4, 14), door=door)
    deel_traject(een, met=klop, op=date(2020, 3, 2), door=door)
    zet_stap(een, afgesloten_op=date(2020, 6, 30), afsluitreden="Doel bereikt", door=door)
    twee = maak_traject(kamer=top, deelnemers=[jan], aangemeld_op=date(2020, 4, 1), door=door)
    zet_stap(twee, kennismaking_op=date(2020, 4, 7), door=door)


def lees(capsys, *argumenten):
    status, uit, _ = vraag(capsys, *argumenten, "--json")
    assert status == 0
    return json.loads(uit)


def test_trajecten_per_kamer_en_in_de_stad(capsys, trajecten):
    rijen = lees(capsys, "trajecten", *JAAR)
    assert list(rijen[0]) == [
        "kamer", "van", "tm", "gestart", "lopend", "afgesloten", "unieke_klanten", "werkdagen_tot_kennismaking",
        "werkdagen_tot_start",
    ]  # fmt: skip
    per_kamer = {rij["kamer"]: tuple(rij.values())[3:] for rij in rijen}
    # De Klop did not see the first meeting: it waited from 2 March; Good Friday is a working day, Easter Monday is not.
    assert per_kamer == {
        "TOP": (2, 2, 1, 2, 2.5, 50.0),
        "De Klop": (1, 1, 1, 2, None, 30.0),
        None: (2, 2, 1, 2, 2.5, 50.0),
    }
    per_kwartaal = lees(capsys, "trajecten", *JAAR, "--per", "kwartaal", "--kamer", "De Klop")
    assert [(r["kamer"], r["van"], r["lopend"], r["gestart"]) for r in per_kwartaal[:4]] == [
        ("De Klop", "2020-01-01", 1, 1),
        (None, "2020-01-01", 1, 1),
        ("De Klop", "2020-04-01", 1, 0),
        (None, "2020-04-01", 1, 0),
    ]


def test_instroom_en_uitstroom(capsys, trajecten):
    instroom = lees(capsys, "instroom", *JAAR)
    assert list(instroom[0]) == ["kamer", "van", "tm", "melder", "aantal"]
    assert [(rij["kamer"], rij["melder"], rij["aantal"]) for rij in instroom] == [
        ("De Klop", "Huisarts", 1),
        ("TOP", "Huisarts", 1),
        ("TOP", None, 1),
        (None, "Huisarts", 1),
        (None, None, 1),
    ]
    uitstroom = lees(capsys, "uitstroom", *JAAR)
    assert [tuple(rij.values())[3:] for rij in uitstroom] == [("Doel bereikt", 1)] * 3 + [("onbekend", 1)] * 3
    assert list(uitstroom[-1]) == ["kamer", "van", "tm", "verder_zonder_begeleiding", "aantal"]
    _, uit, _ = vraag(capsys, "uitstroom", *JAAR, "--csv")
    rijen = list(csv.DictReader(io.StringIO(uit)))
    assert (rijen[0]["afsluitreden"], rijen[0]["verder_zonder_begeleiding"]) == ("Doel bereikt", "")
    assert (rijen[-1]["afsluitreden"], rijen[-1]["verder_zonder_begeleiding"]) == ("", "onbekend")
    _, tabel, _ = vraag(capsys, "instroom", *JAAR)
    assert "Niet bekend" in tabel


def test_uren_en_hun_waarde(capsys, wereld):
    top, klop = Kamer.objects.get(naam="TOP"), Kamer.objects.get(naam="De Klop")
    fatima, jan = Deelnemer.objects.get(nummer="F").pk, Deelnemer.objects.get(nummer="J").pk
    rijen = [
        NieuweInzet(top.pk, fatima, date(2019, 12, 31), Decimal("2.5")),
        NieuweInzet(top.pk, fatima, date(2020, 1, 1), Decimal("2.5")),
        NieuweInzet(klop.pk, fatima, date(2020, 1, 1), Decimal(2)),
        NieuweInzet(klop.pk, jan, date(2020, 1, 1), Decimal(1), soort="professional"),
    ]
    leg_inzet_vast(rijen, door=Gebruiker.objects.systeem())
    gegevens = lees(capsys, "uren", "--van", "2019-01-01", "--tm", "2020-12-31", "--per", "jaar")
    assert list(gegevens[0]) == ["kamer", "van", "tm", "vrijwilligers", "uren", "waarde"]
    assert [tuple(rij.values()) for rij in gegevens] == [
        ("De Klop", "2019-01-01", "2019-12-31", 0, 0, 0),
        ("TOP", "2019-01-01", "2019-12-31", 1, 2.5, 22),
        (None, "2019-01-01", "2019-12-31", 1, 2.5, 22),
        ("De Klop", "2020-01-01", "2020-12-31", 1, 3, 59),
        ("TOP", "2020-01-01", "2020-12-31", 1, 2.5, 27.5),
        (None, "2020-01-01", "2020-12-31", 1, 5.5, 86.5),
    ]


def test_getallen_staan_rechts_en_in_nederlandse_notatie():
    tabel = als_tabel("T", [{"post": "Huur", "begroot": 12345.5}, {"post": "Gas", "begroot": None}])
    assert tabel.splitlines()[4:] == ["Huur  12.345,5", "Gas          –"]
