"""Tables of what else a kamer records: referrals, outcomes, contacts, people out of sight, talents."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from buurtwerkkamers.lijsten import DatumKolom, Lijsttabel
from buurtwerkkamers.opmaak import datum_kort
from deelnemers.models import Contactmoment, Partnercontact, Talent, UitBeeld, Uitkomst, Verwijzing


def tikknop(adres: str, tekst: str, over: str) -> SafeString:
    """A button in a list that does the next step in one tap; the form stands above the list (vastleggen/lijst.html)."""
    return format_html(
        '<button class="utrecht-button utrecht-button--secondary-action" type="submit" form="tik" formaction="{}">{}'
        '<span class="alleen-voorlezen">: {}</span></button>',
        adres, tekst, over,
    )  # fmt: skip


class Regeltabel(Lijsttabel):
    """``regel``: the address name of one record; ``namen``: the name that holds, for cards that were doubles;
    ``mag_wijzigen``: the ids of the kamers whose records this user may change.
    """

    def __init__(
        self, *args: Any, regel: str, namen: dict[int, str] | None = None, mag_wijzigen: set[int], **kwargs: Any
    ) -> None:
        self.regel, self.namen, self.mag_wijzigen = regel, namen or {}, mag_wijzigen
        super().__init__(*args, **kwargs)

    def naam(self, record: Any) -> str:
        return self.namen.get(record.deelnemer_id) or record.deelnemer.naam

    def _link(self, record: Any, tekst: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse(self.regel, args=[record.pk]), tekst)

    def render_deelnemer(self, record: Any) -> SafeString:
        return self._link(record, self.naam(record))

    def value_deelnemer(self, record: Any) -> str:
        return self.naam(record)


def _mens(titel: str) -> tables.Column:
    return tables.Column(accessor="deelnemer", verbose_name=titel, order_by=("deelnemer__persoonsgegevens__zoeknaam",))


def _kamer() -> tables.Column:
    return tables.Column(accessor="kamer__label", verbose_name="Kamer", order_by=("kamer__volgorde", "kamer__naam"))


class VerwijzingTabel(Regeltabel):
    """``kwam_op`` is annotated: the first visit since the referral, where nobody wrote down a day yet."""

    deelnemer = _mens("Wie")
    datum = DatumKolom(verbose_name="Verwezen op")
    richting = tables.Column(verbose_name="Welke kant op")
    organisatie = tables.Column(order_by=("organisatie__naam",))
    reden = tables.Column(verbose_name="Waarvoor")
    kamer = _kamer()
    mee = tables.Column(accessor="effectief_op", verbose_name="Deed mee", empty_values=(), order_by=("effectief_op",))

    class Meta(Lijsttabel.Meta):
        model = Verwijzing
        fields = ("deelnemer", "datum", "richting", "organisatie", "reden", "kamer", "mee")

    def render_mee(self, record: Any) -> Any:
        if record.effectief_op:
            return f"vanaf {datum_kort(record.effectief_op)}"
        if record.kamer_id not in self.mag_wijzigen:
            return "nog niet"
        knop = tikknop(reverse("verwijzingen:deed_mee", args=[record.pk]), "Deed mee", self.naam(record))
        if not record.kwam_op or record.richting == Verwijzing.Richting.UIT:  # a visit here says nothing of elsewhere
            return knop
        return format_html('<span class="acties">kwam op {} {}</span>', datum_kort(record.kwam_op), knop)

    def value_mee(self, record: Any) -> Any:
        return datum_kort(record.effectief_op) if record.effectief_op else "nog niet"


class UitkomstTabel(Regeltabel):
    deelnemer = _mens("Wie")
    soort = tables.Column(verbose_name="Wat kwam eruit")
    datum = DatumKolom(verbose_name="Sinds")
    toelichting = tables.Column(verbose_name="Toelichting")
    kamer = _kamer()

    class Meta(Lijsttabel.Meta):
        model = Uitkomst
        fields = ("deelnemer", "soort", "datum", "toelichting", "kamer")


class PartnerTabel(Regeltabel):
    organisatie = tables.Column(order_by=("organisatie__naam",))
    datum = DatumKolom(verbose_name="Datum")
    soort = tables.Column(verbose_name="Soort contact")
    onderwerp = tables.Column(verbose_name="Waarover")
    kamer = _kamer()

    class Meta(Lijsttabel.Meta):
        model = Partnercontact
        fields = ("organisatie", "datum", "soort", "onderwerp", "kamer")

    def render_organisatie(self, record: Any) -> SafeString:
        return self._link(record, record.organisatie.naam)

    def value_organisatie(self, record: Any) -> str:
        return record.organisatie.naam


class ContactTabel(Regeltabel):
    deelnemer = _mens("Wie")
    datum = DatumKolom(verbose_name="Datum")
    soort = tables.Column(verbose_name="Wat is er gedaan")
    bereikt = tables.Column(verbose_name="Gelukt")
    kamer = _kamer()

    class Meta(Lijsttabel.Meta):
        model = Contactmoment
        fields = ("deelnemer", "datum", "soort", "bereikt", "kamer")

    def render_bereikt(self, value: bool) -> str:
        return "gesproken of gezien" if value else "niet bereikt"


class UitBeeldTabel(Regeltabel):
    """``kwam``: the first attendance since, by the id of the record."""

    deelnemer = _mens("Wie")
    sinds = DatumKolom(verbose_name="Uit beeld sinds")
    kamer = _kamer()
    weer = tables.Column(accessor="weer_op", verbose_name="Weer bereikt", empty_values=(), order_by=("weer_op",))

    class Meta(Lijsttabel.Meta):
        model = UitBeeld
        fields = ("deelnemer", "sinds", "kamer", "weer")

    def __init__(self, *args: Any, kwam: dict[int, date], **kwargs: Any) -> None:
        self.kwam = kwam
        super().__init__(*args, **kwargs)

    def render_weer(self, record: Any) -> Any:
        if record.weer_op:
            return f"op {datum_kort(record.weer_op)}"
        if record.kamer_id not in self.mag_wijzigen:
            return "nog niet"
        knop = tikknop(reverse("contact:weer_bereikt", args=[record.pk]), "Weer bereikt", self.naam(record))
        if record.pk not in self.kwam:
            return knop
        return format_html('<span class="acties">kwam op {} weer {}</span>', datum_kort(self.kwam[record.pk]), knop)

    def value_weer(self, record: Any) -> Any:
        return datum_kort(record.weer_op) if record.weer_op else "nog niet"


class TalentTabel(Regeltabel):
    """What can be done comes first: that is what somebody is looking for."""

    wat = tables.Column(verbose_name="Wat", order_by=("zoekwat",))
    soort = tables.Column(verbose_name="Kan of wil")
    deelnemer = _mens("Wie")
    kamer = _kamer()

    class Meta(Lijsttabel.Meta):
        model = Talent
        fields = ("wat", "soort", "deelnemer", "kamer")

    def render_wat(self, record: Any) -> SafeString:
        return self._link(record, record.wat)

    def value_wat(self, record: Any) -> str:
        return record.wat

    def render_deelnemer(self, record: Any) -> SafeString:
        """First name and initial, leading to the page of the person."""
        naam = self.namen.get(record.deelnemer_id) or record.deelnemer.deurnaam
        return format_html('<a href="{}">{}</a>', record.deelnemer.get_absolute_url(), naam)

    def value_deelnemer(self, record: Any) -> str:
        return self.namen.get(record.deelnemer_id) or record.deelnemer.deurnaam
