"""Pages of typed judgements: per agreement what was decided about interviews and control, with its evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import oordelen as regels
from buurtwerkkamers.afspraken import delen_van, zichtbare_afspraken
from buurtwerkkamers.forms_oordelen import OordeelForm
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Bewijsstuk, Indicator, Logregel, Oordeel, Streefwaarde
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek

FORMULIER = ["GET", "HEAD", "POST"]


def _adres(afspraak: Afspraak) -> str:
    return reverse("afspraken:oordelen", args=[afspraak.pk])


def _kruimels(afspraak: Afspraak, *, dieper: bool = False) -> list[tuple[str, str]]:
    boven = [("Afspraken", reverse("afspraken:lijst")), (str(afspraak), afspraak.get_absolute_url())]
    return [*boven, ("Oordelen", _adres(afspraak))] if dieper else boven


def _in_procenten(afspraak: Afspraak) -> set[str]:
    """The names of the indicators whose targets are per cents."""
    doelen = Streefwaarde.objects.filter(indicator__afspraak=afspraak, procent=True)
    return set(doelen.values_list("indicator__naam", flat=True))


def _waarde(oordeel: Oordeel, in_procenten: bool) -> str:
    if oordeel.indicator.meetregel == Meetregel.CONTROLE:
        return "positief" if oordeel.waarde > 0 else "niet positief"
    return getal(oordeel.waarde) + ("%" if in_procenten else "")


@require_safe
@vereist(regels.RECHT)
def lijst(request: Verzoek, pk: int) -> HttpResponse:
    """Per typed indicator of an agreement what was decided, about which days, by whom, with its evidence."""
    afspraak = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    gevonden, in_procenten = regels.oordelen_over(afspraak, request.user), _in_procenten(afspraak)
    indicatoren = [
        {
            "indicator": indicator,
            "oordelen": [
                {"oordeel": oordeel, "waarde": _waarde(oordeel, indicator.naam in in_procenten)}
                for oordeel in gevonden.get(indicator.naam, [])
            ],
        }
        for indicator in regels.getikte_indicatoren(afspraak)
    ]
    context = {
        "afspraak": afspraak,
        "indicatoren": indicatoren,
        "mag_wijzigen": mag(request.user, regels.WIJZIGEN),
        "mag_controle": mag(request.user, "controle.zien"),
        "controle": Meetregel.CONTROLE,
        "delen": delen_van(afspraak, request.user, "afspraken:oordelen"),
        "kruimels": _kruimels(afspraak),
    }
    return render(request, "oordelen/lijst.html", context)


@require_http_methods(FORMULIER)
@vereist(regels.WIJZIGEN)
def nieuw(request: Verzoek, pk: int, indicator_pk: int) -> HttpResponse:
    """Type in what was decided about an indicator."""
    afspraak = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    indicator = get_object_or_404(regels.getikte_indicatoren(afspraak), pk=indicator_pk)
    vandaag = timezone.localdate()
    over = afspraak.periode or Periode.jaar(vandaag.year - 1)
    initieel = {"van": over.van, "tm": max(over.van, min(over.tm, vandaag)), "besloten_op": vandaag}
    return _pagina(request, afspraak, indicator, None, initial=initieel)


@require_http_methods(FORMULIER)
@vereist(regels.WIJZIGEN)
def wijzig(request: Verzoek, pk: int, oordeel_pk: int) -> HttpResponse:
    """Correct a decision, add evidence or take it away."""
    afspraak = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    oordeel = get_object_or_404(_van(afspraak, request), pk=oordeel_pk)
    return _pagina(request, afspraak, oordeel.indicator, oordeel)


def _van(afspraak: Afspraak, request: Verzoek) -> Any:
    zichtbaar = regels.zichtbare_oordelen(request.user).filter(indicator__afspraak__naam=afspraak.naam)
    return regels.met_bewijs(zichtbaar)


def _pagina(
    request: Verzoek, afspraak: Afspraak, indicator: Indicator, oordeel: Oordeel | None, **meer: Any
) -> HttpResponse:
    form = OordeelForm(
        request.POST or None,
        request.FILES or None,
        indicator=indicator,
        in_procenten=indicator.naam in _in_procenten(afspraak),
        oordeel=oordeel,
        **meer,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _bewaar(form, oordeel or Oordeel(indicator=indicator), request)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"Het oordeel over ‘{indicator.naam}’ is opgeslagen.")
            return redirect(_adres(afspraak))
    context = {
        "form": form,
        "afspraak": afspraak,
        "oordeel": oordeel,
        "titel": "Oordeel wijzigen" if oordeel else "Oordeel invullen",
        "intro": indicator.naam,
        "knop": "Opslaan" if oordeel else "Oordeel opslaan",
        "terug": _adres(afspraak),
        "bestand": True,
        "kruimels": _kruimels(afspraak, dieper=True),
    }
    return render(request, "oordelen/formulier.html", context, status=422 if form.is_bound else 200)


def _bewaar(form: OordeelForm, oordeel: Oordeel, request: Verzoek) -> None:
    velden = dict(form.cleaned_data)
    bewijs = velden.pop("bewijs")
    for veld, waarde in velden.items():
        setattr(oordeel, veld, waarde)
    regels.bewaar_oordeel(oordeel, bewijs=bewijs, door=request.user)


@require_http_methods(FORMULIER)
@vereist(regels.WIJZIGEN)
def weg(request: Verzoek, pk: int, oordeel_pk: int) -> HttpResponse:
    """Ask, and then remove a decision that was typed in by mistake."""
    afspraak = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    oordeel = get_object_or_404(_van(afspraak, request), pk=oordeel_pk)
    if request.method == "POST":
        regels.verwijder_oordeel(oordeel, door=request.user)
        messages.success(request, f"Het oordeel over ‘{oordeel.indicator.naam}’ is weggehaald.")
        return redirect(_adres(afspraak))
    wie = oordeel.kamer or "alle kamers samen"
    context = {
        "titel": "Oordeel weghalen",
        "vraag": f"Weet u zeker dat het oordeel over ‘{oordeel.indicator.naam}’ van {wie} ({oordeel.periode}) weg kan? "
        "De bestanden gaan ook weg.",
        "knop": "Oordeel weghalen",
        "terug": _adres(afspraak),
        "kruimels": _kruimels(afspraak, dieper=True),
    }
    return render(request, "afspraken/weg.html", context)


# --- evidence ---------------------------------------------------------------------------------------------------


@require_safe
@vereist(regels.RECHT)
def bewijs(request: Verzoek, pk: int) -> HttpResponse:
    """The file itself, to keep and not to show: a browser may not guess what is in it. Every look is logged."""
    stuk = get_object_or_404(Bewijsstuk.objects.filter(oordeel__in=regels.zichtbare_oordelen(request.user)), pk=pk)
    leg_vast(Logregel.Actie.BEKEKEN, stuk, door=request.user, kamer=stuk.oordeel.kamer)
    antwoord = HttpResponse(bytes(stuk.inhoud), content_type=stuk.soort)
    antwoord["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=stuk.naam)
    antwoord["X-Content-Type-Options"] = "nosniff"
    antwoord["Cache-Control"] = "no-store"
    return antwoord


@require_POST
@vereist(regels.WIJZIGEN)
def bewijs_weg(request: Verzoek, pk: int, bewijs_pk: int) -> HttpResponse:
    """Remove one file; the decision stays."""
    afspraak = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    eigen = Bewijsstuk.objects.filter(oordeel__in=_van(afspraak, request)).defer("inhoud")
    stuk = get_object_or_404(eigen.select_related("oordeel"), pk=bewijs_pk)
    regels.verwijder_bewijsstuk(stuk, door=request.user)
    messages.success(request, f"Het bestand ‘{stuk.naam}’ is weggehaald.")
    return redirect("afspraken:oordeel_wijzig", pk=afspraak.pk, oordeel_pk=stuk.oordeel_id)
