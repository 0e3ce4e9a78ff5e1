"""Cards that may be one person: the work list, two cards side by side, proposals, merging and undoing it."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Kamer, Logregel
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import dubbelen, gevolgen, registratie, samengevoegd, vergelijken, zicht, zoeken
from deelnemers.models import Deelnemer, Inschrijving, Samenvoeging
from deelnemers.models.mensen import DeelnemerQuerySet
from deelnemers.registratie.samenvoegen import VELDEN
from deelnemers.tables.dubbelen import SamenvoegingTabel

RECHT = "deelnemers.wijzigen"
PER_BLADZIJDE = 25
GEVONDEN = 20
MENSEN = ("Deelnemers", "/deelnemers/")
WERKLIJST = ("Dubbele kaarten", "/deelnemers/dubbelen/")
Stand = Samenvoeging.Stand


# --- the work list ------------------------------------------------------------------------------------------------


@vereist(RECHT)
@require_safe
def werklijst(request: Verzoek) -> HttpResponse:
    """Pairs that are likely one person, within the kamers that this user sees; the likeliest first."""
    kamers = list(kamers_met(request.user, RECHT))
    gekozen = [kamer for kamer in kamers if kamer.slug == request.GET.get("kamer")]
    alles = dubbelen.waarschijnlijke_dubbelen(gekozen or kamers)
    bladzijde = Paginator(alles, PER_BLADZIJDE).get_page(request.GET.get("page"))
    mensen = _mensen(request, {kaart for paar in bladzijde for kaart in (paar.een, paar.ander)})
    context = {
        "paren": [(paar, mensen[paar.een], mensen[paar.ander]) for paar in bladzijde],
        "bladzijde": bladzijde,
        "hoeveel": len(alles),
        "kamers": kamers if len(kamers) > 1 else [],
        "gekozen": gekozen[0].slug if gekozen else "",
        "voorstellen": _samenvoegingen(request).filter(stand=Stand.VOORGESTELD).count(),
        "beslist": mag(request.user, "samenvoegen"),
        "kruimels": [MENSEN],
    }
    return render(request, "deelnemers/dubbelen.html", context)


def _mensen(request: Verzoek, ids: set[int]) -> dict[int, Deelnemer]:
    """These people by id, each with ``eigen_inschrijvingen`` within the user's kamers."""
    inschrijvingen = Inschrijving.objects.filter(kamer__in=kamers_met(request.user, RECHT)).select_related("kamer")
    mensen = zicht.zichtbare_deelnemers(request.user, RECHT).filter(pk__in=ids)
    return {
        mens.pk: mens
        for mens in mensen.prefetch_related(Prefetch("inschrijvingen", inschrijvingen, to_attr="eigen_inschrijvingen"))
    }


# --- two cards side by side ---------------------------------------------------------------------------------------


@vereist(RECHT)
@require_http_methods(["GET", "HEAD", "POST"])
def paar(request: Verzoek, van: int, naar: int) -> HttpResponse:
    """Compare two cards, choose per field, and propose (coordinator), merge (bureau) or say that they are two people.

    ``van`` is the double, ``naar`` the card that stays. Cards that were merged meanwhile lead to those that hold.
    """
    dubbel, blijft = _haal(request, van), _haal(request, naar)
    wortels = samengevoegd.wortel(dubbel.pk), samengevoegd.wortel(blijft.pk)
    if wortels[0] == wortels[1]:
        messages.info(request, "Dit is al één kaart.")
        return redirect("deelnemers:deelnemer", wortels[0])
    if wortels != (dubbel.pk, blijft.pk):
        return redirect("deelnemers:paar", *wortels)
    if not (hasattr(dubbel, "persoonsgegevens") and hasattr(blijft, "persoonsgegevens")):
        messages.error(request, "De naam van een van beide is gewist. Samenvoegen kan dan niet meer.")
        return redirect(blijft)
    if request.method == "POST":
        return _doe(request, dubbel, blijft)
    for mens in (dubbel, blijft):
        _log(request, mens)
    return _vergelijk(request, dubbel, blijft)


def _haal(request: Verzoek, pk: int) -> Deelnemer:
    return get_object_or_404(zicht.zichtbare_kaarten(request.user, RECHT), pk=pk)


def _doe(request: Verzoek, van: Deelnemer, naar: Deelnemer) -> HttpResponse:
    actie = request.POST.get("actie")
    velden = [veld for veld in VELDEN if request.POST.get(veld) == "van"]
    try:
        if actie == "niet_dezelfde":
            registratie.niet_dezelfde(van, naar, door=request.user)
            messages.success(request, "Onthouden: dit zijn twee mensen. U ziet dit paar niet meer terug.")
            return redirect("deelnemers:dubbelen")
        if actie == "voorstellen":
            kamer = _eigen_kamer(request, van, naar)
            registratie.stel_samenvoegen_voor(van=van, naar=naar, kamer=kamer, velden=velden, door=request.user)
            messages.success(request, "Het voorstel staat klaar. Het bureau kijkt ernaar.")
            return redirect("deelnemers:dubbelen")
        if actie in ("samenvoegen", "bevestigd"):
            return _voeg_samen(request, van, naar, velden, bevestigd=actie == "bevestigd")
    except Geweigerd as fout:
        return _vergelijk(request, van, naar, velden, fout=str(fout))
    return _vergelijk(request, van, naar, velden)


def _voeg_samen(
    request: Verzoek, van: Deelnemer, naar: Deelnemer, velden: list[str], *, bevestigd: bool
) -> HttpResponse:
    """First what will happen, with the figures of adopted reports that change; then it is done."""
    if not mag(request.user, "samenvoegen"):
        raise PermissionDenied
    if bevestigd:
        samenvoeging = registratie.voeg_samen(van=van, naar=naar, velden=velden, door=request.user)
        messages.success(request, "Dit is nu één kaart. Klopt het niet? Dan kunt u het ongedaan maken.")
        return redirect("deelnemers:samenvoeging", samenvoeging.pk)
    gevolg = gevolgen.gevolgen_van(
        _kamers_van(van, naar),
        lambda: registratie.voeg_samen(van=van, naar=naar, velden=velden, door=request.user),
    )
    context = {
        "van": van,
        "naar": naar,
        "velden": velden,
        "nieuw": [keuze for keuze in vergelijken.veldkeuzes(van, naar, velden) if keuze.keuze == "van"],
        "gevolgen": gevolg,
        "kruimels": [MENSEN, WERKLIJST],
    }
    return render(request, "deelnemers/samenvoegen_bevestig.html", context)


def _vergelijk(
    request: Verzoek, van: Deelnemer, naar: Deelnemer, velden: list[str] | None = None, fout: str = ""
) -> HttpResponse:
    voorstel = Samenvoeging.objects.filter(van=van, naar=naar, stand=Stand.VOORGESTELD).first()
    if velden is None and voorstel:
        velden = list(voorstel.velden)
    gebruiker = request.user
    context = {
        "van": vergelijken.kant(van, gebruiker),
        "naar": vergelijken.kant(naar, gebruiker),
        "keuzes": vergelijken.veldkeuzes(van, naar, velden),
        "voorstel": voorstel,
        "fout": fout,
        "beslist": mag(gebruiker, "samenvoegen"),
        "stelt_voor": _kan_voorstellen(request, van, naar),
        "zonder_gevoelige": not mag(gebruiker, "gevoelig.zien"),
        "kruimels": [MENSEN, WERKLIJST],
    }
    return render(request, "deelnemers/paar.html", context, status=422 if fout else 200)


def _kan_voorstellen(request: Verzoek, van: Deelnemer, naar: Deelnemer) -> bool:
    return kamers_met(request.user, "samenvoegen.voorstellen").filter(pk__in={*van.kamers, *naar.kamers}).exists()


def _eigen_kamer(request: Verzoek, van: Deelnemer, naar: Deelnemer) -> Kamer:
    """The kamer in whose name is proposed: one where the user is coordinator; 403 for who is that nowhere."""
    kamers = kamers_met(request.user, "samenvoegen.voorstellen")
    kamer = kamers.filter(pk__in=naar.kamers).first() or kamers.filter(pk__in=van.kamers).first()
    if kamer is None:
        raise PermissionDenied
    return kamer


def _kamers_van(*mensen: Deelnemer) -> list[Kamer]:
    """All kamers where any card of these people comes, to find the reports that are touched; shown to nobody."""
    kaarten = [kaart for mens in mensen for kaart in samengevoegd.kaarten_van(mens)]
    return list(Kamer.objects.filter(inschrijving__deelnemer__in=kaarten).distinct())


def _log(request: Verzoek, mens: Deelnemer) -> None:
    eigen = kamers_met(request.user, RECHT).filter(pk__in=mens.kamers)[:2]
    kamer = eigen[0] if len(eigen) == 1 else None
    logboek.leg_vast(Logregel.Actie.BEKEKEN, mens, door=request.user, kamer=kamer)


# --- from the page of a person ------------------------------------------------------------------------------------


@vereist(RECHT)
@require_safe
def dezelfde_als(request: Verzoek, pk: int) -> HttpResponse:
    """Look for another card of this person, to put the two side by side."""
    mens = get_object_or_404(zicht.zichtbare_deelnemers(request.user, RECHT), pk=pk)
    tekst = request.GET.get("zoek", "").replace("\0", "").strip()[:100]
    anderen: DeelnemerQuerySet = zicht.zichtbare_deelnemers(request.user, RECHT).exclude(pk=pk)
    gevonden = zoeken.zoek_mensen(anderen, tekst, GEVONDEN) if tekst else []
    per_id = _mensen(request, set(gevonden))
    context = {
        "mens": mens,
        "tekst": tekst,
        "gevonden": [per_id[ander] for ander in gevonden if ander in per_id],
        "kruimels": [MENSEN, (mens.naam, mens.get_absolute_url())],
    }
    return render(request, "deelnemers/dezelfde_als.html", context)


# --- proposals and merges -----------------------------------------------------------------------------------------


class SamenvoegingFilter(filters.FilterSet):
    stand = filters.ChoiceFilter(label="Stand", choices=Stand.choices, empty_label="Alle")

    class Meta:
        model = Samenvoeging
        fields: tuple[str, ...] = ()


def _samenvoegingen(request: Verzoek) -> Any:
    """For the bureau all; for a coordinator those that the own kamer proposed, as long as both people come there."""
    alles = Samenvoeging.objects.select_related(
        "van__persoonsgegevens", "naar__persoonsgegevens", "voorgesteld_door", "beslist_door", "kamer"
    )
    if mag(request.user, "samenvoegen"):
        return alles
    kamers = list(kamers_met(request.user, RECHT))
    ids = [kamer.pk for kamer in kamers]
    return alles.filter(kamer__in=kamers, van__kamers__overlap=ids, naar__kamers__overlap=ids)


class Samenvoegingen(Lijst):
    recht = RECHT
    titel = "Voorstellen en samenvoegingen"
    enkelvoud, meervoud = "paar", "paren"
    leeg_titel = "Nog niets voorgesteld of samengevoegd"
    leeg_tekst = "Kijk bij de dubbele kaarten of er mensen twee keer in staan."
    table_class, filterset_class = SamenvoegingTabel, SamenvoegingFilter

    def get_queryset(self) -> Any:
        return _samenvoegingen(self.request)

    def kruimels(self) -> list[tuple[str, str]]:
        return [MENSEN, WERKLIJST]

    def leeg_actie(self) -> tuple[str, str]:
        return "Dubbele kaarten", reverse("deelnemers:dubbelen")


@vereist(RECHT)
@require_safe
def samenvoeging(request: Verzoek, pk: int) -> HttpResponse:
    """One proposal or merge: who, when, and what can be done about it."""
    deze = get_object_or_404(_samenvoegingen(request), pk=pk)
    for mens in (deze.van, deze.naar):
        _log(request, mens)
    return _toon(request, deze)


def _toon(request: Verzoek, deze: Samenvoeging, **meer: Any) -> HttpResponse:
    context = {
        "deze": deze,
        "velden": [vergelijken.LABELS[veld].lower() for veld in deze.velden],
        "beslist": mag(request.user, "samenvoegen"),
        "kruimels": [MENSEN, WERKLIJST, ("Voorstellen en samenvoegingen", reverse("deelnemers:samenvoegingen"))],
        **meer,
    }
    return render(request, "deelnemers/samenvoeging.html", context, status=422 if meer.get("fout") else 200)


@vereist("samenvoegen")
@require_POST
def afwijzen(request: Verzoek, pk: int) -> HttpResponse:
    """Turn a proposal down."""
    deze = get_object_or_404(_samenvoegingen(request), pk=pk)
    registratie.wijs_af(deze, door=request.user)
    messages.success(request, "Het voorstel is afgewezen. De twee kaarten blijven zoals ze waren.")
    return redirect("deelnemers:samenvoegingen")


@vereist("samenvoegen")
@require_http_methods(["GET", "HEAD", "POST"])
def ongedaan(request: Verzoek, pk: int) -> HttpResponse:
    """Undo a merge, after showing what that changes."""
    deze = get_object_or_404(_samenvoegingen(request), pk=pk)
    if deze.stand != Stand.GEDAAN:
        raise Http404
    if request.method == "POST":
        registratie.maak_ongedaan(deze, door=request.user)
        messages.success(request, "Het zijn weer twee kaarten.")
        return redirect("deelnemers:samenvoegingen")
    gevolg = gevolgen.gevolgen_van(
        _kamers_van(deze.van, deze.naar), lambda: registratie.maak_ongedaan(deze, door=request.user)
    )
    return _toon(request, deze, bevestig=True, gevolgen=gevolg)
