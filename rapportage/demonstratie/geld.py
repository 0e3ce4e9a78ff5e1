"""Money of sources: the published amounts of 2020 with their printed totals, and made-up agreements of later years.

What was budgeted, booked and expected in those later years is in ``lopend_geld``, out of the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel
from rapportage.afgesproken_uren import afgesproken_uren
from rapportage.demonstratie.aanbod import KAMERS
from rapportage.demonstratie.geldplan import BIJDRAGEN
from rapportage.demonstratie.inlezen import lees_bestand

Kamers = Mapping[str, Kamer]

EVALUATIE_2020, AFSPRAAK_2020 = "Tussenevaluatie 2020", "Samenwerkingsafspraak 2020"


def leg_2020_vast(kamers: Kamers, door: Gebruiker) -> tuple[Bron, Bron]:
    """Budget and forecast of the evaluation, and the financiers of the agreement with everything as printed."""
    bestanden = ("bedragen-evaluatie-2020.csv", "bedragen-afspraak-2020.csv")
    rijen = [_als_regel(rij, kamers) for bestand in bestanden for rij in lees_bestand(bestand)]
    leg_regels_vast(rijen, door=door)
    return Bron.objects.get(naam=EVALUATIE_2020), Bron.objects.get(naam=AFSPRAAK_2020)


def _als_regel(rij: Mapping[str, str], kamers: Kamers) -> NieuweRegel:
    return NieuweRegel(
        bron=rij["bron"],
        jaar=int(rij["jaar"]),
        soort=rij["soort"],
        post=rij["post"],
        kamer=kamers[rij["kamer"]] if rij["kamer"] else None,
        financier=rij.get("financier", ""),
        regelsoort=rij["regelsoort"],
        groep=rij.get("groep", ""),
        begroot=_bedrag(rij["begroot"]),
        prognose=_bedrag(rij["prognose"]),
        voetnoot=rij.get("voetnoot", ""),
    )


def _bedrag(tekst: str) -> Decimal | None:
    return Decimal(tekst) if tekst else None


def leg_afspraak_vast(jaar: int, afspraak: Afspraak, kamers: Kamers, *, door: Gebruiker) -> Bron:
    """Who would pay what, and what the hours of volunteers are worth, as a made-up agreement has it."""
    geld = [
        NieuweRegel(
            bron=afspraak.naam,
            jaar=jaar,
            soort=Regel.Soort.FINANCIERING,
            post=bijdrage.naam,
            kamer=kamers[kamer],
            groep=bijdrage.groep,
            financier=bijdrage.financier,
            begroot=Decimal(bedrag),
            voetnoot=bijdrage.noot,
        )
        for bijdrage in BIJDRAGEN
        for kamer, bedrag in zip(KAMERS, bijdrage.begroot, strict=True)
    ]
    uren = [
        NieuweRegel(
            bron=afspraak.naam,
            jaar=jaar,
            soort=Regel.Soort.UREN,
            post="Investering vrijwilligers",
            kamer=kamers[kamer],
            begroot=uren.waarde,
        )
        for kamer, uren in afgesproken_uren(afspraak, list(kamers.values()), jaar).per_kamer.items()
    ]
    leg_regels_vast([*geld, *uren], door=door)
    return Bron.objects.get(naam=afspraak.naam)
