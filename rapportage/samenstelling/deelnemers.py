"""The tables of individual participants: per kamer all sub-periods side by side, per sub-period all kamers.

Where parts do not add up to their whole, a note says by how much and why.
"""

from __future__ import annotations

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import MIN, getal
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import REGELS
from rapportage.cijfers import Celwaarde, Kolom, Rij, Tabel
from rapportage.rapportvorm import Kamerkop, Kamertabel
from rapportage.samenstelling.tellingen import Geteld, Overlap

NIET_GEREGISTREERD = "–: niet geregistreerd. Dat is iets anders dan 0: het is niet bekend of er mensen kwamen."
ZONDER_NAAM = (
    "Bezoeken zonder naam staan ernaast en tellen niet mee: dezelfde persoon kan vaker geteld zijn, of ook met naam. "
    "Het aantal verschillende mensen is dus een ondergrens."
)
ONDERGRENS = "Bezoeken zonder naam tellen niet mee: het is een ondergrens."
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
    return (*per_kamer, *(Kamertabel(None, _naast_elkaar(geteld, periode)) for periode in geteld.kolommen))


def _van_kamer(geteld: Geteld, kamer: Kamer) -> Tabel:
    perioden = geteld.kolommen
    rijen = [
        Rij((categorie.naam, *(geteld.uniek(kamer, periode, categorie) for periode in perioden)))
        for categorie in geteld.categorieen
    ]
    totaal = tuple(geteld.uniek(kamer, periode) for periode in perioden)
    rijen.append(Rij(("Verschillende mensen", *totaal), "totaal"))
    overlap = geteld.overlap(kamer)
    if overlap:
        naast = (NVT for _ in geteld.tijdvakken)
        rijen.append(Rij((naam_overlap(overlap), *naast, toon_overlap(overlap)), "bij"))
    rijen += _ernaast(geteld, kamer, perioden)
    return Tabel(
        f"Deelnemers van {kamer.naam}",
        REGELS["uniek"],
        (Kolom("Categorie", "tekst"), *(Kolom(_kop(geteld, periode)) for periode in perioden)),
        tuple(rijen),
        (*optelling(geteld, kamer, geteld.geheel), *_uit_tijdvakken(overlap), *_voorbehoud(rijen)),
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
    overlap = geteld.overlap(None) if periode == geteld.geheel else None
    if overlap:
        per_kamer = [geteld.overlap(kamer) for kamer in geteld.kamers]
        getoond = (toon_overlap(o) if o else None for o in per_kamer)
        rijen.append(Rij((naam_overlap(overlap), *getoond, NVT, stad_overlap(overlap, per_kamer)), "bij"))
    if any(zonder_naam):
        rijen.append(Rij((_RIJ_ZONDER_NAAM, *(n or None for n in zonder_naam), sum(zonder_naam), NVT), "bij"))
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
        (SOM_EN_STAD, *_som_en_stad(geteld, periode), *optelling(geteld, None, periode), *_voorbehoud(rijen)),
    )


# --- why parts are not their whole ------------------------------------------------------------------------------


def optelling(geteld: Geteld, kamer: Kamer | None, periode: Periode) -> tuple[str, ...]:
    """How the categories of this period become the different people; nothing where they are the same."""
    telt = geteld.optelling(kamer, periode)
    redenen = []
    if telt.dubbel:
        redenen.append(f"{getal(telt.dubbel)} minder, omdat wie in meer categorieën meedoet in elk daarvan telt")
    if telt.zonder_categorie:
        redenen.append(f"{getal(telt.zonder_categorie)} meer, omdat wie alleen zonder categorie meedeed erbij hoort")
    if not redenen:
        return ()
    waar = f"in de stad, {periode}" if kamer is None else str(periode)
    return (
        f"De categorieën zijn bij elkaar {getal(telt.som)}, verschillende mensen {getal(telt.uniek)} ({waar}): "
        f"{en(redenen)}.",
    )


def _som_en_stad(geteld: Geteld, periode: Periode) -> tuple[str, ...]:
    som, stad = geteld.som_van_kamers(periode), geteld.uniek(None, periode)
    if som is None or stad is None or som == stad:
        return ()
    return (
        f"De kamers zijn bij elkaar {getal(som)}, verschillend in de stad {getal(stad)}: {getal(som - stad)} minder.",
    )


def en(woorden: list[str]) -> str:
    return " en ".join([", ".join(woorden[:-1]), woorden[-1]] if len(woorden) > 1 else woorden)


# --- people of more than one sub-period (docs/besluiten/024) ----------------------------------------------------

NVT = "n.v.t."
NIET_GETOOND = "niet getoond"
GRENS = 10


def naam_overlap(overlap: Overlap) -> str:
    return "Kwam in beide tijdvakken" if overlap.perioden == 2 else "Kwam in meer dan één tijdvak"


def toon_overlap(overlap: Overlap) -> Celwaarde:
    """Exact where it follows from printed totals; otherwise '<10' for a small group, and nothing for a small rest."""
    if volgt_uit_totalen(overlap):
        return overlap.aantal
    if overlap.aantal < GRENS:
        return f"<{GRENS}"
    return NIET_GETOOND if 0 < overlap.uniek - overlap.aantal < GRENS else overlap.aantal


def volgt_uit_totalen(overlap: Overlap) -> bool:
    """Two sub-periods that are the whole: their sum minus the whole is the overlap, so hiding it would hide nothing."""
    return overlap.perioden == 2 and overlap.dekkend


def stad_overlap(stad: Overlap, kamers: list[Overlap | None]) -> Celwaarde:
    """The city: not when a kamer is hidden, for the others would give that one away."""
    verborgen = any(isinstance(toon_overlap(kamer), str) for kamer in kamers if kamer)
    if verborgen and not volgt_uit_totalen(stad):
        return NIET_GETOOND
    return toon_overlap(stad)


def _uit_tijdvakken(overlap: Overlap | None) -> tuple[str, ...]:
    """How two sub-periods become the whole."""
    if overlap is None or not volgt_uit_totalen(overlap):
        return ()
    een, twee = overlap.delen
    return (
        f"In beide tijdvakken: {mensen(overlap.aantal)}. Daarom is de hele periode {getal(een)} + {getal(twee)} "
        f"{MIN} {getal(overlap.aantal)} = {mensen(overlap.uniek)}.",
    )


def mensen(aantal: int) -> str:
    return "1 mens" if aantal == 1 else f"{getal(aantal)} mensen"
