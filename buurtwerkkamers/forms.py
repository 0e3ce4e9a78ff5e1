"""Forms of the ground floor: kamers, organisations, indicators and users. Writing is done by the write functions.

The other forms of an agreement are in ``forms_afspraken``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers import forms_meetregel, pincodes
from buurtwerkkamers.deurtaal import tekst
from buurtwerkkamers.formulieren import DatumVeld
from buurtwerkkamers.meetregels import KEUZEVELDEN
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Indicator, Kamer, Organisatie, Wijk

# Not a password field: a browser would offer to keep it, on a tablet that everybody holds. The style makes the dots.
_PINVELD = {"inputmode": "numeric", "autocomplete": "off", "class": "pinveld", "spellcheck": "false"}


class Modelformulier(forms.ModelForm):
    """An empty choice says what it means instead of a row of dashes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for veld in self.fields.values():
            if type(veld) is forms.ModelChoiceField:
                veld.empty_label = "Kies" if veld.required else "Geen"


class KamerForm(Modelformulier):
    """A kamer as the bureau fills it in; colour, monogram and address in the site come by themselves."""

    open_vanaf = DatumVeld(label="Eerste dag open", required=False, help_text="Leeg: altijd al open.")
    gesloten_op = DatumVeld(label="Laatste dag open", required=False, help_text="Leeg: nog open.")

    class Meta:
        model = Kamer
        fields = ("naam", "korte_naam", "wijk", "adres", "open_vanaf", "gesloten_op")
        labels: ClassVar = {"naam": "Naam", "korte_naam": "Korte naam", "wijk": "Wijk", "adres": "Adres"}
        help_texts: ClassVar = {"korte_naam": "Voor smalle plekken, bijvoorbeeld in een tabel."}


class WijkForm(Modelformulier):
    class Meta:
        model = Wijk
        fields = ("naam",)
        labels: ClassVar = {"naam": "Naam van de wijk"}


class OrganisatieForm(Modelformulier):
    class Meta:
        model = Organisatie
        fields = ("naam", "soort")
        labels: ClassVar = {"naam": "Naam van de organisatie", "soort": "Soort organisatie"}


# --- agreements -------------------------------------------------------------------------------------------------


class IndicatorForm(Modelformulier):
    """One line of the agreement, how it is measured, and its target per kamer as printed (empty: none agreed)."""

    class Meta:
        model = Indicator
        fields = ("groep", "naam", "eenheid", "meetregel", *KEUZEVELDEN, "corporatie")
        labels: ClassVar = {
            "groep": "Groep",
            "naam": "Indicator",
            "eenheid": "Eenheid",
            "corporatie": "Van belang voor woningcorporaties",
            **forms_meetregel.LABELS,
        }
        help_texts: ClassVar = {
            "groep": "Bijvoorbeeld IMPACT, OUTPUT, PROCES of INPUT.",
            **forms_meetregel.HULP,
        }
        error_messages: ClassVar = {
            "groep": {"required": "Vul in bij welke groep deze indicator hoort, bijvoorbeeld OUTPUT."},
            "naam": {"required": "Vul in hoe de indicator heet, zoals in de afspraak."},
        }

    meetregel = forms_meetregel.meetregelveld()

    def __init__(self, *args: Any, kamers: list[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kamers = kamers
        forms_meetregel.beperk_keuzes(self)
        bestaand = {s.kamer_id: s.tekst for s in self.instance.streefwaarde_set.all()} if self.instance.pk else {}
        for kamer in kamers:
            self.fields[f"doel_{kamer.pk}"] = forms.CharField(
                label=f"Streefwaarde {kamer.naam}",
                required=False,
                max_length=60,
                initial=bestaand.get(kamer.pk, ""),
                help_text="Zoals gedrukt, bijvoorbeeld 200, > 50% of > 10 op 20.",
            )

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        forms_meetregel.controleer_meetregel(self, gegevens)
        return gegevens

    @property
    def doelen(self) -> dict[Kamer, str]:
        return {kamer: self.cleaned_data[f"doel_{kamer.pk}"] for kamer in self.kamers}


# --- users ------------------------------------------------------------------------------------------------------


class GebruikerForm(forms.Form):
    """Name and address of an account."""

    naam = forms.CharField(label="Naam", max_length=100)
    email = forms.EmailField(label="E-mailadres", max_length=254, help_text="Hiermee logt deze persoon in.")

    def __init__(self, *args: Any, gebruiker: Gebruiker | None = None, **kwargs: Any) -> None:
        if gebruiker:
            kwargs["initial"] = {"naam": gebruiker.naam, "email": gebruiker.email}
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        bekend = Gebruiker.objects.filter(email=email).first()
        if bekend and bekend != self.gebruiker:
            raise ValidationError("Er is al een account met dit e-mailadres.")
        return email


class VrijwilligerForm(forms.Form):
    """Somebody who will register at the door."""

    naam = forms.CharField(label="Naam", max_length=100, error_messages={"required": "Vul de naam in."})
    email = forms.EmailField(
        label="E-mailadres",
        help_text="Hierop komt een mail om een wachtwoord te kiezen.",
        error_messages={"required": "Vul het e-mailadres in."},
    )


class TabletForm(forms.Form):
    """What the tablet is called, so that the list says which one is lost."""

    naam = forms.CharField(
        label="Naam van deze tablet",
        max_length=60,
        initial="Tablet bij de deur",
        help_text="Zo herkent u hem in de lijst, bijvoorbeeld aan de kleur van de hoes.",
        error_messages={"required": "Geef de tablet een naam, bijvoorbeeld Tablet bij de deur."},
    )


class PincodeForm(forms.Form):
    """A new PIN, typed twice, in the language of the screen."""

    code = forms.CharField(max_length=20, widget=forms.TextInput(attrs=_PINVELD))
    nogmaals = forms.CharField(max_length=20, widget=forms.TextInput(attrs=_PINVELD))

    def __init__(self, *args: Any, taal: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taal = taal
        for veld, sleutel in (("code", "deur.begin_pin"), ("nogmaals", "deur.begin_nogmaals")):
            self.fields[veld].label = tekst(sleutel, taal)
            vorm = tekst("deur.pin_vorm", taal)
            self.fields[veld].error_messages |= dict.fromkeys(("required", "max_length"), vorm)

    def clean_code(self) -> str:
        code = pincodes.cijfers(self.cleaned_data["code"])
        if bezwaar := pincodes.bezwaar(code):
            raise ValidationError(tekst(bezwaar, self.taal))
        return code

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if {"code", "nogmaals"} <= gegevens.keys() and pincodes.cijfers(gegevens["nogmaals"]) != gegevens["code"]:
            self.add_error("nogmaals", tekst("deur.pin_ongelijk", self.taal))
        return gegevens


class BevoegdheidForm(Modelformulier):
    """A role for a user. Which other field is needed depends on the role."""

    rol = forms.ChoiceField(
        label="Rol",
        choices=[("", "Kies"), *(keuze for keuze in Bevoegdheid.Rol.choices if keuze[0] != Bevoegdheid.Rol.SYSTEEM)],
        error_messages={"required": "Kies een rol."},
    )
    van = DatumVeld(label="Eerste dag")
    tot = DatumVeld(label="Laatste dag", required=False, help_text="Leeg: tot u de rol intrekt.")

    class Meta:
        model = Bevoegdheid
        fields = ("rol", "kamer", "organisatie", "van", "tot")
        labels: ClassVar = {"kamer": "Kamer", "organisatie": "Organisatie"}
        help_texts: ClassVar = {
            "kamer": "Alleen voor een vrijwilliger of coördinator.",
            "organisatie": "Alleen voor gemeente en woningcorporatie.",
        }

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        rol = gegevens.get("rol")
        for veld, rollen, kies in (
            ("kamer", Bevoegdheid.KAMERROLLEN, "Kies bij welke kamer deze rol hoort."),
            ("organisatie", Bevoegdheid.ORGANISATIEROLLEN, "Kies voor welke organisatie."),
        ):
            if rol in rollen and not gegevens.get(veld):
                self.add_error(veld, kies)
            elif rol and rol not in rollen and gegevens.get(veld):
                self.add_error(veld, "Deze rol hoort hier niet bij: laat dit leeg.")
        return gegevens
