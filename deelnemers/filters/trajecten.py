"""Filters of the cases."""

from __future__ import annotations

import re
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from buurtwerkkamers.rechten import kamers_met
from deelnemers import trajectstand
from deelnemers.filters.mensen import DatumFilter
from deelnemers.models import Melder, Traject
from deelnemers.samengevoegd import wortels
from deelnemers.trajectstand import Staat
from deelnemers.zicht import zichtbare_deelnemers
from deelnemers.zoeken import zoek_mensen

RECHT = trajectstand.ZIEN
STATEN = [("lopend", "nog niet afgesloten"), *Staat.choices]
# Two words for one thing: who types 'casus 12' looks for case 12.
_SOORTNAAM = re.compile(r"\b(casus(sen)?|traject(en)?)\b", re.IGNORECASE)


class TrajectFilter(filters.FilterSet):
    """``van`` and ``tm``: cases that ran on at least one of those days."""

    zoek = filters.CharFilter(label="Naam, nummer of melder", method="zoek_op")
    staat = filters.ChoiceFilter(label="Hoe ver", choices=STATEN, method="op_staat", empty_label="Alles")
    melder = filters.ModelChoiceFilter(label="Gemeld door", queryset=Melder.objects.none(), empty_label="Alle")
    van = DatumFilter(label="Liep vanaf", method="vanaf")
    tm = DatumFilter(label="Liep tot en met", method="tot_en_met")
    kamer = filters.ModelChoiceFilter(
        label="Kamer",
        queryset=lambda request: kamers_met(request.user, RECHT),
        method="bij_kamer",
        empty_label="Alle",
    )

    class Meta:
        model = Traject
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kamers = list(kamers_met(self.request.user, RECHT))
        self.filters["melder"].queryset = trajectstand.melders(kamers)
        if len(kamers) == 1:
            del self.filters["kamer"]

    def zoek_op(self, trajecten: QuerySet[Traject], naam: str, tekst: str) -> QuerySet[Traject]:
        """Part of a name, whichever of somebody's cards the case stands on; of the number; or of who reported."""
        tekst = _SOORTNAAM.sub(" ", tekst.replace("\0", "")).strip()
        if not tekst:
            return trajecten
        mensen = set(zoek_mensen(zichtbare_deelnemers(self.request.user, RECHT), tekst))
        mensen |= {kaart for kaart, naar in wortels().items() if naar in mensen}
        van_mensen = Traject.objects.filter(deelnemers__in=mensen)
        return trajecten.filter(Q(pk__in=van_mensen) | Q(nummer__icontains=tekst) | Q(melder__naam__icontains=tekst))

    def op_staat(self, trajecten: QuerySet[Traject], naam: str, staat: str) -> QuerySet[Traject]:
        return trajectstand.in_staat(trajecten, staat)

    def bij_kamer(self, trajecten: QuerySet[Traject], naam: str, kamer: Any) -> QuerySet[Traject]:
        return trajecten.filter(pk__in=Traject.objects.filter(plekken__kamer=kamer))

    def vanaf(self, trajecten: QuerySet[Traject], naam: str, dag: Any) -> QuerySet[Traject]:
        return trajecten.filter(Q(afgesloten_op__isnull=True) | Q(afgesloten_op__gte=dag))

    def tot_en_met(self, trajecten: QuerySet[Traject], naam: str, dag: Any) -> QuerySet[Traject]:
        return trajecten.filter(aangemeld_op__lte=dag)
