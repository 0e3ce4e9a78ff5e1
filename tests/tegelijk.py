"""Several things at the same moment, each on a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def tegelijk(*taken: Callable[[], object]) -> list[BaseException]:
    """Run these at the same moment; returns what went wrong."""
    start, fouten = threading.Barrier(len(taken)), []

    def doe(taak: Callable[[], object]) -> None:
        try:
            start.wait(timeout=10)
            taak()
        except BaseException as fout:
            fouten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=doe, args=[taak]) for taak in taken]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=120)
    assert not any(draad.is_alive() for draad in draden), "na twee minuten is niet alles klaar"
    return fouten
