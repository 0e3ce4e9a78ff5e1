"""What enquêtes said, against a list of single answers counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.models import Doelgroep, Kamer, Stelling
from buurtwerkkamers.perioden import Periode
from deelnemers import tellingen
from deelnemers.models import Enquete, Enquetekamer, Enquetetelling
from deelnemers.tellingen import Enqueteuitkomst
from deelnemers.tellingen.enquetes import ALLE

pytestmark = pytest.mark.django_db
BEGIN = date(2020, 6, 1)
DAGEN = 12
BOT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def w():
    kamers = [Kamer.objects.create(naam=naam) for naam in ("Noord", "Oost", "West")]
    stellingen = list(Stelling.objects.filter(code__in=["vertrouwen", "inzet"]))
    return SimpleNamespace(kamers=kamers, stellingen=stellingen)


dag = st.integers(0, DAGEN - 1).map(lambda n: BEGIN + timedelta(days=n))
antwoord = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(1, 10), st.booleans())
enquete = st.tuples(dag, st.sampled_from(Doelgroep.values), st.lists(antwoord, max_size=25))


def leg_neer(w, nr: int, laatste: date, antwoorden, doelgroep: str = "bewoners") -> None:
    """The answers of one enquête as counts, without the write functions: this test is about reading."""
    rij = Enquete.objects.create(naam=f"Enquête {nr}", van=laatste - timedelta(days=3), tm=laatste, doelgroep=doelgroep)
    deelkamers = [Enquetekamer.objects.create(enquete=rij, kamer=kamer) for kamer in w.kamers]
    for k, s, waarde, papier in antwoorden:
        stelling = w.stellingen[s]
        telling, _ = Enquetetelling.objects.get_or_create(
            enquetekamer=deelkamers[k], stelling=stelling, waarde=min(waarde, stelling.hoogste),
            herkomst="papier" if papier else "digitaal",
        )  # fmt: skip
        Enquetetelling.objects.filter(pk=telling.pk).update(aantal=telling.aantal + 1)
    for deelkamer in deelkamers:  # how many people answered at all: never an answer to a question
        Enquetetelling.objects.create(enquetekamer=deelkamer, aantal=40)


def half_op(breuk: Fraction) -> Decimal:
    tienden = (breuk * 10 + Fraction(1, 2)).__floor__()
    return Decimal(tienden) / 10


@BOT
@given(
    enquetes=st.lists(enquete, max_size=3),
    welke=st.sets(st.integers(0, 2), min_size=1),
    periode=st.tuples(dag, dag).map(lambda paar: Periode(min(paar), max(paar))),
    vandaag=dag,
)
def test_enquetes_zijn_gelijk_aan_tellen_met_de_hand(w, enquetes, welke, periode, vandaag):
    Enquete.objects.all().delete()
    for nr, (laatste, groep, antwoorden) in enumerate(enquetes):
        leg_neer(w, nr, laatste, antwoorden, groep)
    kamers = [w.kamers[n] for n in sorted(welke)]

    geteld = tellingen.tel_enquetes(kamers, periode, vandaag=vandaag)

    los: dict[tuple[int | None, int, str], list[int]] = {}
    for laatste, groep, antwoorden in enquetes:
        if periode.bevat(laatste) and laatste < vandaag:
            for k, s, waarde, _ in antwoorden:
                if k in welke:
                    stelling = w.stellingen[s]
                    for kamer_id, van_wie in product((w.kamers[k].pk, None), (groep, ALLE)):
                        los.setdefault((kamer_id, stelling.pk, van_wie), []).append(min(waarde, stelling.hoogste))
    assert geteld.keys() == los.keys()
    for sleutel, waarden in los.items():
        uitkomst = geteld[sleutel]
        assert (uitkomst.ingevuld, uitkomst.som) == (len(waarden), sum(waarden))
        assert uitkomst.eens == len([waarde for waarde in waarden if waarde in (4, 5, 6, 7, 8, 9, 10)])
        assert uitkomst.gemiddelde == half_op(Fraction(sum(waarden), len(waarden)))
        assert uitkomst.aandeel == half_op(Fraction(100 * uitkomst.eens, len(waarden)))


def test_zonder_antwoorden_is_er_geen_aandeel_en_geen_cijfer():
    assert Enqueteuitkomst().aandeel is None
    assert Enqueteuitkomst().gemiddelde is None


def test_afronden_is_half_omhoog():
    assert Enqueteuitkomst.van([(5, 1), (1, 15)]).aandeel == Decimal("6.3")  # 6.25
    assert Enqueteuitkomst(ingevuld=20, som=149).gemiddelde == Decimal("7.5")  # 7.45
    assert Decimal("7.45").quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("7.5")


def test_een_enquete_telt_pas_als_de_laatste_dag_voorbij_is(w):
    leg_neer(w, 1, BEGIN, [(0, 0, 5, False)])
    sleutel = (w.kamers[0].pk, w.stellingen[0].pk, ALLE)
    periode = Periode(BEGIN, BEGIN)
    assert tellingen.tel_enquetes(w.kamers, periode, vandaag=BEGIN) == {}
    assert tellingen.tel_enquetes(w.kamers, periode, vandaag=BEGIN + timedelta(days=1))[sleutel].ingevuld == 1
    assert tellingen.tel_enquetes(w.kamers, periode)[sleutel].ingevuld == 1


def test_een_vraag_aan_de_database_hoeveel_kamers_ook(w, django_assert_num_queries):
    leg_neer(w, 1, BEGIN, [(0, 0, 5, False), (1, 1, 7, False), (2, 0, 2, True)])
    for kamers in (w.kamers[:1], w.kamers):
        with django_assert_num_queries(1):
            tellingen.tel_enquetes(kamers, Periode.jaar(2020))


def antwoorden(kamer: int, hoeveel: int) -> list[tuple[int, int, int, bool]]:
    return [(kamer, 0, 4, False)] * hoeveel


def test_twee_groepen_samen_verraden_de_groep_die_verborgen_is_niet(w):
    """Residents of one kamer are shown; all groups less the residents would be the three partners."""
    leg_neer(w, 1, BEGIN, antwoorden(0, 20))
    leg_neer(w, 2, BEGIN, antwoorden(0, 3), "partners")
    geteld = tellingen.tel_enquetes(w.kamers, Periode.jaar(2020))
    hier, vraag = w.kamers[0].pk, w.stellingen[0].pk
    assert geteld[hier, vraag, "bewoners"].toonbaar
    assert not geteld[hier, vraag, "partners"].toonbaar
    assert geteld[hier, vraag, ALLE].ingevuld == 23
    assert not geteld[hier, vraag, ALLE].toonbaar
    assert not geteld[None, vraag, ALLE].toonbaar


def test_twee_enquetes_samen_verraden_die_met_weinig_antwoorden_niet(w):
    """An enquête has a page of its own: the year less the page that is shown would be the other."""
    for nr, hoeveel in enumerate((20, 3)):
        leg_neer(w, nr, BEGIN, antwoorden(0, hoeveel))
    assert not tellingen.tel_enquetes(w.kamers, Periode.jaar(2020))[w.kamers[0].pk, w.stellingen[0].pk, ALLE].toonbaar


def test_van_een_enquete_telt_alles_samen_als_er_genoeg_verborgen_zijn(w):
    leg_neer(w, 1, BEGIN, antwoorden(0, 20) + antwoorden(1, 3) + antwoorden(2, 3))
    vraag = w.stellingen[0].pk
    assert tellingen.tel_enquetes(w.kamers, Periode.jaar(2020))[None, vraag, ALLE].toonbaar
    assert not tellingen.tel_enquetes(w.kamers[:2], Periode.jaar(2020))[None, vraag, ALLE].toonbaar
