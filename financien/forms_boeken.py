"""Forms of bookings: a payment over one or more posts, taking back, and what may change afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from buurtwerkkamers.avg import onder_veld
from buurtwerkkamers.formulieren import BedragVeld, DatumVeld, ZonderBsn
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.perioden import datum_voluit
from financien.boeken import NieuweBoeking
from financien.boekingen_lezen import Groepen, Keuzes
from financien.formuliersleutel import SleutelVeld, nieuwe_sleutel
from financien.models import Boeking, Post, Verplichting

MEESTE_REGELS = 8
_LEEG = ("", "Kies een post")
_OVERAL = ("", "Uit alles samen")
_GEEN = ("", "Geen")


def _lengte(veld: str) -> int:
    return int(getattr(Boeking._meta.get_field(veld), "max_length", 0))


class RegelForm(ZonderBsn):
    """One line: how much on which post, and what it is paid out of."""

    post = forms.TypedChoiceField(
        label="Post",
        coerce=int,
        error_messages={"required": "Kies een post.", "invalid_choice": "Kies een post uit de lijst."},
    )
    bedrag = BedragVeld(
        label="Bedrag",
        error_messages={"required": "Vul een bedrag in, bijvoorbeeld 1.250,50."},
    )
    dekking = forms.TypedChoiceField(
        label="Betaald uit",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Kies een bijdrage uit de lijst."},
    )
    reden_elders = forms.CharField(
        label="Waarom uit dit geld?",
        required=False,
        max_length=_lengte("reden_elders"),
        help_text="Alleen als het geld voor iets anders is bedoeld. De financier leest dit: schrijf geen namen op.",
    )
    verplichting = forms.TypedChoiceField(
        label="Hoort bij de verplichting",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Kies een verplichting uit de lijst."},
    )

    def __init__(self, *args: Any, keuzes: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keuzes = keuzes
        _kies(self, "post", keuzes.posten, _LEEG)
        _kies(self, "dekking", keuzes.dekkingen, _OVERAL)
        _kies(self, "verplichting", [("", keuzes.verplichtingen)] if keuzes.verplichtingen else [], _GEEN)
        self.fields["post"].widget.attrs["data-post"] = ""
        self.fields["dekking"].widget.attrs["data-dekking"] = ""
        self.fields["verplichting"].widget.attrs["data-verplichting"] = ""
        self.fields["bedrag"].widget.attrs["data-bedrag"] = ""
        if not keuzes.dekkingen:
            del self.fields["dekking"], self.fields["reden_elders"]
        if not keuzes.verplichtingen:
            del self.fields["verplichting"]

    def clean(self) -> dict[str, Any]:
        waarden = super().clean() or self.cleaned_data
        if waarden.get("bedrag") == 0:
            self.add_error("bedrag", "Vul een bedrag in dat niet 0 is.")
        post, dekking, belofte = (waarden.get(veld) for veld in ("post", "dekking", "verplichting"))
        if post and dekking:
            passend = self.keuzes.passend.get(post)
            if passend is None:
                self.add_error("dekking", "Alleen kosten worden betaald uit een bijdrage. Kies hier niets.")
            elif dekking not in passend and not waarden.get("reden_elders"):
                self.add_error(
                    "reden_elders", "Dit geld is voor iets anders bedoeld. Kies een andere bijdrage, of zeg waarom."
                )
        if post and belofte and self.keuzes.post_van.get(belofte) != post:
            self.add_error("verplichting", "Deze verplichting staat op een andere post.")
        return waarden

    def als_rij(self, **samen: Any) -> NieuweBoeking:
        """What goes to ``boek``; ``samen`` is what all lines share."""
        waarden = self.cleaned_data
        dekking, belofte = waarden.get("dekking"), waarden.get("verplichting")
        return NieuweBoeking(
            post=Post.objects.get(pk=waarden["post"]),
            bedrag=waarden["bedrag"],
            dekking=Post.objects.get(pk=dekking) if dekking else None,
            reden_elders=waarden.get("reden_elders", "") if dekking else "",
            verplichting=Verplichting.objects.get(pk=belofte) if belofte else None,
            **samen,
        )


def _kies(form: forms.Form, veld: str, groepen: Groepen, leeg: tuple[str, str]) -> None:
    keuzes: list[Any] = [leeg]
    for naam, rijen in groepen:
        keuzes += [(naam, rijen)] if naam else rijen
    form.fields[veld].choices = keuzes  # type: ignore[attr-defined]


class Regels(forms.BaseFormSet):
    """The lines of one payment; lines that are left empty fall away."""

    def gevuld(self) -> list[RegelForm]:
        return [form for form in self.forms if form.has_changed()]


def regelformulieren(aantal: int = MEESTE_REGELS) -> type[Regels]:
    """A set with this many lines, of which the first must be filled in."""
    return forms.formset_factory(
        RegelForm, formset=Regels, extra=aantal, min_num=0, max_num=aantal, absolute_max=aantal, validate_max=True
    )  # type: ignore[return-value]


class BetalingForm(ZonderBsn):
    """What the lines of one payment share. ``open_vanaf``: the first day on which can be booked."""

    datum = DatumVeld(label="Datum", error_messages={"required": "Vul in op welke dag het geld kwam of ging."})
    omschrijving = forms.CharField(
        label="Omschrijving",
        max_length=_lengte("omschrijving"),
        error_messages={"required": "Schrijf in een paar woorden op waar het voor was."},
    )
    tegenpartij = forms.CharField(
        label="Van of aan wie",
        required=False,
        max_length=_lengte("tegenpartij"),
        help_text=onder_veld(Boeking, "tegenpartij"),
    )
    sleutel = SleutelVeld()

    def __init__(
        self,
        *args: Any,
        jaar: int,
        open_vanaf: date | None,
        gebruiker: Gebruiker,
        vroegst: date | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.jaar, self.open_vanaf, self.vroegst = jaar, open_vanaf, vroegst
        self.vandaag = timezone.localdate()
        begin = max(dag for dag in (date(jaar - 1, 1, 1), open_vanaf, vroegst) if dag)
        self.fields["datum"].widget.attrs |= {"min": begin.isoformat(), "max": self._laatste().isoformat()}
        sleutel: Any = self.fields["sleutel"]
        sleutel.gebruiker = gebruiker
        if not self.is_bound:
            self.initial["sleutel"] = nieuwe_sleutel(gebruiker, MEESTE_REGELS)

    def _laatste(self) -> date:
        return min(self.vandaag, date(self.jaar + 1, 12, 31))

    def clean_datum(self) -> date:
        dag: date = self.cleaned_data["datum"]
        if self.open_vanaf and dag < self.open_vanaf:
            gesloten = self.open_vanaf - timedelta(days=1)
            raise forms.ValidationError(
                f"De maanden tot en met {datum_voluit(gesloten)} zijn gesloten. "
                f"U kunt boeken vanaf {datum_voluit(self.open_vanaf)}."
            )
        if self.vroegst and dag < self.vroegst:
            raise forms.ValidationError(f"De boeking is van {datum_voluit(self.vroegst)}: kies die dag, of later.")
        if dag > self.vandaag:
            raise forms.ValidationError("Deze dag is nog niet geweest. Boek het geld als het er is, of weg is.")
        if abs(dag.year - self.jaar) > 1:
            raise forms.ValidationError(f"Dit is het geld van {self.jaar}. Kijk het jaar na.")
        return dag

    def vernieuw_sleutel(self, gebruiker: Gebruiker) -> None:
        """After a key that was not valid: what is sent next carries a good one."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["sleutel"] = nieuwe_sleutel(gebruiker, MEESTE_REGELS)
        self.data = data


class HerstelForm(BetalingForm):
    """Taking back a booking; whether something comes instead is said by the button."""

    reden = forms.CharField(
        label="Wat was er fout?",
        max_length=_lengte("omschrijving"),
        help_text="Dit komt te staan bij de boeking die het terugneemt.",
        error_messages={"required": "Schrijf op wat er fout was."},
    )
    field_order: Sequence[str] = ("reden", "datum", "omschrijving", "tegenpartij")

    def __init__(self, *args: Any, alleen_terug: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alleen_terug:
            self.fields["omschrijving"].required = False


class WijzigForm(ZonderBsn):
    """What may change of a booking afterwards. ``vast``: it was taken back, so what it was paid out of stays."""

    omschrijving = forms.CharField(
        label="Omschrijving",
        max_length=_lengte("omschrijving"),
        error_messages={"required": "Schrijf in een paar woorden op waar het voor was."},
    )
    tegenpartij = BetalingForm.base_fields["tegenpartij"]
    dekking = RegelForm.base_fields["dekking"]
    reden_elders = RegelForm.base_fields["reden_elders"]
    verplichting = RegelForm.base_fields["verplichting"]

    def __init__(self, *args: Any, boeking: Boeking, keuzes: Keuzes, vast: bool, **kwargs: Any) -> None:
        begin = {veld: getattr(boeking, veld) for veld in ("omschrijving", "tegenpartij", "reden_elders")}
        begin |= {"dekking": boeking.dekking_id, "verplichting": boeking.verplichting_id}
        super().__init__(*args, **{"initial": begin, **kwargs})
        _kies(self, "dekking", keuzes.dekkingen, _OVERAL)
        belooft = [(pk, naam) for pk, naam in keuzes.verplichtingen if keuzes.post_van[pk] == boeking.post_id]
        if boeking.verplichting and boeking.verplichting_id not in dict(belooft):
            belooft.append((boeking.verplichting.pk, boeking.verplichting.omschrijving))
        _kies(self, "verplichting", [("", belooft)] if belooft else [], _GEEN)
        geen_dekking = vast or boeking.post.soort != Post.Soort.KOSTEN or not keuzes.dekkingen
        if geen_dekking:
            del self.fields["dekking"], self.fields["reden_elders"]
        if vast or not belooft:
            del self.fields["verplichting"]

    def velden(self) -> dict[str, Any]:
        """What goes to ``wijzig_boeking``."""
        waarden = dict(self.cleaned_data)
        if "dekking" in waarden:
            waarden["dekking"] = Post.objects.get(pk=waarden["dekking"]) if waarden["dekking"] else None
            if waarden["dekking"] is None:
                waarden["reden_elders"] = ""
        if "verplichting" in waarden:
            belofte = waarden["verplichting"]
            waarden["verplichting"] = Verplichting.objects.get(pk=belofte) if belofte else None
        return waarden
