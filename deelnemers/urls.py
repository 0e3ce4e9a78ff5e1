"""Addresses of people, activities and attendance."""

from django.urls import include, path

from deelnemers.views import aanwezig as a
from deelnemers.views import activiteiten as act
from deelnemers.views import deelnemers as d
from deelnemers.views import kiezen
from deelnemers.views import klussen as k

aanwezig = [
    path("", a.kies, name="kies"),
    path("<slug:slug>/", a.kamer, name="kamer"),
    path("<slug:slug>/<int:pk>/", a.activiteit, name="activiteit"),
    path("<slug:slug>/<int:pk>/meld/", a.meld, name="meld"),
    path("<slug:slug>/<int:pk>/meld-af/", a.meld_af, name="meld_af"),
    path("<slug:slug>/<int:pk>/telling/", a.tel, name="tel"),
    path("<slug:slug>/<int:pk>/nieuw/", a.nieuw, name="nieuw"),
    path("<slug:slug>/<int:pk>/reden/", a.met_reden, name="met_reden"),
]
deelnemers = [
    path("", d.Deelnemers.as_view(), name="lijst"),
    path("nieuw/", d.nieuw, name="nieuw"),
    path("kies/", kiezen.kies, name="kies"),
    path("<int:pk>/", d.deelnemer, name="deelnemer"),
    path("<int:pk>/alles/", d.deelnemer_met_reden, name="deelnemer_met_reden"),
    path("<int:pk>/wijzigen/", d.wijzig, name="wijzig"),
    path("<int:pk>/rollen/", d.rol_geven, name="rol_geven"),
    path("<int:pk>/rollen/<int:rol_pk>/", d.rol_beeindigen, name="rol_beeindigen"),
]
activiteiten = [
    path("", act.Activiteiten.as_view(), name="lijst"),
    path("nieuw/", act.nieuw, name="nieuw"),
    path("<int:pk>/", act.activiteit, name="activiteit"),
    path("<int:pk>/wijzigen/", act.wijzig, name="wijzig"),
    path("<int:pk>/stoppen/", act.stop, name="stop"),
]
klussen = [
    path("", k.Klussen.as_view(), name="lijst"),
    path("nieuw/", k.nieuw, name="nieuw"),
    path("<int:pk>/", k.klus, name="klus"),
    path("<int:pk>/wijzigen/", k.wijzig, name="wijzig"),
    path("<int:pk>/plannen/", k.plannen, name="plannen"),
    path("<int:pk>/gedaan/", k.gedaan, name="gedaan"),
    path("<int:pk>/gaat-niet-door/", k.vervalt, name="vervalt"),
    path("<int:pk>/heropenen/", k.heropen, name="heropen"),
    path("<int:pk>/verwijderen/", k.weg, name="weg"),
]

urlpatterns = [
    path("aanwezig/", include((aanwezig, "aanwezig"))),
    path("deelnemers/", include((deelnemers, "deelnemers"))),
    path("activiteiten/", include((activiteiten, "activiteiten"))),
    path("klussen/", include((klussen, "klussen"))),
]
