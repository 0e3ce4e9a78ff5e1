"""Forms of petty cash: an expense with its photo, the advance, the amounts of a kamer, and the judgement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.avg import onder_veld
from buurtwerkkamers.formulieren import BedragVeld, DatumVeld, ZonderBsn
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import euro
from financien.boekingen_lezen import Groepen
from financien.bonnen import GROOTSTE, Foto, GeenFoto, lees_foto
from financien.dekking import Dekkingen
from financien.formuliersleutel import SleutelVeld, nieuwe_sleutel
from financien.getoond import Getoondveld
from financien.handgeldstand import Soort
from financien.models import Bon, Handgeldmaand, Handgelduitgave, Post

OUDSTE = timedelta(days=366)  # an older receipt is a slip of the finger
_MEER_DAN_NUL = "Vul een bedrag in van meer dan 0 euro."


class FotoVeld(forms.FileField):
    """A photo by the camera of a phone or tablet, or a picture from the disk. Gives a ``Foto``, or None."""

    def __init__(self, **kwargs: Any) -> None:
        camera = {"accept": "image/*", "capture": "environment"}
        super().__init__(
            **{
                "required": False,
                "widget": forms.FileInput(attrs=camera),
                "error_messages": {"empty": "Het bestand is leeg. Maak de foto opnieuw."},
                **kwargs,
            }
        )

    def clean(self, data: Any, initial: Any = None) -> Foto | None:
        bestand = super().clean(data, initial)
        if not bestand:
            return None
        if bestand.size > GROOTSTE:
            raise ValidationError("De foto is groter dan 15 MB. Maak de foto opnieuw, of maak haar kleiner.")
        try:
            return lees_foto(bestand.read())
        except GeenFoto as fout:
            raise ValidationError(str(fout)) from fout


class UitgaveForm(ZonderBsn):
    """One thing that was bought, in the order in which somebody with a receipt in the hand would tell it."""

    bedrag = BedragVeld(
        label="Bedrag",
        min_value=Decimal("0.01"),
        max_digits=8,
        error_messages={"required": "Vul in wat het kostte, bijvoorbeeld 4,50.", "min_value": _MEER_DAN_NUL},
    )
    soort = forms.ChoiceField(
        label="Waarvoor",
        choices=[(soort.value, str(soort.label).capitalize()) for soort in Soort],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor het was.", "invalid_choice": "Kies waarvoor het was."},
    )
    omschrijving = forms.CharField(
        label="Wat hebt u gekocht?",
        max_length=int(Handgelduitgave._meta.get_field("omschrijving").max_length or 0),
        help_text="Bijvoorbeeld ‘koffie en melk’. Schrijf geen naam van een bewoner op.",
        error_messages={"required": "Schrijf op wat u hebt gekocht, bijvoorbeeld ‘koffie en melk’."},
    )
    foto = FotoVeld(
        label="Foto van de bon", help_text=onder_veld(Bon, "inhoud", erbij="Zorg dat de hele bon erop staat.")
    )
    datum = DatumVeld(label="Dag", error_messages={"required": "Vul de dag van de bon in."})
    sleutel = SleutelVeld(model=Handgelduitgave)

    def __init__(self, *args: Any, gebruiker: Gebruiker, uitgave: Handgelduitgave | None = None, **kwargs: Any) -> None:
        vandaag = timezone.localdate()
        begin: dict[str, Any] = {"datum": vandaag}
        if uitgave:
            begin = {veld: getattr(uitgave, veld) for veld in ("datum", "soort", "bedrag", "omschrijving")}
        super().__init__(*args, **{"initial": begin, **kwargs})
        self.fields["datum"].widget.attrs["max"] = vandaag.isoformat()
        if uitgave:
            del self.fields["sleutel"]
            self.fields["foto"].label = "Andere foto van de bon"
            return
        sleutel: Any = self.fields["sleutel"]
        sleutel.gebruiker = gebruiker
        if not self.is_bound:
            self.initial["sleutel"] = nieuwe_sleutel(gebruiker, 1, Handgelduitgave)

    def clean_datum(self) -> date:
        dag: date = self.cleaned_data["datum"]
        vandaag = timezone.localdate()
        if dag > vandaag:
            raise ValidationError("Deze dag is nog niet geweest. Kies de dag van de bon.")
        if dag < vandaag - OUDSTE and dag != self.initial.get("datum"):
            raise ValidationError("Deze dag is langer dan een jaar geleden. Kijk de dag van de bon na.")
        return dag

    def vernieuw_sleutel(self, gebruiker: Gebruiker) -> None:
        """After a key that was not valid: what is sent next carries a good one."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["sleutel"] = nieuwe_sleutel(gebruiker, 1, Handgelduitgave)
        self.data = data

    def velden(self) -> dict[str, Any]:
        """What goes to the write function."""
        waarden = dict(self.cleaned_data)
        if "sleutel" in waarden:
            waarden["nummer"] = waarden.pop("sleutel")[0]
        return waarden


class OntvangenForm(forms.Form):
    """How much of the advance the kamer got."""

    bedrag = BedragVeld(
        label="Hoeveel kreeg u deze maand?",
        min_value=Decimal(0),
        max_digits=8,
        help_text="Kreeg u niets? Vul dan 0 in.",
        error_messages={
            "required": "Vul een bedrag in. Kreeg u niets? Vul dan 0 in.",
            "min_value": "Vul 0 in, of meer.",
        },
    )


class PotForm(forms.Form):
    """The advance of a kamer and its maximum, from a month on."""

    vanaf = DatumVeld(
        label="Vanaf de maand van",
        help_text="Het geldt voor de hele maand waar deze dag in valt.",
        error_messages={"required": "Kies vanaf wanneer dit geldt."},
    )
    voorschot = BedragVeld(
        label="Voorschot per maand",
        min_value=Decimal(0),
        max_digits=8,
        error_messages={"required": "Vul in wat de kamer elke maand krijgt.", "min_value": "Vul 0 in, of meer."},
    )
    hoogstens = BedragVeld(
        label="Hoogstens te besteden per maand",
        min_value=Decimal("0.01"),
        max_digits=8,
        help_text="Meer uitgeven kan, maar de kamer en u zien dan dat het te veel is.",
        error_messages={"required": "Vul in wat de kamer hoogstens mag besteden.", "min_value": _MEER_DAN_NUL},
    )


class GoedkeurForm(forms.Form):
    """Per kind of expense the cost post that it is booked on, and the restricted money that pays it."""

    getoond = Getoondveld()

    def __init__(
        self,
        *args: Any,
        sommen: Sequence[tuple[Soort, Decimal]],
        posten: Groepen,
        eerder: dict[str, int],
        geld: Dekkingen,
        jaar: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.geld, self.soorten = geld, [soort.value for soort, _ in sommen]
        kiesbaar = [pk for _, groep in posten for pk, _ in groep]
        self.kostenposten = Post.objects.in_bulk(kiesbaar)
        uit = [b for b in geld.bestemde(jaar) if any(geld.past(b, post) for post in self.kostenposten.values())]
        for soort, som in sommen:
            self.fields[soort.value] = forms.TypedChoiceField(
                label=f"{str(soort.label).capitalize()}, {euro(som)}",
                choices=[("", "Kies een post"), *posten],
                coerce=int,
                initial=eerder.get(soort.value, ""),
                error_messages={
                    "required": f"Kies een post voor {soort.label}.",
                    "invalid_choice": "Kies een post uit de lijst.",
                },
            )
            if uit:
                voorstel = geld.voorstel(self.kostenposten.get(eerder.get(soort.value, 0)))
                self.fields[self._uit(soort.value)] = forms.TypedChoiceField(
                    label=f"{str(soort.label).capitalize()}, betaald uit",
                    choices=[("", "Uit alles samen"), *((b.pk, str(b)) for b in uit)],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=voorstel.pk if voorstel else "",
                    error_messages={"invalid_choice": "Kies een bijdrage uit de lijst."},
                )

    @staticmethod
    def _uit(soort: str) -> str:
        return f"{soort}-uit"

    def clean(self) -> dict[str, Any]:
        waarden = super().clean() or self.cleaned_data
        bijdragen = {bijdrage.pk: bijdrage for bijdrage in self.geld.bijdragen}
        for soort in self.soorten:
            post, uit = self.kostenposten.get(waarden.get(soort) or 0), waarden.get(self._uit(soort))
            if post and uit and not self.geld.past(bijdragen[uit], post):
                self.add_error(self._uit(soort), "Dit geld is niet voor deze post bedoeld. Kies hier iets anders.")
        return waarden

    def posten(self) -> dict[str, Post]:
        """Per kind the chosen post, once valid."""
        return {soort: self.kostenposten[self.cleaned_data[soort]] for soort in self.soorten}

    def dekking(self) -> dict[str, Post]:
        """Per kind the contribution that pays it, where one was chosen."""
        bijdragen = {bijdrage.pk: bijdrage for bijdrage in self.geld.bijdragen}
        gekozen = {soort: self.cleaned_data.get(self._uit(soort)) for soort in self.soorten}
        return {soort: bijdragen[pk] for soort, pk in gekozen.items() if pk}


class TerugForm(ZonderBsn):
    """Why a month goes back to the kamer."""

    reden = forms.CharField(
        label="Wat moet er anders?",
        max_length=int(Handgeldmaand._meta.get_field("opmerking").max_length or 0),
        error_messages={"required": "Schrijf op wat er anders moet."},
    )
