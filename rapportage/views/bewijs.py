"""The page behind a figure: the list that it was counted from."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.lijsten import PER_BLADZIJDE
from buurtwerkkamers.models import Categorie, Logregel, Organisatie
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import kamers_met, vereist
from buurtwerkkamers.verzoek import Verzoek
from rapportage.dashboard.bewijs import Bewijsvraag, zoek_bewijs
from rapportage.dashboard.tijdvak import EERSTE_JAAR, LAATSTE_JAAR

RECHT = "dashboard.bewijs"
MEESTE = 20  # organisations that one figure can be about
KORTSTE = 28  # days: shorter for who works in the kamer only


@require_safe
@vereist(RECHT)
def bewijs(request: Verzoek, soort: str) -> HttpResponse:
    """``?kamer=<slug>`` (more than once for more kamers; none: all of this user) ``&van=&tm=`` and what narrows it."""
    vraag = _vraag(request)
    gevonden = zoek_bewijs(soort, vraag)
    if gevonden is None:
        raise Http404
    pagina = Paginator(gevonden.rijen, PER_BLADZIJDE).get_page(request.GET.get("page"))
    rijen = gevonden.maak(pagina.object_list)
    logboek.leg_vast(
        Logregel.Actie.BEKEKEN,
        f"bewijs {soort}",
        door=request.user,
        kamer=vraag.kamers[0] if len(vraag.kamers) == 1 else None,
        kenmerk=f"{vraag.periode.van} {vraag.periode.tm} {gevonden.telling}",
    )
    context = {
        "bewijs": gevonden,
        "rijen": [{"url": rij.url, "cellen": list(zip(gevonden.kolommen, rij.cellen, strict=True))} for rij in rijen],
        "pagina": pagina,
        "vraag": vraag,
        "kruimels": [("Dashboard", reverse("dashboard:start"))],
    }
    return render(request, "dashboard/bewijs.html", context)


def _vraag(request: Verzoek) -> Bewijsvraag:
    """What the address asks for; 404 for a kamer that this user has nothing to do with, and for what cannot be read."""
    if any("\x00" in waarde for waarden in request.GET.lists() for waarde in waarden[1]):
        raise Http404
    mogelijk = kamers_met(request.user, RECHT)
    slugs = set(request.GET.getlist("kamer"))
    kamers = tuple(mogelijk.filter(slug__in=slugs) if slugs else mogelijk)
    if len(kamers) < max(len(slugs), 1):
        raise Http404
    eigen = frozenset(kamers_met(request.user, "gevoelig.zien").values_list("pk", flat=True))
    periode = _periode(request.GET)
    if periode.dagen < KORTSTE and not {kamer.pk for kamer in kamers} <= eigen:
        raise Http404  # on one day a name that is left out can be guessed from those that are there
    return Bewijsvraag(
        kamers,
        periode,
        eigen,
        categorie=_rij(Categorie, request.GET.get("categorie", "")),
        rol=request.GET.get("rol", ""),
        soort=request.GET.get("soort", ""),
        organisaties=tuple(_rij(Organisatie, pk) for pk in request.GET.getlist("organisatie")[:MEESTE] if pk),
    )


def _periode(vragen: QueryDict) -> Periode:
    """The days asked; this year when none are."""
    vandaag = timezone.localdate()
    if "van" not in vragen and "tm" not in vragen:
        return Periode(date(vandaag.year, 1, 1), vandaag)
    try:
        periode = Periode(date.fromisoformat(vragen.get("van", "")), date.fromisoformat(vragen.get("tm", "")))
    except ValueError as fout:
        raise Http404 from fout
    if not EERSTE_JAAR <= periode.van.year <= periode.tm.year <= LAATSTE_JAAR:
        raise Http404
    return periode


def _rij(model, pk: str):
    """The row of this id; None when none is asked; 404 when it is not there."""
    if not pk:
        return None
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        raise Http404
    return get_object_or_404(model, pk=pk)
