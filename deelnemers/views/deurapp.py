"""The check-in as an app on the tablet: what the browser keeps so that it also opens without internet.

It keeps styles, scripts, pictures and one page without any name. A page with names is never kept. What is asked here is
new every time: the service worker keeps its copy itself, and asks again when the product changed.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from buurtwerkkamers.deurtaal import TALEN, richting, taal_van, teksten_van

# What the page without internet needs; the rest is kept when it is used.
BESTANDEN = ("css/thema.css", "css/deur.css", "css/aanwezig.css", "js/wachtrij.js", "js/offline.js", "img/logo.svg")
ICONEN = ((192, "any"), (512, "any"), (512, "maskable"))


@login_not_required
@never_cache
@require_safe
def dienst(request: HttpRequest) -> HttpResponse:
    """The service worker, with the names of the files of this version of the product."""
    return HttpResponse(_dienst(), content_type="text/javascript; charset=utf-8")


@cache
def _dienst() -> str:
    bestanden = [static(naam) for naam in BESTANDEN]
    pagina = render_to_string("aanwezig/offline.html", _offline("nl"))
    instelling = {
        "versie": sha256(json.dumps([bestanden, pagina]).encode()).hexdigest()[:12],
        "bestanden": bestanden,
        "offline": reverse("aanwezig:offline"),
    }
    gevonden = finders.find("js/dienst.js")
    with open(str(gevonden), encoding="utf-8") as bron:
        return f"const INSTELLING = {json.dumps(instelling)};\n{bron.read()}"


@login_not_required
@never_cache
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The one page that the browser keeps: no internet, and how much waits. In all languages, without names."""
    return render(request, "aanwezig/offline.html", _offline(taal_van(request)))


def _offline(taal: str) -> dict[str, object]:
    talen = {code: {"richting": richting(code), **teksten_van("tik.js.", code)} for code in TALEN}
    return {"taal": taal, "talen": talen}


@login_not_required
@never_cache
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes it an app that can be installed."""
    gegevens = {
        "name": "Buurtwerkkamers aan de deur",
        "short_name": "Aanwezig",
        "lang": "nl",
        "id": "/aanwezig/",
        "start_url": "/aanwezig/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#0b5f66",
        "icons": [
            {
                "src": static(f"img/app-{maat}{'-vol' if doel == 'maskable' else ''}.png"),
                "sizes": f"{maat}x{maat}",
                "type": "image/png",
                "purpose": doel,
            }
            for maat, doel in ICONEN
        ],
    }
    return JsonResponse(gegevens, content_type="application/manifest+json")
