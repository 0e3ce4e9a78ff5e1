"""READ: what the bank says and how far it is booked. Amounts in euros as the bank gives them: money out is negative."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from financien.bank.saldo import KENMERK
from financien.models import Banktransactie, Post

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
    """One account: the day of its last line, its balance then (None: no statement gave one), and what is to be done."""

    rekening: str
    laatste: date
    saldo: Decimal | None
    te_boeken: int


def rekeningen() -> list[Rekeningstand]:
    """All accounts of which lines were read in. Three queries."""
    begin = {regel.rekening: regel for regel in Banktransactie.objects.filter(kenmerk=KENMERK).order_by("rekening")}
    na_begin = Q(pk__in=[])
    for regel in begin.values():
        na_begin |= Q(rekening=regel.rekening, datum__gte=regel.datum) & ~Q(kenmerk=KENMERK)
    open_per = Counter(te_boeken().values_list("rekening", flat=True))
    return [
        Rekeningstand(
            rekening=rij["rekening"],
            laatste=rij["laatste"],
            saldo=begin[rij["rekening"]].bedrag + (rij["som"] or 0) if rij["rekening"] in begin else None,
            te_boeken=open_per[rij["rekening"]],
        )
        for rij in Banktransactie.objects.values("rekening")
        .annotate(laatste=Max("datum"), som=Sum("bedrag", filter=na_begin))
        .order_by("rekening")
    ]
