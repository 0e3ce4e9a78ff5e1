"""READ: what happened with a record of a kamer (a referral, an outcome, a contact …), from the history of triggers."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from buurtwerkkamers.models import Gebruiker
from deelnemers.klusstand import Stap

# Kept by the product itself; nobody changes them.
_STIL = ("id", "zoekwat")


def _gebeurtenissen(regel: Model) -> QuerySet:
    model: Any = apps.get_model("deelnemers", f"{type(regel).__name__}Event")
    return model.objects.filter(pgh_obj_id=regel.pk).order_by("pgh_id")


def laatste_stand(regel: Model) -> int:
    """The number of the last change, to see whether somebody changed the record since."""
    return _gebeurtenissen(regel).order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def geschiedenis(regel: Model) -> list[Stap]:
    """Who made and changed the record, newest first; which fields changed, never what they held. Two queries."""
    rijen = list(_gebeurtenissen(regel))
    gebruikers = Gebruiker.objects.filter(pk__in={_gebruiker(rij) for rij in rijen})
    wie: dict[int | None, str] = dict(gebruikers.values_list("pk", "naam"))
    stappen = [Stap(rij.pgh_created_at, wie.get(_gebruiker(rij), ""), "Opgeschreven") for rij in rijen[:1]]
    velden = [veld for veld in regel._meta.concrete_fields if veld.name not in _STIL]
    for vorige, rij in pairwise(rijen):
        anders = [str(v.verbose_name) for v in velden if getattr(vorige, v.attname) != getattr(rij, v.attname)]
        if anders:
            stappen.append(Stap(rij.pgh_created_at, wie.get(_gebruiker(rij), ""), f"Gewijzigd: {', '.join(anders)}"))
    return stappen[::-1]


def _gebruiker(rij: Any) -> int | None:
    gebruiker = (rij.pgh_context or {}).get("user")
    return gebruiker if isinstance(gebruiker, int) else None
