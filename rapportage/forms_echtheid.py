"""The form of the page that compares a report with what was adopted."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.importeren.lezen import GROOTSTE_BESTAND


class EchtheidForm(forms.Form):
    """A file, or else the digest that is printed in it."""

    bestand = forms.FileField(
        label="Bestand",
        required=False,
        help_text="De PDF, het HTML-bestand, het rekenblad of het JSON-bestand. We vergelijken en bewaren niets.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.html,.xlsx,.json"}),
        error_messages={"empty": "Dit bestand is leeg. Kies het bestand van het rapport."},
    )
    controlegetal = forms.CharField(
        label="Of het controlegetal",
        required=False,
        max_length=120,
        help_text="Het staat achterin het rapport: 64 cijfers en letters van a tot en met f.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand and bestand.size > GROOTSTE_BESTAND:
            raise ValidationError("Dit bestand is groter dan 25 MB. Zo groot is geen rapport van ons.")
        return bestand

    def clean_controlegetal(self) -> str:
        getal = "".join(self.cleaned_data["controlegetal"].split())
        if getal and not re.fullmatch("[0-9a-fA-F]{64}", getal):
            raise ValidationError(
                f"Een controlegetal heeft 64 tekens: cijfers en de letters a tot en met f. Hier staan er {len(getal)}."
                if len(getal) != 64
                else "Een controlegetal heeft alleen cijfers en de letters a tot en met f."
            )
        return getal

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if not self.errors and not gegevens.get("bestand") and not gegevens.get("controlegetal"):
            raise ValidationError("Kies een bestand, of vul het controlegetal in.")
        return gegevens
