"""A dashboard in a real browser: an officer finds what is behind and why, on a laptop, a phone and paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pdfplumber
import pytest
from django.utils import timezone

from tests.fabrieken import (
    Huis,
    Rol,
    categorie,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_huis,
    maak_indicator,
    registreer,
)


@pytest.fixture
def huis(transactional_db: None) -> Huis:
    """Two kamers of which one is behind on people and the other reached its target; an agreement of this year."""
    huis, vandaag = maak_huis(), timezone.localdate()
    jaar = vandaag.year
    afspraak = maak_afspraak(f"Afspraak {jaar}", jaar=jaar, partijen=[huis.gemeente, huis.corporatie])
    doelen = {huis.eigen: "4000", huis.ander: "2"}
    ontmoeting = categorie()
    maak_indicator(
        afspraak, "Sociale ontmoeting", doelen=doelen, meetregel="uniek_categorie", categorie=ontmoeting, groep="PROCES"
    )
    maak_indicator(afspraak, "Klussen", doelen=doelen, meetregel="klussen", groep="OUTPUT", corporatie=True)
    for kamer in (huis.eigen, huis.ander):
        activiteit = maak_activiteit(kamer, "Eettafel")
        mensen = [maak_deelnemer(kamer) for _ in range(12)]
        registreer(activiteit, mensen, vandaag)
    return huis


def test_een_ambtenaar_vindt_wat_achterloopt_en_waarom(
    huis: Huis, maak_pagina: Callable[..., Any], op_breedtes: Callable[[Any], Iterator[str]], axe: Callable[[Any], None]
) -> None:
    pagina = maak_pagina(huis.gebruikers[Rol.GEMEENTE])
    pagina.goto("/")
    pagina.get_by_role("link", name="Dashboard").last.click()
    kop = pagina.locator(".kopzin")
    assert "Eigen loopt het meest achter" in kop.inner_text()
    assert "12 van 4000" in kop.inner_text() or "Klussen" in kop.inner_text()
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), "geen zijwaarts scrollen"
    pagina.locator(".doelzin a").first.click()
    assert pagina.get_by_role("heading", name="Hoe dit is gemeten").count() == 1
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
    pagina.get_by_role("link", name="Indicatoren").click()
    pagina.get_by_role("link", name="Loopt achter").click()
    assert pagina.locator(".indicatortabel tbody tr").count() >= 1
    for _ in op_breedtes(pagina):
        axe(pagina)


def test_een_kamer_op_papier(huis: Huis, maak_pagina: Callable[..., Any], axe: Callable[[Any], None]) -> None:
    pagina = maak_pagina(huis.gebruikers[Rol.COORDINATOR])
    pagina.goto("/dashboard/")
    assert pagina.url.endswith(f"/dashboard/kamers/{huis.eigen.slug}/")
    axe(pagina)
    with pdfplumber.open(io.BytesIO(pagina.pdf(format="A4", prefer_css_page_size=True))) as papier:
        tekst = "\n".join(blad.extract_text() for blad in papier.pages)
    assert "Gemaakt op" in tekst
    assert f"Afspraak {timezone.localdate().year}" in tekst
    assert "Andere periode" not in tekst
    assert "Afdrukken" not in tekst


def test_zonder_javascript(huis: Huis, maak_pagina: Callable[..., Any]) -> None:
    pagina = maak_pagina(huis.gebruikers[Rol.BUREAU], java_script_enabled=False)
    pagina.goto("/dashboard/?deel=k1")
    assert pagina.locator(".kopzin").count() == 1
    assert pagina.get_by_role("button", name="Afdrukken").count() == 0
