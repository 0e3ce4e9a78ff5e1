"""The statement per financier: who sees whose, of which years, and what of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from bijdragewereld import JAAR, PER, Geldjaar, maak_geldjaar, maak_vol_jaar
from django.test import Client
from django.urls import reverse

from buurtwerkkamers.models import Bevoegdheid, Gebruiker
from financien.afsluiten import sluit_maand
from financien.begroten import Bedragcel, maak_wijziging, stel_begroting_vast, zet_bedragen
from financien.bijdragestand import bijdragestand, ontvangsten
from financien.boeken import herstel
from financien.models import Post
from financien.verantwoording import Verantwoording, jaren_voor, regels_voor, verantwoording_voor
from financien.verantwoordingstaten import staten
from tests.fabrieken import BEGIN, Rol, maak_afspraak, maak_gebruiker, maak_organisatie, systeem

pytestmark = pytest.mark.django_db
EURO = Decimal


@pytest.fixture(autouse=True)
def vandaag() -> Any:
    with time_machine.travel("2023-09-01 11:00:00+02:00", tick=False):
        yield


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def van(w: Geldjaar, organisatie: Any, rol: str = "bureau") -> Verantwoording:
    gevonden = verantwoording_voor(maak_gebruiker(rol), JAAR, organisatie.pk, PER)
    assert gevonden is not None
    return gevonden


def sluit(tot_en_met: int) -> None:
    """Close the months of the year up to and including this one."""
    for maand in range(1, tot_en_met + 1):
        sluit_maand(date(JAAR, maand, 1), door=systeem())


def test_wat_er_binnenkwam_is_wat_eruit_is_betaald_plus_wat_over_is():
    w = maak_vol_jaar()
    stad, portaal, fonds = van(w, w.gemeente), van(w, w.corporatie), van(w, w.fonds)
    assert [(r.post, r.kamer, r.bedrag) for r in stad.bestedingen] == [("Huur", "TOP", EURO(1000))]
    assert [(r.naam, r.bedrag) for r in stad.resten] == [("Niet toegerekend aan kosten", EURO(7000))]
    assert [(r.naam, r.bedrag) for r in portaal.resten] == [("Niet toegerekend aan kosten van TOP", EURO("750.25"))]
    assert [(r.naam, r.bedrag) for r in fonds.resten] == [("Nog niet besteed, bedoeld voor: Eten", EURO(1250))]
    w.boek("huur", "900", dekking="portaal")
    later = van(w, w.corporatie)
    assert (later.voorgeschoten, later.resten) == (EURO("149.75"), ())


def test_wat_niet_horizontaal_optelt_zegt_dat_het_zo_is():
    w = maak_vol_jaar()
    assert not [n for n in staten(van(w, w.fonds))[0].noten if "Nog te komen" in n]
    w.boek("fonds", "10")
    assert [n for n in staten(van(w, w.fonds))[0].noten if "dan is het 0" in n]


def test_naast_vrij_geld_staan_alle_kosten_en_wat_er_al_uit_een_bijdrage_kwam():
    w = maak_vol_jaar()
    stad = van(w, w.gemeente)
    assert {k.kamer: (k.geboekt, k.toegerekend, k.uit_de_rest) for k in stad.kosten} == {
        "TOP": (EURO("4000.25"), EURO("4000.25"), 0),
        "Hart": (0, 0, 0),
        None: (EURO(500), 0, EURO(500)),
    }
    assert stad.kosten_samen.geboekt == EURO("4500.25")
    alleen_top = van(w, w.corporatie).kosten
    assert [k.kamer for k in alleen_top] == ["TOP"], "wie alleen voor TOP betaalt, ziet de kosten van TOP"


@pytest.mark.parametrize("rol", ["gemeente", "corporatie"])
def test_een_partij_buiten_ziet_alleen_de_eigen_verantwoording(rol):
    w = maak_vol_jaar()
    eigen, ander = (w.gemeente, w.corporatie) if rol == "gemeente" else (w.corporatie, w.gemeente)
    client = als(maak_gebruiker(rol, organisatie=eigen))
    lijst = client.get(reverse("financien:verantwoordingen", args=[JAAR]))
    assert lijst.headers["Location"] == reverse("financien:verantwoording", args=[JAAR, eigen.pk])
    assert client.get(lijst.headers["Location"]).status_code == 200
    for organisatie in (ander.pk, w.fonds.pk, 999999):
        assert client.get(reverse("financien:verantwoording", args=[JAAR, organisatie])).status_code == 404
        for soort in ("pdf", "xlsx"):
            bestand = reverse("verantwoording_bestand", args=[JAAR, organisatie, soort])
            assert client.get(bestand).status_code == 404
    assert client.get(reverse("financien:bijdragen", args=[JAAR])).status_code == 403


def test_buiten_staan_geen_boekingen_geen_mensen_en_geen_eigen_aantekeningen():
    w = maak_vol_jaar()
    w.stap("portaal", "gefactureerd", date(2023, 3, 1), "3000", toelichting="Jan belt in mei")
    sluit(3)
    geheim = (
        "Verhuurder De Vries", "Gemeente rekening", "Jan belt in mei", "Boeking huur", "Boeking portaal",
        "als huurkorting",
    )  # fmt: skip
    adres = reverse("financien:verantwoording", args=[JAAR, w.corporatie.pk])
    buiten = als(maak_gebruiker("corporatie", organisatie=w.corporatie)).get(adres)
    for tekst in geheim:
        assert tekst not in buiten.content.decode()
    for tekst in ("Jan belt in mei", "als huurkorting"):
        assert tekst not in repr(buiten.context["v"]), "het komt niet eens tot aan het sjabloon"
    for tekst in ("F-12", "€ 2.250,25", "€ 3.000,50", "Niet toegerekend aan kosten van TOP"):
        assert tekst in buiten.content.decode(), tekst
    binnen = als(maak_gebruiker("bureau")).get(adres).content.decode()
    for tekst in ("Verhuurder De Vries", "Boeking portaal", "als huurkorting"):
        assert tekst in binnen, tekst


@pytest.mark.parametrize("rol", ["gemeente", "corporatie"])
def test_buiten_staat_alleen_wat_uit_het_eigen_geld_is_betaald(rol):
    """Not the costs of the kamers, and not what the money of others paid."""
    w = maak_vol_jaar()
    w.boek("huur hart", "777.77", dekking="stad hart")
    w.boek("kantoor", "333.33")
    sluit(3)
    organisatie = w.gemeente if rol == "gemeente" else w.corporatie
    v = verantwoording_voor(maak_gebruiker(rol, organisatie=organisatie), JAAR, organisatie.pk, PER)
    assert v is not None
    assert v.kosten == ()
    eigen = [("Huur", "TOP", EURO(1000)), ("Huur", "Hart", EURO("777.77"))]
    if rol == "corporatie":
        eigen = [("Huur", "TOP", EURO("2250.25"))]
    assert [(r.post, r.kamer, r.bedrag) for r in v.bestedingen] == eigen
    assert [staat.titel for staat in staten(v)] == ["Toegezegd en ontvangen", "Waaraan het is besteed"]
    for vreemd in ("833.33", "600.00", "150.00", "4000.25", "333.33"):
        assert f"Decimal('{vreemd}')" not in repr(v), vreemd


def test_een_noot_die_ook_voor_de_financier_is_staat_in_de_verantwoording_en_andere_niet():
    w = maak_vol_jaar()
    wijziging = maak_wijziging(JAAR, reden="noten", door=systeem())
    cellen = [
        Bedragcel(w.posten["portaal"], noot="als huurkorting", noot_buiten=True),
        Bedragcel(w.posten["stad"], noot="bellen met Jan"),
    ]
    zet_bedragen(wijziging, cellen, door=systeem())
    stel_begroting_vast(wijziging, op=date(2023, 1, 6), door=systeem())
    for dicht in (False, True):  # also when only what was promised is shown
        if dicht:
            sluit(3)
        for organisatie, rol in ((w.corporatie, "corporatie"), (w.gemeente, "gemeente")):
            adres = reverse("financien:verantwoording", args=[JAAR, organisatie.pk])
            buiten = als(maak_gebruiker(rol, organisatie=organisatie)).get(adres)
            assert ("als huurkorting" in buiten.content.decode()) == (rol == "corporatie")
            assert "niet voor de financier" not in buiten.content.decode()
            assert "Jan" not in buiten.content.decode() + repr(buiten.context["v"])
    binnen = als(maak_gebruiker("bureau")).get(reverse("financien:verantwoording", args=[JAAR, w.gemeente.pk]))
    assert "bellen met Jan (niet voor de financier)" in binnen.content.decode()


def test_buiten_is_het_de_stand_van_de_laatste_gesloten_maand():
    w = maak_vol_jaar()
    corporatie = maak_gebruiker("corporatie", organisatie=w.corporatie)
    adres = reverse("financien:verantwoording", args=[JAAR, w.corporatie.pk])
    nog_niets = als(corporatie).get(adres)
    v = nog_niets.context["v"]
    assert (v.per, v.met_geld, v.som.zeker, v.som.ontvangen, v.som.besteed) == (PER, False, 6000, 0, 0)
    assert "zodra de eerste maand van 2023 is gesloten" in nog_niets.content.decode()
    for tekst in ("€ 3.000,50", "€ 2.250,25", "Niet toegerekend", "Nog te komen", "Waaraan het is besteed"):
        assert tekst not in nog_niets.content.decode(), tekst
    sluit(3)
    w.boek("portaal", "1234.56", date(2023, 4, 2))
    w.stap("portaal", "ontvangen", date(2023, 5, 1))
    v = als(corporatie).get(adres).context["v"]
    assert (v.per, v.met_geld, v.som.ontvangen) == (date(2023, 3, 31), True, EURO("3000.50"))
    assert v.bijdragen[0].stand == "gefactureerd"
    with time_machine.travel("2024-01-10 11:00:00+01:00", tick=False):
        assert als(corporatie).get(adres).context["v"].per == date(2023, 3, 31)


def test_wie_vaststelt_na_een_gesloten_maand_laat_buiten_geen_concept_zien():
    w = maak_geldjaar(vastgesteld=False)
    assert w.begroting is not None
    stel_begroting_vast(w.begroting, op=date(2023, 2, 15), door=systeem())
    sluit(1)
    v = verantwoording_voor(maak_gebruiker("gemeente", organisatie=w.gemeente), JAAR, w.gemeente.pk, PER)
    assert v is not None
    assert (v.per, v.is_concept, v.vastgesteld_op) == (date(2023, 1, 31), False, date(2023, 2, 15))


def test_in_de_lijst_staat_buiten_geen_geld_voor_de_eerste_gesloten_maand():
    w = maak_vol_jaar()
    iemand = maak_gebruiker("gemeente", organisatie=w.gemeente)
    Bevoegdheid.objects.create(gebruiker=iemand, rol=Rol.CORPORATIE, organisatie=w.corporatie, van=BEGIN)
    adres = reverse("financien:verantwoordingen", args=[JAAR])
    assert "Ontvangen" not in als(iemand).get(adres).content.decode()
    sluit(3)
    inhoud = als(iemand).get(adres).content.decode()
    assert "Ontvangen" in inhoud
    assert "31 maart 2023" in inhoud


def test_een_boeking_die_later_is_teruggenomen_stond_er_op_die_dag_nog():
    w = maak_geldjaar()
    geboekt = w.boek("stad", "8000", date(2023, 3, 2))
    herstel(geboekt, omschrijving="Verkeerde post", datum=date(2023, 5, 1), door=systeem())
    stand = bijdragestand(JAAR, PER)
    for per, verwacht in ((date(2023, 4, 30), [False]), (date(2023, 5, 1), [True, True])):
        assert [rij.teruggenomen for rij in ontvangsten(stand.bijdragen, per)] == verwacht, per


def test_buiten_is_er_niets_zolang_de_begroting_een_concept_is():
    w = maak_geldjaar(vastgesteld=False)
    gemeente = maak_gebruiker("gemeente", organisatie=w.gemeente)
    adres = reverse("financien:verantwoording", args=[JAAR, w.gemeente.pk])
    assert als(gemeente).get(adres).status_code == 404
    assert jaren_voor(gemeente, PER) == []
    assert "Nog geen verantwoording" in als(gemeente).get(f"/financien/verantwoording/{JAAR}/").content.decode()
    assert "concept" in als(maak_gebruiker("bureau")).get(adres).content.decode()
    assert w.begroting is not None
    with time_machine.travel("2023-09-02 11:00:00+02:00", tick=False):
        stel_begroting_vast(w.begroting, op=date(2023, 9, 2), door=systeem())
    assert als(gemeente).get(adres).status_code == 404, "vastgesteld, maar pas morgen"
    with time_machine.travel("2023-09-02 11:00:00+02:00", tick=False):
        assert als(gemeente).get(adres).status_code == 200
        assert jaren_voor(gemeente, date(2023, 9, 2)) == [JAAR]


def test_wat_alleen_in_een_wijziging_in_de_maak_staat_is_buiten_niet_te_zien():
    w = maak_vol_jaar()
    maak_wijziging(JAAR, reden="Extra", door=systeem())
    extra = Post.objects.create(jaar=JAAR, soort="financiering", naam="Extra vraag", financier=w.gemeente)
    w.posten["extra"] = extra
    w.stap("extra", "gevraagd", bedrag="5000")
    gemeente = maak_gebruiker("gemeente", organisatie=w.gemeente)
    adres = reverse("financien:verantwoording", args=[JAAR, w.gemeente.pk])
    assert "Extra vraag" not in als(gemeente).get(adres).content.decode()
    assert "Extra vraag" in als(maak_gebruiker("bureau")).get(adres).content.decode()
    w.stap("extra", "besloten", date(2023, 5, 1), "5000")
    assert "Extra vraag" in als(gemeente).get(adres).content.decode(), "besloten is afgesproken"


def test_wie_twee_organisaties_heeft_ziet_er_twee_en_na_afloop_geen():
    w = maak_vol_jaar()
    iemand = maak_gebruiker("gemeente", organisatie=w.gemeente)
    Bevoegdheid.objects.create(gebruiker=iemand, rol=Rol.CORPORATIE, organisatie=w.corporatie, van=BEGIN)
    assert {r.organisatie_id for r in regels_voor(iemand, JAAR, PER)} == {w.gemeente.pk, w.corporatie.pk}
    lijst = als(iemand).get(reverse("financien:verantwoordingen", args=[JAAR]))
    assert lijst.status_code == 200
    assert "Totaal" not in lijst.content.decode()
    Bevoegdheid.objects.filter(gebruiker=iemand).update(tot=date(2023, 8, 31))
    assert als(iemand).get(reverse("financien:verantwoordingen", args=[JAAR])).status_code == 403


def test_wie_van_het_bureau_ook_bij_de_gemeente_hoort_ziet_alles():
    w = maak_vol_jaar()
    iemand = maak_gebruiker("bureau")
    Bevoegdheid.objects.create(gebruiker=iemand, rol=Rol.GEMEENTE, organisatie=w.gemeente)
    assert verantwoording_voor(iemand, JAAR, w.fonds.pk, PER) is not None


def test_geld_zonder_financier_staat_in_de_lijst_en_telt_mee():
    w = maak_vol_jaar()
    w.posten["los"] = Post.objects.create(jaar=JAAR, soort="financiering", naam="Verkoop")
    w.boek("los", "25")
    antwoord = als(maak_gebruiker("penningmeester")).get(reverse("financien:verantwoordingen", args=[JAAR]))
    assert antwoord.context["regels"][-1].organisatie_id is None
    assert antwoord.context["samen"]["ontvangen"] == EURO("13025.50")
    assert "Zonder financier" in antwoord.content.decode()


@pytest.mark.parametrize("per", ["2023-02-28", "2023-02-30", "gisteren", "2099-01-01", "\x00"])
def test_de_cooperatie_vraagt_een_eerdere_dag_op_en_een_dag_die_niet_kan_is_vandaag(per):
    w = maak_vol_jaar()
    adres = reverse("financien:verantwoording", args=[JAAR, w.gemeente.pk])
    v = als(maak_gebruiker("bureau")).get(adres, {"per": per}).context["v"]
    eerder = per == "2023-02-28"
    assert (v.per, v.som.ontvangen) == ((date(2023, 2, 28), 0) if eerder else (PER, EURO(8000)))
    buiten = als(maak_gebruiker("gemeente", organisatie=w.gemeente)).get(adres, {"per": per}).context["v"]
    assert buiten.per == PER


def test_begin_leidt_naar_het_laatste_jaar():
    w = maak_vol_jaar()
    maak_geldjaar(
        jaar=JAAR + 1, vastgesteld=False, gemeente=w.gemeente, corporatie=w.corporatie, top=w.top, hart=w.hart
    )
    for rol, jaar in (("penningmeester", JAAR + 1), ("gemeente", JAAR)):
        organisatie = {"organisatie": w.gemeente} if rol == "gemeente" else {}
        naar = als(maak_gebruiker(rol, **organisatie)).get("/financien/verantwoording/").headers["Location"]
        assert naar == reverse("financien:verantwoordingen", args=[jaar])


def test_gemeente_en_corporatie_vinden_hun_verantwoording_op_start_en_bij_de_afspraak():
    w = maak_vol_jaar()
    afspraak = maak_afspraak("Afspraak 2023", jaar=JAAR, partijen=[w.gemeente, w.corporatie])
    adres = reverse("financien:verantwoordingen", args=[JAAR])
    for rol, organisatie in (("gemeente", w.gemeente), ("corporatie", w.corporatie)):
        client = als(maak_gebruiker(rol, organisatie=organisatie))
        for pagina in ("/", afspraak.get_absolute_url()):
            assert adres in client.get(pagina).content.decode(), (rol, pagina)
    vreemd = als(maak_gebruiker("gemeente", organisatie=maak_organisatie()))
    assert adres not in vreemd.get("/").content.decode()
