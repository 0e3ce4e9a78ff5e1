"""Addresses of people, activities and attendance."""

from django.urls import include, path

from deelnemers.views import aanwezig as a
from deelnemers.views import activiteiten as act
from deelnemers.views import contact as c
from deelnemers.views import deelnemers as d
from deelnemers.views import deurapp as app
from deelnemers.views import dubbelen as dub
from deelnemers.views import enquete as enq
from deelnemers.views import enquetes as eb
from deelnemers.views import kiezen
from deelnemers.views import klussen as k
from deelnemers.views import openingen as o
from deelnemers.views import partners as p
from deelnemers.views import signalen as si
from deelnemers.views import talenten as ta
from deelnemers.views import tikken as t
from deelnemers.views import trajecten as tr
from deelnemers.views import uitkomsten as ui
from deelnemers.views import uren as u
from deelnemers.views import vastleggen as v
from deelnemers.views import verwijzingen as vw

aanwezig = [
    path("", a.kies, name="kies"),
    path("sleutel/", t.sleutel, name="sleutel"),
    path("offline/", app.offline, name="offline"),
    path("<slug:slug>/", a.kamer, name="kamer"),
    path("<slug:slug>/tikken/", t.tikken, name="tikken"),
    path("<slug:slug>/<int:pk>/", a.activiteit, name="activiteit"),
    path("<slug:slug>/<int:pk>/vandaag/", a.vandaag_erbij, name="vandaag_erbij"),
    path("<slug:slug>/<int:pk>/stand/", t.stand, name="stand"),
    path("<slug:slug>/<int:pk>/zoek/", t.zoek, name="zoek"),
    path("<slug:slug>/<int:pk>/lijkt/", t.lijkt, name="lijkt"),
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
    path("dubbelen/", dub.werklijst, name="dubbelen"),
    path("dubbelen/<int:van>/<int:naar>/", dub.paar, name="paar"),
    path("samenvoegingen/", dub.Samenvoegingen.as_view(), name="samenvoegingen"),
    path("samenvoegingen/<int:pk>/", dub.samenvoeging, name="samenvoeging"),
    path("samenvoegingen/<int:pk>/afwijzen/", dub.afwijzen, name="samenvoeging_afwijzen"),
    path("samenvoegingen/<int:pk>/ongedaan/", dub.ongedaan, name="samenvoeging_ongedaan"),
    path("<int:pk>/", d.deelnemer, name="deelnemer"),
    path("<int:pk>/alles/", d.deelnemer_met_reden, name="deelnemer_met_reden"),
    path("<int:pk>/dezelfde/", dub.dezelfde_als, name="dezelfde_als"),
    path("<int:pk>/wijzigen/", d.wijzig, name="wijzig"),
    path("<int:pk>/rollen/", d.rol_geven, name="rol_geven"),
    path("<int:pk>/rollen/<int:rol_pk>/", d.rol_beeindigen, name="rol_beeindigen"),
    path("<int:pk>/rollen/<int:rol_pk>/wijzigen/", d.rol_wijzigen, name="rol_wijzigen"),
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
uren = [
    path("", u.week, name="week"),
    path("mijn/", u.mijn, name="mijn"),
    path("lijst/", u.Uren.as_view(), name="lijst"),
    path("groepen/", u.Groepen.as_view(), name="groepen"),
    path("groepen/nieuw/", u.groep_nieuw, name="groep_nieuw"),
    path("groepen/<int:pk>/", u.groep, name="groep"),
    path("accounts/", u.accounts, name="accounts"),
    path("accounts/<int:pk>/", u.account, name="account"),
    path("accounts/<int:pk>/los/", u.account_los, name="account_los"),
]
trajecten = [
    path("", tr.Trajecten.as_view(), name="lijst"),
    path("nieuw/", tr.nieuw, name="nieuw"),
    path("<int:pk>/", tr.traject, name="traject"),
    path("<int:pk>/kennismaking/", tr.kennismaking, name="kennismaking"),
    path("<int:pk>/start/", tr.start, name="start"),
    path("<int:pk>/afsluiten/", tr.afsluiten, name="afsluiten"),
    path("<int:pk>/heropenen/", tr.heropen, name="heropen"),
    path("<int:pk>/overdragen/", tr.overdragen, name="overdragen"),
    path("<int:pk>/delen/", tr.delen, name="delen"),
    path("<int:pk>/wijzigen/", tr.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", tr.weg, name="weg"),
]
vastleggen = [path("", v.start, name="start")]
verwijzingen = [
    path("", vw.Verwijzingen.as_view(), name="lijst"),
    path("nieuw/", vw.nieuw, name="nieuw"),
    path("<int:pk>/", vw.regel, name="regel"),
    path("<int:pk>/wijzigen/", vw.wijzig, name="wijzig"),
    path("<int:pk>/deed-mee/", vw.deed_mee, name="deed_mee"),
    path("<int:pk>/verwijderen/", vw.weg, name="weg"),
]
uitkomsten = [
    path("", ui.Uitkomsten.as_view(), name="lijst"),
    path("nieuw/", ui.nieuw, name="nieuw"),
    path("<int:pk>/", ui.regel, name="regel"),
    path("<int:pk>/wijzigen/", ui.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", ui.weg, name="weg"),
]
partners = [
    path("", p.Partners.as_view(), name="lijst"),
    path("nieuw/", p.nieuw, name="nieuw"),
    path("<int:pk>/", p.regel, name="regel"),
    path("<int:pk>/wijzigen/", p.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", p.weg, name="weg"),
]
contact = [
    path("", c.Contacten.as_view(), name="lijst"),
    path("nieuw/", c.nieuw, name="nieuw"),
    path("missen/", c.missen, name="missen"),
    path("<int:pk>/", c.regel, name="regel"),
    path("<int:pk>/wijzigen/", c.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", c.weg, name="weg"),
    path("uit-beeld/", c.UitBeeldLijst.as_view(), name="uit_beeld_lijst"),
    path("uit-beeld/nieuw/", c.uit_beeld_nieuw, name="uit_beeld_nieuw"),
    path("uit-beeld/<int:pk>/", c.uit_beeld_regel, name="uit_beeld_regel"),
    path("uit-beeld/<int:pk>/wijzigen/", c.uit_beeld_wijzig, name="uit_beeld_wijzig"),
    path("uit-beeld/<int:pk>/weer-bereikt/", c.weer_bereikt, name="weer_bereikt"),
    path("uit-beeld/<int:pk>/verwijderen/", c.uit_beeld_weg, name="uit_beeld_weg"),
]
talenten = [
    path("", ta.Talenten.as_view(), name="lijst"),
    path("nieuw/", ta.nieuw, name="nieuw"),
    path("<int:pk>/", ta.regel, name="regel"),
    path("<int:pk>/wijzigen/", ta.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", ta.weg, name="weg"),
]
signalen = [
    path("", si.Signalen.as_view(), name="lijst"),
    path("nieuw/", si.nieuw, name="nieuw"),
    path("<int:pk>/", si.regel, name="regel"),
    path("<int:pk>/wijzigen/", si.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", si.weg, name="weg"),
]
enquetes = [
    path("", eb.Enquetes.as_view(), name="lijst"),
    path("nieuw/", eb.nieuw, name="nieuw"),
    path("vragen/", eb.vragen, name="vragen"),
    path("vragen/nieuw/", eb.vraag_nieuw, name="vraag_nieuw"),
    path("vragen/<int:pk>/", eb.vraag, name="vraag"),
    path("<int:pk>/", eb.enquete, name="enquete"),
    path("<int:pk>/wijzigen/", eb.wijzig, name="wijzig"),
    path("<int:pk>/sluiten/", eb.sluit, name="sluit"),
    path("<int:pk>/verwijderen/", eb.weg, name="weg"),
    path("<int:pk>/<slug:slug>/affiche/", eb.affiche, name="affiche"),
    path("<int:pk>/<slug:slug>/formulier/", eb.formulier, name="formulier"),
    path("<int:pk>/<slug:slug>/papier/", eb.papier, name="papier"),
]
# The public form: the address is the key, and nobody is logged in.
enquete = [
    path("<slug:sleutel>/", enq.invullen, {"tablet": False}, name="invullen"),
    path("<slug:sleutel>/bedankt/", enq.bedankt, {"tablet": False}, name="bedankt"),
    path("<slug:sleutel>/tablet/", enq.invullen, {"tablet": True}, name="tablet"),
    path("<slug:sleutel>/tablet/bedankt/", enq.bedankt, {"tablet": True}, name="tablet_bedankt"),
]
openingen = [
    path("", o.lijst, name="lijst"),
    path("nieuw/", o.nieuw, name="nieuw"),
    path("<int:pk>/", o.regel, name="regel"),
    path("<int:pk>/wijzigen/", o.wijzig, name="wijzig"),
    path("<int:pk>/verwijderen/", o.weg, name="weg"),
]

urlpatterns = [
    path("aanwezig/", include((aanwezig, "aanwezig"))),
    path("dienst.js", app.dienst, name="dienst"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("deelnemers/", include((deelnemers, "deelnemers"))),
    path("activiteiten/", include((activiteiten, "activiteiten"))),
    path("klussen/", include((klussen, "klussen"))),
    path("uren/", include((uren, "uren"))),
    path("trajecten/", include((trajecten, "trajecten"))),
    path("vastleggen/", include((vastleggen, "vastleggen"))),
    path("verwijzingen/", include((verwijzingen, "verwijzingen"))),
    path("uitkomsten/", include((uitkomsten, "uitkomsten"))),
    path("partners/", include((partners, "partners"))),
    path("contact/", include((contact, "contact"))),
    path("talenten/", include((talenten, "talenten"))),
    path("signalen/", include((signalen, "signalen"))),
    path("openingen/", include((openingen, "openingen"))),
    path("enquetes/", include((enquetes, "enquetes"))),
    path("enquete/", include((enquete, "enquete"))),
]
