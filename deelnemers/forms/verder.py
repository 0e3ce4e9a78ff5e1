"""Forms about what else a kamer records: referrals, outcomes, contacts, talents and openings.

One form serves a new record and its correction: with ``regel`` the kamer stays as it is, and ``stand`` says what the
screen showed, so that somebody else's change is not overwritten unseen.
"""

from __future__ import annotations

from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from buurtwerkkamers.bsn import bevat_bsn
from buurtwerkkamers.formulieren import BSN_FOUT
from buurtwerkkamers.models import Organisatie
from deelnemers.forms.velden import (
    DeelnemersVeld,
    DeelnemerVeld,
    EigenDatumVeld,
    KamerVeld,
    MetMensen,
    TekstMetVoorstellen,
)
from deelnemers.models import Contactmoment, Opening, Partnercontact, Talent, Uitkomst, Verwijzing
from deelnemers.namen import zoekvorm
from deelnemers.openingskalender import DAGEN
from deelnemers.samengevoegd import wortel
from deelnemers.vastgelegd import WIJZIGEN as RECHT

MEESTE_DAGEN = 366


def _tekst(label: str, uitleg: str, *, lengte: int = 200, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=lengte,
        required=kwargs.pop("required", False),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=uitleg,
        error_messages={"max_length": f"Houd het korter: hoogstens {lengte} tekens.", **kwargs.pop("fouten", {})},
    )


def _keuze(label: str, soorten: Any, fout: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=soorten.choices,
        widget=forms.RadioSelect,
        error_messages={"required": fout, "invalid_choice": fout},
        **kwargs,
    )


class Regelform(MetMensen):
    """What all these forms share. ``regel``: the record to correct; None for a new one."""

    stand = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, regel: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regel = regel
        if regel is None:
            del self.fields["stand"]
            return
        self.fields.pop("kamer", None)
        mens = getattr(regel, "deelnemer", None)
        if mens and not hasattr(mens, "persoonsgegevens"):  # whose name was erased cannot be chosen again, and stays
            del self.fields["deelnemer"]

    @classmethod
    def begin(cls, regel: Any) -> dict[str, Any]:
        """What stands in the form when the correction begins."""
        namen = [naam for naam in cls.base_fields if hasattr(regel, naam) and naam != "kamer"]
        waarden = {naam: getattr(regel, naam) for naam in namen}
        if "deelnemer" in waarden:
            waarden["deelnemer"] = wortel(regel.deelnemer_id)
        return waarden

    @property
    def waarden(self) -> dict[str, Any]:
        """The fields of the record, as checked."""
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if naam != "stand"}


class MetOrganisatie(Regelform):
    """A form with an organisation: chosen from what is known, or typed; only then its kind is asked."""

    organisatie = forms.CharField(
        label="Organisatie",
        max_length=120,
        widget=TekstMetVoorstellen(),
        help_text="Typ een deel van de naam en kies, of typ een nieuwe naam.",
        error_messages={
            "required": "Vul in welke organisatie het is.",
            "max_length": "Houd de naam korter: hoogstens 120 tekens.",
        },
    )
    organisatie_soort = forms.ChoiceField(
        label="Wat voor organisatie is dit?",
        choices=[("", "Kies"), *Organisatie.Soort.choices],
        required=False,
        help_text="Deze organisatie is nieuw in de lijst.",
        error_messages={"invalid_choice": "Kies wat voor organisatie het is."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bekend = {zoekvorm(organisatie.naam): organisatie for organisatie in Organisatie.objects.all()}
        widget: Any = self.fields["organisatie"].widget
        widget.voorstellen = [organisatie.naam for organisatie in self.bekend.values()]
        getypt = zoekvorm(str(self.data.get("organisatie", ""))) if self.is_bound else ""
        if not getypt or getypt in self.bekend:
            self.fields["organisatie_soort"].widget = forms.HiddenInput()

    @classmethod
    def begin(cls, regel: Any) -> dict[str, Any]:
        return super().begin(regel) | {"organisatie": regel.organisatie.naam}

    def clean_organisatie(self) -> Organisatie:
        """The known organisation of this name, however it is spelled; else a new one, not stored yet."""
        naam = " ".join(self.cleaned_data["organisatie"].split())
        if bevat_bsn(naam):
            raise ValidationError(BSN_FOUT)
        if not zoekvorm(naam):
            raise ValidationError(self.fields["organisatie"].error_messages["required"])
        return self.bekend.get(zoekvorm(naam)) or Organisatie(naam=naam)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        soort = gegevens.pop("organisatie_soort", "")
        organisatie = gegevens.get("organisatie")
        if organisatie and organisatie.pk is None and "organisatie_soort" not in self.errors:
            organisatie.soort = soort
            if not soort:
                self.add_error("organisatie_soort", self._vraag_soort(organisatie.naam))
        return gegevens

    def _vraag_soort(self, naam: str) -> str:
        lijkt = get_close_matches(zoekvorm(naam), self.bekend, n=1, cutoff=0.75)
        bedoelt = f" Of bedoelt u ‘{self.bekend[lijkt[0]].naam}’? Vul dan die naam in." if lijkt else ""
        return f"‘{naam}’ staat nog niet in de lijst. Kies wat voor organisatie het is.{bedoelt}"


class VerwijzingForm(MetOrganisatie):
    """Somebody was referred to the kamer, or from it to another organisation."""

    deelnemer = DeelnemerVeld(label="Wie is er verwezen?", recht=RECHT)
    richting = _keuze("Welke kant op?", Verwijzing.Richting, "Kies: naar ons toe, of van ons naar een ander.")
    reden = _tekst("Waarvoor?", "In een paar woorden. Schrijf hier niets over gezondheid of geld van mensen.")
    kamer = KamerVeld(recht=RECHT)
    datum = EigenDatumVeld(label="Op welke dag?")
    effectief_op = EigenDatumVeld(
        label="Deed mee vanaf", required=False, initial=None, help_text="Leeg als dat nog niet zo is."
    )
    field_order = ("deelnemer", "richting", "organisatie", "organisatie_soort", "reden", "kamer", "datum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["richting"].initial = Verwijzing.Richting.IN
        if self.regel is None:
            del self.fields["effectief_op"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        verwezen, mee = gegevens.get("datum"), gegevens.get("effectief_op")
        if verwezen and mee and mee < verwezen:
            self.add_error("effectief_op", "Dit is voor de dag van de verwijzing: kijk de datums na.")
        return gegevens


class UitkomstForm(Regelform):
    """What came of it for somebody."""

    deelnemer = DeelnemerVeld(label="Voor wie?", recht=RECHT)
    soort = _keuze("Wat kwam eruit?", Uitkomst.Soort, "Kies wat eruit kwam.")
    toelichting = _tekst("Toelichting", "In een paar woorden, bijvoorbeeld waar iemand werkt of leert.")
    kamer = KamerVeld(recht=RECHT)
    datum = EigenDatumVeld(label="Sinds welke dag?")


class PartnerForm(MetOrganisatie):
    """Contact of the kamer with an organisation. Nothing about people."""

    soort = _keuze("Wat voor contact was het?", Partnercontact.Soort, "Kies wat voor contact het was.")
    onderwerp = _tekst("Waarover?", "In een paar woorden. Schrijf hier geen namen van deelnemers op.")
    kamer = KamerVeld(recht=RECHT)
    datum = EigenDatumVeld(label="Op welke dag?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].initial = Partnercontact.Soort.GESPREK


def _bereikt() -> forms.BooleanField:
    return forms.BooleanField(
        label="Gesproken of gezien",
        required=False,
        initial=True,
        help_text="Haal dit weg als u niemand te pakken kreeg.",
    )


class ContactForm(Regelform):
    """Contact with one or more people at once: 'vijf maaltijden gebracht'."""

    mensen = DeelnemersVeld(label="Met wie?", recht=RECHT, help_text="U kunt meer namen kiezen.")
    soort = _keuze("Wat hebt u gedaan?", Contactmoment.Soort, "Kies wat u hebt gedaan.")
    bereikt = _bereikt()
    kamer = KamerVeld(recht=RECHT)
    datum = EigenDatumVeld(label="Op welke dag?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].initial = Contactmoment.Soort.GEBELD


class ContactWijzigForm(Regelform):
    """Correct one contact."""

    deelnemer = DeelnemerVeld(label="Met wie?", recht=RECHT)
    soort = _keuze("Wat hebt u gedaan?", Contactmoment.Soort, "Kies wat u hebt gedaan.")
    bereikt = _bereikt()
    datum = EigenDatumVeld(label="Op welke dag?")


class UitBeeldForm(Regelform):
    """Nobody reaches this person any more."""

    deelnemer = DeelnemerVeld(label="Wie is uit beeld?", recht=RECHT)
    kamer = KamerVeld(recht=RECHT)
    sinds = EigenDatumVeld(label="Sinds welke dag?")
    weer_op = EigenDatumVeld(
        label="Weer bereikt op", required=False, initial=None, help_text="Leeg als dat niet zo is."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.regel is None:
            del self.fields["weer_op"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        sinds, weer = gegevens.get("sinds"), gegevens.get("weer_op")
        if sinds and weer and weer < sinds:
            self.add_error("weer_op", "Dit is voor de dag dat iemand uit beeld was: kijk de datums na.")
        return gegevens


class TalentForm(Regelform):
    """The one question asked at the start, in two parts. Several answers with commas between them."""

    deelnemer = DeelnemerVeld(label="Wie?", recht=RECHT)
    kan = _tekst("Wat kunt u goed?", "Meer dingen? Zet er komma’s tussen: koken, fietsen maken.", lengte=500)
    wil = _tekst("Wat zou u willen doen?", "Meer dingen? Zet er komma’s tussen.", lengte=500)
    kamer = KamerVeld(recht=RECHT)

    def clean_kan(self) -> list[str]:
        return self._losse("kan")

    def clean_wil(self) -> list[str]:
        return self._losse("wil")

    def _losse(self, veld: str) -> list[str]:
        tekst = self.cleaned_data[veld]
        if bevat_bsn(tekst):
            raise ValidationError(BSN_FOUT)
        delen = [" ".join(deel.split()) for deel in tekst.replace(";", ",").split(",")]
        delen = [deel for deel in delen if zoekvorm(deel)]
        if any(len(deel) > 100 for deel in delen):
            raise ValidationError("Houd elk ding kort: hoogstens 100 tekens. Zet komma’s tussen de dingen.")
        return delen

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        if "kan" in gegevens and "wil" in gegevens and not (gegevens["kan"] or gegevens["wil"]):
            self.add_error("kan", "Vul in wat iemand goed kan, of wat iemand zou willen doen.")
        return gegevens


class TalentWijzigForm(Regelform):
    """Correct one talent or wish."""

    deelnemer = DeelnemerVeld(label="Wie?", recht=RECHT)
    soort = _keuze("Kan of wil?", Talent.Soort, "Kies: kan dit goed, of wil dit graag doen.")
    wat = _tekst(
        "Wat?", "Eén ding, in een paar woorden.", lengte=100, required=True, fouten={"required": "Vul in wat het is."}
    )

    def clean_wat(self) -> str:
        wat = " ".join(self.cleaned_data["wat"].split())
        if not zoekvorm(wat):
            raise ValidationError("Vul in wat het is.")
        return wat


class _Stand(Regelform):
    """How the kamer is open; a closed kamer has no highest number of people."""

    stand_kamer = _keuze("Hoe is de kamer open?", Opening.Stand, "Kies hoe de kamer open is.")
    hoogstens = forms.IntegerField(
        label="Hoogstens hoeveel mensen binnen?",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Leeg als daar geen grens aan is.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Schrijf een getal van 1 tot en met 999."),
    )
    toelichting = _tekst("Toelichting", "Bijvoorbeeld: feestdag, of alleen de ochtend.")

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        if gegevens.get("hoogstens") and gegevens.get("stand_kamer") == Opening.Stand.DICHT:
            self.add_error("hoogstens", "De kamer is dicht: laat dit leeg.")
        return gegevens

    @property
    def waarden(self) -> dict[str, Any]:
        gegevens = super().waarden
        return {"stand" if naam == "stand_kamer" else naam: waarde for naam, waarde in gegevens.items()}


class OpeningForm(_Stand):
    """How the kamer is open on a day, or on some weekdays of a stretch of days."""

    kamer = KamerVeld(recht=RECHT)
    van = EigenDatumVeld(label="Vanaf welke dag?", toekomst=True)
    tm = EigenDatumVeld(
        label="Tot en met", required=False, initial=None, toekomst=True, help_text="Leeg als het om één dag gaat."
    )
    dagen = forms.MultipleChoiceField(
        label="Op welke dagen van de week?",
        choices=[(str(nummer), naam) for nummer, naam in enumerate(DAGEN)],
        required=False,
        initial=["0", "1", "2", "3", "4"],
        widget=forms.CheckboxSelectMultiple,
        help_text="Alleen van belang als u meer dagen kiest.",
        error_messages={"invalid_choice": "Kies dagen van de week."},
    )
    vervang = forms.BooleanField(
        label="Ook dagen veranderen die al zijn ingevuld",
        required=False,
        help_text="Zonder vinkje blijven die zoals ze zijn. Kiest u één dag, dan verandert die altijd.",
    )
    field_order = ("kamer", "van", "tm", "dagen", "vervang", "stand_kamer", "hoogstens", "toelichting")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_kamer"].initial = Opening.Stand.OPEN

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        van, tm = gegevens.get("van"), gegevens.get("tm") or gegevens.get("van")
        if not van or "tm" in self.errors or "dagen" in self.errors:
            return gegevens
        if tm < van:
            self.add_error("tm", "De laatste dag ligt voor de eerste dag: kijk de datums na.")
        elif (tm - van).days >= MEESTE_DAGEN:
            self.add_error("tm", "Kies hoogstens een jaar tegelijk.")
        elif not self.gekozen_dagen:
            self.add_error("dagen", "In deze dagen valt geen van deze dagen van de week. Kies er meer.")
        return gegevens

    @property
    def gekozen_dagen(self) -> list[date]:
        """The days meant: one day as it is; of a stretch the chosen weekdays."""
        van, tm = self.cleaned_data["van"], self.cleaned_data.get("tm") or self.cleaned_data["van"]
        alle = [van + timedelta(days=n) for n in range((tm - van).days + 1)]
        return alle if len(alle) == 1 else [dag for dag in alle if str(dag.weekday()) in self.cleaned_data["dagen"]]


class OpeningWijzigForm(_Stand):
    """Correct one day."""

    @classmethod
    def begin(cls, regel: Any) -> dict[str, Any]:
        return super().begin(regel) | {"stand_kamer": regel.stand}
