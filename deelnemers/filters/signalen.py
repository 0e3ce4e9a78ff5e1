"""Filters of the list of signals."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from buurtwerkkamers.rechten import kamers_met
from deelnemers.filters.verder import MetPeriode
from deelnemers.models import Signaal
from deelnemers.signalen import ZIEN


class SignaalFilter(MetPeriode):
    thema = filters.ChoiceFilter(label="Thema", choices=Signaal.Thema.choices, empty_label="Alle")
    woord = filters.CharFilter(label="Woord in de tekst of buurt", method="met_woord")
    kamer = filters.ModelChoiceFilter(
        label="Kamer", queryset=lambda request: kamers_met(request.user, ZIEN), empty_label="Alle"
    )

    eerst = ("thema", "woord")

    class Meta:
        model = Signaal
        fields: tuple[str, ...] = ()

    def met_woord(self, signalen: QuerySet, naam: str, tekst: str) -> QuerySet:
        tekst = tekst.replace("\0", "").strip()
        return signalen.filter(tekst__icontains=tekst) | signalen.filter(buurt__icontains=tekst)
