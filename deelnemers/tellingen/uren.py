"""Hours of volunteers in a period, and what they are worth at the rates in force on each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Sum
from pyroaring import BitMap

from buurtwerkkamers.models import Kamer, Uurtarief
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Inzet
from deelnemers.tellingen.basis import Wortels
from deelnemers.tellingen.standen import Vakken


class _Uren(NamedTuple):
    """Hours of one kind in one stretch of days, at one rate (None: not known); ``mensen`` by the card that holds."""

    vak: int
    soort: str
    uren: Decimal
    tarief: Decimal | None
    mensen: BitMap


@dataclass(frozen=True)
class Soorturen:
    """Hours of one kind, and their value in euros to the cent; None when for some of them no rate was known."""

    uren: Decimal
    waarde: Decimal | None


@dataclass(frozen=True)
class Urentelling:
    """``vrijwilligers``: different residents with hours; ``uren`` and ``waarde``: of residents and professionals.

    ``waarde`` in euros, to the cent; None when for some of the hours no rate was known. ``kamer`` None: the city.
    ``per_soort``: the same for each kind of ``Inzet.Soort`` that has hours; each value is rounded once by itself.
    """

    kamer: Kamer | None
    periode: Periode
    vrijwilligers: int
    uren: Decimal
    waarde: Decimal | None
    per_soort: Mapping[str, Soorturen] = field(default_factory=dict)


def tel_uren(kamers: Sequence[Kamer], perioden: Sequence[Periode]) -> list[Urentelling]:
    """Per period, then per room (in the order given) with the city last. Three queries."""
    if not perioden:
        return []
    kaarten, tarieven = Wortels(), Uurtarief.objects.als_tarieven()
    geheel = Periode(min(p.van for p in perioden), max(p.tm for p in perioden))
    # Where a rate begins is a border too, so that all hours of a stretch have the same one.
    nieuwe_tarieven = {dag for dag in tarieven.begindagen if geheel.bevat(dag)}
    vakken = Vakken({p.van for p in perioden} | {p.tot for p in perioden} | nieuwe_tarieven)
    per_kamer: dict[int | None, list[_Uren]] = defaultdict(list)
    inzet = Inzet.objects.van_kamers(kamers).in_periode(geheel)
    per_mens = vakken.groepeer(inzet, "datum", "kamer_id", "soort", "deelnemer_id", uren=Sum("uren"))
    gevonden: dict[tuple[int, str, int], list[tuple[int, Decimal]]] = defaultdict(list)
    for kamer_id, soort, mens, vak, uren in per_mens:
        gevonden[kamer_id, soort, vak].append((mens, uren))
    for (kamer_id, soort, vak), deze in gevonden.items():
        mensen, uren = zip(*deze, strict=True)
        tarief = tarieven.op(soort, vakken.grenzen[vak - 1])
        regel = _Uren(vak, soort, sum(uren, Decimal(0)), tarief, kaarten.van(BitMap(mensen)))
        per_kamer[kamer_id].append(regel)
        per_kamer[None].append(regel)
    return [
        _tel(kamer, periode, vakken, per_kamer[kamer.pk if kamer else None])
        for periode in perioden
        for kamer in (*kamers, None)
    ]


def _tel(kamer: Kamer | None, periode: Periode, vakken: Vakken, regels: Iterable[_Uren]) -> Urentelling:
    binnen = [regel for regel in regels if regel.vak in vakken.van(periode)]
    bewoners = BitMap.union(BitMap(), *(regel.mensen for regel in binnen if regel.soort == Inzet.Soort.BEWONER))
    samen = _samen(binnen)
    per_soort = {soort: _samen([r for r in binnen if r.soort == soort]) for soort in sorted({r.soort for r in binnen})}
    return Urentelling(kamer, periode, len(bewoners), samen.uren, samen.waarde, per_soort)


def _samen(regels: Sequence[_Uren]) -> Soorturen:
    waarde = None
    if all(regel.tarief is not None for regel in regels):
        waarde = sum((regel.uren * (regel.tarief or 0) for regel in regels), Decimal(0))
        waarde = waarde.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Soorturen(sum((regel.uren for regel in regels), Decimal(0)), waarde)
