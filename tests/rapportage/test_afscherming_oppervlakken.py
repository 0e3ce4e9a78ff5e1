"""Every page and file that gemeente and corporatie can reach, on a world whose protected numbers stand out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import time_machine
from django.test import Client

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Stelling
from deelnemers.models import Enquetetelling
from deelnemers.registratie.enquetes import maak_enquete, tel_papier
from rapportage.afscherming import kijker_van
from tests.fabrieken import (
    Huis,
    Rol,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_huis,
    maak_indicator,
    maak_organisatie,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db
BEGIN = ("/", "/dashboard/?jaar=2025", "/dashboard/?jaar=2025&deel=h1", "/kamers/", "/afspraken/", "/rapporten/")
MEESTE_PAGINAS = 60
# Nine people came 612 times; 5 of 7 agreed; 37 people came for something that nobody agreed on.
GEHEIM = {"bezoeken": r"\b612\b", "enquête": r"71[,.]4", "niet afgesproken": r"(?<![\d.,#-])37(?![\d.,%])"}


@pytest.fixture(autouse=True)
def vandaag() -> Iterator[None]:
    with time_machine.travel("2026-03-12 11:00:00+01:00", tick=False):
        yield


@pytest.fixture
def huis() -> Huis:
    huis = maak_huis()
    vast = [maak_deelnemer(huis.eigen, geboortejaar=1950 if n < 5 else None) for n in range(9)]
    dagen = [date(2025, 2, 1) + timedelta(days=n) for n in range(68)]
    registreer(maak_activiteit(huis.eigen, "Eettafel"), vast, *dagen)
    jaren = [1950] * 23 + [1970] * 19 + [2010] * 7 + [None] * 4
    mensen = [maak_deelnemer(huis.ander, geboortejaar=jaar) for jaar in jaren]
    registreer(maak_activiteit(huis.ander, "Inloop"), mensen, date(2025, 3, 3))
    formulieren = maak_activiteit(huis.ander, "Brieven", soort="Formulieren")
    registreer(formulieren, mensen[:37], date(2025, 3, 4))
    afspraak = maak_afspraak("Afspraak 2025", jaar=2025, partijen=[huis.gemeente, huis.corporatie])
    kamers = {huis.eigen: "20", huis.ander: "20"}
    maak_indicator(afspraak, "Mensen", doelen=kamers, meetregel="uniek_totaal")
    categorie = formulieren.indelingen.get().categorie
    eigen = {huis.eigen: "5"}
    maak_indicator(afspraak, "Formulieren", doelen=eigen, meetregel="uniek_categorie", categorie=categorie)
    stelling = Stelling.objects.filter(soort=Stelling.Soort.STELLING).first()
    maak_indicator(
        afspraak, "Prettig wonen", doelen=dict.fromkeys(kamers, "> 50%"), meetregel="enquete", stelling=stelling,
        eenheid="enquête", corporatie=True,
    )  # fmt: skip
    enquete = maak_enquete(
        naam="Enquête", doelgroep="bewoners", van=date(2025, 5, 1), tm=date(2025, 5, 30), vragen=[stelling],
        kamers={huis.ander: None}, door=systeem(),
    )  # fmt: skip
    aantallen = {(stelling.pk, 5): 5, (stelling.pk, 2): 2}
    tel_papier(enquete.enquetekamers.get(), formulieren=7, aantallen=aantallen, door=systeem())
    assert Enquetetelling.objects.exists()
    return huis


def bezoek(gebruiker: Gebruiker, hoogstens: int = MEESTE_PAGINAS) -> dict[str, str]:
    """Every address that this user reaches by following links, with all text in it; files are unpacked."""
    client = Client()
    client.force_login(gebruiker)
    te_doen, gezien = list(BEGIN), {}
    while te_doen and len(gezien) < hoogstens:
        adres = te_doen.pop(0)
        if adres in gezien or not _meedoen(adres):
            continue
        antwoord = client.get(adres, follow=True)
        assert antwoord.status_code < 500, adres
        if antwoord.status_code != 200:
            continue
        gezien[adres] = _tekst(antwoord)
        if "html" in antwoord["Content-Type"]:
            links = re.findall(r'href="([^"#]+)', antwoord.content.decode())
            te_doen += [urljoin(adres, unescape(link)) for link in links]
    return gezien


def _meedoen(adres: str) -> bool:
    """Pages of the site, of the year with the secrets: the whole of it and the half-year, each view once."""
    delen = urlsplit(adres)
    vragen = parse_qs(delen.query)
    eerste = delen.path.strip("/").partition("/")[0]
    if delen.netloc or eerste in (
        "account",
        "static",
        "deur",
        "beheer",
        "deelnemers",
        "trajecten",
        "financien",
        "uren",
    ):
        return False
    if {"stand", "sort", "page"} & set(vragen):
        return False
    return vragen.get("jaar", ["2025"]) == ["2025"] and vragen.get("deel", ["jaar"])[0] in ("jaar", "h1")


def _tekst(antwoord) -> str:
    inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content
    if inhoud[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(inhoud)) as werkboek:
            bladen = [naam for naam in werkboek.namelist() if naam.startswith("xl/worksheets") or "Strings" in naam]
            return " ".join(re.findall(r">([^<]+)<", " ".join(werkboek.read(naam).decode() for naam in bladen)))
    tekst = inhoud.decode()
    # drawing instructions and addresses hold numbers of their own
    tekst = re.sub(r'\s(d|x|y|[xy][12]|points|transform|viewBox|width|height|href|id|class|style)="[^"]*"', " ", tekst)
    return unescape(re.sub(r"<[^>]*?(?:title|aria-label|alt)=\"([^\"]*)\"[^>]*>|<[^>]+>", r" \1 ", tekst))


def gevonden(paginas: dict[str, str]) -> dict[str, list[str]]:
    return {
        wat: [adres for adres, tekst in paginas.items() if re.search(patroon, tekst)] for wat, patroon in GEHEIM.items()
    }


def test_geen_enkel_oppervlak_laat_een_beschermd_getal_zien(huis):
    van_het_bureau = gevonden(bezoek(huis.gebruikers[Rol.BUREAU], len(BEGIN)))
    assert all(van_het_bureau.values()), f"the secrets are there to be found: {van_het_bureau}"
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE):
        paginas = bezoek(huis.gebruikers[rol])
        assert len(paginas) > 8, rol
        assert gevonden(paginas) == {wat: [] for wat in GEHEIM}, rol
        assert not any("/dashboard/bewijs/" in adres for adres in paginas), rol
        if rol == Rol.GEMEENTE:
            halfjaar = paginas["/dashboard/?jaar=2025&deel=h1"]
            assert re.search(r"onder 18\s+.*?<10", halfjaar, re.S), "the breakdown is there, and its small cell is not"
            assert not re.search(r"onder 18\s+\D*\b7\b", halfjaar)


def test_wie_van_binnen_kijkt_en_wie_van_buiten(huis):
    bureau, penningmeester = (kijker_van(huis.gebruikers[rol]) for rol in (Rol.BUREAU, Rol.PENNINGMEESTER))
    assert (bureau.overal, bureau.bewijs) == (True, True)
    assert (penningmeester.overal, penningmeester.bewijs) == (True, False)
    coordinator = kijker_van(huis.gebruikers[Rol.COORDINATOR])
    assert (coordinator.overal, coordinator.kamers, coordinator.bewijs) == (False, {"Eigen"}, True)
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE, Rol.BEHEERDER, Rol.DEUR):
        kijker = kijker_van(huis.gebruikers[rol])
        assert (kijker.overal, kijker.kamers, kijker.bewijs) == (False, frozenset(), False), rol
        assert kijker.alleen_corporatie is (rol == Rol.CORPORATIE)
        assert kijker.vandaag == date(2026, 3, 12)


def test_een_verlopen_rol_kijkt_van_buiten(huis):
    oud = maak_gebruiker(Rol.BUREAU)
    Bevoegdheid.objects.filter(gebruiker=oud).update(tot=date(2026, 1, 1))
    assert kijker_van(Gebruiker.objects.get(pk=oud.pk)).overal is False


def test_wie_ook_voor_de_gemeente_kijkt_is_alleen_binnen_in_de_eigen_kamer(huis):
    beide = huis.gebruikers[Rol.COORDINATOR]
    gemeente = maak_organisatie()
    Bevoegdheid.objects.create(gebruiker=beide, rol=Rol.GEMEENTE, organisatie=gemeente, van=date(2020, 1, 1))
    kijker = kijker_van(Gebruiker.objects.get(pk=beide.pk))
    assert kijker.binnen(("Eigen",))
    assert not kijker.binnen(("Eigen", "Ander"))
