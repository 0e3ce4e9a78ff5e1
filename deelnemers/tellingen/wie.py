"""Who is behind a unique count: the same sets of people, as ids of the cards that hold."""

from __future__ import annotations

from collections.abc import Sequence

from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen.uniek import lees_mensen


def wie_uniek(
    kamers: Sequence[Kamer],
    periode: Periode,
    categorie: Categorie | None = None,
    *,
    lijst: Categorielijst | None = None,
    nieuw: bool = False,
) -> BitMap:
    """The people that ``tel_uniek`` counts over these kamers together, in a category or in all.

    ``nieuw``: only those whose first visit within these kamers (and this category) falls in the period. ``lijst``: for
    the total, the list whose klussen count; a category brings its own.
    """
    gekozen = categorie.lijst if categorie else lijst or Categorielijst.objects.standaard()
    cel = (None, categorie.pk if categorie else None)
    return lees_mensen(kamers, periode, gekozen, cel, nieuw=nieuw)
