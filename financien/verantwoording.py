"""READ: the statement per financier: what was promised, what came in, and what it was spent on.

What came in is split into what was paid out of it, cost post by cost post, and what was not: money for a purpose that
is not spent yet, and free money that no single cost was booked on. Those parts add up to what came in, to the cent;
nothing here rounds. A party outside the cooperative sees its own statement only, of years whose budget was adopted, as
it was at the end of the last closed month: what is still being booked is nobody's business yet.

At the end of the last day of a closed month the statement is the same for everybody: as that month kept it, whatever
the treasurer changes afterwards in what costs were paid out of. On any other day the cooperative reads what is known
now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from buurtwerkkamers.models import Bevoegdheid, Gebruiker
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import RECHTEN
from financien.bestedingen import Bestedingsregel, bewaarde_bestedingen, houdt_bestedingen, vouw
from financien.bijdragestand import (
    NOG_GEEN_STAP,
    Bijdrage,
    Bijdragestand,
    Som,
    Waarschuwing,
    bijdragestand,
    tel_op,
    van_bijdrage,
)
from financien.boekstand import NIETS
from financien.maanden import gesloten_maanden, laatst_gesloten, laatste_dag
from financien.models import Begroting, Post

REGEL = (
    "Ontvangen is wat is geboekt. Besteed is wat aan kosten is geboekt en uit deze bijdrage is betaald. Bedragen staan "
    "op de cent: de delen tellen op tot de totalen."
)
KOSTENREGEL = (
    "Kosten waarvan is vastgelegd uit welke bijdrage ze zijn betaald, van alle financiers samen, en de kosten die uit "
    "de rest van het geld zijn betaald."
)
# What a party outside may know of the warnings: what happened with its money, not how the books are kept.
_VOOR_BUITEN = ("elders", "te_veel_besteed", "voorgeschoten")


@dataclass(frozen=True)
class Rest:
    """Money that came in and that no cost was booked on. ``doel``: what it is kept for; '' is free money."""

    doel: str
    kamer: str | None
    bedrag: Decimal

    @property
    def naam(self) -> str:
        if self.doel:
            return f"Nog niet besteed, bedoeld voor: {self.doel}"
        return "Niet toegerekend aan kosten" + (f" van {self.kamer}" if self.kamer else "")


@dataclass(frozen=True)
class Kostensom:
    """All costs of a kamer (None: of all kamers together) and how much of it was paid out of a named contribution."""

    kamer: str | None
    geboekt: Decimal
    toegerekend: Decimal

    @property
    def uit_de_rest(self) -> Decimal:
        return self.geboekt - self.toegerekend


@dataclass(frozen=True)
class Verantwoording:
    """The statement of one financier over one year, as it is at the end of day ``per``.

    ``bestedingen``, ``resten`` and minus ``voorgeschoten`` together are ``som.ontvangen``. ``kosten`` are the kamers
    that these contributions are for; all of them as soon as one contribution is for all kamers. Only the cooperative
    has them. ``met_geld`` False: only what was promised, because no month of this year is closed.
    """

    jaar: int
    per: date
    organisatie_id: int
    financier: str
    bijdragen: tuple[Bijdrage, ...]
    bestedingen: tuple[Bestedingsregel, ...]
    resten: tuple[Rest, ...]
    voorgeschoten: Decimal
    kosten: tuple[Kostensom, ...]
    waarschuwingen: tuple[Waarschuwing, ...]
    versie: int | None = None
    vastgesteld_op: date | None = None
    is_concept: bool = False
    met_geld: bool = True

    @property
    def som(self) -> Som:
        return tel_op(self.bijdragen)

    @property
    def over(self) -> Decimal:
        """What came in and was not spent, when positive; what was spent before it came in, when negative."""
        return self.som.ontvangen - self.som.besteed

    @property
    def kosten_samen(self) -> Kostensom:
        return Kostensom(
            None,
            sum((deel.geboekt for deel in self.kosten), NIETS),
            sum((deel.toegerekend for deel in self.kosten), NIETS),
        )

    @property
    def voor_de_financier(self) -> tuple[Waarschuwing, ...]:
        """The warnings that a party outside sees, and that stand in the files: what happened with its money."""
        return tuple(w for w in self.waarschuwingen if w.soort in _VOOR_BUITEN)

    @property
    def celsoort(self) -> Literal["euro", "euro_heel"]:
        """How amounts are written, everywhere in the statement: with cents as soon as one amount has them."""
        bedragen = [
            *(deel for b in self.bijdragen for deel in (b.begroot or NIETS, b.zeker, b.in_behandeling, b.ontvangen)),
            *(b.nog_te_komen for b in self.bijdragen),
            *(regel.bedrag for regel in self.bestedingen),
            *(deel for som in self.kosten for deel in (som.geboekt, som.toegerekend)),
        ]
        return "euro_heel" if all(bedrag == bedrag.to_integral_value() for bedrag in bedragen) else "euro"


@dataclass(frozen=True)
class Overzichtsregel:
    """One financier in the list of a year; ``organisatie_id`` None: contributions without a financier."""

    organisatie_id: int | None
    financier: str
    som: Som


# --- who sees which -----------------------------------------------------------------------------------------------


def organisaties_van(gebruiker: Gebruiker) -> frozenset[int] | None:
    """The organisations whose statements this user may open; None: all of them."""
    rollen = gebruiker.rollen & set(RECHTEN["verantwoording.zien"])
    if rollen - set(Bevoegdheid.ORGANISATIEROLLEN):
        return None
    return frozenset(
        b.organisatie_id for b in gebruiker.bevoegdheden if b.organisatie_id is not None and b.rol in rollen
    )


def jaren_voor(gebruiker: Gebruiker, vandaag: date) -> list[int]:
    """The years that this user finds a statement of, the latest first. One or two queries."""
    posten = Post.objects.filter(soort=Post.Soort.FINANCIERING).order_by()
    eigen = organisaties_van(gebruiker)
    if eigen is None:
        return sorted(posten.values_list("jaar", flat=True).distinct(), reverse=True)
    if not eigen:
        return []
    vastgesteld = Begroting.objects.filter(vastgesteld_op__lte=vandaag).values("jaar")
    rijen = posten.filter(financier__in=eigen, jaar__in=vastgesteld).values_list("jaar", flat=True)
    return sorted(rijen.distinct(), reverse=True)


def dag_voor_buiten(jaar: int) -> date | None:
    """The last day of the last closed month: what a party outside may know of the money of this year. One query.

    None as long as no month of this year is closed.
    """
    maand = laatst_gesloten()
    return laatste_dag(maand) if maand is not None and maand.year >= jaar else None


def verantwoording_voor(gebruiker: Gebruiker, jaar: int, organisatie_id: int, per: date) -> Verantwoording | None:
    """The statement as this user may see it; None when there is none for them.

    ``per`` is the day that the cooperative asks for; for a party outside it is today.
    """
    eigen = organisaties_van(gebruiker)
    if eigen is None:
        return _maak(_stand(jaar, per), organisatie_id)
    return _voor_de_financier(jaar, organisatie_id, per) if organisatie_id in eigen else None


def regels_voor(gebruiker: Gebruiker, jaar: int, per: date) -> tuple[Overzichtsregel, ...]:
    """The financiers of a year as far as this user may see them; contributions without one last."""
    eigen = organisaties_van(gebruiker)
    if eigen is not None:
        gevonden = (_voor_de_financier(jaar, pk, per) for pk in sorted(eigen))
        return tuple(Overzichtsregel(v.organisatie_id, v.financier, v.som) for v in gevonden if v is not None)
    delen: dict[int | None, list[Bijdrage]] = {}
    for bijdrage in _stand(jaar, per).bijdragen:
        delen.setdefault(bijdrage.post.financier_id, []).append(bijdrage)
    regels = [Overzichtsregel(pk, deel[0].post.financier, tel_op(deel)) for pk, deel in delen.items()]
    return tuple(sorted(regels, key=lambda regel: (regel.organisatie_id is None, regel.financier.casefold())))


def naar_buiten(v: Verantwoording) -> Verantwoording:
    """What the financier may read of it: its own money. Nothing of others, and nothing noted for ourselves."""
    return replace(
        v,
        bijdragen=tuple(_zonder_aantekeningen(b) for b in v.bijdragen),
        kosten=(),
        waarschuwingen=v.voor_de_financier,
    )


# --- shared -------------------------------------------------------------------------------------------------------


def _voor_de_financier(jaar: int, organisatie_id: int, vandaag: date) -> Verantwoording | None:
    """As a party outside sees it: of an adopted budget, at the end of the last closed month."""
    dicht = dag_voor_buiten(jaar)
    stand = _stand(jaar, dicht or vandaag)
    vastgesteld_op = stand.stand.vastgesteld_op
    if vastgesteld_op is None or vastgesteld_op > vandaag:
        return None
    bijdragen = stand.bijdragen if dicht else tuple(_zonder_geld(b) for b in stand.bijdragen)
    gezien = replace(stand, bijdragen=tuple(b for b in bijdragen if _is_afgesproken(b)))
    gemaakt = _maak(gezien, organisatie_id)
    return replace(naar_buiten(gemaakt), is_concept=False, met_geld=dicht is not None) if gemaakt else None


def _stand(jaar: int, per: date) -> Bijdragestand:
    """At the end of a closed month with the spending that was kept then: what is changed later, comes later.

    That of the last month up to then that kept this year: one after the year keeps it only when something changed.
    """
    stand = bijdragestand(jaar, per)
    dicht = laatst_gesloten()
    if per != laatste_dag(per) or dicht is None or per > laatste_dag(dicht):
        return stand
    bron = next((maand.bron for maand in gesloten_maanden(jaar) if laatste_dag(maand.maand) <= per), None)
    if bron is None or not houdt_bestedingen(bron, jaar):
        return stand
    bewaard = bewaarde_bestedingen(bron, jaar)
    return replace(
        stand,
        bijdragen=tuple(replace(b, bestedingen=bewaard.get(b.post.post_id, ())) for b in stand.bijdragen),
    )


def _maak(stand: Bijdragestand, organisatie_id: int) -> Verantwoording | None:
    bijdragen = tuple(b for b in stand.bijdragen if b.post.financier_id == organisatie_id)
    if not bijdragen:
        return None
    return Verantwoording(
        jaar=stand.jaar,
        per=stand.per,
        organisatie_id=organisatie_id,
        financier=bijdragen[0].post.financier,
        bijdragen=bijdragen,
        bestedingen=vouw(
            (deel for b in bijdragen for deel in b.bestedingen), (post.post_id for post in stand.stand.posten)
        ),
        resten=_resten(stand, bijdragen),
        voorgeschoten=sum((max(b.besteed - b.ontvangen, NIETS) for b in bijdragen), NIETS),
        kosten=_kosten(stand, bijdragen),
        waarschuwingen=tuple(w for b in bijdragen for w in van_bijdrage(b, stand.jaar, stand.per)),
        versie=stand.stand.versie,
        vastgesteld_op=stand.stand.vastgesteld_op,
        is_concept=stand.stand.is_concept,
    )


def _is_afgesproken(bijdrage: Bijdrage) -> bool:
    """What is only in the making (in a concept, without a decision or money) is not shown outside."""
    return bijdrage.begroot is not None or bijdrage.is_zeker or bool(bijdrage.ontvangen) or bool(bijdrage.bestedingen)


def _zonder_geld(bijdrage: Bijdrage) -> Bijdrage:
    """Only what was promised: nothing that was booked."""
    return replace(bijdrage, post=replace(bijdrage.post, geboekt=NIETS), bestedingen=())


def _zonder_aantekeningen(bijdrage: Bijdrage) -> Bijdrage:
    """Without what the cooperative noted for itself, in the budget and at the steps, and what it expects."""
    stappen = tuple(replace(stap, toelichting="") for stap in bijdrage.stappen)
    noot = bijdrage.post.noot if bijdrage.post.noot_buiten else ""
    post = replace(bijdrage.post, noot=noot, stappen=stappen, verplicht=NIETS, nog_verwacht=None, prognose=None)
    return replace(bijdrage, post=post, stappen=stappen)


def _resten(stand: Bijdragestand, bijdragen: Iterable[Bijdrage]) -> tuple[Rest, ...]:
    """What came in and was not spent: per purpose, then free money per kamer. Parts of nothing are left out."""
    namen = {post.post_id: post.naam for post in stand.stand.posten}
    sommen: dict[tuple[str, str | None], Decimal] = {}
    for bijdrage in bijdragen:
        over = bijdrage.ontvangen - bijdrage.besteed
        if over <= 0:
            continue
        doel = ", ".join(dict.fromkeys(namen[pk] for pk in bijdrage.bestemming if pk in namen))
        sleutel = (doel, bijdrage.post.kamer)
        sommen[sleutel] = sommen.get(sleutel, NIETS) + over
    rijen = [Rest(doel, kamer, bedrag) for (doel, kamer), bedrag in sommen.items()]
    return tuple(sorted(rijen, key=lambda rest: rest.doel == ""))


def _kosten(stand: Bijdragestand, bijdragen: Collection[Bijdrage]) -> tuple[Kostensom, ...]:
    """All booked costs of the kamers that these contributions are for, and what was paid out of any contribution."""
    kamers = {b.post.kamer_id for b in bijdragen}
    geboekt: dict[int | None, Decimal] = {}
    toegerekend: dict[int | None, Decimal] = {}
    for post in stand.stand.van(Post.Soort.KOSTEN):
        geboekt[post.kamer_id] = geboekt.get(post.kamer_id, NIETS) + post.geboekt
    for bijdrage in stand.bijdragen:
        for deel in bijdrage.bestedingen:
            toegerekend[deel.kamer_id] = toegerekend.get(deel.kamer_id, NIETS) + deel.bedrag
    volgorde: list[tuple[int | None, str | None]] = [*stand.stand.kamers, (None, None)]
    return tuple(
        Kostensom(naam, geboekt[pk], toegerekend.get(pk, NIETS))
        for pk, naam in volgorde
        if pk in geboekt and (None in kamers or pk in kamers)
    )


def standregel(bijdrage: Bijdrage) -> str:
    """Where a contribution stands, in words: 'besloten op 3 maart 2026, kenmerk 26-114'."""
    laatste = bijdrage.laatste
    if laatste is None:
        return NOG_GEEN_STAP
    kenmerk = f", kenmerk {bijdrage.kenmerk}" if bijdrage.kenmerk else ""
    return f"{laatste.naam} op {datum_voluit(laatste.datum)}{kenmerk}"
