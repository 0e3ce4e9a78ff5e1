"""Who may do what, where. The first wall: every queryset starts from the kamers that a right reaches.

The table follows the matrix of roles: a role has a right for its own kamers (``EIGEN``) or for all of them
(``ALLE``), or not at all. Another kamer's object answers 404, so that nobody learns that it exists; a page that a
role never has answers 403.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer
from buurtwerkkamers.models.kamers import KamerQuerySet

Rol = Bevoegdheid.Rol


class Bereik(Enum):
    EIGEN = "eigen kamer"
    ALLE = "alle kamers"


EIGEN, ALLE = Bereik.EIGEN, Bereik.ALLE

RECHTEN: dict[str, dict[str, Bereik]] = {
    "kamers.zien": {
        Rol.DEUR: EIGEN, Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE,
        Rol.GEMEENTE: ALLE, Rol.CORPORATIE: ALLE, Rol.BEHEERDER: ALLE,
    },
    "kamers.wijzigen": {Rol.BUREAU: ALLE, Rol.BEHEERDER: ALLE},
    # today's list at the door: first name and initial
    "aanwezig.zien": {Rol.DEUR: EIGEN, Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "aanwezig.registreren": {Rol.DEUR: EIGEN, Rol.COORDINATOR: EIGEN},
    "aanwezig.andere_dag": {Rol.COORDINATOR: EIGEN},
    "gevoelig.zien": {Rol.COORDINATOR: EIGEN},
    "gevoelig.met_reden": {Rol.BUREAU: ALLE},
    "deelnemers.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "deelnemers.inschrijven": {Rol.DEUR: EIGEN, Rol.COORDINATOR: EIGEN},
    "deelnemers.wijzigen": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    # two cards of one person: a kamer proposes, the bureau decides and can undo it
    "samenvoegen.voorstellen": {Rol.COORDINATOR: EIGEN},
    "samenvoegen": {Rol.BUREAU: ALLE},
    # a list with names of people as a file: the bureau only, with a reason
    "export.namen": {Rol.BUREAU: ALLE},
    # ... and one with who paid and was paid: whose work the money is, with a reason too
    "export.geld": {Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "activiteiten.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "activiteiten.wijzigen": {Rol.COORDINATOR: EIGEN},
    "uren.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "uren.wijzigen": {Rol.COORDINATOR: EIGEN},
    # a volunteer at the door fills in the own hours, once the coordinator linked account and person
    "uren.eigen": {Rol.DEUR: EIGEN},
    "klussen.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "klussen.wijzigen": {Rol.COORDINATOR: EIGEN},
    # referrals, outcomes, contacts, talents, and how the room was open
    "vastleggen.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "vastleggen.wijzigen": {Rol.COORDINATOR: EIGEN},
    "trajecten.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "trajecten.wijzigen": {Rol.COORDINATOR: EIGEN},
    "cijfers.zien": {Rol.DEUR: EIGEN, Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "geld.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "geld.wijzigen": {Rol.PENNINGMEESTER: ALLE},
    # the yearly control is about the money of all kamers together
    "controle.zien": {Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    # petty cash: the kamer keeps it and hands it in, the treasurer approves
    "handgeld.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "handgeld.wijzigen": {Rol.COORDINATOR: EIGEN},
    "handgeld.goedkeuren": {Rol.PENNINGMEESTER: ALLE},
    # what a financier promised and what it was spent on: parties see that of their own organisation only
    "verantwoording.zien": {
        Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE, Rol.GEMEENTE: ALLE, Rol.CORPORATIE: ALLE,
    },
    "afspraken.zien": {
        Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE, Rol.GEMEENTE: ALLE, Rol.CORPORATIE: ALLE,
    },
    "afspraken.wijzigen": {Rol.BUREAU: ALLE},
    # what is decided and not counted: the outcome of interviews and of control, with evidence
    "oordelen.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "oordelen.wijzigen": {Rol.BUREAU: ALLE},
    "dashboard.zien": {
        Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE, Rol.GEMEENTE: ALLE, Rol.CORPORATIE: ALLE,
    },
    # the list that a figure was counted from
    "dashboard.bewijs": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "enquetes.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "enquetes.wijzigen": {Rol.BUREAU: ALLE},
    # answers on paper, typed in as counts
    "enquetes.tellen": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "signalen.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE},
    "signalen.wijzigen": {Rol.COORDINATOR: EIGEN},
    # reports in the making; adopted ones are for everybody below too
    "rapporten.zien": {Rol.COORDINATOR: EIGEN, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE},
    "rapporten.vastgesteld_zien": {
        Rol.COORDINATOR: ALLE, Rol.BUREAU: ALLE, Rol.PENNINGMEESTER: ALLE, Rol.GEMEENTE: ALLE, Rol.CORPORATIE: ALLE,
    },
    "rapporten.antwoorden": {Rol.COORDINATOR: EIGEN},
    "rapporten.beheren": {Rol.BUREAU: ALLE},
    "rapporten.vaststellen": {Rol.BUREAU: ALLE},
    "vrijwilligers.uitnodigen": {Rol.COORDINATOR: EIGEN},
    "tablets.inschrijven": {Rol.COORDINATOR: EIGEN},
    "pincode.kiezen": {Rol.DEUR: EIGEN},
    "gebruikers.beheren": {Rol.BEHEERDER: ALLE},
    # which fields about people there are, and what for: no data of anybody
    "register.zien": {Rol.BUREAU: ALLE, Rol.BEHEERDER: ALLE},
    "importeren": {Rol.BUREAU: ALLE, Rol.SYSTEEM: ALLE},
}  # fmt: skip


def _bereik(gebruiker: Gebruiker, recht: str) -> dict[str, Bereik]:
    per_rol = RECHTEN[recht]
    return {rol: per_rol[rol] for rol in gebruiker.rollen if rol in per_rol} if gebruiker.is_authenticated else {}


def kamers_met(gebruiker: Gebruiker, recht: str) -> KamerQuerySet:
    """The kamers for which this user has this right today. ``KeyError`` for a right that does not exist."""
    bereik = _bereik(gebruiker, recht)
    if ALLE in bereik.values():
        return Kamer.objects.all()
    if not bereik:
        return Kamer.objects.none()
    eigen = [b.kamer_id for b in gebruiker.bevoegdheden if b.kamer_id and bereik.get(b.rol) is EIGEN]
    return Kamer.objects.filter(pk__in=eigen)


def zichtbare_kamers(gebruiker: Gebruiker) -> KamerQuerySet:
    """The kamers whose pages this user may open."""
    return kamers_met(gebruiker, "kamers.zien")


def mag(gebruiker: Gebruiker, recht: str, kamer: Kamer | None = None) -> bool:
    """Whether the user has the right: anywhere, or for this kamer."""
    bereik = _bereik(gebruiker, recht)
    if kamer is None or ALLE in bereik.values():
        return bool(bereik)
    return any(bereik.get(b.rol) is EIGEN and b.kamer_id == kamer.pk for b in gebruiker.bevoegdheden)


def haal_kamer(gebruiker: Gebruiker, recht: str, slug: str) -> Kamer:
    """The kamer at this address, or 404 when the right does not reach it (or it does not exist)."""
    return get_object_or_404(kamers_met(gebruiker, recht), slug=slug)


def vereist(*rechten: str) -> Callable:
    """Decorator: 403 for a user who has none of these rights anywhere."""

    def versier(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(mag(request.user, recht) for recht in rechten):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        bewaakt.rechten = rechten  # type: ignore[attr-defined]
        return bewaakt

    return versier
