"""READ: which money may pay which costs. The one home of that rule in Python; the trigger ``boeking_uit_bestemd_geld``
keeps the same rule in the database.

A contribution of a kamer pays costs of that kamer; one with a purpose (``Bestemming``) pays those cost posts. Money of
which either holds is restricted. Other money is free: it pays everything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from financien.models import Bestemming, Bijdragestap, Post


def past(bijdrage_kamer: int | None, bestemming: Collection[int], post_id: int, post_kamer: int | None) -> bool:
    """Whether money for this kamer (None: all) and these cost posts (none: all) may pay this cost post."""
    if bijdrage_kamer and bijdrage_kamer != post_kamer:
        return False
    return not bestemming or post_id in bestemming


def past_bij(dekking: Post, post: Post) -> bool:
    """The same for one pair. One query."""
    bestemd = set(Bestemming.objects.filter(bijdrage=dekking).values_list("kostenpost", flat=True))
    return past(dekking.kamer_id, bestemd, post.pk, post.kamer_id)


@dataclass(frozen=True)
class Dekkingen:
    """The contributions of some years. ``bestemd``: per contribution its cost posts; ``weg``: the rejected ones."""

    bijdragen: tuple[Post, ...]
    bestemd: dict[int, set[int]]
    weg: frozenset[int] = frozenset()

    def past(self, bijdrage: Post, post: Post) -> bool:
        """Whether this contribution may pay this post without a word."""
        if post.soort != Post.Soort.KOSTEN or bijdrage.jaar != post.jaar:
            return False
        return past(bijdrage.kamer_id, self.bestemd.get(bijdrage.pk, ()), post.pk, post.kamer_id)

    def is_bestemd(self, bijdrage: Post) -> bool:
        return bool(bijdrage.kamer_id) or bijdrage.pk in self.bestemd

    def passend(self, post: Post) -> list[Post]:
        """Everything that may pay this post, in the order of the budget."""
        return [bijdrage for bijdrage in self.bijdragen if self.past(bijdrage, post)]

    def bestemde(self, jaar: int) -> list[Post]:
        """The restricted contributions of a year that were not rejected."""
        return [b for b in self.bijdragen if b.jaar == jaar and b.pk not in self.weg and self.is_bestemd(b)]

    def voorstel(self, post: Post | None) -> Post | None:
        """The restricted contribution to pay this post out of, when there is exactly one that fits.

        Money that names this very post goes before money that is only for its kamer.
        """
        gevonden = [b for b in self.bestemde(post.jaar) if self.past(b, post)] if post else []
        genoemd = [b for b in gevonden if b.pk in self.bestemd]
        keuze = genoemd or gevonden
        return keuze[0] if len(keuze) == 1 else None


def dekkingen(jaren: Iterable[int]) -> Dekkingen:
    """Of these years. Three queries."""
    jaren = list(jaren)
    soort = Post.Soort.FINANCIERING
    posten = Post.objects.filter(jaar__in=jaren, soort=soort).select_related("kamer", "financier")
    bestemd: dict[int, set[int]] = {}
    for bijdrage, post in Bestemming.objects.filter(bijdrage__jaar__in=jaren).values_list("bijdrage", "kostenpost"):
        bestemd.setdefault(bijdrage, set()).add(post)
    laatste = dict(
        Bijdragestap.objects.filter(bijdrage__jaar__in=jaren).order_by("datum", "pk").values_list("bijdrage", "stand")
    )
    weg = frozenset(pk for pk, stand in laatste.items() if stand == Bijdragestap.Stand.AFGEWEZEN)
    return Dekkingen(tuple(posten.order_by("jaar", "volgorde", "pk")), bestemd, weg)
