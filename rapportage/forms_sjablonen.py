"""Forms of sjablonen: its name, and one part with the fields that its kind has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.formulieren import ZonderBsn
from rapportage.models import Onderdeel, Rapport
from rapportage.sjablonen import Inhoud
from rapportage.sjablonen.soorten import SOORTEN

MEESTE_KEUZES = 12
LANGSTE_KEUZE = 120
_Vergelijking = Onderdeel.Vergelijking


class SjabloonForm(ZonderBsn):
    """What a sjabloon is called, and in one sentence what it is for."""

    naam = forms.CharField(
        label="Naam",
        max_length=120,
        help_text="Zo kiest u het bij een nieuw rapport.",
        error_messages={"required": "Geef het sjabloon een naam."},
    )
    omschrijving = forms.CharField(
        label="Waarvoor is het?",
        required=False,
        max_length=300,
        help_text="Eén zin, bijvoorbeeld: voor het jaarverslag aan de fondsen.",
    )


class OnderdeelForm(ZonderBsn):
    """One part of a sjabloon: its title, its place, and what its kind asks for besides.

    ``titels`` are those of the other parts, in order: the new place is behind one of them. ``gezien`` is what the page
    showed, so that nobody writes unseen over the change of somebody else.
    """

    titel = forms.CharField(
        label="Titel",
        max_length=120,
        help_text="Komt boven het onderdeel en in de inhoudsopgave.",
        error_messages={"required": "Schrijf een titel. Die komt ook in de inhoudsopgave."},
    )
    vraag = forms.CharField(
        label="Vraag of inleiding", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    keuzes = forms.CharField(
        label="Mogelijkheden",
        max_length=MEESTE_KEUZES * (LANGSTE_KEUZE + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Zet elke mogelijkheid op een eigen regel. Minstens twee.",
        error_messages={"required": "Schrijf minstens twee mogelijkheden, elk op een eigen regel."},
    )
    tekst = forms.CharField(
        label="Tekst",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Schrijf de tekst die in het rapport komt."},
    )
    vergelijking = forms.ChoiceField(
        label="Vergelijken met",
        choices=_Vergelijking.choices,
        error_messages={"required": "Kies met welke periode u vergelijkt."},
    )
    plaats = forms.TypedChoiceField(label="Plaats in het rapport", coerce=int)
    gezien = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, soort: str, titels: list[str], onderdeel: Onderdeel | None = None, plek: int, **kwargs: Any
    ) -> None:
        begin: dict[str, Any] = {"plaats": plek}
        if onderdeel:
            inhoud = Inhoud.van(onderdeel)
            velden = {naam: getattr(inhoud, naam) for naam in ("titel", "vraag", "tekst", "vergelijking")}
            begin |= {**velden, "keuzes": "\n".join(inhoud.keuzes), "gezien": inhoud.kenmerk}
        super().__init__(*args, **kwargs, initial=begin)  # type: ignore[misc]
        self.soort, self.uitleg = soort, SOORTEN[soort]
        for naam in ("vraag", "keuzes", "tekst", "vergelijking"):
            if naam not in self.uitleg.velden:
                del self.fields[naam]
        self._naar_soort()
        achter = [(n, f"na ‘{titel}’") for n, titel in enumerate(titels, start=2)]
        self.fields["plaats"].choices = [(1, "vooraan"), *achter]  # type: ignore[attr-defined]

    def _naar_soort(self) -> None:
        """Words and demands that differ per kind."""
        if "vraag" in self.fields:
            if self.uitleg.is_vraag:
                self.fields["vraag"].label = "Vraag"
                self.fields["vraag"].help_text = "Wat moet de schrijver vertellen? Staat ook in het rapport."
            else:
                self.fields["vraag"].label = "Inleiding"
                self.fields["vraag"].help_text = "Eén zin boven de cijfers. Mag leeg blijven."
        if self.soort == Onderdeel.Soort.VERGELIJKING:
            self.fields["vergelijking"].choices = [  # type: ignore[attr-defined]
                ("", "Kies een periode"),
                *(keuze for keuze in _Vergelijking.choices if keuze[0]),
            ]
        elif "vergelijking" in self.fields:
            self.fields["vergelijking"].required = False

    def clean_keuzes(self) -> tuple[str, ...]:
        """One choice a line; empty lines are left out."""
        keuzes = tuple(" ".join(regel.split()) for regel in self.cleaned_data["keuzes"].splitlines() if regel.strip())
        if len(keuzes) < 2:
            raise ValidationError("Schrijf minstens twee mogelijkheden, elk op een eigen regel.")
        if len(keuzes) > MEESTE_KEUZES:
            raise ValidationError(f"Schrijf hoogstens {MEESTE_KEUZES} mogelijkheden. Nu zijn het er {len(keuzes)}.")
        dubbel = next((keuze for n, keuze in enumerate(keuzes) if keuze in keuzes[:n]), None)
        if dubbel:
            raise ValidationError(f"‘{dubbel}’ staat er twee keer.")
        lang = next((keuze for keuze in keuzes if len(keuze) > LANGSTE_KEUZE), None)
        if lang:
            raise ValidationError(
                f"‘{lang[:40]}…’ is te lang: hoogstens {LANGSTE_KEUZE} tekens. Zet uitleg bij de vraag."
            )
        return keuzes

    @property
    def inhoud(self) -> Inhoud:
        velden = ("titel", "vraag", "keuzes", "tekst", "vergelijking")
        return Inhoud(self.soort, **{naam: self.cleaned_data[naam] for naam in velden if naam in self.fields})


class ProefForm(forms.Form):
    """Over which period and kamers a specimen is made: those of a report that exists."""

    rapport = forms.ChoiceField(label="Met de periode, de kamers en de cijfers van")

    def __init__(self, *args: Any, rapporten: list[Rapport], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rapport"].choices = [(r.kenmerk, r.titel) for r in rapporten]  # type: ignore[attr-defined]
