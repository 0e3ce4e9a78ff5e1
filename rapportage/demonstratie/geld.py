"""Money: the published amounts of 2020 with their printed totals, and a made-up budget for last year and this year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from buurtwerkkamers.models import Gebruiker, Kamer
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel
from rapportage.demonstratie.aanbod import KAMERS
from rapportage.demonstratie.inlezen import lees_bestand

Kamers = Mapping[str, Kamer]

EVALUATIE_2020, AFSPRAAK_2020 = "Tussenevaluatie 2020", "Samenwerkingsafspraak 2020"
CORPORATIES, FONDSEN = "woningcorporaties", "particuliere fondsen"
_HUURKORTING = "bijdrage als korting op de huur"

# Euros per kamer in the order TOP, Hart, De Verbinding: post, budget, and what is expected in per cents of it.
_KOSTEN: tuple[tuple[str, tuple[int, int, int], int], ...] = (
    ("Coördinatie van vrijwilligers en deelnemers", (61_200, 52_400, 56_800), 98),
    ("Coaching en scholing", (14_600, 11_800, 13_200), 104),
    ("Leerwerkplekken en stageplaatsen", (6_400, 3_200, 5_600), 88),
    ("Huur en energie", (25_800, 21_600, 23_400), 107),
    ("Activiteiten en handgeld", (9_600, 7_200, 8_400), 101),
    ("Administratie en verantwoording", (7_900, 7_100, 7_500), 100),
)
# Post, group, organisation, budget, per cents expected, note.
_FINANCIERING: tuple[tuple[str, str, str, tuple[int, int, int], int, str], ...] = (
    ("Gemeente Utrecht", "", "Gemeente Utrecht", (84_000, 72_000, 70_000), 100, ""),
    ("Utrecht Werk en Inkomen", "", "Utrecht Werk en Inkomen", (12_000, 4_000, 6_000), 75, "per leerwerkplek"),
    ("Mitros", CORPORATIES, "Mitros", (8_000, 5_000, 9_500), 100, _HUURKORTING),
    ("Portaal", CORPORATIES, "Portaal", (2_500, 4_000, 3_000), 100, ""),
    ("Bo-Ex", CORPORATIES, "Bo-Ex", (1_500, 2_500, 2_000), 100, ""),
    ("GroenWest", CORPORATIES, "GroenWest", (0, 2_800, 0), 100, ""),
    ("Stichting DOEN", FONDSEN, "Stichting DOEN", (10_000, 8_000, 8_000), 100, "aanvraag toegekend in het voorjaar"),
    ("Kansfonds", FONDSEN, "Kansfonds", (4_000, 2_000, 13_000), 90, ""),
    ("Rabobank", FONDSEN, "Rabobank", (1_500, 1_500, 1_500), 100, ""),
    ("Eigen inkomsten", "", "", (2_000, 1_500, 2_000), 115, "verhuur van de ruimte en giften"),
)


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


def leg_jaar_vast(jaar: int, kamers: Kamers, *, voorbij: bool, door: Gebruiker) -> tuple[Bron, Bron]:
    """A made-up budget with its forecast (and, once the year is over, what it became), and who would pay what."""
    begroting, afspraak = f"Begroting {jaar}", f"Samenwerkingsafspraak {jaar}"
    regels = _begroting(begroting, jaar, kamers, voorbij)
    beloofd = [
        replace(regel, bron=afspraak, prognose=None, realisatie=None)
        for regel in regels
        if regel.soort == Regel.Soort.FINANCIERING
    ]
    leg_regels_vast([*regels, *beloofd], door=door)
    return Bron.objects.get(naam=begroting), Bron.objects.get(naam=afspraak)


def _begroting(bron: str, jaar: int, kamers: Kamers, voorbij: bool) -> list[NieuweRegel]:
    kosten = [(Regel.Soort.KOSTEN, post, "", "", bedragen, procent, "") for post, bedragen, procent in _KOSTEN]
    inkomsten = [(Regel.Soort.FINANCIERING, *rij) for rij in _FINANCIERING]
    return [
        NieuweRegel(
            bron=bron,
            jaar=jaar,
            soort=soort,
            post=post,
            kamer=kamers[kamer],
            groep=groep,
            financier=financier,
            begroot=Decimal(bedrag),
            prognose=Decimal(round(bedrag * procent / 100)),
            realisatie=Decimal(round(bedrag * (procent - 1) / 100)) if voorbij else None,
            voetnoot=noot,
        )
        for soort, post, groep, financier, bedragen, procent, noot in (*kosten, *inkomsten)
        for kamer, bedrag in zip(KAMERS, bedragen, strict=True)
    ]
