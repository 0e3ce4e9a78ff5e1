"""Addresses of the dashboards."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from rapportage.views import dashboard as d
from rapportage.views.bewijs import bewijs


class Bestandssoort(StringConverter):
    regex = "svg|xlsx"


register_converter(Bestandssoort, "grafieksoort")

urlpatterns = [
    path("", d.start, name="start"),
    path("kamers/<slug:slug>/", d.kamer, name="kamer"),
    path("indicatoren/", d.indicatoren, name="indicatoren"),
    path("indicatoren/<int:pk>/", d.indicator, name="indicator"),
    path("grafiek/<slug:sleutel>.<grafieksoort:soort>", d.grafiek, name="grafiek"),
    path("bewijs/<slug:soort>/", bewijs, name="bewijs"),
]
