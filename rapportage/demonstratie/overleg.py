"""Meetings with made-up minutes and actions, and the deadlines of the agreements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from buurtwerkkamers.models import Afspraak, Deadline, Gebruiker, Kamer, Overleg, Overlegactie
from buurtwerkkamers.overleg import (
    Ritme,
    bewaar_actie,
    bewaar_deadline,
    leg_deadlines_vast,
    leg_verslag_vast,
    plan_overleggen,
    zet_klaar,
    zet_stand,
)

Soort = Overleg.Soort
# What was said and who promised what (and within how many days), over and over in another order.
VERSLAGEN: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = (
    (
        "De cijfers van de maand zijn doorgenomen. Het aantal mensen dat hulp vraagt bij brieven groeit.\n\n"
        "Afgesproken is dat de spreekuren iets langer duren zolang het zo druk is.",
        (("Rooster van het spreekuur aanpassen", "Coördinatoren", 21),),
    ),
    (
        "Er zijn genoeg vrijwilligers voor de eettafel, maar te weinig voor de klussendienst.\n\n"
        "De corporaties vragen hun huismeesters om mensen te wijzen op de klussendienst.",
        (("Flyer van de klussendienst maken", "Bureau", 28), ("Huismeesters inlichten", "Corporaties", 35)),
    ),
    (
        "De enquête onder bewoners is besproken. Mensen zijn tevreden; de openingstijden in de avond zijn een wens.",
        (("Voorstel voor een avond per week", "Bureau", 40),),
    ),
    (
        "De bezetting in de vakantie is rond. Er waren geen bijzonderheden.",
        (),
    ),
    (
        "De signalen uit de buurt zijn besproken. Zorgen over geld worden het meest gehoord.\n\n"
        "De gemeente nodigt iemand van schuldhulpverlening uit voor het volgende overleg.",
        (("Schuldhulpverlening uitnodigen", "Gemeente", 30), ("Signalen op een rij zetten", "Bureau", 14)),
    ),
)
NOG_OPEN = 45  # days: what was promised in meetings of that long ago may still be open


def laad(afspraken: Mapping[int, Afspraak], kamers: Mapping[str, Kamer], vandaag: date, door: Gebruiker) -> None:
    """``afspraken`` by year: 2020, last year and this year."""
    for jaar, afspraak in afspraken.items():
        _deadlines(jaar, afspraak, vandaag, door)
        if jaar != 2020:
            _overleggen(jaar, afspraak, list(kamers.values()), vandaag, door)


def _deadlines(jaar: int, afspraak: Afspraak, vandaag: date, door: Gebruiker) -> None:
    """As in the agreement of 2020: a report on 20 July and 20 January, the final report by 1 June."""
    rijen = [
        ("Rapport over de eerste helft van het jaar", date(jaar, 7, 20)),
        ("Rapport over de tweede helft van het jaar", date(jaar + 1, 1, 20)),
        ("Eindrapport van het jaar", date(jaar + 1, 6, 1)),
    ]
    if jaar == vandaag.year:
        rijen += [
            ("Cijfers van het derde kwartaal naar de gemeente", vandaag - timedelta(days=4)),
            ("Doelen van volgend jaar bespreken met de gemeente", vandaag + timedelta(days=12)),
        ]
    leg_deadlines_vast(afspraak, rijen, door=door)
    for deadline in Deadline.objects.filter(afspraak=afspraak, datum__lt=vandaag - timedelta(days=7)):
        zet_klaar(deadline, op=deadline.datum - timedelta(days=3), door=door)
    for deadline in Deadline.objects.filter(afspraak=afspraak, klaar_op=None, datum__gt=vandaag):
        deadline.herinner_dagen = 30
        bewaar_deadline(deadline, door=door)


def _overleggen(jaar: int, afspraak: Afspraak, kamers: list[Kamer], vandaag: date, door: Gebruiker) -> None:
    """Each quarter about all rooms, once a year with the partners; this year also each month about all of them."""
    series = [
        (Soort.KWARTAAL, Ritme.KWARTAAL, date(jaar, 2, 10), "Stadskantoor"),
        (Soort.PARTNERS, Ritme.JAAR, date(jaar, 11, 26), "De Verbinding"),
    ]
    if jaar == vandaag.year:
        series.append((Soort.VOORTGANG, Ritme.MAAND, date(jaar, 1, 20), "Online"))
    for soort, ritme, eerste, plaats in series:
        plan_overleggen(afspraak, soort=soort, ritme=ritme, eerste=eerste, kamers=[None], plaats=plaats, door=door)
    if jaar == vandaag.year:
        for dag in (vandaag - timedelta(days=9), vandaag + timedelta(days=9)):
            plan_overleggen(
                afspraak,
                soort=Soort.VOORTGANG,
                ritme=Ritme.EEN,
                eerste=dag,
                kamers=list(kamers),
                plaats="In de kamer",
                door=door,
            )
    geweest = Overleg.objects.filter(afspraak=afspraak, datum__lt=vandaag).order_by("datum", "pk")
    for nummer, overleg in enumerate(geweest):
        if overleg.soort == Soort.VOORTGANG and overleg.datum.month == 8:
            zet_stand(overleg, Overleg.Stand.VERVALLEN, door=door)
        else:
            _verslag(overleg, nummer, vandaag, door)


def _verslag(overleg: Overleg, nummer: int, vandaag: date, door: Gebruiker) -> None:
    tekst, acties = VERSLAGEN[nummer % len(VERSLAGEN)]
    leg_verslag_vast(overleg, datum=overleg.datum, verslag=tekst, door=door)
    for wat, wie, dagen in acties:
        voor = overleg.datum + timedelta(days=dagen)
        actie = bewaar_actie(Overlegactie(overleg=overleg, wat=wat, wie=wie, voor=voor), door=door)
        if overleg.datum < vandaag - timedelta(days=NOG_OPEN):
            zet_klaar(actie, op=voor, door=door)
