"""Pages of bookings: the list of a year, one booking, booking a payment over posts, and taking back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import FilterSet

from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from financien import boeken, boekingen_lezen
from financien.bank.boeken import herstel_boeking
from financien.boekingen_lezen import RECHT, WIJZIGEN
from financien.boekingen_lijst import BoekingFilter, BoekingTabel
from financien.forms_boeken import MEESTE_REGELS, BetalingForm, HerstelForm, Regels, WijzigForm, regelformulieren
from financien.models import Boeking, Post
from financien.wijzigen import afdruk, met_afdruk, sla_op
from financien.zicht import ziet_alles

FORMULIER = ["GET", "HEAD", "POST"]
JAREN = range(2000, 2101)


def _lijstadres(jaar: int) -> str:
    return reverse("financien:boekingen", args=[jaar])


def _kruimels(jaar: int) -> list[tuple[str, str]]:
    return [("Geld", reverse("financien:lijst")), (f"Boekingen {jaar}", _lijstadres(jaar))]


def _bestaand_jaar(jaar: int) -> int:
    if jaar not in JAREN:
        raise Http404
    return jaar


class Boekingen(Lijst):
    """Bookings on the posts of a year, with what they add up to."""

    recht = RECHT
    uitvoerrecht = "export.geld"
    enkelvoud = "boeking"
    meervoud = "boekingen"
    leeg_titel = "Nog geen boekingen"
    table_class = BoekingTabel
    filterset_class = BoekingFilter
    template_name = "financien/boekingen/lijst.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.jaar = kwargs["jaar"]
        self.titel = f"Boekingen {self.jaar}"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        _bestaand_jaar(self.jaar)
        return super().dispatch(request, *args, **kwargs)

    @property
    def leeg_tekst(self) -> str:  # type: ignore[override]
        if not mag(self.request.user, WIJZIGEN):
            return "Zodra de penningmeester iets boekt, staat het hier."
        if not Post.objects.filter(jaar=self.jaar).exists():
            return f"Maak eerst posten in de begroting van {self.jaar}. Daarna kunt u erop boeken."
        return "Boek hier wat u betaalt en wat u krijgt, of lees een bestand van de bank in."

    def kruimels(self) -> list[tuple[str, str]]:
        return _kruimels(self.jaar)[:1]

    def acties(self) -> list[tuple[str, str]]:
        magg = mag(self.request.user, WIJZIGEN) and Post.objects.filter(jaar=self.jaar).exists()
        return [("Nieuwe boeking", reverse("financien:boeking_nieuw", args=[self.jaar]))] if magg else []

    def get_queryset(self) -> Any:
        gezien = boekingen_lezen.zichtbare_boekingen(self.request.user).filter(post__jaar=self.jaar)  # type: ignore[arg-type]
        return (
            gezien.select_related("post__kamer", "dekking").annotate(is_hersteld=boekingen_lezen.IS_HERSTELD)
            .order_by("-datum", "-pk")
        )  # fmt: skip

    def get_filterset_kwargs(self, filterset_class: type[FilterSet]) -> dict[str, Any]:
        return super().get_filterset_kwargs(filterset_class) | {"jaar": self.jaar}

    def get_table_kwargs(self) -> dict[str, Any]:
        """Where a booking comes from is on its own page and in the file; the list has no room for it."""
        weg = [] if ziet_alles(self.request.user) else ["kamer"]  # type: ignore[arg-type]
        return {"exclude": weg if "uitvoer" in self.request.GET else [*weg, "herkomst"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jaren = sorted(set(boekingen_lezen.jaren()) | {self.jaar})
        plek = jaren.index(self.jaar)
        return super().get_context_data(**kwargs) | {
            "sommen": boekingen_lezen.tel_op(self.filterset.qs),
            "vorig_jaar": jaren[plek - 1] if plek else None,
            "volgend_jaar": jaren[plek + 1] if plek + 1 < len(jaren) else None,
        }


@require_safe
@vereist(RECHT)
def boeking(request: Verzoek, pk: int) -> HttpResponse:
    """One booking: what, where it comes from, what takes it back, and who did what."""
    deze = _haal(request, pk)
    terug = boekingen_lezen.hersteld_door(deze)
    mag_wijzigen = mag(request.user, WIJZIGEN)
    context = {
        "boeking": deze,
        "terug": terug,
        "stappen": boekingen_lezen.geschiedenis(deze),
        "mag_wijzigen": mag_wijzigen,
        "mag_herstellen": mag_wijzigen and terug is None and not deze.herstelt_id,
        "is_kosten": deze.post.soort == Post.Soort.KOSTEN,
        "kruimels": _kruimels(deze.post.jaar),
    }
    return render(request, "financien/boekingen/boeking.html", context)


def _haal(request: Verzoek, pk: int) -> Boeking:
    met = ("post__kamer", "dekking__kamer", "verplichting", "transactie", "handgeld__kamer", "herstelt")
    return get_object_or_404(boekingen_lezen.zichtbare_boekingen(request.user).select_related(*met), pk=pk)


# --- booking ----------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def nieuw(request: Verzoek, jaar: int) -> HttpResponse:
    """Book a payment on one post or more; 'en nog een' stays here for the next one, with the same date."""
    _bestaand_jaar(jaar)
    if not Post.objects.filter(jaar=jaar).exists():
        return redirect(_lijstadres(jaar))
    open_vanaf, vandaag = boeken.eerste_open_dag(), timezone.localdate()
    begin = {"datum": boekingen_lezen.dag_om_te_boeken(vandaag, open_vanaf, _dag_uit(request))}
    invoer = request.POST if request.method == "POST" else None
    form = BetalingForm(invoer, jaar=jaar, open_vanaf=open_vanaf, gebruiker=request.user, initial=begin)
    regels = _regels(invoer, jaar)
    if request.method == "POST" and _alles_klopt(form, regels):
        waarden = form.cleaned_data
        samen = {veld: waarden[veld] for veld in ("datum", "omschrijving", "tegenpartij")}
        rijen = [regel.als_rij(**samen) for regel in regels.gevuld()]
        try:
            geboekt = boeken.boek(rijen, nummers=waarden["sleutel"], door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            return _na_boeken(request, geboekt, jaar)
    return _formulierpagina(
        request, form, regels, titel="Nieuwe boeking", jaar=jaar, terug=_lijstadres(jaar), kruimels=_kruimels(jaar)
    )


def _dag_uit(request: Verzoek) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("datum", ""))
    except ValueError:
        return None


def _regels(invoer: QueryDict | None, jaar: int, zonder: Boeking | None = None, **extra: Any) -> Regels:
    keuzes = boekingen_lezen.keuzes(jaar, zonder=zonder)
    if invoer is not None:
        invoer = invoer.copy()  # how many lines there are is not for the browser to say
        invoer["regels-TOTAL_FORMS"], invoer["regels-INITIAL_FORMS"] = str(MEESTE_REGELS), "0"
    return regelformulieren()(invoer, prefix="regels", form_kwargs={"keuzes": keuzes}, **extra)


def _alles_klopt(form: BetalingForm, regels: Regels) -> bool:
    goed = form.is_valid()
    goed = regels.is_valid() and goed
    if regels.is_valid() and not regels.gevuld():
        regels.forms[0].empty_permitted = False
        regels.forms[0].full_clean()
        return False
    return goed


def _na_boeken(request: Verzoek, geboekt: list[Boeking], jaar: int) -> HttpResponse:
    samen = euro(sum(rij.bedrag for rij in geboekt))
    wat = geboekt[0].omschrijving
    hoe = "" if len(geboekt) == 1 else f" op {len(geboekt)} posten"
    messages.success(request, f"Geboekt{hoe}: {wat}, {samen}.")
    if request.POST.get("verder"):
        dag = geboekt[0].datum.isoformat()
        return redirect(f"{reverse('financien:boeking_nieuw', args=[jaar])}?datum={dag}")
    return redirect(_lijstadres(jaar))


def _formulierpagina(request: Verzoek, form: BetalingForm, regels: Regels, **meer: Any) -> HttpResponse:
    keuzes = regels.form_kwargs["keuzes"]
    fout = form.is_bound
    if "sleutel" in form.errors:
        form.vernieuw_sleutel(request.user)
    context = {
        "form": form,
        "regels": regels,
        "eerste": regels.forms[0],
        "meer_regels": regels.forms[1:],
        "meer_open": any(regel.has_changed() for regel in regels.forms[1:]),
        "regelfouten": [(plek, regel) for plek, regel in enumerate(regels.forms, 1) if fout and regel.errors],
        "passend": keuzes.passend,
        "dekkingvoorstel": keuzes.voorstel,
        "post_van": keuzes.post_van,
        "herstel": None,
        "knop": "Boeken",
        **meer,
    }
    return render(request, "financien/boekingen/formulier.html", context, status=422 if fout else 200)


# --- taking back ------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def herstel(request: Verzoek, pk: int) -> HttpResponse:
    """Take a booking back, and book what was right in the same go: the form starts with what was booked."""
    deze = _haal(request, pk)
    if deze.herstelt_id or (request.method != "POST" and boekingen_lezen.hersteld_door(deze)):
        messages.info(request, "Deze boeking is al teruggenomen.")
        return redirect("financien:boeking", pk)
    jaar, open_vanaf = deze.post.jaar, boeken.eerste_open_dag()
    alleen_terug = request.method == "POST" and "alleen_terug" in request.POST
    invoer = request.POST if request.method == "POST" else None
    form = HerstelForm(
        invoer, jaar=jaar, open_vanaf=open_vanaf, gebruiker=request.user, vroegst=deze.datum,
        alleen_terug=alleen_terug,
        initial={
            "datum": boekingen_lezen.dag_om_te_boeken(timezone.localdate(), open_vanaf, deze.datum),
            "omschrijving": deze.omschrijving, "tegenpartij": deze.tegenpartij,
        },
    )  # fmt: skip
    begin = {veld: getattr(deze, f"{veld}_id") for veld in ("post", "dekking", "verplichting")}
    begin |= {"bedrag": deze.bedrag, "reden_elders": deze.reden_elders}
    regels = _regels(invoer, jaar, deze, initial=[begin] if invoer is None else None)
    klopt = form.is_valid() if alleen_terug else request.method == "POST" and _alles_klopt(form, regels)
    if klopt:
        try:
            _herstel(request, deze, form, [] if alleen_terug else regels.gevuld())
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            return redirect("financien:boeking", pk)
    return _formulierpagina(
        request, form, regels, titel="Boeking herstellen", jaar=jaar, herstel=deze,
        knop="Terugnemen en goed boeken", terug=reverse("financien:boeking", args=[pk]),
        kruimels=[*_kruimels(jaar), (deze.omschrijving, reverse("financien:boeking", args=[pk]))],
    )  # fmt: skip


def _herstel(request: Verzoek, deze: Boeking, form: HerstelForm, regels: list[Any]) -> None:
    waarden = form.cleaned_data
    samen = {
        "datum": waarden["datum"], "omschrijving": waarden["omschrijving"], "tegenpartij": waarden["tegenpartij"],
        "herkomst": deze.herkomst, "transactie": deze.transactie, "handgeld": deze.handgeld,
    }  # fmt: skip
    goed = [regel.als_rij(**samen) for regel in regels]
    herstel_met = herstel_boeking if deze.transactie_id else boeken.herstel_met  # of the bank: the rules learn
    herstel_met(
        deze, goed, omschrijving=waarden["reden"], datum=waarden["datum"], nummers=waarden["sleutel"], door=request.user
    )
    dag = datum_voluit(waarden["datum"])
    messages.success(request, f"De boeking is teruggenomen op {dag}{' en goed geboekt' if goed else ''}.")


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Change the words of a booking, or what it is paid out of; never what was booked."""
    deze = _haal(request, pk)
    vast = bool(deze.herstelt_id) or boekingen_lezen.hersteld_door(deze) is not None
    nu = afdruk(deze, boeken.GETOOND)
    keuzes = boekingen_lezen.keuzes(deze.post.jaar)
    form = met_afdruk(WijzigForm(ingestuurd(request), boeking=deze, keuzes=keuzes, vast=vast), nu)

    def schrijf(gezien: str | None) -> None:
        boeken.wijzig_boeking(deze, gezien=gezien, door=request.user, **form.velden())

    if sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD:
        messages.success(request, "De boeking is gewijzigd.")
        return redirect("financien:boeking", pk)
    context = {
        "form": form,
        "boeking": deze,
        "terug": reverse("financien:boeking", args=[pk]),
        "kruimels": [*_kruimels(deze.post.jaar), (deze.omschrijving, reverse("financien:boeking", args=[pk]))],
    }
    return render(request, "financien/boekingen/wijzig.html", context, status=422 if form.is_bound else 200)
