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

from django.db import connection, transaction
from django.db.models import Model, OuterRef, Subquery
from django.db.models.functions import Least
from django.utils import timezone
from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from deelnemers.models import Deelname, Klus, Maandstand, Telling
from deelnemers.models.maandstanden import ALTIJD, SLOT, Regel, pak_in, pak_uit
from deelnemers.tellingen.standen import Gaten, Stuk, Vakken, lees_rijen, tussen, volgende_maand

Standen = dict[Stuk, list[Regel]]


def bouw_maandstanden(kamer_ids: Sequence[int], *, seconden: float | None = None) -> int:
    """Keep every month of these kamers that is over and not kept yet; how many stretches were stored.

    One short transaction per kamer. A kamer in which somebody is just writing is left for the next time: counting does
    not need it. After ``seconden`` the rest waits for the next time too.
    """
    einde = time.monotonic() + seconden if seconden else None
    bewaard = _bewaard(kamer_ids)
    gebouwd = 0
    for kamer_id, eerste in _eerste_dagen(kamer_ids).items():
        if einde and time.monotonic() > einde:
            break
        if _alle_stukken(eerste) - bewaard[kamer_id]:
            gebouwd += _bouw(kamer_id)
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
            vers = _tel_op(_lees_maanden(kamer_id, _maanden(_eerste_dagen([kamer_id]).get(kamer_id))))
            fout += [
                stand
                for stand in Maandstand.objects.filter(kamer=kamer_id).order_by("tot", "van")
                if vers.get((stand.van, stand.tot)) != pak_uit(bytes(stand.inhoud))
            ]
    return fout


def _bouw(kamer_id: int) -> int:
    with transaction.atomic():
        if not _vergrendel(kamer_id):
            return 0
        bewaard: Standen = {
            (stand.van, stand.tot): pak_uit(bytes(stand.inhoud)) for stand in Maandstand.objects.filter(kamer=kamer_id)
        }
        maanden = _maanden(_eerste_dagen([kamer_id]).get(kamer_id))
        er_al = {maand: bewaard[maand] for maand in maanden if maand in bewaard}
        nieuw = _lees_maanden(kamer_id, [maand for maand in maanden if maand not in er_al])
        standen = _tel_op({**er_al, **nieuw})
        te_bewaren = [
            Maandstand(kamer_id=kamer_id, van=van, tot=tot, inhoud=pak_in(regels))
            for (van, tot), regels in standen.items()
            if (van, tot) not in bewaard
        ]
        return len(Maandstand.objects.bulk_create(te_bewaren))


def _vergrendel(kamer_id: int, *, wacht: bool = False) -> bool:
    """Alone in this kamer until the end of the transaction; False when somebody is writing there."""
    with connection.cursor() as cursor:
        if wacht:
            cursor.execute("SELECT true FROM pg_advisory_xact_lock(%s, %s)", [SLOT, kamer_id])
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [SLOT, kamer_id])
        return bool(cursor.fetchone()[0])


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


def _maanden(eerste: date | None) -> list[Stuk]:
    """The months that are over, from January of the first year: then whatever is older is known to be nothing."""
    if eerste is None:
        return []
    grenzen = [date(eerste.year, 1, 1)]
    vandaag = timezone.localdate()
    while (volgende := volgende_maand(grenzen[-1])) <= vandaag:
        grenzen.append(volgende)
    return list(pairwise(grenzen))


def _alle_stukken(eerste: date) -> set[Stuk]:
    return set(_tel_op({maand: [] for maand in _maanden(eerste)}))


def _lees_maanden(kamer_id: int, maanden: Sequence[Stuk]) -> Standen:
    """These months as the registrations tell them."""
    if not maanden:
        return {}
    vakken = Vakken(grens for maand in maanden for grens in maand)
    hele = tussen(vakken.grenzen[0], vakken.grenzen[-1], _ertussen(maanden))
    gevonden: dict[int, list[Regel]] = defaultdict(list)
    for _, vak, regel in lees_rijen(Gaten({kamer_id: hele}), vakken):
        gevonden[vak].append(regel)
    return {maand: _samen(gevonden[vakken.nummer(maand[0])]) for maand in maanden}


def _ertussen(maanden: Sequence[Stuk]) -> Iterator[Stuk]:
    """The days between months that do not follow each other."""
    return ((eerder[1], later[0]) for eerder, later in pairwise(maanden) if eerder[1] < later[0])


def _tel_op(maanden: Standen) -> Standen:
    """These months, in order, with the years that they fill and everything before each 1 January."""
    standen, ooit, jaar = dict(maanden), list[Regel](), list[Regel]()
    if maanden:
        standen[ALTIJD, min(maanden)[0]] = []
    for (van, tot), regels in sorted(maanden.items()):
        jaar = _samen([*jaar, *regels])
        if tot.month == 1:
            ooit = _samen([*ooit, *jaar])
            standen[date(van.year, 1, 1), tot], standen[ALTIJD, tot] = jaar, ooit
            jaar = []
    return standen


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
