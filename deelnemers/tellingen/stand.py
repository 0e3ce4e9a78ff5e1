"""What was found of some kamers, read once, and every figure about who came that follows from it.

A figure is worked out when it is asked for, from the vakken of its period: what a page does not show costs nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    """One cell in one vak: people, by the card that holds, attendances and head counts."""

    mensen: BitMap
    deelnames: int
    zonder_naam: int


_NIETS = _Deel(_NIEMAND, 0, 0)


class _Cel:
    """One cell, vak by vak, each worked out once."""

    def __init__(self, werk_uit: Callable[[int], _Deel], vakken: int) -> None:
        self._werk_uit = werk_uit
        self._delen: list[_Deel | None] = [None] * vakken
        self._eerder: list[int] = []

    def deel(self, vak: int) -> _Deel:
        deel = self._delen[vak]
        if deel is None:
            deel = self._delen[vak] = self._werk_uit(vak)
        return deel

    def delen(self, vakken: range) -> list[_Deel]:
        return [self.deel(vak) for vak in vakken]

    def kwamen(self, vakken: range) -> BitMap:
        return _samen([deel.mensen for deel in self.delen(vakken)])

    def nieuw(self, vakken: range) -> int:
        """People whose first vak of all is one of these."""
        if not self._eerder:
            eerder, eersten = BitMap(), []
            for deel in self.delen(range(len(self._delen))):
                eersten.append(deel.mensen.difference_cardinality(eerder))
                eerder |= deel.mensen
            self._eerder = list(accumulate(eersten, initial=0))  # before each vak, and in all
        return self._eerder[vakken.stop] - self._eerder[vakken.start]


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
        self._cellen: dict[Cel, _Cel] = {}
        self._ingedeeld: dict[tuple[int, int], dict[int | None, _Deel]] = {}

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
        return self._cel(plek).kwamen(self.vakken.van(periode))

    def nieuw(self, plek: Cel, periode: Periode) -> int:
        """People who were never in this cell before."""
        return self._cel(plek).nieuw(self.vakken.van(periode))

    def nieuwe_mensen(self, plek: Cel, periode: Periode) -> BitMap:
        """Who they are."""
        vakken, cel = self.vakken.van(periode), self._cel(plek)
        return cel.kwamen(vakken) - cel.kwamen(range(vakken.start))

    def deelnames(self, plek: Cel, periode: Periode) -> int:
        """Attendances; of a person with two cards on one day at one activity one."""
        vakken = self.vakken.van(periode)
        if not self._met_deelnames >= set(vakken):
            raise ValueError(f"De deelnames van {periode} zijn niet gelezen.")
        return sum(deel.deelnames for deel in self._cel(plek).delen(vakken))

    def zonder_naam(self, plek: Cel, periode: Periode) -> int:
        """Visits that were counted without a name."""
        return sum(deel.zonder_naam for deel in self._cel(plek).delen(self.vakken.van(periode)))

    def kwam_iemand(self, plek: Cel, periode: Periode) -> bool:
        """Whether anybody came, known by name; asked from the last day back."""
        cel = self._cel(plek)
        return any(cel.deel(vak).mensen for vak in reversed(self.vakken.van(periode)))

    def geregistreerd(self, plek: Cel, periode: Periode) -> bool:
        """Whether anything at all was registered; where nothing was, there is no figure, which is not 0."""
        return self.kwam_iemand(plek, periode) or bool(self.zonder_naam(plek, periode))

    def bezoek(self, kamer: Kamer, periode: Periode) -> Bezoek:
        """Attendances of one kamer, with who made them."""
        groepen = [
            regel.mensen
            for vak in self.vakken.van(periode)
            for regel in self._gevonden.get((kamer.pk, vak), ())
            if regel.activiteit_id != KLUSSEN
        ]
        return Bezoek(self._wortels.van(_samen(groepen)), self.deelnames((kamer.pk, None), periode))

    # --- cells

    def _cel(self, plek: Cel) -> _Cel:
        if plek not in self._cellen:
            self._cellen[plek] = _Cel(partial(self._deel, *plek), len(self.vakken.grenzen) + 1)
        return self._cellen[plek]

    def _deel(self, kamer_id: int | None, categorie_id: int | None, vak: int) -> _Deel:
        if kamer_id is None:
            return _bij_elkaar([self._cel((kamer, categorie_id)).deel(vak) for kamer in self._kamers])
        regels = self._gevonden.get((kamer_id, vak))
        if not regels:
            return _NIETS
        if categorie_id is None:
            return self._van_regels(regels)
        if (kamer_id, vak) not in self._ingedeeld:
            per_categorie: dict[int | None, list[Regel]] = defaultdict(list)
            for regel in regels:
                per_categorie[self._categorie_van.get(regel.activiteit_id)].append(regel)
            self._ingedeeld[kamer_id, vak] = {c: self._van_regels(deze) for c, deze in per_categorie.items()}
        return self._ingedeeld[kamer_id, vak].get(categorie_id, _NIETS)

    def _van_regels(self, regels: Sequence[Regel]) -> _Deel:
        _, mensen, deelnames, zonder_naam = zip(*regels, strict=True)
        return _Deel(self._wortels.van(_samen(mensen)), sum(deelnames), sum(zonder_naam))


def _bij_elkaar(delen: Iterable[_Deel]) -> _Deel:
    mensen, deelnames, zonder_naam = zip(_NIETS, *delen, strict=True)
    return _Deel(_samen(mensen), sum(deelnames), sum(zonder_naam))


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
    _bewaar_wat_veel_is(gaten, gelezen)
    return gevonden


def _bewaar_wat_veel_is(gaten: Gaten, gelezen: Counter[int]) -> None:
    """Have the months of these kamers kept, after this transaction and in transactions of their own.

    Not within it: the lock of who builds would hold up the door of the kamer until the whole page is done.
    """
    from deelnemers.registratie.maandstanden import bouw_maandstanden  # it counts with this module

    vandaag = timezone.localdate()
    te_bouwen = [kamer_id for kamer_id in gaten.met_hele_maanden(vandaag) if gelezen[kamer_id]]
    if sum(gelezen[kamer_id] for kamer_id in te_bouwen) > VEEL_RIJEN:
        transaction.on_commit(partial(bouw_maandstanden, te_bouwen, seconden=1), robust=True)


_DUBBEL = f"""
    SELECT gezocht.activiteit, gezocht.vak, count(*) - count(DISTINCT (rij.datum, gezocht.mens))
    FROM unnest(%s::bigint[], %s::int[], %s::date[], %s::date[], %s::bigint[], %s::bigint[])
        AS gezocht (activiteit, vak, van, tot, kaart, mens)
    JOIN {Deelname._meta.db_table} AS rij ON rij.activiteit_id = gezocht.activiteit
        AND rij.deelnemer_id = gezocht.kaart AND rij.datum >= gezocht.van AND rij.datum < gezocht.tot
    GROUP BY 1, 2 HAVING count(*) > count(DISTINCT (rij.datum, gezocht.mens))
"""  # noqa: S608 - the name of our own table


def _dubbele_deelnames(
    gevonden: Gevonden, vakken: Vakken, welke: Collection[int], wortels: Wortels
) -> Iterator[tuple[int, int, Regel]]:
    """Attendances that one person has twice, on two cards, as lines that take them off. One query.

    Only where both cards were found at one activity in one stretch of days: elsewhere there can be none.
    """
    kamer_van: dict[int, int] = {}
    mens_van: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)  # per activity and vak
    for (kamer_id, vak), regels in gevonden.items():
        if vak in welke:
            for regel in regels:
                if regel.activiteit_id != KLUSSEN and (vaker := wortels.vaker_in(regel.mensen)):
                    kamer_van[regel.activiteit_id] = kamer_id
                    mens_van[regel.activiteit_id, vak] |= vaker
    gezocht = [
        (activiteit_id, vak, *vakken.dagen(vak), kaart, mens)
        for (activiteit_id, vak), mensen in mens_van.items()
        for kaart, mens in mensen.items()
    ]
    if not gezocht:
        return
    with connection.cursor() as cursor:
        cursor.execute(_DUBBEL, [list(kolom) for kolom in zip(*gezocht, strict=True)])
        for activiteit_id, vak, te_veel in cursor.fetchall():
            yield kamer_van[activiteit_id], vak, Regel(activiteit_id, _NIEMAND, deelnames=-te_veel)
