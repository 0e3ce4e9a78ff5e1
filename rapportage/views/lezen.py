"""The read-only address of one organisation: an adopted edition, exactly as it was frozen, for who has no account.

Whoever has the address reads it, so it is kept by nobody: no cookie, no search engine, no referrer. What is logged is
that it was used, never by whom.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rapportage import verzenden
from rapportage.documenten import SOORTEN
from rapportage.edities import keten_van
from rapportage.models import Verzending

# Pages and files from one address: an office behind one wall stays far below it.
GRENS = {"lezen": "120/10m/key"}
_STIJL = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_LIJF = re.compile(r"<body[^>]*>")

Pagina = Callable[..., HttpResponse]


def openbaar(view: Pagina) -> Pagina:
    """Decorator: for whoever has the address, as long as it opens; kept by nobody and found by no search engine."""

    @wraps(view)
    def bewaakt(request: HttpRequest, sleutel: str, **kwargs: str) -> HttpResponse:
        request.user = AnonymousUser()  # nothing here depends on who is logged in, and nothing shows it
        antwoord = _antwoord(view, request, sleutel, **kwargs)
        antwoord["Referrer-Policy"] = "no-referrer"
        antwoord["X-Robots-Tag"] = "noindex, nofollow"
        return antwoord

    return login_not_required(never_cache(bewaakt))


def _antwoord(view: Pagina, request: HttpRequest, sleutel: str, **kwargs: str) -> HttpResponse:
    if not _is_er_plek(request):
        return render(request, "rapportage/lezen/dicht.html", {"waarom": "te_vaak"}, status=429)
    verzending = verzenden.zoek(sleutel)
    if verzending is None:
        return render(request, "rapportage/lezen/dicht.html", {"waarom": "onbekend"}, status=404)
    if not verzenden.is_open(verzending, timezone.localdate()):
        waarom = "ingetrokken" if verzending.ingetrokken_op else "verlopen"
        return render(request, "rapportage/lezen/dicht.html", {"waarom": waarom, "rij": verzending}, status=410)
    return view(request, sleutel, verzending, **kwargs)


def _is_er_plek(request: HttpRequest) -> bool:
    """Not too many from one address in a short time. It is kept as a keyed digest of today, in the cache only."""
    wie = salted_hmac(f"lezen {timezone.localdate()}", ratelimit.get_ip(request), algorithm="sha256").hexdigest()
    return (
        ratelimit.consume(request, app="rapportage", action="lezen", config=GRENS, key=wie, limit_get=True) is not None
    )


@require_safe
@openbaar
def lezen(request: HttpRequest, sleutel: str, verzending: Verzending) -> HttpResponse:
    """The frozen HTML of the edition, with a bar above it: the files, and whether a newer edition came in its place."""
    bevroren = bytes(verzending.editie.html).decode()
    if request.method == "GET":
        verzenden.noteer_lezing(verzending)
    nieuwer = keten_van(verzending.editie.rapport).nieuwer_dan(verzending.editie.rapport)
    verder = verzenden.zelfde_ontvanger(verzending, nieuwer, timezone.localdate()) if nieuwer else None
    context = {
        "rij": verzending,
        "sleutel": sleutel,
        "soorten": [(soort, vorm.naam) for soort, vorm in SOORTEN.items()],
        "nieuwer": nieuwer,
        "verder": verzenden.leespad(verder) if verder else "",
    }
    kop = render_to_string("rapportage/lezen/_kop.html", context)
    balk = render_to_string("rapportage/lezen/_balk.html", context)
    pagina = bevroren.replace("</head>", f"{kop}</head>", 1)
    antwoord = HttpResponse(_LIJF.sub(lambda lijf: lijf[0] + balk, pagina, count=1))
    # The style inside the file is allowed by its own digest: any other stays refused.
    zegels = [f"'sha256-{_zegel(stijl)}'" for stijl in _STIJL.findall(bevroren)]
    antwoord._csp_update = {"style-src": zegels, "font-src": ["data:"]}  # type: ignore[attr-defined]
    return antwoord


def _zegel(stijl: str) -> str:
    return base64.b64encode(hashlib.sha256(stijl.encode()).digest()).decode()


@require_safe
@openbaar
def bestand(request: HttpRequest, sleutel: str, verzending: Verzending, soort: str) -> HttpResponse:
    """One of the files of the edition, with the bytes that were kept at its adoption."""
    if soort not in SOORTEN:
        raise Http404
    rapport = verzending.editie.rapport
    inhoud = SOORTEN[soort].maak(rapport)
    if request.method == "GET":
        verzenden.noteer_lezing(verzending, bestand=True)
    naam = f"{rapport.kenmerk}.{soort}"
    return HttpResponse(
        inhoud,
        content_type=SOORTEN[soort].mime,
        headers={"Content-Disposition": f'attachment; filename="{naam}"'},
    )
