"""How a kamer is open, per day: a month at a time, a stretch of weekdays in one form."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deelnemers.models import Opening
from deelnemers.registratie.openingen import zet_openingen
from tests.deelnemers.wereld import ingelogd, maak_wereld, vandaag
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db
MAART = {"van": "2026-03-01", "tm": "2026-03-31"}


@pytest.fixture
def w():
    return maak_wereld()


def stuur(w, **anders):
    gegevens = {**MAART, "dagen": ["0", "2"], "stand_kamer": "open", **anders}
    return ingelogd(w.coordinator).post("/openingen/nieuw/", gegevens)


def dagen():
    return list(Opening.objects.order_by("datum").values_list("datum", flat=True))


def test_een_maand_op_gekozen_dagen_van_de_week(w):
    assert stuur(w).status_code == 302
    assert len(dagen()) == 9
    assert {dag.weekday() for dag in dagen()} == {0, 2}
    anders = {"stand_kamer": "beperkt", "hoogstens": "12", "toelichting": "verbouwing"}
    assert stuur(w, **anders, vervang="on").status_code == 302
    assert set(Opening.objects.values_list("stand", "hoogstens", "toelichting")) == {("beperkt", 12, "verbouwing")}
    assert len(dagen()) == 9


def test_dagen_die_al_zijn_ingevuld_blijven_tenzij_men_het_vraagt(w):
    zet_openingen(kamer=w.top, dagen=[date(2026, 3, 4)], stand="dicht", toelichting="uitje", door=systeem())
    stuur(w)
    assert Opening.objects.get(datum=date(2026, 3, 4)).stand == "dicht"
    assert Opening.objects.filter(stand="open").count() == 8
    stuur(w, van="2026-03-04", tm="")  # one day: that is what the user looks at
    assert Opening.objects.get(datum=date(2026, 3, 4)).stand == "open"


def test_een_dag_is_die_dag_welke_dag_van_de_week_ook(w):
    assert stuur(w, van="2026-03-01", tm="", dagen=[]).status_code == 302
    assert dagen() == [date(2026, 3, 1)]  # a Sunday


def test_een_dag_die_nog_komt_mag(w):
    assert stuur(w, van=date(vandaag().year + 1, 1, 1), tm="").status_code == 302


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"van": ""}, "van"),
        ({"van": "x"}, "van"),
        ({"tm": "2026-02-01"}, "tm"),
        ({"tm": "2027-03-02"}, "tm"),
        ({"tm": "2199-03-02"}, "tm"),
        ({"dagen": []}, "dagen"),
        ({"dagen": ["9"]}, "dagen"),
        ({"tm": "2026-03-02", "dagen": ["5"]}, "dagen"),
        ({"stand_kamer": ""}, "stand_kamer"),
        ({"stand_kamer": "dicht", "hoogstens": "4"}, "hoogstens"),
        ({"hoogstens": "0"}, "hoogstens"),
        ({"hoogstens": "veel"}, "hoogstens"),
        ({"hoogstens": "99999999"}, "hoogstens"),
        ({"toelichting": "a\0"}, "toelichting"),
        ({"toelichting": "111222333"}, "toelichting"),
    ],
)
def test_wat_niet_kan_komt_terug_met_uitleg(w, anders, veld):
    antwoord = stuur(w, **anders)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == [veld]
    assert not Opening.objects.exists()


def test_de_maand_toont_elke_dag_en_hoe_open(w):
    zet_openingen(kamer=w.top, dagen=[date(2026, 2, 3)], stand="dicht", toelichting="Storm", door=systeem())
    zet_openingen(kamer=w.elders, dagen=[date(2026, 2, 4)], stand="open", toelichting="Elders", door=systeem())
    antwoord = ingelogd(w.coordinator).get("/openingen/?maand=2026-02")
    assert len(antwoord.context["dagen"]) == 28
    assert "Storm" in antwoord.text
    assert "Elders" not in antwoord.text
    assert "februari 2026" in antwoord.text
    assert "maand=2026-01" in antwoord.text
    assert "maand=2026-03" in antwoord.text
    assert f"van={date(2026, 2, 4)}" in antwoord.text


@pytest.mark.parametrize(
    "maand", ["", "x", "2026-13", "2026-00", "1999-01", "0001-01", "20２6-01", "2026-1", "2026-01\0"]
)
def test_een_rare_maand_is_deze_maand(w, maand):
    antwoord = ingelogd(w.coordinator).get("/openingen/", {"maand": maand, "kamer": "\0"})
    assert antwoord.status_code == 200
    assert antwoord.context["maand"].bevat(vandaag())


def test_de_eerste_en_laatste_maand_leiden_niet_verder(w):
    client = ingelogd(w.coordinator)
    assert "Maand ervoor" not in client.get("/openingen/?maand=2000-01").text
    assert "Maand erna" not in client.get("/openingen/?maand=2099-12").text


def test_het_bureau_kiest_een_kamer_en_wijzigt_niets(w):
    client = ingelogd(w.bureau)
    tekst = client.get("/openingen/?kamer=elders").text
    assert "Open of dicht: Elders" in tekst
    assert "Dagen invullen" not in tekst
    assert ingelogd(w.coordinator).get("/openingen/?kamer=elders").context["kamer"] == w.top


@pytest.mark.parametrize(
    "vraag", ["van=2026-03-02&tm=2026-03-31&kamer=top", "van=x&tm=%00&kamer=%00", "van=9999-12-31"]
)
def test_het_formulier_neemt_de_dagen_uit_de_kalender_over(w, vraag):
    antwoord = ingelogd(w.coordinator).get(f"/openingen/nieuw/?{vraag}")
    assert antwoord.status_code == 200
    if vraag.startswith("van=2026"):
        assert 'value="2026-03-02"' in antwoord.text
        assert 'value="2026-03-31"' in antwoord.text


def test_wijzigen_tot_dicht_met_een_hoogste_aantal_kan_niet(w):
    zet_openingen(kamer=w.top, dagen=[date(2026, 3, 2)], stand="beperkt", hoogstens=5, door=systeem())
    adres = reverse("openingen:wijzig", args=[Opening.objects.get().pk])
    antwoord = ingelogd(w.coordinator).post(adres, {"stand_kamer": "dicht", "hoogstens": "5"})
    assert list(antwoord.context["form"].errors) == ["hoogstens"]


def test_de_kalender_vraagt_de_database_even_vaak(w):
    client = ingelogd(w.coordinator)
    aantallen = []
    for laatste in (1, 28):
        dagen = [date(2026, 2, dag) for dag in range(1, laatste + 1)]
        zet_openingen(kamer=w.top, dagen=dagen, stand="open", door=systeem())
        with CaptureQueriesContext(connection) as vragen:
            client.get("/openingen/?maand=2026-02")
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1]
