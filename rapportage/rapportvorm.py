"""What a composed report is: frozen dataclasses from which screen, paper, spreadsheet and JSON are all made.

Nothing here knows the database. ``samenstelling`` makes a ``Document``, ``vaststelling`` freezes it as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import KolomSoort, Tabel
from rapportage.grafieken import Grafiek


@dataclass(frozen=True)
class Kamerkop:
    """A kamer as it is printed: with its colour and monogram."""

    naam: str
    kort: str
    slug: str
    kleur: str
    monogram: str
    wijk: str = ""


@dataclass(frozen=True)
class Tijdvak:
    """A named part of the period, both dates included."""

    naam: str
    van: date
    tm: date

    @property
    def periode(self) -> Periode:
        return Periode(self.van, self.tm)

    @property
    def omschrijving(self) -> str:
        """Its name with the dates, or the dates alone when the name is made of them."""
        return str(self.periode) if self.naam in str(self.periode) else f"{self.naam}: {self.periode}"


@dataclass(frozen=True)
class Kengetal:
    """A large figure on the page of key figures: what it is, and its rule in one sentence."""

    titel: str
    waarde: int | Decimal | None
    soort: KolomSoort
    regel: str
    toelichting: str = ""


@dataclass(frozen=True)
class Kamercijfers:
    """The key figures of one kamer, side by side on the page of key figures."""

    kamer: Kamerkop
    cijfers: tuple[Kengetal, ...]


@dataclass(frozen=True)
class Tekstcijfer:
    """A figure that stands in a text: what was typed for it (in full, without braces), its value and its rule."""

    verwijzing: str
    waarde: str
    regel: str


@dataclass(frozen=True)
class Tekst:
    """An answer in light markup; ``kamer`` is None when it was answered once. ``keuze`` is the option chosen.

    Its figures are filled in; ``cijfers`` says which they are.
    """

    kamer: Kamerkop | None
    tekst: str
    keuze: str = ""
    cijfers: tuple[Tekstcijfer, ...] = ()


@dataclass(frozen=True)
class Kamertabel:
    """A table about one kamer, or (None) about all of them together."""

    kamer: Kamerkop | None
    tabel: Tabel


@dataclass(frozen=True)
class Deel:
    """One part of the report: a question with its answers, or a block of figures with tables and a chart.

    ``uitleg`` holds for all tables of the part; ``ontbreekt`` says in plain Dutch why the part is empty.
    """

    nummer: int
    soort: str
    titel: str
    vraag: str = ""
    keuzes: tuple[str, ...] = ()
    teksten: tuple[Tekst, ...] = ()
    grafiek: Grafiek | None = None
    tabellen: tuple[Kamertabel, ...] = ()
    uitleg: tuple[str, ...] = ()
    ontbreekt: str = ""

    @property
    def anker(self) -> str:
        return f"deel-{self.nummer}"


@dataclass(frozen=True)
class Regel:
    """A rule of counting for the appendix: what is counted, and how, in one sentence."""

    naam: str
    regel: str


@dataclass(frozen=True)
class Document:
    """The whole report. ``versie`` is the version of this form, so that old editions stay readable."""

    kenmerk: str
    titel: str
    afspraak: str
    van: date
    tm: date
    editie: str
    kamers: tuple[Kamerkop, ...]
    deelperioden: tuple[Tijdvak, ...]
    kengetallen: tuple[Kengetal, ...]
    kamercijfers: tuple[Kamercijfers, ...]
    delen: tuple[Deel, ...]
    regels: tuple[Regel, ...]
    bronnen: tuple[str, ...]
    versie: int = 1
    # Why this edition came in the place of another; empty in the first.
    reden: str = ""

    @property
    def periode(self) -> Periode:
        return Periode(self.van, self.tm)

    def tabellen(self) -> list[tuple[Deel, Kamertabel]]:
        """Every table with the part it stands in, in order."""
        return [(deel, tabel) for deel in self.delen for tabel in deel.tabellen]
