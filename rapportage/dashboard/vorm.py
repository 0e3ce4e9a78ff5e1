"""What a dashboard is made of, as frozen data: first with raw figures (``Cijfer``), then as a reader may see it.

Generic in the kind of figure, so that shielding is one walk over the same shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Cijfer, Getoond

T = TypeVar("T", Cijfer, Getoond)
# Achieved, not yet but on course, behind, or not to be judged.
Stand = Literal["voor", "op-koers", "achter", "onbekend"]
# How figures are drawn: over the months, side by side, as parts of a whole, against a target, as money.
Tekening = Literal["maanden", "jaren", "staven", "aandelen", "doelen", "geld"]


@dataclass(frozen=True)
class Kamernaam:
    """A kamer as a page names and colours it."""

    slug: str
    naam: str
    label: str
    kleur: str
    monogram: str


@dataclass(frozen=True)
class Punt(Generic[T]):
    """One figure with its label ('jan', 'TOP', 'Formulieren')."""

    label: str
    cijfer: T


@dataclass(frozen=True)
class Reeks(Generic[T]):
    """Figures that belong together ('2026', 'begroot'). ``kleur`` empty: the palette chooses."""

    naam: str
    punten: tuple[Punt[T], ...]
    kleur: str = ""


@dataclass(frozen=True)
class Grafiekblok(Generic[T]):
    """A chart with the table behind it. ``sleutel`` is its name in addresses.

    ``onderwerp`` says plainly what it is about; the title that states the finding is made from the shown figures.
    ``geheel`` names the whole that shares are of. ``toelichting`` stands under it.
    """

    sleutel: str
    tekening: Tekening
    onderwerp: str
    regel: str
    reeksen: tuple[Reeks[T], ...]
    geheel: str = ""
    toelichting: str = ""
    titel: str = ""


@dataclass(frozen=True)
class Kerncijfer(Generic[T]):
    """A large figure with that of the same period a year earlier and the small line of the months beside it.

    ``indicator_id``: the line of the agreement that this very figure is; its target stands with the figure.
    """

    sleutel: str
    naam: str
    cijfer: T
    vorig: T | None = None
    maanden: tuple[Punt[T], ...] = ()
    soort: Literal["getal", "euro_heel"] = "getal"
    indicator_id: int | None = None


@dataclass(frozen=True)
class Doelstand(Generic[T]):
    """One indicator in one kamer: what was measured beside what was agreed, and both judgements with their reason.

    ``behaald`` and ``op_koers`` are None when no judgement can be given. ``erbij`` is what else was asked ('gemiddeld
    104 uur'), ``verwacht`` what may be expected by now, as it is printed; empty where the target counts as it stands.
    ``kamer`` is None for all kamers together, which have no target of their own.
    """

    kamer: Kamernaam | None
    cijfer: T
    streefwaarde: str
    behaald: bool | None = None
    op_koers: bool | None = None
    uitleg: str = ""
    erbij: str = ""
    verwacht: str = ""

    @property
    def stand(self) -> Stand:
        """Where it stands, in one of four words that a reader can ask for."""
        if self.behaald is None:
            return "onbekend"
        if self.behaald:
            return "voor"
        return "op-koers" if self.op_koers else "achter"


@dataclass(frozen=True)
class Indicatorregel(Generic[T]):
    """One line of the agreement over the kamers. ``samen_regel`` says how kamers combine, ``regel`` how it counts."""

    indicator_id: int
    groep: str
    naam: str
    eenheid: str
    corporatie: bool
    regel: str
    samen_regel: str
    standen: tuple[Doelstand[T], ...]
    samen: T


@dataclass(frozen=True)
class Tabelblok(Generic[T]):
    """A table of figures: a label per row, a heading per column."""

    sleutel: str
    titel: str
    regel: str
    kolommen: tuple[str, ...]
    rijen: tuple[tuple[str, tuple[T, ...]], ...]
    noten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Termijn:
    """A deadline or a meeting that comes, or that is late."""

    naam: str
    datum: str
    te_laat: bool
    url: str = ""


@dataclass(frozen=True)
class Blad(Generic[T]):
    """One dashboard: of the city (``kamer`` None) or of one kamer, over one period.

    ``afspraak`` is the version that the targets come from; ``voorlopig``: the period still runs, up to ``tot_en_met``.
    """

    titel: str
    periode: Periode
    kamers: tuple[Kamernaam, ...]
    kamer: Kamernaam | None
    kerncijfers: tuple[Kerncijfer[T], ...]
    grafieken: tuple[Grafiekblok[T], ...]
    tabellen: tuple[Tabelblok[T], ...]
    indicatoren: tuple[Indicatorregel[T], ...]
    termijnen: tuple[Termijn, ...] = ()
    afspraak: str = ""
    afspraak_id: int | None = None
    voorlopig: bool = False
    noten: tuple[str, ...] = ()
