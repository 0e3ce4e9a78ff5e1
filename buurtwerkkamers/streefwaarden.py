"""Targets as they are printed in an agreement, read into something that can be compared.

``> 50%`` and ``> 10 op 20`` are more than; a bare ``200`` and ``minimaal 5`` are at least; ``Positief`` and words
such as ``nog te vroeg`` have no number. The printed text is always kept and printed back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from buurtwerkkamers.opmaak import getal


class Operator(models.TextChoices):
    MEER_DAN = "meer_dan", "meer dan"
    MINSTENS = "minstens", "minstens"
    GELIJK = "gelijk", "gelijk aan"
    HOOGSTENS = "hoogstens", "hoogstens"
    MINDER_DAN = "minder_dan", "minder dan"
    POSITIEF = "positief", "positief"
    WOORDEN = "woorden", "in woorden"


@dataclass(frozen=True)
class Doel:
    """A target, read: operator, value, base (``op 20``) and whether the value is a percentage."""

    operator: Operator
    waarde: Decimal | None = None
    basis: Decimal | None = None
    procent: bool = False

    @property
    def eenheid(self) -> str:
        """What the value is counted in: '%', or '' for a number of whatever the indicator counts."""
        return "%" if self.procent else ""

    def gehaald_met(self, waarde: Decimal | int) -> bool | None:
        """Whether a measured value meets the target; None when the target is words."""
        if self.operator == Operator.POSITIEF:
            return waarde >= 0
        if self.waarde is None:
            return None
        return {
            Operator.MEER_DAN: waarde > self.waarde,
            Operator.MINSTENS: waarde >= self.waarde,
            Operator.GELIJK: waarde == self.waarde,
            Operator.HOOGSTENS: waarde <= self.waarde,
            Operator.MINDER_DAN: waarde < self.waarde,
        }[self.operator]


_TEKENS = {
    ">": Operator.MEER_DAN,
    "meer dan": Operator.MEER_DAN,
    ">=": Operator.MINSTENS,
    "≥": Operator.MINSTENS,
    "minimaal": Operator.MINSTENS,
    "minstens": Operator.MINSTENS,
    "ten minste": Operator.MINSTENS,
    "tenminste": Operator.MINSTENS,
    "min.": Operator.MINSTENS,
    "min": Operator.MINSTENS,
    "": Operator.MINSTENS,
    "=": Operator.GELIJK,
    "<=": Operator.HOOGSTENS,
    "≤": Operator.HOOGSTENS,
    "maximaal": Operator.HOOGSTENS,
    "hoogstens": Operator.HOOGSTENS,
    "ten hoogste": Operator.HOOGSTENS,
    "niet meer dan": Operator.HOOGSTENS,
    "max.": Operator.HOOGSTENS,
    "max": Operator.HOOGSTENS,
    "<": Operator.MINDER_DAN,
    "minder dan": Operator.MINDER_DAN,
}
# 12.000 is twelve thousand; 3.5 can only be a decimal written the English way. More than two decimals, or more digits
# than the database holds, is no target that can be compared: it stays words.
_GETAL = r"[0-9]{1,3}(?:\.[0-9]{3}){1,2}(?:,[0-9]{1,2})?|[0-9]{1,9}(?:[,.][0-9]{1,2})?"
_DUIZENDEN = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,|$)")
_VORM = re.compile(
    rf"^(?P<teken>{'|'.join(sorted(map(re.escape, filter(None, _TEKENS)), key=len, reverse=True))})?\s*"
    rf"(?P<waarde>{_GETAL})\s*(?P<procent>%)?(?:\s*op\s*(?P<basis>{_GETAL}))?$",
    re.IGNORECASE,
)
_POSITIEF = re.compile(r"^(positief( oordeel)?|geen tekort)$", re.IGNORECASE)


def lees_streefwaarde(tekst: str) -> Doel:
    """Read a printed target. Words that hold no number stay words; nothing is refused."""
    kaal = " ".join(tekst.split())
    if _POSITIEF.match(kaal):
        return Doel(Operator.POSITIEF)
    vorm = _VORM.match(kaal)
    if not vorm:
        return Doel(Operator.WOORDEN)
    return Doel(
        _TEKENS[(vorm["teken"] or "").lower()],
        _decimaal(vorm["waarde"]),
        _decimaal(vorm["basis"]) if vorm["basis"] else None,
        bool(vorm["procent"]),
    )


def _decimaal(tekst: str) -> Decimal:
    kaal = tekst.replace(".", "") if _DUIZENDEN.match(tekst) else tekst
    return Decimal(kaal.replace(",", "."))


# --- and back ---------------------------------------------------------------------------------------------------

_SCHRIJF = {
    Operator.MEER_DAN: "> ",
    Operator.MINSTENS: "",
    Operator.GELIJK: "= ",
    Operator.HOOGSTENS: "<= ",
    Operator.MINDER_DAN: "< ",
}
_WOORDEN = {
    Operator.MEER_DAN: "meer dan",
    Operator.MINSTENS: "minstens",
    Operator.GELIJK: "precies",
    Operator.HOOGSTENS: "hoogstens",
    Operator.MINDER_DAN: "minder dan",
}


def schrijf_streefwaarde(doel: Doel) -> str:
    """The shortest text that is read as this target. ``ValueError`` for words: those are in the printed text only.

    What was printed is never replaced by this: 'minimaal 50%' and '50%' are read alike and printed as they were.
    """
    if doel.operator == Operator.POSITIEF:
        return "positief"
    if doel.waarde is None:
        raise ValueError("Een streefwaarde in woorden staat alleen in de gedrukte tekst.")
    return f"{_SCHRIJF[doel.operator]}{_met_basis(doel, ' op ')}"


def in_woorden(doel: Doel) -> str:
    """How the product reads a printed target: '> 10 op 20' is 'meer dan 10 van de 20'."""
    if doel.operator == Operator.POSITIEF:
        return "niet onder nul"
    if doel.waarde is None:
        return "in woorden, niet te vergelijken"
    return f"{_WOORDEN[doel.operator]} {_met_basis(doel, ' van de ')}"


def _met_basis(doel: Doel, ertussen: str) -> str:
    basis = f"{ertussen}{getal(doel.basis)}" if doel.basis is not None else ""
    return f"{getal(doel.waarde)}{doel.eenheid}{basis}"
