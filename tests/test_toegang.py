"""The first wall: every address × every role × own or another's object × method, against the table in ``toegang``."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from buurtwerkkamers.models import Bevoegdheid, Gebruiker
from tests.fabrieken import Rol, maak_gebruiker, maak_kamer
from tests.toegang import EIGEN_ACCOUNT, VERWACHT
from tests.toegangsvorm import LETTERS, Pagina
from tests.toegangswereld import Wereld, maak_wereld


def alle_namen(patronen: list[Any], ruimte: str = "") -> Iterator[str]:
    """The full name of every address of the site; an address without a name gets its pattern."""
    for patroon in patronen:
        if isinstance(patroon, URLResolver):
            yield from alle_namen(patroon.url_patterns, ruimte + (f"{patroon.namespace}:" if patroon.namespace else ""))
        elif isinstance(patroon, URLPattern):
            yield f"{ruimte}{patroon.name or patroon.pattern}"


@pytest.fixture(scope="module")
def wereld(django_db_setup: None, django_db_blocker: Any) -> Iterator[Wereld]:
    """Made once, in a transaction that is never stored; each request is undone too."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield maak_wereld()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def zonder_grenzen(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    """So many requests in a row would meet the limits of the log-in pages, which have tests of their own."""
    caplog.set_level("CRITICAL", "django.request")  # each refusal would write its whole traceback
    settings.ACCOUNT_RATE_LIMITS = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def vraag(w: Wereld, gebruiker: Gebruiker | None, methode: str, adres: str, data: dict[str, Any]) -> Any:
    client = w.client(gebruiker)
    with transaction.atomic():
        antwoord = client.generic(methode, adres, **_inhoud(methode, data))
        transaction.set_rollback(True)
    return antwoord


def _inhoud(methode: str, data: dict[str, Any]) -> dict[str, Any]:
    if methode == "GET":
        return {}
    inhoud = "&".join(f"{naam}={waarde}" for naam, waarde in data.items())
    return {"data": inhoud, "content_type": "application/x-www-form-urlencoded"}


# A block of data is no script: a browser does not run it, so the policy has nothing to allow.
INLINE = re.compile(
    r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


def mankeert(antwoord: Any, persoonlijk: bool) -> list[str]:
    """What is wrong with any answer, whoever asked."""
    fouten = []
    beleid = antwoord.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in beleid or "unsafe" in beleid:
        fouten.append(f"geen streng beleid voor inhoud: {beleid!r}")
    if persoonlijk and antwoord.status_code == 200 and "no-store" not in antwoord.headers.get("Cache-Control", ""):
        fouten.append("mag door de browser worden bewaard")
    html = antwoord.content.decode() if antwoord.headers.get("Content-Type", "").startswith("text/html") else ""
    if los := INLINE.search(html):
        fouten.append(f"script of stijl in de pagina: {los[0]!r}")
    return fouten


def lekt(w: Wereld, antwoord: Any, letter: str, overal: bool) -> list[str]:
    """Names on this page of an own kamer that is not theirs, or of people for a role that has nothing with people."""
    tekst = _tekst(antwoord)
    verboden = () if overal else w.namen
    if letter in "P G W H":
        verboden = (*verboden, w.namen[0])
    return [f"toont {naam!r}" for naam in verboden if naam in tekst]


def _tekst(antwoord: Any) -> str:
    """What there is to read in an answer; of a spreadsheet all its parts."""
    soort = antwoord.headers.get("Content-Type", "")
    if "spreadsheet" in soort:
        with zipfile.ZipFile(io.BytesIO(antwoord.content)) as boek:
            return "".join(boek.read(naam).decode() for naam in boek.namelist() if naam.endswith(".xml"))
    return "" if "pdf" in soort else antwoord.content.decode()


METHODEN = ("GET", "POST", "PUT", "DELETE")


@pytest.mark.parametrize("naam", VERWACHT)
def test_elk_adres_voor_elke_rol(wereld: Wereld, naam: str) -> None:
    fouten = []
    gevallen = VERWACHT[naam]
    for pagina in gevallen if isinstance(gevallen, list) else [gevallen]:
        adres = reverse(naam, kwargs=pagina.van(wereld) if pagina.van else {})
        for methode in METHODEN:
            fouten += _anoniem(wereld, pagina, methode, adres)
            for letter, rol in LETTERS.items():
                mensen = [(wereld.huis.gebruikers[rol], False)]
                if rol in wereld.huis.vreemden and methode in ("GET", "POST"):
                    mensen.append((wereld.huis.vreemden[rol], True))
                for mens, vreemd in mensen:
                    antwoord = vraag(wereld, mens, methode, adres, pagina.data)
                    goed = pagina.verwacht(letter, methode, vreemd)
                    wie = f"{methode} {adres} als {'vreemde ' * vreemd}{rol}"
                    if antwoord.status_code not in goed:
                        fouten.append(f"{wie}: {antwoord.status_code}, verwacht {sorted(goed)}")
                    mis = mankeert(antwoord, persoonlijk=not pagina.zelfde_voor_iedereen) + lekt(
                        wereld, antwoord, letter, overal=not vreemd or letter in pagina.overal
                    )
                    fouten += [f"{wie}: {fout}" for fout in mis]
    assert not fouten, "\n".join(fouten)


def _anoniem(w: Wereld, pagina: Pagina, methode: str, adres: str) -> list[str]:
    antwoord = vraag(w, None, methode, adres, pagina.data)
    fouten = [f"{methode} {adres} zonder inloggen: {fout}" for fout in mankeert(antwoord, persoonlijk=False)]
    if pagina.anoniem is None:
        goed = antwoord.status_code == 302 and antwoord.headers["Location"].startswith(reverse("account_login"))
    else:
        goed = antwoord.status_code in pagina.anoniem.get(methode, pagina.andere_methoden)
    if not goed:
        fouten.append(f"{methode} {adres} zonder inloggen: {antwoord.status_code}")
    return fouten


def test_geen_adres_is_vergeten() -> None:
    namen = set(alle_namen(get_resolver().url_patterns))
    assert namen - VERWACHT.keys() == set(), "Zet dit adres in VERWACHT, met de rollen die het mogen openen."
    assert VERWACHT.keys() - namen == set(), "Dit adres bestaat niet meer."


def test_wat_niet_bestaat_is_een_404(wereld: Wereld) -> None:
    """Also where somebody has every right: a number that does not exist, or a kamer that is not there."""
    for adres in ("/kamers/bestaat-niet/", "/afspraken/999999/", "/rapporten/bestaat-niet/", "/bestaat/niet/"):
        assert vraag(wereld, wereld.huis.gebruikers[Rol.BUREAU], "GET", adres, {}).status_code == 404, adres


def test_zonder_rol_is_er_niets_te_zien(wereld: Wereld) -> None:
    """An account whose roles are all withdrawn opens the start page, which says so, and its own account."""
    with transaction.atomic():
        niemand = maak_gebruiker()
        for naam, gevallen in VERWACHT.items():
            pagina = gevallen[0] if isinstance(gevallen, list) else gevallen
            adres = reverse(naam, kwargs=pagina.van(wereld) if pagina.van else {})
            status = vraag(wereld, niemand, "GET", adres, {}).status_code
            vrij = pagina.anoniem is not None or pagina is EIGEN_ACCOUNT or naam == "start"
            assert vrij or status in (403, 405), f"{adres}: {status}"
        transaction.set_rollback(True)


def test_een_tweede_kamer_opent_die_kamer_en_geen_derde(wereld: Wereld) -> None:
    with transaction.atomic():
        derde = maak_kamer("Derde")
        coordinator = maak_gebruiker(Rol.COORDINATOR, kamer=wereld.huis.eigen)
        Bevoegdheid.objects.create(gebruiker=coordinator, rol=Rol.COORDINATOR, kamer=wereld.huis.ander)
        statussen = [
            vraag(wereld, coordinator, "GET", kamer.get_absolute_url(), {}).status_code
            for kamer in (wereld.huis.eigen, wereld.huis.ander, derde)
        ]
        transaction.set_rollback(True)
    assert statussen == [200, 200, 404]
