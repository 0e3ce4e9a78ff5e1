"""Filters of the hours of volunteers."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from buurtwerkkamers.rechten import kamers_met, mag
from deelnemers.filters.mensen import DatumFilter
from deelnemers.forms.velden import te_kiezen
from deelnemers.models import Inzet, Vrijwilligersgroep
from deelnemers.samengevoegd import wortels
from deelnemers.zoeken import zoek_mensen

RECHT = "uren.zien"


class GroepKeuze(filters.fields.ModelChoiceField):
    """A group with its kamer, because rooms use the same names."""

    def label_from_instance(self, groep: Any) -> str:
        return f"{groep.naam} ({groep.kamer.label})"


class GroepFilterVeld(filters.ModelChoiceFilter):
    field_class = GroepKeuze


class InzetFilter(filters.FilterSet):
    wie = filters.CharFilter(label="Naam van de vrijwilliger", method="met_naam")
    van = DatumFilter(label="Vanaf", field_name="datum", lookup_expr="gte")
    tm = DatumFilter(label="Tot en met", field_name="datum", lookup_expr="lte")
    groep = GroepFilterVeld(
        label="Groep",
        queryset=lambda request: Vrijwilligersgroep.objects.filter(
            kamer__in=kamers_met(request.user, RECHT)
        ).select_related("kamer"),
        empty_label="Alle",
    )
    soort = filters.ChoiceFilter(label="Soort", choices=Inzet.Soort.choices, empty_label="Alle")
    kamer = filters.ModelChoiceFilter(
        label="Kamer", queryset=lambda request: kamers_met(request.user, RECHT), empty_label="Alle"
    )

    class Meta:
        model = Inzet
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kamers_met(self.request.user, RECHT).count() == 1:
            del self.filters["kamer"]
        if not mag(self.request.user, "deelnemers.zien"):
            del self.filters["wie"]

    def met_naam(self, inzet: QuerySet[Inzet], naam: str, tekst: str) -> QuerySet[Inzet]:
        """Part of the name, whichever of the person's cards the hours stand on."""
        mensen = set(zoek_mensen(te_kiezen(self.request.user, RECHT), tekst))
        mensen |= {kaart for kaart, naar in wortels().items() if naar in mensen}
        return inzet.filter(deelnemer__in=mensen)
