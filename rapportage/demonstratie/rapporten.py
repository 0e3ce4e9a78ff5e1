"""The report of 2020, from first word to adoption, and the report of the last half-year, that is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from financien.models import Bron
from rapportage import antwoorden, vaststelling
from rapportage.demonstratie import teksten
from rapportage.demonstratie.jaar2020 import EERSTE, EVALUATIE, TWEEDE
from rapportage.models import Onderdeel, Rapport
from rapportage.sjablonen import maak_sjabloon_juli_2020, maak_sjabloon_met_signalen

TITEL_2020 = "Tussenrapportage 2020"


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
    return rapport


def maak_rapport_nu(periode: Periode, kamers: Mapping[str, Kamer], onder: Onderleggers, wie: Schrijvers) -> Rapport:
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
