"""READ: the parts of a sjabloon as they were at a moment, from the history, and in what they differ from now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps

from rapportage.models import Onderdeel, Sjabloon

_VELDEN = ("volgorde", "soort", "titel", "vraag", "keuzes", "tekst", "vergelijking")


def onderdelen_op(sjabloon: Sjabloon, moment: datetime) -> tuple[Onderdeel, ...]:
    """The parts in their order as they were at ``moment``; those of now when the history does not go back so far."""
    gebeurtenis: Any = apps.get_model("rapportage", "OnderdeelEvent")
    toen = gebeurtenis.objects.filter(sjabloon_id=sjabloon.pk, pgh_created_at__lte=moment)
    laatste = list(toen.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"))
    if not laatste:
        return tuple(sjabloon.onderdelen.all())
    delen = [
        Onderdeel(pk=rij.pgh_obj_id, sjabloon=sjabloon, **{veld: getattr(rij, veld) for veld in _VELDEN})
        for rij in laatste
        if rij.pgh_label != "delete"
    ]
    return tuple(sorted(delen, key=lambda deel: deel.volgorde))


def veranderingen(toen: Sequence[Onderdeel], nu: Sequence[Onderdeel]) -> tuple[str, ...]:
    """What happened to the parts, each in a few words: '‘Signalen’ kwam erbij'."""
    return tuple(_zeg(toen, nu))


def _zeg(toen: Sequence[Onderdeel], nu: Sequence[Onderdeel]) -> Iterator[str]:
    later = {deel.pk: deel for deel in nu}
    for oud in toen:
        nieuw = later.pop(oud.pk, None)
        if nieuw is None:
            yield f"‘{oud.titel}’ is weg"
        elif oud.titel != nieuw.titel:
            yield f"‘{oud.titel}’ heet nu ‘{nieuw.titel}’"
        elif any(getattr(oud, veld) != getattr(nieuw, veld) for veld in _VELDEN if veld != "volgorde"):
            yield f"‘{oud.titel}’ is anders"
    yield from (f"‘{deel.titel}’ kwam erbij" for deel in later.values())
    samen = {deel.pk for deel in toen} & {deel.pk for deel in nu}
    if [d.pk for d in toen if d.pk in samen] != [d.pk for d in nu if d.pk in samen]:
        yield "de volgorde is anders"
