"""Migrating without drawing the whole house again for every nail.

Django keeps a rendered copy of all models while it migrates. After each operation it renders the changed model again
with everything that is related to it, and everything related to that: with us nearly all models, a thousand times
over. What the operations ask of that copy is the changed model itself: its table, its columns and the table that a
foreign key points to. So only that one is rendered again. Python inside a migration may ask for more: Django renders
everything afresh before it, because the copy says of itself that it is behind (``is_delayed``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


def _alleen_dit_model(staat: Any, app: str, model: str, delay: bool = False) -> set[tuple[str, str]]:
    staat.is_delayed = True
    return {(app, model)}


@contextmanager
def zonder_omweg() -> Iterator[None]:
    """Inside this context a changed model is rendered again alone."""
    staat: Any = ProjectState
    gewoon = staat._find_reload_model
    staat._find_reload_model = _alleen_dit_model
    try:
        yield
    finally:
        staat._find_reload_model = gewoon
