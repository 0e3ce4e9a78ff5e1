"""The part 'signalen uit de buurt' of a report: themes per sub-period, texts per kamer, frozen when adopted."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deelnemers.models import Signaal
from rapportage import canoniek
from rapportage.documenten import als_json, als_xlsx
from rapportage.models import Onderdeel, Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import stel_samen
from rapportage.samenstelling.signalen import ALLEEN_GEHOORD, GEEN
from rapportage.sjablonen import maak_sjabloon_juli_2020, maak_sjabloon_met_signalen
from rapportage.vaststelling import _houd_tellingen_stil
from tests.fabrieken import maak_gebruiker

pytestmark = pytest.mark.django_db


@pytest.fixture
def met_signalen(wereld):
    wereld.rapport.sjabloon = maak_sjabloon_met_signalen()
    wereld.rapport.save()
    return wereld


def signaal(wereld, dag, thema="wonen", tekst="Vocht in de flats.", kamer="TOP", buurt="Ondiep"):
    return Signaal.objects.create(kamer=wereld.kamers[kamer], datum=dag, thema=thema, tekst=tekst, buurt=buurt)


def deel(document: Document):
    return next(d for d in document.delen if d.soort == Onderdeel.Soort.SIGNALEN)


def rijen(tabel):
    return [rij.cellen for rij in tabel.rijen]


def test_themas_per_tijdvak_en_de_teksten_erbij(met_signalen):
    signaal(met_signalen, date(2020, 3, 14))
    signaal(met_signalen, date(2020, 3, 15), "geld", "Huur te hoog.", buurt="")
    signaal(met_signalen, date(2020, 4, 1), "geld", "=1+1")
    signaal(met_signalen, date(2020, 6, 1), "taal", "Buiten de periode.")
    gemaakt = deel(stel_samen(met_signalen.rapport))
    themas, teksten = (blok.tabel for blok in gemaakt.tabellen)
    assert rijen(themas) == [("Geld en schulden", 0, 2, 2), ("Wonen", 1, 0, 1), ("Alle signalen", 1, 2, 3)]
    assert rijen(teksten) == [
        ("Vocht in de flats.", "wonen", "Ondiep", "14-03-2020"),
        ("Huur te hoog.", "geld en schulden", None, "15-03-2020"),
        ("=1+1", "geld en schulden", "Ondiep", "01-04-2020"),
    ]
    assert gemaakt.uitleg[0] == ALLEEN_GEHOORD
    assert "De Verbinding schreef in deze periode geen signalen op." in gemaakt.uitleg


def test_meer_kamers_staan_ook_naast_elkaar_en_tellen_op(met_signalen):
    signaal(met_signalen, date(2020, 2, 1))
    signaal(met_signalen, date(2020, 2, 1), kamer="De Verbinding")
    gemaakt = deel(stel_samen(met_signalen.rapport))
    assert [blok.kamer.naam if blok.kamer else "" for blok in gemaakt.tabellen] == [
        "", "TOP", "TOP", "De Verbinding", "De Verbinding",
    ]  # fmt: skip
    assert rijen(gemaakt.tabellen[0].tabel) == [("Wonen", 1, 1, 2), ("Alle signalen", 1, 1, 2)]
    alleen_top = deel(stel_samen(met_signalen.rapport, kamers=[met_signalen.kamers["TOP"]]))
    assert {blok.kamer.naam for blok in alleen_top.tabellen} == {"TOP"}


def test_zonder_signalen_zegt_het_deel_dat(met_signalen):
    assert deel(stel_samen(met_signalen.rapport)).ontbreekt == GEEN


def test_wat_is_vastgesteld_verandert_niet_meer(met_signalen):
    rij = signaal(met_signalen, date(2020, 3, 1))
    met_signalen.stel_vast()
    rapport = Rapport.objects.get()
    voor = als_json(rapport)
    rij.tekst = "Iets heel anders."
    rij.save()
    signaal(met_signalen, date(2020, 3, 2), tekst="Erbij.")
    assert als_json(rapport) == voor
    assert "Vocht in de flats." in voor.decode()
    assert canoniek.lees(Document, voor.decode()).delen


def test_tijdens_het_vaststellen_komt_er_geen_signaal_bij(met_signalen):
    with CaptureQueriesContext(connection) as vragen:
        _houd_tellingen_stil()
    assert Signaal._meta.db_table in vragen.captured_queries[0]["sql"]


def test_het_rekenblad_heeft_de_teksten_en_nooit_een_formule(met_signalen):
    signaal(met_signalen, date(2020, 3, 1), tekst="=HYPERLINK(1)")
    with zipfile.ZipFile(io.BytesIO(als_xlsx(met_signalen.rapport))) as boek:
        bladen = {naam: boek.read(naam).decode() for naam in boek.namelist() if naam.endswith(".xml")}
    assert any("=HYPERLINK(1)" in blad for blad in bladen.values())
    assert not any("<f>" in blad for blad in bladen.values())


def test_het_sjabloon_van_2020_blijft_zoals_het_was():
    soorten = [onderdeel.soort for onderdeel in maak_sjabloon_juli_2020().onderdelen.all()]
    assert Onderdeel.Soort.SIGNALEN not in soorten
    assert maak_sjabloon_met_signalen().onderdelen.count() == len(soorten) + 1
    assert maak_sjabloon_met_signalen() == maak_sjabloon_met_signalen()


def test_evenveel_vragen_bij_een_en_bij_drie_kamers(met_signalen):
    aantallen = []
    for kamer in met_signalen.kamers:
        signaal(met_signalen, date(2020, 3, 1), kamer=kamer)
        rapport = Rapport.objects.get()
        with CaptureQueriesContext(connection) as vragen:
            stel_samen(rapport)
        aantallen.append(len(vragen))
    assert len(set(aantallen)) == 1


def test_de_penningmeester_ziet_in_een_concept_de_aantallen_en_niet_de_teksten(met_signalen, snelle_pdf, client):
    signaal(met_signalen, date(2020, 3, 1), tekst="Zeldzame tekst.")
    adres = met_signalen.rapport.get_absolute_url()
    client.force_login(maak_gebruiker("penningmeester"))
    tekst = client.get(adres).text
    assert "Signalen bij TOP" in tekst
    assert "Zeldzame tekst." not in tekst
    client.force_login(met_signalen.coordinatoren["TOP"])
    assert "Zeldzame tekst." in client.get(adres).text
    client.force_login(met_signalen.ambtenaar)
    assert client.get(adres).status_code == 404
    met_signalen.stel_vast()
    assert "Zeldzame tekst." in client.get(adres).text
