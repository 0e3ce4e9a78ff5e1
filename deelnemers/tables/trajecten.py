"""Table of the cases."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers.lijsten import DatumKolom, Lijsttabel
from buurtwerkkamers.models import Kamer
from deelnemers import trajectstand
from deelnemers.models import Deelnemer, Traject
from deelnemers.trajectstand import Staat

LABELS = {Staat.WACHT: "warning", Staat.KENNISGEMAAKT: "neutral", Staat.LOOPT: "neutral", Staat.AFGESLOTEN: "safe"}


class TrajectTabel(Lijsttabel):
    """One row per case; ``kamers`` are those of the user. What happened after it was handed over is not shown.

    ``wie`` is prefetched; ``dubbelen`` gives for a card that turned out to be a double the one that holds.
    """

    mensen = tables.Column(accessor="pk", verbose_name="Voor", orderable=False)
    kamer = tables.Column(accessor="plekken", verbose_name="Kamer", orderable=False)
    staat = tables.Column(accessor="rang", verbose_name="Hoe ver", empty_values=())
    aangemeld_op = DatumKolom(verbose_name="Aangemeld op")
    melder = tables.Column(accessor="melder__naam", verbose_name="Gemeld door", order_by=("melder__naam",))
    nummer = tables.Column(verbose_name="Nummer")

    class Meta(Lijsttabel.Meta):
        model = Traject
        fields = ("mensen", "kamer", "staat", "aangemeld_op", "melder", "nummer")

    def __init__(self, *args: Any, kamers: list[Kamer], dubbelen: dict[int, Deelnemer], **kwargs: Any) -> None:
        self.kamers, self.dubbelen = kamers, dubbelen
        super().__init__(*args, **kwargs)

    def render_mensen(self, record: Traject) -> SafeString:
        """Of somebody with two cards the name on the one that holds, once."""
        mensen = {self.dubbelen.get(rij.deelnemer_id, rij.deelnemer) for rij in record.wie}  # type: ignore[attr-defined]
        weg = trajectstand.weg_sinds(record, self.kamers)
        erbij = (mens.naam for mens in mensen if trajectstand.was_erbij(mens, self.kamers, weg))
        namen = ", ".join(sorted(erbij)) or "Traject"
        return format_html('<a href="{}">{}</a>', reverse("trajecten:traject", args=[record.pk]), namen)

    def render_kamer(self, record: Traject) -> str:
        return ", ".join(plek.kamer.label for plek in record.plekken.all() if plek.tot is None)

    def render_staat(self, record: Traject) -> SafeString:
        staat = trajectstand.staat_van(record)
        label, kleur = str(staat.label), LABELS[staat]
        if trajectstand.weg_sinds(record, self.kamers):
            label, kleur = "overgedragen", "neutral"
        return format_html('<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>', kleur, label)
