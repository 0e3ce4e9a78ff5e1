"""Pages of lists of categories: which there are, what is in them, and which activity counts in which category."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import categorieen as schrijf
from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.rechten import haal_kamer, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.forms.categorieen import CategorieForm, IndelingForm, LijstForm, LijstnaamForm
from deelnemers.models import Activiteit, Indeling
from deelnemers.registratie.indelingen import deel_in, neem_indeling_over

RECHT = "afspraken.wijzigen"
FORMULIER = ["GET", "HEAD", "POST"]


def _kruimels(lijst: Categorielijst | None = None) -> list[tuple[str, str]]:
    boven = [("Afspraken", reverse("afspraken:lijst"))]
    if lijst is None:
        return boven
    return [*boven, ("Categorieën", reverse("categorieen:lijsten")), (lijst.naam, _adres(lijst))]


def _adres(lijst: Categorielijst) -> str:
    return reverse("categorieen:lijst", args=[lijst.pk])


@require_safe
@vereist(RECHT)
def lijsten(request: Verzoek) -> HttpResponse:
    """All lists, with how many categories and agreements each has, and how many activities have no category in it."""
    activiteiten = Activiteit.objects.count()
    ingedeeld = dict(Indeling.objects.order_by().values_list("lijst").annotate(aantal=Count("pk")))
    rijen = [
        {"lijst": lijst, "zonder": activiteiten - ingedeeld.get(lijst.pk, 0)}
        for lijst in Categorielijst.objects.annotate(
            hoeveel=Count("categorie", distinct=True), afspraken=Count("afspraak", distinct=True)
        ).order_by("-standaard", "naam")
    ]
    return render(request, "categorieen/lijsten.html", {"rijen": rijen, "kruimels": _kruimels()})


@require_http_methods(FORMULIER)
@vereist(RECHT)
def nieuw(request: Verzoek) -> HttpResponse:
    """A new list; a copy also takes over which activity belongs where."""
    form = LijstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lijst = schrijf.maak_lijst(naam=form.cleaned_data["naam"], categorieen=form.categorieen, door=request.user)
            if form.kopie_van:
                neem_indeling_over(form.kopie_van, lijst, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De lijst ‘{lijst}’ is gemaakt. Kijk na welke activiteit waar hoort.")
            return redirect(_adres(lijst))
    kruimels = [*_kruimels(), ("Categorieën", reverse("categorieen:lijsten"))]
    return _formulier(request, form, "Nieuwe lijst", "Lijst maken", reverse("categorieen:lijsten"), kruimels)


@require_safe
@vereist(RECHT)
def lijst(request: Verzoek, pk: int) -> HttpResponse:
    """One list: its categories in their order, and per kamer how many activities have a category in it."""
    gekozen = get_object_or_404(Categorielijst, pk=pk)
    gebruikt = dict(Indeling.objects.filter(lijst=gekozen).order_by().values_list("categorie").annotate(Count("pk")))
    kamers = Kamer.objects.annotate(
        activiteiten=Count("activiteit", distinct=True),
        ingedeeld=Count("activiteit", filter=Q(activiteit__indelingen__lijst=gekozen), distinct=True),
    )
    context = {
        "lijst": gekozen,
        "categorieen": [(c, gebruikt.get(c.pk, 0)) for c in gekozen.categorie_set.all()],
        "kamers": [(kamer, kamer.activiteiten - kamer.ingedeeld) for kamer in kamers],
        "afspraken": gekozen.afspraak_set.all(),
        "kruimels": _kruimels(gekozen)[:-1],
    }
    return render(request, "categorieen/lijst.html", context)


@require_http_methods(FORMULIER)
@vereist(RECHT)
def hernoem(request: Verzoek, pk: int) -> HttpResponse:
    gekozen = get_object_or_404(Categorielijst, pk=pk)
    form = LijstnaamForm(request.POST or None, lijst=gekozen)
    if request.method == "POST" and form.is_valid():
        schrijf.hernoem_lijst(gekozen, naam=form.cleaned_data["naam"], door=request.user)
        messages.success(request, "De naam is opgeslagen.")
        return redirect(_adres(gekozen))
    return _formulier(request, form, "Naam van de lijst", "Opslaan", _adres(gekozen), _kruimels(gekozen))


# --- categories -------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(RECHT)
def categorie_nieuw(request: Verzoek, pk: int) -> HttpResponse:
    """Add a category; it comes last."""
    gekozen = get_object_or_404(Categorielijst, pk=pk)
    return _categoriepagina(request, Categorie(lijst=gekozen))


@require_http_methods(FORMULIER)
@vereist(RECHT)
def categorie(request: Verzoek, pk: int, categorie_pk: int) -> HttpResponse:
    """Change the name or the marks of a category."""
    return _categoriepagina(request, _haal(pk, categorie_pk))


def _haal(pk: int, categorie_pk: int) -> Categorie:
    return get_object_or_404(Categorie.objects.select_related("lijst"), pk=categorie_pk, lijst_id=pk)


def _categoriepagina(request: Verzoek, rij: Categorie) -> HttpResponse:
    form = CategorieForm(request.POST or None, categorie=rij)
    if request.method == "POST" and form.is_valid():
        for veld, waarde in form.cleaned_data.items():
            setattr(rij, veld, waarde)
        try:
            schrijf.bewaar_categorie(rij, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De categorie ‘{rij.naam}’ is opgeslagen.")
            return redirect(_adres(rij.lijst))
    titel, knop = ("Categorie wijzigen", "Opslaan") if rij.pk else ("Nieuwe categorie", "Categorie toevoegen")
    return _formulier(request, form, titel, knop, _adres(rij.lijst), _kruimels(rij.lijst))


@require_POST
@vereist(RECHT)
def verplaats(request: Verzoek, pk: int, categorie_pk: int) -> HttpResponse:
    """One place up, or down."""
    rij = _haal(pk, categorie_pk)
    schrijf.verplaats_categorie(rij, omhoog=request.POST.get("richting") == "omhoog", door=request.user)
    return redirect(_adres(rij.lijst))


@require_POST
@vereist(RECHT)
def categorie_weg(request: Verzoek, pk: int, categorie_pk: int) -> HttpResponse:
    """Remove a category that nothing counts in."""
    rij = _haal(pk, categorie_pk)
    naam, waar = rij.naam, rij.lijst
    try:
        schrijf.verwijder_categorie(rij, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"De categorie ‘{naam}’ is weg.")
    return redirect(_adres(waar))


# --- activities -------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(RECHT)
def indeling(request: Verzoek, pk: int, slug: str) -> HttpResponse:
    """Which category each activity of a kamer has in this list."""
    gekozen, kamer = get_object_or_404(Categorielijst, pk=pk), haal_kamer(request.user, RECHT, slug)
    form = IndelingForm(request.POST if request.method == "POST" else None, lijst=gekozen, kamer=kamer)
    if request.method == "POST" and form.is_valid():
        veranderd = deel_in(gekozen, form.keuzes, door=request.user)
        wat = "1 activiteit is veranderd" if veranderd == 1 else f"{getal(veranderd)} activiteiten zijn veranderd"
        messages.success(request, f"{kamer}: {wat}." if veranderd else f"{kamer}: er is niets veranderd.")
        return redirect(_adres(gekozen))
    intro = "Kies per activiteit waar hij in telt. Bezoeken van vroeger tellen mee in de categorie die u kiest."
    if not form.activiteiten:
        intro = "Deze kamer heeft nog geen activiteiten. Zodra de coördinator er een toevoegt, staat die hier."
    return _formulier(request, form, f"Activiteiten van {kamer}", "Opslaan", _adres(gekozen), _kruimels(gekozen), intro)


def _formulier(
    request: Verzoek, form: Any, titel: str, knop: str, terug: str, kruimels: list[tuple[str, str]], intro: str = ""
) -> HttpResponse:
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "kruimels": kruimels, "intro": intro}
    return render(request, "beheer/formulier.html", context)
