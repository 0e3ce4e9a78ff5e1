"""Referrals, outcomes, contacts with people and with partners, and how the rooms were open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Contactmoment, Opening, Partnercontact, Uitkomst, Verwijzing
from deelnemers.tellingen.basis import Paar, PerKamer, Wortels, ids, tel_mensen, tel_paren, tel_verschillende
from deelnemers.tellingen.overig import Meegedaan, als_paren, laatste_meedoen, wie_meedeed


def tel_verwijzingen(kamers: Sequence[Kamer], periode: Periode, *, kaarten: Wortels | None = None) -> PerKamer:
    """Different people who were referred in the period, to the kamer or from it."""
    return tel_mensen(kamers, Verwijzing.objects.van_kamers(kamers).in_periode(periode), kaarten=kaarten)


@dataclass(frozen=True)
class Doorverwezen:
    """Everybody who was referred to the kamers in a period, read once, so that it can be counted by who referred.

    ``rijen``: (kamer id, person, day, whether it is recorded that they took part, organisation id, its kind);
    ``laatste_dag``: the last day on which each person took part at each kamer.
    """

    kamers: tuple[Kamer, ...]
    rijen: tuple[tuple[int, int, date, bool, int, str], ...]
    laatste_dag: dict[tuple[int, int], date]

    def paren(self, soort: str | None = None, organisaties: Collection[int] | None = None) -> dict[int | None, Paar]:
        """Of the people referred (by that kind of organisation, or by these): how many took part from that day on."""
        return als_paren(self.kamers, self.wie(soort, organisaties))

    def wie(self, soort: str | None = None, organisaties: Collection[int] | None = None) -> Meegedaan:
        """Who ``paren`` counts, and whether they took part."""
        eerste_dag: dict[tuple[int, int], date] = {}
        al_meegedaan = set()
        for kamer_id, mens, dag, deed_mee, organisatie, van_soort in self.rijen:
            if (soort and van_soort != soort) or (organisaties is not None and organisatie not in organisaties):
                continue
            sleutel = (kamer_id, mens)
            eerste_dag[sleutel] = min(dag, eerste_dag.get(sleutel, dag))
            if deed_mee:
                al_meegedaan.add(sleutel)
        return wie_meedeed(eerste_dag, self.laatste_dag, al_meegedaan)


def lees_doorverwezen(kamers: Sequence[Kamer], periode: Periode, *, kaarten: Wortels | None = None) -> Doorverwezen:
    """Who was referred to the kamers in the period, and when they last took part up to its end."""
    kaarten = Wortels() if kaarten is None else kaarten
    verwezen = Verwijzing.objects.van_kamers(kamers).in_periode(periode).filter(richting=Verwijzing.Richting.IN)
    rijen = tuple(
        (kamer_id, kaarten.wortel(wie), dag, bool(effectief_op and effectief_op <= periode.tm), organisatie, soort)
        for kamer_id, wie, dag, effectief_op, organisatie, soort in verwezen.order_by().values_list(
            "kamer_id", "deelnemer_id", "datum", "effectief_op", "organisatie_id", "organisatie__soort"
        )
    )
    laatste_dag = laatste_meedoen(kamers, {rij[1] for rij in rijen}, periode, kaarten)
    return Doorverwezen(tuple(kamers), rijen, laatste_dag)


def tel_doorverwezen(
    kamers: Sequence[Kamer],
    periode: Periode,
    soort: str | None = None,
    organisaties: Collection[int] | None = None,
) -> dict[int | None, Paar]:
    """Of the people referred to the kamer in the period: how many took part from that day on.

    ``soort``: only by that kind of organisation; ``organisaties``: only by these. Taking part is an attendance, a job
    done for them or hours of their own at that kamer, or a recorded ``effectief_op``, up to the last day of the period.
    In the city a person counts once, as taking part when they did so at one of the kamers that they were referred to.
    """
    return lees_doorverwezen(kamers, periode).paren(soort, organisaties)


def tel_wijkpartners(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Different organisations with which there was contact in the period."""
    return tel_verschillende(kamers, Partnercontact.objects.van_kamers(kamers).in_periode(periode), "organisatie_id")


def tel_uitkomsten(kamers: Sequence[Kamer], periode: Periode, *, kaarten: Wortels | None = None) -> dict[str, PerKamer]:
    """Different people with an outcome in the period, per kind of outcome."""
    kaarten = Wortels() if kaarten is None else kaarten
    gevonden: dict[str, list[tuple[int, int]]] = {soort: [] for soort in Uitkomst.Soort.values}
    uitkomsten = Uitkomst.objects.van_kamers(kamers).in_periode(periode).order_by()
    for soort, kamer_id, wie in uitkomsten.values_list("soort", "kamer_id", "deelnemer_id").distinct():
        gevonden[soort].append((kamer_id, kaarten.wortel(wie)))
    return {soort: tel_paren(kamers, paren) for soort, paren in gevonden.items()}


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


def ooit_geregistreerd(kamers: Sequence[Kamer], rijen: QuerySet, tm: date, datum: str = "datum") -> set[int]:
    """The ids of the rooms that recorded at least one of these rows, ever, up to that day.

    A room that never did has no figure: nothing is known, which is not the same as 0.
    """
    (gevonden,) = ooit_van_alles(kamers, {"": (rijen, datum)}, tm).values()
    return gevonden


def ooit_van_alles(
    kamers: Sequence[Kamer], soorten: Mapping[str, tuple[QuerySet, str]], tm: date
) -> dict[str, set[int]]:
    """As ``ooit_geregistreerd`` for several kinds of rows (each with the name of its date), in one query."""
    wel = {
        f"wel_{nummer}": Exists(rijen.filter(kamer=OuterRef("pk"), **{f"{datum}__lte": tm}))
        for nummer, (rijen, datum) in enumerate(soorten.values())
    }
    rijen = list(Kamer.objects.filter(pk__in=ids(kamers)).order_by().annotate(**wel).values_list("pk", *wel))
    return {soort: {rij[0] for rij in rijen if rij[nummer]} for nummer, soort in enumerate(soorten, 1)}
