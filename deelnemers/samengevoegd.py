"""READ: which cards are of one person.

A double points at another card (``Deelnemer.samengevoegd_met``), and that one may point on: together they are a tree
with one root, the card that is shown and counted. The rows of all cards stay where they are.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from deelnemers.models import Deelnemer


def wortels() -> dict[int, int]:
    """For each merged card its root, following chains. Cards that were never merged are not in it. One query."""
    dubbelen = Deelnemer.objects.filter(samengevoegd_met__isnull=False).order_by()
    wijst_naar = {van: naar for van, naar in dubbelen.values_list("pk", "samengevoegd_met") if naar is not None}
    gevonden: dict[int, int] = {}
    for kaart in wijst_naar:
        onderweg = []
        while kaart in wijst_naar and kaart not in gevonden:
            onderweg.append(kaart)
            kaart = wijst_naar[kaart]
        wortel_van_keten = gevonden.get(kaart, kaart)
        gevonden.update(dict.fromkeys(onderweg, wortel_van_keten))
    return gevonden


def wortel(deelnemer_id: int) -> int:
    """The root of this card: itself unless it was merged. What is registered for a stale card belongs there."""
    volgende: int | None = deelnemer_id
    while volgende is not None:
        deelnemer_id = volgende
        wijst_naar = Deelnemer.objects.filter(pk=deelnemer_id).order_by().values_list("samengevoegd_met", flat=True)
        volgende = wijst_naar.first()
    return deelnemer_id


def kaarten_van(deelnemer: Deelnemer) -> list[int]:
    """The ids of all cards of this person: the whole tree, whichever of its cards is given; the root first."""
    van_kaart = wortels()
    bovenste = van_kaart.get(deelnemer.pk, deelnemer.pk)
    return [bovenste, *sorted(kaart for kaart, naar in van_kaart.items() if naar == bovenste)]


def met(rijen: QuerySet[Any], wie: str = "deelnemer") -> Q:
    """Who has one of these rows, on whichever card: to filter people by. ``wie`` is the field that points at them."""
    van_kaart = wortels()
    eigen = Q(Exists(rijen.filter(**{wie: OuterRef("pk")})))
    if not van_kaart:
        return eigen
    dubbelen = rijen.filter(**{f"{wie}__in": van_kaart}).order_by().values_list(wie, flat=True).distinct()
    return eigen | Q(pk__in={van_kaart[kaart] for kaart in dubbelen})
