"""Jobs for residents: repair, garden, bicycle, clearing out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from rapportage.demonstratie.mensen import NUMMERTEKENS, Mens
from rapportage.demonstratie.wereld import Karwei

SOORTEN: dict[str, tuple[str, ...]] = {
    "klussendienst": (
        "Lamp ophangen in de gang",
        "Kast in elkaar zetten",
        "Lekkende kraan",
        "Gordijnrail vastzetten",
        "Deur klemt",
        "Drempelhulp bij de voordeur",
        "Rookmelder ophangen",
        "Wasmachine aansluiten",
    ),
    "tuindienst": ("Heg knippen", "Onkruid tussen de tegels", "Gras maaien", "Schutting vastzetten"),
    "fietsen": ("Band plakken", "Licht op de fiets maken", "Rem afstellen"),
    "opruimploeg": ("Schuur opruimen", "Grofvuil wegbrengen", "Helpen met inpakken voor de verhuizing"),
}
_VAAK = (6, 3, 2, 1)


def maak_karwei(
    rng: Random, kamer: str, aanvrager: Mens, dag: date, uitvoerders: Sequence[Mens], *, gedaan: bool = True
) -> Karwei:
    """A job done on ``dag``, asked for some days before; or (``gedaan`` off) asked for on that day."""
    soort = rng.choices(list(SOORTEN), _VAAK)[0]
    return Karwei(
        kamer=kamer,
        nummer="K" + "".join(rng.choices(NUMMERTEKENS, k=9)),
        aanvrager=aanvrager,
        gevraagd_op=dag - timedelta(days=rng.randrange(2, 15)) if gedaan else dag,
        gedaan_op=dag if gedaan else None,
        uitvoerder=rng.choice(uitvoerders) if gedaan else None,
        soort=soort,
        omschrijving=rng.choice(SOORTEN[soort]),
    )
