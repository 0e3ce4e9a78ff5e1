"""History of every row with people, money, targets or reports, written by database triggers.

Triggers see every way a row can be written, also bulk updates and raw SQL. Who did it travels in the event row
itself (a JSON context) and not in a table of its own, so that the application needs no right to change history:
its database role may only add events and read them.
"""

from collections.abc import Callable
from typing import Any

import pghistory


def volg_zonder(*velden: str) -> Callable[[Any], Any]:
    """Track a model, but leave these fields out of its history (a password, a log-in time)."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # documented: None leaves it out
        exclude=list(velden) or None,
    )


def volg(model: Any) -> Any:
    """Class decorator: keep the history of every row of this model."""
    return volg_zonder()(model)  # trackers remember their model, so each model gets its own
