"""Forms of promises, and the page of expectations: read as a whole, stored as a whole, errors at the cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.bsn import BSN_FOUT, bevat_bsn
from buurtwerkkamers.formulieren import BedragVeld, DatumVeld, ZonderBsn
from buurtwerkkamers.opmaak import datum
from financien.boekstand import NIETS, som
from financien.groepen import in_groepen
from financien.models import Post, Prognose, Verplichting
from financien.prognose_lezen import Prognoserij
from financien.prognoses import NieuwePrognose

LANGSTE_REDEN = Prognose._meta.get_field("reden").max_length or 300


# --- promises ---------------------------------------------------------------------------------------------------


class Verplichtingformulier(ZonderBsn, forms.ModelForm):
    """One promise on a cost post of one year."""

    post = forms.ModelChoiceField(
        label="Post",
        queryset=Post.objects.none(),
        empty_label="Kies een post",
        error_messages={"required": "Kies op welke post dit komt.", "invalid_choice": "Kies een post uit de lijst."},
    )
    omschrijving = forms.CharField(
        label="Waarvoor, en met wie",
        max_length=200,
        help_text="Bijvoorbeeld 'huur zaal, contract met de speeltuin'.",
        error_messages={"required": "Schrijf op waarvoor het is."},
    )
    bedrag = BedragVeld(
        label="Bedrag",
        min_value=Decimal("0.01"),
        help_text="Het hele bedrag. Wat u erop boekt, gaat er vanzelf af.",
        error_messages={
            "required": "Vul in om hoeveel euro het gaat.",
            "min_value": "Vul een bedrag in van meer dan 0 euro.",
        },
    )
    aangegaan_op = DatumVeld(label="Aangegaan op", error_messages={"required": "Vul in vanaf welke dag het vastligt."})

    class Meta:
        model = Verplichting
        fields = ("post", "omschrijving", "bedrag", "aangegaan_op")

    def __init__(self, *args: Any, jaar: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posten = Post.objects.filter(jaar=jaar, soort=Post.Soort.KOSTEN).select_related("kamer")
        self.fields["post"].queryset = posten  # type: ignore[attr-defined]

    def clean_aangegaan_op(self) -> date:
        dag: date = self.cleaned_data["aangegaan_op"]
        if dag > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Vul de dag in waarop u het afsprak.")
        return dag


class Vervalformulier(forms.Form):
    op = DatumVeld(label="Vanaf welke dag telt deze niet meer?", error_messages={"required": "Vul een dag in."})

    def clean_op(self) -> date:
        dag: date = self.cleaned_data["op"]
        if dag > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Vul vandaag in, of een dag die voorbij is.")
        return dag


class Intrekformulier(ZonderBsn):
    reden = forms.CharField(
        label="Waarom trekt u de verwachting in?",
        max_length=LANGSTE_REDEN,
        help_text="Bijvoorbeeld: 'De offerte gaat niet door; de begroting klopt weer.'",
        error_messages={"required": "Schrijf op waarom u de verwachting intrekt."},
    )


# --- expectations -----------------------------------------------------------------------------------------------


@dataclass
class Vak:
    """One field in the table: its name in the form, what stands in it, and what is wrong with it."""

    naam: str
    waarde: str = ""
    fout: str = ""


@dataclass
class Bladrij:
    """One post of the page, with its fields as typed."""

    rij: Prognoserij
    verwacht: Vak
    reden: Vak
    gezien: str
    aangevinkt: bool = False

    @property
    def voorstelvak(self) -> str:
        return f"voorstel-{self.rij.post.post_id}"

    @property
    def naam(self) -> str:
        post = self.rij.post
        return f"{post.naam} ({post.kamer})" if post.kamer else post.naam


@dataclass(frozen=True)
class Bladsom:
    begroot: Decimal | None
    geboekt: Decimal
    verplicht: Decimal
    prognose: Decimal | None


def _gezien(rij: Prognoserij) -> str:
    """What stood in the fields when the page was drawn: it tells what somebody changed in the meantime."""
    return f"{_als_tekst(rij.nu)}|{rij.laatste.reden}" if rij.laatste and rij.nu is not None else "|"


def _als_tekst(bedrag: Decimal) -> str:
    heel = bedrag == bedrag.to_integral_value()
    return str(int(bedrag)) if heel else f"{bedrag:.2f}".replace(".", ",")


class Prognoseblad:
    """The page of all posts of a year. ``data`` is what was sent; without it the page as it stands."""

    def __init__(
        self, rijen: Sequence[Prognoserij], *, vandaag: date, data: Mapping[str, str] | None = None, alle: bool = False
    ) -> None:
        self.vandaag, self.gebonden = vandaag, data is not None
        self.nieuw: list[tuple[int, Decimal, str]] = []
        self.rijen = [self._lees(rij, data) if data is not None else self._teken(rij, alle) for rij in rijen]

    def blokken(self) -> Iterable[tuple[str, list[tuple[str, list[Bladrij], Bladsom]], Bladsom]]:
        """Per soort its groups with their rows and sum, and the sum of the soort."""
        for soort in (Post.Soort.KOSTEN, Post.Soort.FINANCIERING):
            eigen = [rij for rij in self.rijen if rij.rij.post.soort == soort]
            if eigen:
                groepen = in_groepen(eigen, lambda rij: rij.rij.post.groep)
                yield Post.Soort(soort).label, [(naam, blok, _som(blok)) for naam, blok in groepen], _som(eigen)

    @property
    def fouten(self) -> list[tuple[str, str, str]]:
        """The fields with something wrong: id, post, message."""
        vakken = ((rij.naam, vak) for rij in self.rijen for vak in (rij.verwacht, rij.reden))
        return [(vak.naam, naam, vak.fout) for naam, vak in vakken if vak.fout]

    def nieuwe(self) -> list[NieuwePrognose]:
        """What goes to the write function. Only when there are no ``fouten``. One query."""
        posten = Post.objects.select_related("kamer").in_bulk([pk for pk, _, _ in self.nieuw])
        return [NieuwePrognose(posten[pk], bedrag, reden) for pk, bedrag, reden in self.nieuw if pk in posten]

    def _teken(self, rij: Prognoserij, alle: bool) -> Bladrij:
        bedrag, _, reden = _gezien(rij).partition("|")
        anders = rij.nu is None or rij.nu != rij.voorstel
        pk = rij.post.post_id
        return Bladrij(
            rij, Vak(f"verwacht-{pk}", bedrag), Vak(f"reden-{pk}", reden), _gezien(rij),
            alle and rij.voorstel is not None and anders,
        )  # fmt: skip

    def _lees(self, rij: Prognoserij, data: Mapping[str, str]) -> Bladrij:
        leeg = self._teken(rij, alle=False)
        pk = rij.post.post_id
        gezien = data.get(f"gezien-{pk}", leeg.gezien)
        bedrag, _, reden = gezien.partition("|")
        gelezen = Bladrij(
            rij,
            Vak(leeg.verwacht.naam, data.get(leeg.verwacht.naam, bedrag).strip()),
            Vak(leeg.reden.naam, " ".join(data.get(leeg.reden.naam, reden).split())),
            leeg.gezien,
            bool(data.get(leeg.voorstelvak)),
        )
        anders = (gelezen.verwacht.waarde, gelezen.reden.waarde) != (bedrag, reden)
        if not anders and not gelezen.aangevinkt:
            # somebody else may have changed it since: then that is what stands here now
            return leeg
        if gezien != leeg.gezien:
            gelezen.verwacht.fout = (
                f"Intussen is hier iets anders ingevuld: {leeg.verwacht.waarde or 'niets'}. "
                "Kijk na wat goed is en sla nog eens op."
            )
            return gelezen
        self._keur(gelezen, data, bedrag, reden)
        return gelezen

    def _keur(self, rij: Bladrij, data: Mapping[str, str], had: str, had_reden: str) -> None:
        """Put what is wrong at its field, or the row among what is new."""
        if rij.aangevinkt and rij.verwacht.waarde != had:
            rij.verwacht.fout = "Kies: uw eigen bedrag, of het voorstel. Niet allebei."
            return
        tekst = data.get(rij.voorstelvak, "") if rij.aangevinkt else rij.verwacht.waarde
        bedrag = self._bedrag(rij, tekst)
        reden = rij.reden.waarde
        if rij.aangevinkt and reden == had_reden:
            reden = f"Voorstel van {datum(self.vandaag)}"
        if not reden:
            rij.reden.fout = "Schrijf op waarom u dit verwacht."
        elif len(reden) > LANGSTE_REDEN:
            rij.reden.fout = f"Dit is te lang. Er passen {LANGSTE_REDEN} tekens; het zijn er {len(reden)}."
        elif "\0" in reden:
            rij.reden.fout = "In de tekst staat een teken dat niet kan worden bewaard."
        elif bevat_bsn(reden):
            rij.reden.fout = BSN_FOUT
        if bedrag is not None and not rij.reden.fout:
            self.nieuw.append((rij.rij.post.post_id, bedrag, reden))

    @staticmethod
    def _bedrag(rij: Bladrij, tekst: str) -> Decimal | None:
        if not tekst:
            had = rij.rij.nu is not None
            rij.verwacht.fout = (
                "Vul 0 in als u niets meer verwacht. Geldt de verwachting niet meer? Trek haar in."
                if had
                else "Vul een bedrag in, of maak ook de reden leeg."
            )
            return None
        try:
            bedrag: Decimal = BedragVeld(error_messages={"required": BedragVeld.verkeerd}).clean(tekst)
        except ValidationError as fout:
            rij.verwacht.fout = " ".join(fout.messages)
            return None
        return bedrag


def _som(rijen: Sequence[Bladrij]) -> Bladsom:
    posten = [rij.rij.post for rij in rijen]
    return Bladsom(
        som(post.begroot for post in posten),
        sum((post.geboekt for post in posten), NIETS),
        sum((post.verplicht for post in posten), NIETS),
        som(post.prognose for post in posten),
    )
