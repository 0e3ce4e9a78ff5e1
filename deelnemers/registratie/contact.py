"""WRITE: contact at a distance, and people who are out of sight or reached again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from deelnemers.models import Contactmoment, Deelnemer, UitBeeld
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.registratie.regels import voeg_toe, wijzig_regel
from deelnemers.samengevoegd import kaarten_van, wortels

SLEUTEL = ("kamer_id", "deelnemer_id", "datum", "soort")


@dataclass(frozen=True)
class NieuwContact:
    kamer_id: int
    deelnemer_id: int
    datum: date
    soort: str
    bereikt: bool = True


@schrijft
def leg_contact_vast(rijen: Iterable[NieuwContact], *, door: Gebruiker) -> Uitkomst:
    """Record contact with people; who was reached is no longer out of sight. What is there already stays as it is."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in rijen), door=door)
    uitkomst = voeg_toe(Contactmoment, [Contactmoment(**vars(rij)) for rij in rijen], SLEUTEL)
    weer_bereikt(((rij.kamer_id, rij.deelnemer_id, rij.datum) for rij in rijen if rij.bereikt), door=door)
    return uitkomst


@schrijft
def wijzig_contact(
    contact: Contactmoment, *, door: Gebruiker, gezien: int | None = None, **velden: Any
) -> Contactmoment:
    """Correct a contact; when the person turns out to have been reached, they are no longer out of sight."""
    actueel = wijzig_regel(contact, door=door, gezien=gezien, **velden)
    if actueel.bereikt:
        weer_bereikt([(actueel.kamer_id, actueel.deelnemer_id, actueel.datum)], door=door)
    return actueel


@schrijft
def zet_uit_beeld(*, kamer: Kamer, deelnemer: Deelnemer, sinds: date, door: Gebruiker) -> bool:
    """Nobody at the kamer has reached this person since that day. False when the person is out of sight already."""
    schrijf_ook_in([(deelnemer.pk, kamer.pk, sinds)], door=door)
    if UitBeeld.objects.filter(kamer=kamer, deelnemer__in=kaarten_van(deelnemer), weer_op=None).exists():
        return False
    UitBeeld.objects.create(kamer=kamer, deelnemer=deelnemer, sinds=sinds)
    return True


@schrijft
def weer_bereikt(wie: Iterable[tuple[int, int, date]], *, door: Gebruiker) -> int:
    """These people (kamer id, deelnemer id, on which day) were reached; returns how many were out of sight until then.

    Whichever card of the person stands as out of sight. The first day on or after ``sinds`` counts.
    """
    van_kaart = wortels()
    dagen: dict[tuple[int, int], list[date]] = defaultdict(list)
    for kamer_id, deelnemer_id, dag in wie:
        dagen[kamer_id, van_kaart.get(deelnemer_id, deelnemer_id)].append(dag)
    if not dagen:
        return 0
    uit_beeld = UitBeeld.objects.select_for_update(no_key=True).filter(
        kamer__in={kamer_id for kamer_id, _ in dagen}, weer_op=None
    )
    terug = 0
    for rij in uit_beeld:
        sleutel = (rij.kamer_id, van_kaart.get(rij.deelnemer_id, rij.deelnemer_id))
        daarna = [dag for dag in dagen.get(sleutel, []) if dag >= rij.sinds]
        if daarna:
            rij.weer_op = min(daarna)
            rij.save()
            terug += 1
    return terug


@schrijft
def zet_weer_bereikt(uit_beeld: UitBeeld, *, op: date, door: Gebruiker) -> None:
    """This one person was reached on that day. ``Geweigerd`` before they were out of sight; twice changes nothing."""
    actueel = UitBeeld.objects.select_for_update(no_key=True).filter(pk=uit_beeld.pk).first()
    if actueel is None:
        raise Geweigerd("Iemand anders heeft dit intussen verwijderd.")
    if actueel.weer_op is None:
        weer_bereikt([(actueel.kamer_id, actueel.deelnemer_id, op)], door=door)
