"""The measures themselves: what is timed, what it should be, and how busy the machine was at that moment."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.models import Categorie, Categorielijst, Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Activiteit, Deelname, Deelnemer, Maandstand
from deelnemers.registratie.maandstanden import bouw_maandstanden
from deelnemers.tellingen import stand, tel_uniek
from rapportage.dashboard.geheugen import GEHEUGEN


@dataclass(frozen=True)
class Meting:
    """``waarde`` in milliseconds unless ``eenheid`` says otherwise; ``belasting``: processes that waited for a core."""

    wat: str
    waarde: float
    eenheid: str = "ms"
    doel: str = ""
    belasting: float = 0.0


@dataclass
class Metingen:
    """Keeps what was measured, and says it at once."""

    meld: Callable[[str], object]
    lijst: list[Meting] = field(default_factory=list)

    def noteer(self, wat: str, waarde: float, eenheid: str = "ms", doel: str = "") -> float:
        meting = Meting(wat, waarde, eenheid, doel, os.getloadavg()[0])
        self.lijst.append(meting)
        self.meld(f"{wat}: {waarde:,.1f} {eenheid}  {doel}  (belasting {meting.belasting:.1f})")
        return waarde

    def tijd(self, wat: str, doe: Callable[[], object], *, keer: int = 5, doel: str = "") -> float:
        """The median time of doing this a number of times, in milliseconds."""
        return self.noteer(wat, duur(doe, keer), doel=doel)

    def als_tabel(self) -> str:
        regels = ["| measure | value | goal | load |", "|---|--:|---|--:|"]
        for m in self.lijst:
            waarde = f"{m.waarde:,.0f}" if m.waarde >= 100 else f"{m.waarde:.1f}"
            regels.append(f"| {m.wat} | {waarde} {m.eenheid} | {m.doel} | {m.belasting:.1f} |")
        return "\n".join(regels)


def duur(doe: Callable[[], object], keer: int) -> float:
    tijden = []
    for _ in range(keer):
        begin = time.perf_counter()
        doe()
        tijden.append((time.perf_counter() - begin) * 1000)
    return statistics.median(tijden)


def aantal_vragen(doe: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as gesteld:
        doe()
    return len(gesteld)


# --- counting


def negentien(vandaag: date) -> list[Periode]:
    """A year: its months, quarters, halves and the whole."""
    jaar = Periode.jaar(vandaag.year)
    return [deel for per in ("maand", "kwartaal", "halfjaar", "jaar") for deel in jaar.verdeel(per)]


def meet_tellen(m: Metingen, naam: str, kamers: Sequence[Kamer], vandaag: date, *, per_cel: bool = False) -> None:
    """The whole set of unique counts, from the registrations and from the months that are kept."""
    stand.VEEL_RIJEN = 10**12  # nothing is kept until it is asked for below
    perioden = negentien(vandaag)
    los = Periode(vandaag - timedelta(days=255), vandaag - timedelta(days=35))
    keer = 5 if naam == "60k" else 3
    Maandstand.objects.all().delete()
    scan = m.tijd(f"{naam}: one sequential scan of the attendances", lees_alles, keer=keer)
    alles = m.tijd(f"{naam}: whole set of unique counts, nothing kept", lambda: tel_uniek(kamers, perioden), keer=keer)
    if per_cel:
        cellen = duur(lambda: vraag_per_cel(kamers, perioden), 1)
        m.noteer(f"{naam}: whole set, a query for each cell", cellen)
        m.noteer(f"{naam}: a query for each cell against one pass", cellen / alles, "times", "at least 35")
    m.tijd(f"{naam}: window of any days, nothing kept", lambda: tel_uniek(kamers, [los]), keer=keer)
    begin = time.perf_counter()
    gebouwd = bouw_maandstanden([kamer.pk for kamer in kamers])
    m.noteer(f"{naam}: keeping {gebouwd:,} stretches", (time.perf_counter() - begin) * 1000)
    m.noteer(f"{naam}: one stretch of one kamer", (time.perf_counter() - begin) * 1000 / max(gebouwd, 1))
    kept = m.tijd(
        f"{naam}: whole set, months kept", lambda: tel_uniek(kamers, perioden), keer=keer, doel="at most one scan"
    )
    m.noteer(f"{naam}: whole set, months kept, against one scan", kept / scan, "times", "at most 1")
    m.tijd(
        f"{naam}: window of any days, months kept", lambda: tel_uniek(kamers, [los]), keer=keer, doel="at most one scan"
    )
    m.noteer(f"{naam}: queries of the whole set", aantal_vragen(lambda: tel_uniek(kamers, perioden)), "queries")


def lees_alles() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute(f"SELECT sum(deelnemer_id) FROM {Deelname._meta.db_table}")  # noqa: S608
        cursor.execute("RESET max_parallel_workers_per_gather")


def vraag_per_cel(kamers: Sequence[Kamer], perioden: Sequence[Periode]) -> int:
    """What counting would cost in the plain way: one query for each figure."""
    categorieen = Categorie.objects.filter(lijst=Categorielijst.objects.standaard())
    gevraagd = 0
    for periode in perioden:
        for welke in (*([kamer] for kamer in kamers), kamers):
            rijen = Deelname.objects.van_kamers(welke).in_periode(periode)
            for categorie in (*categorieen, None):
                cel = rijen.filter(activiteit__indelingen__categorie=categorie) if categorie else rijen
                cel.aggregate(uniek=Count("deelnemer", distinct=True), deelnames=Count("pk"))
                gevraagd += 1
    return gevraagd


# --- pages


def bezoeker(email: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Gebruiker.objects.get(email=email))
    return client


def open_(client: Client, adres: str) -> Any:
    antwoord = client.get(adres)
    if antwoord.status_code != 200:
        raise RuntimeError(f"{adres} antwoordt {antwoord.status_code}.")
    return antwoord


def meet_dashboard(m: Metingen, naam: str, email: str, *, eerste: str, tweede: str, keer: int = 5) -> None:
    client, adres = bezoeker(email), reverse("dashboard:start")
    open_(client, adres)  # what a process does only once

    def eerste_bezoek() -> None:
        caches[GEHEUGEN].clear()
        open_(client, adres)

    m.tijd(f"{naam}: first visit", eerste_bezoek, keer=keer, doel=eerste)
    caches[GEHEUGEN].clear()
    m.noteer(f"{naam}: first visit", aantal_vragen(lambda: open_(client, adres)), "queries", "the same for any kamers")
    tweede_bezoek = m.tijd(f"{naam}: second visit", lambda: open_(client, adres), keer=keer, doel=tweede)
    kaal = duur(lambda: open_(client, reverse("account_change_password")), 5)
    m.noteer(f"{naam}: second visit against a plain page", tweede_bezoek / kaal, "times", "at most 2.5")


def meet_paginas(m: Metingen) -> None:
    """The list of people and the tap at the door, against a page and a post that do nothing."""
    client = bezoeker("coordinator.top@demo.invalid")
    kaal = m.tijd("a plain page for who is logged in", lambda: open_(client, reverse("account_change_password")))
    lijst = m.tijd("list of 50 people", lambda: open_(client, reverse("deelnemers:lijst")))
    m.noteer("list of 50 people against a plain page", lijst / kaal, "times", "at most 7")
    kamer = Kamer.objects.get(naam="TOP")
    activiteit = Activiteit.objects.filter(kamer=kamer, gestopt_op=None, gevoelig=False).first()
    wie = iter(Deelnemer.objects.filter(kamers__contains=[kamer.pk]).values_list("pk", flat=True))
    assert activiteit is not None  # noqa: S101 - the demonstration has one
    meld, meld_af = (reverse(f"aanwezig:{wat}", args=[kamer.slug, activiteit.pk]) for wat in ("meld", "meld_af"))
    kaal = m.tijd(
        "a post at the door that stores nothing", lambda: client.post(meld_af, {"deelnemer": next(wie)}), keer=15
    )
    tik = m.tijd(
        "a post at the door that stores somebody", lambda: client.post(meld, {"deelnemer": next(wie)}), keer=15
    )
    m.noteer("storing against not storing", tik / kaal, "times", "at most 1.7")
