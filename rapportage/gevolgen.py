"""READ: which figures of adopted reports would be counted differently after people are merged or taken apart.

The reports themselves never change: they are frozen. But who counts again, finds another figure than was printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from rapportage.edities import zonder_vervangen
from rapportage.models import Rapport
from rapportage.samenstelling.tellingen import Geteld

HOOGSTENS = 20
_TELT = (("uniek", "uniek"), ("nieuw", "nieuw"), ("deelnames", "deelnames"))

Plek = tuple[Kamer | None, Periode, Categorie | None]


def in_vastgestelde_rapporten(kamers: Sequence[Kamer], doe: Callable[[], object]) -> list[str]:
    """'Rapport juli 2020, TOP, uniek t/m 31 mei 2020: 412 wordt 411', for every figure of participants that changes.

    Does ``doe`` in a savepoint that is rolled back.
    """
    rapporten = list(
        zonder_vervangen(Rapport.objects.filter(status__in=Rapport.AF, kamers__in=list(kamers)))
        .distinct()
        .select_related("afspraak__categorielijst")
    )
    if not rapporten:
        return []
    voor = [_tel(rapport) for rapport in rapporten]
    with transaction.atomic():
        doe()
        na = [_tel(rapport) for rapport in rapporten]
        transaction.set_rollback(True)
    zinnen = [
        zin
        for rapport, eerst, dan in zip(rapporten, voor, na, strict=True)
        for zin in _verschillen(rapport, eerst, dan)
    ]
    over = len(zinnen) - HOOGSTENS
    return zinnen if over <= 0 else [*zinnen[:HOOGSTENS], f"en nog {getal(over)} andere cijfers in deze rapporten"]


def _tel(rapport: Rapport) -> Geteld:
    vergelijkingen = rapport.sjabloon.onderdelen.values_list("vergelijking", flat=True)
    return Geteld.van(rapport, tuple(rapport.kamers.all()), list(vergelijkingen))


def _verschillen(rapport: Rapport, voor: Geteld, na: Geteld) -> list[str]:
    """Totals first, because those are what people remember of a report."""
    kamers = (*voor.kamers, None) if len(voor.kamers) > 1 else voor.kamers
    plekken: list[Plek] = [
        (kamer, periode, categorie)
        for categorie in (None, *voor.categorieen)
        for kamer in kamers
        for periode in (*voor.kolommen, *voor.eerdere)
    ]
    return [
        f"{_noem(rapport, plek, naam)}: {getal(eerst)} wordt {getal(dan)}"
        for plek in plekken
        for veld, naam in _TELT
        if (eerst := getattr(voor.cel(*plek), veld)) != (dan := getattr(na.cel(*plek), veld))
    ]


def _noem(rapport: Rapport, plek: Plek, naam: str) -> str:
    kamer, periode, categorie = plek
    waar = kamer.label if kamer else "de stad"
    wat = f"{categorie.naam}, {naam}" if categorie else naam
    titel = rapport.titel if rapport.titel.lower().startswith("rapport") else f"Rapport {rapport.titel}"
    return f"{titel}, {waar}, {wat} {periode}"
