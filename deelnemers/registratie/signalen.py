"""WRITE: what a kamer hears in the neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from buurtwerkkamers.bsn import BSN_FOUT, bevat_bsn
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from deelnemers.models import Signaal
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.regels import wijzig_regel

NIET_OVER_EEN_MENS = (
    "Hier staat een telefoonnummer of e-mailadres. Een signaal gaat over de buurt en nooit over één mens: haal het weg."
)
_BEREIKBAAR = re.compile(r"[^\s@]+@[^\s@]+\.\w+|(?<![\d.,])(?:\+31|0031|0)(?:[ .-]?\d){9}(?!\d)")


@dataclass(frozen=True)
class NieuwSignaal:
    """``tekst`` is at most 280 characters, about the neighbourhood and never about one person."""

    kamer_id: int
    datum: date
    thema: str
    tekst: str
    buurt: str = ""


@schrijft
def leg_signalen_vast(rijen: Iterable[NieuwSignaal], *, door: Gebruiker) -> Uitkomst:
    """Record signals. The very same signal sent twice stays one; ``Geweigerd`` for a text with a BSN in it."""
    signalen = {(r.kamer_id, r.datum, r.thema, r.buurt, r.tekst): r for r in rijen}
    for rij in signalen.values():
        _over_niemand(rij.tekst, rij.buurt)
    kamers = {rij.kamer_id for rij in signalen.values()}
    # No constraint forbids two equal signals, so two posts at the same moment take turns.
    list(Kamer.objects.select_for_update(no_key=True).filter(pk__in=kamers).order_by("pk").values_list("pk"))
    dagen = {rij.datum for rij in signalen.values()}
    bestaand = set(
        Signaal.objects.filter(kamer__in=kamers, datum__in=dagen)
        .order_by()
        .values_list("kamer_id", "datum", "thema", "buurt", "tekst")
    )
    nieuw = [Signaal(**vars(rij)) for sleutel, rij in signalen.items() if sleutel not in bestaand]
    Signaal.objects.bulk_create(nieuw, batch_size=BLOK)
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(signalen) - len(nieuw))


@schrijft
def wijzig_signaal(signaal: Signaal, *, door: Gebruiker, gezien: int | None = None, **velden: Any) -> Signaal:
    """Correct a signal; see ``wijzig_regel``."""
    _over_niemand(*(str(velden[veld]) for veld in ("tekst", "buurt") if veld in velden))
    return wijzig_regel(signaal, door=door, gezien=gezien, **velden)


def _over_niemand(*teksten: str) -> None:
    if any(bevat_bsn(tekst) for tekst in teksten):
        raise Geweigerd(BSN_FOUT)
    if any(bereikbaar_op(tekst) for tekst in teksten):
        raise Geweigerd(NIET_OVER_EEN_MENS)


def bereikbaar_op(tekst: str) -> bool:
    """Whether a telephone number or e-mail address stands in it: then it is about somebody."""
    return bool(_BEREIKBAAR.search(tekst))


def bereikbaar_in(tekst: str) -> list[str]:
    """Every telephone number and e-mail address in it, as it stands there."""
    return [vondst[0] for vondst in _BEREIKBAAR.finditer(tekst)]
