"""Volunteers and others with a role: who holds the key, is a member, learns on the job, has just come to live here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from buurtwerkkamers.perioden import Periode
from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING
from rapportage.demonstratie.kalender import SLUITING, drukte, is_open
from rapportage.demonstratie.mensen import Mens, kies, zonder
from rapportage.demonstratie.wereld import Taak, Uren, Wereld


@dataclass(frozen=True)
class Ploeg:
    """How many of each role a kamer has. ``uren``: hours a week of one volunteer, on average.

    ``nieuw_mee`` of ``nieuw`` new residents took part after they were registered.
    """

    vrijwilligers: int
    uren: float
    sleutels: int
    leden: int
    leerwerk: int
    nieuw: int
    nieuw_mee: int
    groepen: tuple[str, ...]


_GROEPEN = (
    "Gastheren en gastvrouwen",
    "Kookgroep",
    "Klussendienst",
    "Formulierenbrigade",
    "Taalteam",
    "Tuingroep",
    "Computerhulp",
    "Geldmaatjes",
    "Naaiatelier",
    "Bezorgers",
    "Communicatie",
    "Feestcommissie",
)
PLOEGEN_2020 = {
    TOP: Ploeg(34, 6.2, 22, 104, 5, 11, 6, _GROEPEN[:11]),
    HART: Ploeg(14, 4.2, 9, 58, 2, 6, 4, _GROEPEN[:7]),
    VERBINDING: Ploeg(22, 5.7, 16, 79, 3, 9, 5, _GROEPEN[:8] + _GROEPEN[9:11]),
}
PLOEGEN_NU = {
    TOP: Ploeg(37, 5.6, 24, 121, 6, 14, 9, _GROEPEN),
    HART: Ploeg(17, 5.3, 11, 71, 2, 8, 4, _GROEPEN[:8]),
    VERBINDING: Ploeg(23, 5.0, 15, 88, 5, 12, 8, _GROEPEN[:11]),
}


def vorm_ploeg(wereld: Wereld, rng: Random, kamer: str, ploeg: Ploeg, bekend: Iterable[Mens], jaar: int) -> list[Mens]:
    """The volunteers of a kamer: some were there already, most come for this."""
    gekozen = kies(rng, bekend, ploeg.vrijwilligers // 4)
    nieuw = [wereld.bevolking.nieuw(kamer, jaar=jaar) for _ in range(ploeg.vrijwilligers - len(gekozen))]
    return gekozen + nieuw


def leg_uren(wereld: Wereld, rng: Random, kamer: str, ploeg: Ploeg, mensen: Sequence[Mens], periode: Periode) -> None:
    """Hours once a week for each volunteer, in one group; fewer when it is quiet or the doors are closed."""
    for nr, mens in enumerate(mensen):
        groep = ploeg.groepen[nr % len(ploeg.groepen)]
        eigen = ploeg.uren * rng.uniform(0.75, 1.25)
        maandag = periode.van - timedelta(days=periode.van.weekday())
        vaste_dag = maandag + timedelta(days=rng.randrange(5))
        for week in range(periode.dagen // 7 + 2):
            dag = vaste_dag + timedelta(weeks=week)
            bezet = 0.8 if SLUITING.bevat(dag) else drukte(dag)
            if periode.bevat(dag) and is_open(dag) and rng.random() < bezet:
                uren = max(1.0, round(2 * rng.gauss(eigen, 0.8)) / 2)
                wereld.uren.append(Uren(kamer, mens, groep, dag, Decimal(str(uren))))


def geef_rollen(
    wereld: Wereld,
    rng: Random,
    kamer: str,
    ploeg: Ploeg,
    vrijwilligers: Sequence[Mens],
    bezoekers: dict[Mens, date],
    periode: Periode,
    tot: Periode | None,
) -> None:
    """Roles as they stand at the end of ``periode``. ``bezoekers``: everybody with their last visit in it.

    ``tot``: between which days these roles end again; None: they still hold.
    """

    def einde() -> date | None:
        return tot.van + timedelta(days=rng.randrange(tot.dagen)) if tot else None

    def rol(soort: str, mensen: Iterable[Mens], eerste: date, dagen: int) -> None:
        for mens in mensen:
            van = eerste + timedelta(days=rng.randrange(dagen))
            wereld.taken.append(Taak(kamer, mens, soort, van, einde()))

    vroeger = periode.van - timedelta(days=300)
    rol("vrijwilliger", vrijwilligers, vroeger, 290)
    rol("sleutelhouder", vrijwilligers[: ploeg.sleutels], vroeger, 290 + periode.dagen // 2)
    overig = zonder(bezoekers, vrijwilligers)
    leden = [*vrijwilligers, *kies(rng, overig, ploeg.leden)][: ploeg.leden]
    rol("lid", leden, vroeger, 290 + periode.dagen // 2)
    leerlingen = kies(rng, overig, ploeg.leerwerk)
    rol("leerwerkplek", leerlingen, periode.van, max(1, periode.dagen // 2))
    _nieuwe_bewoners(wereld, rng, kamer, ploeg, zonder(overig, leerlingen), bezoekers, periode)


def _nieuwe_bewoners(
    wereld: Wereld,
    rng: Random,
    kamer: str,
    ploeg: Ploeg,
    kandidaten: Sequence[Mens],
    laatste_bezoek: dict[Mens, date],
    periode: Periode,
) -> None:
    """Registered in the period; some of them came afterwards, the others were never seen again."""
    syrisch = [mens for mens in kandidaten if mens.achtergrond == "Syrisch"]
    for mens in [*kies(rng, syrisch, ploeg.nieuw_mee), *kies(rng, zonder(kandidaten, syrisch), ploeg.nieuw_mee)][
        : ploeg.nieuw_mee
    ]:
        ruimte = (laatste_bezoek[mens] - periode.van).days + 1
        van = periode.van + timedelta(days=rng.randrange(ruimte))
        wereld.taken.append(Taak(kamer, mens, "nieuwe bewoner", van))
    for _ in range(ploeg.nieuw - ploeg.nieuw_mee):
        mens = wereld.bevolking.nieuw(kamer, "Nederlandse taal", periode.van.year)
        van = periode.van + timedelta(days=rng.randrange(periode.dagen))
        wereld.taken.append(Taak(kamer, mens, "nieuwe bewoner", van))
