"""A small living budget to test on: three kamers' worth of posts, written through the product's own functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from financien.begroten import Bedragcel, maak_begroting, maak_post, stel_begroting_vast, zet_bedragen
from financien.boeken import NieuweBoeking, boek
from financien.models import Begroting, Boeking, Post
from tests.fabrieken import maak_kamer, maak_organisatie, systeem

JAAR = 2020


@dataclass
class Jaar:
    """Two kamers with costs and a contribution each, and posts of all kamers together."""

    door: Gebruiker
    top: Kamer
    hart: Kamer
    gemeente: Organisatie
    begroting: Begroting
    posten: dict[str, Post]

    def boek(self, post: str, dag: date, bedrag: Any, **velden: Any) -> Boeking:
        return boek([NieuweBoeking(self.posten[post], dag, Decimal(bedrag), "test", **velden)], door=self.door)[0]


def maak_jaar(*, vast: bool = True, verdeeld: bool = False) -> Jaar:
    """``verdeeld``: every post is of a kamer, so that something can be said about each of them."""
    door, top, hart = systeem(), maak_kamer("Top"), maak_kamer("Hart")
    gemeente = maak_organisatie("Gemeente Stad")
    posten = {
        "huur top": ("kosten", "Huur", "huisvesting", top, None, "12000"),
        "huur hart": ("kosten", "Huur", "huisvesting", hart, None, "9000"),
        "eten": ("kosten", "Eten en drinken", "", top, None, "2400"),
        "bijdrage top": ("financiering", "Bijdrage", "gemeente", top, gemeente, "14000"),
        "bijdrage hart": ("financiering", "Bijdrage", "gemeente", hart, gemeente, "9500"),
    }
    if not verdeeld:
        posten["samen"] = ("kosten", "Administratie", "", None, None, "1000.50")
        posten["fonds"] = ("financiering", "Fonds Groot", "particuliere fondsen", None, None, "2000")
    begroting = maak_begroting(JAAR, door=door)
    gemaakt, cellen = {}, []
    for sleutel, (soort, naam, groep, kamer, financier, bedrag) in posten.items():
        gemaakt[sleutel] = maak_post(
            jaar=JAAR, soort=soort, naam=naam, groep=groep, kamer=kamer, financier=financier, door=door
        )
        cellen.append(Bedragcel(gemaakt[sleutel], Decimal(bedrag)))
    zet_bedragen(begroting, cellen, door=door)
    if vast:
        begroting = stel_begroting_vast(begroting, op=date(JAAR, 1, 10), door=door)
    return Jaar(door, top, hart, gemeente, begroting, gemaakt)
