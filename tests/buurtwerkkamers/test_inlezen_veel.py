"""50,000 attendances in: how long the trial run, the real run and undoing take. `script/test -m zwaar -s` prints it."""

from __future__ import annotations

import csv
import random
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from buurtwerkkamers.importeren.ongedaan import maak_ongedaan
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Inlezing
from deelnemers.models import Deelname
from tests.fabrieken import maak_activiteit, maak_kamer, systeem

RIJEN, KAMERS = 50_000, ("TOP", "De Klop", "Hart")


@pytest.mark.zwaar
@pytest.mark.django_db(transaction=True)
def test_vijftigduizend_deelnames_binnen_een_minuut(tmp_path: Path) -> None:
    for kamer in map(maak_kamer, KAMERS):
        for les in range(8):
            maak_activiteit(kamer, f"Les {les}")
    mensen = [[f"N{nr}", f"Mens{nr}"] for nr in range(2000)]
    _lees_in("deelnemers", tmp_path, ["nummer", "voornaam"], mensen)
    kies = random.Random(1)
    rijen = set()
    while len(rijen) < RIJEN:
        dag = date(2017, 1, 2) + timedelta(days=kies.randrange(1000))
        rijen.add((kies.choice(KAMERS), dag, f"Les {kies.randrange(8)}", f"N{kies.randrange(2000)}"))
    kop = ["kamer", "datum", "activiteit", "deelnemer"]
    gemeld: list[tuple[str, int, int]] = []
    pad, duur = _schrijf(tmp_path, kop, sorted(rijen)), {}
    for naam, proef in (("proef", True), ("echt", False)):
        begin = time.monotonic()
        uitslag = importeer(
            soorten()["deelnames"], pad, door=systeem(), proef=proef, voortgang=lambda *stand: gemeld.append(stand)
        )
        duur[naam] = time.monotonic() - begin
        assert (uitslag.nieuw, uitslag.fouten) == (RIJEN, ())
        assert Deelname.objects.count() == (0 if proef else RIJEN)
    begin = time.monotonic()
    assert maak_ongedaan(Inlezing.objects.order_by("op").last(), door=systeem())
    duur["ongedaan"] = time.monotonic() - begin
    assert not Deelname.objects.exists()
    print("50.000 deelnames:", ", ".join(f"{naam} {seconden:.1f} s" for naam, seconden in duur.items()))
    assert len({gedaan for stap, gedaan, _ in gemeld if stap == "opgeslagen"}) >= 20
    assert max(duur.values()) < 60


def _lees_in(soort: str, map_: Path, kop: list[str], rijen: Any) -> None:
    uitslag = importeer(soorten()[soort], _schrijf(map_, kop, rijen), door=systeem())
    assert uitslag.gelukt, uitslag.fouten[:3]


def _schrijf(map_: Path, kop: list[str], rijen: Any) -> Path:
    pad = map_ / "in.csv"
    with pad.open("w", newline="") as bestand:
        csv.writer(bestand).writerows([kop, *rijen])
    return pad
