"""WRITE: kamers, wijken and organisaties."""

from __future__ import annotations

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie, Wijk
from buurtwerkkamers.schrijven import schrijft


@schrijft
def bewaar_kamer(kamer: Kamer, *, door: Gebruiker) -> Kamer:
    """Store a new or changed kamer. ``Geweigerd`` when its days leave attendances outside."""
    kamer.save()
    return kamer


@schrijft
def bewaar_wijk(wijk: Wijk, *, door: Gebruiker) -> Wijk:
    wijk.save()
    return wijk


@schrijft
def bewaar_organisatie(organisatie: Organisatie, *, door: Gebruiker) -> Organisatie:
    organisatie.save()
    return organisatie


@schrijft
def organisatie_met_naam(naam: str, *, soort: str, door: Gebruiker) -> Organisatie:
    """The organisation of this name, made with this kind when it is new. A known one keeps its kind."""
    return Organisatie.objects.get_or_create(naam=naam, defaults={"soort": soort})[0]
