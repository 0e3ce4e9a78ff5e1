"""Forms of lists of categories: a new list, a category, and which activity belongs to which category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.categorieen import NieuweCategorie, als_in, uit_indicatoren
from buurtwerkkamers.formulieren import ZonderBsn
from buurtwerkkamers.models import Afspraak, Categorie, Categorielijst, Kamer
from deelnemers.models import Activiteit, Indeling

NAAM_NODIG = "Geef de lijst een naam, bijvoorbeeld Categorieën van het bod 2017."


def _vrije_naam(naam: str, behalve: Categorielijst | None = None) -> str:
    zelfde = Categorielijst.objects.filter(naam__iexact=naam)
    if any(lijst != behalve for lijst in zelfde):
        raise ValidationError("Er is al een lijst met deze naam. Kies een andere naam.")
    return naam


class LijstForm(ZonderBsn):
    """A new list, after the example of another list or of the indicators of an agreement."""

    naam = forms.CharField(label="Naam van de lijst", max_length=80, error_messages={"required": NAAM_NODIG})
    voorbeeld = forms.ChoiceField(
        label="Waar begint u mee?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Kies een voorbeeld uit de lijst."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lijsten = {f"lijst-{lijst.pk}": lijst for lijst in Categorielijst.objects.all()}
        afspraken = Afspraak.objects.filter(indicator__eenheid__in=("uniek", "klussen")).distinct()
        self.afspraken = {f"afspraak-{afspraak.pk}": afspraak for afspraak in afspraken}
        veld = self.fields["voorbeeld"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101 - declared above
        veld.choices = [
            *((sleutel, f"een kopie van ‘{lijst}’") for sleutel, lijst in self.lijsten.items()),
            *((sleutel, f"de activiteiten die ‘{afspraak}’ noemt") for sleutel, afspraak in self.afspraken.items()),
            ("", "een lege lijst"),
        ]

    def clean_naam(self) -> str:
        return _vrije_naam(self.cleaned_data["naam"])

    @property
    def kopie_van(self) -> Categorielijst | None:
        return self.lijsten.get(self.cleaned_data["voorbeeld"])

    @property
    def categorieen(self) -> list[NieuweCategorie]:
        if self.kopie_van:
            return als_in(self.kopie_van)
        afspraak = self.afspraken.get(self.cleaned_data["voorbeeld"])
        return uit_indicatoren(afspraak) if afspraak else []


class LijstnaamForm(ZonderBsn):
    """Another name for a list."""

    naam = forms.CharField(label="Naam van de lijst", max_length=80, error_messages={"required": NAAM_NODIG})

    def __init__(self, *args: Any, lijst: Categorielijst, **kwargs: Any) -> None:
        kwargs["initial"] = {"naam": lijst.naam}
        super().__init__(*args, **kwargs)
        self.lijst = lijst

    def clean_naam(self) -> str:
        return _vrije_naam(self.cleaned_data["naam"], self.lijst)


class CategorieForm(ZonderBsn):
    """One category of a list."""

    naam = forms.CharField(label="Naam", max_length=80, error_messages={"required": "Vul de naam van de categorie in."})
    telt_klussen = forms.BooleanField(
        label="Klussen tellen hier mee",
        required=False,
        help_text="Wie een klus liet doen, telt dan als deelnemer in deze categorie. Dat kan één keer per lijst.",
    )
    gevoelig = forms.BooleanField(
        label="Gevoelig",
        required=False,
        help_text="Wie hier komt, zegt daarmee iets over geld, brieven of werk. Cijfers worden dan meer afgeschermd.",
    )

    def __init__(self, *args: Any, categorie: Categorie, **kwargs: Any) -> None:
        kwargs["initial"] = {veld: getattr(categorie, veld) for veld in ("naam", "telt_klussen", "gevoelig")}
        super().__init__(*args, **kwargs)
        self.categorie = categorie

    def clean_naam(self) -> str:
        naam = self.cleaned_data["naam"]
        andere = self.categorie.lijst.categorie_set.exclude(pk=self.categorie.pk)
        if andere.filter(naam__iexact=naam).exists():
            raise ValidationError("Deze categorie staat al in de lijst.")
        return naam

    def clean_telt_klussen(self) -> bool:
        telt = self.cleaned_data["telt_klussen"]
        elders = self.categorie.lijst.categorie_set.exclude(pk=self.categorie.pk).filter(telt_klussen=True).first()
        if telt and elders:
            raise ValidationError(f"Klussen tellen al mee in ‘{elders}’. Haal het daar eerst weg.")
        return telt


class IndelingForm(forms.Form):
    """For each activity of a kamer its category in one list."""

    def __init__(self, *args: Any, lijst: Categorielijst, kamer: Kamer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activiteiten = list(Activiteit.objects.filter(kamer=kamer))
        self.categorieen = {str(categorie.pk): categorie for categorie in lijst.categorie_set.all()}
        nu = dict(Indeling.objects.filter(lijst=lijst, activiteit__kamer=kamer).values_list("activiteit", "categorie"))
        keuzes: Sequence[tuple[str, str]] = [
            ("", "Telt alleen in het totaal"),
            *((pk, categorie.naam) for pk, categorie in self.categorieen.items()),
        ]
        for activiteit in self.activiteiten:
            gestopt = " (gestopt)" if activiteit.gestopt_op else ""
            self.fields[f"activiteit_{activiteit.pk}"] = forms.ChoiceField(
                label=f"{activiteit.naam}{gestopt}",
                required=False,
                choices=keuzes,
                initial=str(nu.get(activiteit.pk, "")),
                error_messages={"invalid_choice": "Kies een categorie uit deze lijst."},
            )

    @property
    def keuzes(self) -> dict[Activiteit, Categorie | None]:
        return {a: self.categorieen.get(self.cleaned_data[f"activiteit_{a.pk}"]) for a in self.activiteiten}
