"""Jobs, roles, groups, hours and new residents: one figure per room and one for all rooms together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Sum

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Inzet, Klus, Rol
from deelnemers.tellingen.basis import Paar, PerKamer, Wortels, ids, tel_mensen, tel_paren, tel_verschillende

Meegedaan = dict[tuple[int, int], bool]  # (kamer id, deelnemer id): whether this person took part there


def tel_klussen(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Jobs done in the period, per kamer id; under None for all rooms together (a job is done in one room)."""
    per_soort = tel_klussen_per_soort(kamers, periode)
    return {kamer: sum(aantallen[kamer] for aantallen in per_soort.values()) for kamer in (*ids(kamers), None)}


def klussoort_van(soort: str) -> str:
    """A kind of job as it is compared: without capitals and doubled spaces."""
    return " ".join(soort.casefold().split())


def tel_klussen_per_soort(kamers: Sequence[Kamer], periode: Periode) -> dict[str, PerKamer]:
    """Jobs done in the period per kind (see ``klussoort_van``; '' without kind), for each kind that occurs."""
    gedaan = Klus.objects.filter(kamer__in=ids(kamers), uitgevoerd_op__gte=periode.van, uitgevoerd_op__lt=periode.tot)
    per_soort: dict[str, PerKamer] = {}
    for soort, kamer_id, aantal in gedaan.order_by().values_list("soort", "kamer_id").annotate(aantal=Count("pk")):
        aantallen = per_soort.setdefault(klussoort_van(soort), dict.fromkeys((*ids(kamers), None), 0))
        aantallen[kamer_id] += aantal
        aantallen[None] += aantal
    return per_soort


def tel_rollen_op(kamers: Sequence[Kamer], soort: str, datum: date, *, kaarten: Wortels | None = None) -> PerKamer:
    """Different people who hold this role on that day."""
    return tel_mensen(kamers, Rol.objects.op(datum).filter(kamer__in=ids(kamers), soort=soort), kaarten=kaarten)


def tel_rollen_in(kamers: Sequence[Kamer], soort: str, periode: Periode, *, kaarten: Wortels | None = None) -> PerKamer:
    """Different people who held this role on at least one day of the period."""
    rollen = Rol.objects.filter(kamer__in=ids(kamers), soort=soort, van__lt=periode.tot)
    return tel_mensen(kamers, rollen.exclude(tot__lt=periode.van), kaarten=kaarten)


def tel_groepen(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Groups of volunteers with hours in the period."""
    inzet = Inzet.objects.van_kamers(kamers).in_periode(periode).exclude(groep=None)
    return tel_verschillende(kamers, inzet, "groep_id")


@dataclass(frozen=True)
class Vrijwilligers:
    """Residents who gave hours: how many different people, and their hours together."""

    aantal: int
    uren: Decimal

    @property
    def uren_per_persoon(self) -> Decimal | None:
        return self.uren / self.aantal if self.aantal else None


def tel_vrijwilligers(
    kamers: Sequence[Kamer], periode: Periode, *, kaarten: Wortels | None = None
) -> dict[int | None, Vrijwilligers]:
    """Residents (not professionals) with hours in the period, and those hours, per kamer id and under None for all."""
    kaarten = Wortels() if kaarten is None else kaarten
    inzet = Inzet.objects.van_kamers(kamers).in_periode(periode).filter(soort=Inzet.Soort.BEWONER)
    mensen: dict[int | None, set[int]] = {kamer: set() for kamer in (*ids(kamers), None)}
    uren: dict[int | None, Decimal] = dict.fromkeys(mensen, Decimal(0))
    for kamer_id, deelnemer_id, samen in (
        inzet.order_by().values_list("kamer_id", "deelnemer_id").annotate(samen=Sum("uren"))
    ):
        for plek in (kamer_id, None):
            mensen[plek].add(kaarten.wortel(deelnemer_id))
            uren[plek] += samen
    return {kamer: Vrijwilligers(len(mensen[kamer]), uren[kamer]) for kamer in mensen}


def tel_nieuwe_bewoners(
    kamers: Sequence[Kamer], periode: Periode, *, kaarten: Wortels | None = None
) -> dict[int | None, Paar]:
    """Of the people who became 'nieuwe bewoner' at the kamer in the period: how many took part from that day on.

    Taking part is an attendance, a job done for them or hours of their own at that kamer, up to the last day of the
    period. In the city a person counts once, as taking part when they did so at one of the kamers.
    """
    return als_paren(kamers, nieuwe_bewoners(kamers, periode, kaarten=kaarten))


def nieuwe_bewoners(kamers: Sequence[Kamer], periode: Periode, *, kaarten: Wortels | None = None) -> Meegedaan:
    """Who ``tel_nieuwe_bewoners`` counts, and whether they took part."""
    kaarten = Wortels() if kaarten is None else kaarten
    eerste_dag: dict[tuple[int, int], date] = {}
    nieuw = Rol.objects.filter(
        kamer__in=ids(kamers), soort=Rol.Soort.NIEUWE_BEWONER, van__gte=periode.van, van__lt=periode.tot
    )
    for kamer_id, deelnemer_id, van in nieuw.values_list("kamer_id", "deelnemer_id", "van"):
        sleutel = (kamer_id, kaarten.wortel(deelnemer_id))
        eerste_dag[sleutel] = min(van, eerste_dag.get(sleutel, van))
    laatste_dag = laatste_meedoen(kamers, {deelnemer_id for _, deelnemer_id in eerste_dag}, periode, kaarten)
    return wie_meedeed(eerste_dag, laatste_dag)


def wie_meedeed(
    eerste_dag: Mapping[tuple[int, int], date],
    laatste_dag: Mapping[tuple[int, int], date],
    al_meegedaan: Collection[tuple[int, int]] = (),
) -> Meegedaan:
    """Of these people, each from a first day: whether they took part from that day on.

    ``laatste_dag``: when they last did (see ``laatste_meedoen``); ``al_meegedaan``: of whom it was recorded that they
    did.
    """
    return {
        sleutel: sleutel in al_meegedaan or laatste_dag.get(sleutel, date.min) >= van
        for sleutel, van in eerste_dag.items()
    }


def als_paren(kamers: Sequence[Kamer], wie: Meegedaan) -> dict[int | None, Paar]:
    """How many took part of how many, per kamer and in the city."""
    van_wie, deden = tel_paren(kamers, wie), tel_paren(kamers, [sleutel for sleutel, deed in wie.items() if deed])
    return {kamer: Paar(deden[kamer], van_wie[kamer]) for kamer in van_wie}


def laatste_meedoen(
    kamers: Sequence[Kamer], deelnemers: set[int], periode: Periode, kaarten: Wortels
) -> dict[tuple[int, int], date]:
    """The last day up to the end of the period on which each of these people took part, per (kamer, deelnemer)."""
    alle_kaarten = kaarten.alle_van(deelnemers)
    bronnen = (
        (Deelname.objects.filter(deelnemer__in=alle_kaarten), "deelnemer_id", "datum"),
        (Inzet.objects.filter(deelnemer__in=alle_kaarten), "deelnemer_id", "datum"),
        (Klus.objects.filter(aanvrager__in=alle_kaarten), "aanvrager_id", "uitgevoerd_op"),
    )
    laatste: dict[tuple[int, int], date] = {}
    for rijen, wie, datum in bronnen:
        gevonden = rijen.filter(kamer__in=ids(kamers), **{f"{datum}__lt": periode.tot})
        for kamer_id, deelnemer_id, dag in gevonden.order_by().values_list("kamer_id", wie).annotate(Max(datum)):
            sleutel = (kamer_id, kaarten.wortel(deelnemer_id))
            laatste[sleutel] = max(dag, laatste.get(sleutel, dag))
    return laatste
