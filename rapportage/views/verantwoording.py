"""The statement of a financier as a file; who sees it on screen has it as a file too."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.models import Afspraak, Gebruiker, Logregel
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from financien.verantwoording import jaren_voor, organisaties_van
from financien.views.verantwoording import haal_verantwoording
from rapportage.documenten.pdf import PdfLukteNiet
from rapportage.documenten.verantwoording import SOORTEN

RECHT = "verantwoording.zien"


@require_safe
@vereist(RECHT)
def bestand(request: Verzoek, jaar: int, pk: int, soort: str) -> HttpResponse:
    """The PDF or the spreadsheet of one statement; the log says who took it."""
    if soort not in SOORTEN:
        raise Http404
    v = haal_verantwoording(request, jaar, pk)
    mime, maak = SOORTEN[soort]
    try:
        inhoud = maak(v)
    except PdfLukteNiet as fout:
        messages.error(request, str(fout))
        return redirect("financien:verantwoording", jaar, pk)
    logboek.leg_vast(
        Logregel.Actie.GEEXPORTEERD, f"verantwoording {jaar} {soort}", door=request.user, kenmerk=f"financier {pk}"
    )
    naam = f"verantwoording-{jaar}-{slugify(v.financier)[:60] or pk}.{soort}"
    return HttpResponse(inhoud, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{naam}"'})


def geldlinks(afspraak: Afspraak, gebruiker: Gebruiker) -> list[tuple[str, str]]:
    """For the page of an agreement: the own statement of a party outside, in the years of that agreement."""
    if not mag(gebruiker, RECHT) or organisaties_van(gebruiker) is None or afspraak.periode is None:
        return []
    jaren = range(afspraak.periode.van.year, afspraak.periode.tm.year + 1)
    return [
        (f"uw verantwoording {jaar}", reverse("financien:verantwoordingen", args=[jaar]))
        for jaar in jaren_voor(gebruiker, timezone.localdate())
        if jaar in jaren
    ]
