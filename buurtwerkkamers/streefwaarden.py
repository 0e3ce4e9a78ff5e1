"""Targets as they are printed in an agreement, read into something that can be compared.

``> 50%`` and ``> 10 op 20`` are more than; a bare ``200`` and ``minimaal 5`` are at least; ``Positief`` and words
such as ``nog te vroeg`` have no number. The printed text is always kept and printed back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db import models


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
    "": Operator.MINSTENS,
    "=": Operator.GELIJK,
    "<=": Operator.HOOGSTENS,
    "≤": Operator.HOOGSTENS,
    "maximaal": Operator.HOOGSTENS,
    "hoogstens": Operator.HOOGSTENS,
    "<": Operator.MINDER_DAN,
    "minder dan": Operator.MINDER_DAN,
}
_GETAL = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
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
    return Decimal(tekst.replace(".", "").replace(",", "."))
