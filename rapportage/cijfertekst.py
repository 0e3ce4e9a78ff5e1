"""How a figure is written: the same on screen, paper, in a chart and in the log."""

from __future__ import annotations

from buurtwerkkamers.opmaak import euro, getal
from rapportage.cijfers import Cijfer

NIET_TE_BEPALEN = "niet te bepalen"


def schrijf(cijfer: Cijfer) -> str:
    """'1.234', '7 op 12', '€ 12.346', '62,5% van 31', '7,8 (31 antwoorden)', 'positief' or 'niet te bepalen'."""
    waarde = cijfer.waarde
    if waarde is None:
        return NIET_TE_BEPALEN
    match cijfer.vorm:
        case "paar":
            return f"{getal(cijfer.teller)} op {getal(cijfer.noemer)}"
        case "euro":
            return euro(waarde, 0 if waarde == int(waarde) else 2)
        case "aandeel":
            return f"{getal(waarde)}% van {getal(cijfer.noemer)}"
        case "rapportcijfer":
            return f"{getal(waarde, 1)} ({getal(cijfer.noemer)} antwoorden)"
        case "oordeel in %":
            return f"{getal(waarde)}%"
        case "positief oordeel":
            return "positief" if waarde > 0 else "niet positief"
        case _:
            return getal(waarde)
