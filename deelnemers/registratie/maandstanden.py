"""WRITE: the counted months that make counting fast. Nothing here can be lost: all of it is made from registrations.

Whoever builds holds the lock of the kamer alone, from before reading until what was read is stored. Whoever writes
registrations shares that lock until the change is there for all to read (the triggers of ``models.maandstanden``). So
a change is either in what the builder reads, or it throws away what the builder stored.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import Least
from django.utils import timezone
from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.sloten import Slot, probeer, wacht_op
from deelnemers.models import Deelname, Klus, Maandstand, Telling
from deelnemers.models.maandstanden import Regel, pak_in, pak_uit
from deelnemers.tellingen.standen import Gaten, Stuk, Vakken, kleinste_stukken, lees_rijen, te_bewaren, tussen

Standen = dict[Stuk, list[Regel]]


def bouw_maandstanden(kamer_ids: Sequence[int], *, seconden: float | None = None) -> int:
    """Keep every stretch of these kamers that is to be kept today; how many were stored. Yesterday's go.

    One short transaction per kamer. A kamer in which somebody is just writing is left for the next time: counting does
    not need it. After ``seconden`` the rest waits for the next time too.
    """
    einde = time.monotonic() + seconden if seconden else None
    bewaard = _bewaard(kamer_ids)
    gebouwd, vandaag = 0, timezone.localdate()
    for kamer_id, eerste in _eerste_dagen(kamer_ids).items():
        if einde and time.monotonic() > einde:
            break
        if te_bewaren(eerste, vandaag) - bewaard[kamer_id]:
            gebouwd += _bouw(kamer_id, vandaag)
    return gebouwd


def gooi_maandstanden_weg(kamer_ids: Sequence[int]) -> int:
    """Forget everything that was kept of these kamers; how many stretches."""
    return Maandstand.objects.filter(kamer__in=kamer_ids).delete()[0]


def controleer_maandstanden(kamer_ids: Sequence[int]) -> list[Maandstand]:
    """The stretches that do not say what the registrations say. There are none, unless something is broken."""
    fout: list[Maandstand] = []
    for kamer_id in kamer_ids:
        with transaction.atomic():
            _vergrendel(kamer_id, wacht=True)
            bewaard = {(s.van, s.tot): s for s in Maandstand.objects.filter(kamer=kamer_id).order_by("tot", "van")}
            vers = _lees_stukken(kamer_id, _stukken_tussen(bewaard))
            fout += [s for stuk, s in bewaard.items() if _tel_op(vers, stuk) != pak_uit(bytes(s.inhoud))]
    return fout


def _bouw(kamer_id: int, vandaag: date) -> int:
    with transaction.atomic():
        if not _vergrendel(kamer_id):
            return 0
        eerste = _eerste_dagen([kamer_id]).get(kamer_id)
        if eerste is None:
            return 0
        er_al = {(stand.van, stand.tot): stand for stand in Maandstand.objects.filter(kamer=kamer_id)}
        kleinste, stukken = kleinste_stukken(eerste, vandaag), te_bewaren(eerste, vandaag)
        delen = _lees_stukken(kamer_id, [stuk for stuk in kleinste if stuk not in er_al])
        delen |= {stuk: pak_uit(bytes(er_al[stuk].inhoud)) for stuk in kleinste if stuk in er_al}
        Maandstand.objects.filter(pk__in=[stand.pk for stuk, stand in er_al.items() if stuk not in stukken]).delete()
        nieuw = [
            Maandstand(kamer_id=kamer_id, van=van, tot=tot, inhoud=pak_in(_tel_op(delen, (van, tot))))
            for van, tot in sorted(stukken - er_al.keys())
        ]
        return len(Maandstand.objects.bulk_create(nieuw))


def _vergrendel(kamer_id: int, *, wacht: bool = False) -> bool:
    """Alone in this kamer until the end of the transaction; False when somebody is writing there."""
    if wacht:
        wacht_op(Slot.MAANDSTAND, kamer_id)
        return True
    return probeer(Slot.MAANDSTAND, kamer_id)


def _bewaard(kamer_ids: Sequence[int]) -> dict[int, set[Stuk]]:
    bewaard: dict[int, set[Stuk]] = defaultdict(set)
    rijen = Maandstand.objects.filter(kamer__in=kamer_ids).order_by()
    for kamer_id, van, tot in rijen.values_list("kamer_id", "van", "tot"):
        bewaard[kamer_id].add((van, tot))
    return bewaard


def _eerste_dagen(kamer_ids: Sequence[int]) -> dict[int, date]:
    """The first day of which anything is registered, for the kamers that have one. One query."""

    def eerste(model: type[Model], datum: str) -> Subquery:
        rijen = model._default_manager.filter(kamer=OuterRef("pk"), **{f"{datum}__isnull": False})
        return Subquery(rijen.order_by(datum).values(datum)[:1])

    dag = Least(eerste(Deelname, "datum"), eerste(Klus, "uitgevoerd_op"), eerste(Telling, "datum"))
    return dict(Kamer.objects.filter(pk__in=kamer_ids).annotate(dag=dag).exclude(dag=None).values_list("pk", "dag"))


def _lees_stukken(kamer_id: int, stukken: Sequence[Stuk]) -> Standen:
    """These stretches, in order and none of which overlap, as the registrations tell them."""
    if not stukken:
        return {}
    vakken = Vakken(grens for stuk in stukken for grens in stuk)
    hele = tussen(vakken.grenzen[0], vakken.grenzen[-1], _ertussen(stukken))
    gevonden: dict[int, list[Regel]] = defaultdict(list)
    for _, vak, regel in lees_rijen(Gaten({kamer_id: hele}), vakken):
        gevonden[vak].append(regel)
    return {stuk: _samen(gevonden[vakken.nummer(stuk[0])]) for stuk in stukken}


def _ertussen(stukken: Sequence[Stuk]) -> Iterator[Stuk]:
    """The days between stretches that do not follow each other."""
    return ((eerder[1], later[0]) for eerder, later in pairwise(stukken) if eerder[1] < later[0])


def _stukken_tussen(stukken: Iterable[Stuk]) -> list[Stuk]:
    """The days of these stretches, cut wherever one of them begins or ends."""
    return list(pairwise(sorted({grens for stuk in stukken for grens in stuk})))


def _tel_op(delen: Standen, stuk: Stuk) -> list[Regel]:
    """A stretch as the sum of the parts that lie in it."""
    van, tot = stuk
    return _samen(regel for deel, regels in delen.items() if van <= deel[0] and deel[1] <= tot for regel in regels)


def _samen(regels: Iterable[Regel]) -> list[Regel]:
    """One line per activity, in their order."""
    per_activiteit: dict[int, list[Regel]] = defaultdict(list)
    for regel in regels:
        per_activiteit[regel.activiteit_id].append(regel)
    return [
        Regel(
            activiteit_id,
            BitMap.union(*(regel.mensen for regel in deze)),
            sum(regel.deelnames for regel in deze),
            sum(regel.zonder_naam for regel in deze),
        )
        for activiteit_id, deze in sorted(per_activiteit.items())
    ]
