"""Nothing of what outside readers see gives a protected number away; weaker rules do, to the same attacker."""

from __future__ import annotations

import random
from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from itertools import groupby

import pytest
from aanvaller import KLEIN, LEEFTIJDEN, WEG, Aanval, Kruistabel, leeftijd_in, tel

from rapportage.afscherming.getuigen import GRENS, Beslisser, Tabel

GEBIEDEN = ("A", "B", "C", "D", "onbekend")


@dataclass(frozen=True)
class Wereldje:
    """Who came to which table, in the order in which the tables appear, and what everybody is."""

    tabellen: list[Kruistabel]
    soorten: dict[int, Hashable]
    groepen: tuple[str, ...]
    alle_soorten: list[Hashable]


def maak_wereldje(rng: random.Random, *, leeftijden: bool, kamers: int, halfjaren: int = 4) -> Wereldje:
    """Small kamers with regulars: a few people come or stay away, and groups lie around ten."""
    if leeftijden:
        alle: list[Hashable] = [*range(1930, 2016, 3), 1998, 1999, 1960, 1961, None]
        groepen = LEEFTIJDEN
    else:
        alle, groepen = list(GEBIEDEN), GEBIEDEN
    gewichten = [rng.choice((0, 1, 1, 3, 6)) + (0.01 if n == 0 else 0) for n in range(len(alle))]
    aantal = rng.randrange(15, 75)
    soorten = {pk: rng.choices(alle, gewichten)[0] for pk in range(aantal)}
    vast, wisselend = rng.choice((0.97, 0.9, 0.6)), rng.choice((0.0, 0.02, 0.3))
    kwam: dict[tuple[int, int], set[int]] = {(k, h): set() for k in range(kamers) for h in range(halfjaren)}
    for pk in range(aantal):
        thuis = {rng.randrange(kamers)} | ({rng.randrange(kamers)} if rng.random() < wisselend else set())
        begin = rng.choice((0, 0, 0, rng.randrange(halfjaren)))
        for k in thuis:
            for h in range(begin, halfjaren):
                if rng.random() < vast:
                    kwam[k, h].add(pk)
    tabellen = []
    for h in range(halfjaren):
        groep = leeftijd_in(2025 + h // 2) if leeftijden else str
        tabellen.append(Kruistabel(("stad", h), frozenset().union(*(kwam[k, h] for k in range(kamers))), groep))
        tabellen += [Kruistabel((f"kamer {k}", h), frozenset(kwam[k, h]), groep) for k in range(kamers)]
    return Wereldje(tabellen, soorten, groepen, alle)


def wereldjes(aantal: int, begin: int = 0) -> list[Wereldje]:
    uit = []
    for nummer in range(begin, begin + aantal):
        rng = random.Random(nummer)
        uit.append(maak_wereldje(rng, leeftijden=nummer % 2 == 0, kamers=1 + nummer % 3))
    return uit


# --- rules: from a world to what is printed of it


def met_getuigen(w: Wereldje) -> list[Kruistabel]:
    """The rule of the product."""
    beslisser = Beslisser(w.soorten)
    uit = []
    for _, halfjaar in groupby(w.tabellen, key=lambda tabel: tabel.sleutel[1]):
        tabellen = list(halfjaar)
        beslist = beslisser.beslis([als_tabel(w, tabel) for tabel in tabellen])
        uit += [replace(t, gezien=_gezien(w, t, zichtbaar)) for t, zichtbaar in zip(tabellen, beslist, strict=True)]
    return uit


def als_tabel(w: Wereldje, tabel: Kruistabel) -> Tabel:
    return Tabel(tabel.leden, w.groepen, w.alle_soorten, tabel.groep)


def _gezien(w: Wereldje, tabel: Kruistabel, zichtbaar: Collection[str] | None) -> dict[str, object] | None:
    if zichtbaar is None:
        return None
    aantallen = tel(tabel.leden, w.soorten, tabel.groep)
    return {g: aantallen[g] if g in zichtbaar else KLEIN if aantallen[g] < GRENS else WEG for g in w.groepen}


def een_tot_vier(w: Wereldje) -> list[Kruistabel]:
    """Hide 1 to 4 and print the totals: protects nobody."""
    uit = []
    for tabel in w.tabellen:
        aantallen = tel(tabel.leden, w.soorten, tabel.groep)
        gezien = {g: KLEIN if 1 <= aantallen[g] <= 4 else aantallen[g] for g in w.groepen}
        uit.append(replace(tabel, gezien=gezien))
    return uit


def zonder_meeverbergen(w: Wereldje) -> list[Kruistabel]:
    """Under ten is hidden, and nothing else."""
    return [
        replace(t, gezien=_gezien(w, t, [g for g in w.groepen if t.aantal(w.soorten, g) >= GRENS])) for t in w.tabellen
    ]


def per_tabel(w: Wereldje) -> list[Kruistabel]:
    """Secondary hiding within each table by itself: forgets the city, the other kamers and the other half-years."""
    return [replace(t, gezien=_gezien(w, t, Beslisser(w.soorten).beslis([als_tabel(w, t)])[0])) for t in w.tabellen]


def aanval(w: Wereldje, tabellen: list[Kruistabel], **weet: object) -> Aanval:
    return Aanval(tabellen, w.soorten, w.groepen, w.alle_soorten, **weet)


# --- tests


def test_niemand_vindt_een_beschermd_getal():
    gezien = 0
    for nummer, w in enumerate(wereldjes(14)):
        tabellen = met_getuigen(w)
        gezien += sum(isinstance(n, int) for t in tabellen for n in (t.gezien or {}).values())
        assert aanval(w, tabellen).gevonden() == [], f"wereld {nummer}"
    assert gezien > 100, "a rule that shows nothing is safe too"


def maak_tabellen(*halfjaren: dict[str, str]) -> Wereldje:
    """Half-years with for each kamer who came, a letter for each person: its area; the place says who it is."""
    soorten: dict[int, Hashable] = {}
    tabellen = []
    for h, kamers in enumerate(halfjaren):
        kwam = {}
        for k, (naam, letters) in enumerate(kamers.items()):
            leden = {1000 * k + n: letter for n, letter in enumerate(letters) if letter != "."}
            soorten |= {pk: "onbekend" if letter == "?" else letter for pk, letter in leden.items()}
            kwam[naam] = frozenset(leden)
        tabellen.append(Kruistabel(("stad", h), frozenset().union(*kwam.values()), str))
        tabellen += [Kruistabel((naam, h), leden, str) for naam, leden in kwam.items()]
    return Wereldje(tabellen, soorten, GEBIEDEN, list(GEBIEDEN))


LASTIG = {
    # everybody is in a group that could be shown, so that the others are nobody for certain
    "niemand is ook een klein getal": maak_tabellen({"Noord": 12 * "A" + 15 * "B"}),
    "een enkele groep": maak_tabellen({"Noord": 12 * "A", "Zuid": 14 * "A" + 11 * "B" + "CD?"}),
    # one regular stays away, and his group goes from ten to nine
    "van tien naar negen": maak_tabellen(
        {"Noord": 10 * "A" + 15 * "B" + 3 * "C?"}, {"Noord": "." + 9 * "A" + 15 * "B" + 3 * "C?"}
    ),
    "van negen naar tien": maak_tabellen(
        {"Noord": "." + 9 * "A" + 15 * "B" + 3 * "C?"}, {"Noord": 10 * "A" + 15 * "B" + 3 * "C?"}
    ),
    # the city less the one kamer is the other
    "de stad min een kamer": maak_tabellen(
        {"Noord": 20 * "A" + 20 * "B" + 5 * "C", "Zuid": 15 * "A" + 6 * "B" + 7 * "C"}
    ),
    "twee kamers die op elkaar lijken": maak_tabellen(
        {"Noord": 12 * "A" + 11 * "B" + "CC", "Zuid": 12 * "A" + 11 * "B" + "CC"}
    ),
    "weg en weer terug": maak_tabellen(
        {"Noord": 11 * "A" + 12 * "B" + 6 * "C"}, {"Noord": ".." + 9 * "A" + 12 * "B" + 6 * "C"},
        {"Noord": "." + 10 * "A" + 12 * "B" + 6 * "C"}, {"Noord": 11 * "A" + 11 * "B" + "." + 6 * "C"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("w", LASTIG.values(), ids=LASTIG)
def test_lastige_werelden(w):
    """Made to be hard: each holds a way to subtract."""
    assert aanval(w, met_getuigen(w)).gevonden() == []


@pytest.mark.parametrize(
    "naam", ["niemand is ook een klein getal", "van tien naar negen", "van negen naar tien", "de stad min een kamer"]
)
def test_lastige_werelden_zijn_lastig(naam):
    assert aanval(LASTIG[naam], zonder_meeverbergen(LASTIG[naam])).gevonden()


@pytest.mark.parametrize(
    ("regel", "weet"),
    [(een_tot_vier, {"klein": (1, 4)}), (zonder_meeverbergen, {}), (per_tabel, {})],
    ids=["verberg 1 tot en met 4", "alleen kleiner dan 10", "per tabel"],
)
def test_zwakkere_regels_houden_het_niet(regel, weet):
    """The same attacker finds cells, so what it does not find above is hidden indeed."""
    assert sum(len(aanval(w, regel(w), **weet).gevonden()) for w in wereldjes(6)) > 0


@pytest.mark.zwaar
def test_niemand_vindt_een_beschermd_getal_in_veel_werelden():
    for nummer, w in enumerate(wereldjes(300, begin=1000)):
        assert aanval(w, met_getuigen(w)).gevonden() == [], f"wereld {1000 + nummer}"
