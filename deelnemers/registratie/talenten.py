"""WRITE: what somebody is good at and would like to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Uitkomst, schrijft
from deelnemers.models import Talent
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.registratie.regels import voeg_toe

SLEUTEL = ("kamer_id", "deelnemer_id", "soort", "zoekwat")


@schrijft
def leg_talenten_vast(
    *, kamer_id: int, deelnemer_id: int, kan: Iterable[str] = (), wil: Iterable[str] = (), door: Gebruiker
) -> Uitkomst:
    """Record what the person can do and would like to do. What is there already, however spelled, stays as it is."""
    schrijf_ook_in([(deelnemer_id, kamer_id, timezone.localdate())], door=door)
    talenten = [
        Talent(kamer_id=kamer_id, deelnemer_id=deelnemer_id, soort=soort, wat=wat)
        for soort, teksten in ((Talent.Soort.KAN, kan), (Talent.Soort.WIL, wil))
        for wat in teksten
    ]
    for talent in talenten:
        talent.vul_aan()
    return voeg_toe(Talent, talenten, SLEUTEL)
