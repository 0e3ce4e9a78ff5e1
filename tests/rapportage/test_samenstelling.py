"""The composed report: published figures to the digit, dashes for what was not registered, sums beside unique."""

from __future__ import annotations

from decimal import Decimal

import pytest
from gegevens import CATEGORIEEN, GEPUBLICEERD

from deelnemers.models import Deelname
from rapportage import canoniek
from rapportage.cijfers import Doelcel
from rapportage.models import Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import stel_samen
from rapportage.samenstelling.deelnemers import NIET_GEREGISTREERD, ZONDER_NAAM

pytestmark = pytest.mark.django_db


def deel(document: Document, soort: str):
    return next(d for d in document.delen if d.soort == soort)


def rijen(tabel):
    return {rij.cellen[0]: rij.cellen[1:] for rij in tabel.rijen}


@pytest.fixture
def document(wereld) -> Document:
    return stel_samen(wereld.rapport)


@pytest.mark.parametrize("kamer", GEPUBLICEERD)
def test_gepubliceerde_aantallen_komen_terug(document, kamer):
    tabel = next(t.tabel for t in deel(document, "deelnemers").tabellen if t.kamer and t.kamer.naam == kamer)
    per_categorie = rijen(tabel)
    for nummer, naam in enumerate(CATEGORIEEN):
        eerste, tweede = GEPUBLICEERD[kamer]
        assert per_categorie[naam][:2] == (eerste[nummer], tweede[nummer])
    assert tabel.regel.startswith("Aantal verschillende deelnemers")


def test_niet_geregistreerd_is_geen_nul(document, wereld):
    tabel = next(t.tabel for t in deel(document, "deelnemers").tabellen if t.kamer and t.kamer.naam == "TOP")
    assert rijen(tabel)["Computervaardigheid"][1] is None
    assert NIET_GEREGISTREERD in tabel.noten


def test_bezoeken_zonder_naam_staan_ernaast(document):
    tabel = deel(document, "deelnemers").tabellen[0].tabel
    assert rijen(tabel)["Bezoeken zonder naam"] == (40, None, 40)
    assert ZONDER_NAAM in deel(document, "deelnemers").uitleg
    assert next(r for r in tabel.rijen if r.cellen[0] == "Bezoeken zonder naam").soort == "bij"


def test_som_van_kamers_naast_verschillend_in_de_stad(wereld):
    top, hart = wereld.kamers["TOP"], wereld.kamers["Hart voor Leidsche Rijn"]
    van_top = Deelname.objects.filter(kamer=top, datum__lte="2020-03-14").first()
    elders = Deelname.objects.filter(kamer=hart, datum__lte="2020-03-14").first()
    Deelname.objects.create(
        kamer=hart,
        activiteit=elders.activiteit,
        deelnemer=van_top.deelnemer,
        datum="2020-02-02",
        geregistreerd_door=wereld.bureau,
    )
    tabel = next(t.tabel for t in deel(stel_samen(wereld.rapport), "deelnemers").tabellen if t.kamer is None)
    *per_kamer, som, stad = rijen(tabel)["Verschillende mensen"]
    assert som == sum(per_kamer)
    assert stad == som - 1
    assert [k.titel for k in tabel.kolommen[-2:]] == ["Som van de kamers", "Verschillend in de stad"]


def test_aandelen_noemen_hun_geheel_en_tellen_per_kamer(document):
    onderdeel = deel(document, "aandeelgrafiek")
    assert "Wie aan twee categorieën meedeed, telt in beide" in onderdeel.grafiek.regel
    per_categorie = rijen(onderdeel.tabellen[0].tabel)
    # TOP, first sub-period: 150 of 352 is 42.6 per cent
    assert per_categorie["Sociaal en ontmoeting"][0] == 43
    assert per_categorie["Computervaardigheid"][1] is None
    labels = onderdeel.grafiek.labels
    assert labels[0] == "Sociaal en ontmoeting"
    assert labels.index("Formulieren") == 1


def test_indicatoren_met_beide_oordelen(document):
    tabel = deel(document, "indicatoren").tabellen[0].tabel
    formulieren = next(r for r in tabel.rijen if r.cellen[0] == "Formulieren")
    cel = formulieren.cellen[1]
    assert isinstance(cel, Doelcel)
    assert cel.streefwaarde == "150"
    assert cel.behaald is not None
    enquete = next(r for r in tabel.rijen if r.cellen[0] == "Meer vertrouwen in eigen kunnen")
    assert enquete.noot
    assert enquete.cellen[1].oordeel == "niet gemeten"
    assert any(noot.startswith(f"{enquete.noot}. ") for noot in tabel.noten)


def test_begroting_en_prognose_tellen_op(document):
    tabel = deel(document, "begroting_prognose").tabellen[0].tabel
    per_post = rijen(tabel)
    assert per_post["Totaal kosten"] == (319716, 292980, -26736)
    assert per_post["Saldo (inkomsten min kosten)"] == (-216, -9996, -9780)
    assert any("per kamer" in noot for noot in tabel.noten)


def test_financiers_met_noten_en_wat_er_anders_gedrukt_staat(document):
    tabel = deel(document, "financiers").tabellen[0].tabel
    mitros = next(r for r in tabel.rijen if r.cellen[0] == "Mitros")
    assert mitros.cellen[1:] == (6000, 5000, 8000, 19000)
    assert any(n.startswith(f"{mitros.noot}. ") and "huurkorting" in n for n in tabel.noten)
    subtotaal = next(r for r in tabel.rijen if r.cellen[0] == "Subtotaal woningcorporaties")
    assert subtotaal.cellen[2] == 9000
    assert any("gedrukt staat € 19.000, de regels tellen op tot € 9.000" in n for n in tabel.noten)


def test_kengetallen_op_een_pagina(document):
    waarden = {k.titel: k.waarde for k in document.kengetallen}
    assert waarden["Verwacht saldo van het jaar"] == -9996
    assert len(document.kamercijfers) == 3


def test_deel_van_een_kamer_heeft_niets_van_de_andere(wereld):
    wereld.schrijf("Alleen van TOP", "TOP")
    wereld.schrijf("Geheim van Hart", "Hart voor Leidsche Rijn")
    deels = stel_samen(wereld.rapport, kamers=[wereld.kamers["TOP"]])
    tekst = canoniek.schrijf(deels)
    assert "Alleen van TOP" in tekst
    assert "Geheim van Hart" not in tekst
    assert "De Verbinding" not in tekst
    assert "292980" not in tekst


def test_document_gaat_heen_en_terug_door_json(document):
    tekst = canoniek.schrijf(document)
    assert canoniek.lees(Document, tekst) == document
    assert canoniek.schrijf(canoniek.lees(Document, tekst)) == tekst


def test_oude_editie_blijft_leesbaar_als_er_een_veld_bij_komt(document):
    gegevens = canoniek.kaal(document)
    for oud in gegevens["delen"]:
        del oud["uitleg"]
    assert canoniek.lees(Document, canoniek.schrijf(gegevens)).delen[0].uitleg == ()


def test_json_houdt_centen_exact_en_weigert_wat_niet_past():
    assert canoniek.schrijf({"b": Decimal("1.10"), "a": Decimal("3.00")}) == '{"a":3,"b":1.1}'
    with pytest.raises(ValueError, match="meer cijfers"):
        canoniek.schrijf(Decimal("0.12345678901234567890123"))


def test_samenstellen_vraagt_evenveel_queries_bij_meer_kamers(wereld, django_assert_max_num_queries):
    kamers = list(wereld.kamers.values())
    aantallen = []
    for hoeveel in (1, 2):
        rapport = Rapport.objects.get()
        rapport.begrotingsbron = None
        with django_assert_max_num_queries(40) as queries:
            stel_samen(rapport, kamers=kamers[:hoeveel])
        aantallen.append(len(queries))
    assert aantallen[0] == aantallen[1]
