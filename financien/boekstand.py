"""READ: where the money of a year stands on a day: budgeted, booked, promised and expected, per post.

Amounts are euros, exact to the cent. One rule for costs and for contributions (``PROGNOSEREGEL``). Everything here is
as it was on the day asked for: the budget in force, bookings, promises, expectations and steps up to that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from buurtwerkkamers.models import Kamer, Organisatie
from financien.models import (
    Begroting,
    Begrotingsregel,
    Bijdragestap,
    Boeking,
    Bron,
    Post,
    Prognose,
    Regel,
    Verplichting,
)
from financien.overzicht import Overzicht, Tekort
from financien.overzicht.opbouw import maak_overzicht
from financien.zekerheid import Stap, laatste_stand, stappen_van, zeker

PROGNOSEREGEL = (
    "Vulde iemand een verwachting in? Dan is de prognose wat er die dag was geboekt en beloofd, plus wat er toen "
    "nog werd verwacht. Is er later meer geboekt en beloofd, dan telt dat. Zonder verwachting telt het hoogste van "
    "begroot, en geboekt plus beloofd. Van een bijdrage met een besluit telt dan wat zeker is, in plaats van "
    "begroot. Vanaf 31 december telt begroot niet meer mee. Van een afgewezen bijdrage telt alleen wat er is "
    "geboekt. Bij een bedrag onder nul telt het laagste in plaats van het hoogste."
)
NIETS = Decimal("0.00")
Kolom = Literal["begroot", "geboekt", "verplicht", "nog_verwacht", "prognose"]


@dataclass(frozen=True)
class Poststand:
    """One post. ``begroot`` None: the budget gives it no amount; ``nog_verwacht`` None: no expectation counts.

    ``verplicht`` is what is promised and not booked yet. ``nog_verwacht`` is what is left of the last expectation:
    forecast minus booked and promised. ``prognose`` None: nothing at all is known. ``stappen`` are those of a
    contribution; ``bijdragestand`` is the last one (``Bijdragestap.Stand``), '' without. ``noot_buiten``: the note is
    for the financier too.
    """

    post_id: int
    naam: str
    soort: str
    groep: str
    kamer: str | None
    kamer_id: int | None
    financier: str
    volgorde: int
    noot: str = ""
    noot_buiten: bool = False
    begroot: Decimal | None = None
    geboekt: Decimal = NIETS
    verplicht: Decimal = NIETS
    nog_verwacht: Decimal | None = None
    prognose: Decimal | None = None
    financier_id: int | None = None
    stappen: tuple[Stap, ...] = ()

    @property
    def bijdragestand(self) -> str:
        return laatste_stand(self.stappen)

    @property
    def leeg(self) -> bool:
        """Whether nothing was budgeted, booked, promised or expected on it."""
        return self.prognose is None


@dataclass(frozen=True)
class Boekstand:
    """All posts of a year, in the order of the budget, costs first.

    ``begroting_id`` is the version that ``begroot`` comes from (None: there is none); ``is_concept``: it was not in
    force on that day. ``kamers`` are all kamers in their order, by id. ``volledig``: with posts of all kamers.
    ``niet_verdeeld``: of a part, why nothing can be said about what is short in one kamer.
    """

    jaar: int
    per: date
    posten: tuple[Poststand, ...]
    kamers: tuple[tuple[int, str], ...] = ()
    begroting_id: int | None = None
    versie: int | None = None
    vastgesteld_op: date | None = None
    is_concept: bool = False
    volledig: bool = True
    niet_verdeeld: str = ""

    def van(self, soort: str) -> tuple[Poststand, ...]:
        return tuple(post for post in self.posten if post.soort == soort)

    def totaal(self, soort: str, kolom: Kolom) -> Decimal | None:
        """The sum of the posts in sight; None when none of them has an amount."""
        return som(getattr(post, kolom) for post in self.van(soort))

    def saldo(self, kolom: Kolom) -> Decimal | None:
        """Financing minus costs of the posts in sight: negative is what is short; None when neither has an amount."""
        baten, lasten = self.totaal(Post.Soort.FINANCIERING, kolom), self.totaal(Post.Soort.KOSTEN, kolom)
        return None if baten is None and lasten is None else (baten or NIETS) - (lasten or NIETS)

    def voor_kamers(self, kamers: Collection[int]) -> Boekstand:
        """The same without anything of other kamers, or of all kamers together."""
        return replace(
            self,
            posten=tuple(post for post in self.posten if post.kamer_id in kamers),
            kamers=tuple((pk, naam) for pk, naam in self.kamers if pk in kamers),
            volledig=False,
            niet_verdeeld=self.niet_verdeeld or als_overzicht(self).niet_verdeeld,
        )


def som(bedragen: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts that are there; None when there is none."""
    gevuld = [bedrag for bedrag in bedragen if bedrag is not None]
    return sum(gevuld, NIETS) if gevuld else None


def op_volgorde(posten: Iterable[Post]) -> list[Post]:
    """Posts in the order of a budget: costs before financing."""
    return sorted(posten, key=lambda post: (post.soort != Post.Soort.KOSTEN, post.volgorde, post.pk))


def jaren() -> list[int]:
    """The years that have posts or a budget, the earliest first."""
    return sorted(
        set(Post.objects.order_by().values_list("jaar", flat=True).distinct())
        | set(Begroting.objects.order_by().values_list("jaar", flat=True))
    )


def boekstand(jaar: int, per: date) -> Boekstand:
    """Where the posts of this year stand at the end of this day. Eight queries."""
    gekozen, is_concept = _begroting(jaar, per)
    regels = {r.post_id: r for r in Begrotingsregel.objects.filter(begroting=gekozen)} if gekozen else {}
    posten = Post.objects.filter(jaar=jaar).select_related("kamer", "financier")
    posten = posten.annotate(
        verwacht_op=_laatste(Prognose, "post", "datum", per),
        nog_verwacht=_laatste(Prognose, "post", "nog_verwacht", per),
    )
    rijen: list[Any] = op_volgorde(posten)
    # of a withdrawn expectation the last row has no amount
    verwacht_op = {post.pk: post.verwacht_op for post in rijen if post.nog_verwacht is not None}
    geboekt = _geboekt(jaar, per, verwacht_op)
    verplicht = _verplicht(jaar, per, verwacht_op)
    stappen = stappen_van(jaar, per)
    return Boekstand(
        jaar=jaar,
        per=per,
        posten=tuple(
            _poststand(
                post,
                regels.get(post.pk),
                geboekt.get(post.pk, _Dagen()),
                verplicht.get(post.pk, _Dagen()),
                stappen.get(post.pk, ()),
                voorbij=per >= date(jaar, 12, 31),
            )
            for post in rijen
        ),
        kamers=tuple(Kamer.objects.values_list("pk", "naam")),
        begroting_id=gekozen.pk if gekozen else None,
        versie=gekozen.versie if gekozen else None,
        vastgesteld_op=gekozen.vastgesteld_op if gekozen else None,
        is_concept=is_concept,
    )


def bereken_prognose(
    *,
    begroot: Decimal | None,
    geboekt: Decimal,
    verplicht: Decimal,
    nog_verwacht: Decimal | None,
    vast_toen: Decimal = NIETS,
    zeker: Decimal | None = None,
    stand: str = "",
    voorbij: bool = False,
) -> Decimal | None:
    """``PROGNOSEREGEL``; None when there is no amount at all.

    ``nog_verwacht`` is what was typed on a day, ``vast_toen`` what was booked and promised on it. ``zeker``: of a
    contribution what is decided, None without a decision. ``voorbij``: the year is over.
    """
    if stand == Bijdragestap.Stand.AFGEWEZEN:
        return geboekt
    vast = geboekt + verplicht
    if nog_verwacht is not None:
        return (min if nog_verwacht < 0 else max)(vast_toen + nog_verwacht, vast)
    if zeker is not None:
        doel: Decimal | None = zeker
    else:
        doel = NIETS if voorbij and begroot is not None else begroot
    if not doel:
        return vast or doel
    return (min if doel < 0 else max)(doel, vast)


def zonder_verwachting(post: Poststand, jaar: int, per: date) -> Decimal | None:
    """What the forecast of this post would be on this day if nobody had typed an expectation."""
    return bereken_prognose(
        begroot=post.begroot,
        geboekt=post.geboekt,
        verplicht=post.verplicht,
        nog_verwacht=None,
        zeker=zeker(post.stappen, post.begroot),
        stand=post.bijdragestand,
        voorbij=per >= date(jaar, 12, 31),
    )


def als_overzicht(stand: Boekstand) -> Overzicht:
    """The same in the shapes of a source, for its tables and what is short: geboekt stands as ``realisatie``.

    ``regel_id`` of a cell is the id of its post. A post that the budget gives nothing counts as 0 in it, so that
    forecast and actual stay comparable; posts that hold nothing at all are left out. No queries.
    """
    regels = als_regels(stand)
    if not regels:
        return Overzicht(0, _naam(stand), stand.jaar, (), (), (), (), volledig=stand.volledig)
    gemaakt = maak_overzicht(regels, dict(stand.kamers), loopt=True)
    if stand.volledig:
        return gemaakt
    deel = gemaakt.voor_kamers([naam for _, naam in stand.kamers])
    if not stand.niet_verdeeld:
        return deel
    tekorten = tuple(Tekort(tekort.kamer, reden=stand.niet_verdeeld) for tekort in deel.tekorten)
    return replace(deel, tekorten=tekorten, niet_verdeeld=stand.niet_verdeeld)


def als_regels(stand: Boekstand) -> list[Regel]:
    """The posts that hold anything as lines of a source that is not stored; ``pk`` is that of the post. No queries."""
    bron = Bron(pk=0, naam=_naam(stand))
    zonder = None if stand.begroting_id is None else NIETS
    return [
        Regel(
            pk=post.post_id,
            bron=bron,
            jaar=stand.jaar,
            soort=post.soort,
            post=post.naam,
            kamer_id=post.kamer_id,
            groep=post.groep,
            financier=Organisatie(pk=post.financier_id, naam=post.financier) if post.financier_id else None,
            begroot=zonder if post.begroot is None else post.begroot,
            prognose=post.prognose,
            realisatie=post.geboekt,
            voetnoot=post.noot,
            volgorde=post.volgorde,
        )
        for post in stand.posten
        if not post.leeg
    ]


def _naam(stand: Boekstand) -> str:
    return f"Begroting {stand.jaar}"


# --- shared -----------------------------------------------------------------------------------------------------


def _begroting(jaar: int, per: date) -> tuple[Begroting | None, bool]:
    """The budget in force on this day; else the first that was adopted later, or the concept (not in force: True)."""
    versies = list(Begroting.objects.filter(jaar=jaar).order_by("versie"))
    geldend = [b for b in versies if b.vastgesteld_op is not None and b.vastgesteld_op <= per]
    if geldend:
        return geldend[-1], False
    # An amendment that is worked on says nothing about the days before the first adoption.
    later = next((b for b in versies if b.vastgesteld_op is not None), None)
    return later or next(iter(versies), None), bool(versies)


@dataclass(frozen=True)
class _Dagen:
    """An amount on the day asked for, and on the day of the last expectation (0 without)."""

    nu: Decimal = NIETS
    toen: Decimal = NIETS


def _geboekt(jaar: int, per: date, verwacht_op: Mapping[int, date]) -> dict[int, _Dagen]:
    per_dag: dict[date, list[int]] = {}
    for post, dag in verwacht_op.items():
        per_dag.setdefault(dag, []).append(post)
    toen = Q(pk=0)  # no booking
    for dag, posten in per_dag.items():
        toen |= Q(post__in=posten, datum__lte=dag)
    sommen: Any = Boeking.objects.filter(post__jaar=jaar, datum__lte=per).order_by().values_list("post")
    sommen = sommen.annotate(Sum("bedrag"), toen=Sum("bedrag", filter=toen, default=NIETS))
    return {post: _Dagen(nu, eerder) for post, nu, eerder in sommen}


def betaald_op(beloften: Q, per: date) -> dict[int, Decimal]:
    """What was booked up to this day on these promises (a condition on ``Verplichting``), by id. One query.

    Taking a booking back opens its promise again.
    """
    return dict(_op_beloften(beloften, per).values_list("waarop").annotate(Sum("bedrag")))


def _op_beloften(beloften: Q, per: date) -> QuerySet[Any]:
    """The bookings up to this day on these promises, each with the promise that it counts for (``waarop``)."""
    gekozen = Verplichting.objects.filter(beloften).values("pk")
    waarop = Case(When(herstelt__isnull=False, then=F("herstelt__verplichting")), default=F("verplichting"))
    return (
        Boeking.objects.filter(Q(verplichting__in=gekozen) | Q(herstelt__verplichting__in=gekozen), datum__lte=per)
        .annotate(waarop=waarop)
        .filter(waarop__isnull=False)
        .order_by()
    )


def _verplicht(jaar: int, per: date, verwacht_op: Mapping[int, date]) -> dict[int, _Dagen]:
    """Per post what was promised on each of both days and not booked yet. Two queries."""
    eigen = Q(post__jaar=jaar)
    betalingen: dict[int, list[tuple[date, Decimal]]] = {}
    for belofte, dag, bedrag in _op_beloften(eigen, per).values_list("waarop", "datum", "bedrag"):
        betalingen.setdefault(belofte, []).append((dag, bedrag))

    def over(belofte: Verplichting, dag: date | None) -> Decimal:
        tot = belofte.vervallen_op
        if dag is None or belofte.aangegaan_op > dag or (tot is not None and tot <= dag):
            return NIETS
        betaald = sum((bedrag for op, bedrag in betalingen.get(belofte.pk, ()) if op <= dag), NIETS)
        return max(belofte.bedrag - betaald, NIETS)

    uit: dict[int, _Dagen] = {}
    for belofte in Verplichting.objects.filter(eigen, aangegaan_op__lte=per):
        tot_nu = uit.get(belofte.post_id, _Dagen())
        toen = verwacht_op.get(belofte.post_id)
        uit[belofte.post_id] = _Dagen(tot_nu.nu + over(belofte, per), tot_nu.toen + over(belofte, toen))
    return uit


def _laatste(model: Any, naar_post: str, veld: str, per: date) -> Subquery:
    """What the last row of a post up to this day says, by (datum, pk)."""
    rijen = model.objects.filter(**{naar_post: OuterRef("pk")}, datum__lte=per)
    return Subquery(rijen.order_by("-datum", "-pk").values(veld)[:1])


def _poststand(
    post: Any,
    regel: Begrotingsregel | None,
    geboekt: _Dagen,
    verplicht: _Dagen,
    stappen: tuple[Stap, ...],
    *,
    voorbij: bool,
) -> Poststand:
    begroot = regel.bedrag if regel else None
    stand = laatste_stand(stappen)
    prognose = bereken_prognose(
        begroot=begroot,
        geboekt=geboekt.nu,
        verplicht=verplicht.nu,
        nog_verwacht=post.nog_verwacht,
        vast_toen=geboekt.toen + verplicht.toen,
        zeker=zeker(stappen, begroot),
        stand=stand,
        voorbij=voorbij,
    )
    verwacht = post.nog_verwacht is not None and stand != Bijdragestap.Stand.AFGEWEZEN
    return Poststand(
        post_id=post.pk,
        naam=post.naam,
        soort=post.soort,
        groep=post.groep,
        kamer=post.kamer.naam if post.kamer else None,
        kamer_id=post.kamer_id,
        financier=post.financier.naam if post.financier else "",
        volgorde=post.volgorde,
        noot=regel.noot if regel else "",
        noot_buiten=bool(regel and regel.noot_buiten),
        begroot=begroot,
        geboekt=geboekt.nu,
        verplicht=verplicht.nu,
        nog_verwacht=prognose - geboekt.nu - verplicht.nu if verwacht and prognose is not None else None,
        prognose=prognose,
        financier_id=post.financier_id,
        stappen=stappen,
    )
