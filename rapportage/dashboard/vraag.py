"""What a reader asks of a dashboard, and what this reader may ask: which kamers, which agreement, which money.

The cooperative sees every kamer, a coordinator the own one; gemeente and corporatie see the kamers that have a target
in an agreement that their organisation is party to. What they see of a figure is decided later, by ``afscherming``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from buurtwerkkamers.afspraken import zichtbare_afspraken, zichtbare_streefkamers
from buurtwerkkamers.models import Afspraak, Bevoegdheid, Gebruiker, Indicator, Kamer
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import mag

Rol = Bevoegdheid.Rol
_ALLE_KAMERS = {Rol.BUREAU, Rol.PENNINGMEESTER}


@dataclass(frozen=True)
class Geldzicht:
    """Which money is in sight. ``financiers``: only what these organisations contribute (None: all); ``kosten`` too.

    ``alleen_gedeeld``: only of a source that was agreed on or reported, never of a budget that is worked on.
    """

    kosten: bool = True
    financiers: frozenset[str] | None = None
    alleen_gedeeld: bool = False


@dataclass(frozen=True)
class Vraag:
    """One dashboard: of one ``kamer``, or of all ``kamers`` together (then ``kamer`` is None).

    ``periode`` holds the days up to and including ``vandaag``; ``heel`` is the period that they are part of, so that
    a figure of a period that still runs can say so. ``alleen_corporatie``: only the indicators that are marked for the
    housing corporations, and nothing else about people. ``geld`` None: no money. ``met_signalen``: with the themes of
    what the kamers hear. ``versies``: ids of the versions of the agreement in sight, whose deadlines and meetings hold.
    ``stad``: the reader may see all kamers together, and not only some of them.
    """

    kamers: tuple[Kamer, ...]
    kamer: Kamer | None
    periode: Periode
    afspraak: Afspraak | None
    vandaag: date
    alleen_corporatie: bool = False
    heel: Periode | None = None
    geld: Geldzicht | None = Geldzicht()
    met_signalen: bool = True
    stad: bool = True
    versies: tuple[int, ...] = ()

    @property
    def titel(self) -> str:
        return self.kamer.naam if self.kamer else "Alle kamers samen"

    @property
    def voorlopig(self) -> bool:
        return self.heel is not None and self.heel.tm >= self.vandaag

    @property
    def op_deze_pagina(self) -> tuple[Kamer, ...]:
        return (self.kamer,) if self.kamer else self.kamers


@dataclass(frozen=True)
class Zicht:
    """What a reader may open for a period and an agreement. ``stad``: also the page of all kamers together."""

    kamers: tuple[Kamer, ...]
    stad: bool
    afspraken: tuple[Afspraak, ...]
    afspraak: Afspraak | None
    alleen_corporatie: bool = False
    geld: Geldzicht | None = None

    def vraag(self, kamer: Kamer | None, heel: Periode, vandaag: date) -> Vraag:
        """The question for one of these kamers or for all of them; ``ValueError`` when the period has not begun."""
        return Vraag(
            kamers=(kamer,) if kamer else self.kamers,
            kamer=kamer,
            periode=Periode(heel.van, min(heel.tm, vandaag)),
            afspraak=self.afspraak,
            vandaag=vandaag,
            alleen_corporatie=self.alleen_corporatie,
            heel=heel,
            geld=self.geld,
            met_signalen=not self.alleen_corporatie,
            stad=self.stad,
            versies=tuple(a.pk for a in self.afspraken if self.afspraak and a.naam == self.afspraak.naam),
        )


def van_buiten(gebruiker: Gebruiker) -> bool:
    """Whether this reader looks from outside: for an organisation, and not for the cooperative as well."""
    rollen = gebruiker.rollen
    return bool(rollen & set(Bevoegdheid.ORGANISATIEROLLEN)) and not rollen & {*_ALLE_KAMERS, Rol.COORDINATOR}


def keuzejaren(gebruiker: Gebruiker, vandaag: date) -> tuple[int, ...]:
    """The years to choose from, the newest first: those of the agreements in sight.

    For the cooperative this year and last year too; for an organisation without any agreement this year.
    """
    jaren = set() if van_buiten(gebruiker) else {vandaag.year, vandaag.year - 1}
    for van, tm in zichtbare_afspraken(gebruiker).values_list("van", "tm"):
        if van and tm:
            jaren |= set(range(van.year, min(tm.year, vandaag.year) + 1))
    return tuple(sorted(jaren or {vandaag.year}, reverse=True))


def zicht_op(gebruiker: Gebruiker, heel: Periode, afspraak_pk: int | None = None) -> Zicht:
    """What this reader may see of a period. ``Afspraak.DoesNotExist`` when the agreement asked for is not in sight."""
    zichtbaar = zichtbare_afspraken(gebruiker)
    dekkend = list(
        zichtbaar.filter(van__lte=heel.tm, tm__gte=heel.van)
        .select_related("categorielijst")
        .annotate(met_indicatoren=Exists(Indicator.objects.filter(afspraak=OuterRef("pk"))))
    )
    if afspraak_pk is not None and afspraak_pk not in {afspraak.pk for afspraak in dekkend}:
        zichtbaar.get(pk=afspraak_pk)  # not in sight: an error; in sight, but of other years: the best of this one
    afspraken = tuple(sorted(dekkend, key=_voorkeur, reverse=True))
    afspraak = next((a for a in afspraken if a.pk == afspraak_pk), afspraken[0] if afspraken else None)
    if not van_buiten(gebruiker):
        binnen_alles = bool(gebruiker.rollen & _ALLE_KAMERS)
        geld = Geldzicht() if mag(gebruiker, "geld.zien") else None
        return Zicht(_eigen_kamers(gebruiker, heel), binnen_alles, afspraken, afspraak, geld=geld)
    if afspraak is None:
        return Zicht((), True, (), None)
    return _zicht_van_buiten(gebruiker, afspraken, afspraak)


def _voorkeur(afspraak: Any) -> tuple[bool, bool, date, int, int]:
    """One that says something; signed before not signed; then the one that began last, in its newest version."""
    getekend = afspraak.getekend_op is not None
    return afspraak.met_indicatoren, getekend, afspraak.van or date.min, afspraak.versie, afspraak.pk


def _eigen_kamers(gebruiker: Gebruiker, heel: Periode) -> tuple[Kamer, ...]:
    """The kamers that were there in the period; of a coordinator the own ones, open or not."""
    if gebruiker.rollen & _ALLE_KAMERS:
        er_was = Q(open_vanaf__isnull=True) | Q(open_vanaf__lte=heel.tm)
        er_is = Q(gesloten_op__isnull=True) | Q(gesloten_op__gte=heel.van)
        return tuple(Kamer.objects.filter(er_was, er_is))
    eigen = [b.kamer_id for b in gebruiker.bevoegdheden if b.rol == Rol.COORDINATOR and b.kamer_id]
    return tuple(Kamer.objects.filter(pk__in=eigen))


def _zicht_van_buiten(gebruiker: Gebruiker, afspraken: Sequence[Afspraak], afspraak: Afspraak) -> Zicht:
    partijen = {organisatie.pk: organisatie.naam for organisatie in afspraak.partijen.all()}
    eigen = {b.organisatie_id: b.rol for b in gebruiker.bevoegdheden if b.organisatie_id in partijen}
    voor_de_gemeente = Rol.GEMEENTE in eigen.values()
    if voor_de_gemeente:
        betalend = frozenset({*partijen.values(), *afspraak.financiers.values_list("naam", flat=True)})
        geld = Geldzicht(financiers=betalend, alleen_gedeeld=True)
    else:
        eigen_bijdrage = frozenset(partijen[pk] for pk in eigen if pk)
        geld = Geldzicht(kosten=False, financiers=eigen_bijdrage, alleen_gedeeld=True)
    return Zicht(
        tuple(zichtbare_streefkamers(gebruiker, afspraak)), True, tuple(afspraken), afspraak, not voor_de_gemeente, geld
    )
