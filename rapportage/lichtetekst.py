"""Texts of answers: light markup (paragraphs, lists, bold, italic), written by people, so never trusted.

HTML in the text stays text. Two walls: the parser has HTML off and knows nothing but these few marks, and nh3 lets
through nothing but their tags. Lengths and depths are limited, so no text can hold up the page or the PDF.
"""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MAX_TEKENS = 20_000  # of what is typed
# With its figures filled in: '{uren}' may become '[volgt in het hele rapport]', four and a half times as long.
MAX_INGEVULD = 5 * MAX_TEKENS
MAX_DIEPTE = 6
TOEGESTAAN = {"p", "em", "strong", "ul", "ol", "li", "br"}


@lru_cache(maxsize=1)
def _lezer() -> MarkdownIt:
    lezer = MarkdownIt("zero", {"html": False, "maxNesting": MAX_DIEPTE * 2, "breaks": True})
    return lezer.enable(["list", "emphasis", "newline", "escape"])


def als_html(tekst: str) -> SafeString:
    """Safe HTML of a text. What is longer than ``MAX_INGEVULD`` is cut off; the form refuses what is typed earlier."""
    return mark_safe(  # noqa: S308 - cleaned right here
        nh3.clean(_lezer().render(tekst[:MAX_INGEVULD]), tags=TOEGESTAAN, attributes={})
    )


def woorden(tekst: str) -> int:
    """How many words a text has."""
    return len(tekst.split())
