"""What an hour of a volunteer is worth, and from when: the rates by which hours become money."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.formulieren import BedragVeld, DatumVeld
from buurtwerkkamers.models import Uurtarief
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from financien import boekhouding

FORMULIER = ["GET", "HEAD", "POST"]
KRUIMELS = [("Geld", "/financien/"), ("Uurtarieven", "/financien/tarieven/")]


class TariefFormulier(forms.ModelForm):
    soort = forms.ChoiceField(
        label="Voor wie",
        choices=Uurtarief.Soort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies voor wie het tarief is."},
    )
    vanaf = DatumVeld(label="Vanaf", error_messages={"required": "Vul in vanaf welke dag het tarief geldt."})
    tarief = BedragVeld(
        label="Euro per uur",
        help_text="Bijvoorbeeld 11 of 8,80.",
        min_value=Decimal("0.01"),
        error_messages={
            "required": "Vul in hoeveel euro een uur waard is.",
            "min_value": "Vul een bedrag in van meer dan 0 euro.",
        },
    )

    class Meta:
        model = Uurtarief
        fields = ("soort", "vanaf", "tarief")


@require_safe
@vereist("geld.zien")
def tarieven(request: HttpRequest) -> HttpResponse:
    """All rates per kind, the newest first, and which one is in force today."""
    vandaag = timezone.localdate()
    rijen = list(Uurtarief.objects.all())
    nu = {soort: next((r.pk for r in rijen if r.soort == soort and r.vanaf <= vandaag), None) for soort in _SOORTEN}
    groepen = [
        (
            label,
            [{"tarief": r, "nu": r.pk == nu[soort], "straks": r.vanaf > vandaag} for r in rijen if r.soort == soort],
        )
        for soort, label in Uurtarief.Soort.choices
    ]
    context = {"groepen": groepen, "mag_wijzigen": mag(request.user, "geld.wijzigen"), "kruimels": KRUIMELS[:1]}
    return render(request, "financien/tarieven.html", context)


_SOORTEN: tuple[str, ...] = tuple(Uurtarief.Soort.values)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def tarief_nieuw(request: HttpRequest) -> HttpResponse:
    """A rate from a day on; what was worked before that day keeps its value."""
    return _pagina(request, Uurtarief(), "Nieuw uurtarief", "Tarief toevoegen")


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def tarief(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a rate that was entered wrong."""
    return _pagina(request, get_object_or_404(Uurtarief, pk=pk), "Uurtarief wijzigen", "Opslaan")


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def tarief_weg(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a rate, after a question; the one before it holds again."""
    gekozen = get_object_or_404(Uurtarief, pk=pk)
    if request.method == "POST":
        boekhouding.verwijder_tarief(gekozen, door=request.user)  # type: ignore[arg-type]
        messages.success(request, "Het uurtarief is verwijderd.")
        return redirect("financien:tarieven")
    return render(request, "financien/tarief_weg.html", {"tarief": gekozen, "kruimels": KRUIMELS})


def _pagina(request: HttpRequest, gekozen: Uurtarief, titel: str, knop: str) -> HttpResponse:
    begin = None if gekozen.pk else {"vanaf": timezone.localdate().replace(month=1, day=1)}
    form = TariefFormulier(request.POST or None, instance=gekozen, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            bewaard = boekhouding.bewaar_tarief(form.instance, door=request.user)  # type: ignore[arg-type]
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"Het uurtarief vanaf {datum_voluit(bewaard.vanaf)} is opgeslagen.")
            return redirect("financien:tarieven")
    context = {
        "form": form,
        "titel": titel,
        "knop": knop,
        "terug": reverse("financien:tarieven"),
        "kruimels": KRUIMELS,
        "intro": "De waarde van uren verandert mee, ook van vroeger. Een vastgesteld rapport blijft gelijk.",
    }
    return render(request, "beheer/formulier.html", context)
