"""Three reports: that of 2020 is adopted, one of this year waits to be checked, and one is still being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer, Organisatie
from buurtwerkkamers.perioden import Periode
from financien.models import Bron
from rapportage import antwoorden, vaststelling
from rapportage.demonstratie import teksten, verslag
from rapportage.demonstratie.jaar2020 import EERSTE, EVALUATIE, TWEEDE
from rapportage.models import Onderdeel, Rapport, Verzending
from rapportage.sjablonen import maak_sjabloon_juli_2018, maak_sjabloon_juli_2020, maak_sjabloon_met_signalen
from rapportage.verzenden import NieuweVerzending

TITEL_2020 = "Tussenrapportage 2020"
NOG_TE_SCHRIJVEN = timedelta(days=10)


@dataclass(frozen=True)
class Schrijvers:
    """Who writes and who adopts: ``vaststeller`` may not have written anything."""

    coordinatoren: Mapping[str, Gebruiker]
    bureau: Gebruiker
    vaststeller: Gebruiker


@dataclass(frozen=True)
class Onderleggers:
    """What a report of a year stands on."""

    afspraak: Afspraak
    begroting: Bron
    financiers: Bron


def halfjaar_om_te_schrijven(vandaag: date) -> Periode:
    """The last half-year that is over, so that its report can be walked through to the end."""
    return Periode.halfjaar(vandaag.year, 1) if vandaag.month > 6 else Periode.halfjaar(vandaag.year - 1, 2)


def periode_met_groei(vandaag: date) -> Periode:
    """A period that is over and lies in the demonstration a year earlier too.

    The first half of this year, or as many of its months as are over. In January no month is: then the half-year that
    just ended, which says itself that there is nothing to compare it with.
    """
    if vandaag.month > 6:
        return Periode.halfjaar(vandaag.year, 1)
    if vandaag.month == 1:
        return Periode.halfjaar(vandaag.year - 1, 2)
    return Periode(date(vandaag.year, 1, 1), vandaag.replace(day=1) - timedelta(days=1))


def maak_rapport_2020(kamers: Mapping[str, Kamer], onder: Onderleggers, wie: Schrijvers) -> Rapport:
    """Written by the coordinators and the bureau, adopted by somebody who wrote nothing in it."""
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=onder.afspraak,
        titel=TITEL_2020,
        van=EVALUATIE.van,
        tm=EVALUATIE.tm,
        kamers=list(kamers.values()),
        deelperioden=[("1 januari t/m 14 maart", EERSTE), ("15 maart t/m 31 mei", TWEEDE)],
        begrotingsbron=onder.begroting,
        financiersbron=onder.financiers,
        door=wie.bureau,
    )
    eerste, tweede = _vragen(rapport, Onderdeel.Soort.VRAAG_PER_KAMER)
    (toelichting,) = _vragen(rapport, Onderdeel.Soort.VRAAG_EENMALIG)
    (verder,) = _vragen(rapport, Onderdeel.Soort.KEUZE)
    _schrijf_per_kamer(rapport, eerste, teksten.HOE_GING_HET_2020, kamers, wie)
    _schrijf_per_kamer(rapport, tweede, teksten.WAT_BETEKENDE_HET_2020, kamers, wie)
    for vraag, tekst in ((toelichting, teksten.TOELICHTING_GELD_2020), (verder, teksten.HOE_VERDER_2020)):
        antwoorden.beantwoord(
            rapport=rapport,
            onderdeel=vraag,
            kamer=None,
            tekst=teksten.als_tekst(tekst),
            keuze=vraag.keuzes[0] if vraag.keuzes else "",
            door=wie.bureau,
        )
    vaststelling.leg_ter_controle(rapport=rapport, door=wie.bureau)
    vaststelling.stel_vast(rapport=rapport, door=wie.vaststeller)
    _dien_in(rapport, wie.bureau)
    return rapport


def _dien_in(rapport: Rapport, bureau: Gebruiker) -> None:
    """To the gemeente by e-mail and to the corporaties by hand: whoever pays and signed."""
    soort = Organisatie.Soort
    partijen = rapport.afspraak.partijen.filter(soort__in=(soort.GEMEENTE, soort.WONINGCORPORATIE)).order_by("naam")
    verzendingen = [
        NieuweVerzending(partij, aan="Contractbeheer", email="gemeente@demo.invalid")
        if partij.soort == soort.GEMEENTE
        else NieuweVerzending(partij, wijze=Verzending.Wijze.OVERHANDIGD)
        for partij in partijen
    ]
    vaststelling.dien_in(rapport=rapport, verzendingen=verzendingen, door=bureau)


def maak_verslag(periode: Periode, kamers: Mapping[str, Kamer], afspraak: Afspraak, wie: Schrijvers) -> Rapport:
    """After the sjabloon of July 2018, with everything written: whoever did not write in it can check and adopt it."""
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2018(),
        afspraak=afspraak,
        titel=f"Verslag van de buurtwerkkamers {periode.van.year}",
        van=periode.van,
        tm=periode.tm,
        kamers=list(kamers.values()),
        deelperioden=[],
        door=wie.bureau,
    )
    inleiding, conclusies = _vragen(rapport, Onderdeel.Soort.VRAAG_EENMALIG)
    (kamer,) = _vragen(rapport, Onderdeel.Soort.VRAAG_PER_KAMER)
    _schrijf_per_kamer(rapport, kamer, verslag.KAMERS, kamers, wie)
    for vraag, tekst in ((inleiding, verslag.INLEIDING), (conclusies, verslag.CONCLUSIES)):
        antwoorden.beantwoord(
            rapport=rapport, onderdeel=vraag, kamer=None, tekst=teksten.als_tekst(tekst), door=wie.bureau
        )
    vaststelling.leg_ter_controle(rapport=rapport, door=wie.bureau)
    return rapport


def maak_rapport_nu(
    periode: Periode, kamers: Mapping[str, Kamer], onder: Onderleggers, wie: Schrijvers, vandaag: date
) -> Rapport:
    """In the making: two kamers answered the first question, the rest is still to be written."""
    helft = "eerste" if periode.van.month == 1 else "tweede"
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_met_signalen(),
        afspraak=onder.afspraak,
        titel=f"Tussenrapportage {helft} helft {periode.van.year}",
        van=periode.van,
        tm=periode.tm,
        kamers=list(kamers.values()),
        deelperioden=[(str(kwartaal), kwartaal) for kwartaal in periode.verdeel("kwartaal")],
        begrotingsbron=onder.begroting,
        financiersbron=onder.financiers,
        antwoorden_voor=vandaag + NOG_TE_SCHRIJVEN,
        door=wie.bureau,
    )
    eerste, _ = _vragen(rapport, Onderdeel.Soort.VRAAG_PER_KAMER)
    _schrijf_per_kamer(rapport, eerste, teksten.HOE_GING_HET_NU, kamers, wie)
    return rapport


def _vragen(rapport: Rapport, soort: str) -> list[Onderdeel]:
    return list(rapport.sjabloon.onderdelen.filter(soort=soort))


def _schrijf_per_kamer(
    rapport: Rapport, vraag: Onderdeel, per_kamer: Mapping[str, str], kamers: Mapping[str, Kamer], wie: Schrijvers
) -> None:
    for naam, tekst in per_kamer.items():
        antwoorden.beantwoord(
            rapport=rapport,
            onderdeel=vraag,
            kamer=kamers[naam],
            tekst=teksten.als_tekst(tekst),
            door=wie.coordinatoren[naam],
        )
