"""Addresses of users and settings."""

from django.urls import path

from buurtwerkkamers.views import gezond as tijdelijk

urlpatterns = [path("", tijdelijk, name="start")]
