"""Contributions and the statement in a real browser: nothing for axe to find, at both widths, and nothing sideways."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from bijdragewereld import JAAR, Geldjaar, maak_vol_jaar
from django.urls import reverse

from tests.fabrieken import maak_gebruiker

pytestmark = pytest.mark.django_db(transaction=True)
KIJK = os.environ.get("KIJK")  # a folder: pictures of the pages, to look at


def _adressen(w: Geldjaar) -> dict[str, list[tuple[str, str]]]:
    fonds = [JAAR, w.posten["fonds"].pk]
    stap = w.posten["stad"].stappen.latest("pk")
    return {
        "penningmeester": [
            ("lijst", reverse("financien:bijdragen", args=[JAAR])),
            ("bijdrage", reverse("financien:bijdrage", args=fonds)),
            ("doel", reverse("financien:bestemming", args=fonds)),
            ("stap-nieuw", reverse("financien:stap_nieuw", args=fonds)),
            ("stap-weg", reverse("financien:stap_weg", args=[JAAR, w.posten["stad"].pk, stap.pk])),
            ("leeg", reverse("financien:bijdragen", args=[2030])),
            ("verantwoordingen", reverse("financien:verantwoordingen", args=[JAAR])),
            ("verantwoording", reverse("financien:verantwoording", args=[JAAR, w.fonds.pk])),
        ],
        "corporatie": [
            ("start-buiten", "/"),
            ("buiten", reverse("financien:verantwoording", args=[JAAR, w.corporatie.pk])),
        ],
    }


def test_bijdragen_en_verantwoording_zonder_fouten_op_beide_breedtes(maak_pagina, op_breedtes, axe) -> None:
    w = maak_vol_jaar()
    for rol, adressen in _adressen(w).items():
        meer: dict[str, Any] = {"organisatie": w.corporatie} if rol == "corporatie" else {}
        pagina = maak_pagina(maak_gebruiker(rol, **meer))
        for naam, adres in adressen:
            antwoord = pagina.goto(adres)
            assert antwoord.status == 200, adres
            for breedte in op_breedtes(pagina):
                axe(pagina)
                opzij = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                assert opzij <= 0, f"{adres} schuift opzij bij {breedte}"
                if KIJK:
                    pagina.screenshot(path=Path(KIJK) / f"{naam}-{breedte}.png", full_page=True)


def test_een_stap_vastleggen_zonder_javascript(maak_pagina) -> None:
    w = maak_vol_jaar()
    pagina = maak_pagina(maak_gebruiker("penningmeester"), java_script_enabled=False)
    pagina.goto(reverse("financien:bijdrage", args=[JAAR, w.posten["stad hart"].pk]))
    pagina.get_by_role("link", name="Stap toevoegen").click()
    assert pagina.get_by_label("besloten").is_checked(), "na toegezegd komt besloten"
    pagina.get_by_label("Bedrag").fill("2.750,50")
    pagina.get_by_label("Kenmerk of nummer").fill("26-900")
    pagina.get_by_role("button", name="Stap toevoegen").click()
    assert "De stap 'besloten' is vastgelegd" in pagina.locator("#meldingen").inner_text()
    assert "€ 2.750,50" in pagina.locator("main").inner_text()
