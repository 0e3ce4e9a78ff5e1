"""READ: what contributions were spent on, per cost post: of the living budget, and as a closed month keeps it.

Amounts are euros, exact to the cent. The statement of a financier and the report fold spending by the same function;
of a closed month both read its archive, so that they say the same whatever is changed later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from financien.bijdragestand import Besteding
from financien.boekstand import NIETS, som
from financien.models import Archiefbesteding, Bron, Post, Regel

ELDERS = "Kosten buiten deze kamers"
_ELDERS_ID = 0  # no post has it


@dataclass(frozen=True)
class Bestedingsregel:
    """Costs of one post that were paid out of the contributions of one financier."""

    post: str
    kamer: str | None
    bedrag: Decimal
    elders: Decimal = NIETS
    redenen: tuple[str, ...] = ()


def vouw(bestedingen: Iterable[Besteding], volgorde: Iterable[int]) -> tuple[Bestedingsregel, ...]:
    """Per cost post over the contributions together, in this order of cost posts."""
    regels: dict[int, Bestedingsregel] = {}
    for deel in bestedingen:
        tot_nu = regels.get(deel.post_id, Bestedingsregel(deel.post, deel.kamer, NIETS))
        regels[deel.post_id] = replace(
            tot_nu,
            bedrag=tot_nu.bedrag + deel.bedrag,
            elders=tot_nu.elders + (deel.bedrag if deel.elders else NIETS),
            redenen=tuple(dict.fromkeys((*tot_nu.redenen, *deel.redenen))),
        )
    return tuple(regels[post_id] for post_id in volgorde if post_id in regels)


# --- the archive of a closed month --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Financiersdeel:
    """What one financier (id None: nobody in particular) gave in a year, and what it was spent on.

    ``besteed`` and ``over`` together are ``ontvangen``; ``over`` is negative for what was spent before it came in.
    """

    financier_id: int | None
    financier: str
    begroot: Decimal | None
    zeker: Decimal
    ontvangen: Decimal
    bestedingen: tuple[Bestedingsregel, ...] = ()

    @property
    def besteed(self) -> Decimal:
        return sum((regel.bedrag for regel in self.bestedingen), NIETS)

    @property
    def over(self) -> Decimal:
        return self.ontvangen - self.besteed


def houdt_bestedingen(bron: Bron, jaar: int) -> bool:
    """Whether this is a closed month that kept what contributions were spent on. Older archives did not. One query."""
    return Regel.objects.filter(bron=bron, jaar=jaar, zeker__isnull=False).exists()


def bewaarde_bestedingen(bron: Bron, jaar: int) -> dict[int, tuple[Besteding, ...]]:
    """As this archive keeps them, by contribution (the id of its post), in the order of the budget. One query."""
    uit: dict[int, list[Besteding]] = {}
    for rij in _rijen(bron, jaar):
        uit.setdefault(rij.bijdrage_id, []).append(_besteding(rij))
    return {bijdrage: tuple(delen) for bijdrage, delen in uit.items()}


def financiersdelen(bron: Bron, jaar: int, kamers: Collection[int] | None = None) -> tuple[Financiersdeel, ...]:
    """Per financier in the order of the archive, contributions without one last; of an archive that kept spending.

    ``kamers``: contributions for these kamers only; what they paid elsewhere keeps its amount, without its post
    (``ELDERS``). Two queries.
    """
    regels = Regel.objects.filter(bron=bron, jaar=jaar, soort=Regel.Soort.FINANCIERING).select_related("financier")
    if kamers is not None:
        regels = regels.filter(kamer__in=kamers)
    per_financier: dict[int | None, list[Regel]] = {}
    for regel in regels.order_by("volgorde", "pk"):
        per_financier.setdefault(regel.financier_id, []).append(regel)
    namen: dict[int | None, str] = {
        pk: deel[0].financier.naam if deel[0].financier else "" for pk, deel in per_financier.items()
    }
    besteed: dict[int | None, list[Besteding]] = {}
    volgorde: dict[int, None] = {}
    for rij in _rijen(bron, jaar):
        volgorde[rij.post_id] = None
        if kamers is None or rij.bijdrage.kamer_id in kamers:
            deel, financier = _besteding(rij), rij.bijdrage.financier
            if kamers is not None and rij.post.kamer_id not in kamers:
                deel = replace(deel, post_id=_ELDERS_ID, post=ELDERS, groep="", kamer=None, kamer_id=None, redenen=())
            namen.setdefault(rij.bijdrage.financier_id, financier.naam if financier else "")
            besteed.setdefault(rij.bijdrage.financier_id, []).append(deel)
    rang = (*volgorde, _ELDERS_ID)
    delen = [_deel(pk, naam, per_financier.get(pk, []), vouw(besteed.get(pk, ()), rang)) for pk, naam in namen.items()]
    return tuple(sorted(delen, key=lambda deel: deel.financier_id is None))


def om_te_bewaren(bestedingen: Mapping[int, Iterable[Besteding]], bron: Bron) -> list[Archiefbesteding]:
    """The rows that keep this spending (by the id of the contribution) in an archive."""
    return [
        Archiefbesteding(
            bron=bron,
            bijdrage_id=bijdrage,
            post_id=deel.post_id,
            bedrag=deel.bedrag,
            aantal=deel.aantal,
            elders=deel.elders,
            redenen="\n".join(deel.redenen),
        )
        for bijdrage, delen in bestedingen.items()
        for deel in delen
    ]


# --- shared -------------------------------------------------------------------------------------------------------


def _rijen(bron: Bron, jaar: int) -> list[Archiefbesteding]:
    rijen = Archiefbesteding.objects.filter(bron=bron, bijdrage__jaar=jaar)
    rijen = rijen.select_related("bijdrage__financier", "post__kamer")
    return list(rijen.order_by("post__volgorde", "post_id", "bijdrage__volgorde", "bijdrage_id"))


def _besteding(rij: Archiefbesteding) -> Besteding:
    post: Post = rij.post
    return Besteding(
        post_id=post.pk,
        post=post.naam,
        groep=post.groep,
        kamer=post.kamer.naam if post.kamer else None,
        kamer_id=post.kamer_id,
        bedrag=rij.bedrag,
        aantal=rij.aantal,
        elders=rij.elders,
        redenen=tuple(rij.redenen.split("\n")) if rij.redenen else (),
    )


def _deel(
    pk: int | None, naam: str, regels: Collection[Regel], bestedingen: tuple[Bestedingsregel, ...]
) -> Financiersdeel:
    return Financiersdeel(
        financier_id=pk,
        financier=naam,
        begroot=som(regel.begroot for regel in regels),
        zeker=som(regel.zeker for regel in regels) or NIETS,
        ontvangen=som(regel.realisatie for regel in regels) or NIETS,
        bestedingen=bestedingen,
    )
