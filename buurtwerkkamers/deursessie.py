"""The session of a volunteer who opened the door with a PIN, and how it ends.

A PIN is worth less than a password with a second factor. So in such a session a user is a volunteer of the tablet's
kamer and nothing else, whatever other roles there are; it opens the pages of the door only; it ends after two minutes
without anything that a person did, and at the next request when the tablet is withdrawn.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from buurtwerkkamers import tablets
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Logregel, Tablet

SLEUTEL, GEZIEN = "tablet", "deur_gezien"
STIL = 120  # seconds
# What a script asks by itself (polling, sending what waits) says so, and keeps no door open.
ACHTERGROND = "X-Achtergrond"
_ZONDER_MENS = ("serviceworker", "manifest")


@dataclass(frozen=True)
class Deursessie:
    """An open door: which tablet, for templates as ``request.deursessie``."""

    tablet: Tablet

    @property
    def kamer(self) -> Kamer:
        return self.tablet.kamer


def open_deur(request: HttpRequest, gebruiker: Gebruiker, tablet: Tablet) -> None:
    """Log in by PIN, in a new session."""
    logout(request)
    login(request, gebruiker, backend="buurtwerkkamers.toegang.Aanmelding")
    request.session[SLEUTEL] = tablet.pk
    request.session[GEZIEN] = time.time()
    tablets.gebruikt(tablet)
    leg_vast(Logregel.Actie.INGELOGD, gebruiker, door=gebruiker, kamer=tablet.kamer, reden=f"pincode, {tablet.pk}")


def is_deursessie(request: HttpRequest) -> bool:
    """Whether this session was opened by PIN, dead or alive. Asks the database nothing that is not asked anyway."""
    return SLEUTEL in request.session


def tablet_van(request: HttpRequest) -> Tablet | None:
    """The tablet of this session; None when it is withdrawn, or when the session is not on that tablet."""
    tablet = tablets.deze_tablet(request)
    return tablet if tablet and tablet.pk == request.session[SLEUTEL] else None


def is_te_stil(request: HttpRequest) -> bool:
    return bool(time.time() - request.session.get(GEZIEN, 0) > STIL)


def is_van_een_mens(request: HttpRequest) -> bool:
    """Whether a person asks this, and not a script or the browser by itself."""
    return ACHTERGROND not in request.headers and request.headers.get("Sec-Fetch-Dest") not in _ZONDER_MENS


def merk_op(request: HttpRequest) -> None:
    """Somebody is there: the two minutes begin anew."""
    request.session[GEZIEN] = time.time()


def beperk(gebruiker: Gebruiker, kamer: Kamer) -> bool:
    """Leave this user, for this request, the right to register at this kamer only; False when there is none."""
    gebruiker.bevoegdheden = [
        b for b in gebruiker.bevoegdheden if b.rol == Bevoegdheid.Rol.DEUR and b.kamer_id == kamer.pk
    ]
    return bool(gebruiker.bevoegdheden)


# --- the way back


def veilige_weg(terug: str | None, kamer: Kamer | None = None) -> str:
    """The address to return to after unlocking: a page of the door on this site, or '' when it is anything else.

    What somebody was searching for does not go along: it would stand in the address of the lock screen.
    """
    weg = terug or ""
    begin = f"/aanwezig/{kamer.slug}/" if kamer else "/aanwezig/"
    if not weg.startswith(begin) or "/." in weg or not url_has_allowed_host_and_scheme(weg, allowed_hosts=None):
        return ""
    delen = urlsplit(weg)
    vragen = [(naam, waarde) for naam, waarde in parse_qsl(delen.query) if naam != "zoek"]
    return f"{delen.path}{'?' if vragen else ''}{urlencode(vragen)}"


def naar_slot(request: HttpRequest) -> HttpResponse:
    """Send whoever asks to the lock screen, and back to where they were afterwards; a script is told, not sent."""
    adres = slot_adres(_plek(request))
    if ACHTERGROND in request.headers:
        return JsonResponse({"slot": adres}, status=401)
    if "HX-Request" in request.headers:
        antwoord = HttpResponse(status=204)
        antwoord["HX-Redirect"] = adres
        return antwoord
    return redirect(adres)


def slot_adres(terug: str = "", wie: int | None = None) -> str:
    """The lock screen: the names, or the PIN of one person."""
    adres = reverse("deur:pin", args=[wie]) if wie else reverse("deur:kies")
    return f"{adres}?{urlencode({'terug': terug})}" if terug else adres


def _plek(request: HttpRequest) -> str:
    """The page that the person was looking at: where a form or a part of a page was sent from, or this one."""
    if "HX-Request" in request.headers:
        plek = request.headers.get("HX-Current-URL", "")
    elif request.method not in ("GET", "HEAD"):
        plek = request.headers.get("Referer", "")
    else:
        return veilige_weg(request.get_full_path())
    try:
        delen = urlsplit(plek)
    except ValueError:  # a header that is no address
        return ""
    return veilige_weg(f"{delen.path}?{delen.query}" if delen.query else delen.path)
