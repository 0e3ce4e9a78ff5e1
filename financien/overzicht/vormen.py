"""The frozen shapes of an overview of amounts: what templates, tables, the report and the command line read.

Amounts are euros; None means that the source does not give it. Kamers are names; None is: over all kamers together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from financien.narekenen import KOLOMMEN

ZONDER_KAMER = ""  # the name of the column of lines without kamer, where other lines have one


@dataclass(frozen=True)
class Bedragen:
    """The three amounts of a line or a sum. ``scheef``: columns that add up other lines than the budget does."""

    begroot: Decimal | None = None
    prognose: Decimal | None = None
    realisatie: Decimal | None = None
    scheef: frozenset[str] = frozenset()

    @property
    def leeg(self) -> bool:
        return self.begroot is None and self.prognose is None and self.realisatie is None

    def min_begroot(self, kolom: str) -> Decimal | None:
        """How much more than budgeted this column is; None when one of both is missing, or in a line of the sum."""
        waarde = getattr(self, kolom)
        return None if waarde is None or self.begroot is None or kolom in self.scheef else waarde - self.begroot


@dataclass(frozen=True)
class Cel:
    """What stands in a row for one kamer (its name; '' for lines without kamer; None for all kamers together).

    ``gedrukt`` is what the source prints at that place, ``afwijkend`` the columns in which that differs. The ids are
    those of the line and of the printed row, ``voetnoot`` is the footnote of the line (of a sum: the printed one);
    ``noot_buiten`` is, in a closed month, what of it a reader outside the cooperative may know.
    """

    kamer: str | None
    bedragen: Bedragen
    gedrukt: Bedragen = Bedragen()
    regel_id: int | None = None
    gedrukt_id: int | None = None
    afwijkend: tuple[str, ...] = ()
    voetnoot: str = ""
    noot_buiten: str = ""


@dataclass(frozen=True)
class Rij:
    """A row of the table: a post over the kamers, or a computed subtotal or total (``regelsoort``).

    ``totaal`` is the cell over all kamers, None when the reader may not see those.
    """

    regelsoort: str
    naam: str
    groep: str
    financier: str
    cellen: tuple[Cel, ...]
    totaal: Cel | None

    @property
    def noten(self) -> tuple[str, ...]:
        """The footnotes, with the kamers in front when only some of the amounts have that note."""
        gevuld = [cel for cel in self.cellen if cel.regel_id or cel.gedrukt_id]
        per_tekst: dict[str, list[str]] = {}
        for cel in gevuld:
            if cel.voetnoot:
                per_tekst.setdefault(cel.voetnoot, []).append(cel.kamer or "")
        noten = [
            tekst if len(waar) == len(gevuld) or not all(waar) else f"{', '.join(waar)}: {tekst}"
            for tekst, waar in per_tekst.items()
        ]
        if self.totaal and self.totaal.voetnoot and self.totaal.voetnoot not in per_tekst:
            noten.append(self.totaal.voetnoot)
        return tuple(noten)


@dataclass(frozen=True)
class Groep:
    """Rows that belong together, with their subtotal; without name: rows that are in no group, and no subtotal."""

    naam: str
    rijen: tuple[Rij, ...]
    subtotaal: Rij | None


@dataclass(frozen=True)
class Soortoverzicht:
    soort: str
    titel: str
    kamers: tuple[str, ...]
    groepen: tuple[Groep, ...]
    totaal: Rij
    niet_nagerekend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plek:
    """Where a printed sum stands: the row's text and the kamer (None: the total column)."""

    regel: str
    kamer: str | None


@dataclass(frozen=True)
class Afwijking:
    """A printed amount that differs from what is computed; ``verschil`` is gedrukt - berekend.

    ``erft``: the printed amount is exactly what follows from other printed amounts that are wrong (``erft_van``), so
    the mistake was not made here. ``werkt_door_in``: the printed sums that inherit from this one, at any distance.
    """

    bron: str
    jaar: int
    soort: str
    regel: str
    kamer: str | None
    kolom: str
    gedrukt: Decimal
    berekend: Decimal
    verschil: Decimal
    erft: bool
    erft_van: tuple[Plek, ...] = ()
    werkt_door_in: tuple[Plek, ...] = ()


@dataclass(frozen=True)
class Aandeel:
    """Budgeted financing / (financing + value of volunteers' hours), in whole per cents.

    ``gedrukt`` is what the source prints (None: nothing); ``erft_van`` the wrong printed sums that explain it.
    """

    kamer: str | None
    berekend: int | None
    gedrukt: Decimal | None = None
    erft_van: tuple[Plek, ...] = ()

    @property
    def verschil(self) -> Decimal | None:
        """gedrukt - berekend in per cent points; None when one of both is missing."""
        return None if self.gedrukt is None or self.berekend is None else self.gedrukt - self.berekend

    @property
    def erft(self) -> bool:
        return bool(self.erft_van)


@dataclass(frozen=True)
class Tekort:
    """Financing minus costs: negative is what is short. All None with a ``reden`` when that cannot be said.

    ``loopt``: the actual is what was booked so far, in a year that was not over.
    """

    kamer: str | None
    begroot: Decimal | None = None
    prognose: Decimal | None = None
    realisatie: Decimal | None = None
    reden: str = ""
    loopt: bool = False

    @property
    def verwacht(self) -> Decimal | None:
        """The best that is known: actual (of the whole year), else forecast, else budget."""
        geheel = None if self.loopt else self.realisatie
        return next((w for w in (geheel, self.prognose, self.begroot) if w is not None), None)

    @property
    def positief(self) -> bool | None:
        """Whether expected income covers expected costs; None when that cannot be said."""
        return None if self.verwacht is None else self.verwacht >= 0


@dataclass(frozen=True)
class Overzicht:
    """Everything of one source and year.

    ``volledig``: with the sums over all kamers. ``niet_verdeeld``: why nothing can be said about what is short in any
    one kamer; empty when it can. ``loopt``: of the living budget, whose actual is what was booked so far.
    """

    bron_id: int
    bron: str
    jaar: int
    soorten: tuple[Soortoverzicht, ...]
    afwijkingen: tuple[Afwijking, ...]
    aandelen: tuple[Aandeel, ...]
    tekorten: tuple[Tekort, ...]
    volledig: bool = True
    niet_verdeeld: str = ""
    loopt: bool = False

    @property
    def kolommen(self) -> tuple[str, ...]:
        """The amount columns that the source gives, in fixed order."""
        totalen = [
            bedragen
            for soort in self.soorten
            for cel in (*soort.totaal.cellen, soort.totaal.totaal)
            if cel
            for bedragen in (cel.bedragen, cel.gedrukt)
        ]
        return tuple(k for k in KOLOMMEN if any(getattr(b, k) is not None for b in totalen))

    @property
    def afwijkende_aandelen(self) -> tuple[Aandeel, ...]:
        return tuple(deel for deel in self.aandelen if deel.verschil)

    @property
    def aantal_bevindingen(self) -> int:
        return len(self.afwijkingen) + len(self.afwijkende_aandelen)

    @property
    def aantal_gedrukt(self) -> int:
        """How many printed sums and shares can be compared with what is computed."""
        rijen = [
            rij
            for soort in self.soorten
            for groep in soort.groepen
            for rij in (*groep.rijen, groep.subtotaal)
            if rij is not None
        ] + [soort.totaal for soort in self.soorten]
        cellen = (cel for rij in rijen for cel in (*rij.cellen, rij.totaal) if cel is not None)
        delen = sum(deel.gedrukt is not None for deel in self.aandelen)
        return delen + sum(cel.gedrukt_id is not None for cel in cellen)

    def totaal(self, soort: str, kolom: str) -> Decimal | None:
        """The total of this soort over the kamers that are in sight; None when there is none."""
        eigen = self.soort(soort)
        if eigen is None:
            return None
        cellen = (eigen.totaal.totaal,) if eigen.totaal.totaal else eigen.totaal.cellen
        bedragen = [bedrag for cel in cellen if (bedrag := getattr(cel.bedragen, kolom)) is not None]
        return sum(bedragen, Decimal()) if bedragen else None

    def soort(self, soort: str) -> Soortoverzicht | None:
        return next((s for s in self.soorten if s.soort == soort), None)

    def naar_buiten(self) -> Overzicht:
        """The same with the notes that readers outside the cooperative may read.

        Of a document those are all that it prints; of the living budget only what was marked as for the financier.
        """
        if not self.loopt:
            return self
        return replace(self, soorten=tuple(_met_noten_buiten(soort) for soort in self.soorten))

    def voor_kamers(self, namen: Collection[str]) -> Overzicht:
        """The same without anything of other kamers, of no kamer, or of all kamers together."""
        return replace(
            self,
            soorten=tuple(beperkt for s in self.soorten if (beperkt := _beperk(s, namen)) is not None),
            afwijkingen=tuple(
                replace(a, erft_van=_binnen(a.erft_van, namen), werkt_door_in=_binnen(a.werkt_door_in, namen))
                for a in self.afwijkingen
                if a.kamer in namen
            ),
            aandelen=tuple(
                replace(deel, erft_van=_binnen(deel.erft_van, namen)) for deel in self.aandelen if deel.kamer in namen
            ),
            tekorten=tuple(t for t in self.tekorten if t.kamer in namen),
            volledig=False,
        )


def _met_noten_buiten(soort: Soortoverzicht) -> Soortoverzicht:
    def cel(volledig: Cel) -> Cel:
        return replace(volledig, voetnoot=volledig.noot_buiten)

    def rij(volledig: Rij) -> Rij:
        totaal = cel(volledig.totaal) if volledig.totaal else None
        return replace(volledig, cellen=tuple(map(cel, volledig.cellen)), totaal=totaal)

    groepen = tuple(
        replace(g, rijen=tuple(map(rij, g.rijen)), subtotaal=rij(g.subtotaal) if g.subtotaal else None)
        for g in soort.groepen
    )
    return replace(soort, groepen=groepen, totaal=rij(soort.totaal))


def _beperk(soort: Soortoverzicht, namen: Collection[str]) -> Soortoverzicht | None:
    def rij(volledig: Rij) -> Rij:
        return replace(volledig, cellen=tuple(cel for cel in volledig.cellen if cel.kamer in namen), totaal=None)

    kamers = tuple(naam for naam in soort.kamers if naam in namen)
    if not kamers:
        return None
    groepen = []
    for groep in soort.groepen:
        beperkt = [rij(volledig) for volledig in groep.rijen]
        rijen = tuple(r for r in beperkt if any(cel.regel_id for cel in r.cellen))
        if rijen:
            groepen.append(replace(groep, rijen=rijen, subtotaal=rij(groep.subtotaal) if groep.subtotaal else None))
    return replace(soort, kamers=kamers, groepen=tuple(groepen), totaal=rij(soort.totaal), niet_nagerekend=())


def _binnen(plekken: Iterable[Plek], namen: Collection[str]) -> tuple[Plek, ...]:
    return tuple(plek for plek in plekken if plek.kamer in namen)
