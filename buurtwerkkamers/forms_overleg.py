"""Forms of meetings, actions and deadlines. Writing is done by the functions of ``overleg``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Afspraak, Deadline, Kamer, Overleg, Overlegactie
from buurtwerkkamers.overleg import Ritme

SAMEN, ELK = "samen", "elk"
_SOORTEN = [(waarde, str(label).capitalize()) for waarde, label in Overleg.Soort.choices]


def _dag(label: str, verplicht: str = "", **kwargs: Any) -> DatumVeld:
    fouten = {"required": verplicht, "invalid": "Schrijf de dag zoals 14-3-2026."}
    return DatumVeld(label=label, required=bool(verplicht), error_messages=fouten, **kwargs)


def _tekst(label: str, lengte: int, verplicht: str = "", uitleg: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=lengte,
        required=bool(verplicht),
        help_text=uitleg,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": verplicht, "max_length": f"Houd het korter: hoogstens {lengte} tekens."},
    )


def _soort() -> forms.ChoiceField:
    fout = "Kies wat voor overleg het is."
    return forms.ChoiceField(
        label="Wat voor overleg?",
        choices=_SOORTEN,
        widget=forms.RadioSelect,
        error_messages={"required": fout, "invalid_choice": fout},
    )


class PlanForm(ZonderBsn):
    """Meetings planned in one go: what, how often, from which day, about which kamers."""

    soort = _soort()
    ritme = forms.ChoiceField(
        label="Hoe vaak?",
        choices=[(waarde, str(label).capitalize()) for waarde, label in Ritme.choices],
        widget=forms.RadioSelect,
        help_text="Steeds op dezelfde dag van de week. Begint u op de tweede dinsdag, dan is het elke keer de tweede "
        "dinsdag van de maand.",
        error_messages={"required": "Kies hoe vaak het overleg is.", "invalid_choice": "Kies hoe vaak het overleg is."},
    )
    eerste = _dag("Eerste keer op", "Kies de dag van het eerste overleg.")
    over = forms.ChoiceField(
        label="Over welke kamers?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Kies over welke kamers het gaat."),
    )
    plaats = _tekst("Plaats", 120, uitleg="Bijvoorbeeld: in de kamer, of online.")

    def __init__(self, *args: Any, afspraak: Afspraak, kamers: Sequence[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.afspraak, self.keuze = afspraak, list(kamers)
        over: Any = self.fields["over"]
        over.choices = [
            (SAMEN, "Alle kamers samen: één overleg"),
            *([(ELK, "Elke kamer apart: voor elke kamer een overleg")] if len(self.keuze) > 1 else []),
            *((str(kamer.pk), f"Alleen {kamer.naam}") for kamer in self.keuze),
        ]
        self.initial.setdefault("over", SAMEN)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        eerste, periode = gegevens.get("eerste"), self.afspraak.periode
        if eerste and periode and gegevens.get("ritme") not in (None, Ritme.EEN) and not periode.bevat(eerste):
            self.add_error("eerste", f"De afspraak loopt van {periode}. Kies een dag die daarin valt.")
        return gegevens

    @property
    def kamers(self) -> list[Kamer | None]:
        """About which kamers a meeting is made; None: one about all of them."""
        over = self.cleaned_data["over"]
        if over == SAMEN:
            return [None]
        return [kamer for kamer in self.keuze if over in (ELK, str(kamer.pk))]

    @property
    def waarden(self) -> dict[str, Any]:
        """As ``plan_overleggen`` takes them."""
        velden = ("soort", "ritme", "eerste", "plaats")
        return {naam: self.cleaned_data[naam] for naam in velden} | {"kamers": self.kamers}


class OverlegForm(ZonderBsn, forms.ModelForm):
    """Change one meeting."""

    soort = _soort()
    datum = _dag("Op welke dag?", "Kies de dag van het overleg.")
    plaats = _tekst("Plaats", 120)

    class Meta:
        model = Overleg
        fields = ("soort", "datum", "kamer", "plaats")
        labels: ClassVar = {"kamer": "Over welke kamer?"}

    def __init__(self, *args: Any, kamers: Sequence[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["kamer"]
        keuze = {kamer.pk for kamer in kamers} | {self.instance.kamer_id}
        veld.queryset = Kamer.objects.filter(pk__in=keuze - {None})
        veld.empty_label = "Alle kamers samen"


class VerslagForm(ZonderBsn):
    """It was held: when, and what was said. ``stand`` says what the screen showed."""

    datum = _dag("Gehouden op", "Kies de dag waarop het overleg was.")
    verslag = forms.CharField(
        label="Verslag",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Gewone tekst. Wie de afspraak ziet, leest dit mee: schrijf geen namen van deelnemers op. "
        "Acties schrijft u hierna op, elk apart.",
        error_messages={"max_length": "Dit verslag is te lang: hoogstens 20.000 tekens."},
    )
    stand = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_datum(self) -> date:
        datum: date = self.cleaned_data["datum"]
        if datum > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Kies vandaag of een dag ervoor.", code="max_value")
        return datum


class ActieForm(ZonderBsn, forms.ModelForm):
    """What somebody promised to do."""

    wat = _tekst("Wat?", 300, "Vul in wat er moet gebeuren.")
    wie = _tekst("Wie?", 120, "Vul in wie het doet.", "Een naam van een collega of een organisatie.")
    voor = _dag("Klaar voor", help_text="Leeg als daar geen dag voor is afgesproken.")

    class Meta:
        model = Overlegactie
        fields = ("wat", "wie", "voor")


class DeadlineForm(ZonderBsn, forms.ModelForm):
    """A day by which something must be done."""

    naam = _tekst("Wat moet er klaar zijn?", 120, "Vul in wat er klaar moet zijn.")
    datum = _dag("Uiterlijk op", "Kies de uiterste dag.")
    herinner_dagen = forms.IntegerField(
        label="Hoeveel dagen ervoor herinneren?",
        min_value=0,
        max_value=366,
        initial=21,
        help_text="Vanaf dan staat het op de startpagina van iedereen die de afspraak ziet.",
        error_messages={
            "required": "Vul in hoeveel dagen ervoor de herinnering komt.",
            **dict.fromkeys(("invalid", "min_value", "max_value"), "Schrijf een getal van 0 tot en met 366."),
        },
    )

    class Meta:
        model = Deadline
        fields = ("naam", "datum", "herinner_dagen")
