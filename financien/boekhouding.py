"""WRITE: amounts, each as a line of a source and a year.

Each function takes ``door`` (who does it) and writes in one transaction; who and when are kept by the history.
Writing the same line twice changes nothing. Amounts are euros, kept to the cent. What cannot be is raised as
``Geweigerd`` with a Dutch reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Max, Model

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from financien.afronding import op_centen
from financien.models import Bron, GedruktAandeel, Regel

BLOK = 2000
BEDRAGEN = ("begroot", "prognose", "realisatie")
_INHOUD = ("groep", *BEDRAGEN, "voetnoot")
_SLEUTEL = ("bron_id", "jaar", "soort", "post", "kamer_id", "financier_id", "regelsoort")
Sleutel = tuple[Any, ...]


class _Ongemoeid:
    """The type of ``ONGEMOEID``."""

    def __repr__(self) -> str:
        return "ONGEMOEID"


# This field was not given (an absent column): it stays as it is. None and '' clear it.
ONGEMOEID: Final[Any] = _Ongemoeid()


@dataclass(frozen=True)
class NieuweRegel:
    """A line as a source gives it. ``bron`` and ``financier`` are names, made when they are new."""

    bron: str
    jaar: int
    soort: str
    post: str
    kamer: Kamer | None = None
    financier: str = ""
    regelsoort: str = Regel.Regelsoort.REGEL
    groep: str = ONGEMOEID
    begroot: Decimal | None = ONGEMOEID
    prognose: Decimal | None = ONGEMOEID
    realisatie: Decimal | None = ONGEMOEID
    voetnoot: str = ONGEMOEID

    @property
    def is_aandeel(self) -> bool:
        """A printed row with '%' in its name holds per cents, not euros."""
        return "%" in self.post and self.regelsoort != Regel.Regelsoort.REGEL


@dataclass(frozen=True)
class NieuwAandeel:
    """A printed 'aandeel financiers in populaire investering', in per cents; without kamer: of all together."""

    bron: str
    jaar: int
    kamer: Kamer | None
    procent: Decimal


@schrijft
def leg_regels_vast(rijen: Iterable[NieuweRegel], *, door: Gebruiker) -> Uitkomst:
    """Store lines, recognised by bron, jaar, soort, post, kamer, financier and regelsoort; new ones in this order.

    Printed percentages among them are kept as ``GedruktAandeel``. One key twice with different contents is refused.
    """
    rijen = list(rijen)
    bronnen = _bronnen({rij.bron for rij in rijen})
    aandelen = [rij for rij in rijen if rij.is_aandeel]
    bedragen = [rij for rij in rijen if not rij.is_aandeel]
    van_aandelen = _leg_aandelen_vast(
        [
            NieuwAandeel(rij.bron, rij.jaar, rij.kamer, rij.begroot)
            for rij in aandelen
            if isinstance(rij.begroot, Decimal)
        ],
        bronnen,
    )
    van_bedragen = _leg_bedragen_vast(bedragen, bronnen)
    nieuw, gewijzigd = van_aandelen.nieuw + van_bedragen.nieuw, van_aandelen.gewijzigd + van_bedragen.gewijzigd
    return Uitkomst(nieuw, gewijzigd, len(rijen) - nieuw - gewijzigd)


@schrijft
def leg_aandelen_vast(rijen: Iterable[NieuwAandeel], *, door: Gebruiker) -> Uitkomst:
    """Store printed percentages, recognised by bron, jaar and kamer."""
    rijen = list(rijen)
    return _leg_aandelen_vast(rijen, _bronnen({rij.bron for rij in rijen}))


@schrijft
def maak_bron(naam: str, *, door: Gebruiker) -> Bron:
    """Make a source without lines."""
    return Bron.objects.create(naam=naam.strip())


@schrijft
def voeg_regel_toe(*, bron: Bron, door: Gebruiker, nieuwe_financier: str = "", **velden: Any) -> Regel:
    """Add one line at the end of its source; ``velden`` are those of ``Regel``, a financier can be a new name."""
    velden |= _met_financier(nieuwe_financier)
    regel = Regel(bron=bron, volgorde=_laatste([bron]).get(bron.pk, 0) + 1, **velden)
    _keur(regel)
    regel.save()
    return regel


@schrijft
def wijzig_regel(regel: Regel, *, door: Gebruiker, nieuwe_financier: str = "", **velden: Any) -> Regel:
    """Change fields of one line; fields that are not named stay as they are. A financier can be a new name."""
    for veld, waarde in (velden | _met_financier(nieuwe_financier)).items():
        Regel._meta.get_field(veld)
        setattr(regel, veld, waarde)
    _keur(regel)
    regel.save()
    return regel


@schrijft
def verwijder_regel(regel: Regel, *, door: Gebruiker) -> None:
    """Remove one line; its history stays."""
    regel.delete()


# --- many at once -----------------------------------------------------------------------------------------------


def _leg_bedragen_vast(rijen: Sequence[NieuweRegel], bronnen: dict[str, Bron]) -> Uitkomst:
    financiers = _financiers({rij.financier for rij in rijen if rij.financier})
    bestaand = {_sleutel(regel): regel for regel in Regel.objects.filter(bron__in=bronnen.values())}
    volgorde = _laatste(bronnen.values())
    gezien: dict[Sleutel, NieuweRegel] = {}
    nieuw: list[Regel] = []
    gewijzigd: list[Regel] = []
    for rij in rijen:
        regel = _als_regel(rij, bronnen, financiers)
        sleutel = _sleutel(regel)
        if gezien.setdefault(sleutel, rij) != rij:
            waar = f" ({rij.kamer})" if rij.kamer else ""
            raise Geweigerd(
                f"De regel '{rij.post}'{waar} van {rij.jaar} komt twee keer voor, met verschillende inhoud."
            )
        oud = bestaand.get(sleutel)
        if oud is None:
            volgorde[regel.bron_id] = regel.volgorde = volgorde.get(regel.bron_id, 0) + 1
            bestaand[sleutel] = regel
            nieuw.append(regel)
        elif _neem_over(oud, rij):
            gewijzigd.append(oud)
    Regel.objects.bulk_create(nieuw, batch_size=BLOK)
    Regel.objects.bulk_update(gewijzigd, _INHOUD, batch_size=BLOK)
    return Uitkomst(len(nieuw), len(gewijzigd), len(rijen) - len(nieuw) - len(gewijzigd))


def _als_regel(rij: NieuweRegel, bronnen: dict[str, Bron], financiers: dict[str, Organisatie]) -> Regel:
    regel = Regel(
        bron=bronnen[rij.bron],
        jaar=rij.jaar,
        soort=rij.soort,
        post=rij.post.strip(),
        kamer=rij.kamer,
        financier=financiers.get(rij.financier),
        regelsoort=rij.regelsoort,
    )
    _neem_over(regel, rij)
    return regel


def _neem_over(regel: Regel, rij: NieuweRegel) -> bool:
    """Put what the row gives into the line; True when that changed something."""
    voor = [getattr(regel, veld) for veld in _INHOUD]
    for veld in _INHOUD:
        waarde = getattr(rij, veld)
        if waarde is not ONGEMOEID:
            setattr(regel, veld, waarde)
    _keur(regel)
    return voor != [getattr(regel, veld) for veld in _INHOUD]


def _sleutel(regel: Regel) -> Sleutel:
    return tuple(getattr(regel, veld) for veld in _SLEUTEL)


def _leg_aandelen_vast(rijen: Sequence[NieuwAandeel], bronnen: dict[str, Bron]) -> Uitkomst:
    bestaand = {
        (aandeel.bron_id, aandeel.jaar, aandeel.kamer_id): aandeel
        for aandeel in GedruktAandeel.objects.filter(bron__in=bronnen.values())
    }
    nieuw, gewijzigd = 0, 0
    for rij in rijen:
        bron = bronnen[rij.bron]
        oud = bestaand.get((bron.pk, rij.jaar, rij.kamer.pk if rij.kamer else None))
        if oud is None:
            oud = GedruktAandeel(bron=bron, jaar=rij.jaar, kamer=rij.kamer, procent=rij.procent)
            _keur_velden(oud, f"het aandeel van {rij.jaar}", exclude=["bron", "kamer"])
            oud.save()
            bestaand[(bron.pk, rij.jaar, oud.kamer_id)] = oud
            nieuw += 1
        elif oud.procent != rij.procent:
            oud.procent = rij.procent
            oud.save()
            gewijzigd += 1
    return Uitkomst(nieuw, gewijzigd, len(rijen) - nieuw - gewijzigd)


# --- shared -----------------------------------------------------------------------------------------------------


def _bronnen(namen: set[str]) -> dict[str, Bron]:
    """The sources by the name as given; new ones are made."""
    return {naam: Bron.objects.get_or_create(naam=naam.strip())[0] for naam in sorted(namen)}


def _financiers(namen: set[str]) -> dict[str, Organisatie]:
    return {naam: Organisatie.objects.get_or_create(naam=naam.strip())[0] for naam in sorted(namen)}


def _met_financier(naam: str) -> dict[str, Organisatie]:
    return {"financier": _financiers({naam})[naam]} if naam else {}


def _laatste(bronnen: Iterable[Bron]) -> dict[int, int]:
    """Per source the place of its last line."""
    return dict(
        Regel.objects.filter(bron__in=list(bronnen)).values_list("bron").order_by("bron").annotate(Max("volgorde"))
    )


def _keur(regel: Regel) -> None:
    """Round to the cent and refuse what does not fit (a text too long, an unknown soort) before the database does."""
    for veld in BEDRAGEN:
        bedrag = getattr(regel, veld)
        if bedrag is not None:
            setattr(regel, veld, op_centen(Decimal(bedrag)))
    _keur_velden(regel, f"regel '{regel.post}'", exclude=["bron", "kamer", "financier"])


def _keur_velden(rij: Model, naam: str, exclude: list[str]) -> None:
    # Foreign keys are left out: checking them costs a query each, and the database checks them anyway.
    try:
        rij.clean_fields(exclude=exclude)
    except ValidationError as fout:
        reden = "; ".join(f"{veld}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt niet bij {naam}: {reden}") from fout
