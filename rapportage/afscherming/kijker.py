"""Who looks: from inside, where a figure is exact, or from outside, where it is shielded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer

Rol = Bevoegdheid.Rol
_BINNEN = {Rol.BUREAU, Rol.PENNINGMEESTER}


@dataclass(frozen=True)
class Kijker:
    """A reader. Closed by default: without anything else somebody looks from outside.

    ``overal``: inside for every kamer; ``kamers``: names of the kamers that this reader is inside for. ``bewijs``: may
    open the list that a figure was counted from. ``alleen_corporatie``: sees marked indicators only. ``vandaag``
    decides which periods are over.
    """

    overal: bool = False
    kamers: frozenset[str] = frozenset()
    bewijs: bool = False
    alleen_corporatie: bool = False
    vandaag: date = date.min

    def binnen(self, kamers: tuple[str, ...]) -> bool:
        """Whether figures of these kamers are exact for this reader; a figure of no kamer at all is only so inside."""
        return self.overal or (bool(kamers) and self.kamers.issuperset(kamers))


def kijker_van(gebruiker: Gebruiker) -> Kijker:
    """The reader that this user is today. Somebody who works inside and outside sees the own kamers exactly."""
    rollen = gebruiker.rollen if gebruiker.is_authenticated else set()
    overal = bool(rollen & _BINNEN)
    eigen = [b.kamer_id for b in gebruiker.bevoegdheden if b.rol == Rol.COORDINATOR and b.kamer_id] if rollen else []
    namen = frozenset(Kamer.objects.filter(pk__in=eigen).values_list("naam", flat=True)) if eigen else frozenset()
    return Kijker(
        overal=overal,
        kamers=namen,
        bewijs=bool(rollen & {Rol.BUREAU, Rol.COORDINATOR}),
        alleen_corporatie=Rol.CORPORATIE in rollen and not rollen & {*_BINNEN, Rol.COORDINATOR, Rol.GEMEENTE},
        vandaag=timezone.localdate(),
    )
