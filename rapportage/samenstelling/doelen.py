"""Indicators against targets: one table, a cell per kamer with what was measured, the target and the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from rapportage.afscherming.tonen import GRENS, TE_WEINIG_ANTWOORDEN, is_uitkomst
from rapportage.cijfers import Cijfer, Doelcel, Kolom, Rij, Tabel
from rapportage.indicatoren import IndicatorUitkomst, KamerUitkomst, gemeten
from rapportage.samenstelling.vergelijken import groei

REGEL = (
    "Per kamer staat wat in de periode is gemeten, het doel uit de afspraak en het oordeel. Een doel geldt voor het "
    "hele jaar; ‘op koers’ zegt of het nu ver genoeg is."
)


def voor_buiten(uitkomsten: Sequence[IndicatorUitkomst]) -> list[IndicatorUitkomst]:
    """As a report may hold them: who it goes to sees no outcome of an enquête with few answers, nor its judgement."""
    return [replace(u, per_kamer=tuple(map(_zonder_weinig, u.per_kamer)), samen=_leeg(u.samen)) for u in uitkomsten]


def _zonder_weinig(stand: KamerUitkomst) -> KamerUitkomst:
    cijfer = _leeg(stand.cijfer)
    if cijfer is stand.cijfer:
        return stand
    return KamerUitkomst(stand.kamer, cijfer, stand.streefwaarde, uitleg=cijfer.reden)


def _leeg(cijfer: Cijfer) -> Cijfer:
    """Without its numbers when it rests on fewer than ten answers."""
    if not is_uitkomst(cijfer) or cijfer.waarde is None or (cijfer.noemer or 0) >= GRENS:
        return cijfer
    return replace(cijfer, waarde=None, teller=None, noemer=None, mensen=None, reden=TE_WEINIG_ANTWOORDEN)


@dataclass(frozen=True)
class Eerder:
    """The same indicators over an earlier period, and how that is called ('een jaar eerder')."""

    naam: str
    periode: Periode
    uitkomsten: Sequence[IndicatorUitkomst]

    def zin(self, indicator: int, kamer: int, nu: Cijfer) -> str:
        """'een jaar eerder 120: +30 (+25%)'; '' where it was not measured."""
        cijfer = self._cijfers.get((indicator, kamer))
        if cijfer is None or cijfer.waarde is None:
            return ""
        telt = cijfer.vorm == nu.vorm == "getal" and nu.waarde is not None
        erbij = f": {groei(nu.waarde, cijfer.waarde)}" if telt and nu.waarde is not None else ""
        return f"{self.naam} {gemeten(cijfer)}{erbij}"

    @cached_property
    def _cijfers(self) -> dict[tuple[int, int], Cijfer]:
        return {(u.indicator.pk, k.kamer.pk): k.cijfer for u in self.uitkomsten for k in u.per_kamer}

    @property
    def noot(self) -> str:
        """Over which days it was measured: no more than the agreement holds, when it held then."""
        perioden = {u.vraag.lezing.periode for u in self.uitkomsten}
        over = str(min(perioden)) if perioden else str(self.periode)
        iets = any(cijfer.waarde is not None for cijfer in self._cijfers.values())
        if not iets:
            return f"Over {over} is geen van deze doelen te meten. Daarom is er niets om mee te vergelijken."
        return (
            f"{self.naam.capitalize()} is gemeten over {over}. Waar het niet bij staat, was het toen niet te bepalen."
        )


def tabel(
    uitkomsten: Sequence[IndicatorUitkomst], kamers: Sequence[Kamer], eerder: Eerder | None = None
) -> Tabel | None:
    """All indicators in the order of the agreement, with a heading per group; None without indicators."""
    if not uitkomsten:
        return None
    redenen = _redenen(uitkomsten)
    rijen: list[Rij] = []
    groep = None
    for uitkomst in uitkomsten:
        if uitkomst.indicator.groep != groep:
            groep = uitkomst.indicator.groep
            rijen.append(Rij((groep, *(None for _ in kamers)), "groep"))
        per_kamer = {u.kamer.pk: u for u in uitkomst.per_kamer}
        cellen = [_cel(uitkomst, per_kamer[kamer.pk], eerder) for kamer in kamers]
        rijen.append(Rij((uitkomst.indicator.naam, *cellen), noot=_noot(cellen, redenen)))
    return Tabel(
        "Indicatoren en streefwaarden",
        REGEL,
        (Kolom("Indicator", "tekst"), *(Kolom(kamer.label, "doel") for kamer in kamers)),
        tuple(rijen),
        (
            *(f"{letter}. {reden}" for reden, letter in redenen.items()),
            *_uitleg_op_koers(uitkomsten),
            *((eerder.noot,) if eerder else ()),
        ),
    )


def regels(uitkomsten: Sequence[IndicatorUitkomst]) -> dict[str, str]:
    """The rule of counting of every indicator that has one, for the appendix."""
    return {u.indicator.naam: u.samen.regel for u in uitkomsten if u.samen.regel and u.samen.waarde is not None}


def stand(uitkomsten: Sequence[IndicatorUitkomst]) -> tuple[int, int]:
    """How many judged targets are achieved or on course, and how many were judged. A target per kamer is one."""
    oordelen = [k for u in uitkomsten for k in u.per_kamer if k.behaald is not None]
    return sum(bool(k.behaald or k.op_koers) for k in oordelen), len(oordelen)


def _cel(uitkomst: IndicatorUitkomst, kamer: KamerUitkomst, eerder: Eerder | None) -> Doelcel:
    cijfer = kamer.cijfer
    toen = eerder.zin(uitkomst.indicator.pk, kamer.kamer.pk, cijfer) if eerder else ""
    return Doelcel(
        cijfer.waarde,
        gemeten(cijfer),
        kamer.streefwaarde,
        kamer.behaald,
        kamer.op_koers,
        kamer.uitleg if kamer.behaald is None else "",
        "; ".join(filter(None, (kamer.erbij, toen))),
    )


def _redenen(uitkomsten: Sequence[IndicatorUitkomst]) -> dict[str, str]:
    """Each reason why something is not measured or judged, with the letter of its note."""
    redenen = dict.fromkeys(k.uitleg for u in uitkomsten for k in u.per_kamer if k.behaald is None and k.uitleg)
    return {reden: chr(ord("a") + nummer % 26) for nummer, reden in enumerate(redenen)}


def _noot(cellen: Sequence[Doelcel], redenen: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(redenen[cel.reden] for cel in cellen if cel.reden))


def _uitleg_op_koers(uitkomsten: Sequence[IndicatorUitkomst]) -> tuple[str, ...]:
    hoe = (k.hoe for u in uitkomsten for k in u.per_kamer if k.behaald is not None)
    return tuple(dict.fromkeys(zin for zin in hoe if zin.startswith("Op koers")))
