"""How a table stands on the page: as it is, turned, or in parts, so that thirty kamers can be read as well as three.

The table itself does not change: the spreadsheet and the data hold it whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from rapportage.cijfers import Kolom, Rij, Tabel
from rapportage.rapportvorm import Deel

Soort = Literal["tekst", "getal", "doel"]

# How many columns beside the first can be read on a page that stands and on one that lies.
STAAND: dict[Soort, int] = {"tekst": 6, "getal": 7, "doel": 3}
LIGGEND: dict[Soort, int] = {"tekst": 9, "getal": 10, "doel": 6}
# A table with many columns and few rows is turned: a kamer per row reads better than a kamer per column.
GEKEERD_VANAF, GEKEERD_RIJEN = 9, 10
# Below this a table stays on one page; above it, it may run on.
LANG = 26


@dataclass(frozen=True)
class Vel:
    """A part of a table as it is printed. ``deel`` of ``delen`` when it is in parts; notes stand under the last."""

    tabel: Tabel
    soort: Soort
    deel: int = 1
    delen: int = 1
    liggend: bool = False

    @property
    def titel(self) -> str:
        if self.delen == 1:
            return self.tabel.titel
        eerste, laatste = self.tabel.kolommen[1].titel, self.tabel.kolommen[-1].titel
        van_tot = eerste if eerste == laatste else f"{eerste} t/m {laatste}"
        return f"{self.tabel.titel} (deel {self.deel} van {self.delen}: {van_tot})"

    @property
    def met_noten(self) -> bool:
        return self.deel == self.delen

    @property
    def lang(self) -> bool:
        hoogte = 2 if self.soort == "doel" else 1
        return hoogte * len(self.tabel.rijen) > LANG

    @property
    def klassen(self) -> str:
        """The classes of the table: how wide its columns are, and whether a narrow screen shows its rows as cards."""
        aantal = len(self.tabel.kolommen)
        teksten = all(kolom.soort == "tekst" for kolom in self.tabel.kolommen)
        kaarten = aantal > (2 if teksten else 4) or self.soort == "doel"
        vorm = "doelen" if self.soort == "doel" else "breed" if aantal > 6 else "smal"
        return (
            f"cijfers cijfers--{vorm}{' cijfers--twee' if aantal == 2 else ''}{' cijfers--kaarten' if kaarten else ''}"
        )


def vellen(tabel: Tabel) -> list[Vel]:
    """The parts in which a table is printed, in order."""
    soort = _soort(tabel)
    if _kan_keren(tabel):
        tabel = keer(tabel)
    aantal = len(tabel.kolommen) - 1
    if aantal <= STAAND[soort]:
        return [Vel(tabel, soort)]
    delen = -(-aantal // LIGGEND[soort])
    grenzen = [1 + round(aantal * n / delen) for n in range(delen + 1)]
    return [
        Vel(_kolommen(tabel, van, tot), soort, nummer, delen, liggend=True)
        for nummer, (van, tot) in enumerate(zip(grenzen, grenzen[1:], strict=False), start=1)
    ]


def ligt(tabel: Tabel) -> bool:
    """Whether a table needs pages that lie: it is too wide for one that stands."""
    return any(vel.liggend for vel in vellen(tabel))


def deel_ligt(deel: Deel) -> bool:
    """Whether a whole part lies: its first table does, so that the heading stays with it."""
    return bool(deel.tabellen) and not (deel.teksten or deel.grafiek) and ligt(deel.tabellen[0].tabel)


def keer(tabel: Tabel) -> Tabel:
    """The same table with a row for each column. Totals of rows become the last columns; marks of notes go along."""
    soort = tabel.kolommen[1].soort
    kolommen = (
        Kolom("Kamer", "tekst"),
        *(Kolom(f"{rij.cellen[0]}{f' ({rij.noot})' if rij.noot else ''}", soort) for rij in tabel.rijen),
    )
    rijen = tuple(
        Rij((kolom.titel, *(rij.cellen[plaats] for rij in tabel.rijen)))
        for plaats, kolom in enumerate(tabel.kolommen)
        if plaats
    )
    return replace(tabel, kolommen=kolommen, rijen=rijen)


def _soort(tabel: Tabel) -> Soort:
    soorten = {kolom.soort for kolom in tabel.kolommen[1:]}
    return "doel" if "doel" in soorten else "tekst" if soorten == {"tekst"} else "getal"


def _kan_keren(tabel: Tabel) -> bool:
    """Only numbers of one kind, in plain rows: what is a heading or an amount per line stays as it is."""
    soorten = {kolom.soort for kolom in tabel.kolommen[1:]}
    return (
        len(tabel.kolommen) > GEKEERD_VANAF
        and len(tabel.rijen) <= GEKEERD_RIJEN
        and len(soorten) == 1
        and not soorten & {"doel", "tekst"}
        and all(rij.soort in ("rij", "totaal", "bij") for rij in tabel.rijen)
    )


def _kolommen(tabel: Tabel, van: int, tot: int) -> Tabel:
    """The first column and those from ``van`` up to ``tot``."""
    plaatsen = (0, *range(van, tot))
    rijen = tuple(replace(rij, cellen=tuple(rij.cellen[p] for p in plaatsen)) for rij in tabel.rijen)
    return replace(tabel, kolommen=tuple(tabel.kolommen[p] for p in plaatsen), rijen=rijen)
