"""READ: bookings. Which ones somebody may see, what they add up to, and what a new one can be booked on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.rechten import kamers_met
from financien.boekstand import betaald_op
from financien.dekking import Dekkingen, dekkingen
from financien.models import Boeking, Post, Verplichting
from financien.zicht import RECHT, ziet_alles

WIJZIGEN = "geld.wijzigen"
VAN_ALLE_KAMERS = "alle kamers"
NUL = Decimal(0)
# The choices of a select: (group, [(value, label), …]).
Groepen = list[tuple[str, list[tuple[int, str]]]]
# Whether another booking takes this one back.
IS_HERSTELD = Exists(Boeking.objects.filter(herstelt=OuterRef("pk")))


def zichtbare_boekingen(gebruiker: Gebruiker) -> QuerySet[Boeking]:
    """All of them, or those on posts of the own kamer for a coordinator."""
    if ziet_alles(gebruiker):
        return Boeking.objects.all()
    return Boeking.objects.filter(post__kamer__in=kamers_met(gebruiker, RECHT))


def zichtbare_posten(gebruiker: Gebruiker, jaar: int) -> QuerySet[Post]:
    posten = Post.objects.filter(jaar=jaar).select_related("kamer")
    return posten if ziet_alles(gebruiker) else posten.filter(kamer__in=kamers_met(gebruiker, RECHT))


def jaren() -> list[int]:
    """The years that have posts, in order."""
    return list(Post.objects.order_by("jaar").values_list("jaar", flat=True).distinct())


@dataclass(frozen=True)
class Sommen:
    """What a list of bookings adds up to, to the cent; what was taken back is off."""

    kosten: Decimal
    inkomsten: Decimal


def tel_op(boekingen: QuerySet[Boeking]) -> Sommen:
    """One query, whatever the number of bookings."""
    som = boekingen.order_by().aggregate(
        kosten=Sum("bedrag", filter=Q(post__soort=Post.Soort.KOSTEN)),
        inkomsten=Sum("bedrag", filter=Q(post__soort=Post.Soort.FINANCIERING)),
    )
    return Sommen(som["kosten"] or NUL, som["inkomsten"] or NUL)


# --- choices ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Keuzes:
    """What can be chosen for a booking of a year. ``passend``: per cost post the contributions that may pay it.

    ``voorstel``: per cost post the only restricted contribution that is meant for it.
    """

    posten: Groepen
    dekkingen: Groepen
    verplichtingen: list[tuple[int, str]]
    passend: dict[int, list[int]]
    post_van: dict[int, int]  # of each promise the post
    voorstel: dict[int, int] = field(default_factory=dict)


def posten_in_groepen(posten: QuerySet[Post]) -> Groepen:
    """The posts of a year, grouped by costs or income and by kamer, each in the order of the budget."""
    groepen: dict[str, list[tuple[int, str]]] = {}
    soorten = {Post.Soort.KOSTEN: "Kosten", Post.Soort.FINANCIERING: "Inkomsten"}
    volgorde = ("-soort", "kamer__volgorde", "kamer__naam", "volgorde", "pk")  # kosten before financiering
    for post in posten.select_related("kamer").order_by(*volgorde):
        groep = f"{soorten[Post.Soort(post.soort)]}, {post.kamer.label if post.kamer else VAN_ALLE_KAMERS}"
        groepen.setdefault(groep, []).append((post.pk, post.naam))
    return list(groepen.items())


def keuzes(jaar: int, *, zonder: Boeking | None = None) -> Keuzes:
    """For the form of the treasurer. Seven queries. ``zonder``: as if this booking (to be corrected) was not there."""
    kosten = list(Post.objects.filter(jaar=jaar, soort=Post.Soort.KOSTEN).order_by("volgorde", "pk"))
    geld = dekkingen([jaar])
    belooft = open_verplichtingen(jaar, zonder=zonder)
    return Keuzes(
        posten=posten_in_groepen(Post.objects.filter(jaar=jaar)),
        dekkingen=_bijdragen_in_groepen(geld),
        verplichtingen=[(v.pk, f"{v.omschrijving} (nog {euro(rest)})") for v, rest in belooft],
        passend={post.pk: [b.pk for b in geld.passend(post)] for post in kosten},
        post_van={v.pk: v.post_id for v, _ in belooft},
        voorstel={post.pk: bijdrage.pk for post in kosten if (bijdrage := geld.voorstel(post))},
    )


def _bijdragen_in_groepen(geld: Dekkingen) -> Groepen:
    vrij = [(b.pk, b.naam) for b in geld.bijdragen if not geld.is_bestemd(b)]
    vast = [(b.pk, str(b)) for b in geld.bijdragen if geld.is_bestemd(b)]
    return [(naam, rij) for naam, rij in (("Vrij te besteden", vrij), ("Met een bestemming", vast)) if rij]


def open_verplichtingen(jaar: int, *, zonder: Boeking | None = None) -> list[tuple[Verplichting, Decimal]]:
    """The promises of a year that are not booked in full yet, each with what is left of it."""
    betaald = betaald_op(Q(post__jaar=jaar), date.max)
    if zonder and zonder.verplichting_id in betaald:
        betaald[zonder.verplichting_id] -= zonder.bedrag
    loopt = Q(vervallen_op__isnull=True) | Q(vervallen_op__gt=timezone.localdate())
    rijen = Verplichting.objects.filter(loopt, post__jaar=jaar)
    return [(v, rest) for v in rijen if (rest := v.bedrag - betaald.get(v.pk, NUL)) > 0]


# --- one booking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stap:
    """Something that happened with a booking."""

    tijdstip: datetime
    wie: str
    wat: str


_NAMEN = {
    "omschrijving": "omschrijving", "tegenpartij": "van of aan wie", "dekking_id": "waaruit het is betaald",
    "reden_elders": "de reden", "verplichting_id": "de verplichting",
}  # fmt: skip


def geschiedenis(boeking: Boeking) -> list[Stap]:
    """Who booked it and who changed what afterwards, the oldest first. Two queries."""
    rijen = list(apps.get_model("financien", "BoekingEvent").objects.filter(pgh_obj_id=boeking.pk).order_by("pgh_id"))
    ids = [wie for rij in rijen if (wie := _wie(rij))]
    namen: dict[int | None, str] = dict(Gebruiker.objects.filter(pk__in=ids).values_list("pk", "naam"))
    stappen: list[Stap] = []
    for vorige, rij in zip([None, *rijen], rijen, strict=False):
        wat = "geboekt"
        if vorige is not None:
            anders = [naam for veld, naam in _NAMEN.items() if getattr(vorige, veld) != getattr(rij, veld)]
            wat = f"gewijzigd: {', '.join(anders)}"
        stappen.append(Stap(rij.pgh_created_at, namen.get(_wie(rij), ""), wat))
    return stappen


def _wie(rij: Any) -> int | None:
    gebruiker = (rij.pgh_context or {}).get("user")
    return gebruiker if isinstance(gebruiker, int) else None


def hersteld_door(boeking: Boeking) -> Boeking | None:
    """The booking that takes this one back, when there is one."""
    return Boeking.objects.filter(herstelt=boeking).first()


def dag_om_te_boeken(vandaag: date, open_vanaf: date | None, gewenst: date | None = None) -> date:
    """The day that a form starts with: the one wished for, or the first day that is still open."""
    dag = min(gewenst or vandaag, vandaag)
    return max(dag, open_vanaf) if open_vanaf else dag
