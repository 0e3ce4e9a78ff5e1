"""What was found of some kamers, read once, and every figure about who came that follows from it.

A figure is worked out when it is asked for, from the vakken of its period: what a page does not show costs nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from django.db import connection, transaction
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


@dataclass(frozen=True)
class Bezoek:
    """Who came to activities (who had a job done did not come for that) and how often they all did together."""

    mensen: BitMap
    keren: int


class _Deel(NamedTuple):
    """One cell over some vakken: people, by the card that holds, attendances and head counts."""

    mensen: BitMap
    deelnames: int
    zonder_naam: int


_NIETS = _Deel(_NIEMAND, 0, 0)


class Stand:
    """The figures of these kamers. ``ValueError`` for a period that was not read."""

    def __init__(
        self,
        kamers: Sequence[Kamer],
        vakken: Vakken,
        gevonden: Gevonden,
        categorie_van: Mapping[int, int | None],
        wortels: Wortels,
        met_deelnames: set[int],
    ) -> None:
        self._kamers, self.vakken, self._wortels = ids(kamers), vakken, wortels
        self._gevonden, self._categorie_van, self._met_deelnames = gevonden, categorie_van, met_deelnames
        self._delen: dict[tuple[Cel, range], _Deel] = {}
        self._per_categorie: dict[tuple[int, range], dict[int | None, _Deel]] = {}
        self._eerder: dict[Cel, list[int]] = {}

    def kent(self, kamers: Collection[Kamer], perioden: Collection[Periode]) -> bool:
        """Whether these kamers were read, and these periods with their attendances."""
        try:
            vakken = {vak for periode in perioden for vak in self.vakken.van(periode)}
        except ValueError:
            return False
        return vakken <= self._met_deelnames and set(ids(list(kamers))) <= set(self._kamers)

    # --- figures

    def uniek(self, plek: Cel, periode: Periode) -> int:
        """Different people."""
        return len(self.mensen(plek, periode))

    def mensen(self, plek: Cel, periode: Periode) -> BitMap:
        """Who they are. Not to be changed."""
        return self._deel(plek, self.vakken.van(periode)).mensen

    def nieuw(self, plek: Cel, periode: Periode) -> int:
        """People who were never in this cell before: each has one first vak, so these add up."""
        vakken = self.vakken.van(periode)
        if plek not in self._eerder:
            gezien, eersten = BitMap(), []
            for vak in range(len(self.vakken.grenzen) + 1):
                mensen = self._deel(plek, range(vak, vak + 1)).mensen
                eersten.append(mensen.difference_cardinality(gezien))
                gezien |= mensen
            self._eerder[plek] = list(accumulate(eersten, initial=0))  # before each vak, and in all
        return self._eerder[plek][vakken.stop] - self._eerder[plek][vakken.start]

    def nieuwe_mensen(self, plek: Cel, periode: Periode) -> BitMap:
        """Who they are."""
        vakken = self.vakken.van(periode)
        return self._deel(plek, vakken).mensen - self._deel(plek, range(vakken.start)).mensen

    def uniek_over(self, plekken: Iterable[Cel], perioden: Iterable[Periode]) -> int:
        """Different people in any of these cells and periods."""
        return len(_samen([self.mensen(plek, periode) for periode in perioden for plek in plekken]))

    def in_meer_perioden(self, plek: Cel, perioden: Iterable[Periode]) -> int:
        """Different people who came in more than one of these periods; of two periods: in both."""
        gezien, vaker = BitMap(), BitMap()
        for periode in perioden:
            mensen = self.mensen(plek, periode)
            vaker |= gezien & mensen
            gezien |= mensen
        return len(vaker)

    def deelnames(self, plek: Cel, periode: Periode) -> int:
        """Attendances; of a person with two cards on one day at one activity one."""
        return self._deel(plek, self._met_deelnames_in(periode)).deelnames

    def zonder_naam(self, plek: Cel, periode: Periode) -> int:
        """Visits that were counted without a name."""
        return self._deel(plek, self.vakken.van(periode)).zonder_naam

    def geregistreerd(self, plek: Cel, periode: Periode) -> bool:
        """Whether anything at all was registered; where nothing was, there is no figure, which is not 0."""
        deel = self._deel(plek, self.vakken.van(periode))
        return bool(deel.mensen) or bool(deel.zonder_naam)

    def kwam_iemand(self, plek: Cel, periode: Periode) -> bool:
        """Whether anybody came, known by name; looked for from the last day back."""
        kamer_id, categorie_id = plek
        return any(
            regel.mensen and categorie_id in (None, self._categorie_van.get(regel.activiteit_id))
            for vak in reversed(self.vakken.van(periode))
            for kamer in (self._kamers if kamer_id is None else [kamer_id])
            for regel in self._gevonden.get((kamer, vak), ())
        )

    def bezoek(self, kamer: Kamer, periode: Periode) -> Bezoek:
        """Attendances of one kamer, with who made them."""
        regels = self._regels(kamer.pk, self._met_deelnames_in(periode))
        groepen = [regel.mensen for regel in regels if regel.activiteit_id != KLUSSEN]
        return Bezoek(self._wortels.van(_samen(groepen)), sum(regel.deelnames for regel in regels))

    # --- cells

    def _met_deelnames_in(self, periode: Periode) -> range:
        vakken = self.vakken.van(periode)
        if not self._met_deelnames.issuperset(vakken):
            raise ValueError(f"De deelnames van {periode} zijn niet gelezen.")
        return vakken

    def _deel(self, plek: Cel, vakken: range) -> _Deel:
        deel = self._delen.get((plek, vakken))
        if deel is None:
            deel = self._delen[plek, vakken] = self._werk_uit(*plek, vakken)
        return deel

    def _werk_uit(self, kamer_id: int | None, categorie_id: int | None, vakken: range) -> _Deel:
        if kamer_id is None:
            delen = [self._deel((kamer, categorie_id), vakken) for kamer in self._kamers]
            return _Deel(
                _samen([d.mensen for d in delen]), sum(d.deelnames for d in delen), sum(d.zonder_naam for d in delen)
            )
        if categorie_id is None:
            return self._van_regels(self._regels(kamer_id, vakken))
        if (kamer_id, vakken) not in self._per_categorie:
            per_categorie: dict[int | None, list[Regel]] = defaultdict(list)
            for regel in self._regels(kamer_id, vakken):
                per_categorie[self._categorie_van.get(regel.activiteit_id)].append(regel)
            self._per_categorie[kamer_id, vakken] = {c: self._van_regels(deze) for c, deze in per_categorie.items()}
        return self._per_categorie[kamer_id, vakken].get(categorie_id, _NIETS)

    def _regels(self, kamer_id: int, vakken: range) -> list[Regel]:
        return [regel for vak in vakken for regel in self._gevonden.get((kamer_id, vak), ())]

    def _van_regels(self, regels: Sequence[Regel]) -> _Deel:
        if not regels:
            return _NIETS
        _, mensen, deelnames, zonder_naam = zip(*regels, strict=True)
        return _Deel(self._wortels.van(_samen(mensen)), sum(deelnames), sum(zonder_naam))


def _samen(groepen: Sequence[BitMap]) -> BitMap:
    """Everybody in these groups. Not to be changed: one group is given back as it is."""
    if len(groepen) < 2:
        return groepen[0] if groepen else _NIEMAND
    return BitMap.union(*groepen)


# --- reading


def lees_stand(
    kamers: Sequence[Kamer],
    perioden: Iterable[Periode],
    lijst: Categorielijst,
    categorieen: Sequence[Categorie],
    *,
    deelnames_in: Iterable[Periode] | None = None,
) -> Stand:
    """Everything about these kamers and periods, by the categories of this list.

    ``deelnames_in``: the periods of which attendances are asked; all of them unless it is said.
    """
    perioden = list(perioden)
    vakken = Vakken({p.van for p in perioden} | {p.tot for p in perioden})
    wortels = Wortels()
    categorie_van: dict[int, int | None] = dict(
        Indeling.objects.filter(lijst=lijst, activiteit__kamer__in=ids(kamers)).values_list(
            "activiteit_id", "categorie_id"
        )
    )
    categorie_van[KLUSSEN] = next((c.pk for c in categorieen if c.telt_klussen), None)
    gevonden = _lees(kamers, vakken)
    met_deelnames = {vak for p in (perioden if deelnames_in is None else deelnames_in) for vak in vakken.van(p)}
    for kamer_id, vak, te_veel in list(_dubbele_deelnames(gevonden, vakken, met_deelnames, wortels)):
        gevonden[kamer_id, vak].append(te_veel)
    return Stand(kamers, vakken, gevonden, categorie_van, wortels, met_deelnames)


def _lees(kamers: Sequence[Kamer], vakken: Vakken) -> Gevonden:
    """From the kept months what is there, the other days from the registrations; many of those: keep them next time."""
    gevonden, gaten = lees_bewaard(ids(kamers), vakken)
    gelezen: Counter[int] = Counter()
    for kamer_id, vak, regel in lees_rijen(gaten, vakken):
        gelezen[kamer_id] += regel.deelnames
        gevonden[kamer_id, vak].append(regel)
    _bewaar_wat_veel_is(gaten, vakken, gelezen)
    return gevonden


def _bewaar_wat_veel_is(gaten: Gaten, vakken: Vakken, gelezen: Counter[int]) -> None:
    """Have the months of these kamers kept, after this transaction and in transactions of their own.

    Not within it: the lock of who builds would hold up the door of the kamer until the whole page is done.
    """
    from deelnemers.registratie.maandstanden import bouw_maandstanden  # it counts with this module

    vandaag = timezone.localdate()
    te_bouwen = [kamer_id for kamer_id in gaten.te_bewaren(vakken, vandaag) if gelezen[kamer_id]]
    if sum(gelezen[kamer_id] for kamer_id in te_bouwen) > VEEL_RIJEN:
        transaction.on_commit(partial(bouw_maandstanden, te_bouwen, seconden=1), robust=True)


# OFFSET 0: the index on activity and day holds all of it. Otherwise each card is looked up, with all its attendances.
_DUBBEL = f"""
    WITH gezocht AS MATERIALIZED (
        SELECT activiteit, van, tot, kaarten::bigint[] FROM unnest(%s::bigint[], %s::date[], %s::date[], %s::text[])
            AS gezocht (activiteit, van, tot, kaarten)
    )
    SELECT rij.activiteit_id, rij.datum, rij.deelnemer_id FROM gezocht CROSS JOIN LATERAL (
        SELECT activiteit_id, datum, deelnemer_id FROM {Deelname._meta.db_table}
        WHERE activiteit_id = gezocht.activiteit AND datum >= gezocht.van AND datum < gezocht.tot OFFSET 0
    ) AS rij WHERE rij.deelnemer_id = ANY(gezocht.kaarten)
"""  # noqa: S608 - the name of our own table


def _dubbele_deelnames(
    gevonden: Gevonden, vakken: Vakken, welke: Collection[int], wortels: Wortels
) -> Iterator[tuple[int, int, Regel]]:
    """Attendances that one person has twice, on two cards, as lines that take one off. One query.

    Only where both cards were found at one activity in one stretch of days: elsewhere there can be none.
    """
    kamer_van: dict[int, int] = {}
    kaarten: dict[tuple[int, int], set[int]] = defaultdict(set)  # per activity and vak
    for (kamer_id, vak), regels in gevonden.items():
        if vak in welke:
            for regel in regels:
                if regel.activiteit_id != KLUSSEN and (vaker := wortels.vaker_in(regel.mensen)):
                    kamer_van[regel.activiteit_id] = kamer_id
                    kaarten[regel.activiteit_id, vak] |= vaker
    if not kaarten:
        return
    gezocht = [(activiteit_id, *vakken.dagen(vak), deze) for (activiteit_id, vak), deze in kaarten.items()]
    activiteiten, van, tot, wie = zip(*gezocht, strict=True)
    gezien: set[tuple[int, date, int]] = set()
    with connection.cursor() as cursor:
        cursor.execute(_DUBBEL, [*map(_als_lijst, (activiteiten, van, tot)), [_als_lijst(deze) for deze in wie]])
        for activiteit_id, dag, kaart in cursor.fetchall():
            sleutel = (activiteit_id, dag, wortels.wortel(kaart))
            if sleutel in gezien:
                yield kamer_van[activiteit_id], vakken.nummer(dag), Regel(activiteit_id, _NIEMAND, deelnames=-1)
            gezien.add(sleutel)


def _als_lijst(waarden: Iterable[object]) -> str:
    """As PostgreSQL writes an array: one text is read much faster than thousands of parameters."""
    return "{" + ",".join(map(str, waarden)) + "}"
