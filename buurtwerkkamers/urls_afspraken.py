"""Addresses of agreements."""

from django.urls import path

from buurtwerkkamers.views import afspraakregels as r
from buurtwerkkamers.views import afspraken as a

urlpatterns = [
    path("", a.Afspraken.as_view(), name="lijst"),
    path("nieuw/", a.nieuw, name="nieuw"),
    path("<int:pk>/", a.afspraak, name="afspraak"),
    path("<int:pk>/wijzigen/", a.wijzig, name="wijzig"),
    path("<int:pk>/weggooien/", a.verwijder, name="verwijder"),
    path("<int:pk>/nieuwe-versie/", a.nieuwe_versie, name="nieuwe_versie"),
    path("<int:pk>/volgend-jaar/", a.volgend_jaar, name="volgend_jaar"),
    path("<int:pk>/ondertekenen/", a.ondertekenen, name="ondertekenen"),
    path("<int:pk>/verschillen/", a.verschillen, name="verschillen"),
    path("<int:pk>/corporaties/", r.merken, name="merken"),
    path("<int:pk>/volgorde/", r.volgorde, name="volgorde"),
    path("<int:pk>/streefwaarden/", r.doelen, name="doelen"),
    path("<int:pk>/indicatoren/nieuw/", r.indicator_nieuw, name="indicator_nieuw"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/", r.indicator, name="indicator"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/verplaatsen/", r.verplaats, name="verplaats"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/weghalen/", r.indicator_weg, name="indicator_weg"),
]
