"""Referrals, outcomes, contacts, talents and partners: written in seconds, corrected with history, never doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.models import Logregel, Organisatie
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers.models import (
    Contactmoment,
    Deelnemer,
    Partnercontact,
    Talent,
    UitBeeld,
    Uitkomst,
    Verwijzing,
)
from deelnemers.regelgeschiedenis import geschiedenis, laatste_stand
from deelnemers.registratie.regels import verwijder_regel, wijzig_regel
from tests.deelnemers.wereld import dagen_terug, ingelogd, kwam, maak_wereld, vandaag
from tests.fabrieken import maak_organisatie, maak_regels, systeem

pytestmark = pytest.mark.django_db
SOORTEN = ("verwijzingen", "uitkomsten", "contact", "talenten", "partners")
LIJSTEN = (*SOORTEN, "contact/uit-beeld")


@pytest.fixture
def w():
    wereld = maak_wereld()
    wereld.zorg = maak_organisatie("Huisarts Zuilen", Organisatie.Soort.ZORG)
    wereld.uwi = maak_organisatie("Utrecht Werk en Inkomen", Organisatie.Soort.UITKERINGSINSTANTIE)
    return wereld


def goed(w, soort):
    """What fills the form of a new record of this kind."""
    return {
        "verwijzingen": {"deelnemer": "fatima", "richting": "in", "organisatie": "huisarts zuilen", "datum": vandaag()},
        "uitkomsten": {"deelnemer": "fatima", "soort": "opleiding", "datum": vandaag()},
        "contact": {"mensen": "fatima, riet", "soort": "maaltijd", "bereikt": "on", "datum": vandaag()},
        "talenten": {"deelnemer": "fatima", "kan": "koken, fietsen maken", "wil": "naaien"},
        "partners": {"organisatie": "Huisarts Zuilen", "soort": "gesprek", "datum": vandaag()},
        "contact/uit-beeld": {"deelnemer": "fatima", "sinds": vandaag()},
    }[soort]


MODEL = {
    "verwijzingen": Verwijzing, "uitkomsten": Uitkomst, "contact": Contactmoment, "talenten": Talent,
    "partners": Partnercontact, "contact/uit-beeld": UitBeeld,
}  # fmt: skip


def stuur(w, welke, **anders):
    return ingelogd(w.coordinator).post(f"/{welke}/nieuw/", {**goed(w, welke), **anders})


def rijen(antwoord):
    return list(antwoord.context["table"].data)


def vers(rij):
    return type(rij).objects.get(pk=rij.pk)


# --- new ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", LIJSTEN)
def test_opschrijven_en_nog_eens_sturen_verandert_niets(w, soort):
    aantallen = []
    for _ in range(2):
        antwoord = stuur(w, soort)
        assert antwoord.status_code == 302, antwoord.context["form"].errors
        aantallen.append(MODEL[soort].objects.count())
    assert aantallen[0] == aantallen[1] == {"contact": 2, "talenten": 3}.get(soort, 1)
    assert MODEL[soort].objects.first().kamer == w.top


@pytest.mark.parametrize(
    ("soort", "anders", "velden"),
    [
        ("verwijzingen", {"deelnemer": ""}, ["deelnemer"]),
        ("verwijzingen", {"deelnemer": "Bram Elderman"}, ["deelnemer"]),
        ("verwijzingen", {"richting": ""}, ["richting"]),
        ("verwijzingen", {"richting": "op"}, ["richting"]),
        ("verwijzingen", {"organisatie": ""}, ["organisatie"]),
        ("verwijzingen", {"organisatie": "\u0301"}, ["organisatie"]),
        ("verwijzingen", {"organisatie": "a\0b"}, ["organisatie"]),
        ("verwijzingen", {"organisatie": "bel 111222333"}, ["organisatie"]),
        ("verwijzingen", {"organisatie": "Iets heel nieuws"}, ["organisatie_soort"]),
        ("verwijzingen", {"organisatie": "Iets", "organisatie_soort": "raar"}, ["organisatie_soort"]),
        ("verwijzingen", {"reden": "bsn 111222333"}, ["reden"]),
        ("verwijzingen", {"datum": "2199-01-01"}, ["datum"]),
        ("verwijzingen", {"datum": ""}, ["datum"]),
        ("verwijzingen", {"datum": "gisteren"}, ["datum"]),
        ("uitkomsten", {"soort": ""}, ["soort"]),
        ("uitkomsten", {"toelichting": "x" * 201}, ["toelichting"]),
        ("contact", {"mensen": ""}, ["mensen"]),
        ("contact", {"mensen": "fatima, niemand"}, ["mensen"]),
        ("contact", {"soort": "gefaxt"}, ["soort"]),
        ("talenten", {"kan": "", "wil": ""}, ["kan"]),
        ("talenten", {"kan": "x" * 101}, ["kan"]),
        ("talenten", {"kan": "111222333"}, ["kan"]),
        ("partners", {"organisatie": ""}, ["organisatie"]),
        ("partners", {"soort": ""}, ["soort"]),
        ("contact/uit-beeld", {"sinds": ""}, ["sinds"]),
    ],
)
def test_wat_niet_kan_komt_terug_met_uitleg(w, soort, anders, velden):
    antwoord = stuur(w, soort, **anders)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == velden
    assert "Dit veld is verplicht" not in antwoord.text
    assert not MODEL[soort].objects.exists()


def test_voor_de_opening_van_de_kamer_kan_niet(w):
    antwoord = stuur(w, "uitkomsten", datum=dagen_terug(1001))
    assert antwoord.status_code == 422
    assert "ligt voor de opening van TOP" in antwoord.text


def test_een_nieuwe_organisatie_vraagt_alleen_dan_om_haar_soort(w):
    client = ingelogd(w.coordinator)
    assert "Wat voor organisatie is dit?" not in client.get("/partners/nieuw/").text
    antwoord = stuur(w, "partners", organisatie="Huisarts Zuylen")
    assert "Wat voor organisatie is dit?" in antwoord.text
    assert "bedoelt u ‘Huisarts Zuilen’" in antwoord.text
    assert not Partnercontact.objects.exists()
    assert not Organisatie.objects.filter(naam__startswith="Huisarts Zuy").exists()
    assert stuur(w, "partners", organisatie=" Buurt   Moestuin ", organisatie_soort="wijkpartner").status_code == 302
    nieuw = Partnercontact.objects.get().organisatie
    assert (nieuw.naam, nieuw.soort) == ("Buurt Moestuin", "wijkpartner")
    assert stuur(w, "partners", organisatie="BUURT MOESTUIN", soort="bezoek").status_code == 302
    assert set(Partnercontact.objects.values_list("organisatie", flat=True)) == {nieuw.pk}


@pytest.mark.parametrize("soort", [s for s in LIJSTEN if s != "partners"])
def test_de_persoon_uit_het_adres_staat_er_al_en_daar_gaat_u_naar_terug(w, soort):
    client = ingelogd(w.coordinator)
    adres = f"/{soort}/nieuw/?deelnemer={w.riet.pk}"
    assert "Riet Jansen" in client.get(adres).text
    gegevens = {naam: waarde for naam, waarde in goed(w, soort).items() if naam not in ("deelnemer", "mensen")}
    veld = "mensen_id" if soort == "contact" else "deelnemer_id"
    assert client.post(adres, gegevens | {veld: w.riet.pk}).headers["Location"] == w.riet.get_absolute_url()
    for raar in (w.vreemd.pk, "x", "-1", "9" * 30):
        assert "Elderman" not in client.get(f"/{soort}/nieuw/?deelnemer={raar}").text


def test_een_teken_dat_uitvouwt_past_toch(w):
    assert stuur(w, "talenten", kan="\ufdfa" * 100).status_code == 302
    talent = Talent.objects.filter(soort="kan").get()
    client = ingelogd(w.coordinator)
    adres = reverse("talenten:wijzig", args=[talent.pk])
    gegevens = {"deelnemer_id": w.fatima.pk, "soort": "wil", "wat": "\ufdfa" * 99, "stand": laatste_stand(talent)}
    assert client.post(adres, gegevens).status_code == 302


# --- correct and remove ---------------------------------------------------------------------------------------


@pytest.fixture
def regels(w):
    return maak_regels(w.top, w.fatima, w.zorg, op=dagen_terug(10))


def adres(soort, regel, naam="regel"):
    ruimte = {"uit_beeld": "contact:uit_beeld_"}.get(soort, f"{soort}:")
    return reverse(f"{ruimte}{naam}", args=[regel.pk])


ANDERS = {
    "verwijzingen": {"richting": "uit", "organisatie": "Huisarts Zuilen", "datum": "DAG"},
    "uitkomsten": {"soort": "plaatsing", "datum": "DAG"},
    "contact": {"soort": "kaart", "datum": "DAG"},
    "talenten": {"soort": "wil", "wat": "zingen"},
    "partners": {"soort": "bezoek", "organisatie": "Huisarts Zuilen", "datum": "DAG"},
    "uit_beeld": {"sinds": "DAG", "weer_op": "DAG"},
    "openingen": {"stand_kamer": "dicht"},
}


def wijziging(w, soort, regel):
    """The whole form of a correction, with other values."""
    anders = {naam: dagen_terug(8) if waarde == "DAG" else waarde for naam, waarde in ANDERS[soort].items()}
    mens = {"deelnemer_id": w.fatima.pk} if hasattr(regel, "deelnemer") else {}
    return anders | mens | {"stand": laatste_stand(regel)}


@pytest.mark.parametrize("soort", ANDERS)
def test_wijzigen_met_geschiedenis_en_weghalen(w, regels, soort):
    regel, client = regels[soort], ingelogd(w.coordinator)
    assert client.get(adres(soort, regel, "wijzig")).status_code == 200
    antwoord = client.post(adres(soort, regel, "wijzig"), wijziging(w, soort, regel))
    assert antwoord.status_code == 302, antwoord.context["form"].errors
    pagina = client.get(adres(soort, regel)).text
    assert "Gewijzigd: " in pagina
    assert "Corrie" in pagina
    assert geschiedenis(regel)[-1].tekst == "Opgeschreven"
    assert client.get(adres(soort, regel, "weg")).status_code == 200
    assert client.post(adres(soort, regel, "weg")).status_code == 302
    assert not type(regel).objects.exists()
    assert client.get(adres(soort, regel)).status_code == 404
    verwijder_regel(regel, door=systeem())
    with pytest.raises(Geweigerd, match="verwijderd"):
        wijzig_regel(regel, door=systeem())


@pytest.mark.parametrize("soort", ANDERS)
def test_wat_een_ander_intussen_wijzigde_gaat_niet_stil_verloren(w, regels, soort):
    regel, client = regels[soort], ingelogd(w.coordinator)
    mijn = wijziging(w, soort, regel)
    veld, waarde = {
        "verwijzingen": ("reden", "van een ander"), "uitkomsten": ("toelichting", "van een ander"),
        "contact": ("bereikt", False), "talenten": ("wat", "van een ander"), "partners": ("onderwerp", "van een ander"),
        "uit_beeld": ("sinds", dagen_terug(9)), "openingen": ("toelichting", "van een ander"),
    }[soort]  # fmt: skip
    wijzig_regel(regel, door=systeem(), **{veld: waarde})
    antwoord = client.post(adres(soort, regel, "wijzig"), mijn)
    assert antwoord.status_code == 422
    assert "Dit staat er nu" in antwoord.text
    assert getattr(vers(regel), veld) == waarde
    opnieuw = mijn | {"stand": antwoord.context["form"].data["stand"]}
    assert client.post(adres(soort, regel, "wijzig"), opnieuw).status_code == 302


def test_wijzigen_in_wat_er_al_staat_wordt_geweigerd(w, regels):
    Uitkomst.objects.create(kamer=w.top, deelnemer=w.fatima, datum=dagen_terug(8), soort="plaatsing")
    antwoord = ingelogd(w.coordinator).post(
        adres("uitkomsten", regels["uitkomsten"], "wijzig"), wijziging(w, "uitkomsten", regels["uitkomsten"])
    )
    assert antwoord.status_code == 422
    assert "Deze uitkomst staat er al." in antwoord.text


@pytest.mark.parametrize("soort", [s for s in ANDERS if s not in ("partners", "openingen")])
def test_van_wie_de_naam_is_gewist_blijft_de_regel_te_wijzigen(w, regels, soort):
    gegevens = wijziging(w, soort, regels[soort])
    w.fatima.persoonsgegevens.delete()
    client = ingelogd(w.coordinator)
    assert "Naam gewist" in client.get(adres(soort, regels[soort])).text
    assert client.post(adres(soort, regels[soort], "wijzig"), gegevens).status_code == 302
    assert vers(regels[soort]).deelnemer == w.fatima


def test_een_correctie_laat_de_samengevoegde_kaart_staan(w, regels):
    """Else undoing the merge would not bring the record back to its own card."""
    Deelnemer.objects.filter(pk=w.fatima.pk).update(samengevoegd_met=w.riet)
    client, regel = ingelogd(w.coordinator), regels["uitkomsten"]
    gegevens = wijziging(w, "uitkomsten", regel) | {"deelnemer_id": w.riet.pk}
    assert client.post(adres("uitkomsten", regel, "wijzig"), gegevens).status_code == 302
    assert (vers(regel).deelnemer, vers(regel).soort) == (w.fatima, "plaatsing")
    assert "Riet Jansen" in client.get(adres("uitkomsten", regel)).text


# --- lists ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", LIJSTEN)
def test_evenveel_vragen_aan_de_database_bij_een_en_drie_rijen(w, soort):
    client = ingelogd(w.coordinator)
    naam = "uit_beeld" if "beeld" in soort else soort
    aantallen = []
    for mensen in ([w.fatima], [w.riet, w.ozgur]):
        for nummer, mens in enumerate(mensen):
            maak_regels(w.top, mens, w.zorg, op=dagen_terug(3 + nummer + len(mensen)))
        with CaptureQueriesContext(connection) as vragen:
            assert len(rijen(client.get(f"/{soort}/"))) == (1 if len(mensen) == 1 else 3)
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1], naam


@pytest.mark.parametrize("soort", [*LIJSTEN, "openingen", "contact/missen"])
def test_een_lege_lijst_zegt_wat_te_doen(w, soort):
    antwoord = ingelogd(w.coordinator).get(f"/{soort}/")
    assert antwoord.status_code == 200
    assert "leeg__titel" in antwoord.text or "nog niets ingevuld" in antwoord.text


@pytest.mark.parametrize("soort", LIJSTEN)
@pytest.mark.parametrize(
    "vraag",
    ["van=gisteren", "tm=%00", "wie=%00", "deelnemer=x", "deelnemer=999999999999999999", "soort=raar", "kamer=x",
     "sort=wat", "sort=-datum", "organisatie=%00", "zoek=%00", "van=2020-01-01&tm=2020-12-31&wie=a&alles=on"],
)  # fmt: skip
def test_rare_vragen_geven_een_bladzijde(w, regels, soort, vraag):
    assert ingelogd(w.coordinator).get(f"/{soort}/?{vraag}").status_code == 200


@pytest.mark.parametrize(
    ("soort", "vraag", "aantal"),
    [
        ("verwijzingen", "richting=in", 2),
        ("verwijzingen", "richting=uit", 0),
        ("verwijzingen", "mee=nee", 2),
        ("verwijzingen", "mee=ja", 0),
        ("verwijzingen", "wie=fatima", 1),
        ("uitkomsten", "wie=jans", 1),
        ("uitkomsten", "wie=bram", 0),
        ("uitkomsten", "soort=opleiding", 2),
        ("uitkomsten", "soort=plaatsing", 0),
        ("uitkomsten", "van={6}&tm={4}", 1),
        ("uitkomsten", "van={5}&tm={5}", 1),
        ("uitkomsten", "tm={6}", 1),
        ("contact", "bereikt=ja", 2),
        ("contact", "bereikt=nee", 0),
        ("talenten", "zoek=kok", 2),
        ("talenten", "zoek=KÓK", 2),
        ("talenten", "zoek=kok+zingen", 0),
        ("talenten", "soort=wil", 0),
        ("partners", "soort=gesprek", 2),
        ("partners", "soort=bezoek", 0),
        ("contact/uit-beeld", "wie=riet", 1),
    ],
)
def test_filteren(w, soort, vraag, aantal):
    maak_regels(w.top, w.fatima, w.zorg, op=dagen_terug(10))
    maak_regels(w.top, w.riet, w.zorg, op=dagen_terug(5))
    maak_regels(w.elders, w.vreemd, w.zorg, op=dagen_terug(5))
    for dagen in (4, 5, 6):
        vraag = vraag.replace(f"{{{dagen}}}", str(dagen_terug(dagen)))
    antwoord = ingelogd(w.coordinator).get(f"/{soort}/?{vraag}")
    assert len(rijen(antwoord)) == aantal
    assert "Elderman" not in antwoord.text


def test_van_een_persoon_alleen_diens_regels_en_dat_komt_in_het_logboek(w, regels):
    maak_regels(w.top, w.riet, w.zorg, op=dagen_terug(5))
    antwoord = ingelogd(w.bureau).get(f"/uitkomsten/?deelnemer={w.riet.pk}")
    assert [rij.deelnemer for rij in rijen(antwoord)] == [w.riet]
    regel = Logregel.objects.filter(actie="bekeken").get()
    assert (regel.gebruiker, regel.onderwerp_soort, regel.onderwerp_id) == (w.bureau, "deelnemer", str(w.riet.pk))
    assert rijen(ingelogd(w.coordinator).get(f"/uitkomsten/?deelnemer={w.vreemd.pk}")) == []


def test_een_samengevoegde_kaart_toont_de_naam_die_geldt(w, regels):
    Deelnemer.objects.filter(pk=w.fatima.pk).update(samengevoegd_met=w.riet)
    client = ingelogd(w.coordinator)
    for soort in ("verwijzingen", "uitkomsten", "contact", "contact/uit-beeld"):
        tekst = client.get(f"/{soort}/?wie=riet").text
        assert "Riet Jansen" in tekst
        assert "Bakkali" not in tekst
        assert len(rijen(client.get(f"/{soort}/?deelnemer={w.riet.pk}"))) == 1
    assert "Riet J." in client.get("/talenten/").text


# --- referrals ------------------------------------------------------------------------------------------------


def test_deed_mee_in_een_tik_vanaf_het_eerste_bezoek(w, regels):
    verwijzing, client = regels["verwijzingen"], ingelogd(w.coordinator)
    kwam(w.eettafel, w.fatima, op=dagen_terug(12))
    kwam(w.eettafel, w.fatima, op=dagen_terug(4))
    kwam(w.eettafel, w.fatima, op=dagen_terug(2))
    tekst = client.get("/verwijzingen/").text
    assert f"kwam op {dagen_terug(4):%d-%m-%Y}" in tekst
    for _ in range(2):
        assert client.post(adres("verwijzingen", verwijzing, "deed_mee")).status_code == 302
    assert vers(verwijzing).effectief_op == dagen_terug(4)
    assert len(geschiedenis(verwijzing)) == 2


def test_deed_mee_zonder_bezoek_is_vandaag(w, regels):
    kwam(w.elders_eten, w.vreemd, op=dagen_terug(2))
    ingelogd(w.coordinator).post(adres("verwijzingen", regels["verwijzingen"], "deed_mee"))
    assert vers(regels["verwijzingen"]).effectief_op == vandaag()


def test_wie_naar_een_ander_ging_deed_daar_niet_mee_door_hier_te_komen(w, regels):
    verwijzing, client = regels["verwijzingen"], ingelogd(w.coordinator)
    wijzig_regel(verwijzing, richting="uit", door=systeem())
    kwam(w.eettafel, w.fatima, op=dagen_terug(4))
    assert "kwam op" not in client.get("/verwijzingen/").text
    client.post(adres("verwijzingen", verwijzing, "deed_mee"))
    assert vers(verwijzing).effectief_op == vandaag()


def test_meedoen_voor_de_verwijzing_kan_niet(w, regels):
    gegevens = wijziging(w, "verwijzingen", regels["verwijzingen"]) | {"effectief_op": dagen_terug(9)}
    antwoord = ingelogd(w.coordinator).post(adres("verwijzingen", regels["verwijzingen"], "wijzig"), gegevens)
    assert list(antwoord.context["form"].errors) == ["effectief_op"]


def test_wie_een_uitkering_heeft_staat_er_alleen_op_verzoek(w):
    """Nobody learns by looking at a list that somebody lives on a benefit; the bureau has no way in at all."""
    antwoord = stuur(w, "verwijzingen", organisatie="Utrecht Werk en Inkomen")
    assert antwoord.status_code == 302
    verwijzing, client, bureau = Verwijzing.objects.get(), ingelogd(w.coordinator), ingelogd(w.bureau)
    assert rijen(client.get("/verwijzingen/")) == []
    assert not Logregel.objects.filter(actie="bekeken_met_reden").exists()
    assert rijen(client.get("/verwijzingen/?doelgroep=on")) == [verwijzing]
    regel = Logregel.objects.get(actie="bekeken_met_reden")
    assert (regel.gebruiker, regel.reden) == (w.coordinator, "doelgroep opgevraagd")
    assert rijen(bureau.get("/verwijzingen/?doelgroep=on")) == []
    assert bureau.get(adres("verwijzingen", verwijzing)).status_code == 404
    assert client.get(adres("verwijzingen", verwijzing)).status_code == 200
    assert Logregel.objects.filter(actie="bekeken_met_reden").count() == 2


# --- rights ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ANDERS)
def test_het_bureau_leest_en_een_andere_kamer_ziet_niets(w, regels, soort):
    bureau, elders = ingelogd(w.bureau), ingelogd(w.coordinator_elders)
    assert bureau.get(adres(soort, regels[soort])).status_code == 200
    for naam in ("wijzig", "weg"):
        assert bureau.post(adres(soort, regels[soort], naam)).status_code == 403
        assert elders.post(adres(soort, regels[soort], naam)).status_code == 404
    assert elders.get(adres(soort, regels[soort])).status_code == 404
    bekeken = Logregel.objects.filter(gebruiker=w.bureau, actie="bekeken").count()
    assert bekeken == (0 if soort in ("partners", "openingen") else 1)


def test_een_blik_op_alles_wat_u_kunt_vastleggen(w):
    antwoord = ingelogd(w.coordinator).get("/vastleggen/")
    assert len(antwoord.context["kaarten"]) == 14
    for kaart in antwoord.context["kaarten"]:
        assert ingelogd(w.coordinator).get(kaart["url"]).status_code == 200, kaart
    assert "Tablets" not in ingelogd(w.bureau).get("/vastleggen/").text


def test_sinds_morgen_kan_niet(w):
    antwoord = stuur(w, "contact/uit-beeld", sinds=vandaag() + timedelta(days=1))
    assert list(antwoord.context["form"].errors) == ["sinds"]
