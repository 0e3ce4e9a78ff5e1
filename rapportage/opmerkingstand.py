"""READ: the remarks of a report that this user may see, per part, and where they may add one.

The bureau speaks about every part and every kamer; a coordinator about the own kamer, and hears nothing of another.
Nobody else takes part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Max, Min, QuerySet

from buurtwerkkamers.models import Gebruiker, Kamer, Logregel
from buurtwerkkamers.rechten import kamers_met, mag
from rapportage.models import Onderdeel, Opmerking, Rapport

# How far the clocks of the database and of this process may differ.
SPELING = timedelta(minutes=1)


@dataclass(frozen=True)
class Plek:
    """The remarks at one part, the oldest first. ``nummer`` is that of the part in the document."""

    nummer: int
    onderdeel: Onderdeel
    open: tuple[Opmerking, ...]
    klaar: tuple[Opmerking, ...]


@dataclass(frozen=True)
class Gesprek:
    """All remarks that this user may see. ``kamers`` and ``ook_samen``: where they may add one, if ``loopt``."""

    plekken: tuple[Plek, ...]
    kamers: tuple[Kamer, ...]
    ook_samen: bool
    loopt: bool

    @property
    def aantal_open(self) -> int:
        return sum(len(plek.open) for plek in self.plekken)

    def bij(self, nummer: int) -> Plek | None:
        return next((plek for plek in self.plekken if plek.nummer == nummer), None)

    def bij_onderdeel(self, onderdeel: Onderdeel) -> Plek | None:
        return next((plek for plek in self.plekken if plek.onderdeel.pk == onderdeel.pk), None)


def spreekruimte(rapport: Rapport, gebruiker: Gebruiker) -> tuple[tuple[Kamer, ...], bool]:
    """The kamers of this report that the user may speak about, and whether also about all of them together."""
    if mag(gebruiker, "rapporten.beheren") or mag(gebruiker, "rapporten.vaststellen"):
        return tuple(rapport.kamers.all()), True
    return tuple(rapport.kamers.filter(pk__in=kamers_met(gebruiker, "rapporten.antwoorden"))), False


def te_zien(rapport: Rapport, kamers: Sequence[Kamer], ook_samen: bool) -> QuerySet[Opmerking]:
    """The remarks of this report within these bounds."""
    alle = rapport.opmerkingen.select_related("door", "afgehandeld_door", "kamer")
    return alle if ook_samen else alle.filter(kamer__in=list(kamers))


def gesprek_over(rapport: Rapport, gebruiker: Gebruiker, kamer: Kamer | None = None) -> Gesprek | None:
    """The remarks of this report; None for who takes no part. ``kamer``: only those about this one.

    Three queries at most, whatever there is.
    """
    kamers, ook_samen = spreekruimte(rapport, gebruiker)
    if not (kamers or ook_samen):
        return None
    opmerkingen = te_zien(rapport, kamers, ook_samen)
    if kamer is not None:
        opmerkingen, kamers, ook_samen = opmerkingen.filter(kamer=kamer), (kamer,), False
    per_onderdeel: dict[int, list[Opmerking]] = {}
    for opmerking in opmerkingen:
        per_onderdeel.setdefault(opmerking.onderdeel_id, []).append(opmerking)
    plekken = []
    for nummer, onderdeel in enumerate(rapport.sjabloon.onderdelen.all(), start=1):
        hier = per_onderdeel.get(onderdeel.pk, [])
        open_, klaar = ([o for o in hier if (o.afgehandeld_op is None) is wacht] for wacht in (True, False))
        plekken.append(Plek(nummer, onderdeel, tuple(open_), tuple(klaar)))
    return Gesprek(tuple(plekken), kamers, ook_samen, loopt=not rapport.is_af)


@dataclass(frozen=True)
class Teruggestuurd:
    """Why a report went back to its writers, said by whom and when."""

    reden: str
    door: str
    op: datetime


def laatst_teruggestuurd(rapport: Rapport) -> Teruggestuurd | None:
    """Why this report came back to its writers; None when it did not, or was handed in again since. Three queries."""
    if not rapport.reden_terug:
        return None
    gebeurtenis: Any = apps.get_model("rapportage", "RapportEvent")
    stappen = gebeurtenis.objects.filter(pgh_obj_id=rapport.pk)
    gecontroleerd = stappen.filter(status=Rapport.Status.TER_CONTROLE).aggregate(laatst=Max("pgh_id"))["laatst"]
    op = stappen.filter(pgh_id__gt=gecontroleerd or 0).aggregate(eerst=Min("pgh_created_at"))["eerst"]
    if op is None:  # put in without its history
        return None
    # The history says when; the log, which has it in the same transaction, who.
    regels = Logregel.objects.filter(
        tijdstip__gte=op - SPELING, onderwerp_soort=Rapport._meta.model_name, onderwerp_id=str(rapport.pk)
    )
    wie = regels.filter(reden__endswith=rapport.reden_terug).values_list("gebruiker__naam", flat=True)
    return Teruggestuurd(rapport.reden_terug, wie.order_by("pk").last() or "", op)
