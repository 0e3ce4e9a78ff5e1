"""Addresses of people, activities and attendance."""

from django.urls import include, path

from buurtwerkkamers.views import gezond as tijdelijk

aanwezig = [path("", tijdelijk, name="kies"), path("<slug:slug>/", tijdelijk, name="kamer")]
deelnemers = [path("", tijdelijk, name="lijst"), path("<int:pk>/", tijdelijk, name="deelnemer")]
activiteiten = [path("", tijdelijk, name="lijst")]

urlpatterns = [
    path("aanwezig/", include((aanwezig, "aanwezig"))),
    path("deelnemers/", include((deelnemers, "deelnemers"))),
    path("activiteiten/", include((activiteiten, "activiteiten"))),
]
