"""Unique people, attendances, new people and head counts, by category and in total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from operator import add

from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Indeling
from deelnemers.models.maandstanden import KLUSSEN, Regel
from deelnemers.tellingen.basis import Wortels, ids
from deelnemers.tellingen.standen import Gaten, Gevonden, Vakken, lees_bewaard, lees_rijen

Cel = tuple[int | None, int | None]  # kamer id or None (city), categorie id or None (total)
# So many attendances read one by one (some 50 ms) are worth keeping counted months for.
VEEL_RIJEN = 50_000
_NIEMAND = BitMap()  # never changed


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
    stand = lees_stand(kamers, perioden, lijst, categorieen)
    cellen = [(kamer, categorie) for kamer in (*kamers, None) for categorie in (*categorieen, None)]
    standen = [stand.cel(cel_van(kamer, categorie)) for kamer, categorie in cellen]
    return [
        Telrij(kamer, periode, categorie, *cel.cijfers(vakken))
        for periode in perioden
        for vakken in [stand.vakken.van(periode)]
        for (kamer, categorie), cel in zip(cellen, standen, strict=True)
    ]


def lees_mensen(
    kamers: Sequence[Kamer], periode: Periode, lijst: Categorielijst, cel: Cel, *, nieuw: bool = False
) -> BitMap:
    """The people behind one cell of ``tel_uniek``; ``nieuw``: only those who were never in that cell before."""
    return lees_stand(kamers, [periode], lijst, list(lijst.categorie_set.all())).mensen(cel, periode, nieuw=nieuw)


class _Cel:
    """People, attendances and head counts of one cell, per vak."""

    __slots__ = ("_opgeteld", "deelnames", "groepen", "mensen", "zonder_naam")

    def __init__(self, vakken: int) -> None:
        self.groepen: list[list[BitMap]] = [[] for _ in range(vakken)]
        self.deelnames, self.zonder_naam = [0] * vakken, [0] * vakken
        self.mensen: list[BitMap] = []
        self._opgeteld: tuple[list[int], list[int], list[int]] | None = None

    def neem_over(self, ander: _Cel) -> None:
        """Count what was counted there here as well."""
        for groep, mensen in zip(self.groepen, ander.mensen, strict=True):
            if mensen:
                groep.append(mensen)
        self.deelnames = list(map(add, self.deelnames, ander.deelnames))
        self.zonder_naam = list(map(add, self.zonder_naam, ander.zonder_naam))

    def vouw(self) -> None:
        self.mensen = [_samen(groep) for groep in self.groepen]

    def kwamen(self, vakken: range) -> BitMap:
        return _samen(self.mensen[vakken.start : vakken.stop])

    def cijfers(self, vakken: range) -> tuple[int, int, int, int, bool]:
        """As they stand in a ``Telrij``."""
        begin, eind = vakken.start, vakken.stop
        uniek = len(_samen(self.mensen[begin:eind]))
        deelnames, nieuw, zonder = (tot_hier[eind] - tot_hier[begin] for tot_hier in self._tot_hier())
        return uniek, deelnames, nieuw, zonder, bool(uniek) or bool(zonder)

    def _tot_hier(self) -> tuple[list[int], list[int], list[int]]:
        """Attendances, people and head counts before each vak. Each person has one first vak, so these add up too."""
        if self._opgeteld is None:
            eerder, eersten = BitMap(), []
            for mensen in self.mensen:
                eersten.append(mensen.difference_cardinality(eerder))
                eerder |= mensen
            self._opgeteld = _opgeteld(self.deelnames), _opgeteld(eersten), _opgeteld(self.zonder_naam)
        return self._opgeteld


class Stand:
    """The cells of these kamers: a pure fold over what was found."""

    def __init__(self, vakken: Vakken, wortels: Wortels) -> None:
        self.vakken, self._wortels = vakken, wortels
        self._aantal = len(vakken.grenzen) + 1
        self._gevonden: dict[tuple[int, int | None], _Cel] = {}
        self._cellen: dict[Cel, _Cel] = {}

    def tel_bij(self, kamer_id: int, categorie_id: int | None, vak: int, regel: Regel) -> None:
        cel = self._gevonden.get((kamer_id, categorie_id))
        if cel is None:
            cel = self._gevonden[kamer_id, categorie_id] = _Cel(self._aantal)
        if regel.mensen:
            cel.groepen[vak].append(regel.mensen)
        cel.deelnames[vak] += regel.deelnames
        cel.zonder_naam[vak] += regel.zonder_naam

    def vouw(self) -> None:
        """Make people of cards, and of each category of a kamer its part in the totals and the city."""
        for (kamer_id, categorie_id), gevonden in self._gevonden.items():
            gevonden.vouw()
            gevonden.mensen = [self._wortels.van(mensen) for mensen in gevonden.mensen]
            for plek in {(kamer, categorie) for kamer in (kamer_id, None) for categorie in (categorie_id, None)}:
                self.cel(plek).neem_over(gevonden)
        for cel in self._cellen.values():
            cel.vouw()

    def cel(self, plek: Cel) -> _Cel:
        if plek not in self._cellen:
            self._cellen[plek] = _Cel(self._aantal)
            self._cellen[plek].vouw()
        return self._cellen[plek]

    def mensen(self, plek: Cel, periode: Periode, *, nieuw: bool = False) -> BitMap:
        """Who is in this cell; ``nieuw``: who was not before."""
        vakken, cel = self.vakken.van(periode), self.cel(plek)
        return cel.kwamen(vakken) - (cel.kwamen(range(vakken.start)) if nieuw else _NIEMAND)


def _samen(groepen: Sequence[BitMap]) -> BitMap:
    """Everybody in these groups. Not to be changed: one group is given back as it is."""
    if len(groepen) < 2:
        return groepen[0] if groepen else _NIEMAND
    return BitMap.union(*groepen)


def _opgeteld(per_vak: Iterable[int]) -> list[int]:
    """The sum of all before each, and of all."""
    return list(accumulate(per_vak, initial=0))


def lees_stand(
    kamers: Sequence[Kamer], perioden: Sequence[Periode], lijst: Categorielijst, categorieen: Sequence[Categorie]
) -> Stand:
    """Everything that was found of these kamers, by cell and stretch of days."""
    vakken = Vakken({p.van for p in perioden} | {p.tot for p in perioden})
    wortels = Wortels()
    stand = Stand(vakken, wortels)
    categorie_van: dict[int, int | None] = dict(
        Indeling.objects.filter(lijst=lijst, activiteit__kamer__in=ids(kamers)).values_list(
            "activiteit_id", "categorie_id"
        )
    )
    categorie_van[KLUSSEN] = next((c.pk for c in categorieen if c.telt_klussen), None)
    for kamer_id, vak, regel in lees_gevonden(kamers, vakken):
        stand.tel_bij(kamer_id, categorie_van.get(regel.activiteit_id), vak, regel)
    if wortels and vakken.grenzen:
        for kamer_id, activiteit_id, vak in dubbele_deelnames(kamers, vakken, wortels):
            te_veel = Regel(activiteit_id, _NIEMAND, deelnames=-1)
            stand.tel_bij(kamer_id, categorie_van.get(activiteit_id), vak, te_veel)
    stand.vouw()
    return stand


def lees_gevonden(kamers: Sequence[Kamer], vakken: Vakken) -> Iterator[Gevonden]:
    """From the kept months what is there, the other days from the registrations; many of those: keep them next time."""
    bewaard, gaten = lees_bewaard(ids(kamers), vakken)
    yield from bewaard
    gelezen: Counter[int] = Counter()
    for kamer_id, vak, regel in lees_rijen(gaten, vakken):
        gelezen[kamer_id] += regel.deelnames
        yield kamer_id, vak, regel
    _bewaar_wat_veel_is(gaten, gelezen)


def _bewaar_wat_veel_is(gaten: Gaten, gelezen: Counter[int]) -> None:
    """Have the months of these kamers kept, after this transaction and in transactions of their own.

    Not within it: the lock of who builds would hold up the door of the kamer until the whole page is done.
    """
    from deelnemers.registratie.maandstanden import bouw_maandstanden  # it counts with this module

    vandaag = timezone.localdate()
    te_bouwen = [kamer_id for kamer_id in gaten.met_hele_maanden(vandaag) if gelezen[kamer_id]]
    if sum(gelezen[kamer_id] for kamer_id in te_bouwen) > VEEL_RIJEN:
        transaction.on_commit(partial(bouw_maandstanden, te_bouwen, seconden=1), robust=True)


def dubbele_deelnames(kamers: Sequence[Kamer], vakken: Vakken, wortels: Wortels) -> Iterator[tuple[int, int, int]]:
    """Attendances that one person has twice, on two cards: (kamer, activity, vak) for each one too many."""
    gezien: set[tuple[int, date, int]] = set()
    rijen = Deelname.objects.van_kamers(kamers).filter(
        deelnemer__in=wortels.betrokken, datum__gte=vakken.grenzen[0], datum__lt=vakken.grenzen[-1]
    )
    for kamer_id, activiteit_id, dag, deelnemer_id in rijen.order_by().values_list(
        "kamer_id", "activiteit_id", "datum", "deelnemer_id"
    ):
        sleutel = (activiteit_id, dag, wortels.wortel(deelnemer_id))
        if sleutel in gezien:
            yield kamer_id, activiteit_id, vakken.nummer(dag)
        gezien.add(sleutel)
