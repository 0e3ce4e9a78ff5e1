"""Enquêtes of the demonstration: closed ones of last year and of this spring, and one that is open now.

The kamers differ in how many answered, so that it shows what is done with few answers. Nothing of this lies in 2020.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from buurtwerkkamers.models import Gebruiker, Kamer, Stelling
from deelnemers.models import Enquete, Enquetekamer
from deelnemers.registratie.enquetes import doe_mee, maak_enquete, tel_papier
from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING

Doelgroep = Enquete.Doelgroep

# How likely each answer is, from the lowest (1) up; per cents of those who answer the question.
EENS = (3, 7, 22, 44, 24)
CIJFERS = (0, 0, 1, 1, 3, 8, 22, 38, 20, 7)
SLAAT_OVER = 0.06


@dataclass(frozen=True)
class Ronde:
    """One enquête: its questions by code, and per kamer how many were invited, and answered on paper and on a phone."""

    naam: str
    doelgroep: str
    van: date
    tm: date
    vragen: tuple[str, ...]
    kamers: Mapping[str, tuple[int, int, int]]


def rondes(vandaag: date) -> list[Ronde]:
    vorig, bewoners = vandaag.year - 1, ("vertrouwen", "prettig-wonen", "inzet")
    voorjaar = date(vandaag.year, 5, 31)
    nu = "najaar" if vandaag > voorjaar else "voorjaar"
    lijst = [
        Ronde(
            f"Bewoners {vorig}", Doelgroep.BEWONERS, date(vorig, 11, 1), date(vorig, 11, 30), bewoners,
            {TOP: (140, 60, 0), HART: (75, 24, 0), VERBINDING: (60, 8, 0)},
        ),
        Ronde(
            f"Partners {vorig}", Doelgroep.PARTNERS, date(vorig, 11, 10), date(vorig, 12, 10), ("overleg", "inzet"),
            {TOP: (18, 12, 0), HART: (14, 9, 0), VERBINDING: (11, 8, 0)},
        ),
        Ronde(
            f"Bewoners {nu} {vandaag.year}", Doelgroep.BEWONERS, vandaag - timedelta(days=10),
            vandaag + timedelta(days=18), bewoners,
            {TOP: (150, 11, 9), HART: (80, 6, 4), VERBINDING: (60, 0, 3)},
        ),
    ]  # fmt: skip
    if vandaag > voorjaar:
        kamers = {TOP: (130, 52, 0), HART: (70, 31, 0), VERBINDING: (60, 9, 0)}
        lijst.append(
            Ronde(
                f"Bewoners voorjaar {vandaag.year}", Doelgroep.BEWONERS, date(vandaag.year, 5, 1), voorjaar, bewoners,
                kamers,
            )
        )  # fmt: skip
    return lijst


def laad(
    rng: Random, vandaag: date, kamers: Mapping[str, Kamer], door: Mapping[str, Gebruiker], bureau: Gebruiker
) -> None:
    """``door``: the coordinator of each kamer, who counts the paper; ``bureau`` makes the enquêtes."""
    for ronde in rondes(vandaag):
        stellingen = {s.code: s for s in Stelling.objects.filter(code__in=ronde.vragen)}
        enquete = maak_enquete(
            naam=ronde.naam,
            doelgroep=ronde.doelgroep,
            van=ronde.van,
            tm=ronde.tm,
            vragen=[stellingen[code] for code in ronde.vragen],
            kamers={kamers[naam]: uitgenodigd for naam, (uitgenodigd, _, _) in ronde.kamers.items()},
            door=bureau,
        )
        for deel in enquete.enquetekamers.select_related("kamer"):
            naam = next(naam for naam in ronde.kamers if kamers[naam] == deel.kamer)
            _, papier, digitaal = ronde.kamers[naam]
            _vul(rng, deel, list(stellingen.values()), papier, digitaal, door[naam])


def _vul(
    rng: Random, deel: Enquetekamer, stellingen: list[Stelling], papier: int, digitaal: int, wie: Gebruiker
) -> None:
    op_papier = Counter(antwoord for _ in range(papier) for antwoord in _formulier(rng, stellingen).items())
    tel_papier(deel, formulieren=papier, aantallen=op_papier, door=wie)
    for _ in range(digitaal):
        doe_mee(deel, briefje=UUID(int=rng.getrandbits(128), version=4), antwoorden=_formulier(rng, stellingen))


def _formulier(rng: Random, stellingen: list[Stelling]) -> dict[int, int]:
    """What one person answers; the first question is never skipped, so that no form is empty."""
    return {
        stelling.pk: rng.choices(range(1, stelling.hoogste + 1), EENS if stelling.hoogste == len(EENS) else CIJFERS)[0]
        for nr, stelling in enumerate(stellingen)
        if nr == 0 or rng.random() > SLAAT_OVER
    }
