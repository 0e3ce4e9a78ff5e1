"""Counting, against a brute-force reading of the rules and at every edge where it can go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.models import Categorielijst, Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie, tellingen
from deelnemers.models import Activiteit, Deelname, Deelnemer, Inzet, Klus, Rol, Telling, Vrijwilligersgroep
from deelnemers.registratie import NieuweDeelname, NieuweInzet, NieuweKlus, NieuweRol, NieuweTelling

pytestmark = pytest.mark.django_db

BEGIN = date(2019, 12, 20)
DAGEN = 40  # over New Year's Eve


@dataclass
class Wereld:
    kamers: list[Kamer]
    activiteiten: list[Activiteit]
    mensen: list[Deelnemer]
    door: Gebruiker


@pytest.fixture
def wereld() -> Wereld:
    """Three rooms, two activities in different categories each plus one without a category, and eight people."""
    door = Gebruiker.objects.systeem()
    kamers = [Kamer.objects.create(naam=naam) for naam in ("Noord", "Oost", "West")]
    lijst = Categorielijst.objects.standaard()
    categorieen = list(lijst.categorie_set.all()[:3])  # the second counts jobs
    activiteiten = []
    for nummer, kamer in enumerate(kamers):
        for categorie in (categorieen[0], categorieen[1 + nummer % 2]):
            activiteiten.append(
                registratie.maak_activiteit(kamer=kamer, naam=categorie.naam, categorie=categorie, door=door)
            )
        activiteiten.append(Activiteit.objects.create(kamer=kamer, naam="zonder categorie"))
    mensen = [registratie.schrijf_in(kamer=kamers[0], voornaam=f"Mens {n}", op=BEGIN, door=door) for n in range(8)]
    return Wereld(kamers, activiteiten, mensen, door)


# --- brute force: the rules read as plainly as possible ---------------------------------------------------------


def mens_van(kaart: int) -> int:
    """The card that holds for the person of this card."""
    naar = Deelnemer.objects.get(pk=kaart).samengevoegd_met_id
    return mens_van(naar) if naar else kaart


def tel_bot(kamers: Sequence[Kamer], perioden: Sequence[Periode]) -> dict:
    """(kamer, periode, categorie) -> (uniek, deelnames, nieuw), by looking at every row for every cell."""
    lijst = Categorielijst.objects.standaard()
    bezoeken = []
    gezien = set()
    for d in Deelname.objects.select_related("activiteit"):
        indeling = d.activiteit.indelingen.filter(lijst=lijst).first()
        wie = mens_van(d.deelnemer_id)
        nog_niet = (d.activiteit_id, d.datum, wie) not in gezien  # one person, two cards, one attendance
        gezien.add((d.activiteit_id, d.datum, wie))
        bezoeken.append((d.kamer_id, indeling and indeling.categorie_id, wie, d.datum, int(nog_niet)))
    klussen = lijst.categorie_set.get(telt_klussen=True)
    for k in Klus.objects.exclude(uitgevoerd_op=None):
        bezoeken.append((k.kamer_id, klussen.pk, mens_van(k.aanvrager_id), k.uitgevoerd_op, 0))
    uit = {}
    for periode in perioden:
        for kamer in (*kamers, None):
            for categorie in (*lijst.categorie_set.all(), None):
                hier = [
                    b
                    for b in bezoeken
                    if b[0] in ({kamer.pk} if kamer else {k.pk for k in kamers})
                    and (categorie is None or b[1] == categorie.pk)
                ]
                binnen = [b for b in hier if periode.van <= b[3] <= periode.tm]
                mensen = {b[2] for b in binnen}
                nieuw = {m for m in mensen if min(b[3] for b in hier if b[2] == m) >= periode.van}
                uit[kamer, periode, categorie] = (len(mensen), sum(b[4] for b in binnen), len(nieuw))
    return uit


dagen = st.integers(0, DAGEN - 1).map(lambda n: BEGIN + timedelta(days=n))
periode = st.tuples(dagen, dagen).map(lambda paar: Periode(min(paar), max(paar)))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deelnames=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 7), dagen), max_size=40),
    klussen=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 7), st.none() | dagen), max_size=8),
    perioden=st.lists(periode, min_size=1, max_size=5),
    welke=st.sets(st.integers(0, 2), min_size=1),
    dubbel=st.dictionaries(st.integers(1, 7), st.integers(0, 6), max_size=5),
)
def test_tellen_is_gelijk_aan_tellen_met_de_hand(wereld, deelnames, klussen, perioden, welke, dubbel):
    Deelname.objects.all().delete()
    Klus.objects.all().delete()
    Deelnemer.objects.update(samengevoegd_met=None)
    dubbel = {van: naar % van for van, naar in dubbel.items()}  # to an earlier card, so never in a circle
    for van, naar in dubbel.items():
        Deelnemer.objects.filter(pk=wereld.mensen[van].pk).update(samengevoegd_met=wereld.mensen[naar])
    rijen = [
        NieuweDeelname(w.pk, w.kamer_id, wereld.mensen[mens].pk, dag)
        for nummer, mens, dag in deelnames
        for w in [wereld.activiteiten[nummer]]
    ]
    # Often both cards of one person were at the same activity on the same day.
    rijen += [
        NieuweDeelname(w.pk, w.kamer_id, wereld.mensen[dubbel[mens]].pk, dag)
        for nummer, mens, dag in deelnames[::2]
        if mens in dubbel
        for w in [wereld.activiteiten[nummer]]
    ]
    registratie.registreer_deelnames(rijen, door=wereld.door)
    registratie.leg_klussen_vast(
        [NieuweKlus(wereld.kamers[k].pk, wereld.mensen[m].pk, BEGIN, dag) for k, m, dag in klussen], door=wereld.door
    )
    kamers = [wereld.kamers[n] for n in sorted(welke)]
    geteld = {
        (r.kamer, r.periode, r.categorie): (r.uniek, r.deelnames, r.nieuw)
        for r in tellingen.tel_uniek(kamers, perioden)
    }
    assert geteld == tel_bot(kamers, perioden)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deelnames=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 7), dagen), max_size=40),
    perioden=st.lists(periode, min_size=1, max_size=4),
    dubbel=st.dictionaries(st.integers(1, 7), st.integers(0, 6), max_size=5),
)
def test_wie_in_meer_perioden_kwam_is_gelijk_aan_tellen_met_de_hand(wereld, deelnames, perioden, dubbel):
    Deelname.objects.all().delete()
    Deelnemer.objects.update(samengevoegd_met=None)
    for van, naar in dubbel.items():
        Deelnemer.objects.filter(pk=wereld.mensen[van].pk).update(samengevoegd_met=wereld.mensen[naar % van])
    registratie.registreer_deelnames(
        [
            NieuweDeelname(w.pk, w.kamer_id, wereld.mensen[mens].pk, dag)
            for nummer, mens, dag in deelnames
            for w in [wereld.activiteiten[nummer]]
        ],
        door=wereld.door,
    )
    lijst = Categorielijst.objects.standaard()
    categorieen = list(lijst.categorie_set.all())
    stand = tellingen.lees_stand(wereld.kamers, perioden, lijst, categorieen)
    bezoeken = [(d.kamer_id, mens_van(d.deelnemer_id), d.datum) for d in Deelname.objects.all()]
    for kamer in (*wereld.kamers, None):
        per_periode = [
            {wie for waar, wie, dag in bezoeken if kamer in (None, *[k for k in wereld.kamers if k.pk == waar])
             and p.bevat(dag)}
            for p in perioden
        ]  # fmt: skip
        keren = [sum(mens in groep for groep in per_periode) for mens in set().union(*per_periode)]
        plek = (kamer.pk if kamer else None, None)
        assert stand.in_meer_perioden(plek, perioden) == sum(keer > 1 for keer in keren)
        assert stand.uniek_over([plek], perioden) == len(keren)
    met_categorie = {a.pk for n, a in enumerate(wereld.activiteiten) if n % 3 < 2}
    for p in perioden:
        hier = [d for d in Deelname.objects.all() if p.bevat(d.datum) and d.activiteit_id in met_categorie]
        cellen = [(None, categorie.pk) for categorie in categorieen]
        assert stand.uniek_over(cellen, [p]) == len({mens_van(d.deelnemer_id) for d in hier})


# --- edges and examples ------------------------------------------------------------------------------------------


def kom(wereld: Wereld, activiteit: int, mens: int, *dagen: date) -> None:
    a = wereld.activiteiten[activiteit]
    registratie.registreer_deelnames(
        [NieuweDeelname(a.pk, a.kamer_id, wereld.mensen[mens].pk, dag) for dag in dagen], door=wereld.door
    )


def totaal(wereld: Wereld, periode: Periode, kamer: Kamer | None) -> tellingen.Telrij:
    rijen = tellingen.tel_uniek(wereld.kamers, [periode])
    return next(r for r in rijen if r.kamer == kamer and r.categorie is None)


@pytest.mark.parametrize(
    ("dag", "telt"),
    [(date(2019, 12, 31), 0), (date(2020, 1, 1), 1), (date(2020, 3, 14), 1), (date(2020, 3, 15), 0)],
)
def test_eerste_en_laatste_dag_tellen_mee(wereld, dag, telt):
    kom(wereld, 0, 0, dag)
    assert totaal(wereld, Periode(date(2020, 1, 1), date(2020, 3, 14)), wereld.kamers[0]).uniek == telt


def test_wie_in_twee_categorieen_komt_telt_een_keer_in_het_totaal(wereld):
    kom(wereld, 0, 0, BEGIN)
    kom(wereld, 1, 0, BEGIN)
    kom(wereld, 2, 1, BEGIN)  # without a category: in the total only
    rijen = tellingen.tel_uniek(wereld.kamers[:1], [Periode(BEGIN, BEGIN)])
    kamer = [r for r in rijen if r.kamer]
    assert sum(r.uniek for r in kamer if r.categorie) == 2
    assert [r.uniek for r in kamer if r.categorie is None] == [2]


def test_wie_in_twee_kamers_komt_telt_een_keer_in_de_stad(wereld):
    kom(wereld, 0, 0, BEGIN)
    kom(wereld, 3, 0, BEGIN)
    p = Periode(BEGIN, BEGIN)
    assert [totaal(wereld, p, k).uniek for k in (*wereld.kamers, None)] == [1, 1, 0, 1]


def test_nieuw_is_per_eigen_bereik(wereld):
    kom(wereld, 0, 0, date(2019, 12, 30))
    kom(wereld, 1, 0, date(2020, 1, 2))
    kom(wereld, 3, 0, date(2020, 1, 3))
    rijen = tellingen.tel_uniek(wereld.kamers, [Periode.jaar(2020)])
    nieuw = {(r.kamer and r.kamer.naam, r.categorie and r.categorie.naam): r.nieuw for r in rijen}
    assert nieuw["Noord", None] == 0  # came in 2019 already
    assert nieuw["Noord", "Klussen"] == 1  # but not to this category
    assert nieuw["Oost", None] == 1
    assert nieuw[None, None] == 0


def test_klus_telt_als_deelnemer_maar_niet_als_deelname_en_pas_als_hij_gedaan_is(wereld):
    noord = wereld.kamers[0]
    for gedaan in (None, date(2020, 1, 5)):
        klus = NieuweKlus(noord.pk, wereld.mensen[0].pk, date(2020, 1, 2), gedaan)
        registratie.leg_klussen_vast([klus], door=wereld.door)
    voor = totaal(wereld, Periode(date(2020, 1, 1), date(2020, 1, 4)), noord)
    na = totaal(wereld, Periode(date(2020, 1, 5), date(2020, 1, 5)), noord)
    assert (voor.uniek, na.uniek, na.deelnames, na.nieuw) == (0, 1, 0, 1)
    assert tellingen.tel_klussen(wereld.kamers, Periode.jaar(2020)) == {
        noord.pk: 1, wereld.kamers[1].pk: 0, wereld.kamers[2].pk: 0, None: 1,
    }  # fmt: skip


def test_telling_zonder_naam_staat_ernaast(wereld):
    a = wereld.activiteiten[0]
    registratie.leg_tellingen_vast([NieuweTelling(a.pk, a.kamer_id, BEGIN, 7)], door=wereld.door)
    rij = totaal(wereld, Periode(BEGIN, BEGIN), wereld.kamers[0])
    assert (rij.uniek, rij.zonder_naam, rij.geregistreerd) == (0, 7, True)
    assert not totaal(wereld, Periode(BEGIN, BEGIN), wereld.kamers[1]).geregistreerd


def test_andere_indeling_verandert_deze_lijst_niet(wereld):
    """An activity that sits in two lists of categories is one activity, in each list once."""
    a = wereld.activiteiten[0]
    andere = Categorielijst.objects.create(naam="2017")
    a.indelingen.create(lijst=andere, categorie=andere.categorie_set.create(naam="Kookclub", volgorde=1))
    kom(wereld, 0, 0, BEGIN)
    registratie.leg_tellingen_vast([NieuweTelling(a.pk, a.kamer_id, BEGIN, 3)], door=wereld.door)
    for lijst in (None, andere):
        rijen = tellingen.tel_uniek(wereld.kamers[:1], [Periode(BEGIN, BEGIN)], lijst)
        assert [(r.uniek, r.deelnames, r.zonder_naam) for r in rijen if r.categorie is None] == [(1, 1, 3)] * 2


def test_aantal_vragen_hangt_niet_af_van_de_omvang(wereld):
    kom(wereld, 0, 0, BEGIN, BEGIN + timedelta(days=1))
    kom(wereld, 4, 1, BEGIN)

    def vragen(kamers, perioden):
        with CaptureQueriesContext(
            connection,
        ) as gesteld:
            tellingen.tel_uniek(kamers, perioden)
        return len(gesteld)

    klein = vragen(wereld.kamers[:1], [Periode.jaar(2020)])
    groot = vragen(wereld.kamers, Periode(date(2018, 1, 1), date(2020, 12, 31)).verdeel("maand"))
    assert klein == groot


def test_geen_perioden_geeft_geen_rijen(wereld):
    assert tellingen.tel_uniek(wereld.kamers, []) == []


# --- roles, hours, new residents ---------------------------------------------------------------------------------


def test_rol_op_de_laatste_dag_en_in_de_periode(wereld):
    noord = wereld.kamers[0]
    rol = lambda mens, van, tot: NieuweRol(wereld.mensen[mens].pk, noord.pk, Rol.Soort.LID, van, tot)  # noqa: E731
    registratie.geef_rollen(
        [
            rol(0, date(2020, 1, 1), date(2020, 6, 30)),  # until the last day
            rol(1, date(2020, 1, 1), date(2020, 6, 29)),  # gone the day before
            rol(2, date(2020, 6, 30), None),  # from the last day
            rol(3, date(2020, 7, 1), None),  # too late
            rol(4, date(2019, 1, 1), date(2019, 12, 31)),  # gone before
        ],
        door=wereld.door,
    )
    p = Periode.halfjaar(2020, 1)
    assert tellingen.tel_rollen_op(wereld.kamers, Rol.Soort.LID, p.tm)[noord.pk] == 2
    assert tellingen.tel_rollen_in(wereld.kamers, Rol.Soort.LID, p)[noord.pk] == 3


def test_vrijwilligers_zijn_bewoners_en_groepen_hebben_uren(wereld):
    noord, oost, west = wereld.kamers
    dag = date(2020, 2, 2)
    registratie.leg_inzet_vast(
        [
            NieuweInzet(noord.pk, wereld.mensen[0].pk, dag, 3, "tuin"),
            NieuweInzet(noord.pk, wereld.mensen[0].pk, dag, 2, "koken"),
            NieuweInzet(oost.pk, wereld.mensen[0].pk, dag, 1),
            NieuweInzet(oost.pk, wereld.mensen[1].pk, dag, 8, "", Inzet.Soort.PROFESSIONAL),
        ],
        door=wereld.door,
    )
    Vrijwilligersgroep.objects.create(kamer=noord, naam="slaapt")
    geteld = tellingen.tel_vrijwilligers(wereld.kamers, Periode.jaar(2020))
    assert {k: (v.aantal, v.uren) for k, v in geteld.items()} == {
        noord.pk: (1, 5), oost.pk: (1, 1), west.pk: (0, 0), None: (1, 6),
    }  # fmt: skip
    assert geteld[None].uren_per_persoon == 6
    assert tellingen.tel_groepen(wereld.kamers, Periode.jaar(2020)) == {noord.pk: 2, oost.pk: 0, west.pk: 0, None: 2}


def test_nieuwe_bewoners_die_daarna_meedoen(wereld):
    noord, oost, _ = wereld.kamers
    vanaf = date(2020, 1, 10)
    rollen = [NieuweRol(wereld.mensen[n].pk, noord.pk, Rol.Soort.NIEUWE_BEWONER, vanaf) for n in range(4)]
    registratie.geef_rollen(rollen, door=wereld.door)
    kom(wereld, 0, 0, date(2020, 1, 9))  # before the mark: does not count
    kom(wereld, 0, 1, vanaf)  # on that very day
    registratie.leg_inzet_vast([NieuweInzet(noord.pk, wereld.mensen[2].pk, vanaf, 1)], door=wereld.door)
    kom(wereld, 3, 3, vanaf)  # in another room
    paren = tellingen.tel_nieuwe_bewoners(wereld.kamers, Periode.halfjaar(2020, 1))
    assert paren[noord.pk] == tellingen.Paar(2, 4)
    assert paren[oost.pk] == tellingen.Paar(0, 0)
    assert paren[None] == tellingen.Paar(2, 4)


def test_lege_database_telt_nul(wereld):
    Telling.objects.all().delete()
    assert {(r.uniek, r.deelnames, r.nieuw) for r in tellingen.tel_uniek(wereld.kamers, [Periode.jaar(2020)])} == {
        (0, 0, 0)
    }


def test_wie_twee_kaarten_heeft_is_een_mens(wereld):
    """In every figure, whatever the card on which it was recorded."""
    kamer, ander = wereld.kamers[:2]
    een, twee = wereld.mensen[:2]
    dag, periode = BEGIN, Periode(BEGIN, BEGIN + timedelta(days=DAGEN))
    for mens in (een, twee):
        kom(wereld, 0, wereld.mensen.index(mens), dag)
        registratie.geef_rollen(
            [NieuweRol(mens.pk, kamer.pk, soort, dag) for soort in ("lid", "leerwerkplek", "nieuwe bewoner")],
            door=wereld.door,
        )
    registratie.leg_inzet_vast(
        [NieuweInzet(k.pk, mens.pk, dag, 2) for k, mens in ((kamer, een), (ander, twee))], door=wereld.door
    )
    assert totaal(wereld, periode, kamer).deelnames == 2
    Deelnemer.objects.filter(pk=twee.pk).update(samengevoegd_met=een)
    rij = totaal(wereld, periode, kamer)
    assert (rij.uniek, rij.deelnames, rij.nieuw) == (1, 1, 1)
    assert tellingen.tel_rollen_op(wereld.kamers, "lid", dag)[kamer.pk] == 1
    assert tellingen.tel_rollen_in(wereld.kamers, "leerwerkplek", periode)[kamer.pk] == 1
    assert tellingen.tel_nieuwe_bewoners(wereld.kamers, periode)[kamer.pk] == tellingen.Paar(1, 1)
    uren = tellingen.tel_vrijwilligers(wereld.kamers, periode)
    assert (uren[kamer.pk].aantal, uren[ander.pk].aantal, uren[None].aantal, uren[None].uren) == (1, 1, 1, 4)


def test_een_stand_geeft_geen_cijfer_over_wat_niet_is_gelezen(wereld):
    """Half a stretch of days has no figure; attendances that were not asked for may hold one person twice."""
    jaar = Periode.jaar(2020)
    lijst = Categorielijst.objects.standaard()
    gelezen = tellingen.lees_stand(wereld.kamers, [jaar], lijst, [], deelnames_in=())
    assert gelezen.uniek((None, None), jaar) >= 0
    with pytest.raises(ValueError, match="niet gelezen"):
        gelezen.uniek((None, None), Periode(BEGIN, BEGIN))
    with pytest.raises(ValueError, match="niet gelezen"):
        gelezen.deelnames((None, None), jaar)
    assert not gelezen.kent(wereld.kamers, [jaar])
    assert tellingen.lees_stand(wereld.kamers, [jaar], lijst, []).kent(wereld.kamers[:1], [jaar])
