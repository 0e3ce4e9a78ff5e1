"""Contributions: the steps, what is certain, money that is for one thing, and what is said when it goes elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from bijdragewereld import JAAR, PER, Geldjaar, maak_geldjaar, maak_vol_jaar
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as instellen
from hypothesis import strategies as st

from buurtwerkkamers.models import Organisatie
from buurtwerkkamers.schrijven import Geweigerd
from financien import bijdragen
from financien.afsluiten import sluit_maand
from financien.bijdragestand import Bijdrage, bijdragestand, tel_op, waarschuwingen
from financien.boeken import herstel
from financien.boekstand import NIETS
from financien.models import Bestemming, Bijdragestap, Boeking, Post
from financien.verantwoording import regels_voor, verantwoording_voor
from financien.verantwoordingstaten import staten
from tests.fabrieken import Rol, maak_gebruiker, maak_kamer, maak_organisatie, systeem

pytestmark = pytest.mark.django_db
EURO = Decimal


@pytest.fixture(autouse=True)
def vandaag() -> Any:
    with time_machine.travel("2023-09-01 11:00:00+02:00", tick=False):
        yield


def stand_van(w: Geldjaar, naam: str, per: date = PER) -> Bijdrage:
    gevonden = bijdragestand(JAAR, per).bijdrage(w.posten[naam].pk)
    assert gevonden is not None
    return gevonden


def client(rol: str, **velden: Any) -> Client:
    ingelogd = Client()
    ingelogd.force_login(maak_gebruiker(rol, **velden))
    return ingelogd


# --- where it stands, and what of it is certain -------------------------------------------------------------------


def test_de_laatste_stap_zegt_waar_een_bijdrage_staat_en_wat_er_zeker_van_is():
    w = maak_geldjaar()
    verloop = (
        ("", "", "0", "12000"),
        ("gevraagd", "14000", "0", "14000"),
        ("toegezegd", "", "0", "14000"),
        ("besloten", "11500", "11500", "0"),
        ("gefactureerd", "5000", "11500", "0"),
        ("ontvangen", "5000", "11500", "0"),
        ("afgewezen", "", "0", "0"),
        ("gevraagd", "", "0", "12000"),
        ("besloten", "", "12000", "0"),
    )
    for dag, (stap, bedrag, zeker, in_behandeling) in enumerate(verloop):
        if stap:
            w.stap("stad", stap, date(2023, 1, 1) + timedelta(days=dag), bedrag)
        b = stand_van(w, "stad")
        assert (b.stand, b.zeker, b.in_behandeling) == (stap, EURO(zeker), EURO(in_behandeling)), stap
    assert stand_van(w, "stad", date(2023, 1, 4)).stand == "besloten", "op een eerdere dag stond hij daar"


def test_zonder_begroting_en_zonder_bedrag_in_het_besluit_is_zeker_wat_is_gefactureerd():
    w = maak_geldjaar()
    w.posten["nieuw"] = Post.objects.create(jaar=JAAR, soort="financiering", naam="Nieuw")
    w.stap("nieuw", "besloten")
    assert stand_van(w, "nieuw").zeker == 0
    w.stap("nieuw", "gefactureerd", bedrag="100.10")
    w.stap("nieuw", "gefactureerd", bedrag="200")
    assert stand_van(w, "nieuw").zeker == EURO("300.10")


def test_twee_keer_dezelfde_stap_is_een_stap_en_een_fout_is_te_herstellen():
    w = maak_geldjaar()
    stappen = [w.stap("stad", "besloten", bedrag="12000", kenmerk=" 26-1 ") for _ in range(2)]
    assert stappen[0] == stappen[1]
    stap = bijdragen.wijzig_stap(stappen[0], kenmerk="26-2", bedrag=EURO("11000.005"), door=systeem())
    assert (stap.kenmerk, stap.bedrag) == ("26-2", EURO("11000.01"))
    bijdragen.verwijder_stap(stap, door=systeem())
    assert stand_van(w, "stad").stand == ""
    soorten = list(Bijdragestap.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True))
    assert soorten == ["insert", "update", "delete"], "wat er stond blijft in de geschiedenis"


def test_een_stap_die_intussen_weg_is_wordt_niet_gewijzigd():
    w = maak_geldjaar()
    stap = w.stap("stad", "besloten", bedrag="12000")
    Bijdragestap.objects.all().delete()
    with pytest.raises(Geweigerd, match="er niet meer"):
        bijdragen.wijzig_stap(stap, kenmerk="26-2", door=systeem())


def test_kosten_hebben_geen_stappen_en_een_bedrag_is_meer_dan_nul():
    w = maak_geldjaar()
    with pytest.raises(Geweigerd, match="Alleen een bijdrage heeft stappen"):
        w.stap("huur", "besloten")
    with pytest.raises(Geweigerd, match="meer dan 0 euro"):
        w.stap("stad", "besloten", bedrag="-5")
    with pytest.raises(Geweigerd, match="klopt niet"):
        w.stap("stad", "verzonnen")
    with pytest.raises(Geweigerd, match="klopt niet"):
        w.stap("stad", "besloten", kenmerk="x" * 81)


# --- money that is for one thing ----------------------------------------------------------------------------------


def test_het_doel_van_een_kamer_is_alleen_die_kamer():
    w = maak_geldjaar()
    with pytest.raises(Geweigerd, match="Dit geld is voor TOP"):
        bijdragen.kies_bestemming(w.posten["portaal"], kostenposten=[w.posten["huur hart"]], door=systeem())
    with pytest.raises(Geweigerd, match="geen kostenpost"):
        bijdragen.kies_bestemming(w.posten["fonds"], kostenposten=[w.posten["stad"]], door=systeem())
    bijdragen.kies_bestemming(w.posten["fonds"], kostenposten=[w.posten["huur"]], door=systeem())
    assert [d.kostenpost for d in Bestemming.objects.all()] == [w.posten["huur"]]
    bijdragen.kies_bestemming(w.posten["fonds"], kostenposten=[], door=systeem())
    assert not Bestemming.objects.exists()


def test_wat_ergens_anders_heen_ging_valt_op_met_aantal_en_euros():
    w = maak_vol_jaar()
    fonds = stand_van(w, "fonds")
    assert [(d.post, d.bedrag, d.elders, d.redenen) for d in fonds.bestedingen] == [
        ("Huur", EURO(150), True, ("Het fonds vond het goed",)),
        ("Eten", EURO(600), False, ()),
    ]
    [over] = [x for x in waarschuwingen(JAAR, PER) if x.soort == "elders"]
    assert (over.aantal, over.bedrag) == (1, EURO(150))
    assert "1 boeking is uit dit geld betaald, samen € 150,00" in over.tekst
    herstel(Boeking.objects.get(bedrag=150), omschrijving="fout", datum=date(2023, 8, 1), door=systeem())
    assert not [x for x in waarschuwingen(JAAR, PER) if x.soort == "elders"]
    assert [x for x in waarschuwingen(JAAR, date(2023, 7, 31)) if x.soort == "elders"], "op die dag stond het er nog"


def test_een_doel_dat_later_komt_laat_zien_wat_er_nu_buiten_valt():
    w = maak_vol_jaar()
    pagina = client("penningmeester").post(
        reverse("financien:bestemming", args=[JAAR, w.posten["stad"].pk]),
        {"kostenposten": [w.posten["kantoor"].pk]},
        follow=True,
    )
    tekst = pagina.content.decode()
    assert "1 boeking is uit dit geld betaald, samen € 1.000,00, terwijl het ergens anders voor is bedoeld" in tekst
    assert "zonder reden" in tekst


@pytest.mark.parametrize(
    ("doe", "soort", "bedrag"),
    [
        (lambda w: w.stap("stad", "besloten", date(2023, 6, 1), "12000"), "niet_gefactureerd", "12000"),
        (lambda w: w.stap("stad", "gefactureerd", date(2023, 7, 1), "12000"), "niet_ontvangen", "12000"),
        (lambda w: w.stap("stad", "ontvangen", date(2023, 8, 31)), "minder_geboekt", "12000"),
        (lambda w: w.stap("stad", "afgewezen", date(2023, 8, 31)), "afgewezen", "12000"),
        (lambda w: w.boek("stad", "10"), "zonder_besluit", "10"),
        (lambda w: w.boek("huur", "40", dekking="portaal"), "te_veel_besteed", "40"),
        (
            lambda w: [w.stap("portaal", "besloten", date(2023, 8, 1)), w.boek("huur", "40", dekking="portaal")],
            "voorgeschoten",
            "40",
        ),
    ],
)
def test_waar_iemand_naar_moet_kijken(doe, soort, bedrag):
    w = maak_geldjaar()
    assert waarschuwingen(JAAR, PER) == ()
    doe(w)
    [over] = waarschuwingen(JAAR, PER)
    assert (over.soort, over.bedrag) == (soort, EURO(bedrag))


def test_wat_net_besloten_is_hoeft_nog_geen_factuur_te_hebben():
    w = maak_geldjaar()
    w.stap("stad", "besloten", PER - timedelta(days=60), "12000")
    assert waarschuwingen(JAAR, PER) == ()
    assert [x.soort for x in waarschuwingen(JAAR, PER + timedelta(days=1))] == ["niet_gefactureerd"]


# --- pages --------------------------------------------------------------------------------------------------------


def test_de_lijst_heeft_subtotalen_per_groep_en_zet_apart_wat_niet_besloten_is():
    w = maak_vol_jaar()
    w.posten["ymere"] = Post.objects.create(
        jaar=JAAR, soort="financiering", naam="Ymere", groep="Woningcorporaties", financier=w.corporatie, volgorde=99
    )
    antwoord = client("bureau").get(reverse("financien:bijdragen", args=[JAAR]))
    som = antwoord.context["som"]
    assert (som.zeker, som.ontvangen) == (EURO(20000), EURO("13000.50"))
    assert (som.in_behandeling, som.nog_te_komen) == (EURO(2800), EURO("6999.50"))
    groepen = {groep.naam: groep.som.aantal for groep, _ in antwoord.context["groepen"]}
    assert groepen == {"": 2, "woningcorporaties": 2, "particuliere fondsen": 1}, "hoofdletters maken geen groep"
    assert [naam for naam, _ in antwoord.context["per_stand"]] == [
        "nog niet gevraagd", "toegezegd", "besloten", "gefactureerd",
    ]  # fmt: skip
    tekst = antwoord.content.decode()
    assert "Subtotaal woningcorporaties" in tekst
    assert "als huurkorting" in tekst
    assert "26-0114" in tekst
    assert "Stap toevoegen" not in tekst


def test_een_stap_toevoegen_wijzigen_en_verwijderen_op_de_pagina():
    w = maak_geldjaar()
    penningmeester, pk = client("penningmeester"), w.posten["stad"].pk
    nieuw = reverse("financien:stap_nieuw", args=[JAAR, pk])
    assert penningmeester.get(nieuw).context["form"].initial["stand"] == "gevraagd"
    goed = {"stand": "besloten", "datum": "2023-02-03", "bedrag": "12.000,50", "kenmerk": "26-1", "toelichting": ""}
    assert penningmeester.post(nieuw, goed).status_code == 302
    stap = Bijdragestap.objects.get()
    assert (stap.bedrag, stap.stand) == (EURO("12000.50"), "besloten")
    wijzig = reverse("financien:stap", args=[JAAR, pk, stap.pk])
    penningmeester.post(wijzig, {**goed, "bedrag": ""})
    stap.refresh_from_db()
    assert stap.bedrag is None
    penningmeester.post(reverse("financien:stap_weg", args=[JAAR, pk, stap.pk]))
    assert not Bijdragestap.objects.exists()
    assert "Er is nog geen stap" in penningmeester.get(reverse("financien:bijdrage", args=[JAAR, pk])).content.decode()


def test_een_stap_in_een_gesloten_maand_zegt_dat_wat_bewaard_is_zo_blijft():
    w = maak_geldjaar()
    penningmeester, pk = client("penningmeester"), w.posten["stad"].pk
    bron = sluit_maand(date(JAAR, 1, 1), door=systeem()).bron
    nieuw, let_op = reverse("financien:stap_nieuw", args=[JAAR, pk]), "is al gesloten. Wat toen is bewaard"
    later = {"stand": "gevraagd", "datum": f"{JAAR}-02-01", "bedrag": "", "kenmerk": "", "toelichting": ""}
    assert let_op not in penningmeester.post(nieuw, later, follow=True).content.decode()
    toen = later | {"stand": "besloten", "datum": f"{JAAR}-01-31"}
    assert let_op in penningmeester.post(nieuw, toen, follow=True).content.decode()
    assert bron.regels.get(post="Subsidie", kamer=None).zeker == 0
    stap = Bijdragestap.objects.get(stand="gevraagd")
    adres = reverse("financien:stap", args=[JAAR, pk, stap.pk])
    assert let_op in penningmeester.post(adres, later | {"datum": f"{JAAR}-01-05"}, follow=True).content.decode()
    weg = reverse("financien:stap_weg", args=[JAAR, pk, stap.pk])
    assert let_op in penningmeester.post(weg, follow=True).content.decode()


@pytest.mark.parametrize(
    ("invoer", "tekst"),
    [
        ({"bedrag": "veel"}, "Schrijf een bedrag, bijvoorbeeld"),
        ({"bedrag": "0"}, "meer dan 0 euro"),
        ({"stand": ""}, "Kies wat er gebeurde."),
        ({"datum": ""}, "Vul in op welke dag dit gebeurde."),
        ({"datum": "2023-09-02"}, "Deze dag moet nog komen."),
        ({"datum": "31-02-2023"}, "datum"),
        ({"toelichting": "van 111222333"}, "burgerservicenummer"),
        ({"kenmerk": "x" * 81}, "80"),
        ({"stand": "\x00"}, "Kies"),
        ({"bedrag": "9" * 30}, "te groot"),
    ],
)
def test_wat_niet_kan_staat_bij_het_veld(invoer, tekst):
    w = maak_geldjaar()
    gegevens = {"stand": "besloten", "datum": "2023-02-03", "bedrag": "12"} | invoer
    pagina = client("penningmeester").post(reverse("financien:stap_nieuw", args=[JAAR, w.posten["stad"].pk]), gegevens)
    assert pagina.status_code == 200
    assert tekst.lower() in pagina.content.decode().lower()
    assert not Bijdragestap.objects.exists()


def test_een_coordinator_ziet_de_bijdragen_van_de_eigen_kamer_en_niets_van_een_andere():
    w = maak_vol_jaar()
    w.boek("huur hart", "70", dekking="portaal", reden_elders="Zeldzame reden", omschrijving="Zeldzame boeking")
    coordinator = client(Rol.COORDINATOR, kamer=w.top)
    lijst = coordinator.get(reverse("financien:bijdragen", args=[JAAR]))
    assert [b.post.naam for b in lijst.context["stand"].bijdragen] == ["Portaal"]
    assert lijst.context["som"].zeker == EURO(6000)
    een = coordinator.get(reverse("financien:bijdrage", args=[JAAR, w.posten["portaal"].pk])).content.decode()
    assert "Kosten buiten uw kamer" in een, "het geld van de eigen kamer ging erheen: dat telt mee"
    assert "€ 70,00" in een
    assert "Verhuurder De Vries" in een
    for niet in ("Zeldzame", "Stap toevoegen", "Doel kiezen"):
        assert niet not in een
    for naam in ("stad", "stad hart", "fonds"):
        assert coordinator.get(reverse("financien:bijdrage", args=[JAAR, w.posten[naam].pk])).status_code == 404
    assert coordinator.get(reverse("financien:stap_nieuw", args=[JAAR, w.posten["portaal"].pk])).status_code == 403


@pytest.mark.parametrize("jaar", [1999, 2101, 99999999999999999999])
def test_een_jaar_dat_niet_kan_is_er_niet(jaar):
    bureau = client("bureau")
    for adres in (
        f"/financien/bijdragen/{jaar}/",
        f"/financien/bijdragen/{jaar}/1/",
        f"/financien/verantwoording/{jaar}/",
    ):
        assert bureau.get(adres).status_code == 404


def test_een_bijdrage_hoort_bij_haar_jaar_en_haar_stappen():
    w = maak_geldjaar()
    stap = w.stap("stad", "besloten")
    p = client("penningmeester")
    assert p.get(reverse("financien:bijdrage", args=[JAAR - 1, w.posten["stad"].pk])).status_code == 404
    assert p.get(reverse("financien:bijdrage", args=[JAAR, w.posten["huur"].pk])).status_code == 404
    assert p.get(reverse("financien:stap_nieuw", args=[JAAR, w.posten["huur"].pk])).status_code == 404
    assert p.get(reverse("financien:stap", args=[JAAR, w.posten["fonds"].pk, stap.pk])).status_code == 404
    assert p.get(reverse("financien:bestemming", args=[JAAR, w.posten["huur"].pk])).status_code == 404


def test_zonder_bijdragen_zegt_de_pagina_wat_te_doen():
    assert "Zet haar in de begroting" in client("penningmeester").get("/financien/bijdragen/2030/").content.decode()
    assert "Zodra de penningmeester" in client("bureau").get("/financien/bijdragen/2030/").content.decode()
    assert "Nog geen financiers" in client("bureau").get("/financien/verantwoording/2030/").content.decode()


def _vragen(ingelogd: Client, adres: str) -> int:
    ingelogd.get(adres)  # the first time asks more: the session, the content types
    with CaptureQueriesContext(
        connection,
    ) as vragen:
        assert ingelogd.get(adres).status_code == 200
    return len(vragen)


def test_het_aantal_vragen_aan_de_database_groeit_niet_mee():
    w = maak_vol_jaar()
    bureau = client("bureau")
    adressen = (
        reverse("financien:bijdragen", args=[JAAR]),
        reverse("financien:bijdrage", args=[JAAR, w.posten["stad"].pk]),
        reverse("financien:verantwoordingen", args=[JAAR]),
        reverse("financien:verantwoording", args=[JAAR, w.gemeente.pk]),
    )
    eerst = [_vragen(bureau, adres) for adres in adressen]
    for nr in range(3):
        w.posten[f"meer {nr}"] = Post.objects.create(
            jaar=JAAR, soort="financiering", naam=f"Meer {nr}", financier=w.gemeente, groep=f"groep {nr}"
        )
        w.stap(f"meer {nr}", "besloten", bedrag="50", kenmerk=f"k{nr}")
        w.stap("stad", "gefactureerd", bedrag=f"{nr + 1}")
        w.boek(f"meer {nr}", "5")
        w.boek("kantoor", "1", dekking=f"meer {nr}")
        w.boek("huur hart", "1", dekking="stad")
        w.boek("stad", "3")
    assert [_vragen(bureau, adres) for adres in adressen] == eerst
    with CaptureQueriesContext(connection) as vragen:
        bijdragestand(JAAR, PER)
    assert len(vragen) <= 12


# --- against brute force ------------------------------------------------------------------------------------------

bedragen = st.decimals(Decimal("0.01"), Decimal("9000"), places=2)
dagen = st.integers(0, 300).map(lambda n: date(2023, 1, 1) + timedelta(days=n))
kamerkeuze = st.sampled_from([None, 0, 1])


@st.composite
def een_geldjaar(draw) -> dict:
    kosten = draw(st.lists(kamerkeuze, min_size=1, max_size=4))
    baten = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "kamer": kamerkeuze,
                    "financier": st.sampled_from([None, 0, 1]),
                    "stappen": st.lists(
                        st.tuples(dagen, st.sampled_from(Bijdragestap.Stand.values), st.one_of(st.none(), bedragen)),
                        max_size=4,
                    ),
                    "bestemming": st.sets(st.integers(0, len(kosten) - 1), max_size=2),
                }
            ),
            min_size=1,
            max_size=5,
        )
    )
    binnen = draw(st.lists(st.tuples(st.integers(0, len(baten) - 1), dagen, bedragen, st.booleans()), max_size=8))
    uit = draw(
        st.lists(
            st.tuples(
                st.integers(0, len(kosten) - 1),
                st.one_of(st.none(), st.integers(0, len(baten) - 1)),
                dagen,
                bedragen,
                st.booleans(),
            ),
            max_size=10,
        )
    )
    return {"kosten": kosten, "baten": baten, "binnen": binnen, "uit": uit, "per": draw(dagen)}


@instellen(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jaar=een_geldjaar())
def test_elk_bedrag_is_dat_van_de_losse_boekingen_en_de_delen_zijn_het_geheel(jaar, django_db_blocker):
    with transaction.atomic():
        _vergelijk(jaar)
        transaction.set_rollback(True)


def _vergelijk(jaar: dict) -> None:
    kamers = [maak_kamer(), maak_kamer()]
    financiers = [maak_organisatie(), maak_organisatie()]

    def plek(nummer: int | None, rij: list) -> Any:
        return None if nummer is None else rij[nummer]

    kosten = [
        Post.objects.create(jaar=JAAR, soort="kosten", naam=f"K{n}", kamer=plek(k, kamers))
        for n, k in enumerate(jaar["kosten"])
    ]
    baten = [
        Post.objects.create(
            jaar=JAAR, soort="financiering", naam=f"B{n}", kamer=plek(b["kamer"], kamers),
            financier=plek(b["financier"], financiers),
        )
        for n, b in enumerate(jaar["baten"])
    ]  # fmt: skip
    for post, gegeven in zip(baten, jaar["baten"], strict=True):
        for dag, stap, bedrag in gegeven["stappen"]:
            Bijdragestap.objects.create(bijdrage=post, stand=stap, datum=dag, bedrag=bedrag)
        for nummer in gegeven["bestemming"]:
            Bestemming.objects.create(bijdrage=post, kostenpost=kosten[nummer])
    boekingen = []
    for nummer, dag, bedrag, terug in jaar["binnen"]:
        boekingen += _boek(baten[nummer], dag, bedrag, terug, None)
    for nummer, uit, dag, bedrag, terug in jaar["uit"]:
        boekingen += _boek(kosten[nummer], dag, bedrag, terug, plek(uit, baten))
    per = jaar["per"]
    geteld = [b for b in boekingen if b.datum <= per]
    stand = bijdragestand(JAAR, per)
    for post, gegeven in zip(baten, jaar["baten"], strict=True):
        b = stand.bijdrage(post.pk)
        assert b is not None
        uit = [x for x in geteld if x.dekking_id == post.pk]
        assert b.ontvangen == sum((x.bedrag for x in geteld if x.post_id == post.pk), NIETS)
        assert b.besteed == sum((x.bedrag for x in uit), NIETS)
        doel = {kosten[n].pk for n in gegeven["bestemming"]}
        mis = [
            x for x in uit if (post.kamer_id and x.post.kamer_id != post.kamer_id) or (doel and x.post_id not in doel)
        ]
        assert sum((d.bedrag for d in b.elders), NIETS) == sum((x.bedrag for x in mis), NIETS)
        assert sum(d.aantal for d in b.elders) == sum(1 if x.bedrag > 0 else -1 for x in mis)
        _vergelijk_stappen(b, [s for s in gegeven["stappen"] if s[0] <= per])
    assert stand.som == tel_op(b for g in stand.groepen for b in g.bijdragen)
    assert stand.som.zeker == sum((som.zeker for _, som in stand.per_stand), NIETS)
    _vergelijk_verantwoording(financiers, per, stand)


def _boek(post: Post, dag: date, bedrag: Decimal, terug: bool, dekking: Post | None) -> list[Boeking]:
    velden = {"post": post, "dekking": dekking, "reden_elders": "mag" if dekking else "", "omschrijving": "x"}
    eerste = Boeking.objects.create(**velden, datum=dag, bedrag=bedrag)
    if not terug:
        return [eerste]
    velden |= {"datum": dag + timedelta(days=20), "bedrag": -bedrag, "herstelt": eerste}
    return [eerste, Boeking.objects.create(**velden)]


def _vergelijk_stappen(b: Bijdrage, stappen: list) -> None:
    """The rule of what is certain, written out once more in another way."""
    op_dag = sorted(enumerate(stappen), key=lambda x: (x[1][0], x[0]))
    ronde: list = []
    for _, stap in op_dag:
        ronde = [] if stap[1] == "afgewezen" else [*ronde, stap]
    laatste = op_dag[-1][1][1] if op_dag else ""
    assert b.stand == laatste
    besluiten = [s[2] for s in ronde if s[1] == "besloten"]
    facturen = sum((s[2] or NIETS for s in ronde if s[1] == "gefactureerd"), NIETS)
    zeker = NIETS
    if laatste in ("besloten", "gefactureerd", "ontvangen"):
        zeker = besluiten[-1] if besluiten and besluiten[-1] is not None else facturen
    assert b.zeker == zeker
    assert b.nog_te_komen == max(zeker - b.ontvangen, NIETS)
    if laatste in ("", "gevraagd", "toegezegd"):
        assert b.in_behandeling == ([s[2] for s in ronde if s[2] is not None] or [NIETS])[-1]
    else:
        assert b.in_behandeling == 0


def _vergelijk_verantwoording(financiers: list[Organisatie], per: date, stand: Any) -> None:
    bureau = maak_gebruiker("bureau")
    samen = {regel.organisatie_id: regel.som for regel in regels_voor(bureau, JAAR, per)}
    assert sum((som.ontvangen for som in samen.values()), NIETS) == stand.som.ontvangen
    for organisatie in financiers:
        v = verantwoording_voor(bureau, JAAR, organisatie.pk, per)
        if v is None:
            assert organisatie.pk not in samen
            continue
        assert v.som == samen[organisatie.pk]
        delen = [r.bedrag for r in v.bestedingen] + [r.bedrag for r in v.resten] + [-v.voorgeschoten]
        assert sum(delen, NIETS) == v.som.ontvangen
        for staat in staten(v):
            _telt_op(staat)


def _telt_op(staat: Any) -> None:
    """In each column of euros the rows since the last total are that total; a subtotal is one of the rows after it."""
    for nummer, (_, soort) in enumerate(staat.kolommen):
        if soort != "euro":
            continue
        lopend = NIETS
        for rij in staat.rijen:
            if rij.soort in ("subtotaal", "totaal"):
                if rij.cellen[nummer] is not None:
                    assert rij.cellen[nummer] == lopend, (staat.titel, rij)
            else:
                lopend += rij.cellen[nummer] or NIETS
