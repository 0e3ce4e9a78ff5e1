"""People by age and by area on a dashboard: exact inside; outside over closed half-years only, cell by cell decided.

Outside readers see these two breakdowns and no crossing of them. Which cells is decided over all kamers and all
half-years up to the one asked (``afscherming.getuigen``), so it does not depend on who asks or through which agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial

from django.db.models import Min
from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelname, Klus
from deelnemers.tellingen import REGELS, Stand
from deelnemers.tellingen.onveranderd import stempel_van_bezoek, stempel_van_soorten
from deelnemers.tellingen.uitsplitsing import (
    LEEFTIJDEN,
    Mens,
    PerGroep,
    Waar,
    gebied_van,
    leeftijdsgroep,
    lees_soorten,
    op_volgorde,
    tel_groepen_van,
    wie_kwamen,
)
from rapportage.afscherming.getuigen import Beslisser, Soort, Tabel
from rapportage.afscherming.tonen import GRENS
from rapportage.cijfers import Cijfer
from rapportage.dashboard.bewijsadres import bewijsadres
from rapportage.dashboard.geheugen import onthoud_zolang
from rapportage.dashboard.vorm import Tabelblok
from rapportage.dashboard.vraag import Vraag

MEESTE_KOLOMMEN = 6  # with more kamers a table with a column for each cannot be read
OVER_AFSCHERMEN = (
    "‘<10’ is minder dan tien mensen, of niemand. Wat ‘afgeschermd’ is, laten wij niet zien omdat anders een kleiner "
    "aantal uit te rekenen is."
)
Zichtbaar = Mapping[int | None, frozenset[str] | None]  # per kamer id and of the city (None): the groups that are shown


@dataclass(frozen=True)
class Uitsplitsing:
    """One way to tell people apart.

    ``soort`` is what is known of somebody, ``groep`` the group of that in a year; ``groepen`` None: those that occur.
    """

    sleutel: str
    titel: str
    soort: Callable[[Mens], Soort]
    groep: Callable[[int, Soort], str]
    groepen: tuple[str, ...] | None = None

    def groepen_van(self, soorten: Mapping[Mens, BitMap], wie: BitMap, jaar: int) -> Sequence[str]:
        """The rows of a table about these people."""
        voorkomend = (mens for mens, zulke in soorten.items() if zulke.intersect(wie))
        return self.groepen or op_volgorde(self.groep(jaar, self.soort(mens)) for mens in voorkomend)

    def keuzes(self, groepen: Sequence[str], jaar: int) -> Sequence[Soort]:
        """Kinds that somebody might be: of ages years of birth close enough to have one in each group of any year."""
        return (None, *range(jaar - 95, jaar - 3, 4)) if self.groepen else tuple(groepen)


def _groep_van_leeftijd(jaar: int, geboortejaar: Soort) -> str:
    return leeftijdsgroep(geboortejaar if isinstance(geboortejaar, int) else None, jaar)


UITSPLITSINGEN = (
    Uitsplitsing("leeftijden", "Leeftijd", lambda mens: mens.geboortejaar, _groep_van_leeftijd, LEEFTIJDEN),
    Uitsplitsing("gebieden", "Waar mensen wonen", gebied_van, lambda _, gebied: str(gebied)),
)


def uitsplitsingen(vraag: Vraag, stand: Stand | None = None) -> tuple[Tabelblok[Cijfer], ...]:
    """Both tables, with a column for each kamer and one for all together; none when nobody came.

    ``stand``: who came in the period, if it was read already.
    """
    if not vraag.kamers:
        return ()
    wie = wie_kwamen(vraag.kamers, [vraag.periode], stand)
    samen = wie[None, vraag.periode]
    if not samen:
        return ()
    heel = vraag.heel or vraag.periode
    voorbij = is_halfjaar(heel) and heel.tm < vraag.vandaag
    zichtbaar = _onthouden(heel) if voorbij else {}
    soorten = lees_soorten(samen)
    return tuple(_tabel(vraag, deel, wie, soorten, zichtbaar.get(deel.sleutel, {})) for deel in UITSPLITSINGEN)


def is_halfjaar(periode: Periode) -> bool:
    return periode in Periode.jaar(periode.van.year).verdeel("halfjaar")


def _tabel(
    vraag: Vraag, deel: Uitsplitsing, wie: Mapping[Waar, BitMap], soorten: Mapping[Mens, BitMap], zichtbaar: Zichtbaar
) -> Tabelblok[Cijfer]:
    jaar = vraag.periode.tm.year
    groepen = deel.groepen_van(soorten, wie[None, vraag.periode], jaar)
    kolommen = _kolommen(vraag)
    geteld = {
        kamer: tel_groepen_van(
            wie[kamer.pk if kamer else None, vraag.periode], soorten, groepen, lambda m: deel.groep(jaar, deel.soort(m))
        )
        for kamer in kolommen
    }
    getoond = {kamer: _getoond_van(vraag, kamer, zichtbaar) for kamer in kolommen}
    return Tabelblok(
        deel.sleutel,
        deel.titel,
        REGELS[deel.sleutel],
        tuple(kamer.label if kamer else "Alle kamers samen" for kamer in kolommen),
        tuple(
            (groep, tuple(_cijfer(vraag, deel, kamer, geteld[kamer], groep, getoond[kamer]) for kamer in kolommen))
            for groep in groepen
        ),
        (OVER_AFSCHERMEN,) if zichtbaar else (),
    )


def _kolommen(vraag: Vraag) -> tuple[Kamer | None, ...]:
    if vraag.kamer is not None or len(vraag.kamers) == 1:
        return tuple(vraag.op_deze_pagina)
    return (*vraag.kamers, None) if len(vraag.kamers) <= MEESTE_KOLOMMEN else (None,)


def _getoond_van(vraag: Vraag, kamer: Kamer | None, zichtbaar: Zichtbaar) -> frozenset[str] | None:
    """The groups of this column that are shown outside. Only all kamers that anybody came to are the city."""
    if kamer is not None:
        return zichtbaar.get(kamer.pk)
    in_de_stad = {pk for pk in zichtbaar if pk is not None}
    return zichtbaar.get(None) if in_de_stad <= {k.pk for k in vraag.kamers} else None


def _cijfer(
    vraag: Vraag, deel: Uitsplitsing, kamer: Kamer | None, geteld: PerGroep, groep: str, getoond: frozenset[str] | None
) -> Cijfer:
    aantal = geteld[groep]
    # A number that is hidden for the sake of others, or in a table that is not shown, never leaves the house.
    mag_naar_buiten = getoond is not None and (groep in getoond or aantal < GRENS)
    return Cijfer(
        aantal,
        REGELS[deel.sleutel],
        vraag.periode,
        (kamer.naam,) if kamer else tuple(k.naam for k in vraag.kamers),
        bescherming="uitsplitsing" if mag_naar_buiten else "binnen",
        mensen=aantal,
        bewijs=bewijsadres("mensen", kamer, vraag.periode),
    )


# --- what outside readers see -------------------------------------------------------------------------------------


def _onthouden(halfjaar: Periode) -> dict[str, Zichtbaar]:
    """``beslis``, remembered until anything changes that it looks at: it is the same for every reader.

    A registration of today is not among those, so a tap at the door does not have closed half-years decided again.
    """
    verleden = _Verleden(halfjaar)
    stempel = stempel_van_bezoek(halfjaar.tot)
    laatste = onthoud_zolang(
        ("laatste kaart", stempel), verleden.laatste_kaart, lambda: stempel_van_bezoek(halfjaar.tot) == stempel
    )
    wat = stempel_van_soorten(laatste)

    def maak() -> tuple[tuple[str, int | None, tuple[str, ...] | None], ...]:
        return tuple(
            (sleutel, kamer_id, None if groepen is None else tuple(sorted(groepen)))
            for sleutel, zichtbaar in verleden.beslis().items()
            for kamer_id, groepen in zichtbaar.items()
        )

    def geldt() -> bool:
        return (stempel_van_bezoek(halfjaar.tot), stempel_van_soorten(laatste)) == (stempel, wat)

    uit: dict[str, dict[int | None, frozenset[str] | None]] = {}
    for sleutel, kamer_id, groepen in onthoud_zolang(("uitsplitsing", halfjaar, stempel, wat), maak, geldt):
        uit.setdefault(sleutel, {})[kamer_id] = None if groepen is None else frozenset(groepen)
    return dict(uit)


def beslis(halfjaar: Periode) -> dict[str, Zichtbaar]:
    """The cells that are shown of this half-year: decided from the first half-year on, for all kamers there are."""
    return _Verleden(halfjaar).beslis()


class _Verleden:
    """Who came to which kamer in each half-year up to this one; read when it is asked for."""

    def __init__(self, halfjaar: Periode) -> None:
        self._halfjaar = halfjaar

    @cached_property
    def _kamers(self) -> list[Kamer]:
        return list(Kamer.objects.order_by("pk"))

    @cached_property
    def _halfjaren(self) -> list[Periode]:
        return _halfjaren(self._halfjaar)

    @cached_property
    def _wie(self) -> dict[Waar, BitMap]:
        return wie_kwamen(self._kamers, self._halfjaren)

    def _iedereen(self) -> BitMap:
        return BitMap.union(BitMap(), *(leden for (kamer_id, _), leden in self._wie.items() if kamer_id is None))

    def laatste_kaart(self) -> int:
        """The highest number of all who came, 0 when nobody did: of later cards nothing is looked at."""
        iedereen = self._iedereen()
        return iedereen.max() if iedereen else 0

    def beslis(self) -> dict[str, Zichtbaar]:
        soorten = lees_soorten(self._iedereen())
        return {
            deel.sleutel: _beslis(deel, self._kamers, self._halfjaren, self._wie, soorten) for deel in UITSPLITSINGEN
        }


def _beslis(
    deel: Uitsplitsing,
    kamers: Sequence[Kamer],
    halfjaren: Sequence[Periode],
    wie: Mapping[Waar, BitMap],
    soorten: Mapping[Mens, BitMap],
) -> Zichtbaar:
    beslisser = Beslisser({pk: deel.soort(mens) for mens, zulke in soorten.items() for pk in zulke})
    tot_nu = BitMap()
    uit: Zichtbaar = {}
    for halfjaar in halfjaren:
        tot_nu |= wie[None, halfjaar]
        jaar = halfjaar.tm.year
        groepen = deel.groepen_van(soorten, tot_nu, jaar)
        keuzes = deel.keuzes(groepen, jaar)
        waar = [None, *(kamer.pk for kamer in kamers if wie[kamer.pk, halfjaar])]
        groep = cache(partial(deel.groep, jaar))  # asked a great many times
        tabellen = [Tabel(frozenset(wie[w, halfjaar]), groepen, keuzes, groep) for w in waar]
        uit = dict(zip(waar, beslisser.beslis(tabellen), strict=True)) if tabellen[0].mensen else {}
    return uit


def _halfjaren(tot_en_met: Periode) -> list[Periode]:
    """Every half-year from the first attendance or job up to this one."""
    eerste = Deelname.objects.aggregate(dag=Min("datum"))["dag"]
    klus = Klus.objects.aggregate(dag=Min("uitgevoerd_op"))["dag"]
    begin: date = min(dag for dag in (eerste, klus, tot_en_met.van) if dag)
    eerste_halfjaar = Periode.halfjaar(begin.year, 1 if begin.month < 7 else 2)
    return Periode(eerste_halfjaar.van, tot_en_met.tm).verdeel("halfjaar")
