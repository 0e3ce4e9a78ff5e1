"""Pages of remarks: all of them on one page, adding one, and saying that one is done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd
from rapportage import opmerkingen
from rapportage.forms_edities import OpmerkingForm
from rapportage.models import Rapport
from rapportage.opmerkingstand import gesprek_over, spreekruimte, te_zien
from rapportage.views.rapporten import haal_rapport, kruimels_naar

# Who takes part in the talk about a report.
MEEDOEN = ("rapporten.beheren", "rapporten.vaststellen", "rapporten.antwoorden")


@require_http_methods(["GET", "POST"])
@vereist(*MEEDOEN)
def lijst(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """All remarks of a report, also those of an adopted one; a new one comes in by POST."""
    rij = haal_rapport(request.user, kenmerk)
    gesprek = gesprek_over(rij, request.user)
    if gesprek is None:
        raise Http404
    gegevens = request.POST if request.method == "POST" else None
    form = OpmerkingForm(gegevens, rapport=rij, kamers=gesprek.kamers, ook_samen=gesprek.ook_samen)
    if request.method == "POST" and form.is_valid():
        try:
            opmerkingen.maak(rapport=rij, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "Uw opmerking staat erbij.")
            return redirect(_terug(request, rij))
    context = {"rapport": rij, "gesprek": gesprek, "form": form, "kruimels": kruimels_naar(rij)}
    return render(request, "rapportage/opmerkingen/lijst.html", context, status=422 if form.errors else 200)


@require_POST
@vereist(*MEEDOEN)
def handel_af(request: HttpRequest, kenmerk: str, pk: int) -> HttpResponse:
    return _stap(request, kenmerk, pk, opmerkingen.handel_af, "De opmerking is afgehandeld.")


@require_POST
@vereist(*MEEDOEN)
def heropen(request: HttpRequest, kenmerk: str, pk: int) -> HttpResponse:
    return _stap(request, kenmerk, pk, opmerkingen.heropen, "De opmerking staat weer open.")


def _stap(request: HttpRequest, kenmerk: str, pk: int, doe: Callable[..., None], gelukt: str) -> HttpResponse:
    rij = haal_rapport(request.user, kenmerk)
    opmerking = get_object_or_404(te_zien(rij, *spreekruimte(rij, request.user)), pk=pk)
    try:
        doe(opmerking=opmerking, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, gelukt)
    return redirect(_terug(request, rij))


def _terug(request: HttpRequest, rij: Rapport) -> str:
    """Back to the page that the button stood on; only ever a page of this site."""
    terug = request.POST.get("terug", "")
    if url_has_allowed_host_and_scheme(terug, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return terug
    return reverse("rapporten:opmerkingen", args=[rij.kenmerk])
