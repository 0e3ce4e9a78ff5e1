"""Forms of money. Amounts are read in Dutch notation; letters are refused at the field."""

from __future__ import annotations

from typing import Any

from django import forms

from buurtwerkkamers.formulieren import BedragVeld
from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.rechten import kamers_met
from financien import boekhouding
from financien.models import Bron, Regel


class BronFormulier(forms.ModelForm):
    class Meta:
        model = Bron
        fields = ("naam",)
        labels = {"naam": "Naam van de bron"}
        help_texts = {"naam": "Het stuk waar de bedragen in staan, bijvoorbeeld 'Begroting 2026'."}
        error_messages = {"naam": {"unique": "Er is al een bron met deze naam."}}


class RegelFormulier(forms.ModelForm):
    """One line of a source. A financier is chosen, or named when it is new."""

    begroot = BedragVeld(label="Begroot", required=False)
    prognose = BedragVeld(label="Prognose", required=False)
    realisatie = BedragVeld(label="Realisatie", required=False)
    nieuwe_financier = forms.CharField(
        label="Nieuwe financier",
        required=False,
        max_length=Organisatie._meta.get_field("naam").max_length,
        help_text="Alleen als de financier nog niet in de lijst staat.",
    )
    field_order = (
        "post", "soort", "jaar", "kamer", "begroot", "prognose", "realisatie",
        "groep", "financier", "nieuwe_financier", "voetnoot", "regelsoort",
    )  # fmt: skip

    class Meta:
        model = Regel
        fields = (
            "post", "soort", "jaar", "kamer", "begroot", "prognose", "realisatie",
            "groep", "financier", "voetnoot", "regelsoort",
        )  # fmt: skip
        labels = {
            "post": "Post",
            "soort": "Soort bedrag",
            "jaar": "Jaar",
            "kamer": "Kamer",
            "groep": "Groep",
            "financier": "Financier",
            "voetnoot": "Noot onder de tabel",
            "regelsoort": "Soort regel",
        }
        help_texts = {
            "post": "Waar het bedrag voor is, of van wie het komt.",
            "kamer": "Leeg: het bedrag geldt voor alle kamers samen.",
            "groep": "Regels met dezelfde groep krijgen samen een subtotaal.",
            "regelsoort": "'Gedrukt' is een som die zo in de bron staat. Die wordt nagerekend, niet opgeteld.",
        }
        widgets = {"soort": forms.RadioSelect, "groep": forms.TextInput(attrs={"list": "groepen"})}

    def __init__(self, *args: Any, gebruiker: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kamer"].queryset = kamers_met(gebruiker, "geld.wijzigen")  # type: ignore[attr-defined]
        self.fields["kamer"].empty_label = "Alle kamers samen"  # type: ignore[attr-defined]
        self.fields["financier"].empty_label = "Geen"  # type: ignore[attr-defined]
        self.fields["soort"].choices = Regel.Soort.choices  # type: ignore[attr-defined]
        for veld in boekhouding.BEDRAGEN:
            bedrag = getattr(self.instance, veld)
            if bedrag is not None and bedrag == int(bedrag):
                self.initial[veld] = int(bedrag)  # 6000 is easier to change than 6000,00

    def clean(self) -> dict[str, Any]:
        waarden = super().clean() or self.cleaned_data
        if waarden.get("financier") and waarden.get("nieuwe_financier"):
            self.add_error("nieuwe_financier", "Kies een financier uit de lijst, of schrijf een nieuwe; niet allebei.")
        if not any(veld in self.errors or waarden.get(veld) is not None for veld in boekhouding.BEDRAGEN):
            self.add_error("begroot", "Vul ten minste één bedrag in.")
        return waarden

    def velden(self) -> dict[str, Any]:
        """What goes to the write function, once valid."""
        return dict(self.cleaned_data)
