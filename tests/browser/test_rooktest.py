"""The browser itself: the log-in page loads in Chromium with its style, and axe can judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest


def test_de_inlogpagina_in_de_browser(
    pagina: Any, op_breedtes: Callable[[Any], Iterator[str]], axe: Callable[[Any], None]
) -> None:
    antwoord = pagina.goto("/")
    assert antwoord.status == 200
    assert pagina.evaluate("document.styleSheets.length") > 0
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth"), "geen zijwaarts scrollen"


def test_axe_vindt_een_fout_die_er_is(pagina: Any, axe: Callable[[Any], None]) -> None:
    pagina.goto("/")
    pagina.evaluate("document.body.append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(pagina)
