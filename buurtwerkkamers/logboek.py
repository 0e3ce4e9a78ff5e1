"""WRITE: looks at people, exports and log-ins. Changes are recorded by triggers (see ``geschiedenis``)."""

from __future__ import annotations

from django.db.models import Model

from buurtwerkkamers.models import Gebruiker, Kamer, Logregel


def leg_vast(
    actie: Logregel.Actie | str,
    onderwerp: Model | str,
    *,
    door: Gebruiker,
    kamer: Kamer | None = None,
    reden: str = "",
    kenmerk: str = "",
) -> Logregel:
    """Add one line: who did what with which object, where and why. Never put a name in ``reden``.

    ``kenmerk`` says more of an ``onderwerp`` that is only a text, such as the number of rows of a list.
    """
    if isinstance(onderwerp, str):
        soort = onderwerp
    else:
        soort, kenmerk = str(onderwerp._meta.model_name), str(onderwerp.pk)
    return Logregel.objects.create(
        gebruiker=door, actie=actie, kamer=kamer, onderwerp_soort=soort, onderwerp_id=kenmerk[:60], reden=reden[:300]
    )
