"""READ: the hours that an agreement reckons with, and what they are worth.

Active volunteers of the target x 250 hours a year, and 500 hours of professionals in each kamer, over the days of the
agreement, at the rates in force when those days begin: as the bid of 2017 and the agreement of 2020 do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from buurtwerkkamers.herkennen import herkend_aan
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Indicator, Kamer, Streefwaarde, Uurtarief
from buurtwerkkamers.models.tarieven import Tarieven
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from financien.afronding import op_centen
from rapportage.indicatoren import UREN_PER_JAAR
from rapportage.indicatoren.tempo import als_decimal

UREN_PROFESSIONALS = 500  # hours a year in each kamer that the agreements reckon with
BEWONER, PROFESSIONAL = Uurtarief.Soort.BEWONER.value, Uurtarief.Soort.PROFESSIONAL.value


@dataclass(frozen=True)
class Urenwaarde:
    """Hours per kind of volunteer, and their value in euros to the cent; a value is None when no rate was known."""

    uren: dict[str, Decimal]
    waarden: dict[str, Decimal | None]

    @property
    def totaal(self) -> Decimal:
        return sum(self.uren.values(), Decimal())

    @property
    def waarde(self) -> Decimal | None:
        bedragen = [bedrag for bedrag in self.waarden.values() if bedrag is not None]
        return sum(bedragen, Decimal()) if len(bedragen) == len(self.waarden) else None


@dataclass(frozen=True)
class AfgesprokenUren:
    """Per name of a kamer what was agreed for a year. ``regel`` says how; ``reden`` why there is nothing."""

    per_kamer: dict[str, Urenwaarde]
    regel: str = ""
    reden: str = ""

    @property
    def samen(self) -> Urenwaarde | None:
        """Of these kamers together; None without any."""
        delen = list(self.per_kamer.values())
        if not delen:
            return None
        uren, waarden = {}, {}
        for soort in delen[0].uren:
            uren[soort] = sum((deel.uren[soort] for deel in delen), Decimal())
            bedragen = [bedrag for deel in delen if (bedrag := deel.waarden[soort]) is not None]
            waarden[soort] = sum(bedragen, Decimal()) if len(bedragen) == len(delen) else None
        return Urenwaarde(uren, waarden)


def is_vrijwilligers(indicator: Indicator) -> bool:
    """Whether this line asks for a number of active volunteers: by its rule, or else by its words."""
    return (indicator.meetregel or herkend_aan(indicator).meetregel) == Meetregel.VRIJWILLIGERS


def deel_in(afspraak: Afspraak, jaar: int) -> Periode:
    """The days of the agreement in this year. ``ValueError`` when it has none, or names no days."""
    deel = afspraak.periode.doorsnede(Periode.jaar(jaar)) if afspraak.periode else None
    if deel is None:
        raise ValueError(f"{afspraak} geldt niet in {jaar}.")
    return deel


def deel_van_het_jaar(dagen: Periode) -> Fraction:
    """Whole months as twelfths (April to December is 3/4, as on paper), otherwise by days."""
    if dagen.van.day == 1 and (dagen.tm + timedelta(days=1)).day == 1:
        return Fraction(dagen.tm.month - dagen.van.month + 1, 12)
    return Fraction(dagen.dagen, Periode.jaar(dagen.van.year).dagen)


def afgesproken_uren(afspraak: Afspraak | None, kamers: Sequence[Kamer], jaar: int) -> AfgesprokenUren:
    """What this agreement reckons with in this year, for those of these kamers that have a target. Three queries."""
    if afspraak is None:
        return AfgesprokenUren({}, reden=f"Over {jaar} is geen afspraak, dus ook geen uren.")
    try:
        dagen = deel_in(afspraak, jaar)
    except ValueError as fout:
        return AfgesprokenUren({}, reden=str(fout))
    indicator = next((i for i in afspraak.indicator_set.all() if is_vrijwilligers(i)), None)
    doelen = Streefwaarde.objects.filter(indicator=indicator, procent=False, waarde__isnull=False)
    aantallen = {doel.kamer_id: doel.waarde for doel in doelen} if indicator else {}
    tarieven = Uurtarief.objects.als_tarieven()
    per_kamer = {
        kamer.naam: _waarde(aantal, dagen, tarieven)
        for kamer in kamers
        if (aantal := aantallen.get(kamer.pk)) is not None
    }
    reden = "" if per_kamer else f"In {afspraak} staat geen aantal actieve vrijwilligers."
    return AfgesprokenUren(per_kamer, _regel(afspraak, dagen), reden)


def _waarde(vrijwilligers: Decimal, dagen: Periode, tarieven: Tarieven) -> Urenwaarde:
    deel = deel_van_het_jaar(dagen)
    vol = {BEWONER: Fraction(vrijwilligers) * UREN_PER_JAAR, PROFESSIONAL: Fraction(UREN_PROFESSIONALS)}
    uren = {soort: op_centen(als_decimal(aantal * deel)) for soort, aantal in vol.items()}
    waarden: dict[str, Decimal | None] = {}
    for soort, aantal in vol.items():
        tarief = tarieven.op(soort, dagen.van)
        waarden[soort] = None if tarief is None else op_centen(als_decimal(aantal * deel * Fraction(tarief)))
    return Urenwaarde(uren, waarden)


def _regel(afspraak: Afspraak, dagen: Periode) -> str:
    deel = deel_van_het_jaar(dagen)
    over = "" if deel == 1 else f" Over {dagen}, dus {deel.numerator}/{deel.denominator} van het jaar."
    return (
        f"Afgesproken: het doel aan actieve vrijwilligers in {afspraak}, elk {getal(UREN_PER_JAAR)} uur per jaar, en "
        f"in elke kamer {getal(UREN_PROFESSIONALS)} uur van professionals.{over}"
    )
