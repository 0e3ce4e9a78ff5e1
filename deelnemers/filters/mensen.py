"""Filters of the register of people and of the activities."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.core.validators import RegexValidator
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from buurtwerkkamers.formulieren import DatumVeld
from buurtwerkkamers.models import Categorie, Kamer, Organisatie, Wijk
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import kamers_met, mag
from deelnemers import samengevoegd
from deelnemers.models import Activiteit, Deelname, Deelnemer, Klus, Rol, UitBeeld
from deelnemers.zicht import DOELGROEPROLLEN, zichtbare_deelnames
from deelnemers.zoeken import op_gelijkenis, zoek_mensen

ROLLEN = [keuze for keuze in Rol.Soort.choices if keuze[0] not in DOELGROEPROLLEN]


class DatumFilter(filters.DateFilter):
    field_class = DatumVeld


class ActiviteitKeuze(filters.fields.ModelChoiceField):
    """An activity with its kamer, because rooms use the same names."""

    def label_from_instance(self, activiteit: Any) -> str:
        return f"{activiteit.naam} ({activiteit.kamer.label})"


class ActiviteitFilterVeld(filters.ModelChoiceFilter):
    field_class = ActiviteitKeuze


def dit_halfjaar() -> Periode:
    vandaag = timezone.localdate()
    return Periode.halfjaar(vandaag.year, 1 if vandaag.month <= 6 else 2)


def eigen_kamers(request) -> QuerySet[Kamer]:
    return kamers_met(request.user, "deelnemers.zien")


def wijken(request) -> QuerySet[Wijk]:
    return Wijk.objects.filter(kamer__in=eigen_kamers(request)).distinct()


def corporaties(request) -> QuerySet[Organisatie]:
    return Organisatie.objects.filter(soort=Organisatie.Soort.WONINGCORPORATIE)


def zichtbare_activiteiten(request) -> QuerySet[Activiteit]:
    """Activities to filter by; a sensitive one tells who came, so only those who may see that can choose it."""
    gevoelig = Q(kamer__in=kamers_met(request.user, "gevoelig.zien"))
    return Activiteit.objects.filter(
        gevoelig | Q(gevoelig=False), kamer__in=kamers_met(request.user, "deelnemers.zien")
    ).select_related("kamer")


def zichtbare_categorieen(request) -> QuerySet[Categorie]:
    categorieen = Categorie.objects.filter(lijst__standaard=True)
    return categorieen if mag(request.user, "gevoelig.zien") else categorieen.filter(gevoelig=False)


class DeelnemerFilter(filters.FilterSet):
    zoek = filters.CharFilter(label="Naam of nummer", method="zoek_naam")
    kamer = filters.ModelChoiceFilter(label="Kamer", queryset=eigen_kamers, method="van_kamer", empty_label="Alle")
    rol = filters.ChoiceFilter(label="Rol", choices=ROLLEN, method="met_rol", empty_label="Alle")
    activiteit = ActiviteitFilterVeld(
        label="Activiteit", queryset=zichtbare_activiteiten, method="bij_activiteit", empty_label="Alle"
    )
    categorie = filters.ModelChoiceFilter(
        label="Categorie", queryset=zichtbare_categorieen, method="bij_categorie", empty_label="Alle"
    )
    sinds = DatumFilter(label="Geweest sinds", method="geweest_sinds")
    niet_sinds = DatumFilter(label="Niet geweest sinds", method="niet_geweest_sinds")
    wijk = filters.ModelChoiceFilter(label="Wijk van de kamer", queryset=wijken, method="uit_wijk", empty_label="Alle")
    postcode = filters.CharFilter(
        label="Postcodegebied (vier cijfers)",
        method="in_postcodegebied",
        validators=[RegexValidator(r"^ *[1-9][0-9]{3} *$", "Schrijf vier cijfers, zoals 3552.")],
        widget=filters.widgets.forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    huurt_bij = filters.ModelChoiceFilter(label="Huurt bij", queryset=corporaties, empty_label="Alle")
    uit_beeld = filters.BooleanFilter(
        label="Alleen wie uit beeld is", method="alleen_uit_beeld", widget=filters.widgets.forms.CheckboxInput
    )
    nieuw = filters.BooleanFilter(
        label="Alleen nieuw dit halfjaar", method="nieuw_dit_halfjaar", widget=filters.widgets.forms.CheckboxInput
    )

    class Meta:
        model = Deelnemer
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kamers = list(eigen_kamers(self.request))
        if len(self.kamers) == 1:
            del self.filters["kamer"]
        if len({kamer.wijk_id for kamer in self.kamers}) == 1:
            del self.filters["wijk"]

    def _deelnames(self) -> QuerySet[Deelname]:
        return zichtbare_deelnames(self.request.user)

    def zoek_naam(self, mensen, naam: str, tekst: str):
        """Also who is only spelled otherwise; the likeliest first, unless a column was chosen to sort by."""
        ids = zoek_mensen(mensen, tekst)
        return op_gelijkenis(mensen.filter(Q(pk__in=ids) | Q(nummer__iexact=tekst.strip())), ids)

    def van_kamer(self, mensen, naam: str, kamer: Kamer):
        return mensen.filter(kamers__contains=[kamer.pk])

    def met_rol(self, mensen, naam: str, soort: str):
        nu = Rol.objects.op(timezone.localdate()).filter(kamer__in=self.kamers, soort=soort)
        return mensen.filter(samengevoegd.met(nu))

    def bij_activiteit(self, mensen, naam: str, activiteit: Activiteit):
        return mensen.filter(samengevoegd.met(self._deelnames().filter(activiteit=activiteit)))

    def bij_categorie(self, mensen, naam: str, categorie: Categorie):
        """As figures count it: an attendance in the category, or for klussen a job done for them."""
        mee = samengevoegd.met(self._deelnames().filter(activiteit__indelingen__categorie=categorie))
        if categorie.telt_klussen:
            gedaan = Klus.objects.filter(kamer__in=self.kamers, uitgevoerd_op__isnull=False)
            mee |= samengevoegd.met(gedaan, "aanvrager")
        return mensen.filter(mee)

    def geweest_sinds(self, mensen, naam: str, datum):
        return mensen.filter(samengevoegd.met(self._deelnames().filter(datum__gte=datum)))

    def niet_geweest_sinds(self, mensen, naam: str, datum):
        """Also who never came at all."""
        return mensen.exclude(samengevoegd.met(self._deelnames().filter(datum__gte=datum)))

    def uit_wijk(self, mensen, naam: str, wijk: Wijk):
        """The wijk of the kamer: where people live is known by postcode only."""
        return mensen.van_kamers([kamer for kamer in self.kamers if kamer.wijk_id == wijk.pk])

    def in_postcodegebied(self, mensen, naam: str, cijfers: str):
        return mensen.filter(persoonsgegevens__postcode__startswith=cijfers.strip()[:4])

    def alleen_uit_beeld(self, mensen, naam: str, alleen: bool):
        uit = UitBeeld.objects.filter(kamer__in=self.kamers, weer_op__isnull=True)
        return mensen.filter(samengevoegd.met(uit)) if alleen else mensen

    def nieuw_dit_halfjaar(self, mensen, naam: str, alleen: bool):
        """As figures count it: the first attendance or job ever at the kamer falls in the half-year."""
        if not alleen:
            return mensen
        gekozen = self.form.cleaned_data.get("kamer")
        nieuw: set[int] = set()
        for kamer in [gekozen] if gekozen else self.kamers:
            nieuw |= _nieuw_bij(kamer, dit_halfjaar())
        return mensen.filter(pk__in=nieuw)


def _nieuw_bij(kamer: Kamer, periode: Periode) -> set[int]:
    van_kaart = samengevoegd.wortels()
    eerste: dict[int, date] = {}
    deelnames = Deelname.objects.filter(kamer=kamer).order_by().values_list("deelnemer").annotate(Min("datum"))
    klussen = Klus.objects.filter(kamer=kamer, uitgevoerd_op__isnull=False).order_by()
    for kaart, dag in (*deelnames, *klussen.values_list("aanvrager").annotate(Min("uitgevoerd_op"))):
        wie = van_kaart.get(kaart, kaart)
        eerste[wie] = min(dag, eerste.get(wie, dag))
    return {wie for wie, dag in eerste.items() if periode.bevat(dag)}


class ActiviteitFilter(filters.FilterSet):
    zoek = filters.CharFilter(label="Naam", field_name="naam", lookup_expr="icontains")
    kamer = filters.ModelChoiceFilter(
        label="Kamer", queryset=lambda request: kamers_met(request.user, "activiteiten.zien"), empty_label="Alle"
    )
    categorie = filters.ModelChoiceFilter(
        label="Categorie",
        queryset=lambda request: Categorie.objects.filter(lijst__standaard=True),
        field_name="indelingen__categorie",
        empty_label="Alle",
    )
    gestopt = filters.BooleanFilter(
        label="Ook wat is gestopt", method="ook_gestopt", widget=filters.widgets.forms.CheckboxInput
    )

    class Meta:
        model = Activiteit
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Also filter when nothing was asked: stopped activities are left out then too.
        super().__init__({} if data is None else data, *args, **kwargs)
        if kamers_met(self.request.user, "activiteiten.zien").count() == 1:
            del self.filters["kamer"]

    def ook_gestopt(self, activiteiten, naam: str, ook: bool):
        return activiteiten

    def filter_queryset(self, queryset):
        """Stopped activities are left out unless asked for."""
        gevonden = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("gestopt"):
            return gevonden
        return gevonden.filter(Q(gestopt_op__isnull=True) | Q(gestopt_op__gte=timezone.localdate()))
