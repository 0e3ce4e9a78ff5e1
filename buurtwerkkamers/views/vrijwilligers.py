"""The coordinator invites the volunteers who register at the door of the own kamer, and withdraws that again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from buurtwerkkamers import gebruikers, pincodes
from buurtwerkkamers.forms import VrijwilligerForm
from buurtwerkkamers.models import Bevoegdheid, Kamer
from buurtwerkkamers.models.gebruikers import BevoegdheidQuerySet
from buurtwerkkamers.rechten import haal_kamer, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from buurtwerkkamers.wachtwoordmail import stuur_wachtwoordmail

RECHT = "vrijwilligers.uitnodigen"


def _aan_de_deur(kamer: Kamer) -> BevoegdheidQuerySet:
    aan_de_deur = Bevoegdheid.objects.filter(kamer=kamer, rol=Bevoegdheid.Rol.DEUR)
    met_pincode = aan_de_deur.select_related("gebruiker", "gebruiker__pincode")
    return met_pincode.geldig_op(timezone.localdate()).order_by("gebruiker__naam", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(RECHT)
def vrijwilligers(request: Verzoek, slug: str) -> HttpResponse:
    """Who may register at the door of this kamer, and a form to invite somebody."""
    kamer = haal_kamer(request.user, RECHT, slug)
    form = VrijwilligerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wie, nieuw = gebruikers.nodig_vrijwilliger_uit(kamer=kamer, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            if nieuw:
                stuur_wachtwoordmail(request, wie)
            # The address and not the name: a known account must not tell its name to who only knows the address.
            messages.success(request, f"{wie.email} mag nu aan de deur van {kamer} registreren.")
            return redirect(request.path)
    return render(request, "kamers/vrijwilligers.html", _pagina(kamer, form), status=422 if form.errors else 200)


def _pagina(kamer: Kamer, form: VrijwilligerForm, **meer: Any) -> dict[str, Any]:
    kruimels = [("Kamers", reverse("kamers:lijst")), (kamer.naam, kamer.get_absolute_url())]
    return {"kamer": kamer, "form": form, "aan_de_deur": _aan_de_deur(kamer), "kruimels": kruimels, **meer}


@require_POST
@vereist(RECHT)
def pincode_vernieuwen(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Make a start code for this volunteer. It stands on this answer only: nothing keeps it, not even a session."""
    kamer = haal_kamer(request.user, RECHT, slug)
    wie = get_object_or_404(_aan_de_deur(kamer), pk=pk).gebruiker
    startcode = pincodes.maak_startcode(wie, kamer=kamer, door=request.user)
    pincodes.vergeet_pogingen(request, wie)
    return render(
        request, "kamers/vrijwilligers.html", _pagina(kamer, VrijwilligerForm(), startcode=startcode, wie=wie)
    )


@require_POST
@vereist(RECHT)
def vrijwilliger_intrekken(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """From now on this volunteer does not register at this kamer any more."""
    kamer = haal_kamer(request.user, RECHT, slug)
    bevoegdheid = get_object_or_404(_aan_de_deur(kamer), pk=pk)
    gebruikers.trek_in(bevoegdheid, door=request.user)
    messages.success(request, f"{bevoegdheid.gebruiker} registreert niet meer aan de deur van {kamer}.")
    return redirect("kamers:vrijwilligers", slug)
