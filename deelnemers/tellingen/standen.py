"""Who came, per kamer, activity and stretch of days: from the counted months where they are kept, else from the rows.

What comes out does not depend on which months are kept, only how long it takes does (docs/besluiten/018).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateField, F, Func, IntegerField, Q, QuerySet, Sum, Value
from pyroaring import BitMap

from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Klus, Maandstand, Telling
from deelnemers.models.maandstanden import ALTIJD, KLUSSEN, Regel, pak_uit

Stuk = tuple[date, date]  # the days from the first up to, not including, the second
# What was found, by kamer id and number of the vak. An activity may be there more than once.
Gevonden = dict[tuple[int, int], list[Regel]]


class Vakken:
    """The stretches of days between these borders; vak 0 is everything before the first border."""

    def __init__(self, grenzen: Iterable[date]) -> None:
        self._zijn_grens = set(grenzen)
        self.grenzen = sorted(self._zijn_grens)

    def nummer(self, dag: date) -> int:
        """The vak in which a day falls, as ``groepeer`` says it too."""
        return bisect_right(self.grenzen, dag)

    def van(self, periode: Periode) -> range:
        """The vakken of a period; ``ValueError`` unless both its ends are borders, for then it has no whole vakken."""
        if periode.van not in self._zijn_grens or periode.tot not in self._zijn_grens:
            raise ValueError(f"De periode {periode} is niet gelezen.")
        return range(self.nummer(periode.van), self.nummer(periode.tot))

    def dagen(self, vak: int) -> Stuk:
        """The days of a vak that lies between two borders."""
        return self.grenzen[vak - 1], self.grenzen[vak]

    def past(self, stuk: Stuk) -> bool:
        """Whether these days lie within one vak."""
        return bisect_right(self.grenzen, stuk[0]) == bisect_left(self.grenzen, stuk[1])

    def groepeer(self, rijen: QuerySet, datum: str, *velden: str, **samen: Any) -> QuerySet:
        """``rijen`` grouped by ``velden`` and ``vak``: one scan, few rows back."""
        grenzen = Value(self.grenzen, output_field=ArrayField(DateField()))
        vak = Func(F(datum), grenzen, function="width_bucket", output_field=IntegerField())
        return rijen.order_by().annotate(vak=vak).values_list(*velden, "vak").annotate(**samen)


class Gaten:
    """The days that have to be read from the registrations, as stretches per kamer."""

    def __init__(self, per_kamer: Mapping[int, Sequence[Stuk]]) -> None:
        self.per_kamer = {kamer_id: tuple(stukken) for kamer_id, stukken in per_kamer.items() if stukken}

    def kies(self, rijen: QuerySet, datum: str) -> QuerySet:
        """The rows of these days. Kamers that miss the same days share one condition."""
        kamers: dict[tuple[Stuk, ...], list[int]] = defaultdict(list)
        for kamer_id, stukken in self.per_kamer.items():
            kamers[stukken].append(kamer_id)
        keuze = Q(pk__in=[])
        for stukken, kamer_ids in kamers.items():
            keuze |= Q(kamer__in=kamer_ids) & reduce(or_, (_dagen(datum, *stuk) for stuk in stukken))
        return rijen.filter(keuze)

    def met_hele_maanden(self, vandaag: date) -> list[int]:
        """The kamers of which a whole month that is over has to be read."""
        einde = vandaag.replace(day=1)
        return [
            kamer_id
            for kamer_id, stukken in self.per_kamer.items()
            if any(volgende_maand(_eerste_van_maand(van)) <= min(tot, einde) for van, tot in stukken)
        ]


def volgende_maand(dag: date) -> date:
    """The first day of the next month."""
    return date(dag.year + dag.month // 12, dag.month % 12 + 1, 1)


def _eerste_van_maand(dag: date) -> date:
    """The first day of a month on or after this day."""
    return dag if dag.day == 1 else volgende_maand(dag)


def _dagen(datum: str, van: date, tot: date) -> Q:
    voor = Q(**{f"{datum}__lt": tot})
    return voor if van == ALTIJD else voor & Q(**{f"{datum}__gte": van})


def tussen(begin: date, eind: date, stukken: Iterable[Stuk]) -> list[Stuk]:
    """What these stretches, none of which overlap, leave open between both days."""
    open_: list[Stuk] = []
    for van, tot in sorted(stukken):
        if begin < van:
            open_.append((begin, van))
        begin = tot
    return [*open_, (begin, eind)] if begin < eind else open_


def lees_rijen(gaten: Gaten, vakken: Vakken) -> Iterator[tuple[int, int, Regel]]:
    """What the registrations say of these days: kamer id, number of the vak, what was found. Three queries."""
    deelnames = vakken.groepeer(
        gaten.kies(Deelname.objects.all(), "datum"), "datum", "kamer_id", "activiteit_id",
        mensen=ArrayAgg("deelnemer_id"), aantal=Count("pk"),
    )  # fmt: skip
    for kamer_id, activiteit_id, vak, mensen, aantal in deelnames:
        yield kamer_id, vak, Regel(activiteit_id, BitMap(mensen), deelnames=aantal)
    klussen = vakken.groepeer(
        gaten.kies(Klus.objects.all(), "uitgevoerd_op"), "uitgevoerd_op", "kamer_id", mensen=ArrayAgg("aanvrager_id")
    )
    for kamer_id, vak, mensen in klussen:
        yield kamer_id, vak, Regel(KLUSSEN, BitMap(mensen))
    tellingen = vakken.groepeer(
        gaten.kies(Telling.objects.all(), "datum"), "datum", "kamer_id", "activiteit_id", samen=Sum("aantal")
    )
    for kamer_id, activiteit_id, vak, samen in tellingen:
        yield kamer_id, vak, Regel(activiteit_id, BitMap(), zonder_naam=samen)


def lees_bewaard(kamer_ids: Sequence[int], vakken: Vakken) -> tuple[Gevonden, Gaten]:
    """What the kept stretches say, and which days are still to be read. Two queries.

    A stretch that is thrown away between both queries was never kept: its days are read from the registrations.
    """
    gevonden: Gevonden = defaultdict(list)
    if not vakken.grenzen:
        return gevonden, Gaten({})
    eind = vakken.grenzen[-1]
    bewaard: dict[int, dict[Stuk, int]] = {kamer_id: {} for kamer_id in kamer_ids}
    rijen = Maandstand.objects.filter(kamer__in=kamer_ids, tot__lte=eind).order_by()
    for pk, kamer_id, van, tot in rijen.values_list("pk", "kamer_id", "van", "tot"):
        bewaard[kamer_id][van, tot] = pk
    dekking = cache(lambda stukken: _dek(stukken, vakken))  # most kamers keep the same stretches
    gekozen = [stukken[stuk] for stukken in bewaard.values() for stuk in dekking(frozenset(stukken))]
    gelezen: dict[int, list[Stuk]] = {kamer_id: [] for kamer_id in kamer_ids}
    inhouden = Maandstand.objects.filter(pk__in=gekozen).order_by()
    for kamer_id, van, tot, inhoud in inhouden.values_list("kamer_id", "van", "tot", "inhoud"):
        gelezen[kamer_id].append((van, tot))
        gevonden[kamer_id, vakken.nummer(van)] += pak_uit(bytes(inhoud))
    return gevonden, Gaten({kamer_id: tussen(ALTIJD, eind, stukken) for kamer_id, stukken in gelezen.items()})


def _dek(stukken: Iterable[Stuk], vakken: Vakken) -> list[Stuk]:
    """Of these stretches the longest that fit in a vak, one after the other without overlap."""
    gekozen: list[Stuk] = []
    gedekt_tot = ALTIJD
    for van, tot in sorted(stukken, key=lambda stuk: (stuk[0], -stuk[1].toordinal())):
        if van >= gedekt_tot and vakken.past((van, tot)):
            gekozen.append((van, tot))
            gedekt_tot = tot
    return gekozen
