"""What every write function shares: one transaction, and a refusal by the database in plain Dutch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import DatabaseError, DataError, IntegrityError, transaction

F = TypeVar("F", bound=Callable[..., Any])


class Geweigerd(ValueError):
    """The database refused to store this; the message is Dutch and says why."""


class Intussen(Geweigerd):
    """Somebody else changed it since it was shown; nothing was stored."""


@dataclass(frozen=True)
class Uitkomst:
    """What a write of many rows did: rows made, rows changed, rows that were there already."""

    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0


def schrijft(functie: F) -> F:
    """Decorator: all or nothing, and ``Geweigerd`` when the database refuses what was to be stored."""

    @wraps(functie)
    def in_een_keer(*args: Any, **kwargs: Any) -> Any:
        try:
            with transaction.atomic():
                return functie(*args, **kwargs)
        except IntegrityError as fout:
            raise Geweigerd(reden(fout)) from fout
        except DataError as fout:
            raise Geweigerd("Dit past niet: een getal of dag is te groot, of een tekst te lang.") from fout
        except DatabaseError as fout:
            if type(fout) is not DatabaseError:
                raise  # a server that is away, or a query that is wrong: nobody can mend that in a form
            # Django's own: the row to change is not there
            raise Geweigerd("Dit is er niet meer. Iemand anders heeft het intussen verwijderd.") from fout

    return in_een_keer  # type: ignore[return-value]


def reden(fout: IntegrityError) -> str:
    """The Dutch reason of a refusal: the message of our trigger, or that of the constraint that was broken."""
    diagnose = getattr(fout.__cause__, "diag", None)
    if diagnose is None:
        return "Dit kan niet worden opgeslagen."
    van_constraint = _meldingen().get(diagnose.constraint_name)
    if van_constraint:
        return van_constraint
    # A message raised by one of our triggers ends in a full stop; those of PostgreSQL itself do not.
    tekst = diagnose.message_primary or ""
    return tekst if tekst.endswith(".") else "Dit kan niet worden opgeslagen: het past niet bij wat er al staat."


@cache
def _meldingen() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message
    }
