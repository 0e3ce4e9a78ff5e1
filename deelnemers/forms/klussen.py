"""Forms about jobs for residents: ask for one, plan it, say that it is done, correct it."""

from __future__ import annotations

from typing import Any

from django import forms

from buurtwerkkamers.rechten import kamers_met
from deelnemers.forms.velden import DeelnemerVeld, EigenDatumVeld, KamerVeld, MetMensen, TekstMetVoorstellen
from deelnemers.klusstand import soorten
from deelnemers.models import Klus

RECHT = "klussen.wijzigen"
WIE_DOET = "Leeg als u dat nog niet weet."


def _soort() -> forms.CharField:
    return forms.CharField(
        label="Soort klus",
        max_length=60,
        required=False,
        help_text="Kies uit de lijst of typ iets anders.",
        widget=TekstMetVoorstellen(),
    )


def _wat() -> forms.CharField:
    return forms.CharField(
        label="Wat moet er gebeuren?",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Schrijf hier niets over gezondheid of geld van mensen.",
        error_messages={"max_length": "Houd het korter: hoogstens 300 tekens."},
    )


class _Klusform(MetMensen):
    """What the form for a new job and for a correction share: the kinds, and that something must be said of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["soort"].widget
        widget.voorstellen = soorten(kamers_met(self.gebruiker, RECHT))

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        if "soort" in gegevens and "omschrijving" in gegevens and not (gegevens["soort"] or gegevens["omschrijving"]):
            self.add_error("omschrijving", "Schrijf in een paar woorden wat er moet gebeuren, of kies een soort klus.")
        return gegevens


class KlusForm(_Klusform):
    """A new job: who asks, and what. When it is done already, that can be said at once."""

    aanvrager = DeelnemerVeld(label="Voor wie is de klus?", recht=RECHT)
    omschrijving = _wat()
    soort = _soort()
    kamer = KamerVeld(recht=RECHT)
    aangevraagd_op = EigenDatumVeld(label="Gevraagd op")
    uitgevoerd_op = EigenDatumVeld(
        label="Al gedaan op", required=False, initial=None, help_text="Leeg als de klus nog gedaan moet worden."
    )
    uitvoerder = DeelnemerVeld(label="Gedaan door", recht=RECHT, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aangevraagd_op"].error_messages["required"] = "Kies de dag waarop de klus is gevraagd."

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        if gegevens.get("uitvoerder") and "uitgevoerd_op" in gegevens and not gegevens["uitgevoerd_op"]:
            self.add_error("uitgevoerd_op", "Kies de dag waarop de klus is gedaan.")
        gevraagd, gedaan = gegevens.get("aangevraagd_op"), gegevens.get("uitgevoerd_op")
        if gevraagd and gedaan and gedaan < gevraagd:  # 'gevraagd op' says today unless somebody changed it
            gegevens["aangevraagd_op"] = gedaan
        return gegevens


class KlusWijzigForm(_Klusform):
    """Correct a job. ``stand`` is what the screen showed: somebody else's change is not overwritten unseen."""

    aanvrager = DeelnemerVeld(label="Voor wie is de klus?", recht=RECHT)
    omschrijving = _wat()
    soort = _soort()
    aangevraagd_op = EigenDatumVeld(label="Gevraagd op")
    gepland_op = EigenDatumVeld(label="Gepland op", required=False, initial=None, toekomst=True)
    uitgevoerd_op = EigenDatumVeld(label="Gedaan op", required=False, initial=None)
    uitvoerder = DeelnemerVeld(label="Wie doet of deed het?", recht=RECHT, required=False, help_text=WIE_DOET)
    stand = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, klus: Klus, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whose name was erased cannot be chosen again, and stays.
        for veld in ("aanvrager", "uitvoerder"):
            mens = getattr(klus, veld)
            if mens and not hasattr(mens, "persoonsgegevens"):
                del self.fields[veld]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        gevraagd = gegevens.get("aangevraagd_op")
        for veld, wat in (("uitgevoerd_op", "gedaan"), ("gepland_op", "gepland")):
            if gevraagd and gegevens.get(veld) and gegevens[veld] < gevraagd:
                self.add_error(veld, f"De klus is {wat} voordat hij werd gevraagd: kijk de datums na.")
        return gegevens


class PlanForm(MetMensen):
    """When a job will be done, and by whom."""

    gepland_op = EigenDatumVeld(
        label="Wanneer?",
        toekomst=True,
        error_messages={"required": "Kies de dag waarop de klus wordt gedaan."},
    )
    uitvoerder = DeelnemerVeld(label="Wie doet het?", recht=RECHT, required=False, help_text=WIE_DOET)

    def __init__(self, *args: Any, niet_voor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.niet_voor = niet_voor

    def clean_gepland_op(self) -> Any:
        dag = self.cleaned_data["gepland_op"]
        if dag < self.niet_voor:
            raise forms.ValidationError("De klus is toen nog niet gevraagd: kies een latere dag.")
        return dag


class GedaanForm(MetMensen):
    """When a job was done, and by whom."""

    uitgevoerd_op = EigenDatumVeld(
        label="Wanneer?", error_messages={"required": "Kies de dag waarop de klus is gedaan."}
    )
    uitvoerder = DeelnemerVeld(label="Wie deed het?", recht=RECHT, required=False, help_text=WIE_DOET)

    def __init__(self, *args: Any, niet_voor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.niet_voor = niet_voor

    def clean_uitgevoerd_op(self) -> Any:
        dag = self.cleaned_data["uitgevoerd_op"]
        if dag < self.niet_voor:
            raise forms.ValidationError("De klus is toen nog niet gevraagd: kies een latere dag.")
        return dag
