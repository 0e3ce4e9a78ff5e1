"""The register of personal fields, to read: what is kept about people, why, and for how long."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buurtwerkkamers import avg
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.verzoek import Verzoek


@require_safe
@vereist("register.zien")
def register(request: Verzoek) -> HttpResponse:
    """Every kind of thing with its fields. Holds no data of anybody."""
    dingen = [(ding, list(regels)) for ding, regels in groupby(avg.register(), key=lambda regel: regel.ding)]
    kruimels = [("Beheer", "/beheer/")] if mag(request.user, "gebruikers.beheren") else [("Start", "/")]
    return render(request, "beheer/register.html", {"dingen": dingen, "kruimels": kruimels})
