"""The statement as files: PDF/UA, the figures of the screen, no bookings, no formula."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import page
import pdfplumber
import pytest
import time_machine
from bijdragewereld import JAAR, PER, Geldjaar, maak_vol_jaar
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from buurtwerkkamers.models import Logregel
from buurtwerkkamers.opmaak import toon
from financien.begroten import Bedragcel, maak_wijziging, stel_begroting_vast, zet_bedragen
from financien.models import Post
from financien.verantwoording import Verantwoording, naar_buiten, verantwoording_voor
from financien.verantwoordingstaten import staten
from rapportage.documenten.pdf import PdfLukteNiet
from rapportage.documenten.verantwoording import SOORTEN, als_pdf, als_xlsx, stand, titel
from tests.fabrieken import maak_gebruiker, maak_organisatie, systeem

pytestmark = pytest.mark.django_db
FORMULE = '=HYPERLINK("http://voorbeeld.invalid","klik")'


@pytest.fixture(autouse=True)
def vandaag() -> Any:
    with time_machine.travel("2023-09-01 11:00:00+02:00", tick=False):
        yield


@pytest.fixture
def w() -> Geldjaar:
    return maak_vol_jaar()


def van(organisatie: Any) -> Verantwoording:
    gevonden = verantwoording_voor(maak_gebruiker("bureau"), JAAR, organisatie.pk, PER)
    assert gevonden is not None
    return gevonden


def tekst_van(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as boek:
        return " ".join(" ".join((blad.extract_text() or "").split()) for blad in boek.pages)


def test_de_pdf_haalt_alle_regels_van_pdf_ua_en_is_steeds_dezelfde(w):
    pdf = als_pdf(van(w.fonds))
    uitslag = page.validate_pdf_bytes(pdf, profile="ua1")
    assert [f"{f.rule_id}: {f.message}" for f in uitslag.failures] == []
    assert uitslag.rules.passed == uitslag.rules.total >= 104
    assert als_pdf(van(w.fonds)) == pdf


def test_in_de_pdf_staan_de_cijfers_van_het_scherm_en_geen_boekingen(w):
    for organisatie in (w.gemeente, w.corporatie, w.fonds):
        v = naar_buiten(van(organisatie))
        tekst = tekst_van(als_pdf(v))
        plat = tekst.replace(" ", "")
        for staat in staten(v):
            for rij in staat.rijen:
                for cel, (_, soort) in zip(rij.cellen, staat.kolommen, strict=True):
                    if soort == "euro" and cel is not None:
                        assert toon(cel, v.celsoort).replace(" ", "") in plat, (staat.titel, rij)
        assert stand(v).replace(" ", "") in plat
        for geheim in ("Boeking", "DeVries", "Pieters", "Janbelt", "nognietgefactureerd"):
            assert geheim not in plat
    assert "1boekingisuitditgeldbetaald,samen€150,00" in plat
    assert "Hiervanwas€150,00ergensandersvoorbedoeld.Reden:Hetfondsvondhetgoed." in plat


def test_gedrukte_delen_zijn_samen_het_gedrukte_totaal(w):
    """Read back from paper as a reader would: with cents, or without when there are none anywhere."""
    for organisatie in (w.gemeente, w.corporatie, w.fonds):
        v = van(organisatie)
        besteed = staten(v)[1]
        lopend = Decimal()
        for rij in besteed.rijen:
            bedrag = rij.cellen[2]
            assert isinstance(bedrag, Decimal)
            gedrukt = Decimal(re.sub(r"[€ .]", "", toon(bedrag, v.celsoort)).replace(",", ".").replace("−", "-"))
            if rij.soort == "rij":
                lopend += gedrukt
            else:
                assert gedrukt == lopend


def test_in_het_rekenblad_zijn_bedragen_getallen_en_teksten_nooit_een_formule(w):
    w.corporatie.naam = FORMULE
    w.corporatie.save()
    w.posten["plus"] = Post.objects.create(jaar=JAAR, soort="financiering", naam="+1+1", financier=w.corporatie)
    w.stap("plus", "besloten", bedrag="10", kenmerk="@SUM(A1)")
    v = naar_buiten(van(w.corporatie))
    boek = CalamineWorkbook.from_filelike(io.BytesIO(als_xlsx(v)))
    eerste = {rij[0]: rij[1] for rij in boek.get_sheet_by_name("Verantwoording").to_python()}
    assert eerste["Financier"] == FORMULE
    assert (eerste["Ontvangen"], eerste["Zeker"]) == (3000.5, 6010.0)
    assert len(boek.sheet_names) == 1 + len(staten(v))
    for blad, staat in zip(boek.sheet_names[1:], staten(v), strict=True):
        rijen = boek.get_sheet_by_name(blad).to_python()
        for gelezen, rij in zip(rijen[3:], staat.rijen, strict=False):
            for waarde, cel, (_, soort) in zip(gelezen, rij.cellen, staat.kolommen, strict=True):
                if soort == "euro" and cel is not None:
                    assert isinstance(waarde, float | int)
                    assert Decimal(str(waarde)) == cel
    with zipfile.ZipFile(io.BytesIO(als_xlsx(v))) as bestand:
        bladen = [bestand.read(naam).decode() for naam in bestand.namelist() if "worksheets/sheet" in naam]
    assert bladen
    assert not any("<f>" in blad or "<f " in blad for blad in bladen)


def test_de_bestanden_van_de_eigen_organisatie(w):
    client = Client()
    client.force_login(maak_gebruiker("gemeente", organisatie=w.gemeente))
    for soort, begin in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        antwoord = client.get(reverse("verantwoording_bestand", args=[JAAR, w.gemeente.pk, soort]))
        assert antwoord.content.startswith(begin)
        assert f'filename="verantwoording-{JAAR}-gemeente-utrecht.{soort}"' in antwoord.headers["Content-Disposition"]
    assert client.get(reverse("verantwoording_bestand", args=[JAAR, w.gemeente.pk, "html"])).status_code == 404


def test_wie_het_bestand_ook_maakt_het_is_voor_de_financier(w):
    """Of the cooperative too: no costs of others, no notes of the budget; and the log says who took it."""
    w.boek("kantoor", "333.33")
    client, bureau = Client(), maak_gebruiker("bureau")
    client.force_login(bureau)
    teksten = []
    for soort in ("pdf", "xlsx"):
        inhoud = client.get(reverse("verantwoording_bestand", args=[JAAR, w.corporatie.pk, soort])).content
        if soort == "pdf":
            teksten.append(tekst_van(inhoud))
        else:
            boek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
            teksten.append(repr([boek.get_sheet_by_name(naam).to_python() for naam in boek.sheet_names]))
    for tekst in teksten:
        assert "Portaal" in tekst
        for vreemd in (
            "Alle kosten",
            "als huurkorting",
            "niet voor de financier",
            "833",
            "4000.25",
            "4.000,25",
            "Kantoor",
        ):
            assert vreemd not in tekst, vreemd
    gelogd = Logregel.objects.filter(gebruiker=bureau, actie=Logregel.Actie.GEEXPORTEERD).order_by("pk")
    assert [(regel.onderwerp_soort, regel.onderwerp_id) for regel in gelogd] == [
        (f"verantwoording {JAAR} {soort}", f"financier {w.corporatie.pk}") for soort in ("pdf", "xlsx")
    ]


def test_een_noot_die_ook_voor_de_financier_is_staat_in_de_bestanden(w):
    wijziging = maak_wijziging(JAAR, reden="noten", door=systeem())
    noten = [
        Bedragcel(w.posten["portaal"], noot="als huurkorting", noot_buiten=True),
        Bedragcel(w.posten["stad"], noot="bellen met Jan"),
    ]
    zet_bedragen(wijziging, noten, door=systeem())
    stel_begroting_vast(wijziging, op=date(2023, 1, 6), door=systeem())
    for organisatie in (w.corporatie, w.gemeente):
        v = van(organisatie)
        boek = CalamineWorkbook.from_filelike(io.BytesIO(als_xlsx(v)))
        for tekst in (tekst_van(als_pdf(v)), repr([boek.get_sheet_by_name(b).to_python() for b in boek.sheet_names])):
            assert ("als huurkorting" in tekst) == (organisatie == w.corporatie)
            assert "Jan" not in tekst


def test_ook_de_rekenbladen_van_stand_en_begroting_staan_in_het_logboek(w):
    client, bureau = Client(), maak_gebruiker("bureau")
    client.force_login(bureau)
    client.get(reverse("financien:stand", args=[JAAR]), {"uitvoer": "xlsx"})
    client.get(reverse("financien:begroting_rekenblad", args=[JAAR]))
    gelogd = Logregel.objects.filter(gebruiker=bureau, actie=Logregel.Actie.GEEXPORTEERD).order_by("pk")
    assert [regel.onderwerp_soort for regel in gelogd] == [
        f"bestand stand {JAAR} {PER}", f"bestand begroting {JAAR} versie 1"
    ]  # fmt: skip


def test_een_pdf_die_niet_lukt_zegt_waarom(w, monkeypatch):
    def nee(*_: Any) -> bytes:
        raise PdfLukteNiet("De PDF maken duurde te lang.")

    monkeypatch.setitem(SOORTEN, "pdf", ("application/pdf", nee))
    client = Client()
    client.force_login(maak_gebruiker("bureau"))
    antwoord = client.get(reverse("verantwoording_bestand", args=[JAAR, w.gemeente.pk, "pdf"]), follow=True)
    assert "De PDF maken duurde te lang." in antwoord.content.decode()


def test_rare_namen_en_een_concept_staan_gewoon_op_papier(w):
    raar = maak_organisatie("<script>alert(1)</script> & Zn. \u202e\u0130")
    Post.objects.create(jaar=JAAR, soort="financiering", naam="Raar " * 30, financier=raar)
    v = van(raar)
    tekst = tekst_van(als_pdf(v))
    assert "<script>alert(1)</script>" in tekst.replace(" ", "")
    assert titel(v).startswith(f"Verantwoording {JAAR}: <script>")
    eerder = verantwoording_voor(maak_gebruiker("bureau"), JAAR, w.gemeente.pk, date(2023, 1, 1))
    assert eerder is not None
    assert "was toen nog niet vastgesteld" in stand(eerder)
