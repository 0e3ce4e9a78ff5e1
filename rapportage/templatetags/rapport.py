"""What the report's template parts need beside ``opmaak``: cells by column, light markup, and the charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django import template
from django.utils.safestring import SafeString, mark_safe

from rapportage.cijfers import Celwaarde, Doelcel, Kolom, Rij, Tabel
from rapportage.cijfertekst import schrijf_cel, soort_van
from rapportage.documenten.tabelvorm import deel_ligt, ligt, vellen
from rapportage.grafieken import Beeld, Grafiek, beelden
from rapportage.lichtetekst import als_html
from rapportage.rapportvorm import Document, Kamercijfers, Kengetal, Regel, Tekst, Tekstcijfer

register = template.Library()
register.filter("lichte_tekst", als_html)
register.filter("soort_van", soort_van)
register.filter("vellen", vellen)
register.filter("ligt", ligt)
register.filter("deel_ligt", deel_ligt)

# With more kamers than this their key figures stand in a table: doorways would fill pages.
VEEL_KAMERS = 6
T = TypeVar("T")


@register.filter
def cellen(rij: Rij, tabel: Tabel) -> list[tuple[Celwaarde, Kolom]]:
    """Each cell of a row with its column."""
    return list(zip(rij.cellen, tabel.kolommen, strict=True))


@register.filter
def als_tekst(waarde: Celwaarde, kolom: Kolom) -> str:
    """A cell written by the kind of its column; whole euros stay whole."""
    return schrijf_cel(waarde, kolom.soort)


@register.filter
def vorm(cel: Doelcel) -> str:
    """The shape that a judgement gets beside its words, so that colour is never alone."""
    if cel.behaald is None:
        return "geen"
    return "vol" if cel.behaald else "half" if cel.op_koers else "leeg"


@register.filter
def veel_kamers(document: Document) -> bool:
    return len(document.kamercijfers) > VEEL_KAMERS


@register.filter
def grootste(blok: Kamercijfers) -> Kengetal:
    """The figure of a kamer that is printed large: that of the whole period."""
    return blok.cijfers[-1]


@register.filter
def kleinere(blok: Kamercijfers) -> tuple[Kengetal, ...]:
    return blok.cijfers[:-1]


@register.filter
def tekstcijfers(tekst: Tekst) -> list[Tekstcijfer]:
    """The figures in a text, each once."""
    return list(dict.fromkeys(tekst.cijfers))


@register.filter
def alle_regels(document: Document) -> list[Regel]:
    """The rules of counting for the appendix, with those of figures that stand in a text only."""
    regels = list(document.regels)
    bekend = {r.regel for r in regels}
    in_teksten: dict[str, list[str]] = {}
    for cijfer in (c for deel in document.delen for tekst in deel.teksten for c in tekst.cijfers):
        if cijfer.regel not in bekend and cijfer.verwijzing not in in_teksten.setdefault(cijfer.regel, []):
            in_teksten[cijfer.regel].append(cijfer.verwijzing)
    return [*regels, *(Regel("; ".join(namen), regel) for regel, namen in in_teksten.items())]


@register.filter
def in_helften(regels: list[Regel]) -> list[list[Regel]]:
    """The rules in two columns of about the same length: cheaper than letting the engine of the PDF balance them."""
    lengten = [len(r.naam) + len(r.regel) for r in regels]
    eerste = next((n for n in range(len(regels)) if 2 * sum(lengten[:n]) >= sum(lengten)), len(regels))
    return [helft for helft in (regels[:eerste], regels[eerste:]) if helft]


@register.filter
def in_rijen(dingen: Sequence[T], aantal: int) -> list[Sequence[T]]:
    """The same in rows of so many."""
    return [dingen[n : n + aantal] for n in range(0, len(dingen), aantal)]


@register.filter
def als_beelden(grafiek: Grafiek) -> list[Beeld]:
    return beelden(grafiek)


@register.filter
def svg(beeld: Beeld) -> SafeString:
    """The chart itself: made by ``grafieken``, which lets nothing but shapes and text through."""
    return mark_safe(beeld.svg)  # noqa: S308
