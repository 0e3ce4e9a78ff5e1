"""The tables of individual participants: per kamer all sub-periods side by side, per sub-period all kamers."""

from __future__ import annotations

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import REGELS
from rapportage.cijfers import Kolom, Rij, Tabel
from rapportage.rapportvorm import Kamerkop, Kamertabel
from rapportage.samenstelling.tellingen import Geteld

NIET_GEREGISTREERD = "–: niet geregistreerd. Dat is iets anders dan 0: het is niet bekend of er mensen kwamen."
ZONDER_NAAM = (
    "Bezoeken zonder naam staan ernaast en tellen niet mee: dezelfde persoon kan vaker geteld zijn, of ook met naam. "
    "Het aantal verschillende mensen is dus een ondergrens."
)
GEEN_SOM = "De hele periode is niet de som van de tijdvakken: wie in meer tijdvakken kwam, telt in het geheel één keer."
SOM_EN_STAD = (
    "Som van de kamers: de kamers bij elkaar opgeteld; wie in twee kamers kwam, telt twee keer. "
    "Verschillend in de stad: wie in meer kamers kwam, telt één keer."
)
CATEGORIEEN_OVERLAPPEN = "Wie in meer categorieën meedoet, telt in elk daarvan. Het totaal is dus niet de som."


def uitleg(geteld: Geteld) -> tuple[str, ...]:
    """How to read the tables, once for all of them."""
    zinnen = [CATEGORIEEN_OVERLAPPEN]
    if len(geteld.kolommen) > len(geteld.tijdvakken):
        zinnen.append(GEEN_SOM)
    if any(geteld.cel(None, periode).zonder_naam for periode in geteld.kolommen):
        zinnen.append(ZONDER_NAAM)
    return tuple(zinnen)


def tabellen(geteld: Geteld, koppen: dict[int, Kamerkop]) -> tuple[Kamertabel, ...]:
    """First each kamer, then (with more than one) the kamers side by side for each sub-period."""
    per_kamer = [Kamertabel(koppen[kamer.pk], _van_kamer(geteld, kamer)) for kamer in geteld.kamers]
    if len(geteld.kamers) < 2:
        return tuple(per_kamer)
    return (*per_kamer, *(Kamertabel(None, _naast_elkaar(geteld, periode)) for periode in geteld.tijdvakken))


def _van_kamer(geteld: Geteld, kamer: Kamer) -> Tabel:
    perioden = geteld.kolommen
    rijen = [
        Rij((categorie.naam, *(geteld.uniek(kamer, periode, categorie) for periode in perioden)))
        for categorie in geteld.categorieen
    ]
    totaal = tuple(geteld.uniek(kamer, periode) for periode in perioden)
    rijen.append(Rij(("Verschillende mensen", *totaal), "totaal"))
    rijen += _ernaast(geteld, kamer, perioden)
    return Tabel(
        f"Deelnemers van {kamer.naam}",
        REGELS["uniek"],
        (Kolom("Categorie", "tekst"), *(Kolom(_kop(geteld, periode)) for periode in perioden)),
        tuple(rijen),
        _voorbehoud(rijen),
    )


def _ernaast(geteld: Geteld, kamer: Kamer | None, perioden: tuple[Periode, ...]) -> list[Rij]:
    """Rows beside the unique counts: new people, attendances and, where there were any, visits without a name."""
    cellen = [geteld.cel(kamer, periode) for periode in perioden]
    rijen = [
        Rij(("Voor het eerst in deze kamer", *(c.nieuw if c.geregistreerd else None for c in cellen)), "bij"),
        Rij(("Deelnames (elke keer geteld)", *(c.deelnames if c.geregistreerd else None for c in cellen)), "bij"),
    ]
    if any(cel.zonder_naam for cel in cellen):
        rijen.append(Rij((_RIJ_ZONDER_NAAM, *(cel.zonder_naam or None for cel in cellen)), "bij"))
    return rijen


_RIJ_ZONDER_NAAM = "Bezoeken zonder naam"


def _voorbehoud(rijen: list[Rij]) -> tuple[str, ...]:
    leeg = any(cel is None for rij in rijen for cel in rij.cellen)
    return (NIET_GEREGISTREERD,) if leeg else ()


def _kop(geteld: Geteld, periode: Periode) -> str:
    return "Hele periode" if periode == geteld.geheel and geteld.tijdvakken != (periode,) else str(periode)


def _naast_elkaar(geteld: Geteld, periode: Periode) -> Tabel:
    """All kamers in one sub-period, with their sum and the different people of the city, both named."""
    rijen = [
        Rij(
            (
                naam,
                *(geteld.uniek(kamer, periode, categorie) for kamer in geteld.kamers),
                geteld.som_van_kamers(periode, categorie),
                geteld.uniek(None, periode, categorie),
            ),
            "rij" if categorie else "totaal",
        )
        for naam, categorie in (
            *((c.naam, c) for c in geteld.categorieen),
            ("Verschillende mensen", None),
        )
    ]
    zonder_naam = [geteld.cel(kamer, periode).zonder_naam for kamer in geteld.kamers]
    if any(zonder_naam):
        rijen.append(Rij((_RIJ_ZONDER_NAAM, *(n or None for n in zonder_naam), sum(zonder_naam), "n.v.t."), "bij"))
    return Tabel(
        f"De kamers naast elkaar, {periode}",
        REGELS["uniek"],
        (
            Kolom("Categorie", "tekst"),
            *(Kolom(kamer.label) for kamer in geteld.kamers),
            Kolom("Som van de kamers"),
            Kolom("Verschillend in de stad"),
        ),
        tuple(rijen),
        (SOM_EN_STAD, *_voorbehoud(rijen)),
    )
