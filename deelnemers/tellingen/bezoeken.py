"""Attendances month by month with the people behind them: what decides whether an outsider may see their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models.maandstanden import KLUSSEN
from deelnemers.tellingen.basis import Wortels
from deelnemers.tellingen.standen import Vakken
from deelnemers.tellingen.uniek import dubbele_deelnames, lees_gevonden


@dataclass
class Bezoek:
    """Who came to activities (who had a job done did not come for that) and how often they all did together."""

    mensen: BitMap = field(default_factory=BitMap)
    keren: int = 0


def lees_bezoeken(kamers: Sequence[Kamer], maanden: Sequence[Periode]) -> dict[tuple[int, Periode], Bezoek]:
    """Per kamer id and month, where anybody came. The months are whole ones; people by the card that holds."""
    vakken = Vakken({m.van for m in maanden} | {m.tot for m in maanden})
    maand_van = {vakken.nummer(m.van): m for m in maanden}
    wortels = Wortels()
    gevonden: dict[tuple[int, Periode], Bezoek] = defaultdict(Bezoek)
    for kamer_id, vak, regel in lees_gevonden(kamers, vakken):
        if vak in maand_van and regel.activiteit_id != KLUSSEN and regel.deelnames:
            bezoek = gevonden[kamer_id, maand_van[vak]]
            bezoek.mensen |= wortels.van(regel.mensen)
            bezoek.keren += regel.deelnames
    if wortels and maanden:
        for kamer_id, _, vak in dubbele_deelnames(kamers, vakken, wortels):
            if vak in maand_van:
                gevonden[kamer_id, maand_van[vak]].keren -= 1
    return dict(gevonden)
