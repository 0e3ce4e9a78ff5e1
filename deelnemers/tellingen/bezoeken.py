"""Attendances month by month with the people behind them: what decides whether an outsider may see their number."""

from __future__ import annotations

from collections.abc import Sequence

from buurtwerkkamers.models import Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen.stand import Bezoek, Stand, lees_stand


def lees_bezoeken(
    kamers: Sequence[Kamer], maanden: Sequence[Periode], stand: Stand | None = None
) -> dict[tuple[int, Periode], Bezoek]:
    """Per kamer id and month, where anybody came. ``stand``: what was read already, if these are among it."""
    if stand is None or not stand.kent(kamers, maanden):
        stand = lees_stand(kamers, maanden, Categorielijst.objects.standaard(), ())
    bezoeken = {(kamer.pk, maand): stand.bezoek(kamer, maand) for kamer in kamers for maand in maanden}
    return {plek: bezoek for plek, bezoek in bezoeken.items() if bezoek.mensen}
