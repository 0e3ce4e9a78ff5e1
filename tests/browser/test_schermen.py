"""Every page that a role can reach by following links, on the demonstration data, in a real browser.

No link leads nowhere; of each template axe finds nothing at 1280 and at 390 pixels and nothing scrolls sideways.
With ``--beelden`` the pictures of the README and the handbook are made anew in ``docs/beeld``.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.urls import resolve, reverse

from buurtwerkkamers import pincodes
from buurtwerkkamers.models import Bevoegdheid, Gebruiker
from rapportage.documenten import als_pdf
from rapportage.models import Rapport
from tests.hersteld import lege_database, vingerafdruk

ROLLEN = ("deur", "coordinator", "bureau", "penningmeester", "gemeente", "corporatie", "beheerder")
BEELDMAP = Path(__file__).parent.parent.parent / "docs" / "beeld"
# One kind of page is asked for through so many examples per role.
VOORBEELDEN = 2
# Page -> its template (of a list: and which list). Each is looked at with axe once, by the first role that comes there.
sjablonen: dict[str, str] = {}
bekeken: set[str] = set()
# Who hands the tablet to a visitor is logged out, so that page ends a round as logging out does.
NIET_VOLGEN = re.compile(r"^/(static|account/logout|enquete/[^/]+/tablet)/")


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
    """Somebody with this role; of the room TOP, which has most of everything."""
    van_top = Bevoegdheid.objects.filter(Q(kamer=None) | Q(kamer__naam="TOP"), rol=rol)
    return van_top.order_by("pk").first().gebruiker


@cache
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
        inhoud = b"".join(antwoord)  # read whole: a download keeps its file open until then
        if antwoord.status_code == 302:
            te_doen.append(urljoin(adres, antwoord["Location"]))
        elif antwoord.get("Content-Type", "").startswith("text/html") and "attachment" not in antwoord.get(
            "Content-Disposition", ""
        ):
            per_naam.setdefault(naam, []).append(adres)
            sjabloon = antwoord.templates[0].name
            sjablonen[naam] = f"{sjabloon} {naam}" if "lijst" in sjabloon else sjabloon
            te_doen += interne_links(adres, inhoud.decode())
    return per_naam


def interne_links(adres: str, html: str) -> list[str]:
    links = (urljoin(adres, link.replace("&amp;", "&")) for link in re.findall(r'<a\s[^>]*?href="([^"#]+)', html))
    return [link for link in dict.fromkeys(links) if link.startswith("/") and not NIET_VOLGEN.match(link)]


@pytest.mark.parametrize("rol", ROLLEN)
def test_elke_bladzijde_is_bereikbaar_en_toegankelijk(rol, demonstratie, maak_pagina, op_breedtes, axe):
    paginas = rondgang(rol)
    assert len(paginas) >= 2, f"{rol} ziet alleen {list(paginas)}"
    pagina = maak_pagina(gebruiker_met(rol))
    nieuw = {sjablonen[naam]: adressen[0] for naam, adressen in paginas.items() if sjablonen[naam] not in bekeken}
    bekeken.update(nieuw)
    for adres in nieuw.values():
        pagina.goto(adres)
        assert pagina.locator("h1").count() == 1, f"{adres} heeft geen kop, of meer dan een"
        for breedte in op_breedtes(pagina):
            axe(pagina)
            past = pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert past, f"{adres} schuift zijwaarts ({breedte})"


def test_zonder_javascript_en_met_vergroting(demonstratie, maak_pagina):
    """The start page and the register work without scripts, and at 400 % (320 pixels wide) nothing falls off."""
    pagina = maak_pagina(
        gebruiker_met("coordinator"), java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    for adres in ("/", "/deelnemers/", "/rapporten/"):
        assert pagina.goto(adres).status == 200
        box = pagina.locator("main").bounding_box()
        assert box["x"] + box["width"] <= 320, adres


MATEN = {"breed": (1280, 800), "hoog": (1280, 1150), "smal": (390, 844), "tablet": (820, 1180)}
PIN = "5829"


def niets(pagina: Any) -> None:
    """The page as it opens."""


def tik_drie(pagina: Any) -> None:
    """The people of an activity that has some, and three of them came in."""
    open_een_lijst(pagina)
    for _ in range(3):
        pagina.locator("#groep-meestal .tegel__knop:visible").first.click()
        pagina.wait_for_timeout(300)


def open_een_lijst(pagina: Any) -> None:
    pagina.goto(pagina.url.split("?")[0].rstrip("/").rsplit("/", 1)[0] + "/")
    pagina.locator("a.activiteit").nth(1).click()
    pagina.locator(".tegel").first.wait_for()


def zoek_op_gehoor(pagina: Any) -> None:
    open_een_lijst(pagina)
    pagina.locator("#zoek").press_sequentially("hasan")
    pagina.wait_for_timeout(800)


def in_het_arabisch(pagina: Any) -> None:
    open_een_lijst(pagina)
    pagina.locator(".deurbalk__meer summary").click()
    pagina.locator(".deurtaal__knop[lang=ar]").click()
    pagina.locator("html[dir=rtl] .tegel").first.wait_for()


def wacht_op_voorbeeld(pagina: Any) -> None:
    """The preview beside the text is there."""
    pagina.locator(".schrijfblok__woorden").first.wait_for()


def typ_pincode(pagina: Any) -> None:
    """This browser becomes a tablet of the room, and somebody types a PIN on it."""
    vrijwilliger = gebruiker_met("deur")
    pincodes.kies(vrijwilliger, code=PIN, door=vrijwilliger)
    pagina.get_by_role("button", name="Dit apparaat inschrijven").click()
    pagina.locator("a.deurnaam").first.click()
    for cijfer in PIN[:2]:
        pagina.get_by_role("button", name=cijfer, exact=True).click()


def iemand_met_rollen(pagina: Any) -> None:
    pagina.goto(f"{reverse('deelnemers:lijst')}?rol=sleutelhouder")
    pagina.get_by_role("link", name="Laatste bezoek").click()
    pagina.locator("[aria-sort] a", has_text="Laatste bezoek").wait_for()
    if pagina.locator("table tbody tr").first.locator("td").last.inner_text() == "–":
        pagina.get_by_role("link", name="Laatste bezoek").click()
        pagina.locator("[aria-sort=descending] a", has_text="Laatste bezoek").wait_for()
    pagina.locator("table tbody a").first.click()
    pagina.get_by_role("heading", name="Contact", exact=True).wait_for()


def kies_bestand(pagina: Any) -> None:
    """A file whose columns have names of its own."""
    regels = ["Kenmerk;Voornaam;Familienaam;Geb. jaar;Opmerking", "K-1;Saïda;Achahbar;1971;", "K-2;Wim;Prins;1958;"]
    bestand = {"name": "deelnemers.csv", "mimeType": "text/csv", "buffer": "\n".join(regels).encode()}
    pagina.get_by_label("Wat staat er in het bestand?").select_option("deelnemers")
    pagina.get_by_label("Bestand", exact=True).set_input_files(bestand)
    pagina.get_by_role("button", name="Bekijk het bestand").click()
    pagina.get_by_role("button", name="Bekijk wat het verandert").wait_for()


def bekijk_bestand(pagina: Any) -> None:
    kies_bestand(pagina)
    pagina.get_by_label("Kenmerk").select_option("nummer")
    pagina.get_by_label("Familienaam").select_option("achternaam")
    pagina.get_by_label("Geb. jaar").select_option("geboortejaar")
    pagina.get_by_role("button", name="Bekijk wat het verandert").click()
    pagina.get_by_role("button", name="Nu inlezen").wait_for()


@dataclass(frozen=True)
class Beeld:
    """``doe``: what somebody does on the page before the picture is taken."""

    rol: str
    bladzijde: str
    maat: str = "breed"
    doe: Callable[[Any], None] = niets


BEELDEN = {
    "start": Beeld("coordinator", "start"),
    "aanwezig": Beeld("coordinator", "aanwezig:activiteit", doe=open_een_lijst),
    "aanwezig-smal": Beeld("deur", "aanwezig:kamer", "smal"),
    "deur-tablet": Beeld("deur", "aanwezig:activiteit", "tablet", tik_drie),
    "deur-smal": Beeld("deur", "aanwezig:activiteit", "smal", zoek_op_gehoor),
    "deur-arabisch": Beeld("deur", "aanwezig:activiteit", "tablet", in_het_arabisch),
    "deur-pincode": Beeld("coordinator", "deur:tablets", "tablet", typ_pincode),
    "deelnemers": Beeld("coordinator", "deelnemers:lijst"),
    "deelnemer": Beeld("coordinator", "deelnemers:deelnemer", "hoog", iemand_met_rollen),
    "dubbelen": Beeld("coordinator", "deelnemers:paar", "hoog"),
    "vastleggen": Beeld("coordinator", "vastleggen:start"),
    "uren": Beeld("coordinator", "uren:week"),
    "klussen": Beeld("coordinator", "klussen:lijst", "hoog"),
    "talenten": Beeld("coordinator", "talenten:lijst"),
    "openingen": Beeld("coordinator", "openingen:lijst"),
    "inlezen-kolommen": Beeld("bureau", "importeren", doe=kies_bestand),
    "inlezen-voorbeeld": Beeld("bureau", "importeren", doe=bekijk_bestand),
    "afspraak": Beeld("bureau", "afspraken:afspraak"),
    "dashboard": Beeld("gemeente", "dashboard:start", "hoog"),
    "dashboard-indicator": Beeld("gemeente", "dashboard:indicator", "hoog"),
    "enquete": Beeld("bureau", "enquete:invullen", "smal"),
    "geld": Beeld("penningmeester", "financien:bron"),
    "begroting": Beeld("penningmeester", "financien:begroting", "hoog"),
    "stand": Beeld("penningmeester", "financien:stand", "hoog"),
    "bank": Beeld("penningmeester", "financien:bank", "hoog"),
    "handgeld": Beeld("coordinator", "financien:handgeld_maand", "smal"),
    "afwijkingen": Beeld("penningmeester", "financien:afwijkingen"),
    "rapport": Beeld("gemeente", "rapporten:rapport"),
    "schrijven": Beeld("coordinator", "rapporten:antwoorden", "hoog", wacht_op_voorbeeld),
    "sjabloon": Beeld("bureau", "rapporten:sjabloon", "hoog"),
    "rapport-smal": Beeld("gemeente", "rapporten:rapport", "smal"),
}


@pytest.mark.parametrize("naam", BEELDEN)
def test_beelden(naam, demonstratie, maak_pagina, request):
    """The pictures in README and handbook show pages that exist; with --beelden they are made anew."""
    beeld = BEELDEN[naam]
    adressen = rondgang(beeld.rol).get(beeld.bladzijde)
    assert adressen, f"{beeld.rol} komt niet bij {beeld.bladzijde}"
    if request.config.getoption("--beelden"):
        BEELDMAP.mkdir(exist_ok=True)
        breedte, hoogte = MATEN[beeld.maat]
        pagina = maak_pagina(gebruiker_met(beeld.rol), viewport={"width": breedte, "height": hoogte})
        pagina.goto(adressen[0])
        beeld.doe(pagina)
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
