"""Pages of the statement per financier. Gemeente and corporatie see that of their own organisation only.

They see it as it was at the end of the last closed month; only the cooperative chooses a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from financien.bijdragestand import ZEKERREGEL, ontvangsten, uitgaven
from financien.boekstand import NIETS, som
from financien.forms_bijdragen import StandOpFormulier
from financien.verantwoording import (
    Overzichtsregel,
    Verantwoording,
    dag_voor_buiten,
    jaren_voor,
    organisaties_van,
    regels_voor,
    verantwoording_voor,
)
from financien.verantwoordingstaten import staten

BESTANDEN = (("pdf", "PDF"), ("xlsx", "Rekenblad (XLSX)"))


@require_safe
@vereist("verantwoording.zien")
def begin(request: Verzoek) -> HttpResponse:
    """To the latest year that this user finds a statement of."""
    vandaag = timezone.localdate()
    jaren = jaren_voor(request.user, vandaag)
    return redirect("financien:verantwoordingen", jaren[0] if jaren else vandaag.year)


@require_safe
@vereist("verantwoording.zien")
def lijst(request: Verzoek, jaar: int) -> HttpResponse:
    """The financiers of a year, each with what it promised and what came in; who has one goes there at once."""
    vandaag = _keur_jaar(jaar)
    buiten = organisaties_van(request.user) is not None
    regels = regels_voor(request.user, jaar, vandaag)
    dicht = dag_voor_buiten(jaar) if buiten else vandaag
    if buiten and len(regels) == 1:
        return redirect("financien:verantwoording", jaar, regels[0].organisatie_id)
    return render(
        request,
        "financien/verantwoording/lijst.html",
        {
            "jaar": jaar,
            "per": dicht or vandaag,
            "met_geld": dicht is not None,
            "regels": regels,
            "samen": _samen(regels) if len(regels) > 1 and not buiten else None,
            "buiten": buiten,
            "jaren": _jaren(request, jaar),
            "zekerregel": ZEKERREGEL,
            "kruimels": _kruimels(request),
        },
    )


@require_safe
@vereist("verantwoording.zien")
def verantwoording(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """The statement of one financier; for the cooperative with the bookings behind it."""
    gekozen = haal_verantwoording(request, jaar, pk)
    binnen = organisaties_van(request.user) is None
    eerder = binnen and gekozen.per != timezone.localdate()
    vraag = f"?per={gekozen.per:%Y-%m-%d}" if eerder else ""
    return render(
        request,
        "financien/verantwoording/verantwoording.html",
        {
            "v": gekozen,
            "som": gekozen.som,
            "staten": staten(gekozen),
            "binnen": binnen,
            "form": StandOpFormulier(request.GET if "per" in request.GET else None, initial={"per": gekozen.per}),
            "actief": eerder,
            "meer_actief": False,
            "sortering": "",
            "naar_bijdrage": binnen and mag(request.user, "geld.zien"),
            "ontvangsten": ontvangsten(gekozen.bijdragen, gekozen.per) if binnen else (),
            "uitgaven": uitgaven(gekozen.bijdragen, gekozen.per) if binnen else (),
            "bestanden": [
                (naam, reverse("verantwoording_bestand", args=[jaar, pk, soort]) + vraag) for soort, naam in BESTANDEN
            ],
            "kruimels": _kruimels(request, jaar) if binnen else [],
            # a party outside goes from year to year here; the cooperative goes by the list
            "jaren": [] if binnen else _jaren(request, jaar),
        },
    )


def haal_verantwoording(request: HttpRequest, jaar: int, pk: int) -> Verantwoording:
    """The statement that this user asked for; 404 when there is none for them.

    The cooperative can ask for an earlier day with ``?per=``; a day that cannot be, or is still to come, is today. For
    a party outside the day is that of the last closed month, whatever it asks.
    """
    vandaag = _keur_jaar(jaar)
    gebruiker: Any = request.user
    per = vandaag
    form = StandOpFormulier(request.GET)
    if organisaties_van(gebruiker) is None and form.is_valid():
        per = min(form.cleaned_data["per"] or vandaag, vandaag)
    gevonden = verantwoording_voor(gebruiker, jaar, pk, per)
    if gevonden is None:
        raise Http404
    return gevonden


# --- shared -----------------------------------------------------------------------------------------------------


def _keur_jaar(jaar: int) -> date:
    if not 2000 <= jaar <= 2100:
        raise Http404
    return timezone.localdate()


def _samen(regels: Iterable[Overzichtsregel]) -> dict[str, Decimal | None]:
    """The sums over all financiers; nothing is counted twice, for each contribution has one."""
    sommen = [regel.som for regel in regels]
    velden = ("zeker", "ontvangen", "nog_te_komen", "besteed")
    samen = {veld: sum((getattr(deel, veld) for deel in sommen), NIETS) for veld in velden}
    return {**samen, "begroot": som(deel.begroot for deel in sommen)}


def _jaren(request: Verzoek, jaar: int) -> list[tuple[int, str]]:
    jaren = {*jaren_voor(request.user, timezone.localdate()), jaar}
    return [(j, reverse("financien:verantwoordingen", args=[j])) for j in sorted(jaren, reverse=True)]


def _kruimels(request: Verzoek, jaar: int = 0) -> list[tuple[str, str]]:
    kruimels = [("Geld", "/financien/")] if mag(request.user, "geld.zien") else []
    if jaar:
        kruimels.append((f"Verantwoording {jaar}", reverse("financien:verantwoordingen", args=[jaar])))
    return kruimels
