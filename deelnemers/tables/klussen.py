"""Table of the jobs for residents, with the next step of each."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers.lijsten import RECHTS, DatumKolom, Lijsttabel
from deelnemers.klusstand import Staat, staat_van
from deelnemers.models import Klus

LABELS = {Staat.GEVRAAGD: "warning", Staat.GEPLAND: "neutral", Staat.GEDAAN: "safe", Staat.VERVALLEN: "neutral"}


def staatlabel(staat: Staat) -> SafeString:
    tekst = str(staat.label)
    return format_html('<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>', LABELS[staat], tekst)


class KlusTabel(Lijsttabel):
    """One row per job. ``mag_wijzigen``: the ids of the kamers whose jobs this user may move on."""

    wat = tables.Column(
        accessor="omschrijving", verbose_name="Klus", order_by=("soort", "omschrijving"), empty_values=()
    )
    aanvrager = tables.Column(verbose_name="Voor", order_by=("aanvrager__persoonsgegevens__zoeknaam",))
    kamer = tables.Column(accessor="kamer__label", order_by=("kamer__volgorde", "kamer__naam"))
    staat = tables.Column(accessor="rang", verbose_name="Hoe ver", empty_values=())
    aangevraagd_op = DatumKolom(verbose_name="Gevraagd op")
    wanneer = tables.Column(accessor="uitgevoerd_op", verbose_name="Wanneer", empty_values=(), attrs=RECHTS)
    uitvoerder = tables.Column(verbose_name="Door", order_by=("uitvoerder__persoonsgegevens__zoeknaam",))
    acties = tables.Column(accessor="pk", verbose_name="Wat u kunt doen", orderable=False)

    class Meta(Lijsttabel.Meta):
        model = Klus
        fields = ("wat", "aanvrager", "kamer", "staat", "aangevraagd_op", "wanneer", "uitvoerder", "acties")

    def __init__(self, *args: Any, mag_wijzigen: set[int], namen: dict[int, str], **kwargs: Any) -> None:
        self.mag_wijzigen, self.namen = mag_wijzigen, namen
        super().__init__(*args, **kwargs)

    def render_wat(self, record: Klus) -> SafeString:
        soort = record.soort[:1].upper() + record.soort[1:]
        tekst = f"{soort}: {record.omschrijving}" if soort and record.omschrijving else soort or record.omschrijving
        return format_html('<a href="{}">{}</a>', reverse("klussen:klus", args=[record.pk]), tekst or "Klus")

    def render_aanvrager(self, record: Klus) -> str:
        return self.namen.get(record.aanvrager_id) or record.aanvrager.naam

    def render_uitvoerder(self, record: Klus) -> str:
        if not record.uitvoerder:
            return str(self.default)
        return self.namen.get(record.uitvoerder.pk) or record.uitvoerder.naam

    def render_staat(self, record: Klus) -> SafeString:
        return staatlabel(staat_van(record))

    def render_wanneer(self, record: Klus) -> str:
        dag = record.uitgevoerd_op or record.gepland_op
        return f"{dag:%d-%m-%Y}" if dag else str(self.default)

    def order_wanneer(self, klussen: Any, is_descending: bool) -> tuple[Any, bool]:
        """By the day it was done, else the day it is planned; jobs without a day stand at the end."""
        dag = F("dag")
        volgorde = dag.desc(nulls_last=True) if is_descending else dag.asc(nulls_last=True)
        return klussen.order_by(volgorde, "nummer"), True

    def render_acties(self, record: Klus) -> Any:
        """The next step. A job of which the doer is known is done in one tap; else the form asks who and when."""
        if record.kamer_id not in self.mag_wijzigen or staat_van(record) not in (Staat.GEVRAAGD, Staat.GEPLAND):
            return ""
        gedaan = reverse("klussen:gedaan", args=[record.pk])
        voor = format_html('<span class="alleen-voorlezen">: {}</span>', record.omschrijving or record.soort)
        if record.uitvoerder_id:
            knop = format_html(
                '<button class="utrecht-button utrecht-button--secondary-action" type="submit" form="klusactie" '
                'formaction="{}" name="tik" value="1">Gedaan{}</button>',
                gedaan,
                voor,
            )
        else:
            knop = format_html('<a class="knop-tekst" href="{}">Gedaan{}</a>', gedaan, voor)
        if staat_van(record) is Staat.GEPLAND:
            return knop
        plannen = reverse("klussen:plannen", args=[record.pk])
        return format_html(
            '<span class="acties">{} <a class="knop-tekst" href="{}">Plannen{}</a></span>', knop, plannen, voor
        )
