"""A page with every kind of chart, for the tests of the look. No part of the product."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from grafiekvoorbeelden import VOORBEELDEN

from buurtwerkkamers.urls import handler400, handler403, handler404, handler500
from buurtwerkkamers.urls import urlpatterns as van_het_product
from rapportage.dashboard.tekenen import met_bevinding, svg

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

BLADZIJDE = """{% extends "base.html" %}{% load static %}
{% block titel %}Grafieken{% endblock %}
{% block extra_head %}<link rel="stylesheet" href="{% static 'css/dashboard.css' %}"><link rel="stylesheet" href="{% static 'css/grafieken.css' %}">{% endblock %}
{% block paginaklasse %}dashboard{% endblock %}
{% block kop %}Grafieken{% endblock %}
{% block inhoud %}<h2>Alle soorten</h2><div class="{{ klasse }}">
{% for blok, svg in grafieken %}{% include "dashboard/_grafiek.html" with blok=blok svg=svg adres="jaar=2026" only %}{% endfor %}
</div>{% endblock %}"""  # noqa: E501


@login_not_required
def grafiekenboek(request, kolommen):
    blokken = [met_bevinding(blok) for blok in VOORBEELDEN.values()]
    inhoud = {
        "grafieken": [(een, svg(een)) for een in (_met_sleutel(blok, n) for n, blok in enumerate(blokken))],
        "klasse": "grafieken" if kolommen == 2 else "grafieken grafieken--een",
    }
    return HttpResponse(engines["django"].from_string(BLADZIJDE).render(inhoud, request))


def _met_sleutel(blok, nummer):
    from dataclasses import replace

    return replace(blok, sleutel=f"{blok.sleutel}-{nummer}")


urlpatterns = [path("grafiekenboek/<int:kolommen>/", grafiekenboek), *van_het_product]
