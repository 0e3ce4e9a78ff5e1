"""Addresses of the dashboards."""

from django.urls import path

from rapportage.views import dashboard as d
from rapportage.views.bewijs import bewijs

urlpatterns = [
    path("", d.start, name="start"),
    path("bewijs/<slug:soort>/", bewijs, name="bewijs"),
]
