"""Two editions beside each other: which figures and texts differ, and which parts came or went. Pure.

Figures are compared by ``documentverschil``, the words of a text by ``tekstverschil``; here is what people read:
answers, choices, reasons, and the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapportage.documentverschil import Verschil, verschillen
from rapportage.rapportvorm import Deel, Document
from rapportage.tekstverschil import Stuk, verschil

Plek = tuple[str, str, int]


@dataclass(frozen=True)
class Tekstverschil:
    """One text that differs. ``kamer``: the name of the kamer that it is of, '' for all together."""

    kamer: str
    waar: str
    stukken: tuple[Stuk, ...]


@dataclass(frozen=True)
class Vergelijking:
    """All that differs between two editions. ``erbij`` and ``weg`` are the titles of parts that came and went."""

    cijfers: tuple[Verschil, ...]
    teksten: tuple[Tekstverschil, ...]
    erbij: tuple[str, ...]
    weg: tuple[str, ...]

    @property
    def gelijk(self) -> bool:
        return not (self.cijfers or self.teksten or self.erbij or self.weg)


def vergelijk(eerst: Document, nu: Document) -> Vergelijking:
    """What a reader of the first finds changed in the second. Of a part that came or went, only that it did."""
    links, rechts = _delen(eerst), _delen(nu)
    samen = delen_in_beide(eerst, nu)
    return Vergelijking(
        cijfers=tuple(verschillen(*samen)),
        teksten=tuple(_teksten(*samen)),
        erbij=tuple(rechts[p].titel for p in rechts if p not in links),
        weg=tuple(links[p].titel for p in links if p not in rechts),
    )


def delen_in_beide(eerst: Document, nu: Document) -> tuple[Document, Document]:
    """The two with only those parts that both have."""
    links, rechts = _delen(eerst), _delen(nu)
    beide = [plek for plek in links if plek in rechts]
    return (
        replace(eerst, delen=tuple(links[plek] for plek in beide)),
        replace(nu, delen=tuple(rechts[plek] for plek in beide)),
    )


def _delen(document: Document) -> dict[Plek, Deel]:
    """Parts by kind and title, so that one that came in between moves nothing else; the third tells twins apart."""
    gevonden: dict[Plek, Deel] = {}
    for deel in document.delen:
        nummer = sum(1 for soort, titel, _ in gevonden if (soort, titel) == (deel.soort, deel.titel))
        gevonden[deel.soort, deel.titel, nummer] = deel
    return gevonden


def _teksten(eerst: Document, nu: Document) -> Iterator[Tekstverschil]:
    links, rechts = dict(_lees(eerst)), dict(_lees(nu))
    for plek in dict.fromkeys([*links, *rechts]):
        oud, nieuw = links.get(plek, ""), rechts.get(plek, "")
        if oud != nieuw:
            waar, kamer, _ = plek
            yield Tekstverschil(kamer, waar, verschil(oud, nieuw))


def _lees(document: Document) -> Iterator[tuple[Plek, str]]:
    """Every text with its place: where, of which kamer, and which one of those when the words are the same."""
    yield ("Over dit rapport", "", 0), f"{document.titel}\n{document.afspraak}"
    for nummer, deel in enumerate(document.delen):
        if deel.vraag:
            yield (f"{deel.titel}: de vraag", "", nummer), deel.vraag
        for tekst in deel.teksten:
            kamer = tekst.kamer.naam if tekst.kamer else ""
            if deel.keuzes:
                yield (f"{deel.titel}: de keuze", kamer, nummer), tekst.keuze
            yield (deel.titel, kamer, nummer), tekst.tekst
        opgemerkt = [*deel.uitleg, *([deel.ontbreekt] if deel.ontbreekt else [])]
        for tabel in deel.tabellen:
            opgemerkt += tabel.tabel.noten
        yield (f"{deel.titel}: uitleg en noten", "", nummer), "\n".join(opgemerkt)
    yield ("Bijlage: telregels", "", 0), "\n".join(f"{regel.naam}: {regel.regel}" for regel in document.regels)
    yield ("Bijlage: bronnen", "", 0), "\n".join(document.bronnen)
