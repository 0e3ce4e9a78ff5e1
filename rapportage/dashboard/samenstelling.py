"""A question becomes a dashboard of raw figures, in a number of queries that does not depend on the number of kamers.

Every figure comes from the function that counts it everywhere else (``deelnemers.tellingen``, ``financien.overzicht``,
``rapportage.indicatoren``) and says how it must be protected; what of it a reader sees is decided by ``afscherming``.
"""

from __future__ import annotations

from django.urls import reverse

from buurtwerkkamers.models import Deadline, Overleg
from buurtwerkkamers.opmaak import datum
from deelnemers.tellingen import Stand
from financien.models import Bron
from rapportage.cijfers import Cijfer
from rapportage.dashboard import signalen
from rapportage.dashboard.afgesproken import afgesproken_categorieen, meet_indicatoren, naam_van
from rapportage.dashboard.bereik import Bereik
from rapportage.dashboard.geld import Geldblok, bron_in_zicht
from rapportage.dashboard.telling import lees_mensen
from rapportage.dashboard.uitsplitsing import uitsplitsingen
from rapportage.dashboard.vorm import Blad, Grafiekblok, Tabelblok, Termijn
from rapportage.dashboard.vraag import Geldzicht, Vraag

__all__ = ["Geldzicht", "Vraag", "stel_samen"]

MEESTE_TERMIJNEN = 6
GEEN_AFSPRAAK = "Over deze periode is er geen afspraak. Daarom zijn er geen doelen om mee te vergelijken."


def stel_samen(vraag: Vraag, stand: Stand | None = None) -> Blad[Cijfer]:
    """The whole dashboard. Without kamers an empty one. ``stand``: its people (``lees_mensen``), if read already."""
    bron, andere = bron_in_zicht(vraag)
    if stand is None and vraag.kamers:
        stand = lees_mensen(vraag)
    bereik = None if vraag.alleen_corporatie or stand is None else Bereik.van(vraag, stand)
    indicatoren = list(vraag.afspraak.indicator_set.all()) if vraag.afspraak else []
    afgesproken = afgesproken_categorieen(indicatoren, vraag.kamers)
    grafieken: list[Grafiekblok[Cijfer]] = []
    tabellen: list[Tabelblok[Cijfer]] = []
    if bereik:
        grafieken += bereik.grafieken(afgesproken)
        tabellen += bereik.tabellen(afgesproken)
    _voeg_geld_toe(vraag, bron, andere, grafieken, tabellen)
    if vraag.met_signalen and vraag.kamers:
        grafieken.append(signalen.grafiek(vraag.kamers, vraag.periode))
    if bereik:
        tabellen += uitsplitsingen(vraag, stand)
    return Blad(
        titel=vraag.titel,
        periode=vraag.periode,
        kamers=tuple(naam_van(kamer) for kamer in vraag.kamers),
        kamer=naam_van(vraag.kamer) if vraag.kamer else None,
        kerncijfers=bereik.kerncijfers(indicatoren) if bereik else (),
        grafieken=tuple(grafieken),
        tabellen=tuple(tabellen),
        indicatoren=meet_indicatoren(vraag, stand) if stand else (),
        termijnen=_termijnen(vraag),
        afspraak=str(vraag.afspraak) if vraag.afspraak else "",
        afspraak_id=vraag.afspraak.pk if vraag.afspraak else None,
        voorlopig=vraag.voorlopig,
        noten=() if vraag.afspraak else (GEEN_AFSPRAAK,),
    )


def _voeg_geld_toe(
    vraag: Vraag,
    bron: Bron | None,
    andere: tuple[str, ...],
    grafieken: list[Grafiekblok[Cijfer]],
    tabellen: list[Tabelblok[Cijfer]],
) -> None:
    if vraag.geld is None or bron is None or not vraag.kamers:
        return
    blok = Geldblok(vraag, bron, andere)
    if tabel := blok.tabel():
        tabellen.append(tabel)
    if grafiek := blok.grafiek():
        grafieken.append(grafiek)


def _termijnen(vraag: Vraag) -> tuple[Termijn, ...]:
    """What is late and what comes, the earliest first: deadlines that are open and meetings that are planned.

    Of all versions in sight: what was planned stays when the agreement is amended. A meeting about one kamer is for
    whoever sees that kamer, and not for a corporatie.
    """
    if vraag.afspraak is None:
        return ()
    versies = vraag.versies or (vraag.afspraak.pk,)
    adres = reverse("afspraken:deadlines", args=[vraag.afspraak.pk])
    termijnen = {
        (d.datum, d.naam): Termijn(d.naam, datum(d.datum), d.is_te_laat(vraag.vandaag), adres)
        for d in Deadline.objects.filter(afspraak__in=versies).open()
    }
    gepland = Overleg.objects.filter(
        afspraak__in=versies, stand=Overleg.Stand.GEPLAND, datum__gte=vraag.vandaag
    ).select_related("kamer")
    for overleg in gepland:
        if overleg.kamer is None or (overleg.kamer in vraag.kamers and not vraag.alleen_corporatie):
            waarover = f" over {overleg.kamer.naam}" if overleg.kamer and not vraag.kamer else ""
            naam = overleg.get_soort_display().partition(" (")[0].capitalize() + waarover
            termijnen[overleg.datum, naam] = Termijn(naam, datum(overleg.datum), False, overleg.get_absolute_url())
    return tuple(termijnen[sleutel] for sleutel in sorted(termijnen)[:MEESTE_TERMIJNEN])
