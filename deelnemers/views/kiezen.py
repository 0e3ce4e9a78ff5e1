"""Suggestions for the field to choose a person, while somebody types."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from buurtwerkkamers.rechten import RECHTEN, mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.forms.velden import HOEVEEL, met_labels, te_kiezen, vind_mensen


@vereist("deelnemers.zien")
@require_safe
def kies(request: Verzoek) -> HttpResponse:
    """Up to ten people that the text may mean: id, name, and the label that tells two of the same name apart."""
    recht = request.GET.get("recht", "deelnemers.zien")
    if recht not in RECHTEN:
        raise Http404
    if not mag(request.user, recht):
        raise PermissionDenied
    gevonden = vind_mensen(te_kiezen(request.user, recht), request.GET.get("zoek", "")[:200], HOEVEEL + 1)
    mensen = [
        {"id": mens.pk, "naam": mens.naam, "nummer": mens.nummer if tekst != mens.naam else "", "tekst": tekst}
        for mens, tekst in met_labels(gevonden[:HOEVEEL])
    ]
    return JsonResponse({"mensen": mensen, "meer": len(gevonden) > HOEVEEL})
