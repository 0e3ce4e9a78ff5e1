"""Pages for the tests of the look: every shared piece at once, and a list. No part of the product."""

from pathlib import Path
from types import SimpleNamespace

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from buurtwerkkamers.formulieren import BedragVeld, DatumVeld
from buurtwerkkamers.lijsten import GetalKolom, Lijst, Lijsttabel
from buurtwerkkamers.models import Wijk
from buurtwerkkamers.urls import handler400, handler403, handler404, handler500
from buurtwerkkamers.urls import urlpatterns as van_het_product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

KAMERS = [
    SimpleNamespace(naam=naam, kleur=kleur, monogram=monogram)
    for naam, kleur, monogram in (
        ("Hart voor Leidsche Rijn", "#c04f08", "HL"),
        ("TOP", "#0b5f66", "TO"),
        ("De Verbinding", "#8a86f0", "DV"),
    )
]


class Formulier(forms.Form):
    voornaam = forms.CharField(label="Voornaam", help_text="Een voornaam is genoeg.")
    achternaam = forms.CharField(label="Achternaam", required=False)
    vanaf = DatumVeld(label="Ingeschreven op")
    bedrag = BedragVeld(label="Eigen bijdrage", initial="12,50")
    kamer = forms.ChoiceField(label="Kamer", choices=[("", "Kies een kamer"), ("top", "TOP")])
    soort = forms.ChoiceField(
        label="Hoe komt deze persoon?", choices=[("a", "Binnengelopen"), ("b", "Verwezen")], widget=forms.RadioSelect
    )
    rollen = forms.MultipleChoiceField(
        label="Rollen",
        required=False,
        choices=[("s", "sleutelhouder"), ("l", "lid")],
        widget=forms.CheckboxSelectMultiple,
    )
    akkoord = forms.BooleanField(label="Deze persoon weet wat wij bewaren", help_text="Geef het informatieblad mee.")
    toelichting = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    bestand = forms.FileField(label="Bestand", required=False)

    def clean(self):
        raise forms.ValidationError("Deze persoon lijkt al ingeschreven te zijn.")


@login_not_required
def stijlboek(request):
    def cijfer(waarde, reden=""):
        return SimpleNamespace(waarde=waarde, regel="Verschillende mensen.", periode="januari 2020", reden=reden)

    bron = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    inhoud = {
        "kamers": KAMERS,
        "cijfer": cijfer(1234),
        "bedrag": cijfer(1234567),
        "leeg": cijfer(None, "nog te vroeg"),
        "maanden": [("jan", 12), ("feb", 0), ("mrt", 31)],
        "soorten": ["info", "success", "warning", "error"],
        "kruimels": [("Start", "/"), ("Kamers", "/kamers/")],
        "form": Formulier({}),
    }
    return HttpResponse(engines["django"].from_string(bron).render(inhoud, request))


class WijkFilter(django_filters.FilterSet):
    naam = django_filters.CharFilter(lookup_expr="icontains", label="Naam")
    sinds = django_filters.DateFilter(label="Sinds", method="negeer", widget=forms.DateInput(attrs={"type": "date"}))
    open = django_filters.BooleanFilter(label="Alleen open", method="negeer", widget=forms.CheckboxInput)

    class Meta:
        model = Wijk
        fields = ("naam",)

    def negeer(self, queryset, naam, waarde):
        return queryset


class WijkTabel(Lijsttabel):
    naam = tables.Column(linkify=lambda record: f"#{record.pk}")
    nummer = GetalKolom(accessor="pk")


class Wijken(Lijst):
    recht = "kamers.zien"
    titel = "Wijken"
    meervoud = "wijken"
    leeg_titel = "Nog geen wijken"
    table_class = WijkTabel
    filterset_class = WijkFilter
    table_pagination = {"per_page": 2}

    def get_queryset(self):
        return Wijk.objects.all()

    def acties(self):
        return [("Wijk toevoegen", "#")]


urlpatterns = [
    path("stijlboek/", stijlboek),
    path("stijlboek/wijken/", login_not_required(Wijken.as_view())),
    *van_het_product,
]
