"""Counted months, kept so that a long history need not be read again: a disposable cache.

A row holds, for one kamer and one stretch of days, the cards of who came per activity. Cards and not people, so that a
merge changes nothing here; activities and not categories, so that no other list or category changes anything either.
Whoever changes a registration throws away what it touched, by a trigger and so by every path (docs/besluiten/018).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import pgtrigger
from django.db import models
from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.sloten import Slot

ALTIJD = date.min  # the first day of a stretch without a beginning: everything before its end
KLUSSEN = 0  # stands where an activity stands, for jobs that were done
_KOP = struct.Struct("<qIII")


class Regel(NamedTuple):
    """One activity (``KLUSSEN``: the jobs) in one stretch: cards of who came, attendances, visits without a name."""

    activiteit_id: int
    mensen: BitMap
    deelnames: int = 0
    zonder_naam: int = 0


def pak_in(regels: Iterable[Regel]) -> bytes:
    delen = []
    for regel in regels:
        mensen = regel.mensen.serialize()
        delen += [_KOP.pack(regel.activiteit_id, regel.deelnames, regel.zonder_naam, len(mensen)), mensen]
    return b"".join(delen)


def pak_uit(inhoud: bytes) -> list[Regel]:
    regels, plek = [], 0
    while plek < len(inhoud):
        activiteit_id, deelnames, zonder_naam, lengte = _KOP.unpack_from(inhoud, plek)
        plek += _KOP.size + lengte
        regels.append(Regel(activiteit_id, BitMap.deserialize(inhoud[plek - lengte : plek]), deelnames, zonder_naam))
    return regels


class Maandstand(models.Model):
    """What was counted in one kamer from ``van`` up to (not including) ``tot``.

    A month (of this one the days before today), a calendar year, a part of an earlier year that a page of today
    compares with, or (``van`` is ``ALTIJD``) everything before a 1 January: see ``tellingen.standen.te_bewaren``. Also
    when nobody came. Only days that are over. Holds who came, so it is personal data; without history, because it can
    be made again at any time.
    """

    kamer = models.ForeignKey(Kamer, on_delete=models.CASCADE)
    van = models.DateField("van")
    tot = models.DateField("tot")
    inhoud = models.BinaryField("inhoud")

    class Meta:
        verbose_name = "maandstand"
        verbose_name_plural = "maandstanden"
        constraints = [
            # In this order: a registration of today finds at once that nothing ends later.
            models.UniqueConstraint(fields=["kamer", "tot", "van"], name="maandstand_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.kamer_id} van {self.van} tot {self.tot}"


# A transaction that reads an old state for ever could not see what a builder stored meanwhile.
_LEEST_NIEUW = """IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
                    RAISE EXCEPTION 'Registraties schrijven kan alleen met transaction_isolation read committed.'
                        USING ERRCODE = 'check_violation';
                END IF;"""


def maandstand_vervalt(wat: str, datum: str) -> list[pgtrigger.Trigger]:
    """Throw away the stretches in which a row of this table came, went or changed; ``datum`` is its day.

    When the whole table is emptied, throw away all. The shared lock keeps a builder from storing what it read before
    this change is there to be read; to empty a table, PostgreSQL itself waits for every builder that read it.
    """

    def trigger(soort: str, operatie: pgtrigger.Operation, **tabellen: str) -> pgtrigger.Trigger:
        rijen = " UNION ALL ".join(f"SELECT kamer_id, {datum} AS dag FROM {naam}" for naam in tabellen.values())  # noqa: S608
        return pgtrigger.Trigger(
            name=f"maandstand_na_{soort}_{wat}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operatie,
            referencing=pgtrigger.Referencing(**tabellen),
            func=f"""
                {_LEEST_NIEUW}
                PERFORM pg_advisory_xact_lock_shared({Slot.MAANDSTAND.value}, kamer_id::integer)
                    FROM (SELECT DISTINCT kamer_id FROM ({rijen}) AS r WHERE dag IS NOT NULL ORDER BY kamer_id) AS k;
                DELETE FROM deelnemers_maandstand AS stand
                    USING (SELECT DISTINCT kamer_id, dag FROM ({rijen}) AS r) AS geraakt
                    WHERE stand.kamer_id = geraakt.kamer_id AND stand.tot > geraakt.dag AND stand.van <= geraakt.dag;
                RETURN NULL;
            """,  # noqa: S608 - names of our own columns and tables, at the time of a migration
        )

    return [
        trigger("nieuw", pgtrigger.Insert, new="nieuwe"),
        trigger("weg", pgtrigger.Delete, old="oude"),
        trigger("anders", pgtrigger.Update, old="oude", new="nieuwe"),
        pgtrigger.Trigger(
            name=f"maandstand_na_leeg_{wat}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Truncate,
            func=f"{_LEEST_NIEUW} DELETE FROM deelnemers_maandstand; RETURN NULL;",  # noqa: S608
        ),
    ]
