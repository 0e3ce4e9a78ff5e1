"""Money lines in, each belonging to a source document and a year."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from buurtwerkkamers.importeren.soort import KAMER, Blad, Kolom, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import bedrag, geheel, keuze, tekst_voor
from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.schrijven import Uitkomst, schrijft
from financien.models import Bron, Regel

BLOK = 2000
_INHOUD = ("groep", "begroot", "prognose", "realisatie", "voetnoot")
Sleutel = tuple[str, int, str, str, Kamer | None, str, str]


def verwerk_bedragen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Make or change lines. New sources and financiers are made; new lines follow in the order of the file."""
    blad.stop_bij_fouten()
    bestaand = _bestaande_regels({rij["bron"] for rij in blad.rijen})
    nieuw = [rij for rij in blad.rijen if _sleutel(rij) not in bestaand]
    anders = [rij for rij in blad.rijen if _sleutel(rij) in bestaand and _neem_over(bestaand[_sleutel(rij)], rij)]
    _bewaar(nieuw, [bestaand[_sleutel(rij)] for rij in anders], door=door)
    return Uitkomst(len(nieuw), len(anders), len(blad.rijen) - len(nieuw) - len(anders))


def _sleutel(rij: Rij) -> Sleutel:
    return (
        rij["bron"],
        rij["jaar"],
        rij["soort"],
        rij["post"],
        rij.get("kamer"),
        rij.get("financier", ""),
        rij.get("regelsoort", Regel.Regelsoort.REGEL.value),
    )


def _bestaande_regels(bronnen: set[str]) -> dict[Sleutel, Regel]:
    regels = Regel.objects.filter(bron__naam__in=bronnen).select_related("bron", "kamer", "financier")
    return {
        (r.bron.naam, r.jaar, r.soort, r.post, r.kamer, r.financier.naam if r.financier else "", r.regelsoort): r
        for r in regels
    }


def _neem_over(regel: Regel, rij: Rij) -> bool:
    """Put the columns that are there into the line; True when something differs."""
    anders = [veld for veld in _INHOUD if veld in rij.waarden and getattr(regel, veld) != rij[veld]]
    for veld in anders:
        setattr(regel, veld, rij[veld])
    return bool(anders)


@schrijft
def _bewaar(nieuw: list[Rij], gewijzigd: list[Regel], *, door: Gebruiker) -> None:
    bronnen = _op_naam(Bron, {rij["bron"] for rij in nieuw})
    financiers = _op_naam(Organisatie, {rij["financier"] for rij in nieuw if rij.get("financier")})
    volgorde = {
        bron.pk: Regel.objects.filter(bron=bron).aggregate(laatste=Max("volgorde"))["laatste"] or 0
        for bron in bronnen.values()
    }
    regels = []
    for rij in nieuw:
        bron = bronnen[rij["bron"]]
        volgorde[bron.pk] += 1
        regels.append(
            Regel(
                bron=bron,
                jaar=rij["jaar"],
                soort=rij["soort"],
                post=rij["post"],
                kamer=rij.get("kamer"),
                financier=financiers.get(rij.get("financier", "")),
                regelsoort=rij.get("regelsoort", Regel.Regelsoort.REGEL),
                volgorde=volgorde[bron.pk],
                **{veld: rij[veld] for veld in _INHOUD if veld in rij.waarden},
            )
        )
    Regel.objects.bulk_create(regels, batch_size=BLOK)
    Regel.objects.bulk_update(gewijzigd, _INHOUD, batch_size=BLOK)


def _op_naam(model: Any, namen: set[str]) -> dict[str, Any]:
    """Objects by name, made where they are new (in the order of the alphabet, so that it is repeatable)."""
    return {naam: model.objects.get_or_create(naam=naam)[0] for naam in sorted(namen)}


registreer(
    Soort(
        naam="bedragen",
        titel="Bedragen",
        kolommen=(
            Kolom("bron", tekst_voor(Bron, "naam"), verplicht=True),
            Kolom("jaar", geheel(2000, 2100), verplicht=True),
            Kolom("soort", keuze(Regel.Soort.values), verplicht=True),
            Kolom("post", tekst_voor(Regel, "post"), verplicht=True),
            Kolom("kamer", KAMER),
            Kolom("groep", tekst_voor(Regel, "groep"), leeg=""),
            Kolom("financier", tekst_voor(Organisatie, "naam"), leeg=""),
            Kolom("begroot", bedrag),
            Kolom("prognose", bedrag),
            Kolom("realisatie", bedrag),
            Kolom("voetnoot", tekst_voor(Regel, "voetnoot"), leeg=""),
            Kolom("regelsoort", keuze(Regel.Regelsoort.values), leeg=Regel.Regelsoort.REGEL.value),
        ),
        sleutel=("bron", "jaar", "soort", "post", "kamer", "financier", "regelsoort"),
        verwerk=verwerk_bedragen,
    )
)
