"""Answers to enquêtes as they are stored: every form once, all at the same time, and nobody to be found again."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.models import Stelling
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers.models import Enquete, Enquetebriefje, Enquetekamer, Enquetetelling
from deelnemers.registratie.enquetes import (
    Dicht,
    doe_mee,
    maak_enquete,
    maak_stelling,
    sluit_enquete,
    tel_papier,
    verwijder_enquete,
    wijzig_enquete,
    wijzig_stelling,
)
from tests.deelnemers.wereld import dagen_terug, vandaag
from tests.fabrieken import maak_kamer, systeem

pytestmark = pytest.mark.django_db
BOT = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def wereld(**velden) -> SimpleNamespace:
    """An open enquête with a statement and a mark, at two kamers."""
    door = systeem()
    vragen = [Stelling.objects.get(code="vertrouwen"), Stelling.objects.get(code="inzet")]
    kamers = [maak_kamer(), maak_kamer()]
    waarden = {
        "naam": "Bewoners", "doelgroep": "bewoners", "van": dagen_terug(5), "tm": vandaag() + timedelta(days=5),
        "vragen": vragen, "kamers": {kamers[0]: 30, kamers[1]: None}, **velden,
    }  # fmt: skip
    enquete = maak_enquete(**waarden, door=door)
    delen = list(enquete.enquetekamers.order_by("pk"))
    return SimpleNamespace(door=door, vragen=vragen, kamers=kamers, enquete=enquete, delen=delen, waarden=waarden)


@pytest.fixture
def w():
    return wereld()


def stand(deel: Enquetekamer, herkomst: str = "digitaal") -> dict:
    """What is counted at this kamer: per (stelling id, answer), and under None how many people."""
    rijen = Enquetetelling.objects.filter(enquetekamer=deel, herkomst=herkomst, aantal__gt=0)
    return {(t.stelling_id, t.waarde) if t.stelling_id else None: t.aantal for t in rijen}


# --- answering


@BOT
@given(
    formulieren=st.lists(
        st.tuples(st.integers(0, 1), st.dictionaries(st.integers(0, 1), st.integers(1, 5), min_size=1)), max_size=6
    ),
    volgorde=st.lists(st.integers(0, 5), max_size=15),
)
def test_elke_volgorde_en_herhaling_telt_elk_formulier_een_keer(w, formulieren, volgorde):
    """Against a model: a form counts the first time that it comes in, with what it then says."""
    Enquetetelling.objects.update(aantal=0)
    Enquetebriefje.objects.all().delete()
    briefjes = [uuid4() for _ in formulieren]
    gezien, model = set(), [Counter(), Counter()]
    for nr in volgorde:
        if nr >= len(formulieren):
            continue
        kamer, keuzes = formulieren[nr]
        antwoorden = {w.vragen[vraag].pk: waarde for vraag, waarde in keuzes.items()}
        assert doe_mee(w.delen[kamer], briefje=briefjes[nr], antwoorden=antwoorden) is (nr not in gezien)
        if nr not in gezien:
            gezien.add(nr)
            model[kamer].update([None, *antwoorden.items()])
    assert [stand(deel) for deel in w.delen] == [dict(telling) for telling in model]
    assert Enquetebriefje.objects.count() == len(gezien)


@pytest.mark.parametrize(("van", "tm", "tekst"), [(1, 9, "gaat pas open"), (-9, -1, "gesloten")])
def test_buiten_de_dagen_telt_niets(van, tm, tekst):
    w = wereld(van=vandaag() + timedelta(days=van), tm=vandaag() + timedelta(days=tm))
    with pytest.raises(Dicht, match=tekst):
        doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 3})
    assert not stand(w.delen[0])
    assert not Enquetebriefje.objects.exists()


def test_op_de_eerste_en_de_laatste_dag_is_hij_open():
    for van, tm in ((vandaag(), vandaag() + timedelta(days=3)), (dagen_terug(3), vandaag())):
        w = wereld(naam=f"Van {van}", van=van, tm=tm)
        assert doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 3})


@pytest.mark.parametrize("waarde", [0, 6, -1, 10**9])
def test_een_antwoord_dat_niet_kan_telt_niet(w, waarde):
    with pytest.raises(Geweigerd):
        doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: waarde})
    with pytest.raises(Geweigerd):
        doe_mee(w.delen[0], briefje=uuid4(), antwoorden={Stelling.objects.get(code="overleg").pk: 3})
    with pytest.raises(Geweigerd):
        doe_mee(w.delen[0], briefje=uuid4(), antwoorden={})
    assert not stand(w.delen[0])
    assert not Enquetebriefje.objects.exists()


def test_een_formulier_telt_bij_een_kamer(w):
    briefje = uuid4()
    assert doe_mee(w.delen[0], briefje=briefje, antwoorden={w.vragen[0].pk: 3})
    assert not doe_mee(w.delen[1], briefje=briefje, antwoorden={w.vragen[0].pk: 3})
    assert not stand(w.delen[1])


@pytest.mark.django_db(transaction=True)
def test_wie_tegelijk_antwoordt_telt_allemaal_mee():
    w = wereld()
    dubbel, fouten = uuid4(), []

    def antwoord(nr: int) -> None:
        try:
            for keer in range(5):
                deel = w.delen[nr % 2]
                doe_mee(deel, briefje=uuid4(), antwoorden={w.vragen[0].pk: 1 + (nr + keer) % 5, w.vragen[1].pk: 7})
                doe_mee(w.delen[0], briefje=dubbel, antwoorden={w.vragen[1].pk: 9})
        except Exception as fout:
            fouten.append(fout)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=antwoord, args=[nr]) for nr in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert not fouten
    samen = [stand(deel) for deel in w.delen]
    assert [s[None] for s in samen] == [21, 20]
    assert [s[w.vragen[1].pk, 7] for s in samen] == [20, 20]
    assert samen[0][w.vragen[1].pk, 9] == 1
    assert sum(aantal for sleutel, aantal in samen[0].items() if sleutel and sleutel[0] == w.vragen[0].pk) == 20


# --- nobody to be found again


def _rijen() -> dict[str, int]:
    """How many rows every table holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tabellen = [tabel for (tabel,) in cursor.fetchall()]
        aantallen = {}
        for tabel in tabellen:
            cursor.execute(f'SELECT count(*) FROM "{tabel}"')  # noqa: S608 names from the catalogue
            aantallen[tabel] = cursor.fetchone()[0]
    return aantallen


def test_na_antwoorden_staat_nergens_wie_wanneer_of_wat_bij_elkaar_hoort(w):
    voor = _rijen()
    kolommen_voor = list(Enquetetelling.objects.order_by("pk").values_list("pk", flat=True))
    for waarde in (3, 5, 1):
        doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: waarde, w.vragen[1].pk: waarde})
    erbij = {tabel: aantal - voor[tabel] for tabel, aantal in _rijen().items() if aantal != voor[tabel]}
    assert erbij == {Enquetebriefje._meta.db_table: 3}, "alleen de briefjes komen erbij"
    assert list(Enquetetelling.objects.order_by("pk").values_list("pk", flat=True)) == kolommen_voor

    # A form is a random number and the enquête: no kamer, no answer, no moment, nothing that counts up.
    assert {veld.name for veld in Enquetebriefje._meta.get_fields()} == {"id", "enquete"}
    assert all(briefje.pk.version == 4 for briefje in Enquetebriefje.objects.all())
    velden = {veld.name for veld in Enquetetelling._meta.get_fields()}
    assert velden == {"id", "enquetekamer", "stelling", "waarde", "herkomst", "aantal"}

    # No history of either, by name or by reference.
    gevolgd = {model._meta.model_name for model in apps.get_models() if model._meta.model_name.endswith("event")}
    assert not {"enquetetellingevent", "enquetebriefjeevent"} & gevolgd


def test_geen_rij_is_later_geschreven_dan_een_andere(w):
    """What the server keeps of each row (which transaction wrote it) cannot tell which answers belong together."""
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 3, w.vragen[1].pk: 8})
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 5})
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(DISTINCT xmin::text || ' ' || cmin::text) FROM {Enquetetelling._meta.db_table} "  # noqa: S608
            "WHERE enquetekamer_id = %s AND herkomst = 'digitaal'",
            [w.delen[0].pk],
        )
        assert cursor.fetchone() == (1,)


def test_briefjes_van_gesloten_enquetes_worden_vergeten(w):
    oud = wereld(naam="Oud", van=dagen_terug(9), tm=vandaag())
    doe_mee(oud.delen[0], briefje=uuid4(), antwoorden={oud.vragen[0].pk: 3})
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 3})
    Enquete.objects.filter(pk=oud.enquete.pk).update(tm=dagen_terug(1))
    wereld(naam="Nieuw")
    assert list(Enquetebriefje.objects.values_list("enquete", flat=True)) == [w.enquete.pk]


# --- paper


def test_papier_vervangt_wat_er_stond_en_telt_naast_digitaal(w):
    vraag, cijfer = (vraag.pk for vraag in w.vragen)
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={vraag: 2})
    tel_papier(w.delen[0], formulieren=5, aantallen={(vraag, 4): 3, (vraag, 5): 2, (cijfer, 9): 1}, door=w.door)
    tel_papier(w.delen[0], formulieren=4, aantallen={(vraag, 4): 2, (cijfer, 9): 4}, door=w.door)
    assert stand(w.delen[0], "papier") == {None: 4, (vraag, 4): 2, (cijfer, 9): 4}
    assert stand(w.delen[0]) == {None: 1, (vraag, 2): 1}
    assert not stand(w.delen[1], "papier")


@pytest.mark.parametrize(
    ("formulieren", "aantallen", "tekst"),
    [
        (3, {(0, 1): 2, (0, 5): 2}, "meer antwoorden dan"),
        (-1, {}, "aantal in van 0"),
        (10_001, {}, "aantal in van 0"),
        (3, {(0, 1): -1}, "aantal in van 0"),
        (3, {(0, 6): 1}, "hoort niet bij"),
    ],
)
def test_papier_dat_niet_klopt_wordt_niet_geteld(w, formulieren, aantallen, tekst):
    per_vraag = {(w.vragen[nr].pk, waarde): aantal for (nr, waarde), aantal in aantallen.items()}
    with pytest.raises(Geweigerd, match=tekst):
        tel_papier(w.delen[0], formulieren=formulieren, aantallen=per_vraag, door=w.door)
    assert not stand(w.delen[0], "papier")


def test_papier_kan_ook_na_het_sluiten_en_niet_voor_het_begin(w):
    Enquete.objects.update(tm=dagen_terug(1))
    tel_papier(w.delen[0], formulieren=1, aantallen={}, door=w.door)
    assert stand(w.delen[0], "papier") == {None: 1}
    Enquete.objects.update(van=vandaag() + timedelta(days=1), tm=vandaag() + timedelta(days=2))
    with pytest.raises(Dicht):
        tel_papier(w.delen[0], formulieren=2, aantallen={}, door=w.door)


# --- the enquête


def test_zolang_niemand_antwoordde_kan_alles_veranderen(w):
    overleg, nieuwe = Stelling.objects.get(code="overleg"), maak_kamer()
    velden = {**w.waarden, "vragen": [overleg, w.vragen[0]], "kamers": {w.kamers[1]: 8, nieuwe: None}}
    wijzig_enquete(w.enquete, **{**velden, "doelgroep": "partners", "van": vandaag()}, door=w.door)
    w.enquete.refresh_from_db()
    assert [vraag.stelling for vraag in w.enquete.enquetevragen.all()] == [overleg, w.vragen[0]]
    assert {d.kamer: d.uitgenodigd for d in w.enquete.enquetekamers.all()} == {w.kamers[1]: 8, nieuwe: None}
    assert (w.enquete.doelgroep, w.enquete.van) == ("partners", vandaag())
    deel = w.enquete.enquetekamers.get(kamer=nieuwe)
    assert doe_mee(deel, briefje=uuid4(), antwoorden={overleg.pk: 10})
    assert stand(deel) == {None: 1, (overleg.pk, 10): 1}


@pytest.mark.parametrize(
    ("anders", "tekst"),
    [
        (lambda w: {"vragen": w.vragen[:1]}, "vragen staan daarom vast"),
        (lambda w: {"vragen": w.vragen[::-1]}, "vragen staan daarom vast"),
        (lambda w: {"doelgroep": "partners"}, "groep en de eerste dag"),
        (lambda w: {"van": vandaag()}, "groep en de eerste dag"),
        (lambda w: {"kamers": {w.kamers[1]: 3}}, "blijft daarom meedoen"),
        (lambda w: {"kamers": {}}, "minstens één kamer"),
        (lambda w: {"vragen": []}, "minstens één vraag"),
        (lambda w: {"tm": dagen_terug(30)}, "laatste dag ligt voor de eerste"),
    ],
)
def test_met_antwoorden_staat_vast_wat_er_gevraagd_is(w, anders, tekst):
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 2})
    with pytest.raises(Geweigerd, match=tekst):
        wijzig_enquete(w.enquete, **{**w.waarden, **anders(w)}, door=w.door)
    with pytest.raises(Geweigerd, match="kan niet worden verwijderd"):
        verwijder_enquete(w.enquete, door=w.door)
    assert stand(w.delen[0]) == {None: 1, (w.vragen[0].pk, 2): 1}


def test_met_antwoorden_kan_hij_langer_duren_en_een_kamer_erbij_krijgen(w):
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 2})
    nieuwe, later = maak_kamer(), vandaag() + timedelta(days=40)
    kamers = {**w.waarden["kamers"], nieuwe: 12}
    wijzig_enquete(w.enquete, **{**w.waarden, "tm": later, "kamers": kamers, "naam": "Anders"}, door=w.door)
    w.enquete.refresh_from_db()
    assert (w.enquete.tm, w.enquete.naam) == (later, "Anders")
    assert stand(w.delen[0]) == {None: 1, (w.vragen[0].pk, 2): 1}
    assert w.enquete.enquetekamers.get(kamer=nieuwe).tellingen.count() == 2 * (1 + 5 + 10)


def test_wat_gesloten_is_gaat_niet_meer_open(w):
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 2})
    assert sluit_enquete(w.enquete, door=w.door) == dagen_terug(1)
    with pytest.raises(Dicht):
        doe_mee(w.delen[0], briefje=uuid4(), antwoorden={w.vragen[0].pk: 2})
    with pytest.raises(Geweigerd, match="gaat niet meer open"):
        wijzig_enquete(w.enquete, **w.waarden, door=w.door)
    with pytest.raises(Geweigerd, match="al gesloten"):
        sluit_enquete(w.enquete, door=w.door)


def test_wat_vandaag_openging_sluit_na_vandaag():
    w = wereld(van=vandaag())
    assert sluit_enquete(w.enquete, door=w.door) == vandaag()


def test_een_vergissing_kan_weg(w):
    verwijder_enquete(w.enquete, door=w.door)
    assert not Enquetetelling.objects.exists()


# --- questions


def test_een_nieuwe_vraag_heeft_een_eigen_code_en_blijft_na_antwoorden_staan(w):
    een = maak_stelling(tekst="Ik kom hier graag.", soort="stelling", vertalingen={"tr": "Severim."}, door=w.door)
    twee = maak_stelling(tekst="Ik kom hier graag!", soort="stelling", door=w.door)
    leeg = maak_stelling(tekst="؟", soort="cijfer", door=w.door)
    assert [een.code, twee.code, leeg.code] == ["ik-kom-hier-graag", "ik-kom-hier-graag-2", "vraag"]
    assert (een.tekst_in("tr"), een.tekst_in("ar"), een.hoogste, leeg.hoogste) == ("Severim.", een.tekst, 5, 10)
    vraag = w.vragen[0]
    oud = vraag.tekst
    doe_mee(w.delen[0], briefje=uuid4(), antwoorden={vraag.pk: 2})
    with pytest.raises(Geweigerd, match="staat daarom vast"):
        wijzig_stelling(vraag, tekst="Anders", vertalingen={}, in_gebruik=True, door=w.door)
    wijzig_stelling(vraag, tekst=oud, vertalingen={"en": "Better"}, in_gebruik=False, door=w.door)
    vraag.refresh_from_db()
    assert (vraag.tekst_en, vraag.in_gebruik) == ("Better", False)
