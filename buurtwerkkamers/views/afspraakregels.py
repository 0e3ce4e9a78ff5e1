"""Pages of the lines of an agreement: one indicator, their order, all targets at once, and the corporations' marks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from buurtwerkkamers import afspraken
from buurtwerkkamers.afspraken import zichtbare_afspraken
from buurtwerkkamers.forms import IndicatorForm
from buurtwerkkamers.forms_afspraken import DoelenForm, merken_per_groep
from buurtwerkkamers.models import Afspraak, Indicator, Kamer
from buurtwerkkamers.models.bewaking import GETEKEND
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.streefwaarden import in_woorden, lees_streefwaarde
from buurtwerkkamers.verzoek import Verzoek
from buurtwerkkamers.views.afspraken import FORMULIER, WIJZIGEN, formulier, haal_concept, kruimels

GETEKENDE_VELDEN = ("groep", "naam", "eenheid")


# --- one indicator ----------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def indicator_nieuw(request: Verzoek, pk: int) -> HttpResponse:
    """Add a line to an agreement."""
    gekozen = haal_concept(request, pk)
    if isinstance(gekozen, HttpResponse):
        return gekozen
    return _indicatorpagina(request, Indicator(afspraak=gekozen))


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def indicator(request: Verzoek, pk: int, indicator_pk: int) -> HttpResponse:
    """Change a line of an agreement and its targets; of a signed one only how it is measured."""
    return _indicatorpagina(request, _haal_indicator(request, pk, indicator_pk))


def _haal_indicator(request: Verzoek, pk: int, indicator_pk: int) -> Indicator:
    rijen = Indicator.objects.filter(afspraak__in=zichtbare_afspraken(request.user)).select_related("afspraak")
    return get_object_or_404(rijen, pk=indicator_pk, afspraak_id=pk)


def _indicatorpagina(request: Verzoek, rij: Indicator) -> HttpResponse:
    nieuw = rij.pk is None
    form = IndicatorForm(request.POST or None, instance=rij, kamers=list(Kamer.objects.all()))
    _zeg_hoe_gelezen(form, getekend=not rij.afspraak.is_concept)
    if request.method == "POST" and form.is_valid():
        try:
            afspraken.bewaar_indicator(form.instance, doelen=form.doelen, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De indicator '{rij.naam}' is opgeslagen.")
            return redirect(rij.afspraak)
    titel, knop = ("Nieuwe indicator", "Indicator toevoegen") if nieuw else ("Indicator wijzigen", "Opslaan")
    intro = "" if rij.afspraak.is_concept else f"{GETEKEND} Hoe deze indicator geteld wordt, kunt u nog wel kiezen."
    return formulier(request, form, titel, knop, rij.afspraak.get_absolute_url(), kruimels(rij.afspraak), intro)


def _zeg_hoe_gelezen(form: IndicatorForm, *, getekend: bool) -> None:
    """Under each target how its text is read; what was signed is shown and cannot be changed."""
    doelvelden = [naam for naam in form.fields if naam.startswith("doel_")]
    for naam in doelvelden:
        tekst = str(form[naam].value() or "").strip()
        if tekst:
            form.fields[naam].help_text = f"Wij lezen: {in_woorden(lees_streefwaarde(tekst))}."
    if getekend:
        for naam in (*GETEKENDE_VELDEN, *doelvelden):
            form.fields[naam].disabled = True


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def indicator_weg(request: Verzoek, pk: int, indicator_pk: int) -> HttpResponse:
    """Remove a line of a concept, after asking."""
    gekozen = haal_concept(request, pk)
    if isinstance(gekozen, HttpResponse):
        return gekozen
    rij = _haal_indicator(request, pk, indicator_pk)
    terug = reverse("afspraken:volgorde", args=[pk])
    if request.method == "POST":
        naam = rij.naam
        try:
            afspraken.verwijder_indicator(rij, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, f"De indicator '{naam}' is weg.")
        return redirect(terug)
    context = {
        "titel": "Indicator weghalen",
        "vraag": f"Weet u zeker dat de indicator '{rij.naam}' weg kan? De streefwaarden gaan ook weg.",
        "knop": "Indicator weghalen",
        "terug": terug,
        "kruimels": kruimels(gekozen),
    }
    return render(request, "afspraken/weg.html", context)


# --- all of them ------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def volgorde(request: Verzoek, pk: int) -> HttpResponse:
    """The lines of a concept in their order, to move or remove."""
    gekozen = haal_concept(request, pk)
    if isinstance(gekozen, HttpResponse):
        return gekozen
    groepen: dict[str, list[Indicator]] = {}
    for rij in gekozen.indicator_set.all():
        groepen.setdefault(rij.groep, []).append(rij)
    context = {"afspraak": gekozen, "groepen": list(groepen.items()), "kruimels": kruimels(gekozen)}
    return render(request, "afspraken/volgorde.html", context)


@require_POST
@vereist(WIJZIGEN)
def verplaats(request: Verzoek, pk: int, indicator_pk: int) -> HttpResponse:
    """One place up or down."""
    gekozen = haal_concept(request, pk)
    if isinstance(gekozen, HttpResponse):
        return gekozen
    rij = _haal_indicator(request, pk, indicator_pk)
    try:
        afspraken.verplaats_indicator(rij, omhoog=request.POST.get("richting") == "op", door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    return redirect(f"{reverse('afspraken:volgorde', args=[pk])}#i{indicator_pk}")


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def doelen(request: Verzoek, pk: int) -> HttpResponse:
    """All targets of a concept in one table, to type them quickly."""
    gekozen = haal_concept(request, pk)
    if isinstance(gekozen, HttpResponse):
        return gekozen
    rijen, kamers = list(gekozen.indicator_set.all()), _kamers_van(gekozen)
    form = DoelenForm(request.POST or None, indicatoren=rijen, kamers=kamers)
    if request.method == "POST" and form.is_valid():
        try:
            aantal = afspraken.zet_doelen(gekozen, doelen=form.doelen, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, _hoeveel(aantal, "streefwaarde is", "streefwaarden zijn"))
            return redirect(gekozen)
    context = {"afspraak": gekozen, "form": form, "kamers": kamers, "kruimels": kruimels(gekozen)}
    return render(request, "afspraken/doelen.html", context)


def _kamers_van(gekozen: Afspraak) -> list[Kamer]:
    """The kamers that were open in these days, and those that have a target."""
    dagen = gekozen.periode
    met_doel = set(Kamer.objects.filter(streefwaarde__indicator__afspraak=gekozen).values_list("pk", flat=True))
    return [
        kamer
        for kamer in Kamer.objects.all()
        if kamer.pk in met_doel
        or dagen is None
        or (
            (kamer.open_vanaf is None or kamer.open_vanaf <= dagen.tm)
            and (kamer.gesloten_op is None or kamer.gesloten_op >= dagen.van)
        )
    ]


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def merken(request: Verzoek, pk: int) -> HttpResponse:
    """Which indicators matter to the housing corporations; also of a signed agreement."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    groepen = merken_per_groep(gekozen.indicator_set.all())
    if request.method == "POST":
        gemerkt = {vakje.indicator.pk for _, vakjes in groepen for vakje in vakjes if vakje.naam in request.POST}
        aantal = afspraken.zet_merken(gekozen, gemerkt=gemerkt, door=request.user)
        messages.success(request, _hoeveel(aantal, "vinkje is", "vinkjes zijn"))
        return redirect(gekozen)
    context = {"afspraak": gekozen, "groepen": groepen, "kruimels": kruimels(gekozen)}
    return render(request, "afspraken/merken.html", context)


def _hoeveel(aantal: int, enkelvoud: str, meervoud: str) -> str:
    if not aantal:
        return "Er is niets veranderd."
    return f"{aantal} {enkelvoud if aantal == 1 else meervoud} veranderd."
