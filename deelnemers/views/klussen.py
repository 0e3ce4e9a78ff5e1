"""Jobs for residents: the list with the next step of each, the page of one job, and the forms that move it on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Logregel
from buurtwerkkamers.perioden import Periode, datum_voluit
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import klusstand
from deelnemers.filters.klussen import KlusFilter
from deelnemers.forms.klussen import GedaanForm, KlusForm, KlusWijzigForm, PlanForm
from deelnemers.forms.velden import deelnemer_uit_adres
from deelnemers.klusstand import Staat
from deelnemers.models import Deelnemer, Klus
from deelnemers.registratie import klussen as registratie
from deelnemers.samengevoegd import wortel, wortels
from deelnemers.tables.klussen import KlusTabel
from deelnemers.tellingen import REGELS, tel_klussen
from deelnemers.views.vastleggen import START

RECHT, WIJZIGEN = "klussen.zien", "klussen.wijzigen"
LIJST = ("Klussen", "/klussen/")


def _zichtbaar(request: Verzoek, recht: str = RECHT) -> QuerySet[Klus]:
    return Klus.objects.filter(kamer__in=kamers_met(request.user, recht)).select_related(
        "kamer", "aanvrager__persoonsgegevens", "uitvoerder__persoonsgegevens"
    )


def _namen_van_dubbelen() -> dict[int, str]:
    """For cards that turned out to be doubles: the name on the card that holds."""
    van_kaart = wortels()
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk(set(van_kaart.values()))
    return {kaart: mensen[naar].naam for kaart, naar in van_kaart.items()}


class Klussen(Lijst):
    """Jobs of the user's kamers: what is still to be done on top."""

    recht = RECHT
    titel = "Klussen"
    enkelvoud = "klus"
    meervoud = "klussen"
    leeg_titel = "Nog geen klussen"
    leeg_tekst = "Vraagt iemand om hulp in huis of tuin? Schrijf de klus dan hier op."
    table_class = KlusTabel
    filterset_class = KlusFilter
    template_name = "klussen/lijst.html"

    def kruimels(self) -> list[tuple[str, str]]:
        return [START]

    def get_queryset(self) -> Any:
        klussen = klusstand.met_rang(_zichtbaar(self.request)).annotate(dag=Coalesce("uitgevoerd_op", "gepland_op"))
        return klussen.order_by("rang", "-uitgevoerd_op", "gepland_op", "aangevraagd_op", "nummer")

    def get_table_kwargs(self) -> dict[str, Any]:
        wijzigbaar = set(kamers_met(self.request.user, WIJZIGEN).values_list("pk", flat=True))
        weg = [] if kamers_met(self.request.user, RECHT).count() > 1 else ["kamer"]
        weg += [] if wijzigbaar and "uitvoer" not in self.request.GET else ["acties"]
        return {"mag_wijzigen": wijzigbaar, "namen": _namen_van_dubbelen(), "exclude": weg}

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuwe klus", reverse("klussen:nieuw"))] if mag(self.request.user, WIJZIGEN) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kamers = list(kamers_met(self.request.user, RECHT))
        vandaag = timezone.localdate()
        periode = Periode.halfjaar(vandaag.year, 1 if vandaag.month <= 6 else 2)
        alle = Klus.objects.filter(kamer__in=kamers)
        return super().get_context_data(**kwargs) | {
            "gedaan": tel_klussen(kamers, periode)[None],
            "periode": periode,
            "regel": REGELS["klussen"],
            "te_doen": klusstand.in_staat(alle, "open").count(),
            "ongepland": klusstand.in_staat(alle, Staat.GEVRAAGD).count(),
        }


@vereist(RECHT)
@require_safe
def klus(request: Verzoek, pk: int) -> HttpResponse:
    """One job: for whom, how far, by whom, what happened with it, and the next step."""
    deze = get_object_or_404(_zichtbaar(request), pk=pk)
    logboek.leg_vast(Logregel.Actie.BEKEKEN, deze, door=request.user, kamer=deze.kamer)
    mag_wijzigen = mag(request.user, WIJZIGEN, deze.kamer)
    context = {
        "klus": deze,
        "staat": klusstand.staat_van(deze),
        "stappen": klusstand.geschiedenis(deze),
        "mag_wijzigen": mag_wijzigen,
        "mag_weg": mag_wijzigen and klusstand.net_gemaakt(deze),
        "kruimels": [START, LIJST],
    }
    return render(request, "klussen/klus.html", context | _mensen(deze))


def _mensen(klus: Klus) -> dict[str, Any]:
    """Who asked and who does it, each by the card that holds: name and the page of that person."""
    kaarten = [klus.aanvrager_id, *([klus.uitvoerder.pk] if klus.uitvoerder else [])]
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk([wortel(kaart) for kaart in kaarten])
    return {
        "aanvrager": mensen[wortel(klus.aanvrager_id)],
        "uitvoerder": mensen[wortel(klus.uitvoerder.pk)] if klus.uitvoerder else None,
    }


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Write down what somebody asks for, or what was done for them already."""
    form = KlusForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        initial={"aanvrager": deelnemer_uit_adres(request, WIJZIGEN)},
    )
    if form.is_valid():
        gegevens = form.cleaned_data
        rij = registratie.NieuweKlus(
            kamer_id=gegevens["kamer"].pk,
            aanvrager_id=gegevens["aanvrager"].pk,
            aangevraagd_op=min(gegevens["aangevraagd_op"], gegevens["uitgevoerd_op"] or gegevens["aangevraagd_op"]),
            uitgevoerd_op=gegevens["uitgevoerd_op"],
            uitvoerder_id=gegevens["uitvoerder"].pk if gegevens["uitvoerder"] else None,
            soort=gegevens["soort"],
            omschrijving=gegevens["omschrijving"],
        )
        try:
            registratie.leg_klussen_vast([rij], door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De klus voor {gegevens['aanvrager'].naam} staat in de lijst.")
            return redirect("klussen:lijst")
    context = {"form": form, "kruimels": [START, LIJST]}
    return render(request, "klussen/nieuw.html", context, status=422 if form.errors else 200)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Correct what was written down. What somebody else changed in the meantime is shown before it is overwritten."""
    deze = get_object_or_404(_zichtbaar(request, WIJZIGEN), pk=pk)
    stand = klusstand.laatste_stand(deze)
    begin = _beginwaarden(deze) | {"stand": stand}
    form = KlusWijzigForm(ingestuurd(request), klus=deze, gebruiker=request.user, initial=begin)

    def schrijf() -> None:
        gegevens = dict(form.cleaned_data)
        registratie.wijzig_klus(deze, door=request.user, gezien=gegevens.pop("stand"), **gegevens)

    afloop = bewaar(form, schrijf, stand=stand)
    if afloop is Afloop.BEWAARD:
        messages.success(request, "De klus is gewijzigd.")
        return redirect("klussen:klus", deze.pk)
    context = {
        "form": form,
        "klus": deze,
        "intussen": afloop is Afloop.INTUSSEN,
        "kruimels": _kruimels(deze),
    } | _mensen(deze)
    return render(request, "klussen/wijzig.html", context, status=422 if form.errors else 200)


def _beginwaarden(klus: Klus) -> dict[str, Any]:
    velden = ("omschrijving", "soort", "aangevraagd_op", "gepland_op", "uitgevoerd_op")
    return {veld: getattr(klus, veld) for veld in velden} | {
        "aanvrager": wortel(klus.aanvrager_id),
        "uitvoerder": wortel(klus.uitvoerder.pk) if klus.uitvoerder else None,
    }


def _kruimels(klus: Klus) -> list[tuple[str, str]]:
    return [START, LIJST, (klus.omschrijving or klus.soort or "Klus", reverse("klussen:klus", args=[klus.pk]))]


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def plannen(request: Verzoek, pk: int) -> HttpResponse:
    """When will it be done, and by whom?"""
    deze = get_object_or_404(_zichtbaar(request, WIJZIGEN), pk=pk)
    begin = {"uitvoerder": _beginwaarden(deze)["uitvoerder"]}
    if deze.gepland_op:
        begin["gepland_op"] = deze.gepland_op
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        niet_voor=deze.aangevraagd_op,
        initial=begin,
    )
    if form.is_valid():
        dag, wie = form.cleaned_data["gepland_op"], form.cleaned_data["uitvoerder"]
        try:
            registratie.plan_klus(deze, op=dag, uitvoerder=wie, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            door = f", door {wie.naam}" if wie else ""
            messages.success(request, f"De klus staat gepland voor {datum_voluit(dag)}{door}.")
            return redirect("klussen:lijst")
    context = {"form": form, "klus": deze, "kruimels": _kruimels(deze)} | _mensen(deze)
    return render(request, "klussen/plannen.html", context, status=422 if form.errors else 200)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def gedaan(request: Verzoek, pk: int) -> HttpResponse:
    """The job is done. One tap (``tik``) means today, by whom it was planned; else the form asks when and who."""
    deze = get_object_or_404(_zichtbaar(request, WIJZIGEN), pk=pk)
    if request.method == "POST" and "tik" in request.POST:
        return _gedaan_vandaag(request, deze)
    form = GedaanForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        niet_voor=deze.aangevraagd_op,
        initial={"uitvoerder": _beginwaarden(deze)["uitvoerder"]},
    )
    if form.is_valid():
        dag, wie = form.cleaned_data["uitgevoerd_op"], form.cleaned_data["uitvoerder"]
        try:
            registratie.klus_gedaan(deze, op=dag, uitvoerder=wie, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, _gedaan_tekst(deze, f"op {datum_voluit(dag)}", wie))
            return redirect("klussen:lijst")
    context = {"form": form, "klus": deze, "kruimels": _kruimels(deze)} | _mensen(deze)
    return render(request, "klussen/gedaan.html", context, status=422 if form.errors else 200)


def _gedaan_vandaag(request: Verzoek, klus: Klus) -> HttpResponse:
    if klus.uitgevoerd_op:  # a second tap, or somebody else was first: the day stays as it is
        messages.info(request, "Deze klus stond al op gedaan.")
        return redirect("klussen:lijst")
    try:
        registratie.klus_gedaan(klus, op=timezone.localdate(), door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _gedaan_tekst(klus, "vandaag", klus.uitvoerder))
    return redirect("klussen:lijst")


def _gedaan_tekst(klus: Klus, wanneer: str, wie: Deelnemer | None) -> str:
    wat = klus.omschrijving or klus.soort or "De klus"
    return (
        f"‘{wat}’ is {wanneer} gedaan{f' door {wie.naam}' if wie else ''}. Klopt dat niet? Open de klus en wijzig hem."
    )


@vereist(WIJZIGEN)
@require_POST
def vervalt(request: Verzoek, pk: int) -> HttpResponse:
    """The job is not going ahead."""
    return _zet_om(request, pk, registratie.klus_vervalt, "De klus gaat niet door.")


@vereist(WIJZIGEN)
@require_POST
def heropen(request: Verzoek, pk: int) -> HttpResponse:
    """The job is to be done after all."""
    return _zet_om(request, pk, registratie.heropen_klus, "De klus staat weer bij wat nog te doen is.")


def _zet_om(request: Verzoek, pk: int, schrijf: Any, tekst: str) -> HttpResponse:
    deze = get_object_or_404(_zichtbaar(request, WIJZIGEN), pk=pk)
    try:
        schrijf(deze, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, tekst)
    return redirect("klussen:klus", deze.pk)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def weg(request: Verzoek, pk: int) -> HttpResponse:
    """Remove a job that was made by mistake, after asking."""
    deze = get_object_or_404(_zichtbaar(request, WIJZIGEN), pk=pk)
    if request.method == "POST":
        try:
            registratie.verwijder_klus(deze, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
            return redirect("klussen:klus", deze.pk)
        messages.success(request, "De klus is verwijderd.")
        return redirect("klussen:lijst")
    context = {"klus": deze, "mag_weg": klusstand.net_gemaakt(deze), "kruimels": _kruimels(deze)} | _mensen(deze)
    return render(request, "klussen/weg.html", context)
