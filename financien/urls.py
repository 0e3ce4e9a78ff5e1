"""Addresses of money, in the namespace ``financien``; what joins money and hours is in ``rapportage.urls_urengeld``."""

from django.urls import path

from financien.views import bank as ba
from financien.views import bedragen as views
from financien.views import begroten as g
from financien.views import bijdragen as bij
from financien.views import boekingen as b
from financien.views import controle as controles
from financien.views import handgeld as h
from financien.views import maanden as m
from financien.views import prognose as p
from financien.views import stand as st
from financien.views import tarieven as t
from financien.views import verantwoording as v

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
    # the budget of a year
    path("begrotingen/<int:jaar>/", g.begroting, name="begroting"),
    path("begrotingen/<int:jaar>/maken/", g.maken, name="begroting_maken"),
    path("begrotingen/<int:jaar>/invullen/", g.invullen, name="begroting_invullen"),
    path("begrotingen/<int:jaar>/vaststellen/", g.vaststellen, name="begroting_vaststellen"),
    path("begrotingen/<int:jaar>/wijzigen/", g.wijzigen, name="begroting_wijzigen"),
    path("begrotingen/<int:jaar>/intrekken/", g.intrekken, name="begroting_intrekken"),
    path("begrotingen/<int:jaar>/verschil/", g.verschil, name="begroting_verschil"),
    path("begrotingen/<int:jaar>/rekenblad/", g.rekenblad, name="begroting_rekenblad"),
    path("begrotingen/<int:jaar>/posten/<int:pk>/", g.post, name="begroting_post"),
    path("begrotingen/<int:jaar>/posten/<int:pk>/verwijderen/", g.post_weg, name="begroting_post_weg"),
    # the yearly control
    path("controle/", controles.controles, name="controles"),
    path("controle/nieuw/", controles.nieuw, name="controle_nieuw"),
    path("controle/<int:pk>/", controles.controle, name="controle"),
    path("controle/<int:pk>/wijzigen/", controles.wijzig, name="controle_wijzig"),
    path("controle/<int:pk>/tekenen/", controles.teken, name="controle_teken"),
    path("controle/<int:pk>/weghalen/", controles.weg, name="controle_weg"),
    # contributions: their steps, their purpose, and the statement per financier
    path("bijdragen/<int:jaar>/", bij.lijst, name="bijdragen"),
    path("bijdragen/<int:jaar>/<int:pk>/", bij.bijdrage, name="bijdrage"),
    path("bijdragen/<int:jaar>/<int:pk>/doel/", bij.bestemming, name="bestemming"),
    path("bijdragen/<int:jaar>/<int:pk>/stap/", bij.stap_nieuw, name="stap_nieuw"),
    path("bijdragen/<int:jaar>/<int:pk>/stap/<int:stap_pk>/", bij.stap, name="stap"),
    path("bijdragen/<int:jaar>/<int:pk>/stap/<int:stap_pk>/verwijderen/", bij.stap_weg, name="stap_weg"),
    path("verantwoording/", v.begin, name="verantwoording_begin"),
    path("verantwoording/<int:jaar>/", v.lijst, name="verantwoordingen"),
    path("verantwoording/<int:jaar>/<int:pk>/", v.verantwoording, name="verantwoording"),
    # bookings
    path("boekingen/<int:jaar>/", b.Boekingen.as_view(), name="boekingen"),
    path("boekingen/<int:jaar>/nieuw/", b.nieuw, name="boeking_nieuw"),
    path("boeking/<int:pk>/", b.boeking, name="boeking"),
    path("boeking/<int:pk>/wijzigen/", b.wijzig, name="boeking_wijzig"),
    path("boeking/<int:pk>/herstellen/", b.herstel, name="boeking_herstel"),
    # promises, what is still expected, where the money stands, and closed months
    path("verplichtingen/<int:jaar>/", p.lijst, name="verplichtingen"),
    path("verplichtingen/<int:jaar>/nieuw/", p.nieuw, name="verplichting_nieuw"),
    path("verplichting/<int:pk>/", p.verplichting, name="verplichting"),
    path("verplichting/<int:pk>/vervallen/", p.verval, name="verplichting_verval"),
    path("prognose/<int:jaar>/", p.prognose, name="prognose"),
    path("prognose/<int:jaar>/<int:pk>/", p.post, name="prognose_post"),
    path("stand/<int:jaar>/", st.stand, name="stand"),
    path("stand/<int:jaar>/vergelijken/", st.vergelijken, name="stand_vergelijken"),
    path("stand/<int:jaar>/let-op/", st.let_op, name="stand_let_op"),
    path("maanden/", m.maanden, name="maanden"),
    path("maanden/sluiten/", m.sluiten, name="maand_sluiten"),
    # the bank
    path("bank/", ba.bank, name="bank"),
    path("bank/alles/", ba.AlleRegels.as_view(), name="bank_alles"),
    path("bank/inlezen/", ba.bestand, name="bank_inlezen"),
    path("bank/inlezen/<slug:kenmerk>/", ba.voorbeeld, name="bank_voorbeeld"),
    path("bank/regels/<int:pk>/", ba.regel, name="bank_regel"),
    path("bank/regels/<int:pk>/overslaan/", ba.overslaan, name="bank_overslaan"),
    path("bank/regels/<int:pk>/boeken/", ba.weer_meenemen, name="bank_weer_meenemen"),
    path("bank/boekregels/", ba.boekregels, name="boekregels"),
    path("bank/boekregels/nieuw/", ba.boekregel_nieuw, name="boekregel_nieuw"),
    path("bank/boekregels/<int:pk>/verwijderen/", ba.boekregel_weg, name="boekregel_weg"),
    # petty cash
    path("handgeld/", h.overzicht, name="handgeld"),
    path("handgeld/uitgaven/<int:pk>/", h.uitgave, name="handgeld_uitgave"),
    path("handgeld/uitgaven/<int:pk>/weghalen/", h.uitgave_weg, name="handgeld_uitgave_weg"),
    path("handgeld/bonnen/<int:pk>/", h.bon, name="handgeld_bon"),
    path("handgeld/<slug:slug>/uitgave/", h.uitgave_nieuw, name="handgeld_uitgave_nieuw"),
    path("handgeld/<slug:slug>/bedragen/", h.bedragen, name="handgeld_bedragen"),
    path("handgeld/<slug:slug>/<int:jaar>/<int:maand>/", h.maand, name="handgeld_maand"),
    path("handgeld/<slug:slug>/<int:jaar>/<int:maand>/ontvangen/", h.ontvangen, name="handgeld_ontvangen"),
    path("handgeld/<slug:slug>/<int:jaar>/<int:maand>/indienen/", h.indienen, name="handgeld_indienen"),
    path("handgeld/<slug:slug>/<int:jaar>/<int:maand>/beoordelen/", h.beoordelen, name="handgeld_beoordelen"),
]
