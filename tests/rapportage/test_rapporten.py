"""The pages of reports: who sees what, writing, the conflict page, the steps and the files."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date

import pdfplumber
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from gegevens import GEPUBLICEERD, gebruiker

from rapportage import antwoorden, vaststelling
from rapportage.documenten.pdf import PdfLukteNiet
from rapportage.models import Antwoord, Rapport

pytestmark = pytest.mark.django_db


@pytest.fixture
def vastgesteld(wereld, monkeypatch):
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    wereld.schrijf()
    wereld.stel_vast()
    return wereld


def url(naam: str, wereld, *args: str) -> str:
    return reverse(f"rapporten:{naam}", args=[wereld.rapport.kenmerk, *args])


# --- who sees what ----------------------------------------------------------------------------------------------


def test_concept_is_niet_voor_de_gemeente(wereld, in_log):
    client = in_log(wereld.ambtenaar)
    assert wereld.rapport.titel not in client.get(reverse("rapporten:lijst")).text
    assert client.get(url("rapport", wereld)).status_code == 404
    assert client.get(url("bestand", wereld, "json")).status_code == 404


def test_vastgesteld_rapport_alleen_voor_de_partij_van_de_afspraak(vastgesteld, in_log):
    client = in_log(vastgesteld.ambtenaar)
    assert vastgesteld.rapport.titel in client.get(reverse("rapporten:lijst")).text
    assert client.get(url("rapport", vastgesteld)).status_code == 200
    assert client.get(url("bestand", vastgesteld, "pdf")).content == b"%PDF-1.7 proef"
    client = in_log(vastgesteld.vreemde_ambtenaar)
    assert vastgesteld.rapport.titel not in client.get(reverse("rapporten:lijst")).text
    assert client.get(url("rapport", vastgesteld)).status_code == 404
    assert client.get(url("bestand", vastgesteld, "pdf")).status_code == 404


def test_deur_en_beheerder_hebben_geen_rapporten(wereld, in_log):
    for rol, kamer in (("deur", wereld.kamers["TOP"]), ("beheerder", None)):
        client = in_log(gebruiker(f"Iemand {rol}", rol, kamer=kamer))
        assert client.get(reverse("rapporten:lijst")).status_code == 403
        assert client.get(url("rapport", wereld)).status_code == 403


def test_coordinator_ziet_in_concept_alleen_de_eigen_kamer(wereld, in_log):
    wereld.schrijf("Van TOP zelf")
    wereld.schrijf("Van een ander", "De Verbinding")
    tekst = in_log(wereld.coordinatoren["TOP"]).get(url("rapport", wereld)).text
    assert "Van TOP zelf" in tekst
    assert "Van een ander" not in tekst
    assert "De Verbinding" not in tekst.partition('class="rapport ')[2]
    assert "Deelnemers van TOP" in tekst
    assert in_log(wereld.coordinatoren["TOP"]).get(url("bestand", wereld, "json")).status_code == 404


def test_penningmeester_ziet_de_cijfers_en_niet_de_antwoorden(wereld, in_log):
    wereld.schrijf("Nog niet voor iedereen")
    tekst = in_log(gebruiker("Penning", "penningmeester")).get(url("rapport", wereld)).text
    assert "Nog niet voor iedereen" not in tekst
    assert "€ 319.716" in tekst


def test_coordinator_van_een_kamer_buiten_het_rapport(wereld, in_log):
    from buurtwerkkamers.models import Kamer

    elders = Kamer.objects.create(naam="De Klop")
    client = in_log(gebruiker("Elders", "coordinator", kamer=elders))
    assert client.get(url("rapport", wereld)).status_code == 404
    assert client.get(url("antwoorden", wereld, elders.slug)).status_code == 404
    assert client.get(url("antwoorden", wereld, wereld.kamers["TOP"].slug)).status_code == 404


def test_pagina_toont_de_gepubliceerde_cijfers(wereld, in_log):
    tekst = in_log(wereld.bureau).get(url("rapport", wereld)).text
    for eerste, tweede in GEPUBLICEERD.values():
        cellen = rf"Formulieren</th><td[^>]*>{eerste[4]}</td><td[^>]*>{tweede[4]}</td>"
        assert re.search(cellen, tekst)
    assert not re.search(r"<[^>]+\sstyle=", tekst)


# --- writing ----------------------------------------------------------------------------------------------------


def invoer(wereld, tekst: str, versie: int = 0) -> dict:
    pk = wereld.vraag().pk
    return {f"vraag-{pk}-tekst": tekst, f"vraag-{pk}-versie": versie}


def test_coordinator_schrijft_een_antwoord(wereld, in_log):
    client = in_log(wereld.coordinatoren["TOP"])
    adres = url("antwoorden", wereld, wereld.kamers["TOP"].slug)
    assert wereld.vraag().titel in client.get(adres).text
    assert client.post(adres, invoer(wereld, "Mijn tekst")).status_code == 302
    antwoord = Antwoord.objects.get()
    assert (antwoord.tekst, antwoord.kamer.naam, antwoord.geschreven_door) == (
        "Mijn tekst",
        "TOP",
        wereld.coordinatoren["TOP"],
    )
    assert client.get(url("antwoorden", wereld, wereld.kamers["De Verbinding"].slug)).status_code == 404
    assert client.get(url("antwoorden_samen", wereld)).status_code == 403


def test_botsing_houdt_beide_teksten(wereld, in_log):
    adres = url("antwoorden", wereld, wereld.kamers["TOP"].slug)
    collega = gebruiker("Assistent", "coordinator", kamer=wereld.kamers["TOP"])
    in_log(collega).post(adres, invoer(wereld, "Tekst van de collega"))
    antwoord = in_log(wereld.coordinatoren["TOP"]).post(adres, invoer(wereld, "Mijn eigen tekst"))
    assert antwoord.status_code == 409
    assert "Tekst van de collega" in antwoord.text
    assert "Mijn eigen tekst" in antwoord.text
    assert Antwoord.objects.get().tekst == "Tekst van de collega"
    versie = re.search(r'name="vraag-\d+-versie" value="(\d+)"', antwoord.text)
    opgelost = in_log(wereld.coordinatoren["TOP"]).post(adres, invoer(wereld, "Samen", int(versie.group(1))))
    assert opgelost.status_code == 302
    assert Antwoord.objects.get().tekst == "Samen"


def test_te_laat_geschreven_blijft_op_de_pagina(wereld, in_log):
    adres = url("antwoorden", wereld, wereld.kamers["TOP"].slug)
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    antwoord = in_log(wereld.coordinatoren["TOP"]).post(adres, invoer(wereld, "Net te laat"))
    assert antwoord.status_code == 409
    assert "Net te laat" in antwoord.text
    assert "niet opgeslagen" in antwoord.text
    assert not Antwoord.objects.exists()


def test_te_lange_tekst_wordt_gemeld(wereld, in_log):
    adres = url("antwoorden", wereld, wereld.kamers["TOP"].slug)
    antwoord = in_log(wereld.coordinatoren["TOP"]).post(adres, invoer(wereld, "x" * 20_001))
    assert "Dit klopt nog niet" in antwoord.text
    assert not Antwoord.objects.exists()


def test_bureau_antwoordt_voor_alle_kamers_samen(wereld, in_log):
    keuze = wereld.vraag("keuze")
    gegevens = {
        f"vraag-{keuze.pk}-keuze": keuze.keuzes[1],
        f"vraag-{keuze.pk}-tekst": "",
        f"vraag-{keuze.pk}-versie": 0,
    }
    assert in_log(wereld.bureau).post(url("antwoorden_samen", wereld), gegevens).status_code == 302
    assert f"{keuze.keuzes[1]} <strong>(gekozen)" in in_log(wereld.bureau).get(url("rapport", wereld)).text


# --- steps and files --------------------------------------------------------------------------------------------


def test_alle_stappen_met_knoppen(wereld, in_log, monkeypatch):
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    wereld.schrijf()
    client = in_log(wereld.bureau)
    assert "Leg ter controle" in client.get(url("rapport", wereld)).text
    client.post(url("ter_controle", wereld))
    client.post(url("terugsturen", wereld), {"reden": "Er mist een antwoord"})
    client.post(url("ter_controle", wereld))
    client = in_log(wereld.controleur)
    assert "Stel vast" in client.get(url("rapport", wereld)).text
    client.post(url("vaststellen", wereld))
    assert Rapport.objects.get().status == "ter_controle"  # without saying that it was read
    client.post(url("vaststellen", wereld), {"gelezen": "on"})
    pagina = client.get(url("rapport", wereld)).text
    assert "Editie 1.0" in pagina
    assert wereld.rapport.edities.get().sha256 in pagina
    gemeente = wereld.rapport.afspraak.partijen.get()
    vandaag = timezone.localdate()
    client.post(
        url("verzenden", wereld),
        {
            f"o{gemeente.pk}-mee": "on",
            f"o{gemeente.pk}-wijze": "post",
            "anders-wijze": "email",
            "datum": vandaag,
            "leesbaar_tm": vandaag,
        },
    )
    assert Rapport.objects.get().status == "ingediend"


def test_stappen_alleen_met_post_en_het_recht(wereld, in_log):
    for stap in ("ter_controle", "terugsturen", "vaststellen"):
        assert in_log(wereld.bureau).get(url(stap, wereld)).status_code == 405
        assert in_log(wereld.coordinatoren["TOP"]).post(url(stap, wereld)).status_code == 403
    assert Rapport.objects.get().status == "concept"


def test_schrijver_krijgt_geen_knop_en_geen_recht_om_vast_te_stellen(wereld, in_log):
    vraag = wereld.vraag("vraag_eenmalig")
    antwoorden.beantwoord(rapport=wereld.rapport, onderdeel=vraag, kamer=None, tekst="Van mij", door=wereld.bureau)
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    client = in_log(wereld.bureau)
    assert "Daarom stelt iemand anders" in client.get(url("rapport", wereld)).text
    client.post(url("vaststellen", wereld), {"gelezen": "on"})
    assert Rapport.objects.get().status == "ter_controle"


def test_bestanden_in_concept_en_vastgesteld(wereld, in_log):
    client = in_log(wereld.bureau)
    html = client.get(url("bestand", wereld, "html"))
    assert html.headers["Content-Disposition"] == 'attachment; filename="tussenevaluatie-2020-concept.html"'
    assert client.get(url("bestand", wereld, "xlsx")).content.startswith(b"PK")
    assert client.get(url("bestand", wereld, "doc")).status_code == 404


def test_json_van_vastgesteld_rapport_heeft_het_gedrukte_controlegetal(vastgesteld, in_log):
    inhoud = in_log(vastgesteld.bureau).get(url("bestand", vastgesteld, "json")).content
    assert hashlib.sha256(inhoud).hexdigest() == vastgesteld.rapport.edities.get().sha256


def test_pdf_die_niet_lukt_geeft_een_melding(wereld, in_log, monkeypatch):
    def mislukt(*args):
        raise PdfLukteNiet("De PDF maken duurde te lang.")

    monkeypatch.setattr("rapportage.documenten.rapport_pdf", mislukt)
    antwoord = in_log(wereld.bureau).get(url("bestand", wereld, "pdf"), follow=True)
    assert "De PDF maken duurde te lang." in antwoord.text


def nieuw_rapport(wereld, **anders) -> dict:
    return {
        "titel": "Tweede helft 2020",
        "sjabloon": wereld.rapport.sjabloon_id,
        "afspraak": wereld.rapport.afspraak_id,
        "kamers": [k.pk for k in wereld.kamers.values()],
        "van": "2020-06-01",
        "tm": "2020-12-31",
        "naam_1": "Zomer",
        "van_1": "2020-06-01",
        "tm_1": "2020-08-31",
        **anders,
    }


def test_nieuw_rapport(wereld, in_log):
    antwoord = in_log(wereld.bureau).post(reverse("rapporten:nieuw"), nieuw_rapport(wereld))
    gemaakt = Rapport.objects.get(kenmerk="tweede-helft-2020")
    assert antwoord.url == gemaakt.get_absolute_url()
    assert [d.naam for d in gemaakt.deelperioden.all()] == ["Zomer"]
    assert gemaakt.kamers.count() == 3
    assert in_log(wereld.bureau).get(antwoord.url).status_code == 200


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"tm": "2020-01-01"}, "ligt voor de eerste dag"),
        ({"van_1": "2020-01-01"}, "binnen de periode"),
        ({"tm_1": ""}, "beide dagen"),
        ({"titel": "Tussenevaluatie 2020"}, "al een rapport"),
        ({"kamers": []}, "verplicht"),
    ],
)
def test_nieuw_rapport_zegt_wat_niet_klopt(wereld, in_log, anders, melding):
    antwoord = in_log(wereld.bureau).post(reverse("rapporten:nieuw"), nieuw_rapport(wereld, **anders))
    assert melding in antwoord.text
    assert Rapport.objects.count() == 1


# --- the command ------------------------------------------------------------------------------------------------


def test_opdracht_schrijft_alle_bestanden(wereld, tmp_path):
    paden = {soort: tmp_path / f"r.{soort}" for soort in ("pdf", "html", "xlsx", "json")}
    call_command("rapport", wereld.rapport.kenmerk, **{s: str(p) for s, p in paden.items()}, stdout=io.StringIO())
    with pdfplumber.open(paden["pdf"]) as boek:
        tekst = "\n".join(blad.extract_text() for blad in boek.pages)
    for eerste, tweede in GEPUBLICEERD.values():
        assert re.search(rf"Formulieren {eerste[4]} {tweede[4]} \d+", tekst)
    assert "Computervaardigheid 15 – 15" in tekst
    assert all(pad.stat().st_size > 1000 for pad in paden.values())


def test_opdracht_noemt_de_rapporten_die_er_zijn(wereld):
    with pytest.raises(CommandError, match="Bedoelt u tussenevaluatie-2020") as fout:
        call_command("rapport", "tusenevaluatie-2020", pdf="x.pdf")
    assert "Deze rapporten zijn er: tussenevaluatie-2020" in str(fout.value)
    with pytest.raises(CommandError, match="--pdf"):
        call_command("rapport", wereld.rapport.titel)
    with pytest.raises(CommandError, match="kan niet geschreven"):
        call_command("rapport", wereld.rapport.titel, json="/bestaat/niet/r.json")


def test_rapport_zonder_registraties_blijft_leesbaar(wereld, in_log):
    leeg = vaststelling.maak_rapport(
        sjabloon=wereld.rapport.sjabloon,
        afspraak=wereld.rapport.afspraak,
        titel="Leeg jaar",
        van=date(2015, 1, 1),
        tm=date(2015, 12, 31),
        kamers=list(wereld.kamers.values()),
        deelperioden=[],
        door=wereld.bureau,
    )
    tekst = in_log(wereld.bureau).get(leeg.get_absolute_url()).text
    assert "In deze periode is niets geregistreerd." in tekst
    assert "geen bron van begroting" in tekst


def test_een_bsn_in_een_antwoord_wordt_geweigerd_en_de_tekst_blijft_staan(wereld, in_log):
    client = in_log(wereld.coordinatoren["TOP"])
    veld = f"vraag-{wereld.vraag().pk}"
    adres = url("antwoorden", wereld, wereld.kamers["TOP"].slug)
    antwoord = client.post(adres, {f"{veld}-tekst": "Hij heeft 123456782.", f"{veld}-versie": 0})
    inhoud = antwoord.content.decode()
    assert "burgerservicenummer" in inhoud
    assert "Hij heeft 123456782." in inhoud
    assert not Antwoord.objects.exists()


def test_wat_nog_geen_antwoord_heeft_staat_bij_de_voortgang(wereld, in_log):
    wereld.schrijf(kamer="TOP")
    pagina = in_log(wereld.bureau).get(url("rapport", wereld)).text
    assert "<summary>De Verbinding: 2 vragen zonder antwoord</summary>" in pagina
    assert "<summary>TOP: 1 vraag zonder antwoord</summary>" in pagina


def test_een_rapport_over_een_periode_die_nog_loopt_gaat_niet_ter_controle(wereld, in_log):
    Rapport.objects.update(tm=timezone.localdate())
    client = in_log(wereld.bureau)
    assert "De periode loopt nog" in client.get(url("rapport", wereld)).text
    client.post(url("ter_controle", wereld))
    assert Rapport.objects.get().status == "concept"
