"""Indicators: every rule has a measure, and judging holds at its edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Categorielijst, Gebruiker, Indicator, Kamer, Streefwaarde
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.models import Rol
from deelnemers.registratie import NieuweDeelname, NieuweInzet, NieuweKlus, NieuweRol
from deelnemers.registratie.uitkomsten import NieuweUitkomst, leg_uitkomsten_vast
from deelnemers.registratie.verwijzingen import NieuweVerwijzing, leg_verwijzingen_vast
from financien import boekhouding
from financien.boekhouding import NieuweRegel
from financien.models import Bron
from rapportage.indicatoren import METINGEN, KamerUitkomst, beoordeel_indicatoren
from tests.fabrieken import maak_organisatie, maak_regels

pytestmark = pytest.mark.django_db
HALFJAAR = Periode.halfjaar(2020, 1)


@pytest.fixture
def door():
    return Gebruiker.objects.systeem()


@pytest.fixture
def kamer():
    return Kamer.objects.create(naam="Proefkamer")


@pytest.fixture
def afspraak():
    return Afspraak.objects.create(
        naam="Afspraak 2020",
        van=date(2020, 1, 1),
        tm=date(2020, 12, 31),
        categorielijst=Categorielijst.objects.standaard(),
    )


@pytest.fixture
def mensen(kamer, door):
    rijen = [registratie.NieuweDeelnemer(f"Mens {n}", [kamer], date(2019, 1, 1)) for n in range(10)]
    return registratie.schrijf_velen_in(rijen, door=door)


@pytest.fixture
def inloop(kamer, door):
    categorie = Categorielijst.objects.standaard().categorie_set.get(naam="Sociaal en ontmoeting")
    return registratie.maak_activiteit(kamer=kamer, naam="Inloop", categorie=categorie, door=door)


def beoordeel(
    afspraak, kamer, meetregel, streefwaarde, *, periode=HALFJAAR, categorie=None, bron=None
) -> KamerUitkomst:
    indicator = Indicator.objects.create(
        afspraak=afspraak, groep="OUTPUT", naam="Proef", volgorde=1, meetregel=meetregel, categorie=categorie
    )
    if streefwaarde:
        Streefwaarde.objects.create(indicator=indicator, kamer=kamer, tekst=streefwaarde)
    (uitkomst,) = beoordeel_indicatoren(afspraak, [kamer], periode, bron)
    return uitkomst.per_kamer[0]


def kom(inloop, mensen, dag, door):
    registratie.registreer_deelnames(
        [NieuweDeelname(inloop.pk, inloop.kamer_id, mens.pk, dag) for mens in mensen], door=door
    )


def test_elke_meetregel_heeft_een_meting_met_een_zin():
    assert set(METINGEN) == set(Meetregel.values)
    assert all(meting.regel.endswith(".") and meting.over_kamers and meting.over_tijd for meting in METINGEN.values())
    assert all(naam == meting.meetregel for naam, meting in METINGEN.items())


@pytest.mark.parametrize("meetregel", Meetregel.values)
def test_zonder_gegevens_nooit_een_traceback_en_zonder_bron_een_reden(meetregel, afspraak, kamer):
    uitkomst = beoordeel(afspraak, kamer, meetregel, "> 5")
    assert uitkomst.cijfer.waarde is not None or uitkomst.cijfer.reden


def test_onbekende_meetregel_zegt_dat_hij_ontbreekt(afspraak, kamer):
    uitkomst = beoordeel(afspraak, kamer, "", "> 5")
    assert (uitkomst.cijfer.waarde, uitkomst.behaald) == (None, None)
    assert "geen meetregel" in uitkomst.uitleg


def test_uniek_in_categorie(afspraak, kamer, mensen, inloop, door):
    kom(inloop, mensen[:5], date(2020, 2, 3), door)
    categorie = inloop.indelingen.get().categorie
    uitkomst = beoordeel(afspraak, kamer, Meetregel.UNIEK_CATEGORIE, "10", categorie=categorie)
    assert (uitkomst.cijfer.waarde, uitkomst.behaald) == (5, False)
    assert uitkomst.op_koers  # no last year: 5 of 10 after 182 of 366 days is enough
    assert "naar rato" in uitkomst.uitleg


def test_uniek_op_koers_volgt_het_vorige_jaar(afspraak, kamer, mensen, inloop, door):
    kom(inloop, mensen[:8], date(2019, 3, 1), door)
    kom(inloop, mensen[8:], date(2019, 9, 1), door)  # last year 8 of 10 had come by half-year
    kom(inloop, mensen[:7], date(2020, 3, 1), door)
    uitkomst = beoordeel(afspraak, kamer, Meetregel.UNIEK_TOTAAL, "10")
    assert (uitkomst.behaald, uitkomst.op_koers) == (False, False)  # 7 where 8 was to be expected
    kom(inloop, mensen[7:8], date(2020, 3, 2), door)
    Indicator.objects.all().delete()
    assert beoordeel(afspraak, kamer, Meetregel.UNIEK_TOTAAL, "10").op_koers


@pytest.mark.parametrize(
    ("aantal", "doel", "behaald", "op_koers"),
    [(4, "8", False, True), (3, "8", False, False), (8, "8", True, True), (8, "> 8", False, True)],
)
def test_klussen_naar_rato_van_de_dagen(afspraak, kamer, mensen, door, aantal, doel, behaald, op_koers):
    registratie.leg_klussen_vast(
        [NieuweKlus(kamer.pk, mensen[0].pk, date(2020, 2, 1), date(2020, 2, 2))] * aantal, door=door
    )
    uitkomst = beoordeel(afspraak, kamer, Meetregel.KLUSSEN, doel)
    assert (uitkomst.cijfer.waarde, uitkomst.behaald, uitkomst.op_koers) == (aantal, behaald, op_koers)


def test_rol_wordt_vergeleken_zoals_hij_is(afspraak, kamer, mensen, door):
    registratie.geef_rollen(
        [NieuweRol(m.pk, kamer.pk, Rol.Soort.SLEUTELHOUDER, date(2020, 1, 1)) for m in mensen], door=door
    )
    uitkomst = beoordeel(afspraak, kamer, Meetregel.SLEUTELHOUDERS, "> 10")
    assert (uitkomst.cijfer.waarde, uitkomst.behaald, uitkomst.op_koers) == (10, False, False)


@pytest.mark.parametrize(("uren", "behaald"), [("11.99", False), ("12.50", True)])
def test_vrijwilligers_moeten_met_genoeg_zijn_en_genoeg_uren_maken(afspraak, kamer, mensen, door, uren, behaald):
    """250 hours a year is 124.32 hours in 182 of the 366 days of 2020, rounded nowhere."""
    rijen = [NieuweInzet(kamer.pk, mensen[0].pk, date(2020, 1, d), Decimal(uren)) for d in range(1, 11)]
    registratie.leg_inzet_vast(rijen, door=door)
    uitkomst = beoordeel(afspraak, kamer, Meetregel.VRIJWILLIGERS, "1")
    assert (uitkomst.cijfer.waarde, uitkomst.cijfer.teller) == (1, Decimal(uren) * 10)
    assert uitkomst.behaald is behaald


def test_nieuwe_bewoners_als_paar(afspraak, kamer, mensen, inloop, door):
    registratie.geef_rollen(
        [NieuweRol(m.pk, kamer.pk, Rol.Soort.NIEUWE_BEWONER, date(2020, 2, 1)) for m in mensen], door=door
    )
    kom(inloop, mensen[:6], date(2020, 2, 2), door)
    uitkomst = beoordeel(afspraak, kamer, Meetregel.NIEUWE_BEWONERS, "> 5 op 10")
    assert (uitkomst.cijfer.teller, uitkomst.cijfer.noemer, uitkomst.behaald) == (6, 10, True)


def test_begroting_in_totaal_en_niet_te_bepalen_per_kamer(afspraak, kamer, door):
    regels = [
        NieuweRegel("Bron", 2020, "kosten", "Alles", kamer=kamer, prognose=Decimal(100)),
        NieuweRegel("Bron", 2020, "financiering", "Gemeente", prognose=Decimal(90)),
    ]
    boekhouding.leg_regels_vast(regels, door=door)
    uitkomst = beoordeel(afspraak, kamer, Meetregel.BEGROTING, "Positief", bron=Bron.objects.get())
    assert (uitkomst.cijfer.waarde, uitkomst.behaald) == (None, None)
    assert "niet te bepalen" in uitkomst.uitleg.lower()
    (samen,) = beoordeel_indicatoren(afspraak, [kamer], HALFJAAR, Bron.objects.get())
    assert samen.samen.waarde == -10


def test_streefwaarde_in_woorden_is_niet_te_beoordelen(afspraak, kamer, mensen, door):
    registratie.leg_klussen_vast([NieuweKlus(kamer.pk, mensen[0].pk, date(2020, 2, 1))], door=door)
    uitkomst = beoordeel(afspraak, kamer, Meetregel.KLUSSEN, "nog te vroeg")
    assert (uitkomst.cijfer.waarde, uitkomst.behaald) == (0, None)
    assert "in woorden" in uitkomst.uitleg
    assert beoordeel_zonder(afspraak, kamer).behaald is None


def beoordeel_zonder(afspraak, kamer) -> KamerUitkomst:
    Indicator.objects.all().delete()
    return beoordeel(afspraak, kamer, Meetregel.KLUSSEN, "")


def test_veel_indicatoren_tellen_de_mensen_een_keer(afspraak, kamer, inloop):
    categorieen = Categorielijst.objects.standaard().categorie_set.all()

    def vragen() -> int:
        with CaptureQueriesContext(connection) as gesteld:
            beoordeel_indicatoren(afspraak, [kamer], HALFJAAR)
        return len(gesteld)

    aantallen = []
    for nummer, categorie in enumerate(categorieen):
        Indicator.objects.create(
            afspraak=afspraak, groep="PROCES", naam=categorie.naam, volgorde=nummer,
            meetregel=Meetregel.UNIEK_CATEGORIE, categorie=categorie,
        )  # fmt: skip
        aantallen.append(vragen())
    assert len(set(aantallen)) == 1


# --- what is only known where somebody wrote it down ------------------------------------------------------------

BIJGEHOUDEN = [
    (Meetregel.DOORVERWEZEN, "verwijzingen"),
    (Meetregel.VERWIJZINGEN, "verwijzingen"),
    (Meetregel.WIJKPARTNERS, "partners"),
    (Meetregel.BETAALD_WERK, "uitkomsten"),
]


@pytest.mark.parametrize(("meetregel", "soort"), BIJGEHOUDEN)
def test_wie_nooit_iets_opschreef_heeft_geen_cijfer_en_wie_dat_wel_deed_heeft_nul(
    afspraak, kamer, mensen, meetregel, soort
):
    ander = Kamer.objects.create(naam="Andere kamer")
    Indicator.objects.create(afspraak=afspraak, groep="OUTPUT", naam="Proef", volgorde=1, meetregel=meetregel)

    def waarden():
        (uitkomst,) = beoordeel_indicatoren(afspraak, [kamer, ander], HALFJAAR)
        return [*(rij.cijfer.waarde for rij in uitkomst.per_kamer), uitkomst.samen.waarde]

    assert waarden() == [None, None, None]
    maak_regels(kamer, mensen[0], maak_organisatie(), op=HALFJAAR.tot)  # after the period: not known yet then
    assert waarden() == [None, None, None]
    maak_regels(kamer, mensen[2], maak_organisatie(), op=date(2019, 3, 1))
    assert waarden() == [0, None, 0]
    maak_regels(ander, mensen[1], maak_organisatie(), op=HALFJAAR.tm)
    verwacht = {Meetregel.DOORVERWEZEN: [0, 0, 0], Meetregel.BETAALD_WERK: [0, 0, 0]}
    assert waarden() == verwacht.get(meetregel, [0, 1, 1])


def test_doorverwezen_als_paar(afspraak, kamer, mensen, inloop, door):
    organisatie = maak_organisatie()
    verwezen = [NieuweVerwijzing(kamer.pk, mens.pk, date(2020, 2, 1), "in", organisatie) for mens in mensen]
    leg_verwijzingen_vast(verwezen, door=door)
    kom(inloop, mensen[:5], date(2020, 2, 1), door)
    kom(inloop, mensen[5:6], date(2020, 1, 31), door)  # before the referral
    leg_uitkomsten_vast([NieuweUitkomst(kamer.pk, mensen[3].pk, date(2020, 3, 1), "betaald werk")], door=door)
    uitkomst = beoordeel(afspraak, kamer, Meetregel.DOORVERWEZEN, "> 5 op 10")
    assert (uitkomst.cijfer.teller, uitkomst.cijfer.noemer, uitkomst.behaald) == (5, 10, False)
    Indicator.objects.all().delete()
    assert beoordeel(afspraak, kamer, Meetregel.BETAALD_WERK, "1").cijfer.waarde == 1
