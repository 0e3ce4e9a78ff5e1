"""The living year: what the rooms did from 1 January of last year up to and including today.

People have interests that last for some months, and a rhythm of their own; each time that an activity is held, those
who are interested come or do not come. Last year begins thin, so that the year up to today is the fullest.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from buurtwerkkamers.perioden import Periode
from rapportage.demonstratie import vrijwilligers
from rapportage.demonstratie.aanbod import (
    COMPUTER,
    FORMULIEREN,
    HART,
    INLOOP,
    KAMERS,
    KLUSSEN,
    ONTMOETING,
    SCHULDEN,
    TAAL,
    TOP,
    VERBINDING,
    WERK,
    Aanbod,
    aanbod_van,
    dag_van_de_week,
)
from rapportage.demonstratie.kalender import drukte, open_dagen
from rapportage.demonstratie.karweien import maak_karwei
from rapportage.demonstratie.mensen import Mens, kies, zonder
from rapportage.demonstratie.wereld import Wereld

MENSEN = {TOP: 500, HART: 270, VERBINDING: 390}
KLUSSEN_PER_WEEK = {TOP: 1.5, HART: 0.3, VERBINDING: 0.9}
_TERUG = 0.12  # of the people of now: those who came in 2020 already
_OOK_ELDERS = 0.06  # of the people of now: those who come to another kamer as well
_KLEIN = 0.12
_KLEINE_WEKEN = 8


@dataclass(frozen=True)
class Trek:
    """How many of a hundred people come for a category, how often a week, and for how many weeks on average."""

    deel: float
    per_week: float
    weken: float


TREK = {
    ONTMOETING: Trek(0.55, 0.38, 60),
    KLUSSEN: Trek(0.06, 0.08, 30),
    COMPUTER: Trek(0.13, 0.40, 14),
    TAAL: Trek(0.15, 0.55, 34),
    FORMULIEREN: Trek(0.42, 0.11, 40),
    SCHULDEN: Trek(0.07, 0.22, 20),
    WERK: Trek(0.07, 0.30, 10),
}


@dataclass(frozen=True)
class Belangstelling:
    mens: Mens
    periode: Periode
    per_week: float


def bouw(wereld: Wereld, rng: Random, vandaag: date, *, klein: bool = False) -> None:
    periode = Periode(date(vandaag.year - 1, 1, 1), vandaag)
    if klein:
        periode = Periode(vandaag - timedelta(weeks=_KLEINE_WEKEN), vandaag)
    oud = list(wereld.bevolking.mensen)
    buren: list[Mens] = []
    for kamer in KAMERS:
        jaar = _Kamerjaar(wereld, rng, kamer, periode, _KLEIN if klein else 1.0)
        jaar.bouw([m for m in oud if m.kamer == kamer], buren)
        buren += jaar.laatste_bezoek


class _Kamerjaar:
    """The living year of one kamer."""

    def __init__(self, wereld: Wereld, rng: Random, kamer: str, periode: Periode, schaal: float) -> None:
        self.wereld, self.rng, self.kamer, self.periode, self.schaal = wereld, rng, kamer, periode, schaal
        self.belangstelling: dict[str, list[Belangstelling]] = defaultdict(list)
        self.laatste_bezoek: dict[Mens, date] = {}

    def bouw(self, oud: list[Mens], buren: list[Mens]) -> None:
        """``oud``: who came here in 2020; ``buren``: who comes to another kamer now."""
        aantal = round(MENSEN[self.kamer] * self.schaal)
        terug = kies(self.rng, oud, round(aantal * _TERUG))
        ploeg = vrijwilligers.PLOEGEN_NU[self.kamer]
        jaar = self.periode.tm.year
        team = vrijwilligers.vorm_ploeg(self.wereld, self.rng, self.kamer, ploeg, terug, jaar)
        ook_hier = kies(self.rng, buren, round(aantal * _OOK_ELDERS))
        self._wek_belangstelling(list(dict.fromkeys([*terug, *team[::2], *ook_hier])), aantal)
        for dag in open_dagen(self.periode):
            if dag != self.periode.tm:
                self._dag(dag, dag.weekday())
        # Today counts as an open day whichever day it is: in a weekend its screens would be empty.
        self._dag(self.periode.tm, dag_van_de_week(self.periode.tm).weekday(), minstens=4)
        self._klussen(team)
        self._vrijwilligers(ploeg, team)

    def _wek_belangstelling(self, bekend: list[Mens], aantal: int) -> None:
        """Give everyone one or more things to come for; who is new was drawn for the first of them."""
        rng = self.rng
        soorten, delen = list(TREK), [trek.deel for trek in TREK.values()]
        for nr in range(aantal):
            eerste = rng.choices(soorten, delen)[0]
            if nr < len(bekend):
                mens, eerste = bekend[nr], eerste if eerste != TAAL else ONTMOETING
            else:
                mens = self.wereld.bevolking.nieuw(self.kamer, eerste, self.periode.tm.year)
            van = self._eerste_dag()
            self._belangstelling(mens, eerste, van)
            for soort in soorten:
                past = soort != TAAL or mens.achtergrond not in ("Nederlands", "Surinaams")
                if soort != eerste and past and rng.random() < 0.33 * TREK[soort].deel:
                    self._belangstelling(mens, soort, van + timedelta(days=rng.randrange(60)))

    def _eerste_dag(self) -> date:
        """Some were there at the beginning; the others come later, more of them as time goes on."""
        if self.rng.random() < 0.12:
            return self.periode.van
        return self.periode.van + timedelta(days=int(self.periode.dagen * self.rng.random() ** 0.6))

    def _belangstelling(self, mens: Mens, categorie: str, van: date) -> None:
        trek = TREK[categorie]
        if van > self.periode.tm:
            return
        tm = van + timedelta(weeks=1 + self.rng.expovariate(1 / trek.weken))
        per_week = min(2.5, trek.per_week * mens.trouw)
        self.belangstelling[categorie].append(Belangstelling(mens, Periode(van, min(tm, self.periode.tm)), per_week))

    def _dag(self, dag: date, weekdag: int, minstens: int = 0) -> None:
        for aanbod in aanbod_van(self.kamer):
            if weekdag in aanbod.weekdagen and not aanbod.tijdelijk:
                self._keer(aanbod, dag, minstens)

    def _keer(self, aanbod: Aanbod, dag: date, minstens: int) -> None:
        """One time that an activity is held: who comes, and how many without a name."""
        rng = self.rng
        per_week = sum(a.trek * len(a.weekdagen) for a in aanbod_van(self.kamer, aanbod.categorie) if not a.tijdelijk)
        kans = aanbod.trek / per_week * drukte(dag)
        er_zijn = [b for b in self.belangstelling[aanbod.categorie] if b.periode.bevat(dag)]
        komen = [b.mens for b in er_zijn if rng.random() < b.per_week * kans]
        if len(komen) < minstens and aanbod.categorie == ONTMOETING:
            alle = [b.mens for b in self.belangstelling[ONTMOETING]]
            komen += kies(rng, zonder(alle, komen), minstens - len(komen))
        self.wereld.bezoek(aanbod, dag, komen)
        for mens in komen:
            self.laatste_bezoek[mens] = dag
        if aanbod.naam in INLOOP and (aantal := max(0, round(rng.gauss(1.5, 2)))):
            self.wereld.tellingen[aanbod, dag] = aantal

    def _klussen(self, team: list[Mens]) -> None:
        """Jobs done in the year; those of the last two weeks are partly still to be done."""
        rng = self.rng
        aanvragers = kies(rng, self.laatste_bezoek, max(3, len(self.laatste_bezoek) // 5))
        for dag in open_dagen(self.periode):
            for _ in range(2):
                if rng.random() < KLUSSEN_PER_WEEK[self.kamer] / 10 * drukte(dag):
                    gedaan = (self.periode.tm - dag).days > 14 or rng.random() < 0.5
                    karwei = maak_karwei(rng, self.kamer, rng.choice(aanvragers), dag, team, gedaan=gedaan)
                    self.wereld.karweien.append(karwei)

    def _vrijwilligers(self, ploeg: vrijwilligers.Ploeg, team: list[Mens]) -> None:
        """Roles and hours of this year; hours of last year from the same day on."""
        dit_jaar = Periode(max(self.periode.van, date(self.periode.tm.year, 1, 1)), self.periode.tm)
        een_jaar = Periode(max(self.periode.van, self.periode.jaar_eerder().tm), self.periode.tm)
        vrijwilligers.leg_uren(self.wereld, self.rng, self.kamer, ploeg, team, een_jaar)
        laatste = {mens: dag for mens, dag in self.laatste_bezoek.items() if dit_jaar.bevat(dag)}
        vrijwilligers.geef_rollen(self.wereld, self.rng, self.kamer, ploeg, team, laatste, dit_jaar, None)
