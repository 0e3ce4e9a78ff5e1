"""Rules that hold for every page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from buurtwerkkamers import deursessie, tablets
from buurtwerkkamers.deursessie import Deursessie
from buurtwerkkamers.models import Bevoegdheid

Weergave = Callable[[HttpRequest], HttpResponse]


class SessieMiddleware(SessionMiddleware):
    """A request of a script by itself leaves the session as it is.

    So polling does not keep anybody logged in, does not put back an older moment of the last touch, and is not refused
    (400) when the tablet is locked while it runs: what waits to be sent would be taken for not stored.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if deursessie.ACHTERGROND in request.headers and not request.session.modified:
            return response
        return super().process_response(request, response)


def _pad(adres: str) -> str:
    """The path of an address in a header; the start page when it is no address."""
    try:
        return urlsplit(adres).path or "/"
    except ValueError:
        return "/"


class FragmentMiddleware:
    """Sends the whole page to the log-in when the session ended under a part of it (htmx).

    A redirect would be followed by the script, and the log-in form would land in the middle of the page.
    """

    def __init__(self, get_response: Weergave) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        inloggen = reverse("account_login")
        elders = response.get("Location", "").partition("?")[0]
        if "HX-Request" not in request.headers or elders not in (inloggen, reverse("mfa_activate_totp")):
            return response
        terug = _pad(request.headers.get("HX-Current-URL", ""))
        zonder_pagina = HttpResponse(status=204)
        zonder_pagina["HX-Redirect"] = f"{elders}?{urlencode({'next': terug})}"
        return zonder_pagina


class DeurMiddleware:
    """Holds a session that was opened by PIN to its tablet, its two minutes and its pages (see ``deursessie``).

    Costs one query in such a session and none in any other. Stands before the second factor: in the session of a PIN
    a coordinator is a volunteer. On an enrolled tablet, who is not logged in goes to the names and not to the log-in.
    """

    PADEN = ("/aanwezig/", "/deur/", "/account/logout/")
    # The same for everybody, and asked by the browser itself.
    # An enquête is filled in by a visitor: it shows nothing of the session, and does not keep it awake.
    OPENBAAR = ("/static/", "/gezond/", "/dienst.js", "/manifest.", "/enquete/")
    NAAR_DE_NAMEN = ("/aanwezig/", "/deur/")

    def __init__(self, get_response: Weergave) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.deursessie = None  # type: ignore[attr-defined]
        openbaar = request.path.startswith(self.OPENBAAR)
        if not openbaar and deursessie.is_deursessie(request) and (weigering := self._bewaak(request)):
            return weigering
        return self.get_response(request)

    def _bewaak(self, request: HttpRequest) -> HttpResponse | None:
        """Refuse, or let the request through with no more rights than the door has."""
        tablet = deursessie.tablet_van(request)
        if tablet is None:
            logout(request)
            return self._ingetrokken(request)
        te_laat = deursessie.is_te_stil(request)
        if te_laat or not request.user.is_authenticated or not deursessie.beperk(request.user, tablet.kamer):
            logout(request)
            # The lock screen itself is for who is not logged in.
            return None if request.path.startswith("/deur/") else deursessie.naar_slot(request)
        request.deursessie = Deursessie(tablet)  # type: ignore[attr-defined]
        if request.path == "/":
            return redirect("aanwezig:kamer", tablet.kamer.slug)
        if not request.path.startswith(self.PADEN):
            return render(request, "deur/niet_hier.html", {"kamer": tablet.kamer}, status=403)
        if deursessie.is_van_een_mens(request):
            deursessie.merk_op(request)
        return None

    def _ingetrokken(self, request: HttpRequest) -> HttpResponse:
        if deursessie.ACHTERGROND in request.headers:
            antwoord: HttpResponse = JsonResponse({"ingetrokken": True}, status=403)
        else:
            antwoord = render(request, "deur/geen_tablet.html", {"ingetrokken": True}, status=403)
        antwoord.delete_cookie(tablets.KOEKJE, samesite="Strict")
        return antwoord

    def process_view(self, request: HttpRequest, view: Callable, args: object, kwargs: object) -> HttpResponse | None:
        """On a tablet that nobody opened: to the names, where the log-in page would come."""
        if tablets.KOEKJE not in request.COOKIES or not getattr(view, "login_required", True):
            return None
        op_de_deur = request.path == "/" or request.path.startswith(self.NAAR_DE_NAMEN)
        return deursessie.naar_slot(request) if op_de_deur and not request.user.is_authenticated else None


class TweedeFactorMiddleware:
    """Send a user without a second factor to the page that sets one up, before anything else.

    Exempt: the printed accounts of the demonstration, and volunteers whose only role is at the door.
    """

    VRIJE_PADEN = ("/account/", "/static/", "/gezond/", "/enquete/")

    def __init__(self, get_response: Weergave) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._moet_instellen(request):
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    def _moet_instellen(self, request: HttpRequest) -> bool:
        gebruiker = request.user
        if not gebruiker.is_authenticated or request.path.startswith(self.VRIJE_PADEN):
            return False
        if gebruiker.is_demo or gebruiker.rollen == {Bevoegdheid.Rol.DEUR}:
            return False
        return not is_mfa_enabled(gebruiker, [Authenticator.Type.TOTP])


class NietBewarenMiddleware:
    """No page of a logged-in user is kept by a browser or a proxy: the next person at the tablet sees nothing."""

    def __init__(self, get_response: Weergave) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
