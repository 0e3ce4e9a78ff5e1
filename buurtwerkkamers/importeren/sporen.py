"""Where in the history the events of one import stand, so that undoing it reads those and no others."""

from __future__ import annotations

from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from buurtwerkkamers.models import Inlezing

Gebeurtenismodel = Any


def gebeurtenismodellen() -> list[Gebeurtenismodel]:
    """Every table of history; ``pgh_tracked_model`` is what it is the history of."""
    return [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]


def gebeurtenissen_van(inlezing: Inlezing) -> dict[Gebeurtenismodel, QuerySet]:
    """Per table of history the events that this import caused."""
    return {
        apps.get_model(label): apps.get_model(label).objects.filter(
            pgh_id__gte=eerste, pgh_id__lte=laatste, pgh_context__inlezing=str(inlezing.pk)
        )
        for label, (eerste, laatste, _) in inlezing.gebeurtenissen.items()
    }


class Sporen:
    """Remembers where every table of history ends now; what an import adds comes after that.

    Both looks are one statement with an index lookup for each table.
    """

    def __init__(self) -> None:
        self._modellen = gebeurtenismodellen()
        self._einde = dict(self._vraag(["coalesce(max(pgh_id), 0)"] * len(self._modellen), []))

    def van(self, inlezing: Inlezing) -> dict[str, list[int]]:
        """Per table in which this import left events: the first, the last and how many."""
        telling = "min(pgh_id), max(pgh_id), count(*)"
        eigen = [f"{telling}|pgh_id > {self._einde[nr]} AND pgh_context->>'inlezing' = %s" for nr in self._einde]
        gevonden = self._vraag(eigen, [str(inlezing.pk)] * len(eigen))
        return {self._modellen[nr]._meta.label: rij for nr, *rij in gevonden if rij[-1]}

    def _vraag(self, wat: list[str], waarden: list[str]) -> list[tuple]:
        """Ask something (before the bar) about some rows (after it) of each table; the number of the table first."""
        delen = []
        for nr, (model, vraag) in enumerate(zip(self._modellen, wat, strict=True)):
            kolommen, _, welke = vraag.partition("|")
            waar = f" WHERE {welke}" if welke else ""
            delen.append(f'SELECT {nr}, {kolommen} FROM "{model._meta.db_table}"{waar}')  # noqa: S608 - our own names
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(delen), waarden)
            return cursor.fetchall()
