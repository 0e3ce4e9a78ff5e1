"""Corrections: a report of its own that follows an adopted one, with the answers and their writers taken along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from gegevens import EERSTE, Wereld, gebruiker
from hypothesis import given
from hypothesis import strategies as st
from voorbeeld import document

from deelnemers import registratie
from deelnemers.registratie import NieuweDeelname
from rapportage import canoniek, documenten, vaststelling
from rapportage.antwoorden import beantwoord, bewaar_klad
from rapportage.echtheid import herken_bestand, herken_getal
from rapportage.edities import keten_van, met_editie, zonder_vervangen
from rapportage.editieverschil import vergelijk
from rapportage.models import Antwoord, Editie, Rapport
from rapportage.rapportvorm import Document
from rapportage.tekstverschil import terug, verschil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snelle_pdf")]
REDEN = "Een middag was dubbel geteld."


def verbeter(w: Wereld, reden: str = REDEN, rapport: Rapport | None = None) -> Rapport:
    return vaststelling.maak_verbetering(rapport=rapport or w.rapport, reden=reden, door=w.bureau)


def stel_vast(w: Wereld, rapport: Rapport, door=None) -> Editie:
    vaststelling.leg_ter_controle(rapport=rapport, door=w.bureau)
    editie = vaststelling.stel_vast(rapport=rapport, door=door or w.controleur)
    rapport.refresh_from_db()
    return editie


def bezoek(w: Wereld) -> None:
    top, door = w.kamers["TOP"], w.coordinatoren["TOP"]
    mens = registratie.schrijf_in(voornaam="Noor", kamer=top, op=EERSTE.van, door=door)
    activiteit = top.activiteit_set.first()
    registratie.registreer_deelnames([NieuweDeelname(activiteit.pk, top.pk, mens.pk, date(2020, 2, 4))], door=door)


def bladzijde(wie, naam: str, rapport: Rapport, **vraag) -> str:
    client = Client()
    client.force_login(wie)
    antwoord = client.get(reverse(f"rapporten:{naam}", args=[rapport.kenmerk]), vraag)
    assert antwoord.status_code == 200, antwoord.status_code
    return antwoord.content.decode()


# --- what a correction is ---------------------------------------------------------------------------------------


def test_een_verbetering_begint_met_alles_van_de_vorige(vast):
    voor = list(
        vast.rapport.antwoorden.values_list("onderdeel", "kamer", "tekst", "versie", "geschreven_op", "schrijvers")
    )
    nieuw = verbeter(vast)
    assert (nieuw.kenmerk, nieuw.titel, nieuw.status) == ("tussenevaluatie-2020-1-1", vast.rapport.titel, "concept")
    na = nieuw.antwoorden.values_list("onderdeel", "kamer", "tekst", "versie", "geschreven_op", "schrijvers")
    assert list(na) == voor
    assert set(nieuw.kamers.all()) == set(vast.rapport.kamers.all())
    assert [d.naam for d in nieuw.deelperioden.all()] == [d.naam for d in vast.rapport.deelperioden.all()]
    assert nieuw.begrotingsbron == vast.rapport.begrotingsbron


def test_wie_de_verbetering_begon_stelt_haar_niet_vast(vast):
    """The reason is printed in it, so it is written in it; and who wrote it stays who wrote it."""
    assert "Laat liever iemand anders beginnen" in bladzijde(vast.controleur, "verbeteren", vast.rapport)
    nieuw = vaststelling.maak_verbetering(rapport=vast.rapport, reden=REDEN, door=vast.controleur)
    vaststelling.leg_ter_controle(rapport=nieuw, door=vast.bureau)
    with pytest.raises(vaststelling.StapKanNiet, match="schreef mee"):
        vaststelling.stel_vast(rapport=nieuw, door=vast.controleur)
    velden = {"gegevens": "{}", "sha256": canoniek.controlegetal("{}"), "pdf": b"", "html": b""}
    velden |= {"rapport": nieuw, "vastgesteld_door": vast.controleur, "vastgesteld_op": timezone.now()}
    with pytest.raises(IntegrityError, match="schreef waarom"), transaction.atomic():
        Editie.objects.create(**velden)
    with pytest.raises(IntegrityError, match="wie eraan begon"), transaction.atomic():
        Rapport.objects.filter(pk=nieuw.pk).update(gemaakt_door=vast.bureau)


def test_editie_1_1_heeft_een_nummer_en_een_reden_in_elk_document(vast):
    bezoek(vast)
    editie = stel_vast(vast, verbeter(vast))
    assert (editie.nummer, editie.reden) == ("1.1", REDEN)
    gelezen = canoniek.lees(Document, editie.gegevens)
    assert (gelezen.editie, gelezen.reden) == ("1.1", REDEN)
    html = bytes(editie.html).decode()
    assert "Editie 1.1" in html
    assert REDEN in html
    assert documenten.als_xlsx(editie.rapport) == bytes(editie.xlsx)
    tweede = stel_vast(vast, verbeter(vast, "Nog een keer.", editie.rapport))
    assert (tweede.nummer, tweede.rapport.kenmerk) == ("1.2", "tussenevaluatie-2020-1-2")


def test_wie_een_meegenomen_antwoord_schreef_stelt_ook_de_verbetering_niet_vast(wereld):
    """Not the last writer, and not one of long ago: also not in the database, and not by emptying the list."""
    eerste, laatste = wereld.coordinatoren["TOP"], gebruiker("Assistent", "coordinator", kamer=wereld.kamers["TOP"])
    antwoord = wereld.schrijf("Het ging goed.")
    beantwoord(
        rapport=wereld.rapport,
        onderdeel=antwoord.onderdeel,
        kamer=antwoord.kamer,
        tekst="Het ging anders.",
        versie=1,
        door=laatste,
    )
    oud = wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    nieuw = verbeter(wereld)
    Antwoord.objects.filter(rapport=nieuw).update(schrijvers=[])
    vaststelling.leg_ter_controle(rapport=nieuw, door=wereld.bureau)
    velden = {"rapport": nieuw, "nummer": "1.1", "reden": REDEN, "gegevens": "{}", "pdf": b"", "html": b""}
    velden |= {"sha256": canoniek.controlegetal("{}"), "vastgesteld_op": oud.vastgesteld_op}
    for schrijver in (eerste, laatste):
        with pytest.raises(vaststelling.StapKanNiet, match="schreef mee"):
            vaststelling.stel_vast(rapport=nieuw, door=schrijver)
        with pytest.raises(IntegrityError, match="kan dit rapport niet vaststellen"), transaction.atomic():
            Editie.objects.create(**velden, vastgesteld_door=schrijver)
    vaststelling.stel_vast(rapport=nieuw, door=wereld.controleur)


def test_wie_het_antwoord_eerder_schreef_kan_bij_overschrijven_niet_worden_weggelaten(vast):
    """Also not by taking the answer along with a list of writers of one's own."""
    nieuw = verbeter(vast)
    antwoord = Antwoord.objects.filter(rapport=nieuw).first()
    eerder = set(antwoord.schrijvers)
    Antwoord.objects.filter(pk=antwoord.pk).delete()
    ander = gebruiker("Ander", "bureau")
    antwoord.pk, antwoord.schrijvers, antwoord.geschreven_door = None, [], ander
    antwoord.save(force_insert=True)
    antwoord.refresh_from_db()
    assert set(antwoord.schrijvers) == eerder | {ander.pk}


def test_wie_1_0_vaststelde_stelt_1_1_ook_vast_als_hij_niet_schreef(vast):
    assert stel_vast(vast, verbeter(vast), door=vast.controleur).vastgesteld_door == vast.controleur


def test_een_keten_heeft_een_kop_en_een_reden(vast):
    for reden in ("", "  \n "):
        with pytest.raises(vaststelling.StapKanNiet, match="Schrijf waarom"):
            verbeter(vast, reden)
    nieuw = verbeter(vast)
    with pytest.raises(vaststelling.StapKanNiet, match="al een verbeterde editie"):
        verbeter(vast)
    with pytest.raises(vaststelling.StapKanNiet, match="nog niet vastgesteld"):
        verbeter(vast, rapport=nieuw)


SQL_DIE_NIET_MAG = (
    "UPDATE rapportage_rapport SET verbetert_id = NULL, reden_verbetering = '' WHERE id = {nieuw}",
    "UPDATE rapportage_rapport SET reden_verbetering = ' ' WHERE id = {nieuw}",
    "UPDATE rapportage_rapport SET tm = tm + 1 WHERE id = {nieuw}",
    "UPDATE rapportage_rapport SET status = 'vastgesteld' WHERE id = {nieuw}",
    "INSERT INTO rapportage_rapport (kenmerk, titel, sjabloon_id, afspraak_id, van, tm, status, gemaakt_door_id,"
    " verbetert_id, reden_verbetering) SELECT 'dubbel', titel, sjabloon_id, afspraak_id, van, tm, 'concept',"
    " gemaakt_door_id, id, 'x' FROM rapportage_rapport WHERE id = {oud}",
    "INSERT INTO rapportage_rapport (kenmerk, titel, sjabloon_id, afspraak_id, van, tm, status, gemaakt_door_id,"
    " verbetert_id, reden_verbetering) SELECT 'op-concept', titel, sjabloon_id, afspraak_id, van, tm, 'concept',"
    " gemaakt_door_id, id, 'x' FROM rapportage_rapport WHERE id = {nieuw}",
    "UPDATE rapportage_editie SET reden = 'x'",
    "UPDATE rapportage_editie SET nummer = '9.9', reden = 'x'",
    "UPDATE rapportage_editie SET xlsx = ''",
    "DELETE FROM rapportage_rapport WHERE id = {oud}",
)


def test_de_database_zelf_weigert_wat_niet_kan(vast):
    ids = {"oud": vast.rapport.pk, "nieuw": verbeter(vast).pk}
    gelukt = []
    for opdracht in SQL_DIE_NIET_MAG:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(opdracht.format(**ids))
            gelukt.append(opdracht)
        except IntegrityError:
            pass
    assert gelukt == []


# --- throwing away ----------------------------------------------------------------------------------------------


def test_een_verbetering_weggooien_laat_de_editie_staan(vast):
    voor = Editie.objects.values().get()
    nieuw = verbeter(vast)
    client = Client()
    client.force_login(vast.bureau)
    adres = reverse("rapporten:weg", args=[nieuw.kenmerk])
    assert "Eén antwoord gaat mee weg" in client.get(adres).text
    assert client.post(adres).url == vast.rapport.get_absolute_url()
    assert Editie.objects.values().get() == voor
    assert vast.rapport.antwoorden.count() == 1
    assert verbeter(vast).kenmerk == nieuw.kenmerk  # and one can be begun again


def test_alleen_een_concept_kan_weg(vast):
    with pytest.raises(vaststelling.StapKanNiet):
        vaststelling.gooi_weg(rapport=vast.rapport, door=vast.bureau)
    nieuw = verbeter(vast)
    vaststelling.leg_ter_controle(rapport=nieuw, door=vast.bureau)
    client = Client()
    client.force_login(vast.bureau)
    adres = reverse("rapporten:weg", args=[nieuw.kenmerk])
    assert client.get(adres).status_code == 404
    assert client.post(adres, follow=True).status_code == 200
    assert Rapport.objects.filter(pk=nieuw.pk).exists()


def test_weggooien_zegt_ook_wat_er_nog_niet_is_opgeslagen(wereld):
    assert "Er is nog geen antwoord opgeslagen. Dit kan niet terug" in bladzijde(wereld.bureau, "weg", wereld.rapport)
    for naam in ("TOP", "De Verbinding"):
        mens, plek = wereld.coordinatoren[naam], {"onderdeel": wereld.vraag(), "kamer": wereld.kamers[naam]}
        bewaar_klad(rapport=wereld.rapport, **plek, tekst="Nog niet af", door=mens)
    pagina = bladzijde(wereld.bureau, "weg", wereld.rapport)
    assert "typte en nog niet opsloeg gaat weg, bij 2 antwoorden" in pagina
    assert "Nog niet af" not in pagina


# --- where it shows ---------------------------------------------------------------------------------------------


def test_wie_wat_ziet_van_een_verbetering_in_de_maak(vast):
    nieuw = verbeter(vast)
    assert "Er wordt een verbeterde editie gemaakt" in bladzijde(vast.bureau, "rapport", vast.rapport)
    assert "Dit wordt editie 1.1" in bladzijde(vast.coordinatoren["TOP"], "rapport", nieuw)
    buiten = bladzijde(vast.ambtenaar, "rapport", vast.rapport)
    assert "verbeterde editie" not in buiten
    assert REDEN not in buiten
    client = Client()
    client.force_login(vast.ambtenaar)
    assert client.get(nieuw.get_absolute_url()).status_code == 404
    assert client.get(reverse("rapporten:vergelijk", args=[nieuw.kenmerk])).status_code == 404


def test_de_oude_blijft_leesbaar_en_zegt_dat_er_een_nieuwere_is(vast):
    editie = stel_vast(vast, verbeter(vast))
    for wie in (vast.ambtenaar, vast.coordinatoren["TOP"], vast.bureau):
        oud = bladzijde(wie, "rapport", vast.rapport)
        assert "Er is een nieuwere editie" in oud
        assert editie.rapport.get_absolute_url() in oud
        nieuw = bladzijde(wie, "rapport", editie.rapport)
        assert "Er is een nieuwere editie" not in nieuw
        assert vast.rapport.get_absolute_url() in nieuw


def test_de_lijst_toont_de_nieuwste_editie(vast):
    client = Client()
    client.force_login(vast.ambtenaar)
    adres = reverse("rapporten:lijst")
    assert "1.0" in client.get(adres).text
    nieuw = verbeter(vast)
    assert nieuw.get_absolute_url() not in client.get(adres).text
    stel_vast(vast, nieuw)
    pagina = client.get(adres).text
    assert nieuw.get_absolute_url() in pagina
    assert f'"{vast.rapport.get_absolute_url()}"' not in pagina
    assert "1.1" in pagina


def test_lijst_en_keten_kosten_even_veel_vragen_bij_een_en_drie_edities(vast):
    def vragen() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as lijst:
            list(met_editie(zonder_vervangen(Rapport.objects.all())))
        with CaptureQueriesContext(connection) as keten:
            keten_van(vast.rapport)
        return len(lijst), len(keten)

    een = vragen()
    rapport = vast.rapport
    for n in range(2):
        rapport = stel_vast(vast, verbeter(vast, f"Keer {n}", rapport)).rapport
    assert vragen() == een == (1, 3)
    assert [e.nummer for e in keten_van(vast.rapport).edities] == ["1.0", "1.1", "1.2"]


def test_echtheid_volgt_de_keten(vast):
    oud = Editie.objects.get()
    nieuw = stel_vast(vast, verbeter(vast))
    assert herken_getal(oud.sha256).nieuwer == "1.1"
    assert herken_getal(nieuw.sha256).nieuwer == ""
    laatste = stel_vast(vast, verbeter(vast, "Weer", nieuw.rapport))
    assert herken_getal(oud.sha256).nieuwer == "1.2"
    assert herken_bestand(bytes(laatste.xlsx)).wat == "het rekenblad (XLSX)"
    assert herken_bestand(b"") is None


def test_sinds_het_vaststellen_leidt_naar_een_verbetering_met_een_reden(vast):
    bezoek(vast)
    pagina = bladzijde(vast.bureau, "sindsdien", vast.rapport)
    assert reverse("rapporten:verbeteren", args=[vast.rapport.kenmerk]) + "?reden=" in pagina
    assert "verbeteren/?reden=" not in bladzijde(vast.coordinatoren["TOP"], "sindsdien", vast.rapport)
    form = bladzijde(vast.bureau, "verbeteren", vast.rapport, reden="Eén bezoek\x00 erbij")
    assert "Eén bezoek erbij</textarea>" in form


def test_de_bladzijde_begint_een_verbetering(vast):
    client = Client()
    client.force_login(vast.bureau)
    adres = reverse("rapporten:verbeteren", args=[vast.rapport.kenmerk])
    leeg = client.post(adres, {"reden": " "})
    assert leeg.status_code == 422
    assert "Schrijf waarom er een verbeterde editie komt." in leeg.text
    gemaakt = client.post(adres, {"reden": REDEN})
    assert gemaakt.url == Rapport.objects.get(verbetert=vast.rapport).get_absolute_url()
    assert "Ga daarmee verder" in client.get(adres).text


# --- side by side -----------------------------------------------------------------------------------------------


def test_twee_edities_naast_elkaar(vast):
    bezoek(vast)
    nieuw = verbeter(vast)
    collega = gebruiker("Assistent", "coordinator", kamer=vast.kamers["TOP"])
    antwoord = nieuw.antwoorden.get()
    beantwoord(
        rapport=nieuw,
        onderdeel=antwoord.onderdeel,
        kamer=antwoord.kamer,
        tekst="Het ging heel goed.",
        versie=1,
        door=collega,
    )
    in_de_maak = bladzijde(vast.bureau, "vergelijk", nieuw)
    assert "De editie in de maak" in in_de_maak
    stel_vast(vast, nieuw)
    for wie in (vast.ambtenaar, vast.bureau):
        pagina = bladzijde(wie, "vergelijk", vast.rapport)
        assert "cijfers zijn anders" in pagina
        assert "<ins>" in pagina
        assert "[erbij: </span>heel" in pagina
    zelfde = bladzijde(vast.ambtenaar, "vergelijk", nieuw, eerst="1.1", nu="1.1")
    assert "met zichzelf" in zelfde
    assert bladzijde(vast.ambtenaar, "vergelijk", nieuw, eerst="'x", nu="maak")


def test_onderdelen_die_kwamen_en_gingen_staan_er_een_keer():
    een = document()
    twee = replace(een, delen=(*een.delen[:2], *een.delen[3:], replace(een.delen[0], titel="Iets nieuws")))
    gevonden = vergelijk(een, twee)
    assert gevonden.weg == (een.delen[2].titel,)
    assert gevonden.erbij == ("Iets nieuws",)
    assert gevonden.cijfers == ()
    assert vergelijk(een, een).gelijk


woorden = st.lists(st.sampled_from(["het", "ging", "goed", "\n", "\n\n", "  ", "Şengül", "*vet*", ""]), max_size=30)


@given(woorden, woorden)
def test_beide_teksten_zijn_terug_te_lezen_uit_het_verschil(links, rechts):
    eerst, nu = " ".join(links), "".join(rechts)
    stukken = verschil(eerst, nu)
    assert terug(stukken) == (eerst, nu)
    assert all(stuk.soort == "gelijk" for stuk in verschil(nu, nu))
