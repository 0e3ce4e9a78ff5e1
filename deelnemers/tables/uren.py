"""Tables of the hours of volunteers and of their groups."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from buurtwerkkamers.lijsten import RECHTS, GetalKolom, Lijsttabel
from buurtwerkkamers.opmaak import datum_kort
from deelnemers.models import Inzet, Vrijwilligersgroep


class InzetTabel(Lijsttabel):
    """One row per volunteer, day and group; the day leads to its week for who may open that (``met_week``).

    ``namen``: for cards that turned out to be doubles, the name on the card that holds.
    """

    datum = tables.Column(verbose_name="Datum")
    vrijwilliger = tables.Column(accessor="deelnemer", order_by=("deelnemer__persoonsgegevens__zoeknaam", "-datum"))
    kamer = tables.Column(accessor="kamer__label", order_by=("kamer__volgorde", "kamer__naam"))
    groep = tables.Column(accessor="groep__naam", verbose_name="Groep", order_by=("groep__naam", "-datum"))
    soort = tables.Column(accessor="get_soort_display", order_by=("soort", "-datum"))
    uren = GetalKolom(verbose_name="Uren", attrs=RECHTS)

    class Meta(Lijsttabel.Meta):
        model = Inzet
        fields = ("datum", "vrijwilliger", "kamer", "groep", "soort", "uren")

    def __init__(self, *args: Any, namen: dict[int, str], met_week: bool, **kwargs: Any) -> None:
        self.namen, self.met_week = namen, met_week
        super().__init__(*args, **kwargs)

    def render_datum(self, record: Inzet) -> Any:
        if not self.met_week:
            return datum_kort(record.datum)
        adres = f"{reverse('uren:week')}?{urlencode({'kamer': record.kamer.slug, 'dag': record.datum.isoformat()})}"
        return format_html('<a href="{}">{}</a>', adres, datum_kort(record.datum))

    def render_vrijwilliger(self, record: Inzet) -> str:
        return self.namen.get(record.deelnemer_id) or record.deelnemer.naam


class GroepTabel(Lijsttabel):
    """One row per group; the name leads to the form for another name, for who may change it."""

    naam = tables.Column(verbose_name="Groep")
    kamer = tables.Column(accessor="kamer__label", order_by=("kamer__volgorde", "kamer__naam"))
    mensen = GetalKolom(verbose_name="Vrijwilligers dit jaar")
    uren = GetalKolom(verbose_name="Uren dit jaar")

    class Meta(Lijsttabel.Meta):
        model = Vrijwilligersgroep
        fields = ("naam", "kamer", "mensen", "uren")

    def __init__(self, *args: Any, mag_wijzigen: set[int], **kwargs: Any) -> None:
        self.mag_wijzigen = mag_wijzigen
        super().__init__(*args, **kwargs)

    def render_naam(self, record: Vrijwilligersgroep) -> Any:
        if record.kamer_id not in self.mag_wijzigen:
            return record.naam
        return format_html('<a href="{}">{}</a>', reverse("uren:groep", args=[record.pk]), record.naam)
