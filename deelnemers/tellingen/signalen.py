"""Signals by theme. They are about the neighbourhood and not about people, so unlike people they may be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Signaal
from deelnemers.tellingen.basis import ids


@dataclass(frozen=True)
class Signaaltelling:
    """How many signals of a theme (``Signaal.Thema``) a kamer recorded in a period."""

    kamer: Kamer
    periode: Periode
    thema: str
    aantal: int


def tel_signalen(kamers: Sequence[Kamer], perioden: Sequence[Periode]) -> list[Signaaltelling]:
    """One row per kamer, period and theme, zero included, in that order. One query, whatever is asked."""
    if not (kamers and perioden):
        return []
    van, tot = min(p.van for p in perioden), max(p.tot for p in perioden)
    signalen = Signaal.objects.filter(kamer__in=ids(kamers), datum__gte=van, datum__lt=tot).order_by()
    aantal: Counter[tuple[int, Periode, str]] = Counter()
    for kamer_id, dag, thema, hoeveel in signalen.values_list("kamer_id", "datum", "thema").annotate(Count("pk")):
        for periode in {p for p in perioden if p.bevat(dag)}:
            aantal[kamer_id, periode, thema] += hoeveel
    return [
        Signaaltelling(kamer, periode, thema, aantal[kamer.pk, periode, thema])
        for kamer in kamers
        for periode in perioden
        for thema in Signaal.Thema.values
    ]
