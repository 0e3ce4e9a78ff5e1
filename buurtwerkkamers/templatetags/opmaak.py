"""Template filters on buurtwerkkamers.opmaak: `{% load opmaak %}`; nothing else formats a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from buurtwerkkamers import opmaak

register = template.Library()

for _naam in ("getal", "euro", "procent", "datum", "datum_kort", "tijdstip", "periode"):
    register.filter(_naam, getattr(opmaak, _naam))


@register.simple_tag
def cijfer(waarde: Any, soort: str = "getal", reden: str = "") -> str | SafeString:
    """A value written by its kind (see opmaak.toon); a Cijfer brings its own reason when there is no value.

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


@register.filter
def inkt(kleur: str) -> str:
    """White or dark text on a ground of this colour ('#rrggbb'), at 4.5:1 at least on any colour (WCAG luminance)."""
    delen = (int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    lineair = [d / 12.92 if d <= 0.04045 else ((d + 0.055) / 1.055) ** 2.4 for d in delen]
    helderheid = 0.2126 * lineair[0] + 0.7152 * lineair[1] + 0.0722 * lineair[2]
    if 1.05 / (helderheid + 0.05) >= 4.5:
        return "#ffffff"
    return "#23201c" if helderheid > 0.24 else "#000000"


@register.simple_tag
def maandlijn(maanden: Sequence[tuple[str, Any]]) -> SafeString:
    """A small row of bars, one for each (label, number); the last one is dark, and all are named in its text."""
    if not maanden:
        return mark_safe("")
    hoogste = max((float(aantal or 0) for _, aantal in maanden), default=0) or 1
    staven = format_html_join(
        "",
        '<rect x="{}" y="{}" width="6" height="{}" rx="1" class="maandlijn__staaf{}"/>',
        (
            (
                9 * plaats,
                f"{34 - hoogte:.1f}",
                f"{hoogte:.1f}",
                " maandlijn__staaf--nu" if plaats == len(maanden) - 1 else "",
            )
            for plaats, hoogte in enumerate(max(1.5, 32 * float(aantal or 0) / hoogste) for _, aantal in maanden)
        ),
    )
    tekst = ", ".join(f"{label} {opmaak.getal(aantal)}" for label, aantal in maanden)
    breedte = 9 * len(maanden) - 3
    return format_html(
        '<svg class="maandlijn" viewBox="0 0 {} 34" width="{}" height="34" role="img"'
        ' aria-label="Per maand: {}">{}</svg>',
        breedte,
        breedte,
        tekst,
        staven,
    )


@register.simple_tag(takes_context=True)
def adres_met(context: Context, naam: str, waarde: Any) -> str:
    """This page's address with one parameter changed; the page number falls away when the order changes."""
    vragen = context["request"].GET.copy()
    vragen[naam] = str(waarde)
    if naam.endswith("sort"):
        vragen.pop(naam.removesuffix("sort") + "page", None)
    return f"?{vragen.urlencode()}"


@register.filter
def paginanummers(pagina: Page) -> list[int | None]:
    """Page numbers to link to: first, last and those around this one; None stands for a gap."""
    reeks = pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1)
    return [nummer if isinstance(nummer, int) else None for nummer in reeks]
