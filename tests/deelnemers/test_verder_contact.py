"""Contact at a distance: many at once, out of sight and reached again, and whom to call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from deelnemers.models import Contactmoment, Deelnemer, UitBeeld
from deelnemers.registratie.contact import NieuwContact, leg_contact_vast, weer_bereikt, zet_uit_beeld, zet_weer_bereikt
from deelnemers.vastgelegd import kwam_weer, wie_missen_we
from tests.deelnemers.wereld import dagen_terug, ingelogd, kwam, maak_wereld, vandaag
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return maak_wereld()


def uit_beeld(w, mens, dagen=20):
    zet_uit_beeld(kamer=w.top, deelnemer=mens, sinds=dagen_terug(dagen), door=systeem())
    return UitBeeld.objects.get(deelnemer=mens)


def contact(w, mens, dagen, *, lukte=True, soort="gebeld"):
    leg_contact_vast([NieuwContact(w.top.pk, mens.pk, dagen_terug(dagen), soort, lukte)], door=systeem())


def vers(rij):
    return UitBeeld.objects.get(pk=rij.pk)


# --- many at once ---------------------------------------------------------------------------------------------


def test_vijf_maaltijden_in_een_keer(w):
    gegevens = {
        "mensen_id": [w.fatima.pk, w.riet.pk], "mensen": "özgür", "soort": "maaltijd", "bereikt": "on",
        "datum": vandaag(),
    }  # fmt: skip
    client = ingelogd(w.coordinator)
    assert client.post("/contact/nieuw/", gegevens).status_code == 302
    assert set(Contactmoment.objects.values_list("deelnemer", flat=True)) == {w.fatima.pk, w.riet.pk, w.ozgur.pk}
    antwoord = client.post("/contact/nieuw/", gegevens, follow=True)
    assert "Van 3 stond het er al." in antwoord.text
    assert Contactmoment.objects.count() == 3


# --- out of sight and back ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dagen", "lukte", "terug"), [(20, True, True), (5, True, True), (5, False, False), (21, True, False)]
)
def test_wie_bereikt_is_is_weer_in_beeld(w, dagen, lukte, terug):
    rij = uit_beeld(w, w.fatima)
    contact(w, w.fatima, dagen, lukte=lukte)
    contact(w, w.riet, 3)
    assert vers(rij).weer_op == (dagen_terug(dagen) if terug else None)


def test_ook_op_de_andere_kaart_van_dezelfde_persoon(w):
    rij = uit_beeld(w, w.fatima)
    Deelnemer.objects.filter(pk=w.fatima.pk).update(samengevoegd_met=w.riet)
    assert not zet_uit_beeld(kamer=w.top, deelnemer=w.riet, sinds=dagen_terug(2), door=systeem())
    contact(w, w.riet, 3)
    assert vers(rij).weer_op == dagen_terug(3)


def test_een_correctie_van_niet_naar_wel_bereikt_telt_ook(w):
    rij = uit_beeld(w, w.fatima)
    contact(w, w.fatima, 4, lukte=False)
    moment = Contactmoment.objects.get()
    adres = reverse("contact:wijzig", args=[moment.pk])
    gegevens = {"deelnemer_id": w.fatima.pk, "soort": "gebeld", "bereikt": "on", "datum": dagen_terug(4)}
    assert ingelogd(w.coordinator).post(adres, gegevens).status_code == 302
    assert vers(rij).weer_op == dagen_terug(4)


def test_wie_weer_kwam_staat_er_met_de_dag_en_een_tik(w):
    rij, client = uit_beeld(w, w.fatima), ingelogd(w.coordinator)
    kwam(w.brieven, w.fatima, op=dagen_terug(20))  # the day itself is no sign
    assert kwam_weer([rij]) == {}
    kwam(w.brieven, w.fatima, op=dagen_terug(6))
    kwam(w.eettafel, w.fatima, op=dagen_terug(3))
    assert f"kwam op {dagen_terug(6):%d-%m-%Y} weer" in client.get("/contact/uit-beeld/").text
    assert "kwam op" not in ingelogd(w.bureau).get("/contact/uit-beeld/").text  # a sensitive activity
    for _ in range(2):
        assert client.post(reverse("contact:weer_bereikt", args=[rij.pk])).status_code == 302
    assert vers(rij).weer_op == dagen_terug(6)
    assert "Fatima" not in client.get("/contact/uit-beeld/").text
    assert "Fatima" in client.get("/contact/uit-beeld/?alles=on").text
    zet_weer_bereikt(rij, op=dagen_terug(1), door=systeem())
    assert vers(rij).weer_op == dagen_terug(6)


def test_weer_uit_beeld_kan_en_raakt_het_vorige_niet(w):
    eerste = uit_beeld(w, w.fatima)
    weer_bereikt([(w.top.pk, w.fatima.pk, dagen_terug(15))], door=systeem())
    assert zet_uit_beeld(kamer=w.top, deelnemer=w.fatima, sinds=dagen_terug(10), door=systeem())
    assert weer_bereikt([(w.elders.pk, w.fatima.pk, dagen_terug(5))], door=systeem()) == 0
    assert weer_bereikt([(w.top.pk, w.fatima.pk, dagen_terug(5))], door=systeem()) == 1
    assert vers(eerste).weer_op == dagen_terug(15)


# --- whom to call ---------------------------------------------------------------------------------------------


def kwam_vaak(w, mens, laatste, keer=4, activiteit=None):
    """``keer`` visits, a week apart, the last one ``laatste`` days ago."""
    for nummer in range(keer):
        kwam(activiteit or w.eettafel, mens, op=dagen_terug(laatste + 7 * nummer))


def namen(w):
    return [rij.deelnemer.naam.split()[0] for rij in wie_missen_we([w.top], vandaag())]


@pytest.mark.parametrize(
    ("laatste", "keer", "gemist"),
    [(42, 4, True), (41, 4, False), (42, 3, False), (181, 4, True), (182, 4, False), (60, 12, True)],
)
def test_wie_vaak_kwam_en_zes_weken_niet(w, laatste, keer, gemist):
    kwam_vaak(w, w.fatima, laatste, keer)
    assert namen(w) == (["Fatima"] if gemist else [])


def test_keer_op_een_dag_telt_een_keer_en_ver_uit_elkaar_is_niet_vaak(w):
    for activiteit in (w.eettafel, w.brieven):
        kwam_vaak(w, w.fatima, 50, 3, activiteit)
    for dagen in (50, 80, 120, 150):
        kwam(w.eettafel, w.riet, op=dagen_terug(dagen))
    assert namen(w) == []


def test_wie_bereikt_of_uit_beeld_is_staat_er_niet_meer_bij(w):
    for mens in (w.fatima, w.riet, w.ozgur):
        kwam_vaak(w, mens, 50)
    contact(w, w.fatima, 10)
    uit_beeld(w, w.riet)
    contact(w, w.ozgur, 9, lukte=False)
    contact(w, w.ozgur, 60)
    [rij] = wie_missen_we([w.top], vandaag())
    assert (rij.deelnemer, rij.laatste, rij.keer, rij.geprobeerd) == (w.ozgur, dagen_terug(50), 4, dagen_terug(9))
    tekst = ingelogd(w.coordinator).get("/contact/missen/").text
    assert "Özgür Yılmaz" in tekst
    assert f"/contact/nieuw/?deelnemer={w.ozgur.pk}" in tekst
    assert "Riet" not in tekst


def test_twee_kaarten_zijn_een_persoon_en_weg_is_weg(w):
    kwam_vaak(w, w.fatima, 50, 2)
    kwam_vaak(w, w.riet, 64, 2)
    assert namen(w) == []
    Deelnemer.objects.filter(pk=w.fatima.pk).update(samengevoegd_met=w.riet)
    assert namen(w) == ["Riet"]
    w.riet.inschrijvingen.update(tot=vandaag() - timedelta(days=1))
    w.fatima.inschrijvingen.update(tot=vandaag() - timedelta(days=1))
    assert namen(w) == []


def test_wie_missen_we_vraagt_de_database_even_vaak(w, django_assert_max_num_queries):
    for mens in (w.fatima, w.riet, w.ozgur):
        kwam_vaak(w, mens, 50)
    with django_assert_max_num_queries(7):
        assert len(wie_missen_we([w.top, w.elders], vandaag())) == 3
