"""Closing a month: what is kept is what was believed, in order, and nothing changes it afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as instellen
from hypothesis import strategies as st
from levendjaar import JAAR, maak_jaar

from buurtwerkkamers.models import Bevoegdheid
from buurtwerkkamers.schrijven import Geweigerd
from financien.afsluiten import sluit_maand
from financien.begroten import Bedragcel, maak_begroting, maak_post, maak_wijziging, stel_begroting_vast, zet_bedragen
from financien.bijdragen import leg_stap_vast
from financien.boeken import herstel
from financien.boekhouding import NieuweRegel, leg_regels_vast, verwijder_regel, voeg_regel_toe, wijzig_regel
from financien.boekstand import als_overzicht, boekstand
from financien.maanden import laatste_archief, maandrijen, nog_open, volgende_maand
from financien.models import (
    Banktransactie,
    Bijdragestap,
    Bron,
    Handgeldmaand,
    Maandafsluiting,
    Regel,
)
from financien.overzicht import als_gegevens, overzicht
from financien.prognoses import (
    NieuwePrognose,
    laat_vervallen,
    maak_verplichting,
    stel_prognoses_vast,
    wijzig_verplichting,
)
from financien.stand import stand_van, uit_archief, uitkomsten
from financien.standtabellen import tabellen_van, vergelijking
from tests.fabrieken import maak_gebruiker

Rol = Bevoegdheid.Rol
JAN, FEB, MRT = (date(JAAR, maand, 1) for maand in (1, 2, 3))


@pytest.fixture
def w(db):
    return maak_jaar()


def als(rol, kamer=None):
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


def bedragen(overzicht):
    """Every amount of an overview by its place: rows, subtotals, totals and what is short."""
    cellen = {}
    for soort in overzicht.soorten:
        rijen = [rij for groep in soort.groepen for rij in (*groep.rijen, groep.subtotaal) if rij] + [soort.totaal]
        for rij in rijen:
            for cel in (*rij.cellen, rij.totaal):
                cellen[soort.soort, rij.groep, rij.naam, rij.financier, rij.regelsoort, cel.kamer] = cel.bedragen
    return cellen, overzicht.tekorten, overzicht.niet_verdeeld


def gevuld(w):
    w.boek("huur top", date(JAAR, 1, 20), "3000.33")
    w.boek("bijdrage top", date(JAAR, 1, 21), "14000")
    w.boek("eten", date(JAAR, 2, 1), "99")
    leg_stap_vast(w.posten["bijdrage top"], stand="ontvangen", datum=date(JAAR, 1, 21), door=w.door)
    maak_verplichting(
        post=w.posten["eten"], omschrijving="x", bedrag=Decimal(700), aangegaan_op=date(JAAR, 1, 5), door=w.door
    )
    rij = NieuwePrognose(w.posten["huur hart"], Decimal("9500.50"), "de huur gaat omhoog")
    stel_prognoses_vast([rij], datum=date(JAAR, 1, 15), door=w.door)


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_het_archief_is_de_stand_op_de_laatste_dag(w):
    gevuld(w)
    toen = als_overzicht(boekstand(JAAR, date(JAAR, 1, 31)))
    dicht = sluit_maand(JAN, door=w.door)
    assert (dicht.maand, dicht.begroting, dicht.bron.naam) == (JAN, w.begroting, "Stand t/m januari 2020")
    assert bedragen(overzicht(dicht.bron, JAAR)) == bedragen(toen)
    noten = {regel.post: regel.voetnoot for regel in dicht.bron.regels.order_by("-kamer")}
    assert noten["Fonds Groot"] == "Nog niet besloten (nog niet gevraagd)."
    assert noten["Eten en drinken"] == "Beloofd en nog niet geboekt: € 700,00."
    huur = Regel.objects.get(bron=dicht.bron, post="Huur", kamer=w.hart)
    assert huur.voetnoot == "Nog verwacht: € 9.500,50. Reden: de huur gaat omhoog."
    gezien = stand_van(JAAR, date(JAAR, 1, 31))
    assert gezien.afsluiting == dicht
    assert stand_van(JAAR, date(JAAR, 1, 30)).afsluiting is None
    levend = uitkomsten(stand_van(JAAR, date(JAAR, 1, 30)))
    assert [(u.saldo, u.onbeslist) for u in uitkomsten(gezien)] == [(u.saldo, u.onbeslist) for u in levend]


def test_of_een_bijdrage_is_besloten_hangt_niet_van_een_noot_af(w):
    wijziging = maak_wijziging(JAAR, reden="noten", door=w.door)
    noot = "Nog niet besloten wie het doet."
    zet_bedragen(
        wijziging,
        [Bedragcel(w.posten["eten"], Decimal(2400), noot), Bedragcel(w.posten["bijdrage top"], Decimal(14000), noot)],
        door=w.door,
    )
    stel_begroting_vast(wijziging, op=date(JAAR, 1, 12), door=w.door)
    leg_stap_vast(w.posten["bijdrage top"], stand="besloten", datum=date(JAAR, 1, 21), door=w.door)
    sluit_maand(JAN, door=w.door)
    gezien = stand_van(JAAR, date(JAAR, 1, 31))
    assert gezien.afsluiting
    onbeslist = {(post.naam, post.kamer) for post in gezien.posten if post.onbeslist}
    assert onbeslist == {("Bijdrage", w.hart.naam), ("Fonds Groot", None)}


def test_wat_na_het_jaar_is_geboekt_staat_ook_in_een_archief_van_dat_jaar(w):
    for maand in range(1, 13):
        dicht = sluit_maand(date(JAAR, maand, 1), door=w.door)
    assert laatste_archief(JAAR) == dicht.bron
    volgend = maak_begroting(JAAR + 1, door=w.door)
    post = maak_post(jaar=JAAR + 1, soort="kosten", naam="Huur", kamer=w.top, door=w.door)
    zet_bedragen(volgend, [Bedragcel(post, Decimal(10))], door=w.door)
    stel_begroting_vast(volgend, op=date(JAAR + 1, 1, 2), door=w.door)
    w.boek("huur top", date(JAAR + 1, 1, 20), "812.50")
    pagina = als(Rol.PENNINGMEESTER).get(reverse("financien:maand_sluiten")).content.decode()
    assert f"Daarom wordt de stand van {JAAR} opnieuw bewaard." in pagina
    januari = sluit_maand(date(JAAR + 1, 1, 1), door=w.door)
    februari = sluit_maand(date(JAAR + 1, 2, 1), door=w.door)
    assert laatste_archief(JAAR) == januari.bron
    assert laatste_archief(JAAR + 1) == februari.bron
    assert overzicht(januari.bron, JAAR).totaal("kosten", "realisatie") == Decimal("812.50")
    assert overzicht(januari.bron, JAAR + 1).totaal("kosten", "realisatie") == 0
    gezien = stand_van(JAAR, date(JAAR + 1, 1, 31))
    assert (gezien.jaar, gezien.afsluiting, gezien.vastgesteld_op) == (JAAR, januari, w.begroting.vastgesteld_op)
    assert sum(post.bedragen.geboekt for post in gezien.posten) == Decimal("812.50")
    assert stand_van(JAAR, date(JAAR + 1, 2, 28)).afsluiting is None


daden = st.lists(
    st.tuples(
        st.sampled_from(
            ["boek", "herstel", "beloof", "wijzig", "verval", "verwacht", "stap", "begroting", "post", "sluit"]
        ),
        st.sampled_from(["huur top", "huur hart", "eten", "samen", "fonds", "bijdrage top"]),
        st.decimals(Decimal("0.01"), Decimal("9999"), places=2),
        st.dates(date(JAAR, 1, 1), date(JAAR, 12, 31)),
    ),
    max_size=12,
)


def doe(w, daad, naam, bedrag, dag):
    """One deed of the treasurer; what is refused is refused."""
    post = w.posten[naam]
    if daad == "boek":
        w.boek(naam, dag, bedrag)
    elif daad == "herstel":
        boeking = post.boekingen.filter(herstelt=None, hersteld_door=None).first()
        if boeking:
            herstel(boeking, omschrijving="fout", datum=dag, door=w.door)
    elif daad == "beloof":
        maak_verplichting(post=post, omschrijving="x", bedrag=bedrag, aangegaan_op=dag, door=w.door)
    elif daad in ("wijzig", "verval"):
        belofte = post.verplichtingen.first()
        if belofte and daad == "wijzig":
            wijzig_verplichting(belofte, post=post, omschrijving="y", bedrag=bedrag, aangegaan_op=dag, door=w.door)
        elif belofte:
            laat_vervallen(belofte, op=dag, door=w.door)
    elif daad == "verwacht":
        stel_prognoses_vast([NieuwePrognose(post, bedrag, "anders")], datum=dag, door=w.door)
    elif daad == "stap":
        leg_stap_vast(post, stand=Bijdragestap.Stand.BESLOTEN, datum=dag, bedrag=bedrag, door=w.door)
    elif daad == "begroting":
        wijziging = maak_wijziging(JAAR, reden="anders", door=w.door)
        zet_bedragen(wijziging, [Bedragcel(post, bedrag)], door=w.door)
        stel_begroting_vast(wijziging, op=max(dag, date(JAAR, 1, 10)), door=w.door)
    elif daad == "post":
        maak_post(jaar=JAAR, soort="kosten", naam=f"Post {bedrag}", door=w.door)
    elif daad == "sluit":
        sluit_maand(volgende_maand(), door=w.door)


@instellen(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(daden)
def test_wat_er_later_ook_gebeurt_het_archief_blijft_zoals_het_is(django_db_blocker, db, later):
    with transaction.atomic():
        w = maak_jaar()
        gevuld(w)
        dicht = sluit_maand(JAN, door=w.door)
        voor = list(Regel.objects.filter(bron=dicht.bron).values().order_by("pk"))
        gezien, som = bedragen(overzicht(dicht.bron, JAAR)), als_gegevens(bron_naam=dicht.bron.naam)
        stand = tabellen_van(uit_archief(dicht))
        for daad in later:
            try:
                with transaction.atomic():
                    doe(w, *daad)
            except Geweigerd:
                continue
        assert list(Regel.objects.filter(bron=dicht.bron).values().order_by("pk")) == voor
        assert bedragen(overzicht(dicht.bron, JAAR)) == gezien
        assert als_gegevens(bron_naam=dicht.bron.naam) == som
        assert tabellen_van(stand_van(JAAR, date(JAAR, 1, 31))) == stand
        transaction.set_rollback(True)


def test_het_archief_wijst_elke_wijziging_af_met_een_duidelijke_melding(w):
    bron = sluit_maand(JAN, door=w.door).bron
    regel = bron.regels.first()
    rij = NieuweRegel(bron=bron.naam, jaar=JAAR, soort="kosten", post="Erbij", begroot=Decimal(5))
    procent = NieuweRegel(
        bron=f" {bron.naam} ",
        jaar=JAAR,
        soort="financiering",
        post="Aandeel (%)",
        regelsoort="totaal",
        begroot=Decimal(5),
    )
    for daad in (
        lambda: leg_regels_vast([rij], door=w.door),
        lambda: leg_regels_vast([procent], door=w.door),
        lambda: voeg_regel_toe(bron=bron, jaar=JAAR, soort="kosten", post="Erbij", begroot=Decimal(5), door=w.door),
        lambda: wijzig_regel(regel, begroot=Decimal(1), door=w.door),
        lambda: verwijder_regel(regel, door=w.door),
    ):
        with pytest.raises(Geweigerd, match="archief"), transaction.atomic():
            daad()
    assert bron.aandelen.count() == 0


def test_paginas_van_een_archief_bieden_geen_wijziging_aan(w):
    dicht = sluit_maand(JAN, door=w.door)
    client, bron, regel = als(Rol.PENNINGMEESTER), dicht.bron, dicht.bron.regels.first()
    pagina = client.get(reverse("financien:bron", args=[bron.pk])).content.decode()
    assert "Regel toevoegen" not in pagina
    assert "wijzig Huur" not in pagina
    assert "Huur" in pagina
    for naam, pk in (("regel_nieuw", bron.pk), ("regel", regel.pk), ("regel_weg", regel.pk)):
        for methode in (client.get, client.post):
            antwoord = methode(reverse(f"financien:{naam}", args=[pk]), follow=True)
            assert antwoord.status_code == 200
            assert "archief" in antwoord.content.decode()
    assert bron.regels.count() == Regel.objects.filter(bron=bron).count() > 0


def test_een_ander_document_met_die_naam_houdt_zijn_naam(w):
    Bron.objects.create(naam="Stand t/m januari 2020")
    assert sluit_maand(JAN, door=w.door).bron.naam == "Stand t/m januari 2020 (2)"


# --- in order -------------------------------------------------------------------------------------------------------


def test_maanden_gaan_op_volgorde_dicht_en_alleen_als_ze_voorbij_zijn(w):
    with pytest.raises(Geweigerd, match="Sluit eerst januari 2020"):
        sluit_maand(FEB, door=w.door)
    with pytest.raises(Geweigerd, match="Januari 2020 is nog niet voorbij"):
        sluit_maand(JAN, door=w.door, op=date(JAAR, 1, 31))
    sluit_maand(date(JAAR, 1, 17), door=w.door, op=date(JAAR, 2, 1))
    assert volgende_maand() == FEB
    with pytest.raises(Geweigerd, match="al gesloten"):
        sluit_maand(JAN, door=w.door)
    with pytest.raises(Geweigerd, match="gesloten"):
        w.boek("eten", date(JAAR, 1, 31), "5")
    w.boek("eten", FEB, "5")


def test_zonder_vastgestelde_begroting_gaat_een_maand_niet_dicht(db):
    w = maak_jaar(vast=False)
    with pytest.raises(Geweigerd, match="De begroting van 2020 is nog niet vastgesteld"):
        sluit_maand(JAN, door=w.door)
    client = als(Rol.PENNINGMEESTER)
    adres = reverse("financien:maand_sluiten")
    assert "nog niet vastgesteld" in client.get(adres).content.decode()
    assert client.post(adres, {"maand": JAN.isoformat()}).status_code == 422
    # adopted late: the months before it count with the first version, not with a change that is worked on
    stel_begroting_vast(w.begroting, op=date(JAAR, 3, 15), door=w.door)
    wijziging = maak_wijziging(JAAR, reden="anders", door=w.door)
    zet_bedragen(wijziging, [Bedragcel(w.posten["eten"], Decimal(1))], door=w.door)
    dicht = sluit_maand(JAN, door=w.door)
    assert dicht.begroting == w.begroting
    assert dicht.bron.regels.get(post="Eten en drinken").begroot == 2400


def test_een_jaar_zonder_begroting_wordt_overgeslagen(w):
    for maand in range(1, 13):
        sluit_maand(date(JAAR, maand, 1), door=w.door)
    assert volgende_maand() is None
    with pytest.raises(Geweigerd, match="geen begroting"):
        sluit_maand(date(JAAR + 1, 1, 1), door=w.door)
    maak_post(jaar=JAAR + 2, soort="kosten", naam="x", door=w.door)
    assert volgende_maand() == date(JAAR + 2, 1, 1)


# --- the pages ------------------------------------------------------------------------------------------------------


def test_wat_nog_open_is_wordt_gezegd_en_houdt_niets_tegen(w):
    bank = {"rekening": "NL00TEST", "datum": date(JAAR, 1, 9), "bedrag": Decimal(-5)}
    open_regel = Banktransactie.objects.create(**bank, kenmerk="1")
    Banktransactie.objects.create(**bank, kenmerk="2", overgeslagen="naar de spaarrekening")
    Banktransactie.objects.create(**bank | {"datum": FEB}, kenmerk="3")
    Handgeldmaand.objects.create(kamer=w.top, maand=JAN)
    client = als(Rol.PENNINGMEESTER)
    pagina = client.get(reverse("financien:maand_sluiten")).content.decode()
    assert "1 regel van de bank is nog niet geboekt" in pagina
    assert "1 keer handgeld is nog niet ingediend" in pagina
    assert "€ 21.000,00" in pagina
    w.boek("eten", date(JAAR, 1, 9), "5", herkomst="bank", transactie=open_regel)
    assert [o.tekst for o in nog_open(date(JAAR, 1, 31))] == ["1 keer handgeld is nog niet ingediend."]
    antwoord = client.post(reverse("financien:maand_sluiten"), {"maand": JAN.isoformat()}, follow=True)
    assert "Januari 2020 is gesloten" in antwoord.content.decode()
    # the button pressed twice: the next month is not closed unseen
    client.post(reverse("financien:maand_sluiten"), {"maand": JAN.isoformat()})
    assert Maandafsluiting.objects.count() == 1


@pytest.mark.parametrize("rol", [Rol.COORDINATOR, Rol.BUREAU, Rol.PENNINGMEESTER])
def test_de_lijst_van_maanden(w, rol):
    sluit_maand(JAN, door=w.door)
    client = als(rol, w.top if rol == Rol.COORDINATOR else None)
    with CaptureQueriesContext(connection) as eerst:
        pagina = client.get(reverse("financien:maanden")).content.decode()
    assert "gesloten" in pagina
    assert ("Februari 2020 sluiten" in pagina) == (rol == Rol.PENNINGMEESTER)
    assert ("Als bron" in pagina) == (rol != Rol.COORDINATOR)
    sluit_maand(FEB, door=w.door)
    with CaptureQueriesContext(connection) as daarna:
        client.get(reverse("financien:maanden"))
    assert len(daarna) == len(eerst)
    assert client.post(reverse("financien:maand_sluiten"), {"maand": MRT.isoformat()}).status_code == (
        302 if rol == Rol.PENNINGMEESTER else 403
    )
    assert len(maandrijen(date(JAAR, 6, 1))[0][1]) == 12


def test_wat_dachten_we_toen(w):
    gevuld(w)
    sluit_maand(JAN, door=w.door)
    w.boek("huur top", date(JAAR, 2, 5), "10000")
    rij = NieuwePrognose(w.posten["huur top"], Decimal("0"), "klaar")
    stel_prognoses_vast([rij], datum=date(JAAR, 2, 6), door=w.door)
    sluit_maand(FEB, door=w.door)
    kosten = vergelijking(stand_van(JAAR, date(JAAR, 1, 31)), stand_van(JAAR, date(JAAR, 2, 29)))[0]
    huur = next(rij for rij in kosten.rijen if rij.naam == "Huur (Top)")
    assert [cel.waarde for cel in huur.cellen] == [12000, 12000, 12000, Decimal("13000.33"), Decimal("1000.33"), 8]
    assert huur.noten == ("februari 2020: Nog verwacht: € 0,00. Reden: klaar.",)
    totaal = kosten.rijen[-1].cellen
    for kolom in range(5):
        assert totaal[kolom].waarde == sum(rij.cellen[kolom].waarde for rij in kosten.rijen[:-1])
    client = als(Rol.BUREAU)
    adres = reverse("financien:stand_vergelijken", args=[JAAR])
    pagina = client.get(f"{adres}?eerst=2020-02-29&later=2020-01-31").content.decode()
    assert "Begroot, januari 2020" in pagina
    assert "€ 1.000,33" in pagina
    assert "klaar" in pagina
    assert client.get(f"{adres}?eerst=onzin&later=%00").status_code == 200
