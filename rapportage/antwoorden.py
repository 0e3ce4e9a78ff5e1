"""WRITE: the answers of a report in the making. Every function is signed (``door``) and atomic.

That answers change in concept only is refused by the database as well (see ``bewaking``), as ``Geweigerd`` in Dutch.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import schrijft
from rapportage.models import Antwoord, Onderdeel, Rapport


class AntwoordVeranderd(Exception):
    """Someone else wrote in this answer in the meantime. ``huidig`` is what is stored now."""

    def __init__(self, huidig: Antwoord) -> None:
        super().__init__("Iemand anders heeft dit antwoord intussen veranderd.")
        self.huidig = huidig


@schrijft
def beantwoord(
    *,
    rapport: Rapport,
    onderdeel: Onderdeel,
    kamer: Kamer | None,
    tekst: str,
    keuze: str = "",
    versie: int = 0,
    door: Gebruiker,
) -> Antwoord:
    """Write an answer over version ``versie`` (0: there was none yet).

    Raises ``AntwoordVeranderd`` when another version is stored by now, so that no text is lost; the same text
    again changes nothing. Line ends are stored as one kind, whatever a browser sends.
    """
    tekst = "\n".join(tekst.splitlines())
    if keuze and keuze not in onderdeel.keuzes:
        raise ValidationError("Kies een van de mogelijkheden.")
    geschreven = Antwoord.objects.select_for_update(of=("self",))
    huidig = geschreven.filter(rapport=rapport, onderdeel=onderdeel, kamer=kamer).first()
    if huidig is None:
        antwoord, gemaakt = Antwoord.objects.get_or_create(
            rapport=rapport,
            onderdeel=onderdeel,
            kamer=kamer,
            defaults={"tekst": tekst, "keuze": keuze, "geschreven_door": door},
        )
        if gemaakt:
            return antwoord
        huidig = antwoord
    if (huidig.tekst, huidig.keuze) == (tekst, keuze):
        return huidig
    if huidig.versie != versie:
        raise AntwoordVeranderd(huidig)
    huidig.tekst, huidig.keuze, huidig.geschreven_door = tekst, keuze, door
    huidig.versie += 1
    huidig.full_clean(validate_constraints=False, validate_unique=False)
    huidig.save()
    return huidig
