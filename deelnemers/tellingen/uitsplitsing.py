"""Who came, by age group and by area: each person in exactly one cell, so that the cells add up to the unique total.

People are those that ``tel_uniek`` counts in its totals, by the card that holds. Of birth only the year is known, so
the age is the one that somebody reaches in the year of the last day. An area is the four digits of a postcode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from buurtwerkkamers.models import Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelnemer, Persoonsgegevens
from deelnemers.tellingen.basis import als_lijst
from deelnemers.tellingen.stand import Stand, lees_stand

ONBEKEND = "onbekend"
_VANAF = ((65, "65 en ouder"), (45, "45 t/m 64"), (27, "27 t/m 44"), (18, "18 t/m 26"))
_JONGER = "onder 18"
LEEFTIJDEN = (_JONGER, *(naam for _, naam in reversed(_VANAF)), ONBEKEND)

PerGroep = dict[str, int]
Waar = tuple[int | None, Periode]  # kamer id, or None for all of them together


@dataclass(frozen=True)
class Mens:
    """What a breakdown asks of somebody; ``gebied`` empty: not known."""

    geboortejaar: int | None = None
    gebied: str = ""


def leeftijdsgroep(geboortejaar: int | None, jaar: int) -> str:
    """The group of somebody born in this year, by the age reached in ``jaar``. Who is born later counts as a child."""
    if geboortejaar is None:
        return ONBEKEND
    return next((naam for vanaf, naam in _VANAF if jaar - geboortejaar >= vanaf), _JONGER)


def tel_leeftijden(kamers: Sequence[Kamer], periode: Periode) -> dict[int | None, PerGroep]:
    """Different people per age group, per kamer id and under None over these kamers; every group is there, zero too."""
    return _tel(kamers, periode, LEEFTIJDEN, lambda mens: leeftijdsgroep(mens.geboortejaar, periode.tm.year))


def tel_gebieden(kamers: Sequence[Kamer], periode: Periode) -> dict[int | None, PerGroep]:
    """Different people per area (four digits), in order and the unknown last, per kamer id and under None over all.

    The areas are those where anybody of these kamers lives, so a kamer may have zero of one.
    """
    return _tel(kamers, periode, None, gebied_van)


def gebied_van(mens: Mens) -> str:
    return mens.gebied or ONBEKEND


def wie_kwamen(kamers: Sequence[Kamer], perioden: Sequence[Periode], stand: Stand | None = None) -> dict[Waar, BitMap]:
    """The people behind the unique totals: per kamer and for these kamers together, in each period.

    ``stand``: what was read of these kamers and periods already; for a total its list makes no difference.
    """
    stand = stand or lees_stand(kamers, perioden, Categorielijst.objects.standaard(), (), deelnames_in=())
    waar = [*(kamer.pk for kamer in kamers), None]
    return {(kamer_id, p): stand.mensen((kamer_id, None), p) for p in perioden for kamer_id in waar}


_SOORTEN = f"""
    SELECT kaart.geboortejaar, left(coalesce(gegevens.postcode, ''), 4), array_agg(kaart.id)
    FROM {Deelnemer._meta.db_table} AS kaart
    LEFT JOIN {Persoonsgegevens._meta.db_table} AS gegevens ON gegevens.deelnemer_id = kaart.id
"""  # noqa: S608 - the names of our own tables
_VAN_HEN = " WHERE kaart.id = ANY(%s::bigint[])"
# Of more people everybody is read: to plan with so long a list takes as long as reading.
LANGSTE_LIJST = 10_000


def lees_soorten(wie: BitMap) -> dict[Mens, BitMap]:
    """These people by year of birth and area. One query; somebody whose data were erased is known by nothing."""
    keuze, waarden = (_VAN_HEN, [als_lijst(wie)]) if len(wie) <= LANGSTE_LIJST else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(f"{_SOORTEN}{keuze} GROUP BY 1, 2", waarden)
        soorten = {Mens(jaar, gebied): wie.intersection(BitMap(mensen)) for jaar, gebied, mensen in cursor.fetchall()}
    return {soort: zulke for soort, zulke in soorten.items() if zulke}


def _tel(
    kamers: Sequence[Kamer], periode: Periode, groepen: Sequence[str] | None, groep: Callable[[Mens], str]
) -> dict[int | None, PerGroep]:
    wie = wie_kwamen(kamers, [periode])
    soorten = lees_soorten(wie[None, periode])
    if groepen is None:
        groepen = op_volgorde(map(groep, soorten))
    return {kamer_id: tel_groepen_van(leden, soorten, groepen, groep) for (kamer_id, _), leden in wie.items()}


def op_volgorde(gebieden: Iterable[str]) -> list[str]:
    """Each area once, in order, and 'onbekend' always and last."""
    return [*sorted(set(gebieden) - {ONBEKEND}), ONBEKEND]


def tel_groepen_van(
    leden: BitMap, soorten: Mapping[Mens, BitMap], groepen: Sequence[str], groep: Callable[[Mens], str]
) -> PerGroep:
    """How many of these people are in each group; ``soorten`` holds all of them."""
    geteld = dict.fromkeys(groepen, 0)
    for mens, zulke in soorten.items():
        if hier := leden.intersection_cardinality(zulke):
            geteld[groep(mens)] += hier
    return geteld
