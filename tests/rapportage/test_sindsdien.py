"""What would be counted differently since adoption: every figure that moved, no other, and what was written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from gegevens import EERSTE, Wereld, maak_wereld
from voorbeeld import document

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from deelnemers import registratie
from deelnemers.models import Deelname
from deelnemers.registratie import NieuweDeelname
from financien.models import Regel
from rapportage import documenten, sindsdien, vaststelling
from rapportage.documentverschil import GEEN, Verschil, verschillen
from rapportage.models import Onderdeel, Rapport
from rapportage.samenstelling import reken_opnieuw, stel_samen
from rapportage.sindsdien import sinds_vaststelling
from rapportage.sjablonen.toen import onderdelen_op

pytestmark = pytest.mark.django_db


@pytest.fixture
def wereld(db) -> Wereld:
    """Of each test its own: some of them store what they do."""
    return maak_wereld()


@pytest.fixture
def vast(wereld, monkeypatch) -> Wereld:
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    wereld.schrijf()
    wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    return wereld


def test_niets_is_veranderd(vast):
    gevonden = sinds_vaststelling(vast.rapport)
    assert (gevonden.verschillen, gevonden.oorzaken) == ((), ())


def test_een_rapport_in_de_maak_heeft_geen_vroeger(wereld):
    assert sinds_vaststelling(wereld.rapport) is None


def test_een_bezoek_erbij_staat_met_oud_en_nieuw(vast):
    voor = documenten.als_json(vast.rapport)
    bezoek(vast, date(2020, 2, 4))
    gevonden = sinds_vaststelling(vast.rapport)
    assert documenten.als_json(vast.rapport) == voor
    totaal = [v for v in gevonden.verschillen if (v.kamer, v.rij) == ("TOP", "Verschillende mensen")]
    assert totaal
    assert all(int(v.nu.replace(".", "")) == int(v.eerst.replace(".", "")) + 1 for v in totaal)
    assert {v.kamer for v in gevonden.verschillen} <= {"TOP", ""}


@pytest.mark.django_db(transaction=True)
def test_een_ander_sjabloon_is_geen_ander_cijfer(vast):
    """Parts that got another name, went, came, or are compared: not one figure of the report was counted anew."""
    delen = {deel.soort: deel for deel in vast.rapport.sjabloon.onderdelen.all()}
    deelnemers, aandelen = delen[Onderdeel.Soort.DEELNEMERS], delen[Onderdeel.Soort.AANDEELGRAFIEK]
    deelnemers.titel = "Wie er kwamen"
    deelnemers.save()
    aandelen.vergelijking = Onderdeel.Vergelijking.JAAR_EERDER
    aandelen.save()
    weg = delen[Onderdeel.Soort.INDICATOREN]
    titel = weg.titel
    weg.delete()
    Onderdeel.objects.create(sjabloon=vast.rapport.sjabloon, volgorde=900, soort="uren", titel="Uren erbij")
    rapport = Rapport.objects.get()
    gevonden = sinds_vaststelling(rapport)
    assert gevonden.verschillen == ()
    assert set(gevonden.sjabloon) == {
        "‘Individuele deelnemers’ heet nu ‘Wie er kwamen’",
        f"‘{aandelen.titel}’ is anders",
        f"‘{titel}’ is weg",
        "‘Uren erbij’ kwam erbij",
    }
    client = Client()
    client.force_login(vast.bureau)
    bladzijde = client.get(reverse("rapporten:sindsdien", args=[rapport.kenmerk])).text
    assert "Alle cijfers zijn nog hetzelfde" in bladzijde
    assert "heet nu ‘Wie er kwamen’" in bladzijde
    assert "Maak een verbeterde editie" not in bladzijde
    # A figure that did change is found as ever, under the name that the report has for it.
    bezoek(vast, date(2020, 2, 4))
    assert "Individuele deelnemers" in {v.waar.partition(":")[0] for v in sinds_vaststelling(rapport).verschillen}


def test_een_sjabloon_zonder_geschiedenis_wordt_gelezen_zoals_het_is(vast, monkeypatch):
    """Only the parts that are in both are compared."""
    lang_geleden = timezone.now() - timedelta(days=3650)
    monkeypatch.setattr(sindsdien, "onderdelen_op", lambda sjabloon, moment: onderdelen_op(sjabloon, lang_geleden))
    vast.rapport.sjabloon.onderdelen.filter(soort=Onderdeel.Soort.DEELNEMERS).update(titel="Wie er kwamen")
    assert "Wie er kwamen" in {deel.titel for deel in onderdelen_op(vast.rapport.sjabloon, lang_geleden)}
    assert sinds_vaststelling(Rapport.objects.get()).verschillen == ()


def test_een_coordinator_ziet_het_nieuwe_cijfer_van_de_stad_niet(wereld, monkeypatch):
    """Less the own figure it would be that of the others."""
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    wereld.schrijf("Wij {uniek}, samen {uniek stad} en {deelnames stad}.")
    wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    bezoek(wereld, date(2020, 2, 4))

    def in_tekst(kamers=None) -> set[str]:
        gevonden = sinds_vaststelling(wereld.rapport, kamers).verschillen
        return {v.rij for v in gevonden if v.waar.endswith("in de tekst")}

    assert in_tekst() == {"uniek", "uniek stad", "deelnames stad"}
    assert in_tekst([wereld.kamers["TOP"]]) == {"uniek"}


def bezoek(w: Wereld, dag: date) -> None:
    top, door = w.kamers["TOP"], w.coordinatoren["TOP"]
    mens = registratie.schrijf_in(voornaam="Noor", kamer=top, op=EERSTE.van, door=door)
    activiteit = top.activiteit_set.first()
    registratie.registreer_deelnames([NieuweDeelname(activiteit.pk, top.pk, mens.pk, dag)], door=door)


@pytest.mark.django_db(transaction=True)
def test_wat_er_sindsdien_is_opgeschreven(vast):
    """Each in a transaction of its own, because history gives a whole transaction one moment."""
    hart = vast.kamers["Hart voor Leidsche Rijn"]
    assert sinds_vaststelling(vast.rapport).oorzaken == ()
    bezoek(vast, date(2020, 2, 4))
    bezoek(vast, date(2020, 7, 4))
    weg, _ = Deelname.objects.filter(
        kamer=hart, datum=Deelname.objects.filter(kamer=hart).earliest("datum").datum
    ).delete()
    regel = Regel.objects.filter(bron=vast.rapport.begrotingsbron, prognose__isnull=False).first()
    Regel.objects.filter(pk=regel.pk).update(prognose=regel.prognose + Decimal(1))
    gevonden = {(o.kamer, o.wat, o.aantal, o.gedaan) for o in sinds_vaststelling(vast.rapport).oorzaken}
    assert gevonden == {
        ("TOP", "deelname", 1, "erbij"),
        (hart.naam, "deelname" if weg == 1 else "deelnames", weg, "weggehaald"),
        ("", "bedrag", 1, "gewijzigd"),
    }
    alles = sinds_vaststelling(vast.rapport)
    geld = {oorzaken for v, oorzaken in alles.regels if v.waar.startswith("Begroting en prognose: ")}
    assert geld == {("1 bedrag gewijzigd",)}
    mensen = {oorzaken for v, oorzaken in alles.regels if v.waar.startswith("Individuele") and v.kamer == "TOP"}
    assert mensen == {("1 deelname erbij",)}
    assert "TOP: 1 deelname erbij" in alles.reden
    (oorzaak,) = sinds_vaststelling(vast.rapport, [vast.kamers["TOP"]]).oorzaken
    assert oorzaak.wat == "deelname"


def test_elk_verschil_is_er_en_geen_ander(vast):
    """The list is the two documents beside each other: put the old words back and they are the same again."""
    Deelname.objects.filter(kamer=vast.kamers["TOP"], datum=Deelname.objects.earliest("datum").datum).delete()
    oud, nu = stel_samen(vast.rapport), reken_opnieuw(vast.rapport)
    gevonden = verschillen(oud, nu)
    terug = [Verschil(v.kamer, v.waar, v.rij, v.kolom, v.nu, v.eerst) for v in gevonden]
    assert gevonden
    assert sorted(verschillen(nu, oud), key=str) == sorted(terug, key=str)


def test_bedragen_zijn_ook_cijfers(vast):
    regel = Regel.objects.filter(bron=vast.rapport.begrotingsbron, prognose__isnull=False).first()
    Regel.objects.filter(pk=regel.pk).update(prognose=regel.prognose + Decimal(1))
    gevonden = sinds_vaststelling(vast.rapport)
    assert any(v.waar.startswith("Begroting en prognose") for v in gevonden.verschillen)


def test_een_rij_die_erbij_komt_schuift_niets_op():
    een = document()
    deel = een.delen[1]
    tabel = deel.tabellen[0].tabel
    rijen = (type(tabel.rijen[0])(("Tuinieren", 4, 5, 9)), *tabel.rijen)
    nieuw = replace(deel.tabellen[0], tabel=replace(tabel, rijen=rijen))
    twee = replace(een, delen=(een.delen[0], replace(deel, tabellen=(nieuw, *deel.tabellen[1:])), *een.delen[2:]))
    assert {(v.rij, v.eerst) for v in verschillen(een, twee)} == {("Tuinieren", GEEN)}
    assert verschillen(een, een) == []


@pytest.mark.django_db(transaction=True)
def test_een_andere_naam_is_geen_ander_cijfer(vast):
    """Renamed after adoption: nothing differs, and it is said; a visit since is found under the name of now."""
    kamer = vast.kamers["TOP"]
    Kamer.objects.filter(pk=kamer.pk).update(naam="Ondiep aan zet", korte_naam="Ondiep")
    Categorie.objects.filter(naam="Formulieren").update(naam="Papierwinkel")
    gevonden = sinds_vaststelling(vast.rapport)
    assert gevonden.verschillen == ()
    assert {(h.toen[0], h.nu) for h in gevonden.hernoemd} == {
        ("TOP", ("Ondiep aan zet", "Ondiep")),
        ("Formulieren", ("Papierwinkel", "Papierwinkel")),
    }
    bezoek(vast, date(2020, 2, 4))
    kamer.refresh_from_db()
    van_de_kamer = sinds_vaststelling(vast.rapport, [kamer]).verschillen
    assert {v.kamer for v in van_de_kamer} == {"Ondiep aan zet"}
    assert GEEN not in {v.eerst for v in van_de_kamer}
    bureau = Client()
    bureau.force_login(vast.bureau)
    pagina = bureau.get(reverse("rapporten:sindsdien", args=[vast.rapport.kenmerk])).content.decode()
    assert "De categorie ‘Formulieren’ heet nu ‘Papierwinkel’" in pagina


@pytest.mark.django_db(transaction=True)
def test_verwisselde_namen_verwisselen_geen_cijfers(vast):
    """Names that changed places, and one that another has now: nobody's figures are said to be somebody else's."""
    top, hart = vast.kamers["TOP"], vast.kamers["Hart voor Leidsche Rijn"]
    for kamer, naam in ((top, "tijdelijk"), (hart, "TOP"), (top, "Hart voor Leidsche Rijn")):
        Kamer.objects.filter(pk=kamer.pk).update(naam=naam, korte_naam="")
    elders = Categorielijst.objects.create(naam="Elders")
    Categorie.objects.create(lijst=elders, naam="Formulieren", volgorde=1)
    Categorie.objects.filter(lijst=elders).update(naam="Van een andere lijst")
    Categorie.objects.exclude(lijst=elders).filter(naam="Klussen").update(naam="Formulieren en klussen")
    gevonden = sinds_vaststelling(vast.rapport)
    assert gevonden.verschillen == ()
    assert len(gevonden.hernoemd) == 3


def test_een_coordinator_ziet_de_eigen_kamer(vast):
    Deelname.objects.filter(kamer=vast.kamers["TOP"]).delete()
    adres = reverse("rapporten:sindsdien", args=[vast.rapport.kenmerk])
    bladzijden = {}
    for naam, wie in (("TOP", vast.coordinatoren["TOP"]), ("Hart", vast.coordinatoren["Hart voor Leidsche Rijn"])):
        client = Client()
        client.force_login(wie)
        bladzijden[naam] = client.get(adres).content.decode()
    assert "cijfers zouden nu anders zijn" in bladzijden["TOP"]
    assert "samen</td>" not in bladzijden["TOP"]
    assert "Alle cijfers zijn nog hetzelfde" in bladzijden["Hart"]
    client.force_login(vast.ambtenaar)
    assert client.get(adres).status_code == 403
