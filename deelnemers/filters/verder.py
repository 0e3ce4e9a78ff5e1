"""Filters of what else a kamer records: referrals, outcomes, contacts, people out of sight, talents."""

from __future__ import annotations

import re
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet

from buurtwerkkamers.models import Organisatie
from buurtwerkkamers.rechten import kamers_met, mag
from deelnemers.filters.mensen import DatumFilter
from deelnemers.forms.velden import te_kiezen
from deelnemers.models import Contactmoment, Deelnemer, Partnercontact, Talent, UitBeeld, Uitkomst, Verwijzing
from deelnemers.namen import zoekvorm
from deelnemers.samengevoegd import kaarten_van, wortels
from deelnemers.vastgelegd import VAN_DOELGROEP, ZIEN
from deelnemers.zicht import zichtbare_kaarten
from deelnemers.zoeken import zoek_mensen


class Regelfilter(filters.FilterSet):
    """What these lists share. ``eerst``: the order of the first fields; the very first one is always in sight."""

    eerst: tuple[str, ...] = ("wie",)

    kamer = filters.ModelChoiceFilter(
        label="Kamer", queryset=lambda request: kamers_met(request.user, ZIEN), empty_label="Alle"
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Also filter when nothing was asked: some lists leave something out until asked for.
        super().__init__({} if data is None else data, *args, **kwargs)
        if kamers_met(self.request.user, ZIEN).count() == 1:
            del self.filters["kamer"]
        for naam in [*self.eerst, *(naam for naam in self.filters if naam not in self.eerst)]:
            self.filters[naam] = self.filters.pop(naam)


class MetPeriode(Regelfilter):
    """Also by day. ``dag``: the name of the field with the day."""

    dag = "datum"

    van = DatumFilter(label="Vanaf", method="vanaf")
    tm = DatumFilter(label="Tot en met", method="tot_en_met")

    def vanaf(self, regels: QuerySet, naam: str, dag: Any) -> QuerySet:
        return regels.filter(**{f"{self.dag}__gte": dag})

    def tot_en_met(self, regels: QuerySet, naam: str, dag: Any) -> QuerySet:
        return regels.filter(**{f"{self.dag}__lte": dag})


class MetWie(Regelfilter):
    """Also by person: part of the name, or ``?deelnemer=<pk>`` from the page of that person."""

    wie = filters.CharFilter(label="Naam van de persoon", method="met_naam")
    deelnemer = filters.CharFilter(method="van_mens", widget=forms.HiddenInput)

    def met_naam(self, regels: QuerySet, naam: str, tekst: str) -> QuerySet:
        """Whichever of their cards the record stands on."""
        tekst = tekst.replace("\0", "")
        mensen = set(zoek_mensen(te_kiezen(self.request.user, ZIEN), tekst))
        mensen |= {kaart for kaart, naar in wortels().items() if naar in mensen}
        return regels.filter(deelnemer__in=mensen)

    def van_mens(self, regels: QuerySet, naam: str, tekst: str) -> QuerySet:
        mens = self.gekozen_mens(tekst)
        return regels.filter(deelnemer__in=kaarten_van(mens)) if mens else regels.none()

    def gekozen_mens(self, tekst: str) -> Deelnemer | None:
        """The person of this id, when the user may see them."""
        if not re.fullmatch(r"[0-9]{1,18}", tekst):
            return None
        return zichtbare_kaarten(self.request.user).filter(pk=tekst).first()


def _organisaties(request: Any) -> QuerySet[Organisatie]:
    return Organisatie.objects.all()


class VerwijzingFilter(MetWie, MetPeriode):
    richting = filters.ChoiceFilter(label="Welke kant op", choices=Verwijzing.Richting.choices, empty_label="Beide")
    organisatie = filters.ModelChoiceFilter(label="Organisatie", queryset=_organisaties, empty_label="Alle")
    mee = filters.ChoiceFilter(
        label="Deed mee", choices=[("ja", "ja"), ("nee", "nog niet")], method="deed_mee", empty_label="Alles"
    )
    doelgroep = filters.BooleanFilter(
        label="Ook van of naar een uitkeringsinstantie",
        method="ook_doelgroep",
        widget=forms.CheckboxInput,
        help_text="Dat u hiernaar kijkt, komt in het logboek.",
    )
    eerst = ("wie", "richting", "organisatie", "mee")

    class Meta:
        model = Verwijzing
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mag(self.request.user, "gevoelig.zien"):
            del self.filters["doelgroep"]

    def deed_mee(self, verwijzingen: QuerySet, naam: str, keuze: str) -> QuerySet:
        return verwijzingen.filter(effectief_op__isnull=keuze == "nee")

    def ook_doelgroep(self, verwijzingen: QuerySet, naam: str, ook: bool) -> QuerySet:
        return verwijzingen

    @property
    def toont_doelgroep(self) -> bool:
        return bool(self.form.is_valid() and self.form.cleaned_data.get("doelgroep"))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """That somebody lives on a benefit is shown on request only."""
        gevonden = super().filter_queryset(queryset)
        return gevonden if self.toont_doelgroep else gevonden.exclude(VAN_DOELGROEP)


class UitkomstFilter(MetWie, MetPeriode):
    soort = filters.ChoiceFilter(label="Wat kwam eruit", choices=Uitkomst.Soort.choices, empty_label="Alles")

    eerst = ("wie", "soort")

    class Meta:
        model = Uitkomst
        fields: tuple[str, ...] = ()


class ContactFilter(MetWie, MetPeriode):
    soort = filters.ChoiceFilter(label="Wat is er gedaan", choices=Contactmoment.Soort.choices, empty_label="Alles")
    bereikt = filters.ChoiceFilter(
        label="Gelukt",
        choices=[("ja", "gesproken of gezien"), ("nee", "niemand te pakken gekregen")],
        method="is_bereikt",
        empty_label="Alles",
    )

    eerst = ("wie", "soort", "bereikt")

    class Meta:
        model = Contactmoment
        fields: tuple[str, ...] = ()

    def is_bereikt(self, contacten: QuerySet, naam: str, keuze: str) -> QuerySet:
        return contacten.filter(bereikt=keuze == "ja")


class UitBeeldFilter(MetWie, MetPeriode):
    dag = "sinds"
    alles = filters.BooleanFilter(label="Ook wie weer is bereikt", method="ook_terug", widget=forms.CheckboxInput)

    class Meta:
        model = UitBeeld
        fields: tuple[str, ...] = ()

    def ook_terug(self, rijen: QuerySet, naam: str, ook: bool) -> QuerySet:
        return rijen

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Who was reached again is left out unless asked for."""
        gevonden = super().filter_queryset(queryset)
        return gevonden if self.form.cleaned_data.get("alles") else gevonden.filter(weer_op=None)


class TalentFilter(MetWie):
    zoek = filters.CharFilter(label="Wie kan helpen met …?", method="op_wat")
    soort = filters.ChoiceFilter(label="Kan of wil", choices=Talent.Soort.choices, empty_label="Beide")

    eerst = ("zoek", "soort", "wie")

    class Meta:
        model = Talent
        fields: tuple[str, ...] = ()

    def op_wat(self, talenten: QuerySet, naam: str, tekst: str) -> QuerySet:
        """Every word occurs somewhere in it, without accents or capitals."""
        for woord in zoekvorm(tekst.replace("\0", "")).split():
            talenten = talenten.filter(zoekwat__contains=woord)
        return talenten


class PartnerFilter(MetPeriode):
    organisatie = filters.ModelChoiceFilter(label="Organisatie", queryset=_organisaties, empty_label="Alle")
    soort = filters.ChoiceFilter(label="Soort contact", choices=Partnercontact.Soort.choices, empty_label="Alle")

    eerst = ("organisatie", "soort")

    class Meta:
        model = Partnercontact
        fields: tuple[str, ...] = ()
