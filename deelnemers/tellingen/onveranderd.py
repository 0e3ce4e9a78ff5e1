"""Whether the past is still the same: who came before a day, and what is known of them, each as a short text.

For what takes long to work out and follows from nothing else. The same text means the same figures; another text need
not mean other ones.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import date
from functools import cache

from django.db import connection

from buurtwerkkamers.models import Kamer
from deelnemers.models import Deelnemer, Maandstand, Persoonsgegevens
from deelnemers.models.maandstanden import ALTIJD
from deelnemers.samengevoegd import wortels
from deelnemers.tellingen.standen import Gaten, Stuk, Vakken, dek, lees_rijen, tussen

_EERSTE_JAAR = 1900  # what is read from the registrations is told apart by half-year from here on

# A kept month has a number of its own as long as nothing in it changes; another database or one put back has its own.
_DATABASE = "SELECT (SELECT oid FROM pg_database WHERE datname = current_database()), pg_postmaster_start_time()"

_SOORTEN = f"""
    SELECT count(*), sum(hash_record_extended(
        (kaart.id, kaart.geboortejaar, left(coalesce(gegevens.postcode, ''), 4)), 0))
    FROM {Deelnemer._meta.db_table} AS kaart
    LEFT JOIN {Persoonsgegevens._meta.db_table} AS gegevens ON gegevens.deelnemer_id = kaart.id
    WHERE kaart.id <= %s
"""  # noqa: S608 - the names of our own tables


def stempel_van_bezoek(tot: date) -> str:
    """Who came to which kamer in which half-year before this day (a 1 January or a 1 July), by the card that holds.

    Of months that are kept (docs/besluiten/018) their numbers, for a change throws them away; of other days what the
    registrations say.
    """
    bewaard: dict[int, dict[Stuk, int]] = {kamer_id: {} for kamer_id in Kamer.objects.values_list("pk", flat=True)}
    # Months and years only: other stretches are of today and are others tomorrow.
    heel = Maandstand.objects.filter(kamer__in=bewaard, tot__lte=tot, van__day=1, tot__day=1).order_by()
    for pk, kamer_id, van, eind in heel.values_list("pk", "kamer_id", "van", "tot"):
        bewaard[kamer_id][van, eind] = pk
    ervoor = Vakken([tot])
    dekking = cache(lambda stukken: dek(stukken, ervoor))  # most kamers keep the same stretches
    gekozen = {kamer_id: dekking(frozenset(stukken)) for kamer_id, stukken in bewaard.items()}
    nummers = sorted(bewaard[kamer_id][stuk] for kamer_id, stukken in gekozen.items() for stuk in stukken)
    gaten = Gaten({kamer_id: tussen(ALTIJD, tot, stukken) for kamer_id, stukken in gekozen.items()})
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        database = cursor.fetchone()
    return _kort(database, nummers, _lees(gaten, tot), sorted(wortels().items()))


def _lees(gaten: Gaten, tot: date) -> list[tuple[int, int, list[int]]]:
    """Who came on these days: kamer, half-year, cards."""
    if not gaten.per_kamer:
        return []
    halfjaren = (date(jaar, maand, 1) for jaar in range(_EERSTE_JAAR, tot.year + 1) for maand in (1, 7))
    mensen: dict[tuple[int, int], set[int]] = defaultdict(set)
    for kamer_id, vak, regel in lees_rijen(gaten, Vakken(dag for dag in halfjaren if dag <= tot)):
        mensen[kamer_id, vak].update(regel.mensen)
    return [(*waar, sorted(wie)) for waar, wie in sorted(mensen.items()) if wie]


def stempel_van_soorten(laatste_kaart: int) -> str:
    """The year of birth and the area of everybody up to this card."""
    with connection.cursor() as cursor:
        cursor.execute(_SOORTEN, [laatste_kaart])
        return _kort(*cursor.fetchone())


def _kort(*delen: object) -> str:
    return hashlib.sha256(repr(delen).encode()).hexdigest()
