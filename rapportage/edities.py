"""READ: the editions of a report. A correction is a report of its own that follows another: together they are a chain.

1.0 is the first; 1.1, 1.2 … came in its place, each with a reason. All of them stay readable for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from rapportage.models import Editie, Rapport

EERSTE = "1.0"
# What is heavy and not needed to say which editions there are.
ZWAAR = ("pdf", "html", "xlsx", "gegevens")

# From any report of a chain to all of it. A report follows one that was adopted before, so there are no circles.
_KETEN = """
WITH RECURSIVE eerder AS (
    SELECT id, verbetert_id, 0 AS plaats FROM rapportage_rapport WHERE id = %(pk)s
    UNION ALL
    SELECT r.id, r.verbetert_id, e.plaats - 1 FROM rapportage_rapport r JOIN eerder e ON r.id = e.verbetert_id
), later AS (
    SELECT id, 0 AS plaats FROM rapportage_rapport WHERE id = %(pk)s
    UNION ALL
    SELECT r.id, l.plaats + 1 FROM rapportage_rapport r JOIN later l ON r.verbetert_id = l.id
)
SELECT id, plaats FROM eerder UNION SELECT id, plaats FROM later ORDER BY plaats
"""


@dataclass(frozen=True)
class Keten:
    """All editions of one report, the oldest first.

    ``in_de_maak``: the correction that was begun and not adopted yet; never to be shown to an outside reader.
    """

    edities: tuple[Editie, ...]
    in_de_maak: Rapport | None = None

    @property
    def nieuwste(self) -> Editie | None:
        return self.edities[-1] if self.edities else None

    def nieuwer_dan(self, rapport: Rapport) -> Editie | None:
        """The edition that came in the place of this report's, if any."""
        nieuwste = self.nieuwste
        return nieuwste if nieuwste and rapport.is_af and nieuwste.rapport_id != rapport.pk else None

    def van(self, nummer: str) -> Editie | None:
        return next((editie for editie in self.edities if editie.nummer == nummer), None)


def plaatsen(rapport: Rapport) -> list[int]:
    """The ids of the reports of this chain, from the first edition to the last, adopted or not. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KETEN, {"pk": rapport.pk})
        return [pk for pk, _ in cursor.fetchall()]


def keten_van(rapport: Rapport) -> Keten:
    """The editions of this report, whichever of them was asked for. Three queries, whatever their number."""
    ids = plaatsen(rapport)
    rijen = Rapport.objects.select_related("afspraak").in_bulk(ids)
    gevonden = Editie.objects.filter(rapport__in=ids).defer(*ZWAAR).select_related("vastgesteld_door")
    per_rapport = {editie.rapport_id: editie for editie in gevonden.order_by("vastgesteld_op")}
    edities = []
    for pk in ids:
        if pk in per_rapport and rijen[pk].is_af:
            per_rapport[pk].rapport = rijen[pk]
            edities.append(per_rapport[pk])
    bezig = [rijen[pk] for pk in ids if not rijen[pk].is_af and rijen[pk].verbetert_id]
    return Keten(tuple(edities), bezig[0] if bezig else None)


def nummer_van(rapport: Rapport) -> str:
    """The number that this report has, or gets when it is adopted: 1.0, and 1.1, 1.2 … for corrections."""
    return f"1.{plaatsen(rapport).index(rapport.pk)}"


def zonder_vervangen(rapporten: QuerySet[Rapport]) -> QuerySet[Rapport]:
    """Leave out the reports that a newer adopted edition came in the place of: those are reached from the newest."""
    return rapporten.exclude(verbetering__status__in=Rapport.AF)


def met_editie(rapporten: QuerySet[Rapport]) -> QuerySet[Rapport]:
    """With ``editie_nu``, the number of its own edition, and ``editie_voor``, of the one that it corrects."""
    nummers = Editie.objects.order_by("-vastgesteld_op").values("nummer")
    return rapporten.annotate(
        editie_nu=Subquery(nummers.filter(rapport=OuterRef("pk"))[:1]),
        editie_voor=Subquery(nummers.filter(rapport=OuterRef("verbetert"))[:1]),
    )
