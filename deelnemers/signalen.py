"""READ: the signals that a user may see, and the neighbourhoods they are about."""

from __future__ import annotations

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.rechten import kamers_met
from deelnemers.models import Signaal

ZIEN, WIJZIGEN = "signalen.zien", "signalen.wijzigen"
VOORSTELLEN = 100


def buurten_van(gebruiker: Gebruiker) -> list[str]:
    """The neighbourhoods that signals of the user's kamers were about, by alphabet; each once."""
    signalen = Signaal.objects.filter(kamer__in=kamers_met(gebruiker, ZIEN)).exclude(buurt="")
    return list(signalen.order_by("buurt").values_list("buurt", flat=True).distinct()[:VOORSTELLEN])
