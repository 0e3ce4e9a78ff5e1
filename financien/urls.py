"""Addresses of money."""

from django.urls import path

from buurtwerkkamers.views import gezond as tijdelijk

app_name = "financien"
urlpatterns = [path("", tijdelijk, name="lijst"), path("<int:pk>/", tijdelijk, name="bron")]
