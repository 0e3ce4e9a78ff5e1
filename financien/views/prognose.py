"""What is promised, and what is still expected for the rest of the year: one page for all posts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from financien import prognoses
from financien.bijdragestand import bijdragestand
from financien.boekstand import NIETS, PROGNOSEREGEL, boekstand, zonder_verwachting
from financien.forms_prognose import Intrekformulier, Prognoseblad, Verplichtingformulier, Vervalformulier
from financien.models import Boeking, Post, Verplichting
from financien.prognose_lezen import VOORSTELREGELS, beloften, prognoserijen, verwachtingen
from financien.wijzigen import VELD, afdruk, met_afdruk, sla_op
from financien.zicht import RECHT, ziet_alles

FORMULIER = ["GET", "HEAD", "POST"]
WIJZIGEN = "geld.wijzigen"


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def prognose(request: Verzoek, jaar: int) -> HttpResponse:
    """All posts of the year: where each stands, the proposal, and what is expected with the reason."""
    vandaag = timezone.localdate()
    stand = bijdragestand(_jaar(jaar), vandaag)
    rijen = prognoserijen(stand)
    data = request.POST if request.method == "POST" else None
    blad = Prognoseblad(rijen, vandaag=vandaag, data=data, alle=request.GET.get("voorstel") == "alle")
    melding = ""
    if blad.gebonden and not blad.fouten:
        try:
            uitkomst = prognoses.stel_prognoses_vast(blad.nieuwe(), datum=vandaag, door=request.user)
        except Geweigerd as fout:
            melding = str(fout)
        else:
            _meld(request, uitkomst.nieuw + uitkomst.gewijzigd)
            return redirect("financien:prognose", jaar)
    context = {
        "jaar": jaar,
        "blad": blad,
        "melding": melding,
        "vandaag": vandaag,
        "regels": (PROGNOSEREGEL, *VOORSTELREGELS),
        "is_concept": stand.stand.is_concept,
        "zonder_begroting": stand.stand.begroting_id is None,
        "kruimels": [*_kruimels(), (f"Stand van {jaar}", reverse("financien:stand", args=[jaar]))],
    }
    status = 422 if blad.fouten or melding else 200
    return render(request, "financien/prognose/prognose.html", context, status=status)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def post(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """What was ever expected of one post; the last expectation can be withdrawn, with the reason."""
    gekozen = get_object_or_404(Post.objects.select_related("kamer", "financier"), pk=pk, jaar=_jaar(jaar))
    vandaag = timezone.localdate()
    laatste = prognoses.laatste_prognose(gekozen, vandaag)
    form = None
    if laatste is not None and laatste.nog_verwacht is not None:
        nu = afdruk(laatste, prognoses.VERWACHTINGVELDEN)
        form = met_afdruk(Intrekformulier(ingestuurd(request)), nu)
        if bewaar(form, _intrekken(request, form, gekozen, vandaag), stand=nu, veld=VELD) is Afloop.BEWAARD:
            messages.success(request, f"De verwachting van '{gekozen}' is ingetrokken, met de datum van vandaag.")
            return redirect("financien:prognose", jaar)
    elif request.method == "POST":
        messages.info(request, "Er is geen verwachting (meer) om in te trekken.")
        return redirect("financien:prognose_post", jaar, pk)
    (stand,) = [p for p in boekstand(jaar, vandaag).posten if p.post_id == pk]
    context = {
        "jaar": jaar,
        "post": gekozen,
        "stand": stand,
        "zonder": zonder_verwachting(stand, jaar, vandaag),
        "laatste": laatste,
        "form": form,
        "verwachtingen": verwachtingen(gekozen),
        "regel": PROGNOSEREGEL,
        "kruimels": [*_kruimels(), (f"Prognose van {jaar}", reverse("financien:prognose", args=[jaar]))],
    }
    return render(request, "financien/prognose/post.html", context, status=422 if form and form.errors else 200)


def _intrekken(request: Verzoek, form: Intrekformulier, gekozen: Post, vandaag: date) -> Callable[..., Any]:
    def schrijf() -> None:
        waarden = form.cleaned_data
        prognoses.trek_prognose_in(
            gekozen, reden=waarden["reden"], datum=vandaag, gezien=waarden[VELD] or None, door=request.user
        )

    return schrijf


def _meld(request: Verzoek, aantal: int) -> None:
    if not aantal:
        messages.info(request, "Er is niets veranderd, dus er is niets opgeslagen.")
    else:
        wat = "1 verwachting is" if aantal == 1 else f"{aantal} verwachtingen zijn"
        messages.success(request, f"{wat} opgeslagen, met de datum van vandaag.")


# --- promises ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD"])
@vereist(RECHT)
def lijst(request: Verzoek, jaar: int) -> HttpResponse:
    """The promises of a year, per post, with what of each is booked and what is open."""
    rijen = beloften(_zichtbaar(request.user) & Q(post__jaar=_jaar(jaar)), timezone.localdate())
    context = {
        "jaar": jaar,
        "rijen": rijen,
        "bedrag": sum((rij.verplichting.bedrag for rij in rijen), NIETS),
        "betaald": sum((rij.betaald for rij in rijen), NIETS),
        "over": sum((rij.over for rij in rijen), NIETS),
        "heeft_posten": Post.objects.filter(jaar=jaar, soort=Post.Soort.KOSTEN).exists(),
        "mag_wijzigen": mag(request.user, WIJZIGEN),
        "kruimels": _kruimels(),
    }
    return render(request, "financien/prognose/verplichtingen.html", context)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def nieuw(request: Verzoek, jaar: int) -> HttpResponse:
    """Promise money of a post; ``?post=`` chooses it."""
    begin = {"aangegaan_op": timezone.localdate(), "post": request.GET.get("post", "")}
    form = Verplichtingformulier(request.POST or None, jaar=_jaar(jaar), initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            prognoses.maak_verplichting(door=request.user, **form.cleaned_data)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De verplichting is opgeslagen. Wat u erop boekt, gaat eraf.")
            return redirect("financien:verplichtingen", jaar)
    return _formulier(request, form, jaar, "Nieuwe verplichting", "Verplichting opslaan")


def _opgeslagen(request: Verzoek, form: Verplichtingformulier, gekozen: Verplichting, nu: str) -> bool:
    def schrijf(gezien: str | None) -> None:
        prognoses.wijzig_verplichting(gekozen, gezien=gezien, door=request.user, **form.cleaned_data)

    return sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD


@require_http_methods(FORMULIER)
@vereist(RECHT)
def verplichting(request: Verzoek, pk: int) -> HttpResponse:
    """One promise with what was booked on it; the treasurer changes it, or lets it lapse."""
    gekozen = _haal(request, pk)
    wijzigt = mag(request.user, WIJZIGEN)
    if request.method == "POST" and not wijzigt:
        raise PermissionDenied
    nu = afdruk(gekozen, prognoses.BELOFTEVELDEN)  # before the form puts what was typed in it
    form = Verplichtingformulier(ingestuurd(request), jaar=gekozen.post.jaar, instance=gekozen) if wijzigt else None
    if form is not None and _opgeslagen(request, met_afdruk(form, nu), gekozen, nu):
        messages.success(request, "De verplichting is gewijzigd.")
        return redirect("financien:verplichting", pk)
    # as it is stored: the form puts what was typed in the object it was given
    (belofte,) = beloften(Q(pk=pk), timezone.localdate())
    context = {
        "belofte": belofte,
        "gekozen": belofte.verplichting,
        "boekingen": Boeking.objects.filter(Q(verplichting=pk) | Q(herstelt__verplichting=pk)).order_by("datum", "pk"),
        "form": form,
        "mag_wijzigen": wijzigt,
        "kruimels": _kruimels(belofte.verplichting.post.jaar),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "financien/prognose/verplichting.html", context, status=status)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def verval(request: Verzoek, pk: int) -> HttpResponse:
    """Let a promise lapse from a day on, or let it hold again."""
    gekozen = _haal(request, pk)
    jaar = gekozen.post.jaar
    if request.method == "POST" and "herleef" in request.POST:
        prognoses.laat_vervallen(gekozen, op=None, door=request.user)
        messages.success(request, "De verplichting telt weer mee.")
        return redirect("financien:verplichting", pk)
    form = Vervalformulier(request.POST or None, initial={"op": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            prognoses.laat_vervallen(gekozen, op=form.cleaned_data["op"], door=request.user)
        except Geweigerd as fout:
            form.add_error("op", str(fout))
        else:
            messages.success(
                request, f"De verplichting telt niet meer mee vanaf {datum_voluit(form.cleaned_data['op'])}."
            )
            return redirect("financien:verplichtingen", jaar)
    intro = f"‘{gekozen.omschrijving}’: wat er nog open staat, telt vanaf die dag niet meer mee in de prognose."
    return _formulier(request, form, jaar, "Verplichting laten vervallen", "Laten vervallen", intro)


# --- shared -----------------------------------------------------------------------------------------------------


def _jaar(jaar: int) -> int:
    if not 2000 <= jaar <= 2100:
        raise Http404
    return jaar


def _kruimels(jaar: int | None = None) -> list[tuple[str, str]]:
    hier = [(f"Verplichtingen van {jaar}", reverse("financien:verplichtingen", args=[jaar]))] if jaar else []
    return [("Geld", reverse("financien:lijst")), *hier]


def _zichtbaar(gebruiker: Gebruiker) -> Q:
    """The promises that this user may see: all, or for a coordinator those of own kamers only."""
    return Q() if ziet_alles(gebruiker) else Q(post__kamer__in=kamers_met(gebruiker, RECHT))


def _haal(request: Verzoek, pk: int) -> Verplichting:
    rijen = Verplichting.objects.filter(_zichtbaar(request.user)).select_related("post__kamer")
    return get_object_or_404(rijen, pk=pk)


def _formulier(request: Verzoek, form: Any, jaar: int, titel: str, knop: str, intro: str = "") -> HttpResponse:
    context = {
        "form": form,
        "titel": titel,
        "knop": knop,
        "intro": intro,
        "terug": reverse("financien:verplichtingen", args=[jaar]),
        "kruimels": _kruimels(jaar),
    }
    return render(request, "beheer/formulier.html", context, status=422 if form.errors else 200)
