"""Forms of the bank: a file, a reason to skip, a rule by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.avg import onder_veld
from buurtwerkkamers.formulieren import ZonderBsn
from buurtwerkkamers.importeren.lezen import GROOTSTE_BESTAND
from financien.bank.voorstellen import postnaam, woorden
from financien.models import Banktransactie, Boekregel, Post


class BestandForm(forms.Form):
    """A file of the bank."""

    bestand = forms.FileField(
        label="Bestand van de bank",
        help_text="CAMT.053 (XML, of een ZIP met XML), of een CSV-bestand van uw bank.",
        widget=forms.FileInput(attrs={"accept": ".xml,.zip,.csv,.txt,.tab"}),
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg."},
    )

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > GROOTSTE_BESTAND:
            raise ValidationError("Dit bestand is groter dan 25 MB. Download een kortere periode.")
        return bestand


class OverslaanForm(ZonderBsn):
    """Why a line of the bank is in no budget."""

    reden = forms.CharField(
        label="Waarom hoort dit in geen begroting?",
        max_length=Banktransactie._meta.get_field("overgeslagen").max_length,
        help_text="Bijvoorbeeld: overgemaakt naar onze spaarrekening.",
        error_messages={"required": "Schrijf op waarom u deze regel overslaat."},
    )


class RegelForm(ZonderBsn):
    """A rule by hand: what is looked for, where, and on which post it belongs."""

    veld = forms.ChoiceField(
        label="Waar zoeken",
        choices=Boekregel.Veld.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar wordt gezocht.", "invalid_choice": "Kies een van deze drie."},
    )
    zoek = forms.CharField(
        label="Wat zoeken",
        max_length=Boekregel._meta.get_field("zoek").max_length,
        help_text=onder_veld(Boekregel, "zoek", erbij="Een rekeningnummer, of een of meer hele woorden."),
        error_messages={"required": "Vul in wat u zoekt."},
    )
    post = forms.TypedChoiceField(
        label="Hoort bij de post",
        coerce=int,
        help_text="De regel geldt elk jaar: ook voor de post met dezelfde naam in een ander jaar.",
        error_messages={"required": "Kies een post.", "invalid_choice": "Kies een post uit de lijst."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posten = _posten_van_alle_jaren()
        groepen: dict[str, list[tuple[int, str]]] = {}
        for post in self.posten.values():
            groep = "Kosten" if post.soort == Post.Soort.KOSTEN else "Inkomsten"
            groepen.setdefault(groep, []).append((post.pk, postnaam(post)))
        self.fields["post"].choices = [("", "Kies een post"), *groepen.items()]  # type: ignore[attr-defined]

    def clean_zoek(self) -> str:
        zoek = self.cleaned_data["zoek"]
        if not woorden(zoek):
            raise ValidationError("Vul een rekeningnummer in, of een of meer woorden.")
        return zoek

    def clean_post(self) -> Post:
        return self.posten[self.cleaned_data["post"]]


def _posten_van_alle_jaren() -> dict[int, Post]:
    """Of each post that has the same name, kamer and financier in several years the one of the latest year."""
    gezien: set[tuple[Any, ...]] = set()
    posten: dict[int, Post] = {}
    volgorde = ("-soort", "-jaar", "kamer__volgorde", "kamer__naam", "volgorde", "pk")  # kosten first
    for post in Post.objects.select_related("kamer", "financier").order_by(*volgorde):
        sleutel = (post.soort, post.naam, post.kamer_id, post.financier_id)
        if sleutel not in gezien:
            gezien.add(sleutel)
            posten[post.pk] = post
    return posten
