"""READ: every count of people, attendances, jobs, roles and hours. The only home of unique counting.

Unique is not additive: over categories, periods or rooms the same person may come back. So the rows are read once,
into a set of people (a bitmap of their ids) per activity and 'vak', a stretch of days between two borders of the
periods asked. Every figure is then a union of such sets, and 'nieuw' is a union minus all that came before. The number
of queries does not depend on how many rooms, periods or categories are asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateField, F, Func, IntegerField, Max, QuerySet, Sum, Value
from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Indeling, Inzet, Klus, Rol, Telling

# One sentence per figure, shown wherever the figure is.
REGELS = {
    "uniek": "Aantal verschillende deelnemers dat in de periode minstens één keer meedeed; wie vaker komt telt één "
    "keer. Bij klussen telt ook wie een klus liet doen.",
    "uniek_totaal": "Aantal verschillende deelnemers over alle categorieën samen; wie aan meer categorieën meedoet "
    "telt één keer, dus dit is niet de som van de categorieën.",
    "uniek_stad": "Aantal verschillende deelnemers over de kamers samen; wie in meer kamers komt telt één keer, dus "
    "dit kan lager zijn dan de som van de kamers.",
    "deelnames": "Aantal keren dat iemand met naam aan een activiteit meedeed; dezelfde persoon telt elke keer.",
    "nieuw": "Aantal deelnemers dat in de periode voor het eerst kwam.",
    "zonder_naam": "Aantal bezoeken van mensen die hun naam niet gaven; dezelfde persoon kan vaker geteld zijn.",
    "klussen": "Aantal klussen dat in de periode is uitgevoerd.",
    "rol_op": "Aantal deelnemers met deze rol op de laatste dag van de periode.",
    "rol_in": "Aantal deelnemers met deze rol op minstens één dag van de periode.",
    "vrijwilligers": "Aantal bewoners met vrijwilligersuren in de periode.",
    "nieuwe_bewoners": "Aantal nieuwe bewoners dat daarna meedeed (aan een activiteit, met een klus of met eigen "
    "uren), van alle nieuwe bewoners die in de periode zijn ingeschreven.",
    "groepen": "Aantal vrijwilligersgroepen met uren in de periode.",
}


Cel = tuple[int | None, int | None]  # kamer id or None (city), categorie id or None (total)


def cel_van(kamer: Kamer | None, categorie: Categorie | None) -> Cel:
    return kamer.pk if kamer else None, categorie.pk if categorie else None


@dataclass(frozen=True)
class Telrij:
    """Counts of one cell. ``kamer`` None: the city, over the rooms asked. ``categorie`` None: the total.

    ``uniek``: different people; ``deelnames``: attendances; ``nieuw``: people whose first visit ever within the
    scope of this very cell falls in the period; ``zonder_naam``: visits counted without a name, shown beside
    and never added. ``geregistreerd``: whether anything at all was recorded here; where nothing was, a report prints
    a dash and not 0.
    """

    kamer: Kamer | None
    periode: Periode
    categorie: Categorie | None
    uniek: int
    deelnames: int
    nieuw: int
    zonder_naam: int
    geregistreerd: bool

    @property
    def cel(self) -> Cel:
        """The ids of its room and category, to look it up by."""
        return cel_van(self.kamer, self.categorie)


def tel_uniek(
    kamers: Sequence[Kamer], perioden: Sequence[Periode], lijst: Categorielijst | None = None
) -> list[Telrij]:
    """Unique people, attendances and new people for each room and the city, each period, each category and in total.

    Rows come per period, then per room (in the order given) with the city last, then per category (in the order of
    the list) with the total last. An activity without a category in this list counts in the totals only. Source of
    the rules: the counting rules of the domain ('uniek', 'deelnames', 'nieuw').
    """
    lijst = lijst or Categorielijst.objects.standaard()
    categorieen = list(lijst.categorie_set.all())
    stand = _lees_stand(kamers, perioden, lijst, categorieen)
    return [
        Telrij(kamer, periode, categorie, **stand.cijfers(cel_van(kamer, categorie), periode))
        for periode in perioden
        for kamer in (*kamers, None)
        for categorie in (*categorieen, None)
    ]


class _Vakken:
    """The stretches of days between all borders of the periods; vak 0 is everything before the first border."""

    def __init__(self, perioden: Sequence[Periode]) -> None:
        self.grenzen = sorted({p.van for p in perioden} | {p.tot for p in perioden})
        self._nummer = {grens: nummer for nummer, grens in enumerate(self.grenzen, 1)}

    def van(self, periode: Periode) -> range:
        return range(self._nummer[periode.van], self._nummer[periode.tot])

    def per_vak(self, rijen: QuerySet, datum: str, *velden: str, **samen: Any) -> QuerySet:
        """``rijen`` grouped by ``velden`` and ``vak``, up to the last day asked: one scan, few rows back."""
        grenzen = Value(self.grenzen, output_field=ArrayField(DateField()))
        vak = Func(F(datum), grenzen, function="width_bucket", output_field=IntegerField())
        tot_en_met = rijen.filter(**{f"{datum}__lt": self.grenzen[-1]}) if self.grenzen else rijen.none()
        return tot_en_met.order_by().annotate(vak=vak).values(*velden, "vak").annotate(**samen)


class _Stand:
    """People, attendances and head counts per cell and vak."""

    def __init__(self, vakken: _Vakken) -> None:
        self._vakken = vakken
        self._mensen: dict[Cel, dict[int, BitMap]] = defaultdict(lambda: defaultdict(BitMap))
        self._deelnames: dict[Cel, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._zonder_naam: dict[Cel, dict[int, int]] = defaultdict(lambda: defaultdict(int))

    def tel_bij(
        self, kamer_id: int, categorie_id: int | None, vak: int, *, mensen: Iterable[int] = (), deelnames: int = 0,
        zonder_naam: int = 0,
    ) -> None:  # fmt: skip
        """Count in the four cells it belongs to: room and city, its category and the total."""
        groep = BitMap(mensen)
        for cel in {(k, c) for k in (kamer_id, None) for c in (categorie_id, None)}:
            self._mensen[cel][vak] |= groep
            self._deelnames[cel][vak] += deelnames
            self._zonder_naam[cel][vak] += zonder_naam

    def cijfers(self, cel: Cel, periode: Periode) -> dict[str, Any]:
        vakken = self._vakken.van(periode)
        mensen = self._samen(cel, vakken)
        zonder_naam = sum(self._zonder_naam[cel][vak] for vak in vakken)
        return {
            "uniek": len(mensen),
            "deelnames": sum(self._deelnames[cel][vak] for vak in vakken),
            "nieuw": len(mensen - self._samen(cel, range(vakken.start))),
            "zonder_naam": zonder_naam,
            "geregistreerd": bool(mensen) or bool(zonder_naam),
        }

    def _samen(self, cel: Cel, vakken: range) -> BitMap:
        per_vak = self._mensen[cel]
        return BitMap.union(BitMap(), *(per_vak[vak] for vak in vakken if vak in per_vak))


def _lees_stand(
    kamers: Sequence[Kamer], perioden: Sequence[Periode], lijst: Categorielijst, categorieen: Sequence[Categorie]
) -> _Stand:
    vakken = _Vakken(perioden)
    stand = _Stand(vakken)
    categorie_van = dict(
        Indeling.objects.filter(lijst=lijst, activiteit__kamer__in=_ids(kamers)).values_list(
            "activiteit_id", "categorie_id"
        )
    )
    deelnames = vakken.per_vak(
        Deelname.objects.van_kamers(kamers), "datum", "kamer_id", "activiteit_id",
        mensen=ArrayAgg("deelnemer_id"), aantal=Count("pk"),
    )  # fmt: skip
    for rij in deelnames:
        stand.tel_bij(
            rij["kamer_id"], categorie_van.get(rij["activiteit_id"]), rij["vak"],
            mensen=rij["mensen"], deelnames=rij["aantal"],
        )  # fmt: skip
    klussencategorie = next((c.pk for c in categorieen if c.telt_klussen), None)
    klussen = vakken.per_vak(
        Klus.objects.filter(kamer__in=_ids(kamers)), "uitgevoerd_op", "kamer_id", mensen=ArrayAgg("aanvrager_id")
    )
    for rij in klussen:
        stand.tel_bij(rij["kamer_id"], klussencategorie, rij["vak"], mensen=rij["mensen"])
    tellingen = vakken.per_vak(
        Telling.objects.van_kamers(kamers), "datum", "kamer_id", "activiteit_id", samen=Sum("aantal")
    )
    for rij in tellingen:
        stand.tel_bij(rij["kamer_id"], categorie_van.get(rij["activiteit_id"]), rij["vak"], zonder_naam=rij["samen"])
    return stand


def _ids(kamers: Sequence[Kamer]) -> list[int]:
    return [kamer.pk for kamer in kamers]


# --- other counts: one figure per room and one for all rooms together -------------------------------------------

PerKamer = dict[int | None, int]


def tel_klussen(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Jobs done in the period, per kamer id; under None for all rooms together (a job is done in one room)."""
    gedaan = Klus.objects.filter(kamer__in=_ids(kamers), uitgevoerd_op__gte=periode.van, uitgevoerd_op__lt=periode.tot)
    return _per_kamer(kamers, gedaan, "pk")


def tel_rollen_op(kamers: Sequence[Kamer], soort: str, datum: date) -> PerKamer:
    """Different people who hold this role on that day."""
    return _per_kamer(kamers, Rol.objects.op(datum).filter(kamer__in=_ids(kamers), soort=soort), "deelnemer_id")


def tel_rollen_in(kamers: Sequence[Kamer], soort: str, periode: Periode) -> PerKamer:
    """Different people who held this role on at least one day of the period."""
    rollen = Rol.objects.filter(kamer__in=_ids(kamers), soort=soort, van__lt=periode.tot)
    return _per_kamer(kamers, rollen.exclude(tot__lt=periode.van), "deelnemer_id")


def tel_groepen(kamers: Sequence[Kamer], periode: Periode) -> PerKamer:
    """Groups of volunteers with hours in the period."""
    inzet = Inzet.objects.van_kamers(kamers).in_periode(periode).exclude(groep=None)
    return _per_kamer(kamers, inzet, "groep_id")


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
    mensen = _per_kamer(kamers, inzet, "deelnemer_id")
    uren = dict(inzet.order_by().values_list("kamer_id").annotate(samen=Sum("uren")))
    per_kamer: dict[int | None, Vrijwilligers] = {
        kamer_id: Vrijwilligers(aantal, uren.get(kamer_id, Decimal(0)))
        for kamer_id, aantal in mensen.items()
        if kamer_id is not None
    }
    return {**per_kamer, None: Vrijwilligers(mensen[None], sum(uren.values(), Decimal(0)))}


@dataclass(frozen=True)
class Paar:
    """'7 op 12': how many of how many."""

    teller: int
    noemer: int


def tel_nieuwe_bewoners(kamers: Sequence[Kamer], periode: Periode) -> dict[int | None, Paar]:
    """Of the people who became 'nieuwe bewoner' at the kamer in the period: how many took part from that day on.

    Taking part is an attendance, a job done for them or hours of their own at that kamer, up to the last day of the
    period. In the city a person counts once, as taking part when they did so at one of the kamers.
    """
    eerste_dag: dict[tuple[int, int], date] = {
        (kamer_id, deelnemer_id): van
        for kamer_id, deelnemer_id, van in Rol.objects.filter(
            kamer__in=_ids(kamers), soort=Rol.Soort.NIEUWE_BEWONER, van__gte=periode.van, van__lt=periode.tot
        )
        .order_by("-van")
        .values_list("kamer_id", "deelnemer_id", "van")
    }
    laatste_dag = _laatste_meedoen(kamers, {deelnemer_id for _, deelnemer_id in eerste_dag}, periode)
    deden_mee = {sleutel for sleutel, van in eerste_dag.items() if laatste_dag.get(sleutel, date.min) >= van}
    paren: dict[int | None, Paar] = {
        kamer_id: Paar(sum(k == kamer_id for k, _ in deden_mee), sum(k == kamer_id for k, _ in eerste_dag))
        for kamer_id in _ids(kamers)
    }
    return {**paren, None: Paar(len({d for _, d in deden_mee}), len({d for _, d in eerste_dag}))}


def _laatste_meedoen(kamers: Sequence[Kamer], deelnemers: set[int], periode: Periode) -> dict[tuple[int, int], date]:
    """The last day up to the end of the period on which each of these people took part, per (kamer, deelnemer)."""
    bronnen = (
        (Deelname.objects.filter(deelnemer__in=deelnemers), "deelnemer_id", "datum"),
        (Inzet.objects.filter(deelnemer__in=deelnemers), "deelnemer_id", "datum"),
        (Klus.objects.filter(aanvrager__in=deelnemers), "aanvrager_id", "uitgevoerd_op"),
    )
    laatste: dict[tuple[int, int], date] = {}
    for rijen, wie, datum in bronnen:
        gevonden = rijen.filter(kamer__in=_ids(kamers), **{f"{datum}__lt": periode.tot})
        for kamer_id, deelnemer_id, dag in gevonden.order_by().values_list("kamer_id", wie).annotate(Max(datum)):
            sleutel = (kamer_id, deelnemer_id)
            laatste[sleutel] = max(dag, laatste.get(sleutel, dag))
    return laatste


def _per_kamer(kamers: Sequence[Kamer], rijen: QuerySet, wat: str) -> PerKamer:
    """Different values of ``wat`` per room (0 where there are none), and over all rooms together under None."""
    verzamelingen: dict[int | None, set[int]] = {None: set(), **{kamer_id: set() for kamer_id in _ids(kamers)}}
    for kamer_id, waarde in rijen.order_by().values_list("kamer_id", wat).distinct():
        verzamelingen[kamer_id].add(waarde)
        verzamelingen[None].add(waarde)
    return {kamer_id: len(waarden) for kamer_id, waarden in verzamelingen.items()}
