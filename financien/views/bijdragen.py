"""Pages of contributions: where each of a year stands, and one of them with its steps, its purpose and its money.

Who has ``geld.zien`` for own kamers only sees the contributions for those kamers, and nothing of other kamers.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from financien import bijdragen
from financien.bijdragestand import (
    BEHANDELREGEL,
    KOMENREGEL,
    TE_BESTEDENREGEL,
    ZEKERREGEL,
    Bijdrage,
    Bijdragestand,
    bijdragestand,
    ontvangsten,
    uitgaven,
    van_bijdrage,
)
from financien.boeken import eerste_open_dag
from financien.boekstand import jaren
from financien.forms_bijdragen import BestemmingFormulier, StapFormulier, volgende_stap
from financien.models import Bijdragestap, Post
from financien.verantwoording import organisaties_van
from financien.wijzigen import afdruk, met_afdruk, sla_op
from financien.zicht import eigen_kamers

FORMULIER = ["GET", "HEAD", "POST"]
KRUIMEL = [("Geld", "/financien/")]
# What a step looks like; the word says it all.
KLEUREN = {"": "neutraal", "gevraagd": "neutraal", "toegezegd": "let_op", "afgewezen": "slecht"}


@require_safe
@vereist("geld.zien")
def lijst(request: Verzoek, jaar: int) -> HttpResponse:
    """All contributions of a year, by group, and their sums per step."""
    stand = _stand(request.user, jaar)
    return render(
        request,
        "financien/bijdragen/lijst.html",
        {
            "stand": stand,
            "som": stand.som,
            "groepen": [
                (groep, [(b, KLEUREN.get(b.stand, "goed")) for b in groep.bijdragen]) for groep in stand.groepen
            ],
            "per_stand": stand.per_stand,
            "waarschuwingen": stand.waarschuwingen,
            "jaren": _jaren(jaar),
            "zekerregel": ZEKERREGEL,
            "behandelregel": BEHANDELREGEL,
            "komenregel": KOMENREGEL,
            "mag_wijzigen": mag(request.user, "geld.wijzigen"),
            "mag_verantwoorden": mag(request.user, "verantwoording.zien"),
            "celsoort": _celsoort(stand),
            "kruimels": KRUIMEL,
        },
    )


@require_safe
@vereist("geld.zien")
def bijdrage(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """One contribution: its steps, what it is for, what came in and what was paid out of it."""
    stand = _stand(request.user, jaar)
    gekozen = stand.bijdrage(pk)
    if gekozen is None:
        raise Http404
    eigen = _eigen_kamers(request.user)
    uit = uitgaven([gekozen], stand.per)
    if eigen is not None:
        eigen_posten = {post.post_id for post in stand.stand.posten}
        uit = tuple(regel for regel in uit if regel.post_id in eigen_posten)
    namen = {post.post_id: _postnaam(post) for post in stand.stand.posten}
    financier = gekozen.post.financier_id
    return render(
        request,
        "financien/bijdragen/bijdrage.html",
        {
            "bijdrage": gekozen,
            "jaar": jaar,
            "per": stand.per,
            "is_concept": stand.stand.is_concept,
            "kleur": KLEUREN.get(gekozen.stand, "goed"),
            "doelen": [namen[doel] for doel in gekozen.bestemming if doel in namen],
            "ontvangsten": ontvangsten([gekozen], stand.per),
            "uitgaven": uit,
            "later": _latere_stappen(gekozen, stand),
            "waarschuwingen": van_bijdrage(gekozen, jaar, stand.per),
            "zekerregel": ZEKERREGEL,
            "bestedenregel": TE_BESTEDENREGEL,
            "mag_wijzigen": mag(request.user, "geld.wijzigen"),
            "verantwoording_url": reverse("financien:verantwoording", args=[jaar, financier])
            if financier and mag(request.user, "verantwoording.zien") and organisaties_van(request.user) is None
            else "",
            "kruimels": _kruimels(jaar),
        },
    )


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def stap_nieuw(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """Add a step to a contribution."""
    post = _post(jaar, pk)
    gekozen = _stand(request.user, jaar).bijdrage(pk)
    form = StapFormulier(request.POST or None, initial=volgende_stap(gekozen) if gekozen else {})
    if request.method == "POST" and form.is_valid():
        try:
            stap = bijdragen.leg_stap_vast(post, door=request.user, **form.cleaned_data)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De stap '{stap.get_stand_display()}' is vastgelegd bij {post}.")
            _meld_gesloten(request, stap.datum)
            return redirect("financien:bijdrage", jaar, pk)
    return _stappagina(request, form, post)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def stap(request: Verzoek, jaar: int, pk: int, stap_pk: int) -> HttpResponse:
    """Correct a step."""
    gekozen = _stap(jaar, pk, stap_pk)
    begin = {veld: getattr(gekozen, veld) for veld in bijdragen.STAPVELDEN}
    nu = afdruk(gekozen, bijdragen.STAPVELDEN)
    form = met_afdruk(StapFormulier(ingestuurd(request), initial=begin), nu)

    def schrijf(gezien: str | None) -> None:
        bijdragen.wijzig_stap(gekozen, gezien=gezien, door=request.user, **form.cleaned_data)

    if sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD:
        messages.success(request, "De stap is gewijzigd.")
        _meld_gesloten(request, begin["datum"], form.cleaned_data["datum"])
        return redirect("financien:bijdrage", jaar, pk)
    return _stappagina(request, form, gekozen.bijdrage, gekozen)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def stap_weg(request: Verzoek, jaar: int, pk: int, stap_pk: int) -> HttpResponse:
    """Remove a step, after a question."""
    gekozen = _stap(jaar, pk, stap_pk)
    if request.method == "POST":
        bijdragen.verwijder_stap(gekozen, door=request.user)
        messages.success(request, "De stap is verwijderd.")
        _meld_gesloten(request, gekozen.datum)
        return redirect("financien:bijdrage", jaar, pk)
    context = {"stap": gekozen, "jaar": jaar, "kruimels": _kruimels(jaar, gekozen.bijdrage)}
    return render(request, "financien/bijdragen/stap_weg.html", context)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def bestemming(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """Choose the cost posts that a contribution is for."""
    post = _post(jaar, pk)
    nu = bijdragen.doelafdruk(post)
    form = met_afdruk(BestemmingFormulier(ingestuurd(request), bijdrage=post), nu)

    def schrijf(gezien: str | None) -> None:
        posten = list(form.cleaned_data["kostenposten"])
        bijdragen.kies_bestemming(post, kostenposten=posten, gezien=gezien, door=request.user)

    if sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD:
        _meld_bestemming(request, jaar, pk)
        return redirect("financien:bijdrage", jaar, pk)
    return render(
        request,
        "financien/bijdragen/bestemming.html",
        {
            "form": form,
            "post": post,
            "jaar": jaar,
            "kan_kiezen": form.fields["kostenposten"].queryset.exists(),  # type: ignore[attr-defined]
            "kruimels": _kruimels(jaar, post),
        },
    )


# --- shared -----------------------------------------------------------------------------------------------------


def _eigen_kamers(gebruiker: Gebruiker) -> list[int] | None:
    """The kamers whose money this user sees; None when that is all of it."""
    eigen = eigen_kamers(gebruiker)
    return None if eigen is None else [kamer.pk for kamer in eigen]


def _stand(gebruiker: Gebruiker, jaar: int) -> Bijdragestand:
    """The contributions of this year as far as this user may see them; 404 for a year that cannot be."""
    if not 2000 <= jaar <= 2100:
        raise Http404
    stand, eigen = bijdragestand(jaar, timezone.localdate()), _eigen_kamers(gebruiker)
    return stand if eigen is None else stand.voor_kamers(eigen)


def _post(jaar: int, pk: int) -> Post:
    posten = Post.objects.select_related("kamer", "financier")
    return get_object_or_404(posten, pk=pk, jaar=jaar, soort=Post.Soort.FINANCIERING)


def _stap(jaar: int, pk: int, stap_pk: int) -> Bijdragestap:
    stappen = Bijdragestap.objects.select_related("bijdrage__kamer", "bijdrage__financier")
    return get_object_or_404(stappen, pk=stap_pk, bijdrage=pk, bijdrage__jaar=jaar)


def _stappagina(request: Verzoek, form: StapFormulier, post: Post, gekozen: Bijdragestap | None = None) -> HttpResponse:
    return render(
        request,
        "financien/bijdragen/stap.html",
        {
            "form": form,
            "post": post,
            "stap": gekozen,
            "terug": reverse("financien:bijdrage", args=[post.jaar, post.pk]),
            "kruimels": _kruimels(post.jaar, post),
        },
    )


def _meld_gesloten(request: Verzoek, *dagen: date) -> None:
    """Say that a step of a closed month changes nothing of what was kept of it."""
    open_vanaf = eerste_open_dag()
    if open_vanaf is not None and min(dagen) < open_vanaf:
        messages.warning(
            request,
            f"De maand van {datum_voluit(min(dagen))} is al gesloten. Wat toen is bewaard verandert niet: een rapport "
            "met een gesloten maand als bron laat zien wat er bij het sluiten bekend was. In de verantwoording telt de "
            "verandering mee vanaf die dag.",
        )


def _meld_bestemming(request: Verzoek, jaar: int, pk: int) -> None:
    """Say what was stored, and never without a word what falls outside the purpose now."""
    messages.success(request, "Waar dit geld voor is, is opgeslagen.")
    gekozen = _stand(request.user, jaar).bijdrage(pk)
    for waarschuwing in van_bijdrage(gekozen, jaar, timezone.localdate()) if gekozen else ():
        if waarschuwing.soort == "elders":
            messages.warning(request, waarschuwing.tekst)


def _latere_stappen(gekozen: Bijdrage, stand: Bijdragestand) -> list[Bijdragestap]:
    """Steps with a day that is still to come: they count from that day on, and can be corrected."""
    return list(Bijdragestap.objects.filter(bijdrage=gekozen.post.post_id, datum__gt=stand.per))


def _postnaam(post: Any) -> str:
    return f"{post.naam} ({post.kamer})" if post.kamer else post.naam


def _celsoort(stand: Bijdragestand) -> str:
    """How the amounts of the page are written: with cents as soon as one has them."""
    bedragen = [
        bedrag
        for b in stand.bijdragen
        for bedrag in (b.begroot, b.zeker, b.in_behandeling, b.ontvangen, b.nog_te_komen)
        if bedrag is not None
    ]
    return "euro_heel" if all(bedrag == bedrag.to_integral_value() for bedrag in bedragen) else "euro"


def _jaren(jaar: int) -> list[tuple[int, str]]:
    return [(j, reverse("financien:bijdragen", args=[j])) for j in sorted({*jaren(), jaar}, reverse=True)]


def _kruimels(jaar: int, post: Post | None = None) -> list[tuple[str, str]]:
    kruimels = [*KRUIMEL, (f"Bijdragen {jaar}", reverse("financien:bijdragen", args=[jaar]))]
    if post is not None:
        kruimels.append((post.naam, reverse("financien:bijdrage", args=[jaar, post.pk])))
    return kruimels
