"""Pages of the yearly control: who checked the money, what they looked at, what they found, and when they signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.avg import onder_veld
from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from financien import controleren
from financien.models import Controle
from financien.wijzigen import afdruk, met_afdruk, sla_op

FORMULIER = ["GET", "HEAD", "POST"]
KRUIMELS = [("Geld", "/financien/"), ("Controle", "/financien/controle/")]


class ControleFormulier(ZonderBsn, forms.ModelForm):
    jaar = forms.IntegerField(
        label="Over welk jaar?",
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "kort"}),
        error_messages={"required": "Vul het jaar in dat is gecontroleerd."},
    )
    door_wie = forms.ChoiceField(
        label="Wie controleerde?",
        choices=Controle.Door.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie controleerde."},
    )
    positief = forms.TypedChoiceField(
        label="Het oordeel",
        choices=[("ja", "positief"), ("nee", "niet positief"), ("", "nog geen oordeel")],
        coerce=lambda waarde: waarde == "ja",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="Tekenen kan pas als er een oordeel is.",
    )

    class Meta:
        model = Controle
        fields = ("jaar", "door_wie", "namen", "bekeken", "bevinding", "positief")
        labels = {"namen": "Namen", "bekeken": "Wat is er bekeken?", "bevinding": "Wat kwam eruit?"}
        widgets = {
            "bekeken": forms.Textarea(attrs={"rows": 4}),
            "bevinding": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "namen": onder_veld(Controle, "namen", erbij="Alleen wie bij het geld mag, ziet deze namen."),
            "bekeken": "Bijvoorbeeld: alle afschriften van de bank, tien bonnen van elke kamer, de stand van de kas.",
            "bevinding": "Wat klopte, wat niet, en wat daarmee is gedaan.",
        }
        error_messages = {
            "namen": {"required": "Vul in wie controleerde."},
            "bekeken": {"required": "Schrijf op wat er is bekeken."},
            "bevinding": {"required": "Schrijf op wat eruit kwam."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        oordeel = self.instance.positief
        self.initial["positief"] = "" if oordeel is None else "ja" if oordeel else "nee"


class TekenFormulier(forms.Form):
    getekend_op = DatumVeld(
        label="Getekend op",
        help_text="De dag waarop zij hun handtekening zetten.",
        error_messages={"required": "Vul in op welke dag er is getekend."},
    )


@require_safe
@vereist(controleren.RECHT)
def controles(request: Verzoek) -> HttpResponse:
    """All controls, the newest year first, with what each year says together."""
    rijen = list(Controle.objects.all())
    samen = controleren.jaarcontroles(rijen)
    jaren = [
        {
            "jaar": jaar,
            "samen": samen.get(jaar),
            "controles": [
                {"controle": c, "uitkomst": controleren.uitkomst_van(c)}
                for c in sorted(rijen, key=lambda c: c.door_wie, reverse=True)
                if c.jaar == jaar
            ],
        }
        for jaar in sorted({c.jaar for c in rijen}, reverse=True)
    ]
    context = {
        "jaren": jaren,
        "regel": controleren.REGEL,
        "mag_wijzigen": mag(request.user, controleren.WIJZIGEN),
        "kruimels": KRUIMELS[:1],
    }
    return render(request, "financien/controle/lijst.html", context)


@require_safe
@vereist(controleren.RECHT)
def controle(request: Verzoek, pk: int) -> HttpResponse:
    """One control, to read; as long as it is not signed, with the way to change and to sign it."""
    return _toon(
        request, get_object_or_404(Controle, pk=pk), TekenFormulier(initial={"getekend_op": timezone.localdate()})
    )


@require_http_methods(FORMULIER)
@vereist(controleren.WIJZIGEN)
def nieuw(request: Verzoek) -> HttpResponse:
    """Write down what kascommissie or accountant looked at and found."""
    return _formulier(request, Controle(), initial={"jaar": timezone.localdate().year - 1})


@require_http_methods(FORMULIER)
@vereist(controleren.WIJZIGEN)
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Change a control that is not signed yet."""
    gekozen = get_object_or_404(Controle, pk=pk)
    if gekozen.getekend_op:
        messages.warning(request, "Deze controle is getekend en verandert niet meer.")
        return redirect("financien:controle", gekozen.pk)
    return _formulier(request, gekozen)


@require_http_methods(["POST"])
@vereist(controleren.WIJZIGEN)
def teken(request: Verzoek, pk: int) -> HttpResponse:
    """Sign: from then on nothing of it changes."""
    gekozen = get_object_or_404(Controle, pk=pk)
    form = TekenFormulier(request.POST)
    if form.is_valid():
        try:
            controleren.teken_controle(gekozen, op=form.cleaned_data["getekend_op"], door=request.user)
        except Geweigerd as fout:
            form.add_error("getekend_op", str(fout))
        else:
            messages.success(
                request, f"De controle van {gekozen.jaar} is getekend. Zij verandert niet meer en telt mee."
            )
            return redirect("financien:controle", gekozen.pk)
    return _toon(request, gekozen, form)


@require_http_methods(FORMULIER)
@vereist(controleren.WIJZIGEN)
def weg(request: Verzoek, pk: int) -> HttpResponse:
    """Ask, and then remove one that was begun by mistake."""
    gekozen = get_object_or_404(Controle, pk=pk)
    if gekozen.getekend_op:
        messages.warning(request, "Deze controle is getekend. Zij gaat niet weg.")
        return redirect("financien:controle", gekozen.pk)
    if request.method == "POST":
        try:
            controleren.verwijder_controle(gekozen, door=request.user)
        except Geweigerd as fout:  # signed by somebody else in the meantime
            messages.warning(request, str(fout))
            return redirect("financien:controle", gekozen.pk)
        messages.success(request, "De controle is weggehaald.")
        return redirect("financien:controles")
    context = {
        "titel": "Controle weghalen",
        "vraag": f"Weet u zeker dat de controle van {gekozen.jaar} door de {gekozen.get_door_wie_display()} weg kan?",
        "knop": "Controle weghalen",
        "terug": reverse("financien:controle", args=[gekozen.pk]),
        "kruimels": KRUIMELS,
    }
    return render(request, "afspraken/weg.html", context)


def _toon(request: Verzoek, gekozen: Controle, form: TekenFormulier) -> HttpResponse:
    context = {
        "controle": gekozen,
        "uitkomst": controleren.uitkomst_van(gekozen),
        "form": form,
        "mag_wijzigen": mag(request.user, controleren.WIJZIGEN) and gekozen.getekend_op is None,
        "kruimels": KRUIMELS,
    }
    return render(request, "financien/controle/controle.html", context, status=422 if form.errors else 200)


def _formulier(request: Verzoek, gekozen: Controle, **meer: Any) -> HttpResponse:
    nu = afdruk(gekozen, controleren.VELDEN)  # before the form puts what was typed in it
    form = met_afdruk(ControleFormulier(ingestuurd(request), instance=gekozen, **meer), nu)

    def schrijf(gezien: str | None) -> None:
        controleren.bewaar_controle(form.instance, gezien=gezien, door=request.user)

    if sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD:
        messages.success(request, "De controle is opgeslagen. Zij telt mee zodra zij is getekend.")
        return redirect("financien:controle", form.instance.pk)
    terug = reverse("financien:controle", args=[gekozen.pk]) if gekozen.pk else reverse("financien:controles")
    context = {
        "form": form,
        "titel": "Controle wijzigen" if gekozen.pk else "Controle toevoegen",
        "intro": "Neem over wat de kascommissie of de accountant heeft opgeschreven. Tekenen komt daarna.",
        "knop": "Controle opslaan",
        "terug": terug,
        "kruimels": KRUIMELS,
    }
    return render(request, "beheer/formulier.html", context, status=422 if form.is_bound else 200)
