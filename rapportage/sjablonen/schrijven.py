"""WRITE: sjablonen and their parts. Every function is signed (``door``) and atomic.

A report reads its sjabloon until it is adopted, so a change shows in every report that is still being written. What
would spoil one of those (a part with answers, a report that is being checked) is refused, here or by the database (see
``bewaking``), with the way out: make a copy and change that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import IntegrityError
from django.db.models import ProtectedError

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Geweigerd, Intussen, schrijft
from rapportage.models import Klad, Onderdeel, Opmerking, Sjabloon
from rapportage.sjablonen.inhoud import Inhoud

MEESTE_ONDERDELEN = 40
MAAK_KOPIE = "Maak een kopie van dit sjabloon en verander die: het rapport houdt dan wat het heeft."
OF_KOPIE = f"Of {MAAK_KOPIE[0].lower()}{MAAK_KOPIE[1:]}"
WEG = "Dit sjabloon is er niet meer. Iemand anders heeft het intussen verwijderd."
ONDERDEEL_WEG = "Dit onderdeel is er niet meer. Iemand anders heeft het intussen weggehaald."
INTUSSEN = "Iemand anders heeft dit onderdeel intussen gewijzigd. Kijk na wat er nu staat en sla dan op."
LEEG = "Voeg eerst een onderdeel toe. Een sjabloon zonder onderdelen geeft een leeg rapport."
F = TypeVar("F", bound=Callable[..., Any])


def _met_uitweg(functie: F) -> F:
    """A refusal by one of our triggers says what can be done instead."""

    @wraps(functie)
    def doe(*args: Any, **kwargs: Any) -> Any:
        try:
            return functie(*args, **kwargs)
        except Geweigerd as fout:
            if isinstance(fout.__cause__, IntegrityError) and _van_een_trigger(fout.__cause__):
                raise Geweigerd(f"{fout} {OF_KOPIE}") from fout
            raise

    return cast(F, doe)


def _van_een_trigger(fout: IntegrityError) -> bool:
    diagnose = getattr(fout.__cause__, "diag", None)
    return diagnose is not None and diagnose.constraint_name is None and diagnose.table_name is None


# --- a sjabloon -------------------------------------------------------------------------------------------------


@schrijft
def maak_sjabloon(
    *,
    naam: str,
    omschrijving: str = "",
    onderdelen: Sequence[Inhoud] = (),
    in_gebruik: bool = False,
    door: Gebruiker,
) -> Sjabloon:
    """A new sjabloon with these parts, in this order. Not in use yet, unless asked for."""
    _eis_naam(naam)
    if in_gebruik and not onderdelen:
        raise Geweigerd(LEEG)
    _eis_ruimte(len(onderdelen))
    sjabloon = Sjabloon.objects.create(naam=naam.strip(), omschrijving=omschrijving.strip(), in_gebruik=in_gebruik)
    for volgorde, inhoud in enumerate(onderdelen, start=1):
        onderdeel = Onderdeel(sjabloon=sjabloon, volgorde=volgorde)
        inhoud.zet_in(onderdeel)
        onderdeel.save()
    return sjabloon


@schrijft
def kopieer_sjabloon(*, sjabloon: Sjabloon, door: Gebruiker) -> Sjabloon:
    """The same parts under the name with '(kopie)' behind it, to be changed before it is taken in use."""
    bron = _vergrendel(sjabloon)
    return maak_sjabloon(
        naam=vrije_naam(bron.naam, "kopie"),
        omschrijving=bron.omschrijving,
        onderdelen=[Inhoud.van(onderdeel) for onderdeel in bron.onderdelen.all()],
        door=door,
    )


@schrijft
def wijzig_sjabloon(
    *,
    sjabloon: Sjabloon,
    naam: str | None = None,
    omschrijving: str | None = None,
    in_gebruik: bool | None = None,
    door: Gebruiker,
) -> Sjabloon:
    """Another name or description, or whether new reports can be made with it. What is None stays as it is."""
    rij = _vergrendel(sjabloon)
    if naam is not None:
        _eis_naam(naam, behalve=rij)
        rij.naam = naam.strip()
    if omschrijving is not None:
        rij.omschrijving = omschrijving.strip()
    if in_gebruik is not None:
        if in_gebruik and not rij.onderdelen.exists():
            raise Geweigerd(LEEG)
        rij.in_gebruik = in_gebruik
    rij.save()
    return rij


@schrijft
def verwijder_sjabloon(*, sjabloon: Sjabloon, door: Gebruiker) -> None:
    """Remove a sjabloon that no report was ever made with."""
    rij = _vergrendel(sjabloon)
    try:
        rij.delete()
    except ProtectedError as fout:
        raise Geweigerd(
            f"Met ‘{rij.naam}’ zijn rapporten gemaakt. Daarom blijft het bestaan. Kies ‘Niet meer in gebruik’: dan "
            "maakt niemand er nog een nieuw rapport mee."
        ) from fout


# --- its parts --------------------------------------------------------------------------------------------------


@_met_uitweg
@schrijft
def zet_onderdeel(
    *,
    sjabloon: Sjabloon,
    inhoud: Inhoud,
    onderdeel: Onderdeel | None = None,
    plaats: int | None = None,
    gezien: str | None = None,
    door: Gebruiker,
) -> Onderdeel:
    """Add a part, or change ``onderdeel``. ``plaats`` counts from 1; without one a new part comes last.

    ``gezien`` is the ``Inhoud.kenmerk`` that its page showed: ``Intussen`` when it says something else by now.
    """
    delen = _delen(_vergrendel(sjabloon))
    if not inhoud.titel:
        raise Geweigerd("Schrijf een titel. Die komt boven het onderdeel en in de inhoudsopgave.")
    if onderdeel is None:
        _eis_ruimte(len(delen) + 1)
        rij = Onderdeel(sjabloon=sjabloon, volgorde=len(delen) + 1)
        delen.append(rij)
    else:
        rij = _vind(delen, onderdeel)
        if gezien is not None and Inhoud.van(rij).kenmerk != gezien:
            raise Intussen(INTUSSEN)
    if rij.pk is None or Inhoud.van(rij) != inhoud:
        inhoud.zet_in(rij)
        rij.save()
    if plaats is not None:
        delen.remove(rij)
        delen.insert(min(max(plaats, 1), len(delen) + 1) - 1, rij)
    _nummer(delen)
    return rij


@_met_uitweg
@schrijft
def verplaats(*, onderdeel: Onderdeel, stap: int = 0, naar: int | None = None, door: Gebruiker) -> None:
    """Move a part ``stap`` places (-1 is one up), or to place ``naar`` (from 1); never past an end."""
    delen = _delen(_vergrendel(onderdeel.sjabloon))
    rij = _vind(delen, onderdeel)
    plek = (delen.index(rij) + stap) if naar is None else naar - 1
    delen.remove(rij)
    delen.insert(min(max(plek, 0), len(delen)), rij)
    _nummer(delen)


@_met_uitweg
@schrijft
def verwijder_onderdeel(*, onderdeel: Onderdeel, door: Gebruiker) -> None:
    """Take a part out. ``Geweigerd`` when somebody wrote at it: that text would be lost."""
    sjabloon = _vergrendel(onderdeel.sjabloon)
    delen = _delen(sjabloon)
    rij = _vind(delen, onderdeel)
    if sjabloon.in_gebruik and len(delen) == 1:
        raise Geweigerd("Dit is het laatste onderdeel. Kies eerst ‘Niet meer in gebruik’, of voeg een ander toe.")
    if any(model.objects.filter(onderdeel=rij).exists() for model in (Klad, Opmerking)):
        raise Geweigerd(f"Bij ‘{rij.titel}’ staat al tekst of een opmerking in een rapport. {MAAK_KOPIE}")
    try:
        rij.delete()
    except ProtectedError as fout:
        raise Geweigerd(f"‘{rij.titel}’ is al beantwoord in een rapport. {MAAK_KOPIE}") from fout
    delen.remove(rij)
    _nummer(delen)


# --- shared -----------------------------------------------------------------------------------------------------


def vrije_naam(naam: str, toevoeging: str = "") -> str:
    """This name with ``toevoeging`` between brackets behind it, and a number when that is taken."""
    lengte = Sjabloon._meta.get_field("naam").max_length or 0
    bezet = {n.casefold() for n in Sjabloon.objects.values_list("naam", flat=True)}
    for nummer in range(1, len(bezet) + 2):
        delen = [toevoeging, str(nummer) if nummer > 1 else ""]
        staart = " ".join(deel for deel in delen if deel)
        vrij = f"{naam[: lengte - len(staart) - 3].rstrip()} ({staart})" if staart else naam
        if vrij.casefold() not in bezet:
            return vrij
    raise AssertionError("one of so many names is free")


def _eis_naam(naam: str, behalve: Sjabloon | None = None) -> None:
    if not naam.strip():
        raise Geweigerd("Geef het sjabloon een naam.")
    if Sjabloon.objects.filter(naam__iexact=naam.strip()).exclude(pk__in=[behalve.pk] if behalve else []).exists():
        raise Geweigerd("Er is al een sjabloon met deze naam. Kies een andere naam.")


def _eis_ruimte(aantal: int) -> None:
    if aantal > MEESTE_ONDERDELEN:
        raise Geweigerd(f"Een sjabloon heeft hoogstens {MEESTE_ONDERDELEN} onderdelen. Haal er eerst een weg.")


def _vergrendel(sjabloon: Sjabloon) -> Sjabloon:
    """The row of this sjabloon, locked: two people who change its order do so one after the other."""
    rij = Sjabloon.objects.select_for_update(no_key=True).filter(pk=sjabloon.pk).first()
    if rij is None:
        raise Geweigerd(WEG)
    return rij


def _delen(sjabloon: Sjabloon) -> list[Onderdeel]:
    return list(sjabloon.onderdelen.select_for_update(no_key=True).order_by("volgorde"))


def _vind(delen: list[Onderdeel], onderdeel: Onderdeel) -> Onderdeel:
    gevonden = next((deel for deel in delen if deel.pk == onderdeel.pk), None)
    if gevonden is None:
        raise Geweigerd(ONDERDEEL_WEG)
    return gevonden


def _nummer(delen: Sequence[Onderdeel]) -> None:
    """1, 2, 3 … in this order; only what moves is written, so that history holds changes and no repetitions."""
    for volgorde, deel in enumerate(delen, start=1):
        if deel.volgorde != volgorde:
            deel.volgorde = volgorde
            deel.save(update_fields=["volgorde"])
