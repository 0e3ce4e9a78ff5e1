"""WRITE: people, their enrolments and their roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.schrijven import Uitkomst, schrijft
from deelnemers import samengevoegd
from deelnemers.models import Deelnemer, Inschrijving, Persoonsgegevens, Rol
from deelnemers.registratie.basis import BLOK, nieuw_nummer

_PERSOONSVELDEN = ("voornaam", "achternaam", "postcode", "telefoon", "email")


@dataclass(frozen=True)
class NieuweDeelnemer:
    """A person to enrol at one or more kamers, from the day ``op``."""

    voornaam: str
    kamers: Sequence[Kamer]
    op: date
    nummer: str = ""
    achternaam: str = ""
    geboortejaar: int | None = None
    postcode: str = ""
    telefoon: str = ""
    email: str = ""
    huurt_bij: Organisatie | None = None


@dataclass(frozen=True)
class NieuweRol:
    deelnemer_id: int
    kamer_id: int
    soort: str
    van: date
    tot: date | None = None


@schrijft
def schrijf_velen_in(rijen: Iterable[NieuweDeelnemer], *, door: Gebruiker) -> list[Deelnemer]:
    """Make people with their names and their enrolments; returns them in the order given."""
    rijen = list(rijen)
    mensen = Deelnemer.objects.bulk_create(
        [
            Deelnemer(
                nummer=rij.nummer or nieuw_nummer(),
                geboortejaar=rij.geboortejaar,
                ingeschreven_op=rij.op,
                huurt_bij=rij.huurt_bij,
            )
            for rij in rijen
        ],
        batch_size=BLOK,
    )
    gegevens = [
        Persoonsgegevens(deelnemer=mens, **{veld: getattr(rij, veld) for veld in _PERSOONSVELDEN})
        for mens, rij in zip(mensen, rijen, strict=True)
    ]
    for persoon in gegevens:
        persoon.vul_aan()
    Persoonsgegevens.objects.bulk_create(gegevens, batch_size=BLOK)
    schrijf_ook_in(
        ((mens.pk, kamer.pk, rij.op) for mens, rij in zip(mensen, rijen, strict=True) for kamer in rij.kamers),
        door=door,
    )
    return mensen


def schrijf_in(*, kamer: Kamer, op: date, door: Gebruiker, **velden: Any) -> Deelnemer:
    """Enrol one new person; ``velden`` are those of ``NieuweDeelnemer`` (at least ``voornaam``)."""
    return schrijf_velen_in([NieuweDeelnemer(kamers=[kamer], op=op, **velden)], door=door)[0]


@schrijft
def schrijf_ook_in(inschrijvingen: Iterable[tuple[int, int, date]], *, door: Gebruiker) -> int:
    """Enrol people (deelnemer id, kamer id, from) where they are not enrolled yet; returns how many were new.

    A card that was merged meanwhile (a page that stood open, a tablet without network) enrols the card that holds.
    """
    nieuwe = _nog_niet_ingeschreven(inschrijvingen)
    if nieuwe:
        van_kaart = samengevoegd.wortels()
        if van_kaart.keys() & {deelnemer_id for deelnemer_id, _ in nieuwe}:
            naar_wortel = ((van_kaart.get(d, d), kamer_id, van) for (d, kamer_id), van in nieuwe.items())
            nieuwe = _nog_niet_ingeschreven(naar_wortel)
    nieuw = [
        Inschrijving(deelnemer_id=deelnemer_id, kamer_id=kamer_id, van=van)
        for (deelnemer_id, kamer_id), van in nieuwe.items()
    ]
    Inschrijving.objects.bulk_create(nieuw, batch_size=BLOK, ignore_conflicts=True)
    return len(nieuw)


def _nog_niet_ingeschreven(inschrijvingen: Iterable[tuple[int, int, date]]) -> dict[tuple[int, int], date]:
    """The first day of each (deelnemer id, kamer id) that has no enrolment."""
    eerste: dict[tuple[int, int], date] = {}
    for deelnemer_id, kamer_id, van in inschrijvingen:
        sleutel = (deelnemer_id, kamer_id)
        eerste[sleutel] = min(van, eerste.get(sleutel, van))
    bestaand = set(
        Inschrijving.objects.filter(
            deelnemer__in={deelnemer for deelnemer, _ in eerste}, kamer__in={kamer for _, kamer in eerste}
        ).values_list("deelnemer_id", "kamer_id")
    )
    return {sleutel: van for sleutel, van in eerste.items() if sleutel not in bestaand}


@schrijft
def wijzig_gegevens(deelnemer: Deelnemer, *, door: Gebruiker, **velden: Any) -> Deelnemer:
    """Change name, contact data, year of birth or landlord; fields that are not named stay as they are."""
    persoon = deelnemer.persoonsgegevens
    for veld, waarde in velden.items():
        if veld in _PERSOONSVELDEN:
            setattr(persoon, veld, waarde)
        elif veld in ("geboortejaar", "huurt_bij"):
            setattr(deelnemer, veld, waarde)
        else:
            raise TypeError(f"onbekend veld: {veld}")
    bewaar_deelnemers([deelnemer], door=door)
    return deelnemer


@schrijft
def bewaar_deelnemers(deelnemers: Sequence[Deelnemer], *, door: Gebruiker) -> None:
    """Store people whose fields, or those of their ``persoonsgegevens``, were changed in memory."""
    gegevens = [deelnemer.persoonsgegevens for deelnemer in deelnemers]
    for persoon in gegevens:
        persoon.vul_aan()
    Deelnemer.objects.bulk_update(deelnemers, ["geboortejaar", "ingeschreven_op", "huurt_bij"], batch_size=BLOK)
    Persoonsgegevens.objects.bulk_update(gegevens, [*_PERSOONSVELDEN, "zoeknaam", "klanknaam"], batch_size=BLOK)


@schrijft
def geef_rollen(rijen: Iterable[NieuweRol], *, door: Gebruiker) -> Uitkomst:
    """Give roles, or change the last day of a role that starts on that day; enrols at the kamer when needed.

    A new role of a card that was merged meanwhile goes to the card that holds.
    """
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.van) for rij in rijen), door=door)
    bestaand = {
        (rol.deelnemer_id, rol.kamer_id, rol.soort, rol.van): rol
        for rol in Rol.objects.filter(deelnemer__in={rij.deelnemer_id for rij in rijen})
    }
    nieuw: list[Rol] = []
    gewijzigd: list[Rol] = []
    for rij in rijen:
        rol = bestaand.get((rij.deelnemer_id, rij.kamer_id, rij.soort, rij.van))
        if rol is None:
            nieuw.append(Rol(**vars(rij)))
        elif rol.tot != rij.tot:
            rol.tot = rij.tot
            gewijzigd.append(rol)
    van_kaart = samengevoegd.wortels() if nieuw else {}
    for rol in nieuw:
        rol.deelnemer_id = van_kaart.get(rol.deelnemer_id, rol.deelnemer_id)
    # Changes first: a role that ends may make room for the next one.
    Rol.objects.bulk_update(gewijzigd, ["tot"], batch_size=BLOK)
    Rol.objects.bulk_create(nieuw, batch_size=BLOK)
    return Uitkomst(len(nieuw), len(gewijzigd), len(rijen) - len(nieuw) - len(gewijzigd))


@schrijft
def wijzig_rol(rol: Rol, *, van: date, tot: date | None, door: Gebruiker) -> Rol:
    """Correct the days of a role that was written down wrongly. ``Geweigerd`` when it would overlap the same role."""
    rol.van, rol.tot = van, tot
    rol.save()
    return rol


@schrijft
def verwijder_rol(rol: Rol, *, door: Gebruiker) -> None:
    """The person never had this role; history keeps that it stood there."""
    rol.delete()
