"""The address of hours as money; below ``financien/`` and in its namespace (see ``buurtwerkkamers.urls``)."""

from django.urls import path

from rapportage.views.urengeld import uren

urlpatterns = [path("<int:jaar>/", uren, name="uren")]
