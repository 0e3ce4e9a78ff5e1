"""Cases: started, running and closed, different people, waiting times, who reported them and why they ended.

In a kamer a case counts from the day on which it came there, up to its last day there. In the city it counts once, with
its own days, melder and reason. All days are read once; each period is a fold over them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.tellingen.basis import Wortels, ids
from deelnemers.werkdagen import werkdagen_tussen

# What a kamer says of a case that went on elsewhere: it is no reason of the case itself.
OVERGEDRAGEN = "Overgedragen aan een andere kamer"


@dataclass
class Gemiddelde:
    """A mean that keeps how many it is of, so that means of parts can be added up."""

    som: int = 0
    n: int = 0

    def tel(self, waarde: int) -> None:
        self.som, self.n = self.som + waarde, self.n + 1

    @property
    def waarde(self) -> Decimal | None:
        """One decimal, rounded half up; None when there is nothing to take the mean of."""
        return (Decimal(self.som) / self.n).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.n else None


@dataclass
class Trajecttelling:
    """Figures of one kamer (None: the city, over the kamers asked) and one period."""

    kamer: Kamer | None
    periode: Periode
    gestart: int = 0
    lopend: int = 0
    afgesloten: int = 0
    unieke_klanten: int = 0
    tot_kennismaking: Gemiddelde = field(default_factory=Gemiddelde)
    tot_start: Gemiddelde = field(default_factory=Gemiddelde)
    # Started cases by the name of the melder; "" when it is not known.
    melders: Counter[str] = field(default_factory=Counter)
    # Closed cases by reason ("" when none was given) and by whether the people can go on without support.
    redenen: Counter[str] = field(default_factory=Counter)
    verder: Counter[str] = field(default_factory=Counter)

    @property
    def verder_zonder_begeleiding(self) -> Decimal | None:
        """Per cents: ja / (ja + nee) of the cases closed; None when neither was answered."""
        ja, nee = self.verder[Traject.Zelfstandig.JA], self.verder[Traject.Zelfstandig.NEE]
        return Decimal(100 * ja) / (ja + nee) if ja + nee else None


@dataclass(frozen=True)
class _Verloop:
    """The days of a case as they hold at one kamer, or (``overgedragen`` is then never) for the city."""

    begin: date
    eind: date | None
    kennismaking: date | None
    ondersteuning: date | None
    melder: str
    reden: str
    verder: str
    mensen: frozenset[int]
    weg_op: date | None = None  # the day on which it was handed over


def tel_trajecten(kamers: Sequence[Kamer], perioden: Sequence[Periode]) -> list[Trajecttelling]:
    """Figures of cases per period, then per room (in the order given) with the city last. Four queries."""
    verlopen = _lees(kamers)
    return [
        _tel(kamer, periode, verlopen[kamer.pk if kamer else None]) for periode in perioden for kamer in (*kamers, None)
    ]


def _lees(kamers: Sequence[Kamer]) -> dict[int | None, list[_Verloop]]:
    """The course of each case by kamer id, and under None for the city."""
    plekken = list(
        Trajectkamer.objects.filter(kamer__in=ids(kamers))
        .order_by()
        .values_list("traject_id", "kamer_id", "van", "tot")
    )
    hier = Traject.objects.filter(plekken__kamer__in=ids(kamers))
    mensen: dict[int, set[int]] = defaultdict(set)
    kaarten = Wortels()
    deelnemers = Trajectdeelnemer.objects.filter(traject__in=hier).order_by()
    for traject_id, deelnemer_id in deelnemers.values_list("traject_id", "deelnemer_id"):
        mensen[traject_id].add(kaarten.wortel(deelnemer_id))
    zaken = {
        traject.pk: _Verloop(
            begin=traject.aangemeld_op,
            eind=traject.afgesloten_op,
            kennismaking=traject.kennismaking_op,
            ondersteuning=traject.ondersteuning_op,
            melder=traject.melder.naam if traject.melder else "",
            reden=traject.afsluitreden,
            verder=traject.verder_zonder_begeleiding or Traject.Zelfstandig.ONBEKEND.value,
            mensen=frozenset(mensen[traject.pk]),
        )
        for traject in hier.distinct().order_by().select_related("melder")
    }
    verlopen: dict[int | None, list[_Verloop]] = {None: list(zaken.values()), **{pk: [] for pk in ids(kamers)}}
    for traject_id, kamer_id, van, tot in plekken:
        verlopen[kamer_id].append(_bij_kamer(zaken[traject_id], van, tot))
    return verlopen


def _bij_kamer(zaak: _Verloop, van: date, tot: date | None) -> _Verloop:
    overgedragen = tot is not None and (zaak.eind is None or tot < zaak.eind)
    return _Verloop(
        begin=van,
        eind=tot if overgedragen else zaak.eind,
        kennismaking=zaak.kennismaking,
        ondersteuning=zaak.ondersteuning,
        melder=zaak.melder,
        reden=OVERGEDRAGEN if overgedragen else zaak.reden,
        verder=Traject.Zelfstandig.NVT.value if overgedragen else zaak.verder,
        mensen=zaak.mensen,
        weg_op=tot if overgedragen else None,
    )


def _tel(kamer: Kamer | None, periode: Periode, verlopen: Iterable[_Verloop]) -> Trajecttelling:
    telling = Trajecttelling(kamer, periode)
    klanten: set[int] = set()
    for verloop in verlopen:
        if periode.bevat(verloop.begin):
            telling.gestart += 1
            telling.melders[verloop.melder] += 1
        if verloop.begin <= periode.tm and (verloop.eind is None or verloop.eind >= periode.van):
            telling.lopend += 1
            klanten |= verloop.mensen
        if verloop.eind and periode.bevat(verloop.eind):
            telling.afgesloten += 1
            telling.redenen[verloop.reden] += 1
            telling.verder[verloop.verder] += 1
        _tel_wachten(telling, verloop)
    telling.unieke_klanten = len(klanten)
    return telling


def _tel_wachten(telling: Trajecttelling, verloop: _Verloop) -> None:
    """From report to first meeting, and from meeting to start of support, for what happened here in the period."""
    kennismaking, start = verloop.kennismaking, verloop.ondersteuning
    if kennismaking and _hier(kennismaking, verloop) and telling.periode.bevat(kennismaking):
        telling.tot_kennismaking.tel(werkdagen_tussen(verloop.begin, kennismaking))
    if kennismaking and start and _hier(start, verloop) and telling.periode.bevat(start):
        telling.tot_start.tel(werkdagen_tussen(max(kennismaking, verloop.begin), start))


def _hier(dag: date, verloop: _Verloop) -> bool:
    """Whether the case was here on that day: what happened before it came is another kamer's."""
    return dag >= verloop.begin and (verloop.weg_op is None or dag <= verloop.weg_op)
