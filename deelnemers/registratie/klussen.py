"""WRITE: jobs for residents: asked for, planned, done, or not going ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Geweigerd, Intussen, schrijft
from deelnemers.klusstand import laatste_stand, net_gemaakt
from deelnemers.models import Deelnemer, Klus
from deelnemers.registratie.basis import BLOK, nieuw_nummer
from deelnemers.registratie.mensen import schrijf_ook_in

_VELDEN = ("aanvrager", "uitvoerder", "aangevraagd_op", "gepland_op", "uitgevoerd_op", "soort", "omschrijving")


@dataclass(frozen=True)
class NieuweKlus:
    kamer_id: int
    aanvrager_id: int
    aangevraagd_op: date
    uitgevoerd_op: date | None = None
    uitvoerder_id: int | None = None
    soort: str = ""
    omschrijving: str = ""
    nummer: str = ""


@schrijft
def leg_klussen_vast(rijen: Iterable[NieuweKlus], *, door: Gebruiker) -> list[Klus]:
    """Record jobs asked for or done; enrols the requester at the kamer when needed."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.aanvrager_id, rij.kamer_id, rij.aangevraagd_op) for rij in rijen), door=door)
    return Klus.objects.bulk_create(
        [Klus(**{**vars(rij), "nummer": rij.nummer or nieuw_nummer()}) for rij in rijen], batch_size=BLOK
    )


@schrijft
def wijzig_klus(klus: Klus, *, door: Gebruiker, gezien: int | None = None, **velden: Any) -> Klus:
    """Correct a job; fields that are not named stay as they are.

    ``gezien``: the state that the screen showed (see ``klusstand.laatste_stand``). ``Intussen`` when somebody else
    changed the job since, so that nothing is lost unseen.
    """
    actueel = Klus.objects.select_for_update(no_key=True).get(pk=klus.pk)
    if gezien is not None and laatste_stand(actueel) != gezien:
        raise Intussen("Iemand anders heeft deze klus intussen gewijzigd. Kijk na wat er nu staat en sla dan op.")
    for veld, waarde in velden.items():
        if veld not in _VELDEN:
            raise TypeError(f"onbekend veld: {veld}")
        setattr(actueel, veld, waarde)
    schrijf_ook_in([(actueel.aanvrager_id, actueel.kamer_id, actueel.aangevraagd_op)], door=door)
    actueel.save()
    return actueel


@schrijft
def plan_klus(klus: Klus, *, op: date | None, uitvoerder: Deelnemer | None, door: Gebruiker) -> Klus:
    """Say when a job will be done, by whom, or both. A job that would not go ahead goes ahead again."""
    actueel = Klus.objects.select_for_update(no_key=True).get(pk=klus.pk)
    if actueel.uitgevoerd_op:
        raise Geweigerd("Deze klus is al gedaan. Wijzig de klus als dat niet klopt.")
    actueel.gepland_op, actueel.uitvoerder, actueel.vervallen = op, uitvoerder, False
    actueel.save()
    return actueel


@schrijft
def klus_gedaan(klus: Klus, *, op: date, door: Gebruiker, uitvoerder: Deelnemer | None = None) -> Klus:
    """The job was done on that day; without ``uitvoerder`` by whom it was planned. Twice the same changes nothing."""
    actueel = Klus.objects.select_for_update(no_key=True).get(pk=klus.pk)
    actueel.uitgevoerd_op, actueel.vervallen = op, False
    if uitvoerder:
        actueel.uitvoerder = uitvoerder
    actueel.save()
    return actueel


@schrijft
def klus_vervalt(klus: Klus, *, door: Gebruiker) -> Klus:
    """The job is not going ahead. ``Geweigerd`` when it was done already."""
    actueel = Klus.objects.select_for_update(no_key=True).get(pk=klus.pk)
    actueel.vervallen = True
    actueel.save()
    return actueel


@schrijft
def heropen_klus(klus: Klus, *, door: Gebruiker) -> Klus:
    """The job is to be done after all: it was not done, or goes ahead again. A day that was planned stays."""
    actueel = Klus.objects.select_for_update(no_key=True).get(pk=klus.pk)
    actueel.uitgevoerd_op, actueel.vervallen = None, False
    actueel.save()
    return actueel


@schrijft
def verwijder_klus(klus: Klus, *, door: Gebruiker) -> None:
    """Remove a job that was made by mistake. ``Geweigerd`` when it has been there for longer than a day, or is done:
    a figure may hold it, and there is 'gaat niet door'.
    """
    actueel = Klus.objects.select_for_update(no_key=True).get(pk=klus.pk)
    if not net_gemaakt(actueel):
        raise Geweigerd("Alleen een klus die net is gemaakt, kunt u verwijderen. Kies ‘Gaat niet door’.")
    actueel.delete()
