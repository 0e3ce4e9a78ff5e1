"""Addresses of the dashboards."""

from django.urls import path

from rapportage.views import dashboard as d

urlpatterns = [
    path("", d.start, name="start"),
]
