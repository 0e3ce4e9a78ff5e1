"""Pages of the bureau about sending: to whom a report went, whether it arrived, and closing an address."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from buurtwerkkamers.models import Organisatie
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd
from rapportage import vaststelling, verzenden
from rapportage.edities import Keten, keten_van, plaatsen
from rapportage.forms_edities import Verzendform
from rapportage.models import Editie, Rapport, Verzending
from rapportage.views.rapporten import haal_rapport, kruimels_naar


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def lijst(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """To whom this edition went, with what came of it; and a form for who else gets it."""
    rij, keten, editie = _haal(request, kenmerk)
    gestuurd = list(_verzendingen(editie))
    form = _formulier(request, rij, editie, gestuurd)
    mag_verzenden = keten.nieuwer_dan(rij) is None
    if request.method == "POST" and form.is_valid():
        try:
            nieuw = _verzend(request, rij, form)
        except (Geweigerd, ValidationError) as fout:
            form.add_error(None, fout.messages if isinstance(fout, ValidationError) else str(fout))  # type: ignore[arg-type]
        else:
            messages.success(request, _gelukt(nieuw))
            return redirect("rapporten:verzenden", rij.kenmerk)
    context = {
        "rapport": rij,
        "editie": editie,
        "keten": keten,
        "nieuwer": keten.nieuwer_dan(rij),
        "regels": _met_verloop(request, gestuurd),
        "form": form if mag_verzenden else None,
        "mail_ingesteld": settings.EMAIL_INGESTELD,
        "kruimels": kruimels_naar(rij),
    }
    return render(request, "rapportage/verzenden/lijst.html", context, status=422 if request.method == "POST" else 200)


def _haal(request: HttpRequest, kenmerk: str) -> tuple[Rapport, Keten, Editie]:
    rij = haal_rapport(request.user, kenmerk)
    keten = keten_van(rij)
    editie = next((e for e in keten.edities if e.rapport_id == rij.pk), None)
    if editie is None:
        raise Http404
    return rij, keten, editie


def _verzendingen(editie: Editie) -> Any:
    return Verzending.objects.filter(editie=editie).select_related("organisatie", "door").order_by("-datum", "-pk")


def _formulier(request: HttpRequest, rij: Rapport, editie: Editie, gestuurd: list[Verzending]) -> Verzendform:
    # Who is party to the agreement, and who had another edition of this report.
    eerder = Organisatie.objects.filter(verzending__editie__rapport__in=plaatsen(rij)).values("pk")
    partijen = list(Organisatie.objects.filter(Q(pk__in=eerder) | Q(pk__in=rij.afspraak.partijen.values("pk"))))
    return Verzendform(
        request.POST if request.method == "POST" else None,
        editie=editie,
        partijen=partijen,
        klaar=[verzending.organisatie_id for verzending in gestuurd],
        voorstel=verzenden.voorstel_voor(partijen),
    )


def _verzend(request: HttpRequest, rij: Rapport, form: Verzendform) -> list[Verzending]:
    """Submit the report the first time, later only add; the e-mails go out once all of it is stored."""
    eerste_keer = rij.status == Rapport.Status.VASTGESTELD
    doe = vaststelling.dien_in if eerste_keer else vaststelling.verzend_verder
    nieuw = doe(rapport=rij, verzendingen=form.verzendingen(), door=request.user)
    for rij_ in nieuw:
        if rij_.wijze == Verzending.Wijze.EMAIL:
            _mail_straks(request, rij_)
    return nieuw


def _mail_straks(request: HttpRequest, verzending: Verzending) -> None:
    """After the commit; robust, so that a failing mail server never shows as an error of what was stored."""
    if not settings.EMAIL_INGESTELD:
        return
    adres = request.build_absolute_uri(verzenden.leespad(verzending))
    transaction.on_commit(partial(verzenden.mail_leesadres, verzending, adres, door=request.user), robust=True)


def _gelukt(nieuw: list[Verzending]) -> str:
    namen = ", ".join(str(rij.organisatie) for rij in nieuw)
    return f"Vastgelegd: het rapport ging naar {namen}. Hieronder staat per organisatie het leesadres."


def _met_verloop(request: HttpRequest, gestuurd: list[Verzending]) -> list[dict[str, Any]]:
    stand, vandaag = verzenden.verloop(gestuurd), timezone.localdate()
    return [
        {
            "rij": rij,
            "verloop": stand[rij.pk],
            "open": verzenden.is_open(rij, vandaag),
            "adres": request.build_absolute_uri(verzenden.leespad(rij)),
            "mailbaar": bool(rij.email) and verzenden.is_open(rij, vandaag) and settings.EMAIL_INGESTELD,
        }
        for rij in gestuurd
    ]


@require_POST
@vereist("rapporten.beheren")
def trek_in(request: HttpRequest, kenmerk: str, pk: int) -> HttpResponse:
    """Close the address of one organisation."""
    rij, _, editie = _haal(request, kenmerk)
    verzending = get_object_or_404(_verzendingen(editie), pk=pk)
    try:
        verzenden.trek_in(verzending=verzending, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"Het leesadres van {verzending.organisatie} werkt niet meer.")
    return redirect("rapporten:verzenden", rij.kenmerk)


@require_POST
@vereist("rapporten.beheren")
def mail(request: HttpRequest, kenmerk: str, pk: int) -> HttpResponse:
    """Send the address once more by e-mail: it failed, or the letter got lost."""
    rij, _, editie = _haal(request, kenmerk)
    verzending = get_object_or_404(_verzendingen(editie), pk=pk)
    if not settings.EMAIL_INGESTELD:
        messages.error(request, "E-mail is op deze site niet ingesteld. Kopieer het leesadres en mail het zelf.")
    elif not verzending.email or not verzenden.is_open(verzending, timezone.localdate()):
        messages.error(request, "Deze verzending heeft geen e-mailadres, of het leesadres werkt niet meer.")
    else:
        verzending.editie.rapport = rij
        _mail_straks(request, verzending)
        messages.info(request, f"De e-mail aan {verzending.organisatie} gaat nu weg. Hieronder ziet u of dat lukte.")
    return redirect("rapporten:verzenden", rij.kenmerk)
