"""Addresses of the lock screen, and of the tablets that a coordinator enrols."""

from django.urls import path

from buurtwerkkamers.views import deur as d

urlpatterns = [
    path("", d.kies, name="kies"),
    path("<int:pk>/", d.pin, name="pin"),
    path("<int:pk>/begin/", d.begin, name="begin"),
    path("slot/", d.slot, name="slot"),
    path("wakker/", d.wakker, name="wakker"),
    path("taal/", d.taal, name="taal"),
    path("tablets/<slug:slug>/", d.tablets, name="tablets"),
    path("tablets/<slug:slug>/<int:pk>/intrekken/", d.tablet_intrekken, name="tablet_intrekken"),
]
