"""WRITE: remarks beside the parts of a report in the making. Never printed, never for an outside reader.

That a remark is about a part and a kamer of its own report, and none comes to an adopted one, is held by the database.
"""

from __future__ import annotations

from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import schrijft
from rapportage.models import Onderdeel, Opmerking, Rapport


@schrijft
def maak(*, rapport: Rapport, onderdeel: Onderdeel, kamer: Kamer | None, tekst: str, door: Gebruiker) -> Opmerking:
    """A new remark; ``kamer`` None: about all kamers together. ``Geweigerd`` once the report is adopted."""
    rij = Opmerking(rapport=rapport, onderdeel=onderdeel, kamer=kamer, tekst=_schoon(tekst), door=door)
    rij.save()
    return rij


def _schoon(tekst: str) -> str:
    """Line ends of one kind, whatever a browser sends."""
    return "\n".join(tekst.splitlines()).strip()


@schrijft
def handel_af(*, opmerking: Opmerking, door: Gebruiker) -> None:
    """Nothing is left to do about it. Whoever may read a remark may do this; twice changes nothing."""
    rij = Opmerking.objects.select_for_update().get(pk=opmerking.pk)
    if rij.afgehandeld_op is None:
        rij.afgehandeld_door, rij.afgehandeld_op = door, timezone.now()
        rij.save(update_fields=["afgehandeld_door", "afgehandeld_op"])


@schrijft
def heropen(*, opmerking: Opmerking, door: Gebruiker) -> None:
    """It was not finished after all. History keeps who said so."""
    rij = Opmerking.objects.select_for_update().get(pk=opmerking.pk)
    if rij.afgehandeld_op is not None:
        rij.afgehandeld_door, rij.afgehandeld_op = None, None
        rij.save(update_fields=["afgehandeld_door", "afgehandeld_op"])
