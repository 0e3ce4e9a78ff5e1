"""Addresses of the start page, kamers and reports."""

from django.urls import include, path

from buurtwerkkamers.views.vrijwilligers import pincode_vernieuwen, vrijwilliger_intrekken, vrijwilligers
from rapportage.views import kamers as k
from rapportage.views.rekenwerk import rekenwerk
from rapportage.views.start import start
from rapportage.views.verantwoording import bestand as verantwoording_bestand

kamers = [
    path("", k.Kamers.as_view(), name="lijst"),
    path("nieuw/", k.nieuw, name="nieuw"),
    path("<slug:slug>/", k.kamer, name="kamer"),
    path("<slug:slug>/wijzigen/", k.wijzig, name="wijzig"),
    path("<slug:slug>/vrijwilligers/", vrijwilligers, name="vrijwilligers"),
    path("<slug:slug>/vrijwilligers/<int:pk>/pincode/", pincode_vernieuwen, name="pincode_vernieuwen"),
    path("<slug:slug>/vrijwilligers/<int:pk>/intrekken/", vrijwilliger_intrekken, name="vrijwilliger_intrekken"),
]

urlpatterns = [
    path("", start, name="start"),
    path("kamers/", include((kamers, "kamers"))),
    path("afspraken/<int:pk>/rekenwerk/", rekenwerk, name="rekenwerk"),
    path(
        "financien/verantwoording/<int:jaar>/<int:pk>/bestand/<slug:soort>/",
        verantwoording_bestand,
        name="verantwoording_bestand",
    ),
    path("dashboard/", include(("rapportage.urls_dashboard", "dashboard"))),
    path("rapporten/", include(("rapportage.urls_rapporten", "rapporten"))),
]
