"""Table and filter of the list of bookings."""

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
from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum_kort
from financien.boekingen_lezen import VAN_ALLE_KAMERS, posten_in_groepen, zichtbare_posten
from financien.models import Boeking, Post
from financien.zicht import RECHT, ziet_alles

SAMEN = "samen"


class BoekingTabel(Lijsttabel):
    """One row per booking. What was taken back stays in the list, with what takes it back beside it."""

    datum = DatumKolom(verbose_name="Datum", attrs={"td": {"class": "nobr"}})
    omschrijving = tables.Column(verbose_name="Omschrijving")
    post = tables.Column(accessor="post__naam", verbose_name="Post", order_by=("post__soort", "post__naam"))
    kamer = tables.Column(
        accessor="post__kamer", verbose_name="Kamer", empty_values=(),
        order_by=("post__kamer__volgorde", "post__kamer__naam"),
    )  # fmt: skip
    tegenpartij = tables.Column(verbose_name="Van of aan wie")
    herkomst = tables.Column(verbose_name="Herkomst")
    dekking = tables.Column(accessor="dekking__naam", verbose_name="Betaald uit")
    kosten = EuroKolom(accessor="bedrag", verbose_name="Kosten", centen=True)
    inkomsten = EuroKolom(accessor="bedrag", verbose_name="Inkomsten", centen=True)
    bijschrift = "Boekingen"

    class Meta(Lijsttabel.Meta):
        model = Boeking
        fields = (
            "datum", "omschrijving", "post", "kamer", "tegenpartij", "herkomst", "dekking", "kosten", "inkomsten",
        )  # fmt: skip

    def render_datum(self, record: Boeking) -> SafeString:
        wat = f": {record.omschrijving}"
        return format_html(
            '<a href="{}">{}<span class="alleen-voorlezen">{}</span></a>',
            reverse("financien:boeking", args=[record.pk]), datum_kort(record.datum), wat,
        )  # fmt: skip

    def value_datum(self, record: Boeking) -> Any:
        return record.datum

    def _stand(self, record: Boeking) -> str:
        if record.herstelt_id:
            return "neemt terug"
        return "teruggenomen" if record.is_hersteld else ""  # type: ignore[attr-defined]

    def render_omschrijving(self, record: Boeking) -> Any:
        stand = self._stand(record)
        if not stand:
            return record.omschrijving
        return format_html(
            '{} <span class="utrecht-status-badge utrecht-status-badge--neutral">{}</span>', record.omschrijving, stand
        )

    def value_omschrijving(self, record: Boeking) -> str:
        stand = self._stand(record)
        return f"{record.omschrijving} ({stand})" if stand else record.omschrijving

    def render_kamer(self, record: Boeking) -> str:
        return record.post.kamer.label if record.post.kamer else VAN_ALLE_KAMERS

    def value_kamer(self, record: Boeking) -> str:
        return self.render_kamer(record)

    def render_kosten(self, value: Any, record: Boeking) -> str:
        kolom: Any = self.columns["kosten"].column
        return kolom.schrijver(value) if record.post.soort == Post.Soort.KOSTEN else ""

    def value_kosten(self, value: Any, record: Boeking) -> Any:
        return value if record.post.soort == Post.Soort.KOSTEN else None

    def render_inkomsten(self, value: Any, record: Boeking) -> str:
        kolom: Any = self.columns["inkomsten"].column
        return kolom.schrijver(value) if record.post.soort == Post.Soort.FINANCIERING else ""

    def value_inkomsten(self, value: Any, record: Boeking) -> Any:
        return value if record.post.soort == Post.Soort.FINANCIERING else None


class DatumFilter(filters.DateFilter):
    field_class = DatumVeld


class BoekingFilter(filters.FilterSet):
    """What is in sight. ``jaar`` and the user come from the view."""

    tekst = filters.CharFilter(label="Zoek in omschrijving, naam of bedrag", method="met_tekst")
    post = filters.ChoiceFilter(label="Post", field_name="post", empty_label="Alle")
    kamer = filters.ChoiceFilter(label="Kamer", method="van_kamer", empty_label="Alle")
    van = DatumFilter(label="Vanaf", field_name="datum", lookup_expr="gte")
    tm = DatumFilter(label="Tot en met", field_name="datum", lookup_expr="lte")
    herkomst = filters.ChoiceFilter(label="Herkomst", choices=Boeking.Herkomst.choices, empty_label="Alle")
    dekking = filters.ChoiceFilter(
        label="Betaald uit een bijdrage", choices=[("zonder", "Nog niet gekozen"), ("met", "Wel gekozen")],
        method="met_dekking", empty_label="Alle",
    )  # fmt: skip

    class Meta:
        model = Boeking
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, jaar: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gebruiker = self.request.user
        posten = zichtbare_posten(gebruiker, jaar)
        alle = ziet_alles(gebruiker, RECHT)
        kamers = [(k.slug, k.naam) for k in Kamer.objects.filter(pk__in=posten.order_by().values("kamer"))]
        if alle:
            kamers.append((SAMEN, "Alle kamers samen"))
        self.filters["post"].extra["choices"] = posten_in_groepen(posten)
        self.filters["kamer"].extra["choices"] = kamers
        if len(kamers) < 2:
            del self.filters["kamer"]

    def met_tekst(self, boekingen: QuerySet[Boeking], naam: str, tekst: str) -> QuerySet[Boeking]:
        """Part of the description or the name, or exactly this amount in Dutch notation."""
        tekst = tekst.replace("\0", "").strip()
        gezocht = Q(omschrijving__icontains=tekst) | Q(tegenpartij__icontains=tekst)
        try:
            bedrag = BedragVeld(required=False).clean(tekst)
        except ValidationError:
            bedrag = None
        if bedrag is not None:
            gezocht |= Q(bedrag__in=[bedrag, -bedrag])
        return boekingen.filter(gezocht)

    def van_kamer(self, boekingen: QuerySet[Boeking], naam: str, keuze: str) -> QuerySet[Boeking]:
        return boekingen.filter(post__kamer=None) if keuze == SAMEN else boekingen.filter(post__kamer__slug=keuze)

    def met_dekking(self, boekingen: QuerySet[Boeking], naam: str, keuze: str) -> QuerySet[Boeking]:
        """Only costs are paid out of something."""
        kosten = boekingen.filter(post__soort=Post.Soort.KOSTEN)
        return kosten.filter(dekking__isnull=keuze == "zonder")
