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

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie, Uurtarief
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from financien.afronding import op_centen
from financien.models import Bron, GedruktAandeel, Maandafsluiting, Regel

BLOK = 2000
BEDRAGEN = ("begroot", "prognose", "realisatie")
# Of a row in per cents: where each amount of the file goes.
_PROCENTEN = {"begroot": "procent", "prognose": "prognose", "realisatie": "realisatie"}
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


@schrijft
def leg_regels_vast(rijen: Iterable[NieuweRegel], *, door: Gebruiker) -> Uitkomst:
    """Store lines, recognised by bron, jaar, soort, post, kamer, financier and regelsoort; new ones in this order.

    Printed percentages among them are kept as ``GedruktAandeel``. One key twice with different contents is refused.
    """
    rijen = list(rijen)
    bronnen = _bronnen({rij.bron for rij in rijen})
    _weiger_archief(bronnen.values())
    financiers = _financiers({rij.financier for rij in rijen if rij.financier})
    delen = [
        _leg_aandelen_vast([rij for rij in rijen if rij.is_aandeel], bronnen, financiers),
        _leg_bedragen_vast([rij for rij in rijen if not rij.is_aandeel], bronnen, financiers),
    ]
    nieuw, gewijzigd = sum(deel.nieuw for deel in delen), sum(deel.gewijzigd for deel in delen)
    return Uitkomst(nieuw, gewijzigd, len(rijen) - nieuw - gewijzigd)


@schrijft
def maak_bron(naam: str, *, door: Gebruiker) -> Bron:
    """Make a source without lines."""
    return Bron.objects.create(naam=naam.strip())


@schrijft
def voeg_regel_toe(*, bron: Bron, door: Gebruiker, nieuwe_financier: str = "", **velden: Any) -> Regel:
    """Add one line at the end of its source; ``velden`` are those of ``Regel``, a financier can be a new name."""
    _weiger_archief([bron])
    velden |= _met_financier(nieuwe_financier)
    regel = Regel(bron=bron, volgorde=_laatste([bron]).get(bron.pk, 0) + 1, **velden)
    _keur(regel)
    regel.save()
    return regel


@schrijft
def wijzig_regel(regel: Regel, *, door: Gebruiker, nieuwe_financier: str = "", **velden: Any) -> Regel:
    """Change fields of one line; fields that are not named stay as they are. A financier can be a new name."""
    _weiger_archief([regel.bron])
    for veld, waarde in (velden | _met_financier(nieuwe_financier)).items():
        Regel._meta.get_field(veld)
        setattr(regel, veld, waarde)
    _keur(regel)
    regel.save()
    return regel


@schrijft
def verwijder_regel(regel: Regel, *, door: Gebruiker) -> None:
    """Remove one line; its history stays."""
    _weiger_archief([regel.bron])
    regel.delete()


@schrijft
def bewaar_tarief(tarief: Uurtarief, *, door: Gebruiker) -> Uurtarief:
    """Store what an hour is worth from a day on; ``Geweigerd`` for a second rate of one kind on that day."""
    tarief.tarief = op_centen(Decimal(tarief.tarief))
    _keur_velden(tarief, "het uurtarief", exclude=[])
    tarief.save()
    return tarief


@schrijft
def verwijder_tarief(tarief: Uurtarief, *, door: Gebruiker) -> None:
    """Remove a rate; its history stays, and the rate before it holds again."""
    tarief.delete()


# --- many at once -----------------------------------------------------------------------------------------------


def _leg_bedragen_vast(
    rijen: Sequence[NieuweRegel], bronnen: dict[str, Bron], financiers: dict[str, Organisatie]
) -> Uitkomst:
    bestaand = {_sleutel(regel): regel for regel in Regel.objects.filter(bron__in=bronnen.values())}
    volgorde = _laatste(bronnen.values())
    gezien: dict[Sleutel, NieuweRegel] = {}
    nieuw: list[Regel] = []
    gewijzigd: list[Regel] = []
    for rij in rijen:
        regel = _als_regel(rij, bronnen, financiers)
        sleutel = _sleutel(regel)
        _weiger_tegenspraak(gezien.setdefault(sleutel, rij), rij)
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


def _sleutel(regel: Regel | GedruktAandeel) -> Sleutel:
    return tuple(getattr(regel, veld) for veld in _SLEUTEL)


def _weiger_tegenspraak(eerste: NieuweRegel, rij: NieuweRegel) -> None:
    if eerste != rij:
        waar = f" ({rij.kamer})" if rij.kamer else ""
        raise Geweigerd(f"De regel '{rij.post}'{waar} van {rij.jaar} komt twee keer voor, met verschillende inhoud.")


def _leg_aandelen_vast(
    rijen: Sequence[NieuweRegel], bronnen: dict[str, Bron], financiers: dict[str, Organisatie]
) -> Uitkomst:
    """Rows in per cents. Few of them, so one by one."""
    bestaand = {_sleutel(deel): deel for deel in GedruktAandeel.objects.filter(bron__in=bronnen.values())}
    gezien: dict[Sleutel, NieuweRegel] = {}
    nieuw = gewijzigd = 0
    for rij in rijen:
        deel = GedruktAandeel(
            bron=bronnen[rij.bron],
            jaar=rij.jaar,
            soort=rij.soort,
            post=rij.post.strip(),
            kamer=rij.kamer,
            financier=financiers.get(rij.financier),
            regelsoort=rij.regelsoort,
        )
        sleutel = _sleutel(deel)
        _weiger_tegenspraak(gezien.setdefault(sleutel, rij), rij)
        deel = bestaand.setdefault(sleutel, deel)
        if not _neem_procenten_over(deel, rij) and deel.pk:
            continue
        nieuw, gewijzigd = (nieuw, gewijzigd + 1) if deel.pk else (nieuw + 1, gewijzigd)
        deel.save()
    return Uitkomst(nieuw, gewijzigd, len(rijen) - nieuw - gewijzigd)


def _neem_procenten_over(deel: GedruktAandeel, rij: NieuweRegel) -> bool:
    """Put the per cents that the row gives into the share; True when that changed something."""
    voor = [getattr(deel, veld) for veld in _PROCENTEN.values()]
    for bedrag, veld in _PROCENTEN.items():
        waarde = getattr(rij, bedrag)
        if waarde is not ONGEMOEID:
            setattr(deel, veld, waarde if waarde is None else op_centen(Decimal(waarde)))
    if any(not 0 <= (getattr(deel, veld) or 0) <= 100 for veld in _PROCENTEN.values()):
        raise Geweigerd(f"{rij.post}: een aandeel ligt tussen 0 en 100 procent.")
    _keur_velden(deel, f"'{rij.post}'", exclude=["bron", "kamer", "financier"])
    return voor != [getattr(deel, veld) for veld in _PROCENTEN.values()]


# --- shared -----------------------------------------------------------------------------------------------------


def _bronnen(namen: set[str]) -> dict[str, Bron]:
    """The sources by the name as given; new ones are made."""
    return {naam: Bron.objects.get_or_create(naam=naam.strip())[0] for naam in sorted(namen)}


def _weiger_archief(bronnen: Iterable[Bron]) -> None:
    """A closed month is no document that lines are taken from; the database keeps it too, with fewer words."""
    dicht = Maandafsluiting.objects.filter(bron__in=list(bronnen)).select_related("bron").first()
    if dicht is not None:
        raise Geweigerd(
            f"'{dicht.bron}' is het archief van een gesloten maand. Het verandert niet meer. "
            "Geef uw bron een andere naam, of boek in een open maand."
        )


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
