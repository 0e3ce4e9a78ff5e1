"""What the report's template parts need beside ``opmaak``: cells by column, light markup, and the charts."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from rapportage.cijfers import Celwaarde, Doelcel, Kolom, Rij, Tabel
from rapportage.cijfertekst import schrijf_cel, soort_van
from rapportage.grafieken import Beeld, Grafiek, beelden
from rapportage.lichtetekst import als_html

register = template.Library()
register.filter("lichte_tekst", als_html)
register.filter("soort_van", soort_van)


@register.filter
def cellen(rij: Rij, tabel: Tabel) -> list[tuple[Celwaarde, Kolom]]:
    """Each cell of a row with its column."""
    return list(zip(rij.cellen, tabel.kolommen, strict=True))


@register.filter
def als_tekst(waarde: Celwaarde, kolom: Kolom) -> str:
    """A cell written by the kind of its column; whole euros stay whole."""
    return schrijf_cel(waarde, kolom.soort)


@register.filter
def met_doelen(tabel: Tabel) -> bool:
    return any(kolom.soort == "doel" for kolom in tabel.kolommen)


@register.filter
def als_kaarten(tabel: Tabel) -> bool:
    """Whether a narrow screen shows the rows as cards: four columns still fit beside each other there, texts do not."""
    teksten = all(kolom.soort == "tekst" for kolom in tabel.kolommen)
    return len(tabel.kolommen) > (2 if teksten else 4) or met_doelen(tabel)


@register.filter
def vorm(cel: Doelcel) -> str:
    """The shape that a judgement gets beside its words, so that colour is never alone."""
    if cel.behaald is None:
        return "geen"
    return "vol" if cel.behaald else "half" if cel.op_koers else "leeg"


@register.filter
def als_beelden(grafiek: Grafiek) -> list[Beeld]:
    return beelden(grafiek)


@register.filter
def svg(beeld: Beeld) -> SafeString:
    """The chart itself: made by ``grafieken``, which lets nothing but shapes and text through."""
    return mark_safe(beeld.svg)  # noqa: S308
