"""READ: petty cash. What is in the box of a kamer, to the cent, and how far each month is.

Balance of a month: what was left of all months before, plus what was received, less what was spent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.opmaak import MAANDEN
from buurtwerkkamers.rechten import kamers_met
from financien.models import Boeking, Bon, Handgeldmaand, Handgeldpot, Handgelduitgave, Post

ZIEN, WIJZIGEN, GOEDKEUREN = "handgeld.zien", "handgeld.wijzigen", "handgeld.goedkeuren"
NUL = Decimal(0)
HEEFT_BON = Exists(Bon.objects.filter(uitgave=OuterRef("pk")))
Soort = Handgelduitgave.Soort
Stand = Handgeldmaand.Stand


def begin_van(dag: date) -> date:
    """The first day of the month of this day."""
    return dag.replace(day=1)


def volgende(maand: date) -> date:
    return begin_van(maand.replace(day=1) + timedelta(days=31))


def vorige(maand: date) -> date:
    return begin_van(maand.replace(day=1) - timedelta(days=1))


def laatste_dag(maand: date) -> date:
    return volgende(maand) - timedelta(days=1)


def maandnaam(maand: date) -> str:
    """'maart 2026'."""
    return f"{MAANDEN[maand.month - 1]} {maand.year}"


@dataclass(frozen=True)
class Kasstand:
    """The petty cash of a kamer in a month. ``maand_id`` None: nothing was written down in this month yet.

    ``voorschot`` and ``hoogstens`` are None when the treasurer set no amounts for this kamer and month.
    """

    kamer: Kamer
    maand: date
    maand_id: int | None
    stand: str
    begin: Decimal
    ontvangen: Decimal
    besteed: Decimal
    voorschot: Decimal | None
    hoogstens: Decimal | None
    zonder_bon: int
    opmerking: str = ""

    @property
    def eind(self) -> Decimal:
        return self.begin + self.ontvangen - self.besteed

    @property
    def over(self) -> Decimal:
        """How much more was spent than the maximum of the month; 0 when it was not."""
        return NUL if self.hoogstens is None else max(NUL, self.besteed - self.hoogstens)

    @property
    def ruimte(self) -> Decimal | None:
        """How much can still be spent before the maximum is reached; None when there is no maximum."""
        return None if self.hoogstens is None else max(NUL, self.hoogstens - self.besteed)

    @property
    def naam(self) -> str:
        return maandnaam(self.maand)

    @property
    def is_open(self) -> bool:
        return self.stand == Stand.OPEN

    @property
    def is_ingediend(self) -> bool:
        return self.stand == Stand.INGEDIEND


def pot_van(kamer: Kamer, maand: date) -> Handgeldpot | None:
    """The amounts that hold for this kamer in this month: the last ones that began on or before its first day."""
    return Handgeldpot.objects.filter(kamer=kamer, vanaf__lte=maand).order_by("-vanaf").first()


def kasstand(kamer: Kamer, maand: date) -> Kasstand:
    """How the petty cash of a kamer stands in a month. Three queries."""
    return kasstanden([kamer], {kamer.pk: [maand]})[kamer.pk][0]


def kasstanden(kamers: Iterable[Kamer], maanden: dict[int, list[date]]) -> dict[int, list[Kasstand]]:
    """Per kamer how it stands in each of these months. Three queries, whatever the number of kamers and months."""
    kamers = list(kamers)
    rijen: dict[int, dict[date, Handgeldmaand]] = {kamer.pk: {} for kamer in kamers}
    for rij in Handgeldmaand.objects.filter(kamer__in=kamers):
        rijen[rij.kamer_id][rij.maand] = rij
    besteed: dict[int, tuple[Decimal, int]] = {}
    uitgaven = Handgelduitgave.objects.filter(maand__kamer__in=kamers).order_by()
    zonder_bon = Count("pk", filter=Q(bon__isnull=True))
    for rij_uit in uitgaven.values("maand").annotate(som=Sum("bedrag"), zonder_bon=zonder_bon):
        besteed[rij_uit["maand"]] = (rij_uit["som"], rij_uit["zonder_bon"])
    potten: dict[int, list[Handgeldpot]] = {}
    for pot in Handgeldpot.objects.filter(kamer__in=kamers).order_by("vanaf"):
        potten.setdefault(pot.kamer_id, []).append(pot)
    return {
        kamer.pk: [
            _stand(kamer, maand, rijen[kamer.pk], besteed, potten.get(kamer.pk, []))
            for maand in maanden.get(kamer.pk, [])
        ]
        for kamer in kamers
    }


def _stand(
    kamer: Kamer,
    maand: date,
    rijen: dict[date, Handgeldmaand],
    besteed: dict[int, tuple[Decimal, int]],
    potten: list[Handgeldpot],
) -> Kasstand:
    geen = (NUL, 0)
    eerder = [rij.ontvangen - besteed.get(rij.pk, geen)[0] for dag, rij in rijen.items() if dag < maand]
    rij = rijen.get(maand)
    pot = next((pot for pot in reversed(potten) if pot.vanaf <= maand), None)
    uit, zonder_bon = besteed.get(rij.pk, geen) if rij else geen
    return Kasstand(
        kamer=kamer,
        maand=maand,
        maand_id=rij.pk if rij else None,
        stand=rij.stand if rij else Stand.OPEN,
        begin=sum(eerder, start=NUL),
        ontvangen=rij.ontvangen if rij else NUL,
        besteed=uit,
        voorschot=pot.voorschot if pot else None,
        hoogstens=pot.hoogstens if pot else None,
        zonder_bon=zonder_bon,
        opmerking=rij.opmerking if rij else "",
    )


# --- what is on a page ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kamerrij:
    """The petty cash of a kamer as the overview has it: this month, and all months with something in them."""

    kamer: Kamer
    nu: Kasstand
    maanden: list[Kasstand]

    @property
    def te_beoordelen(self) -> list[Kasstand]:
        return [stand for stand in reversed(self.maanden) if stand.is_ingediend]


def overzicht(gebruiker: Gebruiker, vandaag: date) -> list[Kamerrij]:
    """All kamers that this user sees. Five queries, whatever the number of kamers and months."""
    kamers = list(kamers_met(gebruiker, ZIEN))
    deze = begin_van(vandaag)
    maanden: dict[int, list[date]] = {kamer.pk: [deze] for kamer in kamers}
    met_iets = Handgeldmaand.objects.filter(kamer__in=kamers).order_by("-maand").values_list("kamer", "maand")
    for kamer, maand in met_iets:
        maanden[kamer].append(maand)
    standen = kasstanden(kamers, maanden)
    return [Kamerrij(kamer, standen[kamer.pk][0], standen[kamer.pk][1:]) for kamer in kamers]


def uitgaven_van(stand: Kasstand) -> list[Handgelduitgave]:
    """The expenses of a month with ``heeft_bon``, the last one first; never with the photos."""
    if stand.maand_id is None:
        return []
    uitgaven = Handgelduitgave.objects.filter(maand=stand.maand_id).annotate(heeft_bon=HEEFT_BON)
    return list(uitgaven.select_related("bon").defer("bon__inhoud").order_by("-datum", "-pk"))


def per_soort(maand_id: int) -> list[tuple[Soort, Decimal]]:
    """What was spent per kind, in the order of the kinds; kinds without expenses are not in it."""
    sommen = Handgelduitgave.objects.filter(maand=maand_id).order_by().values_list("soort").annotate(Sum("bedrag"))
    per = dict(sommen)
    return [(soort, per[soort]) for soort in Soort if soort in per]


def zichtbare_maanden(gebruiker: Gebruiker, recht: str = ZIEN) -> QuerySet[Handgeldmaand]:
    return Handgeldmaand.objects.filter(kamer__in=kamers_met(gebruiker, recht)).select_related("kamer")


def kostenposten(kamer: Kamer, jaar: int) -> QuerySet[Post]:
    """What petty cash of this kamer can be booked on: cost posts of the kamer, and those of all kamers together."""
    posten = Post.objects.filter(Q(kamer=kamer) | Q(kamer=None), jaar=jaar, soort=Post.Soort.KOSTEN)
    return posten.select_related("kamer")


def omschrijving_van(soort: Soort, maand: date) -> str:
    """How the booking of one kind in one month is called."""
    return f"Handgeld {maandnaam(maand)}: {soort.label}"


def posten_van_vorige_keer(kamer: Kamer, jaar: int) -> dict[str, int]:
    """Per kind the post that it was booked on the last time, or the post of this year with that name. Two queries."""
    eerder: dict[str, str] = {}
    geboekt = Boeking.objects.filter(handgeld__kamer=kamer, herstelt=None, hersteld_door=None)
    for boeking in geboekt.exclude(handgeldsoort="").select_related("post").order_by("-handgeld__maand", "-pk")[:60]:
        eerder.setdefault(boeking.handgeldsoort, boeking.post.naam)
    posten = list(kostenposten(kamer, jaar))
    nu = {post.naam: post.pk for post in posten if not post.kamer_id}
    nu |= {post.naam: post.pk for post in posten if post.kamer_id}  # that of the kamer goes before that of all
    return {soort: nu[naam] for soort, naam in eerder.items() if naam in nu}
