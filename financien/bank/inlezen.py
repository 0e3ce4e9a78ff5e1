"""Storing what a file of the bank says: first what it would do (``maak_plan``), then all of it or nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import datum, euro, getal, periode
from buurtwerkkamers.schrijven import schrijft
from buurtwerkkamers.sloten import Slot, wacht_op
from financien.bank.kenmerken import met_kenmerk, soort_van
from financien.bank.lezen import Bestanddeel
from financien.bank.saldo import (
    Beginpunt,
    Dagbedrag,
    beginpunt_van,
    bewaar_beginpunt,
    niet_in_bestand,
    sluit_aan,
)
from financien.bank.vorm import Afschrift, Bankregel
from financien.models import Banktransactie

BLOK = 2000


@dataclass(frozen=True)
class Rekeningplan:
    """What a file would do to one account.

    ``bekend``: lines that are there already; ``anders``: those that are there from another form of file (see
    ``kenmerken``). ``nul``: lines of 0 euro, left out. ``meldingen``: what does not connect, in Dutch.
    """

    rekening: str
    vorm: str
    van: date | None
    tm: date | None
    begin: Decimal | None
    eind: Decimal | None
    nieuw: tuple[tuple[str, Bankregel], ...]
    bekend: int
    anders: int
    nul: int
    niet_geboekt: int
    meldingen: tuple[str, ...]
    beginpunt: Beginpunt | None
    was_beginpunt: Beginpunt | None

    @property
    def aantal(self) -> int:
        return len(self.nieuw) + self.bekend + self.anders

    @property
    def periode(self) -> str:
        return periode(self.van, self.tm)

    @property
    def sluit_aan(self) -> bool:
        """Whether it was held against a balance that was there, and connects."""
        return self.was_beginpunt is not None and self.begin is not None and not self.meldingen


@dataclass(frozen=True)
class Inleesplan:
    """What a file would do, per account."""

    rekeningen: tuple[Rekeningplan, ...]

    @property
    def nieuw(self) -> int:
        return sum(len(rekening.nieuw) for rekening in self.rekeningen)

    @property
    def bekend(self) -> int:
        return sum(rekening.bekend + rekening.anders for rekening in self.rekeningen)

    @property
    def verandert(self) -> bool:
        """Whether there is anything to store: lines, or where the balance begins."""
        return bool(self.nieuw) or any(r.beginpunt != r.was_beginpunt for r in self.rekeningen)


@schrijft
def lees_in(bestanddelen: Sequence[Bestanddeel], *, door: Gebruiker) -> Inleesplan:
    """Store the lines that are not there yet; gives what it did. One file at a time, all of it or nothing."""
    wacht_op(Slot.BANKBESTAND)
    plan = maak_plan(bestanddelen)
    nieuw = [_transactie(kenmerk, regel) for rekening in plan.rekeningen for kenmerk, regel in rekening.nieuw]
    Banktransactie.objects.bulk_create(sorted(nieuw, key=lambda t: t.datum), batch_size=BLOK)
    for rekening in plan.rekeningen:
        if rekening.beginpunt and rekening.beginpunt != rekening.was_beginpunt:
            bewaar_beginpunt(rekening.rekening, rekening.beginpunt)
    return plan


def maak_plan(bestanddelen: Sequence[Bestanddeel]) -> Inleesplan:
    """What storing these files would do now."""
    per_rekening: dict[str, list[Afschrift]] = defaultdict(list)
    regels: dict[str, dict[str, Bankregel]] = defaultdict(dict)
    for bestanddeel in bestanddelen:
        for afschrift in bestanddeel:
            per_rekening[afschrift.rekening].append(afschrift)
        alles = (regel for afschrift in bestanddeel for regel in afschrift.regels if regel.bedrag)
        for (rekening, kenmerk), regel in met_kenmerk(alles).items():
            regels[rekening].setdefault(kenmerk, regel)
    return Inleesplan(
        tuple(_rekeningplan(rekening, per_rekening[rekening], regels[rekening]) for rekening in sorted(per_rekening))
    )


def _rekeningplan(rekening: str, afschriften: list[Afschrift], regels: dict[str, Bankregel]) -> Rekeningplan:
    afschriften = sorted(afschriften, key=lambda a: (a.van or date.max, a.tm or date.max))
    aanwezig = list(Banktransactie.objects.filter(rekening=rekening).values_list("kenmerk", "datum", "bedrag"))
    er_is = {kenmerk for kenmerk, _, _ in aanwezig}
    nieuw, anders = _zonder_andere_vorm(
        [(kenmerk, regel) for kenmerk, regel in regels.items() if kenmerk not in er_is], aanwezig
    )
    was_beginpunt = beginpunt_van(rekening)
    meldingen, beginpunt = _controleer(afschriften, was_beginpunt, [(dag, bedrag) for _, dag, bedrag in aanwezig])
    met_saldo = [a for a in afschriften if a.begin is not None]
    return Rekeningplan(
        rekening=rekening,
        vorm=afschriften[0].vorm,
        van=min((a.van for a in afschriften if a.van), default=None),
        tm=max((a.tm for a in afschriften if a.tm), default=None),
        begin=met_saldo[0].begin if met_saldo else None,
        eind=met_saldo[-1].eind if met_saldo else None,
        nieuw=tuple(nieuw),
        bekend=len(regels) - len(nieuw) - anders,
        anders=anders,
        nul=sum(not regel.bedrag for a in afschriften for regel in a.regels),
        niet_geboekt=sum(a.niet_geboekt for a in afschriften),
        meldingen=tuple(dict.fromkeys(meldingen)),
        beginpunt=beginpunt,
        was_beginpunt=was_beginpunt,
    )


def _zonder_andere_vorm(
    regels: list[tuple[str, Bankregel]], aanwezig: Iterable[tuple[str, date, Decimal]]
) -> tuple[list[tuple[str, Bankregel]], int]:
    """The lines that are not there in another form either, and how many are. See ``kenmerken``."""
    anders: Counter[tuple[str, date, Decimal]] = Counter()
    soorten = {regel.soort for _, regel in regels}
    for kenmerk, dag, bedrag in aanwezig:
        for soort in soorten - {soort_van(kenmerk)}:
            anders[soort, dag, bedrag] += 1
    nieuw = []
    for kenmerk, regel in regels:
        sleutel = (regel.soort, regel.datum, regel.bedrag)
        if anders[sleutel] > 0:
            anders[sleutel] -= 1
        else:
            nieuw.append((kenmerk, regel))
    return nieuw, len(regels) - len(nieuw)


def _controleer(
    afschriften: list[Afschrift], beginpunt: Beginpunt | None, aanwezig: list[Dagbedrag]
) -> tuple[list[str], Beginpunt | None]:
    """Whether the balances add up within each statement, from one to the next, and with what is there."""
    meldingen: list[str] = []
    er = Counter(aanwezig)
    for afschrift in afschriften:
        if afschrift.verschil:
            meldingen.append(
                f"De regels van {_periode(afschrift)} tellen niet op tot het eindsaldo: het verschil is "
                f"{euro(afschrift.verschil)}. Download het afschrift opnieuw, zonder filter."
            )
        if over := niet_in_bestand(afschrift, aanwezig):
            meldingen.append(
                f"Er staat al 1 regel van {_periode(afschrift)} die niet in dit bestand staat. Kijk na hoe dat kan."
                if over == 1
                else f"Er staan al {getal(over)} regels van {_periode(afschrift)} die niet in dit bestand staan. "
                "Kijk na hoe dat kan."
            )
        eigen = Counter((regel.datum, regel.bedrag) for regel in afschrift.regels)
        melding, beginpunt = sluit_aan(afschrift, beginpunt, list((er - eigen).elements()))
        if melding:
            meldingen.append(melding)
        er |= eigen
    return meldingen, beginpunt


def _periode(afschrift: Afschrift) -> str:
    return f"{datum(afschrift.van)} t/m {datum(afschrift.tm)}"


def _transactie(kenmerk: str, regel: Bankregel) -> Banktransactie:
    """The row; texts are cut to what fits, the digest was made of the whole."""
    return Banktransactie(
        rekening=regel.rekening,
        datum=regel.datum,
        bedrag=regel.bedrag,
        tegenpartij=regel.tegenpartij[:140],
        tegenrekening=regel.tegenrekening,
        omschrijving=regel.omschrijving[:500],
        kenmerk=kenmerk,
    )
