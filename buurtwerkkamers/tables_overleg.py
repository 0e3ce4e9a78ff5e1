"""Tables and filters of meetings, actions and deadlines."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers.lijsten import DatumKolom, Lijsttabel
from buurtwerkkamers.models import Deadline, Kamer, Overleg, Overlegactie
from buurtwerkkamers.opmaak import GEEN, datum_kort
from buurtwerkkamers.overleg import hoe_lang_nog, soort_van

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


_KLEUR = {"goed": "safe", "let_op": "warning", "slecht": "danger", "neutraal": "neutral"}


def _label(tekst: str, soort: str) -> SafeString:
    """As ``onderdelen/statuslabel.html``, without a template for every row."""
    kleur = _KLEUR[soort]
    return format_html('<span class="utrecht-status-badge utrecht-status-badge--{}">{}</span>', kleur, tekst)


def _tikknop(adres: str, tekst: str, over: str) -> SafeString:
    """A button in a list that does the next step in one tap; its form stands above the list (afspraken/overleg_tik)."""
    return format_html(
        '<button class="utrecht-button utrecht-button--secondary-action" type="submit" form="tik" formaction="{}">{}'
        '<span class="alleen-voorlezen">: {}</span></button>',
        adres, tekst, over,
    )  # fmt: skip


def stand_in_woorden(overleg: Overleg, vandaag: date) -> tuple[str, str]:
    """How a meeting stands, with the kind of its label."""
    if overleg.stand == Overleg.Stand.VERVALLEN:
        return "vervallen", "neutraal"
    if overleg.stand == Overleg.Stand.GEHOUDEN:
        return ("gehouden, met verslag", "goed") if overleg.verslag else ("gehouden, zonder verslag", "let_op")
    return ("gepland", "neutraal") if overleg.datum >= vandaag else ("geweest, nog geen verslag", "let_op")


class Overlegtabel(Lijsttabel):
    datum = tables.Column(verbose_name="Dag")
    soort = tables.Column(verbose_name="Soort")
    kamer = tables.Column(verbose_name="Over", empty_values=(), order_by=("kamer__volgorde", "kamer__naam"))
    plaats = tables.Column(verbose_name="Plaats")
    stand = tables.Column(verbose_name="Stand")
    open_acties = tables.Column(verbose_name="Open acties", attrs={"td": {"class": "getal"}, "th": {"class": "getal"}})
    bijschrift = "Overleggen"

    class Meta(Lijsttabel.Meta):
        model = Overleg
        fields = ("datum", "soort", "kamer", "plaats", "stand", "open_acties")

    def __init__(self, *args: Any, vandaag: date, **kwargs: Any) -> None:
        self.vandaag = vandaag
        super().__init__(*args, **kwargs)

    def render_datum(self, record: Overleg) -> SafeString:
        over = f": {soort_van(record)}, {self.render_kamer(record)}"
        return format_html(
            '<a href="{}">{} {}<span class="alleen-voorlezen">{}</span></a>',
            record.get_absolute_url(), DAGEN[record.datum.weekday()], datum_kort(record.datum), over,
        )  # fmt: skip

    def value_datum(self, record: Overleg) -> str:
        return datum_kort(record.datum)

    def render_soort(self, record: Overleg) -> str:
        return soort_van(record)

    def render_kamer(self, record: Overleg) -> str:
        return record.kamer.label if record.kamer else "alle kamers"

    def render_stand(self, record: Overleg) -> SafeString:
        return _label(*stand_in_woorden(record, self.vandaag))

    def value_stand(self, record: Overleg) -> str:
        return stand_in_woorden(record, self.vandaag)[0]

    def render_open_acties(self, value: int) -> str:
        return str(value) if value else GEEN


class Actietabel(Lijsttabel):
    wat = tables.Column(verbose_name="Wat")
    wie = tables.Column(verbose_name="Wie")
    voor = DatumKolom(verbose_name="Klaar voor")
    overleg = tables.Column(verbose_name="Uit overleg", order_by=("overleg__datum",))
    klaar = tables.Column(accessor="klaar_op", verbose_name="Klaar", empty_values=(), order_by=("klaar_op",))
    bijschrift = "Acties"

    class Meta(Lijsttabel.Meta):
        model = Overlegactie
        fields = ("wat", "wie", "voor", "overleg", "klaar")

    def __init__(self, *args: Any, vandaag: date, mag_wijzigen: bool, **kwargs: Any) -> None:
        self.vandaag, self.mag_wijzigen = vandaag, mag_wijzigen
        super().__init__(*args, **kwargs)

    def render_wat(self, record: Overlegactie) -> Any:
        if not self.mag_wijzigen:
            return record.wat
        adres = reverse("afspraken:actie", args=[record.overleg.afspraak_id, record.overleg_id, record.pk])
        return format_html('<a href="{}">{}</a>', adres, record.wat)

    def value_wat(self, record: Overlegactie) -> str:
        return record.wat

    def render_voor(self, record: Overlegactie) -> Any:
        laat = laat_in_woorden(record, self.vandaag)
        if not laat:
            return datum_kort(record.voor)
        return format_html('<span class="acties">{} {}</span>', datum_kort(record.voor), _label(laat, "slecht"))

    def value_voor(self, record: Overlegactie) -> str:
        return datum_kort(record.voor)

    def render_overleg(self, record: Overlegactie) -> SafeString:
        over = record.overleg.kamer.label if record.overleg.kamer else "alle kamers"
        tekst = f"{datum_kort(record.overleg.datum)}, {over}"
        return format_html('<a href="{}">{}</a>', record.overleg.get_absolute_url(), tekst)

    def value_overleg(self, record: Overlegactie) -> str:
        return str(record.overleg)

    def render_klaar(self, record: Overlegactie) -> Any:
        if record.klaar_op:
            return f"op {datum_kort(record.klaar_op)}"
        if not self.mag_wijzigen:
            return "nog niet"
        adres = reverse("afspraken:actie_klaar", args=[record.overleg.afspraak_id, record.overleg_id, record.pk])
        return _tikknop(adres, "Klaar", record.wat)

    def value_klaar(self, record: Overlegactie) -> str:
        return datum_kort(record.klaar_op) if record.klaar_op else "nog niet"


def laat_in_woorden(ding: Overlegactie | Deadline, vandaag: date) -> str:
    """'3 dagen te laat' for what is not done in time; else empty."""
    dag = ding.datum if isinstance(ding, Deadline) else ding.voor
    return hoe_lang_nog(dag, vandaag) if dag and dag < vandaag and not ding.klaar_op else ""


class Deadlinetabel(Lijsttabel):
    naam = tables.Column(verbose_name="Wat")
    datum = DatumKolom(verbose_name="Uiterlijk op")
    stand = tables.Column(accessor="klaar_op", verbose_name="Stand", empty_values=(), orderable=False)
    herinnering = tables.Column(
        accessor="herinner_dagen", verbose_name="Herinnering vanaf", empty_values=(), orderable=False
    )
    klaar = tables.Column(accessor="klaar_op", verbose_name="Klaar", empty_values=(), order_by=("klaar_op",))
    bijschrift = "Deadlines"

    class Meta(Lijsttabel.Meta):
        model = Deadline
        fields = ("naam", "datum", "stand", "herinnering", "klaar")

    def __init__(self, *args: Any, vandaag: date, mag_wijzigen: bool, **kwargs: Any) -> None:
        self.vandaag, self.mag_wijzigen = vandaag, mag_wijzigen
        super().__init__(*args, **kwargs)

    def render_naam(self, record: Deadline) -> Any:
        if not self.mag_wijzigen:
            return record.naam
        adres = reverse("afspraken:deadline", args=[record.afspraak_id, record.pk])
        return format_html('<a href="{}">{}</a>', adres, record.naam)

    def value_naam(self, record: Deadline) -> str:
        return record.naam

    def _stand(self, record: Deadline) -> tuple[str, str]:
        if record.klaar_op:
            laat = record.klaar_op > record.datum
            return ("klaar, na de uiterste dag", "neutraal") if laat else ("klaar", "goed")
        tekst = hoe_lang_nog(record.datum, self.vandaag)
        if record.is_te_laat(self.vandaag):
            return tekst, "slecht"
        return tekst, "let_op" if record.herinner_vanaf <= self.vandaag else "neutraal"

    def render_stand(self, record: Deadline) -> SafeString:
        return _label(*self._stand(record))

    def value_stand(self, record: Deadline) -> str:
        return self._stand(record)[0]

    def render_herinnering(self, record: Deadline) -> str:
        gemaild = f", gemaild op {datum_kort(record.herinnerd_op)}" if record.herinnerd_op else ""
        return f"{datum_kort(record.herinner_vanaf)}{gemaild}"

    def render_klaar(self, record: Deadline) -> Any:
        if record.klaar_op:
            return f"op {datum_kort(record.klaar_op)}"
        if not self.mag_wijzigen:
            return "nog niet"
        adres = reverse("afspraken:deadline_klaar", args=[record.afspraak_id, record.pk])
        return _tikknop(adres, "Klaar", record.naam)

    def value_klaar(self, record: Deadline) -> str:
        return datum_kort(record.klaar_op) if record.klaar_op else "nog niet"


# --- filters ----------------------------------------------------------------------------------------------------


class Overlegfilter(filters.FilterSet):
    """The kamers to choose from are those that these meetings are about."""

    stand = filters.ChoiceFilter(label="Stand", choices=Overleg.Stand.choices, empty_label="Alle")
    soort = filters.ChoiceFilter(label="Soort", choices=Overleg.Soort.choices, empty_label="Alle")
    kamer = filters.ModelChoiceFilter(label="Over kamer", queryset=Kamer.objects.none(), empty_label="Alle")

    class Meta:
        model = Overleg
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.filters["kamer"]
        veld.queryset = Kamer.objects.filter(overleg__in=self.queryset.order_by().values("pk")).distinct()


class Actiefilter(filters.FilterSet):
    klaar = filters.ChoiceFilter(
        label="Welke acties",
        choices=[("ja", "Wat klaar is"), ("alles", "Alle acties")],
        method="is_klaar",
        empty_label="Wat nog open staat",
    )
    woord = filters.CharFilter(label="Wat of wie", method="met_woord")

    class Meta:
        model = Overlegactie
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # Also filter when nothing was asked: what is done is left out until asked for.
        super().__init__({} if data is None else data, *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        gevonden = super().filter_queryset(queryset)
        return gevonden if self.form.cleaned_data.get("klaar") else gevonden.filter(klaar_op=None)

    def is_klaar(self, acties: QuerySet, naam: str, keuze: str) -> QuerySet:
        return acties.filter(klaar_op__isnull=False) if keuze == "ja" else acties

    def met_woord(self, acties: QuerySet, naam: str, tekst: str) -> QuerySet:
        tekst = tekst.replace("\0", "").strip()
        return acties.filter(Q(wat__icontains=tekst) | Q(wie__icontains=tekst))
