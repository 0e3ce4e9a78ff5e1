"""READ: which kamers and categorieën of a report were called otherwise at a moment, from the history.

A name is a word beside a figure, not a figure: a report of then is compared with a count of now under the names of now.
Indicators have no part in this: what they are called is of a version of the agreement, and that does not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from deelnemers.namen import zoekvorm
from rapportage.models import Rapport

Vertaling = Callable[[str], str]


@dataclass(frozen=True)
class Naam:
    """``soort`` ('de kamer') was called ``toen`` and is called ``nu``: the full name, and the one for narrow places."""

    soort: str
    toen: tuple[str, str]
    nu: tuple[str, str]

    @property
    def zin(self) -> str:
        return f"{self.soort} {_noem(*self.toen)} heet nu {_noem(*self.nu)}"


@dataclass(frozen=True)
class Namen:
    """All names of a report, also those that stayed: they may not be taken for what another was called."""

    kamers: tuple[Naam, ...]
    categorieen: tuple[Naam, ...]

    @property
    def hernoemd(self) -> tuple[Naam, ...]:
        return tuple(naam for naam in (*self.kamers, *self.categorieen) if naam.toen != naam.nu)

    def kamer_nu(self, toen: str) -> str:
        """The name of now of the kamer that had this full name."""
        return next((naam.nu[0] for naam in self.kamers if naam.toen[0] == toen), toen)

    def vertalingen(self) -> tuple[Vertaling, ...]:
        """Two ways to say words of then with names of now: a word does not tell whether it is the full name."""
        labels = {naam.toen[1]: naam.nu[1] for naam in self.kamers}
        heel = labels | {naam.toen[0]: naam.nu[0] for naam in self.kamers}
        kort = {toen: naam.nu[1] for naam in self.kamers for toen in naam.toen}
        soorten = {naam.toen[0]: naam.nu[0] for naam in self.categorieen}
        return _vertaling(heel | soorten), _vertaling(kort | soorten)

    def noemt_wat_hernoemd_is(self, woorden: str) -> bool:
        """Whether these words, as a figure in a text is asked for, hold a name of something that was renamed."""
        gezocht = zoekvorm(woorden)
        return any(zoekvorm(deel) in gezocht for naam in self.hernoemd for deel in (*naam.toen, *naam.nu))


def namen_sinds(rapport: Rapport, moment: datetime) -> Namen:
    """The names of the kamers and categorieën of this report, at ``moment`` and now."""
    kamers = {kamer.pk: (kamer.naam, kamer.label) for kamer in rapport.kamers.all()}
    soorten = {soort.pk: (soort.naam, soort.naam) for soort in rapport.afspraak.categorielijst.categorie_set.all()}
    return Namen(
        tuple(
            Naam("de kamer", (rij["naam"], rij["korte_naam"] or rij["naam"]), kamers[rij["pgh_obj_id"]])
            for rij in _rijen_op("KamerEvent", kamers, moment)
        ),
        tuple(
            Naam("de categorie", (rij["naam"], rij["naam"]), soorten[rij["pgh_obj_id"]])
            for rij in _rijen_op("CategorieEvent", soorten, moment)
        ),
    )


def _rijen_op(gebeurtenis: str, welke: Iterable[int], moment: datetime) -> list[dict[str, Any]]:
    """Each of these rows as it was at ``moment``."""
    alle: Any = apps.get_model("buurtwerkkamers", gebeurtenis)._default_manager
    toen = alle.filter(pgh_obj_id__in=list(welke), pgh_created_at__lte=moment)
    return list(toen.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id").values())


def _vertaling(namen: Mapping[str, str]) -> Vertaling:
    """All names at once, each as a whole, the longest first."""
    if all(toen == nu for toen, nu in namen.items()):
        return str
    langste_eerst = sorted(namen, key=len, reverse=True)
    patroon = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, langste_eerst))})(?!\w)")
    return lambda woorden: patroon.sub(lambda gevonden: namen[gevonden[0]], woorden)


def _noem(naam: str, label: str) -> str:
    return f"‘{naam}’" if naam == label else f"‘{naam}’ (kort: ‘{label}’)"
