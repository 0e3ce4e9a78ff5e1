"""How the figure of an indicator is printed, for who may see it exactly: '7 op 12', '62,5% (n = 34)', '€ −9.996'."""

from __future__ import annotations

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Indicator
from buurtwerkkamers.opmaak import euro, getal, procent
from rapportage.cijfers import Cijfer

# Units of figures that are not counts of people; what an outside reader may see of them depends on these too.
PROCENT, RAPPORTCIJFER, EURO = "%", "rapportcijfer", "euro"
OORDEEL, OORDEEL_IN_PROCENTEN, POSITIEF_OORDEEL = "oordeel", "oordeel in %", "positief oordeel"
_PAREN = (Meetregel.NIEUWE_BEWONERS, Meetregel.DOORVERWEZEN)


def gemeten(indicator: Indicator, cijfer: Cijfer) -> str:
    """The figure in print, always with both numbers of a pair; empty when there is none."""
    if cijfer.waarde is None:
        return ""
    if indicator.meetregel in _PAREN and cijfer.noemer is not None:
        return f"{getal(cijfer.teller)} op {getal(cijfer.noemer)}"
    match cijfer.eenheid:
        case "euro":
            return euro(cijfer.waarde, 0)
        case "%":
            return f"{procent(cijfer.waarde, 1)} (n = {getal(cijfer.noemer)})"
        case "rapportcijfer":
            return f"{getal(cijfer.waarde, 1)} (n = {getal(cijfer.noemer)})"
        case "positief oordeel":
            return "positief" if cijfer.waarde > 0 else "niet positief"
        case "oordeel in %":
            return f"{getal(cijfer.waarde)}%"
        case _:
            return getal(cijfer.waarde)


def erbij(indicator: Indicator, cijfer: Cijfer) -> str:
    """The mean hours that the agreement asks of volunteers, beside their number."""
    if indicator.meetregel != Meetregel.VRIJWILLIGERS or not cijfer.noemer or cijfer.waarde is None:
        return ""
    return f"gemiddeld {getal((cijfer.teller or 0) / cijfer.noemer, 0)} uur"
