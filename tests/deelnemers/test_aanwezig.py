"""Attendance: who may fill what, one tap is one attendance, and nobody is doubled or lost."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Logregel
from deelnemers import registratie
from deelnemers.models import Activiteitdag, Deelname, Deelnemer, Inschrijving, Opening, Telling
from tests.deelnemers.wereld import dagen_terug, ingelogd, kwam, maak_wereld, schrijf_in, vandaag
from tests.fabrieken import maak_activiteit

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return maak_wereld()


def adres(activiteit, naam="activiteit"):
    return reverse(f"aanwezig:{naam}", args=[activiteit.kamer.slug, activiteit.pk])


def tekst(antwoord) -> str:
    return antwoord.content.decode()


# --- choosing ----------------------------------------------------------------------------------------------------


def test_een_kamer_gaat_meteen_door_meer_kamers_laten_kiezen(w):
    assert ingelogd(w.deur).get("/aanwezig/").url == "/aanwezig/top/"
    Bevoegdheid.objects.create(gebruiker=w.deur, rol="deur", kamer=w.elders)
    antwoord = ingelogd(Gebruiker.objects.get(pk=w.deur.pk)).get("/aanwezig/")
    assert antwoord.status_code == 200
    assert "/aanwezig/elders/" in tekst(antwoord)


@pytest.mark.parametrize("wie", ["penningmeester", "gemeente", "corporatie", "beheerder"])
def test_wie_nooit_aanwezigheid_ziet_krijgt_403(w, wie):
    client = ingelogd(getattr(w, wie))
    for pad in ("/aanwezig/", "/aanwezig/top/", adres(w.eettafel)):
        assert client.get(pad).status_code == 403
    assert client.post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk}).status_code == 403


@pytest.mark.parametrize("wie", ["deur", "coordinator"])
def test_een_andere_kamer_bestaat_niet(w, wie):
    client = ingelogd(getattr(w, wie))
    assert client.get("/aanwezig/elders/").status_code == 404
    assert client.get(adres(w.elders_eten)).status_code == 404
    for naam in ("meld", "meld_af", "tel", "nieuw"):
        gegevens = {"deelnemer": w.vreemd.pk, "gezien": "0", "doe": "meer", "voornaam": "Ali"}
        assert client.post(adres(w.elders_eten, naam), gegevens).status_code == 404
    # an activity of another room under the address of one's own
    assert client.get(f"/aanwezig/top/{w.elders_eten.pk}/").status_code == 404
    assert not Deelname.objects.exists()
    assert not Telling.objects.exists()


def test_tegels_van_vandaag_met_hun_teller(w):
    kwam(w.eettafel, w.fatima, w.riet, op=vandaag())
    gestopt = maak_activiteit(w.top, "Gestopte groep")
    registratie.wijzig_activiteit(
        gestopt,
        naam=gestopt.naam,
        categorie=gestopt.indelingen.get().categorie,
        gevoelig=False,
        gestopt_op=dagen_terug(1),
        door=w.coordinator,
    )
    antwoord = ingelogd(w.coordinator).get("/aanwezig/top/")
    tegel = next(t for t in antwoord.context["verwacht"] if t.activiteit == w.eettafel)
    assert tegel.aanwezig == 2
    assert "Gestopte groep" not in tekst(antwoord)


def test_het_weekritme_bepaalt_wat_er_vandaag_is(w):
    client = ingelogd(w.deur)
    soep, koor, taal = (maak_activiteit(w.top, naam) for naam in ("Soep", "Koor", "Taal"))
    registratie.wijzig_ritme(soep, dagen={vandaag().isoweekday(): (time(12), time(13, 30))}, door=w.coordinator)
    registratie.wijzig_ritme(koor, dagen={dagen_terug(1).isoweekday(): (time(9), None)}, door=w.coordinator)
    kwam(koor, w.riet, op=dagen_terug(7))  # a rhythm goes before what was usual
    kwam(w.eettafel, w.riet, op=dagen_terug(14))
    kwam(taal, w.riet, op=dagen_terug(6))  # another day of the week
    context = client.get("/aanwezig/top/").context
    assert [(t.activiteit.naam, t.tijd) for t in context["verwacht"]] == [("Soep", "12:00–13:30"), ("Eettafel", "")]
    assert {t.activiteit.naam for t in context["overige"]} == {"Koor", "Taal"}


def test_een_tik_zet_iets_er_vandaag_bij_en_haalt_het_weer_weg(w):
    client = ingelogd(w.deur)
    for _ in range(2):
        assert client.post(adres(w.eettafel, "vandaag_erbij")).url == adres(w.eettafel)
    assert Activiteitdag.objects.get().datum == vandaag()
    assert [t.extra for t in client.get("/aanwezig/top/").context["verwacht"]] == [True]
    kwam(w.eettafel, w.fatima, op=vandaag())  # now it really was there
    assert [t.extra for t in client.get("/aanwezig/top/").context["verwacht"]] == [False]
    client.post(adres(w.eettafel, "meld_af"), {"deelnemer": w.fatima.pk})
    client.post(adres(w.eettafel, "vandaag_erbij"), {"doe": "weg"})
    assert not Activiteitdag.objects.exists()
    assert client.post(adres(w.brieven, "vandaag_erbij")).status_code == 404
    assert client.post(adres(w.elders_eten, "vandaag_erbij")).status_code == 404
    assert ingelogd(w.bureau).post(adres(w.eettafel, "vandaag_erbij")).status_code == 403


def test_hoe_de_kamer_open_is_staat_boven_aan(w):
    client = ingelogd(w.deur)
    opening = Opening.objects.create(kamer=w.top, datum=vandaag(), stand="beperkt", hoogstens=3, toelichting="Verf")
    kwam(w.eettafel, w.fatima, w.riet, op=vandaag())
    for pad in ("/aanwezig/top/", adres(w.eettafel)):
        pagina = tekst(client.get(pad))
        assert "Hoogstens tegelijk binnen: 3. Vandaag geteld: 2." in pagina
        assert "beperkt open" in pagina
        assert "Verf" in pagina
        assert "hoogste aantal is bereikt" not in pagina
    tel(client, w, gezien="0", doe="meer")
    assert "hoogste aantal is bereikt" in tekst(client.get(adres(w.eettafel)))
    opening.stand, opening.hoogstens = "dicht", None
    opening.save()
    assert "vandaag dicht" in tekst(client.get("/aanwezig/top/"))


def test_een_kamer_die_nog_niet_open_is_zegt_dat(w):
    Kamer.objects.filter(pk=w.top.pk).update(open_vanaf=dagen_terug(-3))
    antwoord = ingelogd(w.coordinator).get("/aanwezig/top/")
    assert "niet open" in tekst(antwoord)
    ingelogd(w.coordinator).post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk})
    assert not Deelname.objects.exists()


# --- names and sensitive activities ------------------------------------------------------------------------------


def test_de_deur_ziet_voornaam_en_letter_de_coordinator_de_hele_naam(w):
    kwam(w.eettafel, w.fatima, op=vandaag())
    deur = tekst(ingelogd(w.deur).get(adres(w.eettafel)))
    assert "Fatima B." in deur
    assert "Bakkali" not in deur
    assert "Fatima el Bakkali" in tekst(ingelogd(w.coordinator).get(adres(w.eettafel)))


def test_twee_die_hetzelfde_heten_krijgen_hun_nummer_erbij(w):
    ander = schrijf_in(w.top, "Fatima", "Boutaleb")
    kwam(w.eettafel, w.fatima, ander, op=vandaag())
    deur = tekst(ingelogd(w.deur).get(adres(w.eettafel)))
    assert w.fatima.nummer in deur
    assert ander.nummer in deur


def test_gevoelig_is_er_aan_de_deur_alleen_voor_gastheren(w):
    client = ingelogd(w.deur)
    assert "Brievenhulp" not in tekst(client.get("/aanwezig/top/"))
    assert client.get(adres(w.brieven)).status_code == 404
    assert client.post(adres(w.brieven, "meld"), {"deelnemer": w.fatima.pk}).status_code == 404
    w.brieven.gastheren.add(w.deur)
    assert "Brievenhulp" in tekst(client.get("/aanwezig/top/"))
    client.post(adres(w.brieven, "meld"), {"deelnemer": w.fatima.pk})
    assert Deelname.objects.get().activiteit == w.brieven


def test_wie_bij_een_gevoelige_activiteit_kwam_staat_niet_elders_op_het_scherm(w):
    kwam(w.brieven, w.fatima, op=dagen_terug(7))
    assert "Fatima" not in tekst(ingelogd(w.deur).get(adres(w.eettafel)))


def test_bureau_ziet_gevoelig_alleen_met_een_reden_en_dat_staat_in_het_logboek(w):
    kwam(w.brieven, w.fatima, op=vandaag())
    client = ingelogd(w.bureau)
    assert "Fatima" not in tekst(client.get(adres(w.brieven)))
    leeg = client.post(adres(w.brieven, "met_reden"), {"reden": ""})
    assert leeg.status_code == 422
    assert "Fatima" not in tekst(leeg)
    assert not Logregel.objects.exists()
    antwoord = client.post(adres(w.brieven, "met_reden"), {"reden": "Klacht over de spreekuren nagaan"})
    assert "Fatima el Bakkali" in tekst(antwoord)
    regel = Logregel.objects.get()
    assert (regel.actie, regel.onderwerp_id, regel.kamer) == ("bekeken_met_reden", str(w.brieven.pk), w.top)
    assert client.post(adres(w.brieven, "meld"), {"deelnemer": w.riet.pk}).status_code == 403


def test_bureau_leest_gewone_aanwezigheid_maar_schrijft_niet(w):
    kwam(w.eettafel, w.fatima, op=vandaag())
    client = ingelogd(w.bureau)
    pagina = tekst(client.get(adres(w.eettafel)))
    assert "Fatima el Bakkali" in pagina
    assert "Toch niet" not in pagina
    assert client.post(adres(w.eettafel, "meld_af"), {"deelnemer": w.fatima.pk}).status_code == 403
    assert Deelname.objects.count() == 1


# --- one tap -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wie", ["deur", "coordinator"])
def test_een_tik_is_aanwezig_twee_tikken_ook(w, wie):
    client = ingelogd(getattr(w, wie))
    for _ in range(2):
        antwoord = client.post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk, "zoek": "fat"})
        assert antwoord.url == f"{adres(w.eettafel)}?zoek=fat#d{w.fatima.pk}"
    deelname = Deelname.objects.get()
    assert (deelname.datum, deelname.geregistreerd_door) == (vandaag(), getattr(w, wie))
    assert client.get(adres(w.eettafel)).context["aantal"] == 1
    for _ in range(2):
        client.post(adres(w.eettafel, "meld_af"), {"deelnemer": w.fatima.pk})
    assert not Deelname.objects.exists()


@pytest.mark.parametrize("wie", ["x", "", "-1", "²", "9" * 30])
def test_iemand_die_niet_bestaat_is_404(w, wie):
    assert ingelogd(w.deur).post(adres(w.eettafel, "meld"), {"deelnemer": wie}).status_code == 404


def test_iemand_van_een_andere_kamer_is_404(w):
    client = ingelogd(w.coordinator)
    for naam in ("meld", "meld_af"):
        assert client.post(adres(w.eettafel, naam), {"deelnemer": w.vreemd.pk}).status_code == 404
    assert not Inschrijving.objects.filter(kamer=w.top, deelnemer=w.vreemd).exists()


def test_zoeken_zonder_accenten_op_elk_stuk_en_alleen_in_deze_kamer(w):
    client = ingelogd(w.coordinator)
    for zoek in ("ozg", "yilm", "ılmaz", "ÖZGÜR yil"):
        namen = [t.naam for t in client.get(adres(w.eettafel), {"zoek": zoek}).context["treffers"]]
        assert namen == ["Özgür Yılmaz"]
    assert client.get(adres(w.eettafel), {"zoek": "bram"}).context["treffers"] == []


def test_wie_meestal_komt_staat_er_al(w):
    kwam(w.eettafel, w.riet, op=dagen_terug(7))
    kwam(w.eettafel, w.fatima, op=dagen_terug(300))
    assert [t.naam for t in ingelogd(w.deur).get(adres(w.eettafel)).context["meestal"]] == ["Riet J."]


def test_wie_twee_kaarten_heeft_staat_er_een_keer_en_kan_terug(w):
    dubbel = schrijf_in(w.top, "Fatma", "Bakkali")
    kwam(w.eettafel, dubbel, op=vandaag())
    kwam(w.eettafel, dubbel, w.fatima, op=dagen_terug(7))
    registratie.voeg_samen(van=dubbel, naar=w.fatima, door=w.bureau)
    client = ingelogd(w.deur)
    context = client.get(adres(w.eettafel)).context
    assert [t.deelnemer_id for t in context["hier"]] == [w.fatima.pk]
    assert context["aantal"] == 1
    assert [t.naam for t in client.get(adres(w.eettafel), {"zoek": "fatma"}).context["treffers"]] == ["Fatima B."]
    client.post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk})
    assert Deelname.objects.filter(datum=vandaag()).count() == 1
    client.post(adres(w.eettafel, "meld_af"), {"deelnemer": w.fatima.pk})
    assert not Deelname.objects.filter(datum=vandaag()).exists()
    client.post(adres(w.eettafel, "meld"), {"deelnemer": dubbel.pk})  # a page that stood open
    assert Deelname.objects.get(datum=vandaag()).deelnemer == w.fatima


def test_evenveel_vragen_bij_een_en_bij_drie_mensen(w, django_assert_num_queries, django_assert_max_num_queries):
    client = ingelogd(w.coordinator)
    kwam(w.eettafel, w.fatima, op=vandaag())
    client.get(adres(w.eettafel))
    with django_assert_max_num_queries(40) as een:
        client.get(adres(w.eettafel))
    kwam(w.eettafel, w.ozgur, w.riet, op=vandaag())
    with django_assert_num_queries(len(een)):
        assert client.get(adres(w.eettafel)).context["aantal"] == 3


# --- another day -------------------------------------------------------------------------------------------------


def test_de_deur_ziet_en_vult_alleen_vandaag(w):
    kwam(w.eettafel, w.fatima, op=dagen_terug(1))
    client = ingelogd(w.deur)
    gisteren = dagen_terug(1).isoformat()
    antwoord = client.get(adres(w.eettafel), {"datum": gisteren})
    assert "alleen vandaag" in tekst(antwoord)
    assert antwoord.context["dag"].datum == vandaag()
    for naam in ("meld", "meld_af"):
        client.post(adres(w.eettafel, naam), {"deelnemer": w.fatima.pk, "datum": gisteren})
    client.post(adres(w.eettafel, "tel"), {"gezien": "0", "doe": "meer", "datum": gisteren})
    client.post(adres(w.eettafel, "nieuw"), {"voornaam": "Zonder", "datum": gisteren})
    assert Deelname.objects.get().datum == dagen_terug(1)
    assert not Telling.objects.exists()
    assert Deelnemer.objects.count() == 4


def test_de_coordinator_vult_een_andere_dag(w):
    client = ingelogd(w.coordinator)
    dag = dagen_terug(10).isoformat()
    antwoord = client.post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk, "datum": dag})
    assert f"datum={dag}" in antwoord.url
    assert Deelname.objects.get().datum == dagen_terug(10)
    client.post(adres(w.eettafel, "meld_af"), {"deelnemer": w.fatima.pk, "datum": dag})
    assert not Deelname.objects.exists()


@pytest.mark.parametrize(("dagen", "zin"), [(-1, "moet nog komen"), (1001, "ging pas open"), (4, "voor het laatst")])
def test_een_dag_die_niet_kan_zegt_waarom(w, dagen, zin):
    if dagen == 4:
        registratie.wijzig_activiteit(
            w.eettafel,
            naam="Eettafel",
            categorie=w.eettafel.indelingen.get().categorie,
            gevoelig=False,
            gestopt_op=dagen_terug(5),
            door=w.coordinator,
        )
    client = ingelogd(w.coordinator)
    dag = dagen_terug(dagen).isoformat()
    assert zin in tekst(client.get(adres(w.eettafel), {"datum": dag}))
    antwoord = client.post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk, "datum": dag}, follow=True)
    assert zin in tekst(antwoord)
    assert not Deelname.objects.exists()


@pytest.mark.parametrize("datum", ["gisteren", "2020-13-01", "<script>"])
def test_een_onleesbare_datum_schrijft_niets(w, datum):
    client = ingelogd(w.coordinator)
    assert "niet lezen" in tekst(client.get(adres(w.eettafel), {"datum": datum}))
    client.post(adres(w.eettafel, "meld"), {"deelnemer": w.fatima.pk, "datum": datum})
    assert not Deelname.objects.exists()


# --- without a name ----------------------------------------------------------------------------------------------


def tel(client, w, **gegevens):
    return client.post(adres(w.eettafel, "tel"), gegevens)


def test_tellen_met_meer_en_minder_en_een_dubbele_tik_telt_niet_dubbel(w):
    client = ingelogd(w.deur)
    tel(client, w, gezien="0", doe="meer")
    tel(client, w, gezien="0", doe="meer")  # the same tap again
    assert Telling.objects.get().aantal == 1
    tel(client, w, gezien="1", doe="meer")
    assert Telling.objects.get().aantal == 2
    for gezien in ("2", "1", "0", "0"):
        tel(client, w, gezien=gezien, doe="minder")
    assert Telling.objects.get().aantal == 0


def test_twee_tablets_tellen_de_tweede_krijgt_het_te_horen(w):
    een, twee = ingelogd(w.deur), ingelogd(w.coordinator)
    tel(een, w, gezien="0", aantal="5", doe="zet")
    antwoord = twee.post(adres(w.eettafel, "tel"), {"gezien": "0", "doe": "zet", "aantal": "3"}, follow=True)
    assert "staat nu op 5" in tekst(antwoord)
    assert Telling.objects.get().aantal == 5


def test_per_soort_tellen_en_het_totaal_is_de_som(w):
    client = ingelogd(w.deur)
    tel(client, w, **{"gezien-kinderen": "0", "doe": "meer:kinderen"})
    tel(client, w, **{"gezien-kinderen": "0", "doe": "meer:kinderen"})  # the same tap again
    tel(client, w, **{"gezien-kinderen": "1", "doe": "meer:kinderen"})
    tel(client, w, **{"gezien-ouderen": "0", "doe": "meer:ouderen"})
    tel(client, w, gezien="3", doe="meer")
    assert dict(Telling.objects.values_list("soort", "aantal")) == {"kinderen": 2, "ouderen": 1, "": 1}
    assert client.get(adres(w.eettafel)).context["zonder_naam"] == 4
    tel(client, w, gezien="4", doe="minder")
    tel(client, w, gezien="3", doe="minder")  # nobody undivided is left: one of the largest kind
    assert dict(Telling.objects.values_list("soort", "aantal")) == {"kinderen": 1, "ouderen": 1, "": 0}
    tel(client, w, gezien="2", doe="meer:robots", aantal="7")
    tel(client, w, gezien="2", doe="zet", aantal="5")
    assert dict(Telling.objects.values_list("soort", "aantal")) == {"kinderen": 1, "ouderen": 1, "": 3}
    tel(client, w, gezien="5", doe="zet", aantal="1")  # fewer than there are kinds: who they were is not known
    assert dict(Telling.objects.values_list("soort", "aantal")) == {"": 1}


@pytest.mark.parametrize("aantal", ["-1", "1000", "veel", "", "1.5", "²"])
def test_een_telling_die_niet_kan(w, aantal):
    antwoord = ingelogd(w.deur).post(
        adres(w.eettafel, "tel"), {"gezien": "0", "doe": "zet", "aantal": aantal}, follow=True
    )
    assert "heel getal" in tekst(antwoord)
    assert not Telling.objects.exists()


# --- somebody new ------------------------------------------------------------------------------------------------


def test_nieuw_met_alleen_een_voornaam_is_meteen_aanwezig(w):
    client = ingelogd(w.deur)
    sleutel = client.get(adres(w.eettafel, "nieuw")).context["sleutel"]
    for _ in range(2):
        antwoord = client.post(adres(w.eettafel, "nieuw"), {"voornaam": "Wei", "sleutel": sleutel})
        assert antwoord.status_code == 302
    mens = Deelnemer.objects.get(persoonsgegevens__voornaam="Wei")
    assert mens.kamers == [w.top.pk]
    assert Deelname.objects.get().deelnemer == mens
    # the back button, and then somebody else in the same form
    client.post(adres(w.eettafel, "nieuw"), {"voornaam": "Noor", "sleutel": sleutel})
    assert Deelname.objects.count() == 2


def test_nieuw_waarschuwt_voor_wie_er_op_lijkt_en_laat_het_dan_toe(w):
    client = ingelogd(w.deur)
    antwoord = client.post(adres(w.eettafel, "nieuw"), {"voornaam": "Fatma", "achternaam": "B"})
    assert [t.naam for t in antwoord.context["bekenden"]] == ["Fatima B."]
    assert "Bakkali" not in tekst(antwoord)
    assert Deelnemer.objects.count() == 4
    gegevens = {"voornaam": "Fatma", "achternaam": "B", "toch": "1", "sleutel": antwoord.context["sleutel"]}
    for _ in range(2):
        client.post(adres(w.eettafel, "nieuw"), gegevens)
    assert Deelnemer.objects.filter(persoonsgegevens__voornaam="Fatma").count() == 1
    assert Deelname.objects.count() == 1


def test_wie_elders_bekend_is_wordt_niet_verraden(w):
    antwoord = ingelogd(w.deur).post(adres(w.eettafel, "nieuw"), {"voornaam": "Bram", "achternaam": "Elderman"})
    assert antwoord.status_code == 302
    assert Deelnemer.objects.filter(persoonsgegevens__zoeknaam="bram elderman").count() == 2


def test_de_deur_schrijft_een_telefoonnummer_op_en_leest_het_nergens_terug(w):
    client = ingelogd(w.deur)
    antwoord = client.post(adres(w.eettafel, "nieuw"), {"voornaam": "Wei", "telefoon": "06 98765432"}, follow=True)
    assert Deelnemer.objects.get(persoonsgegevens__telefoon="06 98765432")
    assert "98765432" not in tekst(antwoord)
    assert client.get(adres(w.eettafel), {"zoek": "98765432"}).context["treffers"] == []


def test_een_bsn_wordt_geweigerd(w):
    antwoord = ingelogd(w.deur).post(adres(w.eettafel, "nieuw"), {"voornaam": "Wei", "achternaam": "111222333"})
    assert antwoord.status_code == 422
    assert "burgerservicenummer" in tekst(antwoord)
    assert Deelnemer.objects.count() == 4


def test_een_nagemaakte_sleutel_kiest_geen_nummer(w):
    ingelogd(w.deur).post(adres(w.eettafel, "nieuw"), {"voornaam": "Wei", "sleutel": "EIGEN"})
    assert Deelnemer.objects.get(persoonsgegevens__voornaam="Wei").nummer != "EIGEN"
