"""Pages of sjablonen: the list, one sjabloon with its parts in order, a part, and a specimen of the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2.utils import A

from buurtwerkkamers.lijsten import GetalKolom, Lijst, Lijsttabel
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd, Intussen
from buurtwerkkamers.verzoek import Verzoek
from rapportage import sjablonen as schrijf
from rapportage.forms_sjablonen import OnderdeelForm, ProefForm, SjabloonForm
from rapportage.models import Onderdeel, Sjabloon
from rapportage.sjablonen.lezen import Inhoudsopgave, met_gebruik, onbekende_cijfers, proefdruk, proefrapporten
from rapportage.sjablonen.soorten import GROEPEN, SOORTEN

RECHT = "rapporten.beheren"
FORMULIER = ["GET", "HEAD", "POST"]
Kruimels = list[tuple[str, str]]


class Sjabloontabel(Lijsttabel):
    naam = tables.Column(verbose_name="Sjabloon", linkify=("rapporten:sjabloon", [A("pk")]))
    omschrijving = tables.Column(verbose_name="Waarvoor", orderable=False)
    onderdelen_aantal = GetalKolom(verbose_name="Onderdelen")
    rapporten_aantal = GetalKolom(verbose_name="Rapporten")
    in_gebruik = tables.Column(verbose_name="Status")
    bijschrift = "Sjablonen"

    def render_in_gebruik(self, value: bool) -> str:
        tekst, soort = ("in gebruik", "goed") if value else ("niet in gebruik", "neutraal")
        return render_to_string("onderdelen/statuslabel.html", {"tekst": tekst, "soort": soort})

    class Meta(Lijsttabel.Meta):
        model = Sjabloon
        fields = ("naam", "omschrijving", "onderdelen_aantal", "rapporten_aantal", "in_gebruik")


class Sjablonen(Lijst):
    recht = RECHT
    titel = "Sjablonen"
    intro = "Een sjabloon zegt wat een rapport vraagt en laat zien. U verandert het zelf, en maakt er nieuwe bij."
    enkelvoud, meervoud = "sjabloon", "sjablonen"
    met_namen = False
    leeg_titel = "Er zijn nog geen sjablonen"
    leeg_tekst = "Neem hieronder een voorbeeld over. Daarna past u het aan zoals u wilt."
    template_name = "rapportage/sjabloon/lijst.html"
    table_class = Sjabloontabel

    def get_queryset(self) -> QuerySet[Sjabloon]:
        return met_gebruik().order_by("-in_gebruik", "naam")

    def acties(self) -> Kruimels:
        return [("Nieuw sjabloon", reverse("rapporten:sjabloon_nieuw"))]

    def leeg_actie(self) -> tuple[str, str]:
        return "", ""

    def kruimels(self) -> Kruimels:
        return _kruimels()[:1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        voorbeelden = [(v, [SOORTEN[deel.soort] for deel in v.onderdelen]) for v in schrijf.VOORBEELDEN.values()]
        return super().get_context_data(**kwargs) | {"voorbeelden": voorbeelden}


def _kruimels(sjabloon: Sjabloon | None = None) -> Kruimels:
    boven = [("Rapporten", reverse("rapporten:lijst")), ("Sjablonen", reverse("rapporten:sjablonen"))]
    return [*boven, (sjabloon.naam, _adres(sjabloon))] if sjabloon else boven


def _adres(sjabloon: Sjabloon, onderdeel: Onderdeel | None = None) -> str:
    adres = reverse("rapporten:sjabloon", args=[sjabloon.pk])
    return f"{adres}#o{onderdeel.pk}" if onderdeel else adres


def _doe(request: Verzoek, doe: Callable[..., Any], gelukt: str, **meer: Any) -> Any:
    """Do it and say so; None when it was refused, with the reason as a message."""
    try:
        uitkomst = doe(**meer, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
        return None
    messages.success(request, gelukt)
    return uitkomst or True


# --- a sjabloon -------------------------------------------------------------------------------------------------


@require_safe
@vereist(RECHT)
def sjabloon(request: Verzoek, pk: int) -> HttpResponse:
    """One sjabloon: its parts in order, what can be done with it, and where it is used."""
    inhoud = Inhoudsopgave.van(get_object_or_404(Sjabloon, pk=pk))
    context = {"inhoud": inhoud, "sjabloon": inhoud.sjabloon, "kruimels": _kruimels()}
    return render(request, "rapportage/sjabloon/sjabloon.html", context)


@require_http_methods(FORMULIER)
@vereist(RECHT)
def nieuw(request: Verzoek) -> HttpResponse:
    """An empty sjabloon, to put parts in."""
    form = SjabloonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gemaakt = schrijf.maak_sjabloon(**form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error("naam", str(fout))
        else:
            messages.success(request, "Het sjabloon is gemaakt. Voeg nu de onderdelen toe.")
            return redirect(_adres(gemaakt))
    terug = reverse("rapporten:sjablonen")
    return _formulier(request, form, "Nieuw sjabloon", "Sjabloon maken", terug, _kruimels())


@require_POST
@vereist(RECHT)
def voorbeeld(request: Verzoek, sleutel: str) -> HttpResponse:
    """Take over an example that comes with the product."""
    if sleutel not in schrijf.VOORBEELDEN:
        raise Http404
    gelukt = "Het voorbeeld is overgenomen. U kunt er nu rapporten mee maken, en het veranderen."
    gekozen = schrijf.VOORBEELDEN[sleutel]
    gemaakt = _doe(request, schrijf.neem_voorbeeld_over, gelukt, voorbeeld=gekozen)
    return redirect(_adres(gemaakt) if gemaakt else "rapporten:sjablonen")


@require_http_methods(FORMULIER)
@vereist(RECHT)
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Another name or description."""
    rij = get_object_or_404(Sjabloon, pk=pk)
    form = SjabloonForm(request.POST or None, initial={"naam": rij.naam, "omschrijving": rij.omschrijving})
    if request.method == "POST" and form.is_valid():
        try:
            schrijf.wijzig_sjabloon(sjabloon=rij, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error("naam", str(fout))
        else:
            messages.success(request, "De naam en de omschrijving zijn opgeslagen.")
            return redirect(_adres(rij))
    return _formulier(request, form, "Naam en omschrijving", "Opslaan", _adres(rij), _kruimels(rij))


@require_POST
@vereist(RECHT)
def gebruik(request: Verzoek, pk: int) -> HttpResponse:
    """Whether new reports can be made with it."""
    rij = get_object_or_404(Sjabloon, pk=pk)
    aan = request.POST.get("in_gebruik") == "ja"
    gelukt = (
        "Het sjabloon is in gebruik. U kunt er nu rapporten mee maken."
        if aan
        else "Het sjabloon is niet meer in gebruik. Rapporten die er zijn, houden het."
    )
    _doe(request, schrijf.wijzig_sjabloon, gelukt, sjabloon=rij, in_gebruik=aan)
    return redirect(_adres(rij))


@require_POST
@vereist(RECHT)
def kopie(request: Verzoek, pk: int) -> HttpResponse:
    """A copy, to change without touching the reports that were made with this one."""
    rij = get_object_or_404(Sjabloon, pk=pk)
    gelukt = "Dit is de kopie. Verander wat u wilt en neem haar daarna in gebruik."
    gemaakt = _doe(request, schrijf.kopieer_sjabloon, gelukt, sjabloon=rij)
    return redirect(_adres(gemaakt or rij))


@require_http_methods(FORMULIER)
@vereist(RECHT)
def weg(request: Verzoek, pk: int) -> HttpResponse:
    """Remove a sjabloon that no report was made with, after asking."""
    rij = get_object_or_404(Sjabloon, pk=pk)
    if request.method == "POST":
        gelukt = f"Het sjabloon ‘{rij.naam}’ is weg."
        verwijderd = _doe(request, schrijf.verwijder_sjabloon, gelukt, sjabloon=rij)
        return redirect("rapporten:sjablonen" if verwijderd else _adres(rij))
    vraag = f"Weet u zeker dat ‘{rij.naam}’ weg kan, met alle onderdelen?"
    return _vraag(request, "Sjabloon verwijderen", vraag, _adres(rij), _kruimels(rij))


@require_safe
@vereist(RECHT)
def proef(request: Verzoek, pk: int) -> HttpResponse:
    """What a report looks like with this sjabloon, before anyone answered: with the figures of a report that exists."""
    rij = get_object_or_404(Sjabloon, pk=pk)
    rapporten = proefrapporten(request.user)
    gevraagd = request.GET.get("rapport")
    gekozen = next((r for r in rapporten if r.kenmerk == gevraagd), next(iter(rapporten), None))
    context = {
        "sjabloon": rij,
        "gekozen": gekozen,
        "document": proefdruk(rij, gekozen) if gekozen else None,
        "controlegetal": "",
        "form": ProefForm({"rapport": gekozen.kenmerk}, rapporten=rapporten) if gekozen and rapporten[1:] else None,
        "inhoud": Inhoudsopgave.van(rij),
        "kruimels": _kruimels(rij),
    }
    return render(request, "rapportage/sjabloon/proef.html", context)


# --- its parts --------------------------------------------------------------------------------------------------


@require_safe
@vereist(RECHT)
def onderdeel_kies(request: Verzoek, pk: int) -> HttpResponse:
    """Which kind of part to add, each with a sentence that says what it shows."""
    rij = get_object_or_404(Sjabloon, pk=pk)
    context = {"sjabloon": rij, "groepen": GROEPEN, "kruimels": _kruimels(rij)}
    return render(request, "rapportage/sjabloon/kies.html", context)


@require_http_methods(FORMULIER)
@vereist(RECHT)
def onderdeel_nieuw(request: Verzoek, pk: int, soort: str) -> HttpResponse:
    """Add a part of this kind; it comes last unless told otherwise."""
    if soort not in SOORTEN:
        raise Http404
    return _onderdeelpagina(request, get_object_or_404(Sjabloon, pk=pk), soort, None)


@require_http_methods(FORMULIER)
@vereist(RECHT)
def onderdeel(request: Verzoek, pk: int, onderdeel_pk: int) -> HttpResponse:
    """Change a part, or its place."""
    rij = _haal(pk, onderdeel_pk)
    return _onderdeelpagina(request, rij.sjabloon, rij.soort, rij)


def _haal(pk: int, onderdeel_pk: int) -> Onderdeel:
    return get_object_or_404(Onderdeel.objects.select_related("sjabloon"), pk=onderdeel_pk, sjabloon_id=pk)


def _onderdeelpagina(request: Verzoek, rij: Sjabloon, soort: str, deel: Onderdeel | None) -> HttpResponse:
    delen = list(rij.onderdelen.order_by("volgorde"))
    plek = delen.index(deel) + 1 if deel else len(delen) + 1
    titels = [ander.titel for ander in delen if ander != deel]
    form = OnderdeelForm(request.POST or None, soort=soort, titels=titels, onderdeel=deel, plek=plek)
    intussen = None
    if request.method == "POST" and form.is_valid():
        gezien = form.cleaned_data["gezien"] or None
        plaats = form.cleaned_data["plaats"]
        try:
            gezet = schrijf.zet_onderdeel(
                sjabloon=rij, inhoud=form.inhoud, onderdeel=deel, plaats=plaats, gezien=gezien, door=request.user
            )
        except Intussen as fout:
            form, intussen = _nog_eens(form, titels, deel, plek), deel
            messages.error(request, str(fout))
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"‘{gezet.titel}’ is {'opgeslagen' if deel else 'toegevoegd'}.")
            for zin in onbekende_cijfers(gezet.tekst, proefrapporten(request.user)):
                messages.warning(request, zin)
            return redirect(_adres(rij, gezet))
    context = {
        "sjabloon": rij,
        "onderdeel": deel,
        "uitleg": SOORTEN[soort],
        "form": form,
        "intussen": intussen,
        "kruimels": _kruimels(rij),
    }
    return render(request, "rapportage/sjabloon/onderdeel.html", context, status=409 if intussen else 200)


def _nog_eens(form: OnderdeelForm, titels: list[str], deel: Onderdeel | None, plek: int) -> OnderdeelForm:
    """The same text again, now to be written over what is stored."""
    gegevens = dict(form.data.items())
    if deel is not None:
        gegevens["gezien"] = schrijf.Inhoud.van(deel).kenmerk
    return OnderdeelForm(gegevens, soort=form.soort, titels=titels, onderdeel=deel, plek=plek)


@require_POST
@vereist(RECHT)
def onderdeel_verplaats(request: Verzoek, pk: int, onderdeel_pk: int) -> HttpResponse:
    """One place up, or down."""
    rij = _haal(pk, onderdeel_pk)
    try:
        schrijf.verplaats(onderdeel=rij, stap=-1 if request.POST.get("richting") == "omhoog" else 1, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    return redirect(_adres(rij.sjabloon, rij))


@require_http_methods(FORMULIER)
@vereist(RECHT)
def onderdeel_weg(request: Verzoek, pk: int, onderdeel_pk: int) -> HttpResponse:
    """Take a part out, after asking."""
    rij = _haal(pk, onderdeel_pk)
    if request.method == "POST":
        _doe(request, schrijf.verwijder_onderdeel, f"‘{rij.titel}’ is weggehaald.", onderdeel=rij)
        return redirect(_adres(rij.sjabloon))
    vraag = f"Weet u zeker dat ‘{rij.titel}’ weg kan uit ‘{rij.sjabloon}’?"
    return _vraag(request, "Onderdeel weghalen", vraag, _adres(rij.sjabloon, rij), _kruimels(rij.sjabloon))


# --- shared -----------------------------------------------------------------------------------------------------


def _formulier(
    request: Verzoek, form: SjabloonForm, titel: str, knop: str, terug: str, kruimels: Kruimels
) -> HttpResponse:
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "kruimels": kruimels, "intro": ""}
    return render(request, "beheer/formulier.html", context)


def _vraag(request: Verzoek, titel: str, vraag: str, terug: str, kruimels: Kruimels) -> HttpResponse:
    context = {"titel": titel, "vraag": vraag, "knop": titel, "terug": terug, "kruimels": kruimels}
    return render(request, "afspraken/weg.html", context)
