"""READ: which kamers and categorieën were called otherwise at a moment, from the history.

A name is a word beside a figure, not a figure: a report of then and a count of now are the same under either name.
Indicators have no part in this: what they are called is of a version of the agreement, and that does not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

# What has a name that a report prints, what a reader calls it, and where it is named: first the full name.
_MET_NAAM = (("Kamer", "de kamer", ("naam", "korte_naam")), ("Categorie", "de categorie", ("naam",)))


@dataclass(frozen=True)
class Hernoemd:
    """``soort`` ('de kamer') was called ``toen`` and is called ``nu``; both with the full name first."""

    soort: str
    toen: tuple[str, ...]
    nu: tuple[str, ...]

    @property
    def zin(self) -> str:
        return f"{self.soort} {_noem(self.toen)} heet nu {_noem(self.nu)}"


def hernoemd_sinds(moment: datetime) -> tuple[Hernoemd, ...]:
    """What is called otherwise now than at ``moment``; what is gone has no name now and is not in it."""
    gevonden = []
    for model, soort, velden in _MET_NAAM:
        nu = {rij["pk"]: rij for rij in apps.get_model("buurtwerkkamers", model)._default_manager.values("pk", *velden)}
        for toen in _rijen_op(f"{model}Event", moment):
            if toen["pgh_obj_id"] in nu:
                oud, nieuw = (_namen(rij, velden) for rij in (toen, nu[toen["pgh_obj_id"]]))
                if oud != nieuw:
                    gevonden.append(Hernoemd(soort, oud, nieuw))
    return tuple(gevonden)


def onder_een_naam(hernoemd: Sequence[Hernoemd]) -> Callable[[str], str]:
    """A function that puts one name in words for all that a thing is or was called; each name as a whole."""
    namen = {naam: h.nu[0] for h in hernoemd for naam in (*h.toen, *h.nu)}
    if not namen:
        return str
    langste_eerst = sorted(namen, key=len, reverse=True)
    patroon = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, langste_eerst))})(?!\w)")
    return lambda woorden: patroon.sub(lambda gevonden: namen[gevonden[0]], woorden)


def _namen(rij: dict[str, Any], velden: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rij[veld] for veld in velden if rij[veld]))


def _noem(namen: tuple[str, ...]) -> str:
    heel, *kort = (f"‘{naam}’" for naam in namen)
    return f"{heel} (kort: {kort[0]})" if kort else heel


def _rijen_op(gebeurtenis: str, moment: datetime) -> list[dict[str, Any]]:
    """Each row as it was at ``moment``."""
    alle: Any = apps.get_model("buurtwerkkamers", gebeurtenis)._default_manager
    toen = alle.filter(pgh_created_at__lte=moment).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return list(toen.values())
