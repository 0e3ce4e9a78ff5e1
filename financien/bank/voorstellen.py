"""Where a line of the bank probably belongs: rules that propose a post, and say why.

One rule decides, the first of this order: the account of the other, then the name of the other, then words of the
description; within those the one that was chosen last. A rule names a post (with its kamer and financier); the post of
that name in the year of the line is proposed. Nothing else is weighed: what was right six times is right until somebody
chooses something else, and then that is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from buurtwerkkamers.opmaak import getal
from financien.models import Banktransactie, Boekregel, Post

Veld = Boekregel.Veld
VOLGORDE = (Veld.TEGENREKENING, Veld.TEGENPARTIJ, Veld.OMSCHRIJVING)
NIEUW = "Nog niet eerder gezien."
EIGEN = "Dit is een rekening van uzelf. Sla de regel over als het geld alleen werd verplaatst."
# A proposal that was kept this often, and more often than corrected, is ticked beforehand.
VAAK_GENOEG = 2
_WOORDEN = 3
_Sleutel = tuple[int, str, str, int | None, int | None]


@dataclass(frozen=True)
class Voorstel:
    """What is proposed for one line: a post or None, the rule that says so, and why in one sentence."""

    post: Post | None
    waarom: str
    regel: Boekregel | None = None

    @property
    def zeker(self) -> bool:
        return bool(self.post and self.regel and self.regel.raak >= VAAK_GENOEG and self.regel.raak > self.regel.mis)


@dataclass(frozen=True)
class Zoekregel:
    """What a line would be recognised by the next time."""

    veld: str
    zoek: str


def stel_voor(transacties: Sequence[Banktransactie]) -> dict[int, Voorstel]:
    """A proposal for each of these lines. Three queries, whatever their number."""
    # The newest row was chosen last: see ``boeken``.
    regels = list(Boekregel.objects.select_related("kamer", "financier").order_by("-pk"))
    jaren = {transactie.datum.year for transactie in transacties}
    posten = {_postsleutel(post): post for post in Post.objects.filter(jaar__in=jaren).select_related("kamer")}
    eigen = set(Banktransactie.objects.order_by("rekening").values_list("rekening", flat=True).distinct())
    zoeker = _Zoeker(regels)
    return {transactie.pk: _voorstel(transactie, zoeker, posten, eigen) for transactie in transacties}


def _voorstel(transactie: Banktransactie, zoeker: _Zoeker, posten: dict[_Sleutel, Post], eigen: set[str]) -> Voorstel:
    regel = zoeker.vind(transactie)
    if regel is None:
        return Voorstel(None, EIGEN if transactie.tegenrekening in eigen else NIEUW)
    post = posten.get((transactie.datum.year, regel.soort, regel.post, regel.kamer_id, regel.financier_id))
    wat = f"{regel.zoek} → {postnaam(regel)}"
    if post is None:
        return Voorstel(None, f"{wat}: die post is er niet in {transactie.datum.year}.", regel)
    keer = "1 keer" if regel.raak == 1 else f"{getal(regel.raak)} keer"
    waarom = f"Zoals {keer} eerder: {wat}." if regel.raak else f"Volgens uw regel: {wat}."
    return Voorstel(post, waarom, regel)


class _Zoeker:
    """Finds the rule that decides; rules come newest first."""

    def __init__(self, regels: Iterable[Boekregel]) -> None:
        self.op_rekening: dict[str, Boekregel] = {}
        self.op_tekst: dict[str, list[tuple[str, Boekregel]]] = {Veld.TEGENPARTIJ: [], Veld.OMSCHRIJVING: []}
        for regel in regels:
            if regel.veld == Veld.TEGENREKENING:
                self.op_rekening.setdefault(kale_rekening(regel.zoek), regel)
            elif gezocht := woorden(regel.zoek):
                self.op_tekst[regel.veld].append((f" {gezocht} ", regel))

    def vind(self, transactie: Banktransactie) -> Boekregel | None:
        if transactie.tegenrekening and (regel := self.op_rekening.get(kale_rekening(transactie.tegenrekening))):
            return regel
        for veld, regels in self.op_tekst.items():
            tekst = f" {woorden(getattr(transactie, veld))} "
            for gezocht, regel in regels:
                if gezocht in tekst:
                    return regel
        return None


def zoekregel_voor(transactie: Banktransactie) -> Zoekregel | None:
    """What to recognise this line by: the account of the other, else the name up to its first number, else words.

    'Bakkerij Jansen 0123 Utrecht' is recognised as 'Bakkerij Jansen'. None when there is nothing to hold on to.
    """
    if transactie.tegenrekening:
        return Zoekregel(Veld.TEGENREKENING, transactie.tegenrekening)
    if naam := _tot_een_getal(transactie.tegenpartij):
        return Zoekregel(Veld.TEGENPARTIJ, naam)
    begin = " ".join(_tot_een_getal(transactie.omschrijving).split()[:_WOORDEN])
    return Zoekregel(Veld.OMSCHRIJVING, begin) if begin else None


def postnaam(wat: Any) -> str:
    """'Huur, TOP' or 'Bijdrage, Gemeente Utrecht': of a post or of a rule."""
    naam = wat.post if isinstance(wat, Boekregel) else wat.naam
    delen = [naam, wat.kamer.label if wat.kamer_id else "", str(wat.financier) if wat.financier_id else ""]
    return ", ".join(dict.fromkeys(deel for deel in delen if deel))


def woorden(tekst: str) -> str:
    """The words of a text, in small letters, one space between them: how texts are compared."""
    return " ".join(re.findall(r"\w+", tekst.casefold()))


def kale_rekening(tekst: str) -> str:
    return re.sub(r"\W", "", tekst).upper()


def _tot_een_getal(tekst: str) -> str:
    """The text up to the first word with a digit, when that is more than a few letters."""
    begin: list[str] = []
    for woord in tekst.split():
        if any(teken.isdigit() for teken in woord):
            break
        begin.append(woord)
    naam = " ".join(begin)[:140].strip(" ,.-/:")
    return naam if len(woorden(naam)) >= 3 else ""


def _postsleutel(post: Post) -> _Sleutel:
    return post.jaar, post.soort, post.naam, post.kamer_id, post.financier_id
