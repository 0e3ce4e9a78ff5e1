"""Forms of reports: a new report, the answers of a kamer, and sending back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import kamers_met
from financien.models import Bron
from rapportage.lichtetekst import MAX_TEKENS
from rapportage.models import Antwoord, Klad, Onderdeel, Rapport
from rapportage.sjablonen.lezen import te_kiezen

DEELPERIODEN = 3
GROOTSTE_VERSIE = 2**31 - 1  # the largest number that fits


class RapportForm(forms.Form):
    """A new report. Sub-periods are optional rows of name and two dates; an empty row is left out."""

    titel = forms.CharField(label="Titel", max_length=120, help_text="Bijvoorbeeld: Halfjaarrapport 2026-1.")
    sjabloon = forms.ModelChoiceField(
        label="Sjabloon",
        queryset=te_kiezen(),
        help_text="Wat het rapport vraagt en laat zien.",
        error_messages={"required": "Kies een sjabloon."},
    )
    afspraak = forms.ModelChoiceField(label="Samenwerkingsafspraak", queryset=Afspraak.objects.all())
    kamers = forms.ModelMultipleChoiceField(
        label="Kamers", queryset=Kamer.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    van = DatumVeld(label="Eerste dag")
    tm = DatumVeld(label="Laatste dag")
    antwoorden_voor = DatumVeld(
        label="Antwoorden klaar op", required=False, help_text="Voor deze dag schrijven de kamers hun antwoorden."
    )
    begrotingsbron = forms.ModelChoiceField(
        label="Bron van begroting en prognose", queryset=Bron.objects.all(), required=False
    )
    financiersbron = forms.ModelChoiceField(
        label="Bron van de bijdragen van financiers", queryset=Bron.objects.all(), required=False
    )

    def __init__(self, *args: Any, gebruiker: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kamers"].queryset = kamers_met(gebruiker, "rapporten.beheren")  # type: ignore[attr-defined]
        for n in range(1, DEELPERIODEN + 1):
            self.fields[f"naam_{n}"] = forms.CharField(label=f"Naam van deel {n}", max_length=80, required=False)
            self.fields[f"van_{n}"] = DatumVeld(label="Eerste dag", required=False)
            self.fields[f"tm_{n}"] = DatumVeld(label="Laatste dag", required=False)

    @property
    def hoofdvelden(self) -> list[forms.BoundField]:
        return [veld for veld in self if not veld.name[-1].isdigit()]

    @property
    def deelperioderijen(self) -> list[list[forms.BoundField]]:
        """The three fields of each sub-period, to stand side by side."""
        return [[self[f"{veld}_{n}"] for veld in ("naam", "van", "tm")] for n in range(1, DEELPERIODEN + 1)]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if self.errors:
            return gegevens
        if gegevens["tm"] < gegevens["van"]:
            raise ValidationError({"tm": "De laatste dag ligt voor de eerste dag."})
        klaar = gegevens["antwoorden_voor"]
        if klaar and klaar < gegevens["van"]:
            raise ValidationError({"antwoorden_voor": "Deze dag ligt voor de periode van het rapport."})
        if Rapport.objects.filter(kenmerk=slugify(gegevens["titel"])[:50]).exists():
            raise ValidationError({"titel": "Er is al een rapport met deze titel."})
        gegevens["deelperioden"] = self._deelperioden(Periode(gegevens["van"], gegevens["tm"]))
        return gegevens

    def _deelperioden(self, geheel: Periode) -> list[tuple[str, Periode]]:
        deelperioden: list[tuple[str, Periode]] = []
        for n in range(1, DEELPERIODEN + 1):
            naam, van, tm = (self.cleaned_data[f"{veld}_{n}"] for veld in ("naam", "van", "tm"))
            if not (naam or van or tm):
                continue
            if not (naam and van and tm):
                self.add_error(f"naam_{n}", "Vul de naam en beide dagen in, of laat alles leeg.")
            elif tm < van:
                self.add_error(f"tm_{n}", "De laatste dag ligt voor de eerste dag.")
            elif van < geheel.van or tm > geheel.tm:
                self.add_error(f"van_{n}", f"Kies dagen binnen de periode van het rapport ({geheel}).")
            elif naam in (n for n, _ in deelperioden):
                self.add_error(f"naam_{n}", "Deze naam staat er al.")
            else:
                deelperioden.append((naam, Periode(van, tm)))
        return deelperioden


class Tekstveld(forms.CharField):
    """A long text. A browser sends a line end as two characters: here it is one, as people see it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


_ANDERE_VERSIE = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"),
    "We weten niet welke tekst u veranderde. Kopieer uw tekst, laad deze bladzijde opnieuw en plak hem in het veld.",
)


class AntwoordForm(ZonderBsn):
    """One answer. ``versie`` is the version it was written over, so that nobody's text is lost unseen.

    With a ``klad`` the fields begin with what somebody typed and did not store, over the version it was begun on;
    not ``in_veld`` when nothing can be stored any more.
    """

    tekst = Tekstveld(
        label="Antwoord",
        required=False,
        max_length=MAX_TEKENS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Een lege regel begint een nieuwe alinea. Met een streepje ervoor wordt een regel een opsomming, "
        "**zo** wordt vet en *zo* schuin.",
    )
    versie = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=GROOTSTE_VERSIE, error_messages=_ANDERE_VERSIE
    )

    def __init__(
        self,
        *args: Any,
        onderdeel: Onderdeel,
        antwoord: Antwoord | None = None,
        klad: Klad | None = None,
        in_veld: bool = True,
        **kwargs: Any,
    ) -> None:
        self.onderdeel, self.antwoord, self.klad = onderdeel, antwoord, klad
        begin: dict[str, Any] = {"versie": 0}
        gekozen = antwoord.keuze if antwoord else ""
        # What was chosen stays possible, also when the sjabloon has other possibilities by now.
        eerder = [gekozen] if gekozen and gekozen not in onderdeel.keuzes else []
        if bron := (klad if in_veld and klad else antwoord):
            keuze = bron.keuze if bron.keuze in (*onderdeel.keuzes, *eerder) else gekozen
            begin = {"tekst": bron.tekst, "keuze": keuze, "versie": bron.versie}
        super().__init__(*args, **kwargs, initial=begin, prefix=f"vraag-{onderdeel.pk}")  # type: ignore[misc]
        if onderdeel.keuzes:
            self.fields["keuze"] = forms.ChoiceField(
                label="Keuze",
                required=False,
                choices=[
                    *((keuze, keuze) for keuze in onderdeel.keuzes),
                    *((keuze, f"{keuze} (was eerder een mogelijkheid)") for keuze in eerder),
                ],
                widget=forms.RadioSelect,
            )
            self.fields["tekst"].label = "Toelichting"
            self.order_fields(["keuze", "tekst"])

    @property
    def keuze(self) -> str:
        return self.cleaned_data.get("keuze", "")

    @property
    def klad_is_achter(self) -> bool:
        """Whether somebody stored another text since this draft was begun."""
        return bool(self.klad and self.antwoord and self.antwoord.versie > self.klad.versie)


class VaststelForm(forms.Form):
    """Adopting is for good: the one who does it says that the report was read."""

    gelezen = forms.BooleanField(label="Ik heb het rapport gelezen en het klopt")


class TerugForm(ZonderBsn):
    """Sending a report back asks for a reason."""

    reden = forms.CharField(
        label="Waarom gaat het rapport terug?",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alle coördinatoren van dit rapport lezen dit. Gaat het over één kamer? Maak daar een opmerking.",
    )
