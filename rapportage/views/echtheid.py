"""The page that tells anyone with a report in hand whether it is the adopted one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rapportage.echtheid import herken_bestand, herken_getal
from rapportage.forms_echtheid import EchtheidForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def echtheid(request: HttpRequest) -> HttpResponse:
    """A file or a printed digest in, an answer out; what was sent is compared and not kept."""
    if request.method != "POST":
        return render(request, "rapportage/echtheid.html", {"form": EchtheidForm()})
    form = EchtheidForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "rapportage/echtheid.html", {"form": form}, status=422)
    bestand, getal = form.cleaned_data["bestand"], form.cleaned_data["controlegetal"]
    gevonden = herken_bestand(bestand.read()) if bestand else herken_getal(getal)
    context = {"form": EchtheidForm(), "gezocht": True, "gevonden": gevonden, "met_bestand": bool(bestand)}
    return render(request, "rapportage/echtheid.html", context)
