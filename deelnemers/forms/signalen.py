"""The form of a signal: short enough to fill in between two visitors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.models import Wijk
from deelnemers.forms.velden import EigenDatumVeld, KamerVeld, TekstMetVoorstellen
from deelnemers.forms.verder import Regelform
from deelnemers.models import Signaal
from deelnemers.namen import zoekvorm
from deelnemers.signalen import WIJZIGEN, buurten_van

MEESTE_TEKENS = 280
GEEN_NAMEN = (
    "Schrijf geen namen, adressen of telefoonnummers op, en niets waaraan iemand te herkennen is. Het gaat over de "
    "buurt, niet over één persoon."
)


class Themakeuze(forms.RadioSelect):
    """All themes in sight, each a large tile: one tap."""

    def __init__(self, attrs: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__({"class": "themakeuze", **(attrs or {})}, **kwargs)


class SignaalForm(Regelform):
    """What the kamer hears. One form for a new signal and its correction."""

    thema = forms.ChoiceField(
        label="Waar gaat het over?",
        choices=[(waarde, str(label).capitalize()) for waarde, label in Signaal.Thema.choices],
        widget=Themakeuze,
        error_messages={"required": "Kies waar het over gaat.", "invalid_choice": "Kies een thema uit de lijst."},
    )
    tekst = forms.CharField(
        label="Wat hoort u?",
        max_length=MEESTE_TEKENS,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=f"In één of twee zinnen, hoogstens {MEESTE_TEKENS} tekens. {GEEN_NAMEN}",
        error_messages={
            "required": "Vul in wat u hoort.",
            "max_length": f"Houd het korter: hoogstens {MEESTE_TEKENS} tekens.",
        },
    )
    kamer = KamerVeld(recht=WIJZIGEN)
    buurt = forms.CharField(
        label="In welke buurt?",
        max_length=80,
        required=False,
        widget=TekstMetVoorstellen(),
        help_text="Alleen de naam van de buurt, geen straat met huisnummer.",
        error_messages={"max_length": "Houd de naam korter: hoogstens 80 tekens."},
    )
    datum = EigenDatumVeld(label="Op welke dag?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["buurt"].widget
        widget.voorstellen = _voorstellen(self.gebruiker)
        if self.regel is None:
            self._vul_buurt_in()

    def _vul_buurt_in(self) -> None:
        """The district of the kamer, when there is only one kamer to choose."""
        veld: Any = self.fields["kamer"]
        if veld.enige and veld.enige.wijk_id:
            self.initial.setdefault("buurt", veld.enige.wijk.naam)
        elif not veld.enige:
            self.fields["buurt"].help_text += " Leeg: de wijk van de kamer."

    def clean_tekst(self) -> str:
        """One line without double spaces; accents and signs alone tell nothing."""
        tekst = " ".join(self.cleaned_data["tekst"].split())
        if not zoekvorm(tekst):
            raise ValidationError(self.fields["tekst"].error_messages["required"])
        return tekst

    def clean_buurt(self) -> str:
        return " ".join(self.cleaned_data["buurt"].split())

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        kamer = gegevens.get("kamer")
        if kamer and not self.fields["kamer"].enige and not gegevens.get("buurt") and kamer.wijk_id:  # type: ignore[attr-defined]
            gegevens["buurt"] = kamer.wijk.naam
        return gegevens


def _voorstellen(gebruiker: Any) -> Iterable[str]:
    """Neighbourhoods that were written down before at the user's kamers, and the districts of the city."""
    namen = [*buurten_van(gebruiker), *Wijk.objects.values_list("naam", flat=True)]
    return list({zoekvorm(naam): naam for naam in reversed(namen)}.values())[::-1]
