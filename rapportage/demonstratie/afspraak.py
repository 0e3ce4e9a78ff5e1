"""Rooms, parties and agreements: that of 2020 as signed, and made-up ones for last year and this year."""

from __future__ import annotations

from datetime import date, timedelta

from buurtwerkkamers.afspraken import (
    Ondertekenaar,
    bewaar_afspraak,
    bewaar_ondertekenaars,
    maak_van_vorige,
    onderteken,
    zet_doelen,
)
from buurtwerkkamers.forms_afspraken import voorstel_volgend_jaar
from buurtwerkkamers.kamers import bewaar_kamer, bewaar_organisatie
from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer, Organisatie
from rapportage.demonstratie.aanbod import HART, KAMERS
from rapportage.demonstratie.inlezen import lees_bestand, lees_in

AFSPRAAK = "Samenwerkingsafspraak"
GETEKEND_2020 = date(2020, 3, 24)
Soort = Organisatie.Soort
ORGANISATIES = {
    "Gemeente Utrecht": Soort.GEMEENTE,
    "Utrecht Werk en Inkomen": Soort.UITKERINGSINSTANTIE,
    "Mitros": Soort.WONINGCORPORATIE,
    "Portaal": Soort.WONINGCORPORATIE,
    "Bo-Ex": Soort.WONINGCORPORATIE,
    "GroenWest": Soort.WONINGCORPORATIE,
    "Stichting DOEN": Soort.FONDS,
    "Kansfonds": Soort.FONDS,
    "Rabobank": Soort.FONDS,
    "Coöperatie van buurtwerkkamers": Soort.COOPERATIE,
}
_TEKENT = (Soort.GEMEENTE, Soort.WONINGCORPORATIE, Soort.COOPERATIE)
_TEKENT_VOOR = {
    "Gemeente Utrecht": ("Marjan Vonk", "gebiedsmanager"),
    "Mitros": ("Ruud Peeters", "manager wonen"),
    "Portaal": ("Ineke Maas", "regiodirecteur"),
    "Bo-Ex": ("Tom Verhulst", "directeur-bestuurder"),
    "GroenWest": ("Fatma Aydin", "manager wijkzaken"),
    "Coöperatie van buurtwerkkamers": ("Samira Bouzid", "voorzitter"),
}
_HOGER = {"Sociale ontmoeting": "180", "Computervaardigheid": "40"}
# Which indicators matter to the housing corporations was lost from the paper of 2020; in our own agreements these do.
_VAN_CORPORATIES = ("prettig(er) leven en wonen", "huisuitzetting", "overlast", "Klussen", "Nieuwe bewoners")


def maak_kamers(door: Gebruiker) -> dict[str, Kamer]:
    """The three rooms by name, in the order of the agreement."""
    lees_in("kamers", lees_bestand("kamers.csv"), door=door)
    kamers = {naam: Kamer.objects.get(naam=naam) for naam in KAMERS}
    for volgorde, kamer in enumerate(kamers.values(), 1):
        kamer.volgorde = volgorde
        bewaar_kamer(kamer, door=door)
    return kamers


def maak_organisaties(door: Gebruiker) -> dict[str, Organisatie]:
    return {
        naam: bewaar_organisatie(Organisatie(naam=naam, soort=soort), door=door) for naam, soort in ORGANISATIES.items()
    }


def maak_afspraak(jaar: int, organisaties: dict[str, Organisatie], door: Gebruiker) -> Afspraak:
    """The agreement of a year with its 27 indicators and their targets."""
    rijen = lees_bestand("streefwaarden-2020.csv")
    if jaar != 2020:
        rijen = [_nieuwe_rij(rij, jaar) for rij in rijen]
    lees_in("streefwaarden", rijen, door=door)
    afspraak = Afspraak.objects.get(naam=f"{AFSPRAAK} {jaar}")
    getekend = GETEKEND_2020 if jaar == 2020 else date(jaar, 1, 1) - timedelta(days=20)
    partijen = [organisatie for organisatie in organisaties.values() if organisatie.soort in _TEKENT]
    financiers = [organisatie for organisatie in organisaties.values() if organisatie.soort != Soort.COOPERATIE]
    bewaar_afspraak(afspraak, partijen=partijen, financiers=financiers, door=door)
    # Who signed in 2020 is not in our sources: the organisations and the day are, made-up names are not for there.
    tekenen = [_ondertekenaar(organisatie, jaar, getekend) for organisatie in partijen]
    bewaar_ondertekenaars(afspraak, ondertekenaars=tekenen, door=door)
    return onderteken(afspraak, getekend_op=getekend, door=door)


def _ondertekenaar(organisatie: Organisatie, jaar: int, getekend: date) -> Ondertekenaar:
    naam, functie = ("", "") if jaar == 2020 else _TEKENT_VOOR[organisatie.naam]
    return Ondertekenaar(organisatie, naam, functie, getekend)


def maak_concept(afspraak: Afspraak, kamers: dict[str, Kamer], door: Gebruiker) -> Afspraak:
    """The agreement of next year, after the example of this one and not signed yet: one room wants to reach more."""
    concept = maak_van_vorige(afspraak, **voorstel_volgend_jaar(afspraak), door=door)
    doelen = {(i.pk, kamers[HART].pk): _HOGER[i.naam] for i in concept.indicator_set.filter(naam__in=_HOGER)}
    zet_doelen(concept, doelen=doelen, door=door)
    return concept


def _nieuwe_rij(rij: dict[str, str], jaar: int) -> dict[str, str]:
    van_corporaties = any(deel in rij["indicator"] for deel in _VAN_CORPORATIES)
    return {
        **rij,
        "afspraak": f"{AFSPRAAK} {jaar}",
        "streefwaarde": _opgehoogd(rij["streefwaarde"]),
        "corporatie": "ja" if van_corporaties else "nee",
    }


def _opgehoogd(streefwaarde: str) -> str:
    """Bare numbers from 40 on a twentieth higher, in fives; all other targets as they were."""
    if not streefwaarde.isdigit() or int(streefwaarde) < 40:
        return streefwaarde
    return str(5 * round(int(streefwaarde) * 1.05 / 5))
