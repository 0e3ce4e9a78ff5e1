"""The page /importeren/: choose a file, see what it would do, then store it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from buurtwerkkamers.importeren import bewaren
from buurtwerkkamers.importeren.lezen import GROOTSTE_BESTAND
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import Uitslag, importeer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.rechten import vereist


class BestandForm(forms.Form):
    soort = forms.ChoiceField(label="Wat staat er in het bestand?")
    bestand = forms.FileField(
        label="Bestand",
        help_text="Een CSV-, XLSX- of ODS-bestand met de namen van de kolommen bovenaan.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [(soort.naam, soort.titel) for soort in soorten().values()]
        self.fields["soort"].choices = [("", "Kies"), *keuzes]  # type: ignore[attr-defined]

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > GROOTSTE_BESTAND:
            raise ValidationError("Dit bestand is groter dan 25 MB. Splits het in kleinere bestanden.")
        return bestand


@vereist("importeren")
@require_http_methods(["GET", "POST"])
def inlezen(request: HttpRequest) -> HttpResponse:
    """Three steps at one address: the form, the trial run with what it found, and storing the same file."""
    if "kenmerk" in request.POST:
        return _lees_in(request)
    form = BestandForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        klaar = bewaren.zet_klaar(request.session, form.cleaned_data["bestand"], form.cleaned_data["soort"])
        uitslag = importeer(soorten()[klaar.soort], klaar.pad, door=request.user, proef=True)
        return _toon_uitslag(request, klaar, uitslag)
    bewaren.ruim_verlopen_op()
    return render(request, "importeren/kies.html", {"form": form, "soorten": soorten().values()})


def _lees_in(request: HttpRequest) -> HttpResponse:
    klaar = bewaren.wat_klaarstaat(request.session, request.POST["kenmerk"])
    if klaar is None:
        messages.warning(request, "Dit bestand staat niet meer klaar. Kies het opnieuw.")
        return redirect("importeren")
    uitslag = importeer(soorten()[klaar.soort], klaar.pad, door=request.user)
    if not uitslag.gelukt:
        return _toon_uitslag(request, klaar, uitslag)
    bewaren.ruim_op(request.session)
    messages.success(
        request,
        f"{klaar.naam} is ingelezen: {getal(uitslag.nieuw)} nieuw, {getal(uitslag.gewijzigd)} gewijzigd, "
        f"{getal(uitslag.ongewijzigd)} ongewijzigd.",
    )
    return redirect("importeren")


def _toon_uitslag(request: HttpRequest, klaar: bewaren.Klaargezet, uitslag: Uitslag) -> HttpResponse:
    """What the file would do. A file with faults does not have to wait: it must be mended first."""
    if not uitslag.gelukt:
        bewaren.ruim_op(request.session)
    context = {
        "klaar": klaar,
        "uitslag": uitslag,
        "soort": soorten()[klaar.soort],
        "verandert": uitslag.nieuw + uitslag.gewijzigd,
        "kruimels": [("Bestand inlezen", reverse("importeren"))],
    }
    return render(request, "importeren/uitslag.html", context)
