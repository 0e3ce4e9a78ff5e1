"""Pages of agreements: the list, one version with its indicators and targets, and changing them."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers import afspraken
from buurtwerkkamers.afspraken import zichtbare_afspraken, zichtbare_indicatoren, zichtbare_streefkamers
from buurtwerkkamers.forms import AfspraakForm, IndicatorForm, VersieForm
from buurtwerkkamers.lijsten import DatumKolom, Lijst, Lijsttabel
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Categorielijst, Indicator, Kamer, Streefwaarde
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek

FORMULIER = ["GET", "HEAD", "POST"]


def _kruimels(afspraak: Afspraak | None = None) -> list[tuple[str, str]]:
    boven = [("Afspraken", reverse("afspraken:lijst"))]
    return [*boven, (str(afspraak), afspraak.get_absolute_url())] if afspraak else boven


class Afspraaktabel(Lijsttabel):
    naam = tables.Column(verbose_name="Afspraak", linkify=True)
    versie = tables.Column(verbose_name="Versie")
    van = DatumKolom(verbose_name="Van")
    tm = DatumKolom(verbose_name="Tot en met")
    getekend_op = DatumKolom(verbose_name="Getekend op")
    bijschrift = "Samenwerkingsafspraken"

    class Meta(Lijsttabel.Meta):
        model = Afspraak
        fields = ("naam", "versie", "van", "tm", "getekend_op")


class Afspraken(Lijst):
    recht = afspraken.RECHT
    titel = "Samenwerkingsafspraken"
    enkelvoud, meervoud = "afspraak", "afspraken"
    met_namen = False
    intro = "Wat er met gemeente en corporaties is afgesproken, per versie."
    leeg_titel = "Nog geen afspraken"
    leeg_tekst = "Zodra er een afspraak is waar u bij hoort, staat die hier."
    table_class = Afspraaktabel

    def get_queryset(self) -> QuerySet[Afspraak]:
        return zichtbare_afspraken(self.request.user)

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuwe afspraak", reverse("afspraken:nieuw"))] if mag(self.request.user, "afspraken.wijzigen") else []


@require_safe
@vereist(afspraken.RECHT)
def afspraak(request: Verzoek, pk: int) -> HttpResponse:
    """One version: period, signing, parties, and its indicators with each target as printed and as read."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user).select_related("vorige", "categorielijst"), pk=pk)
    andere = zichtbare_afspraken(request.user).filter(naam=gekozen.naam).exclude(pk=pk)
    kamers = zichtbare_streefkamers(request.user, gekozen)
    return render(
        request,
        "afspraken/afspraak.html",
        {
            "afspraak": gekozen,
            "partijen": gekozen.partijen.all(),
            "andere_versies": andere.order_by("versie"),
            "kamers": kamers,
            "groepen": _groepen(zichtbare_indicatoren(request.user, gekozen), kamers),
            "mag_wijzigen": mag(request.user, "afspraken.wijzigen"),
            "kruimels": _kruimels(),
        },
    )


def _groepen(indicatoren: QuerySet[Indicator], kamers: list[Kamer]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Indicators under their group, in the order of the agreement, each with a cell per kamer."""
    doelen = {
        (s.indicator_id, s.kamer_id): s
        for s in Streefwaarde.objects.filter(indicator__in=indicatoren, kamer__in=kamers)
    }
    meetregels = dict(Meetregel.choices)
    groepen: dict[str, list[dict[str, Any]]] = {}
    for indicator in indicatoren:
        gevonden = [(kamer, doelen.get((indicator.pk, kamer.pk))) for kamer in kamers]
        groepen.setdefault(indicator.groep, []).append(
            {
                "indicator": indicator,
                "telregel": meetregels.get(indicator.meetregel, "wordt niet vanzelf geteld"),
                "cellen": [(kamer, s, afspraken.in_woorden(s.doel) if s else "") for kamer, s in gevonden],
            }
        )
    return list(groepen.items())


@require_http_methods(FORMULIER)
@vereist("afspraken.wijzigen")
def nieuw(request: Verzoek) -> HttpResponse:
    """A first version of an agreement."""
    standaard = Categorielijst.objects.filter(standaard=True).first()
    return _kop(request, AfspraakForm(request.POST or None, initial={"categorielijst": standaard}), None)


@require_http_methods(FORMULIER)
@vereist("afspraken.wijzigen")
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Change the head of an agreement."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    return _kop(request, AfspraakForm(request.POST or None, instance=gekozen), gekozen)


def _kop(request: Verzoek, form: AfspraakForm, gekozen: Afspraak | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            bewaard = afspraken.bewaar_afspraak(
                form.instance, partijen=form.cleaned_data["partijen"], door=request.user
            )
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"{bewaard} is opgeslagen.")
            return redirect(bewaard)
    titel, knop = ("Afspraak wijzigen", "Opslaan") if gekozen else ("Nieuwe afspraak", "Afspraak toevoegen")
    terug = gekozen.get_absolute_url() if gekozen else reverse("afspraken:lijst")
    return _formulier(request, form, titel, knop, terug, _kruimels(gekozen))


@require_http_methods(FORMULIER)
@vereist("afspraken.wijzigen")
def nieuwe_versie(request: Verzoek, pk: int) -> HttpResponse:
    """Copy this version into the next one; what it said stays readable."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    form = VersieForm(request.POST or None, initial={"getekend_op": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        kopie = afspraken.maak_nieuwe_versie(gekozen, getekend_op=form.cleaned_data["getekend_op"], door=request.user)
        messages.success(request, f"{kopie} is gemaakt. U kunt nu de doelen aanpassen.")
        return redirect(kopie)
    titel = f"Nieuwe versie van {gekozen.naam}"
    intro = "Alle indicatoren en streefwaarden gaan mee. De versie die er nu is, blijft zoals hij is."
    terug = gekozen.get_absolute_url()
    return _formulier(request, form, titel, "Nieuwe versie maken", terug, _kruimels(gekozen), intro)


@require_http_methods(FORMULIER)
@vereist("afspraken.wijzigen")
def indicator_nieuw(request: Verzoek, pk: int) -> HttpResponse:
    """Add a line to an agreement."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    return _indicatorpagina(request, Indicator(afspraak=gekozen))


@require_http_methods(FORMULIER)
@vereist("afspraken.wijzigen")
def indicator(request: Verzoek, pk: int, indicator_pk: int) -> HttpResponse:
    """Change a line of an agreement and its targets."""
    rijen = Indicator.objects.filter(afspraak__in=zichtbare_afspraken(request.user)).select_related("afspraak")
    return _indicatorpagina(request, get_object_or_404(rijen, pk=indicator_pk, afspraak_id=pk))


def _indicatorpagina(request: Verzoek, rij: Indicator) -> HttpResponse:
    nieuw = rij.pk is None
    form = IndicatorForm(request.POST or None, instance=rij, kamers=list(Kamer.objects.all()))
    if request.method == "POST" and form.is_valid():
        try:
            afspraken.bewaar_indicator(form.instance, doelen=form.doelen, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De indicator '{rij.naam}' is opgeslagen.")
            return redirect(rij.afspraak)
    titel, knop = ("Nieuwe indicator", "Indicator toevoegen") if nieuw else ("Indicator wijzigen", "Opslaan")
    return _formulier(request, form, titel, knop, rij.afspraak.get_absolute_url(), _kruimels(rij.afspraak))


def _formulier(
    request: Verzoek, form: Any, titel: str, knop: str, terug: str, kruimels: list[tuple[str, str]], intro: str = ""
) -> HttpResponse:
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "kruimels": kruimels, "intro": intro}
    return render(request, "beheer/formulier.html", context)
