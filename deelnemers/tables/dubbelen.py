"""Table of proposals to merge and of merges that were done."""

from __future__ import annotations

import django_tables2 as tables

from buurtwerkkamers.lijsten import DatumKolom, Lijsttabel
from deelnemers.models import Samenvoeging


class SamenvoegingTabel(Lijsttabel):
    """One row per proposal or merge."""

    van = tables.Column(
        accessor="van__naam",
        verbose_name="Deze kaart",
        linkify=("deelnemers:samenvoeging", [tables.A("pk")]),
        order_by=("van__persoonsgegevens__zoeknaam",),
    )
    naar = tables.Column(
        accessor="naar__naam", verbose_name="Is dezelfde als", order_by=("naar__persoonsgegevens__zoeknaam",)
    )
    stand = tables.Column(verbose_name="Stand")
    voorgesteld_door = tables.Column(accessor="voorgesteld_door__naam", verbose_name="Door", orderable=False)
    voorgesteld_op = DatumKolom(verbose_name="Op")
    bijschrift = "Voorstellen en samenvoegingen"

    class Meta(Lijsttabel.Meta):
        model = Samenvoeging
        fields = ("van", "naar", "stand", "voorgesteld_door", "voorgesteld_op")
