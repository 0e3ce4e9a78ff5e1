"""WRITE: many rows at once that were changed in memory, as an import does. Enrols at the kamer when needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.schrijven import schrijft
from deelnemers.models import Inzet, Klus, Verwijzing
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.mensen import schrijf_ook_in

_KLUSVELDEN = ["kamer", "aanvrager", "aangevraagd_op", "uitgevoerd_op", "soort", "omschrijving"]

_UITKERINGSINSTANTIE = re.compile(
    r"\bW ?& ?I\b|\bwerk (en|&) inkomen\b|\bUWV\b|\bSVB\b|\bsociale (dienst|zaken)\b|\bwerkbedrijf\b|\bWSP\b",
    re.IGNORECASE,
)


@schrijft
def bewaar_klussen(klussen: Sequence[Klus], *, door: Gebruiker) -> None:
    """Store jobs whose fields were changed."""
    schrijf_ook_in(((klus.aanvrager_id, klus.kamer_id, klus.aangevraagd_op) for klus in klussen), door=door)
    Klus.objects.bulk_update(klussen, _KLUSVELDEN, batch_size=BLOK)


@schrijft
def bewaar_inzet(rijen: Sequence[Inzet], *, door: Gebruiker) -> None:
    """Store hours whose number or kind was changed."""
    Inzet.objects.bulk_update(rijen, ["uren", "soort"], batch_size=BLOK)


@schrijft
def bewaar_verwijzingen(nieuw: Sequence[Verwijzing], anders: Sequence[Verwijzing], *, door: Gebruiker) -> None:
    """Store new referrals, and those of which the day of taking part was changed."""
    schrijf_ook_in(((v.deelnemer_id, v.kamer_id, v.datum) for v in nieuw), door=door)
    Verwijzing.objects.bulk_create(nieuw, batch_size=BLOK)
    Verwijzing.objects.bulk_update(anders, ["effectief_op"], batch_size=BLOK)


@schrijft
def maak_organisaties(namen: Iterable[str], *, door: Gebruiker) -> dict[str, Organisatie]:
    """The organisations of these names; those that are new are made, of kind 'overig' until somebody says better.

    A name that says that it pays benefits gets that kind at once: who was referred by it is shielded from then on.
    """
    gevraagd = set(namen)
    bekend = {organisatie.naam: organisatie for organisatie in Organisatie.objects.filter(naam__in=gevraagd)}
    nieuw = Organisatie.objects.bulk_create(
        Organisatie(naam=naam, soort=_soort_uit_naam(naam)) for naam in sorted(gevraagd - bekend.keys())
    )
    return bekend | {organisatie.naam: organisatie for organisatie in nieuw}


def _soort_uit_naam(naam: str) -> str:
    uitkering = _UITKERINGSINSTANTIE.search(naam)
    return Organisatie.Soort.UITKERINGSINSTANTIE if uitkering else Organisatie.Soort.OVERIG
