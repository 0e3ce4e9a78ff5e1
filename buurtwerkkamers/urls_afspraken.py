"""Addresses of agreements."""

from django.urls import path

from buurtwerkkamers.views import afspraken as a

urlpatterns = [
    path("", a.Afspraken.as_view(), name="lijst"),
    path("nieuw/", a.nieuw, name="nieuw"),
    path("<int:pk>/", a.afspraak, name="afspraak"),
    path("<int:pk>/wijzigen/", a.wijzig, name="wijzig"),
    path("<int:pk>/nieuwe-versie/", a.nieuwe_versie, name="nieuwe_versie"),
    path("<int:pk>/indicatoren/nieuw/", a.indicator_nieuw, name="indicator_nieuw"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/", a.indicator, name="indicator"),
]
