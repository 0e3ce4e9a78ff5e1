"""READ: how far a job is, what happened with it, and which kinds of jobs a kamer uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Case, IntegerField, QuerySet, TextChoices, Value, When
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.opmaak import datum
from deelnemers.models import Klus

SOORTEN = ("klussendienst", "tuindienst", "opruimploeg")
NET = timedelta(hours=24)


class Staat(TextChoices):
    GEVRAAGD = "gevraagd", "gevraagd"
    GEPLAND = "gepland", "gepland"
    GEDAAN = "gedaan", "gedaan"
    VERVALLEN = "vervallen", "gaat niet door"


def staat_van(klus: Klus) -> Staat:
    if klus.vervallen:
        return Staat.VERVALLEN
    if klus.uitgevoerd_op:
        return Staat.GEDAAN
    return Staat.GEPLAND if klus.gepland_op or klus.uitvoerder_id else Staat.GEVRAAGD


def in_staat(klussen: QuerySet[Klus], staat: str) -> QuerySet[Klus]:
    """Jobs that are this far; 'open' is asked for or planned."""
    if staat == Staat.VERVALLEN:
        return klussen.filter(vervallen=True)
    if staat == Staat.GEDAAN:
        return klussen.filter(uitgevoerd_op__isnull=False)
    open_ = klussen.filter(vervallen=False, uitgevoerd_op__isnull=True)
    ongepland = {"gepland_op__isnull": True, "uitvoerder__isnull": True}
    if staat == Staat.GEVRAAGD:
        return open_.filter(**ongepland)
    return open_.exclude(**ongepland) if staat == Staat.GEPLAND else open_


def met_rang(klussen: QuerySet[Klus]) -> Any:
    """``rang`` puts what is still to be done on top: asked for, planned, done, not going ahead."""
    wanneer = [
        When(vervallen=True, then=Value(3)),
        When(uitgevoerd_op__isnull=False, then=Value(2)),
        When(gepland_op__isnull=True, uitvoerder__isnull=True, then=Value(0)),
    ]
    return klussen.annotate(rang=Case(*wanneer, default=Value(1), output_field=IntegerField()))


def soorten(kamers: Iterable[Kamer]) -> list[str]:
    """The usual kinds, and those that these kamers used before."""
    gebruikt = Klus.objects.filter(kamer__in=[k.pk for k in kamers]).exclude(soort="").order_by().values_list("soort")
    return [*SOORTEN, *sorted({soort for (soort,) in gebruikt.distinct()} - set(SOORTEN))]


# --- history --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stap:
    """One change: when, by whom (empty when not known), and what."""

    tijdstip: datetime
    wie: str
    tekst: str


def _gebeurtenissen(klus: Klus) -> QuerySet:
    model: Any = apps.get_model("deelnemers", "KlusEvent")
    return model.objects.filter(pgh_obj_id=klus.pk).order_by("pgh_id")


def laatste_stand(klus: Klus) -> int:
    """The number of the last change, to see whether somebody changed the job since."""
    return _gebeurtenissen(klus).order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def net_gemaakt(klus: Klus) -> bool:
    """Whether the job was made in the last 24 hours and was never done or planned: it may be a mistake."""
    eerste = _gebeurtenissen(klus).first()
    return (
        staat_van(klus) in (Staat.GEVRAAGD, Staat.VERVALLEN)
        and eerste is not None
        and eerste.pgh_created_at > timezone.now() - NET
    )


def geschiedenis(klus: Klus) -> list[Stap]:
    """Everything that happened with the job, newest first. Two queries."""
    rijen = list(_gebeurtenissen(klus))
    gebruikers = Gebruiker.objects.filter(pk__in={_gebruiker(rij) for rij in rijen})
    wie: dict[int | None, str] = dict(gebruikers.values_list("pk", "naam"))
    stappen = [Stap(rij.pgh_created_at, wie.get(_gebruiker(rij), ""), "Klus gemaakt") for rij in rijen[:1]]
    for vorige, rij in pairwise(rijen):
        if tekst := "; ".join(_verschil(vorige, rij)):
            stappen.append(Stap(rij.pgh_created_at, wie.get(_gebruiker(rij), ""), tekst[0].upper() + tekst[1:]))
    return stappen[::-1]


def _gebruiker(rij: Any) -> int | None:
    gebruiker = (rij.pgh_context or {}).get("user")
    return gebruiker if isinstance(gebruiker, int) else None


def _verschil(oud: Any, nieuw: Any) -> list[str]:
    """What changed, in words; of names and texts only that they changed."""
    anders = []
    if oud.vervallen != nieuw.vervallen:
        anders.append("gaat niet door" if nieuw.vervallen else "gaat toch door")
    if oud.uitgevoerd_op != nieuw.uitgevoerd_op:
        anders.append(f"gedaan op {datum(nieuw.uitgevoerd_op)}" if nieuw.uitgevoerd_op else "toch niet gedaan")
    if oud.gepland_op != nieuw.gepland_op:
        anders.append(f"gepland op {datum(nieuw.gepland_op)}" if nieuw.gepland_op else "niet meer gepland")
    if oud.aangevraagd_op != nieuw.aangevraagd_op:
        anders.append(f"gevraagd op {datum(nieuw.aangevraagd_op)}")
    velden = (
        ("uitvoerder_id", "wie het doet"), ("aanvrager_id", "wie het vroeg"), ("soort", "soort"),
        ("omschrijving", "omschrijving"),
    )  # fmt: skip
    gewijzigd = [label for veld, label in velden if getattr(oud, veld) != getattr(nieuw, veld)]
    return [*anders, *([f"gewijzigd: {', '.join(gewijzigd)}"] if gewijzigd else [])]
