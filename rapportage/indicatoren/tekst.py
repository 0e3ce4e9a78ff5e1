"""How the figure of an indicator is printed beside its target."""

from __future__ import annotations

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Indicator
from buurtwerkkamers.opmaak import getal
from rapportage.cijfers import Cijfer
from rapportage.cijfertekst import schrijf


def gemeten(cijfer: Cijfer) -> str:
    """The figure in print; empty when there is none."""
    return "" if cijfer.waarde is None else schrijf(cijfer)


def erbij(indicator: Indicator, cijfer: Cijfer) -> str:
    """The mean hours that the agreement asks of volunteers, beside their number."""
    if indicator.meetregel != Meetregel.VRIJWILLIGERS or not cijfer.noemer or cijfer.waarde is None:
        return ""
    return f"gemiddeld {getal((cijfer.teller or 0) / cijfer.noemer, 0)} uur"
