"""What else the rooms recorded this year: the rhythm of the week, cases, and cards that may be doubles.

Nothing of this lies in 2020: the printed report of that year stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from django.db.models import Count, Q

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelnemer, Rol
from deelnemers.registratie import NieuweInzet, NieuweRol, aanwezig, trajecten
from deelnemers.registratie.uren import koppel_account
from rapportage.demonstratie.aanbod import AANBOD, HART, KAMERS, TOP, VERBINDING, dag_van_de_week
from rapportage.demonstratie.accounts import ACCOUNTS
from rapportage.demonstratie.gebeurtenissen import laad_gebeurtenissen

TIJDEN = (
    (time(9, 30), time(12, 0)),
    (time(10, 0), time(12, 0)),
    (time(13, 0), time(15, 30)),
    (time(14, 0), time(16, 0)),
    (time(17, 0), time(19, 0)),
)
TRAJECTEN = {TOP: 14, HART: 6, VERBINDING: 9}
GROEP = "Gastheren en gastvrouwen"
MELDERS = ("Bewoner zelf", "Buurtteam", "Huisarts", "Woningcorporatie", "Familie of buren", "Andere bewoner")
AFSLUITREDENEN = ("Doelen bereikt", "Overgedragen aan het buurtteam", "Verhuisd", "Geen contact meer")
# How somebody who is known gets a second card: the name as another volunteer wrote it.
_ANDERS_GESCHREVEN = (("ou", "u"), ("ie", "i"), ("dj", "j"), ("kh", "ch"), ("ij", "y"), ("f", "ph"), ("aa", "a"))


def laad(
    rng: Random,
    vandaag: date,
    kamers: Mapping[str, Kamer],
    door: Mapping[str, Gebruiker],
) -> None:
    """``door``: the coordinator of each kamer, who signs everything of that kamer."""
    for naam in KAMERS:
        kamer, wie = kamers[naam], door[naam]
        mensen = _trouwste(kamer, vandaag)
        _ritme(rng, kamer, vandaag, wie)
        _trajecten(rng, kamer, TRAJECTEN[naam], mensen, vandaag, wie)
        _dubbele_kaarten(kamer, mensen, vandaag, wie)
        laad_gebeurtenissen(rng, vandaag, kamer, mensen, wie)


def koppel_accounts(
    vandaag: date, kamers: Mapping[str, Kamer], gebruikers: Mapping[str, Gebruiker], door: Mapping[str, Gebruiker]
) -> None:
    """The volunteer at each door has a card too, with hours of the last weeks, and sees those as 'Mijn uren'."""
    for account in ACCOUNTS:
        if account.rol != Bevoegdheid.Rol.DEUR:
            continue
        kamer, wie = kamers[account.kamer], door[account.kamer]
        voornaam, achternaam = account.naam.split(" ", 1)
        begin = vandaag - timedelta(weeks=8)
        mens = registratie.schrijf_in(kamer=kamer, op=begin, voornaam=voornaam, achternaam=achternaam, door=wie)
        registratie.geef_rollen([NieuweRol(mens.pk, kamer.pk, Rol.Soort.VRIJWILLIGER, begin)], door=wie)
        registratie.leg_inzet_vast(
            [
                NieuweInzet(kamer.pk, mens.pk, vandaag - timedelta(weeks=week, days=1), Decimal("3.5"), GROEP)
                for week in range(6)
            ],
            door=wie,
        )
        koppel_account(gebruikers[account.email], deelnemer=mens, door=wie)


def _trouwste(kamer: Kamer, vandaag: date) -> list[Deelnemer]:
    """Who came in the last half-year, most often first."""
    bezoeken = Q(deelnames__kamer=kamer, deelnames__datum__gt=vandaag - timedelta(days=180))
    mensen = Deelnemer.objects.annotate(keer=Count("deelnames", filter=bezoeken)).filter(keer__gt=0)
    return list(mensen.select_related("persoonsgegevens").order_by("-keer", "nummer"))


def _ritme(rng: Random, kamer: Kamer, vandaag: date, door: Gebruiker) -> None:
    """The weekdays of what is offered now; on a day without rhythm, today shows what was registered today."""
    activiteiten = {a.naam: a for a in Activiteit.objects.filter(kamer=kamer, gestopt_op=None)}
    for aanbod in AANBOD:
        activiteit = activiteiten.get(aanbod.naam)
        if aanbod.kamer != kamer.naam or activiteit is None:
            continue
        tijden = rng.choice(TIJDEN)
        aanwezig.wijzig_ritme(activiteit, dagen={dag + 1: tijden for dag in aanbod.weekdagen}, door=door)
        geldt_als = dag_van_de_week(vandaag).weekday()
        if geldt_als in aanbod.weekdagen and vandaag.weekday() not in aanbod.weekdagen:
            aanwezig.zet_op_dag(activiteit, datum=vandaag, door=door)


def _trajecten(
    rng: Random, kamer: Kamer, aantal: int, mensen: Sequence[Deelnemer], vandaag: date, door: Gebruiker
) -> None:
    """Cases in every stage, none of them older than ten months."""
    for mens in rng.sample(mensen, min(aantal, len(mensen))):
        aangemeld = vandaag - timedelta(days=rng.randrange(5, 300))
        traject = trajecten.maak_traject(
            kamer=kamer, deelnemers=[mens.pk], aangemeld_op=aangemeld, melder=rng.choice(MELDERS), door=door
        )
        kennismaking = aangemeld + timedelta(days=rng.randrange(2, 15))
        ondersteuning = kennismaking + timedelta(days=rng.randrange(0, 12))
        afgesloten = ondersteuning + timedelta(days=rng.randrange(40, 200))
        stappen: dict[str, object] = {}
        for veld, dag in (("kennismaking_op", kennismaking), ("ondersteuning_op", ondersteuning)):
            if dag <= vandaag:
                stappen[veld] = dag
        if afgesloten <= vandaag:
            stappen |= {
                "afgesloten_op": afgesloten,
                "afsluitreden": rng.choices(AFSLUITREDENEN, (6, 2, 1, 1))[0],
                "verder_zonder_begeleiding": rng.choices(("ja", "nee", "onbekend", "nvt"), (6, 2, 1, 1))[0],
            }
        if stappen:
            trajecten.zet_stap(traject, door=door, **stappen)


def _dubbele_kaarten(kamer: Kamer, mensen: Sequence[Deelnemer], vandaag: date, door: Gebruiker) -> None:
    """A few people who were written in twice, with the name as it sounds and the same telephone number."""
    gemaakt = 0
    for mens in mensen:
        gegevens = mens.persoonsgegevens
        anders = _anders_geschreven(gegevens.voornaam)
        if gemaakt == 3 or not (anders and gegevens.achternaam):
            continue
        tweede = registratie.schrijf_in(
            kamer=kamer,
            op=vandaag - timedelta(days=20 + gemaakt),
            voornaam=anders,
            achternaam=gegevens.achternaam if gemaakt else f"{gegevens.achternaam[0]}.",
            telefoon=gegevens.telefoon if gemaakt != 1 else "",
            door=door,
        )
        recent = mens.deelnames.filter(kamer=kamer, datum__gt=vandaag - timedelta(days=180))
        laatste = recent.filter(activiteit__gevoelig=False).order_by("-datum").first()
        if laatste:
            registratie.registreer_deelname(
                activiteit=laatste.activiteit, deelnemer=tweede, datum=laatste.datum, door=door
            )
        gemaakt += 1


def _anders_geschreven(voornaam: str) -> str:
    """The name with one sound written another way; empty when it has none of them."""
    for zo, anders in _ANDERS_GESCHREVEN:
        if zo in voornaam[1:].lower():
            plaats = voornaam.lower().index(zo, 1)
            return voornaam[:plaats] + anders + voornaam[plaats + len(zo) :]
    return ""
