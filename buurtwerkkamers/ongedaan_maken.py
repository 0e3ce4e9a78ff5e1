"""What is in the way of undoing an import on the ground floor: an agreement that was signed since."""

from __future__ import annotations

from buurtwerkkamers.importeren.ongedaan import Plan, registreer
from buurtwerkkamers.models import Afspraak, Indicator, Streefwaarde

_NAAR_AFSPRAAK = {Afspraak: "pk", Indicator: "afspraak_id", Streefwaarde: "indicator__afspraak_id"}


@registreer
def afspraak_getekend(plan: Plan) -> list[str]:
    """The lines and targets of a signed agreement stay, also those that the file brought."""
    geraakt: set[int] = set()
    for tabel in plan.tabellen:
        if tabel.model in _NAAR_AFSPRAAK:
            rijen = tabel.model._default_manager.filter(pk__in=[*tabel.weg, *tabel.terug])
            geraakt.update(rijen.values_list(_NAAR_AFSPRAAK[tabel.model], flat=True))
    getekend = Afspraak.objects.filter(pk__in=geraakt, getekend_op__isnull=False)
    return [f"{afspraak} is getekend en verandert niet meer." for afspraak in getekend]
