"""Pages on which the answers of a report are written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import haal_kamer, vereist
from buurtwerkkamers.schrijven import Geweigerd
from rapportage.antwoorden import AntwoordVeranderd, beantwoord
from rapportage.forms import AntwoordForm
from rapportage.models import Antwoord, Rapport
from rapportage.views.rapporten import haal_rapport


@require_http_methods(["GET", "POST"])
@vereist("rapporten.antwoorden")
def antwoorden(request: HttpRequest, kenmerk: str, kamer: str) -> HttpResponse:
    """The questions that are answered for one kamer, by its coordinator."""
    rij = haal_rapport(request.user, kenmerk)
    plek = haal_kamer(request.user, "rapporten.antwoorden", kamer)
    if plek not in rij.kamers.all():
        raise Http404
    return _schrijfpagina(request, rij, plek)


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def antwoorden_samen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The questions that are answered once, for all kamers together, by the cooperative."""
    return _schrijfpagina(request, haal_rapport(request.user, kenmerk), None)


def _schrijfpagina(request: HttpRequest, rij: Rapport, kamer: Kamer | None) -> HttpResponse:
    formulieren = _formulieren(rij, kamer, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "rapport": rij,
        "kamer": kamer,
        "formulieren": formulieren,
        "kruimels": [("Rapporten", reverse("rapporten:lijst")), (rij.titel, rij.get_absolute_url())],
    }
    gevuld = [form for form in formulieren if form.is_bound]
    if not gevuld or not all(form.is_valid() for form in gevuld):
        return render(request, "rapportage/rapport/antwoorden.html", context)
    try:
        botsingen = _bewaar(rij, kamer, gevuld, request.user)
    except Geweigerd as fout:
        # The text stays on the page: it could not be stored, and must not be lost.
        return render(request, "rapportage/rapport/antwoorden.html", {**context, "fout": str(fout)}, status=409)
    if botsingen:
        return render(request, "rapportage/rapport/botsing.html", {**context, "botsingen": botsingen}, status=409)
    messages.success(request, "Uw antwoorden zijn opgeslagen.")
    return redirect(request.path)


def _formulieren(rij: Rapport, kamer: Kamer | None, gegevens: Any) -> list[AntwoordForm]:
    """A form per question; filled for those that were posted (the page of conflicts posts only some)."""
    vragen = [o for o in rij.sjabloon.onderdelen.all() if o.is_vraag and o.per_kamer == (kamer is not None)]
    geschreven = Antwoord.objects.filter(rapport=rij, kamer=kamer).select_related("geschreven_door")
    bestaand = {a.onderdeel_id: a for a in geschreven}
    formulieren = []
    for vraag in vragen:
        gepost = gegevens is not None and f"vraag-{vraag.pk}-versie" in gegevens
        formulieren.append(AntwoordForm(gegevens if gepost else None, onderdeel=vraag, antwoord=bestaand.get(vraag.pk)))
    return formulieren


def _bewaar(
    rij: Rapport, kamer: Kamer | None, formulieren: list[AntwoordForm], door: Gebruiker
) -> list[tuple[AntwoordForm, Antwoord]]:
    """Store every answer that nobody else changed; give back the others, each with what is stored now."""
    botsingen = []
    for form in formulieren:
        if form.antwoord is None and not (form.cleaned_data["tekst"] or form.keuze):
            continue
        try:
            beantwoord(
                rapport=rij,
                onderdeel=form.onderdeel,
                kamer=kamer,
                tekst=form.cleaned_data["tekst"],
                keuze=form.keuze,
                versie=form.cleaned_data["versie"],
                door=door,
            )
        except AntwoordVeranderd as botsing:
            botsingen.append((_over_de_nieuwe(form, botsing.huidig), botsing.huidig))
    return botsingen


def _over_de_nieuwe(form: AntwoordForm, huidig: Antwoord) -> AntwoordForm:
    """The same text again, now to be written over the version that is stored."""
    gegevens = dict(form.data.items())
    gegevens[form.add_prefix("versie")] = str(huidig.versie)
    return AntwoordForm(gegevens, onderdeel=form.onderdeel, antwoord=huidig)
