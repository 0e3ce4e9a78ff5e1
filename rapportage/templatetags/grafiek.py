"""What the template of a chart needs: the table behind it, its scope, and the drawing itself."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.safestring import SafeString, mark_safe

from rapportage.cijfers import Getoond
from rapportage.dashboard import lezen
from rapportage.dashboard.lezen import Blok

register = template.Library()
register.filter("bereik", lezen.bereik)


@dataclass(frozen=True)
class Grafiektabel:
    """Headings of the columns of figures, rows in the order of the drawing, and what must be known of some."""

    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[Getoond | None, ...]], ...]
    redenen: tuple[str, ...]


@register.filter
def grafiektabel(blok: Blok) -> Grafiektabel:
    koppen, rijen = lezen.tabel(blok)
    return Grafiektabel(tuple(koppen), tuple((rij.label, rij.cellen) for rij in rijen), lezen.redenen(blok))


@register.filter
def tekening(svg: str) -> SafeString:
    """The drawing as markup. Made by ``rapportage.dashboard.tekenen``, which lets only shapes and text through."""
    if svg and not svg.startswith("<svg "):
        raise ValueError("Dit is geen tekening.")
    return mark_safe(svg)  # noqa: S308
