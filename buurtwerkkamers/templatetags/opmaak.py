"""Template filters on buurtwerkkamers.opmaak: `{% load opmaak %}` and nothing else formats a figure."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers import opmaak

register = template.Library()

for _naam in ("getal", "euro", "procent", "datum", "datum_kort", "tijdstip", "periode"):
    register.filter(_naam, getattr(opmaak, _naam))


@register.filter
def min_teken(waarde: Any) -> bool:
    """Whether the figure is below zero, so that a template can mark it in words as well as in colour."""
    return waarde is not None and waarde != "" and opmaak.als_decimal(waarde) < 0


@register.simple_tag
def cijfer(waarde: Any, soort: str = "getal", reden: str = "") -> str | SafeString:
    """A value written by its kind; a Cijfer brings its own reason when there is no value.

    The reason is there for the eye (as a tip) and in the text for those who hear the page.
    """
    if hasattr(waarde, "waarde"):
        waarde, reden = waarde.waarde, reden or getattr(waarde, "reden", "")
    tekst = opmaak.toon(waarde, soort)
    if tekst == opmaak.GEEN and reden:
        return format_html(
            '<span class="geen" title="{}">{}<span class="alleen-voorlezen"> ({})</span></span>', reden, tekst, reden
        )
    return tekst
