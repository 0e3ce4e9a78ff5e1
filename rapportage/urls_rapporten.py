"""Addresses of reports."""

from django.urls import include, path

from rapportage import urls_sjablonen
from rapportage.views import antwoorden, rapporten
from rapportage.views.echtheid import echtheid

urlpatterns = [
    path("", rapporten.Rapporten.as_view(), name="lijst"),
    path("nieuw/", rapporten.nieuw, name="nieuw"),
    path("echtheid/", echtheid, name="echtheid"),
    path("sjablonen/", include(urls_sjablonen.urlpatterns)),  # what reports ask and show
    path("<slug:kenmerk>/", rapporten.rapport, name="rapport"),
    path("<slug:kenmerk>/antwoorden/", antwoorden.antwoorden_samen, name="antwoorden_samen"),
    path("<slug:kenmerk>/antwoorden/<slug:kamer>/", antwoorden.antwoorden, name="antwoorden"),
    path("<slug:kenmerk>/bestand/<slug:soort>/", rapporten.bestand, name="bestand"),
    path("<slug:kenmerk>/sindsdien/", rapporten.sindsdien, name="sindsdien"),
    path("<slug:kenmerk>/ter-controle/", rapporten.ter_controle, name="ter_controle"),
    path("<slug:kenmerk>/terugsturen/", rapporten.terugsturen, name="terugsturen"),
    path("<slug:kenmerk>/vaststellen/", rapporten.vaststellen, name="vaststellen"),
    path("<slug:kenmerk>/indienen/", rapporten.indienen, name="indienen"),
]
