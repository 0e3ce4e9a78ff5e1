"""The page of hours as money: the 'populaire begroting' of a year, and the share of the financiers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.verzoek import Verzoek
from financien.boekstand import jaren as begrotingsjaren
from financien.models import Regel
from rapportage.dashboard.vraag import zicht_op
from rapportage.urengeld import urengeld

EERSTE, LAATSTE = 2000, 2100


@require_safe
@vereist("geld.zien")
def uren(request: Verzoek, jaar: int) -> HttpResponse:
    """Hours and euros of one year side by side; a coordinator sees the own kamer."""
    if not EERSTE <= jaar <= LAATSTE:
        raise Http404
    vandaag, dagen = timezone.localdate(), Periode.jaar(jaar)
    zicht = zicht_op(request.user, dagen)
    gezien = urengeld(jaar, zicht.kamers, heel=zicht.stad, afspraak=zicht.afspraak, vandaag=vandaag)
    keuze = sorted({*begrotingsjaren(), *_jaren_met_uren(), vandaag.year, jaar}, reverse=True)
    context = {
        "gezien": gezien,
        "jaar": jaar,
        "jaren": [(keus, reverse("financien:uren", args=[keus])) for keus in keuze],
        "overzicht": gezien,
        "heel": zicht.stad,
        "mag_wijzigen": False,
        "kruimels": [("Geld", reverse("financien:lijst"))],
    }
    return render(request, "financien/uren/jaar.html", context)


def _jaren_met_uren() -> set[int]:
    """The years of sources that print hours of their own."""
    return set(Regel.objects.filter(soort=Regel.Soort.UREN).order_by().values_list("jaar", flat=True).distinct())
