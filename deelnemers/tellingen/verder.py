"""Referrals, outcomes, contacts with people and with partners, and how the rooms were open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Contactmoment, Opening, Partnercontact, Uitkomst, Verwijzing
from deelnemers.tellingen.basis import Paar, PerKamer, Wortels, ids, tel_mensen, tel_verschillende
from deelnemers.tellingen.overig import tel_meegedaan


def tel_verwijzingen(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Different people who were referred in the period, to the kamer or from it."""
    return tel_mensen(kamers, Verwijzing.objects.van_kamers(kamers).in_periode(periode))


def tel_doorverwezen(kamers: Sequence[Kamer], periode: Periode, soort: str | None = None) -> dict[int | None, Paar]:
    """Of the people referred to the kamer in the period: how many took part from that day on.

    ``soort``: only by that kind of organisation. Taking part is an attendance, a job done for them or hours of their
    own at that kamer, or a recorded ``effectief_op``, up to the last day of the period. In the city a person counts
    once, as taking part when they did so at one of the kamers that they were referred to.
    """
    kaarten = Wortels()
    verwezen = Verwijzing.objects.van_kamers(kamers).in_periode(periode).filter(richting=Verwijzing.Richting.IN)
    if soort:
        verwezen = verwezen.filter(organisatie__soort=soort)
    eerste_dag: dict[tuple[int, int], date] = {}
    al_meegedaan = set()
    rijen = verwezen.order_by().values_list("kamer_id", "deelnemer_id", "datum", "effectief_op")
    for kamer_id, deelnemer_id, dag, effectief_op in rijen:
        sleutel = (kamer_id, kaarten.wortel(deelnemer_id))
        eerste_dag[sleutel] = min(dag, eerste_dag.get(sleutel, dag))
        if effectief_op and effectief_op <= periode.tm:
            al_meegedaan.add(sleutel)
    return tel_meegedaan(kamers, eerste_dag, periode, kaarten, al_meegedaan)


def tel_wijkpartners(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Different organisations with which there was contact in the period."""
    return tel_verschillende(kamers, Partnercontact.objects.van_kamers(kamers).in_periode(periode), "organisatie_id")


def tel_uitkomsten(kamers: Sequence[Kamer], periode: Periode) -> dict[str, PerKamer]:
    """Different people with an outcome in the period, per kind of outcome."""
    uitkomsten = Uitkomst.objects.van_kamers(kamers).in_periode(periode)
    return {soort: tel_mensen(kamers, uitkomsten.filter(soort=soort)) for soort in Uitkomst.Soort.values}


@dataclass(frozen=True)
class Contacttelling:
    """``aantal``: contacts at a distance; ``gelukt``: those that reached the person; ``mensen``: different people."""

    aantal: int
    gelukt: int
    mensen: int


def tel_contactmomenten(kamers: Sequence[Kamer], periode: Periode) -> dict[int | None, Contacttelling]:
    """Contact at a distance in the period. The same contact on two cards of one person counts once."""
    kaarten = Wortels()
    gelukt: dict[tuple[int, int, date, str], bool] = defaultdict(bool)
    rijen = Contactmoment.objects.van_kamers(kamers).in_periode(periode).order_by()
    for kamer_id, deelnemer_id, dag, soort, bereikt in rijen.values_list(
        "kamer_id", "deelnemer_id", "datum", "soort", "bereikt"
    ):
        gelukt[kamer_id, kaarten.wortel(deelnemer_id), dag, soort] |= bereikt

    def telling(kamer_id: int | None) -> Contacttelling:
        hier = {contact: lukte for contact, lukte in gelukt.items() if kamer_id in (None, contact[0])}
        return Contacttelling(len(hier), sum(hier.values()), len({contact[1] for contact in hier}))

    return {kamer_id: telling(kamer_id) for kamer_id in (*ids(kamers), None)}


def tel_dagen_open(kamers: Sequence[Kamer], periode: Periode) -> dict[str, PerKamer]:
    """Days per way of being open, as filled in; under None the days of all rooms added up."""
    per_stand: dict[str, PerKamer] = {
        stand: {None: 0, **dict.fromkeys(ids(kamers), 0)} for stand in Opening.Stand.values
    }
    openingen = Opening.objects.van_kamers(kamers).in_periode(periode).order_by()
    for kamer_id, stand, dagen in openingen.values_list("kamer_id", "stand").annotate(dagen=Count("pk")):
        per_stand[stand][kamer_id] = dagen
        per_stand[stand][None] += dagen
    return per_stand


def ooit_geregistreerd(kamers: Sequence[Kamer], rijen: QuerySet, tm: date) -> set[int]:
    """The ids of the rooms that recorded at least one of these rows, ever, up to that day.

    A room that never did has no figure: nothing is known, which is not the same as 0.
    """
    return set(
        rijen.filter(kamer__in=ids(kamers), datum__lte=tm).order_by().values_list("kamer_id", flat=True).distinct()
    )
