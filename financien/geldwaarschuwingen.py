"""READ: what in the money of a year somebody should look at: what it is, how much, and where it is mended."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from buurtwerkkamers import opmaak
from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import datum_voluit
from financien.bank.stand import aantal_te_boeken
from financien.bijdragestand import Bijdragestand, bijdragestand
from financien.boekstand import NIETS, Poststand
from financien.handgeldstand import kasstanden
from financien.maanden import maandnaam, te_laat, volgende_maand
from financien.models import Handgeldmaand, Post
from financien.prognose_lezen import beloften

OUD = timedelta(days=365)  # a promise that is open for longer than this


@dataclass(frozen=True)
class Waarschuwing:
    """One thing. ``kamer_id`` None: of all kamers. ``actie`` says what can be done at ``adres``."""

    soort: str
    tekst: str
    adres: str
    actie: str
    bedrag: Decimal = NIETS
    kamer_id: int | None = None


def waarschuwingen(jaar: int, vandaag: date, kamers: Collection[int] | None = None) -> tuple[Waarschuwing, ...]:
    """Everything of this year as it is today; with ``kamers`` only what is about those. Constant number of queries."""
    bijdragen = bijdragestand(jaar, vandaag)
    gevonden = [
        *_begroting(bijdragen),
        *_maanden(jaar, vandaag),
        *_posten(bijdragen),
        *_verplichtingen(jaar, vandaag),
        *_bijdragen(bijdragen),
        *_bestemd(bijdragen),
        *_bank(jaar, vandaag),
        *_handgeld(jaar),
    ]
    return tuple(gevonden if kamers is None else (w for w in gevonden if w.kamer_id in kamers))


def _begroting(bijdragen: Bijdragestand) -> Iterator[Waarschuwing]:
    stand = bijdragen.stand
    adres = reverse("financien:begroting", args=[stand.jaar])
    if stand.begroting_id is None:
        yield Waarschuwing("begroting", f"Er is nog geen begroting van {stand.jaar}.", adres, "Maak de begroting")
    elif stand.is_concept and stand.vastgesteld_op is None:
        tekst = f"De begroting van {stand.jaar} is nog niet vastgesteld. Maanden kunnen daarom niet dicht."
        yield Waarschuwing("begroting", tekst, adres, "Stel de begroting vast")


def _maanden(jaar: int, vandaag: date) -> Iterator[Waarschuwing]:
    maand = volgende_maand()
    if maand is None or maand.year != jaar or not te_laat(maand, vandaag):
        return
    laatste = maand
    while laatste.month < 12 and te_laat(laatste.replace(month=laatste.month + 1), vandaag):
        laatste = laatste.replace(month=laatste.month + 1)
    if laatste == maand:
        tekst = f"{maandnaam(maand).capitalize()} is al meer dan 30 dagen voorbij en nog niet gesloten."
    else:
        aantal = laatste.month - maand.month + 1
        tekst = f"{aantal} maanden zijn nog niet gesloten: {maandnaam(maand)} t/m {maandnaam(laatste)}."
    yield Waarschuwing("maand", tekst, reverse("financien:maanden"), "Sluit de maand")


def _posten(bijdragen: Bijdragestand) -> Iterator[Waarschuwing]:
    stand = bijdragen.stand
    prognose = reverse("financien:prognose", args=[stand.jaar])
    begroting = reverse("financien:begroting", args=[stand.jaar])
    for post in stand.posten if stand.begroting_id is not None else ():
        if post.begroot is None:
            if post.geboekt:
                tekst = f"{_naam(post)}: er is {euro(post.geboekt)} geboekt, en er is niets begroot."
                yield Waarschuwing(
                    "zonder_begroting", tekst, begroting, "Bekijk de begroting", post.geboekt, post.kamer_id
                )
            continue
        verschil = (post.prognose or NIETS) - post.begroot
        waar = f"{prognose}#post-{post.post_id}"
        if post.soort == Post.Soort.KOSTEN and verschil > 0:
            tekst = f"{_naam(post)}: er komt {euro(verschil)} meer dan begroot ({euro(post.begroot)})."
            yield Waarschuwing("boven_begroting", tekst, waar, "Bekijk de prognose", verschil, post.kamer_id)
        elif post.soort == Post.Soort.FINANCIERING and verschil < 0:
            tekst = f"{_naam(post)}: er komt {euro(-verschil)} minder binnen dan begroot ({euro(post.begroot)})."
            yield Waarschuwing("minder_inkomsten", tekst, waar, "Bekijk de prognose", -verschil, post.kamer_id)


def _verplichtingen(jaar: int, vandaag: date) -> Iterator[Waarschuwing]:
    for belofte in beloften(Q(post__jaar=jaar, aangegaan_op__lt=vandaag - OUD), vandaag):
        if not (rest := belofte.over):
            continue
        rij = belofte.verplichting
        tekst = (
            f"{rij.post}: van '{rij.omschrijving}' staat sinds {datum_voluit(rij.aangegaan_op)} nog {euro(rest)} open."
        )
        adres = reverse("financien:verplichting", args=[rij.pk])
        yield Waarschuwing("oude_verplichting", tekst, adres, "Bekijk de verplichting", rest, rij.post.kamer_id)


def _bijdragen(bijdragen: Bijdragestand) -> Iterator[Waarschuwing]:
    for w in bijdragen.waarschuwingen:
        yield Waarschuwing(w.soort, w.tekst, w.adres, "Bekijk de bijdrage", w.bedrag, w.kamer_id)


def _bestemd(bijdragen: Bijdragestand) -> Iterator[Waarschuwing]:
    """Money with a purpose that is not spent on it yet must still be there."""
    vast = [b for b in bijdragen.bijdragen if b.bestemming or b.post.kamer_id]
    over = sum((max(b.ontvangen - b.besteed, NIETS) for b in vast), NIETS)
    kant = {Post.Soort.FINANCIERING: 1, Post.Soort.KOSTEN: -1}
    rest = sum((kant[Post.Soort(post.soort)] * post.geboekt for post in bijdragen.stand.posten), NIETS)
    if over > max(rest, NIETS):
        tekst = (
            f"Van het geld met een bestemming is {euro(over)} nog niet uitgegeven, maar van al het geld van dit jaar "
            f"is {euro(rest)} over. Vul bij uitgaven in waar ze uit zijn betaald, of houd dit geld apart."
        )
        adres = reverse("financien:bijdragen", args=[bijdragen.stand.jaar])
        yield Waarschuwing("bestemd_geld", tekst, adres, "Bekijk de bijdragen", over - max(rest, NIETS))


def _bank(jaar: int, vandaag: date) -> Iterator[Waarschuwing]:
    # the bank knows no years: what is open is of this year when it is said beside this year
    if aantal := aantal_te_boeken(min(vandaag, date(jaar, 12, 31))):
        wat = "1 regel van de bank is" if aantal == 1 else f"{aantal} regels van de bank zijn"
        yield Waarschuwing("bank", f"{wat.capitalize()} nog niet geboekt.", reverse("financien:bank"), "Boek ze")


def _handgeld(jaar: int) -> Iterator[Waarschuwing]:
    maanden: dict[int, list[date]] = {}
    kamers: dict[int, Kamer] = {}
    for rij in Handgeldmaand.objects.filter(maand__year=jaar).select_related("kamer").order_by("maand", "kamer"):
        maanden.setdefault(rij.kamer_id, []).append(rij.maand)
        kamers[rij.kamer_id] = rij.kamer
    for standen in kasstanden(kamers.values(), maanden).values():
        for kas in standen:
            if not kas.over:
                continue
            tekst = (
                f"{kas.kamer}: in {kas.naam} is {euro(kas.besteed)} handgeld uitgegeven. "
                f"Dat is {euro(kas.over)} meer dan mag."
            )
            adres = reverse("financien:handgeld_maand", args=[kas.kamer.slug, kas.maand.year, kas.maand.month])
            yield Waarschuwing("handgeld", tekst, adres, "Bekijk het handgeld", kas.over, kas.kamer.pk)


def euro(bedrag: Decimal) -> str:
    """An amount that stays on one line inside a sentence."""
    return opmaak.euro(bedrag).replace(" ", "\N{NO-BREAK SPACE}")


def _naam(post: Poststand) -> str:
    return f"{post.naam} ({post.kamer})" if post.kamer else post.naam
