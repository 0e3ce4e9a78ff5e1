"""Addresses of agreements."""

from django.urls import path

from buurtwerkkamers.views import gezond as tijdelijk

urlpatterns = [path("", tijdelijk, name="lijst"), path("<int:pk>/", tijdelijk, name="afspraak")]
