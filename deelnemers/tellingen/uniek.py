"""Unique people, attendances, new people and head counts, by category and in total."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Indeling
from deelnemers.models.maandstanden import KLUSSEN
from deelnemers.tellingen.basis import Wortels, ids
from deelnemers.tellingen.standen import Gaten, Gevonden, Vakken, lees_bewaard, lees_rijen

Cel = tuple[int | None, int | None]  # kamer id or None (city), categorie id or None (total)
# So many attendances read one by one (some 50 ms) are worth keeping counted months for.
VEEL_RIJEN = 50_000


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
    stand = _lees_stand(kamers, perioden, lijst, categorieen)
    return [
        Telrij(kamer, periode, categorie, **stand.cijfers(cel_van(kamer, categorie), periode))
        for periode in perioden
        for kamer in (*kamers, None)
        for categorie in (*categorieen, None)
    ]


def lees_mensen(
    kamers: Sequence[Kamer], periode: Periode, lijst: Categorielijst, cel: Cel, *, nieuw: bool = False
) -> BitMap:
    """The people behind one cell of ``tel_uniek``; ``nieuw``: only those who were never in that cell before."""
    return _lees_stand(kamers, [periode], lijst, list(lijst.categorie_set.all())).mensen(cel, periode, nieuw=nieuw)


class _Stand:
    """People, attendances and head counts per cell and vak: a pure fold over what was found."""

    def __init__(self, vakken: Vakken, wortels: Wortels) -> None:
        self._vakken, self._wortels = vakken, wortels
        self._gevonden: dict[tuple[int, int | None, int], list[BitMap]] = defaultdict(list)
        self._deelnames: dict[Cel, Counter[int]] = defaultdict(Counter)
        self._zonder_naam: dict[Cel, Counter[int]] = defaultdict(Counter)
        self._mensen: dict[Cel, dict[int, BitMap]] = {}
        self._eersten: dict[Cel, dict[int, BitMap]] = {}

    def tel_bij(
        self, kamer_id: int, categorie_id: int | None, vak: int, *, mensen: BitMap | None = None, deelnames: int = 0,
        zonder_naam: int = 0,
    ) -> None:  # fmt: skip
        """Count in the four cells it belongs to: room and city, its category and the total."""
        if mensen:
            self._gevonden[kamer_id, categorie_id, vak].append(mensen)
        if vak and (deelnames or zonder_naam):
            for cel in _cellen(kamer_id, categorie_id):
                self._deelnames[cel][vak] += deelnames
                self._zonder_naam[cel][vak] += zonder_naam

    def vouw(self) -> None:
        """Make people of cards, and of the sets of each category those of the totals and the city."""
        per_cel: dict[Cel, dict[int, list[BitMap]]] = defaultdict(lambda: defaultdict(list))
        for (kamer_id, categorie_id, vak), kaarten in self._gevonden.items():
            mensen = self._wortels.van(BitMap.union(*kaarten))
            for cel in _cellen(kamer_id, categorie_id):
                per_cel[cel][vak].append(mensen)
        self._gevonden.clear()
        for cel, per_vak in per_cel.items():
            self._mensen[cel] = {vak: BitMap.union(*per_vak[vak]) for vak in sorted(per_vak)}

    def mensen(self, cel: Cel, periode: Periode, *, nieuw: bool = False) -> BitMap:
        per_vak = self._eerste_keer(cel) if nieuw else self._mensen.get(cel, {})
        return BitMap.union(BitMap(), *(per_vak[vak] for vak in self._vakken.van(periode) if vak in per_vak))

    def cijfers(self, cel: Cel, periode: Periode) -> dict[str, Any]:
        per_vak, eersten = self._mensen.get(cel, {}), self._eerste_keer(cel)
        deelnames, zonder = self._deelnames.get(cel, Counter()), self._zonder_naam.get(cel, Counter())
        vakken = self._vakken.van(periode)
        groepen = [per_vak[vak] for vak in vakken if vak in per_vak]
        uniek = len(BitMap.union(*groepen)) if len(groepen) > 1 else sum(map(len, groepen))
        zonder_naam = sum(zonder[vak] for vak in vakken)
        return {
            "uniek": uniek,
            "deelnames": sum(deelnames[vak] for vak in vakken),
            "nieuw": sum(len(eersten[vak]) for vak in vakken if vak in eersten),
            "zonder_naam": zonder_naam,
            "geregistreerd": bool(uniek) or bool(zonder_naam),
        }

    def _eerste_keer(self, cel: Cel) -> dict[int, BitMap]:
        """Who was in no earlier vak. Each person has one first time, so these do add up."""
        if cel not in self._eersten:
            eerder, eersten = BitMap(), {}
            for vak, mensen in self._mensen.get(cel, {}).items():
                eersten[vak] = mensen - eerder
                eerder |= mensen
            self._eersten[cel] = eersten
        return self._eersten[cel]


def _cellen(kamer_id: int, categorie_id: int | None) -> set[Cel]:
    return {(kamer, categorie) for kamer in (kamer_id, None) for categorie in (categorie_id, None)}


def _lees_stand(
    kamers: Sequence[Kamer], perioden: Sequence[Periode], lijst: Categorielijst, categorieen: Sequence[Categorie]
) -> _Stand:
    vakken = Vakken({p.van for p in perioden} | {p.tot for p in perioden})
    wortels = Wortels()
    stand = _Stand(vakken, wortels)
    categorie_van: dict[int, int | None] = dict(
        Indeling.objects.filter(lijst=lijst, activiteit__kamer__in=ids(kamers)).values_list(
            "activiteit_id", "categorie_id"
        )
    )
    categorie_van[KLUSSEN] = next((c.pk for c in categorieen if c.telt_klussen), None)
    for kamer_id, vak, regel in _lees(kamers, vakken):
        stand.tel_bij(
            kamer_id, categorie_van.get(regel.activiteit_id), vak,
            mensen=regel.mensen, deelnames=regel.deelnames, zonder_naam=regel.zonder_naam,
        )  # fmt: skip
    stand.vouw()
    if wortels and vakken.grenzen:
        for kamer_id, activiteit_id, vak in _dubbele_deelnames(kamers, vakken, wortels):
            stand.tel_bij(kamer_id, categorie_van.get(activiteit_id), vak, deelnames=-1)
    return stand


def _lees(kamers: Sequence[Kamer], vakken: Vakken) -> Iterator[Gevonden]:
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


def _dubbele_deelnames(kamers: Sequence[Kamer], vakken: Vakken, wortels: Wortels) -> Iterator[tuple[int, int, int]]:
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
