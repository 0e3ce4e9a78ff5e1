"""Typed judgements: value, reasons and evidence, kept by content, served as a file that nobody's browser opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.models import Afspraak, Bewijsstuk, Indicator, Logregel, Oordeel
from buurtwerkkamers.oordelen import GROOTSTE_BEWIJS, MEESTE_BEWIJZEN, NieuwBewijs, bewaar_oordeel, nette_naam
from buurtwerkkamers.schrijven import Geweigerd
from tests.fabrieken import Huis, Rol, maak_afspraak, maak_huis, maak_indicator, systeem

pytestmark = pytest.mark.django_db
PDF, PNG, JPG = b"%PDF-1.7 inhoud", b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def afspraak(huis: Huis) -> Afspraak:
    afspraak = maak_afspraak(partijen=[huis.gemeente, huis.corporatie])
    doelen = {huis.eigen: "> 2%", huis.ander: "> 2%"}
    maak_indicator(afspraak, "Minder overlast", meetregel="interviews", doelen=doelen, corporatie=True)
    maak_indicator(afspraak, "Controle", meetregel="controle", doelen={huis.eigen: "Positief"})
    return afspraak


@pytest.fixture
def interviews(afspraak: Afspraak) -> Indicator:
    return afspraak.indicator_set.get(naam="Minder overlast")


@pytest.fixture
def bureau(client: Client, huis: Huis) -> Client:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    return client


def velden(**anders: Any) -> dict[str, Any]:
    return {
        "kamer": "samen", "van": "2020-01-01", "tm": "2020-12-31", "waarde": "2,5", "toelichting": "Tien gesprekken.",
        "besloten_door": "Stuurgroep", "besloten_op": "2021-02-01", **anders,
    }  # fmt: skip


def stuk(naam: str, inhoud: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud, content_type="application/pdf")


@pytest.fixture
def maak(interviews: Indicator) -> Callable[..., Oordeel]:
    def maak_oordeel(**anders: Any) -> Oordeel:
        bewijs = anders.pop("bewijs", ())
        inhoud = {
            "indicator": interviews, "van": date(2020, 1, 1), "tm": date(2020, 12, 31), "waarde": Decimal("2.5"),
            "toelichting": "Tien gesprekken.", "besloten_door": "Stuurgroep", "besloten_op": date(2021, 2, 1), **anders,
        }  # fmt: skip
        return bewaar_oordeel(Oordeel(**inhoud), bewijs=bewijs, door=systeem())

    return maak_oordeel


# --- the pages --------------------------------------------------------------------------------------------------


def test_invullen_nalezen_en_ophalen(bureau: Client, afspraak: Afspraak, interviews: Indicator, huis: Huis) -> None:
    nieuw = reverse("afspraken:oordeel_nieuw", args=[afspraak.pk, interviews.pk])
    assert "De uitkomst in procenten" in bureau.get(nieuw).text
    bestanden = [stuk("C:\\map\\verslag.docx", PDF), stuk("foto.JPEG", JPG), stuk("zelfde.pdf", PDF)]
    antwoord = bureau.post(nieuw, velden(kamer=huis.eigen.pk, waarde="2,5%", bewijs=bestanden))
    lijst = reverse("afspraken:oordelen", args=[afspraak.pk])
    assert antwoord.url == lijst
    oordeel = Oordeel.objects.get()
    assert (oordeel.kamer, oordeel.waarde, oordeel.indicator) == (huis.eigen, Decimal("2.5"), interviews)
    assert [(b.naam, b.soort) for b in oordeel.bewijsstukken.all()] == [
        ("foto.jpg", "image/jpeg"),
        ("verslag.pdf", "application/pdf"),
    ], "naar de inhoud, en hetzelfde bestand een keer"
    tekst = bureau.get(lijst).text
    for woord in ("2,5%", "Tien gesprekken.", "Stuurgroep, 1 februari 2021", "verslag.pdf", "1 januari t/m"):
        assert woord in tekst, woord
    assert "nog geen oordeel over ingevuld" in tekst, "over de controle"


def test_controle_is_een_keuze(bureau: Client, afspraak: Afspraak) -> None:
    controle = afspraak.indicator_set.get(naam="Controle")
    nieuw = reverse("afspraken:oordeel_nieuw", args=[afspraak.pk, controle.pk])
    assert "Kies of het oordeel positief is of niet." in bureau.post(nieuw, velden(waarde="")).text
    assert bureau.post(nieuw, velden(waarde="7")).status_code == 422
    assert bureau.post(nieuw, velden(waarde="-1")).status_code == 302
    oordeel = Oordeel.objects.get()
    assert oordeel.waarde == -1
    assert "niet positief" in bureau.get(reverse("afspraken:oordelen", args=[afspraak.pk])).text
    wijzig = reverse("afspraken:oordeel_wijzig", args=[afspraak.pk, oordeel.pk])
    assert 'value="-1"' in bureau.get(wijzig).text
    assert "checked" in bureau.get(wijzig).text
    bureau.post(wijzig, velden(waarde="1"))
    assert Oordeel.objects.get().waarde == 1


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"waarde": "veel"}, "Schrijf een getal, bijvoorbeeld 2 of 2,5."),
        ({"waarde": "1" * 40}, "Dit getal is te groot"),
        ({"waarde": ""}, "Vul de uitkomst in als getal."),
        ({"tm": "2019-12-31"}, "De laatste dag ligt voor de eerste."),
        ({"besloten_op": "2099-01-01"}, "Deze dag ligt in de toekomst."),
        ({"van": "1-2-3"}, "geldige datum"),
        ({"toelichting": ""}, "Leg in een paar zinnen uit"),
        ({"toelichting": "bsn 111222333"}, "burgerservicenummer"),
        ({"toelichting": "a\x00b"}, "teken"),
        ({"besloten_door": ""}, "Vul in wie dit besloot"),
        ({"kamer": ""}, "Kies voor welke kamer dit geldt"),
        ({"kamer": "999999"}, "Kies een kamer uit de lijst."),
        ({"kamer": "x"}, "Kies een kamer uit de lijst."),
        ({"bewijs": ("virus.pdf", b"MZ....")}, "is geen PDF, JPG of PNG"),
        ({"bewijs": ("groot.pdf", PDF + b"0" * GROOTSTE_BEWIJS)}, "is groter dan 5 MB"),
        ({"bewijs": ("111222333.pdf", PDF)}, "burgerservicenummer"),
        ({"bewijs": ("leeg.pdf", b"")}, "leeg"),
    ],
)
def test_wat_niet_kan_zegt_waarom(
    bureau: Client, afspraak: Afspraak, interviews: Indicator, anders: dict[str, Any], zin: str
) -> None:
    if "bewijs" in anders:
        anders = {"bewijs": stuk(*anders["bewijs"])}
    nieuw = reverse("afspraken:oordeel_nieuw", args=[afspraak.pk, interviews.pk])
    antwoord = bureau.post(nieuw, velden(**anders))
    assert antwoord.status_code == 422
    assert zin in antwoord.text
    assert not Oordeel.objects.exists()
    assert not Bewijsstuk.objects.exists()


def test_twee_keer_over_dezelfde_dagen_kan_niet(
    bureau: Client, afspraak: Afspraak, interviews: Indicator, maak: Any
) -> None:
    maak()
    nieuw = reverse("afspraken:oordeel_nieuw", args=[afspraak.pk, interviews.pk])
    assert "Over deze periode staat er al een oordeel" in bureau.post(nieuw, velden()).text
    assert bureau.post(nieuw, velden(tm="2020-06-30")).status_code == 302


def test_een_geteld_cijfer_krijgt_geen_oordeel(bureau: Client, afspraak: Afspraak, maak: Any, huis: Huis) -> None:
    klussen = maak_indicator(afspraak, "Klussen", meetregel="klussen", doelen={huis.eigen: "5"})
    assert bureau.get(reverse("afspraken:oordeel_nieuw", args=[afspraak.pk, klussen.pk])).status_code == 404
    with pytest.raises(Geweigerd, match="vanzelf geteld"):
        maak(indicator=klussen)
    with pytest.raises(Geweigerd, match="positief is of niet"):
        maak(indicator=afspraak.indicator_set.get(naam="Controle"), waarde=Decimal(3))
    with pytest.raises(Geweigerd, match="toekomst"):
        maak(besloten_op=timezone.localdate() + timedelta(days=1))


def test_een_oordeel_en_een_bestand_kunnen_weg(bureau: Client, afspraak: Afspraak, maak: Any) -> None:
    oordeel = maak(bewijs=[NieuwBewijs("a.pdf", PDF), NieuwBewijs("b.png", PNG)])
    eerste = oordeel.bewijsstukken.first()
    wijzig = reverse("afspraken:oordeel_wijzig", args=[afspraak.pk, oordeel.pk])
    assert bureau.post(reverse("afspraken:bewijs_weg", args=[afspraak.pk, eerste.pk])).url == wijzig
    assert [stuk.naam for stuk in oordeel.bewijsstukken.all()] == ["b.png"]
    weg = reverse("afspraken:oordeel_weg", args=[afspraak.pk, oordeel.pk])
    assert "Weet u zeker" in bureau.get(weg).text
    bureau.post(weg)
    assert not Oordeel.objects.exists()
    assert not Bewijsstuk.objects.exists()
    assert bureau.post(weg).status_code == 404


def test_een_volgende_versie_toont_wat_eerder_is_besloten(
    bureau: Client, afspraak: Afspraak, maak: Any, huis: Huis
) -> None:
    maak()
    tweede = maak_afspraak(afspraak.naam, versie=2, vorige=afspraak)
    maak_indicator(tweede, "Minder overlast", meetregel="interviews", doelen={huis.eigen: "> 2%"})
    assert "Tien gesprekken." in bureau.get(reverse("afspraken:oordelen", args=[tweede.pk])).text
    anders = maak_afspraak("Een andere afspraak")
    maak_indicator(anders, "Minder overlast", meetregel="interviews", doelen={huis.eigen: "> 2%"})
    assert "Tien gesprekken." not in bureau.get(reverse("afspraken:oordelen", args=[anders.pk])).text


def test_zonder_getikte_indicatoren_zegt_de_pagina_dat(bureau: Client, huis: Huis) -> None:
    leeg = maak_afspraak("Leeg")
    assert "Geen oordelen nodig" in bureau.get(reverse("afspraken:oordelen", args=[leeg.pk])).text


def test_de_lijst_kost_bij_een_en_drie_oordelen_evenveel_vragen(
    bureau: Client, afspraak: Afspraak, maak: Any, huis: Huis
) -> None:
    adres = reverse("afspraken:oordelen", args=[afspraak.pk])

    def vragen() -> int:
        with CaptureQueriesContext(connection) as gesteld:
            bureau.get(adres)
        return len(gesteld)

    maak(bewijs=[NieuwBewijs("a.pdf", PDF)])
    vragen()
    een = vragen()
    maak(kamer=huis.eigen, bewijs=[NieuwBewijs("a.pdf", PDF), NieuwBewijs("b.png", PNG)])
    maak(kamer=huis.ander)
    assert vragen() == een


# --- the files --------------------------------------------------------------------------------------------------


def test_een_bestand_wordt_bewaard_en_niet_getoond_en_elke_blik_staat_in_het_logboek(
    client: Client, maak: Any, huis: Huis
) -> None:
    html = b"%PDF-<script>alert(1)</script>"
    stuk_ = maak(kamer=huis.eigen, bewijs=[NieuwBewijs('a"\r\nX: y.html', html)]).bewijsstukken.get()
    adres = reverse("afspraken:bewijs", args=[stuk_.pk])
    for rol, mag in (
        (Rol.COORDINATOR, True),
        (Rol.PENNINGMEESTER, True),
        (Rol.GEMEENTE, False),
        (Rol.CORPORATIE, False),
    ):
        client.force_login(huis.gebruikers[rol])
        antwoord = client.get(adres)
        assert antwoord.status_code == (200 if mag else 403), rol
        if mag:
            assert antwoord.content == html
            assert antwoord["Content-Type"] == "application/pdf"
            assert antwoord["Content-Disposition"].startswith("attachment")
            assert antwoord["X-Content-Type-Options"] == "nosniff"
            assert "X: y" not in antwoord.headers
    client.force_login(huis.vreemden[Rol.COORDINATOR])
    assert client.get(adres).status_code == 404
    gelogd = Logregel.objects.filter(onderwerp_soort="bewijsstuk", onderwerp_id=str(stuk_.pk))
    assert {regel.gebruiker for regel in gelogd} == {huis.gebruikers[r] for r in (Rol.COORDINATOR, Rol.PENNINGMEESTER)}
    assert {(regel.actie, regel.kamer) for regel in gelogd} == {("bekeken", huis.eigen)}


def test_een_coordinator_ziet_alleen_de_eigen_kamer(client: Client, afspraak: Afspraak, maak: Any, huis: Huis) -> None:
    maak(kamer=huis.eigen, toelichting="Eigen gesprek")
    maak(kamer=huis.ander, toelichting="Ander gesprek")
    samen = maak(toelichting="Samen besloten", bewijs=[NieuwBewijs("a.pdf", PDF)])
    client.force_login(huis.gebruikers[Rol.COORDINATOR])
    tekst = client.get(reverse("afspraken:oordelen", args=[afspraak.pk])).text
    assert "Eigen gesprek" in tekst
    assert "Ander gesprek" not in tekst
    assert "Samen besloten" not in tekst
    assert client.get(reverse("afspraken:bewijs", args=[samen.bewijsstukken.get().pk])).status_code == 404


@pytest.mark.parametrize(
    ("naam", "inhoud", "netjes"),
    [
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("foto.png", JPG, "foto.jpg"),
        ("\x00\x07.pdf", PDF, "bewijs.pdf"),
        ("a" * 300 + ".pdf", PDF, "a" * 140 + ".pdf"),
        (".pdf", PDF, "bewijs.pdf"),
        ("Verslag – juli.pdf", PDF, "Verslag – juli.pdf"),
    ],
)
def test_een_naam_wordt_netjes(naam: str, inhoud: bytes, netjes: str) -> None:
    assert nette_naam(NieuwBewijs(naam, inhoud)) == netjes


def test_niet_meer_dan_tien_bestanden(maak: Any) -> None:
    met_tien = [NieuwBewijs(f"{n}.pdf", PDF + bytes([n])) for n in range(MEESTE_BEWIJZEN)]
    oordeel = maak(bewijs=met_tien)
    with pytest.raises(Geweigerd, match="hoogstens 10"):
        bewaar_oordeel(oordeel, bewijs=[NieuwBewijs("meer.png", PNG)], door=systeem())
    assert oordeel.bewijsstukken.count() == MEESTE_BEWIJZEN
