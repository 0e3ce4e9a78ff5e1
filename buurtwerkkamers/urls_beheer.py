"""Addresses of users and settings."""

from django.urls import path

from buurtwerkkamers.views import beheer as b
from buurtwerkkamers.views.register import register

urlpatterns = [
    path("", b.Gebruikers.as_view(), name="start"),
    path("gebruikers/nieuw/", b.gebruiker_nieuw, name="gebruiker_nieuw"),
    path("gebruikers/<int:pk>/", b.gebruiker, name="gebruiker"),
    path("gebruikers/<int:pk>/wijzigen/", b.gebruiker_wijzig, name="gebruiker_wijzig"),
    path("gebruikers/<int:pk>/rollen/", b.bevoegdheid_nieuw, name="bevoegdheid_nieuw"),
    path("gebruikers/<int:pk>/rollen/<int:rol_pk>/intrekken/", b.bevoegdheid_intrekken, name="bevoegdheid_intrekken"),
    path("gebruikers/<int:pk>/uit/", b.gebruiker_uit, name="gebruiker_uit"),
    path("gebruikers/<int:pk>/aan/", b.gebruiker_aan, name="gebruiker_aan"),
    path("gebruikers/<int:pk>/tweede-factor-wissen/", b.tweede_factor_wissen, name="tweede_factor_wissen"),
    path("gebruikers/<int:pk>/wachtwoordmail/", b.wachtwoordmail, name="wachtwoordmail"),
    path("organisaties/", b.Organisaties.as_view(), name="organisaties"),
    path("organisaties/nieuw/", b.organisatie, name="organisatie_nieuw"),
    path("organisaties/<int:pk>/", b.organisatie, name="organisatie"),
    path("wijken/", b.Wijken.as_view(), name="wijken"),
    path("wijken/nieuw/", b.wijk, name="wijk_nieuw"),
    path("wijken/<int:pk>/", b.wijk, name="wijk"),
    path("register/", register, name="register"),
    path("logboek/", b.Logboek.as_view(), name="logboek"),
]
