"""What passes of one figure and of a whole dashboard: the rules, one by one, at their edges."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from scipy.optimize import linprog

from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen.bezoeken import Bezoek
from rapportage.afscherming import Kijker, scherm_af, toon
from rapportage.afscherming.bezoeken import toonbaar, vaste_perioden
from rapportage.cijfers import Cijfer, Getoond
from rapportage.dashboard.vorm import (
    Blad,
    Doelstand,
    Grafiekblok,
    Indicatorregel,
    Kamernaam,
    Kerncijfer,
    Punt,
    Reeks,
    Tabelblok,
)

H1 = Periode.halfjaar(2025, 1)
VANDAAG = date(2026, 3, 1)
BUITEN = Kijker(vandaag=VANDAAG)
BUREAU = Kijker(overal=True, bewijs=True, vandaag=VANDAAG)
PENNINGMEESTER = Kijker(overal=True, vandaag=VANDAAG)
VAN_TOP = Kijker(kamers=frozenset({"TOP"}), bewijs=True, vandaag=VANDAAG)


def cijfer(waarde: Any, bescherming: Any = "totaal", **velden: Any) -> Cijfer:
    basis: dict[str, Any] = {"regel": "Een regel.", "periode": H1, "kamers": ("TOP",), "bewijs": "/bewijs/"}
    return Cijfer(waarde, bescherming=bescherming, **basis | velden)


# --- one figure


@pytest.mark.parametrize(
    ("wat", "tekst"),
    [
        (cijfer(1234), "1.234"),
        (cijfer(7, "afgesproken"), "7"),
        (cijfer(0, "afgesproken"), "0"),
        (cijfer(7, "afgesproken", vorm="paar", teller=7, noemer=12), "7 op 12"),
        # of volunteers the pair is hours and people: the mean, and not '3 of so many'
        (cijfer(3, "afgesproken", teller=Decimal(3), noemer=3), "3"),
        (cijfer(Decimal("1234.50"), "open", vorm="euro"), "€ 1.234,50"),
        (cijfer(Decimal("-1234"), "open", vorm="euro"), "€ −1.234"),
        (cijfer(Decimal("62.5"), "afgesproken", teller=20, noemer=32, vorm="aandeel"), "62,5% van 32"),
        (cijfer(Decimal(8), "afgesproken", teller=248, noemer=31, vorm="rapportcijfer"), "8,0 (31 antwoorden)"),
        (cijfer(50, "uitsplitsing", teller=50, noemer=100, vorm="aandeel"), "50% van 100"),
        (cijfer(None, "afgesproken", reden="Niets ingevuld."), "niet te bepalen"),
        (cijfer(None, "uitsplitsing", reden="Niets ingevuld."), "niet te bepalen"),
    ],
)
def test_hoe_een_cijfer_wordt_geschreven(wat, tekst):
    assert toon(wat, BUREAU).tekst == tekst
    if wat.waarde is None or wat.bescherming in ("afgesproken", "totaal", "open"):
        buiten = toon(wat, BUITEN)
        assert (buiten.tekst, buiten.waarde, buiten.reden, buiten.verborgen) == (tekst, wat.waarde, wat.reden, False)


@pytest.mark.parametrize(
    ("bescherming", "waarde", "tekst", "zichtbaar"),
    [
        ("uitsplitsing", 0, "<10", None), ("uitsplitsing", 1, "<10", None), ("uitsplitsing", 9, "<10", None),
        ("uitsplitsing", 10, "10", 10), ("uitsplitsing", 11, "11", 11),
        ("gevoelig", 0, "<10", None), ("gevoelig", 9, "<10", None), ("gevoelig", 10, "10", 10),
        ("gevoelig", 12, "10", 10), ("gevoelig", 13, "15", 15), ("gevoelig", 17, "15", 15), ("gevoelig", 18, "20", 20),
        ("binnen", 500, "afgeschermd", None),
    ],
)  # fmt: skip
def test_de_grens_van_tien(bescherming, waarde, tekst, zichtbaar):
    getoond = toon(cijfer(waarde, bescherming), BUITEN)
    assert (getoond.tekst, getoond.waarde, getoond.verborgen) == (tekst, zichtbaar, zichtbaar is None)
    assert toon(cijfer(waarde, bescherming), BUREAU).waarde == waarde


@pytest.mark.parametrize(("mensen", "te_zien"), [(None, False), (0, False), (9, False), (10, True)])
def test_bezoeken_van_genoeg_mensen(mensen, te_zien):
    assert toon(cijfer(500, "bezoeken", mensen=mensen), BUITEN).verborgen is not te_zien


@pytest.mark.parametrize("bescherming", ["afgesproken", "totaal", "bezoeken", "open"])
@pytest.mark.parametrize("vorm", ["aandeel", "rapportcijfer"])
@pytest.mark.parametrize(("antwoorden", "te_zien"), [(None, False), (9, False), (10, True)])
def test_een_uitkomst_vraagt_tien_antwoorden(bescherming, vorm, antwoorden, te_zien):
    """Also when it was agreed."""
    uitkomst = cijfer(Decimal(80), bescherming, teller=8, noemer=antwoorden, vorm=vorm)
    assert toon(uitkomst, BUITEN).verborgen is not te_zien
    assert not toon(uitkomst, BUREAU).verborgen


def test_bewijs_is_voor_wie_met_mensen_werkt():
    assert toon(cijfer(12), BUREAU).bewijs == toon(cijfer(12), VAN_TOP).bewijs == "/bewijs/"
    assert toon(cijfer(12), PENNINGMEESTER).bewijs == toon(cijfer(12), BUITEN).bewijs == ""


def test_een_coordinator_is_binnen_voor_de_eigen_kamer_alleen():
    assert toon(cijfer(3, "uitsplitsing"), VAN_TOP).tekst == "3"
    assert toon(cijfer(3, "uitsplitsing", kamers=("Noord",)), VAN_TOP).tekst == "<10"
    assert toon(cijfer(3, "uitsplitsing", kamers=("TOP", "Noord")), VAN_TOP).tekst == "<10"
    assert toon(cijfer(3, "uitsplitsing", kamers=()), VAN_TOP).tekst == "<10"
    assert toon(cijfer(3, "uitsplitsing"), Kijker()).tekst == "<10"


# --- a whole dashboard

getallen = st.integers(0, 40) | st.none()
SOORTEN = ("afgesproken", "totaal", "bezoeken", "uitsplitsing", "gevoelig", "open", "binnen")
# A raw number that is nowhere else, so that a trace of it is found.
rauw = st.builds(
    lambda waarde, soort, noemer, enquete: cijfer(
        waarde, soort, noemer=noemer, teller=987_654, mensen=waarde, vorm="aandeel" if enquete else "getal",
        kamers=("Onbekende kamer",),
    ),
    getallen, st.sampled_from(SOORTEN), getallen, st.booleans(),
)  # fmt: skip


@st.composite
def bladen(draw) -> Blad[Cijfer]:
    punten = st.lists(st.builds(Punt, st.just("jan"), rauw), max_size=3).map(tuple)
    kamer = Kamernaam("top", "TOP", "TOP", "", "T")
    kern = st.builds(Kerncijfer, st.just("x"), st.just("X"), rauw, st.none() | rauw, punten)
    grafiek = st.builds(
        lambda p: Grafiekblok("g", "maanden", "o", "r", (Reeks("2025", p),), titel="De helft is 7"), punten
    )
    tabel = st.builds(
        lambda sleutel, c: Tabelblok(sleutel, "t", "r", ("a",), (("rij", (c,)),)),
        st.sampled_from(("kamers", "leeftijden", "gebieden")), rauw,
    )  # fmt: skip
    regel = st.builds(
        lambda c, s, corporatie: Indicatorregel(
            1, "G", "naam", "", corporatie, "r", "s",
            (Doelstand(kamer, c, "> 5", True, True, "uitleg 987654", "gemiddeld 987654", "987654"),), s,
        ),
        rauw, rauw, st.booleans(),
    )  # fmt: skip
    return Blad(
        "Blad", H1, (kamer,), None, tuple(draw(st.lists(kern, max_size=2))), tuple(draw(st.lists(grafiek, max_size=2))),
        tuple(draw(st.lists(tabel, max_size=3))), tuple(draw(st.lists(regel, max_size=2))),
    )  # fmt: skip


def delen(waarde: Any) -> Iterator[Any]:
    """This value and everything in it, however deep."""
    yield waarde
    if isinstance(waarde, tuple | list):
        for deel in waarde:
            yield from delen(deel)
    elif is_dataclass(waarde):
        for veld in fields(waarde):
            yield from delen(getattr(waarde, veld.name))


def is_stil(getoond: Getoond) -> bool:
    return getoond.waarde is None and getoond.bewijs == "" and getoond.tekst in ("<10", "afgeschermd", "na afloop")


@pytest.fixture
def zonder_database(monkeypatch):
    """Nothing was registered: no visits and no enquêtes."""
    monkeypatch.setattr("rapportage.afscherming.bezoeken.Kamer.objects.filter", lambda **_: [])
    monkeypatch.setattr("rapportage.afscherming.blad.Enquetezicht.__init__", lambda zelf, *_: None)
    monkeypatch.setattr("rapportage.afscherming.blad.Enquetezicht.mag", lambda zelf, _: True)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(blad=bladen(), corporatie=st.booleans())
def test_achter_de_afscherming_is_geen_rauw_cijfer(zonder_database, blad, corporatie):
    """A walk over everything that is left: shown figures only, hidden ones without a number, no lists, no judgement."""
    getoond = scherm_af(blad, replace(BUITEN, alleen_corporatie=corporatie))
    for deel in delen(getoond):
        assert not isinstance(deel, Cijfer)
        if isinstance(deel, Getoond):
            assert deel.bewijs == ""
            assert is_stil(deel) or not deel.verborgen
        if isinstance(deel, Doelstand) and deel.cijfer.verborgen:
            assert (deel.behaald, deel.op_koers, deel.erbij, deel.verwacht) == (None, None, "", "")
            assert "987654" not in deel.uitleg
        if isinstance(deel, Grafiekblok):
            assert deel.titel == ""
    if corporatie:
        assert all(regel.corporatie for regel in getoond.indicatoren)
    assert scherm_af(blad, replace(BUITEN, alleen_corporatie=corporatie)) == getoond


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(blad=bladen())
def test_binnen_blijft_alles_zoals_het_was(zonder_database, blad):
    voor = [deel for deel in delen(blad) if isinstance(deel, Cijfer)]
    na = [deel for deel in delen(scherm_af(blad, BUREAU)) if isinstance(deel, Getoond)]
    assert [(c.waarde, c.bewijs, c.reden) for c in voor] == [(g.waarde, g.bewijs, g.reden) for g in na]


def test_een_uitsplitsing_die_niet_per_cel_is_beslist_blijft_binnen(zonder_database):
    """People by a category that nobody agreed on: its cells were not weighed against the city and other periods."""
    rijen = (("Taal", (cijfer(40, "uitsplitsing"), cijfer(55, "gevoelig"))),)
    blad = Blad("", H1, (), None, (), (), (Tabelblok("categorieen", "", "", ("TOP", "samen"), rijen),), ())
    [tabel] = scherm_af(blad, BUITEN).tabellen
    assert [c.tekst for c in tabel.rijen[0][1]] == ["afgeschermd", "afgeschermd"]


# --- visits: what can be worked out

JAAR = Periode.jaar(2025).verdeel("maand")
NIEUWJAAR = date(2026, 1, 1)


def maak_bezoeken(rng: random.Random) -> dict[Periode, Bezoek]:
    """A year of a small kamer: about ten people a month, who come now and then."""
    uit = {}
    for maand in JAAR:
        aantal = rng.choice((0, 3, 8, 9, 10, 11, 14, 20))
        mensen = rng.sample(range(30), aantal)
        if mensen:
            uit[maand] = Bezoek(BitMap(mensen), sum(rng.choice((1, 1, 1, 4)) for _ in mensen))
    return uit


def te_weten(per_maand: dict[Periode, Bezoek], getoond: set[Periode]) -> list[Periode]:
    """The periods of fewer than ten people whose visits follow from what is shown: everybody came at least once."""
    maanden = sorted(per_maand)
    if not getoond or not maanden:
        return []
    som = np.array([[float(p.bevat(m.van)) for m in maanden] for p in sorted(getoond)])
    is_ = np.array([sum(per_maand[m].keren for m in maanden if p.bevat(m.van)) for p in sorted(getoond)])
    grenzen = [(len(per_maand[m].mensen), None) for m in maanden]
    gevonden = []
    for periode in vaste_perioden(2025):
        erin = [m for m in maanden if periode.bevat(m.van)]
        mensen = set().union(*(per_maand[m].mensen for m in erin))
        if not erin or len(mensen) >= 10:
            continue
        doel = np.array([float(m in erin) for m in maanden])
        onder, boven = (
            teken * linprog(teken * doel, A_eq=som, b_eq=is_, bounds=grenzen, method="highs").fun
            if linprog(teken * doel, A_eq=som, b_eq=is_, bounds=grenzen, method="highs").status == 0
            else teken * float("inf")
            for teken in (1, -1)
        )
        if round(onder, 6) == round(boven, 6):
            gevonden.append(periode)
    return gevonden


def test_bezoeken_van_weinig_mensen_zijn_niet_uit_te_rekenen():
    getoond = 0
    for nummer in range(60):
        per_maand = maak_bezoeken(random.Random(nummer))
        zichtbaar = toonbaar(per_maand, 2025, NIEUWJAAR)
        getoond += len(zichtbaar)
        assert te_weten(per_maand, zichtbaar) == [], nummer
    assert getoond > 100


def test_alleen_tien_mensen_per_periode_is_te_weinig():
    """Without the rest of the months, the quarter less two months gives the third: the same attacker finds it."""
    gevonden = 0
    for nummer in range(20):
        per_maand = maak_bezoeken(random.Random(nummer))
        genoeg = set()
        for periode in vaste_perioden(2025):
            erin = [b for m, b in per_maand.items() if periode.bevat(m.van)]
            if erin and len(set().union(*(b.mensen for b in erin))) >= 10:
                genoeg.add(periode)
        gevonden += len(te_weten(per_maand, genoeg))
    assert gevonden > 0


def test_wat_van_bezoeken_te_zien_was_blijft_te_zien():
    """Each day shows what the day before did and perhaps more: nothing is taken back, and a running period waits."""
    for nummer in range(20):
        per_maand = maak_bezoeken(random.Random(nummer))
        eerder: set[Periode] = set()
        for maand in JAAR:
            nu = toonbaar(per_maand, 2025, maand.tot)
            assert eerder <= nu
            assert all(p.tm <= maand.tm for p in nu)
            eerder = nu
        assert eerder == toonbaar(per_maand, 2025, date(2030, 1, 1))
