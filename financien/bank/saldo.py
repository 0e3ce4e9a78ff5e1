"""The balance of an account: what is there plus where it began, and whether a statement of the bank connects to it.

The first statement with a balance says where the account begins (``Beginsaldo``). From there on the balance of every
day follows from the lines, and each later statement proves that nothing is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.opmaak import datum, euro
from financien.bank.vorm import Afschrift
from financien.models import Beginsaldo

NIETS = Decimal(0)
Dagbedrag = tuple[date, Decimal]


@dataclass(frozen=True)
class Beginpunt:
    """The balance ``saldo`` at the beginning of ``dag``, before any line of that day."""

    dag: date
    saldo: Decimal


def beginpunt_van(rekening: str) -> Beginpunt | None:
    """Where the balance of this account begins, None when no statement gave a balance yet."""
    begin = Beginsaldo.objects.filter(rekening=rekening).first()
    return Beginpunt(begin.dag, begin.saldo) if begin else None


def bewaar_beginpunt(rekening: str, punt: Beginpunt) -> None:
    """Part of storing a file (``inlezen``): where the account begins, for the first time or at an earlier day."""
    Beginsaldo.objects.update_or_create(rekening=rekening, defaults={"dag": punt.dag, "saldo": punt.saldo})


def sluit_aan(
    afschrift: Afschrift, beginpunt: Beginpunt | None, aanwezig: Sequence[Dagbedrag]
) -> tuple[str, Beginpunt | None]:
    """What does not connect, in one sentence ('' when all is well), and where the balance begins from now on.

    ``aanwezig``: day and amount of each line that is there for this account, without those of this statement.
    """
    if afschrift.begin is None or afschrift.van is None or afschrift.tm is None:
        return "", beginpunt
    eigen = [(regel.datum, regel.bedrag) for regel in afschrift.regels]
    nieuw = Beginpunt(afschrift.van, afschrift.begin)
    if beginpunt is None:
        return "", nieuw
    samen = afschrift.begin + _som(eigen)
    eerder = nieuw.dag < beginpunt.dag or (nieuw.dag == beginpunt.dag and samen == beginpunt.saldo != nieuw.saldo)
    if eerder:
        ervoor = afschrift.begin + _som([*eigen, *aanwezig], vanaf=nieuw.dag, voor=beginpunt.dag)
        op_de_dag = ervoor + _som(eigen, vanaf=beginpunt.dag)
        if beginpunt.saldo in (ervoor, op_de_dag):
            return "", nieuw
        return _ontbreekt(beginpunt.saldo - ervoor, afschrift.tm, beginpunt.dag), nieuw
    # Lines of the first day that are not in this statement came before it.
    verwacht = beginpunt.saldo + _som(aanwezig, vanaf=beginpunt.dag, voor=nieuw.dag) + _som(
        [regel for regel in aanwezig if regel[0] == nieuw.dag]
    )  # fmt: skip
    if verwacht == afschrift.begin:
        return "", beginpunt
    laatste = max((dag for dag, _ in aanwezig if dag < nieuw.dag), default=beginpunt.dag)
    return _ontbreekt(afschrift.begin - verwacht, laatste, nieuw.dag), beginpunt


def _ontbreekt(verschil: Decimal, van: date, tot: date) -> str:
    waar = f"tussen {datum(van)} en {datum(tot)}" if van < tot else f"rond {datum(tot)}"
    return (
        f"Dit sluit niet aan op wat er al staat: {waar} ontbreekt {euro(verschil)}. "
        "Lees ook het afschrift van die dagen in."
    )


def _som(regels: Sequence[Dagbedrag], *, vanaf: date = date.min, voor: date = date.max) -> Decimal:
    return sum((bedrag for dag, bedrag in regels if vanaf <= dag < voor), NIETS)


def niet_in_bestand(afschrift: Afschrift, aanwezig: Sequence[Dagbedrag]) -> int:
    """How many lines are there between the first and the last day of a statement that it does not hold."""
    if afschrift.van is None or afschrift.tm is None:
        return 0
    er = Counter(regel for regel in aanwezig if afschrift.van < regel[0] < afschrift.tm)
    er.subtract(Counter((regel.datum, regel.bedrag) for regel in afschrift.regels))
    return sum(aantal for aantal in er.values() if aantal > 0)
