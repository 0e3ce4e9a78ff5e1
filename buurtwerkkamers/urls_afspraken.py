"""Addresses of agreements."""

from django.urls import path

from buurtwerkkamers.views import afspraakregels as r
from buurtwerkkamers.views import afspraken as a
from buurtwerkkamers.views import oordelen as oordeel
from buurtwerkkamers.views import overleg as o

urlpatterns = [
    path("", a.Afspraken.as_view(), name="lijst"),
    path("nieuw/", a.nieuw, name="nieuw"),
    path("<int:pk>/", a.afspraak, name="afspraak"),
    path("<int:pk>/wijzigen/", a.wijzig, name="wijzig"),
    path("<int:pk>/weggooien/", a.verwijder, name="verwijder"),
    path("<int:pk>/nieuwe-versie/", a.nieuwe_versie, name="nieuwe_versie"),
    path("<int:pk>/volgend-jaar/", a.volgend_jaar, name="volgend_jaar"),
    path("<int:pk>/ondertekenen/", a.ondertekenen, name="ondertekenen"),
    path("<int:pk>/verschillen/", a.verschillen, name="verschillen"),
    path("<int:pk>/corporaties/", r.merken, name="merken"),
    path("<int:pk>/volgorde/", r.volgorde, name="volgorde"),
    path("<int:pk>/streefwaarden/", r.doelen, name="doelen"),
    path("<int:pk>/indicatoren/nieuw/", r.indicator_nieuw, name="indicator_nieuw"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/", r.indicator, name="indicator"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/verplaatsen/", r.verplaats, name="verplaats"),
    path("<int:pk>/indicatoren/<int:indicator_pk>/weghalen/", r.indicator_weg, name="indicator_weg"),
    path("<int:pk>/oordelen/", oordeel.lijst, name="oordelen"),
    path("<int:pk>/oordelen/nieuw/<int:indicator_pk>/", oordeel.nieuw, name="oordeel_nieuw"),
    path("<int:pk>/oordelen/<int:oordeel_pk>/", oordeel.wijzig, name="oordeel_wijzig"),
    path("<int:pk>/oordelen/<int:oordeel_pk>/weghalen/", oordeel.weg, name="oordeel_weg"),
    path("<int:pk>/bewijs/<int:bewijs_pk>/weghalen/", oordeel.bewijs_weg, name="bewijs_weg"),
    path("bewijs/<int:pk>/", oordeel.bewijs, name="bewijs"),
    path("<int:pk>/overleg/", o.Overleggen.as_view(), name="overleggen"),
    path("<int:pk>/overleg/plannen/", o.plannen, name="overleg_plannen"),
    path("<int:pk>/overleg/<int:overleg_pk>/", o.overleg, name="overleg"),
    path("<int:pk>/overleg/<int:overleg_pk>/wijzigen/", o.overleg_wijzig, name="overleg_wijzig"),
    path("<int:pk>/overleg/<int:overleg_pk>/verslag/", o.overleg_verslag, name="overleg_verslag"),
    path("<int:pk>/overleg/<int:overleg_pk>/stand/", o.overleg_stand, name="overleg_stand"),
    path("<int:pk>/overleg/<int:overleg_pk>/verwijderen/", o.overleg_weg, name="overleg_weg"),
    path("<int:pk>/overleg/<int:overleg_pk>/acties/nieuw/", o.actie_nieuw, name="actie_nieuw"),
    path("<int:pk>/overleg/<int:overleg_pk>/acties/<int:actie_pk>/", o.actie, name="actie"),
    path("<int:pk>/overleg/<int:overleg_pk>/acties/<int:actie_pk>/klaar/", o.actie_klaar, name="actie_klaar"),
    path("<int:pk>/overleg/<int:overleg_pk>/acties/<int:actie_pk>/verwijderen/", o.actie_weg, name="actie_weg"),
    path("<int:pk>/acties/", o.Acties.as_view(), name="acties"),
    path("<int:pk>/deadlines/", o.Deadlines.as_view(), name="deadlines"),
    path("<int:pk>/deadlines/nieuw/", o.deadline_nieuw, name="deadline_nieuw"),
    path("<int:pk>/deadlines/<int:deadline_pk>/", o.deadline, name="deadline"),
    path("<int:pk>/deadlines/<int:deadline_pk>/klaar/", o.deadline_klaar, name="deadline_klaar"),
    path("<int:pk>/deadlines/<int:deadline_pk>/verwijderen/", o.deadline_weg, name="deadline_weg"),
]
