"""Forms about cases: a new one, the next step, closing, another kamer, a correction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import kamers_met
from deelnemers import trajectstand
from deelnemers.forms.velden import DeelnemersVeld, EigenDatumVeld, KamerVeld, MetMensen, TekstMetVoorstellen
from deelnemers.models import Melder, Traject

RECHT = trajectstand.WIJZIGEN


def _melder() -> forms.CharField:
    return forms.CharField(
        label="Wie meldde het?",
        max_length=120,
        required=False,
        widget=TekstMetVoorstellen(),
        help_text="Bijvoorbeeld de bewoner zelf, een buur of de huisarts. Schrijf geen naam van een persoon op.",
        error_messages={"max_length": "Houd het korter: hoogstens 120 tekens."},
    )


def _reden(*, verplicht: bool) -> forms.CharField:
    return forms.CharField(
        label="Waarom stopt het traject?",
        max_length=120,
        required=verplicht,
        widget=TekstMetVoorstellen(),
        help_text="Kies uit de lijst of typ iets anders.",
        error_messages={
            "required": "Kies waarom het traject stopt, of typ het in een paar woorden.",
            "max_length": "Houd het korter: hoogstens 120 tekens.",
        },
    )


def _verder(*, verplicht: bool) -> forms.ChoiceField:
    keuzes = Traject.Zelfstandig.choices if verplicht else [("", "niet ingevuld"), *Traject.Zelfstandig.choices]
    return forms.ChoiceField(
        label="Kan de bewoner verder zonder begeleiding?",
        choices=keuzes,
        required=verplicht,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord. Weet u het niet? Kies dan ‘onbekend’."},
    )


class _Trajectform(MetMensen):
    """Suggests who reported before, and why cases ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kamers = kamers_met(self.gebruiker, RECHT)
        if "melder" in self.fields:
            self._stel_voor("melder", trajectstand.melders(kamers).values_list("naam", flat=True))
        if "afsluitreden" in self.fields:
            self._stel_voor("afsluitreden", trajectstand.redenen(kamers))

    def _stel_voor(self, veld: str, voorstellen: Any) -> None:
        widget: Any = self.fields[veld].widget
        widget.voorstellen = voorstellen

    def clean_melder(self) -> str:
        """Written as it was before: capitals make no other melder."""
        naam = self.cleaned_data["melder"]
        bestaand = Melder.objects.filter(naam__iexact=naam).first() if naam else None
        return bestaand.naam if bestaand else naam


class TrajectForm(_Trajectform):
    """A new case: for whom, and since when."""

    deelnemers = DeelnemersVeld(
        label="Voor wie is het traject?",
        recht=RECHT,
        help_text="Iemand uit uw kamer. Hoort er nog iemand bij, zoals een partner? Voeg die dan ook toe.",
        error_messages={"required": "Kies voor wie het traject is."},
    )
    aangemeld_op = EigenDatumVeld(
        label="Aangemeld op", error_messages={"required": "Kies de dag waarop het traject is aangemeld."}
    )
    melder = _melder()
    kamer = KamerVeld(recht=RECHT)


class StapForm(MetMensen):
    """The day of the next step."""

    dag = EigenDatumVeld(label="Op welke dag?")

    def __init__(self, *args: Any, niet_voor: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.niet_voor = niet_voor

    def clean_dag(self) -> date:
        return niet_eerder(self.cleaned_data["dag"], self.niet_voor)


def niet_eerder(dag: date, dan: date) -> date:
    if dag < dan:
        raise forms.ValidationError(
            f"Kies {datum_voluit(dan)} of een dag daarna: eerder was het traject nog niet zover."
        )
    return dag


class AfsluitForm(_Trajectform):
    """The end: when, why, and whether people can go on by themselves."""

    afgesloten_op = EigenDatumVeld(label="Afgesloten op")
    afsluitreden = _reden(verplicht=True)
    verder_zonder_begeleiding = _verder(verplicht=True)

    def __init__(self, *args: Any, niet_voor: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.niet_voor = niet_voor

    def clean_afgesloten_op(self) -> date:
        return niet_eerder(self.cleaned_data["afgesloten_op"], self.niet_voor)


class AndereKamerForm(MetMensen):
    """To which kamer a case goes, and from which day; when the user has two where it is, also from which."""

    van = forms.ModelChoiceField(
        Kamer.objects.none(),
        label="Van welke kamer?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies de kamer die het traject overdraagt."},
    )
    kamer = forms.ModelChoiceField(
        Kamer.objects.none(),
        label="Welke kamer?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een kamer.", "invalid_choice": "Kies een van deze kamers."},
    )
    op = EigenDatumVeld(label="Vanaf welke dag?")

    def __init__(self, *args: Any, kamers: QuerySet[Kamer], van: QuerySet[Kamer] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kamer"].queryset = kamers  # type: ignore[attr-defined]
        self.enige = None
        if van is None or len(van) == 1:
            self.enige = van[0] if van else None
            del self.fields["van"]
        else:
            self.fields["van"].queryset = van  # type: ignore[attr-defined]

    @property
    def van_kamer(self) -> Kamer:
        return self.enige or self.cleaned_data["van"]


class TrajectWijzigForm(_Trajectform):
    """Correct a case. ``stand`` is what the screen showed: somebody else's change is not overwritten unseen."""

    deelnemers = DeelnemersVeld(
        label="Voor wie is het traject?", recht=RECHT, error_messages={"required": "Kies voor wie het traject is."}
    )
    melder = _melder()
    aangemeld_op = EigenDatumVeld(label="Aangemeld op", initial=None)
    kennismaking_op = EigenDatumVeld(label="Kennismaking op", required=False, initial=None)
    ondersteuning_op = EigenDatumVeld(label="Start ondersteuning op", required=False, initial=None)
    afgesloten_op = EigenDatumVeld(
        label="Afgesloten op", required=False, initial=None, help_text="Leeg als het traject nog loopt."
    )
    afsluitreden = _reden(verplicht=False)
    verder_zonder_begeleiding = _verder(verplicht=False)
    stand = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        gemeld, kennis, start, einde = (gegevens.get(veld) for veld, _ in trajectstand.DAGEN)
        if gemeld and kennis and kennis < gemeld:
            self.add_error("kennismaking_op", "De kennismaking ligt voor de aanmelding: kijk de datums na.")
        if start and any(dag and start < dag for dag in (gemeld, kennis)):
            self.add_error("ondersteuning_op", "De ondersteuning begint te vroeg: kijk de datums na.")
        if gemeld and einde and einde < gemeld:
            self.add_error("afgesloten_op", "Het traject is afgesloten voordat het werd aangemeld: kijk de datums na.")
        if "afgesloten_op" in gegevens and not einde:
            for veld in ("afsluitreden", "verder_zonder_begeleiding"):
                if gegevens.get(veld):
                    self.add_error(veld, "Dit hoort bij een traject dat is afgesloten. Vul de dag in, of haal dit weg.")
        return gegevens
