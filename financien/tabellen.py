"""READ: tables of amounts as data, the same for the page and for the report.

A table's cells hold euros (Decimal), a text where no amount can be given, or None where the source gives nothing.
Row kinds: rij, groep (a heading without cells), subtotaal, totaal, and bij: beside the table, part of no sum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from buurtwerkkamers.opmaak import procent
from financien.models import Bron
from financien.overzicht import ZONDER_KAMER, Bedragen, Cel, Overzicht, Rij, Soortoverzicht, overzicht

Rijsoort = Literal["rij", "groep", "subtotaal", "totaal", "bij"]
TITELS = {"begroot": "Begroot", "prognose": "Prognose", "realisatie": "Realisatie"}


@dataclass(frozen=True)
class Geldcel:
    """``regel_id``: the line that can be changed here. ``afwijkend``: printed, and not what is computed."""

    waarde: Decimal | str | None = None
    regel_id: int | None = None
    afwijkend: bool = False


@dataclass(frozen=True)
class Geldrij:
    """``noot`` holds the marks of the notes under the table ('a', 'a, b')."""

    naam: str
    cellen: tuple[Geldcel, ...] = ()
    soort: Rijsoort = "rij"
    noot: str = ""


@dataclass(frozen=True)
class Geldtabel:
    """``kolommen`` are the titles after the first column; ``regel`` says how it was counted; ``noten`` as 'a. text'."""

    titel: str
    regel: str
    kolommen: tuple[str, ...]
    rijen: tuple[Geldrij, ...]
    noten: tuple[str, ...] = ()

    @property
    def decimalen(self) -> int:
        """2 as soon as one amount has cents, otherwise 0."""
        bedragen = (cel.waarde for rij in self.rijen for cel in rij.cellen if isinstance(cel.waarde, Decimal))
        return 0 if all(bedrag == bedrag.to_integral_value() for bedrag in bedragen) else 2


@dataclass(frozen=True)
class _Kolom:
    """Which amount of which kamer (None: over all) stands in a column; ``verschil``: how much more than budgeted."""

    titel: str
    kamer: str | None
    kolom: str
    verschil: bool = False

    def cel(self, rij: Rij) -> Cel | None:
        if self.kamer is None:
            return rij.totaal
        return next((cel for cel in rij.cellen if cel.kamer == self.kamer), None)

    def waarde(self, bedragen: Bedragen) -> Decimal | None:
        return bedragen.min_begroot(self.kolom) if self.verschil else getattr(bedragen, self.kolom)


class _Noten:
    """Footnotes in order of use: the same text gets the same mark."""

    def __init__(self) -> None:
        self.tekens: dict[str, str] = {}

    def teken(self, teksten: Iterable[str]) -> str:
        return ", ".join(self.tekens.setdefault(tekst, _teken(len(self.tekens))) for tekst in teksten)

    def lijst(self) -> tuple[str, ...]:
        return tuple(f"{teken}. {tekst}" for tekst, teken in self.tekens.items())


def _teken(nummer: int) -> str:
    return chr(ord("a") + nummer) if nummer < 26 else str(nummer + 1)


# --- for the page of a source -----------------------------------------------------------------------------------


def soorttabellen(overzicht: Overzicht) -> tuple[Geldtabel, ...]:
    """All tables of a source and year: with one amount column kamers side by side, otherwise a table per kamer."""
    return tuple(tabel for soort in overzicht.soorten for tabel in _tabellen_van(overzicht, soort))


def aandeeltabel(overzicht: Overzicht) -> Geldtabel | None:
    """The share of financiers per kamer, computed and as printed; None when it cannot be computed anywhere."""
    delen = [deel for deel in overzicht.aandelen if deel.berekend is not None]
    if not delen:
        return None
    rijen = [Geldrij("Aandeel financiers", tuple(Geldcel(procent(deel.berekend)) for deel in delen), "totaal")]
    if any(deel.gedrukt is not None for deel in delen):
        cellen = tuple(Geldcel(procent(deel.gedrukt), afwijkend=bool(deel.verschil)) for deel in delen)
        rijen.append(Geldrij("Zoals gedrukt in de bron", cellen, "bij"))
    return Geldtabel(
        f"Aandeel van de financiers in {overzicht.jaar}",
        "De begrote bijdragen, gedeeld door die bijdragen plus de waarde van de uren van vrijwilligers; "
        "afgerond op hele procenten.",
        tuple(deel.kamer or "Samen" for deel in delen),
        tuple(rijen),
    )


def _tabellen_van(overzicht: Overzicht, soort: Soortoverzicht) -> Iterator[Geldtabel]:
    kolommen = overzicht.kolommen or ("begroot",)
    titel = f"{soort.titel.capitalize()} {overzicht.jaar}"
    if len(kolommen) == 1:
        yield _maak(
            soort, f"{titel}, {TITELS[kolommen[0]].lower()}", _naast_elkaar(soort, kolommen[0], overzicht.volledig)
        )
        return
    plekken: list[str | None] = [*soort.kamers]
    if overzicht.volledig:
        plekken.insert(0, None)
    for plek in plekken:
        naam = "" if not soort.kamers else ", alle kamers samen" if plek is None else f", {plek or 'niet verdeeld'}"
        yield _maak(soort, titel + naam, _onder_elkaar(plek, kolommen))


def _naast_elkaar(soort: Soortoverzicht, kolom: str, volledig: bool) -> list[_Kolom]:
    kolommen = [_Kolom(naam or "Niet verdeeld", naam, kolom) for naam in soort.kamers]
    if volledig:
        kolommen.append(_Kolom("Totaal" if soort.kamers else TITELS[kolom], None, kolom))
    return kolommen


def _onder_elkaar(plek: str | None, kolommen: Collection[str]) -> list[_Kolom]:
    """The given columns, and how much the forecast (or else the actual) is above the budget."""
    keuze = [_Kolom(TITELS[kolom], plek, kolom) for kolom in kolommen]
    later = next((kolom for kolom in ("prognose", "realisatie") if kolom in kolommen), None)
    if later and "begroot" in kolommen:
        keuze.append(_Kolom(f"{TITELS[later]} min begroot", plek, later, verschil=True))
    return keuze


def _maak(soort: Soortoverzicht, titel: str, kolommen: list[_Kolom]) -> Geldtabel:
    noten = _Noten()
    rijen = [*_groepsrijen(soort, kolommen, noten), *_met_druk(soort.totaal, "totaal", kolommen, noten)]
    over = [f"Niet nagerekend, want het is niet duidelijk waar dit over gaat: {n}." for n in soort.niet_nagerekend]
    regel = "Subtotalen en totalen zijn opgeteld uit de regels. – betekent: dit staat niet in de bron."
    return Geldtabel(titel, regel, tuple(k.titel for k in kolommen), tuple(rijen), (*noten.lijst(), *over))


def _groepsrijen(
    soort: Soortoverzicht, kolommen: list[_Kolom], noten: _Noten, alle_druk: bool = True
) -> Iterator[Geldrij]:
    for groep in soort.groepen:
        rijen = [rij for volledig in groep.rijen for rij in _met_druk(volledig, "rij", kolommen, noten, alle_druk)]
        if not rijen:
            continue
        if groep.naam:
            yield Geldrij(groep.naam[:1].upper() + groep.naam[1:], soort="groep")
        yield from rijen
        if groep.subtotaal:
            yield from _met_druk(groep.subtotaal, "subtotaal", kolommen, noten, alle_druk)


def _met_druk(
    rij: Rij, soort: Rijsoort, kolommen: list[_Kolom], noten: _Noten, alle_druk: bool = True
) -> Iterator[Geldrij]:
    """The row, and below it what was printed: of a sum always (unless told otherwise), of a line when it differs."""
    cellen = [(kolom, kolom.cel(rij)) for kolom in kolommen]
    if soort == "rij" and not any(_hoort_erbij(cel) for _, cel in cellen):
        return
    yield Geldrij(
        _naam(rij),
        tuple(
            Geldcel(kolom.waarde(cel.bedragen), None if kolom.verschil else cel.regel_id) if cel else Geldcel()
            for kolom, cel in cellen
        ),
        soort,
        noten.teken(rij.noten),
    )
    afwijkend = any(cel and kolom.kolom in cel.afwijkend for kolom, cel in cellen)
    gedrukt = any(cel and kolom.waarde(cel.gedrukt) is not None for kolom, cel in cellen)
    if afwijkend or (gedrukt and alle_druk and soort != "rij"):
        yield Geldrij("Zoals gedrukt in de bron", tuple(_gedrukt(kolom, cel) for kolom, cel in cellen), "bij")


def _hoort_erbij(cel: Cel | None) -> bool:
    """A row without any line here (of another kamer) is left out; over all kamers every row counts."""
    return cel is not None and (cel.kamer is None or cel.regel_id is not None)


def _gedrukt(kolom: _Kolom, cel: Cel | None) -> Geldcel:
    if cel is None or kolom.verschil:
        return Geldcel()
    return Geldcel(kolom.waarde(cel.gedrukt), cel.gedrukt_id, kolom.kolom in cel.afwijkend)


def _naam(rij: Rij) -> str:
    return rij.naam if not rij.financier or rij.financier in rij.naam else f"{rij.naam}: {rij.financier}"


# --- for the report ---------------------------------------------------------------------------------------------


def begroting_en_prognose(bron: Bron, jaar: int) -> Geldtabel:
    """Costs and financing over all kamers: budget against forecast (and actual), totals, and what is short."""
    gezien = overzicht(bron, jaar)
    kolommen = _onder_elkaar(None, gezien.kolommen or ("begroot",))
    noten = _Noten()
    rijen: list[Geldrij] = []
    for soort in filter(None, (gezien.soort("kosten"), gezien.soort("financiering"))):
        rijen.append(Geldrij(soort.titel.capitalize(), soort="groep"))
        rijen += _groepsrijen(soort, kolommen, noten, alle_druk=False)
        totaal = replace(soort.totaal, naam=f"Totaal {soort.titel}")
        rijen += _met_druk(totaal, "totaal", kolommen, noten, alle_druk=False)
    rijen.append(_tekortrij(gezien, kolommen))
    return Geldtabel(
        f"Begroting en prognose {jaar}",
        f"Bedragen uit {bron.naam}; totalen zijn opgeteld uit de regels. Een tekort staat er met een min.",
        tuple(kolom.titel for kolom in kolommen),
        tuple(rijen),
        (*noten.lijst(), *_over_tekort_per_kamer(gezien)),
    )


def financiers(bron: Bron, jaar: int, kamers: Collection[str] | None = None) -> Geldtabel:
    """What each financier gives to each kamer, with notes; for these kamers (names), or for all with a total.

    A source that does not split its financing per kamer is given whole: no part of it is any kamer's own. Below it, part of no sum: the value of volunteers' hours and the share of the financiers.
    """
    gezien = overzicht(bron, jaar)
    geld = gezien.soort("financiering")
    if geld is None:
        return Geldtabel(f"Financiers {jaar}", f"{bron.naam} geeft geen bijdragen.", (), ())
    if kamers is not None and not set(geld.kamers) - {ZONDER_KAMER} <= set(kamers):
        gezien = gezien.voor_kamers(kamers)
        geld = gezien.soort("financiering")
        if geld is None:
            return Geldtabel(f"Financiers {jaar}", f"{bron.naam} geeft geen bijdragen per kamer.", (), ())
    gegeven = gezien.kolommen or ("begroot",)
    if geld.kamers or len(gegeven) == 1:
        kolommen = _naast_elkaar(geld, gegeven[0], gezien.volledig)
    else:
        kolommen = _onder_elkaar(None, gegeven)
    noten = _Noten()
    rijen = [
        *_groepsrijen(geld, kolommen, noten, alle_druk=False),
        *_met_druk(replace(geld.totaal, naam="Totaal financiers"), "totaal", kolommen, noten, alle_druk=False),
        *_waarde_van_uren(gezien, kolommen, noten),
    ]
    return Geldtabel(
        f"Financiers {jaar}",
        f"Bijdragen in euro's uit {bron.naam}; totalen zijn opgeteld uit de regels.",
        tuple(kolom.titel for kolom in kolommen),
        tuple(rijen),
        noten.lijst(),
    )


def _waarde_van_uren(gezien: Overzicht, kolommen: list[_Kolom], noten: _Noten) -> Iterator[Geldrij]:
    uren = gezien.soort("uren")
    if uren is None:
        return
    druk = _met_druk(replace(uren.totaal, naam="Waarde van de uren van vrijwilligers"), "bij", kolommen, noten, False)
    yield from druk
    delen = {deel.kamer: deel.berekend for deel in gezien.aandelen}
    cellen = tuple(
        Geldcel(procent(delen.get(kolom.kamer)) if kolom.kolom == "begroot" and not kolom.verschil else None)
        for kolom in kolommen
    )
    yield Geldrij("Aandeel van de financiers in geld en uren samen", cellen, "bij")


def _tekortrij(gezien: Overzicht, kolommen: list[_Kolom]) -> Geldrij:
    tekort = next((t for t in gezien.tekorten if t.kamer is None), None)
    if tekort is None or tekort.reden:
        return Geldrij("Tekort of overschot", tuple(Geldcel("niet te bepalen") for _ in kolommen), "totaal")
    bedragen = Bedragen(tekort.begroot, tekort.prognose, tekort.realisatie)
    return Geldrij("Tekort of overschot", tuple(Geldcel(kolom.waarde(bedragen)) for kolom in kolommen), "totaal")


def _over_tekort_per_kamer(gezien: Overzicht) -> tuple[str, ...]:
    geld, kosten = gezien.soort("financiering"), gezien.soort("kosten")
    if geld is None or kosten is None:
        return ()
    for soort, wat in ((geld, "inkomsten"), (kosten, "kosten")):
        if not soort.kamers or ZONDER_KAMER in soort.kamers:
            return (f"Het tekort per kamer is niet te bepalen: de {wat} zijn niet per kamer verdeeld.",)
    return ()
