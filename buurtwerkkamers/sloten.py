"""Named locks of the database: what may be done by one at a time, whatever the rows. Held until the transaction ends.

A lock is a name and a number (a kamer, a form; 0 for everything). Triggers take some of these too, with the number
written out: ``financien.models.bewaking``, ``deelnemers.models.maandstanden``. A number is never given out twice.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Slot(IntEnum):
    """What each lock is about, and what its number is."""

    MAANDSTAND = 18  # kept counts of a kamer (its id): shared by who writes registrations, alone for who builds
    MAANDEN = 19  # closed months: shared by who books, alone for who closes
    BOEKFORMULIER = 21  # the first of the numbers that a form carries
    BANKBESTAND = 22  # one file of the bank at a time
    HANDGELD = 23  # petty cash of a kamer (its id)
    DOCUMENTEN = 24  # which document is made now, and who makes it


def wacht_op(slot: Slot, nummer: int = 0) -> None:
    """Wait until this lock is ours, alone."""
    _vraag("pg_advisory_xact_lock", slot, nummer)


def deel_slot(slot: Slot, nummer: int = 0) -> None:
    """Wait until nobody holds this lock alone; others may share it."""
    _vraag("pg_advisory_xact_lock_shared", slot, nummer)


def probeer(slot: Slot, nummer: int = 0) -> bool:
    """Whether this lock is ours now; never waits."""
    return bool(_vraag("pg_try_advisory_xact_lock", slot, nummer))


def _vraag(functie: str, slot: Slot, nummer: int) -> object:
    with connection.cursor() as cursor:
        # the second number of a lock has 32 bits
        cursor.execute(f"SELECT {functie}(%s, %s)", [slot.value, nummer % 2**31])
        return cursor.fetchone()[0]
