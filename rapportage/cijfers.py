"""Figures and tables on their way to screen, paper, spreadsheet and JSON.

A figure never travels bare: it carries the sentence that says how it was counted, the period and the kamers it
holds for. Nothing here queries the database or formats for one surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from buurtwerkkamers.perioden import Periode

Getal = int | Decimal
# What an outside reader may see of a figure (see ``afscherming``): an agreed figure or the total of a kamer is exact;
# visits need enough visitors, a breakdown enough people; 'open' is not about people (money, meetings, organisations);
# 'binnen' never leaves the house.
Bescherming = Literal["afgesproken", "totaal", "bezoeken", "uitsplitsing", "gevoelig", "open", "binnen"]
# How a figure is written ('7 op 12' is a paar). A share or a mark is an outcome: nothing without the number of answers.
Vorm = Literal["getal", "paar", "euro", "aandeel", "rapportcijfer", "oordeel in %", "positief oordeel"]
KolomSoort = Literal["tekst", "getal", "euro", "procent", "doel", "groei"]
RijSoort = Literal["rij", "groep", "subtotaal", "totaal", "bij"]


@dataclass(frozen=True)
class Cijfer:
    """One figure. ``waarde`` is None when it cannot be given; ``reden`` then says why in plain Dutch.

    ``teller`` and ``noemer`` hold both numbers of a pair ('7 op 12') or a share. ``kamers`` are names. ``mensen`` is
    how many different people the figure is made of, where that decides who may see it. ``bewijs`` is the address of
    the list that it was counted from. Raw: a figure for an outside reader is a ``Getoond``.
    """

    waarde: Getal | None
    regel: str
    periode: Periode
    kamers: tuple[str, ...]
    teller: Getal | None = None
    noemer: Getal | None = None
    eenheid: str = ""
    vorm: Vorm = "getal"
    reden: str = ""
    bescherming: Bescherming = "totaal"
    mensen: int | None = None
    bewijs: str = ""


@dataclass(frozen=True)
class Getoond:
    """A figure as this reader may see it: the only kind of figure that a dashboard, a chart or its file knows.

    ``tekst`` is how it is printed ('1.234', '7 op 12', '<10', 'niet te bepalen'). ``waarde`` is for drawing: None when
    it is hidden (``verborgen``) or cannot be given (``reden`` says why). ``bewijs`` is empty for an outside reader.
    """

    tekst: str
    waarde: Getal | None
    regel: str
    periode: Periode
    kamers: tuple[str, ...]
    verborgen: bool = False
    reden: str = ""
    eenheid: str = ""
    bewijs: str = ""


@dataclass(frozen=True)
class Doelcel:
    """A measured figure beside its target, in one cell: what was measured, what was agreed, and the judgement.

    ``gemeten`` is how it is printed ('7 op 12'); empty when not measured, ``reden`` then says why. ``erbij`` is what
    else was asked ('gemiddeld 104 uur'), or what an earlier period had ('een jaar eerder 120').
    ``behaald`` and ``op_koers`` are None when no judgement can be given.
    """

    waarde: Getal | None
    gemeten: str
    streefwaarde: str
    behaald: bool | None = None
    op_koers: bool | None = None
    reden: str = ""
    erbij: str = ""

    @property
    def oordeel(self) -> str:
        """Both judgements in words: achieved or not and, for a target of the year, on course or not."""
        if self.behaald is None:
            return "niet te beoordelen" if self.gemeten else "niet gemeten"
        if self.behaald:
            return "behaald"
        if self.op_koers is None:
            return "niet behaald"
        return "nog niet behaald, wel op koers" if self.op_koers else "nog niet behaald, niet op koers"


Celwaarde = str | int | Decimal | Doelcel | None


@dataclass(frozen=True)
class Kolom:
    """A column. Cells of kind procent hold whole per cents (41, not 0.41); cells of kind euro hold euros.

    Of kind groei: growth in words and numbers ('+12 (+18%)', 'was nog niet open').
    """

    titel: str
    soort: KolomSoort = "getal"


@dataclass(frozen=True)
class Rij:
    """A row. A cell that is None prints '–'. ``noot`` is the mark ('a') of a note under the table.

    ``bij`` rows stand beside the counted rows and are no part of a total ('Bezoeken zonder naam').
    """

    cellen: tuple[Celwaarde, ...]
    soort: RijSoort = "rij"
    noot: str = ""


@dataclass(frozen=True)
class Tabel:
    """One table for every surface. ``regel`` is the rule of counting in one sentence; ``noten`` stand under it."""

    titel: str
    regel: str
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    noten: tuple[str, ...] = ()
