"""What the kamers offer: list, page of one activity, and the forms to make, change and stop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import registratie
from deelnemers.filters.mensen import ActiviteitFilter
from deelnemers.forms.mensen import ActiviteitForm, EindForm
from deelnemers.models import Activiteit, Deelname, Indeling, Telling
from deelnemers.tables.mensen import ActiviteitTabel

LIJST = ("Activiteiten", "/activiteiten/")
DAGEN = 20


class Activiteiten(Lijst):
    """Activities of the user's kamers, with the attendances of this year."""

    recht = "activiteiten.zien"
    titel = "Activiteiten"
    enkelvoud = "activiteit"
    meervoud = "activiteiten"
    met_namen = False
    leeg_titel = "Nog geen activiteiten"
    leeg_tekst = "Maak de eerste activiteit. Daarna kunt u registreren wie er komt."
    table_class = ActiviteitTabel
    filterset_class = ActiviteitFilter

    def get_queryset(self) -> Any:
        begin = timezone.localdate().replace(month=1, day=1)
        keer = (
            Deelname.objects.filter(activiteit=OuterRef("pk"), datum__gte=begin)
            .order_by()
            .values("activiteit")
            .annotate(keer=Count("pk"))
        )
        return (
            _zichtbaar(self.request)
            .annotate(keer=Coalesce(Subquery(keer.values("keer")), 0))
            .order_by("kamer__volgorde", "kamer__naam", "naam")
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        een_kamer = kamers_met(self.request.user, self.recht).count() == 1
        return {"exclude": ("kamer",)} if een_kamer else {}

    def acties(self) -> list[tuple[str, str]]:
        mag_dit = mag(self.request.user, "activiteiten.wijzigen")
        return [("Nieuwe activiteit", reverse("activiteiten:nieuw"))] if mag_dit else []


def _zichtbaar(request: Verzoek, recht: str = "activiteiten.zien") -> Any:
    """Activities within reach of the right; ``categorieen`` holds their place in the standard list."""
    standaard = Indeling.objects.filter(lijst__standaard=True).select_related("categorie")
    return (
        Activiteit.objects.filter(kamer__in=kamers_met(request.user, recht))
        .select_related("kamer")
        .prefetch_related(Prefetch("indelingen", standaard, to_attr="categorieen"))
    )


@vereist("activiteiten.zien")
@require_safe
def activiteit(request: Verzoek, pk: int) -> HttpResponse:
    """One activity: how it counts, who hosts it, and how many came on the last days."""
    deze = get_object_or_404(_zichtbaar(request).prefetch_related("gastheren", "ritme"), pk=pk)
    vandaag = timezone.localdate()
    context = {
        "activiteit": deze,
        "dagen": _laatste_dagen(deze),
        "kruimels": [LIJST],
        "loopt": not deze.gestopt_op or deze.gestopt_op >= vandaag,
        "mag_wijzigen": mag(request.user, "activiteiten.wijzigen", deze.kamer),
    }
    return render(request, "activiteiten/activiteit.html", context)


def _laatste_dagen(activiteit: Activiteit) -> list[dict[str, Any]]:
    """The last days with somebody there: attendances with a name, and the head count without."""
    met = Deelname.objects.filter(activiteit=activiteit).order_by().values_list("datum").annotate(Count("pk"))
    zonder = Telling.objects.filter(activiteit=activiteit, aantal__gt=0)
    namen = dict(met.order_by("-datum")[:DAGEN])
    tellingen = dict(zonder.order_by("-datum").values_list("datum", "aantal")[:DAGEN])
    dagen = sorted(namen.keys() | tellingen.keys(), reverse=True)[:DAGEN]
    return [{"datum": dag, "met_naam": namen.get(dag, 0), "zonder_naam": tellingen.get(dag, 0)} for dag in dagen]


@vereist("activiteiten.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    kamers = kamers_met(request.user, "activiteiten.wijzigen")
    form = ActiviteitForm(request.POST if request.method == "POST" else None, kamers=kamers)
    if form.is_valid():
        velden = form.cleaned_data
        try:
            deze = registratie.maak_activiteit(
                kamer=form.gekozen_kamer,
                naam=velden["naam"],
                categorie=velden["categorie"],
                # A sensitive category makes its activities sensitive, also when the box was forgotten.
                gevoelig=velden["gevoelig"] or velden["categorie"].gevoelig,
                door=request.user,
            )
            if velden.get("gastheren"):
                _bewaar(deze, velden | {"gevoelig": deze.gevoelig}, request)
            registratie.wijzig_ritme(deze, dagen=form.ritme, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"‘{deze.naam}’ staat klaar.")
            return redirect("activiteiten:activiteit", deze.pk)
    context = {"form": form, "kruimels": [LIJST]}
    return render(request, "activiteiten/nieuw.html", context, status=422 if form.errors else 200)


def _bewaar(activiteit: Activiteit, velden: dict[str, Any], request: Verzoek) -> None:
    registratie.wijzig_activiteit(
        activiteit,
        naam=velden["naam"],
        categorie=velden["categorie"],
        gevoelig=velden["gevoelig"],
        gestopt_op=velden.get("gestopt_op"),
        gastheren=velden.get("gastheren"),
        door=request.user,
    )


@vereist("activiteiten.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    deze = get_object_or_404(_zichtbaar(request, "activiteiten.wijzigen"), pk=pk)
    ritme = list(deze.ritme.all())
    form = ActiviteitForm(
        request.POST if request.method == "POST" else None,
        kamers=kamers_met(request.user, "activiteiten.wijzigen").filter(pk=deze.kamer_id),
        activiteit=deze,
        initial={
            "naam": deze.naam,
            "categorie": next((indeling.categorie_id for indeling in deze.categorieen), None),
            "gevoelig": deze.gevoelig,
            "gestopt_op": deze.gestopt_op,
            "gastheren": list(deze.gastheren.values_list("pk", flat=True)),
            "dagen": [dag.weekdag for dag in ritme],
            "begin": ritme[0].begin if ritme else None,
            "eind": ritme[0].eind if ritme else None,
        },
    )
    if form.is_valid():
        try:
            _bewaar(deze, form.cleaned_data, request)
            registratie.wijzig_ritme(deze, dagen=form.ritme, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De activiteit is opgeslagen.")
            return redirect("activiteiten:activiteit", deze.pk)
    context = {
        "activiteit": deze,
        "form": form,
        "kruimels": [LIJST, (deze.naam, reverse("activiteiten:activiteit", args=[deze.pk]))],
    }
    return render(request, "activiteiten/wijzig.html", context, status=422 if form.errors else 200)


@vereist("activiteiten.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Verzoek, pk: int) -> HttpResponse:
    """Say which day was the last. What was registered stays."""
    deze = get_object_or_404(_zichtbaar(request, "activiteiten.wijzigen"), pk=pk)
    if not deze.categorieen:  # imported without one: the full form asks for it
        return redirect("activiteiten:wijzig", deze.pk)
    form = EindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        velden = {
            "naam": deze.naam,
            "categorie": deze.categorieen[0].categorie,
            "gevoelig": deze.gevoelig,
            "gestopt_op": form.cleaned_data["tot"],
        }
        try:
            _bewaar(deze, velden, request)
        except Geweigerd as fout:
            form.add_error("tot", str(fout))
        else:
            dag = datum_voluit(form.cleaned_data["tot"])
            messages.success(request, f"De laatste keer ‘{deze.naam}’ is {dag}. Wat geregistreerd is, blijft staan.")
            return redirect("activiteiten:activiteit", deze.pk)
    context = {
        "activiteit": deze,
        "form": form,
        "kruimels": [LIJST, (deze.naam, reverse("activiteiten:activiteit", args=[deze.pk]))],
    }
    return render(request, "activiteiten/stop.html", context, status=422 if form.errors else 200)
