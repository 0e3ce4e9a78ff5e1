"""What the pages of all records of a kamer share: the list, a new one, one record with its history, correct, remove.

A module per kind describes it in a ``Boek`` and gets its pages from ``paginas``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Logregel
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.forms.velden import deelnemer_uit_adres
from deelnemers.forms.verder import Regelform
from deelnemers.models import Deelnemer
from deelnemers.regelgeschiedenis import geschiedenis, laatste_stand
from deelnemers.registratie.regels import verwijder_regel, wijzig_regel
from deelnemers.samengevoegd import wortel
from deelnemers.vastgelegd import WIJZIGEN, ZIEN, gegevens, is_doelgroep, namen_van_dubbelen, zichtbare_regels

START = ("Vastleggen", "/vastleggen/")


@dataclass(frozen=True)
class Boek:
    """One kind of record. ``ruimte`` and ``voor``: the namespace and the beginning of its address names.

    ``schrijf``: stores what the form of a new record holds, and says so in a sentence. ``wijzig``: corrects one.
    ``velden``: the fields that the page of a record shows. ``mensveld``: the field of the form that holds people.
    """

    ruimte: str
    model: Any
    titel: str
    ding: str  # 'deze verwijzing'
    nieuw_titel: str
    nieuw_intro: str
    form: type[Regelform]
    schrijf: Callable[[Regelform, Verzoek], str]
    velden: tuple[str, ...]
    wijzigform: type[Regelform]
    wijzig: Callable[..., Any] = wijzig_regel
    voor: str = ""
    enkelvoud: str = ""  # over one record, when the title is a plural
    mensveld: str = "deelnemer"
    begin: Callable[[Verzoek], dict[str, Any]] = lambda request: {}
    zien: str = ZIEN  # the rights that its pages ask for
    wijzigen: str = WIJZIGEN

    def adres(self, naam: str, *args: Any) -> str:
        return reverse(f"{self.ruimte}:{self.voor}{naam}", args=args)

    @property
    def kruimels(self) -> list[tuple[str, str]]:
        return [START, (self.titel, self.adres("lijst"))]


@dataclass(frozen=True)
class Paginas:
    nieuw: Callable[..., HttpResponse]
    regel: Callable[..., HttpResponse]
    wijzig: Callable[..., HttpResponse]
    weg: Callable[..., HttpResponse]


def paginas(boek: Boek) -> Paginas:
    """The pages of this kind of record, each closed to who has not its right."""

    @vereist(boek.wijzigen)
    @require_http_methods(["GET", "HEAD", "POST"])
    def nieuw(request: Verzoek) -> HttpResponse:
        return _nieuw(request, boek)

    @vereist(boek.zien)
    @require_safe
    def regel(request: Verzoek, pk: int) -> HttpResponse:
        return _regel(request, boek, pk)

    @vereist(boek.wijzigen)
    @require_http_methods(["GET", "HEAD", "POST"])
    def wijzig(request: Verzoek, pk: int) -> HttpResponse:
        return _wijzig(request, boek, pk)

    @vereist(boek.wijzigen)
    @require_http_methods(["GET", "HEAD", "POST"])
    def weg(request: Verzoek, pk: int) -> HttpResponse:
        return _weg(request, boek, pk)

    return Paginas(nieuw, regel, wijzig, weg)


def _nieuw(request: Verzoek, boek: Boek) -> HttpResponse:
    mens = deelnemer_uit_adres(request, boek.wijzigen) if boek.mensveld in boek.form.base_fields else None
    begin = boek.begin(request) | ({boek.mensveld: mens} if mens and boek.mensveld == "deelnemer" else {})
    if mens and boek.mensveld != "deelnemer":
        begin[boek.mensveld] = [mens]
    form = boek.form(request.POST if request.method == "POST" else None, gebruiker=request.user, initial=begin)
    if form.is_valid():
        try:
            tekst = boek.schrijf(form, request)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, tekst)
            return redirect(mens or boek.adres("lijst"))
    context = {"form": form, "boek": boek, "kruimels": boek.kruimels, "terug": boek.adres("lijst")}
    return render(request, "vastleggen/nieuw.html", context, status=422 if form.errors else 200)


def _haal(request: Verzoek, boek: Boek, pk: int, recht: str) -> Any:
    return get_object_or_404(zichtbare_regels(boek.model, request.user, recht), pk=pk)


def _toon(boek: Boek, deze: Any) -> dict[str, Any]:
    """What a page shows of one record: of whom (by the card that holds), and what is written down."""
    mens = None
    if hasattr(deze, "deelnemer"):
        mens = Deelnemer.objects.select_related("persoonsgegevens").get(pk=wortel(deze.deelnemer_id))
    return {"boek": boek, "regel": deze, "mens": mens, "gegevens": gegevens(deze, boek.velden)}


def _log(request: Verzoek, deze: Any) -> None:
    """A look at a record of a person; one that tells of a benefit was asked for, and says so."""
    if not hasattr(deze, "deelnemer"):
        return
    if is_doelgroep(deze):
        actie, reden = Logregel.Actie.BEKEKEN_MET_REDEN, "doelgroep opgevraagd"
    else:
        actie, reden = Logregel.Actie.BEKEKEN, ""
    logboek.leg_vast(actie, deze, door=request.user, kamer=deze.kamer, reden=reden)


def _regel(request: Verzoek, boek: Boek, pk: int) -> HttpResponse:
    deze = _haal(request, boek, pk, boek.zien)
    _log(request, deze)
    mag_wijzigen = mag(request.user, boek.wijzigen, deze.kamer)
    context = _toon(boek, deze) | {
        "stappen": geschiedenis(deze),
        "mag_wijzigen": mag_wijzigen,
        "wijzig_adres": boek.adres("wijzig", deze.pk) if mag_wijzigen else "",
        "weg_adres": boek.adres("weg", deze.pk) if mag_wijzigen else "",
        "kruimels": boek.kruimels,
    }
    return render(request, "vastleggen/regel.html", context)


def _wijzig(request: Verzoek, boek: Boek, pk: int) -> HttpResponse:
    """What somebody else changed in the meantime is shown before it is overwritten."""
    deze = _haal(request, boek, pk, boek.wijzigen)
    stand = laatste_stand(deze)
    begin = boek.wijzigform.begin(deze) | {"stand": stand}
    form = boek.wijzigform(ingestuurd(request), gebruiker=request.user, regel=deze, initial=begin)

    def schrijf() -> None:
        boek.wijzig(deze, door=request.user, gezien=form.cleaned_data["stand"], **form.waarden)

    afloop = bewaar(form, schrijf, stand=stand)
    if afloop is Afloop.BEWAARD:
        messages.success(request, "De wijziging is opgeslagen.")
        return redirect(boek.adres("regel", deze.pk))
    if request.method != "POST":
        _log(request, deze)
    terug = boek.adres("regel", deze.pk)
    context = _toon(boek, deze) | {
        "form": form, "intussen": afloop is Afloop.INTUSSEN, "kruimels": boek.kruimels, "terug": terug,
    }  # fmt: skip
    return render(request, "vastleggen/wijzig.html", context, status=422 if form.errors else 200)


def _weg(request: Verzoek, boek: Boek, pk: int) -> HttpResponse:
    deze = _haal(request, boek, pk, boek.wijzigen)
    if request.method == "POST":
        verwijder_regel(deze, door=request.user)
        messages.success(request, "Het is verwijderd.")
        return redirect(boek.adres("lijst"))
    context = _toon(boek, deze) | {"kruimels": boek.kruimels, "terug": boek.adres("regel", deze.pk)}
    return render(request, "vastleggen/weg.html", context)


# --- lists ----------------------------------------------------------------------------------------------------


class Regellijst(Lijst):
    """A list of records of one kind, of the user's kamers. Give ``boek`` too, and ``cijfers`` for figures on top."""

    boek: Boek
    recht = ZIEN
    template_name = "vastleggen/lijst.html"

    def get_queryset(self) -> Any:
        return zichtbare_regels(self.boek.model, self.request.user, self.boek.zien)

    def namen(self) -> dict[int, str]:
        return namen_van_dubbelen()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {
            "regel": f"{self.boek.ruimte}:{self.boek.voor}regel",
            "namen": self.namen() if self.met_namen else {},
            "mag_wijzigen": set(kamers_met(self.request.user, self.boek.wijzigen).values_list("pk", flat=True)),
            "exclude": [] if kamers_met(self.request.user, self.boek.zien).count() > 1 else ["kamer"],
        }

    def acties(self) -> list[tuple[str, str]]:
        if not mag(self.request.user, self.boek.wijzigen):
            return []
        vraag = f"?deelnemer={self.van_wie.pk}" if self.van_wie else ""
        return [(self.boek.nieuw_titel, self.boek.adres("nieuw") + vraag)]

    def kruimels(self) -> list[tuple[str, str]]:
        return [START]

    def cijfers(self, kamers: list[Any], periode: Periode) -> list[tuple[str, int, str]]:
        """Name, figure and rule of each figure above the list."""
        return []

    @property
    def van_wie(self) -> Deelnemer | None:
        """The one person whose records are asked for, by the card that holds."""
        gevraagd = self.request.GET.get("deelnemer", "")
        mens = self.filterset.gekozen_mens(gevraagd) if gevraagd and "deelnemer" in self.filterset.filters else None
        return Deelnemer.objects.select_related("persoonsgegevens").get(pk=wortel(mens.pk)) if mens else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        van_wie = self.van_wie
        if van_wie:
            logboek.leg_vast(Logregel.Actie.BEKEKEN, van_wie, door=self.request.user)
        vandaag = timezone.localdate()
        periode = Periode.halfjaar(vandaag.year, 1 if vandaag.month <= 6 else 2)
        kamers = list(kamers_met(self.request.user, self.boek.zien))
        cijfers = [] if van_wie else self.cijfers(kamers, periode)
        return super().get_context_data(**kwargs) | {"van_wie": van_wie, "cijfers": cijfers, "periode": periode}


# --- the way in -----------------------------------------------------------------------------------------------

# Title, what it is for, address of the list, address of a new one, and the right to see it.
KAARTEN = (
    ("Uren van vrijwilligers", "Wie hielp mee, en hoe lang?", "uren:lijst", "uren.zien"),
    ("Klussen", "Iemand vraagt hulp in huis of tuin.", "klussen:lijst", "klussen.zien"),
    ("Trajecten", "Iemand langer begeleiden, met meer stappen.", "trajecten:lijst", "trajecten.zien"),
    ("Verwijzingen", "Iemand is naar ons gestuurd, of wij sturen iemand door.", "verwijzingen:lijst", ZIEN),
    ("Uitkomsten", "Iemand vond werk, een opleiding of een stage.", "uitkomsten:lijst", ZIEN),
    ("Contact op afstand", "U belde, stuurde een kaart of bracht een maaltijd.", "contact:lijst", ZIEN),
    ("Uit beeld", "Iemand is niet meer te bereiken, of juist weer wel.", "contact:uit_beeld_lijst", ZIEN),
    ("Wie missen we?", "Mensen die vaak kwamen en nu niet meer. Bel eens.", "contact:missen", WIJZIGEN),
    ("Talenten en wensen", "Wat kan iemand goed? Wie kan helpen met …?", "talenten:lijst", ZIEN),
    ("Contact met partners", "U sprak met een andere organisatie.", "partners:lijst", ZIEN),
    ("Signalen uit de buurt", "U hoort iets dat vaker speelt. Zonder namen.", "signalen:lijst", "signalen.zien"),
    ("Enquêtes", "Vragen aan bewoners, vrijwilligers en partners.", "enquetes:lijst", "enquetes.zien"),
    ("Open of dicht", "Op welke dagen is de kamer open?", "openingen:lijst", ZIEN),
)


@vereist(ZIEN)
@require_safe
def start(request: Verzoek) -> HttpResponse:
    """Everything that a kamer records, in plain words."""
    kaarten = [
        {"titel": titel, "tekst": tekst, "url": reverse(naam)}
        for titel, tekst, naam, recht in KAARTEN
        if mag(request.user, recht)
    ]
    kaarten += [
        {"titel": f"Tablets van {kamer.label}", "tekst": "De tablets aan de deur.", "url": adres}
        for kamer in kamers_met(request.user, "tablets.inschrijven")
        for adres in [reverse("deur:tablets", args=[kamer.slug])]
    ]
    return render(request, "vastleggen/start.html", {"kaarten": kaarten})
