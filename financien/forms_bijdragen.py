"""Forms of contributions: a step, and what the money may be spent on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.formulieren import BedragVeld, DatumVeld, ZonderBsn
from financien.bijdragestand import Bijdrage
from financien.models import Bijdragestap, Post

Stand = Bijdragestap.Stand
_VOLGENDE = {
    "": Stand.GEVRAAGD,
    Stand.GEVRAAGD: Stand.TOEGEZEGD,
    Stand.TOEGEZEGD: Stand.BESLOTEN,
    Stand.BESLOTEN: Stand.GEFACTUREERD,
    Stand.GEFACTUREERD: Stand.ONTVANGEN,
    Stand.AFGEWEZEN: Stand.GEVRAAGD,
}


def volgende_stap(bijdrage: Bijdrage) -> dict[str, Any]:
    """What a form for the next step begins with."""
    return {"stand": _VOLGENDE.get(bijdrage.stand), "datum": timezone.localdate()}


class StapFormulier(ZonderBsn):
    """One step: what happened, when, and what the letter says."""

    stand = forms.ChoiceField(
        label="Wat gebeurde er?",
        choices=Stand.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat er gebeurde.", "invalid_choice": "Kies wat er gebeurde."},
    )
    datum = DatumVeld(
        label="Wanneer?",
        help_text="De dag die op de brief of de factuur staat.",
        error_messages={"required": "Vul in op welke dag dit gebeurde."},
    )
    bedrag = BedragVeld(
        label="Bedrag",
        required=False,
        help_text="Zoals het in de brief of op de factuur staat. Leeg als er geen bedrag in staat.",
    )
    kenmerk = forms.CharField(
        label="Kenmerk of nummer",
        required=False,
        max_length=80,
        help_text="Het kenmerk van de beschikking, of het nummer van de brief of factuur.",
    )
    toelichting = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=300,
        help_text="Voor onszelf. Gemeente en corporatie zien dit niet.",
    )

    def clean_datum(self) -> date:
        datum: date = self.cleaned_data["datum"]
        if datum > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Leg een stap vast als hij er is.", code="later")
        return datum

    def clean_bedrag(self) -> Any:
        bedrag = self.cleaned_data["bedrag"]
        if bedrag is not None and bedrag <= 0:
            raise ValidationError("Vul een bedrag in van meer dan 0 euro, of laat het leeg.", code="min_value")
        return bedrag


class _Kostenposten(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.naam}, {obj.kamer.label}" if obj.kamer else f"{obj.naam}, alle kamers samen"


class BestemmingFormulier(forms.Form):
    """The cost posts that the money of one contribution is for."""

    kostenposten = _Kostenposten(
        label="Waarvoor is dit geld?",
        queryset=Post.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Niets aangevinkt: dit geld mag aan alle kosten worden besteed.",
        error_messages={
            "invalid_choice": "Kies een kostenpost uit de lijst.",
            "invalid_pk_value": "Kies een kostenpost uit de lijst.",
            "invalid_list": "Kies een kostenpost uit de lijst.",
        },
    )

    def __init__(self, *args: Any, bijdrage: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posten = Post.objects.filter(jaar=bijdrage.jaar, soort=Post.Soort.KOSTEN).select_related("kamer")
        if bijdrage.kamer_id:
            posten = posten.filter(kamer=bijdrage.kamer_id)
            self.fields[
                "kostenposten"
            ].help_text = f"Niets aangevinkt: dit geld mag aan alle kosten van {bijdrage.kamer} worden besteed."
        self.fields["kostenposten"].queryset = posten  # type: ignore[attr-defined]
        self.initial.setdefault("kostenposten", list(bijdrage.bestemmingen.values_list("kostenpost", flat=True)))


class StandOpFormulier(forms.Form):
    """An earlier day to look at; empty is today."""

    per = DatumVeld(label="Stand op", required=False)
