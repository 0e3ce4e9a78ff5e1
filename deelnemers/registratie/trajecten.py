"""WRITE: longer cases, from the report to the end, at one kamer or more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Intussen, schrijft
from deelnemers import trajectstand
from deelnemers.models import Melder, Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.registratie.basis import BLOK, nieuw_nummer
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.samengevoegd import wortels

VELDEN = (
    "aangemeld_op",
    "kennismaking_op",
    "ondersteuning_op",
    "afgesloten_op",
    "afsluitreden",
    "verder_zonder_begeleiding",
)
Plek = tuple[date, date | None]  # at a kamer from, and its last day there


@dataclass(frozen=True)
class Dossier:
    """A case as it must become: the case itself (stored already or not), its people, and where it is since when."""

    traject: Traject
    deelnemers: Collection[int]
    plekken: Mapping[int, Plek]


@schrijft
def maak_melders(namen: Iterable[str], *, door: Gebruiker) -> dict[str, Melder]:
    """Who reports, by name; who is new is added to the list."""
    gevraagd = {naam for naam in namen if naam}
    bekend = {melder.naam: melder for melder in Melder.objects.filter(naam__in=gevraagd)}
    nieuw = Melder.objects.bulk_create(Melder(naam=naam) for naam in sorted(gevraagd - bekend.keys()))
    return bekend | {melder.naam: melder for melder in nieuw}


@schrijft
def bewaar_trajecten(dossiers: Iterable[Dossier], *, door: Gebruiker) -> None:
    """Store cases, new and changed; enrols their people at the kamers where they are."""
    dossiers = list(dossiers)
    nieuw = [dossier.traject for dossier in dossiers if not dossier.traject.pk]
    anders = [dossier.traject for dossier in dossiers if dossier.traject.pk]
    Traject.objects.bulk_create(nieuw, batch_size=BLOK)
    Traject.objects.bulk_update(anders, [*VELDEN, "melder"], batch_size=BLOK)
    _bewaar_deelnemers(dossiers)
    _bewaar_plekken(dossiers)
    schrijf_ook_in(
        (
            (mens, kamer_id, van)
            for dossier in dossiers
            for kamer_id, (van, tot) in dossier.plekken.items()
            if tot is None  # where it was before, new people do not come
            for mens in dossier.deelnemers
        ),
        door=door,
    )


def _bewaar_deelnemers(dossiers: list[Dossier]) -> None:
    """Another card of the same person is the same person: that row stays as it is."""
    kaarten = wortels()
    bestaand: dict[int, dict[int, Trajectdeelnemer]] = defaultdict(dict)
    for rij in Trajectdeelnemer.objects.filter(traject__in=[dossier.traject.pk for dossier in dossiers]):
        bestaand[rij.traject_id][kaarten.get(rij.deelnemer_id, rij.deelnemer_id)] = rij
    nieuw, weg = [], []
    for dossier in dossiers:
        gevraagd = {kaarten.get(mens, mens) for mens in dossier.deelnemers}
        bekend = bestaand[dossier.traject.pk]
        weg += [rij.pk for wie, rij in bekend.items() if wie not in gevraagd]
        nieuw += [
            Trajectdeelnemer(traject=dossier.traject, deelnemer_id=wie) for wie in sorted(gevraagd - bekend.keys())
        ]
    Trajectdeelnemer.objects.filter(pk__in=weg).delete()
    Trajectdeelnemer.objects.bulk_create(nieuw, batch_size=BLOK)


def _bewaar_plekken(dossiers: list[Dossier]) -> None:
    """Places are added and changed, never removed: where a case has been is part of the figures."""
    bestaand = {
        (plek.traject_id, plek.kamer_id): plek
        for plek in Trajectkamer.objects.filter(traject__in=[dossier.traject.pk for dossier in dossiers])
    }
    nieuw, anders = [], []
    for dossier in dossiers:
        for kamer_id, (van, tot) in dossier.plekken.items():
            plek = bestaand.get((dossier.traject.pk, kamer_id))
            if plek is None:
                nieuw.append(Trajectkamer(traject=dossier.traject, kamer_id=kamer_id, van=van, tot=tot))
            elif (plek.van, plek.tot) != (van, tot):
                plek.van, plek.tot = van, tot
                anders.append(plek)
    Trajectkamer.objects.bulk_update(anders, ["van", "tot"], batch_size=BLOK)
    Trajectkamer.objects.bulk_create(nieuw, batch_size=BLOK)


def dossier_van(traject: Traject) -> Dossier:
    """The case as it is stored."""
    mensen = Trajectdeelnemer.objects.filter(traject=traject).values_list("deelnemer_id", flat=True)
    plekken = Trajectkamer.objects.filter(traject=traject)
    return Dossier(traject, list(mensen), {plek.kamer_id: (plek.van, plek.tot) for plek in plekken})


@schrijft
def maak_traject(
    *,
    kamer: Kamer,
    deelnemers: Collection[int],
    aangemeld_op: date,
    door: Gebruiker,
    melder: str = "",
    nummer: str = "",
) -> Traject:
    """A new case at a kamer. ``melder`` is a name, added to the list when it is new."""
    traject = Traject(
        nummer=nummer or nieuw_nummer(),
        aangemeld_op=aangemeld_op,
        melder=maak_melders([melder], door=door).get(melder),
    )
    bewaar_trajecten([Dossier(traject, deelnemers, {kamer.pk: (aangemeld_op, None)})], door=door)
    return traject


@schrijft
def zet_stap(traject: Traject, *, door: Gebruiker, **velden: Any) -> Traject:
    """Record a step: ``kennismaking_op``, ``ondersteuning_op``, or the end with its reason; see ``VELDEN``."""
    vers = Traject.objects.select_for_update().get(pk=traject.pk)
    for veld, waarde in velden.items():
        if veld not in VELDEN:
            raise TypeError(f"onbekend veld: {veld}")
        setattr(vers, veld, waarde)
    vers.save()
    return vers


@schrijft
def heropen_traject(traject: Traject, *, door: Gebruiker) -> Traject:
    """The case goes on after all."""
    return zet_stap(traject, door=door, afgesloten_op=None, afsluitreden="", verder_zonder_begeleiding="")


@schrijft
def verwijder_traject(traject: Traject, *, door: Gebruiker) -> None:
    """Remove a case that was made by mistake. ``Geweigerd`` once something was done with it: a figure may hold it."""
    vers = Traject.objects.select_for_update().get(pk=traject.pk)
    if not trajectstand.net_gemaakt(vers):
        raise Geweigerd("Dit traject is niet net gemaakt. Sluit het af, met de reden erbij.")
    vers.delete()


@schrijft
def wijzig_traject(
    traject: Traject,
    *,
    deelnemers: Collection[int],
    melder: str,
    door: Gebruiker,
    gezien: int | None = None,
    **velden: Any,
) -> Traject:
    """Correct a case: its people, who reported it, and any of its days.

    With the day of the report moves the day on which it came to its first kamer. ``gezien``: the number of changes
    that the user saw; ``Intussen`` when somebody changed the case since.
    """
    oud = Traject.objects.select_for_update().get(pk=traject.pk).aangemeld_op
    if gezien is not None and gezien != trajectstand.aantal_wijzigingen(traject):
        raise Intussen("Iemand anders wijzigde dit traject net ook. Kijk wat er nu staat.")
    vers = zet_stap(traject, door=door, **velden)
    vers.melder = maak_melders([melder], door=door).get(melder)
    plekken = {
        kamer_id: (vers.aangemeld_op if van == oud else van, tot)
        for kamer_id, (van, tot) in dossier_van(vers).plekken.items()
    }
    bewaar_trajecten([Dossier(vers, deelnemers, plekken)], door=door)
    return vers


@schrijft
def deel_traject(traject: Traject, *, met: Kamer, op: date, door: Gebruiker) -> None:
    """Another kamer joins in from ``op``: from then on the case counts in both. ``Geweigerd`` when it is closed."""
    _komt_bij(traject, met, op, door=door)


@schrijft
def draag_traject_over(traject: Traject, *, van: Kamer, naar: Kamer, op: date, door: Gebruiker) -> None:
    """From ``op`` the case is at another kamer; that day is its last at the kamer where it was."""
    vertrek = Trajectkamer.objects.select_for_update().filter(traject=traject, kamer=van).first()
    if vertrek is None or (vertrek.tot and vertrek.tot < op):
        raise Geweigerd(f"Dit traject is niet meer bij {van.naam}.")
    if op < vertrek.van:
        raise Geweigerd(f"Het traject kwam op {datum_voluit(vertrek.van)} bij {van.naam}: kies die dag of een latere.")
    _komt_bij(traject, naar, op, door=door)
    vertrek.tot = op
    vertrek.save()


def _komt_bij(traject: Traject, kamer: Kamer, op: date, *, door: Gebruiker) -> None:
    vers = Traject.objects.select_for_update().get(pk=traject.pk)
    if vers.afgesloten_op:
        raise Geweigerd("Dit traject is afgesloten. Open het eerst weer.")
    if op < vers.aangemeld_op:
        raise Geweigerd(f"Het traject is aangemeld op {datum_voluit(vers.aangemeld_op)}: kies die dag of een latere.")
    dossier = dossier_van(vers)
    bestaand = dossier.plekken.get(kamer.pk)
    if bestaand and bestaand[1] is None:
        raise Geweigerd(f"Dit traject is al bij {kamer.naam}.")
    # Back where it was before: it counts there from its first day on.
    plek = (bestaand[0] if bestaand else op, None)
    bewaar_trajecten([Dossier(vers, dossier.deelnemers, {**dossier.plekken, kamer.pk: plek})], door=door)
