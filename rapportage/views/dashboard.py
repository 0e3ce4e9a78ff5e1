"""Pages of the dashboards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.verzoek import Verzoek


@require_safe
@vereist("dashboard.zien")
def start(request: Verzoek) -> HttpResponse:
    return redirect("start")
