"""The forms of a correction, of remarks and of sending."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Kamer, Organisatie
from buurtwerkkamers.opmaak import datum
from rapportage.models import Editie, Onderdeel, Rapport, Verzending
from rapportage.verzenden import GELDIG, NieuweVerzending

LANGSTE_REDEN = 500
LANGST_GELDIG = 2 * GELDIG  # an address that opens without an account; a typing error must not make it last for ever


class VerbeterForm(ZonderBsn):
    """Why a correction comes: it is printed in it."""

    reden = forms.CharField(
        label="Waarom komt er een verbeterde editie?",
        max_length=LANGSTE_REDEN,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Dit staat straks in het rapport. Schrijf geen naam van een deelnemer op.",
        error_messages={"required": "Schrijf waarom er een verbeterde editie komt."},
    )


class OpmerkingForm(ZonderBsn):
    """A remark at one part. ``kamers``: of which this user may speak; ``ook_samen``: and of all of them together."""

    onderdeel = forms.ModelChoiceField(
        label="Bij welk onderdeel?",
        empty_label="Kies een onderdeel",
        queryset=Onderdeel.objects.none(),
        error_messages={
            "required": "Kies een onderdeel.",
            "invalid_choice": "Dit onderdeel staat niet in dit rapport.",
        },
    )
    kamer = forms.ModelChoiceField(
        label="Over welke kamer?",
        queryset=Kamer.objects.none(),
        error_messages={"required": "Kies een kamer.", "invalid_choice": "Deze kamer staat niet in dit rapport."},
    )
    tekst = forms.CharField(
        label="Opmerking",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen de kamer en het bureau lezen dit. Het komt nooit in het rapport.",
        error_messages={"required": "Schrijf eerst uw opmerking."},
    )

    def __init__(self, *args: Any, rapport: Rapport, kamers: Sequence[Kamer], ook_samen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["onderdeel"].queryset = rapport.sjabloon.onderdelen.all()  # type: ignore[attr-defined]
        kamer: Any = self.fields["kamer"]
        kamer.queryset = Kamer.objects.filter(pk__in=[k.pk for k in kamers])
        kamer.required = not ook_samen
        kamer.empty_label = "Alle kamers samen" if ook_samen else None


class Verzendregel(ZonderBsn):
    """One organisation: whether it gets the report, for whose attention, and how."""

    mee = forms.BooleanField(label="Verzenden", required=False)
    aan = forms.CharField(label="Ter attentie van", max_length=200, required=False)
    email = forms.EmailField(
        label="E-mailadres", required=False, error_messages={"invalid": "Schrijf een heel e-mailadres, met een @."}
    )
    wijze = forms.ChoiceField(label="Hoe", choices=Verzending.Wijze.choices)

    def __init__(self, *args: Any, partij: Organisatie | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partij = partij
        if partij is None:
            del self.fields["mee"]
            self.fields["organisatie"] = forms.ModelChoiceField(
                label="Organisatie", queryset=Organisatie.objects.all(), required=False, empty_label="Geen"
            )
            self.order_fields(["organisatie"])

    @property
    def aan_wie(self) -> Organisatie | None:
        """The organisation of this row when it gets the report, else None."""
        if self.partij is None:
            return self.cleaned_data.get("organisatie")
        return self.partij if self.cleaned_data.get("mee") else None

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if self.aan_wie and gegevens.get("wijze") == Verzending.Wijze.EMAIL and not gegevens.get("email"):
            if "email" not in self.errors:
                self.add_error("email", "Vul het e-mailadres in, of kies een andere manier.")
        elif self.partij is None and self.aan_wie is None and (gegevens.get("aan") or gegevens.get("email")):
            self.add_error("organisatie", "Kies de organisatie waar deze gegevens bij horen.")
        return gegevens


class Verzendform(forms.Form):
    """The dates of a sending, with a row for each organisation (``regels``)."""

    datum = DatumVeld(
        label="Verzonden op", error_messages={"required": "Vul in op welke dag het rapport is verzonden."}
    )
    leesbaar_tm = DatumVeld(
        label="Leesadres geldig tot en met",
        help_text="Tot en met deze dag is het rapport te lezen zonder in te loggen.",
        error_messages={"required": "Vul in tot en met welke dag het leesadres werkt."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        editie: Editie,
        partijen: Sequence[Organisatie],
        klaar: Sequence[int],
        voorstel: dict[int, dict[str, str]],
    ) -> None:
        """``klaar``: the organisations that have it already; neither they nor we ourselves are chosen beforehand."""
        self.editie, vandaag = editie, timezone.localdate()
        super().__init__(data, initial={"datum": vandaag, "leesbaar_tm": vandaag + GELDIG})
        self.regels = []
        for partij in partijen:
            mee = partij.pk not in klaar and partij.soort != Organisatie.Soort.COOPERATIE
            begin = {"wijze": Verzending.Wijze.EMAIL, **voorstel.get(partij.pk, {}), "mee": mee}
            self.regels.append(Verzendregel(data, prefix=f"o{partij.pk}", partij=partij, initial=begin))
        self.regels.append(Verzendregel(data, prefix="anders", partij=None))

    def is_valid(self) -> bool:
        goed = [super().is_valid(), *(regel.is_valid() for regel in self.regels)]
        if all(goed) and not any(regel.aan_wie for regel in self.regels):
            self.add_error(None, "Kies minstens één organisatie waar het rapport naartoe ging.")
        return all(goed) and not self.errors

    def clean_datum(self) -> date:
        dag: date = self.cleaned_data["datum"]
        if dag > timezone.localdate():
            raise ValidationError("Deze dag is nog niet geweest. Kies vandaag of een eerdere dag.")
        vastgesteld = timezone.localdate(self.editie.vastgesteld_op)
        if dag < vastgesteld:
            raise ValidationError(f"Het rapport is vastgesteld op {datum(vastgesteld)}. Kies die dag of een latere.")
        return dag

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        van, tot = gegevens.get("datum"), gegevens.get("leesbaar_tm")
        if van and tot and tot < van:
            self.add_error("leesbaar_tm", "Het leesadres verloopt voor de dag van verzenden. Kies een latere dag.")
        elif van and tot and tot > van + LANGST_GELDIG:
            laatste = datum(van + LANGST_GELDIG)
            self.add_error("leesbaar_tm", f"Een leesadres werkt hoogstens twee jaar. Kies {laatste} of eerder.")
        return gegevens

    @property
    def mis(self) -> list[tuple[str, str]]:
        """Everything that is wrong, each with the id of its field ('' when it is about all of it)."""
        fouten = [(str(fout), "") for fout in self.non_field_errors()]
        for form, voor in [
            (self, ""),
            *((regel, f"{regel.partij or 'Andere organisatie'}, ") for regel in self.regels),
        ]:
            for veld in form if form.is_bound else ():
                fouten += [(f"{voor}{veld.label}: {fout}", veld.id_for_label) for fout in veld.errors]
        return fouten

    def verzendingen(self) -> list[NieuweVerzending]:
        """What was filled in, for who is chosen."""
        return [
            NieuweVerzending(
                organisatie=regel.aan_wie,
                **{veld: regel.cleaned_data[veld] for veld in ("aan", "email", "wijze")},
                **self.cleaned_data,
            )
            for regel in self.regels
            if regel.aan_wie
        ]
