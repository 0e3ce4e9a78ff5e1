"""The pages that belong to one agreement, for the row of links above each of them.

Apps above this floor add theirs (``registreer_deel``, ``registreer_geldlinks``) when they start, so that this floor
links to them without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from buurtwerkkamers.models import Afspraak, Gebruiker
from buurtwerkkamers.rechten import mag

Teller = Callable[[Afspraak, Gebruiker], int | None]
Geldlinks = Callable[[Afspraak, Gebruiker], list[tuple[str, str]]]


@dataclass(frozen=True)
class Deel:
    """A page about an agreement. ``adres`` is the name of an address that takes its ``pk``.

    ``tel`` gives the number behind the title (None or absent: no number). ``voor_tekenen``: that number is of what
    asks for a look before the agreement is signed.
    """

    titel: str
    adres: str
    recht: str
    tel: Teller | None = None
    voor_tekenen: bool = False


@dataclass(frozen=True)
class Link:
    titel: str
    adres: str
    aantal: int | None = None
    hier: bool = False


_delen: list[Deel] = []
_geldlinks: list[Geldlinks] = []


def registreer_deel(deel: Deel) -> None:
    if deel.adres not in (bekend.adres for bekend in _delen):
        _delen.append(deel)


def registreer_geldlinks(functie: Geldlinks) -> None:
    """Who knows where the amounts of an agreement stand: (title, address) of each place this user may open."""
    if functie not in _geldlinks:
        _geldlinks.append(functie)


def delen_van(afspraak: Afspraak, gebruiker: Gebruiker, hier: str = "afspraken:afspraak") -> list[Link]:
    """The pages of this agreement for this user; ``hier`` is the name of the address that is being shown."""
    return [
        Link(
            deel.titel,
            reverse(deel.adres, args=[afspraak.pk]),
            deel.tel(afspraak, gebruiker) if deel.tel else None,
            deel.adres == hier,
        )
        for deel in _delen
        if mag(gebruiker, deel.recht)
    ]


def na_te_kijken(afspraak: Afspraak, gebruiker: Gebruiker) -> list[Link]:
    """The pages of a concept that have something to look at before it is signed, with how much."""
    adressen = {reverse(deel.adres, args=[afspraak.pk]) for deel in _delen if deel.voor_tekenen}
    return [link for link in delen_van(afspraak, gebruiker) if link.adres in adressen and link.aantal]


def geldlinks_van(afspraak: Afspraak, gebruiker: Gebruiker) -> list[tuple[str, str]]:
    return [link for functie in _geldlinks for link in functie(afspraak, gebruiker)]


registreer_deel(Deel("Afspraak", "afspraken:afspraak", "afspraken.zien"))
registreer_deel(Deel("Verschillen", "afspraken:verschillen", "afspraken.zien"))
