"""The register and the page of a person: only one's own kamer, the shielded only on request, every look logged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from buurtwerkkamers.bsn import bevat_bsn
from buurtwerkkamers.models import Logregel, Wijk
from deelnemers import registratie, tellingen
from deelnemers.filters.mensen import dit_halfjaar
from deelnemers.models import Deelnemer, NietDezelfde, Rol, UitBeeld, Verwijzing
from deelnemers.registratie import NieuweInzet, NieuweKlus, NieuweRol
from tests.deelnemers.wereld import (
    categorie,
    dagen_terug,
    ingelogd,
    kwam,
    maak_wereld,
    schrijf_in,
    vandaag,
)
from tests.fabrieken import maak_gebruiker, maak_organisatie

pytestmark = pytest.mark.django_db
LIJST = "/deelnemers/"


@pytest.fixture
def w():
    return maak_wereld()


def tekst(antwoord) -> str:
    return antwoord.content.decode()


def adres(mens, naam="deelnemer", *args):
    return reverse(f"deelnemers:{naam}", args=[mens.pk, *args])


def namen(antwoord) -> list[str]:
    return [rij.naam for rij in antwoord.context["table"].data]


def rol(w, mens, soort, *, kamer=None, van=None, tot=None):
    rij = NieuweRol(mens.pk, (kamer or w.top).pk, soort, van or dagen_terug(100), tot)
    registratie.geef_rollen([rij], door=w.coordinator)
    return Rol.objects.get(deelnemer=mens, soort=soort, kamer=kamer or w.top)


# --- who sees whom -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wie", ["deur", "penningmeester", "gemeente", "corporatie", "beheerder"])
def test_wie_nooit_deelnemers_ziet_krijgt_403(w, wie):
    client = ingelogd(getattr(w, wie))
    for pad in (LIJST, adres(w.fatima), adres(w.fatima, "wijzig"), adres(w.fatima, "rol_geven")):
        assert client.get(pad).status_code == 403
    assert client.post(adres(w.fatima, "deelnemer_met_reden"), {"reden": "zomaar kijken"}).status_code == 403
    assert not Logregel.objects.exists()


def test_een_kamer_ziet_alleen_haar_eigen_mensen(w):
    client = ingelogd(w.coordinator)
    assert namen(client.get(LIJST)) == ["Fatima el Bakkali", "Özgür Yılmaz", "Riet Jansen"]
    assert len(namen(ingelogd(w.bureau).get(LIJST))) == 4
    vreemde_rol = rol(w, w.vreemd, "lid", kamer=w.elders)
    for naam in ("deelnemer", "wijzig", "rol_geven"):
        assert client.get(adres(w.vreemd, naam)).status_code == 404
    for naam in ("deelnemer_met_reden", "wijzig", "rol_geven"):
        gegevens = {"voornaam": "Weg", "reden": "ik wil het weten", "soort": "lid", "van": "2026-01-01"}
        assert client.post(adres(w.vreemd, naam), gegevens).status_code == 404
    assert client.post(adres(w.vreemd, "rol_beeindigen", vreemde_rol.pk), {"tot": vandaag()}).status_code == 404
    assert not Logregel.objects.exists()


def test_wat_iemand_elders_doet_blijft_elders(w):
    registratie.schrijf_ook_in([(w.fatima.pk, w.elders.pk, dagen_terug(50))], door=w.bureau)
    kwam(w.elders_eten, w.fatima, op=dagen_terug(3))
    elders = rol(w, w.fatima, "sleutelhouder", kamer=w.elders)
    klus = NieuweKlus(w.elders.pk, w.fatima.pk, dagen_terug(9), dagen_terug(8), soort="lekke band")
    registratie.leg_klussen_vast([klus], door=w.bureau)
    registratie.leg_inzet_vast([NieuweInzet(w.elders.pk, w.fatima.pk, dagen_terug(2), Decimal(7))], door=w.bureau)
    client = ingelogd(w.coordinator)
    for pagina in (client.get(LIJST), client.get(adres(w.fatima)), client.get(adres(w.fatima, "rol_geven"))):
        for verraad in ("Elders", "Soep elders", "sleutelhouder</t", "lekke band", "7</td>"):
            assert verraad not in tekst(pagina), verraad
    assert client.get(LIJST).context["table"].data[0].laatste_bezoek is None
    assert client.get(adres(w.fatima, "rol_beeindigen", elders.pk)).status_code == 404
    assert "sleutelhouder</t" in tekst(ingelogd(w.bureau).get(adres(w.fatima)))


def test_elke_blik_op_een_mens_komt_in_het_logboek_zonder_naam(w):
    ingelogd(w.coordinator).get(adres(w.fatima))
    regel = Logregel.objects.get()
    assert (regel.actie, regel.gebruiker, regel.kamer) == ("bekeken", w.coordinator, w.top)
    assert (regel.onderwerp_soort, regel.onderwerp_id, regel.reden) == ("deelnemer", str(w.fatima.pk), "")


# --- what is shielded --------------------------------------------------------------------------------------------


def test_gevoelige_bezoeken_ziet_het_bureau_pas_met_een_reden(w):
    kwam(w.brieven, w.fatima, op=dagen_terug(2))
    client = ingelogd(w.bureau)
    assert "Brievenhulp" not in tekst(client.get(adres(w.fatima)))
    lijst = client.get(LIJST)
    assert lijst.context["table"].data[0].laatste_bezoek is None
    assert "Brievenhulp" not in tekst(lijst)
    assert "Formulieren" not in tekst(lijst)
    kort = client.post(adres(w.fatima, "deelnemer_met_reden"), {"reden": "zomaar"})
    assert kort.status_code == 422
    assert "Brievenhulp" not in tekst(kort)
    alles = client.post(adres(w.fatima, "deelnemer_met_reden"), {"reden": "Overdracht aan de wijkpartner"})
    assert "Brievenhulp" in tekst(alles)
    regel = Logregel.objects.filter(actie="bekeken_met_reden").get()
    assert (regel.reden, regel.onderwerp_id) == ("Overdracht aan de wijkpartner", str(w.fatima.pk))
    assert "Brievenhulp" in tekst(ingelogd(w.coordinator).get(adres(w.fatima)))


def test_zoeken_op_een_gevoelige_activiteit_kan_alleen_wie_dat_mag_zien(w):
    kwam(w.brieven, w.fatima, op=dagen_terug(2))
    vraag = {"activiteit": w.brieven.pk}
    assert namen(ingelogd(w.coordinator).get(LIJST, vraag)) == ["Fatima el Bakkali"]
    assert ingelogd(w.bureau).get(LIJST, vraag).context["filter"].form.errors["activiteit"]
    assert ingelogd(w.bureau).get(LIJST, {"categorie": categorie("Formulieren").pk}).context["filter"].form.errors


def test_een_doelgroep_staat_er_alleen_op_verzoek(w):
    rol(w, w.fatima, "nieuwe bewoner")
    client = ingelogd(w.coordinator)
    for pagina in (client.get(LIJST), client.get(adres(w.fatima))):
        assert "nieuwe bewoner</th>" not in tekst(pagina)
        assert "Rol nieuwe bewoner" not in tekst(pagina)
    assert client.get(LIJST, {"rol": "nieuwe bewoner"}).context["filter"].form.errors
    assert "nieuwe bewoner</th>" in tekst(client.post(adres(w.fatima, "deelnemer_met_reden")))
    assert Logregel.objects.filter(actie="bekeken_met_reden", gebruiker=w.coordinator).count() == 1


# --- the register ------------------------------------------------------------------------------------------------


def test_filters_van_de_lijst(w):
    rol(w, w.riet, "vrijwilliger")
    rol(w, w.ozgur, "vrijwilliger", tot=dagen_terug(5))
    kwam(w.eettafel, w.fatima, op=dagen_terug(200))
    kwam(w.brieven, w.riet, op=dagen_terug(3))
    registratie.leg_klussen_vast(
        [NieuweKlus(w.top.pk, w.ozgur.pk, dagen_terug(20), dagen_terug(10))], door=w.coordinator
    )
    client = ingelogd(w.coordinator)

    def gevonden(**vraag):
        return [naam.split()[0] for naam in namen(client.get(LIJST, vraag))]

    assert gevonden(zoek="bakk") == ["Fatima"]
    assert gevonden(zoek="ozgur yil") == ["Özgür"]
    assert gevonden(zoek=w.riet.nummer.lower()) == ["Riet"]
    assert gevonden(zoek="bram") == []
    assert gevonden(rol="vrijwilliger") == ["Riet"]
    assert gevonden(activiteit=w.eettafel.pk) == ["Fatima"]
    assert gevonden(categorie=categorie("Formulieren").pk) == ["Riet"]
    assert gevonden(categorie=categorie("Klussen").pk) == ["Özgür"]
    assert gevonden(sinds=dagen_terug(30).isoformat()) == ["Riet"]
    assert gevonden(zoek="riet", rol="vrijwilliger", sinds=dagen_terug(3).isoformat()) == ["Riet"]


def test_nieuw_dit_halfjaar_telt_als_de_cijfers(w):
    begin = dit_halfjaar().van
    eerder = date(begin.year - 1, 12, 1)
    kwam(w.eettafel, w.fatima, w.ozgur, op=eerder)
    kwam(w.eettafel, w.fatima, op=vandaag())
    kwam(w.eettafel, w.riet, op=begin)
    registratie.leg_klussen_vast([NieuweKlus(w.top.pk, w.ozgur.pk, eerder, begin)], door=w.coordinator)
    klant = schrijf_in(w.top, "Klaas", "Klant")
    registratie.leg_klussen_vast([NieuweKlus(w.top.pk, klant.pk, eerder, vandaag())], door=w.coordinator)
    gevonden = namen(ingelogd(w.coordinator).get(LIJST, {"nieuw": "on"}))
    assert gevonden == ["Klaas Klant", "Riet Jansen"]
    rijen = tellingen.tel_uniek([w.top], [dit_halfjaar()])
    totaal = next(rij for rij in rijen if rij.kamer == w.top and rij.categorie is None)
    assert totaal.nieuw == len(gevonden)


def test_kamer_kiezen_kan_alleen_wie_er_meer_ziet(w):
    assert "kamer" not in ingelogd(w.coordinator).get(LIJST).context["filter"].form.fields
    assert namen(ingelogd(w.bureau).get(LIJST, {"kamer": w.elders.pk})) == ["Bram Elderman"]


def test_vijftig_op_een_bladzijde(w):
    registratie.schrijf_velen_in(
        [registratie.NieuweDeelnemer(f"Naam{n:02}", [w.top], vandaag()) for n in range(52)], door=w.coordinator
    )
    antwoord = ingelogd(w.coordinator).get(LIJST)
    assert len(list(antwoord.context["table"].paginated_rows)) == 50


@pytest.mark.parametrize("wie", ["coordinator", "bureau"])
def test_evenveel_vragen_bij_een_en_bij_drie_rijen(w, wie, django_assert_num_queries, django_assert_max_num_queries):
    client = ingelogd(getattr(w, wie))
    for mens in (w.fatima, w.ozgur, w.riet):
        rol(w, mens, "vrijwilliger")
        kwam(w.eettafel, mens, op=dagen_terug(3))
    client.get(LIJST)
    with django_assert_max_num_queries(30) as een:
        assert len(namen(client.get(LIJST, {"zoek": "fatima"}))) == 1
    with django_assert_num_queries(len(een)):
        assert len(namen(client.get(LIJST, {"zoek": "a"}))) == (3 if wie == "coordinator" else 4)


def test_evenveel_vragen_op_de_bladzijde_van_een_mens(w, django_assert_num_queries, django_assert_max_num_queries):
    client = ingelogd(w.coordinator)

    def een_ronde(dag):
        kwam(w.eettafel, w.fatima, op=dagen_terug(dag))
        registratie.leg_klussen_vast([NieuweKlus(w.top.pk, w.fatima.pk, dagen_terug(dag))], door=w.coordinator)
        registratie.leg_inzet_vast(
            [NieuweInzet(w.top.pk, w.fatima.pk, dagen_terug(dag), Decimal(2))], door=w.coordinator
        )
        rol(w, w.fatima, ["vrijwilliger", "lid", "sleutelhouder"][dag])

    een_ronde(0)
    client.get(adres(w.fatima))
    with django_assert_max_num_queries(45) as een:
        client.get(adres(w.fatima))
    een_ronde(1)
    een_ronde(2)
    with django_assert_num_queries(len(een)):
        client.get(adres(w.fatima))


# --- writing -----------------------------------------------------------------------------------------------------


def test_inschrijven_een_keer_ook_bij_twee_keer_posten(w):
    client = ingelogd(w.coordinator)
    sleutel = client.get("/deelnemers/nieuw/").context["sleutel"]
    gegevens = {"voornaam": "Wei", "achternaam": "Chen", "geboortejaar": "1961", "sleutel": sleutel}
    for _ in range(2):
        antwoord = client.post("/deelnemers/nieuw/", gegevens)
    mens = Deelnemer.objects.get(persoonsgegevens__zoeknaam="wei chen")
    assert antwoord.url == mens.get_absolute_url()
    assert (mens.kamers, mens.geboortejaar) == ([w.top.pk], 1961)


def test_inschrijven_waarschuwt_en_noemt_alleen_wie_in_deze_kamer_komt(w):
    client = ingelogd(w.coordinator)
    antwoord = client.post("/deelnemers/nieuw/", {"voornaam": "Ozgur"})
    assert [mens.naam for mens in antwoord.context["bekenden"]] == ["Özgür Yılmaz"]
    assert client.post("/deelnemers/nieuw/", {"voornaam": "Bram", "achternaam": "Elderman"}).status_code == 302


def test_wie_meer_kamers_heeft_kiest_er_een_van_zichzelf(w):
    gebruiker = maak_gebruiker("coordinator", kamer=w.top)
    assert "kamer" not in ingelogd(gebruiker).get("/deelnemers/nieuw/").context["form"].fields
    gebruiker.bevoegdheid_set.create(rol="deur", kamer=w.elders)
    client = ingelogd(type(gebruiker).objects.get(pk=gebruiker.pk))
    assert client.post("/deelnemers/nieuw/", {"voornaam": "Wei"}).status_code == 422
    # at Elders this user is only at the door, so the person's page is not for them
    antwoord = client.post("/deelnemers/nieuw/", {"voornaam": "Wei", "kamer": w.elders.pk})
    assert antwoord.url == "/aanwezig/elders/"
    los = ingelogd(w.coordinator).post("/deelnemers/nieuw/", {"voornaam": "Noor", "kamer": w.elders.pk})
    assert los.status_code == 302
    assert Deelnemer.objects.get(persoonsgegevens__voornaam="Noor").kamers == [w.top.pk]


BRAM = {"voornaam": "Bram", "achternaam": "Elderman", "geboortejaar": "1955"}


@pytest.fixture
def bram(w):
    registratie.wijzig_gegevens(
        w.vreemd, geboortejaar=1955, telefoon="06 87654321", email="bram@elders.nl", postcode="3999 ZZ", door=w.bureau
    )
    kwam(w.elders_eten, w.vreemd, op=dagen_terug(3))
    return w.vreemd


@pytest.mark.parametrize(
    "gegevens",
    [
        BRAM,
        {**BRAM, "voornaam": "BRAM", "achternaam": "elderman"},
        {"voornaam": "Braam", "telefoon": "+31 6 8765 4321"},
        {"voornaam": "Braam", "email": "Bram@Elders.nl"},
    ],
)
def test_wie_elders_bekend_is_wordt_gevraagd_zonder_iets_te_verraden(w, bram, gegevens):
    client = ingelogd(w.coordinator)
    antwoord = client.post("/deelnemers/nieuw/", gegevens)
    assert "Deze persoon staat al ingeschreven bij de coöperatie. Dezelfde persoon?" in tekst(antwoord)
    gezien = tekst(antwoord)
    for waarde in gegevens.values():  # what the coordinator typed comes back
        gezien = gezien.replace(waarde, "")
    for verraad in (
        "Elders",
        "Elderman",
        bram.nummer,
        "87654321",
        "bram@",
        "3999",
        "1955",
        f'"{bram.pk}"',
        f"/{bram.pk}/",
    ):
        assert verraad not in gezien, verraad
    regel = Logregel.objects.get(onderwerp_id=str(bram.pk))
    assert (regel.actie, regel.gebruiker, regel.kamer) == ("bekeken", w.coordinator, w.top)
    assert Deelnemer.objects.get(pk=bram.pk).kamers == [w.elders.pk]


@pytest.mark.parametrize(
    "gegevens",
    [
        {**BRAM, "geboortejaar": "1956"},
        {**BRAM, "geboortejaar": ""},
        {"voornaam": "Bram", "geboortejaar": "1955"},
        {**BRAM, "achternaam": "Eldermans"},
        {"voornaam": "Bram", "telefoon": "06 87654322"},
        # somebody of the same family: a number alone is no key to a card
        {"voornaam": "Fatoumata", "telefoon": "06 87654321"},
        {"voornaam": "Fatoumata", "email": "bram@elders.nl"},
    ],
)
def test_op_een_vermoeden_wordt_niets_gevraagd(w, bram, gegevens):
    assert ingelogd(w.coordinator).post("/deelnemers/nieuw/", gegevens).status_code == 302
    assert Deelnemer.objects.count() == 5


def test_ja_dezelfde_schrijft_dezelfde_kaart_hier_in(w, bram):
    client = ingelogd(w.coordinator)
    for _ in range(2):  # a double tap
        antwoord = client.post("/deelnemers/nieuw/", {**BRAM, "elders": "ja"})
        assert antwoord.url == bram.get_absolute_url()
    assert Deelnemer.objects.count() == 4
    assert Deelnemer.objects.get(pk=bram.pk).kamers == sorted([w.elders.pk, w.top.pk])
    pagina = tekst(client.get(bram.get_absolute_url()))
    assert "06 87654321" in pagina
    for verraad in ("Elders", "Soep elders", dagen_terug(3).isoformat()):
        assert verraad not in pagina.replace("bram@elders.nl", "")
    assert Logregel.objects.filter(actie="gewijzigd", onderwerp_id=str(bram.pk), kamer=w.top).count() == 1


def test_nee_maakt_een_nieuwe_kaart_en_wordt_onthouden(w, bram):
    client = ingelogd(w.coordinator)
    antwoord = client.post("/deelnemers/nieuw/", {**BRAM, "elders": "nee"})
    nieuw = Deelnemer.objects.latest("pk")
    assert antwoord.url == nieuw.get_absolute_url()
    assert nieuw.kamers == [w.top.pk]
    merk = NietDezelfde.objects.get()
    assert (merk.een_id, merk.ander_id, merk.door) == (bram.pk, nieuw.pk, w.coordinator)


def test_aan_de_deur_wordt_het_nooit_gevraagd(w, bram):
    antwoord = ingelogd(w.deur).post("/deelnemers/nieuw/", BRAM)
    assert antwoord.status_code == 302
    assert not Logregel.objects.filter(onderwerp_id=str(bram.pk)).exists()
    ingelogd(w.deur).post(
        "/deelnemers/nieuw/", {**BRAM, "voornaam": "Abraham", "email": "bram@elders.nl", "elders": "ja"}
    )
    assert Deelnemer.objects.get(pk=bram.pk).kamers == [w.elders.pk]


# --- two cards, one person ---------------------------------------------------------------------------------------


@pytest.fixture
def twee_kaarten(w):
    """Fatima has a second card, at TOP, with everything that can be on one."""
    dubbel = schrijf_in(w.top, "Fatma", "Bakkali")
    kwam(w.eettafel, w.fatima, dubbel, op=dagen_terug(20))
    kwam(w.eettafel, dubbel, op=dagen_terug(2))
    rol(w, dubbel, "sleutelhouder")
    registratie.leg_klussen_vast(
        [NieuweKlus(w.top.pk, dubbel.pk, dagen_terug(9), dagen_terug(8), soort="lekke kraan")], door=w.coordinator
    )
    registratie.leg_inzet_vast([NieuweInzet(w.top.pk, dubbel.pk, dagen_terug(2), Decimal(7))], door=w.coordinator)
    registratie.voeg_samen(van=dubbel, naar=w.fatima, door=w.bureau)
    return dubbel


def test_de_bladzijde_toont_alles_van_alle_kaarten(w, twee_kaarten):
    client = ingelogd(w.coordinator)
    antwoord = client.get(adres(twee_kaarten))
    assert antwoord.url == adres(w.fatima)
    assert not Logregel.objects.exists()
    pagina = client.get(adres(w.fatima))
    assert (pagina.context["keer"], pagina.context["laatste"]) == (2, dagen_terug(2))
    for wat in ("sleutelhouder</th>", "lekke kraan", "één andere kaart"):
        assert wat in tekst(pagina)
    deze = Rol.objects.get(deelnemer=twee_kaarten)
    client.post(adres(w.fatima, "rol_beeindigen", deze.pk), {"tot": dagen_terug(1).isoformat()})
    deze.refresh_from_db()
    assert (deze.tot, Rol.objects.count()) == (dagen_terug(1), 1)
    # a page of the old card that still stood open writes on the card that holds
    client.post(adres(twee_kaarten, "wijzig"), {"voornaam": "Faatje"})
    assert Deelnemer.objects.get(pk=w.fatima.pk).naam == "Faatje"
    assert Deelnemer.objects.get(pk=twee_kaarten.pk).naam == "Fatma Bakkali"


@pytest.mark.django_db(transaction=True)
def test_een_kaart_van_elders_verraadt_die_kamer_niet(w):
    registratie.voeg_samen(van=w.vreemd, naar=w.fatima, door=w.bureau)
    hier, bureau = (ingelogd(wie).get(adres(w.fatima)) for wie in (w.coordinator, w.bureau))
    for verraad in ("Elders", "andere kaart", "amengevoegd", "Bram", "Elderman"):
        assert verraad not in tekst(hier), verraad
    assert "één andere kaart" in tekst(bureau)
    assert "Samengevoegd met een andere kaart" in [wijziging.tekst for wijziging in bureau.context["wijzigingen"]]


def test_de_lijst_telt_en_filtert_over_alle_kaarten(w, twee_kaarten):
    client = ingelogd(w.coordinator)

    def gevonden(**vraag):
        return [naam.split()[0] for naam in namen(client.get(LIJST, vraag))]

    lijst = client.get(LIJST)
    assert gevonden() == ["Fatima", "Özgür", "Riet"]
    assert lijst.context["table"].data[0].laatste_bezoek == dagen_terug(2)
    assert "sleutelhouder" in tekst(lijst)
    assert gevonden(sort="-laatste_bezoek")[0] == "Fatima"
    assert gevonden(rol="sleutelhouder") == ["Fatima"]
    assert gevonden(sinds=dagen_terug(5).isoformat()) == ["Fatima"]
    assert gevonden(niet_sinds=dagen_terug(5).isoformat()) == ["Özgür", "Riet"]
    assert gevonden(categorie=categorie("Klussen").pk) == ["Fatima"]


def test_meer_filters(w):
    corporatie = maak_organisatie("Portaal", "woningcorporatie")
    client = ingelogd(w.coordinator)
    client.post(adres(w.riet, "wijzig"), {"voornaam": "Riet", "huurt_bij": corporatie.pk})
    assert Deelnemer.objects.get(pk=w.riet.pk).huurt_bij == corporatie
    assert "Portaal" in tekst(client.get(adres(w.riet)))
    UitBeeld.objects.create(kamer=w.top, deelnemer=w.ozgur, sinds=dagen_terug(40))
    UitBeeld.objects.create(kamer=w.top, deelnemer=w.riet, sinds=dagen_terug(40), weer_op=dagen_terug(3))
    assert "Uit beeld" in tekst(client.get(adres(w.ozgur)))
    w.top.wijk, w.elders.wijk = Wijk.objects.create(naam="Ondiep"), Wijk.objects.create(naam="Zuilen")
    for kamer in (w.top, w.elders):
        kamer.save()
    bureau = ingelogd(w.bureau)

    def gevonden(**vraag):
        return [naam.split()[0] for naam in namen(bureau.get(LIJST, vraag))]

    assert gevonden(huurt_bij=corporatie.pk) == ["Riet"]
    assert gevonden(uit_beeld="on") == ["Özgür"]
    assert gevonden(wijk=w.elders.wijk.pk) == ["Bram"]
    assert gevonden(postcode="3552") == ["Fatima"]
    assert gevonden(niet_sinds=dagen_terug(5).isoformat()) == ["Bram", "Fatima", "Özgür", "Riet"]
    for onzin in ("35", "abcd", "\0"):
        assert bureau.get(LIJST, {"postcode": onzin}).context["filter"].form.errors
    assert "wijk" not in client.get(LIJST).context["filter"].form.fields


def test_een_verwijzing_van_een_uitkeringsinstantie_staat_er_alleen_op_verzoek(w):
    soorten = {"Werk en Inkomen": "uitkeringsinstantie", "Buurtteam": "wijkpartner"}
    for naam, soort in soorten.items():
        organisatie = maak_organisatie(naam, soort)
        Verwijzing.objects.create(
            kamer=w.top, deelnemer=w.fatima, datum=dagen_terug(9), richting="in", organisatie=organisatie
        )
    for wie in (w.coordinator, w.bureau):
        client = ingelogd(wie)
        pagina = tekst(client.get(adres(w.fatima)))
        assert "Buurtteam" in pagina
        assert "Werk en Inkomen" not in pagina
        alles = tekst(client.post(adres(w.fatima, "deelnemer_met_reden"), {"reden": "Overdracht aan de partner"}))
        assert "Werk en Inkomen" in alles
        assert "niet gestuurd door een uitkeringsinstantie" not in alles
    assert "Werk en Inkomen" not in tekst(ingelogd(w.coordinator_elders).get(LIJST))


@pytest.mark.parametrize("wie", ["bureau", "penningmeester", "gemeente", "corporatie", "beheerder"])
def test_wie_niet_inschrijft_krijgt_403(w, wie):
    assert ingelogd(getattr(w, wie)).post("/deelnemers/nieuw/", {"voornaam": "Wei"}).status_code == 403


def test_gegevens_wijzigen_en_dat_staat_bij_de_wijzigingen(w):
    client = ingelogd(w.coordinator)
    gegevens = {"voornaam": "Fatima", "achternaam": "Bakkali", "telefoon": "06 11223344", "geboortejaar": "1970"}
    assert client.post(adres(w.fatima, "wijzig"), gegevens).status_code == 302
    mens = Deelnemer.objects.get(pk=w.fatima.pk)
    assert (mens.naam, mens.geboortejaar, mens.persoonsgegevens.postcode) == ("Fatima Bakkali", 1970, "")
    pagina = tekst(client.get(adres(w.fatima)))
    assert "Gewijzigd: achternaam, postcode" in pagina
    assert "el Bakkali" not in pagina


@pytest.mark.django_db(transaction=True)  # history keeps the time of the transaction
def test_wijzigingen_van_voor_de_inschrijving_hier_verraden_geen_andere_kamer(w):
    registratie.wijzig_gegevens(w.vreemd, telefoon="06 55555555", door=w.bureau)
    registratie.schrijf_ook_in([(w.vreemd.pk, w.top.pk, vandaag())], door=w.bureau)
    pagina = ingelogd(w.coordinator).get(adres(w.vreemd))
    assert [wijziging.tekst for wijziging in pagina.context["wijzigingen"]] == ["Ingeschreven bij TOP"]


@pytest.mark.parametrize(
    ("veld", "waarde", "fout"),
    [
        ("achternaam", "1112.22.333", "burgerservicenummer"),
        ("telefoon", "111222333", "burgerservicenummer"),
        ("postcode", "ABC", "3552 AB"),
        ("geboortejaar", "2999", "nog komen"),
        ("geboortejaar", "68", "vier cijfers"),
        ("email", "geen", "e-mailadres"),
        ("voornaam", "  ", "Vul een voornaam in"),
    ],
)
def test_wat_niet_kan_zegt_waarom_en_verandert_niets(w, veld, waarde, fout):
    gegevens = {"voornaam": "Fatima", "achternaam": "Anders", veld: waarde}
    antwoord = ingelogd(w.coordinator).post(adres(w.fatima, "wijzig"), gegevens)
    assert antwoord.status_code == 422
    assert fout in str(antwoord.context["form"].errors)
    assert Deelnemer.objects.get(pk=w.fatima.pk).naam == "Fatima el Bakkali"


def test_een_rol_geven_en_beeindigen(w):
    client = ingelogd(w.coordinator)
    gegevens = {"soort": "lid", "van": dagen_terug(30).isoformat()}
    for _ in range(2):
        assert client.post(adres(w.fatima, "rol_geven"), gegevens).status_code == 302
    deze = Rol.objects.get(deelnemer=w.fatima)
    assert (deze.kamer, deze.soort, deze.tot) == (w.top, "lid", None)
    fout = client.post(adres(w.fatima, "rol_beeindigen", deze.pk), {"tot": dagen_terug(31).isoformat()})
    assert fout.status_code == 422
    client.post(adres(w.fatima, "rol_beeindigen", deze.pk), {"tot": dagen_terug(1).isoformat()})
    deze.refresh_from_db()
    assert deze.tot == dagen_terug(1)
    assert client.post(adres(w.fatima, "rol_geven"), {**gegevens, "tot": dagen_terug(31)}).status_code == 422


# --- the BSN -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tekst", ["111222333", "bsn 1112.22.333!", "123 456 782", "123-456-782, Jan"])
def test_een_bsn_wordt_herkend(tekst):
    assert bevat_bsn(tekst)


@pytest.mark.parametrize(
    "tekst", ["", "111222334", "0612345678", "06 12345678", "000000000", "1112223330", "2026-11-21"]
)
def test_geen_bsn(tekst):
    assert not bevat_bsn(tekst)


def test_een_rol_met_een_verkeerde_dag_wordt_verbeterd(w):
    registratie.geef_rollen([NieuweRol(w.fatima.pk, w.top.pk, "lid", dagen_terug(30))], door=w.coordinator)
    rol = w.fatima.rollen.get()
    client = ingelogd(w.coordinator)
    assert dagen_terug(30).isoformat() in tekst(client.get(adres(w.fatima, "rol_wijzigen", rol.pk)))
    goed = {"van": dagen_terug(60).isoformat(), "tot": dagen_terug(10).isoformat()}
    assert client.post(adres(w.fatima, "rol_wijzigen", rol.pk), goed).url == w.fatima.get_absolute_url()
    rol.refresh_from_db()
    assert (rol.van, rol.tot) == (dagen_terug(60), dagen_terug(10))
    fout = client.post(adres(w.fatima, "rol_wijzigen", rol.pk), {**goed, "tot": dagen_terug(61).isoformat()})
    assert fout.status_code == 422
    assert "eindigt voordat hij begint" in tekst(fout)
    registratie.geef_rollen([NieuweRol(w.fatima.pk, w.top.pk, "lid", dagen_terug(5))], door=w.coordinator)
    dubbel = client.post(adres(w.fatima, "rol_wijzigen", rol.pk), {**goed, "tot": ""})
    assert dubbel.status_code == 422  # the same role twice at a time
    rol.refresh_from_db()
    assert rol.tot == dagen_terug(10)


def test_een_rol_die_iemand_nooit_had_gaat_weg_en_geen_andere(w):
    registratie.geef_rollen(
        [NieuweRol(w.fatima.pk, w.top.pk, soort, dagen_terug(30)) for soort in ("lid", "sleutelhouder")],
        door=w.coordinator,
    )
    weg = w.fatima.rollen.get(soort="lid")
    assert (
        ingelogd(w.coordinator_elders).post(adres(w.fatima, "rol_wijzigen", weg.pk), {"weg": "ja"}).status_code == 404
    )
    ingelogd(w.coordinator).post(adres(w.fatima, "rol_wijzigen", weg.pk), {"weg": "ja"})
    assert [rol.soort for rol in w.fatima.rollen.all()] == ["sleutelhouder"]
