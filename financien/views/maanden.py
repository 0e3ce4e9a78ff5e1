"""Closing months: which are closed, the next one with a look at what will be kept, and closing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from financien.afsluiten import eerdere_jaren, redenen_van, sluit_maand
from financien.boekstand import boekstand
from financien.maanden import eerste_versie, laatste_dag, maandnaam, maandrijen, nog_open, volgende_maand
from financien.stand import als_archief, levend, uitkomsten
from financien.standtabellen import tabellen_van
from financien.zicht import ziet_alles

KRUIMEL = ("Geld", "/financien/")


@require_safe
@vereist("geld.zien")
def maanden(request: Verzoek) -> HttpResponse:
    """The months of every year that has a closed one, or the next to be closed."""
    vandaag = timezone.localdate()
    volgende = volgende_maand()
    context = {
        "jaren": maandrijen(vandaag),
        "volgende": volgende,
        "volgende_naam": maandnaam(volgende) if volgende else "",
        "volgende_tot": laatste_dag(volgende) if volgende else None,
        "voorbij": volgende is not None and laatste_dag(volgende) < vandaag,
        "mag_wijzigen": mag(request.user, "geld.wijzigen"),
        "alles": ziet_alles(request.user),
        "kruimels": [KRUIMEL],
    }
    return render(request, "financien/maanden/lijst.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("geld.wijzigen")
def sluiten(request: Verzoek) -> HttpResponse:
    """What will be kept of the next month, and what is still open in it; then close it."""
    volgende = volgende_maand()
    if volgende is None:
        messages.info(request, "Er is nog geen maand om te sluiten. Maak eerst een begroting en stel haar vast.")
        return redirect("financien:maanden")
    status = 200
    if request.method == "POST":
        # The month that was looked at: when it was closed in the meantime, the next one is not closed unseen.
        if request.POST.get("maand") != volgende.isoformat():
            messages.error(request, f"Deze maand is al gesloten. Nu is {maandnaam(volgende)} aan de beurt.")
            return redirect("financien:maanden")
        try:
            dicht = sluit_maand(volgende, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
            status = 422
        else:
            messages.success(request, f"{maandnaam(dicht.maand).capitalize()} is gesloten en bewaard.")
            return redirect(f"{reverse('financien:stand', args=[volgende.year])}?per={laatste_dag(volgende)}")
    per = laatste_dag(volgende)
    nu = boekstand(volgende.year, per)
    stand = als_archief(levend(nu, redenen_van(nu)))
    uit = uitkomsten(stand) if stand.posten else ()
    context = {
        "maand": volgende,
        "naam": maandnaam(volgende),
        "per": per,
        "voorbij": per < timezone.localdate(),
        "begroting": eerste_versie(volgende.year, per),
        "begroting_adres": reverse("financien:begroting", args=[volgende.year]),
        "stand": stand,
        "tabellen": tabellen_van(stand),
        "uitkomsten": uit,
        "onbeslist": any(u.onbeslist for u in uit),
        "nog_open": nog_open(per),
        "eerdere": eerdere_jaren(volgende),
        "kruimels": [KRUIMEL, ("Maanden", reverse("financien:maanden"))],
    }
    return render(request, "financien/maanden/sluiten.html", context, status=status)
