"""Addresses of money, in the namespace ``financien``; what joins money and hours is in ``rapportage.urls_urengeld``."""

from django.urls import path

from financien.views import bedragen as views
from financien.views import controle as controles
from financien.views import tarieven as t

urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("tarieven/", t.tarieven, name="tarieven"),
    path("tarieven/nieuw/", t.tarief_nieuw, name="tarief_nieuw"),
    path("tarieven/<int:pk>/", t.tarief, name="tarief"),
    path("tarieven/<int:pk>/verwijderen/", t.tarief_weg, name="tarief_weg"),
    path("<int:pk>/", views.bron, name="bron"),
    path("<int:pk>/afwijkingen/", views.afwijkingen, name="afwijkingen"),
    path("<int:pk>/regel/", views.regel_nieuw, name="regel_nieuw"),
    path("regels/<int:pk>/", views.regel, name="regel"),
    path("regels/<int:pk>/verwijderen/", views.regel_weg, name="regel_weg"),
    # the yearly control
    path("controle/", controles.controles, name="controles"),
    path("controle/nieuw/", controles.nieuw, name="controle_nieuw"),
    path("controle/<int:pk>/", controles.controle, name="controle"),
    path("controle/<int:pk>/wijzigen/", controles.wijzig, name="controle_wijzig"),
    path("controle/<int:pk>/tekenen/", controles.teken, name="controle_teken"),
    path("controle/<int:pk>/weghalen/", controles.weg, name="controle_weg"),
]
