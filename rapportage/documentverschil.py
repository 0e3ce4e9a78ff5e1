"""Two composed reports beside each other: which figures differ. Pure: nothing is counted or looked up here.

A figure is recognised by the words around it (part, kamer, table, row, column), so that a row that came or went in
between moves nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapportage.cijfers import Tabel
from rapportage.cijfertekst import schrijf_cel
from rapportage.hernoemd import Namen
from rapportage.models import Onderdeel
from rapportage.rapportvorm import Document

_EIGEN_WOORDEN = (Onderdeel.Soort.INDICATOREN, Onderdeel.Soort.BEGROTING_PROGNOSE, Onderdeel.Soort.FINANCIERS)
GEEN = "staat er niet"
IN_DE_TEKST = ": in de tekst"
# kamer, where, row, column, and which one of those when the words are the same
Plek = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Verschil:
    """One figure that differs. ``kamer``: the name of the kamer it is about, '' for all together."""

    kamer: str
    waar: str
    rij: str
    kolom: str
    eerst: str
    nu: str


def verschillen(eerst: Document, nu: Document, namen: Namen | None = None) -> list[Verschil]:
    """Every figure that is not the same in both, in the order of the first; then what only the second has.

    ``namen``: what is called otherwise in the second; the figures of the first are then looked for under those names.
    """
    links, rechts = _cijfers(eerst), _cijfers(nu)
    if namen and namen.hernoemd:
        links = _onder_namen_van_nu(links, rechts, namen, _met_eigen_woorden(eerst))
    return [
        Verschil(*plek[:4], links.get(plek, GEEN), rechts.get(plek, GEEN))
        for plek in dict.fromkeys([*links, *rechts])
        if links.get(plek) != rechts.get(plek)
    ]


def _onder_namen_van_nu(
    links: dict[Plek, str], rechts: dict[Plek, str], namen: Namen, eigen: set[str]
) -> dict[Plek, str]:
    """The same figures, each where the second document has it; where it has none, under the likeliest name."""
    vertaald: dict[Plek, str] = {}
    vertalingen = namen.vertalingen()
    for (kamer, waar, rij, kolom, welke), tekst in links.items():
        nu = namen.kamer_nu(kamer)
        plekken = [(nu, zeg(waar), rij if waar in eigen else zeg(rij), zeg(kolom), welke) for zeg in vertalingen]
        vrij = [plek for plek in plekken if plek not in vertaald] or [(kamer, waar, rij, kolom, welke)]
        vertaald[next((plek for plek in vrij if plek in rechts), vrij[0])] = tekst
    return vertaald


def _met_eigen_woorden(document: Document) -> set[str]:
    """Where rows are called as the agreement or a source of money has it, whatever a kamer or categorie is called."""
    return {f"{deel.titel}: {tabel.tabel.titel}" for deel, tabel in document.tabellen() if deel.soort in _EIGEN_WOORDEN}


def _cijfers(document: Document) -> dict[Plek, str]:
    gezien: Counter[tuple[str, str, str, str]] = Counter()
    gevonden = {}
    for kamer, waar, rij, kolom, tekst in _lees(document):
        woorden = (kamer, waar, rij, kolom)
        gevonden[*woorden, gezien[woorden]] = tekst
        gezien[woorden] += 1
    return gevonden


def _lees(document: Document) -> Iterator[tuple[str, str, str, str, str]]:
    for kengetal in document.kengetallen:
        yield "", "Kerncijfers", kengetal.titel, "", schrijf_cel(kengetal.waarde, kengetal.soort)
    for deel in document.kamercijfers:
        for kengetal in deel.cijfers:
            mensen = f"Verschillende mensen, {kengetal.titel}"
            yield deel.kamer.naam, "Kerncijfers", mensen, "", schrijf_cel(kengetal.waarde, kengetal.soort)
    for deel_, tabel in document.tabellen():
        kamer = tabel.kamer.naam if tabel.kamer else ""
        for rij, kolom, tekst in _lees_tabel(tabel.tabel):
            yield kamer, f"{deel_.titel}: {tabel.tabel.titel}", rij, kolom, tekst
    for deel_ in document.delen:
        for antwoord in deel_.teksten:
            kamer = antwoord.kamer.naam if antwoord.kamer else ""
            for cijfer in antwoord.cijfers:
                yield kamer, f"{deel_.titel}{IN_DE_TEKST}", cijfer.verwijzing, "", cijfer.waarde


def _lees_tabel(tabel: Tabel) -> Iterator[tuple[str, str, str]]:
    groep = ""
    for rij in tabel.rijen:
        naam = str(rij.cellen[0])
        if rij.soort == "groep":
            groep = naam
            continue
        for waarde, kolom in zip(rij.cellen[1:], tabel.kolommen[1:], strict=True):
            yield (
                f"{groep}: {naam}" if groep and rij.soort == "rij" else naam,
                kolom.titel,
                schrijf_cel(waarde, kolom.soort),
            )
