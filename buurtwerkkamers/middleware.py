"""Rules that hold for every page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from buurtwerkkamers.models import Bevoegdheid

Weergave = Callable[[HttpRequest], HttpResponse]


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
        terug = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        zonder_pagina = HttpResponse(status=204)
        zonder_pagina["HX-Redirect"] = f"{elders}?{urlencode({'next': terug})}"
        return zonder_pagina


class TweedeFactorMiddleware:
    """Send a user without a second factor to the page that sets one up, before anything else.

    Exempt: the printed accounts of the demonstration, and volunteers whose only role is at the door.
    """

    VRIJE_PADEN = ("/account/", "/static/", "/gezond/")

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
