"""Table of the enquêtes."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers import opmaak
from buurtwerkkamers.lijsten import GetalKolom, Lijsttabel
from deelnemers.enquetestand import GESLOTEN, NOG_NIET, OPEN, staat
from deelnemers.models import Enquete

LABELS = {NOG_NIET: "neutral", OPEN: "warning", GESLOTEN: "safe"}


class EnqueteTabel(Lijsttabel):
    """One row per enquête, with how many answered at the kamers of this user."""

    naam = tables.Column(verbose_name="Enquête")
    doelgroep = tables.Column(verbose_name="Voor wie")
    staat = tables.Column(accessor="tm", verbose_name="Staat", order_by=("tm", "van"))
    open = tables.Column(accessor="van", verbose_name="Open", order_by=("van", "tm"))
    uitgenodigd = GetalKolom(verbose_name="Uitgenodigd")
    ingevuld = GetalKolom(verbose_name="Ingevuld")

    class Meta(Lijsttabel.Meta):
        model = Enquete
        fields = ("naam", "doelgroep", "staat", "open", "uitgenodigd", "ingevuld")
        order_by = ("-staat", "naam")

    def render_naam(self, record: Enquete) -> SafeString:
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.naam)

    def render_doelgroep(self, record: Enquete) -> str:
        return record.get_doelgroep_display()

    def render_staat(self, record: Enquete) -> SafeString:
        deze = staat(record)
        return format_html('<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>', LABELS[deze], deze)

    def render_open(self, record: Enquete) -> str:
        return opmaak.periode(record)
