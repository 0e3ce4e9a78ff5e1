"""Lists of categories: made after an example, kept in order, and an activity in at most one category of each."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.categorieen import NieuweCategorie, maak_lijst, uit_indicatoren, verplaats_categorie
from buurtwerkkamers.models import Categorie, Categorielijst
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Indeling
from deelnemers.registratie.indelingen import deel_in
from deelnemers.tellingen import tel_uniek
from rapportage.indicatoren import beoordeel_indicatoren
from tests.buurtwerkkamers.test_meetregels import BOD, rijen
from tests.fabrieken import (
    Huis,
    Rol,
    categorie,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_huis,
    maak_indicator,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def bureau(client: Client, huis: Huis) -> Client:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    return client


@pytest.fixture
def lijst() -> Categorielijst:
    namen = [
        NieuweCategorie("Koken"),
        NieuweCategorie("Klussen", telt_klussen=True),
        NieuweCategorie("Geld", False, True),
    ]
    return maak_lijst(naam="Fijn", categorieen=namen, door=systeem())


def namen(lijst: Categorielijst) -> list[str]:
    return list(lijst.categorie_set.values_list("naam", flat=True))


def adres(naam: str, *args: object) -> str:
    return reverse(f"categorieen:{naam}", args=args)


def test_het_bod_geeft_veertien_categorieen_en_alle_tellen(bureau: Client, huis: Huis) -> None:
    afspraak = maak_afspraak("Bod 2018", jaar=2018)
    for rij in rijen(BOD):
        maak_indicator(
            afspraak, rij["indicator"], groep=rij["groep"], eenheid=rij["eenheid"], doelen={huis.eigen: rij["2018"]}
        )
    gevonden = uit_indicatoren(afspraak)
    assert len(gevonden) == 14
    assert [c.naam for c in gevonden if c.telt_klussen] == ["Klussendienst aan/om de woning"]
    assert {"Formulierenbrigade", "Budgetadvies", "Bemiddeling bij huurachterstanden"} <= {
        c.naam for c in gevonden if c.gevoelig
    }
    bureau.post(adres("nieuw"), {"naam": "Van het bod", "voorbeeld": f"afspraak-{afspraak.pk}"})
    lijst = Categorielijst.objects.get(naam="Van het bod")
    assert lijst.categorie_set.count() == 14
    afspraak.categorielijst = lijst
    afspraak.save()
    kookclub = maak_activiteit(huis.eigen, "Samen koken")
    deel_in(lijst, {kookclub: lijst.categorie_set.get(naam="Kookclub")}, door=systeem())
    registreer(kookclub, [maak_deelnemer(huis.eigen) for _ in range(3)], date(2018, 5, 1))
    uitkomsten = beoordeel_indicatoren(afspraak, [huis.eigen], Periode.jaar(2018))
    op_naam = {u.indicator.naam: u.per_kamer[0] for u in uitkomsten}
    assert op_naam["Kookclub"].cijfer.waarde == 3
    assert op_naam["Ontbijtcafé"].uitleg == "Hierover is in dit systeem niets geregistreerd."
    assert all(stand.cijfer.waarde is not None or stand.uitleg for stand in op_naam.values())


def test_een_kopie_neemt_de_indeling_mee_en_blijft_daarna_apart(bureau: Client, huis: Huis) -> None:
    inloop = maak_activiteit(huis.eigen)
    standaard = Categorielijst.objects.standaard()
    bureau.post(adres("nieuw"), {"naam": "Kopie", "voorbeeld": f"lijst-{standaard.pk}"})
    kopie = Categorielijst.objects.get(naam="Kopie")
    assert namen(kopie) == namen(standaard)
    assert inloop.indelingen.get(lijst=kopie).categorie.naam == "Sociaal en ontmoeting"
    velden = {f"activiteit_{inloop.pk}": kopie.categorie_set.get(naam="Formulieren").pk}
    antwoord = bureau.post(adres("indeling", kopie.pk, huis.eigen.slug), velden, follow=True)
    assert "1 activiteit is veranderd" in antwoord.text
    assert inloop.indelingen.get(lijst=kopie).categorie.naam == "Formulieren"
    assert inloop.indelingen.get(lijst=standaard).categorie == categorie()
    bureau.post(adres("indeling", kopie.pk, huis.eigen.slug), {f"activiteit_{inloop.pk}": ""})
    assert not inloop.indelingen.filter(lijst=kopie).exists()
    antwoord = bureau.post(adres("indeling", kopie.pk, huis.eigen.slug), {f"activiteit_{inloop.pk}": "x"})
    assert "Kies een categorie uit deze lijst." in antwoord.text


def test_dezelfde_bezoeken_tellen_per_lijst_in_een_andere_categorie(huis: Huis, lijst: Categorielijst) -> None:
    inloop, spel = maak_activiteit(huis.eigen), maak_activiteit(huis.eigen)
    mensen = [maak_deelnemer(huis.eigen) for _ in range(3)]
    registreer(inloop, mensen[:2], date(2020, 1, 1))
    registreer(spel, mensen[1:], date(2020, 1, 1))
    deel_in(lijst, {inloop: lijst.categorie_set.get(naam="Koken")}, door=systeem())
    geteld = {
        (r.kamer, r.categorie and r.categorie.naam): r.uniek
        for r in tel_uniek([huis.eigen], [Periode.jaar(2020)], lijst)
    }
    assert (geteld[huis.eigen, "Koken"], geteld[huis.eigen, "Geld"], geteld[huis.eigen, None]) == (2, 0, 3)


def test_volgorde_en_merken(bureau: Client, lijst: Categorielijst) -> None:
    geld = lijst.categorie_set.get(naam="Geld")
    bureau.post(adres("verplaats", lijst.pk, geld.pk), {"richting": "omhoog"})
    assert namen(lijst) == ["Koken", "Geld", "Klussen"]
    verplaats_categorie(lijst.categorie_set.get(naam="Koken"), omhoog=True, door=systeem())
    assert namen(lijst) == ["Koken", "Geld", "Klussen"]
    bureau.post(adres("verplaats", lijst.pk, geld.pk), {"richting": "omlaag"})
    assert namen(lijst) == ["Koken", "Klussen", "Geld"]
    antwoord = bureau.post(adres("categorie", lijst.pk, geld.pk), {"naam": "Geldzaken", "telt_klussen": "on"})
    assert "Klussen tellen al mee in ‘Klussen’" in antwoord.text
    assert "staat al in de lijst" in bureau.post(adres("categorie", lijst.pk, geld.pk), {"naam": "koken"}).text
    bureau.post(adres("categorie", lijst.pk, geld.pk), {"naam": "Geldzaken", "gevoelig": "on"})
    bureau.post(adres("categorie_nieuw", lijst.pk), {"naam": "Tuin"})
    assert namen(lijst) == ["Koken", "Klussen", "Geldzaken", "Tuin"]
    assert "gevoelig" in bureau.get(adres("lijst", lijst.pk)).text
    bureau.post(adres("hernoem", lijst.pk), {"naam": "Andere naam"})
    assert "Andere naam" in bureau.get(adres("lijsten")).text
    dubbel = {"naam": Categorielijst.objects.standaard().naam.upper(), "voorbeeld": ""}
    assert "Er is al een lijst met deze naam" in bureau.post(adres("nieuw"), dubbel).text


def test_waar_in_geteld_wordt_kan_niet_weg(bureau: Client, huis: Huis, lijst: Categorielijst) -> None:
    koken, geld = lijst.categorie_set.get(naam="Koken"), lijst.categorie_set.get(naam="Geld")
    deel_in(lijst, {maak_activiteit(huis.eigen): koken}, door=systeem())
    antwoord = bureau.post(adres("categorie_weg", lijst.pk, koken.pk), follow=True)
    assert "kan niet weg: er wordt nog in geteld" in antwoord.text
    bureau.post(adres("categorie_weg", lijst.pk, geld.pk))
    assert namen(lijst) == ["Koken", "Klussen"]
    ander = Categorielijst.objects.standaard()
    assert bureau.post(adres("categorie_weg", ander.pk, koken.pk)).status_code == 404


def test_alleen_het_bureau(client: Client, huis: Huis) -> None:
    for rol in (Rol.COORDINATOR, Rol.PENNINGMEESTER, Rol.GEMEENTE):
        client.force_login(huis.gebruikers[rol])
        assert client.get(adres("lijsten")).status_code == 403


def test_meer_lijsten_en_kamers_kosten_niet_meer_vragen(bureau: Client, huis: Huis, lijst: Categorielijst) -> None:
    def vragen() -> list[int]:
        aantallen = []
        for pagina in (adres("lijsten"), adres("lijst", lijst.pk)):
            with CaptureQueriesContext(connection) as gesteld:
                bureau.get(pagina)
            aantallen.append(len(gesteld))
        return aantallen

    maak_activiteit(huis.eigen)
    vragen()
    eerst = vragen()
    for nummer in range(3):
        anders = maak_lijst(naam=f"Nog {nummer}", categorieen=[NieuweCategorie("X")], door=systeem())
        afspraak = maak_afspraak(f"Afspraak {nummer}")
        afspraak.categorielijst = lijst
        afspraak.save()
        Categorie.objects.create(lijst=lijst, naam=f"Extra {nummer}", volgorde=9)
        deel_in(anders, {maak_activiteit(huis.ander): anders.categorie_set.get()}, door=systeem())
    assert vragen() == eerst
    assert Indeling.objects.count() == 7
