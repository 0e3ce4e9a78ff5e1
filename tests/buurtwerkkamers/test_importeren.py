"""Files in: every way of writing that people use, every broken file refused with a place and a reason."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from buurtwerkkamers.importeren import waarden, werkblad
from buurtwerkkamers.importeren.lezen import LeesFout, kolomnaam, rijen_uit
from buurtwerkkamers.importeren.soort import MEESTE_FOUTEN, soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.importeren.waarden import CelFout
from buurtwerkkamers.models import Afspraak, Gebruiker, Indicator, Kamer, Logregel, Streefwaarde, Wijk
from buurtwerkkamers.streefwaarden import Operator
from deelnemers.models import Activiteit, Telling
from tests.buurtwerkkamers.bestanden import csv_tekst, maak_csv, maak_ods, maak_xlsx

RIJEN = [["Naam", "Open vanaf", "Adres"], ["TOP", date(2017, 4, 1), "Plein 1"], ["De Klop", "1-5-2021", ""]]


def lees(pad):
    return [rij.cellen for rij in rijen_uit(pad, {"naam", "open_vanaf", "adres"})]


def lees_in(soort, pad, *, proef=False):
    return importeer(soorten()[soort], Path(pad), door=Gebruiker.objects.systeem(), proef=proef)


def opdracht(capsys, *argumenten):
    """Run the command as ``(exit status, the JSON object)``."""
    status = 0
    try:
        call_command("importeer", *argumenten, "--json")
    except SystemExit as einde:
        status = einde.code
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def bestand(tmp_path):
    def maak(inhoud, naam="in.csv"):
        pad = tmp_path / naam
        pad.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
        return pad

    return maak


# --- reading --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("teken", [",", ";"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig"])
def test_csv_komma_of_puntkomma_met_of_zonder_bom(tmp_path, teken, codering):
    rijen = [["naam", "adres"], ["Café; Noord, oost", 'Plein "1"'], ["Özgür", ""]]
    assert lees(maak_csv(tmp_path / "in.csv", rijen, teken, codering)) == rijen


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_csv_regeleinden(bestand, einde):
    assert lees(bestand(einde.join(["naam;adres", "TOP;Plein 1", ""]))) == [["naam", "adres"], ["TOP", "Plein 1"]]


def test_een_kolom_blijft_een_kolom(bestand):
    assert lees(bestand("naam\nDe Klop, Zuilen; oost\n")) == [["naam"], ["De Klop, Zuilen; oost"]]


def test_de_kopregel_bepaalt_het_scheidingsteken(bestand):
    """More commas than semicolons further down do not matter."""
    assert lees(bestand("naam;adres\na,b,c;d,e,f\n"))[1] == ["a,b,c", "d,e,f"]


@pytest.mark.parametrize("maak", [maak_xlsx, maak_ods])
def test_werkblad_met_datums_en_gehele_getallen(tmp_path, maak):
    rijen = [["naam", "open_vanaf", "adres"], ["TOP", date(2017, 4, 1), 12], [2020, "1-4-2017", 1.5]]
    assert lees(maak(tmp_path / "in.blad", rijen)) == [rijen[0], ["TOP", "2017-04-01", 12], [2020, "1-4-2017", 1.5]]


def test_titelrijen_boven_de_kop_en_rijnummers_zoals_op_het_scherm(tmp_path):
    rijen = [["Kamers van de coöperatie"], [], ["naam", "adres"], [], ["TOP", "Plein 1"]]
    pad = maak_xlsx(tmp_path / "in.xlsx", rijen, vanaf_rij=2, vanaf_kolom=1)
    kop, rij = list(rijen_uit(pad, {"naam", "adres"}))
    assert (kop.nummer, rij.nummer) == (5, 7)
    assert rij.cellen == ["TOP", "Plein 1"]


@pytest.mark.parametrize("tekst", ["Open vanaf", " OPEN_VANAF ", "open-vanaf", "\ufeffopen  vanaf", "Open\nvanaf"])
def test_kolomnaam_verdraagt_hoofdletters_en_spaties(tekst):
    assert kolomnaam(tekst) == "open_vanaf"


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf\n\n", "leeg"),
        ("naam\nCafé\n".encode("latin-1"), "UTF-8"),
        ("naam\nTOP\n".encode("utf-16"), "UTF-8"),
        (b"naam\n" + b"x" * 5000 + b"\nCaf\xe9\n", "UTF-8"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (b"%PDF-1.7\n\x00\x01\x02", "geen CSV"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
        (b'naam,adres\n"TOP,Plein\n', "aanhalingstekens"),
        (b"naam\n" + b"x" * 200_000, "aanhalingstekens"),
        (b"naam\n" + b"x" * 30_000, "lange cel"),
        (b"naam" + b",x" * 300 + b"\nTOP" + b",1" * 300, "kolommen"),
    ],
)
def test_wat_geen_bestand_is_zegt_waarom(bestand, inhoud, reden):
    with pytest.raises(LeesFout, match=reden):
        lees(bestand(inhoud))


def test_geen_bestand_of_een_map(tmp_path):
    with pytest.raises(LeesFout, match="bestaat niet"):
        lees(tmp_path / "weg.csv")
    with pytest.raises(LeesFout, match="map"):
        lees(tmp_path)


def test_te_veel_rijen(bestand, monkeypatch):
    monkeypatch.setattr("buurtwerkkamers.importeren.lezen.MEESTE_RIJEN", 3)
    assert len(lees(bestand("naam\na\nb\n"))) == 3
    with pytest.raises(LeesFout, match="rijen"):
        lees(bestand("naam\na\nb\nc\n"))


def test_te_groot_uitgepakt_wordt_niet_uitgepakt(tmp_path, monkeypatch):
    pad = maak_xlsx(tmp_path / "in.xlsx", [["naam"], ["TOP"]])
    assert lees(pad)
    # The limit is read in the process that reads the sheet, so it cannot be lowered from here.
    monkeypatch.setattr(werkblad, "UITGEPAKT", 100)
    with pytest.raises(werkblad.Fout, match="te groot"):
        werkblad.controleer_zip(str(pad))


def test_werkblad_dat_alle_cellen_beslaat_kost_geen_geheugen(tmp_path):
    """Two cells at opposite corners: the reader would take 500 GB and end the whole process."""
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "hoeken.xlsx") as werkmap:
        blad = werkmap.add_worksheet()
        blad.write(0, 0, "naam")
        blad.write(1_048_575, 16_383, "x")
    with pytest.raises(LeesFout, match="te groot"):
        lees(tmp_path / "hoeken.xlsx")


def test_mislukte_formule_is_geen_lege_cel(tmp_path):
    """An empty cell clears what was there; a failed formula must not."""
    with pytest.raises(LeesFout, match="formule"):
        lees(maak_xlsx(tmp_path / "in.xlsx", [["naam", "adres"], ["TOP", "=1/0"]]))


# --- values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tekst", ["2020-03-14", "14-3-2020", "14-03-2020"])
def test_datum(tekst):
    assert waarden.datum(tekst) == date(2020, 3, 14)


@pytest.mark.parametrize(
    "tekst",
    ["14/3/2020", "3-14-2020", "2020-02-30", "14-3-20", "20200314", 43904, "0020-03-14", "١٤-٣-٢٠٢٠", "gisteren"],
)
def test_geen_datum(tekst):
    with pytest.raises(CelFout):
        waarden.datum(tekst)


@pytest.mark.parametrize(
    ("cel", "waarde"),
    [
        ("12345", "12345"),
        ("12345,67", "12345.67"),
        ("12345,6", "12345.60"),
        ("€ 12.345,67", "12345.67"),
        ("12.345", "12345"),
        ("€ 1.234.567", "1234567"),
        ("-12,50", "-12.50"),
        ("€ −12,50", "-12.50"),
        ("-€ 12", "-12"),
        (12345.67, "12345.67"),
        (12345, "12345"),
        (0.1 + 0.2, "0.30"),
        ("0", "0"),
    ],
)
def test_bedrag(cel, waarde):
    assert waarden.bedrag(cel) == Decimal(waarde)


@pytest.mark.parametrize(
    "cel",
    [
        "1,234.56",
        "12345.67",
        "1.5",
        "12,345",
        "1.23.456",
        "1,2,3",
        "twaalf",
        "€",
        "12 €€",
        "--1",
        "1e5",
        1.234,
        1e15,
        True,
    ],
)
def test_geen_bedrag(cel):
    with pytest.raises(CelFout):
        waarden.bedrag(cel)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_elk_bedrag_komt_terug_uit_alle_schrijfwijzen(bedrag):
    komma = f"{bedrag:.2f}".replace(".", ",")
    met_punten = f"€ {bedrag:,.2f}".translate(str.maketrans(",.", ".,"))
    assert waarden.bedrag(komma) == waarden.bedrag(met_punten) == bedrag


def test_nabije_namen_zonder_op_hoofdletters_te_letten():
    assert waarden.nabije("top", ["De Klop", "TOP", "Hart", "Zuilen"])[0] == "TOP"
    assert len(waarden.nabije("top", ["De Klop", "TOP", "Hart", "Zuilen"])) == 3


# --- one import: all or nothing -------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("maak", [maak_csv, maak_xlsx, maak_ods])
def test_kamers_uit_elk_soort_bestand(tmp_path, maak):
    uitslag = lees_in("kamers", maak(tmp_path / "in", RIJEN))
    assert (uitslag.gelezen, uitslag.nieuw, uitslag.fouten) == (2, 2, ())
    assert Kamer.objects.get(naam="TOP").open_vanaf == date(2017, 4, 1)
    assert Kamer.objects.get(naam="De Klop").monogram == "KL"
    assert Logregel.objects.get().actie == Logregel.Actie.GEIMPORTEERD


@pytest.mark.django_db
def test_tweede_keer_verandert_niets(tmp_path):
    pad = maak_csv(tmp_path / "in.csv", RIJEN)
    lees_in("kamers", pad)
    uitslag = lees_in("kamers", pad)
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.ongewijzigd) == (0, 0, 2)
    assert Logregel.objects.count() == 1


@pytest.mark.django_db
def test_proef_telt_alles_en_bewaart_niets(tmp_path):
    uitslag = lees_in("kamers", maak_csv(tmp_path / "in.csv", RIJEN), proef=True)
    assert uitslag.nieuw == 2
    assert not Kamer.objects.exists()
    assert not Logregel.objects.exists()


@pytest.mark.django_db
def test_afwezige_kolom_blijft_en_lege_cel_wist(bestand):
    lees_in("kamers", bestand("naam,adres,open_vanaf,wijk\nTOP,Plein 1,2017-04-01,Noord\n"))
    lees_in("kamers", bestand("naam,adres\nTOP,\n"))
    kamer = Kamer.objects.get()
    assert (kamer.adres, kamer.open_vanaf, kamer.wijk) == ("", date(2017, 4, 1), Wijk.objects.get())
    uitslag = lees_in("kamers", bestand("naam,open_vanaf,wijk\nTOP,,\n"))
    kamer.refresh_from_db()
    assert uitslag.gewijzigd == 1
    assert (kamer.open_vanaf, kamer.wijk) == (None, None)


@pytest.mark.django_db
def test_een_foute_rij_houdt_alles_tegen(bestand):
    uitslag = lees_in(
        "kamers", bestand("naam,open_vanaf,gesloten_op\nTOP,1-4-2017,\nB,gisteren,morgen\nC,2020-01-02,2020-01-01\n")
    )
    assert [(fout.rij, fout.kolom) for fout in uitslag.fouten] == [
        (3, "open_vanaf"),
        (3, "gesloten_op"),
        (4, "gesloten_op"),
    ]
    assert (uitslag.gelezen, uitslag.nieuw, uitslag.ongewijzigd) == (3, 0, 0)
    assert not Kamer.objects.exists()


@pytest.mark.django_db
def test_zelfde_rij_twee_keer_is_ongewijzigd(bestand):
    uitslag = lees_in("kamers", bestand("naam,open_vanaf\nTOP,2017-04-01\nTOP,1-4-2017\n"))
    assert (uitslag.nieuw, uitslag.ongewijzigd) == (1, 1)


@pytest.mark.django_db
def test_tegenspraak_in_een_bestand_noemt_beide_rijen(bestand):
    uitslag = lees_in("kamers", bestand("naam,adres\nTOP,Plein 1\nDe Klop,\nTOP,Plein 2\n"))
    (fout,) = uitslag.fouten
    assert (fout.rij, fout.kolom) == (4, "adres")
    assert "Rij 2" in fout.fout


@pytest.mark.django_db
def test_een_naam_die_lijkt_is_geen_fout(bestand):
    assert lees_in("kamers", bestand("naam\nTOP\nTop\nTOP 2\n")).nieuw == 3


@pytest.mark.django_db
def test_ontbrekende_en_dubbele_en_onbekende_kolom(bestand):
    (fout,) = lees_in("kamers", bestand("\nadres,wijk\nPlein 1,Noord\n")).fouten
    assert (fout.rij, fout.kolom) == (2, "naam")
    assert "adres, wijk" in fout.fout
    (fout,) = lees_in("kamers", bestand("naam,Naam\nTOP,TOP\n")).fouten
    assert (fout.rij, fout.kolom) == (1, "naam")
    uitslag = lees_in("kamers", bestand("naam,Telefoon\nTOP,030\n"))
    assert uitslag.nieuw == 1
    assert uitslag.genegeerd == ("Telefoon",)


@pytest.mark.django_db
@pytest.mark.parametrize("rij", ["TOP", "TOP,Plein 1,Utrecht"])
def test_rij_met_te_weinig_of_te_veel_cellen(bestand, rij):
    (fout,) = lees_in("kamers", bestand(f"naam,adres\nDe Klop,x\n{rij}\n")).fouten
    assert fout.rij == 3
    assert not Kamer.objects.exists()


@pytest.mark.django_db
def test_hoogstens_duizend_fouten(bestand):
    uitslag = lees_in("kamers", bestand("naam,open_vanaf\n" + "".join(f"K{n},x\n" for n in range(1500))))
    assert len(uitslag.fouten) == MEESTE_FOUTEN == 1000
    assert uitslag.afgekapt
    assert [uitslag.fouten[0].rij, uitslag.fouten[-1].rij] == [2, 1001]


@pytest.mark.django_db
@pytest.mark.parametrize("cel", ["a\x00b", "x" * 101])
def test_wat_de_database_niet_aankan_is_een_gewone_fout(bestand, cel):
    # Far enough down: a NUL at the very start makes it no text file at all.
    (fout,) = lees_in("kamers", bestand("naam\n" + "TOP\n" * 1500 + cel)).fouten
    assert (fout.rij, fout.kolom) == (1502, "naam")


@pytest.mark.django_db
def test_een_weigering_van_de_database_wordt_een_fout(bestand):
    """Only the database knows that somebody came before the new opening date."""
    klop = Kamer.objects.create(naam="De Klop")
    eettafel = Activiteit.objects.create(kamer=klop, naam="Eettafel")
    Telling.objects.create(kamer=klop, activiteit=eettafel, datum=date(2020, 1, 1), aantal=3)
    (fout,) = lees_in("kamers", bestand("naam,open_vanaf\nTOP,\nDe Klop,2020-01-02\n")).fouten
    assert (fout.rij, fout.kolom) == (3, "open_vanaf")
    assert fout.fout.startswith("Er staan registraties van 01-01-2020")
    assert not Kamer.objects.filter(naam="TOP").exists()


# --- streefwaarden --------------------------------------------------------------------------------------------

KOP = "afspraak,groep,indicator,eenheid,kamer,streefwaarde"


@pytest.fixture
def top(db):
    return Kamer.objects.create(naam="TOP")


def test_nieuwe_afspraak_met_meetregels_in_de_volgorde_van_het_bestand(top, bestand):
    rijen = [
        "Afspraak 2020,OUTPUT,Sleutelhouders,aantal,TOP,> 20",
        "Afspraak 2020,PROCES,Computervaardigheid,uniek,TOP,50",
        "Afspraak 2020,IMPACT,Meer vertrouwen,enquête,TOP,> 50%",
    ]
    uitslag = lees_in("streefwaarden", bestand("\n".join([KOP, *rijen])))
    assert (uitslag.nieuw, uitslag.fouten) == (3, ())
    afspraak = Afspraak.objects.get()
    assert (afspraak.versie, afspraak.van, afspraak.tm) == (1, date(2020, 1, 1), date(2020, 12, 31))
    assert afspraak.categorielijst.standaard
    namen = ["Sleutelhouders", "Computervaardigheid", "Meer vertrouwen"]
    assert list(afspraak.indicator_set.values_list("naam", flat=True)) == namen
    computer = Indicator.objects.get(naam="Computervaardigheid")
    assert (computer.meetregel, computer.categorie.naam) == ("uniek_categorie", "Computervaardigheid")
    doel = Streefwaarde.objects.get(indicator__naam="Meer vertrouwen")
    assert (doel.operator, doel.waarde, doel.procent) == (Operator.MEER_DAN, 50, True)
    assert lees_in("streefwaarden", bestand("\n".join([KOP, *rijen]))).ongewijzigd == 3


def test_jaren_uit_de_naam_of_geen(top, bestand):
    lees_in("streefwaarden", bestand(f"{KOP}\nBod 2017-2018,G,I,e,TOP,5\nProef,G,I,e,TOP,5\n"))
    assert Afspraak.objects.get(naam="Bod 2017-2018").periode.tm == date(2018, 12, 31)
    assert Afspraak.objects.get(naam="Proef").periode is None


def test_wijziging_gaat_naar_de_nieuwste_versie(top, bestand):
    lees_in("streefwaarden", bestand(f"{KOP}\nAfspraak,G,I,aantal,TOP,5\n"))
    eerste = Afspraak.objects.get()
    Afspraak.objects.create(naam="Afspraak", versie=2, vorige=eerste, categorielijst=eerste.categorielijst)
    assert lees_in("streefwaarden", bestand(f"{KOP}\nAfspraak,G,I,aantal,TOP,6\n")).nieuw == 1
    assert Streefwaarde.objects.get(indicator__afspraak=eerste).tekst == "5"


def test_corporatie_blijft_zonder_kolom_en_verdwijnt_met_lege_cel(top, bestand):
    lees_in("streefwaarden", bestand(f"{KOP},corporatie\nA,G,I,e,TOP,5,ja\n"))
    lees_in("streefwaarden", bestand(f"{KOP}\nA,G,I,e,TOP,6\n"))
    assert Indicator.objects.get().corporatie
    assert lees_in("streefwaarden", bestand(f"{KOP},corporatie\nA,G,I,e,TOP,6,\n")).gewijzigd == 1
    assert not Indicator.objects.get().corporatie


def test_zelf_gekozen_meetregel_blijft(top, bestand):
    lees_in("streefwaarden", bestand(f"{KOP}\nA,G,Sleutelhouders,aantal,TOP,5\n"))
    assert Indicator.objects.get().meetregel == "sleutelhouders"
    Indicator.objects.update(meetregel="leden")
    lees_in("streefwaarden", bestand(f"{KOP}\nA,H,Sleutelhouders,aantal,TOP,5\n"))
    assert (Indicator.objects.get().groep, Indicator.objects.get().meetregel) == ("H", "leden")


def test_tegenspraak_tussen_kamers_over_een_indicator(top, bestand):
    Kamer.objects.create(naam="De Klop")
    (fout,) = lees_in("streefwaarden", bestand(f"{KOP}\nA,G,I,uniek,TOP,5\nA,G,I,aantal,De Klop,5\n")).fouten
    assert (fout.rij, fout.kolom) == (3, "eenheid")
    assert "rij 2" in fout.fout


def test_onbekende_kamer_noemt_de_namen_die_lijken(top, bestand):
    Kamer.objects.create(naam="De Verbinding")
    (fout,) = lees_in("streefwaarden", bestand(f"{KOP}\nA,G,I,uniek,de verbindin,5\n")).fouten
    assert (fout.rij, fout.kolom) == (2, "kamer")
    assert fout.fout == "Kamer ‘de verbindin’ bestaat niet. Lijkt op: De Verbinding, TOP."


# --- the command ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_opdracht_geeft_precies_een_object(capsys, tmp_path):
    status, uit = opdracht(capsys, "kamers", maak_csv(tmp_path / "in.csv", RIJEN))
    assert status == 0
    assert uit == {"soort": "kamers", "gelezen": 2, "nieuw": 2, "gewijzigd": 0, "ongewijzigd": 0, "fouten": []}
    assert Logregel.objects.get().gebruiker == Gebruiker.objects.systeem()


@pytest.mark.django_db
def test_opdracht_weigert_met_json_en_status_1(capsys, bestand):
    status, uit = opdracht(capsys, "kamers", str(bestand("naam,open_vanaf\nTOP,gisteren\n")))
    assert status == 1
    (fout,) = uit["fouten"]
    assert set(fout) == {"rij", "kolom", "fout"}
    assert (fout["rij"], fout["kolom"]) == (2, "open_vanaf")


@pytest.mark.django_db
@pytest.mark.parametrize("naam", ["weg.csv", "."])
def test_opdracht_zonder_bestand(capsys, tmp_path, naam):
    status, uit = opdracht(capsys, "kamers", str(tmp_path / naam))
    assert (status, uit["gelezen"], len(uit["fouten"])) == (1, 0, 1)


@pytest.mark.django_db
def test_opdracht_met_onbekende_soort_noemt_wat_wel_kan(capsys):
    status, uit = opdracht(capsys, "leefgebieden", "x.csv")
    assert status == 1
    for soort in ("kamers", "deelnemers", "activiteiten", "deelnames", "tellingen", "bedragen", "streefwaarden"):
        assert soort in uit["fouten"][0]["fout"]


@pytest.mark.django_db
def test_opdracht_in_woorden(capsys, bestand, tmp_path):
    call_command("importeer", "kamers", maak_csv(tmp_path / "in.csv", RIJEN), "--proef")
    uit = capsys.readouterr().out
    assert "2 rijen gelezen, 2 nieuw" in uit
    assert "niets bewaard" in uit
    with pytest.raises(SystemExit, match="1"):
        call_command("importeer", "kamers", bestand("naam,open_vanaf,extra\nTOP,x,y\n"))
    fouten = capsys.readouterr().err
    assert "rij 2, kolom open_vanaf" in fouten
    assert "‘extra’" in fouten


# --- broken files ---------------------------------------------------------------------------------------------

CELLEN = st.one_of(
    st.sampled_from(["TOP", "De Klop", "2020-01-01", "31-2-2020", "€ 1,50", "", '"', "\x00", "=1+1", "'", "\ufeff"]),
    st.text(max_size=20),
)
RUWE_RIJEN = st.lists(st.lists(CELLEN, max_size=6), max_size=6)
KOPPEN = st.lists(
    st.sampled_from(
        ["naam", "kamer", "datum", "activiteit", "deelnemer", "nummer", "voornaam", "bron", "jaar", "soort"]
    ),
    max_size=6,
)


class TestKapotteBestanden(HypothesisTestCase):
    """Whatever is in the file: an outcome with reasons, never an exception, and never a part of it stored."""

    def probeer(self, soort, inhoud):
        with tempfile.TemporaryDirectory() as map_:
            pad = Path(map_) / "in"
            pad.write_bytes(inhoud)
            uitslag = lees_in(soort, pad)
        gemaakt = Kamer.objects.count()
        assert all(fout.fout for fout in uitslag.fouten)
        if soort == "kamers":
            assert gemaakt == (0 if uitslag.fouten else uitslag.nieuw)
        if uitslag.fouten:
            assert uitslag.nieuw == uitslag.gewijzigd == uitslag.ongewijzigd == 0
        else:
            assert uitslag.gelezen == uitslag.nieuw + uitslag.gewijzigd + uitslag.ongewijzigd

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.sampled_from(sorted(soorten())), KOPPEN, RUWE_RIJEN, st.sampled_from(",;"))
    @example("kamers", ["naam"], [["TOP"], ["\ud7ff"]], ",")
    def test_willekeurige_rijen(self, soort, kop, rijen, teken):
        self.probeer(soort, csv_tekst([kop, *rijen], teken).encode("utf-8", "replace"))

    @settings(max_examples=100, deadline=None)
    @given(st.sampled_from(sorted(soorten())), st.binary(max_size=300))
    def test_willekeurige_bytes(self, soort, inhoud):
        self.probeer(soort, inhoud)

    @settings(max_examples=100, deadline=None)
    @given(st.integers(0, 200), st.binary(max_size=3))
    def test_afgebroken_of_geraakt_bestand(self, plaats, tussen):
        heel = csv_tekst(
            [["naam", "adres", "open_vanaf"], *([f"Kamer {n}", 'Plein "1"', "1-4-2017"] for n in range(6))]
        )
        inhoud = heel.encode()
        self.probeer("kamers", inhoud[:plaats])
        self.probeer_leeg("kamers", inhoud[:plaats] + tussen + inhoud[plaats + 1 :])

    def probeer_leeg(self, soort, inhoud):
        Kamer.objects.all().delete()
        self.probeer(soort, inhoud)

    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 6000), st.binary(min_size=1, max_size=40))
    def test_geraakt_werkblad(self, plaats, erin):
        with tempfile.TemporaryDirectory() as map_:
            heel = maak_xlsx(Path(map_) / "in.xlsx", [["naam", "adres"], ["TOP", "x"], ["De Klop", "y"]]).read_bytes()
        plaats %= len(heel)
        self.probeer("kamers", heel[:plaats] + erin + heel[plaats + len(erin) :])


@pytest.mark.zwaar
def test_geheugen_blijft_onder_300_mb(tmp_path):
    """The reader of spreadsheets and the largest sheet that it takes, in a process of its own."""
    rijen = [["naam", "adres", "wijk"], *([f"Kamer {n}", f"Straat {n}", "Noord"] for n in range(99_000))]
    pad = maak_xlsx(tmp_path / "groot.xlsx", rijen)
    voor = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    uit = subprocess.run(
        [sys.executable, "-I", werkblad.__file__, str(pad)], capture_output=True, check=False, env=os.environ
    )
    assert uit.stdout
    assert max(voor, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) < 300 * 1024
