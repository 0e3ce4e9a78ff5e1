"""Unique people, attendances, new people and head counts, by category and in total."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateField, F, Func, IntegerField, QuerySet, Sum, Value
from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Indeling, Klus, Telling
from deelnemers.tellingen.basis import Wortels, ids

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


def lees_mensen(
    kamers: Sequence[Kamer], periode: Periode, lijst: Categorielijst, cel: Cel, *, nieuw: bool = False
) -> BitMap:
    """The people behind one cell of ``tel_uniek``; ``nieuw``: only those who were never in that cell before."""
    return _lees_stand(kamers, [periode], lijst, list(lijst.categorie_set.all())).mensen(cel, periode, nieuw=nieuw)


class _Vakken:
    """The stretches of days between all borders of the periods; vak 0 is everything before the first border."""

    def __init__(self, perioden: Sequence[Periode]) -> None:
        self.grenzen = sorted({p.van for p in perioden} | {p.tot for p in perioden})
        self._nummer = {grens: nummer for nummer, grens in enumerate(self.grenzen, 1)}

    def nummer(self, dag: date) -> int:
        """The vak in which a day falls, as ``per_vak`` says it too."""
        return bisect_right(self.grenzen, dag)

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

    def __init__(self, vakken: _Vakken, wortels: Wortels) -> None:
        self._vakken, self._wortels = vakken, wortels
        self._mensen: dict[Cel, dict[int, BitMap]] = defaultdict(lambda: defaultdict(BitMap))
        self._deelnames: dict[Cel, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._zonder_naam: dict[Cel, dict[int, int]] = defaultdict(lambda: defaultdict(int))

    def tel_bij(
        self, kamer_id: int, categorie_id: int | None, vak: int, *, mensen: Iterable[int] = (), deelnames: int = 0,
        zonder_naam: int = 0,
    ) -> None:  # fmt: skip
        """Count in the four cells it belongs to: room and city, its category and the total."""
        groep = self._wortels.van(BitMap(mensen))
        for cel in {(k, c) for k in (kamer_id, None) for c in (categorie_id, None)}:
            self._mensen[cel][vak] |= groep
            self._deelnames[cel][vak] += deelnames
            self._zonder_naam[cel][vak] += zonder_naam

    def mensen(self, cel: Cel, periode: Periode, *, nieuw: bool = False) -> BitMap:
        vakken = self._vakken.van(periode)
        mensen = self._samen(cel, vakken)
        return mensen - self._samen(cel, range(vakken.start)) if nieuw else mensen

    def cijfers(self, cel: Cel, periode: Periode) -> dict[str, Any]:
        vakken = self._vakken.van(periode)
        mensen = self.mensen(cel, periode)
        zonder_naam = sum(self._zonder_naam[cel][vak] for vak in vakken)
        return {
            "uniek": len(mensen),
            "deelnames": sum(self._deelnames[cel][vak] for vak in vakken),
            "nieuw": len(self.mensen(cel, periode, nieuw=True)),
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
    wortels = Wortels()
    stand = _Stand(vakken, wortels)
    categorie_van = dict(
        Indeling.objects.filter(lijst=lijst, activiteit__kamer__in=ids(kamers)).values_list(
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
    if wortels and vakken.grenzen:
        for kamer_id, activiteit_id, vak in _dubbele_deelnames(kamers, vakken, wortels):
            stand.tel_bij(kamer_id, categorie_van.get(activiteit_id), vak, deelnames=-1)
    klussencategorie = next((c.pk for c in categorieen if c.telt_klussen), None)
    klussen = vakken.per_vak(
        Klus.objects.filter(kamer__in=ids(kamers)), "uitgevoerd_op", "kamer_id", mensen=ArrayAgg("aanvrager_id")
    )
    for rij in klussen:
        stand.tel_bij(rij["kamer_id"], klussencategorie, rij["vak"], mensen=rij["mensen"])
    tellingen = vakken.per_vak(
        Telling.objects.van_kamers(kamers), "datum", "kamer_id", "activiteit_id", samen=Sum("aantal")
    )
    for rij in tellingen:
        stand.tel_bij(rij["kamer_id"], categorie_van.get(rij["activiteit_id"]), rij["vak"], zonder_naam=rij["samen"])
    return stand


def _dubbele_deelnames(kamers: Sequence[Kamer], vakken: _Vakken, wortels: Wortels) -> Iterator[tuple[int, int, int]]:
    """Attendances that one person has twice, on two cards: (kamer, activity, vak) for each one too many."""
    gezien: set[tuple[int, date, int]] = set()
    rijen = Deelname.objects.van_kamers(kamers).filter(deelnemer__in=wortels.betrokken, datum__lt=vakken.grenzen[-1])
    for kamer_id, activiteit_id, dag, deelnemer_id in rijen.order_by().values_list(
        "kamer_id", "activiteit_id", "datum", "deelnemer_id"
    ):
        sleutel = (activiteit_id, dag, wortels.wortel(deelnemer_id))
        if sleutel in gezien:
            yield kamer_id, activiteit_id, vakken.nummer(dag)
        gezien.add(sleutel)
