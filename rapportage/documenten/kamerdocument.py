"""One kamer out of a whole report, from what was composed (or frozen) already: nothing is counted again."""

from __future__ import annotations

from dataclasses import replace

from rapportage.cijfers import Doelcel, Tabel
from rapportage.grafieken import Grafiek
from rapportage.rapportvorm import Deel, Document, Kamerkop, Kamertabel, Kengetal

NIET_VAN_EEN_KAMER = "Dit gaat over alle kamers samen en staat in het hele rapport."


def van_kamer(document: Document, slug: str) -> Document:
    """The report of one kamer: its answers, tables and charts, what was answered for all, and the same rules.

    ``KeyError`` when the report is not about that kamer.
    """
    kamer = next((k for k in document.kamers if k.slug == slug), None)
    if kamer is None:
        raise KeyError(slug)
    delen = tuple(_deel(deel, kamer) for deel in document.delen)
    return replace(
        document,
        titel=f"{document.titel}: {kamer.naam}",
        kamers=(kamer,),
        kengetallen=(*_mensen(document, kamer), *_doelen(document, kamer)),
        kamercijfers=(),
        delen=delen,
    )


def _mensen(document: Document, kamer: Kamerkop) -> tuple[Kengetal, ...]:
    """The different people of the kamer as large figures: the whole period first, then its parts."""
    cijfers = next((blok.cijfers for blok in document.kamercijfers if blok.kamer == kamer), ())
    return tuple(replace(k, titel="Verschillende mensen", toelichting=k.titel) for k in (*cijfers[-1:], *cijfers[:-1]))


def _doelen(document: Document, kamer: Kamerkop) -> tuple[Kengetal, ...]:
    """How many targets of this kamer are achieved or on course, from the judgements in the report itself."""
    cellen = [
        cel
        for _, blok in document.tabellen()
        for plaats in _kolommen(blok.tabel, kamer)
        if blok.tabel.kolommen[plaats].soort == "doel"
        for rij in blok.tabel.rijen
        if isinstance(cel := rij.cellen[plaats], Doelcel)
    ]
    beoordeeld = [cel for cel in cellen if cel.behaald is not None]
    if not cellen:
        return ()
    return (
        Kengetal(
            "Doelen behaald of op koers",
            sum(bool(cel.behaald or cel.op_koers) for cel in beoordeeld) if beoordeeld else None,
            "getal",
            f"Van de {len(cellen)} doelen van deze kamer zijn er {len(beoordeeld)} te beoordelen.",
            f"van de {len(beoordeeld)} doelen die te beoordelen zijn",
        ),
    )


def _deel(deel: Deel, kamer: Kamerkop) -> Deel:
    teksten = tuple(t for t in deel.teksten if t.kamer in (None, kamer))
    grafiek = deel.grafiek and _grafiek(deel.grafiek, kamer)
    tabellen = _tabellen(deel, kamer)
    had_iets = bool(deel.teksten or deel.grafiek or deel.tabellen)
    over = teksten or grafiek or tabellen
    ontbreekt = NIET_VAN_EEN_KAMER if had_iets and not over else deel.ontbreekt
    uitleg = deel.uitleg if over else ()
    return replace(deel, teksten=teksten, grafiek=grafiek, tabellen=tabellen, ontbreekt=ontbreekt, uitleg=uitleg)


def _tabellen(deel: Deel, kamer: Kamerkop) -> tuple[Kamertabel, ...]:
    """The tables of the kamer itself; where it has none, its columns of those that hold the kamers side by side."""
    eigen = tuple(blok for blok in deel.tabellen if blok.kamer == kamer)
    if eigen or any(blok.kamer for blok in deel.tabellen):
        return eigen
    return tuple(
        replace(blok, tabel=_smal(blok.tabel, [0, *plaatsen]))
        for blok in deel.tabellen
        if (plaatsen := _kolommen(blok.tabel, kamer))
    )


def _kolommen(tabel: Tabel, kamer: Kamerkop) -> list[int]:
    """Which columns are of this kamer: named as it is, or so with something after it ('TOP: tot half maart')."""
    namen = (kamer.kort, kamer.naam)
    return [
        plaats
        for plaats, kolom in enumerate(tabel.kolommen)
        if plaats and (kolom.titel in namen or kolom.titel.startswith(tuple(f"{naam}: " for naam in namen)))
    ]


def _smal(tabel: Tabel, plaatsen: list[int]) -> Tabel:
    """Only these columns of the same rows; the notes stay, as rows keep their marks."""
    rijen = tuple(replace(rij, cellen=tuple(rij.cellen[p] for p in plaatsen)) for rij in tabel.rijen)
    return replace(tabel, kolommen=tuple(tabel.kolommen[p] for p in plaatsen), rijen=rijen)


def _grafiek(grafiek: Grafiek, kamer: Kamerkop) -> Grafiek | None:
    """The panel of this kamer, on a scale of its own; the first thing that it shows becomes the heading."""
    paneel = next((p for p in grafiek.panelen if p.titel == kamer.naam), None)
    if paneel is None:
        return None
    eerste, _, rest = paneel.bevinding.partition(". ")
    return replace(grafiek, titel=eerste.rstrip(".") or grafiek.titel, panelen=(replace(paneel, bevinding=rest),))
