"""Pages of editions: begin a correction, put two editions side by side, and throw a concept away."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from rapportage import canoniek, vaststelling
from rapportage.edities import Keten, keten_van, nummer_van
from rapportage.editieverschil import vergelijk as leg_naast_elkaar
from rapportage.forms_edities import LANGSTE_REDEN, VerbeterForm
from rapportage.lichtetekst import woorden
from rapportage.models import Editie, Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import reken_opnieuw
from rapportage.views.rapporten import LEZEN, haal_rapport, kruimels_naar

IN_DE_MAAK = "maak"  # the correction that is not adopted yet, in the choice of editions


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def verbeteren(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Begin the next edition of an adopted report, with a reason."""
    rij = haal_rapport(request.user, kenmerk)
    if not rij.is_af:
        raise Http404
    begin = {"reden": request.GET.get("reden", "").replace("\x00", "")[:LANGSTE_REDEN]}
    form = VerbeterForm(request.POST) if request.method == "POST" else VerbeterForm(initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            nieuw = vaststelling.maak_verbetering(rapport=rij, reden=form.cleaned_data["reden"], door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"Editie {nummer_van(nieuw)} staat klaar als concept, met alle antwoorden erin.")
            return redirect(nieuw)
    keten = keten_van(rij)
    context = {"form": form, "rapport": rij, "keten": keten, "nieuwer": keten.nieuwer_dan(rij)}
    context["kruimels"] = kruimels_naar(rij)
    context["kon_vaststellen"] = mag(request.user, "rapporten.vaststellen") and not vaststelling.schreef_mee(
        rij, request.user
    )
    return render(request, "rapportage/edities/verbeteren.html", context, status=422 if form.errors else 200)


@require_GET
@vereist(*LEZEN)
def vergelijk(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Two editions of one report side by side: the figures and the texts that differ."""
    rij = haal_rapport(request.user, kenmerk)
    keten = keten_van(rij)
    bezig = keten.in_de_maak if mag(request.user, "rapporten.beheren") else None
    keuzes = [(e.nummer, f"Editie {e.nummer}") for e in keten.edities]
    if bezig:
        keuzes.append((IN_DE_MAAK, "De editie in de maak"))
    if rij.pk not in {e.rapport_id for e in keten.edities} | ({bezig.pk} if bezig else set()):
        raise Http404
    context = {"rapport": rij, "keuzes": keuzes, "kruimels": kruimels_naar(rij)}
    if len(keuzes) > 1:
        namen = [naam for naam, _ in keuzes]
        hier = next((e.nummer for e in keten.edities if e.rapport_id == rij.pk), IN_DE_MAAK)
        plek = max(namen.index(hier), 1)
        eerst, nu = request.GET.get("eerst", ""), request.GET.get("nu", "")
        eerst, nu = (eerst if eerst in namen else namen[plek - 1]), (nu if nu in namen else namen[plek])
        gevonden = leg_naast_elkaar(_document(keten, eerst), _document(keten, nu))
        context |= {"eerst": eerst, "nu": nu, "links": keten.van(eerst), "rechts": keten.van(nu), "verschil": gevonden}
        context |= {"in_de_maak": bezig, "zelfde": eerst == nu}
    return render(request, "rapportage/edities/vergelijk.html", context)


def _document(keten: Keten, keuze: str) -> Document:
    """An edition as it was frozen, or the one in the making as it is counted now."""
    editie = keten.van(keuze)
    if editie is not None:
        return canoniek.lees(Document, Editie.objects.values_list("gegevens", flat=True).get(pk=editie.pk))
    if keten.in_de_maak is None:
        raise Http404
    return reken_opnieuw(keten.in_de_maak)


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def weg(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """Throw a concept away, after saying what goes with it."""
    rij = haal_rapport(request.user, kenmerk)
    if request.method == "POST":
        return _gooi_weg(request, rij, request.user)
    if not rij.is_concept:
        raise Http404
    teksten = list(rij.antwoorden.values_list("tekst", flat=True))
    context = {
        "rapport": rij,
        "antwoorden": len(teksten),
        "woorden": sum(woorden(tekst) for tekst in teksten),
        "opmerkingen": rij.opmerkingen.count(),
        "kladjes": rij.kladjes.count(),
        "keten": keten_van(rij),
        "kruimels": kruimels_naar(rij),
    }
    return render(request, "rapportage/edities/weg.html", context)


def _gooi_weg(request: HttpRequest, rij: Rapport, door: Gebruiker) -> HttpResponse:
    eerder = rij.verbetert
    try:
        vaststelling.gooi_weg(rapport=rij, door=door)
    except Geweigerd as fout:
        messages.error(request, str(fout))
        return redirect(rij)
    messages.success(request, f"Het concept van ‘{rij.titel}’ is weg.")
    return redirect(eerder.get_absolute_url() if eerder else reverse("rapporten:lijst"))
