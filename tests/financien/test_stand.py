"""Where the money stands: sums that are the sum of their parts, what is short, who sees what, and the file."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from levendjaar import JAAR, maak_jaar
from python_calamine import CalamineWorkbook

from buurtwerkkamers.models import Bevoegdheid
from financien.afsluiten import sluit_maand
from financien.begroten import maak_post, maak_wijziging
from financien.bijdragen import leg_stap_vast
from financien.boekstand import als_overzicht, boekstand
from financien.geldwaarschuwingen import waarschuwingen
from financien.models import Begroting, Bijdragestap, Handgeldmaand, Handgeldpot, Handgelduitgave, Post
from financien.overzicht import Overzicht
from financien.prognoses import NieuwePrognose, maak_verplichting, stel_prognoses_vast
from financien.stand import Bedragen, Jaarstand, Standpost, levend, stand_van, tel_op, uitkomsten, voor_kamers
from financien.standtabellen import als_geldtabel, financierstabel, tabellen_van
from tests.fabrieken import maak_gebruiker

Rol = Bevoegdheid.Rol
PER = date(JAAR, 6, 30)


@pytest.fixture
def w(db):
    return maak_jaar()


def als(rol, kamer=None):
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


def adres(naam="stand", **vraag):
    from urllib.parse import urlencode

    return reverse(f"financien:{naam}", args=[JAAR]) + (f"?{urlencode(vraag)}" if vraag else "")


def tekst(antwoord):
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def bladen(antwoord):
    boek = CalamineWorkbook.from_filelike(io.BytesIO(antwoord.content))
    return {naam: boek.get_sheet_by_name(naam).to_python() for naam in boek.sheet_names}


def verwacht(w, post, bedrag, dag=PER):
    stel_prognoses_vast([NieuwePrognose(w.posten[post], Decimal(bedrag), "zo")], datum=dag, door=w.door)


# --- sums -----------------------------------------------------------------------------------------------------------

centen = st.decimals(Decimal(-99999), Decimal(99999), places=2)
posten = st.lists(
    st.builds(
        Standpost,
        naam=st.sampled_from(["Huur", "huur ", "Eten", "Fonds"]),
        soort=st.sampled_from(["kosten", "financiering"]),
        groep=st.sampled_from(["", "huis", "Huis", "anders"]),
        kamer=st.none(),
        kamer_id=st.sampled_from([None, 1, 2]),
        financier=st.sampled_from(["", "Gemeente"]),
        bedragen=st.builds(
            Bedragen, begroot=st.none() | centen, geboekt=centen, verplicht=st.none() | centen, prognose=centen
        ),
        ingevuld=st.booleans(),
    ),
    max_size=12,
)


@given(posten, st.sampled_from(["", "prognose", "begroot", "geboekt", "verschil"]), st.booleans())
def test_elk_totaal_is_tot_op_de_cent_de_som_van_de_regels(rijen, naast, volledig):
    kamers = ((1, "Een"), (2, "Twee"))
    if not volledig:
        rijen = [rij for rij in rijen if rij.kamer_id]
    stand = Jaarstand(JAAR, PER, tuple(rijen), kamers, Overzicht(0, "", JAAR, (), (), (), ()), volledig=volledig)
    tabellen = tabellen_van(stand, naast=naast)
    if (per_financier := financierstabel(stand)) is not None:
        tabellen = (*tabellen, per_financier)
    for tabel in tabellen:
        assert tabel.rijen[-1].soort == "totaal"
        subtotalen = [rij.naam.casefold() for rij in tabel.rijen if rij.soort == "subtotaal"]
        assert len(set(subtotalen)) == len(subtotalen), "een groep staat bij elkaar, hoe ook geschreven"
        for kolom, soort in enumerate(tabel.kolommen):
            if soort.soort != "euro":
                continue
            regels = [r.cellen[kolom].waarde for r in tabel.rijen if r.soort == "rij"]
            gevuld = [bedrag for bedrag in regels if bedrag is not None]
            if naast == "verschil" or soort.titel.startswith("Prognose min"):
                continue  # where something has no budget there is no difference in its row
            assert tabel.rijen[-1].cellen[kolom].waarde == (sum(gevuld) if gevuld else None)
            for plek, rij in enumerate(tabel.rijen):
                if rij.soort == "subtotaal":
                    begin = max(i for i in range(plek) if tabel.rijen[i].soort == "groep")
                    delen = [r.cellen[kolom].waarde for r in tabel.rijen[begin + 1 : plek]]
                    delen = [bedrag for bedrag in delen if bedrag is not None]
                    assert rij.cellen[kolom].waarde == (sum(delen) if delen else None)
        assert als_geldtabel(tabel).kolommen == tuple(k.titel for k in tabel.kolommen)


@given(posten)
def test_de_kolommen_lopen_door_tot_de_prognose(rijen):
    samen = tel_op(rijen)
    assert (
        samen.geboekt + (samen.verplicht or 0) + samen.verwacht
        == samen.prognose
        == sum((rij.bedragen.prognose for rij in rijen), Decimal(0))
    )


def test_een_ster_staat_ook_waar_een_van_meer_kamers_niets_invulde(w):
    verwacht(w, "huur top", "9000")

    def sterren() -> list[str]:
        tabel = tabellen_van(stand_van(JAAR, PER))[0]
        return [rij.naam for rij in tabel.rijen if any(cel.ster for cel in rij.cellen)]

    assert sterren() == ["Huur", "Eten en drinken", "Administratie"]
    verwacht(w, "huur hart", "8000")
    assert sterren() == ["Eten en drinken", "Administratie"]


def test_de_stand_is_die_van_de_boekstand(w):
    w.boek("huur top", date(JAAR, 2, 1), "3000.25")
    w.boek("fonds", date(JAAR, 2, 1), "2500")
    maak_verplichting(
        post=w.posten["eten"], omschrijving="x", bedrag=Decimal(900), aangegaan_op=date(JAAR, 2, 1), door=w.door
    )
    verwacht(w, "eten", "100.10")
    stand = boekstand(JAAR, PER)
    gezien = levend(stand)
    for soort in ("kosten", "financiering"):
        samen = tel_op(gezien.van(soort))
        assert samen.prognose == stand.totaal(soort, "prognose") == als_overzicht(stand).totaal(soort, "prognose")
        assert (samen.begroot, samen.geboekt) == (stand.totaal(soort, "begroot"), stand.totaal(soort, "geboekt"))
    eten = next(p for p in gezien.posten if p.naam == "Eten en drinken").bedragen
    assert (eten.geboekt, eten.verplicht, eten.verwacht, eten.prognose) == (
        0,
        900,
        Decimal("100.10"),
        Decimal("1000.10"),
    )
    assert (eten.verschil, eten.procent) == (Decimal("-1399.90"), -58)


# --- what is short --------------------------------------------------------------------------------------------------


def test_wat_er_tekort_is_per_kamer_en_samen_en_zonder_wat_in_behandeling_is(db):
    w = maak_jaar(verdeeld=True)
    for naam in ("bijdrage top", "bijdrage hart"):
        leg_stap_vast(w.posten[naam], stand="besloten", datum=date(JAAR, 1, 5), door=w.door)
    leg_stap_vast(w.posten["bijdrage top"], stand="toegezegd", datum=date(JAAR, 1, 6), door=w.door)
    w.boek("bijdrage top", date(JAAR, 3, 1), "4000")
    hart, top, samen = uitkomsten(stand_van(JAAR, PER))
    assert (top.kamer, top.saldo, top.onbeslist, top.zonder) == ("Top", -400, 10000, -10400)
    assert (hart.kamer, hart.saldo, hart.onbeslist, hart.zonder) == ("Hart", 500, 0, 500)
    assert (samen.kamer, samen.saldo, samen.zonder) == (None, 100, -9900)
    inhoud = tekst(als(Rol.PENNINGMEESTER).get(adres(per=PER)))
    for stuk in ("tekort", "€ −400,00", "positief", "€ 500,00", "Zonder toezeggingen in behandeling", "€ −10.400,00"):
        assert stuk in inhoud


def test_niet_te_bepalen_waar_inkomsten_niet_per_kamer_verdeeld_zijn(w):
    per_kamer = uitkomsten(stand_van(JAAR, PER))
    assert [u.saldo for u in per_kamer[:2]] == [None, None]
    assert "niet per kamer verdeeld" in per_kamer[0].reden
    assert per_kamer[-1].saldo == Decimal("25500") - Decimal("24400.50")
    eigen = uitkomsten(voor_kamers(stand_van(JAAR, PER), {w.top.pk}))
    assert [(u.kamer, u.saldo) for u in eigen] == [("Top", None)]


# --- the page -------------------------------------------------------------------------------------------------------


def test_samen_een_kamer_en_naast_elkaar(w):
    client = als(Rol.PENNINGMEESTER)
    samen = tekst(client.get(adres()))
    assert "€ 21.000,00" in samen
    assert "Subtotaal huisvesting" in samen
    assert "Gemeente Stad" in samen
    een = tekst(client.get(adres(kamer=w.top.slug)))
    assert "€ 12.000" in een
    assert "Administratie" not in een
    assert "Alle kamers samen</th>" not in een
    naast = tekst(client.get(adres(kamer="naast", wat="begroot")))
    assert "Niet verdeeld" in naast
    assert "€ 9.000,00" in naast
    assert "€ 24.400,50" in naast


def test_naast_elkaar_staat_het_verschil_in_euros_en_procenten_ook_van_een_gesloten_maand(w):
    w.boek("eten", date(JAAR, 1, 20), "3000")
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    for per in (date(JAAR, 1, 31), date(JAAR, 6, 1)):
        stand = stand_van(JAAR, per)
        kosten = tabellen_van(stand, naast="verschil")[0]
        titels = [kolom.titel for kolom in kosten.kolommen]
        assert titels[:2] + titels[-2:] == ["Hart", "Hart, in %", "Totaal", "Totaal, in %"]
        rij = next(rij for rij in kosten.rijen if rij.naam == "Eten en drinken")
        assert [cel.waarde for cel in rij.cellen] == [None, None, 600, 25, None, None, 600, 25]
        for plek, (pk, _) in enumerate(stand.kamers):
            alleen = tabellen_van(voor_kamers(stand, {pk}))[0].rijen[-1]
            assert kosten.rijen[-1].cellen[2 * plek : 2 * plek + 2] == alleen.cellen[-2:], "als bij de kamer zelf"
    pagina = tekst(als(Rol.BUREAU).get(adres(kamer="naast", wat="verschil", per="2020-01-31")))
    assert "25%" in pagina
    assert "ook in procenten van begroot" in pagina


@pytest.mark.parametrize(
    "vraag",
    [{"per": "onzin"}, {"per": "2020-02-31"}, {"per": "9999-12-31"}, {"per": "\0"}, {"kamer": "x"}, {"wat": "ö"}],
)
def test_vreemde_keuzes_geven_de_eerste_keuze(w, vraag):
    assert "Vandaag" in tekst(als(Rol.BUREAU).get(adres(**vraag)))
    assert als(Rol.BUREAU).get(reverse("financien:stand", args=[1999])).status_code == 404


def test_een_coordinator_ziet_alleen_de_eigen_kamer_en_geen_som_over_alle(w):
    w.boek("huur hart", date(JAAR, 2, 1), "777")
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    client = als(Rol.COORDINATOR, w.top)
    for vraag in ({}, {"per": "2020-01-31"}, {"kamer": "naast"}, {"kamer": w.hart.slug}, {"kamer": ""}):
        inhoud = tekst(client.get(adres(**vraag)))
        assert "12.000" in inhoud
        for geheim in ("Hart", "9.000", "777", "Administratie", "21.000", "24.400", "Fonds Groot", "25.500"):
            assert geheim not in inhoud
    vergelijk = tekst(client.get(adres("stand_vergelijken")))
    assert "12.000" in vergelijk
    assert "9.000" not in vergelijk
    assert "21.000" not in vergelijk
    bestand = client.get(adres(uitvoer="xlsx"))
    alles = " ".join(str(cel) for blad in bladen(bestand).values() for rij in blad for cel in rij)
    assert "12000" in alles
    assert "9000" not in alles
    assert "Administratie" not in alles


def test_het_bestand_heeft_getallen_en_geen_formules(w):
    maak_post(jaar=JAAR, soort="kosten", naam="=1+1", door=w.door)
    w.posten["formule"] = Post.objects.get(naam="=1+1")
    w.boek("formule", date(JAAR, 2, 1), "12.34")
    antwoord = als(Rol.PENNINGMEESTER).get(adres(uitvoer="xlsx", per=PER))
    assert antwoord["Content-Disposition"].endswith('"stand-2020-2020-06-30.xlsx"')
    kosten = next(blad for naam, blad in bladen(antwoord).items() if naam.startswith("Kosten"))
    rijen = {rij[0]: rij for rij in kosten}
    assert rijen["=1+1"][2] == 12.34
    assert rijen["Totaal kosten"][1:3] == [24400.5, 12.34]
    assert b"<f>" not in antwoord.content


def test_het_aantal_vragen_groeit_niet(w):
    client = als(Rol.PENNINGMEESTER)
    sluit_maand(date(JAAR, 1, 1), door=w.door)

    def vragen():
        aantallen = []
        for pad in (adres(), adres(per="2020-01-31"), adres("stand_vergelijken"), adres("stand_let_op")):
            with CaptureQueriesContext(connection) as gesteld:
                assert client.get(pad).status_code == 200
            aantallen.append(len(gesteld))
        return aantallen

    voor = vragen()
    for nummer in range(5):
        post = maak_post(jaar=JAAR, soort="kosten", naam=f"Post {nummer}", kamer=w.hart, door=w.door)
        w.posten[f"p{nummer}"] = post
        w.boek(f"p{nummer}", date(JAAR, 2, 1), "5")
        maak_verplichting(post=post, omschrijving="x", bedrag=Decimal(9), aangegaan_op=date(JAAR, 2, 1), door=w.door)
    assert vragen() == voor


# --- what asks for attention ----------------------------------------------------------------------------------------


def soorten(w, vandaag=PER, kamers=None):
    return [w.soort for w in waarschuwingen(JAAR, vandaag, kamers)]


def test_wat_aandacht_vraagt_zegt_hoeveel_en_waar(w):
    assert "boven_begroting" not in soorten(w)
    w.boek("eten", date(JAAR, 3, 1), "2500.10")
    vrij = maak_post(jaar=JAAR, soort="kosten", naam="Vergeten", kamer=w.top, door=w.door)
    w.posten["vergeten"] = vrij
    w.boek("vergeten", date(JAAR, 3, 1), "12")
    maak_verplichting(
        post=w.posten["huur hart"], omschrijving="oud contract", bedrag=Decimal(300),
        aangegaan_op=PER - timedelta(days=366), door=w.door,
    )  # fmt: skip
    verwacht(w, "fonds", "1500")
    Handgeldpot.objects.create(kamer=w.top, vanaf=date(JAAR, 1, 1), voorschot=Decimal(50), hoogstens=Decimal(60))
    maand = Handgeldmaand.objects.create(kamer=w.top, maand=date(JAAR, 2, 1))
    Handgelduitgave.objects.create(
        maand=maand, datum=date(JAAR, 2, 3), soort="eten", bedrag=Decimal("70.50"), omschrijving="koffie"
    )
    gevonden = {w.soort: w for w in waarschuwingen(JAAR, PER)}
    assert gevonden["boven_begroting"].bedrag == Decimal("100.10")
    assert "€\N{NO-BREAK SPACE}100,10 meer dan begroot" in gevonden["boven_begroting"].tekst
    assert gevonden["zonder_begroting"].bedrag == 12
    assert gevonden["oude_verplichting"].bedrag == 300
    assert "oud contract" in gevonden["oude_verplichting"].tekst
    assert gevonden["minder_inkomsten"].bedrag == 500
    assert gevonden["handgeld"].bedrag == Decimal("10.50")
    assert "5 maanden" not in gevonden["maand"].tekst
    assert "4 maanden" in gevonden["maand"].tekst
    eigen = {w.soort for w in waarschuwingen(JAAR, PER, {w.top.pk})}
    assert eigen == {"boven_begroting", "zonder_begroting", "handgeld"}
    client = als(Rol.PENNINGMEESTER)
    inhoud = tekst(client.get(adres("stand_let_op")))
    for waarschuwing in waarschuwingen(JAAR, timezone.localdate()):
        assert client.get(waarschuwing.adres).status_code == 200, waarschuwing
        assert waarschuwing.adres in inhoud
    assert "oud contract" not in tekst(als(Rol.COORDINATOR, w.top).get(adres("stand_let_op")))


def test_een_begroting_die_niet_vastgesteld_is_vraagt_aandacht(db):
    maak_jaar(vast=False)
    assert "begroting" in soorten(None)


def test_een_wijziging_in_de_maak_is_geen_waarschuwing(w):
    maak_wijziging(JAAR, reden="anders", door=w.door)
    assert Begroting.objects.count() == 2
    assert "begroting" not in soorten(w)


def test_een_afgewezen_bijdrage_is_niet_in_behandeling(w):
    leg_stap_vast(w.posten["fonds"], stand=Bijdragestap.Stand.AFGEWEZEN, datum=date(JAAR, 2, 1), door=w.door)
    fonds = next(p for p in levend(boekstand(JAAR, PER)).posten if p.naam == "Fonds Groot")
    assert (fonds.onbeslist, fonds.bedragen.prognose) == (False, 0)
