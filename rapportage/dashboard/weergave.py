"""One view of a dashboard for one reader: composed, shielded, with the findings of its charts, and remembered.

The only place where raw figures become shown ones; pages, charts and files start from here.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from buurtwerkkamers.models import Gebruiker
from rapportage.afscherming import kijker_van, scherm_af
from rapportage.cijfers import Getoond
from rapportage.dashboard.geheugen import onthoud, onthoud_altijd
from rapportage.dashboard.samenstelling import stel_samen
from rapportage.dashboard.tekenen import met_bevinding, svg
from rapportage.dashboard.telling import lees_mensen
from rapportage.dashboard.vorm import Blad, Grafiekblok
from rapportage.dashboard.vraag import Vraag


def sleutel_van(vraag: Vraag) -> tuple[Hashable, ...]:
    """Everything that decides what is counted for a question."""
    return (
        tuple(kamer.pk for kamer in vraag.kamers),
        vraag.kamer.pk if vraag.kamer else None,
        vraag.periode,
        vraag.heel,
        vraag.afspraak.pk if vraag.afspraak else None,
        vraag.vandaag,
        vraag.alleen_corporatie,
        vraag.geld,
        vraag.met_signalen,
        vraag.stad,
        vraag.versies,
    )


def toon_blad(vraag: Vraag, gebruiker: Gebruiker) -> Blad[Getoond]:
    """The dashboard as this reader may see it."""
    kijker = kijker_van(gebruiker)

    def maak() -> Blad[Getoond]:
        stand = lees_mensen(vraag) if vraag.kamers else None
        blad = scherm_af(stel_samen(vraag, stand), kijker, stand)
        return replace(blad, grafieken=tuple(met_bevinding(blok) for blok in blad.grafieken))

    return onthoud(("blad", kijker, *sleutel_van(vraag)), maak)


def teken(blok: Grafiekblok[Getoond]) -> str:
    """The chart as it stands in a page; the same figures give the same drawing."""
    return onthoud_altijd(("svg", blok), lambda: svg(blok))
