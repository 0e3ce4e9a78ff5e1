"""WRITE: everything that a kamer records about people.

Each function takes ``door`` (who does it) and writes in one transaction; most take many rows, with one as the
special case. Writing the same thing twice changes nothing. What cannot be (a day in the future, a closed kamer) is
refused by the database and raised as ``Geweigerd`` with a Dutch reason.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from buurtwerkkamers.models import Categorie, Gebruiker, Kamer
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from deelnemers.models import (
    Activiteit,
    Deelname,
    Deelnemer,
    Indeling,
    Inschrijving,
    Inzet,
    Klus,
    Persoonsgegevens,
    Rol,
    Telling,
    Vrijwilligersgroep,
)

BLOK = 2000
# Without letters and digits that look alike, because numbers are read aloud and typed over.
_TEKENS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
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


@dataclass(frozen=True)
class NieuweDeelname:
    activiteit_id: int
    kamer_id: int
    deelnemer_id: int
    datum: date


@dataclass(frozen=True)
class NieuweTelling:
    activiteit_id: int
    kamer_id: int
    datum: date
    aantal: int


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


@dataclass(frozen=True)
class NieuweRol:
    deelnemer_id: int
    kamer_id: int
    soort: str
    van: date
    tot: date | None = None


@dataclass(frozen=True)
class NieuweInzet:
    """Hours of one volunteer on one date; ``groep`` is the name of a group, made when it is new."""

    kamer_id: int
    deelnemer_id: int
    datum: date
    uren: Decimal
    groep: str = ""
    soort: str = Inzet.Soort.BEWONER


def nieuw_nummer() -> str:
    """A random number for a person or a job: it tells nothing about who or when."""
    return "".join(secrets.choice(_TEKENS) for _ in range(8))


# --- people ---------------------------------------------------------------------------------------------------


@schrijft
def schrijf_velen_in(rijen: Iterable[NieuweDeelnemer], *, door: Gebruiker) -> list[Deelnemer]:
    """Make people with their names and their enrolments; returns them in the order given."""
    rijen = list(rijen)
    mensen = Deelnemer.objects.bulk_create(
        [
            Deelnemer(nummer=rij.nummer or nieuw_nummer(), geboortejaar=rij.geboortejaar, ingeschreven_op=rij.op)
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
    """Enrol people (deelnemer id, kamer id, from) where they are not enrolled yet; returns how many were new."""
    eerste: dict[tuple[int, int], date] = {}
    for deelnemer_id, kamer_id, van in inschrijvingen:
        sleutel = (deelnemer_id, kamer_id)
        eerste[sleutel] = min(van, eerste.get(sleutel, van))
    bestaand = set(
        Inschrijving.objects.filter(
            deelnemer__in={deelnemer for deelnemer, _ in eerste}, kamer__in={kamer for _, kamer in eerste}
        ).values_list("deelnemer_id", "kamer_id")
    )
    nieuw = [
        Inschrijving(deelnemer_id=deelnemer_id, kamer_id=kamer_id, van=van)
        for (deelnemer_id, kamer_id), van in eerste.items()
        if (deelnemer_id, kamer_id) not in bestaand
    ]
    Inschrijving.objects.bulk_create(nieuw, batch_size=BLOK, ignore_conflicts=True)
    return len(nieuw)


@schrijft
def wijzig_gegevens(deelnemer: Deelnemer, *, door: Gebruiker, **velden: Any) -> Deelnemer:
    """Change name, contact data or year of birth; fields that are not named stay as they are."""
    persoon = deelnemer.persoonsgegevens
    for veld, waarde in velden.items():
        if veld in _PERSOONSVELDEN:
            setattr(persoon, veld, waarde)
        elif veld == "geboortejaar":
            deelnemer.geboortejaar = waarde
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
    Deelnemer.objects.bulk_update(deelnemers, ["geboortejaar", "ingeschreven_op"], batch_size=BLOK)
    Persoonsgegevens.objects.bulk_update(gegevens, [*_PERSOONSVELDEN, "zoeknaam"], batch_size=BLOK)


@schrijft
def geef_rollen(rijen: Iterable[NieuweRol], *, door: Gebruiker) -> Uitkomst:
    """Give roles, or change the last day of a role that starts on that day; enrols at the kamer when needed."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.van) for rij in rijen), door=door)
    bestaand = {
        (rol.deelnemer_id, rol.kamer_id, rol.soort, rol.van): rol
        for rol in Rol.objects.filter(deelnemer__in={rij.deelnemer_id for rij in rijen})
    }
    nieuw, gewijzigd = [], []
    for rij in rijen:
        rol = bestaand.get((rij.deelnemer_id, rij.kamer_id, rij.soort, rij.van))
        if rol is None:
            nieuw.append(Rol(**vars(rij)))
        elif rol.tot != rij.tot:
            rol.tot = rij.tot
            gewijzigd.append(rol)
    Rol.objects.bulk_create(nieuw, batch_size=BLOK)
    Rol.objects.bulk_update(gewijzigd, ["tot"], batch_size=BLOK)
    return Uitkomst(len(nieuw), len(gewijzigd), len(rijen) - len(nieuw) - len(gewijzigd))


# --- activities and attendance --------------------------------------------------------------------------------


@schrijft
def maak_activiteit(
    *, kamer: Kamer, naam: str, categorie: Categorie, door: Gebruiker, gevoelig: bool | None = None
) -> Activiteit:
    """Make an activity in its category; sensitive when its category is, unless told otherwise."""
    activiteit = Activiteit.objects.create(
        kamer=kamer, naam=naam, gevoelig=categorie.gevoelig if gevoelig is None else gevoelig
    )
    Indeling.objects.create(activiteit=activiteit, categorie=categorie)
    return activiteit


@schrijft
def wijzig_activiteit(
    activiteit: Activiteit,
    *,
    door: Gebruiker,
    naam: str,
    categorie: Categorie,
    gevoelig: bool,
    gestopt_op: date | None,
    gastheren: Iterable[Gebruiker] | None = None,
) -> Activiteit:
    """Change an activity. Another category moves all its attendances in the counts of that list, past ones too.

    ``Geweigerd`` when it would have stopped before the last day on which somebody came.
    """
    laatste = activiteit.deelname_set.aggregate(dag=Max("datum"))["dag"]
    if gestopt_op and laatste and gestopt_op < laatste:
        raise Geweigerd(f"Er kwamen nog mensen op {datum_voluit(laatste)}: kies die dag of een latere.")
    activiteit.naam, activiteit.gevoelig, activiteit.gestopt_op = naam, gevoelig, gestopt_op
    activiteit.save()
    Indeling.objects.update_or_create(
        activiteit=activiteit, lijst_id=categorie.lijst_id, defaults={"categorie": categorie}
    )
    if gastheren is not None:
        activiteit.gastheren.set(gastheren)
    return activiteit


@schrijft
def registreer_deelnames(rijen: Iterable[NieuweDeelname], *, door: Gebruiker) -> Uitkomst:
    """Record attendances, each at most once; enrols people at the kamer when needed."""
    gevraagd = list(rijen)
    uniek = list(dict.fromkeys(gevraagd))
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in uniek), door=door)
    bekend = _bekende_deelnames(uniek)
    nieuw = [rij for rij in uniek if (rij.activiteit_id, rij.datum, rij.deelnemer_id) not in bekend]
    # Two tablets may send the same one at the same moment: the second is silently the same attendance.
    Deelname.objects.bulk_create(
        [Deelname(**vars(rij), geregistreerd_door=door) for rij in nieuw], batch_size=BLOK, ignore_conflicts=True
    )
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(gevraagd) - len(nieuw))


def _bekende_deelnames(rijen: Sequence[NieuweDeelname]) -> set[tuple[int, date, int]]:
    if not rijen:
        return set()
    dagen = [rij.datum for rij in rijen]
    return set(
        Deelname.objects.filter(
            activiteit__in={rij.activiteit_id for rij in rijen}, datum__range=(min(dagen), max(dagen))
        ).values_list("activiteit_id", "datum", "deelnemer_id")
    )


def registreer_deelname(*, activiteit: Activiteit, deelnemer: Deelnemer, datum: date, door: Gebruiker) -> bool:
    """Record one attendance; True when it was new, False when it was there already."""
    rij = NieuweDeelname(activiteit.pk, activiteit.kamer_id, deelnemer.pk, datum)
    return bool(registreer_deelnames([rij], door=door).nieuw)


@schrijft
def trek_deelname_in(*, activiteit: Activiteit, deelnemer: Deelnemer, datum: date, door: Gebruiker) -> bool:
    """Undo one attendance; False when there was none."""
    verwijderd, _ = Deelname.objects.filter(activiteit=activiteit, deelnemer=deelnemer, datum=datum).delete()
    return bool(verwijderd)


@schrijft
def leg_tellingen_vast(rijen: Iterable[NieuweTelling], *, door: Gebruiker) -> Uitkomst:
    """Record head counts without names: one per activity and date, the last one holds."""
    rijen = list(rijen)
    bestaand = {
        (telling.activiteit_id, telling.datum): telling
        for telling in Telling.objects.filter(
            activiteit__in={rij.activiteit_id for rij in rijen}, datum__in={rij.datum for rij in rijen}
        )
    }
    nieuw, gewijzigd = {}, {}
    for rij in rijen:
        sleutel = (rij.activiteit_id, rij.datum)
        telling = bestaand.get(sleutel)
        if telling is None:
            bestaand[sleutel] = nieuw[sleutel] = Telling(**vars(rij))
        elif telling.aantal != rij.aantal:
            telling.aantal = rij.aantal
            if sleutel not in nieuw:
                gewijzigd[sleutel] = telling
    Telling.objects.bulk_create(nieuw.values(), batch_size=BLOK)
    Telling.objects.bulk_update(gewijzigd.values(), ["aantal"], batch_size=BLOK)
    return Uitkomst(len(nieuw), len(gewijzigd), len(rijen) - len(nieuw) - len(gewijzigd))


# --- jobs and hours -------------------------------------------------------------------------------------------


@schrijft
def leg_klussen_vast(rijen: Iterable[NieuweKlus], *, door: Gebruiker) -> list[Klus]:
    """Record jobs asked for or done; enrols the requester at the kamer when needed."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.aanvrager_id, rij.kamer_id, rij.aangevraagd_op) for rij in rijen), door=door)
    return Klus.objects.bulk_create(
        [Klus(**{**vars(rij), "nummer": rij.nummer or nieuw_nummer()}) for rij in rijen], batch_size=BLOK
    )


@schrijft
def leg_inzet_vast(rijen: Iterable[NieuweInzet], *, door: Gebruiker) -> list[Inzet]:
    """Record hours of volunteers; enrols them at the kamer and makes groups when needed."""
    rijen = list(rijen)
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in rijen), door=door)
    groepen = {
        sleutel: Vrijwilligersgroep.objects.get_or_create(kamer_id=sleutel[0], naam=sleutel[1])[0]
        for sleutel in {(rij.kamer_id, rij.groep) for rij in rijen if rij.groep}
    }
    return Inzet.objects.bulk_create(
        [Inzet(**{**vars(rij), "groep": groepen.get((rij.kamer_id, rij.groep))}) for rij in rijen], batch_size=BLOK
    )
