"""The remarks at one part of a report, on the report's page and on the page where answers are written."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from rapportage.models import Onderdeel
from rapportage.opmerkingstand import Gesprek, Plek

register = template.Library()


@register.inclusion_tag("rapportage/opmerkingen/_bij_deel.html", takes_context=True)
def opmerkingen_bij_deel(context: Context, gesprek: Gesprek, nummer: int) -> dict[str, Any]:
    """At the part with this number of the document."""
    return _inhoud(context, gesprek, gesprek.bij(nummer), f"#deel-{nummer}", "")


@register.inclusion_tag("rapportage/opmerkingen/_bij_deel.html", takes_context=True)
def opmerkingen_bij_vraag(context: Context, gesprek: Gesprek, onderdeel: Onderdeel) -> dict[str, Any]:
    """At one question, inside the form of the answers: its fields belong to a form of their own, by name."""
    return _inhoud(context, gesprek, gesprek.bij_onderdeel(onderdeel), f"#opmerkingen-{onderdeel.pk}", "eigen")


def _inhoud(context: Context, gesprek: Gesprek, plek: Plek | None, anker: str, los: str) -> dict[str, Any]:
    return {
        "plek": plek,
        "gesprek": gesprek,
        "rapport": context["rapport"],
        "terug": f"{context['request'].path}{anker}",
        "los": los,
        "csrf_token": context.get("csrf_token"),
    }
