"""Tablets at the door: enrolling, withdrawing, and finding the one that asks.

The tablet keeps a random key of 256 bits in a cookie that no script reads; the database has its SHA-256 only, so a
stolen copy of the database opens no door.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Logregel, Tablet
from buurtwerkkamers.schrijven import schrijft

KOEKJE = "tablet"
KOEKJE_DAGEN = 400  # as long as a browser keeps any; each unlocking begins anew


@schrijft
def schrijf_in(*, kamer: Kamer, naam: str, vorige_sleutel: str = "", door: Gebruiker) -> tuple[Tablet, str]:
    """A new tablet of this kamer, and its key: the only time that the key is known here.

    ``vorige_sleutel``: what this browser held until now. It is overwritten, so that enrolment ends too.
    """
    for oud in _met_sleutel(vorige_sleutel):
        trek_in(oud, door=door)
    sleutel = secrets.token_urlsafe(32)
    tablet = Tablet.objects.create(kamer=kamer, naam=naam, sleutel=hash_van(sleutel), ingeschreven_door=door)
    leg_vast(Logregel.Actie.GEWIJZIGD, tablet, door=door, kamer=kamer, reden="tablet ingeschreven")
    return tablet, sleutel


@schrijft
def trek_in(tablet: Tablet, *, door: Gebruiker) -> None:
    """From its next request on this tablet opens nothing any more."""
    if tablet.ingetrokken_op is None:
        tablet.ingetrokken_op = timezone.now()
        tablet.save(update_fields=["ingetrokken_op"])
        leg_vast(Logregel.Actie.GEWIJZIGD, tablet, door=door, kamer=tablet.kamer, reden="tablet ingetrokken")


@schrijft
def gebruikt(tablet: Tablet) -> None:
    """Somebody opened the door with it just now."""
    Tablet.objects.filter(pk=tablet.pk).update(gezien_op=timezone.now())


def in_gebruik(kamer: Kamer) -> QuerySet[Tablet]:
    """READ: the tablets of this kamer that are not withdrawn."""
    return Tablet.objects.filter(kamer=kamer, ingetrokken_op__isnull=True).order_by("naam", "pk")


def deze_tablet(request: HttpRequest) -> Tablet | None:
    """READ: the tablet that this request comes from, with its kamer; None when it is not enrolled (any more)."""
    return _met_sleutel(request.COOKIES.get(KOEKJE, "")).select_related("kamer").first()


def _met_sleutel(sleutel: str) -> QuerySet[Tablet]:
    if not sleutel:
        return Tablet.objects.none()
    return Tablet.objects.filter(sleutel=hash_van(sleutel), ingetrokken_op__isnull=True)


def hash_van(sleutel: str) -> str:
    """What the database knows of a key. Slow hashing is for secrets that people choose; this one is random."""
    return hashlib.sha256(sleutel.encode("utf-8", "surrogatepass")).hexdigest()


def geef_koekje(response: HttpResponse, sleutel: str) -> None:
    """Let the tablet keep its key; no script reads it, and it never goes along with a request from another site."""
    response.set_cookie(
        KOEKJE,
        sleutel,
        max_age=KOEKJE_DAGEN * 24 * 3600,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


# --- who stands at the door


def aan_de_deur(kamer: Kamer) -> list[Gebruiker]:
    """READ: who may register at this door today, and may log in here at all; by name."""
    vandaag = Bevoegdheid.objects.geldig_op(timezone.localdate())
    mensen = Gebruiker.objects.filter(
        bevoegdheid__in=vandaag.filter(kamer=kamer, rol=Bevoegdheid.Rol.DEUR), is_active=True
    )
    if not settings.DEMO_TOEGESTAAN:
        mensen = mensen.filter(is_demo=False)
    return list(mensen.distinct().order_by("naam", "pk"))


def deurnamen(mensen: Iterable[Gebruiker]) -> dict[int, str]:
    """First name and initial by user; as many more letters of the last name as tell two people apart."""
    delen = {mens.pk: _voor_en_achter(mens.naam) for mens in mensen}
    namen = {}
    for pk, (voor, achter) in delen.items():
        anderen = [a for ander, (v, a) in delen.items() if ander != pk and v == voor]
        lengte = next((n for n in range(1, len(achter)) if not any(a[:n] == achter[:n] for a in anderen)), len(achter))
        kort = achter[:lengte]
        namen[pk] = f"{voor} {kort}{'.' if lengte < len(achter) or lengte == 1 else ''}".strip() if kort else voor
    return namen


def _voor_en_achter(naam: str) -> tuple[str, str]:
    """'Noor van den Berg' is 'Noor' and 'Berg'."""
    voor, _, rest = naam.strip().partition(" ")
    woorden = [woord.strip("()") for woord in rest.split()]
    return voor, next((woord for woord in woorden if woord[:1].isupper()), woorden[-1] if woorden else "")
