"""Pages of money: sources, the amounts of one source and year, what was printed wrong, and changing a line.

Who has ``geld.zien`` for own kamers only sees those columns, and no sums over all kamers: each overview is narrowed
before it reaches a template.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from financien import boekhouding
from financien.forms import BronFormulier, RegelFormulier
from financien.maanden import laatste_dag
from financien.models import Bron, Regel
from financien.overzicht import Overzicht, alle_overzichten, overzicht
from financien.populair import populairtabel
from financien.tabellen import TITELS, aandeeltabel, soorttabellen
from financien.views.ditjaar import dit_jaar
from financien.zicht import eigen_kamers, ziet_alles

KRUIMEL = [("Geld", "/financien/")]


@require_safe
@vereist("geld.zien")
def lijst(request: HttpRequest) -> HttpResponse:
    """The living budget of this year with its pages; below it sources and years, and their printed mistakes."""
    gebruiker = _gebruiker(request)
    eigen = _eigen_kamers(gebruiker)
    overzichten = alle_overzichten(met_archief=False)
    rijen = [_lijstrij(o) for volledig in overzichten if (o := _zichtbaar(volledig, eigen)) is not None]
    return render(
        request,
        "financien/lijst.html",
        {
            "dit_jaar": dit_jaar(gebruiker, request.GET.get("jaar")),
            "rijen": rijen,
            "leeg": list(Bron.objects.filter(regels__isnull=True)) if eigen is None else [],
            "mag_wijzigen": mag(gebruiker, "geld.wijzigen"),
            "mag_inlezen": mag(gebruiker, "importeren"),
        },
    )


@require_safe
@vereist("geld.zien")
def bron(request: HttpRequest, pk: int) -> HttpResponse:
    """The amounts of one source in one year, with sums computed and as printed."""
    context = _brongegevens(request, pk)
    gezien: Overzicht = context["overzicht"]
    return render(
        request,
        "financien/bron.html",
        {
            **context,
            "kruimels": KRUIMEL,
            "tabellen": soorttabellen(gezien),
            "aandelen": aandeeltabel(gezien),
            "populair": populairtabel(gezien),
            "tekorten": _tekorten(gezien),
            # a source that names kamers says it at each of them
            "zonder_kamer": gezien.niet_verdeeld if len(gezien.tekorten) == 1 and gezien.volledig else "",
        },
    )


@require_safe
@vereist("geld.zien")
def afwijkingen(request: HttpRequest, pk: int) -> HttpResponse:
    """Every printed amount that differs from what is computed: where the mistake was made, and what inherits it."""
    context = _brongegevens(request, pk)
    gezien: Overzicht = context["overzicht"]
    return render(
        request,
        "financien/afwijkingen.html",
        {
            **context,
            "kruimels": [*KRUIMEL, (gezien.bron, _adres(context["bron"], gezien.jaar))],
            "wortels": [a for a in gezien.afwijkingen if not a.erft],
            "geerfd": [a for a in gezien.afwijkingen if a.erft],
            "aandelen": gezien.afwijkende_aandelen,
            "meer_kolommen": len(gezien.kolommen) > 1,
            "decimalen": 0 if all(a.gedrukt % 1 == a.berekend % 1 == 0 for a in gezien.afwijkingen) else 2,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("geld.wijzigen")
def nieuw(request: HttpRequest) -> HttpResponse:
    """Make a source; its first line comes next."""
    form = BronFormulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gemaakt = boekhouding.maak_bron(form.cleaned_data["naam"], door=_gebruiker(request))
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De bron '{gemaakt}' is gemaakt. Voeg nu de eerste regel toe.")
            return redirect("financien:regel_nieuw", gemaakt.pk)
    return render(request, "financien/nieuw.html", {"form": form, "kruimels": KRUIMEL})


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("geld.wijzigen")
def regel_nieuw(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line to a source."""
    gekozen = get_object_or_404(Bron, pk=pk)
    if dicht := _archief(request, gekozen):
        return dicht
    laatste = gekozen.regels.order_by("volgorde").last()
    begin = {"jaar": laatste.jaar, "soort": laatste.soort} if laatste else {}
    form = RegelFormulier(request.POST or None, gebruiker=_gebruiker(request), initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            regel = boekhouding.voeg_regel_toe(bron=gekozen, door=_gebruiker(request), **form.velden())
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De regel '{regel.post}' is toegevoegd.")
            return redirect(_adres(gekozen, regel.jaar))
    terug = _adres(gekozen, laatste.jaar) if laatste else reverse("financien:lijst")
    return _regelpagina(request, form, gekozen, terug=terug)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("geld.wijzigen")
def regel(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line."""
    gekozen = _haal_regel(request, pk)
    if dicht := _archief(request, gekozen.bron):
        return dicht
    jaar = gekozen.jaar
    form = RegelFormulier(request.POST or None, gebruiker=_gebruiker(request), instance=gekozen)
    if request.method == "POST" and form.is_valid():
        try:
            boekhouding.wijzig_regel(gekozen, door=_gebruiker(request), **form.velden())
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De regel '{gekozen.post}' is gewijzigd.")
            return redirect(_adres(gekozen.bron, gekozen.jaar))
    return _regelpagina(request, form, gekozen.bron, terug=_adres(gekozen.bron, jaar), regel=gekozen)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("geld.wijzigen")
def regel_weg(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a line, after a question."""
    gekozen = _haal_regel(request, pk)
    if dicht := _archief(request, gekozen.bron):
        return dicht
    adres = _adres(gekozen.bron, gekozen.jaar)
    if request.method == "POST":
        post = gekozen.post
        boekhouding.verwijder_regel(gekozen, door=_gebruiker(request))
        messages.success(request, f"De regel '{post}' is verwijderd.")
        anders = Regel.objects.filter(bron=gekozen.bron).exists()
        return redirect(gekozen.bron.get_absolute_url() if anders else reverse("financien:lijst"))
    return render(
        request,
        "financien/regel_weg.html",
        {"regel": gekozen, "kruimels": [*KRUIMEL, (gekozen.bron.naam, adres)], "terug": adres},
    )


# --- shared -----------------------------------------------------------------------------------------------------


def _gebruiker(request: HttpRequest) -> Gebruiker:
    assert isinstance(request.user, Gebruiker)  # noqa: S101 - every page asks for a log-in
    return request.user


def _eigen_kamers(gebruiker: Gebruiker) -> set[str] | None:
    """The names of the kamers whose amounts this user sees; None when that is everything."""
    eigen = eigen_kamers(gebruiker)
    return None if eigen is None else {kamer.naam for kamer in eigen}


def _zichtbaar(gezien: Overzicht, eigen: set[str] | None) -> Overzicht | None:
    """The overview as far as who sees these kamers may see it; None when nothing is left."""
    if eigen is None:
        return gezien
    beperkt = gezien.voor_kamers(eigen)
    return beperkt if beperkt.soorten else None


def _zichtbare_regels(gebruiker: Gebruiker, recht: str) -> QuerySet[Regel]:
    regels = Regel.objects.all()
    return regels if ziet_alles(gebruiker) else regels.filter(kamer__in=kamers_met(gebruiker, recht))


def _haal_regel(request: HttpRequest, pk: int) -> Regel:
    regels = _zichtbare_regels(_gebruiker(request), "geld.wijzigen")
    return get_object_or_404(regels.select_related("bron", "kamer", "financier"), pk=pk)


def _standadres(bron: Bron) -> str:
    """Of a closed month: the page where it stands as the living budget does; '' for every other source."""
    if not hasattr(bron, "afsluiting"):
        return ""
    maand = bron.afsluiting.maand
    return f"{reverse('financien:stand', args=[maand.year])}?per={laatste_dag(maand)}"


def _archief(request: HttpRequest, bron: Bron) -> HttpResponse | None:
    """Back to the page of a closed month, whose lines never change; None for every other source."""
    if not hasattr(bron, "afsluiting"):
        return None
    messages.error(request, "Dit is het archief van een gesloten maand. Het verandert niet meer.")
    return redirect(bron.get_absolute_url())


def _brongegevens(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Source, year and overview; 404 when nothing of it is for this user, or it has nothing in that year."""
    gebruiker = _gebruiker(request)
    gekozen = get_object_or_404(Bron.objects.select_related("afsluiting"), pk=pk)
    regels = _zichtbare_regels(gebruiker, "geld.zien").filter(bron=gekozen)
    jaren = list(regels.order_by("jaar").values_list("jaar", flat=True).distinct())
    jaar = request.GET.get("jaar") or (str(jaren[-1]) if jaren else "0")
    if jaar not in map(str, jaren or [0]):
        raise Http404
    gezien = _zichtbaar(overzicht(gekozen, int(jaar)), _eigen_kamers(gebruiker))
    if gezien is None:
        raise Http404
    return {
        "bron": gekozen,
        "overzicht": gezien,
        "jaren": [(jaar, _adres(gekozen, jaar)) for jaar in jaren],
        "stand_url": _standadres(gekozen),
        "mag_wijzigen": mag(gebruiker, "geld.wijzigen") and not hasattr(gekozen, "afsluiting"),
        "afwijkingen_url": f"{reverse('financien:afwijkingen', args=[pk])}?jaar={gezien.jaar}",
        "bron_url": _adres(gekozen, gezien.jaar),
    }


def _adres(bron: Bron, jaar: int) -> str:
    return f"{bron.get_absolute_url()}?jaar={jaar}"


def _lijstrij(gezien: Overzicht) -> dict[str, Any]:
    kolom = next(iter(gezien.kolommen), "begroot")
    adres = reverse("financien:bron", args=[gezien.bron_id])
    return {
        "bron": gezien.bron,
        "jaar": gezien.jaar,
        "url": f"{adres}?jaar={gezien.jaar}",
        "kolom": TITELS[kolom],
        **{soort: gezien.totaal(soort, kolom) for soort in Regel.Soort.values},
        "aantal": gezien.aantal_bevindingen,
        "gedrukt": gezien.aantal_gedrukt,
        "afwijkingen_url": f"{adres}afwijkingen/?jaar={gezien.jaar}",
    }


def _tekorten(gezien: Overzicht) -> list[dict[str, Any]]:
    """What is short or left, per kamer and together; nothing when the source has no costs or no income at all."""
    if gezien.soort("kosten") is None or gezien.soort("financiering") is None:
        return []
    return [
        {
            "waar": tekort.kamer or "Alle kamers samen",
            "bedragen": [(TITELS[kolom], getattr(tekort, kolom)) for kolom in gezien.kolommen if not tekort.reden],
            "reden": tekort.reden,
        }
        for tekort in gezien.tekorten
    ]


def _regelpagina(
    request: HttpRequest, form: RegelFormulier, bron: Bron, *, terug: str, regel: Regel | None = None
) -> HttpResponse:
    return render(
        request,
        "financien/regel.html",
        {
            "form": form,
            "bron": bron,
            "regel": regel,
            "terug": terug,
            "groepen": bron.regels.exclude(groep="").order_by("groep").values_list("groep", flat=True).distinct(),
            "kruimels": [*KRUIMEL, (bron.naam, terug)],
        },
    )
