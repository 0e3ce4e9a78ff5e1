"""Jobs, roles, groups, hours and new residents: one figure per room and one for all rooms together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Inzet, Klus, Rol
from deelnemers.tellingen.basis import Paar, PerKamer, Wortels, ids, tel_mensen, tel_verschillende


def tel_klussen(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Jobs done in the period, per kamer id; under None for all rooms together (a job is done in one room)."""
    gedaan = Klus.objects.filter(kamer__in=ids(kamers), uitgevoerd_op__gte=periode.van, uitgevoerd_op__lt=periode.tot)
    return tel_verschillende(kamers, gedaan, "pk")


def tel_rollen_op(kamers: Sequence[Kamer], soort: str, datum: date) -> PerKamer:
    """Different people who hold this role on that day."""
    return tel_mensen(kamers, Rol.objects.op(datum).filter(kamer__in=ids(kamers), soort=soort))


def tel_rollen_in(kamers: Sequence[Kamer], soort: str, periode: Periode) -> PerKamer:
    """Different people who held this role on at least one day of the period."""
    rollen = Rol.objects.filter(kamer__in=ids(kamers), soort=soort, van__lt=periode.tot)
    return tel_mensen(kamers, rollen.exclude(tot__lt=periode.van))


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


def tel_vrijwilligers(kamers: Sequence[Kamer], periode: Periode) -> dict[int | None, Vrijwilligers]:
    """Residents (not professionals) with hours in the period, and those hours, per kamer id and under None for all."""
    inzet = Inzet.objects.van_kamers(kamers).in_periode(periode).filter(soort=Inzet.Soort.BEWONER)
    mensen = tel_mensen(kamers, inzet)
    uren = dict(inzet.order_by().values_list("kamer_id").annotate(samen=Sum("uren")))
    per_kamer: dict[int | None, Vrijwilligers] = {
        kamer_id: Vrijwilligers(aantal, uren.get(kamer_id, Decimal(0)))
        for kamer_id, aantal in mensen.items()
        if kamer_id is not None
    }
    return {**per_kamer, None: Vrijwilligers(mensen[None], sum(uren.values(), Decimal(0)))}


def tel_nieuwe_bewoners(kamers: Sequence[Kamer], periode: Periode) -> dict[int | None, Paar]:
    """Of the people who became 'nieuwe bewoner' at the kamer in the period: how many took part from that day on.

    Taking part is an attendance, a job done for them or hours of their own at that kamer, up to the last day of the
    period. In the city a person counts once, as taking part when they did so at one of the kamers.
    """
    kaarten = Wortels()
    eerste_dag: dict[tuple[int, int], date] = {}
    nieuw = Rol.objects.filter(
        kamer__in=ids(kamers), soort=Rol.Soort.NIEUWE_BEWONER, van__gte=periode.van, van__lt=periode.tot
    )
    for kamer_id, deelnemer_id, van in nieuw.values_list("kamer_id", "deelnemer_id", "van"):
        sleutel = (kamer_id, kaarten.wortel(deelnemer_id))
        eerste_dag[sleutel] = min(van, eerste_dag.get(sleutel, van))
    return tel_meegedaan(kamers, eerste_dag, periode, kaarten)


def tel_meegedaan(
    kamers: Sequence[Kamer],
    eerste_dag: dict[tuple[int, int], date],
    periode: Periode,
    kaarten: Wortels,
    al_meegedaan: Collection[tuple[int, int]] = (),
) -> dict[int | None, Paar]:
    """Of these people (kamer id, deelnemer id: from which day), how many took part from that day on, and how many.

    ``al_meegedaan``: those of whom it was recorded that they did.
    """
    laatste_dag = _laatste_meedoen(kamers, {deelnemer_id for _, deelnemer_id in eerste_dag}, periode, kaarten)
    deden_mee = {
        sleutel
        for sleutel, van in eerste_dag.items()
        if sleutel in al_meegedaan or laatste_dag.get(sleutel, date.min) >= van
    }
    paren: dict[int | None, Paar] = {
        kamer_id: Paar(sum(k == kamer_id for k, _ in deden_mee), sum(k == kamer_id for k, _ in eerste_dag))
        for kamer_id in ids(kamers)
    }
    return {**paren, None: Paar(len({d for _, d in deden_mee}), len({d for _, d in eerste_dag}))}


def _laatste_meedoen(
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
