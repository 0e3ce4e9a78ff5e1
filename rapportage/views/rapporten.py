"""Pages of reports: the list, the report itself, writing answers, the steps of its life, and its files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_filters import ChoiceFilter, FilterSet

from buurtwerkkamers.lijsten import DatumKolom, Lijst, Lijsttabel
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.opmaak import GEEN
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from rapportage import vaststelling
from rapportage.documenten import SOORTEN, PdfLukteNiet
from rapportage.edities import keten_van, met_editie, nummer_van, zonder_vervangen
from rapportage.forms import RapportForm, TerugForm, VaststelForm
from rapportage.models import Onderdeel, Rapport
from rapportage.opmerkingstand import gesprek_over, laatst_teruggestuurd
from rapportage.rapportvorm import Document
from rapportage.samenstelling import laatste_editie, stel_samen
from rapportage.samenstelling.signalen import zonder_teksten
from rapportage.sindsdien import sinds_vaststelling
from rapportage.sjablonen.lezen import te_kiezen
from rapportage.voortgang import voortgang_voor

LEZEN = ("rapporten.zien", "rapporten.vastgesteld_zien")


STATUSKLEUR: dict[str, str] = {
    Rapport.Status.CONCEPT: "neutraal",
    Rapport.Status.TER_CONTROLE: "let_op",
    Rapport.Status.VASTGESTELD: "goed",
    Rapport.Status.INGEDIEND: "goed",
}


class Rapporttabel(Lijsttabel):
    titel = tables.Column(verbose_name="Rapport", linkify=True)
    van = DatumKolom(verbose_name="Van")
    tm = DatumKolom(verbose_name="Tot en met")
    editie = tables.Column(verbose_name="Editie", empty_values=(), orderable=False)
    status = tables.Column(verbose_name="Status")
    bijschrift = "Rapporten"

    def render_editie(self, record: Any) -> str:
        if record.is_af:
            return record.editie_nu or GEEN
        return f"verbetert {record.editie_voor}" if record.editie_voor else GEEN

    def render_status(self, record: Rapport) -> str:
        return render_to_string(
            "onderdelen/statuslabel.html",
            {"tekst": record.get_status_display(), "soort": STATUSKLEUR[record.status]},
        )

    class Meta(Lijsttabel.Meta):
        model = Rapport
        fields = ("titel", "afspraak", "van", "tm", "editie", "status")


class Rapportfilter(FilterSet):
    status = ChoiceFilter(label="Status", choices=Rapport.Status.choices, empty_label="Alle")

    class Meta:
        model = Rapport
        fields = ("status",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who never sees a report in the making is not asked whether to look for one."""
        super().__init__(*args, **kwargs)
        if self.request and not mag(self.request.user, "rapporten.zien"):
            self.filters["status"].extra["choices"] = [(status.value, status.label) for status in Rapport.AF]


class Rapporten(Lijst):
    recht = "rapporten.vastgesteld_zien"
    titel = "Rapporten"
    intro = "Wat de kamers deden, met cijfers en in woorden, voor wie meebetaalt en meedoet."
    enkelvoud, meervoud = "rapport", "rapporten"
    met_namen = False
    leeg_titel = "Er zijn nog geen rapporten"
    leeg_tekst = (
        "Een rapport komt hier te staan als het is gemaakt, of voor gemeente en corporatie als het is vastgesteld."
    )
    table_class = Rapporttabel
    filterset_class = Rapportfilter

    def get_queryset(self) -> QuerySet[Rapport]:
        zichtbaar = zonder_vervangen(Rapport.objects.zichtbaar_voor(self.request.user))
        return met_editie(zichtbaar).select_related("afspraak")

    def acties(self) -> list[tuple[str, str]]:
        if not mag(self.request.user, "rapporten.beheren"):
            return []
        return [("Nieuw rapport", reverse("rapporten:nieuw")), ("Sjablonen", reverse("rapporten:sjablonen"))]


def haal_rapport(gebruiker: Gebruiker, kenmerk: str) -> Rapport:
    """The report at this address, or 404 when this user may not know it."""
    zichtbaar = Rapport.objects.zichtbaar_voor(gebruiker)
    return get_object_or_404(zichtbaar.select_related("afspraak", "sjabloon"), kenmerk=kenmerk)


def kruimels_naar(rij: Rapport) -> list[tuple[str, str]]:
    """The pages above a page of this report."""
    return [("Rapporten", reverse("rapporten:lijst")), (rij.titel, rij.get_absolute_url())]


@require_GET
@vereist(*LEZEN)
def rapport(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The report on screen, from the same template parts as the PDF."""
    rij = haal_rapport(request.user, kenmerk)
    return render(request, "rapportage/rapport/scherm.html", _context(request.user, rij))


def _context(gebruiker: Gebruiker, rij: Rapport) -> dict[str, Any]:
    beheert = mag(gebruiker, "rapporten.beheren")
    editie = laatste_editie(rij)
    meegeschreven = vaststelling.schreef_mee(rij, gebruiker)
    gesprek = gesprek_over(rij, gebruiker) if not rij.is_af else None
    return {
        "rapport": rij,
        "document": zicht_op(gebruiker, rij),
        "statuskleur": STATUSKLEUR[rij.status],
        "editie": editie,
        "controlegetal": editie and editie.sha256,
        "mag_sindsdien": editie and mag(gebruiker, "rapporten.zien"),
        "alleen_eigen": not rij.is_af and not _ziet_alles(gebruiker, rij),
        "beheert": beheert,
        "mag_vaststellen": mag(gebruiker, "rapporten.vaststellen") and not meegeschreven,
        "schreef_mee": meegeschreven,
        "antwoordkamers": _antwoordkamers(gebruiker, rij),
        "bestanden": _bestanden(gebruiker, rij),
        "terugformulier": TerugForm(),
        "vaststelformulier": VaststelForm(),
        "voortgang": voortgang_voor(gebruiker, rij),
        "loopt_nog": not rij.is_af and rij.tm >= timezone.localdate(),
        **_over_edities(gebruiker, rij),
        "gesprek": gesprek,
        # why it came back is part of the talk about the report: for who takes part in that
        "teruggestuurd": laatst_teruggestuurd(rij) if gesprek and rij.is_concept else None,
        "kruimels": [("Rapporten", reverse("rapporten:lijst"))],
    }


def _over_edities(gebruiker: Gebruiker, rij: Rapport) -> dict[str, Any]:
    """The other editions of this report, as far as this user may know of them."""
    keten = keten_van(rij)
    bezig = keten.in_de_maak
    if bezig and bezig.pk != rij.pk and not Rapport.objects.zichtbaar_voor(gebruiker).filter(pk=bezig.pk).exists():
        bezig = None
    return {
        "keten": keten,
        "nieuwer": keten.nieuwer_dan(rij),
        "in_de_maak": bezig if bezig and bezig.pk != rij.pk else None,
        "wordt_editie": nummer_van(rij) if rij.verbetert_id and not rij.is_af else "",
    }


def zicht_op(gebruiker: Gebruiker, rij: Rapport) -> Document:
    """The composed report as far as this user sees it: in the making a coordinator sees the own kamer only, and who
    neither answers nor manages sees the figures without the answers and without the texts of signals.
    """
    if rij.is_af:
        return stel_samen(rij)
    document = stel_samen(rij, kamers=list(kamers_met(gebruiker, "rapporten.zien")))
    if mag(gebruiker, "rapporten.beheren") or mag(gebruiker, "rapporten.antwoorden"):
        return document
    delen = (zonder_teksten(deel) for deel in document.delen if deel.soort not in Onderdeel.VRAGEN)
    return replace(document, delen=tuple(delen))


def _ziet_alles(gebruiker: Gebruiker, rij: Rapport) -> bool:
    return not rij.kamers.exclude(pk__in=kamers_met(gebruiker, "rapporten.zien")).exists()


def _antwoordkamers(gebruiker: Gebruiker, rij: Rapport) -> list[Kamer]:
    if not rij.is_concept:
        return []
    return list(rij.kamers.filter(pk__in=kamers_met(gebruiker, "rapporten.antwoorden")))


def _bestanden(gebruiker: Gebruiker, rij: Rapport) -> list[tuple[str, str]]:
    if not (rij.is_af or mag(gebruiker, "rapporten.beheren")):
        return []
    return [(vorm.naam, reverse("rapporten:bestand", args=[rij.kenmerk, soort])) for soort, vorm in SOORTEN.items()]


@require_GET
@vereist(*LEZEN)
def bestand(request: HttpRequest, kenmerk: str, soort: str) -> HttpResponse:
    """The report as a file. In the making only for who manages reports: it holds all kamers."""
    rij = haal_rapport(request.user, kenmerk)
    if soort not in SOORTEN or not (rij.is_af or mag(request.user, "rapporten.beheren")):
        raise Http404
    try:
        inhoud = SOORTEN[soort].maak(rij)
    except PdfLukteNiet as fout:
        messages.error(request, str(fout))
        return redirect(rij)
    naam = f"{rij.kenmerk}.{soort}" if rij.is_af else f"{rij.kenmerk}-concept.{soort}"
    return HttpResponse(
        inhoud,
        content_type=SOORTEN[soort].mime,
        headers={"Content-Disposition": f'attachment; filename="{naam}"'},
    )


@require_GET
@vereist("rapporten.zien")
def sindsdien(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """What would be counted differently since the report was adopted, and what was written since."""
    rij = haal_rapport(request.user, kenmerk)
    kamers = None if _ziet_alles(request.user, rij) else list(kamers_met(request.user, "rapporten.zien"))
    gevonden = sinds_vaststelling(rij, kamers)
    if gevonden is None:
        raise Http404
    context = {
        "rapport": rij,
        "sindsdien": gevonden,
        "alleen_eigen": kamers is not None,
        "keten": keten_van(rij),
        "mag_verbeteren": mag(request.user, "rapporten.beheren"),
        "kruimels": kruimels_naar(rij),
    }
    return render(request, "rapportage/rapport/sindsdien.html", context)


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def nieuw(request: HttpRequest) -> HttpResponse:
    """Start a report."""
    form = RapportForm(request.POST or None, gebruiker=request.user)
    if request.method == "POST" and form.is_valid():
        velden = {naam: waarde for naam, waarde in form.cleaned_data.items() if not naam.rpartition("_")[2].isdigit()}
        try:
            rij = vaststelling.maak_rapport(**velden, door=request.user)
        except (ValidationError, Geweigerd) as fout:
            form.add_error(None, fout.messages if isinstance(fout, ValidationError) else str(fout))  # type: ignore[arg-type]
        else:
            messages.success(request, "Het rapport staat klaar. De coördinatoren kunnen nu antwoorden schrijven.")
            return redirect(rij)
    kruimels = [("Rapporten", reverse("rapporten:lijst"))]
    context = {"form": form, "kruimels": kruimels, "zonder_sjabloon": not te_kiezen().exists()}
    return render(request, "rapportage/rapport/nieuw.html", context)


# --- the steps of a report's life: each a named action, by POST only --------------------------------------------


def _stap(request: HttpRequest, kenmerk: str, doe: Any, gelukt: str, **meer: Any) -> HttpResponse:
    rij = haal_rapport(request.user, kenmerk)
    try:
        doe(rapport=rij, door=request.user, **meer)
    except (Geweigerd, PdfLukteNiet) as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, gelukt)
    return redirect(rij)


@require_POST
@vereist("rapporten.beheren")
def ter_controle(request: HttpRequest, kenmerk: str) -> HttpResponse:
    return _stap(
        request, kenmerk, vaststelling.leg_ter_controle, "Het rapport ligt ter controle. De antwoorden staan nu vast."
    )


@require_POST
@vereist("rapporten.vaststellen")
def terugsturen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    form = TerugForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Schrijf waarom het rapport teruggaat.")
        return redirect(haal_rapport(request.user, kenmerk))
    reden = form.cleaned_data["reden"]
    return _stap(request, kenmerk, vaststelling.stuur_terug, "Het rapport is weer een concept.", reden=reden)


@require_POST
@vereist("rapporten.vaststellen")
def vaststellen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    if not VaststelForm(request.POST).is_valid():
        messages.error(request, "Zet eerst een vinkje dat u het rapport hebt gelezen. Daarna kunt u het vaststellen.")
        return redirect(haal_rapport(request.user, kenmerk))
    return _stap(
        request, kenmerk, vaststelling.stel_vast, "Het rapport is vastgesteld. Cijfers en teksten veranderen niet meer."
    )
