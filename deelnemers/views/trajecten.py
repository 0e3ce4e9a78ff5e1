"""Cases ('casus' and 'traject' are the same thing): the list, one case with its next step, and the forms for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Kamer, Logregel
from buurtwerkkamers.models.kamers import KamerQuerySet
from buurtwerkkamers.perioden import Periode, datum_voluit
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import trajectstand
from deelnemers.filters.trajecten import TrajectFilter
from deelnemers.forms.trajecten import AfsluitForm, AndereKamerForm, StapForm, TrajectForm, TrajectWijzigForm
from deelnemers.forms.velden import deelnemer_uit_adres, te_kiezen
from deelnemers.models import Deelnemer, Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.registratie import trajecten as registratie
from deelnemers.tables.trajecten import TrajectTabel
from deelnemers.tellingen import REGELS, tel_trajecten
from deelnemers.views.vastleggen import START

RECHT, WIJZIGEN = trajectstand.ZIEN, trajectstand.WIJZIGEN
LIJST = ("Trajecten", "/trajecten/")


class Trajecten(Lijst):
    """Cases of the user's kamers: who waits for a first meeting on top."""

    recht = RECHT
    titel = "Trajecten"
    intro = "Een traject, of casus, is langere hulp aan een of meer mensen."
    enkelvoud = "traject"
    meervoud = "trajecten"
    leeg_titel = "Nog geen trajecten"
    leeg_tekst = "Heeft iemand langer hulp nodig? Maak dan een traject, en schrijf erbij wie het meldde."
    table_class = TrajectTabel
    filterset_class = TrajectFilter
    template_name = "trajecten/lijst.html"

    def kruimels(self) -> list[tuple[str, str]]:
        return [START]

    def get_queryset(self) -> Any:
        trajecten = trajectstand.met_rang(trajectstand.zichtbaar(self.request.user))
        wie = Trajectdeelnemer.objects.select_related("deelnemer__persoonsgegevens")
        return trajecten.order_by("rang", "-aangemeld_op", "nummer").prefetch_related(
            Prefetch("plekken", Trajectkamer.objects.select_related("kamer")),
            Prefetch("trajectdeelnemer_set", wie, to_attr="wie"),
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        kamers = self._kamers()
        weg = [] if len(kamers) > 1 else ["kamer"]
        return {"kamers": kamers, "dubbelen": trajectstand.dubbelen(), "exclude": weg}

    def _kamers(self) -> list[Kamer]:
        return list(kamers_met(self.request.user, RECHT))

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuw traject", reverse("trajecten:nieuw"))] if mag(self.request.user, WIJZIGEN) else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kamers, vandaag = self._kamers(), timezone.localdate()
        halfjaar = Periode.halfjaar(vandaag.year, 1 if vandaag.month <= 6 else 2)
        tellingen = tel_trajecten(kamers, [Periode(vandaag, vandaag), halfjaar])
        # One kamer counts from the day on which a case came there; several together count each case once.
        nu, cijfers = (tellingen[0], tellingen[2]) if len(kamers) == 1 else (tellingen[len(kamers)], tellingen[-1])
        return super().get_context_data(**kwargs) | {
            "nu": nu,
            "cijfers": cijfers,
            "halfjaar": halfjaar,
            "regels": REGELS,
        }


def _haal(request: Verzoek, pk: int) -> Traject:
    """A case that is at a kamer of the user now, to change; 404 otherwise."""
    return get_object_or_404(trajectstand.wijzigbaar(request.user), pk=pk)


@vereist(RECHT)
@require_safe
def traject(request: Verzoek, pk: int) -> HttpResponse:
    """One case: who, where, how far, what happened with it, and the next step."""
    deze = get_object_or_404(trajectstand.zichtbaar(request.user), pk=pk)
    kamers = list(kamers_met(request.user, RECHT))
    plekken = list(deze.plekken.select_related("kamer"))
    van_gebruiker = [plek.kamer for plek in plekken if plek.kamer in kamers]
    logboek.leg_vast(
        Logregel.Actie.BEKEKEN, deze, door=request.user, kamer=van_gebruiker[0] if len(van_gebruiker) == 1 else None
    )
    weg = trajectstand.weg_sinds(deze, kamers)
    trajectstand.zoals_gezien(deze, weg)
    mag_wijzigen = trajectstand.wijzigbaar(request.user).filter(pk=deze.pk).exists()
    zichtbaar = set(te_kiezen(request.user, RECHT).filter(trajecten=deze).values_list("pk", flat=True))
    context = {
        "traject": deze,
        "mensen": [
            (mens, mens.pk in zichtbaar)
            for mens in trajectstand.mensen_van([deze])[deze.pk]
            if trajectstand.was_erbij(mens, kamers, weg)
        ],
        "plekken": [plek for plek in plekken if not weg or plek.van <= weg],
        "staat": trajectstand.staat_van(deze),
        "weg": weg,
        "stappen": trajectstand.geschiedenis(deze, weg),
        "mag_wijzigen": mag_wijzigen,
        "mag_weg": mag_wijzigen and trajectstand.net_gemaakt(deze),
        "kruimels": [START, LIJST],
    }
    return render(request, "trajecten/traject.html", context)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """A new case: for whom, who reported it, and when."""
    mens = deelnemer_uit_adres(request, WIJZIGEN)
    form = TrajectForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        initial={"deelnemers": [mens]} if mens else {},
    )
    if form.is_valid():
        gegevens = form.cleaned_data
        try:
            deze = registratie.maak_traject(
                kamer=gegevens["kamer"],
                deelnemers=[mens.pk for mens in gegevens["deelnemers"]],
                aangemeld_op=gegevens["aangemeld_op"],
                melder=gegevens["melder"],
                door=request.user,
            )
        except Geweigerd as fout:
            form.add_error("aangemeld_op", str(fout))
        else:
            messages.success(request, "Het traject is gemaakt. De volgende stap is kennismaken.")
            return redirect("trajecten:traject", deze.pk)
    context = {"form": form, "kruimels": [START, LIJST]}
    return render(request, "trajecten/nieuw.html", context, status=422 if form.errors else 200)


def _kruimels(traject: Traject) -> list[tuple[str, str]]:
    namen = ", ".join(mens.naam for mens in trajectstand.mensen_van([traject])[traject.pk])
    return [START, LIJST, (namen or "Traject", reverse("trajecten:traject", args=[traject.pk]))]


def _formulier(request: Verzoek, traject: Traject, form: Any, **teksten: Any) -> HttpResponse:
    """The page of a form about one case."""
    context = {"form": form, "traject": traject, "kruimels": _kruimels(traject), "terug": _adres(traject), **teksten}
    return render(request, "trajecten/formulier.html", context, status=422 if form.errors else 200)


def _adres(traject: Traject) -> str:
    return reverse("trajecten:traject", args=[traject.pk])


def _schrijf(request: Verzoek, traject: Traject, form: Any, schrijf: Callable[[], Any], tekst: str) -> Any:
    """Write; the page of the case when it went well, else None with the reason in the form."""
    try:
        schrijf()
    except Geweigerd as fout:
        form.add_error(None, str(fout))
        return None
    messages.success(request, tekst)
    return redirect("trajecten:traject", traject.pk)


def _stap(request: Verzoek, pk: int, veld: str, niet_voor: Callable[[Traject], date], **teksten: str) -> HttpResponse:
    deze = _haal(request, pk)
    form = StapForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        niet_voor=niet_voor(deze),
        initial={"dag": dag} if (dag := getattr(deze, veld)) else {},
    )
    if form.is_valid():
        dag = form.cleaned_data["dag"]
        klaar = f"{teksten.pop('klaar')} {datum_voluit(dag)}."
        if gelukt := _schrijf(
            request, deze, form, lambda: registratie.zet_stap(deze, door=request.user, **{veld: dag}), klaar
        ):
            return gelukt
    teksten.pop("klaar", None)
    return _formulier(request, deze, form, **teksten)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def kennismaking(request: Verzoek, pk: int) -> HttpResponse:
    """The day of the first meeting."""
    return _stap(
        request,
        pk,
        "kennismaking_op",
        lambda deze: deze.aangemeld_op,
        kop="Eerste kennismaking",
        intro="Op welke dag hebt u elkaar voor het eerst gesproken? Hieruit rekenen we hoe lang mensen wachten.",
        klaar="De kennismaking was op",
    )


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Verzoek, pk: int) -> HttpResponse:
    """The day on which support started."""
    return _stap(
        request,
        pk,
        "ondersteuning_op",
        lambda deze: deze.kennismaking_op or deze.aangemeld_op,
        kop="Start van de ondersteuning",
        intro="Vanaf welke dag krijgt de bewoner hulp?",
        klaar="De ondersteuning begon op",
    )


def _stappen(traject: Traject) -> tuple[date | None, ...]:
    return traject.aangemeld_op, traject.kennismaking_op, traject.ondersteuning_op


def _verhuisd(traject: Traject) -> list[date | None]:
    """The days on which it came to a kamer or left one: a case that was closed by then cannot have moved."""
    return [dag for plek in traject.plekken.all() for dag in (plek.van, plek.tot)]


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def afsluiten(request: Verzoek, pk: int) -> HttpResponse:
    """The end: when, why, and whether people can go on by themselves."""
    deze = _haal(request, pk)
    form = AfsluitForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        niet_voor=max(dag for dag in (*_stappen(deze), *_verhuisd(deze)) if dag),
    )
    if form.is_valid():
        tekst = f"Het traject is afgesloten op {datum_voluit(form.cleaned_data['afgesloten_op'])}."
        if gelukt := _schrijf(
            request,
            deze,
            form,
            lambda: registratie.zet_stap(deze, door=request.user, **form.cleaned_data),
            tekst,
        ):
            return gelukt
    return _formulier(
        request, deze, form, kop="Traject afsluiten", intro="Waarom stopt het traject, en hoe gaat het verder?"
    )


@vereist(WIJZIGEN)
@require_POST
def heropen(request: Verzoek, pk: int) -> HttpResponse:
    """The case goes on after all."""
    deze = _haal(request, pk)
    try:
        registratie.heropen_traject(deze, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, "Het traject loopt weer.")
    return redirect("trajecten:traject", deze.pk)


def _andere_kamers(traject: Traject) -> KamerQuerySet:
    """Open kamers where the case is not now."""
    hier = trajectstand.nu_bij(Trajectkamer.objects.filter(traject=traject))
    return Kamer.objects.open_op(timezone.localdate()).exclude(pk__in=hier.values("kamer"))


def _eigen_kamers(request: Verzoek, traject: Traject) -> KamerQuerySet:
    """The user's kamers where the case is now."""
    hier = trajectstand.nu_bij(Trajectkamer.objects.filter(traject=traject))
    return kamers_met(request.user, WIJZIGEN).filter(pk__in=hier.values("kamer"))


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def overdragen(request: Verzoek, pk: int) -> HttpResponse:
    """Another kamer takes the case over."""
    deze = _haal(request, pk)
    form = AndereKamerForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        kamers=_andere_kamers(deze),
        van=_eigen_kamers(request, deze),
    )
    if form.is_valid():
        naar, op = form.cleaned_data["kamer"], form.cleaned_data["op"]
        if gelukt := _schrijf(
            request,
            deze,
            form,
            lambda: registratie.draag_traject_over(deze, van=form.van_kamer, naar=naar, op=op, door=request.user),
            f"Het traject is vanaf {datum_voluit(op)} bij {naar.naam}.",
        ):
            return gelukt
    return _formulier(
        request,
        deze,
        form,
        kop="Traject overdragen",
        intro="De andere kamer neemt het traject over en ziet alles wat hier staat. Bij uw kamer telt het mee tot en "
        "met die dag. Daarna wijzigt u er niets meer aan.",
        knop="Overdragen",
    )


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def delen(request: Verzoek, pk: int) -> HttpResponse:
    """Another kamer joins in."""
    deze = _haal(request, pk)
    form = AndereKamerForm(
        request.POST if request.method == "POST" else None,
        gebruiker=request.user,
        kamers=_andere_kamers(deze),
        van=None,
    )
    if form.is_valid():
        met, op = form.cleaned_data["kamer"], form.cleaned_data["op"]
        if gelukt := _schrijf(
            request,
            deze,
            form,
            lambda: registratie.deel_traject(deze, met=met, op=op, door=request.user),
            f"{met.naam} doet mee vanaf {datum_voluit(op)}.",
        ):
            return gelukt
    return _formulier(
        request,
        deze,
        form,
        kop="Samen met een andere kamer",
        intro="De andere kamer doet mee en ziet alles wat hier staat. Vanaf die dag telt het traject in beide kamers. "
        "In de stad telt het één keer.",
        knop="Samen verder",
    )


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Correct what was written down. What somebody else changed in the meantime is shown before it is overwritten."""
    deze = _haal(request, pk)
    gezien = trajectstand.aantal_wijzigingen(deze)
    mensen = trajectstand.mensen_van([deze])[deze.pk]
    kiesbaar = set(te_kiezen(request.user, WIJZIGEN).filter(pk__in=[m.pk for m in mensen]).values_list("pk", flat=True))
    # Whose name was erased cannot be chosen again, and stays.
    blijft = [mens.pk for mens in mensen if mens.pk not in kiesbaar]
    begin = _beginwaarden(deze) | {"deelnemers": [m for m in mensen if m.pk in kiesbaar], "stand": gezien}
    form = TrajectWijzigForm(ingestuurd(request), gebruiker=request.user, initial=begin)
    form.fields["deelnemers"].required = not blijft

    def schrijf() -> None:
        gegevens = dict(form.cleaned_data)
        gekozen: list[Deelnemer] = gegevens.pop("deelnemers")
        registratie.wijzig_traject(
            deze,
            deelnemers=[*(mens.pk for mens in gekozen), *blijft],
            gezien=gegevens.pop("stand"),
            door=request.user,
            **gegevens,
        )

    afloop = bewaar(form, schrijf, stand=gezien)
    if afloop is Afloop.BEWAARD:
        messages.success(request, "Het traject is gewijzigd.")
        return redirect("trajecten:traject", deze.pk)
    intussen = afloop is Afloop.INTUSSEN
    return _formulier(
        request, deze, form, kop="Traject wijzigen", intro="Verbeter wat niet klopt.", intussen=intussen, mensen=mensen
    )


def _beginwaarden(traject: Traject) -> dict[str, Any]:
    return {veld: getattr(traject, veld) for veld in registratie.VELDEN} | {
        "melder": traject.melder.naam if traject.melder else ""
    }


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def weg(request: Verzoek, pk: int) -> HttpResponse:
    """Remove a case that was made by mistake, after asking."""
    deze = _haal(request, pk)
    if request.method == "POST":
        try:
            registratie.verwijder_traject(deze, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
            return redirect("trajecten:traject", deze.pk)
        messages.success(request, "Het traject is verwijderd.")
        return redirect("trajecten:lijst")
    context = {"traject": deze, "mag_weg": trajectstand.net_gemaakt(deze), "kruimels": _kruimels(deze)}
    return render(request, "trajecten/weg.html", context)
