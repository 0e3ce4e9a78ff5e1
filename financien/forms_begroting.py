"""Forms of the budget: a new row, a row, copying, adopting, and why it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Kamer, Organisatie
from buurtwerkkamers.opmaak import datum
from financien.begroten import NieuweRij
from financien.getoond import Getoondveld
from financien.models import Begroting, Begrotingsregel, Post
from financien.rooster import Rooster, Roosterrij, Vakje

SAMEN = "samen"
VOORAAN = "0"
BUITEN = (
    "Met een vinkje staat de noot ook in de verantwoording voor de financier en in het halfjaarbericht. Zonder vinkje "
    "blijft de noot binnen de coöperatie."
)
_NAAM = Post._meta.get_field("naam").max_length
_GROEP = Post._meta.get_field("groep").max_length
_NOOT = Begrotingsregel._meta.get_field("noot").max_length
_FINANCIER = Organisatie._meta.get_field("naam").max_length


class _Postvelden(ZonderBsn):
    """What a row is called, its group, and who gives the money."""

    naam = forms.CharField(
        label="Post",
        max_length=_NAAM,
        help_text="Waar het bedrag voor is, of van wie het komt.",
        error_messages={"required": "Vul in hoe de post heet."},
    )
    groep = forms.CharField(
        label="Groep",
        max_length=_GROEP,
        required=False,
        widget=forms.TextInput(attrs={"list": "groepen"}),
        help_text="Posten met dezelfde groep krijgen samen een subtotaal.",
    )
    financier = forms.ModelChoiceField(
        label="Financier",
        queryset=Organisatie.objects.all(),
        required=False,
        empty_label="Geen",
        error_messages={"invalid_choice": "Kies een financier uit de lijst."},
    )
    nieuwe_financier = forms.CharField(
        label="Nieuwe financier",
        required=False,
        max_length=_FINANCIER,
        help_text="Alleen als de financier nog niet in de lijst staat.",
    )

    def clean(self) -> dict[str, Any]:
        waarden = super().clean()
        if waarden.get("financier") and waarden.get("nieuwe_financier"):
            self.add_error("nieuwe_financier", "Kies een financier uit de lijst, of schrijf een nieuwe; niet allebei.")
        return waarden


class NieuweRijFormulier(_Postvelden):
    """A row to be added under the grid."""

    soort = forms.ChoiceField(
        label="Soort",
        choices=Post.Soort.choices,
        widget=forms.RadioSelect,
        initial=Post.Soort.KOSTEN,
        error_messages={"required": "Kies kosten of financiering."},
    )
    kamers = forms.MultipleChoiceField(
        label="Voor",
        widget=forms.CheckboxSelectMultiple,
        help_text="'Niet verdeeld' is voor geld van alle kamers samen.",
        error_messages={"required": "Kies ten minste één kamer, of 'Niet verdeeld'."},
    )
    field_order = ("naam", "soort", "groep", "kamers", "financier", "nieuwe_financier")

    prefix = "nieuw"

    def __init__(self, *args: Any, kamers: Sequence[Kamer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.per_sleutel: dict[str, Kamer | None] = {str(kamer.pk): kamer for kamer in kamers} | {SAMEN: None}
        keuzes = [(sleutel, kamer.naam if kamer else "Niet verdeeld") for sleutel, kamer in self.per_sleutel.items()]
        self.fields["kamers"].choices = keuzes  # type: ignore[attr-defined]
        self.initial["kamers"] = [str(kamer.pk) for kamer in kamers] or [SAMEN]

    def rij(self) -> NieuweRij:
        """The row, once valid."""
        waarden = self.cleaned_data
        return NieuweRij(
            soort=waarden["soort"],
            naam=waarden["naam"],
            groep=waarden["groep"],
            kamers=tuple(self.per_sleutel[sleutel] for sleutel in waarden["kamers"]),
            financier=waarden["financier"],
            nieuwe_financier=waarden["nieuwe_financier"],
        )


class RijFormulier(_Postvelden):
    """One row: what it is called (unless ``vast``), its place among the others, and the notes of its amounts."""

    na = forms.ChoiceField(
        label="Plaats",
        help_text="Een groep blijft bij elkaar, op de plaats van haar eerste post.",
        error_messages={"invalid_choice": "Kies een plaats uit de lijst."},
    )
    field_order = ("naam", "groep", "financier", "nieuwe_financier", "na")

    def __init__(self, *args: Any, rij: Roosterrij, rooster: Rooster, vast: bool, noten: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.eigen = rij
        post = rij.post
        if vast:
            for veld in ("naam", "groep", "financier", "nieuwe_financier"):
                del self.fields[veld]
        else:
            self.initial = {"naam": post.naam, "groep": post.groep, "financier": post.financier_id}
        zelfde = [r for r in rooster.rijen if r.post.soort == post.soort]
        self._zet_plaats(zelfde, zelfde.index(rij))
        self.met_noot = [v for v in rij.vakjes if v.nu is not None] if noten else []
        for vakje in self.met_noot:
            self.fields[self._noot(vakje.kolom.sleutel)] = forms.CharField(
                label=f"Noot bij {vakje.kolom.voluit if vakje.kolom.kamer else 'wat niet verdeeld is'}",
                required=False,
                max_length=_NOOT,
                initial=vakje.noot,
                help_text="Staat onder de tabel, bijvoorbeeld 'als huurkorting'." if vakje is self.met_noot[0] else "",
            )
            self._zet_vinkje(vakje)

    def _zet_vinkje(self, vakje: Vakje) -> None:
        waar = vakje.kolom.voluit if vakje.kolom.kamer else "wat niet verdeeld is"
        self.fields[self._buiten(vakje.kolom.sleutel)] = forms.BooleanField(
            label=f"Noot bij {waar}: ook voor de financier",
            required=False,
            initial=vakje.noot_buiten,
            help_text=BUITEN if vakje is self.met_noot[0] else "",
        )

    def _zet_plaats(self, rijen: list[Roosterrij], plek: int) -> None:
        anderen = [rij for rij in rijen if rij is not self.eigen]
        keuzes = [(VOORAAN, "Bovenaan"), *((str(rij.sleutel), f"Onder {rij.naam}") for rij in anderen)]
        self.fields["na"].choices = keuzes  # type: ignore[attr-defined]
        self.initial["na"] = str(rijen[plek - 1].sleutel) if plek else VOORAAN
        self.per_sleutel = {str(rij.sleutel): rij.post for rij in anderen}

    @staticmethod
    def _noot(sleutel: int) -> str:
        return f"noot_{sleutel}"

    @staticmethod
    def _buiten(sleutel: int) -> str:
        return f"buiten_{sleutel}"

    def velden(self) -> dict[str, Any]:
        """What changes, for ``bewaar_rij``, once valid."""
        waarden = self.cleaned_data
        anders = [v for v in ("naam", "groep", "financier", "nieuwe_financier") if v in self.changed_data]
        velden: dict[str, Any] = {veld: waarden[veld] for veld in anders}
        if waarden["na"] != self.initial["na"]:
            velden["na"] = self.per_sleutel.get(waarden["na"])
        return velden

    def noten(self) -> dict[int | None, tuple[str, bool]]:
        """The notes that changed, by the kamer of their amount, with whether each is for the financier too."""
        getypt = {
            vakje: (
                self.cleaned_data[self._noot(vakje.kolom.sleutel)],
                self.cleaned_data.get(self._buiten(vakje.kolom.sleutel), vakje.noot_buiten),
            )
            for vakje in self.met_noot
        }
        return {v.kolom.sleutel or None: noot for v, noot in getypt.items() if noot != (v.noot, v.noot_buiten)}

    def clean(self) -> dict[str, Any]:
        waarden = super().clean()
        for vakje in self.met_noot:
            buiten = self._buiten(vakje.kolom.sleutel)
            if waarden.get(buiten) and not waarden.get(self._noot(vakje.kolom.sleutel)):
                self.add_error(buiten, "Schrijf eerst een noot. Zonder noot is er niets om te laten zien.")
        return waarden


class OvernemenFormulier(forms.Form):
    """Where a new budget begins: empty, or with the posts of another year."""

    LEEG = "leeg"
    uit = forms.ChoiceField(
        label="Beginnen met",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarmee u begint.", "invalid_choice": "Kies uit de lijst."},
    )
    bedragen = forms.BooleanField(
        label="Neem ook de bedragen over", required=False, help_text="U past ze daarna aan. Noten gaan niet mee."
    )

    def __init__(self, *args: Any, versies: Sequence[Begroting], leeg: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.per_sleutel = {str(versie.pk): versie for versie in versies}
        keuzes = [(sleutel, f"De posten van {_naam(versie)}") for sleutel, versie in self.per_sleutel.items()]
        if leeg:
            keuzes.append((self.LEEG, "Een lege begroting"))
        self.fields["uit"].choices = keuzes  # type: ignore[attr-defined]
        self.initial["uit"] = keuzes[0][0] if keuzes else ""
        if not versies:
            del self.fields["bedragen"]

    @property
    def gekozen(self) -> Begroting | None:
        return self.per_sleutel.get(self.cleaned_data["uit"])


def _naam(versie: Begroting) -> str:
    stand = f"vastgesteld op {datum(versie.vastgesteld_op)}" if versie.vastgesteld_op else "concept"
    return f"{versie.jaar} (versie {versie.versie}, {stand})"


class VaststelFormulier(forms.Form):
    op = DatumVeld(
        label="Vastgesteld op",
        help_text="De dag van het besluit. Vanaf die dag geldt deze begroting.",
        error_messages={"required": "Vul de dag in waarop de begroting is vastgesteld."},
    )
    getoond = Getoondveld()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("op", timezone.localdate())
        self.fields["op"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_op(self) -> date:
        dag: date = self.cleaned_data["op"]
        if dag > timezone.localdate():
            raise forms.ValidationError("Deze dag is nog niet geweest. Vul de dag van het besluit in.")
        return dag


class WijzigingFormulier(ZonderBsn):
    reden = forms.CharField(
        label="Waarom verandert de begroting?",
        max_length=Begroting._meta.get_field("reden").max_length,
        help_text="Bijvoorbeeld: 'De huur gaat per 1 juli omhoog.' Coördinatoren lezen dit ook.",
        error_messages={"required": "Vul in waarom de begroting verandert."},
    )
