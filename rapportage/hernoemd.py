"""READ: which kamers and categorieën were called otherwise at a moment, from the history.

A name is a word beside a figure, not a figure: a report of then and a count of now are compared under the names of now.
Indicators have no part in this: what they are called is of a version of the agreement, and that does not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

# What has a name that a report prints, what a reader calls it, and where it is named.
_MET_NAAM = (("Kamer", "de kamer", ("naam", "korte_naam")), ("Categorie", "de categorie", ("naam",)))


@dataclass(frozen=True)
class Hernoemd:
    """``soort`` ('de kamer') was called ``toen`` and is called ``nu``."""

    soort: str
    toen: str
    nu: str

    @property
    def zin(self) -> str:
        return f"{self.soort} ‘{self.toen}’ heet nu ‘{self.nu}’"


def hernoemd_sinds(moment: datetime) -> tuple[Hernoemd, ...]:
    """What is called otherwise now than at ``moment``; what is gone has no name now and is not in it."""
    gevonden = []
    for model, soort, velden in _MET_NAAM:
        nu = {rij["pk"]: rij for rij in apps.get_model("buurtwerkkamers", model)._default_manager.values("pk", *velden)}
        for toen in _rijen_op(f"{model}Event", moment):
            for veld in velden:
                oud, nieuw = toen[veld], nu.get(toen["pgh_obj_id"], {}).get(veld)
                if oud and nieuw and oud != nieuw:
                    gevonden.append(Hernoemd(soort, oud, nieuw))
    return tuple(gevonden)


def met_namen_van_nu(hernoemd: tuple[Hernoemd, ...]) -> Callable[[str], str]:
    """A function that puts the names of now in words of then: each name as a whole, the longest first."""
    if not hernoemd:
        return str
    namen = {h.toen: h.nu for h in hernoemd}
    patroon = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(namen, key=len, reverse=True)))})(?!\w)")
    return lambda woorden: patroon.sub(lambda gevonden: namen[gevonden[0]], woorden)


def _rijen_op(gebeurtenis: str, moment: datetime) -> list[dict[str, Any]]:
    """Each row as it was at ``moment``."""
    alle: Any = apps.get_model("buurtwerkkamers", gebeurtenis)._default_manager
    toen = alle.filter(pgh_created_at__lte=moment).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    return list(toen.values())
