"""Dashboards: who sees which, the address is the view, and every figure is that of the function that counts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.models import Deadline, Kamer, Overleg
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.tellingen import tel_uniek, tel_uren
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron
from financien.overzicht import overzicht
from rapportage.dashboard.samenstelling import Geldzicht, Vraag, stel_samen
from rapportage.dashboard.tijdvak import EERSTE_JAAR
from rapportage.dashboard.vorm import Blad, Tabelblok
from rapportage.indicatoren import beoordeel_indicatoren
from tests.fabrieken import (
    Huis,
    Rol,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_huis,
    maak_indicator,
    maak_kamer,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db
VANDAAG = date(2026, 3, 12)
DIT_JAAR = Periode(date(2026, 1, 1), VANDAAG)


@pytest.fixture(autouse=True)
def vandaag() -> Iterator[None]:
    with time_machine.travel("2026-03-12 11:00:00+01:00", tick=False):
        yield


@pytest.fixture
def huis() -> Huis:
    """Two kamers with people of this year and last, hours, money, and an agreement in two versions.

    Awkward on purpose: somebody with two cards, somebody of both kamers, a visit today and on 31 December.
    """
    huis = maak_huis()
    eettafel, inloop = maak_activiteit(huis.eigen, "Eettafel"), maak_activiteit(huis.ander, "Inloop")
    brieven = maak_activiteit(huis.eigen, "Brieven", soort="Formulieren")
    mensen = [maak_deelnemer(huis.eigen, f"Mens{n}") for n in range(14)]
    registreer(eettafel, mensen[:12], date(2026, 1, 8))
    registreer(eettafel, mensen[:3], date(2026, 2, 3), VANDAAG)
    registreer(brieven, mensen[:4], date(2026, 2, 4))
    registreer(inloop, [mensen[0], mensen[13]], date(2026, 2, 5))
    registreer(eettafel, mensen[:6], date(2025, 2, 6))
    registreer(eettafel, mensen[:12], date(2025, 12, 31))
    dubbel = maak_deelnemer(huis.eigen, "Mens0 dubbel")
    registreer(eettafel, dubbel, date(2026, 1, 8))
    registratie.voeg_samen(van=dubbel, naar=mensen[0], door=huis.gebruikers[Rol.BUREAU])
    registratie.leg_inzet_vast(
        [registratie.NieuweInzet(huis.eigen.pk, mensen[1].pk, date(2026, 2, 2), Decimal("7.5"), "Tuin")], door=systeem()
    )
    _geld(huis)
    _afspraak(huis)
    return huis


def _geld(huis: Huis) -> None:
    def regel(soort: str, post: str, kamer: Kamer, bedrag: int, financier: str = "") -> NieuweRegel:
        return NieuweRegel(
            "Afspraak 2026", 2026, soort, post, kamer=kamer, financier=financier, begroot=Decimal(bedrag),
            prognose=Decimal(bedrag + 10),
        )  # fmt: skip

    rijen = [
        regel("kosten", "Huur", huis.eigen, 900),
        regel("kosten", "Huur", huis.ander, 400),
        regel("financiering", "Subsidie", huis.eigen, 700, huis.gemeente.naam),
        regel("financiering", "Huurkorting", huis.eigen, 150, huis.corporatie.naam),
        regel("financiering", "Gift", huis.eigen, 33, "Een fonds"),
    ]
    leg_regels_vast(rijen, door=systeem())


def _afspraak(huis: Huis) -> None:
    partijen = [huis.gemeente, huis.corporatie]
    for versie, getekend in ((1, date(2025, 12, 1)), (2, date(2026, 2, 1)), (3, None)):
        afspraak = maak_afspraak("Afspraak 2026", jaar=2026, partijen=partijen, versie=versie)
        doelen = {huis.eigen: "200", huis.ander: "1"}
        maak_indicator(afspraak, "Totaal mensen", doelen=doelen, meetregel="uniek_totaal", groep="PROCES")
        maak_indicator(
            afspraak, "Klussen in de buurt", doelen=doelen, meetregel="klussen", groep="OUTPUT", corporatie=True
        )
        maak_indicator(afspraak, "Vertrouwen", doelen={huis.eigen: "nog te vroeg"}, groep="IMPACT")
        afspraak.getekend_op = getekend
        afspraak.save()


def haal(client: Client, gebruiker: Any, adres: str = "/dashboard/", status: int = 200) -> Any:
    client.force_login(gebruiker)
    antwoord = client.get(adres)
    assert antwoord.status_code == status, adres
    return antwoord


def tekst_van(antwoord: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", antwoord.content.decode()))


def tabel(blad: Blad[Any], sleutel: str) -> Tabelblok[Any]:
    return next(t for t in blad.tabellen if t.sleutel == sleutel)


# --- who sees what -----------------------------------------------------------------------------------------------


def test_alle_kamers_samen(client: Client, huis: Huis) -> None:
    for rol in (Rol.BUREAU, Rol.PENNINGMEESTER, Rol.GEMEENTE):
        antwoord = haal(client, huis.gebruikers[rol])
        assert [k.slug for k in antwoord.context["blad"].kamers] == [huis.ander.slug, huis.eigen.slug]
        assert "Eigen loopt het meest achter" in tekst_van(antwoord)


def test_een_coordinator_gaat_naar_de_eigen_kamer(client: Client, huis: Huis) -> None:
    coordinator = huis.gebruikers[Rol.COORDINATOR]
    antwoord = haal(client, coordinator, "/dashboard/?jaar=2025", 302)
    assert antwoord.url == reverse("dashboard:kamer", args=[huis.eigen.slug]) + "?jaar=2025"
    eigen = haal(client, coordinator, f"/dashboard/kamers/{huis.eigen.slug}/")
    assert {k.naam for k in eigen.context["blad"].kamers} == {"Eigen"}
    assert f"kamers/{huis.ander.slug}/" not in eigen.content.decode()
    haal(client, coordinator, f"/dashboard/kamers/{huis.ander.slug}/", 404)
    haal(client, coordinator, f"/dashboard/indicatoren/?kamer={huis.ander.slug}", 404)
    haal(client, coordinator, f"/dashboard/grafiek/mensen.svg?kamer={huis.ander.slug}", 404)


def test_met_twee_kamers_kiest_een_coordinator(client: Client, huis: Huis) -> None:
    coordinator = huis.gebruikers[Rol.COORDINATOR]
    coordinator.bevoegdheid_set.create(rol=Rol.COORDINATOR, kamer=huis.ander)
    antwoord = haal(client, coordinator)
    assert "Van welke kamer wilt u de cijfers zien?" in tekst_van(antwoord)
    for kamer in (huis.eigen, huis.ander):
        assert reverse("dashboard:kamer", args=[kamer.slug]) in antwoord.content.decode()
        haal(client, coordinator, f"/dashboard/kamers/{kamer.slug}/")


def test_een_andere_organisatie_ziet_niets(client: Client, huis: Huis) -> None:
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE):
        vreemd = huis.vreemden[rol]
        antwoord = haal(client, vreemd)
        assert antwoord.context["blad"].kamers == ()
        assert "Geen kamers in deze periode" in tekst_van(antwoord)
        assert "Afspraak 2026" not in tekst_van(antwoord)
        haal(client, vreemd, f"/dashboard/kamers/{huis.eigen.slug}/", 404)
        afspraak = haal(client, huis.gebruikers[rol]).context["afspraak"]
        haal(client, vreemd, f"/dashboard/?afspraak={afspraak.pk}", 404)
        haal(client, vreemd, f"/dashboard/indicatoren/{afspraak.indicator_set.first().pk}/", 404)


def test_de_gemeente_ziet_alleen_kamers_met_een_doel(client: Client, huis: Huis) -> None:
    derde = maak_kamer("Derde")
    haal(client, huis.gebruikers[Rol.GEMEENTE], f"/dashboard/kamers/{derde.slug}/", 404)
    haal(client, huis.gebruikers[Rol.BUREAU], f"/dashboard/kamers/{derde.slug}/")


def test_een_corporatie_ziet_alleen_wat_voor_haar_is(client: Client, huis: Huis) -> None:
    antwoord = haal(client, huis.gebruikers[Rol.CORPORATIE])
    blad = antwoord.context["blad"]
    assert [regel.naam for regel in blad.indicatoren] == ["Klussen in de buurt"]
    assert blad.kerncijfers == ()
    assert {t.sleutel for t in blad.tabellen} <= {"geld"}
    assert [naam for naam, _ in tabel(blad, "geld").rijen] == ["Huurkorting"], "alleen de eigen bijdrage"
    assert "Totaal mensen" not in tekst_van(antwoord)
    ander = huis.gebruikers[Rol.CORPORATIE]
    verborgen = antwoord.context["afspraak"].indicator_set.get(naam="Totaal mensen")
    haal(client, ander, f"/dashboard/indicatoren/{verborgen.pk}/", 404)


def test_de_gemeente_ziet_van_het_geld_de_afgesproken_regels(client: Client, huis: Huis) -> None:
    blad = haal(client, huis.gebruikers[Rol.GEMEENTE]).context["blad"]
    namen = [naam for naam, _ in tabel(blad, "geld").rijen]
    assert "Subsidie" in namen
    assert "Huurkorting" in namen
    assert "Gift" not in namen, "dit fonds is geen partij bij de afspraak"
    assert "Totaal financiering" not in namen, "daaruit is de gift uit te rekenen"


def test_een_coordinator_ziet_geen_geld_van_een_andere_kamer(client: Client, huis: Huis) -> None:
    blad = haal(client, huis.gebruikers[Rol.COORDINATOR], f"/dashboard/kamers/{huis.eigen.slug}/").context["blad"]
    bedragen = {c.tekst for _, cellen in tabel(blad, "geld").rijen for c in cellen}
    assert "€ 900" in bedragen
    assert not bedragen & {"€ 400", "€ 1.300"}


def test_buiten_is_er_geen_lijst_achter_een_cijfer(client: Client, huis: Huis) -> None:
    assert "/dashboard/bewijs/" in haal(client, huis.gebruikers[Rol.BUREAU]).content.decode()
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE, Rol.PENNINGMEESTER):
        assert "/dashboard/bewijs/" not in haal(client, huis.gebruikers[rol]).content.decode(), rol


def test_elke_link_naar_een_lijst_gaat_open(client: Client, huis: Huis) -> None:
    coordinator = huis.gebruikers[Rol.COORDINATOR]
    bladzijde = haal(client, coordinator, f"/dashboard/kamers/{huis.eigen.slug}/").content.decode()
    adressen = set(re.findall(r'href="(/dashboard/bewijs/[^"]+)"', bladzijde))
    assert len(adressen) > 3
    for adres in adressen:
        haal(client, coordinator, adres.replace("&amp;", "&"))


# --- the address is the view ---------------------------------------------------------------------------------------


def test_de_nieuwste_getekende_versie_geldt_tenzij_er_een_gekozen_is(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    antwoord = haal(client, bureau)
    assert antwoord.context["afspraak"].versie == 2
    assert "Afspraak 2026, versie 2 , getekend op 1 februari 2026" in tekst_van(antwoord)
    eerste = next(a for a in antwoord.context["afspraak"].__class__.objects.filter(versie=1))
    assert haal(client, bureau, f"/dashboard/?afspraak={eerste.pk}").context["afspraak"] == eerste


def test_een_bewaard_adres_geeft_dezelfde_weergave(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    eerst = haal(client, bureau, f"/dashboard/kamers/{huis.eigen.slug}/?jaar=2026&deel=k1")
    adres = f"/dashboard/kamers/{huis.eigen.slug}/?{eerst.context['zonder_kamer']}"
    caches["dashboard"].clear()
    later = haal(Client(), bureau, adres)
    assert eerst.context["blad"] == later.context["blad"]
    assert later.context["tijdvak"].deel == "k1"


VREEMD = (
    "jaar=abc", "jaar=0", "jaar=99999999999999999999", "jaar=2026%00", "jaar=%D9%A2%D9%A0%D9%A2%D9%A6", "deel=m13",
    "deel=<script>alert", "deel=k4", "jaar=2031", "stand=%F0%9F%8F%A0", "jaar=2026&jaar=2025", "deel=" + "h" * 5000,
)  # fmt: skip
NIET_TE_VINDEN = ("afspraak=x", "afspraak=-1", "afspraak=9999999999999", "afspraak=7%00", "kamer=%00")


def test_een_vreemd_adres_geeft_nooit_een_fout(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    for vragen in VREEMD:
        for pad in ("/dashboard/", "/dashboard/indicatoren/"):
            assert "<script>alert" not in haal(client, bureau, f"{pad}?{vragen}").content.decode()
    for vragen in NIET_TE_VINDEN:
        haal(client, bureau, f"/dashboard/indicatoren/?{vragen}", 404)


def test_een_afspraak_van_een_ander_jaar_wordt_gezegd(client: Client, huis: Huis) -> None:
    oud = maak_afspraak("Afspraak 2025", jaar=2025, partijen=[huis.gemeente])
    antwoord = haal(client, huis.gebruikers[Rol.BUREAU], f"/dashboard/?jaar=2026&afspraak={oud.pk}")
    assert "De afspraak in dit adres geldt niet in deze periode" in tekst_van(antwoord)


def test_een_periode_die_loopt_heet_voorlopig(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    assert "voorlopig, tot en met 12 maart 2026" in tekst_van(haal(client, bureau))
    assert "voorlopig" not in tekst_van(haal(client, bureau, "/dashboard/?jaar=2025"))


def test_een_indicator_van_een_andere_versie_leidt_naar_deze(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    nu = haal(client, bureau).context["afspraak"]
    ander = nu.indicator_set.model.objects.get(afspraak__versie=1, naam="Totaal mensen")
    antwoord = haal(client, bureau, f"/dashboard/indicatoren/{ander.pk}/", 302)
    zelfde = nu.indicator_set.get(naam="Totaal mensen")
    assert antwoord.url.startswith(reverse("dashboard:indicator", args=[zelfde.pk]))
    assert "Hoe dit is gemeten" in tekst_van(haal(client, bureau, antwoord.url))


def test_een_grafiek_als_bestand(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    regel = haal(client, bureau).context["blad"].indicatoren[0]
    for soort, begin in (("svg", b"<svg"), ("xlsx", b"PK")):
        for sleutel in ("mensen", "geld", f"indicator-{regel.indicator_id}"):
            antwoord = haal(client, bureau, f"/dashboard/grafiek/{sleutel}.{soort}?jaar=2026&deel=jaar")
            assert begin in antwoord.content[:200]
            assert "attachment" in antwoord["Content-Disposition"]
        for sleutel in ("bestaat-niet", "indicator-999999999999", "indicator-", "indicator-x"):
            haal(client, bureau, f"/dashboard/grafiek/{sleutel}.{soort}", 404)


# --- what is behind, and why ----------------------------------------------------------------------------------------


def test_wat_achterloopt_is_een_klik(client: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    alles = haal(client, bureau, "/dashboard/indicatoren/")
    achter = haal(client, bureau, "/dashboard/indicatoren/?stand=achter")
    assert "Loopt achter" in tekst_van(alles)
    namen = [(o.kamer.slug, o.regel.naam) for groep in achter.context["groepen"] for o in groep.oordelen]
    assert (huis.eigen.slug, "Totaal mensen") in namen
    assert all(o.stand.stand == "achter" for groep in achter.context["groepen"] for o in groep.oordelen)
    assert "13 van 200" not in tekst_van(achter), "in de tabel staan cijfer en doel in eigen kolommen"
    assert "verwachten wij" in tekst_van(achter), "met de reden erbij"


def test_de_kop_noemt_kamer_indicator_cijfer_doel_en_wat_nu_verwacht_is(client: Client, huis: Huis) -> None:
    zin = haal(client, huis.gebruikers[Rol.GEMEENTE]).context["kopzin"]
    verwacht = beoordeel_indicatoren(*_gevraagd(huis))[0].per_kamer[0].verwacht
    assert zin.startswith("Eigen loopt het meest achter: ")
    assert verwacht == 100, "vorig jaar was op deze dag de helft bereikt"
    assert "Totaal mensen: 12 van 200, verwacht nu 100" in zin


def _gevraagd(huis: Huis) -> tuple[Any, list[Kamer], Periode]:
    afspraak = next(a for a in huis.gemeente.afspraak_set.filter(versie=2))
    return afspraak, [huis.eigen, huis.ander], DIT_JAAR


def test_termijnen_en_overleg_staan_erbij(client: Client, huis: Huis) -> None:
    afspraak = _gevraagd(huis)[0]
    Deadline.objects.create(afspraak=afspraak, naam="Tussenbericht", datum=date(2026, 3, 1))
    Deadline.objects.create(afspraak=afspraak, naam="Al klaar", datum=date(2026, 3, 2), klaar_op=date(2026, 3, 1))
    Overleg.objects.create(afspraak=afspraak, soort="kwartaal", datum=date(2026, 4, 2))
    Overleg.objects.create(afspraak=afspraak, soort="voortgang", datum=date(2026, 4, 3), kamer=huis.ander)
    stad = haal(client, huis.gebruikers[Rol.GEMEENTE]).context["blad"]
    assert [(t.naam, t.te_laat) for t in stad.termijnen] == [
        ("Tussenbericht", True), ("Kwartaaloverleg", False), ("Voortgangsgesprek over Ander", False),
    ]  # fmt: skip
    eigen = haal(client, huis.gebruikers[Rol.COORDINATOR], f"/dashboard/kamers/{huis.eigen.slug}/").context["blad"]
    assert [t.naam for t in eigen.termijnen] == ["Tussenbericht", "Kwartaaloverleg"]
    corporatie = haal(client, huis.gebruikers[Rol.CORPORATIE]).context["blad"]
    assert [t.naam for t in corporatie.termijnen] == ["Tussenbericht", "Kwartaaloverleg"]
    for rol, blad in ((Rol.GEMEENTE, stad), (Rol.COORDINATOR, eigen), (Rol.CORPORATIE, corporatie)):
        for termijn in blad.termijnen:
            haal(client, huis.gebruikers[rol], termijn.url)
    eerste = huis.gemeente.afspraak_set.get(versie=1)
    Deadline.objects.create(afspraak=eerste, naam="Uit de eerste versie", datum=date(2026, 3, 3))
    later = haal(client, huis.gebruikers[Rol.GEMEENTE]).context["blad"]
    assert "Uit de eerste versie" in [t.naam for t in later.termijnen]


# --- the figures ------------------------------------------------------------------------------------------------------


def _vraag(huis: Huis, kamer: Kamer | None = None) -> Vraag:
    kamers = (kamer,) if kamer else (huis.eigen, huis.ander)
    return Vraag(kamers, kamer, DIT_JAAR, _gevraagd(huis)[0], VANDAAG, heel=Periode.jaar(2026))


def test_mensen_en_uren_zijn_die_van_de_telfunctie(huis: Huis) -> None:
    vorig = DIT_JAAR.jaar_eerder()
    for kamer in (None, huis.eigen, huis.ander):
        vraag = _vraag(huis, kamer)
        blad = stel_samen(vraag)
        rijen = {(r.periode, r.kamer, r.categorie): r for r in tel_uniek(vraag.kamers, [DIT_JAAR, vorig])}
        uren = {(r.periode, r.kamer): r for r in tel_uren(vraag.kamers, [DIT_JAAR])}
        kern = {k.sleutel: k for k in blad.kerncijfers}
        rij = rijen[DIT_JAAR, kamer, None]
        assert kern["mensen"].cijfer.waarde == rij.uniek
        assert kern["nieuw"].cijfer.waarde == rij.nieuw
        assert kern["deelnames"].cijfer.waarde == rij.deelnames
        assert kern["deelnames"].cijfer.mensen == rij.uniek
        assert kern["uren"].cijfer.waarde == (uren[DIT_JAAR, kamer].uren or None)
        assert kern["waarde-uren"].cijfer.waarde == (uren[DIT_JAAR, kamer].waarde or None)
        eerder = rijen[vorig, kamer, None]
        assert (kern["mensen"].vorig.waarde if kern["mensen"].vorig else 0) == eerder.uniek
        maanden = tel_uniek(vraag.kamers, DIT_JAAR.verdeel("maand"))
        per_maand = [r.uniek if r.geregistreerd else None for r in maanden if (r.kamer, r.categorie) == (kamer, None)]
        assert [p.cijfer.waarde for p in kern["mensen"].maanden] == per_maand
    assert kern["mensen"].cijfer.waarde == 2, "wie in twee kamers komt telt in beide"
    stad = {k.sleutel: k.cijfer.waarde for k in stel_samen(_vraag(huis)).kerncijfers}
    assert stad["mensen"] == 13, "en in de stad een keer; twee kaarten zijn een mens"


def test_indicatoren_en_geld_zijn_die_van_hun_functie(huis: Huis) -> None:
    vraag = _vraag(huis)
    blad = stel_samen(vraag)
    bron = Bron.objects.get()
    uitkomsten = beoordeel_indicatoren(*_gevraagd(huis), bron, vandaag=VANDAAG)
    for regel, uitkomst in zip(blad.indicatoren, uitkomsten, strict=True):
        assert regel.samen.waarde == uitkomst.samen.waarde
        for stand, per_kamer in zip(regel.standen, uitkomst.per_kamer, strict=True):
            assert stand.cijfer.waarde == per_kamer.cijfer.waarde
            assert (stand.behaald, stand.op_koers) == (per_kamer.behaald, per_kamer.op_koers)
    geheel = overzicht(bron, 2026)
    rijen = dict(tabel(blad, "geld").rijen)
    assert [c.waarde for c in rijen["Totaal kosten"]] == [
        geheel.totaal("kosten", "begroot"), geheel.totaal("kosten", "prognose"),
    ]  # fmt: skip
    assert rijen["Totaal kosten"][0].waarde == 1300


def test_categorieen_zijn_beschermd_tenzij_ze_zijn_afgesproken(huis: Huis) -> None:
    afspraak = _gevraagd(huis)[0]
    categorie = afspraak.categorielijst.categorie_set.get(naam="Formulieren")
    assert categorie.gevoelig
    rij = dict(tabel(stel_samen(_vraag(huis)), "categorieen").rijen)["Formulieren"]
    assert {c.bescherming for c in rij} == {"gevoelig"}
    nieuw = maak_afspraak("Andere afspraak", jaar=2026, partijen=[huis.gemeente])
    maak_indicator(nieuw, "Brieven", doelen={huis.eigen: "5"}, meetregel="uniek_categorie", categorie=categorie)
    blad = stel_samen(replace(_vraag(huis), afspraak=nieuw))
    rij = dict(tabel(blad, "categorieen").rijen)["Formulieren"]
    per_kamer = {c.kamers: c.bescherming for c in rij}
    assert per_kamer.pop(("Eigen",)) == "afgesproken"
    assert set(per_kamer.values()) == {"gevoelig"}  # the other kamer has no target, so neither have all together


def test_zonder_kamers_zonder_afspraak_en_zonder_geld(huis: Huis) -> None:
    leeg = stel_samen(Vraag((), None, DIT_JAAR, None, VANDAAG, geld=None))
    assert (leeg.kerncijfers, leeg.grafieken, leeg.tabellen, leeg.indicatoren) == ((), (), (), ())
    assert "geen afspraak" in leeg.noten[0]
    blad = stel_samen(Vraag((huis.ander,), huis.ander, Periode.jaar(2020), None, VANDAAG, geld=Geldzicht()))
    assert [k.cijfer.waarde for k in blad.kerncijfers] == [None] * 6, "niets geregistreerd is niet 0"
    assert all(k.cijfer.reden for k in blad.kerncijfers)


def test_meer_kamers_kosten_niet_meer_vragen(client: Client, huis: Huis) -> None:
    concept = huis.gemeente.afspraak_set.get(versie=3)

    def aantallen() -> list[int]:
        uit = []
        for rol in (Rol.BUREAU, Rol.GEMEENTE):
            for pad in ("/dashboard/", "/dashboard/indicatoren/"):
                caches["dashboard"].clear()
                with CaptureQueriesContext(connection) as gevangen:
                    haal(client, huis.gebruikers[rol], f"{pad}?afspraak={concept.pk}")
                uit.append(len(gevangen))
        return uit

    aantallen()
    klein = aantallen()
    for nummer in range(3):
        kamer = maak_kamer(f"Extra {nummer}")
        registreer(maak_activiteit(kamer), maak_deelnemer(kamer), date(2026, 2, 2))
        concept.indicator_set.first().streefwaarde_set.create(kamer=kamer, tekst="5")
    assert aantallen() == klein


def test_niemand_van_buiten_ziet_wat_niet_is_afgesproken(client: Client, huis: Huis) -> None:
    """Four people at a sensitive category that nobody agreed on: not on any page of the gemeente."""
    gemeente = maak_gebruiker(Rol.GEMEENTE, organisatie=huis.gemeente)
    blad = haal(client, gemeente).context["blad"]
    formulieren = dict(tabel(blad, "categorieen").rijen)["Formulieren"]
    assert all(c.verborgen and c.waarde is None for c in formulieren)


# --- what a reviewer found


def test_een_kamer_zonder_doel_laat_buiten_ook_in_eerdere_jaren_niets_zien(client: Client, huis: Huis) -> None:
    afspraak = maak_afspraak("Nieuwe afspraak", jaar=2026, partijen=[huis.gemeente, huis.corporatie])
    alleen_hier = {huis.eigen: "1"}
    nieuwe = maak_indicator(
        afspraak, "Nieuwe bewoners", doelen=alleen_hier, meetregel="nieuwe_bewoners", corporatie=True
    )
    maak_indicator(afspraak, "Iets overal", doelen={huis.eigen: "1", huis.ander: "1"}, meetregel="klussen")
    for jaar in (2025, 2026):
        mensen = [maak_deelnemer(huis.ander) for _ in range(7)]
        rollen = [registratie.NieuweRol(m.pk, huis.ander.pk, "nieuwe bewoner", date(jaar, 1, 2)) for m in mensen]
        registratie.geef_rollen(rollen, door=systeem())
    afspraak.getekend_op = date(2026, 3, 1)
    afspraak.save()
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE):
        vragen = f"?jaar=2026&afspraak={afspraak.pk}"
        antwoord = haal(client, huis.gebruikers[rol], f"/dashboard/indicatoren/{nieuwe.pk}/{vragen}")
        jaren = antwoord.context["indicator"].jaren
        buiten = [p.cijfer for r in (jaren.reeksen if jaren else ()) if r.naam == huis.ander.label for p in r.punten]
        assert all(cijfer.waarde is None for cijfer in buiten), rol
    binnen = haal(client, huis.gebruikers[Rol.BUREAU], f"/dashboard/indicatoren/{nieuwe.pk}/{vragen}")
    assert "op 7" in tekst_van(binnen)


def test_een_werkbegroting_van_de_penningmeester_blijft_binnen(client: Client, huis: Huis) -> None:
    """Outside only what was agreed or reported, however much more another source tells."""
    bedragen = {"begroot": Decimal(5), "prognose": Decimal(6)}
    leg_regels_vast(
        [NieuweRegel("Werkbegroting", 2026, "kosten", "Geheime post", kamer=huis.eigen, **bedragen)], door=systeem()
    )
    Bron.objects.filter(naam="Afspraak 2026").update(naam="afspraak 2026")
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE):
        antwoord = haal(client, huis.gebruikers[rol])
        assert "Geheime post" not in tekst_van(antwoord)
        assert "Werkbegroting" not in tekst_van(antwoord)
        assert tabel(antwoord.context["blad"], "geld").rijen


def test_wie_een_paar_kamers_heeft_ziet_geen_geld_van_de_hele_cooperatie(huis: Huis) -> None:
    leg_regels_vast([NieuweRegel("Losse posten", 2027, "kosten", "Samen", begroot=Decimal(77))], door=systeem())
    kamers = (huis.eigen, huis.ander)
    vraag = Vraag(kamers, None, Periode(date(2027, 1, 1), date(2027, 2, 1)), None, date(2027, 2, 1), geld=Geldzicht())
    assert any(t.sleutel == "geld" for t in stel_samen(vraag).tabellen)
    assert not any(t.sleutel == "geld" for t in stel_samen(replace(vraag, stad=False)).tabellen)


@pytest.mark.parametrize("jaar", [1998, 1999, 2000, 2015, 2025])
def test_een_indicator_van_lang_geleden_stuurt_niet_rond(client: Client, huis: Huis, jaar: int) -> None:
    """An address that leads to itself would never end: of before the first year there is no page."""
    oud = maak_afspraak(f"Afspraak {jaar}", jaar=jaar, partijen=[huis.gemeente])
    indicator = maak_indicator(oud, "Alleen toen", meetregel="uniek_totaal", doelen={huis.eigen: "5"})
    client.force_login(huis.gebruikers[Rol.BUREAU])
    antwoord = client.get(reverse("dashboard:indicator", args=[indicator.pk]), follow=True)
    assert antwoord.status_code == (200 if jaar >= EERSTE_JAAR else 404)
    assert len(antwoord.redirect_chain) <= 1
