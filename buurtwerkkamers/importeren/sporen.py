"""Where in the history the events of one import stand, so that undoing it reads those and no others."""

from __future__ import annotations

from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

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
    """Remembers where every table of history ends now; what an import adds comes after that."""

    def __init__(self) -> None:
        self._modellen = gebeurtenismodellen()
        # One statement with an index lookup for each table.
        vragen = (
            f'SELECT {nr}, max(pgh_id) FROM "{model._meta.db_table}"'  # noqa: S608 - names of our own tables
            for nr, model in enumerate(self._modellen)
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(vragen))
            self._einde = {nr: laatste or 0 for nr, laatste in cursor.fetchall()}

    def van(self, inlezing: Inlezing) -> dict[str, list[int]]:
        """Per table in which this import left events: the first, the last and how many."""
        gevonden = {}
        for nr, model in enumerate(self._modellen):
            eigen = model.objects.filter(pgh_id__gt=self._einde[nr], pgh_context__inlezing=str(inlezing.pk))
            telling = eigen.aggregate(eerste=Min("pgh_id"), laatste=Max("pgh_id"), aantal=Count("pgh_id"))
            if telling["aantal"]:
                gevonden[model._meta.label] = [telling["eerste"], telling["laatste"], telling["aantal"]]
        return gevonden
