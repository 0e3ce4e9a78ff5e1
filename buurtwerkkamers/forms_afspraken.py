"""Forms of an agreement: its head, its next version, who signs, marks and targets. The indicator's is in ``forms``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.afspraken import Ondertekenaar
from buurtwerkkamers.forms import Modelformulier
from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Afspraak, Indicator, Kamer, Organisatie, Streefwaarde
from buurtwerkkamers.streefwaarden import in_woorden, lees_streefwaarde

NAAM_NODIG = {"required": "Vul de naam van de afspraak in."}
DAG_NODIG = {"required": "Vul de dag in."}
_JAAR = re.compile(r"\b20[0-9]{2}\b")


class AfspraakForm(Modelformulier):
    """The head of an agreement. What was signed is shown and cannot be changed."""

    van = DatumVeld(label="Eerste dag", required=False)
    tm = DatumVeld(label="Laatste dag", required=False)
    partijen = forms.ModelMultipleChoiceField(
        label="Partijen",
        queryset=Organisatie.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Gemeente en corporaties zien een afspraak alleen als ze hier staan, ook als die nog een concept is.",
    )
    financiers = forms.ModelMultipleChoiceField(
        label="Financiers",
        queryset=Organisatie.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Wie meebetaalt. Een financier hoeft geen partij te zijn.",
    )

    class Meta:
        model = Afspraak
        fields = ("naam", "reden", "van", "tm", "categorielijst", "partijen", "financiers")
        labels: ClassVar = {"naam": "Naam", "categorielijst": "Lijst van categorieën", "reden": "Reden van deze versie"}
        help_texts: ClassVar = {"naam": "Bijvoorbeeld Samenwerkingsafspraak 2027."}
        error_messages: ClassVar = {
            "naam": NAAM_NODIG,
            "categorielijst": {"required": "Kies een lijst van categorieën."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        afspraak = self.instance
        if afspraak.versie == 1:
            del self.fields["reden"]
        else:
            self.fields["reden"].required = True
            self.fields["reden"].error_messages["required"] = "Schrijf op waarom deze versie er is."
            self._zet_vast("naam", "De naam is die van alle versies van deze afspraak.")
        if afspraak.pk and not afspraak.is_concept:
            for naam in ("naam", "reden", "van", "tm", "categorielijst"):
                self._zet_vast(naam, "Dit is getekend. Maak een nieuwe versie om het te veranderen.")

    def _zet_vast(self, naam: str, waarom: str) -> None:
        if naam in self.fields:
            self.fields[naam].disabled = True
            self.fields[naam].help_text = waarom

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if bool(gegevens.get("van")) != bool(gegevens.get("tm")) and not {"van", "tm"} & self.errors.keys():
            leeg = "tm" if gegevens.get("van") else "van"
            self.add_error(leeg, "Vul de eerste en de laatste dag allebei in, of geen van beide.")
        return gegevens


class VersieForm(ZonderBsn):
    """Why there is a new version."""

    reden = forms.CharField(
        label="Waarom komt er een nieuwe versie?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dit staat bij de verschillen, en iedereen die de afspraak ziet kan het lezen.",
        error_messages={"required": "Schrijf op waarom er een nieuwe versie komt."},
    )


class VolgendJaarForm(forms.Form):
    """Name and days of the agreement that is made after the example of another one."""

    naam = forms.CharField(label="Naam van de nieuwe afspraak", max_length=120, error_messages=NAAM_NODIG)
    van = DatumVeld(label="Eerste dag", error_messages=DAG_NODIG)
    tm = DatumVeld(label="Laatste dag", error_messages=DAG_NODIG)

    def __init__(self, *args: Any, afspraak: Afspraak, **kwargs: Any) -> None:
        kwargs["initial"] = voorstel_volgend_jaar(afspraak)
        super().__init__(*args, **kwargs)

    def clean_naam(self) -> str:
        naam = self.cleaned_data["naam"].strip()
        if Afspraak.objects.filter(naam=naam).exists():
            raise ValidationError("Er is al een afspraak met deze naam. Kies een andere naam.")
        return naam

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("van") and gegevens.get("tm") and gegevens["tm"] < gegevens["van"]:
            self.add_error("tm", "De laatste dag ligt voor de eerste.")
        return gegevens


def voorstel_volgend_jaar(afspraak: Afspraak) -> dict[str, Any]:
    """Name and days moved on by as many years as it takes to begin after the last day of this one."""
    dagen = afspraak.periode
    if dagen is None:
        jaar = timezone.localdate().year + 1
        van, tm, jaren = date(jaar, 1, 1), date(jaar, 12, 31), 1
    else:
        jaren = next(n for n in range(1, 101) if _jaren_later(dagen.van, n) > dagen.tm)
        van, tm = _jaren_later(dagen.van, jaren), _jaren_later(dagen.tm, jaren)
    naam = _JAAR.sub(lambda gevonden: str(int(gevonden[0]) + jaren), afspraak.naam)
    if naam == afspraak.naam:
        naam = f"{naam[:114]} {van.year}"
    return {"naam": naam, "van": van, "tm": tm}


def _jaren_later(dag: date, jaren: int) -> date:
    """The same day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:
        return dag.replace(year=dag.year + jaren, day=28)


# --- signing ----------------------------------------------------------------------------------------------------


class OndertekenaarForm(ZonderBsn):
    """Who signs for one organisation."""

    tekent = forms.BooleanField(label="Tekent de afspraak", required=False)
    naam = forms.CharField(label="Wie tekent", max_length=100, required=False)
    functie = forms.CharField(label="Functie", max_length=100, required=False)
    getekend_op = DatumVeld(label="Getekend op", required=False)

    def __init__(self, *args: Any, organisatie: Organisatie, blijft: bool = False, **kwargs: Any) -> None:
        """``blijft``: the agreement is signed, so that this organisation stays, and who signed for it too."""
        kwargs["prefix"] = f"org{organisatie.pk}"
        super().__init__(*args, **kwargs)
        self.organisatie = organisatie
        if not blijft:
            return
        tekende = self.initial.get("getekend_op") is not None
        for naam in ("tekent", *(("naam", "functie") if tekende else ())):
            self.fields[naam].disabled = True
        if tekende:
            dag = self.fields["getekend_op"]
            dag.required = True
            dag.error_messages["required"] = "Deze organisatie heeft getekend. Vul in op welke dag."

    def clean_getekend_op(self) -> date | None:
        dag = self.cleaned_data["getekend_op"]
        if dag and dag > timezone.localdate():
            raise ValidationError("Deze dag ligt in de toekomst. Laat het leeg tot er getekend is.")
        return dag

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        ingevuld = [naam for naam in ("naam", "functie", "getekend_op") if gegevens.get(naam)]
        if ingevuld and not gegevens.get("tekent"):
            self.add_error("tekent", f"Vink aan dat {self.organisatie} tekent, of maak de andere velden leeg.")
        return gegevens

    @property
    def ondertekenaar(self) -> Ondertekenaar | None:
        """None: this organisation does not sign."""
        velden = dict(self.cleaned_data)
        return Ondertekenaar(self.organisatie, **velden) if velden.pop("tekent") else None


class TekenForm(forms.Form):
    """The step that makes a concept the agreement."""

    getekend_op = DatumVeld(
        label="De afspraak is getekend op",
        help_text="De dag waarop de laatste partij tekende.",
        error_messages={"required": "Vul de dag in waarop de afspraak getekend is."},
    )

    def clean_getekend_op(self) -> date:
        dag = self.cleaned_data["getekend_op"]
        if dag > timezone.localdate():
            raise ValidationError("De dag van ondertekenen ligt in de toekomst.")
        return dag


def ondertekenaars_van(afspraak: Afspraak, gegevens: Any = None) -> list[OndertekenaarForm]:
    """A form per party, and per organisation that signs without being one; without any yet, all parties sign."""
    bestaand = {o.organisatie_id: o for o in afspraak.ondertekeningen.select_related("organisatie")}
    organisaties = {o.pk: o for o in [*afspraak.partijen.all(), *(rij.organisatie for rij in bestaand.values())]}
    formulieren = []
    for organisatie in sorted(organisaties.values(), key=lambda o: o.naam):
        rij = bestaand.get(organisatie.pk)
        begin: dict[str, Any] = {"tekent": rij is not None or not bestaand}
        if rij:
            begin |= {"naam": rij.naam, "functie": rij.functie, "getekend_op": rij.getekend_op}
        blijft = rij is not None and not afspraak.is_concept
        formulieren.append(OndertekenaarForm(gegevens, organisatie=organisatie, blijft=blijft, initial=begin))
    return formulieren


# --- marks and targets ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vakje:
    """A checkbox of one indicator."""

    indicator: Indicator
    naam: str
    aan: bool


def merken_per_groep(indicatoren: Iterable[Indicator]) -> list[tuple[str, list[Vakje]]]:
    """The checkboxes of the corporations' marks, group by group in the order of the agreement."""
    groepen: dict[str, list[Vakje]] = {}
    for i in indicatoren:
        groepen.setdefault(i.groep, []).append(Vakje(i, f"merk_{i.pk}", i.corporatie))
    return list(groepen.items())


class DoelenForm(forms.Form):
    """Targets of several indicators at once: a text per indicator and kamer, as printed. Empty: none agreed."""

    def __init__(self, *args: Any, indicatoren: Sequence[Indicator], kamers: Sequence[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicatoren, self.kamers = indicatoren, kamers
        bestaand = {
            (s.indicator_id, s.kamer_id): s.tekst for s in Streefwaarde.objects.filter(indicator__in=indicatoren)
        }
        for indicator in indicatoren:
            for kamer in kamers:
                self.fields[_veld(indicator.pk, kamer.pk)] = forms.CharField(
                    label=f"{indicator.naam}, {kamer.naam}",
                    max_length=60,
                    required=False,
                    initial=bestaand.get((indicator.pk, kamer.pk), ""),
                    widget=forms.TextInput(attrs={"aria-label": f"{indicator.naam}, {kamer.naam}", "size": 12}),
                )

    @property
    def doelen(self) -> dict[tuple[int, int], str]:
        return {(i.pk, k.pk): self.cleaned_data[_veld(i.pk, k.pk)] for i in self.indicatoren for k in self.kamers}

    def rijen(self) -> list[tuple[str, list[tuple[Indicator, list[tuple[Kamer, Any, str]]]]]]:
        """Group by group: the indicator, and per kamer the field with how its text is read."""
        per_groep = groupby(sorted(self.indicatoren, key=self._groepsplek), key=lambda i: i.groep)
        return [(groep, [(i, [self._cel(i, k) for k in self.kamers]) for i in rijen]) for groep, rijen in per_groep]

    def _groepsplek(self, indicator: Indicator) -> tuple[int, int]:
        groepen = list(dict.fromkeys(i.groep for i in self.indicatoren))
        return groepen.index(indicator.groep), indicator.volgorde

    def _cel(self, indicator: Indicator, kamer: Kamer) -> tuple[Kamer, Any, str]:
        veld = self[_veld(indicator.pk, kamer.pk)]
        tekst = str(veld.value() or "").strip()
        return kamer, veld, in_woorden(lees_streefwaarde(tekst)) if tekst else ""


def _veld(indicator: int, kamer: int) -> str:
    return f"doel_{indicator}_{kamer}"
