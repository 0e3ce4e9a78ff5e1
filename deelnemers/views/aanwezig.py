"""Attendance, as pages: one tap is one POST. With a script the same pages send taps instead (``views.tikken``)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.deurtaal import taal_van, tekst
from buurtwerkkamers.models import Kamer, Logregel
from buurtwerkkamers.rechten import haal_kamer, kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import aanwezigheid, registratie, zicht
from deelnemers.enquetestand import open_enquetes
from deelnemers.forms.mensen import DeurForm, RedenForm
from deelnemers.models import Activiteit, Deelnemer
from deelnemers.views.deurdag import Dag, haal_dag, haal_deelnemer
from deelnemers.views.inschrijven import Inschrijving
from deelnemers.views.tikken import gevonden


@vereist("aanwezig.zien")
@require_safe
def kies(request: Verzoek) -> HttpResponse:
    """Choose a kamer; straight through when there is only one."""
    kamers = list(kamers_met(request.user, "aanwezig.zien").open_op(timezone.localdate()).select_related("wijk"))
    if len(kamers) == 1:
        return redirect("aanwezig:kamer", kamers[0].slug)
    return render(request, "aanwezig/kies.html", {"kamers": kamers})


@vereist("aanwezig.zien")
@require_safe
def kamer(request: Verzoek, slug: str) -> HttpResponse:
    """Today's activities of one kamer as large tiles."""
    vandaag = timezone.localdate()
    deze = haal_kamer(request.user, "aanwezig.zien", slug)
    activiteiten = [
        a for a in zicht.zichtbare_activiteiten(request.user, deze) if not a.gestopt_op or a.gestopt_op >= vandaag
    ]
    tegels = aanwezigheid.activiteittegels(activiteiten, vandaag)
    context = {
        "kamer": deze,
        "vandaag": vandaag,
        "is_open": Kamer.objects.open_op(vandaag).filter(pk=deze.pk).exists(),
        "drukte": aanwezigheid.drukte(deze, vandaag),
        "verwacht": [tegel for tegel in tegels if tegel.verwacht],
        "overige": [tegel for tegel in tegels if not tegel.verwacht],
        "registreert": mag(request.user, "aanwezig.registreren", deze),
        "meer_kamers": kamers_met(request.user, "aanwezig.zien").count() > 1,
        "mag_maken": mag(request.user, "activiteiten.wijzigen", deze),
        "enquetes": open_enquetes(deze, vandaag),
    }
    return render(request, "aanwezig/kamer.html", context)


@vereist("aanwezig.registreren")
@require_POST
def vandaag_erbij(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """The activity is there today too, and it opens; or it is not there after all (``doe=weg``)."""
    deze = haal_kamer(request.user, "aanwezig.registreren", slug)
    activiteit = get_object_or_404(zicht.zichtbare_activiteiten(request.user, deze), pk=pk)
    if request.POST.get("doe") == "weg":
        registratie.haal_van_dag(activiteit, datum=timezone.localdate(), door=request.user)
        return redirect("aanwezig:kamer", slug)
    registratie.zet_op_dag(activiteit, datum=timezone.localdate(), door=request.user)
    return redirect("aanwezig:activiteit", slug, pk)


def _toon(request: Verzoek, dag: Dag) -> HttpResponse:
    zoek = " ".join(request.GET.get("zoek", "").split())[:80] if dag.registreert else ""
    aanwezig = aanwezigheid.aanwezigen(dag.activiteit, dag.datum)
    bekend = set(aanwezig)
    if dag.registreert:
        bekend |= set(aanwezigheid.vaste_bezoekers(dag.activiteit, dag.datum))
    tegels = dag.tegels(dag.mensen().filter(pk__in=bekend), aanwezig)
    treffers, te_veel = gevonden(dag, zoek, aanwezig) if zoek else ([], False)
    telling = aanwezigheid.zonder_naam(dag.activiteit, dag.datum)
    context = {
        "dag": dag,
        "hier": [tegel for tegel in tegels if tegel.aanwezig],
        "meestal": [tegel for tegel in tegels if not tegel.aanwezig],
        "treffers": treffers,
        "te_veel": te_veel,
        "zoek": zoek,
        "aantal": len(aanwezig),
        "telling": _tellingen(telling),
        "zonder_naam": sum(telling.values()),
        "drukte": aanwezigheid.drukte(dag.kamer, dag.datum) if dag.is_vandaag else None,
        "mag_inschrijven": dag.registreert and mag(request.user, "deelnemers.inschrijven", dag.kamer),
        "stand": _stand(request, dag, aanwezig, telling),
    }
    return render(request, "aanwezig/activiteit.html", context)


def _tellingen(telling: dict[str, int]) -> list[tuple[str, str, int]]:
    """Kind, the key of its name, and how many."""
    return [(soort, f"aanwezig.soort_{soort}", aantal) for soort, aantal in telling.items()]


def _stand(request: Verzoek, dag: Dag, aanwezig: set[int], telling: dict[str, int]) -> dict[str, Any]:
    """What the script starts from. Ids only: the names stand in the tiles."""
    return {
        "kamer": dag.kamer.slug,
        "activiteit": dag.activiteit.pk,
        "datum": dag.datum.isoformat(),
        "vandaag": dag.is_vandaag,
        "door": request.user.pk,
        "aanwezig": sorted(aanwezig),
        "telling": telling,
        "stand": dag.adres_van("stand"),
        "zoek": dag.adres_van("zoek"),
        "lijkt": dag.adres_van("lijkt"),
        "gezocht": bool(request.GET.get("zoek")),
    }


@vereist("aanwezig.zien")
@require_safe
def activiteit(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Who is here, who usually comes, and a search for everybody else. ``?datum=`` another day, ``?zoek=`` a name."""
    dag = haal_dag(request, slug, pk, request.GET)
    if not zicht.ziet_bezoekers(request.user, dag.activiteit):
        return render(request, "aanwezig/reden.html", {"dag": dag, "form": RedenForm()})
    return _toon(request, dag)


@vereist("gevoelig.met_reden")
@require_POST
def met_reden(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Who was at a sensitive activity, for the bureau: after a reason, which goes into the log."""
    dag = haal_dag(request, slug, pk, request.POST)
    form = RedenForm(request.POST)
    if not form.is_valid():
        return render(request, "aanwezig/reden.html", {"dag": dag, "form": form}, status=422)
    logboek.leg_vast(
        Logregel.Actie.BEKEKEN_MET_REDEN,
        dag.activiteit,
        door=request.user,
        kamer=dag.kamer,
        reden=form.cleaned_data["reden"],
    )
    return _toon(request, dag)


# --- one tap ---------------------------------------------------------------------------------------------------


def _haal_dag_om_te_schrijven(request: Verzoek, slug: str, pk: int) -> tuple[Dag, HttpResponse | None]:
    """The day that a POST is about, and the answer when it may not be filled in (the page, with the reason)."""
    dag = haal_dag(request, slug, pk, request.POST, recht="aanwezig.registreren")
    # haal_dag gives today for a day that is not allowed; a page left open past midnight must not fill the new day.
    gevraagd = request.POST.get("datum") or dag.datum.isoformat()
    toegestaan = dag.registreert and zicht.ziet_bezoekers(request.user, dag.activiteit)
    if toegestaan and gevraagd == dag.datum.isoformat():
        return dag, None
    if dag.dicht:
        messages.error(request, dag.dicht)
    return dag, _terug(request, dag)


def _terug(request: Verzoek, dag: Dag, anker: str = "") -> HttpResponse:
    return redirect(dag.adres_met(request.POST.get("zoek", ""), anker))


@vereist("aanwezig.registreren")
@require_POST
def meld(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Present. Doing it twice is the same as doing it once."""
    dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    if nee:
        return nee
    deelnemer = haal_deelnemer(request, dag)
    try:
        registratie.registreer_deelname(
            activiteit=dag.activiteit, deelnemer=deelnemer, datum=dag.datum, door=request.user
        )
    except Geweigerd as fout:
        messages.error(request, str(fout))
        return _terug(request, dag)
    return _terug(request, dag, f"d{deelnemer.pk}")


@vereist("aanwezig.registreren")
@require_POST
def meld_af(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Not present after all."""
    dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    if nee:
        return nee
    deelnemer = haal_deelnemer(request, dag)
    registratie.trek_deelname_in(activiteit=dag.activiteit, deelnemer=deelnemer, datum=dag.datum, door=request.user)
    return _terug(request, dag, f"d{deelnemer.pk}")


# --- without a name --------------------------------------------------------------------------------------------


@vereist("aanwezig.registreren")
@require_POST
def tel(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """The head count of people without a name: one more or less (``meer``, ``minder:kinderen``), or a number typed.

    The form tells which number the person saw: a repeated tap changes nothing more, and somebody else's count in
    between is shown instead of lost.
    """
    dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    if nee:
        return nee
    # Two tablets count in turn: the second waits here until the first is done.
    Activiteit.objects.select_for_update(no_key=True).get(pk=dag.activiteit.pk)
    telling = aanwezigheid.zonder_naam(dag.activiteit, dag.datum)
    doe, _, soort = request.POST.get("doe", "").partition(":")
    if soort not in telling:
        return _terug(request, dag, "telling")
    nu = telling[soort] if soort else sum(telling.values())
    gezien = _geheel(request.POST.get(f"gezien-{soort}" if soort else "gezien"))
    stap = {"meer": 1, "minder": -1}.get(doe, 0)
    nieuw = _geheel(request.POST.get("aantal")) if not stap else None if gezien is None else max(gezien + stap, 0)
    taal = taal_van(request)
    if nieuw is None:
        messages.error(request, tekst("aanwezig.heel_getal", taal))
    elif nieuw != nu and gezien != nu:
        messages.warning(request, tekst("aanwezig.ook_geteld", taal, aantal=nu))
    elif nieuw != nu:
        if stap:
            registratie.tel_erbij(
                activiteit=dag.activiteit,
                datum=dag.datum,
                soort=soort or (_meeste(telling) if stap < 0 else ""),
                stap=stap,
                door=request.user,
            )
        else:
            registratie.leg_tellingen_vast(
                [registratie.NieuweTelling(dag.activiteit.pk, dag.kamer.pk, dag.datum, nieuw)], door=request.user
            )
        totaal = sum(telling.values()) + nieuw - nu
        messages.success(request, tekst("aanwezig.geteld", taal, aantal=totaal))
    return _terug(request, dag, "telling")


def _meeste(telling: dict[str, int]) -> str:
    """Where one less comes off: those who were not divided, else the largest kind."""
    return "" if telling[""] else max(telling, key=lambda soort: telling[soort])


def _geheel(tekst: str | None) -> int | None:
    tekst = (tekst or "").strip()
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= 3 else None


# --- somebody new ----------------------------------------------------------------------------------------------


@vereist("deelnemers.inschrijven")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Enrol somebody and mark them present, both in one go. A first name is enough."""
    if request.method == "POST":
        dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    else:
        dag = haal_dag(request, slug, pk, request.GET, recht="deelnemers.inschrijven")
        nee = None if dag.registreert and zicht.ziet_bezoekers(request.user, dag.activiteit) else redirect(dag.adres)
    if nee:
        return nee
    form = DeurForm(request.POST if request.method == "POST" else None, initial={"voornaam": request.GET.get("zoek")})
    inschrijving = Inschrijving(request.POST, dag.kamer, request.user)
    bekenden: list[aanwezigheid.Tegel] = []
    if form.is_valid():
        lijkt = inschrijving.lijken_op(form)
        deelnemer = None if lijkt else _schrijf_in(request, dag, form, inschrijving)
        if deelnemer:
            naam = deelnemer.naam if dag.volledige_namen else deelnemer.deurnaam
            messages.success(request, tekst("aanwezig.ingeschreven", taal_van(request), naam=naam))
            return redirect(dag.adres_met(anker=f"d{deelnemer.pk}"))
        bekenden = dag.tegels(lijkt, aanwezigheid.aanwezigen(dag.activiteit, dag.datum))
    context = {"dag": dag, "form": form, "bekenden": bekenden, "sleutel": inschrijving.nieuwe_sleutel()}
    return render(request, "aanwezig/nieuw.html", context, status=422 if form.errors else 200)


def _schrijf_in(request: Verzoek, dag: Dag, form: DeurForm, inschrijving: Inschrijving) -> Deelnemer | None:
    """None when it was refused; the form then says why."""
    try:
        deelnemer = inschrijving.schrijf(form, op=dag.datum)
        registratie.registreer_deelname(
            activiteit=dag.activiteit, deelnemer=deelnemer, datum=dag.datum, door=request.user
        )
    except Geweigerd as fout:
        form.add_error(None, str(fout))
        return None
    return deelnemer
