"""READ: the tables of a statement as data, the same for screen, paper and spreadsheet. No queries.

Cells hold a text, euros (Decimal), or None where there is nothing to say. In the table of what the money was spent on
all rows add up to what came in, and every total is the sum of the rows above it, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from buurtwerkkamers.opmaak import euro
from financien.bijdragestand import BEHANDELREGEL, KOMENREGEL, ZEKERREGEL, Bijdrage
from financien.verantwoording import KOSTENREGEL, REGEL, Verantwoording, standregel

Kolomsoort = Literal["tekst", "euro"]
Rijsoort = Literal["rij", "subtotaal", "totaal"]
ALLE_KAMERS = "alle kamers samen"
NOG_NIET_DICHT = "Wat is ontvangen en besteed, staat hier zodra de eerste maand van {jaar} is gesloten."


@dataclass(frozen=True)
class Staatrij:
    """``noot`` is the mark of a note under the table ('a'); ``post_id`` the contribution that a row is about."""

    cellen: tuple[str | Decimal | None, ...]
    soort: Rijsoort = "rij"
    noot: str = ""
    post_id: int | None = None


@dataclass(frozen=True)
class Staat:
    """One table: its title, its rule in one sentence, its columns with their kind, its rows, the notes under it."""

    titel: str
    regel: str
    kolommen: tuple[tuple[str, Kolomsoort], ...]
    rijen: tuple[Staatrij, ...]
    noten: tuple[str, ...] = ()

    def benoemd(self) -> Iterator[tuple[Staatrij, list[tuple[str, Kolomsoort, str | Decimal | None]]]]:
        """Each row with its cells after the first, each with the title and the kind of its column."""
        for rij in self.rijen:
            namen = zip(self.kolommen, rij.cellen, strict=True)
            yield rij, [(titel, soort, cel) for (titel, soort), cel in namen][1:]


def staten(v: Verantwoording) -> tuple[Staat, ...]:
    """What was promised and came in, what it was spent on, and for the cooperative all costs beside it."""
    if not v.met_geld:
        return (_toezeggingen(v),)
    return _bijdragen(v), _bestedingen(v), *((_kosten(v),) if v.kosten else ())


def _bijdragen(v: Verantwoording) -> Staat:
    noten: dict[str, str] = {}
    rijen = [_bijdragerij(b, _noot(noten, _nootregel(b))) for b in v.bijdragen]
    som = v.som
    if len(rijen) > 1:
        cellen = ("Totaal", None, None, som.begroot, som.zeker, som.ontvangen, som.nog_te_komen)
        rijen.append(Staatrij(cellen, "totaal"))
    onder = _onder(noten)
    if som.in_behandeling:
        onder.append(f"In behandeling: {euro(som.in_behandeling)}. {BEHANDELREGEL}")
    if any(b.ontvangen > b.zeker for b in v.bijdragen):
        onder.append(KOMENREGEL)
    return Staat(
        "Toegezegd en ontvangen",
        ZEKERREGEL,
        (
            ("Bijdrage", "tekst"), ("Kamer", "tekst"), ("Stand", "tekst"), ("Begroot", "euro"), ("Zeker", "euro"),
            ("Ontvangen", "euro"), ("Nog te komen", "euro"),
        ),
        tuple(rijen),
        tuple(onder),
    )  # fmt: skip


def _toezeggingen(v: Verantwoording) -> Staat:
    """Before the first month of the year is closed: what was promised, and nothing that was booked."""
    noten: dict[str, str] = {}
    rijen = [
        Staatrij(
            (b.post.naam, b.post.kamer or ALLE_KAMERS, standregel(b), b.begroot, b.zeker),
            noot=_noot(noten, _nootregel(b)), post_id=b.post.post_id,
        )
        for b in v.bijdragen
    ]  # fmt: skip
    som = v.som
    if len(rijen) > 1:
        rijen.append(Staatrij(("Totaal", None, None, som.begroot, som.zeker), "totaal"))
    onder = [*_onder(noten), NOG_NIET_DICHT.format(jaar=v.jaar)]
    if som.in_behandeling:
        onder.append(f"In behandeling: {euro(som.in_behandeling)}. {BEHANDELREGEL}")
    kolommen: tuple[tuple[str, Kolomsoort], ...] = (
        ("Bijdrage", "tekst"), ("Kamer", "tekst"), ("Stand", "tekst"), ("Begroot", "euro"), ("Zeker", "euro"),
    )  # fmt: skip
    return Staat("Toegezegd", ZEKERREGEL, kolommen, tuple(rijen), tuple(onder))


def _bijdragerij(b: Bijdrage, noot: str) -> Staatrij:
    waar = b.post.kamer or ALLE_KAMERS
    cellen = (b.post.naam, waar, standregel(b), b.begroot, b.zeker, b.ontvangen, b.nog_te_komen)
    return Staatrij(cellen, noot=noot, post_id=b.post.post_id)


def _bestedingen(v: Verantwoording) -> Staat:
    noten: dict[str, str] = {}
    rijen = []
    for regel in v.bestedingen:
        noot = _noot(noten, _over_elders(regel.elders, regel.redenen)) if regel.elders else ""
        rijen.append(Staatrij((regel.post, regel.kamer or ALLE_KAMERS, regel.bedrag), noot=noot))
    rijen.append(Staatrij(("Toegerekend aan kosten", None, v.som.besteed), "subtotaal"))
    rijen += [Staatrij((rest.naam, None, rest.bedrag)) for rest in v.resten]
    if v.voorgeschoten:
        rijen.append(Staatrij(("Voorgeschoten: betaald en nog niet ontvangen", None, -v.voorgeschoten)))
    rijen.append(Staatrij(("Ontvangen", None, v.som.ontvangen), "totaal"))
    return Staat(
        "Waaraan het is besteed",
        REGEL,
        (("Kosten", "tekst"), ("Kamer", "tekst"), ("Bedrag", "euro")),
        tuple(rijen),
        tuple(_onder(noten)),
    )


def _over_elders(bedrag: Decimal, redenen: tuple[str, ...]) -> str:
    waarom = f" Reden: {'; '.join(redenen)}" if redenen else " Er is geen reden vastgelegd"
    punt = "" if waarom.endswith((".", "!", "?")) else "."
    return f"Hiervan was {euro(bedrag)} ergens anders voor bedoeld.{waarom}{punt}"


def _kosten(v: Verantwoording) -> Staat:
    rijen = [
        Staatrij((som.kamer or ALLE_KAMERS.capitalize(), som.geboekt, som.toegerekend, som.uit_de_rest))
        for som in v.kosten
    ]
    if len(rijen) > 1:
        som = v.kosten_samen
        rijen.append(Staatrij(("Totaal", som.geboekt, som.toegerekend, som.uit_de_rest), "totaal"))
    return Staat(
        f"Alle kosten van {v.jaar}",
        KOSTENREGEL,
        (
            ("Kamer", "tekst"), ("Geboekt", "euro"), ("Betaald uit een bijdrage", "euro"),
            ("Betaald uit de rest", "euro"),
        ),
        tuple(rijen),
    )  # fmt: skip


def _nootregel(b: Bijdrage) -> str:
    """The note under its budgeted amount; one that is not for the financier says so (only the cooperative gets it)."""
    return b.post.noot if b.post.noot_buiten or not b.post.noot else f"{b.post.noot} (niet voor de financier)"


def _onder(noten: dict[str, str]) -> list[str]:
    return [f"{letter}. {tekst}" for tekst, letter in noten.items()]


def _noot(noten: dict[str, str], tekst: str) -> str:
    """The mark of this note; the same text gets the same mark."""
    if not tekst:
        return ""
    return noten.setdefault(tekst, chr(ord("a") + len(noten)) if len(noten) < 26 else str(len(noten) + 1))
