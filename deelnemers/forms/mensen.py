"""Forms about people and activities. They check what was typed; writing is the work of ``registratie``."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone

from buurtwerkkamers.avg import onder_veld
from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Bevoegdheid, Categorie, Gebruiker, Kamer, Organisatie
from deelnemers.models import Activiteit, Deelnemer, Persoonsgegevens, Rol
from deelnemers.models.activiteiten import WEEKDAGEN

Tijden = tuple[time | None, time | None]
WIE_ZIET_DIT = "Alleen de coördinator en het bureau kunnen dit lezen."
POSTCODE = RegexValidator(r"^[1-9][0-9]{3} ?([A-Za-z]{2})?$", "Schrijf een postcode als 3552 AB of 3552.")
TELEFOON = RegexValidator(r"^\+?[0-9 ()-]{6,}$", "Schrijf een telefoonnummer met cijfers, zoals 06 12345678.")


class DeurForm(ZonderBsn):
    """Enrol at the door: a first name is enough. What is added here is not shown at the door again."""

    voornaam = forms.CharField(
        label="Voornaam",
        max_length=80,
        help_text=onder_veld(Persoonsgegevens, "voornaam"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul een voornaam in."},
    )
    achternaam = forms.CharField(
        label="Achternaam",
        max_length=120,
        required=False,
        help_text=onder_veld(Persoonsgegevens, "achternaam", erbij="De eerste letter is ook goed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    telefoon = forms.CharField(
        label="Telefoon",
        max_length=20,
        required=False,
        validators=[TELEFOON],
        help_text=onder_veld(Persoonsgegevens, "telefoon", erbij=WIE_ZIET_DIT),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mailadres",
        required=False,
        help_text=onder_veld(Persoonsgegevens, "email", erbij=WIE_ZIET_DIT),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class PersoonForm(DeurForm):
    """Everything that is kept about a person. Never more than this."""

    postcode = forms.CharField(
        label="Postcode",
        max_length=7,
        required=False,
        validators=[POSTCODE],
        help_text=onder_veld(Persoonsgegevens, "postcode"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    geboortejaar = forms.IntegerField(
        label="Geboortejaar",
        required=False,
        min_value=1900,
        help_text=onder_veld(Deelnemer, "geboortejaar", erbij="Vier cijfers. Alleen het jaar, niet de dag."),
        # A plain text field: the arrows of a number field change the year by accident.
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Schrijf een jaar met vier cijfers, zoals 1968.",
            "min_value": "Schrijf een jaar met vier cijfers, zoals 1968.",
        },
    )
    huurt_bij = forms.ModelChoiceField(
        Organisatie.objects.none(),
        label="Huurt bij",
        required=False,
        empty_label="Niet bekend of geen van deze",
        help_text=onder_veld(Deelnemer, "huurt_bij", erbij="Alleen als iemand dat zelf zegt."),
        error_messages={"invalid_choice": "Kies een woningcorporatie uit de lijst."},
    )

    field_order = ("kamer", "voornaam", "achternaam", "geboortejaar", "postcode", "huurt_bij", "telefoon", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        corporaties = Organisatie.objects.filter(soort=Organisatie.Soort.WONINGCORPORATIE)
        self.fields["huurt_bij"].queryset = corporaties  # type: ignore[attr-defined]

    def clean_geboortejaar(self) -> int | None:
        jaar = self.cleaned_data["geboortejaar"]
        if jaar and jaar > timezone.localdate().year:
            raise forms.ValidationError("Dit jaar moet nog komen.")
        return jaar

    @staticmethod
    def beginwaarden(deelnemer: Deelnemer) -> dict[str, Any]:
        gegevens = deelnemer.persoonsgegevens
        velden = ("voornaam", "achternaam", "postcode", "telefoon", "email")
        van_kaart = {"geboortejaar": deelnemer.geboortejaar, "huurt_bij": deelnemer.huurt_bij_id}
        return {veld: getattr(gegevens, veld) for veld in velden} | van_kaart


class InschrijfForm(PersoonForm):
    """Enrol from the register; asks for the kamer when there is more than one to choose from."""

    kamer = forms.ModelChoiceField(
        Kamer.objects.none(),
        label="Kamer",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies bij welke kamer deze persoon komt."},
    )

    def __init__(self, *args: Any, kamers: QuerySet[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kamers = list(kamers)
        self.fields["kamer"].queryset = kamers  # type: ignore[attr-defined]
        if len(self.kamers) == 1:
            del self.fields["kamer"]

    @property
    def gekozen_kamer(self) -> Kamer:
        return self.cleaned_data.get("kamer") or self.kamers[0]


class RolForm(forms.Form):
    """Give somebody a role from a day on."""

    kamer = forms.ModelChoiceField(
        Kamer.objects.none(),
        label="Kamer",
        empty_label=None,
        error_messages={"required": "Kies bij welke kamer de rol hoort."},
    )
    soort = forms.ChoiceField(
        label="Rol",
        choices=Rol.Soort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een rol."},
    )
    van = DatumVeld(label="Vanaf", error_messages={"required": "Vul in vanaf welke dag de rol geldt."})
    tot = DatumVeld(label="Tot en met", required=False, help_text="Laat leeg als de rol nog doorloopt.")

    def __init__(self, *args: Any, kamers: QuerySet[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kamers = list(kamers)
        self.fields["kamer"].queryset = kamers  # type: ignore[attr-defined]
        self.fields["van"].initial = timezone.localdate
        if len(self.kamers) == 1:
            del self.fields["kamer"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        van, tot = gegevens.get("van"), gegevens.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", "De rol eindigt voordat hij begint: kijk de datums na.")
        return gegevens

    @property
    def gekozen_kamer(self) -> Kamer:
        return self.cleaned_data.get("kamer") or self.kamers[0]


class EindForm(forms.Form):
    """The last day of a role or an activity."""

    tot = DatumVeld(label="Laatste dag", error_messages={"required": "Vul de laatste dag in."})

    def __init__(self, *args: Any, niet_voor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.niet_voor = niet_voor
        self.fields["tot"].initial = timezone.localdate

    def clean_tot(self) -> Any:
        tot = self.cleaned_data["tot"]
        if self.niet_voor and tot < self.niet_voor:
            raise forms.ValidationError("Deze dag ligt voor de begindatum.")
        return tot


class RolWijzigForm(forms.Form):
    """Correct the days of a role."""

    van = DatumVeld(label="Vanaf", error_messages={"required": "Vul in vanaf welke dag."})
    tot = DatumVeld(label="Tot en met", required=False, help_text="Laat leeg als de rol nog doorloopt.")

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        van, tot = gegevens.get("van"), gegevens.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", "De rol eindigt voordat hij begint: kijk de datums na.")
        return gegevens


class RedenForm(ZonderBsn):
    """Why somebody of the bureau looks at what is shielded. Goes into the log."""

    reden = forms.CharField(
        label="Waarom wilt u dit zien?",
        min_length=10,
        max_length=300,
        help_text="Uw reden en uw naam komen in het logboek. Schrijf geen naam van een deelnemer op.",
        error_messages=dict.fromkeys(("required", "min_length"), "Schrijf in een paar woorden waarom u dit wilt zien."),
    )


class ActiviteitForm(ZonderBsn):
    """Make or change an activity of a kamer."""

    kamer = forms.ModelChoiceField(Kamer.objects.none(), label="Kamer", empty_label=None, widget=forms.RadioSelect)
    naam = forms.CharField(
        label="Naam", max_length=100, help_text="Zoals de mensen het noemen, bijvoorbeeld ‘eettafel’."
    )
    categorie = forms.ModelChoiceField(
        Categorie.objects.none(),
        label="Categorie",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="Hieronder telt de activiteit mee in de rapporten, ook voor bezoeken van vroeger.",
    )
    gevoelig = forms.BooleanField(
        label="Gevoelig: niet iedereen mag zien wie hier komt",
        required=False,
        help_text="Voor brieven, schulden en werk. Aan de deur zien alleen de gastheren en gastvrouwen wie er komt.",
    )
    gastheren = forms.ModelMultipleChoiceField(
        Gebruiker.objects.none(),
        label="Gastheren en gastvrouwen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Zij mogen ook bij een gevoelige activiteit registreren.",
    )
    dagen = forms.TypedMultipleChoiceField(
        label="Op welke dagen is het er elke week?",
        choices=WEEKDAGEN,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Op deze dagen staat de activiteit bovenaan aan de deur. Laat leeg als het steeds anders is.",
    )
    begin = forms.TimeField(
        label="Begint om",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="Hoeft niet. Dit is voor het scherm aan de deur.",
        error_messages={"invalid": "Schrijf een tijd als 13:30."},
    )
    eind = forms.TimeField(
        label="Tot",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": "Schrijf een tijd als 15:30."},
    )
    gestopt_op = DatumVeld(
        label="Laatste keer", required=False, help_text="Alleen als de activiteit is gestopt of gaat stoppen."
    )

    field_order = ("kamer", "naam", "categorie", "dagen", "begin", "eind", "gevoelig", "gastheren", "gestopt_op")

    def __init__(
        self, *args: Any, kamers: QuerySet[Kamer], activiteit: Activiteit | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kamers, self.activiteit = list(kamers), activiteit
        self.fields["kamer"].queryset = kamers  # type: ignore[attr-defined]
        self.fields["categorie"].queryset = Categorie.objects.filter(lijst__standaard=True)  # type: ignore[attr-defined]
        self.fields["gastheren"].queryset = gastheren_van(self.kamers)  # type: ignore[attr-defined]
        if activiteit:
            del self.fields["kamer"]
        else:
            del self.fields["gestopt_op"]
            if len(self.kamers) == 1:
                del self.fields["kamer"]
            else:  # hosts belong to one kamer: choose them after it is made
                del self.fields["gastheren"]

    @property
    def gekozen_kamer(self) -> Kamer:
        return self.activiteit.kamer if self.activiteit else self.cleaned_data.get("kamer") or self.kamers[0]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("naam") and (len(self.kamers) == 1 or self.activiteit or gegevens.get("kamer")):
            zelfde = Activiteit.objects.filter(kamer=self.gekozen_kamer, naam__iexact=gegevens["naam"])
            if self.activiteit:
                zelfde = zelfde.exclude(pk=self.activiteit.pk)
            if zelfde.exists():
                self.add_error("naam", "Deze kamer heeft al een activiteit met deze naam.")
        begin, eind = gegevens.get("begin"), gegevens.get("eind")
        if eind and not begin and "begin" not in self.errors:
            self.add_error("begin", "Vul ook in hoe laat het begint, of maak de eindtijd leeg.")
        if begin and eind and eind <= begin:
            self.add_error("eind", "De activiteit eindigt voordat hij begint: kijk de tijden na.")
        if begin and not gegevens.get("dagen") and "dagen" not in self.errors:
            self.add_error("dagen", "Kies op welke dagen dit is, of maak de tijden leeg.")
        return gegevens

    @property
    def ritme(self) -> dict[int, Tijden]:
        """Day of the week to its times. A day that had other times keeps them, unless the times were changed here."""
        tijden = (self.cleaned_data["begin"], self.cleaned_data["eind"])
        zelfde = tijden == (self.initial.get("begin"), self.initial.get("eind"))
        had = {r.weekdag: (r.begin, r.eind) for r in self.activiteit.ritme.all()} if self.activiteit and zelfde else {}
        return {dag: had.get(dag, tijden) for dag in self.cleaned_data["dagen"]}


def gastheren_van(kamers: list[Kamer]) -> QuerySet[Gebruiker]:
    """Users who register at one of these kamers today: volunteers at the door and coordinators."""
    bevoegd = Bevoegdheid.objects.geldig_op(timezone.localdate()).filter(
        kamer__in=kamers, rol__in=Bevoegdheid.KAMERROLLEN
    )
    return Gebruiker.objects.filter(is_active=True, pk__in=bevoegd.values("gebruiker"))
