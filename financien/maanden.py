"""READ: which months are closed, which one is next, and what is still open in it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q

from buurtwerkkamers.opmaak import MAANDEN
from financien.bank.stand import aantal_te_boeken
from financien.models import Begroting, Bron, Handgeldmaand, Maandafsluiting, Post

TE_LAAT_NA = 30  # days after its end a month should be closed


def laatste_dag(maand: date) -> date:
    return maand.replace(day=calendar.monthrange(maand.year, maand.month)[1])


def maandnaam(maand: date) -> str:
    """'september 2026'."""
    return f"{MAANDEN[maand.month - 1]} {maand.year}"


def eerste_versie(jaar: int, per: date) -> Begroting | None:
    """The adopted budget that a day counts with: the one in force, else the first that was adopted after it."""
    versies = list(Begroting.objects.filter(jaar=jaar, vastgesteld_op__isnull=False).order_by("versie"))
    geldend = [versie for versie in versies if versie.vastgesteld_op and versie.vastgesteld_op <= per]
    return next(iter((*geldend[-1:], *versies[:1])), None)


def laatst_gesloten() -> date | None:
    """The first day of the last closed month."""
    return Maandafsluiting.objects.aggregate(laatste=Max("maand"))["laatste"]


def volgende_maand() -> date | None:
    """The month that is next to be closed, over or not; None when no year after the closed ones has a budget.

    A year without any budget or post is passed over: nothing can be in it.
    """
    laatste = laatst_gesloten()
    begin = _erna(laatste) if laatste else date(2000, 1, 1)
    jaren = set(Begroting.objects.order_by().values_list("jaar", flat=True))
    jaren |= set(Post.objects.order_by().values_list("jaar", flat=True).distinct())
    jaar = min((jaar for jaar in jaren if jaar >= begin.year), default=None)
    return None if jaar is None else max(begin, date(jaar, 1, 1))


def _erna(maand: date) -> date:
    return (maand.replace(day=28) + timedelta(days=4)).replace(day=1)


def te_laat(maand: date, vandaag: date) -> bool:
    """Whether a month that is still open should have been closed by now."""
    return laatste_dag(maand) + timedelta(days=TE_LAAT_NA) < vandaag


# --- a year of months -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Maandrij:
    """One month: closed, next (``aan_de_beurt``), or later. ``voorbij``: it can be closed."""

    maand: date
    afsluiting: Maandafsluiting | None
    aan_de_beurt: bool
    voorbij: bool
    te_laat: bool

    @property
    def naam(self) -> str:
        return maandnaam(self.maand)

    @property
    def per(self) -> date:
        return laatste_dag(self.maand)


def maandrijen(vandaag: date) -> tuple[tuple[int, tuple[Maandrij, ...]], ...]:
    """Per year that has a closed month or is next, the last year first, its months. Four queries."""
    dicht = {a.maand: a for a in Maandafsluiting.objects.select_related("bron", "begroting")}
    volgende = volgende_maand()
    jaren = {maand.year for maand in dicht} | ({volgende.year} if volgende else set())
    return tuple((jaar, tuple(_rijen(jaar, dicht, volgende, vandaag))) for jaar in sorted(jaren, reverse=True))


def _rijen(jaar: int, dicht: dict[date, Maandafsluiting], volgende: date | None, vandaag: date) -> list[Maandrij]:
    maanden = [date(jaar, nummer, 1) for nummer in range(1, 13)]
    return [
        Maandrij(
            maand,
            dicht.get(maand),
            maand == volgende,
            laatste_dag(maand) < vandaag,
            maand not in dicht and te_laat(maand, vandaag),
        )
        for maand in maanden
        # a month before the first closed one was never asked for, and cannot be closed any more
        if maand in dicht or (volgende is not None and maand >= volgende)
    ]


def gesloten_maanden(jaar: int) -> tuple[Maandafsluiting, ...]:
    """The closed months that kept this year, the last one first.

    Those of the year itself, and later ones in which something was booked on it.
    """
    later = Q(maand__year__gt=jaar, bron__regels__jaar=jaar)
    rijen = Maandafsluiting.objects.filter(Q(maand__year=jaar) | later).select_related("bron", "begroting")
    return tuple(rijen.distinct().order_by("-maand"))


def laatste_archief(jaar: int, tot: date | None = None) -> Bron | None:
    """The source that this year was kept in last (see ``gesloten_maanden``); None when no month of it is closed.

    ``tot``: the last month that was over on that day goes before later ones.
    """
    dicht = gesloten_maanden(jaar)
    heel = tot is None or tot >= date(jaar, 12, 31)  # what was booked late on the year belongs to all of it
    toen = [afsluiting for afsluiting in dicht if heel or (tot and laatste_dag(afsluiting.maand) <= tot)]
    laatste = next(iter((*toen[:1], *dicht)), None)
    return laatste.bron if laatste else None


# --- what is still open -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nogopen:
    """Something that was not finished: how many, in words, and where it is mended (name of the address)."""

    aantal: int
    tekst: str
    adres: str


def nog_open(tot_en_met: date) -> tuple[Nogopen, ...]:
    """What lies in or before this day and is not booked, handed in or approved yet. Three queries."""
    gevonden = []
    if aantal := aantal_te_boeken(tot_en_met):
        wat = "1 regel van de bank is" if aantal == 1 else f"{aantal} regels van de bank zijn"
        gevonden.append(Nogopen(aantal, f"{wat} nog niet geboekt.", "financien:bank"))
    handgeld = Handgeldmaand.objects.filter(maand__lte=tot_en_met).exclude(stand=Handgeldmaand.Stand.GOEDGEKEURD)
    for stand, woord in ((Handgeldmaand.Stand.OPEN, "ingediend"), (Handgeldmaand.Stand.INGEDIEND, "goedgekeurd")):
        if aantal := handgeld.filter(stand=stand).count():
            wat = "1 keer handgeld is" if aantal == 1 else f"{aantal} keer handgeld is"
            gevonden.append(Nogopen(aantal, f"{wat} nog niet {woord}.", "financien:handgeld"))
    return tuple(gevonden)
