"""Table and filter of the list of all lines of the bank."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers.formulieren import BedragVeld, DatumVeld
from buurtwerkkamers.lijsten import DatumKolom, EuroKolom, Lijsttabel
from buurtwerkkamers.opmaak import datum_kort
from financien.models import Banktransactie

TE_BOEKEN, GEBOEKT, OVERGESLAGEN = "te-boeken", "geboekt", "overgeslagen"


def stand_van(transactie: Any) -> str:
    """How far a line is: booked, skipped and why, or still to be booked. It has ``open`` (see ``bank.stand``)."""
    if transactie.overgeslagen:
        return f"niet geboekt: {transactie.overgeslagen}"
    if not transactie.open:
        return "geboekt"
    return "nog te boeken" if transactie.open == transactie.bedrag else "deels geboekt"


class BankTabel(Lijsttabel):
    """One row per line of the bank."""

    datum = DatumKolom(verbose_name="Datum")
    tegenpartij = tables.Column(verbose_name="Van of aan wie")
    omschrijving = tables.Column(verbose_name="Omschrijving", attrs={"td": {"class": "lange-tekst"}})
    rekening = tables.Column(verbose_name="Rekening")
    bedrag = EuroKolom(verbose_name="Bedrag", centen=True)
    stand = tables.Column(verbose_name="Stand", empty_values=(), orderable=False)
    bijschrift = "Regels van de bank"

    class Meta(Lijsttabel.Meta):
        model = Banktransactie
        fields = ("datum", "tegenpartij", "omschrijving", "rekening", "bedrag", "stand")

    def render_datum(self, record: Banktransactie) -> SafeString:
        return format_html(
            '<a href="{}">{}<span class="alleen-voorlezen">: {}</span></a>',
            reverse("financien:bank_regel", args=[record.pk]), datum_kort(record.datum),
            record.tegenpartij or record.omschrijving or "zonder omschrijving",
        )  # fmt: skip

    def value_datum(self, record: Banktransactie) -> Any:
        return record.datum

    def render_stand(self, record: Banktransactie) -> str:
        return stand_van(record)


class _DagFilter(filters.DateFilter):
    field_class = DatumVeld


class BankFilter(filters.FilterSet):
    tekst = filters.CharFilter(label="Zoek in naam, omschrijving of bedrag", method="met_tekst")
    stand = filters.ChoiceFilter(
        label="Stand", method="met_stand", empty_label="Alle",
        choices=[(TE_BOEKEN, "Nog te boeken"), (GEBOEKT, "Geboekt"), (OVERGESLAGEN, "Overgeslagen")],
    )  # fmt: skip
    rekening = filters.ChoiceFilter(label="Rekening", empty_label="Alle")
    van = _DagFilter(label="Vanaf", field_name="datum", lookup_expr="gte")
    tm = _DagFilter(label="Tot en met", field_name="datum", lookup_expr="lte")

    class Meta:
        model = Banktransactie
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rekeningen = list(Banktransactie.objects.order_by("rekening").values_list("rekening", flat=True).distinct())
        self.filters["rekening"].extra["choices"] = [(rekening, rekening) for rekening in rekeningen]
        if len(rekeningen) < 2:
            del self.filters["rekening"]

    def met_tekst(self, rijen: QuerySet[Any], naam: str, tekst: str) -> QuerySet[Any]:
        """Part of a name, account or description, or exactly this amount in Dutch notation."""
        tekst = tekst.replace("\0", "").strip()
        gezocht = Q(omschrijving__icontains=tekst) | Q(tegenpartij__icontains=tekst) | Q(tegenrekening__icontains=tekst)
        try:
            bedrag = BedragVeld(required=False).clean(tekst)
        except ValidationError:
            bedrag = None
        if bedrag is not None:
            gezocht |= Q(bedrag__in=[bedrag, -bedrag])
        return rijen.filter(gezocht)

    def met_stand(self, rijen: QuerySet[Any], naam: str, keuze: str) -> QuerySet[Any]:
        if keuze == OVERGESLAGEN:
            return rijen.exclude(overgeslagen="")
        gekozen = rijen.filter(overgeslagen="")
        return gekozen.filter(open=0) if keuze == GEBOEKT else gekozen.exclude(open=0)
