"""WRITE: closing a month. Budget, actual and forecast are kept as a source of their own, as they were on its last day.

Months are closed one after the other, and stay closed: the database refuses every later booking in them and every
change of what was kept. What cannot be closed is raised as ``Geweigerd`` with a Dutch reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from buurtwerkkamers.sloten import Slot, wacht_op
from financien.bijdragestand import NOG_GEEN_STAP
from financien.boekstand import NIETS, Boekstand, Poststand, boekstand
from financien.maanden import eerste_versie, laatst_gesloten, laatste_dag, maandnaam, volgende_maand
from financien.models import Bijdragestap, Boeking, Bron, Maandafsluiting, Post, Prognose, Regel

NIET_BESLOTEN = "Nog niet besloten"
_NOOT = Regel._meta.get_field("voetnoot").max_length or 300


@schrijft
def sluit_maand(maand: date, *, door: Gebruiker, op: date | None = None) -> Maandafsluiting:
    """Close this month (any day of it): it must be over and the next in order, of a year with an adopted budget.

    What was booked late on posts of former years is kept with it: those years are archived once more. ``op`` is the
    day of closing, today unless told otherwise.
    """
    maand, op = maand.replace(day=1), op or timezone.localdate()
    # From here on no booking slips in between adding up and being closed (see models.bewaking).
    wacht_op(Slot.MAANDEN)
    _keur(maand, op)
    begroting = eerste_versie(maand.year, laatste_dag(maand))
    if begroting is None:
        raise Geweigerd(
            f"De begroting van {maand.year} is nog niet vastgesteld. Stel haar vast; daarna kunt u "
            f"{maandnaam(maand)} sluiten."
        )
    stand = boekstand(maand.year, laatste_dag(maand))
    bron = Bron.objects.create(naam=_vrije_naam(f"Stand t/m {maandnaam(maand)}"))
    Regel.objects.bulk_create(archiefregels(stand, bron))
    for jaar in eerdere_jaren(maand):
        Regel.objects.bulk_create(archiefregels(boekstand(jaar, laatste_dag(maand)), bron))
    # Last, because from here on the database keeps the lines as they are.
    return Maandafsluiting.objects.create(begroting=begroting, maand=maand, bron=bron, gesloten_op=op)


def archiefregels(stand: Boekstand, bron: Bron) -> list[Regel]:
    """One line for each post that holds anything: what ``als_overzicht`` of this stand holds, to keep. One query."""
    zonder = None if stand.begroting_id is None else NIETS
    redenen = redenen_van(stand)
    return [
        Regel(
            bron=bron,
            jaar=stand.jaar,
            soort=post.soort,
            post=post.naam,
            kamer_id=post.kamer_id,
            groep=post.groep,
            financier_id=post.financier_id,
            begroot=zonder if post.begroot is None else post.begroot,
            prognose=post.prognose,
            realisatie=post.geboekt,
            voetnoot=noot(post, redenen),
            onbeslist=onbeslist(post),
            volgorde=nummer,
        )
        for nummer, post in enumerate((post for post in stand.posten if not post.leeg), start=1)
    ]


def onbeslist(post: Poststand) -> bool:
    """Whether it is a contribution that is not decided yet: asked for, promised, or not even that."""
    beslist = (*Bijdragestap.ZEKER, Bijdragestap.Stand.AFGEWEZEN)
    return post.soort == Post.Soort.FINANCIERING and post.bijdragestand not in beslist


def noot(post: Poststand, redenen: Mapping[int, str]) -> str:
    """What a reader of the archive must know of a post: undecided, promised, what was expected and why, its note."""
    zinnen = []
    if onbeslist(post):
        waar = Bijdragestap.Stand(post.bijdragestand).label if post.bijdragestand else NOG_GEEN_STAP
        zinnen.append(f"{NIET_BESLOTEN} ({waar}).")
    if post.noot:
        zinnen.append(_als_zin(post.noot))
    if post.verplicht:
        zinnen.append(f"Beloofd en nog niet geboekt: {euro(post.verplicht)}.")
    if post.nog_verwacht is not None:
        zinnen.append(_als_zin(f"Nog verwacht: {euro(post.nog_verwacht)}. Reden: {redenen.get(post.post_id, '')}"))
    tekst = " ".join(zinnen)
    return tekst if len(tekst) <= _NOOT else f"{tekst[: _NOOT - 1]}…"


def redenen_van(stand: Boekstand) -> dict[int, str]:
    """Per post why the last expectation up to this day was what it was. One query."""
    rijen = Prognose.objects.filter(post__jaar=stand.jaar, datum__lte=stand.per)
    rijen = rijen.order_by("post_id", "-datum", "-pk").distinct("post_id")
    return dict(rijen.values_list("post_id", "reden"))


def eerdere_jaren(maand: date) -> list[int]:
    """The years before this one that got bookings since the last closed month, the earliest first. Two queries."""
    laat = Boeking.objects.filter(datum__lte=laatste_dag(maand), post__jaar__lt=maand.year)
    if (gesloten := laatst_gesloten()) is not None:
        laat = laat.filter(datum__gt=laatste_dag(gesloten))
    return sorted(laat.order_by().values_list("post__jaar", flat=True).distinct())


# --- shared -----------------------------------------------------------------------------------------------------


def _keur(maand: date, op: date) -> None:
    if laatste_dag(maand) >= op:
        raise Geweigerd(f"{maandnaam(maand).capitalize()} is nog niet voorbij. Sluit de maand na {_einde(maand)}.")
    if Maandafsluiting.objects.filter(maand=maand).exists():
        raise Geweigerd(f"{maandnaam(maand).capitalize()} is al gesloten.")
    aan_de_beurt = volgende_maand()
    if aan_de_beurt is None:
        raise Geweigerd("Er is nog geen begroting. Maak een begroting en stel haar vast; sluit daarna de maand.")
    if maand != aan_de_beurt:
        raise Geweigerd(f"Maanden gaan op volgorde dicht. Sluit eerst {maandnaam(aan_de_beurt)}.")


def _einde(maand: date) -> str:
    return datum_voluit(laatste_dag(maand))


def _als_zin(tekst: str) -> str:
    return tekst if tekst.endswith((".", "!", "?")) else f"{tekst}."


def _vrije_naam(naam: str) -> str:
    """A source that somebody gave this name keeps it."""
    bezet = set(Bron.objects.filter(naam__startswith=naam).values_list("naam", flat=True))
    kandidaten: Iterable[str] = (naam, *(f"{naam} ({nummer})" for nummer in range(2, len(bezet) + 3)))
    return next(kandidaat for kandidaat in kandidaten if kandidaat not in bezet)
