"""READ: what changed about a person, from the history that the triggers keep. Says what, never the old values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps

from buurtwerkkamers.models import Kamer
from deelnemers.models import Deelnemer, Inschrijving, Persoonsgegevens, Rol
from deelnemers.zicht import DOELGROEPROLLEN

VELDEN = {
    "voornaam": "voornaam",
    "achternaam": "achternaam",
    "postcode": "postcode",
    "telefoon": "telefoon",
    "email": "e-mailadres",
}
AANTAL = 20


@dataclass(frozen=True)
class Wijziging:
    tijdstip: datetime
    tekst: str


def wijzigingen_van(deelnemer: Deelnemer, kamers: Iterable[Kamer]) -> list[Wijziging]:
    """The last changes, newest first: enrolment and roles at these kamers, and since then name and contact data.

    Who did it, and what happened before the person came here, is not told: that could show another kamer.
    """
    namen = {kamer.pk: kamer.naam for kamer in kamers}
    ingeschreven = list(
        _gebeurtenissen(Inschrijving).filter(deelnemer=deelnemer.pk, kamer__in=namen, pgh_label="insert")
    )
    alles = [Wijziging(rij.pgh_created_at, f"Ingeschreven bij {namen[rij.kamer_id]}") for rij in ingeschreven]
    if ingeschreven:
        alles += _gegevens(deelnemer, sinds=min(rij.pgh_created_at for rij in ingeschreven))
    alles += _rollen(deelnemer, namen)
    return sorted(alles, key=lambda wijziging: wijziging.tijdstip, reverse=True)[:AANTAL]


def _gebeurtenissen(model: Any) -> Any:
    return apps.get_model("deelnemers", f"{model.__name__}Event").objects


def _gegevens(deelnemer: Deelnemer, *, sinds: datetime) -> list[Wijziging]:
    rijen = list(_gebeurtenissen(Persoonsgegevens).filter(deelnemer=deelnemer.pk).order_by("pgh_id"))
    gevonden = []
    for vorige, rij in pairwise(rijen):
        anders = [label for veld, label in VELDEN.items() if getattr(rij, veld) != getattr(vorige, veld)]
        if anders and rij.pgh_created_at >= sinds:
            gevonden.append(Wijziging(rij.pgh_created_at, f"Gewijzigd: {', '.join(anders)}"))
    return gevonden


def _rollen(deelnemer: Deelnemer, kamers: Iterable[int]) -> list[Wijziging]:
    rijen = _gebeurtenissen(Rol).filter(deelnemer=deelnemer.pk, kamer__in=kamers)
    soorten = dict(Rol.Soort.choices)
    woorden = {"insert": "toegevoegd", "update": "gewijzigd", "delete": "verwijderd"}
    return [
        Wijziging(rij.pgh_created_at, f"Rol {soorten.get(rij.soort, rij.soort)} {woorden[rij.pgh_label]}")
        for rij in rijen.exclude(soort__in=DOELGROEPROLLEN).order_by("-pgh_id")[:AANTAL]
    ]
