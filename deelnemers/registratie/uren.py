"""WRITE: hours of volunteers, their groups, and whose account at the door is whose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from deelnemers.models import Deelnemer, Inzet, Vrijwilligersgroep
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.samengevoegd import wortels


@dataclass(frozen=True)
class NieuweInzet:
    """Hours of one volunteer on one date; ``groep`` is the name of a group, made when it is new."""

    kamer_id: int
    deelnemer_id: int
    datum: date
    uren: Decimal
    groep: str = ""
    soort: str = Inzet.Soort.BEWONER


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


# --- a week at a time -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Urencel:
    """What somebody filled in for a volunteer, day, group and kind; ``gezien`` is what the screen showed before.

    ``uren`` None: no hours on that day.
    """

    kamer_id: int
    deelnemer_id: int
    groep_id: int | None
    soort: str
    datum: date
    uren: Decimal | None
    gezien: Decimal | None = None


@dataclass(frozen=True)
class Botsing:
    """A cell that was not stored, because by now it holds something else (``nu``) than the screen showed."""

    cel: Urencel
    nu: Decimal | None


@dataclass(frozen=True)
class Urenuitkomst:
    gezet: int
    gewist: int
    botsingen: tuple[Botsing, ...] = ()


@schrijft
def zet_uren(cellen: Iterable[Urencel], *, door: Gebruiker) -> Urenuitkomst:
    """Store the cells that were changed: set, change or clear. A cell that somebody else changed meanwhile is left
    as it is and reported. ``Geweigerd`` when one cannot be (a day in the future, a closed kamer): nothing is stored.

    Somebody with two cards has their hours on both: the cell is the sum, and what is set replaces it.
    """
    van_kaart = wortels()
    cellen = [_van_wortel(cel, van_kaart) for cel in cellen]
    mensen = {cel.deelnemer_id for cel in cellen}
    kaarten = mensen | {kaart for kaart, naar in van_kaart.items() if naar in mensen}
    # Whoever else fills in hours of these people waits until this is stored, and then sees it.
    list(Deelnemer.objects.select_for_update(no_key=True).filter(pk__in=kaarten).order_by("pk").values_list("pk"))
    stand = _stand(cellen, kaarten, van_kaart)
    te_zetten, te_wissen, botsingen, gewist = [], [], [], 0
    for cel in cellen:
        rijen = stand[_plaats(cel)]
        nu = sum((rij.uren for rij in rijen), Decimal(0)) or None
        if nu == cel.uren:
            continue
        if nu != cel.gezien:
            botsingen.append(Botsing(cel, nu))
        elif cel.uren is None:
            gewist += 1
            te_wissen += [rij.pk for rij in rijen]
        else:
            te_zetten.append((cel, rijen))
            te_wissen += [rij.pk for rij in rijen[1:]]
    Inzet.objects.filter(pk__in=te_wissen).delete()
    _zet(te_zetten, door)
    return Urenuitkomst(len(te_zetten), gewist, tuple(botsingen))


def _zet(cellen: Sequence[tuple[Urencel, list[Inzet]]], door: Gebruiker) -> None:
    nieuw, anders = [], []
    for cel, rijen in cellen:
        if rijen:
            rijen[0].uren = cel.uren  # type: ignore[assignment]
            anders.append(rijen[0])
        else:
            velden = {naam: waarde for naam, waarde in vars(cel).items() if naam != "gezien"}
            nieuw.append(Inzet(**velden))
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in nieuw), door=door)
    Inzet.objects.bulk_create(nieuw, batch_size=BLOK)
    Inzet.objects.bulk_update(anders, ["uren"], batch_size=BLOK)


def _van_wortel(cel: Urencel, van_kaart: dict[int, int]) -> Urencel:
    naar = van_kaart.get(cel.deelnemer_id)
    return cel if naar is None else Urencel(**{**vars(cel), "deelnemer_id": naar})


Plaats = tuple[int, int, int | None, str, date]


def _plaats(cel: Urencel) -> Plaats:
    return (cel.kamer_id, cel.deelnemer_id, cel.groep_id, cel.soort, cel.datum)


def _stand(cellen: Sequence[Urencel], kaarten: set[int], van_kaart: dict[int, int]) -> dict[Plaats, list[Inzet]]:
    """What is stored on those days, the hours on the card that holds first."""
    stand: dict[Plaats, list[Inzet]] = defaultdict(list)
    rijen = Inzet.objects.filter(
        kamer__in={cel.kamer_id for cel in cellen}, deelnemer__in=kaarten, datum__in={cel.datum for cel in cellen}
    )
    for rij in sorted(rijen, key=lambda rij: (rij.deelnemer_id in van_kaart, rij.pk)):
        wie = van_kaart.get(rij.deelnemer_id, rij.deelnemer_id)
        stand[(rij.kamer_id, wie, rij.groep_id, rij.soort, rij.datum)].append(rij)
    return stand


# --- groups and accounts --------------------------------------------------------------------------------------


@schrijft
def maak_groep(*, kamer: Kamer, naam: str, door: Gebruiker) -> Vrijwilligersgroep:
    return Vrijwilligersgroep.objects.create(kamer=kamer, naam=naam)


@schrijft
def hernoem_groep(groep: Vrijwilligersgroep, *, naam: str, door: Gebruiker) -> Vrijwilligersgroep:
    """Another name, for its past hours too."""
    groep.naam = naam
    groep.save(update_fields=["naam"])
    return groep


@schrijft
def koppel_account(account: Gebruiker, *, deelnemer: Deelnemer, door: Gebruiker) -> None:
    """Say that this account at the door is of this person; a link with another person ends.

    ``Geweigerd`` when the person has another account already.
    """
    huidig = Deelnemer.objects.select_for_update(no_key=True).get(pk=deelnemer.pk)
    if huidig.gebruiker_id not in (None, account.pk):
        raise Geweigerd("Deze persoon hoort al bij een ander account. Koppel dat eerst los.")
    Deelnemer.objects.filter(gebruiker=account).exclude(pk=huidig.pk).update(gebruiker=None)
    Deelnemer.objects.filter(pk=huidig.pk).update(gebruiker=account)


@schrijft
def ontkoppel_account(account: Gebruiker, *, door: Gebruiker) -> bool:
    """The account is nobody's any more; the hours that were filled in stay. False when it was nobody's."""
    return bool(Deelnemer.objects.filter(gebruiker=account).update(gebruiker=None))
