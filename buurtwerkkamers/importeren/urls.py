"""Addresses under /importeren/, below the page itself."""

from django.urls import path

from buurtwerkkamers.importeren import eerder, pagina

urlpatterns = [
    path("bestand/<str:kenmerk>/kolommen/", pagina.kolommen, name="kolommen"),
    path("bestand/<str:kenmerk>/voorbeeld/", pagina.voorbeeld, name="voorbeeld"),
    path("bestand/<str:kenmerk>/bezig/", pagina.bezig, name="bezig"),
    path("eerder/", eerder.Eerder.as_view(), name="eerder"),
    path("eerder/<uuid:pk>/", eerder.inlezing, name="inlezing"),
    path("eerder/<uuid:pk>/ongedaan/", eerder.ongedaan, name="ongedaan"),
]
