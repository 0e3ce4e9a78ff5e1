"""READ: what is promised, and what a forecast can be built from: the stand of each post, a proposal, the last word.

Amounts are euros. The proposal is one function with its rule in words (``VOORSTELREGELS``); nobody has to follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, Q, Subquery, Sum

from buurtwerkkamers.models import Gebruiker
from financien.afronding import op_centen
from financien.bijdragestand import Bijdragestand
from financien.boekstand import NIETS, Poststand, betaald_op
from financien.models import Boeking, Post, Prognose, Verplichting

VOORSTELREGELS = (
    "Kosten: geboekt, gedeeld door de dagen die voorbij zijn, maal de dagen van het jaar; daar gaat af wat al geboekt "
    "en beloofd is. Nooit minder dan 0.",
    "Bijdragen: wat zeker is min wat er al is ontvangen. Zolang er geen besluit is, is er geen voorstel.",
)


def dagen_gegaan(jaar: int, per: date) -> tuple[int, int]:
    """How many days of the year are gone at the end of this day, and how many it has."""
    begin, eind = date(jaar, 1, 1), date(jaar, 12, 31)
    heel = (eind - begin).days + 1
    return min(max((per - begin).days + 1, 0), heel), heel


def voorstel(post: Poststand, jaar: int, per: date, nog_te_komen: Decimal | None = None) -> Decimal | None:
    """What to expect for the rest of the year (``VOORSTELREGELS``), to the cent; None when nothing can be said.

    ``nog_te_komen``: of a contribution what is certain and not received; None without a decision.
    """
    if post.soort == Post.Soort.FINANCIERING:
        return nog_te_komen
    gegaan, heel = dagen_gegaan(jaar, per)
    if not gegaan:
        return None
    return max(op_centen(post.geboekt * heel / gegaan - post.geboekt - post.verplicht), NIETS)


@dataclass(frozen=True)
class Prognoserij:
    """One post of the page of expectations: where it stands, the proposal, and what was expected last."""

    post: Poststand
    voorstel: Decimal | None
    laatste: Prognose | None = None
    sindsdien: Decimal = NIETS

    @property
    def nu(self) -> Decimal | None:
        """What is left of the last expectation; None without."""
        if self.laatste is None or self.laatste.nog_verwacht is None:
            return None
        return self.laatste.nog_verwacht if self.post.nog_verwacht is None else self.post.nog_verwacht

    @property
    def nodig(self) -> bool:
        """Whether something was booked after the last expectation, so that it may be worth another look."""
        return self.nu is not None and bool(self.sindsdien)

    @property
    def ingetrokken(self) -> bool:
        """Whether the last word is that nobody expects anything in particular any more."""
        return self.laatste is not None and self.laatste.nog_verwacht is None


def prognoserijen(bijdragen: Bijdragestand) -> tuple[Prognoserij, ...]:
    """All posts of the year in the order of the budget. Two queries."""
    stand, jaar, per = bijdragen.stand, bijdragen.jaar, bijdragen.per
    rijen = Prognose.objects.filter(post__jaar=jaar, datum__lte=per).order_by("post_id", "-datum", "-pk")
    laatste = {prognose.post_id: prognose for prognose in rijen.distinct("post_id")}
    te_komen = {b.post.post_id: b.nog_te_komen for b in bijdragen.bijdragen if b.is_zeker}
    eerder = Prognose.objects.filter(post=OuterRef("post"), datum__lte=per).order_by("-datum", "-pk")
    later = (
        Boeking.objects.filter(post__jaar=jaar, datum__lte=per)
        .annotate(gezegd=Subquery(eerder.values("datum")[:1]))
        .filter(datum__gt=F("gezegd"))
    )
    sindsdien: dict[int, Decimal] = dict(later.order_by().values_list("post").annotate(Sum("bedrag")))
    return tuple(
        Prognoserij(
            post,
            voorstel(post, jaar, per, te_komen.get(post.post_id)),
            laatste.get(post.post_id),
            sindsdien.get(post.post_id, NIETS),
        )
        for post in stand.posten
    )


@dataclass(frozen=True)
class Verwachting:
    """One expectation of a post, as the history has it: ``bedrag`` None is one that was withdrawn, ``geldt`` the last.

    ``vervangen``: another one of the same day took its place.
    """

    datum: date
    bedrag: Decimal | None
    reden: str
    door: str
    geldt: bool = False
    vervangen: bool = False


def verwachtingen(post: Post) -> tuple[Verwachting, ...]:
    """Everything that was ever expected of this post, the last first, with who said so. Two queries."""
    events: Any = apps.get_model("financien", "PrognoseEvent")
    rijen = list(events.objects.filter(post_id=post.pk).exclude(pgh_label="delete").order_by("-datum", "-pgh_id"))
    wie = {rij.pgh_id: (rij.pgh_context or {}).get("user") for rij in rijen}
    gebruikers = Gebruiker.objects.filter(pk__in=[pk for pk in wie.values() if isinstance(pk, int)])
    namen: dict[Any, str] = dict(gebruikers.values_list("pk", "naam"))
    uit: list[Verwachting] = []
    for rij in rijen:
        vervangen = bool(uit) and uit[-1].datum == rij.datum
        door = namen.get(wie[rij.pgh_id], "")
        uit.append(Verwachting(rij.datum, rij.nog_verwacht, rij.reden, door, not uit, vervangen))
    return tuple(uit)


# --- promises ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Belofte:
    """One promise as it is on a day: what was booked on it, and what of it is open (0 before it and once lapsed)."""

    verplichting: Verplichting
    betaald: Decimal
    per: date

    @property
    def vervallen(self) -> bool:
        tot = self.verplichting.vervallen_op
        return tot is not None and tot <= self.per

    @property
    def over(self) -> Decimal:
        if self.vervallen or self.verplichting.aangegaan_op > self.per:
            return NIETS
        return max(self.verplichting.bedrag - self.betaald, NIETS)


def beloften(keuze: Q, per: date) -> tuple[Belofte, ...]:
    """These promises (a condition on ``Verplichting``), the oldest first. Two queries."""
    betaald = betaald_op(keuze, per)
    rijen = Verplichting.objects.filter(keuze).select_related("post__kamer")
    return tuple(Belofte(rij, betaald.get(rij.pk, NIETS), per) for rij in rijen)
