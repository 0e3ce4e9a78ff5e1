"""Addresses of reports."""

from django.urls import include, path

from rapportage import urls_sjablonen
from rapportage.views import antwoorden, documenten, edities, lezen, opmerkingen, rapporten, verzenden
from rapportage.views.echtheid import echtheid

urlpatterns = [
    path("", rapporten.Rapporten.as_view(), name="lijst"),
    path("nieuw/", rapporten.nieuw, name="nieuw"),
    path("echtheid/", echtheid, name="echtheid"),
    path("sjablonen/", include(urls_sjablonen.urlpatterns)),  # what reports ask and show
    path("<slug:kenmerk>/", rapporten.rapport, name="rapport"),
    path("<slug:kenmerk>/antwoorden/", antwoorden.antwoorden_samen, name="antwoorden_samen"),
    path("<slug:kenmerk>/antwoorden/<slug:kamer>/", antwoorden.antwoorden, name="antwoorden"),
    # while somebody writes; a kamer may have any name, so the questions that are answered once have a word of their own
    path("<slug:kenmerk>/antwoorden/<slug:kamer>/klad/", antwoorden.klad, name="antwoorden_klad"),
    path("<slug:kenmerk>/antwoorden/<slug:kamer>/voorbeeld/", antwoorden.voorbeeld, name="antwoorden_voorbeeld"),
    path("<slug:kenmerk>/samen/klad/", antwoorden.klad_samen, name="antwoorden_samen_klad"),
    path("<slug:kenmerk>/samen/voorbeeld/", antwoorden.voorbeeld_samen, name="antwoorden_samen_voorbeeld"),
    path("<slug:kenmerk>/bestand/<slug:soort>/", rapporten.bestand, name="bestand"),
    path("<slug:kenmerk>/kleuren.css", documenten.kleuren, name="kleuren"),
    # documents that wait their turn
    path("<slug:kenmerk>/documenten/", documenten.documenten, name="documenten"),
    path("<slug:kenmerk>/documenten/<int:pk>/", documenten.document, name="document"),
    path("<slug:kenmerk>/documenten/<int:pk>/bestand/", documenten.document_bestand, name="document_bestand"),
    path("<slug:kenmerk>/sindsdien/", rapporten.sindsdien, name="sindsdien"),
    path("<slug:kenmerk>/ter-controle/", rapporten.ter_controle, name="ter_controle"),
    path("<slug:kenmerk>/terugsturen/", rapporten.terugsturen, name="terugsturen"),
    path("<slug:kenmerk>/vaststellen/", rapporten.vaststellen, name="vaststellen"),
    # editions, sending and remarks
    path("lezen/<str:sleutel>/", lezen.lezen, name="lezen"),
    path("lezen/<str:sleutel>/<slug:soort>/", lezen.bestand, name="lezen_bestand"),
    path("<slug:kenmerk>/verbeteren/", edities.verbeteren, name="verbeteren"),
    path("<slug:kenmerk>/vergelijk/", edities.vergelijk, name="vergelijk"),
    path("<slug:kenmerk>/weg/", edities.weg, name="weg"),
    path("<slug:kenmerk>/verzenden/", verzenden.lijst, name="verzenden"),
    path("<slug:kenmerk>/verzenden/<int:pk>/intrekken/", verzenden.trek_in, name="verzending_intrekken"),
    path("<slug:kenmerk>/verzenden/<int:pk>/mail/", verzenden.mail, name="verzending_mail"),
    path("<slug:kenmerk>/opmerkingen/", opmerkingen.lijst, name="opmerkingen"),
    path("<slug:kenmerk>/opmerkingen/<int:pk>/afhandelen/", opmerkingen.handel_af, name="opmerking_afhandelen"),
    path("<slug:kenmerk>/opmerkingen/<int:pk>/heropenen/", opmerkingen.heropen, name="opmerking_heropenen"),
]
