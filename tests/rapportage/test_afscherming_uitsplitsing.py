"""People by age and by area: each in one cell, the cells add up, and outside only what was decided cell by cell."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.models import Deelname, Deelnemer, Klus, Persoonsgegevens
from deelnemers.registratie import NieuweDeelname, NieuweKlus
from deelnemers.tellingen import tel_uniek, uitsplitsing
from deelnemers.tellingen.uitsplitsing import LEEFTIJDEN, leeftijdsgroep, tel_gebieden, tel_leeftijden
from rapportage.afscherming import Kijker, scherm_af
from rapportage.dashboard.uitsplitsing import uitsplitsingen
from rapportage.dashboard.vorm import Blad
from rapportage.dashboard.vraag import Vraag
from tests.fabrieken import maak_activiteit, maak_deelnemer, maak_kamer, registreer, systeem

pytestmark = pytest.mark.django_db
BEGIN = date(2025, 1, 1)
H1 = Periode.halfjaar(2025, 1)
VANDAAG = date(2026, 3, 1)
BUITEN = Kijker(vandaag=VANDAAG)
BINNEN = Kijker(overal=True, bewijs=True, vandaag=VANDAAG)


@pytest.mark.parametrize(
    ("geboortejaar", "groep"),
    [
        (None, "onbekend"), (2008, "onder 18"), (2007, "18 t/m 26"), (1999, "18 t/m 26"), (1998, "27 t/m 44"),
        (1981, "27 t/m 44"), (1980, "45 t/m 64"), (1961, "45 t/m 64"), (1960, "65 en ouder"), (2030, "onder 18"),
    ],
)  # fmt: skip
def test_leeftijd_is_die_van_het_jaar(geboortejaar, groep):
    assert leeftijdsgroep(geboortejaar, 2025) == groep


# --- counting


@pytest.fixture
def gebouwd():
    kamers = [maak_kamer(), maak_kamer()]
    activiteiten = [maak_activiteit(kamer) for kamer in (*kamers, kamers[0])]
    mensen = [
        maak_deelnemer(kamers[0], geboortejaar=jaar, postcode=postcode)
        for jaar in (None, 1950, 1990, 2010)
        for postcode in ("", "3552 AB", "3552", "3513")
    ]
    return kamers, activiteiten, mensen


dagen = st.integers(0, 400).map(lambda n: BEGIN + timedelta(days=n))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    deelnames=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 15), dagen), max_size=40),
    klussen=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 15), dagen), max_size=8),
    periode=st.tuples(dagen, dagen).map(lambda paar: Periode(min(paar), max(paar))),
    welke=st.sets(st.integers(0, 1), min_size=1),
    dubbel=st.dictionaries(st.integers(1, 15), st.integers(0, 14), max_size=5),
    langste_lijst=st.sampled_from([0, uitsplitsing.LANGSTE_LIJST]),
)
def test_tellen_is_gelijk_aan_tellen_met_de_hand(
    gebouwd, deelnames, klussen, periode, welke, dubbel, langste_lijst, monkeypatch
):
    monkeypatch.setattr(uitsplitsing, "LANGSTE_LIJST", langste_lijst)  # with everybody read, too
    kamers, activiteiten, mensen = gebouwd
    Deelname.objects.all().delete()
    Klus.objects.all().delete()
    Deelnemer.objects.update(samengevoegd_met=None)
    for van, naar in dubbel.items():  # to an earlier card, so never in a circle
        Deelnemer.objects.filter(pk=mensen[van].pk).update(samengevoegd_met=mensen[naar % van])
    rijen = [NieuweDeelname(activiteiten[a].pk, activiteiten[a].kamer_id, mensen[m].pk, dag) for a, m, dag in deelnames]
    registratie.registreer_deelnames(rijen, door=systeem())
    gedaan = [NieuweKlus(kamers[k].pk, mensen[m].pk, BEGIN, dag) for k, m, dag in klussen]
    registratie.leg_klussen_vast(gedaan, door=systeem())
    gekozen = [kamers[n] for n in sorted(welke)]

    def mens_van(pk):
        naar = Deelnemer.objects.get(pk=pk).samengevoegd_met_id
        return mens_van(naar) if naar else pk

    bezoeken = [(d.kamer_id, mens_van(d.deelnemer_id)) for d in Deelname.objects.all() if periode.bevat(d.datum)]
    bezoeken += [(k.kamer_id, mens_van(k.aanvrager_id)) for k in Klus.objects.all() if periode.bevat(k.uitgevoerd_op)]
    leeftijden, gebieden = tel_leeftijden(gekozen, periode), tel_gebieden(gekozen, periode)
    uniek = {rij.kamer and rij.kamer.pk: rij.uniek for rij in tel_uniek(gekozen, [periode]) if rij.categorie is None}
    for kamer_id in (*(k.pk for k in gekozen), None):
        hier = {m for k, m in bezoeken if (k == kamer_id if kamer_id else k in {g.pk for g in gekozen})}
        oud = Counter(leeftijdsgroep(Deelnemer.objects.get(pk=m).geboortejaar, periode.tm.year) for m in hier)
        waar = Counter(Persoonsgegevens.objects.get(deelnemer=m).postcode[:4] or "onbekend" for m in hier)
        assert leeftijden[kamer_id] == {groep: oud[groep] for groep in LEEFTIJDEN}
        assert {groep: n for groep, n in gebieden[kamer_id].items() if n} == dict(waar)
        assert sum(leeftijden[kamer_id].values()) == sum(gebieden[kamer_id].values()) == uniek[kamer_id]
    assert set(gebieden[None]) == {*waar, "onbekend"}, "ook gebieden waar niemand van hen woont"


def test_aantal_vragen_hangt_niet_af_van_de_omvang(gebouwd):
    kamers, activiteiten, mensen = gebouwd
    registreer(activiteiten[0], mensen[:2], BEGIN)

    def vragen():
        with CaptureQueriesContext(connection) as context:
            tel_leeftijden(kamers, H1)
            tel_gebieden(kamers, H1)
        return len(context)

    eerst = vragen()
    for activiteit in activiteiten:
        registreer(activiteit, mensen, BEGIN + timedelta(days=3))
    kamers.append(maak_kamer())
    assert vragen() == eerst


# --- on the dashboard


def maak_mensen(kamer, aantal, geboortejaar=None, postcode=""):
    return [maak_deelnemer(kamer, geboortejaar=geboortejaar, postcode=postcode) for _ in range(aantal)]


@pytest.fixture
def twee_kamers():
    """Two kamers with enough old and middle-aged people, and a few of whom hardly anything is known."""
    noord, zuid = maak_kamer("Noord"), maak_kamer("Zuid")
    mensen = {
        noord: maak_mensen(noord, 14, 1950, "3552 AB") + maak_mensen(noord, 11, 1970, "3513")
        + maak_mensen(noord, 7, 2010) + maak_mensen(noord, 2),
        zuid: maak_mensen(zuid, 12, 1950, "3552") + maak_mensen(zuid, 10, 1970, "3513 CD")
        + maak_mensen(zuid, 3, 2010) + maak_mensen(zuid, 4),
    }  # fmt: skip
    for kamer, wie in mensen.items():
        registreer(maak_activiteit(kamer), wie, date(2025, 2, 3))
    return noord, zuid


def bekijk(kijker, kamers, kamer=None, heel=H1, vandaag=VANDAAG):
    periode = Periode(heel.van, min(heel.tm, vandaag))
    vraag = Vraag(kamers=tuple(kamers), kamer=kamer, periode=periode, afspraak=None, vandaag=vandaag, heel=heel)
    rauw = Blad("", periode, (), None, (), (), uitsplitsingen(vraag), ())
    return {tabel.sleutel: tabel for tabel in scherm_af(rauw, kijker).tabellen}


def teksten(tabel, kolom=0):
    return {label: cijfers[kolom].tekst for label, cijfers in tabel.rijen}


def test_binnen_is_alles_exact_met_bewijs(twee_kamers):
    tabel = bekijk(BINNEN, twee_kamers)["leeftijden"]
    assert tabel.kolommen == ("Noord", "Zuid", "Alle kamers samen")
    assert teksten(tabel, 0) == {
        "onder 18": "7", "18 t/m 26": "0", "27 t/m 44": "0", "45 t/m 64": "11", "65 en ouder": "14", "onbekend": "2",
    }  # fmt: skip
    assert teksten(tabel, 2)["65 en ouder"] == "26"
    assert tabel.rijen[0][1][0].bewijs.startswith("/dashboard/bewijs/mensen/")
    assert teksten(bekijk(BINNEN, twee_kamers)["gebieden"]) == {"3513": "11", "3552": "14", "onbekend": "9"}


def test_buiten_is_klein_en_nul_hetzelfde(twee_kamers):
    tabellen = bekijk(BUITEN, twee_kamers)
    for tabel in tabellen.values():
        for _, cijfers in tabel.rijen:
            for cijfer in cijfers:
                assert cijfer.tekst in ("<10", "afgeschermd") or cijfer.waarde >= 10
                assert cijfer.bewijs == ""
    noord, _, stad = (teksten(tabellen["leeftijden"], kolom) for kolom in range(3))
    assert noord["onder 18"] == noord["18 t/m 26"] == noord["onbekend"] == "<10"
    assert noord["65 en ouder"] == "14"
    assert (stad["onder 18"], stad["18 t/m 26"], stad["65 en ouder"]) == ("10", "<10", "26")
    assert [label for label, _ in tabellen["gebieden"].rijen] == ["3513", "3552", "onbekend"]


@pytest.mark.parametrize("heel", [Periode.jaar(2025), Periode.kwartaal(2025, 1), Periode.maand(2025, 2)], ids=str)
def test_buiten_alleen_over_een_halfjaar(twee_kamers, heel):
    assert bekijk(BUITEN, twee_kamers, heel=heel) == {}
    assert bekijk(BINNEN, twee_kamers, heel=heel)


@pytest.mark.parametrize(("vandaag", "te_zien"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True)])
def test_buiten_alleen_als_het_voorbij_is(twee_kamers, vandaag, te_zien):
    kijker = Kijker(vandaag=vandaag)
    assert bool(bekijk(kijker, twee_kamers, vandaag=vandaag)) is te_zien


def test_de_stad_is_er_alleen_als_alle_kamers_meetellen(twee_kamers):
    """Through another agreement a reader might see all but one kamer together: the difference is that one."""
    derde = maak_kamer("West")
    registreer(maak_activiteit(derde), maak_mensen(derde, 12, 1950) + maak_mensen(derde, 2), date(2025, 2, 3))
    tabel = bekijk(BUITEN, twee_kamers)["leeftijden"]
    assert set(teksten(tabel, 2).values()) == {"afgeschermd"}
    assert teksten(bekijk(BUITEN, (*twee_kamers, derde))["leeftijden"], 3)["65 en ouder"] == "38"


def test_wie_het_vraagt_verandert_niets(twee_kamers):
    """The same cell is the same on every page and after every question: nothing to average."""
    noord, zuid = twee_kamers
    samen = bekijk(BUITEN, twee_kamers)["leeftijden"]
    alleen = bekijk(BUITEN, [noord], noord)["leeftijden"]
    andersom = bekijk(BUITEN, [zuid, noord])["leeftijden"]
    assert teksten(samen, 0) == teksten(alleen, 0) == teksten(andersom, 1)
    assert samen == bekijk(BUITEN, twee_kamers)["leeftijden"]


def test_wat_later_komt_verandert_niets_aan_wat_er_stond(twee_kamers):
    eerst = bekijk(BUITEN, twee_kamers)
    noord, _ = twee_kamers
    activiteit = maak_activiteit(noord)
    registreer(activiteit, [*Deelnemer.objects.all()][:20], date(2025, 9, 1))
    registreer(activiteit, maak_mensen(noord, 11, 2010, "3999 ZZ"), date(2025, 9, 1))
    assert bekijk(BUITEN, twee_kamers) == eerst
    assert bekijk(BUITEN, twee_kamers, heel=Periode.halfjaar(2025, 2)) != eerst


def test_een_corporatie_ziet_geen_uitsplitsing(twee_kamers):
    assert bekijk(Kijker(vandaag=VANDAAG, alleen_corporatie=True), twee_kamers) == {}


def test_niemand_of_geen_kamers_geeft_geen_tabel(twee_kamers):
    assert bekijk(BINNEN, twee_kamers, heel=Periode.halfjaar(2024, 1)) == {}
    assert bekijk(BINNEN, []) == {}
