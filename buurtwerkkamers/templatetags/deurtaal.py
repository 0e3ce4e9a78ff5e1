"""Words of the screens at the door: ``{% load deurtaal %}{% t "sleutel" aantal=3 %}``.

The language is that of the context (``taal``), or else that of the request.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from buurtwerkkamers import deurtaal

register = template.Library()


def _taal(context: Context) -> str:
    if taal := context.get("taal"):
        return deurtaal.bekende_taal(taal)
    request = context.get("request")
    return deurtaal.taal_van(request) if request is not None else deurtaal.STANDAARD


@register.simple_tag(takes_context=True)
def t(context: Context, sleutel: str, **waarden: Any) -> str:
    """One text of the door, in the language of this screen."""
    return deurtaal.tekst(sleutel, _taal(context), **waarden)


@register.simple_tag(takes_context=True)
def deurdag(context: Context, datum: Any) -> str:
    """A day as it is said in the language of this screen: 'dinsdag 3 maart'."""
    return deurtaal.dag(datum, _taal(context))


@register.simple_tag(takes_context=True)
def deurteksten(context: Context, voorvoegsel: str) -> dict[str, str]:
    """The texts for a script: ``{% deurteksten "wachtrij." as teksten %}{{ teksten|json_script:"teksten" }}``."""
    return deurtaal.teksten_van(voorvoegsel, _taal(context))


@register.simple_tag(takes_context=True)
def schermtaal(context: Context) -> str:
    """The language of this screen, for ``lang``."""
    return _taal(context)


@register.filter
def richting(taal: str) -> str:
    """'rtl' or 'ltr' of a language, for ``dir``."""
    return deurtaal.richting(taal)


@register.simple_tag
def deurtalen() -> list[tuple[str, str]]:
    """The languages to choose from, each by its own name."""
    return list(deurtaal.TALEN.items())
