"""The year 2020: people and registrations that yield the published figures to the digit, and what came around them.

Exact by construction: for each kamer, sub-period and category a group of exactly so many people is chosen, everyone in
the group comes at least once within it, and nobody else does. A cell that the source does not report gets nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from buurtwerkkamers.perioden import Periode
from rapportage.demonstratie import vrijwilligers
from rapportage.demonstratie.aanbod import (
    CATEGORIEEN,
    COMPUTER,
    FORMULIEREN,
    INLOOP,
    KAMERS,
    KLUSSEN,
    ONTMOETING,
    SCHULDEN,
    TAAL,
    TOP,
    WERK,
    aanbod_van,
    keren,
)
from rapportage.demonstratie.kalender import open_dagen
from rapportage.demonstratie.karweien import maak_karwei
from rapportage.demonstratie.mensen import Mens, kies, zonder
from rapportage.demonstratie.wereld import Wereld

GEPUBLICEERD = Path(__file__).parent / "gegevens" / "deelnemers-2020.csv"
EERSTE = Periode(date(2020, 1, 1), date(2020, 3, 14))
TWEEDE = Periode(date(2020, 3, 15), date(2020, 5, 31))
VOORAF = Periode.jaar(2019)
DAARNA = Periode(date(2020, 6, 1), date(2020, 12, 31))
EVALUATIE = Periode(EERSTE.van, TWEEDE.tm)
# The years between then and now are not in the demonstration, so the roles of 2020 end.
EINDE_ROLLEN = Periode.jaar(2021)

Cel = tuple[str, Periode, str]
# How often one person comes, on average, in half a season.
_KEREN = {ONTMOETING: 4.5, KLUSSEN: 1.3, COMPUTER: 3.5, TAAL: 4.5, FORMULIEREN: 1.6, SCHULDEN: 2.2, WERK: 1.8}
# Who comes for a category was already there: the share that is drawn from people who came for something else.
_OVERLAP = {ONTMOETING: 0.0, KLUSSEN: 0.6, COMPUTER: 0.6, TAAL: 0.55, FORMULIEREN: 0.5, SCHULDEN: 0.75, WERK: 0.7}
_BLIJFT = 0.7  # of those who came for a category in one season: at most this share in the next
_OOK_ELDERS = 0.07  # of the newcomers of a kamer: those who come to another kamer as well


def lees_cellen() -> dict[Cel, int]:
    """The published number of different people per kamer, sub-period and category."""
    with GEPUBLICEERD.open(newline="") as bestand:
        return {
            (
                rij["kamer"],
                Periode(date.fromisoformat(rij["van"]), date.fromisoformat(rij["tm"])),
                rij["categorie"],
            ): int(rij["uniek"])
            for rij in csv.DictReader(bestand)
        }


def bouw(wereld: Wereld, rng: Random) -> None:
    bouwer = _Bouwer(wereld, rng)
    for kamer in KAMERS:
        bouwer.bouw(kamer)


class _Bouwer:
    """Fills the cells of one kamer after the other; ``groepen`` are the people of each cell."""

    def __init__(self, wereld: Wereld, rng: Random) -> None:
        self.wereld, self.rng = wereld, rng
        self.cellen = lees_cellen()
        self.groepen: dict[Cel, list[Mens]] = {}

    def bouw(self, kamer: str) -> None:
        ploeg = vrijwilligers.PLOEGEN_2020[kamer]
        team = vrijwilligers.vorm_ploeg(self.wereld, self.rng, kamer, ploeg, [], 2020)
        self._vul(kamer, EERSTE, {ONTMOETING: (team, 0.1)}, 1.0, team)
        self._vul(kamer, TWEEDE, self._uit(kamer, EERSTE, 0.6), 0.7, team)
        self._vul(kamer, VOORAF, self._uit(kamer, EERSTE, 0.55), 1.3, team)
        self._vul(kamer, DAARNA, self._uit(kamer, TWEEDE, 0.7), 1.1, team)
        self._tel_zonder_naam(kamer)
        vrijwilligers.leg_uren(self.wereld, self.rng, kamer, ploeg, team, EVALUATIE)
        laatste: dict[Mens, date] = {}
        for aanbod, dag, mens in self.wereld.bezoeken:
            if aanbod.kamer == kamer and EVALUATIE.bevat(dag):
                laatste[mens] = max(dag, laatste.get(mens, dag))
        vrijwilligers.geef_rollen(self.wereld, self.rng, kamer, ploeg, team, laatste, EVALUATIE, EINDE_ROLLEN)

    def _uit(self, kamer: str, periode: Periode, deel: float) -> dict[str, tuple[list[Mens], float]]:
        return {c: (self.groepen.get((kamer, periode, c), []), deel) for c in CATEGORIEEN}

    def _aantal(self, kamer: str, periode: Periode, categorie: str) -> int:
        """How many people: as published, or so many as go well with that."""
        eerste = self.cellen[kamer, EERSTE, categorie]
        tweede = self.cellen.get((kamer, TWEEDE, categorie))
        if periode == VOORAF:
            return round(0.7 * eerste) + 1
        if periode == DAARNA:
            return round(0.5 * eerste) + 1 if tweede is None else round(0.9 * tweede) + 1
        return self.cellen.get((kamer, periode, categorie), 0)

    def _vul(
        self,
        kamer: str,
        periode: Periode,
        eerder: dict[str, tuple[list[Mens], float]],
        vaak: float,
        uitvoerders: Sequence[Mens],
    ) -> None:
        for categorie in CATEGORIEEN:
            aantal = self._aantal(kamer, periode, categorie)
            groep = self._kies_groep(kamer, periode, categorie, aantal, *eerder.get(categorie, ([], 0.0)))
            self.groepen[kamer, periode, categorie] = groep
            if categorie == KLUSSEN:
                groep = self._klussen(kamer, periode, groep, uitvoerders)
            self._bezoeken(kamer, periode, categorie, groep, vaak)

    def _kies_groep(
        self, kamer: str, periode: Periode, categorie: str, aantal: int, eerder: list[Mens], deel: float
    ) -> list[Mens]:
        """So many different people: who came for it before, who came for something else, and new faces."""
        groep = kies(self.rng, eerder, round(min(aantal * deel, len(eerder) * _BLIJFT)), categorie)
        al_binnen = [m for c in CATEGORIEEN for m in self.groepen.get((kamer, periode, c), [])]
        groep += kies(self.rng, zonder(al_binnen, groep), round((aantal - len(groep)) * _OVERLAP[categorie]), categorie)
        while len(groep) < aantal:
            elders = [
                m for (k, p, c), g in self.groepen.items() if k != kamer and p == periode and c == categorie for m in g
            ]
            if elders and self.rng.random() < _OOK_ELDERS:
                groep += kies(self.rng, zonder(elders, [*al_binnen, *groep]), 1, categorie)
            else:
                groep.append(self.wereld.bevolking.nieuw(kamer, categorie))
        return groep

    def _bezoeken(self, kamer: str, periode: Periode, categorie: str, groep: Sequence[Mens], vaak: float) -> None:
        """Everyone of the group comes at least once; some come nearly every time."""
        mogelijk = keren(aanbod_van(kamer, categorie), periode)
        gewichten = [aanbod.trek for aanbod, _ in mogelijk]
        for mens in groep:
            gemiddeld = 1 + (_KEREN[categorie] * vaak - 1) * mens.trouw
            aantal = min(1 + int(self.rng.expovariate(1 / max(0.2, gemiddeld - 1))), len(mogelijk), 40)
            for aanbod, dag in self.rng.choices(mogelijk, gewichten, k=aantal):
                self.wereld.bezoek(aanbod, dag, [mens])

    def _klussen(self, kamer: str, periode: Periode, groep: list[Mens], uitvoerders: Sequence[Mens]) -> list[Mens]:
        """Jobs for most of the group; returns those who come to an activity instead."""
        deur_dicht = periode == TWEEDE
        aanvragers = groep if deur_dicht else groep[: -max(1, len(groep) // 4)]
        dagen = open_dagen(periode)
        for mens in aanvragers:
            for _ in range(1 + min(5, int(self.rng.expovariate(0.6 if kamer == TOP else 1.5)))):
                karwei = maak_karwei(self.rng, kamer, mens, self.rng.choice(dagen), uitvoerders)
                self.wereld.karweien.append(karwei)
        return zonder(groep, aanvragers)

    def _tel_zonder_naam(self, kamer: str) -> None:
        """At the open door some do not say who they are; at the closed door nobody is counted."""
        inloop = [a for a in aanbod_van(kamer, ONTMOETING) if a.naam in INLOOP]
        for aanbod, dag in keren(inloop, EVALUATIE):
            if aantal := max(0, round(self.rng.gauss(2, 2))):
                self.wereld.tellingen[aanbod, dag] = aantal
