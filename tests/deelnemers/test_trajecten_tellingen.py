"""Figures of cases and hours, against a plain reading of the rules and against the annual report of 2023."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.models import Gebruiker, Kamer, Uurtarief
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie, tellingen
from deelnemers.models import Deelnemer, Inzet, Melder, Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.registratie import NieuweDeelnemer, NieuweInzet
from deelnemers.registratie.trajecten import Dossier, bewaar_trajecten
from deelnemers.werkdagen import werkdagen_tussen

pytestmark = pytest.mark.django_db
BEGIN = date(2019, 12, 20)
DAGEN = 40


@dataclass
class Wereld:
    kamers: list[Kamer]
    mensen: list[Deelnemer]
    melders: list[Melder | None]
    door: Gebruiker


@pytest.fixture
def wereld() -> Wereld:
    door = Gebruiker.objects.systeem()
    kamers = [Kamer.objects.create(naam=naam) for naam in ("Kamer Noord", "Kamer Oost", "Kamer West")]
    mensen = registratie.schrijf_velen_in(
        [NieuweDeelnemer(f"Mens {n}", kamers[:1], BEGIN) for n in range(6)], door=door
    )
    return Wereld(kamers, mensen, [None, Melder.objects.create(naam="Huisarts")], door)


def na(nummer: int) -> date:
    return BEGIN + timedelta(days=nummer)


def later(dag: int, *tot: int | None) -> st.SearchStrategy:
    return st.one_of(st.none(), st.integers(dag, DAGEN))


@st.composite
def zaken(draw) -> dict:
    """A case: days since BEGIN, people, and the kamers where it came after the first one, maybe handed over."""
    gemeld = draw(st.integers(0, DAGEN))
    kennis = draw(later(gemeld))
    start = draw(later(gemeld if kennis is None else kennis))
    einde = draw(later(gemeld))
    laatste = DAGEN if einde is None else einde
    plekken = {draw(st.integers(0, 2)): [gemeld, None]}
    eerste = next(iter(plekken))
    if draw(st.booleans()):
        kwam = draw(st.integers(gemeld, laatste))
        plekken[(eerste + 1) % 3] = [kwam, None]
        if draw(st.booleans()):
            plekken[eerste][1] = kwam
    return {
        "dagen": (gemeld, kennis, start, einde),
        "plekken": plekken,
        "mensen": draw(st.sets(st.integers(0, 5), min_size=1, max_size=3)),
        "melder": draw(st.integers(0, 1)),
        "reden": draw(st.sampled_from(["", "Doel bereikt", "Verhuisd"])) if einde is not None else "",
        "verder": draw(st.sampled_from(["", "ja", "nee", "nvt", "onbekend"])) if einde is not None else "",
    }


def leg_vast(w: Wereld, gekozen: list[dict]) -> None:
    def dag(nummer):
        return None if nummer is None else na(nummer)

    dossiers = []
    for nummer, zaak in enumerate(gekozen):
        gemeld, kennis, start, einde = map(dag, zaak["dagen"])
        traject = Traject(
            nummer=str(nummer), melder=w.melders[zaak["melder"]], aangemeld_op=gemeld, kennismaking_op=kennis,
            ondersteuning_op=start, afgesloten_op=einde, afsluitreden=zaak["reden"],
            verder_zonder_begeleiding=zaak["verder"],
        )  # fmt: skip
        plekken = {w.kamers[kamer].pk: (dag(van), dag(tot)) for kamer, (van, tot) in zaak["plekken"].items()}
        dossiers.append(Dossier(traject, [w.mensen[nr].pk for nr in zaak["mensen"]], plekken))
    bewaar_trajecten(dossiers, door=w.door)


# --- brute force: every day of every case looked at one by one --------------------------------------------------


def nagerekend(gekozen: list[dict], kamer: int | None, periode: Periode, twee_kaarten: dict[int, int]) -> dict:
    dagen = [BEGIN + timedelta(days=nr) for nr in range(-5, DAGEN + 6)]
    dagen = [dag for dag in dagen if periode.van <= dag <= periode.tm]
    uit: dict = {"gestart": 0, "lopend": 0, "afgesloten": 0, "melders": Counter(), "redenen": Counter()}
    klanten, kennis_wacht, start_wacht, verder = set(), [], [], Counter()
    for zaak in gekozen:
        gemeld, kennis, start, einde = (None if nr is None else na(nr) for nr in zaak["dagen"])
        reden, antwoord, weg = zaak["reden"], zaak["verder"] or "onbekend", False
        if kamer is not None:
            if kamer not in zaak["plekken"]:
                continue
            van, tot = zaak["plekken"][kamer]
            gemeld = na(van)
            if tot is not None and (einde is None or na(tot) < einde):
                einde, reden, antwoord, weg = na(tot), "Overgedragen aan een andere kamer", "nvt", True
        hier = [dag for dag in dagen if gemeld <= dag and (einde is None or dag <= einde)]
        if hier:
            uit["lopend"] += 1
            klanten |= {twee_kaarten.get(nr, nr) for nr in zaak["mensen"]}
        if gemeld in dagen:
            uit["gestart"] += 1
            uit["melders"]["Huisarts" if zaak["melder"] else ""] += 1
        if einde in dagen:
            uit["afgesloten"] += 1
            uit["redenen"][reden] += 1
            verder[antwoord] += 1
        if kennis in dagen and kennis >= gemeld and not (weg and kennis > einde):
            kennis_wacht.append(werkdagen_tussen(gemeld, kennis))
        if kennis and start in dagen and start >= gemeld and not (weg and start > einde):
            start_wacht.append(werkdagen_tussen(max(gemeld, kennis), start))
    ja_nee = verder["ja"] + verder["nee"]
    return uit | {
        "unieke_klanten": len(klanten),
        "verder": verder,
        "tot_kennismaking": gemiddelde(kennis_wacht),
        "tot_start": gemiddelde(start_wacht),
        "verder_zonder_begeleiding": Decimal(100 * verder["ja"]) / ja_nee if ja_nee else None,
    }


def gemiddelde(waarden: list[int]) -> Decimal | None:
    """Half up by hand: tenths, counted in twentieths."""
    return Decimal((20 * sum(waarden) + len(waarden)) // (2 * len(waarden))) / 10 if waarden else None


def als_dict(telling: tellingen.Trajecttelling) -> dict:
    velden = ("gestart", "lopend", "afgesloten", "unieke_klanten", "melders", "redenen", "verder")
    return {veld: getattr(telling, veld) for veld in velden} | {
        "tot_kennismaking": telling.tot_kennismaking.waarde,
        "tot_start": telling.tot_start.waarde,
        "verder_zonder_begeleiding": telling.verder_zonder_begeleiding,
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gekozen=st.lists(zaken(), max_size=8),
    grenzen=st.lists(st.tuples(st.integers(-5, DAGEN + 5), st.integers(0, 30)), min_size=1, max_size=3),
    samen=st.sampled_from([{}, {0: 1}, {0: 1, 1: 2}, {3: 0, 4: 0}]),
)
def test_elk_cijfer_zoals_de_regel_het_zegt(wereld, gekozen, grenzen, samen):
    Trajectkamer.objects.all().delete()
    Trajectdeelnemer.objects.all().delete()
    Traject.objects.all().delete()
    Deelnemer.objects.update(samengevoegd_met=None)
    leg_vast(wereld, gekozen)
    for kaart, naar in samen.items():
        Deelnemer.objects.filter(pk=wereld.mensen[kaart].pk).update(samengevoegd_met=wereld.mensen[naar])
    wortel = {kaart: samen.get(naar, naar) for kaart, naar in samen.items()}
    perioden = [Periode(na(van), na(van + duur)) for van, duur in grenzen]
    rijen = tellingen.tel_trajecten(wereld.kamers, perioden)
    assert len(rijen) == len(perioden) * 4
    for rij in rijen:
        nummer = wereld.kamers.index(rij.kamer) if rij.kamer else None
        assert als_dict(rij) == nagerekend(gekozen, nummer, rij.periode, wortel), (rij.kamer, rij.periode)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gekozen=st.lists(zaken(), max_size=8))
def test_lopend_van_maand_op_maand(wereld, gekozen):
    """Running next month = running this month - closed this month + started next month, in every kamer and the city."""
    Trajectkamer.objects.all().delete()
    Trajectdeelnemer.objects.all().delete()
    Traject.objects.all().delete()
    leg_vast(wereld, gekozen)
    weken = [Periode(na(7 * nr), na(7 * nr + 6)) for nr in range(8)]
    rijen = tellingen.tel_trajecten(wereld.kamers, weken)
    for vorige, rij in zip(rijen, rijen[4:], strict=False):
        assert rij.lopend == vorige.lopend - vorige.afgesloten + rij.gestart


def test_half_naar_boven():
    assert tellingen.Gemiddelde(1, 4).waarde == Decimal("0.3")
    assert tellingen.Gemiddelde(9, 20).waarde == Decimal("0.5")
    assert tellingen.Gemiddelde(0, 3).waarde == Decimal("0.0")
    assert tellingen.Gemiddelde().waarde is None


def test_evenveel_vragen_voor_een_traject_als_voor_vele(wereld):
    def vragen():
        with CaptureQueriesContext(connection) as gevraagd:
            tellingen.tel_trajecten(wereld.kamers, [Periode.jaar(2020), *Periode.jaar(2020).verdeel("maand")])
        return len(gevraagd)

    zaak = {
        "dagen": (1, 2, 3, 4), "plekken": {0: [1, None], 1: [2, None]}, "mensen": {0, 1}, "melder": 1, "reden": "",
        "verder": "ja",
    }  # fmt: skip
    leg_vast(wereld, [zaak])
    eerst = vragen()
    Traject.objects.all().delete()
    leg_vast(wereld, [zaak] * 20)
    assert vragen() == eerst <= 5


# --- the annual report of 2023 ----------------------------------------------------------------------------------

BRON = Path(__file__).parent / "buurtteam-2023-casussen.csv"


def test_het_jaarverslag_van_2023(wereld):
    """Every figure of the 18 teams, per month and for the year; and the city with the shared cases counted once.

    The report prints 12 more started, 34 more running and 24 more closed in the teams than in the city: 34 cases of
    two teams, of which 12 started and 24 closed in 2023.
    """
    with BRON.open(encoding="utf-8") as bestand:
        gedrukt = {
            (rij["team"], rij["maand"]): tuple(int(rij[k]) for k in ("gestart", "lopend", "afgesloten"))
            for rij in csv.DictReader(bestand)
        }
    teams = {naam: Kamer.objects.create(naam=naam) for naam in dict.fromkeys(team for team, _ in gedrukt)}
    _bouw_na(gedrukt, teams, wereld.mensen[0])
    maanden = Periode.jaar(2023).verdeel("maand")
    rijen = tellingen.tel_trajecten(list(teams.values()), [*maanden, Periode.jaar(2023)])
    geteld = {
        (
            rij.kamer.naam,
            "2023" if rij.periode.dagen > 31 else f"2023-{rij.periode.van.month:02}",
        ): (rij.gestart, rij.lopend, rij.afgesloten)
        for rij in rijen
        if rij.kamer
    }
    assert geteld == gedrukt
    stad = rijen[-1]
    assert (stad.kamer, stad.gestart, stad.lopend, stad.afgesloten) == (None, 7068, 11939, 7357)


def _bouw_na(gedrukt, teams, mens) -> None:
    """Cases with the printed days; first in, first out. Then pairs of equal cases of two teams become one case."""
    plekken: dict[tuple[date, date | None], list[Kamer]] = defaultdict(list)
    for naam, kamer in teams.items():
        gestart, lopend, _ = gedrukt[naam, "2023-01"]
        open_zaken = deque([date(2022, 12, 1)] * (lopend - gestart))
        for maand in range(1, 13):
            gestart, _, afgesloten = gedrukt[naam, f"2023-{maand:02}"]
            open_zaken.extend([date(2023, maand, 2)] * gestart)
            for _ in range(afgesloten):
                plekken[open_zaken.popleft(), date(2023, maand, 20)].append(kamer)
        for begin in open_zaken:
            plekken[begin, None].append(kamer)
    # (started in 2023, closed in 2023): how many of those are of two teams
    te_delen = {(True, True): 2, (False, True): 22, (True, False): 10}
    zaken, waar = [], []
    for (begin, einde), kamers in plekken.items():
        soort = (begin.year == 2023, einde is not None)
        while kamers:
            hier = [kamers.pop()]
            if te_delen.get(soort) and kamers and kamers[0] != hier[0]:
                hier.append(kamers.pop(0))
                te_delen[soort] -= 1
            zaken.append(Traject(nummer=str(len(zaken)), aangemeld_op=begin, afgesloten_op=einde))
            waar.append(hier)
    assert not any(te_delen.values())
    Traject.objects.bulk_create(zaken, batch_size=2000)
    Trajectkamer.objects.bulk_create(
        [
            Trajectkamer(traject=zaak, kamer=kamer, van=zaak.aangemeld_op)
            for zaak, kamers in zip(zaken, waar, strict=True)
            for kamer in kamers
        ],
        batch_size=2000,
    )


# --- hours ------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rijen=st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 5), st.integers(0, DAGEN), st.sampled_from(Inzet.Soort.values),
            st.integers(1, 96),
        ),
        max_size=12,
        unique_by=lambda rij: rij[:3],
    ),
    begin=st.integers(-5, DAGEN),
    duur=st.integers(0, 30),
    samen=st.sampled_from([{}, {0: 1}, {0: 1, 1: 2}]),
)  # fmt: skip
def test_uren_en_hun_waarde(wereld, rijen, begin, duur, samen):
    """Over New Year's Eve, when the rate changes."""
    Inzet.objects.all().delete()
    Deelnemer.objects.update(samengevoegd_met=None)
    registratie.leg_inzet_vast(
        [
            NieuweInzet(wereld.kamers[k].pk, wereld.mensen[m].pk, na(dag), Decimal(kwartieren) / 4, soort=soort)
            for k, m, dag, soort, kwartieren in rijen
        ],
        door=wereld.door,
    )
    for kaart, naar in samen.items():
        Deelnemer.objects.filter(pk=wereld.mensen[kaart].pk).update(samengevoegd_met=wereld.mensen[naar])
    wortel = {kaart: samen.get(naar, naar) for kaart, naar in samen.items()}
    periode = Periode(na(begin), na(begin + duur))
    for rij in tellingen.tel_uren(wereld.kamers, [periode]):
        hier = [r for r in rijen if (rij.kamer is None or wereld.kamers[r[0]] == rij.kamer) and periode.bevat(na(r[2]))]
        euro = {("bewoner", 2019): "8.80", ("bewoner", 2020): "11", ("professional", 2019): "35"}
        waarde = sum(Decimal(r[4]) / 4 * Decimal(euro.get((r[3], na(r[2]).year), "37")) for r in hier)
        assert rij.vrijwilligers == len({wortel.get(r[1], r[1]) for r in hier if r[3] == "bewoner"})
        assert (rij.uren, rij.waarde) == (sum(Decimal(r[4]) / 4 for r in hier), waarde)


def test_waarde_is_onbekend_zonder_tarief(wereld):
    registratie.leg_inzet_vast(
        [NieuweInzet(wereld.kamers[0].pk, wereld.mensen[0].pk, date(2020, 1, 2), Decimal(2))], door=wereld.door
    )
    Uurtarief.objects.filter(soort="bewoner").delete()
    noord, *_, stad = tellingen.tel_uren(wereld.kamers, [Periode.jaar(2020)])
    assert (noord.uren, noord.waarde, stad.waarde) == (Decimal(2), None, None)
