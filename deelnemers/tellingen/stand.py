"""What was found of some kamers, read once, and every figure about who came that follows from it.

A figure is worked out when it is asked for, from the vakken of its period: what a page does not show costs nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from pyroaring import BitMap

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Indeling
from deelnemers.models.maandstanden import KLUSSEN, Regel
from deelnemers.tellingen.basis import Wortels, als_lijst, ids
from deelnemers.tellingen.standen import Gaten, Gevonden, Vakken, lees_bewaard, lees_rijen

Cel = tuple[int | None, int | None]  # kamer id or None (city), categorie id or None (total)
# So many attendances read one by one (some 50 ms) are worth keeping counted months for.
VEEL_RIJEN = 50_000
_NIEMAND = BitMap()  # never changed


class Bezoek(NamedTuple):
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
        self._gesplitst: dict[tuple[int | None, range], dict[int | None, _Deel]] = {}
        self._voor: dict[Cel, dict[int, BitMap]] = defaultdict(lambda: {0: _NIEMAND})

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
        """People who were never in this cell before."""
        vakken = self.vakken.van(periode)
        return self._deel(plek, vakken).mensen.difference_cardinality(self._ervoor(plek, vakken.start))

    def nieuwe_mensen(self, plek: Cel, periode: Periode) -> BitMap:
        """Who they are."""
        vakken = self.vakken.van(periode)
        return self._deel(plek, vakken).mensen - self._ervoor(plek, vakken.start)

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

    def _ervoor(self, plek: Cel, vak: int) -> BitMap:
        """Everybody who came to this cell before a vak, on from the nearest earlier vak of which that is known."""
        bekend = self._voor[plek]
        if vak not in bekend:
            dichtbij = max(eerder for eerder in bekend if eerder < vak)
            bekend[vak] = bekend[dichtbij] | self._deel(plek, range(dichtbij, vak)).mensen
        return bekend[vak]

    def _deel(self, plek: Cel, vakken: range) -> _Deel:
        deel = self._delen.get((plek, vakken))
        if deel is None:
            deel = self._delen[plek, vakken] = self._werk_uit(*plek, vakken)
        return deel

    def _werk_uit(self, kamer_id: int | None, categorie_id: int | None, vakken: range) -> _Deel:
        # One vak of all kamers is asked for a line of months, without those of each kamer.
        if kamer_id is None and len(vakken) != 1:
            return _tel_op(self._deel((kamer, categorie_id), vakken) for kamer in self._kamers)
        if categorie_id is not None:
            return self._per_categorie(kamer_id, vakken).get(categorie_id, _NIETS)
        gesplitst = self._gesplitst.get((kamer_id, vakken))
        return self._van_regels(self._regels(kamer_id, vakken)) if gesplitst is None else _tel_op(gesplitst.values())

    def _per_categorie(self, kamer_id: int | None, vakken: range) -> dict[int | None, _Deel]:
        if (kamer_id, vakken) not in self._gesplitst:
            per_categorie: dict[int | None, list[Regel]] = defaultdict(list)
            for regel in self._regels(kamer_id, vakken):
                per_categorie[self._categorie_van.get(regel.activiteit_id)].append(regel)
            self._gesplitst[kamer_id, vakken] = {c: self._van_regels(deze) for c, deze in per_categorie.items()}
        return self._gesplitst[kamer_id, vakken]

    def _regels(self, kamer_id: int | None, vakken: range) -> list[Regel]:
        kamers = self._kamers if kamer_id is None else [kamer_id]
        return [regel for vak in vakken for kamer in kamers for regel in self._gevonden.get((kamer, vak), ())]

    def _van_regels(self, regels: Sequence[Regel]) -> _Deel:
        if not regels:
            return _NIETS
        _, mensen, deelnames, zonder_naam = zip(*regels, strict=True)
        return _Deel(self._wortels.van(_samen(mensen)), sum(deelnames), sum(zonder_naam))


def _tel_op(delen: Iterable[_Deel]) -> _Deel:
    """Cells that have no attendance in common, together."""
    delen = [deel for deel in delen if deel is not _NIETS]
    if not delen:
        return _NIETS
    mensen, deelnames, zonder_naam = zip(*delen, strict=True)
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


# OFFSET 0: a person is looked up, and not everybody who came in these days.
_DUBBEL = f"""
    SELECT rij.activiteit_id, rij.datum, count(*) - 1
    FROM unnest(%s::bigint[], %s::bigint[]) AS kaart (id, mens) CROSS JOIN LATERAL (
        SELECT activiteit_id, datum FROM {Deelname._meta.db_table}
        WHERE deelnemer_id = kaart.id AND datum >= %s AND datum < %s OFFSET 0
    ) AS rij GROUP BY rij.activiteit_id, rij.datum, kaart.mens HAVING count(*) > 1
"""  # noqa: S608 - the name of our own table


def _dubbele_deelnames(
    gevonden: Gevonden, vakken: Vakken, welke: Collection[int], wortels: Wortels
) -> Iterator[tuple[int, int, Regel]]:
    """Attendances that one person has twice, on two cards, as lines that take one off. One query.

    Only of people who came on both cards.
    """
    geteld = [
        (kamer_id, regel)
        for (kamer_id, vak), regels in gevonden.items()
        if vak in welke
        for regel in regels
        if regel.activiteit_id != KLUSSEN
    ]
    kaarten = wortels.vaker_in(_samen([regel.mensen for _, regel in geteld]))
    if not kaarten:
        return
    kamer_van = {regel.activiteit_id: kamer_id for kamer_id, regel in geteld}
    van, tot = vakken.dagen(min(welke))[0], vakken.dagen(max(welke))[1]
    with connection.cursor() as cursor:
        cursor.execute(_DUBBEL, [als_lijst(kaarten), als_lijst(map(wortels.wortel, kaarten)), van, tot])
        for activiteit_id, dag, te_veel in cursor.fetchall():
            vak = vakken.nummer(dag)
            if activiteit_id in kamer_van and vak in welke:
                yield kamer_van[activiteit_id], vak, Regel(activiteit_id, _NIEMAND, deelnames=-te_veel)
