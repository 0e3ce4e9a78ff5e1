"""READ: what the bank says and how far it is booked. Amounts in euros as the bank gives them: money out is negative."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from financien.models import Banktransactie, Beginsaldo, Post

_EURO: DecimalField = DecimalField(max_digits=14, decimal_places=2)


def met_open(transacties: QuerySet[Banktransactie] | None = None) -> QuerySet[Any]:
    """Each with ``open``: what of it is not booked yet, with its own sign. What was taken back is open again."""
    transacties = Banktransactie.objects.all() if transacties is None else transacties
    zoals_de_bank = Case(
        When(boekingen__post__soort=Post.Soort.KOSTEN, then=-F("boekingen__bedrag")),
        default=F("boekingen__bedrag"),
        output_field=_EURO,
    )
    return transacties.annotate(open=F("bedrag") - Coalesce(Sum(zoals_de_bank), Decimal(0), output_field=_EURO))


def te_boeken(tot: date | None = None) -> QuerySet[Any]:
    """The lines that are not (wholly) booked and not skipped, oldest first; up to and including a day when asked."""
    rijen = Banktransactie.objects.filter(overgeslagen="")
    if tot is not None:
        rijen = rijen.filter(datum__lte=tot)
    return met_open(rijen).exclude(open=0).order_by("datum", "pk")


def aantal_te_boeken(tot: date | None = None) -> int:
    """How many lines of the bank are still to be booked, up to and including ``tot``."""
    return te_boeken(tot).count()


@dataclass(frozen=True)
class Teboeken:
    """What is still to be booked: how many lines, and what went out and came in with them (both positive)."""

    aantal: int
    eraf: Decimal
    erbij: Decimal


def tel_te_boeken() -> Teboeken:
    """One query."""
    open_ = list(te_boeken().values_list("open", flat=True))
    eraf, erbij = (sum((b for b in open_ if b * kant > 0), Decimal(0)) for kant in (-1, 1))
    return Teboeken(len(open_), -eraf, erbij)


@dataclass(frozen=True)
class Rekeningstand:
    """One account: its last day, its balance then (None: no statement gave one), and how many lines are to be booked.

    The last day is that of its last line, of an account without lines the day of its balance.
    """

    rekening: str
    laatste: date
    saldo: Decimal | None
    te_boeken: int


def rekeningen() -> list[Rekeningstand]:
    """All accounts of which a file was read in. Three queries."""
    begin = {punt.rekening: punt for punt in Beginsaldo.objects.all()}
    na_begin = Q(pk__in=[])
    for punt in begin.values():
        na_begin |= Q(rekening=punt.rekening, datum__gte=punt.dag)
    regels = Banktransactie.objects.order_by().values("rekening")
    per_rekening: dict[str, Any] = {
        rij["rekening"]: rij for rij in regels.annotate(laatste=Max("datum"), som=Sum("bedrag", filter=na_begin))
    }
    open_per = Counter(te_boeken().values_list("rekening", flat=True))
    standen = []
    for rekening in sorted({*per_rekening, *begin}):
        geteld = per_rekening.get(rekening, {})
        standen.append(
            Rekeningstand(
                rekening=rekening,
                laatste=geteld.get("laatste") or begin[rekening].dag,
                saldo=begin[rekening].saldo + (geteld.get("som") or 0) if rekening in begin else None,
                te_boeken=open_per[rekening],
            )
        )
    return standen
