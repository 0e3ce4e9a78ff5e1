"""Who came, per kamer, activity and stretch of days: from the counted months where they are kept, else from the rows.

What comes out does not depend on which months are kept, only how long it takes does (docs/besluiten/018).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, reduce
from itertools import pairwise
from operator import or_
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Count, DateField, F, Func, IntegerField, Q, QuerySet, Sum, Value
from pyroaring import BitMap

from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Klus, Maandstand, Telling
from deelnemers.models.maandstanden import ALTIJD, KLUSSEN, Regel, pak_uit
from deelnemers.tellingen.basis import als_lijst

JAREN_TERUG = 4  # as many earlier years stand beside this one, over the same days
Stuk = tuple[date, date]  # the days from the first up to, not including, the second
# What was found, by kamer id and number of the vak. An activity may be there more than once.
Gevonden = dict[tuple[int, int], list[Regel]]


class Vakken:
    """The stretches of days between these borders; vak 0 is everything before the first border."""

    def __init__(self, grenzen: Iterable[date]) -> None:
        self._zijn_grens = set(grenzen)
        self.grenzen = sorted(self._zijn_grens)
        self._van: dict[Periode, range] = {}

    def nummer(self, dag: date) -> int:
        """The vak in which a day falls, as ``groepeer`` says it too."""
        return bisect_right(self.grenzen, dag)

    def van(self, periode: Periode) -> range:
        """The vakken of a period; ``ValueError`` unless both its ends are borders, for then it has no whole vakken."""
        if periode not in self._van:
            if periode.van not in self._zijn_grens or periode.tot not in self._zijn_grens:
                raise ValueError(f"De periode {periode} is niet gelezen.")
            self._van[periode] = range(self.nummer(periode.van), self.nummer(periode.tot))
        return self._van[periode]

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

    def te_bewaren(self, vakken: Vakken, vandaag: date) -> list[int]:
        """The kamers of which days have to be read that are kept once they are counted, and then used."""

        def valt_te_bewaren(stukken: tuple[Stuk, ...]) -> bool:
            return any(
                van <= begin and eind <= tot and vakken.past((begin, eind))
                for van, tot in stukken
                for begin, eind in te_bewaren(date(van.year if van != ALTIJD else tot.year - 1, 1, 1), vandaag)
            )

        oordeel = cache(valt_te_bewaren)  # most kamers miss the same days
        return [kamer_id for kamer_id, stukken in self.per_kamer.items() if oordeel(stukken)]


def volgende_maand(dag: date) -> date:
    """The first day of the next month."""
    return date(dag.year + dag.month // 12, dag.month % 12 + 1, 1)


def kleinste_stukken(eerste: date, vandaag: date) -> list[Stuk]:
    """What everything that is kept is made of: the months that are over, from January of the first year.

    From January, because then whatever is older is known to be nothing. A month in which an earlier year is cut off
    today (``_afgekapt``) is in two parts, and of this month there are the days before today.
    """
    grenzen = [date(eerste.year, 1, 1)]
    while (volgende := volgende_maand(grenzen[-1])) <= vandaag:
        grenzen.append(volgende)
    return list(pairwise(sorted({*grenzen, *_afgekapt(eerste, vandaag), max(vandaag, grenzen[-1])})))


def _afgekapt(eerste: date, vandaag: date) -> list[date]:
    """Where a page of today cuts earlier years off, to compare the same days: the first day that is not compared."""
    dit_jaar, dagen = Periode(date(vandaag.year, 1, 1), vandaag), []
    for _ in range(JAREN_TERUG):
        dit_jaar = dit_jaar.jaar_eerder()
        dagen.append(dit_jaar.tot)
    return [dag for dag in dagen if dag.year >= eerste.year]


def te_bewaren(eerste: date, vandaag: date) -> set[Stuk]:
    """The stretches that are kept of a kamer with registrations from this day on.

    Months (of this one the days before today), calendar years and everything before each 1 January; of earlier years
    also the parts that a page of today cuts their year and their month into.
    """
    nieuwjaar = [date(jaar, 1, 1) for jaar in range(eerste.year, vandaag.year + 1)]
    stukken = {*kleinste_stukken(eerste, vandaag), *pairwise(nieuwjaar), *((ALTIJD, dag) for dag in nieuwjaar)}
    for dag in _afgekapt(eerste, vandaag):
        stukken |= {
            (dag.replace(day=1), volgende_maand(dag)),
            (date(dag.year, 1, 1), dag),
            (dag, date(dag.year + 1, 1, 1)),
        }
    return {(van, tot) for van, tot in stukken if van < tot <= vandaag}


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


_INHOUD = f"SELECT id, inhoud FROM {Maandstand._meta.db_table} WHERE id = ANY(%s::bigint[])"  # noqa: S608 - our own table


def lees_bewaard(kamer_ids: Sequence[int], vakken: Vakken) -> tuple[Gevonden, Gaten]:
    """What the kept stretches say, and which days are still to be read. Two queries.

    A stretch that is thrown away between both queries was never kept: its days are read from the registrations.
    """
    gevonden: Gevonden = defaultdict(list)
    if not vakken.grenzen:
        return gevonden, Gaten({})
    eind = vakken.grenzen[-1]
    bewaard: dict[int, dict[Stuk, int]] = {kamer_id: {} for kamer_id in kamer_ids}
    # By stretch, because most kamers keep the same ones.
    stukken = Maandstand.objects.filter(kamer__in=kamer_ids, tot__lte=eind).order_by().values_list("van", "tot")
    for van, tot, kamers, nummers in stukken.annotate(kamers=ArrayAgg("kamer_id"), nummers=ArrayAgg("pk")):
        for kamer_id, nummer in zip(kamers, nummers, strict=True):
            bewaard[kamer_id][van, tot] = nummer
    dekking = cache(lambda stukken: dek(stukken, vakken))
    gekozen = {
        nummers[stuk]: (kamer_id, stuk) for kamer_id, nummers in bewaard.items() for stuk in dekking(frozenset(nummers))
    }
    gelezen: dict[int, list[Stuk]] = {kamer_id: [] for kamer_id in kamer_ids}
    for nummer, inhoud in _lees_inhoud(gekozen):
        kamer_id, stuk = gekozen[nummer]
        gelezen[kamer_id].append(stuk)
        gevonden[kamer_id, vakken.nummer(stuk[0])] += pak_uit(bytes(inhoud))
    return gevonden, Gaten({kamer_id: tussen(ALTIJD, eind, stukken) for kamer_id, stukken in gelezen.items()})


def _lees_inhoud(nummers: Collection[int]) -> Iterator[tuple[int, memoryview]]:
    if nummers:
        with connection.cursor() as cursor:
            cursor.execute(_INHOUD, [als_lijst(nummers)])
            yield from cursor


def dek(stukken: Iterable[Stuk], vakken: Vakken) -> list[Stuk]:
    """Of these stretches the longest that fit in a vak, one after the other without overlap."""
    gekozen: list[Stuk] = []
    gedekt_tot = ALTIJD
    for van, tot in sorted(stukken, key=lambda stuk: (stuk[0], -stuk[1].toordinal())):
        if van >= gedekt_tot and vakken.past((van, tot)):
            gekozen.append((van, tot))
            gedekt_tot = tot
    return gekozen
