"""Addresses of lists of categories."""

from django.urls import path

from deelnemers.views import categorieen as c

urlpatterns = [
    path("", c.lijsten, name="lijsten"),
    path("nieuw/", c.nieuw, name="nieuw"),
    path("<int:pk>/", c.lijst, name="lijst"),
    path("<int:pk>/naam/", c.hernoem, name="hernoem"),
    path("<int:pk>/nieuw/", c.categorie_nieuw, name="categorie_nieuw"),
    path("<int:pk>/<int:categorie_pk>/", c.categorie, name="categorie"),
    path("<int:pk>/<int:categorie_pk>/verplaatsen/", c.verplaats, name="verplaats"),
    path("<int:pk>/<int:categorie_pk>/weghalen/", c.categorie_weg, name="categorie_weg"),
    path("<int:pk>/activiteiten/<slug:slug>/", c.indeling, name="indeling"),
]
