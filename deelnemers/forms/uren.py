"""Forms about volunteers' hours: a row to add to the week, a group, and whose account is whose."""

from __future__ import annotations

from typing import Any

from django import forms

from buurtwerkkamers.models import Kamer
from deelnemers.forms.velden import DeelnemerVeld, KamerVeld, MetMensen
from deelnemers.models import Inzet, Vrijwilligersgroep


class GeenGroepOokGoed(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Vrijwilligersgroep.objects.none(), required=False, empty_label="Geen groep", **kwargs)


class RegelForm(MetMensen):
    """A volunteer to add to the week: who, in which group, and as what."""

    wie = DeelnemerVeld(label="Vrijwilliger", recht="uren.wijzigen")
    groep = GeenGroepOokGoed(label="Groep")
    soort = forms.ChoiceField(label="Soort", choices=Inzet.Soort.choices, initial=Inzet.Soort.BEWONER)

    def __init__(self, *args: Any, kamer: Kamer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groep"].queryset = Vrijwilligersgroep.objects.filter(kamer=kamer)  # type: ignore[attr-defined]


class EigenRegelForm(forms.Form):
    """A group to add to one's own week."""

    groep = forms.ModelChoiceField(
        Vrijwilligersgroep.objects.none(),
        label="Groep",
        empty_label=None,
        error_messages={"required": "Kies een groep.", "invalid_choice": "Kies een groep uit de lijst."},
    )

    def __init__(self, *args: Any, kamer: Kamer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groep"].queryset = Vrijwilligersgroep.objects.filter(kamer=kamer)  # type: ignore[attr-defined]


class GroepForm(MetMensen):
    """A group of volunteers: its name, and its kamer when it is new."""

    kamer = KamerVeld(recht="uren.wijzigen")
    naam = forms.CharField(
        label="Naam",
        max_length=80,
        help_text="Zoals de mensen het noemen, bijvoorbeeld ‘tuingroep’.",
        error_messages={"required": "Vul een naam in voor de groep."},
    )

    def __init__(self, *args: Any, groep: Vrijwilligersgroep | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groep = groep
        if groep:
            del self.fields["kamer"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        kamer = self.groep.kamer if self.groep else gegevens.get("kamer")
        if kamer and gegevens.get("naam"):
            zelfde = Vrijwilligersgroep.objects.filter(kamer=kamer, naam__iexact=gegevens["naam"])
            if (zelfde.exclude(pk=self.groep.pk) if self.groep else zelfde).exists():
                self.add_error("naam", "Deze kamer heeft al een groep met deze naam.")
        return gegevens


class AccountForm(MetMensen):
    """Whose account this is."""

    wie = DeelnemerVeld(
        label="Van wie is dit account?",
        recht="uren.wijzigen",
        help_text="Deze persoon kan daarna de eigen uren invullen.",
    )
