"""Every page that a role can reach by following links, on the demonstration data, in a real browser.

No link leads nowhere; axe finds nothing at 1280 and at 390 pixels; nothing scrolls sideways. With ``--beelden`` the
pictures of the README and the handbook are made anew in ``docs/beeld``.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from buurtwerkkamers.models import Bevoegdheid, Gebruiker
from rapportage.documenten import als_pdf
from rapportage.models import Rapport
from tests.hersteld import lege_database, vingerafdruk

# All of these share one load of the demonstration data, in one worker.
pytestmark = pytest.mark.xdist_group("demonstratie")

ROLLEN = ("deur", "coordinator", "bureau", "penningmeester", "gemeente", "corporatie", "beheerder")
BEELDMAP = Path(__file__).parent.parent.parent / "docs" / "beeld"
# One kind of page is looked at through so many examples per role.
VOORBEELDEN = 2
NIET_VOLGEN = re.compile(r"^/(static|account/logout)/")


@pytest.fixture(scope="module")
def demonstratie(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration data, committed, for all tests of this file; gone afterwards."""
    with django_db_blocker.unblock():
        call_command("demo", verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def transactional_db(demonstratie) -> None:
    """In the place of pytest-django's own, which would empty the database after each test with a live server."""


def gebruiker_met(rol: str) -> Gebruiker:
    return Bevoegdheid.objects.filter(rol=rol).order_by("gebruiker__email").first().gebruiker


def rondgang(rol: str) -> dict[str, list[str]]:
    """Name of each page -> addresses of it, by following links from the start page; every answer must be good."""
    client = Client()
    client.force_login(gebruiker_met(rol))
    gezien: set[str] = set()
    per_naam: dict[str, list[str]] = {}
    te_doen = ["/"]
    while te_doen:
        adres = te_doen.pop(0)
        pad = urlsplit(adres).path
        naam = resolve(pad).view_name
        if adres in gezien or len(per_naam.get(naam, [])) >= VOORBEELDEN:
            continue
        gezien.add(adres)
        antwoord = client.get(adres)
        assert antwoord.status_code in (200, 302), f"{rol}: {adres} geeft {antwoord.status_code}"
        if antwoord.status_code == 302:
            te_doen.append(urljoin(adres, antwoord["Location"]))
        elif antwoord.get("Content-Type", "").startswith("text/html") and "attachment" not in antwoord.get(
            "Content-Disposition", ""
        ):
            per_naam.setdefault(naam, []).append(adres)
            te_doen += interne_links(adres, b"".join(antwoord).decode())
    return per_naam


def interne_links(adres: str, html: str) -> list[str]:
    links = (urljoin(adres, link.replace("&amp;", "&")) for link in re.findall(r'<a\s[^>]*?href="([^"#]+)', html))
    return [link for link in dict.fromkeys(links) if link.startswith("/") and not NIET_VOLGEN.match(link)]


@pytest.mark.parametrize("rol", ROLLEN)
def test_elke_bladzijde_is_bereikbaar_en_toegankelijk(rol, demonstratie, maak_pagina, op_breedtes, axe):
    paginas = rondgang(rol)
    assert len(paginas) >= 2, f"{rol} ziet alleen {list(paginas)}"
    pagina = maak_pagina(gebruiker_met(rol))
    for adressen in paginas.values():
        pagina.goto(adressen[0])
        assert pagina.locator("h1").count() == 1, f"{adressen[0]} heeft geen kop, of meer dan een"
        for breedte in op_breedtes(pagina):
            axe(pagina)
            past = pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert past, f"{adressen[0]} schuift zijwaarts ({breedte})"


def test_zonder_javascript_en_met_vergroting(demonstratie, maak_pagina):
    """The start page and the register work without scripts, and at 400 % (320 pixels wide) nothing falls off."""
    pagina = maak_pagina(
        gebruiker_met("coordinator"), java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    for adres in ("/", "/deelnemers/", "/rapporten/"):
        assert pagina.goto(adres).status == 200
        box = pagina.locator("main").bounding_box()
        assert box["x"] + box["width"] <= 320, adres


BEELDEN = {
    "start": ("coordinator", "start", 1280),
    "aanwezig": ("coordinator", "aanwezig:activiteit", 1280),
    "aanwezig-smal": ("deur", "aanwezig:kamer", 390),
    "deelnemers": ("coordinator", "deelnemers:lijst", 1280),
    "afspraak": ("bureau", "afspraken:afspraak", 1280),
    "geld": ("penningmeester", "financien:bron", 1280),
    "afwijkingen": ("penningmeester", "financien:afwijkingen", 1280),
    "rapport": ("gemeente", "rapporten:rapport", 1280),
    "rapport-smal": ("gemeente", "rapporten:rapport", 390),
}


@pytest.mark.parametrize("naam", BEELDEN)
def test_beelden(naam, demonstratie, maak_pagina, request):
    """The pictures in README and handbook show pages that exist; with --beelden they are made anew."""
    rol, bladzijde, breedte = BEELDEN[naam]
    adressen = rondgang(rol).get(bladzijde)
    assert adressen, f"{rol} komt niet bij {bladzijde}"
    if request.config.getoption("--beelden"):
        BEELDMAP.mkdir(exist_ok=True)
        pagina = maak_pagina(gebruiker_met(rol), viewport={"width": breedte, "height": 800 if breedte > 600 else 844})
        pagina.goto(adressen[0])
        pagina.evaluate("document.fonts.ready")
        pagina.screenshot(path=BEELDMAP / f"{naam}.png")
    assert (BEELDMAP / f"{naam}.png").exists()


@pytest.mark.parametrize(("naam", "bladzijde"), [("papier-omslag", 1), ("papier-oogopslag", 3), ("papier-kamers", 7)])
def test_beelden_van_het_papier(naam, bladzijde, demonstratie, request, tmp_path):
    """Pages of the adopted report of 2020, as a reader prints them."""
    if request.config.getoption("--beelden"):
        (tmp_path / "rapport.pdf").write_bytes(als_pdf(Rapport.objects.get(kenmerk="tussenrapportage-2020")))
        blad = ["-f", str(bladzijde), "-l", str(bladzijde), "-r", "60", "-png", "-singlefile"]
        subprocess.run(["pdftoppm", *blad, tmp_path / "rapport.pdf", BEELDMAP / naam], check=True)
    assert (BEELDMAP / f"{naam}.png").exists()


def test_reservekopie_van_de_hele_demonstratie(demonstratie, tmp_path):
    """The filled database comes back in an empty one with the same rows, table by table."""
    ervoor = vingerafdruk()
    assert ervoor["deelnemers_deelname"][0] > 10_000
    call_command("reservekopie", tmp_path / "kopie")
    with lege_database():
        call_command("herstel", tmp_path / "kopie")
        assert vingerafdruk() == ervoor
