"""WRITE: looks at people, exports and log-ins. Changes are recorded by triggers (see ``geschiedenis``).

Also READ: how a line of the log is called. Apps above this one register how they name their own kinds, because a bare
key tells nobody anything; a person is never more than a number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.apps import apps
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


# The names of these ids (None: of all), by id.
Naamgever = Callable[[Collection[int] | None], dict[int, str]]
_naamgevers: dict[str, Naamgever] = {}


def registreer_namen(model: type[Model], functie: Naamgever) -> None:
    """From now on lines about this model are named by ``functie``. Never give the name of a deelnemer."""
    _naamgevers[str(model._meta.model_name)] = functie


def veld_als_naam(model: type[Model], veld: str) -> Naamgever:
    """The simplest way to name rows: by one of their fields."""

    def namen(ids: Collection[int] | None) -> dict[int, str]:
        rijen = model._default_manager.all() if ids is None else model._default_manager.filter(pk__in=ids)
        return {pk: str(naam) for pk, naam in rijen.order_by().values_list("pk", veld)}

    return namen


def namen_van(soort: str, ids: Collection[int] | None) -> dict[int, str]:
    functie = _naamgevers.get(soort)
    return functie(ids) if functie else {}


def soortnaam(soort: str) -> str:
    """What kind of thing this is, in Dutch: ``deelname``, or the text itself when it is not about an object."""
    for config in apps.get_app_configs():
        if soort in config.models:
            return str(config.models[soort]._meta.verbose_name)
    return soort
