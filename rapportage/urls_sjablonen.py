"""Addresses of sjablonen, under those of reports."""

from django.urls import path

from rapportage.views import sjablonen

urlpatterns = [
    path("", sjablonen.Sjablonen.as_view(), name="sjablonen"),
    path("nieuw/", sjablonen.nieuw, name="sjabloon_nieuw"),
    path("voorbeeld/<slug:sleutel>/", sjablonen.voorbeeld, name="sjabloon_voorbeeld"),
    path("<int:pk>/", sjablonen.sjabloon, name="sjabloon"),
    path("<int:pk>/naam/", sjablonen.wijzig, name="sjabloon_wijzig"),
    path("<int:pk>/gebruik/", sjablonen.gebruik, name="sjabloon_gebruik"),
    path("<int:pk>/kopie/", sjablonen.kopie, name="sjabloon_kopie"),
    path("<int:pk>/weg/", sjablonen.weg, name="sjabloon_weg"),
    path("<int:pk>/proef/", sjablonen.proef, name="sjabloon_proef"),
    path("<int:pk>/onderdeel/", sjablonen.onderdeel_kies, name="onderdeel_kies"),
    path("<int:pk>/onderdeel/<slug:soort>/", sjablonen.onderdeel_nieuw, name="onderdeel_nieuw"),
    path("<int:pk>/<int:onderdeel_pk>/", sjablonen.onderdeel, name="onderdeel"),
    path("<int:pk>/<int:onderdeel_pk>/plaats/", sjablonen.onderdeel_verplaats, name="onderdeel_verplaats"),
    path("<int:pk>/<int:onderdeel_pk>/weg/", sjablonen.onderdeel_weg, name="onderdeel_weg"),
]
