"""The table of signals."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString

from buurtwerkkamers.lijsten import DatumKolom, Lijsttabel
from deelnemers.models import Signaal
from deelnemers.tables.verder import Regeltabel


class SignaalTabel(Regeltabel):
    """The text comes first: that is what people read."""

    tekst = tables.Column(verbose_name="Wat we horen")
    thema = tables.Column(verbose_name="Thema")
    buurt = tables.Column(verbose_name="Buurt")
    datum = DatumKolom(verbose_name="Datum")
    kamer = tables.Column(accessor="kamer__label", verbose_name="Kamer", order_by=("kamer__volgorde", "kamer__naam"))

    class Meta(Lijsttabel.Meta):
        model = Signaal
        fields = ("tekst", "thema", "buurt", "datum", "kamer")

    def render_tekst(self, record: Any) -> SafeString:
        return self._link(record, record.tekst)

    def value_tekst(self, record: Any) -> str:
        return record.tekst
