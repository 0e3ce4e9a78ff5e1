"""READ: where the money of a year stands, today or in a closed month, in one shape.

Of today it is computed from the living budget (``boekstand``); of a closed month it is read from its archive, exactly
as it was believed then. An archive holds budget, booked and forecast; what was promised apart from what was expected
stands in its notes. Amounts are euros; every sum is the exact sum of the posts in sight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from buurtwerkkamers.models import Kamer
from financien.afronding import aandeel
from financien.afsluiten import noot, onbeslist, redenen_van
from financien.boekstand import NIETS, Boekstand, als_overzicht, boekstand, som
from financien.maanden import eerste_versie, gesloten_maanden, laatste_dag, maandnaam
from financien.models import Maandafsluiting, Post, Regel
from financien.overzicht import Overzicht, overzicht

KOLOMMEN = ("begroot", "geboekt", "verplicht", "verwacht", "prognose")


@dataclass(frozen=True)
class Bedragen:
    """The amounts of a post or a sum. ``begroot`` None: no budget at all; ``verplicht`` None: not known apart."""

    begroot: Decimal | None = None
    geboekt: Decimal = NIETS
    verplicht: Decimal | None = None
    prognose: Decimal = NIETS

    @property
    def verwacht(self) -> Decimal:
        """What is still expected: forecast minus booked and promised."""
        return self.prognose - self.geboekt - (self.verplicht or NIETS)

    @property
    def verschil(self) -> Decimal | None:
        """How much the forecast is above the budget."""
        return None if self.begroot is None else self.prognose - self.begroot

    @property
    def procent(self) -> int | None:
        """``verschil`` in whole per cents of the budget; None without anything budgeted."""
        return aandeel(self.verschil, self.begroot)


@dataclass(frozen=True)
class Standpost:
    """One post. ``ingevuld``: somebody typed an expectation; ``onbeslist``: a contribution that is not decided yet.

    ``noot`` is shown beside it; ``uitleg`` is all that is known of it, as an archive keeps it.
    """

    naam: str
    soort: str
    groep: str
    kamer: str | None
    kamer_id: int | None
    financier: str
    bedragen: Bedragen
    noot: str = ""
    ingevuld: bool = False
    onbeslist: bool = False
    uitleg: str = ""


@dataclass(frozen=True)
class Jaarstand:
    """All posts of a year that hold anything. ``afsluiting``: the closed month that it was kept for.

    ``kamers``: those that have posts, in their order, by id. ``volledig``: with posts of all kamers.
    """

    jaar: int
    per: date
    posten: tuple[Standpost, ...]
    kamers: tuple[tuple[int, str], ...]
    overzicht: Overzicht
    afsluiting: Maandafsluiting | None = None
    versie: int | None = None
    vastgesteld_op: date | None = None
    is_concept: bool = False
    volledig: bool = True

    def van(self, soort: str) -> tuple[Standpost, ...]:
        return tuple(post for post in self.posten if post.soort == soort)

    @property
    def met_verplicht(self) -> bool:
        return self.afsluiting is None

    @property
    def niet_verdeeld(self) -> bool:
        """Whether there are posts of no kamer beside posts of a kamer."""
        return bool(self.kamers) and any(post.kamer_id is None for post in self.posten)

    @property
    def naam(self) -> str:
        return maandnaam(self.afsluiting.maand) if self.afsluiting else ""


def stand_van(jaar: int, per: date) -> Jaarstand:
    """The stand of this year: of the archive when ``per`` is the last day of a closed month, else of the living budget.

    The same number of queries however many posts there are.
    """
    afsluiting = None
    if per.year >= jaar and laatste_dag(per) == per:
        afsluiting = next((a for a in gesloten_maanden(jaar) if a.maand == per.replace(day=1)), None)
    if afsluiting:
        return uit_archief(afsluiting, jaar)
    nu = boekstand(jaar, per)
    return levend(nu, redenen_van(nu))


def levend(stand: Boekstand, redenen: Mapping[int, str] | None = None) -> Jaarstand:
    """The living budget on a day. ``redenen``: why each expectation is what it is, by post."""
    zonder = None if stand.begroting_id is None else NIETS
    posten = tuple(
        Standpost(
            naam=post.naam,
            soort=post.soort,
            groep=post.groep,
            kamer=post.kamer,
            kamer_id=post.kamer_id,
            financier=post.financier,
            bedragen=Bedragen(
                zonder if post.begroot is None else post.begroot, post.geboekt, post.verplicht, post.prognose or NIETS
            ),
            noot=post.noot,
            ingevuld=post.nog_verwacht is not None,
            onbeslist=onbeslist(post),
            uitleg=noot(post, redenen or {}),
        )
        for post in stand.posten
        if not post.leeg
    )
    return Jaarstand(
        jaar=stand.jaar,
        per=stand.per,
        posten=posten,
        kamers=_genoemd(stand.kamers, posten),
        overzicht=als_overzicht(stand),
        versie=stand.versie,
        vastgesteld_op=stand.vastgesteld_op,
        is_concept=stand.is_concept,
        volledig=stand.volledig,
    )


def uit_archief(afsluiting: Maandafsluiting, jaar: int | None = None) -> Jaarstand:
    """What was believed when this month was closed, of its own year or of an earlier one. Six queries at most."""
    jaar = jaar or afsluiting.maand.year
    begroting = afsluiting.begroting
    if begroting.jaar != jaar:
        begroting = eerste_versie(jaar, laatste_dag(afsluiting.maand)) or begroting
    regels = Regel.objects.filter(bron_id=afsluiting.bron_id, jaar=jaar, regelsoort=Regel.Regelsoort.REGEL)
    posten = tuple(
        Standpost(
            naam=regel.post,
            soort=regel.soort,
            groep=regel.groep,
            kamer=regel.kamer.naam if regel.kamer else None,
            kamer_id=regel.kamer_id,
            financier=regel.financier.naam if regel.financier else "",
            bedragen=Bedragen(regel.begroot, regel.realisatie or NIETS, None, regel.prognose or NIETS),
            noot=regel.voetnoot,
            ingevuld=True,
            onbeslist=regel.onbeslist,
            uitleg=regel.voetnoot,
        )
        for regel in regels.select_related("kamer", "financier").order_by("volgorde", "pk")
    )
    return Jaarstand(
        jaar=jaar,
        per=laatste_dag(afsluiting.maand),
        posten=posten,
        kamers=_genoemd(tuple(Kamer.objects.values_list("pk", "naam")), posten),
        overzicht=overzicht(afsluiting.bron, jaar),
        afsluiting=afsluiting,
        versie=begroting.versie,
        vastgesteld_op=begroting.vastgesteld_op,
    )


def als_archief(stand: Jaarstand) -> Jaarstand:
    """The living budget with the notes that an archive of it would have."""
    return replace(stand, posten=tuple(replace(post, noot=post.uitleg) for post in stand.posten))


def voor_kamers(stand: Jaarstand, kamers: Collection[int]) -> Jaarstand:
    """The same without anything of other kamers, or of all kamers together."""
    namen = {naam for pk, naam in stand.kamers if pk in kamers}
    return replace(
        stand,
        posten=tuple(post for post in stand.posten if post.kamer_id in kamers),
        kamers=tuple((pk, naam) for pk, naam in stand.kamers if pk in kamers),
        overzicht=stand.overzicht.voor_kamers(namen),
        volledig=False,
    )


# --- adding up --------------------------------------------------------------------------------------------------


def tel_op(posten: Iterable[Standpost]) -> Bedragen:
    """The exact sum; what none of them has stays None."""
    alle = [post.bedragen for post in posten]
    return Bedragen(
        som(b.begroot for b in alle),
        sum((b.geboekt for b in alle), NIETS),
        som(b.verplicht for b in alle),
        sum((b.prognose for b in alle), NIETS),
    )


# --- what is short ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uitkomst:
    """Expected income against costs, for one kamer or (None) in total: positive is left, negative is short.

    ``saldo`` None with a ``reden`` when it cannot be said. ``onbeslist`` is the part of the income that is asked
    for or promised and not decided; ``zonder`` is the balance without it.
    """

    kamer: str | None
    inkomsten: Decimal
    kosten: Decimal
    saldo: Decimal | None = None
    reden: str = ""
    onbeslist: Decimal = NIETS
    begroot: Decimal | None = None

    @property
    def zonder(self) -> Decimal | None:
        return None if self.saldo is None else self.saldo - self.onbeslist


def uitkomsten(stand: Jaarstand) -> tuple[Uitkomst, ...]:
    """Per kamer with posts, and in total when all of it is in sight."""
    per_kamer = {tekort.kamer: tekort for tekort in stand.overzicht.tekorten}
    plekken: list[tuple[int | None, str | None]] = [*stand.kamers]
    if stand.volledig:
        plekken.append((None, None))
    gevonden = []
    for pk, naam in plekken:
        posten = [post for post in stand.posten if pk is None or post.kamer_id == pk]
        tekort = per_kamer.get(naam)
        gevonden.append(
            Uitkomst(
                kamer=naam,
                inkomsten=tel_op(post for post in posten if post.soort == Post.Soort.FINANCIERING).prognose,
                kosten=tel_op(post for post in posten if post.soort == Post.Soort.KOSTEN).prognose,
                saldo=tekort.prognose if tekort else None,
                reden=tekort.reden if tekort else "Niet te bepalen: hier zijn geen kosten en inkomsten.",
                onbeslist=sum(
                    (post.bedragen.prognose - post.bedragen.geboekt for post in posten if post.onbeslist), NIETS
                ),
                begroot=tekort.begroot if tekort else None,
            )
        )
    return tuple(gevonden)


# --- which days can be asked ------------------------------------------------------------------------------------


def _genoemd(kamers: Sequence[tuple[int, str]], posten: Sequence[Standpost]) -> tuple[tuple[int, str], ...]:
    eigen = {post.kamer_id for post in posten}
    return tuple((pk, naam) for pk, naam in kamers if pk in eigen)
