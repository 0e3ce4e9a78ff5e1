"""READ: the amounts of one source and year, what they add up to, and what was printed differently.

Amounts of different sources are never added. Subtotals and totals are computed from the lines, never taken from
print; what was printed stands beside them. Amounts are euros. None means that the source does not give an amount,
which is not 0: a sum is None when none of its lines has an amount.

How a printed subtotaal or totaal finds the lines it is about: see ``financien.narekenen``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from buurtwerkkamers.models import Kamer
from financien.models import Bron, Maandafsluiting, Regel
from financien.narekenen import KOLOMMEN, sleutel
from financien.overzicht.opbouw import Rekening, bereken_tekort, maak_overzichten
from financien.overzicht.vormen import (
    ZONDER_KAMER,
    Aandeel,
    Afwijking,
    Bedragen,
    Cel,
    Groep,
    Overzicht,
    Plek,
    Rij,
    Soortoverzicht,
    Tekort,
)

__all__ = [
    "ZONDER_KAMER",
    "Aandeel",
    "Afwijking",
    "Bedragen",
    "Cel",
    "Groep",
    "OnbekendeBron",
    "Overzicht",
    "Plek",
    "Rij",
    "Soortoverzicht",
    "Tekort",
    "alle_overzichten",
    "als_gegevens",
    "overzicht",
    "tekort",
    "tekorten",
    "tekorten_van",
]


class OnbekendeBron(ValueError):
    """There is no source of that name; the message is Dutch and names those that exist."""


def overzicht(bron: Bron, jaar: int) -> Overzicht:
    """The amounts of this source in this year; empty when it has none."""
    return maak_overzichten(Regel.objects.filter(bron=bron, jaar=jaar)).get((bron.pk, jaar)) or Overzicht(
        bron.pk, bron.naam, jaar, (), (), (), ()
    )


def alle_overzichten(*, met_archief: bool = True) -> tuple[Overzicht, ...]:
    """Every source and year that has lines, by name and year; the same number of queries however many there are.

    Without ``met_archief``: no closed months of the living budget.
    """
    regels = Regel.objects.all() if met_archief else Regel.objects.filter(bron__afsluiting__isnull=True)
    return tuple(maak_overzichten(regels).values())


def tekort(bron: Bron, jaar: int, kamer: Kamer | None = None) -> Tekort:
    """Financing minus costs of this source and year, for one kamer or for all together (lines without kamer too)."""
    rekeningen = _rekeningen(_lijnen(bron, jaar))
    berekend = bereken_tekort(rekeningen, kamer.pk if kamer else None, kamer.naam if kamer else None)
    return replace(berekend, loopt=_is_archief(bron))


def tekorten(bron: Bron, jaar: int, kamers: Sequence[Kamer]) -> dict[int | None, Tekort]:
    """As ``tekort`` for each of these kamers, and under None for these kamers together. Two queries.

    Together they have the lines without kamer too, when no other kamer has lines in this source; otherwise it is the
    sum of these kamers.
    """
    return tekorten_van(_lijnen(bron, jaar), kamers, loopt=_is_archief(bron))


def tekorten_van(regels: Sequence[Regel], kamers: Sequence[Kamer], *, loopt: bool) -> dict[int | None, Tekort]:
    """The same of these lines (of one source and year). No queries."""
    rekeningen = _rekeningen(regels)

    def berekend(pk: int | None, naam: str | None) -> Tekort:
        return replace(bereken_tekort(rekeningen, pk, naam), loopt=loopt)

    per_kamer: dict[int | None, Tekort] = {k.pk: berekend(k.pk, k.naam) for k in kamers}
    if all(regel.kamer_id in per_kamer for regel in regels if regel.kamer_id):
        return {**per_kamer, None: berekend(None, None)}
    return {**per_kamer, None: replace(_samen(list(per_kamer.values())), loopt=loopt)}


def _is_archief(bron: Bron) -> bool:
    """Whether it is a closed month of the living budget, whose actual is what was booked so far."""
    return Maandafsluiting.objects.filter(bron=bron).exists()


def _lijnen(bron: Bron, jaar: int) -> list[Regel]:
    return list(Regel.objects.filter(bron=bron, jaar=jaar, regelsoort=Regel.Regelsoort.REGEL))


def _rekeningen(regels: Sequence[Regel]) -> dict[str, Rekening]:
    return {soort: Rekening([r for r in regels if r.soort == soort]) for soort in {r.soort for r in regels}}


def _samen(delen: Sequence[Tekort]) -> Tekort:
    reden = next((deel.reden for deel in delen if deel.reden), "")
    if reden or not delen:
        return Tekort(None, reden=reden or "Niet te bepalen: er zijn geen kamers gekozen.")
    kolommen = {kolom: [getattr(deel, kolom) for deel in delen] for kolom in KOLOMMEN}
    sommen: dict[str, Any] = {k: None if None in waarden else sum(waarden) for k, waarden in kolommen.items()}
    return Tekort(None, **sommen)


def als_gegevens(jaar: int | None = None, bron_naam: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Lines with computed subtotals and totals, and the deviations, as plain data (numbers, never strings).

    ``regelsoort`` is regel, subtotaal or totaal; the last two are computed. There, and only there, ``kamer`` None
    is: over all kamers; on a line it means that the source names no kamer. ``OnbekendeBron`` for a wrong name.
    """
    regels = Regel.objects.all()
    if jaar is not None:
        regels = regels.filter(jaar=jaar)
    if bron_naam is not None:
        regels = regels.filter(bron=_zoek_bron(bron_naam))
    gevonden = maak_overzichten(regels).values()
    return {
        "regels": [regel for o in gevonden for soort in o.soorten for regel in _regels_als_gegevens(o, soort)],
        "afwijkingen": [
            {
                "bron": a.bron,
                "regel": a.regel,
                "kamer": a.kamer,
                "gedrukt": _als_getal(a.gedrukt),
                "berekend": _als_getal(a.berekend),
                "verschil": _als_getal(a.verschil),
                "erft": a.erft,
            }
            for o in gevonden
            for a in o.afwijkingen
        ],
    }


def _zoek_bron(naam: str) -> Bron:
    bronnen = list(Bron.objects.all())
    gevonden = next((bron for bron in bronnen if sleutel(bron.naam) == sleutel(naam)), None)
    if gevonden is None:
        bekend = "; ".join(bron.naam for bron in bronnen) or "er zijn er nog geen"
        raise OnbekendeBron(f"Er is geen bron met de naam '{naam}'. Bekende bronnen: {bekend}.")
    return gevonden


def _regels_als_gegevens(overzicht: Overzicht, soort: Soortoverzicht) -> Iterable[dict[str, Any]]:
    for groep in soort.groepen:
        for rij in groep.rijen:
            yield from _rij_als_gegevens(overzicht, soort, rij)
        if groep.subtotaal:
            yield from _rij_als_gegevens(overzicht, soort, groep.subtotaal)
    yield from _rij_als_gegevens(overzicht, soort, soort.totaal)


def _rij_als_gegevens(overzicht: Overzicht, soort: Soortoverzicht, rij: Rij) -> Iterable[dict[str, Any]]:
    som = rij.regelsoort != Regel.Regelsoort.REGEL
    cellen = [*rij.cellen, rij.totaal] if som or not rij.cellen else list(rij.cellen)
    for cel in cellen:
        # A computed sum without kamer column would repeat the one over all kamers under the same empty kamer.
        if cel is None or (som and (cel.kamer == ZONDER_KAMER or cel.bedragen.leeg)) or not (som or cel.regel_id):
            continue
        yield {
            "bron": overzicht.bron,
            "jaar": overzicht.jaar,
            "soort": soort.soort,
            "post": rij.naam,
            "kamer": cel.kamer or None,
            "groep": rij.groep,
            "financier": rij.financier or None,
            "regelsoort": str(rij.regelsoort),
            **{kolom: _als_getal(getattr(cel.bedragen, kolom)) for kolom in KOLOMMEN},
            "voetnoot": cel.voetnoot,
        }


def _als_getal(bedrag: Decimal | None) -> int | float | None:
    """Whole amounts as int, others as float; None stays None."""
    if bedrag is None:
        return None
    return int(bedrag) if bedrag == bedrag.to_integral_value() else float(bedrag)
