"""The pages of what was read in before: the list, one file, and undoing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters as filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.importeren.ongedaan import InDeWeg, maak_ongedaan, maak_plan
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.lijsten import GetalKolom, Lijst, Lijsttabel
from buurtwerkkamers.models import Inlezing
from buurtwerkkamers.opmaak import tijdstip
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek

RECHT = "importeren"
KRUIMELS = [("Bestand inlezen", "/importeren/"), ("Eerder ingelezen", "/importeren/eerder/")]


def soorttitel(naam: str) -> str:
    soort = soorten().get(naam)
    return soort.titel if soort else naam


class Inlezingtabel(Lijsttabel):
    bestandsnaam = tables.Column(verbose_name="Bestand", linkify=True)
    soort = tables.Column(verbose_name="Wat erin stond")
    op = tables.Column(verbose_name="Ingelezen op")
    door = tables.Column(verbose_name="Door", accessor="door__naam")
    nieuw = GetalKolom(verbose_name="Nieuw")
    gewijzigd = GetalKolom(verbose_name="Gewijzigd")
    ongedaan_op = tables.Column(verbose_name="Ongedaan gemaakt")
    bijschrift = "Eerder ingelezen bestanden"

    class Meta(Lijsttabel.Meta):
        model = Inlezing
        fields = ("bestandsnaam", "soort", "op", "door", "nieuw", "gewijzigd", "ongedaan_op")

    def render_soort(self, value: str) -> str:
        return soorttitel(value)

    def render_op(self, value: Any) -> str:
        return tijdstip(value)

    def render_ongedaan_op(self, value: Any) -> str:
        return tijdstip(value)


class InlezingFilter(filters.FilterSet):
    soort = filters.ChoiceFilter(label="Wat erin stond", empty_label="Alles")
    ongedaan = filters.ChoiceFilter(
        label="Ongedaan gemaakt",
        choices=[("nee", "nee"), ("ja", "ja")],
        method="is_ongedaan",
        empty_label="Maakt niet uit",
    )

    class Meta:
        model = Inlezing
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["soort"].extra["choices"] = [(soort.naam, soort.titel) for soort in soorten().values()]

    def is_ongedaan(self, inlezingen: QuerySet[Inlezing], naam: str, waarde: str) -> QuerySet[Inlezing]:
        return inlezingen.filter(ongedaan_op__isnull=waarde == "nee")


class Eerder(Lijst):
    recht = RECHT
    titel = "Eerder ingelezen"
    intro = "Ging er iets mis met een bestand? Kies het bestand en maak het in een keer ongedaan."
    enkelvoud, meervoud = "bestand", "bestanden"
    met_namen = False
    leeg_titel = "Er is nog geen bestand ingelezen"
    leeg_tekst = "Lees een bestand in. Daarna ziet u hier wat het veranderde."
    table_class, filterset_class = Inlezingtabel, InlezingFilter

    def get_queryset(self) -> QuerySet[Inlezing]:
        return Inlezing.objects.select_related("door")

    def acties(self) -> list[tuple[str, str]]:
        return [("Bestand inlezen", reverse("importeren"))]

    def kruimels(self) -> list[tuple[str, str]]:
        return KRUIMELS[:1]


@require_safe
@vereist(RECHT)
def inlezing(request: Verzoek, pk: UUID) -> HttpResponse:
    """What one file did."""
    gevonden = _haal(pk)
    context = {"inlezing": gevonden, "soort": soorttitel(gevonden.soort), "kruimels": KRUIMELS}
    return render(request, "importeren/inlezing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(RECHT)
def ongedaan(request: Verzoek, pk: UUID) -> HttpResponse:
    """First what undoing would do, or what is in the way; then doing it."""
    gevonden = _haal(pk)
    if gevonden.ongedaan_op:
        messages.info(request, "Dit bestand is al ongedaan gemaakt.")
        return redirect(gevonden)
    beletsels: list[str] | None = None
    if request.method == "POST":
        try:
            maak_ongedaan(gevonden, door=request.user)
        except InDeWeg as fout:
            beletsels = fout.beletsels
        except Geweigerd:
            beletsels = ["Er veranderde net iets dat op dit bestand rust. Bekijk deze pagina opnieuw."]
        else:
            messages.success(request, f"{gevonden.bestandsnaam} is ongedaan gemaakt. Alles is weer zoals ervoor.")
            return redirect(gevonden)
    plan = maak_plan(gevonden)
    context = {
        "inlezing": gevonden,
        "soort": soorttitel(gevonden.soort),
        "plan": plan,
        "beletsels": plan.beletsels if beletsels is None else beletsels,
        "tabellen": [(t.titel, len(t.weg), len(t.terug) + len(t.opnieuw)) for t in plan.tabellen],
        "kruimels": [*KRUIMELS, (gevonden.bestandsnaam, gevonden.get_absolute_url())],
    }
    return render(request, "importeren/ongedaan.html", context, status=200 if beletsels is None else 409)


def _haal(pk: UUID) -> Inlezing:
    return get_object_or_404(Inlezing.objects.select_related("door", "ongedaan_door"), pk=pk)
