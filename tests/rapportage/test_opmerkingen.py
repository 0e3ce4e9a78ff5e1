"""Remarks beside a report in the making: who says what where, and nobody outside ever hears of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from gegevens import Wereld, gebruiker

from buurtwerkkamers.schrijven import Geweigerd
from rapportage import documenten, opmerkingen, vaststelling
from rapportage.models import Opmerking, Rapport
from rapportage.opmerkingstand import gesprek_over, laatst_teruggestuurd
from rapportage.sjablonen import maak_sjabloon_juli_2018

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snelle_pdf")]
TEKST = "Noem ook de moestuin."


def als(wie) -> Client:
    client = Client()
    client.force_login(wie)
    return client


def adres(w: Wereld, naam: str = "opmerkingen", *args) -> str:
    return reverse(f"rapporten:{naam}", args=[w.rapport.kenmerk, *args])


def zeg(w: Wereld, tekst: str = TEKST, kamer: str | None = "TOP", door=None) -> Opmerking:
    return opmerkingen.maak(
        rapport=w.rapport,
        onderdeel=w.vraag(),
        kamer=w.kamers[kamer] if kamer else None,
        tekst=tekst,
        door=door or w.bureau,
    )


def test_wie_wat_leest(wereld):
    zeg(wereld)
    zeg(wereld, "Voor allemaal samen.", None)
    zeg(wereld, "Alleen De Verbinding.", "De Verbinding")
    alles = als(wereld.bureau).get(wereld.rapport.get_absolute_url()).text
    assert all(tekst in alles for tekst in (TEKST, "Voor allemaal samen.", "Alleen De Verbinding."))
    for pagina in (wereld.rapport.get_absolute_url(), adres(wereld), adres(wereld, "antwoorden", "top")):
        eigen = als(wereld.coordinatoren["TOP"]).get(pagina).text
        assert TEKST in eigen, pagina
        assert "Voor allemaal samen." not in eigen, pagina
        assert "Alleen De Verbinding." not in eigen, pagina
    penning = als(gebruiker("Penning", "penningmeester"))
    assert TEKST not in penning.get(wereld.rapport.get_absolute_url()).text
    assert penning.get(adres(wereld)).status_code == 403
    assert als(wereld.ambtenaar).get(adres(wereld)).status_code == 403


def test_in_geen_document_en_nooit_buiten(wereld):
    zeg(wereld)
    for soort in ("html", "json", "xlsx"):
        assert TEKST.encode() not in documenten.SOORTEN[soort].maak(wereld.rapport), soort
    wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    editie = wereld.rapport.edities.get()
    assert TEKST not in editie.gegevens + bytes(editie.html).decode()
    for wie in (wereld.ambtenaar, wereld.coordinatoren["TOP"], wereld.bureau):
        assert TEKST not in als(wie).get(wereld.rapport.get_absolute_url()).text
    # ... but who took part can read it back
    assert TEKST in als(wereld.bureau).get(adres(wereld)).text


def test_een_coordinator_spreekt_alleen_over_de_eigen_kamer(wereld):
    client = als(wereld.coordinatoren["TOP"])
    goed = {"onderdeel": wereld.vraag().pk, "kamer": wereld.kamers["TOP"].pk, "tekst": "Klopt dit cijfer?"}
    for verkeerd in (
        {"kamer": wereld.kamers["De Verbinding"].pk},
        {"kamer": ""},
        {"onderdeel": 999999},
        {"tekst": " "},
    ):
        antwoord = client.post(adres(wereld), {**goed, **verkeerd})
        assert antwoord.status_code == 422, verkeerd
    assert "Hij heeft 123456782" in client.post(adres(wereld), {**goed, "tekst": "Hij heeft 123456782"}).text
    assert not Opmerking.objects.exists()
    terug = adres(wereld, "antwoorden", "top") + "#opmerkingen-1"
    assert client.post(adres(wereld), {**goed, "terug": terug}).url == terug
    assert client.post(adres(wereld), {**goed, "terug": "https://kwaad.invalid/"}).url == adres(wereld)
    assert Opmerking.objects.count() == 2


def test_een_opmerking_van_een_andere_kamer_bestaat_niet(wereld):
    rij = zeg(wereld, kamer="De Verbinding")
    for stap in ("opmerking_afhandelen", "opmerking_heropenen"):
        assert als(wereld.coordinatoren["TOP"]).post(adres(wereld, stap, rij.pk)).status_code == 404
    assert (
        als(wereld.coordinatoren["De Verbinding"]).post(adres(wereld, "opmerking_afhandelen", rij.pk)).status_code
        == 302
    )
    rij.refresh_from_db()
    assert rij.afgehandeld_door == wereld.coordinatoren["De Verbinding"]


def test_afhandelen_heropenen_en_tellen(wereld):
    rij = zeg(wereld)
    zeg(wereld, "En nog iets.")
    gesprek = gesprek_over(wereld.rapport, wereld.coordinatoren["TOP"])
    assert gesprek.aantal_open == 2
    opmerkingen.handel_af(opmerking=rij, door=wereld.coordinatoren["TOP"])
    opmerkingen.handel_af(opmerking=rij, door=wereld.bureau)
    rij.refresh_from_db()
    assert rij.afgehandeld_door == wereld.coordinatoren["TOP"]
    gesprek = gesprek_over(wereld.rapport, wereld.bureau)
    assert (gesprek.aantal_open, len(gesprek.bij(1).klaar)) == (1, 1)
    opmerkingen.heropen(opmerking=rij, door=wereld.bureau)
    assert gesprek_over(wereld.rapport, wereld.bureau).aantal_open == 2


def test_de_database_houdt_het_bij_een_rapport_in_de_maak(wereld):
    rij = zeg(wereld)
    for opdracht in (
        "UPDATE rapportage_opmerking SET tekst = ' '",
        "UPDATE rapportage_opmerking SET afgehandeld_op = now()",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht)
    vreemd = maak_sjabloon_juli_2018().onderdelen.first()
    with pytest.raises(IntegrityError, match="hoort niet bij dit rapport"), transaction.atomic():
        Opmerking.objects.update(onderdeel=vreemd)
    with pytest.raises(Geweigerd, match="Schrijf eerst"):
        zeg(wereld, "  \n")
    wereld.schrijf()
    wereld.stel_vast()
    with pytest.raises(Geweigerd, match="vastgesteld"):
        zeg(wereld, "Te laat")
    with pytest.raises(Geweigerd, match="vastgesteld"):
        opmerkingen.handel_af(opmerking=rij, door=wereld.bureau)


def test_even_veel_vragen_bij_een_en_drie(wereld):
    def vragen() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            gesprek = gesprek_over(wereld.rapport, wereld.bureau)
            assert [o.door.naam for plek in gesprek.plekken for o in plek.open]
        return len(gevangen)

    zeg(wereld)
    gesprek_over(wereld.rapport, wereld.bureau)
    een = vragen()
    zeg(wereld, "Twee", None)
    zeg(wereld, "Drie", "De Verbinding", wereld.controleur)
    assert vragen() == een


def test_terugsturen_vraagt_een_reden_en_de_schrijvers_lezen_die(wereld):
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    for reden in ("", "  \n"):
        with pytest.raises(vaststelling.StapKanNiet, match="Schrijf waarom"):
            vaststelling.stuur_terug(rapport=wereld.rapport, door=wereld.controleur, reden=reden)
    assert laatst_teruggestuurd(wereld.rapport) is None
    with pytest.raises(IntegrityError, match="Schrijf waarom"), transaction.atomic():
        Rapport.objects.update(status="concept")
    vaststelling.stuur_terug(rapport=wereld.rapport, door=wereld.controleur, reden="De uren van mei missen.")
    gevonden = laatst_teruggestuurd(wereld.rapport)
    assert (gevonden.reden, gevonden.door) == ("De uren van mei missen.", "Controleur")
    assert "De uren van mei missen." in als(wereld.coordinatoren["TOP"]).get(wereld.rapport.get_absolute_url()).text


def test_elke_keer_terug_vraagt_opnieuw_een_reden(wereld):
    for reden in ("De uren van mei missen.", "Nu missen die van juni."):
        vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
        assert Rapport.objects.get().reden_terug == ""
        vaststelling.stuur_terug(rapport=wereld.rapport, door=wereld.controleur, reden=reden)
        assert laatst_teruggestuurd(Rapport.objects.get()).reden == reden
