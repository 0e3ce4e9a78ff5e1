"""Forms for what is decided and not counted: the value, why, who decided, and the files that show it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.formulieren import DatumVeld, DecimaalVeld, ZonderBsn
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Indicator, Kamer, Oordeel
from buurtwerkkamers.oordelen import NIET_POSITIEF, POSITIEF, NieuwBewijs, bezwaar_tegen

SAMEN = "samen"


class GetalVeld(DecimaalVeld):
    """A number as people write it: 2,5 or 2,5% or 1.250. Gives a Decimal with at most two decimals."""

    teken = "%"

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class MeerBestanden(forms.FileInput):
    allow_multiple_selected = True


class BewijsVeld(forms.FileField):
    """Any number of files, each checked by what is in it. Gives a list of ``NieuwBewijs``."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": ".pdf,.jpg,.jpeg,.png"}
        super().__init__(**{"required": False, "widget": MeerBestanden(attrs=accept), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[NieuwBewijs]:
        gekozen = data if isinstance(data, (list, tuple)) else [data]
        stukken = [NieuwBewijs(bestand.name, bestand.read()) for bestand in gekozen if bestand]
        bezwaren = [bezwaar for stuk in stukken if (bezwaar := bezwaar_tegen(stuk))]
        if bezwaren:
            raise ValidationError(bezwaren)
        return stukken


class OordeelForm(ZonderBsn):
    """One decision. What its value looks like follows from the indicator: a number, or positive or not."""

    kamer = forms.ChoiceField(
        label="Voor welke kamer?",
        error_messages={
            "required": "Kies voor welke kamer dit geldt, of kies alle kamers samen.",
            "invalid_choice": "Kies een kamer uit de lijst.",
        },
    )
    van = DatumVeld(
        label="Het gaat over de dagen vanaf",
        error_messages={"required": "Vul de eerste dag in waar het oordeel over gaat."},
    )
    tm = DatumVeld(
        label="Tot en met",
        help_text="Een oordeel telt mee in de periode waarin deze laatste dag valt.",
        error_messages={"required": "Vul de laatste dag in waar het oordeel over gaat."},
    )
    toelichting = forms.CharField(
        label="Hoe komt u hieraan?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Bijvoorbeeld met wie er is gesproken en wat dat opleverde. Schrijf geen namen van bewoners op.",
        error_messages={"required": "Leg in een paar zinnen uit hoe u aan dit oordeel komt."},
    )
    besloten_door = forms.CharField(
        label="Wie besloot dit?",
        max_length=120,
        help_text="Bijvoorbeeld de kascommissie. Gemeente en corporaties zien dit ook.",
        error_messages={"required": "Vul in wie dit besloot, bijvoorbeeld de kascommissie."},
    )
    besloten_op = DatumVeld(label="Besloten op", error_messages={"required": "Vul in op welke dag dit is besloten."})
    bewijs = BewijsVeld(
        label="Bestanden die dit laten zien",
        help_text="PDF, JPG of PNG, elk hoogstens 5 MB. Gemeente en corporaties zien de bestanden niet.",
    )

    def __init__(
        self, *args: Any, indicator: Indicator, in_procenten: bool, oordeel: Oordeel | None, **kw: Any
    ) -> None:
        if oordeel:
            velden = ("van", "tm", "waarde", "toelichting", "besloten_door", "besloten_op")
            kamer = str(oordeel.kamer_id or SAMEN)
            kw.setdefault("initial", {"kamer": kamer, **{veld: getattr(oordeel, veld) for veld in velden}})
        super().__init__(*args, **kw)
        self.kamers = {str(kamer.pk): kamer for kamer in Kamer.objects.all()}
        keuze = self.fields["kamer"]
        assert isinstance(keuze, forms.ChoiceField)  # noqa: S101 - declared above
        namen = [(pk, kamer.naam) for pk, kamer in self.kamers.items()]
        keuze.choices = [("", "Kies"), *namen, (SAMEN, "Alle kamers samen")]
        self.fields["waarde"] = _waardeveld(indicator, in_procenten)
        self.order_fields(["kamer", "van", "tm", "waarde", "toelichting", "besloten_door", "besloten_op", "bewijs"])

    def clean_kamer(self) -> Kamer | None:
        """None for all kamers together."""
        return self.kamers.get(self.cleaned_data["kamer"])

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        van, tm, op = (gegevens.get(veld) for veld in ("van", "tm", "besloten_op"))
        if van and tm and tm < van:
            self.add_error("tm", "De laatste dag ligt voor de eerste. Kijk de dagen na.")
        if op and op > timezone.localdate():
            self.add_error("besloten_op", "Deze dag ligt in de toekomst.")
        return gegevens


def _waardeveld(indicator: Indicator, in_procenten: bool) -> forms.Field:
    if indicator.meetregel == Meetregel.CONTROLE:
        return _ControleVeld()
    label = "De uitkomst in procenten" if in_procenten else "De uitkomst"
    hulp = "Bijvoorbeeld 2,5 voor 2,5%." if in_procenten else "Een getal, bijvoorbeeld 6."
    return GetalVeld(label=label, help_text=hulp, error_messages={"required": "Vul de uitkomst in als getal."})


class _ControleVeld(forms.TypedChoiceField):
    """Positive or not, kept as a number."""

    def __init__(self) -> None:
        super().__init__(
            label="Het oordeel",
            choices=[(str(POSITIEF), "positief"), (str(NIET_POSITIEF), "niet positief")],
            coerce=Decimal,
            widget=forms.RadioSelect,
            error_messages={
                "required": "Kies of het oordeel positief is of niet.",
                "invalid_choice": "Kies een van beide.",
            },
        )

    def prepare_value(self, value: Any) -> Any:
        return str(int(value)) if isinstance(value, Decimal) else value
