"""READ: what changed about a person, from the history that the triggers keep. Says what, never the old values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps

from buurtwerkkamers.models import Kamer
from deelnemers.models import Inschrijving, Persoonsgegevens, Rol, Samenvoeging
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


def wijzigingen_van(kaarten: Sequence[int], kamers: Iterable[Kamer]) -> list[Wijziging]:
    """The last changes of a person, newest first: enrolment and roles at these kamers, and since then the rest.

    ``kaarten`` are the ids of all cards, the one that holds first. Who did it, and what happened before the person
    came here, is not told: that could show another kamer.
    """
    namen = {kamer.pk: kamer.naam for kamer in kamers}
    eerste: dict[int, datetime] = {}
    ingeschreven = _gebeurtenissen(Inschrijving).filter(deelnemer__in=kaarten, kamer__in=namen, pgh_label="insert")
    for rij in ingeschreven.order_by("pgh_id"):
        eerste.setdefault(rij.kamer_id, rij.pgh_created_at)
    alles = [Wijziging(tijdstip, f"Ingeschreven bij {namen[kamer]}") for kamer, tijdstip in eerste.items()]
    if eerste:
        sinds = min(eerste.values())
        alles += _gegevens(kaarten[0], sinds=sinds)
        alles += _samenvoegingen(kaarten, namen, sinds=sinds)
    alles += _rollen(kaarten, namen)
    return sorted(alles, key=lambda wijziging: wijziging.tijdstip, reverse=True)[:AANTAL]


_SAMENGEVOEGD = {
    Samenvoeging.Stand.GEDAAN.value: "Samengevoegd met een andere kaart",
    Samenvoeging.Stand.ONGEDAAN.value: "Samenvoegen ongedaan gemaakt",
}


def _samenvoegingen(kaarten: Sequence[int], kamers: Iterable[int], *, sinds: datetime) -> list[Wijziging]:
    """When another card of these kamers came in, or was taken apart again; one of elsewhere is not told."""
    rijen = Samenvoeging.objects.filter(
        naar__in=kaarten, van__kamers__overlap=list(kamers), stand__in=_SAMENGEVOEGD, beslist_op__gte=sinds
    )
    return [Wijziging(op, _SAMENGEVOEGD[stand]) for stand, op in rijen.values_list("stand", "beslist_op") if op]


def _gebeurtenissen(model: Any) -> Any:
    return apps.get_model("deelnemers", f"{model.__name__}Event").objects


def _gegevens(deelnemer_id: int, *, sinds: datetime) -> list[Wijziging]:
    rijen = list(_gebeurtenissen(Persoonsgegevens).filter(deelnemer=deelnemer_id).order_by("pgh_id"))
    gevonden = []
    for vorige, rij in pairwise(rijen):
        anders = [label for veld, label in VELDEN.items() if getattr(rij, veld) != getattr(vorige, veld)]
        if anders and rij.pgh_created_at >= sinds:
            gevonden.append(Wijziging(rij.pgh_created_at, f"Gewijzigd: {', '.join(anders)}"))
    return gevonden


def _rollen(kaarten: Sequence[int], kamers: Iterable[int]) -> list[Wijziging]:
    rijen = _gebeurtenissen(Rol).filter(deelnemer__in=kaarten, kamer__in=kamers)
    soorten = dict(Rol.Soort.choices)
    woorden = {"insert": "toegevoegd", "update": "gewijzigd", "delete": "verwijderd"}
    return [
        Wijziging(rij.pgh_created_at, f"Rol {soorten.get(rij.soort, rij.soort)} {woorden[rij.pgh_label]}")
        for rij in rijen.exclude(soort__in=DOELGROEPROLLEN).order_by("-pgh_id")[:AANTAL]
    ]
