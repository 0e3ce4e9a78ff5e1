"""READ: contributions of a year: where each stands, what of it is certain, what came in and what it was spent on.

All as it was at the end of a day (``per``). Amounts are euros, exact to the cent. Budget and bookings come from
``boekstand``, so that a contribution says the same here as in the budget.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Sum
from django.urls import reverse

from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.perioden import datum_voluit
from financien.boekstand import NIETS, Boekstand, Poststand, boekstand
from financien.dekking import past
from financien.models import Bestemming, Bijdragestap, Boeking, Post
from financien.zekerheid import ZEKERREGEL as ZEKERREGEL
from financien.zekerheid import Stap, gefactureerd, laatste_stand, ronde, zeker

BEHANDELREGEL = (
    "In behandeling is wat is gevraagd of toegezegd en nog niet besloten: het laatst genoemde bedrag, anders het "
    "begrote bedrag. Het staat apart en telt niet mee in wat zeker is."
)
KOMENREGEL = "Nog te komen is per bijdrage zeker min ontvangen; kwam er meer binnen dan zeker was, dan is het 0."
TE_BESTEDENREGEL = "Wat zeker is, of wat er al is ontvangen als dat meer is, min wat eruit is betaald."
NOG_GEEN_STAP = "nog niet gevraagd"
# After so many days without an invoice, or without the money, somebody should ask.
FACTUUR_BINNEN = 60
GELD_BINNEN = 45

Stand = Bijdragestap.Stand


@dataclass(frozen=True)
class Besteding:
    """What was paid out of one contribution on one cost post, taken back bookings left out.

    ``elders``: the money was meant for something else; ``redenen`` say why it went there.
    """

    post_id: int
    post: str
    groep: str
    kamer: str | None
    kamer_id: int | None
    bedrag: Decimal
    aantal: int
    elders: bool = False
    redenen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bijdrage:
    """One financing post. ``bestemming``: the only cost posts it is for, empty when that was not said."""

    post: Poststand
    stappen: tuple[Stap, ...] = ()
    bestemming: tuple[int, ...] = ()
    bestedingen: tuple[Besteding, ...] = ()

    @property
    def laatste(self) -> Stap | None:
        return self.stappen[-1] if self.stappen else None

    @property
    def stand(self) -> str:
        """The last step (``Bijdragestap.Stand``), '' before the first."""
        return laatste_stand(self.stappen)

    @property
    def standnaam(self) -> str:
        return self.laatste.naam if self.laatste else NOG_GEEN_STAP

    @property
    def kenmerk(self) -> str:
        """The last reference that a step gives."""
        return next((stap.kenmerk for stap in reversed(self.stappen) if stap.kenmerk), "")

    @property
    def is_zeker(self) -> bool:
        return self.stand in Bijdragestap.ZEKER

    @property
    def is_afgewezen(self) -> bool:
        return self.stand == Stand.AFGEWEZEN

    @property
    def begroot(self) -> Decimal | None:
        return self.post.begroot

    @property
    def gefactureerd(self) -> Decimal:
        return gefactureerd(self.stappen)

    @property
    def zeker(self) -> Decimal:
        """``ZEKERREGEL``."""
        return zeker(self.stappen, self.begroot) or NIETS

    @property
    def in_behandeling(self) -> Decimal:
        """``BEHANDELREGEL``."""
        if self.is_zeker or self.is_afgewezen:
            return NIETS
        genoemd = next((stap.bedrag for stap in reversed(ronde(self.stappen)) if stap.bedrag is not None), None)
        return (self.begroot or NIETS) if genoemd is None else genoemd

    @property
    def ontvangen(self) -> Decimal:
        """What was booked as received."""
        return self.post.geboekt

    @property
    def nog_te_komen(self) -> Decimal:
        """``KOMENREGEL``."""
        return max(self.zeker - self.ontvangen, NIETS)

    @property
    def besteed(self) -> Decimal:
        return sum((deel.bedrag for deel in self.bestedingen), NIETS)

    @property
    def elders(self) -> tuple[Besteding, ...]:
        return tuple(deel for deel in self.bestedingen if deel.elders)

    @property
    def te_besteden(self) -> Decimal:
        """``TE_BESTEDENREGEL``; negative when too much was spent."""
        return max(self.zeker, self.ontvangen) - self.besteed


@dataclass(frozen=True)
class Som:
    """The sums of some contributions. ``begroot`` None: none of them has a budget."""

    aantal: int
    begroot: Decimal | None
    zeker: Decimal
    in_behandeling: Decimal
    ontvangen: Decimal
    nog_te_komen: Decimal
    besteed: Decimal


@dataclass(frozen=True)
class Groep:
    """Contributions that get a subtotal together; ``naam`` empty: each for itself."""

    naam: str
    bijdragen: tuple[Bijdrage, ...]

    @property
    def som(self) -> Som:
        return tel_op(self.bijdragen)


@dataclass(frozen=True)
class Bijdragestand:
    """All contributions of a year in the order of the budget; ``volledig``: with those of all kamers."""

    stand: Boekstand
    bijdragen: tuple[Bijdrage, ...]
    volledig: bool = True

    @property
    def jaar(self) -> int:
        return self.stand.jaar

    @property
    def per(self) -> date:
        return self.stand.per

    @property
    def som(self) -> Som:
        return tel_op(self.bijdragen)

    @property
    def groepen(self) -> tuple[Groep, ...]:
        """By group, in the order in which the groups first appear; capitals make no other group."""
        namen: dict[str, str] = {}
        delen: dict[str, list[Bijdrage]] = {}
        for bijdrage in self.bijdragen:
            groep = " ".join(bijdrage.post.groep.split())
            namen.setdefault(groep.casefold(), groep)
            delen.setdefault(groep.casefold(), []).append(bijdrage)
        return tuple(Groep(namen[sleutel], tuple(deel)) for sleutel, deel in delen.items())

    @property
    def per_stand(self) -> tuple[tuple[str, Som], ...]:
        """The sums per last step, in the order of the steps; only those that occur."""
        namen = {"": NOG_GEEN_STAP, **dict(Stand.choices)}
        delen = {stand: [b for b in self.bijdragen if b.stand == stand] for stand in namen}
        return tuple((namen[stand], tel_op(deel)) for stand, deel in delen.items() if deel)

    @property
    def waarschuwingen(self) -> tuple[Waarschuwing, ...]:
        return tuple(w for bijdrage in self.bijdragen for w in van_bijdrage(bijdrage, self.jaar, self.per))

    def bijdrage(self, post_id: int) -> Bijdrage | None:
        return next((b for b in self.bijdragen if b.post.post_id == post_id), None)

    def voor_kamers(self, kamers: Collection[int]) -> Bijdragestand:
        """Only contributions for these kamers; what they paid for elsewhere keeps its amount, without its post."""
        return Bijdragestand(
            self.stand.voor_kamers(kamers),
            tuple(_zonder_andere_kamers(b, kamers) for b in self.bijdragen if b.post.kamer_id in kamers),
            volledig=False,
        )


@dataclass(frozen=True)
class Waarschuwing:
    """Something about a contribution that somebody should look at; ``tekst`` says it with number and euros."""

    soort: str
    tekst: str
    bedrag: Decimal
    jaar: int
    post_id: int
    kamer_id: int | None
    aantal: int = 1

    @property
    def adres(self) -> str:
        return reverse("financien:bijdrage", args=[self.jaar, self.post_id])


@dataclass(frozen=True)
class Geboekt:
    """One booking behind the figures. ``teruggenomen``: another one took it back by that day, or it does so itself."""

    boeking_id: int
    datum: date
    omschrijving: str
    tegenpartij: str
    bedrag: Decimal
    bijdrage_id: int
    post_id: int
    post: str
    kamer: str | None
    teruggenomen: bool = False
    elders: bool = False
    reden: str = ""


def bijdragestand(jaar: int, per: date) -> Bijdragestand:
    """Where the contributions of this year stand at the end of this day. Two queries more than ``boekstand``."""
    stand = boekstand(jaar, per)
    bestemming: dict[int, list[int]] = {}
    for bijdrage_id, kosten_id in Bestemming.objects.filter(bijdrage__jaar=jaar).values_list("bijdrage", "kostenpost"):
        bestemming.setdefault(bijdrage_id, []).append(kosten_id)
    besteed = _besteed(jaar, per)
    posten = {post.post_id: post for post in stand.posten}
    return Bijdragestand(
        stand,
        tuple(
            _bijdrage(post, bestemming.get(post.post_id, []), besteed, posten)
            for post in stand.van(Post.Soort.FINANCIERING)
        ),
    )


def waarschuwingen(jaar: int, per: date) -> tuple[Waarschuwing, ...]:
    """What somebody should look at in the contributions of this year, over all kamers."""
    return bijdragestand(jaar, per).waarschuwingen


def ontvangsten(bijdragen: Iterable[Bijdrage], per: date) -> tuple[Geboekt, ...]:
    """The bookings of money received, the latest first. One query."""
    return _boekingen({b.post.post_id: b for b in bijdragen}, "post", per)


def uitgaven(bijdragen: Iterable[Bijdrage], per: date) -> tuple[Geboekt, ...]:
    """The bookings of costs that were paid out of these contributions, the latest first. One query."""
    return _boekingen({b.post.post_id: b for b in bijdragen}, "dekking", per)


def tel_op(bijdragen: Iterable[Bijdrage]) -> Som:
    """The sums of these contributions."""
    rijen = list(bijdragen)

    def som(veld: Callable[[Bijdrage], Decimal]) -> Decimal:
        return sum((veld(rij) for rij in rijen), NIETS)

    begroot = [rij.begroot for rij in rijen if rij.begroot is not None]
    return Som(
        aantal=len(rijen),
        begroot=sum(begroot, NIETS) if begroot else None,
        zeker=som(lambda b: b.zeker),
        in_behandeling=som(lambda b: b.in_behandeling),
        ontvangen=som(lambda b: b.ontvangen),
        nog_te_komen=som(lambda b: b.nog_te_komen),
        besteed=som(lambda b: b.besteed),
    )


# --- what somebody should look at ---------------------------------------------------------------------------------


def van_bijdrage(bijdrage: Bijdrage, jaar: int, per: date) -> tuple[Waarschuwing, ...]:
    """The warnings about one contribution, those about spending first."""

    def maak(soort: str, bedrag: Decimal, tekst: str, aantal: int = 1) -> Waarschuwing:
        naam = bijdrage.post.naam if bijdrage.post.kamer is None else f"{bijdrage.post.naam} ({bijdrage.post.kamer})"
        return Waarschuwing(
            soort, f"{naam}: {tekst}", bedrag, jaar, bijdrage.post.post_id, bijdrage.post.kamer_id, aantal
        )

    uit: list[Waarschuwing] = []
    elders, aantal = sum((d.bedrag for d in bijdrage.elders), NIETS), sum(d.aantal for d in bijdrage.elders)
    if bijdrage.elders:
        wat = "1 boeking is" if aantal == 1 else f"{aantal} boekingen zijn"
        tekst = f"{wat} uit dit geld betaald, samen {euro(elders)}, terwijl het ergens anders voor is bedoeld."
        uit.append(maak("elders", elders, tekst, aantal))
    if bijdrage.te_besteden < 0:
        tekst = f"er is {euro(-bijdrage.te_besteden)} meer uit betaald dan er zeker of ontvangen is."
        uit.append(maak("te_veel_besteed", -bijdrage.te_besteden, tekst))
    elif (voor := bijdrage.besteed - bijdrage.ontvangen) > 0:
        uit.append(maak("voorgeschoten", voor, f"er is {euro(voor)} meer uit betaald dan er is ontvangen."))
    for soort, bedrag, tekst in _over_de_stand(bijdrage, per):
        uit.append(maak(soort, bedrag, tekst))
    return tuple(uit)


def _over_de_stand(bijdrage: Bijdrage, per: date) -> Iterable[tuple[str, Decimal, str]]:
    laatste = bijdrage.laatste
    if bijdrage.is_afgewezen and bijdrage.begroot:
        yield (
            "afgewezen",
            bijdrage.begroot,
            f"is afgewezen, en staat nog voor {euro(bijdrage.begroot)} in de begroting.",
        )
    if not bijdrage.is_zeker and bijdrage.ontvangen > 0:
        tekst = f"er is {euro(bijdrage.ontvangen)} ontvangen, maar er is geen besluit vastgelegd."
        yield "zonder_besluit", bijdrage.ontvangen, tekst
    if laatste is None or not bijdrage.nog_te_komen:
        return
    sinds = f"sinds {datum_voluit(laatste.datum)}"
    if laatste.stand == Stand.BESLOTEN and laatste.datum + timedelta(days=FACTUUR_BINNEN) < per:
        tekst = f"is besloten {sinds}; {euro(bijdrage.nog_te_komen)} is nog niet gefactureerd en niet ontvangen."
        yield "niet_gefactureerd", bijdrage.nog_te_komen, tekst
    elif laatste.stand == Stand.GEFACTUREERD and laatste.datum + timedelta(days=GELD_BINNEN) < per:
        tekst = f"is gefactureerd {sinds}; {euro(bijdrage.nog_te_komen)} is nog niet ontvangen."
        yield "niet_ontvangen", bijdrage.nog_te_komen, tekst
    elif laatste.stand == Stand.ONTVANGEN:
        tekst = f"staat op ontvangen, maar er is {euro(bijdrage.nog_te_komen)} minder geboekt dan er zeker is."
        yield "minder_geboekt", bijdrage.nog_te_komen, tekst


# --- shared -------------------------------------------------------------------------------------------------------


def _besteed(jaar: int, per: date) -> dict[int, list[tuple[int, Decimal, int, list[str]]]]:
    """Per contribution: cost post, its sum, how many bookings stand, and why any of it was spent elsewhere."""
    staat = Q(herstelt__isnull=True) & (Q(hersteld_door__isnull=True) | Q(hersteld_door__datum__gt=per))
    rijen = (
        Boeking.objects.filter(dekking__jaar=jaar, datum__lte=per)
        .order_by()
        .values("dekking", "post")
        .annotate(
            som=Sum("bedrag"),
            aantal=Count("pk", filter=staat),
            redenen=ArrayAgg("reden_elders", filter=staat & ~Q(reden_elders=""), distinct=True, default=[]),
        )
    )
    uit: dict[int, list[tuple[int, Decimal, int, list[str]]]] = {}
    for rij in rijen:
        if rij["aantal"] or rij["som"]:
            uit.setdefault(rij["dekking"], []).append((rij["post"], rij["som"], rij["aantal"], rij["redenen"]))
    return uit


def _bijdrage(
    post: Poststand,
    bestemming: list[int],
    besteed: dict[int, list[tuple[int, Decimal, int, list[str]]]],
    posten: dict[int, Poststand],
) -> Bijdrage:
    bestedingen = []
    for post_id, bedrag, aantal, redenen in besteed.get(post.post_id, []):
        aan = posten[post_id]
        elders = not past(post.kamer_id, bestemming, post_id, aan.kamer_id)
        bestedingen.append(
            Besteding(
                post_id, aan.naam, aan.groep, aan.kamer, aan.kamer_id, bedrag, aantal,
                elders, tuple(redenen) if elders else (),
            )
        )  # fmt: skip
    volgorde = {post_id: plek for plek, post_id in enumerate(posten)}
    bestedingen.sort(key=lambda deel: volgorde[deel.post_id])
    return Bijdrage(
        post, post.stappen, tuple(sorted(bestemming, key=lambda pk: volgorde.get(pk, 0))), tuple(bestedingen)
    )


def _zonder_andere_kamers(bijdrage: Bijdrage, kamers: Collection[int]) -> Bijdrage:
    return replace(
        bijdrage,
        bestedingen=tuple(
            deel
            if deel.kamer_id in kamers
            else replace(deel, post="Kosten buiten uw kamer", groep="", kamer=None, kamer_id=None, redenen=())
            for deel in bijdrage.bestedingen
        ),
    )


def _boekingen(bijdragen: dict[int, Bijdrage], veld: str, per: date) -> tuple[Geboekt, ...]:
    rijen = (
        Boeking.objects.filter(**{f"{veld}__in": list(bijdragen)}, datum__lte=per)
        .select_related("post__kamer", "hersteld_door")
        .order_by("-datum", "-pk")
    )
    uit = []
    for rij in rijen:
        bijdrage = bijdragen[rij.post_id if veld == "post" else rij.dekking_id or 0]
        later = getattr(rij, "hersteld_door", None)
        terug = rij.herstelt_id is not None or (later is not None and later.datum <= per)
        van, doel = bijdrage.post.kamer_id, bijdrage.bestemming
        elders = veld == "dekking" and not past(van, doel, rij.post_id, rij.post.kamer_id)
        uit.append(
            Geboekt(
                rij.pk, rij.datum, rij.omschrijving, rij.tegenpartij, rij.bedrag, bijdrage.post.post_id, rij.post_id,
                rij.post.naam,
                rij.post.kamer.naam if rij.post.kamer else None, terug, elders, rij.reden_elders if elders else "",
            )
        )  # fmt: skip
    return tuple(uit)
