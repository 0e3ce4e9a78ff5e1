"""Filters of the jobs for residents."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from buurtwerkkamers.rechten import kamers_met
from deelnemers.filters.mensen import DatumFilter
from deelnemers.forms.velden import te_kiezen
from deelnemers.klusstand import Staat, in_staat, soorten
from deelnemers.models import Klus
from deelnemers.samengevoegd import wortels
from deelnemers.zoeken import zoek_mensen

RECHT = "klussen.zien"
STATEN = [("open", "nog te doen"), *Staat.choices]


class KlusFilter(filters.FilterSet):
    """``van`` and ``tm`` are about the day it was done; for what is still to be done, the day it was asked for."""

    staat = filters.ChoiceFilter(label="Hoe ver", choices=STATEN, method="op_staat", empty_label="Alles")
    wie = filters.CharFilter(label="Naam van aanvrager of klusser", method="met_naam")
    soort = filters.ChoiceFilter(label="Soort", choices=(), empty_label="Alle")
    van = DatumFilter(label="Vanaf", method="vanaf")
    tm = DatumFilter(label="Tot en met", method="tot_en_met")
    kamer = filters.ModelChoiceFilter(
        label="Kamer", queryset=lambda request: kamers_met(request.user, RECHT), empty_label="Alle"
    )

    class Meta:
        model = Klus
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kamers = list(kamers_met(self.request.user, RECHT))
        if len(kamers) == 1:
            del self.filters["kamer"]
        self.filters["soort"].extra["choices"] = [(soort, soort) for soort in soorten(kamers)]

    def op_staat(self, klussen: QuerySet[Klus], naam: str, staat: str) -> QuerySet[Klus]:
        return in_staat(klussen, staat)

    def met_naam(self, klussen: QuerySet[Klus], naam: str, tekst: str) -> QuerySet[Klus]:
        """Part of the name of who asked or who does it, whichever of their cards the job stands on."""
        tekst = tekst.replace("\0", "")
        mensen = set(zoek_mensen(te_kiezen(self.request.user, RECHT), tekst))
        mensen |= {kaart for kaart, naar in wortels().items() if naar in mensen}
        return klussen.filter(Q(aanvrager__in=mensen) | Q(uitvoerder__in=mensen))

    def vanaf(self, klussen: QuerySet[Klus], naam: str, dag: Any) -> QuerySet[Klus]:
        return klussen.filter(Q(uitgevoerd_op__gte=dag) | Q(uitgevoerd_op=None, aangevraagd_op__gte=dag))

    def tot_en_met(self, klussen: QuerySet[Klus], naam: str, dag: Any) -> QuerySet[Klus]:
        return klussen.filter(Q(uitgevoerd_op__lte=dag) | Q(uitgevoerd_op=None, aangevraagd_op__lte=dag))
