"""Judging a figure against its target: achieved or not, and on course or not, with the reason in one plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils import timezone

from buurtwerkkamers.afspraken import in_woorden
from buurtwerkkamers.herkennen import herkend_aan
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Indicator, Kamer, Streefwaarde
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.streefwaarden import Doel, Operator
from deelnemers.tellingen import Stand
from financien.models import Bron
from rapportage.cijfers import Cijfer
from rapportage.indicatoren.lezing import Lezing
from rapportage.indicatoren.metingen import METINGEN, Vraag, meet
from rapportage.indicatoren.tekst import erbij
from rapportage.indicatoren.tempo import (
    UREN_PER_JAAR,
    Tempo,
    als_decimal,
    haalt,
    tempo,
    uren_gevraagd,
    verwacht,
    verwacht_in_woorden,
)


@dataclass(frozen=True)
class KamerUitkomst:
    """One figure beside its target. ``behaald`` and ``op_koers`` are None when no judgement can be given.

    ``uitleg`` says why, with the interim target where there is one; ``verwacht`` is the number that is just on course.
    ``erbij`` is what else was asked ('gemiddeld 104 uur'). ``hoe``: how 'on course' was compared, the same sentence
    for all kamers.
    """

    kamer: Kamer
    cijfer: Cijfer
    streefwaarde: str
    behaald: bool | None = None
    op_koers: bool | None = None
    uitleg: str = ""
    verwacht: int | None = None
    erbij: str = ""
    hoe: str = ""


@dataclass(frozen=True)
class IndicatorUitkomst:
    """An indicator for each room, and its figure over the rooms together (which has no target of its own).

    ``vraag`` is what was counted: over which days, in which category. ``samen_regel`` and ``tijd_regel`` say how
    figures of rooms and of months combine.
    """

    indicator: Indicator
    vraag: Vraag
    per_kamer: tuple[KamerUitkomst, ...]
    samen: Cijfer
    samen_regel: str = ""
    tijd_regel: str = ""


def beoordeel_indicatoren(
    afspraak: Afspraak,
    kamers: Sequence[Kamer],
    periode: Periode,
    bron: Bron | None = None,
    *,
    vandaag: date | None = None,
    stand: Stand | None = None,
    archief: bool = True,
) -> list[IndicatorUitkomst]:
    """All indicators of the agreement, in its order, measured over the period and judged against their targets.

    A period that still runs is judged over the days up to ``vandaag`` (today). ``bron`` holds budget and forecast;
    without it the only one of that year is taken. ``stand`` and ``archief``: see ``Lezing``. The number of queries
    does not depend on the number of kamers.
    """
    lezing = Lezing(afspraak, kamers, periode, bron, vandaag or timezone.localdate(), stand, archief=archief)
    doelen = _lees_doelen(afspraak)
    in_procenten = {indicator_id for (indicator_id, _), streef in doelen.items() if streef.doel.procent}
    indicatoren = afspraak.indicator_set.select_related("categorie__lijst", "stelling", "organisatie")
    return [_uitkomst(Vraag(_met_regel(rij), lezing, rij.pk in in_procenten), doelen) for rij in indicatoren]


@dataclass(frozen=True)
class _Streef:
    """A target as it is printed, and read."""

    tekst: str
    doel: Doel


def _lees_doelen(afspraak: Afspraak) -> dict[tuple[int, int], _Streef]:
    """By indicator and kamer. Of a large agreement there are thousands, and few that differ."""
    rijen = Streefwaarde.objects.filter(indicator__afspraak=afspraak).values_list(
        "indicator_id", "kamer_id", "tekst", "operator", "waarde", "basis", "procent"
    )

    @cache
    def streef(tekst: str, operator: str, *gelezen: Any) -> _Streef:
        return _Streef(tekst, Doel(Operator(operator), *gelezen))

    return {(indicator_id, kamer_id): streef(*rest) for indicator_id, kamer_id, *rest in rijen}


def vraag_naar(indicator: Indicator, lezing: Lezing) -> Vraag:
    """What is asked of one indicator, as ``beoordeel_indicatoren`` asks it."""
    return Vraag(_met_regel(indicator), lezing, indicator.streefwaarde_set.filter(procent=True).exists())


def _met_regel(indicator: Indicator) -> Indicator:
    """Without a chosen rule its words decide, also in an agreement that was signed before we knew that rule."""
    if not indicator.meetregel:
        indicator.meetregel = herkend_aan(indicator).meetregel
    return indicator


def _uitkomst(vraag: Vraag, doelen: dict[tuple[int, int], _Streef]) -> IndicatorUitkomst:
    cijfers = meet(vraag)
    per_kamer = tuple(
        _beoordeel(vraag, kamer, cijfers[kamer.pk], doelen.get((vraag.indicator.pk, kamer.pk)))
        for kamer in vraag.lezing.kamers
    )
    meting = METINGEN.get(vraag.indicator.meetregel)
    return IndicatorUitkomst(
        vraag.indicator,
        vraag,
        per_kamer,
        cijfers[None],
        meting.over_kamers if meting else "",
        meting.over_tijd if meting else "",
    )


def _beoordeel(vraag: Vraag, kamer: Kamer, cijfer: Cijfer, streef: _Streef | None) -> KamerUitkomst:
    tekst, ook = streef.tekst if streef else "", erbij(vraag.indicator, cijfer)

    def geen_oordeel(waarom: str) -> KamerUitkomst:
        return KamerUitkomst(kamer, cijfer, tekst, uitleg=waarom, erbij=ook)

    if cijfer.waarde is None:
        return geen_oordeel(cijfer.reden)
    if streef is None:
        return geen_oordeel("Voor deze kamer is geen streefwaarde afgesproken.")
    doel = streef.doel
    behaald = doel.gehaald_met(cijfer.waarde)
    if behaald is None:
        return geen_oordeel("De streefwaarde is in woorden en niet te vergelijken.")
    gang = tempo(vraag.lezing, METINGEN[vraag.indicator.meetregel].verloop, kamer, vraag.categorie)
    if not gang.geldig:
        return geen_oordeel(gang.hoe)
    genoeg = _genoeg_uren(vraag, cijfer)
    op_koers = behaald if gang.deel is None else bool(haalt(doel, Fraction(cijfer.waarde), gang.deel))
    tussendoel = None if gang.deel is None or doel.waarde is None else verwacht(doel, gang.deel)
    return KamerUitkomst(
        kamer,
        cijfer,
        tekst,
        behaald and genoeg,
        op_koers and genoeg,
        _uitleg(vraag, doel, gang, tussendoel),
        tussendoel,
        ook,
        gang.hoe,
    )


def _genoeg_uren(vraag: Vraag, cijfer: Cijfer) -> bool:
    """Active volunteers count when their mean is enough as well, scaled to the days that have gone."""
    if vraag.indicator.meetregel != Meetregel.VRIJWILLIGERS or not cijfer.noemer:
        return True
    return Fraction(cijfer.teller or 0) >= uren_gevraagd(vraag.lezing.dagen) * Fraction(cijfer.noemer)


def _uitleg(vraag: Vraag, doel: Doel, gang: Tempo, tussendoel: int | None) -> str:
    if tussendoel is None:
        uren = ""
        if vraag.indicator.meetregel == Meetregel.VRIJWILLIGERS:
            gevraagd = getal(als_decimal(uren_gevraagd(vraag.lezing.dagen)))
            uren = f", met gemiddeld minstens {gevraagd} uur ({UREN_PER_JAAR} uur per jaar, naar rato van de dagen)"
        # 'positief' is about money, except where people give their judgement
        oordeel = doel.operator == Operator.POSITIEF and vraag.indicator.meetregel != Meetregel.BEGROTING
        gevraagd_is = "een positief oordeel" if oordeel else in_woorden(doel)
        return f"{gang.hoe.removesuffix('.')}: het doel is {gevraagd_is}{uren}."
    return f"{gang.aanloop} verwachten wij {verwacht_in_woorden(doel, tussendoel)}, {gang.waarom}."
