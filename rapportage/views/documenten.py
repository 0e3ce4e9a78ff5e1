"""Documents that take a while: order one, see how far it is, fetch it. See ``documenten.wachtrij``."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from rapportage.documenten import SOORTEN, wachtrij
from rapportage.documenten.pagina import kamerkleuren
from rapportage.documenten.wachtrij import Soort, TeVeelWacht
from rapportage.models import Documentopdracht, Rapport
from rapportage.samenstelling import kop_van, laatste_editie
from rapportage.views.rapporten import LEZEN, haal_rapport

MIME = {Soort.PDF: "application/pdf", Soort.ZIP: "application/zip"}


@require_http_methods(["GET", "POST"])
@vereist(*LEZEN)
def documenten(request: Verzoek, kenmerk: str) -> HttpResponse:
    """What can be had of this report, and what this user ordered; by POST the order of one that takes a while."""
    rij = haal_rapport(request.user, kenmerk)
    if not (rij.is_af or mag(request.user, "rapporten.beheren")):
        raise Http404
    if request.method == "POST":
        return _vraag(request, rij)
    context = {
        "rapport": rij,
        "editie": laatste_editie(rij),
        "direct": direct(rij),
        "opdrachten": [wachtrij.stand_van(o) for o in wachtrij.van(request.user, rij)],
        "kruimels": _kruimels(rij),
    }
    return render(request, "rapportage/documenten/lijst.html", context)


def direct(rij: Rapport) -> list[tuple[str, str]]:
    """The files that are there at once; the PDF of a report in the making has to be made first."""
    soorten = {soort: vorm for soort, vorm in SOORTEN.items() if rij.is_af or soort != "pdf"}
    return [(vorm.naam, reverse("rapporten:bestand", args=[rij.kenmerk, soort])) for soort, vorm in soorten.items()]


def _vraag(request: Verzoek, rij: Rapport) -> HttpResponse:
    soort = request.POST.get("soort", "")
    if soort not in Soort.values:
        return HttpResponseBadRequest("Kies welk document u wilt hebben.", content_type="text/plain; charset=utf-8")
    if not wachtrij.mag_vragen(request.user, rij, soort):
        # An adopted report keeps its PDF: there is nothing to make.
        return redirect("rapporten:bestand", rij.kenmerk, "pdf")
    try:
        opdracht = wachtrij.vraag(rapport=rij, soort=soort, door=request.user)
    except TeVeelWacht as fout:
        messages.error(request, str(fout))
        return redirect("rapporten:documenten", rij.kenmerk)
    return redirect("rapporten:document", rij.kenmerk, opdracht.pk)


@require_GET
@vereist(*LEZEN)
def document(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """How far one document is: its place in the queue, how much is done, and then the way to it."""
    opdracht = haal_opdracht(request.user, kenmerk, pk)
    context = {"stand": wachtrij.stand_van(opdracht), "rapport": opdracht.rapport}
    if request.htmx:
        return render(request, "rapportage/documenten/_stand.html", context)
    documenten_ = ("Documenten", reverse("rapporten:documenten", args=[kenmerk]))
    context["kruimels"] = [*_kruimels(opdracht.rapport), documenten_]
    return render(request, "rapportage/documenten/document.html", context)


@require_GET
@vereist(*LEZEN)
def document_bestand(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """The document itself, for the one who asked for it."""
    opdracht = haal_opdracht(request.user, kenmerk, pk)
    if opdracht.inhoud is None or wachtrij.stand_van(opdracht).achterhaald:
        return redirect("rapporten:document", kenmerk, pk)
    naam = f"{kenmerk}{'' if opdracht.rapport.is_af else '-concept'}.{opdracht.soort}"
    return HttpResponse(
        bytes(opdracht.inhoud),
        content_type=MIME[Soort(opdracht.soort)],
        headers={"Content-Disposition": f'attachment; filename="{naam}"'},
    )


@require_GET
@vereist(*LEZEN)
def kleuren(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The colours of the kamers of a report, as a style sheet: the page itself may not hold any style."""
    rij = haal_rapport(request.user, kenmerk)
    koppen = tuple(kop_van(kamer) for kamer in rij.kamers.select_related("wijk"))
    return HttpResponse(kamerkleuren(koppen), content_type="text/css; charset=utf-8")


def haal_opdracht(gebruiker: Gebruiker, kenmerk: str, pk: int) -> Documentopdracht:
    """The order of this user at this address, or 404."""
    rij = haal_rapport(gebruiker, kenmerk)
    opdracht = get_object_or_404(wachtrij.zonder_inhoud(), pk=pk, rapport=rij)
    if not wachtrij.mag_ophalen(gebruiker, opdracht):
        raise Http404
    return opdracht


def _kruimels(rij: Rapport) -> list[tuple[str, str]]:
    return [("Rapporten", reverse("rapporten:lijst")), (rij.titel, rij.get_absolute_url())]
