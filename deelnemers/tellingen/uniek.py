"""Unique people, attendances, new people and head counts, by category and in total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen.stand import Cel, Stand, lees_stand


def cel_van(kamer: Kamer | None, categorie: Categorie | None) -> Cel:
    return kamer.pk if kamer else None, categorie.pk if categorie else None


@dataclass(frozen=True)
class Telrij:
    """Counts of one cell. ``kamer`` None: the city, over the rooms asked. ``categorie`` None: the total.

    ``uniek``: different people; ``deelnames``: attendances; ``nieuw``: people whose first visit ever within the
    scope of this very cell falls in the period; ``zonder_naam``: visits counted without a name, shown beside
    and never added. ``geregistreerd``: whether anything at all was recorded here; where nothing was, a report prints
    a dash and not 0.
    """

    kamer: Kamer | None
    periode: Periode
    categorie: Categorie | None
    uniek: int
    deelnames: int
    nieuw: int
    zonder_naam: int
    geregistreerd: bool

    @property
    def cel(self) -> Cel:
        """The ids of its room and category, to look it up by."""
        return cel_van(self.kamer, self.categorie)


def tel_uniek(
    kamers: Sequence[Kamer], perioden: Sequence[Periode], lijst: Categorielijst | None = None
) -> list[Telrij]:
    """Unique people, attendances and new people for each room and the city, each period, each category and in total.

    Rows come per period, then per room (in the order given) with the city last, then per category (in the order of
    the list) with the total last. An activity without a category in this list counts in the totals only. Source of
    the rules: the counting rules of the domain ('uniek', 'deelnames', 'nieuw').
    """
    lijst = lijst or Categorielijst.objects.standaard()
    categorieen = list(lijst.categorie_set.all())
    return telrijen(lees_stand(kamers, perioden, lijst, categorieen), kamers, perioden, categorieen)


def telrijen(
    stand: Stand, kamers: Sequence[Kamer], perioden: Sequence[Periode], categorieen: Sequence[Categorie]
) -> list[Telrij]:
    """The rows of ``tel_uniek`` out of what was read already, for who asks more of it."""
    cellen = [(kamer, categorie) for kamer in (*kamers, None) for categorie in (*categorieen, None)]
    return [
        Telrij(
            kamer,
            periode,
            categorie,
            stand.uniek(plek, periode),
            stand.deelnames(plek, periode),
            stand.nieuw(plek, periode),
            stand.zonder_naam(plek, periode),
            stand.geregistreerd(plek, periode),
        )
        for periode in perioden
        for kamer, categorie in cellen
        for plek in [cel_van(kamer, categorie)]
    ]


def lees_mensen(
    kamers: Sequence[Kamer], periode: Periode, lijst: Categorielijst, cel: Cel, *, nieuw: bool = False
) -> BitMap:
    """The people behind one cell of ``tel_uniek``; ``nieuw``: only those who were never in that cell before."""
    stand = lees_stand(kamers, [periode], lijst, list(lijst.categorie_set.all()), deelnames_in=())
    return stand.nieuwe_mensen(cel, periode) if nieuw else stand.mensen(cel, periode)
