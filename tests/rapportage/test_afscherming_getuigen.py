"""The witnesses themselves, in worlds too large for linear programming: each is one, and finding them stays bounded."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Hashable, Sequence

import pytest
from aanvaller import LEEFTIJDEN, leeftijd_in

from rapportage.afscherming import getuigen as zoeken
from rapportage.afscherming.getuigen import GRENS, Beslisser, Tabel

Halfjaren = list[list[Tabel]]


def maak_grote_wereld(kamers: int, halfjaren: int, *, leeftijden: bool) -> tuple[Halfjaren, dict[int, Hashable]]:
    """A city of kamers with sixty people each, most of them regulars, some of two kamers."""
    rng = random.Random(kamers)
    gebieden = [f"{3500 + n}" for n in range(12)]
    jaren: list[Hashable] = [*range(1930, 2016), None]
    buurt = [rng.sample(gebieden, 3) for _ in range(kamers)]
    soorten: dict[int, Hashable] = {}
    kwam: list[list[set[int]]] = [[set() for _ in range(kamers)] for _ in range(halfjaren)]
    for pk in range(60 * kamers):
        thuis = {pk % kamers} | ({rng.randrange(kamers)} if rng.random() < 0.1 else set())
        soorten[pk] = rng.choice(jaren) if leeftijden else rng.choice([*(3 * buurt[pk % kamers]), *gebieden])
        komt = rng.choice((0.3, 0.7, 0.95))
        for kamer in thuis:
            for halfjaar in kwam:
                if rng.random() < komt:
                    halfjaar[kamer].add(pk)
    uit = []
    for h, halfjaar in enumerate(kwam):
        jaar = 2025 + h // 2
        keuzes: Sequence[Hashable] = (None, *range(jaar - 95, jaar - 3, 4)) if leeftijden else gebieden
        groep = leeftijd_in(jaar) if leeftijden else str
        groepen = LEEFTIJDEN if leeftijden else gebieden
        uit.append([Tabel(frozenset(m), groepen, keuzes, groep) for m in (set().union(*halfjaar), *halfjaar)])
    return uit, soorten


def beslis(wereld: Halfjaren, soorten: dict[int, Hashable]) -> tuple[Beslisser, list[tuple[Tabel, frozenset[str]]]]:
    """The one who decided, and the tables that are shown with the groups that are."""
    beslisser = Beslisser(soorten)
    getoond = [
        (tabel, zichtbaar)
        for tabellen in wereld
        for tabel, zichtbaar in zip(tabellen, beslisser.beslis(tabellen), strict=True)
        if zichtbaar is not None
    ]
    return beslisser, getoond


def te_lezen(tabel: Tabel, zichtbaar: frozenset[str], soorten: dict[int, Hashable]) -> dict[str, object]:
    """What a reader sees of a table."""
    aantallen = Counter(tabel.groep(soorten[pk]) for pk in tabel.mensen)
    return {g: aantallen[g] if g in zichtbaar else aantallen[g] < GRENS for g in tabel.groepen}


@pytest.mark.parametrize("leeftijden", [True, False], ids=["leeftijden", "gebieden"])
def test_elk_klein_getal_heeft_een_getuige_die_niemand_ziet(leeftijden):
    """Each change is made in earnest: no shown table reads otherwise, and the small number is another one."""
    wereld, soorten = maak_grote_wereld(6, 4, leeftijden=leeftijden)
    beslisser, getoond = beslis(wereld, soorten)
    zag = [te_lezen(tabel, zichtbaar, soorten) for tabel, zichtbaar in getoond]
    beschermd = set()
    for cel_tabel, groep, ruil in beslisser.getuigen():
        anders = soorten | {ruil.wie: ruil.soort} | ({} if ruil.met is None else {ruil.met: soorten[ruil.wie]})
        assert [te_lezen(tabel, zichtbaar, anders) for tabel, zichtbaar in getoond] == zag
        was, wordt = (sum(cel_tabel.groep(s[pk]) == groep for pk in cel_tabel.mensen) for s in (soorten, anders))
        assert was < GRENS
        assert was != wordt
        beschermd.add((cel_tabel, groep))
    klein = {
        (tabel, groep)
        for tabellen in wereld
        for tabel in tabellen
        for groep in tabel.groepen
        if sum(tabel.groep(soorten[pk]) == groep for pk in tabel.mensen) < GRENS
    }
    assert beschermd == klein
    groot = sum(
        n >= GRENS for tb in wereld for t in tb for n in Counter(t.groep(soorten[pk]) for pk in t.mensen).values()
    )
    assert sum(len(zichtbaar) for _, zichtbaar in getoond) > 0.6 * groot, "a rule that shows nothing is safe too"


def werk(wereld: Halfjaren, soorten: dict[int, Hashable]) -> int:
    """How many functions are called to decide: the same on every machine, however busy."""
    stappen = 0

    def tel(*_: object) -> None:
        nonlocal stappen
        stappen += 1

    sys.setprofile(tel)
    try:
        beslis(wereld, soorten)
    finally:
        sys.setprofile(None)
    return stappen


def test_vier_keer_zoveel_kamers_is_geen_zestien_keer_zoveel_werk():
    """Whoever looks at each pair of people for each small number never gets done with a hundred kamers."""
    klein, groot = (werk(*maak_grote_wereld(kamers, 3, leeftijden=False)) for kamers in (8, 32))
    assert groot < 8 * klein


def test_wat_er_nog_komt_verandert_niets_aan_wat_er_stond():
    wereld, soorten = maak_grote_wereld(5, 4, leeftijden=True)
    kort, lang = Beslisser(soorten), Beslisser(soorten)
    eerst = [kort.beslis(tabellen) for tabellen in wereld[:2]]
    assert [lang.beslis(tabellen) for tabellen in wereld][:2] == eerst


def test_zonder_getuige_wordt_wie_erin_zit_nergens_getoond():
    """A small number that earlier tables gave away is not helped by showing its people again."""
    eerst = [10 * "A" + 12 * "B"]
    soorten = dict(enumerate("".join(eerst)))

    def halfjaar(mensen: frozenset[int]) -> list[Tabel]:
        return [Tabel(mensen, ("A", "B"), ("A", "B"), str) for _ in range(2)]

    class Alziend(Beslisser):
        def _zoek(self, cel: object) -> None:
            return None

    assert Alziend(soorten).beslis(halfjaar(frozenset(range(11)))) == [None, None]
    assert Beslisser(soorten).beslis(halfjaar(frozenset(range(22))))[0] == frozenset("AB")


@pytest.mark.parametrize("grens", [40, 0])
def test_wie_in_een_getal_zonder_getuige_zit_wordt_ook_later_niet_getoond(monkeypatch, grens):
    """However little is looked for: 18 in both kamers less 15 in one of them would give the small number away."""
    monkeypatch.setattr(zoeken, "VAN_EEN_SOORT", grens)
    monkeypatch.setattr(zoeken, "NABUREN", grens)
    soorten = dict(enumerate(15 * "a" + 15 * "b" + 3 * "c" + 15 * "a" + 15 * "b" + 15 * "c"))
    een, ander = frozenset(range(33)), frozenset(range(33, 78))

    def tabel(mensen: frozenset[int]) -> Tabel:
        return Tabel(mensen, ("a", "b", "c"), ("a", "b", "c"), str)

    eerst = [tabel(een), tabel(een)]
    beslisser, getoond = beslis([eerst, [tabel(een | ander), tabel(een | ander), tabel(ander)]], soorten)
    heeft_getuige = {id(t) for t, _, _ in beslisser.getuigen()}
    assert (len(heeft_getuige) == 2) is (grens > 0)
    for klein in eerst:
        assert id(klein) in heeft_getuige or all(klein.mensen.isdisjoint(t.mensen) for t, _ in getoond)
    assert any(t.mensen == ander for t, _ in getoond)
