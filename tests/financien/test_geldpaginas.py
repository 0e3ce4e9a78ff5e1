"""The pages of money: who sees what, changing a line, and the same number of queries for any number of lines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from geldvoorbeeld import AFSPRAAK, BOD, EVALUATIE, HART, TOP, VERBINDING, laad, maak_kamers

from buurtwerkkamers.models import Bevoegdheid
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel
from tests.fabrieken import ALLE_ROLLEN, maak_gebruiker, systeem

pytestmark = pytest.mark.django_db
Rol = Bevoegdheid.Rol


@pytest.fixture
def bronnen():
    return laad()


def als(rol, kamer=None):
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


def tekst(antwoord):
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def adres(naam, *args, jaar=None):
    return reverse(f"financien:{naam}", args=args) + (f"?jaar={jaar}" if jaar else "")


# --- who sees what ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rol", ALLE_ROLLEN)
def test_wie_bedragen_ziet_en_wie_ze_wijzigt(rol, bronnen):
    client = als(rol, maak_kamers()[TOP] if rol in Bevoegdheid.KAMERROLLEN else None)
    bron = bronnen[AFSPRAAK]
    regel = bron.regels.filter(kamer__naam=TOP).first()
    zien = [adres("lijst"), adres("bron", bron.pk), adres("afwijkingen", bron.pk)]
    wijzigen = [
        adres("nieuw"), adres("regel_nieuw", bron.pk), adres("regel", regel.pk), adres("regel_weg", regel.pk),
    ]  # fmt: skip
    mag_zien = rol in (Rol.COORDINATOR, Rol.BUREAU, Rol.PENNINGMEESTER)
    assert {client.get(pad).status_code for pad in zien} == {200 if mag_zien else 403}
    mag_wijzigen = rol == Rol.PENNINGMEESTER
    assert {client.get(pad).status_code for pad in wijzigen} == {200 if mag_wijzigen else 403}
    if not mag_wijzigen:
        assert {client.post(pad).status_code for pad in wijzigen} == {403}
        assert "wijzig " not in client.get(zien[1]).content.decode()


def test_lijst_geeft_totalen_en_bevindingen(bronnen):
    inhoud = tekst(als(Rol.BUREAU).get(adres("lijst")))
    for woord in ("€ 289.984", "€ 234.250", "8 wijken af", "€ 319.716", "€ 319.500", "€ 47.875", "€ 125.400"):
        assert woord in inhoud
    assert "295.984" not in inhoud  # printed, and wrong


def test_een_coordinator_ziet_alleen_de_eigen_kamer(bronnen):
    client = als(Rol.COORDINATOR, maak_kamers()[HART])
    bron = bronnen[AFSPRAAK]
    lijst, pagina, verschillen = (
        tekst(client.get(pad)) for pad in (adres("lijst"), adres("bron", bron.pk), adres("afwijkingen", bron.pk))
    )
    assert "€ 89.828" in lijst
    assert "64.328" in pagina
    assert "19.000" in verschillen
    for inhoud in (lijst, pagina, verschillen):
        for geheim in (
            "74.328",
            "54.328",
            "192.984",
            "289.984",
            "295.984",
            "36.000",
            VERBINDING,
            "650",
            EVALUATIE,
            BOD,
        ):
            assert geheim not in inhoud


@pytest.mark.parametrize("naam", ["bron", "afwijkingen"])
def test_een_bron_zonder_regels_van_de_eigen_kamer_bestaat_niet(naam, bronnen):
    client = als(Rol.COORDINATOR, maak_kamers()[TOP])
    assert client.get(adres(naam, bronnen[EVALUATIE].pk)).status_code == 404
    assert als(Rol.BUREAU).get(adres(naam, bronnen[EVALUATIE].pk)).status_code == 200


def test_jaren_van_een_bron(bronnen):
    client, bron = als(Rol.BUREAU), bronnen[BOD]
    assert "bedragen van 2018" in tekst(client.get(adres("bron", bron.pk)))
    assert "bedragen van 2017" in tekst(client.get(adres("bron", bron.pk, jaar=2017)))
    for jaar in ("2016", "abc", "-1"):
        assert client.get(adres("bron", bron.pk, jaar=jaar)).status_code == 404
        leeg, _ = Bron.objects.get_or_create(naam="Nog leeg")
        assert client.get(adres("bron", leeg.pk, jaar=jaar)).status_code == 404


# --- what the pages say -------------------------------------------------------------------------------------------


def test_verschillen_met_plaats_herkomst_en_doorwerking(bronnen):
    antwoord = als(Rol.BUREAU).get(adres("afwijkingen", bronnen[AFSPRAAK].pk))
    assert [(a.regel, a.kamer) for a in antwoord.context["wortels"]] == [
        ("Subtotaal woningcorporaties", HART),
        ("Subtotaal particuliere fondsen", TOP),
        ("Subtotaal particuliere fondsen", VERBINDING),
    ]
    assert len(antwoord.context["geerfd"]) == 3
    inhoud = " ".join(tekst(antwoord).split())
    for woord in ("Werkt door in", "Komt door", "€ 19.000", "€ 13.000", "€ 6.000", "62%", "60%", "2 procentpunt"):
        assert woord in inhoud
    assert "Van de 28 gedrukte sommen wijken er 8 af" in inhoud


def test_alles_klopt_en_niets_gedrukt(bronnen):
    client = als(Rol.BUREAU)
    assert "Alles klopt" in tekst(client.get(adres("afwijkingen", bronnen[EVALUATIE].pk)))
    Regel.objects.filter(bron=bronnen[EVALUATIE]).exclude(regelsoort="regel").delete()
    assert "Niets om na te rekenen" in tekst(client.get(adres("afwijkingen", bronnen[EVALUATIE].pk)))


def test_tekort_en_verschil_op_de_pagina(bronnen):
    inhoud = tekst(als(Rol.BUREAU).get(adres("bron", bronnen[EVALUATIE].pk)))
    for woord in ("€ −216", "€ −9.996", "€ −26.736", "Prognose min begroot", "niet per kamer verdeeld"):
        assert woord in inhoud


def test_lege_pagina_zegt_wat_te_doen():
    assert "Maak een bron" in tekst(als(Rol.PENNINGMEESTER).get(adres("lijst")))
    assert "Lees een bestand" in tekst(als(Rol.BUREAU).get(adres("lijst")))
    assert "voor uw kamer" in tekst(als(Rol.COORDINATOR, maak_kamers()[TOP]).get(adres("lijst")))
    bron = Bron.objects.create(naam="Begroting 2026")
    assert "Voeg de bedragen toe" in tekst(als(Rol.PENNINGMEESTER).get(adres("bron", bron.pk)))
    assert "nog geen regels" in tekst(als(Rol.PENNINGMEESTER).get(adres("lijst")))
    assert als(Rol.COORDINATOR, maak_kamers()[TOP]).get(adres("bron", bron.pk)).status_code == 404


def test_tekst_van_een_regel_wordt_geen_html(bronnen):
    gif = "<b onclick=x>"
    Regel.objects.filter(post="Mitros").update(post=f"Mitros {gif}", voetnoot=gif, groep=gif)
    for naam in ("bron", "afwijkingen"):
        assert gif not in tekst(als(Rol.PENNINGMEESTER).get(adres(naam, bronnen[AFSPRAAK].pk)))


# --- changing -----------------------------------------------------------------------------------------------------


def velden(**anders):
    return {"post": "Huur", "soort": "kosten", "jaar": "2026", "regelsoort": "regel", "begroot": "1.250,50", **anders}


def test_een_bron_en_een_regel_maken():
    client = als(Rol.PENNINGMEESTER)
    client.post(adres("nieuw"), {"naam": "Begroting 2026"})
    bron = Bron.objects.get()
    kamer = maak_kamers()[TOP]
    antwoord = client.post(
        adres("regel_nieuw", bron.pk), velden(kamer=kamer.pk, nieuwe_financier="Fonds van de buurt"), follow=True
    )
    assert "€ 1.250,50" in tekst(antwoord)
    regel = Regel.objects.get()
    assert (regel.begroot, regel.prognose, regel.kamer, regel.financier.naam) == (
        Decimal("1250.50"), None, kamer, "Fonds van de buurt",
    )  # fmt: skip


@pytest.mark.parametrize("fout", ["twaalf", "12a", "1e5", "1.25.0", "1,234"])
def test_letters_in_een_bedrag_worden_geweigerd_bij_het_veld(fout, bronnen):
    client = als(Rol.PENNINGMEESTER)
    antwoord = client.post(adres("regel_nieuw", bronnen[BOD].pk), velden(begroot="100", prognose=fout))
    assert list(antwoord.context["form"].errors) == ["prognose"]
    assert "Schrijf een bedrag" in tekst(antwoord)
    assert fout in tekst(antwoord)  # what was typed stays
    assert not Regel.objects.filter(post="Huur", jaar=2026).exists()


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"begroot": ""}, "begroot"),
        ({"jaar": "1999"}, "jaar"),
        ({"post": ""}, "post"),
        ({"kamer": "999999"}, "kamer"),
        ({"soort": "winst"}, "soort"),
    ],
)
def test_wat_niet_klopt_staat_bij_zijn_veld(anders, veld, bronnen):
    antwoord = als(Rol.PENNINGMEESTER).post(adres("regel_nieuw", bronnen[BOD].pk), velden(**anders))
    assert list(antwoord.context["form"].errors) == [veld]


def test_dezelfde_regel_kan_er_niet_nog_eens_in(bronnen):
    client = als(Rol.PENNINGMEESTER)
    client.post(adres("regel_nieuw", bronnen[BOD].pk), velden())
    antwoord = client.post(adres("regel_nieuw", bronnen[BOD].pk), velden(begroot="7"))
    assert "Deze regel staat al in deze bron." in tekst(antwoord)
    assert Regel.objects.get(post="Huur", jaar=2026).begroot == Decimal("1250.50")


def test_een_bron_kan_er_niet_nog_eens_in(bronnen):
    antwoord = als(Rol.PENNINGMEESTER).post(adres("nieuw"), {"naam": AFSPRAAK})
    assert "Er is al een bron met deze naam." in tekst(antwoord)


def test_een_gewijzigd_bedrag_beweegt_de_totalen(bronnen):
    client = als(Rol.PENNINGMEESTER)
    regel = Regel.objects.get(bron=bronnen[AFSPRAAK], post="Mitros", kamer__naam=TOP)
    oud = {
        "post": regel.post, "soort": regel.soort, "jaar": 2020, "kamer": regel.kamer_id, "groep": regel.groep,
        "financier": regel.financier_id, "regelsoort": "regel",
    }  # fmt: skip
    assert 'value="6000"' in tekst(client.get(adres("regel", regel.pk)))
    inhoud = tekst(client.post(adres("regel", regel.pk), {**oud, "begroot": "€ 7.000,25"}, follow=True))
    assert "€ 290.984,25" in inhoud
    assert Regel.objects.get(pk=regel.pk).volgorde == regel.volgorde


def test_verwijderen_vraagt_eerst(bronnen):
    client = als(Rol.PENNINGMEESTER)
    regel = Regel.objects.get(bron=bronnen[EVALUATIE], post="TOP Ondiep")
    assert "Regel verwijderen?" in tekst(client.get(adres("regel_weg", regel.pk)))
    assert Regel.objects.filter(pk=regel.pk).exists()
    inhoud = tekst(client.post(adres("regel_weg", regel.pk), follow=True))
    assert "is verwijderd" in inhoud
    assert "€ 215.916" in inhoud
    assert not Regel.objects.filter(pk=regel.pk).exists()


# --- speed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", ["lijst", "bron", "afwijkingen"])
@pytest.mark.parametrize("rol", [Rol.PENNINGMEESTER, Rol.COORDINATOR])
def test_evenveel_vragen_bij_een_en_bij_drie_regels(naam, rol):
    kamers = list(maak_kamers().values())
    client = als(rol, kamers[0] if rol == Rol.COORDINATOR else None)

    def vragen(aantal):
        leg_regels_vast(
            [
                NieuweRegel(
                    bron, 2026, "financiering", f"Fonds {nr}", kamer=kamers[nr % 3 if nr else 0], groep=f"groep {nr}",
                    financier=f"Fonds {nr}", begroot=Decimal(nr), regelsoort=soort,
                )
                for bron in [f"Bron {nr}" for nr in range(aantal)]
                for nr in range(aantal)
                for soort in ("regel", "totaal")
            ],
            door=systeem(),
        )  # fmt: skip
        pad = adres(naam, *([] if naam == "lijst" else [Bron.objects.get(naam="Bron 0").pk]))
        client.get(pad)
        with CaptureQueriesContext(connection) as gemeten:
            tekst(client.get(pad))
        return len(gemeten)

    assert vragen(1) == vragen(3)
