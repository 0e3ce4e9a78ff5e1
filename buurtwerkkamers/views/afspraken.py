"""Pages of agreements: the list, one version, making, changing and signing it, and what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers import afspraken
from buurtwerkkamers.afspraken import (
    nieuwste_versies,
    zichtbare_afspraken,
    zichtbare_indicatoren,
    zichtbare_streefkamers,
)
from buurtwerkkamers.forms_afspraken import (
    AfspraakForm,
    OndertekenaarForm,
    TekenForm,
    VersieForm,
    VolgendJaarForm,
    ondertekenaars_van,
)
from buurtwerkkamers.lijsten import DatumKolom, Lijst, Lijsttabel
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Categorielijst, Indicator, Kamer, Streefwaarde
from buurtwerkkamers.models.bewaking import GETEKEND
from buurtwerkkamers.overleg import kort as overleg_kort
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek

FORMULIER = ["GET", "HEAD", "POST"]
WIJZIGEN = "afspraken.wijzigen"


def kruimels(gekozen: Afspraak | None = None) -> list[tuple[str, str]]:
    boven = [("Afspraken", reverse("afspraken:lijst"))]
    return [*boven, (str(gekozen), gekozen.get_absolute_url())] if gekozen else boven


def haal_concept(request: Verzoek, pk: int) -> Afspraak | HttpResponse:
    """The agreement when it can still change, or the way back with the reason why not."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    if gekozen.is_concept:
        return gekozen
    messages.error(request, GETEKEND)
    return redirect(gekozen)


# --- the list ---------------------------------------------------------------------------------------------------


class StandKolom(tables.Column):
    """Concept or signed, in words."""

    def render(self, value: Any, record: Afspraak) -> str:
        return "concept" if record.is_concept else "getekend"


class Afspraaktabel(Lijsttabel):
    naam = tables.Column(verbose_name="Afspraak", linkify=True)
    versie = tables.Column(verbose_name="Nieuwste versie")
    stand = StandKolom(verbose_name="Stand", accessor="pk", order_by="getekend_op")
    getekend_op = DatumKolom(verbose_name="Getekend op")
    van = DatumKolom(verbose_name="Van")
    tm = DatumKolom(verbose_name="Tot en met")
    bijschrift = "Samenwerkingsafspraken"

    class Meta(Lijsttabel.Meta):
        model = Afspraak
        fields = ("naam", "versie", "stand", "getekend_op", "van", "tm")


class Afspraken(Lijst):
    recht = afspraken.RECHT
    titel = "Samenwerkingsafspraken"
    enkelvoud, meervoud = "afspraak", "afspraken"
    met_namen = False
    intro = "Wat er met gemeente en corporaties is afgesproken. Oudere versies vindt u bij de afspraak zelf."
    leeg_titel = "Nog geen afspraken"
    leeg_tekst = "Zodra er een afspraak is waar u bij hoort, staat die hier."
    table_class = Afspraaktabel

    def get_queryset(self) -> QuerySet[Afspraak]:
        return nieuwste_versies(self.request.user)

    def acties(self) -> list[tuple[str, str]]:
        if not mag(self.request.user, WIJZIGEN):
            return []
        return [("Nieuwe afspraak", reverse("afspraken:nieuw")), ("Categorieën", reverse("categorieen:lijsten"))]


# --- one version ------------------------------------------------------------------------------------------------


@require_safe
@vereist(afspraken.RECHT)
def afspraak(request: Verzoek, pk: int) -> HttpResponse:
    """One version: its state, who signed, who pays, and its indicators with each target as printed and as read."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user).select_related("vorige", "categorielijst"), pk=pk)
    versies = list(zichtbare_afspraken(request.user).filter(naam=gekozen.naam).order_by("-versie"))
    kamers = zichtbare_streefkamers(request.user, gekozen)
    groepen = _groepen(zichtbare_indicatoren(request.user, gekozen), kamers)
    ondertekenaars = list(gekozen.ondertekeningen.select_related("organisatie").order_by("organisatie__naam"))
    return render(
        request,
        "afspraken/afspraak.html",
        {
            "afspraak": gekozen,
            "delen": afspraken.delen_van(gekozen, request.user),
            "kort": overleg_kort(request.user, gekozen),
            "partijen": list(gekozen.partijen.all()),
            "financiers": list(gekozen.financiers.all()),
            "geldlinks": afspraken.geldlinks_van(gekozen, request.user),
            "ondertekenaars": ondertekenaars,
            "aantal_getekend": sum(o.getekend_op is not None for o in ondertekenaars),
            "versies": versies if len(versies) > 1 else [],
            "nieuwste": versies[0] if versies[0] != gekozen else None,
            "kamers": kamers,
            "groepen": groepen,
            "aantal": sum(len(regels) for _, regels in groepen),
            "mag_wijzigen": mag(request.user, WIJZIGEN),
            "kruimels": kruimels(),
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


@require_safe
@vereist(afspraken.RECHT)
def verschillen(request: Verzoek, pk: int) -> HttpResponse:
    """What this version says differently from another one: the one it amends, unless another is asked for."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user).select_related("categorielijst"), pk=pk)
    andere = zichtbare_afspraken(request.user).exclude(pk=pk).select_related("categorielijst")
    form = VergelijkForm(request.GET or None, andere=andere)
    met = form.cleaned_data["met"] if form.is_bound and form.is_valid() else _vanzelf(gekozen, list(andere))
    return render(
        request,
        "afspraken/verschillen.html",
        {
            "afspraak": gekozen,
            "met": met,
            "form": form,
            "keuzes": list(andere),
            "verschillen": afspraken.vergelijk(met, gekozen, request.user) if met else None,
            "delen": afspraken.delen_van(gekozen, request.user, "afspraken:verschillen"),
            "kruimels": kruimels(gekozen),
        },
    )


class VergelijkForm(forms.Form):
    """With which other agreement or version to compare."""

    met = forms.ModelChoiceField(
        label="Vergelijk met",
        queryset=Afspraak.objects.none(),
        error_messages={
            "required": "Kies waarmee u wilt vergelijken.",
            "invalid_choice": "Die versie is er niet, of u mag die niet zien. Kies een versie uit de lijst.",
        },
    )

    def __init__(self, *args: Any, andere: QuerySet[Afspraak], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"].queryset = andere  # type: ignore[attr-defined]


def _vanzelf(gekozen: Afspraak, andere: list[Afspraak]) -> Afspraak | None:
    """The version it amends; else the version before it; else the agreement before it in time."""
    if gekozen.vorige_id:
        bedoeld = next((a for a in andere if a.pk == gekozen.vorige_id), None)
        if bedoeld:
            return bedoeld
    eerder = [a for a in andere if a.naam == gekozen.naam and a.versie < gekozen.versie]
    if not eerder and gekozen.van:
        eerder = [a for a in andere if a.van and a.van < gekozen.van]
        return max(eerder, key=lambda a: (a.van, a.versie), default=None)  # type: ignore[arg-type,return-value]
    return max(eerder, key=lambda a: a.versie, default=None)


# --- making and changing it -------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def nieuw(request: Verzoek) -> HttpResponse:
    """A first version of an agreement: after the example of another one, from a file, or empty."""
    standaard = Categorielijst.objects.filter(standaard=True).first()
    form = AfspraakForm(request.POST or None, initial={"categorielijst": standaard})
    if bewaard := _bewaar_kop(request, form):
        messages.success(request, f"{bewaard} is gemaakt. Voeg nu de indicatoren toe.")
        return redirect(bewaard)
    voorbeelden = nieuwste_versies(request.user).order_by("-van", "naam")[:5]
    context = {
        "form": form,
        "voorbeelden": list(voorbeelden),
        "kruimels": kruimels(),
        "mag_inlezen": mag(request.user, "importeren"),
    }
    return render(request, "afspraken/nieuw.html", context)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Change the head of an agreement; of a signed one only parties and financiers."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    form = AfspraakForm(request.POST or None, instance=gekozen)
    if bewaard := _bewaar_kop(request, form):
        messages.success(request, f"{bewaard} is opgeslagen.")
        return redirect(bewaard)
    titel, terug = "Afspraak wijzigen", gekozen.get_absolute_url()
    return formulier(request, form, titel, "Opslaan", terug, kruimels(Afspraak.objects.get(pk=pk)))


def _bewaar_kop(request: Verzoek, form: AfspraakForm) -> Afspraak | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return afspraken.bewaar_afspraak(
            form.instance,
            partijen=form.cleaned_data["partijen"],
            financiers=form.cleaned_data["financiers"],
            door=request.user,
        )
    except Geweigerd as fout:
        form.add_error(None, str(fout))
        return None


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def nieuwe_versie(request: Verzoek, pk: int) -> HttpResponse:
    """Copy this version into the next one, as a concept; what it said stays readable."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    form = VersieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kopie = afspraken.maak_nieuwe_versie(gekozen, reden=form.cleaned_data["reden"], door=request.user)
        messages.success(request, f"{kopie} is gemaakt, als concept. Pas aan wat er anders wordt, en teken daarna.")
        return redirect(kopie)
    intro = (
        "Alle indicatoren, streefwaarden en ondertekenaars gaan mee. De nieuwe versie begint als concept. "
        "De versie die er nu is, blijft zoals hij is."
    )
    titel, terug = f"Nieuwe versie van {gekozen.naam}", gekozen.get_absolute_url()
    return formulier(request, form, titel, "Nieuwe versie maken", terug, kruimels(gekozen), intro)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def volgend_jaar(request: Verzoek, pk: int) -> HttpResponse:
    """The agreement of another year after the example of this one."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    form = VolgendJaarForm(request.POST or None, afspraak=gekozen)
    if request.method == "POST" and form.is_valid():
        try:
            kopie = afspraken.maak_van_vorige(gekozen, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"{kopie} is gemaakt, als concept. Pas de streefwaarden aan, en teken daarna.")
            return redirect(kopie)
    intro = (
        f"U maakt een nieuwe afspraak naar het voorbeeld van {gekozen}. Indicatoren, streefwaarden, partijen, "
        "financiers en ondertekenaars gaan mee. U kunt daarna alles nog veranderen."
    )
    terug = gekozen.get_absolute_url()
    return formulier(request, form, "Afspraak van volgend jaar", "Afspraak maken", terug, kruimels(gekozen), intro)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def verwijder(request: Verzoek, pk: int) -> HttpResponse:
    """Throw a concept away, after asking."""
    gekozen = haal_concept(request, pk)
    if isinstance(gekozen, HttpResponse):
        return gekozen
    if request.method == "POST":
        naam = str(gekozen)
        try:
            afspraken.gooi_concept_weg(gekozen, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
            return redirect(reverse("afspraken:afspraak", args=[pk]))
        messages.success(request, f"Het concept {naam} is weg.")
        return redirect("afspraken:lijst")
    context = {
        "titel": f"{gekozen} weggooien",
        "vraag": "Weet u zeker dat dit concept weg kan? De indicatoren en streefwaarden erin gaan ook weg.",
        "knop": "Concept weggooien",
        "terug": gekozen.get_absolute_url(),
        "kruimels": kruimels(gekozen),
    }
    return render(request, "afspraken/weg.html", context)


# --- signing ----------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def ondertekenen(request: Verzoek, pk: int) -> HttpResponse:
    """Who signs for which organisation and when; and the step by which the concept becomes the agreement."""
    gekozen = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    tekenen = request.POST.get("doe") == "tekenen"
    wie = ondertekenaars_van(gekozen, request.POST if request.method == "POST" else None)
    dagen = [form.initial["getekend_op"] for form in wie if form.initial.get("getekend_op")]
    begin = {"getekend_op": gekozen.getekend_op or max(dagen, default=timezone.localdate())}
    teken = TekenForm(request.POST if tekenen else None, initial=begin)
    if request.method == "POST":
        goed = [form.is_valid() for form in (*wie, *([teken] if tekenen else []))]
        if all(goed) and _bewaar_ondertekening(request, gekozen, wie, teken if tekenen else None):
            return redirect(reverse("afspraken:afspraak", args=[pk]))
    return render(
        request,
        "afspraken/ondertekenen.html",
        {
            "afspraak": Afspraak.objects.get(pk=pk),
            "wie": wie,
            "teken": teken,
            "fouten": [form for form in (*wie, teken) if form.errors],
            "na_te_kijken": afspraken.na_te_kijken(gekozen, request.user) if gekozen.is_concept else [],
            "kruimels": kruimels(gekozen),
        },
    )


def _bewaar_ondertekening(
    request: Verzoek, gekozen: Afspraak, wie: Iterable[OndertekenaarForm], teken: TekenForm | None
) -> bool:
    rijen = [rij for form in wie if (rij := form.ondertekenaar)]
    was_concept = gekozen.is_concept
    try:
        with transaction.atomic():
            afspraken.bewaar_ondertekenaars(gekozen, ondertekenaars=rijen, door=request.user)
            if teken:
                afspraken.onderteken(gekozen, getekend_op=teken.cleaned_data["getekend_op"], door=request.user)
    except Geweigerd as fout:
        (teken or next(iter(wie))).add_error(None, str(fout))
        return False
    if teken and was_concept:
        messages.success(request, f"{gekozen} is getekend. Vanaf nu verandert er niets meer aan deze versie.")
    else:
        messages.success(request, "De ondertekenaars zijn opgeslagen.")
    return True


def formulier(
    request: Verzoek, form: Any, titel: str, knop: str, terug: str, kruimels: list[tuple[str, str]], intro: str = ""
) -> HttpResponse:
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "kruimels": kruimels, "intro": intro}
    return render(request, "beheer/formulier.html", context)
