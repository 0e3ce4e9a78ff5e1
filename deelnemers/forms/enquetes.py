"""Forms of the management of enquêtes: the enquête itself, its questions, and the answers on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Gebruiker, Kamer, Stelling
from buurtwerkkamers.rechten import kamers_met
from deelnemers.enquetestand import EENS, WIJZIGEN, Papierstand
from deelnemers.models import Enquete
from deelnemers.registratie.enquetes import MEESTE_FORMULIEREN, TALEN, heeft_antwoorden, is_beantwoord

TAALNAMEN = {"en": "Engels", "ar": "Arabisch", "tr": "Turks", "uk": "Oekraïens"}
MEESTE_MENSEN = 100_000


def _aantal(label: str, hoogste: int, **kwargs: Any) -> forms.IntegerField:
    fout = f"Vul een heel getal in van 0 tot en met {hoogste}."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=hoogste,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "getalveld"}),
        error_messages={"invalid": fout, "min_value": fout, "max_value": fout},
        **kwargs,
    )


def _datum(label: str, leeg: str, **kwargs: Any) -> DatumVeld:
    return DatumVeld(
        label=label, error_messages={"required": leeg, "invalid": "Schrijf de dag zoals 14-3-2020."}, **kwargs
    )


class EnqueteForm(ZonderBsn):
    """An enquête: its days, per kamer whether it takes part, and per question its place (empty: not asked).

    With answers what was asked of whom stays as it is, and those fields are not in the form.
    """

    naam = forms.CharField(
        label="Naam",
        max_length=100,
        help_text="Bijvoorbeeld ‘Bewoners najaar 2026’. Wie invult, ziet deze naam niet op het formulier.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Geef de enquête een naam.", "max_length": "Houd de naam onder de 100 tekens."},
    )
    doelgroep = forms.ChoiceField(
        label="Voor wie is de enquête?",
        choices=Enquete.Doelgroep.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies voor wie de enquête is.", "invalid_choice": "Kies voor wie de enquête is."},
    )
    van = _datum("Open vanaf", "Kies de eerste dag.")
    tm = _datum(
        "Open tot en met", "Kies de laatste dag.",
        help_text="Na deze dag ziet u de uitkomst. De enquête telt mee in de periode van deze dag.",
    )  # fmt: skip

    def __init__(self, *args: Any, gebruiker: Gebruiker, enquete: Enquete | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = (_begin(enquete) if enquete else {}) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.enquete = enquete
        self.vast = enquete is not None and heeft_antwoorden(enquete)
        if self.vast:
            del self.fields["doelgroep"], self.fields["van"]
        self.kamers = list(kamers_met(gebruiker, WIJZIGEN))
        for kamer in self.kamers:
            self.fields[f"kamer_{kamer.pk}"] = forms.BooleanField(label=kamer.naam, required=False)
            self.fields[f"uitgenodigd_{kamer.pk}"] = _aantal(f"Uitgenodigd bij {kamer.naam}", MEESTE_MENSEN)
        gevraagd = set(enquete.vragen.values_list("pk", flat=True)) if enquete else set()
        self.stellingen = [s for s in Stelling.objects.all() if s.in_gebruik or s.pk in gevraagd]
        if not self.vast:
            for stelling in self.stellingen:
                self.fields[f"plaats_{stelling.pk}"] = _aantal(f"Plaats van: {stelling.tekst}", 99)

    def kamervelden(self) -> list[tuple[Kamer, forms.BoundField, forms.BoundField]]:
        return [(kamer, self[f"kamer_{kamer.pk}"], self[f"uitgenodigd_{kamer.pk}"]) for kamer in self.kamers]

    def vraagvelden(self) -> list[tuple[Stelling, forms.BoundField]]:
        return [] if self.vast else [(stelling, self[f"plaats_{stelling.pk}"]) for stelling in self.stellingen]

    def clean_naam(self) -> str:
        naam: str = self.cleaned_data["naam"]
        zelfde = Enquete.objects.filter(naam__iexact=naam)
        if self.enquete:
            zelfde = zelfde.exclude(pk=self.enquete.pk)
        if zelfde.exists():
            raise ValidationError("Er is al een enquête met deze naam. Zet er bijvoorbeeld het jaar bij.")
        return naam

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        van = self.enquete.van if self.enquete and self.vast else gegevens.get("van")
        tm = gegevens.get("tm")
        if van and tm and tm < van:
            self.add_error("tm", "De laatste dag ligt voor de eerste. Kies een latere dag.")
        if not any(gegevens.get(f"kamer_{kamer.pk}") for kamer in self.kamers):
            self.add_error(None, "Kies minstens één kamer.")
        if not self.vast and not any(gegevens.get(f"plaats_{stelling.pk}") for stelling in self.stellingen):
            self.add_error(None, "Kies minstens één vraag: zet er een plaats achter, zoals 1.")
        return gegevens

    @property
    def waarden(self) -> dict[str, Any]:
        """What the write functions take."""
        gegevens, enquete = self.cleaned_data, self.enquete
        plaatsen = {s: plaats for s in self.stellingen if (plaats := gegevens.get(f"plaats_{s.pk}"))}
        vragen = sorted(plaatsen, key=lambda stelling: plaatsen[stelling])
        if enquete and self.vast:
            vragen = list(Stelling.objects.filter(enquetevraag__enquete=enquete).order_by("enquetevraag__volgorde"))
        return {
            "naam": gegevens["naam"],
            "doelgroep": enquete.doelgroep if enquete and self.vast else gegevens["doelgroep"],
            "van": enquete.van if enquete and self.vast else gegevens["van"],
            "tm": gegevens["tm"],
            "vragen": vragen,
            "kamers": {
                kamer: gegevens.get(f"uitgenodigd_{kamer.pk}")
                for kamer in self.kamers
                if gegevens.get(f"kamer_{kamer.pk}")
            },
        }


def _begin(enquete: Enquete) -> dict[str, Any]:
    waarden: dict[str, Any] = {veld: getattr(enquete, veld) for veld in ("naam", "doelgroep", "van", "tm")}
    for deel in enquete.enquetekamers.all():
        waarden |= {f"kamer_{deel.kamer_id}": True, f"uitgenodigd_{deel.kamer_id}": deel.uitgenodigd}
    for vraag in enquete.enquetevragen.all():
        waarden[f"plaats_{vraag.stelling_id}"] = vraag.volgorde
    return waarden


class PapierForm(ZonderBsn):
    """The answers on paper of one kamer, as counts per question and answer. Empty is 0."""

    uitgenodigd = _aantal("Hoeveel mensen zijn uitgenodigd?", MEESTE_MENSEN, help_text="Leeg: niet bekend.")
    formulieren = _aantal("Hoeveel papieren formulieren zijn ingevuld?", MEESTE_FORMULIEREN)
    stand = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, stellingen: list[Stelling], staat_er: Papierstand, **kwargs: Any) -> None:
        """``staat_er``: what was typed before; its ``kenmerk`` is the hidden ``stand``."""
        self.staat_er = {
            **{self._naam(*antwoord): aantal for antwoord, aantal in staat_er.aantallen.items()},
            "uitgenodigd": staat_er.uitgenodigd,
            "formulieren": staat_er.formulieren or None,
        }
        kwargs["initial"] = self.staat_er | {"stand": staat_er.kenmerk}
        super().__init__(*args, **kwargs)
        self.stellingen = stellingen
        self.fields["formulieren"].required = True
        self.fields["formulieren"].error_messages["required"] = "Vul in hoeveel formulieren er zijn."
        for nr, stelling in enumerate(stellingen, 1):
            for waarde in range(1, stelling.hoogste + 1):
                label = f"Vraag {nr}, {EENS[waarde - 1] if stelling.hoogste == len(EENS) else f'cijfer {waarde}'}"
                self.fields[self._naam(stelling.pk, waarde)] = _aantal(label, MEESTE_FORMULIEREN)

    @staticmethod
    def _naam(stelling_id: int, waarde: int) -> str:
        return f"a_{stelling_id}_{waarde}"

    def per_vraag(self) -> list[tuple[Stelling, list[tuple[str, forms.BoundField]]]]:
        """Each question with its answers: the word, and the field."""
        return [
            (
                stelling,
                [
                    (EENS[w - 1] if stelling.hoogste == len(EENS) else str(w), self[self._naam(stelling.pk, w)])
                    for w in range(1, stelling.hoogste + 1)
                ],
            )
            for stelling in self.stellingen
        ]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        formulieren = gegevens.get("formulieren")
        for nr, stelling in enumerate(self.stellingen, 1):
            samen = sum(gegevens.get(self._naam(stelling.pk, w)) or 0 for w in range(1, stelling.hoogste + 1))
            if formulieren is not None and samen > formulieren:
                er_zijn = "is 1 formulier" if formulieren == 1 else f"zijn {formulieren} formulieren"
                self.add_error(None, f"Vraag {nr} heeft {samen} antwoorden, maar er {er_zijn}. Tel ze nog een keer.")
        return gegevens

    def toon_wat_er_staat(self) -> None:
        """Say at each number that somebody else stored what that is, where it is not what is filled in here."""
        for naam in self.fields:
            staat_er = self.staat_er.get(naam)
            if naam != "stand" and (self.cleaned_data.get(naam) or None) != (staat_er or None):
                self[naam].help_text = f"Er staat nu: {'niets' if staat_er is None else staat_er}"

    @property
    def aantallen(self) -> dict[tuple[int, int], int]:
        return {
            (stelling.pk, waarde): self.cleaned_data.get(self._naam(stelling.pk, waarde)) or 0
            for stelling in self.stellingen
            for waarde in range(1, stelling.hoogste + 1)
        }


class StellingForm(ZonderBsn):
    """A question: Dutch text, its kind (of a new one), and translations. ``stelling``: the one to change."""

    tekst = forms.CharField(
        label="Vraag of stelling in het Nederlands",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Schrijf kort en gewoon. Vraag één ding tegelijk.",
        error_messages={"required": "Schrijf de vraag op.", "max_length": "Houd het korter: hoogstens 300 tekens."},
    )
    soort = forms.ChoiceField(
        label="Wat voor antwoord?",
        choices=Stelling.Soort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat voor antwoord.", "invalid_choice": "Kies wat voor antwoord."},
    )
    in_gebruik = forms.BooleanField(label="Te kiezen voor nieuwe enquêtes", required=False, initial=True)

    def __init__(self, *args: Any, stelling: Stelling | None = None, **kwargs: Any) -> None:
        if stelling:
            velden = ("tekst", "in_gebruik", *(f"tekst_{taal}" for taal in TALEN))
            kwargs["initial"] = {veld: getattr(stelling, veld) for veld in velden}
        super().__init__(*args, **kwargs)
        del self.fields["soort" if stelling else "in_gebruik"]
        if stelling and is_beantwoord(stelling):
            self.fields["tekst"].disabled = True
            self.fields["tekst"].help_text = "Deze vraag is al beantwoord. De tekst staat daarom vast."
        for taal in TALEN:
            self.fields[f"tekst_{taal}"] = forms.CharField(
                label=f"In het {TAALNAMEN[taal]}",
                max_length=300,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": taal, "dir": "auto"}),
                error_messages={"max_length": "Houd het korter: hoogstens 300 tekens."},
            )

    @property
    def vertalingen(self) -> dict[str, str]:
        return {taal: self.cleaned_data[f"tekst_{taal}"] for taal in TALEN}
