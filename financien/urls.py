"""Addresses of money."""

from django.urls import path

from financien import views

app_name = "financien"
urlpatterns = [
    path("", views.lijst, name="lijst"),
    path("nieuw/", views.nieuw, name="nieuw"),
    path("<int:pk>/", views.bron, name="bron"),
    path("<int:pk>/afwijkingen/", views.afwijkingen, name="afwijkingen"),
    path("<int:pk>/regel/", views.regel_nieuw, name="regel_nieuw"),
    path("regels/<int:pk>/", views.regel, name="regel"),
    path("regels/<int:pk>/verwijderen/", views.regel_weg, name="regel_weg"),
]
