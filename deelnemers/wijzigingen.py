"""READ: what changed about a person, from the history that the triggers keep. Says what, never the old values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from buurtwerkkamers.models import Kamer
from deelnemers.models import Deelnemer, Persoonsgegevens, Rol
from deelnemers.zicht import DOELGROEPROLLEN

VELDEN = ("voornaam", "achternaam", "postcode", "telefoon", "email")
AANTAL = 20


@dataclass(frozen=True)
class Wijziging:
    tijdstip: datetime
    tekst: str


def wijzigingen_van(deelnemer: Deelnemer, kamers: Iterable[Kamer]) -> list[Wijziging]:
    """The last changes, newest first: name and contact data, and roles at these kamers.

    Who did it is not told: that could show another kamer where the person comes.
    """
    alles = [*_gegevens(deelnemer), *_rollen(deelnemer, kamers)]
    return sorted(alles, key=lambda wijziging: wijziging.tijdstip, reverse=True)[:AANTAL]


def _gebeurtenissen(model: Any) -> Any:
    return apps.get_model("deelnemers", f"{model.__name__}Event").objects


def _gegevens(deelnemer: Deelnemer) -> list[Wijziging]:
    gevonden, vorige = [], None
    for rij in _gebeurtenissen(Persoonsgegevens).filter(deelnemer=deelnemer.pk).order_by("pgh_id"):
        if vorige is None:
            gevonden.append(Wijziging(rij.pgh_created_at, "Ingeschreven"))
        else:
            anders = [
                str(Persoonsgegevens._meta.get_field(veld).verbose_name)
                for veld in VELDEN
                if getattr(rij, veld) != getattr(vorige, veld)
            ]
            if anders:
                gevonden.append(Wijziging(rij.pgh_created_at, f"Gewijzigd: {', '.join(anders)}"))
        vorige = rij
    return gevonden


def _rollen(deelnemer: Deelnemer, kamers: Iterable[Kamer]) -> list[Wijziging]:
    rijen = _gebeurtenissen(Rol).filter(deelnemer=deelnemer.pk, kamer__in=[kamer.pk for kamer in kamers])
    soorten = dict(Rol.Soort.choices)
    woorden = {"insert": "toegevoegd", "update": "gewijzigd", "delete": "verwijderd"}
    return [
        Wijziging(rij.pgh_created_at, f"Rol {soorten.get(rij.soort, rij.soort)} {woorden.get(rij.pgh_label, rij.pgh_label)}")
        for rij in rijen.exclude(soort__in=DOELGROEPROLLEN).order_by("-pgh_id")[:AANTAL]
    ]
