"""How a figure is written: the same on screen, paper, in a chart and in the log."""

from __future__ import annotations

from buurtwerkkamers.opmaak import euro, getal, toon
from rapportage.cijfers import Celwaarde, Cijfer, Doelcel

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


def schrijf_cel(waarde: Celwaarde, soort: str) -> str:
    """A cell of a table by the kind of its column; of a target: what was measured, what was agreed, the judgement."""
    if isinstance(waarde, Doelcel):
        delen = (waarde.gemeten, waarde.erbij, f"doel {waarde.streefwaarde or 'geen'}", waarde.oordeel)
        return ", ".join(deel for deel in delen if deel)
    return toon(waarde, soort_van(waarde, soort))


def soort_van(waarde: Celwaarde, soort: str) -> str:
    """The kind of writing for a figure: an amount without cents is written without them."""
    if soort == "euro" and not isinstance(waarde, str | Doelcel | None) and waarde == int(waarde):
        return "euro_heel"
    return soort
