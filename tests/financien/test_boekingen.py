"""The pages of bookings: who sees what, what a list adds up to, booking once and over posts, and taking back."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.models import Bevoegdheid, Logregel
from financien.boeken import NieuweBoeking, boek, herstel
from financien.boekingen_lezen import keuzes
from financien.models import Begroting, Bestemming, Bijdragestap, Boeking, Bron, Maandafsluiting, Post, Verplichting
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db
Rol = Bevoegdheid.Rol
JAAR = 2020


@pytest.fixture
def kamers():
    return [maak_kamer("Het Hart"), maak_kamer("De Top")]


@pytest.fixture
def posten(kamers):
    eigen, ander = kamers
    kosten = {"jaar": JAAR, "soort": "kosten"}
    return {
        "huur": Post.objects.create(naam="Huur", **kosten),
        "eten": Post.objects.create(naam="Eten", kamer=eigen, **kosten),
        "tuin": Post.objects.create(naam="Tuin", kamer=ander, **kosten),
        "fonds": Post.objects.create(naam="Fonds van de wijk", jaar=JAAR, soort="financiering"),
    }


def als(rol, kamer=None):
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


@pytest.fixture
def penningmeester():
    return als(Rol.PENNINGMEESTER)


def rij(post, bedrag="10", **anders):
    velden = {"post": post, "datum": date(JAAR, 3, 2), "bedrag": Decimal(bedrag), "omschrijving": "iets"}
    return NieuweBoeking(**velden | anders)


def adres(naam, *args):
    return reverse(f"financien:{naam}", args=args)


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return " ".join(antwoord.content.decode().split())


def sleutel(client, pad):
    return client.get(pad).context["form"]["sleutel"].value()


def formulier(sleutel, *regels, **anders):
    """What the browser sends for these lines (post, amount, more)."""
    velden = {
        "datum": f"{JAAR}-03-02", "omschrijving": "koffie", "tegenpartij": "Winkel", "sleutel": sleutel,
        "regels-TOTAL_FORMS": "8", "regels-INITIAL_FORMS": "0",
    }  # fmt: skip
    for plek, (post, bedrag, meer) in enumerate(regels):
        velden |= {f"regels-{plek}-post": post.pk, f"regels-{plek}-bedrag": bedrag}
        velden |= {f"regels-{plek}-{veld}": waarde for veld, waarde in meer.items()}
    return velden | anders


# --- the list -----------------------------------------------------------------------------------------------------


def test_een_coordinator_ziet_alleen_boekingen_van_de_eigen_kamer(kamers, posten):
    geboekt = boek(
        [
            rij(posten["eten"], "11.11", omschrijving="soep"),
            rij(posten["tuin"], "22.22", omschrijving="schep"),
            rij(posten["huur"], "33.33", omschrijving="verhuurder"),
        ],
        door=systeem(),
    )
    client = als(Rol.COORDINATOR, kamers[0])
    inhoud = tekst(client.get(adres("boekingen", JAAR)))
    assert "soep" in inhoud
    assert "€ 11,11" in inhoud
    for geheim in ("schep", "verhuurder", "22,22", "33,33", "66,66", "De Top", "Nieuwe boeking", "uitvoer=xlsx"):
        assert geheim not in inhoud
    eigen, ander, samen = (adres("boeking", b.pk) for b in geboekt)
    assert "Herstellen" not in tekst(client.get(eigen))
    assert [client.get(pad).status_code for pad in (ander, samen)] == [404, 404]
    assert client.get(adres("boekingen", JAAR) + "?uitvoer=xlsx").status_code == 403


@pytest.mark.parametrize(
    ("keuze", "wat"),
    [
        ("tekst=SCHEP", ["schep"]),
        ("tekst=bakker", ["soep"]),
        ("tekst=1.022,22", ["schep"]),
        ("kamer=samen", ["gift", "huur"]),
        ("kamer=de-top", ["schep"]),
        ("van=2020-04-01", ["huur"]),
        ("tm=2020-03-31&herkomst=hand", ["gift", "schep", "soep"]),
        ("dekking=zonder", ["huur", "schep"]),
        ("dekking=met", ["soep"]),
        ("herkomst=bank", []),
    ],
)
def test_kiezen_wat_u_ziet_en_wat_dat_samen_is(posten, penningmeester, keuze, wat):
    boek(
        [
            rij(posten["eten"], "11.11", omschrijving="soep", tegenpartij="De Bakker", dekking=posten["fonds"]),
            rij(posten["tuin"], "1022.22", omschrijving="schep"),
            rij(posten["huur"], "33.33", omschrijving="huur", datum=date(JAAR, 4, 1)),
            rij(posten["fonds"], "500", omschrijving="gift"),
        ],
        door=systeem(),
    )
    antwoord = penningmeester.get(f"{adres('boekingen', JAAR)}?{keuze}")
    assert antwoord.status_code == 200
    gezien = [rij.record for rij in antwoord.context["table"].rows]
    assert sorted(b.omschrijving for b in gezien) == wat
    sommen = antwoord.context["sommen"]
    assert sommen.kosten == sum((b.bedrag for b in gezien if b.post.soort == "kosten"), start=Decimal(0))
    assert sommen.inkomsten == sum((b.bedrag for b in gezien if b.post.soort == "financiering"), start=Decimal(0))
    post = penningmeester.get(f"{adres('boekingen', JAAR)}?post={posten['tuin'].pk}")
    assert [rij.record.omschrijving for rij in post.context["table"].rows] == ["schep"]


def test_een_bestand_vraagt_om_een_reden_en_komt_in_het_logboek(posten, penningmeester):
    boek([rij(posten["eten"], tegenpartij="=Jansen")], door=systeem())
    pad = adres("boekingen", JAAR) + "?uitvoer=xlsx"
    assert "Waarvoor hebt u dit bestand nodig?" in tekst(penningmeester.get(pad))
    antwoord = penningmeester.post(pad, {"reden": "Controle door de kascommissie"})
    assert antwoord.status_code == 200
    assert b"".join(antwoord.streaming_content).startswith(b"PK")
    regel = Logregel.objects.get(actie="geexporteerd")
    assert (regel.onderwerp_soort, regel.onderwerp_id) == ("lijst boekingen 2020", "1 boeking")


def test_waar_het_vandaan_komt_staat_in_het_bestand_en_niet_in_de_lijst(posten, penningmeester):
    boek([rij(posten["eten"])], door=systeem())
    kolommen = penningmeester.get(adres("boekingen", JAAR)).context["table"].columns.names()
    assert "herkomst" not in kolommen
    bestand = penningmeester.post(adres("boekingen", JAAR) + "?uitvoer=xlsx", {"reden": "Voor de kascommissie"})
    with zipfile.ZipFile(io.BytesIO(b"".join(bestand.streaming_content))) as boek_:
        alles = "".join(boek_.read(naam).decode() for naam in boek_.namelist() if naam.endswith(".xml"))
    for woord in ("met de hand", "Herkomst", "Het Hart", "Eten"):
        assert woord in alles


def test_een_leeg_jaar_zegt_wat_u_kunt_doen(posten, penningmeester):
    assert "Nieuwe boeking" in tekst(penningmeester.get(adres("boekingen", JAAR)))
    leeg = tekst(penningmeester.get(adres("boekingen", 2030)))
    assert "Maak eerst posten in de begroting van 2030" in leeg
    assert penningmeester.get(adres("boeking_nieuw", 2030)).status_code == 302
    for jaar in (0, 1999, 2101, 10**30):
        assert penningmeester.get(adres("boekingen", jaar)).status_code == 404
        assert penningmeester.get(adres("boeking_nieuw", jaar)).status_code == 404


# --- booking ------------------------------------------------------------------------------------------------------


def test_hetzelfde_formulier_twee_keer_boekt_een_keer(posten, penningmeester):
    pad = adres("boeking_nieuw", JAAR)
    velden = formulier(sleutel(penningmeester, pad), (posten["eten"], "1.250,50", {}))
    for _ in range(2):
        antwoord = penningmeester.post(pad, velden, follow=True)
        assert "Geboekt: koffie, € 1.250,50." in tekst(antwoord)
    boeking = Boeking.objects.get()
    assert (boeking.bedrag, boeking.post, boeking.tegenpartij) == (Decimal("1250.50"), posten["eten"], "Winkel")
    anders = tekst(penningmeester.post(pad, velden | {"regels-0-bedrag": "7"}), 422)
    assert "Dit formulier is al geboekt, met andere bedragen of posten" in anders
    assert Boeking.objects.count() == 1


def test_een_sleutel_van_iemand_anders_of_van_niets_boekt_niet(posten, penningmeester):
    pad = adres("boeking_nieuw", JAAR)
    for fout in ("", "x", sleutel(als(Rol.PENNINGMEESTER), pad)):
        antwoord = penningmeester.post(pad, formulier(fout, (posten["eten"], "5", {})))
        assert "Dit formulier was verlopen" in tekst(antwoord, 422)
        nieuw = antwoord.context["form"]["sleutel"].value()
        assert nieuw != fout
    assert not Boeking.objects.exists()
    assert penningmeester.post(pad, formulier(nieuw, (posten["eten"], "5", {}))).status_code == 302


def test_over_meer_posten_en_dan_nog_een(posten, penningmeester):
    pad = adres("boeking_nieuw", JAAR)
    uit = {"dekking": posten["fonds"].pk}
    velden = formulier(sleutel(penningmeester, pad), (posten["eten"], "10", uit), (posten["huur"], "2,25", {}))
    antwoord = penningmeester.post(pad, velden | {"verder": "1"}, follow=True)
    assert "Geboekt op 2 posten: koffie, € 12,25." in tekst(antwoord)
    assert antwoord.request["PATH_INFO"] == pad
    assert 'value="2020-03-02"' in tekst(antwoord)
    assert [(b.post.naam, b.bedrag) for b in Boeking.objects.order_by("pk")] == [
        ("Eten", Decimal(10)), ("Huur", Decimal("2.25")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bedrag", "meer", "anders", "woord"),
    [
        ("tien", {}, {}, "Schrijf een bedrag"),
        ("0", {}, {}, "niet 0"),
        ("", {}, {}, "Vul een bedrag in, bijvoorbeeld"),
        ("5", {"post": ""}, {}, "Kies een post."),
        ("5", {"post": "999999"}, {}, "Kies een post uit de lijst"),
        ("5", {"dekking": "999999"}, {}, "Kies een bijdrage uit de lijst"),
        ("5", {}, {"datum": "2999-01-01"}, "kijk het jaar na"),
        ("5", {}, {"datum": "2018-01-01"}, "Dit is het geld van 2020"),
        ("5", {}, {"omschrijving": ""}, "waar het voor was"),
        ("5", {}, {"omschrijving": "123456782"}, "burgerservicenummer"),
    ],
)
def test_wat_niet_klopt_staat_bij_zijn_veld(posten, penningmeester, bedrag, meer, anders, woord):
    pad = adres("boeking_nieuw", JAAR)
    antwoord = penningmeester.post(
        pad, formulier(sleutel(penningmeester, pad), (posten["eten"], bedrag, meer), **anders)
    )
    assert woord in tekst(antwoord, 422)
    assert not Boeking.objects.exists()


def test_een_leeg_formulier_wordt_niet_geboekt(posten, penningmeester):
    pad = adres("boeking_nieuw", JAAR)
    assert "Kies een post." in tekst(penningmeester.post(pad, formulier(sleutel(penningmeester, pad))), 422)
    for raar in ({}, {"regels-TOTAL_FORMS": "0"}, {"regels-TOTAL_FORMS": "999"}, {"regels-TOTAL_FORMS": "x"}):
        assert penningmeester.post(pad, raar).status_code == 422
    for raar in ("\0", "2020-13-40", "x" * 10_000):
        velden = formulier(sleutel(penningmeester, pad), (posten["eten"], raar, {"post": raar}), datum=raar)
        assert penningmeester.post(pad, velden | {"omschrijving": raar}).status_code == 422
        assert penningmeester.get(f"{pad}?datum={raar}").status_code == 200


def test_een_gesloten_maand_zegt_vanaf_wanneer_het_wel_kan(posten, penningmeester):
    begroting = Begroting.objects.create(jaar=JAAR)
    bron = Bron.objects.create(naam="Stand")
    Maandafsluiting.objects.create(begroting=begroting, maand=date(JAAR, 3, 1), bron=bron, gesloten_op=date(JAAR, 5, 1))
    pad = adres("boeking_nieuw", JAAR)
    inhoud = tekst(penningmeester.post(pad, formulier(sleutel(penningmeester, pad), (posten["eten"], "5", {}))), 422)
    assert "tot en met 31 maart 2020 zijn gesloten. U kunt boeken vanaf 1 april 2020." in inhoud
    assert 'min="2020-04-01"' in inhoud


def test_geld_met_een_bestemming_en_een_verplichting(posten, penningmeester):
    Bestemming.objects.create(bijdrage=posten["fonds"], kostenpost=posten["eten"])
    belofte = Verplichting.objects.create(
        post=posten["huur"], omschrijving="jaarhuur", bedrag=100, aangegaan_op=date(JAAR, 1, 1)
    )
    pad = adres("boeking_nieuw", JAAR)
    assert "jaarhuur (nog € 100,00)" in tekst(penningmeester.get(pad))
    dekking = {"dekking": posten["fonds"].pk}
    for post, meer, woord in (
        (posten["huur"], dekking, "Dit geld is voor iets anders bedoeld"),
        (posten["fonds"], dekking, "Alleen kosten worden betaald uit een bijdrage"),
        (posten["eten"], {"verplichting": belofte.pk}, "staat op een andere post"),
    ):
        velden = formulier(sleutel(penningmeester, pad), (post, "5", meer))
        assert woord in tekst(penningmeester.post(pad, velden), 422)
    meer = dekking | {"reden_elders": "Het fonds vond het goed", "verplichting": belofte.pk}
    velden = formulier(sleutel(penningmeester, pad), (posten["huur"], "60", meer))
    assert penningmeester.post(pad, velden).status_code == 302
    boeking = Boeking.objects.get()
    assert (boeking.dekking, boeking.verplichting) == (posten["fonds"], belofte)
    assert "jaarhuur (nog € 40,00)" in tekst(penningmeester.get(pad))
    pagina = tekst(penningmeester.get(adres("boeking", boeking.pk)))
    for woord in ("Fonds van de wijk", "Het fonds vond het goed", "jaarhuur"):
        assert woord in pagina


# --- taking back and changing -------------------------------------------------------------------------------------


def test_het_geld_dat_voor_een_post_is_bedoeld_wordt_voorgesteld(kamers, posten):
    geld = {"jaar": JAAR, "soort": "financiering"}
    van_hier = Post.objects.create(naam="Voor het Hart", kamer=kamers[0], **geld)
    eten, tuin = posten["eten"].pk, posten["tuin"].pk
    assert keuzes(JAAR).voorstel == {eten: van_hier.pk}
    Bestemming.objects.create(bijdrage=posten["fonds"], kostenpost=posten["eten"])
    Bestemming.objects.create(bijdrage=posten["fonds"], kostenpost=posten["tuin"])
    assert keuzes(JAAR).voorstel == {eten: posten["fonds"].pk, tuin: posten["fonds"].pk}, "wie de post noemt gaat voor"
    ander = Post.objects.create(naam="Ook voor eten", **geld)
    Bestemming.objects.create(bijdrage=ander, kostenpost=posten["eten"])
    assert keuzes(JAAR).voorstel == {tuin: posten["fonds"].pk}, "twee die passen: dan kiest de penningmeester"
    Bijdragestap.objects.create(bijdrage=ander, stand="afgewezen", datum=date(JAAR, 1, 2))
    assert keuzes(JAAR).voorstel[eten] == posten["fonds"].pk


def test_terugnemen_en_goed_boeken_in_een_keer_en_maar_een_keer(posten, penningmeester):
    [fout] = boek([rij(posten["eten"], "80", omschrijving="stoelen", tegenpartij="Winkel")], door=systeem())
    assert "Herstellen" in tekst(penningmeester.get(adres("boeking", fout.pk)))
    pad = adres("boeking_herstel", fout.pk)
    pagina = penningmeester.get(pad)
    assert 'value="stoelen"' in tekst(pagina)
    eerste = pagina.context["eerste"]
    assert (eerste["post"].value(), eerste["bedrag"].value()) == (posten["eten"].pk, "80,00")
    velden = formulier(sleutel(penningmeester, pad), (posten["tuin"], "80", {}), reden="verkeerde kamer")
    for _ in range(2):
        assert penningmeester.post(pad, velden).status_code == 302
    assert [(b.post.naam, b.bedrag, b.omschrijving) for b in Boeking.objects.order_by("pk")][0] == (
        "Eten", Decimal(80), "stoelen",
    )  # fmt: skip
    assert sorted((b.post.naam, b.bedrag) for b in Boeking.objects.all()) == [
        ("Eten", Decimal(-80)), ("Eten", Decimal(80)), ("Tuin", Decimal(80)),
    ]  # fmt: skip
    pagina = tekst(penningmeester.get(adres("boeking", fout.pk)))
    assert "verkeerde kamer" in pagina
    assert "Herstellen" not in pagina
    assert penningmeester.get(pad).status_code == 302
    lijst = tekst(penningmeester.get(adres("boekingen", JAAR)))
    assert "teruggenomen" in lijst
    assert "neemt terug" in lijst


def test_een_verplichting_die_vol_is_blijft_bij_het_herstellen_te_kiezen(posten, penningmeester):
    belofte = Verplichting.objects.create(
        post=posten["eten"], omschrijving="taart", bedrag=80, aangegaan_op=date(JAAR, 1, 1)
    )
    [fout] = boek([rij(posten["eten"], "80", verplichting=belofte)], door=systeem())
    assert "taart" not in tekst(penningmeester.get(adres("boeking_nieuw", JAAR)))
    pad = adres("boeking_herstel", fout.pk)
    assert f'<option value="{belofte.pk}" selected>taart (nog € 80,00)' in tekst(penningmeester.get(pad))
    velden = formulier(sleutel(penningmeester, pad), (posten["eten"], "70", {"verplichting": belofte.pk}), reden="x")
    assert penningmeester.post(pad, velden).status_code == 302
    assert sum(b.bedrag for b in belofte.boekingen.all()) == 70


def test_alleen_terugnemen(posten, penningmeester):
    [fout] = boek([rij(posten["eten"], "80")], door=systeem())
    pad = adres("boeking_herstel", fout.pk)
    velden = formulier(sleutel(penningmeester, pad), alleen_terug="1", omschrijving="")
    assert "Schrijf op wat er fout was" in tekst(penningmeester.post(pad, velden), 422)
    for _ in range(2):
        assert penningmeester.post(pad, velden | {"reden": "dubbel geboekt"}).status_code == 302
    assert sum(b.bedrag for b in Boeking.objects.all()) == 0
    assert Boeking.objects.count() == 2
    terug = Boeking.objects.get(herstelt=fout)
    assert penningmeester.get(adres("boeking_herstel", terug.pk)).status_code == 302
    vroeger = formulier(sleutel(penningmeester, adres("boeking_nieuw", JAAR)), datum="2020-03-01", reden="x")
    assert penningmeester.post(pad, vroeger | {"alleen_terug": "1"}).status_code == 422


def test_de_tekst_wijzigen_en_wat_er_vast_ligt(posten, penningmeester):
    [boeking] = boek([rij(posten["eten"], "80")], door=systeem())
    pad = adres("boeking_wijzig", boeking.pk)
    velden = {"omschrijving": "stoelen", "tegenpartij": "Winkel", "dekking": posten["fonds"].pk, "bedrag": "1"}
    assert penningmeester.post(pad, velden).status_code == 302
    boeking.refresh_from_db()
    assert (boeking.omschrijving, boeking.dekking, boeking.bedrag) == ("stoelen", posten["fonds"], Decimal(80))
    assert "gewijzigd: omschrijving, van of aan wie, waaruit het is betaald" in tekst(
        penningmeester.get(adres("boeking", boeking.pk))
    )
    assert "Schrijf in een paar woorden" in tekst(penningmeester.post(pad, velden | {"omschrijving": ""}), 422)
    herstel(boeking, omschrijving="fout", datum=date(JAAR, 3, 3), door=systeem())
    assert "dekking" not in penningmeester.get(pad).context["form"].fields
    assert penningmeester.post(pad, velden | {"dekking": ""}).status_code == 302
    boeking.refresh_from_db()
    assert boeking.dekking == posten["fonds"]


def test_tekst_van_een_boeking_wordt_geen_html(posten, penningmeester):
    gif = "<b onclick=x>"
    [boeking] = boek([rij(posten["eten"], omschrijving=gif, tegenpartij=gif)], door=systeem())
    Post.objects.create(jaar=JAAR, soort="kosten", naam=gif)
    for pad in (
        adres("boekingen", JAAR), adres("boeking", boeking.pk), adres("boeking_nieuw", JAAR),
        adres("boeking_herstel", boeking.pk), adres("boeking_wijzig", boeking.pk),
    ):  # fmt: skip
        assert gif not in tekst(penningmeester.get(pad))


# --- speed --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("naam", ["boekingen", "boeking_nieuw"])
def test_evenveel_vragen_bij_een_en_bij_vijf_boekingen(naam, posten, penningmeester):
    pad = adres(naam, JAAR)

    def vragen(aantal):
        kamer = maak_kamer()
        for nr in range(aantal):
            post = Post.objects.create(jaar=JAAR, soort="kosten", naam=f"Post {kamer.pk} {nr}", kamer=kamer)
            belofte = Verplichting.objects.create(
                post=post, omschrijving="x", bedrag=100, aangegaan_op=date(JAAR, 1, 1)
            )
            boek([rij(post, dekking=posten["fonds"], verplichting=belofte)], door=systeem())
        penningmeester.get(pad)
        with CaptureQueriesContext(connection) as gemeten:
            tekst(penningmeester.get(pad))
        return len(gemeten)

    assert vragen(1) == vragen(5)
