"""WRITE: closing a month. Budget, actual, forecast and what contributions were spent on are kept as a source of their
own, as they were on its last day.

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
from financien.bestedingen import bewaarde_bestedingen, houdt_bestedingen, om_te_bewaren
from financien.bijdragestand import NOG_GEEN_STAP, Besteding, Bijdragestand, bijdragestand
from financien.boekstand import NIETS, Boekstand, Poststand
from financien.maanden import eerste_versie, laatst_gesloten, laatste_archief, laatste_dag, maandnaam, volgende_maand
from financien.models import Archiefbesteding, Bijdragestap, Boeking, Bron, Maandafsluiting, Post, Prognose, Regel
from financien.zekerheid import zeker

NIET_BESLOTEN = "Nog niet besloten"
_NOOT = Regel._meta.get_field("voetnoot").max_length or 300


@schrijft
def sluit_maand(maand: date, *, door: Gebruiker, op: date | None = None) -> Maandafsluiting:
    """Close this month (any day of it): it must be over and the next in order, of a year with an adopted budget.

    Former years of which something changed since they were kept last are archived once more with it (see
    ``eerdere_jaren``). ``op`` is the day of closing, today unless told otherwise.
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
    bron = Bron.objects.create(naam=_vrije_naam(f"Stand t/m {maandnaam(maand)}"))
    for jaar in (maand.year, *eerdere_jaren(maand)):
        stand = bijdragestand(jaar, laatste_dag(maand))
        Regel.objects.bulk_create(archiefregels(stand.stand, bron))
        Archiefbesteding.objects.bulk_create(om_te_bewaren(bestedingen_van(stand), bron))
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
            zeker=(zeker(post.stappen, post.begroot) or NIETS) if post.soort == Post.Soort.FINANCIERING else None,
            noot_buiten=post.noot if post.noot_buiten else "",
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


def bestedingen_van(stand: Bijdragestand) -> dict[int, tuple[Besteding, ...]]:
    """What was paid out of each contribution that anything was paid out of, by the id of its post."""
    return {b.post.post_id: b.bestedingen for b in stand.bijdragen if b.bestedingen}


def eerdere_jaren(maand: date) -> list[int]:
    """The years before this one of which the archive is no longer what is known, the earliest first.

    They got bookings since the last closed month, or it was said later out of which contribution something was paid.
    """
    laat = Boeking.objects.filter(datum__lte=laatste_dag(maand), post__jaar__lt=maand.year)
    if (gesloten := laatst_gesloten()) is not None:
        laat = laat.filter(datum__gt=laatste_dag(gesloten))
    jaren = set(laat.order_by().values_list("post__jaar", flat=True).distinct())
    bekend = Boeking.objects.filter(dekking__jaar__lt=maand.year).order_by().values_list("dekking__jaar", flat=True)
    bewaard = Archiefbesteding.objects.filter(bijdrage__jaar__lt=maand.year).order_by()
    bekend = bekend.union(bewaard.values_list("bijdrage__jaar", flat=True))
    return sorted(jaren | {jaar for jaar in bekend if jaar not in jaren and _anders_besteed(jaar, laatste_dag(maand))})


def _anders_besteed(jaar: int, per: date) -> bool:
    """Whether the last archive of this year keeps other spending than is known now."""
    bron = laatste_archief(jaar)
    if bron is None or not houdt_bestedingen(bron, jaar):
        return False
    bewaard = {pk: set(delen) for pk, delen in bewaarde_bestedingen(bron, jaar).items()}
    return bewaard != {pk: set(delen) for pk, delen in bestedingen_van(bijdragestand(jaar, per)).items()}


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
