"""Pages of what the parties to an agreement do together: meetings with minutes and actions, and deadlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import overleg as o
from buurtwerkkamers.afspraken import delen_van, zichtbare_afspraken, zichtbare_streefkamers
from buurtwerkkamers.forms_overleg import ActieForm, DeadlineForm, OverlegForm, PlanForm, VerslagForm
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Afspraak, Deadline, Kamer, Overleg, Overlegactie
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.overleg import WIJZIGEN, ZIEN, Stand
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tables_overleg import (
    DAGEN,
    Actiefilter,
    Actietabel,
    Deadlinetabel,
    Overlegfilter,
    Overlegtabel,
    laat_in_woorden,
    stand_in_woorden,
)
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek

FORMULIER = ["GET", "HEAD", "POST"]
Kruimels = list[tuple[str, str]]


def _adres(naam: str, *args: int) -> str:
    return reverse(f"afspraken:{naam}", args=args)


def _kruimels(afspraak: Afspraak, *verder: tuple[str, str]) -> Kruimels:
    return [("Afspraken", reverse("afspraken:lijst")), (str(afspraak), afspraak.get_absolute_url()), *verder]


def _overleg_kruimels(afspraak: Afspraak, overleg: Overleg | None = None) -> Kruimels:
    hier = [(str(overleg).capitalize(), overleg.get_absolute_url())] if overleg else []
    return _kruimels(afspraak, ("Overleg", _adres("overleggen", afspraak.pk)), *hier)


def _haal_afspraak(request: Verzoek, pk: int) -> Afspraak:
    return get_object_or_404(zichtbare_afspraken(request.user), pk=pk)


def _haal_overleg(request: Verzoek, pk: int, overleg_pk: int) -> Overleg:
    return get_object_or_404(o.zichtbare_overleggen(request.user), pk=overleg_pk, afspraak_id=pk)


def _kamers(request: Verzoek, afspraak: Afspraak) -> list[Kamer]:
    """The kamers that a meeting can be about: those with a target, or all of them when there are no targets yet."""
    return zichtbare_streefkamers(request.user, afspraak) or list(Kamer.objects.open_op(timezone.localdate()))


def _formulier(
    request: Verzoek,
    form: Any,
    titel: str,
    knop: str,
    terug: str,
    kruimels: Kruimels,
    *,
    template: str = "formulier",
    **meer: Any,
) -> HttpResponse:
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "kruimels": kruimels}
    leeg = {"intro": "", "weg_adres": "", "open_adres": ""}
    status = 422 if form.errors else 200
    return render(request, f"afspraken/overleg_{template}.html", {**leeg, **context, **meer}, status=status)


def _probeer(form: Any, schrijf: Callable[[], Any]) -> bool:
    """Store what a form holds; a refusal becomes its error."""
    try:
        schrijf()
    except Geweigerd as fout:
        form.add_error(None, str(fout))
        return False
    return True


# --- the lists --------------------------------------------------------------------------------------------------


class _VanAfspraak(Lijst):
    """A list of one agreement, over all its versions."""

    recht = ZIEN
    adres: str
    template_name = "afspraken/overleg_lijst.html"

    @cached_property
    def afspraak(self) -> Afspraak:
        return _haal_afspraak(self.request, self.kwargs["pk"])

    @property
    def mag_wijzigen(self) -> bool:
        return mag(self.request.user, WIJZIGEN)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"vandaag": timezone.localdate(), "mag_wijzigen": self.mag_wijzigen}

    def kruimels(self) -> Kruimels:
        return _kruimels(self.afspraak)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.intro = str(self.afspraak)
        delen = delen_van(self.afspraak, self.request.user, hier=self.adres)
        return super().get_context_data(**kwargs) | {"volgende": [], "delen": delen}


class Overleggen(_VanAfspraak):
    """Meetings, the latest first, with what comes first on top."""

    titel, adres = "Overleg", "afspraken:overleggen"
    enkelvoud, meervoud = "overleg", "overleggen"
    met_namen = False
    leeg_titel = "Nog geen overleg"
    leeg_tekst = "De overleggen die zijn afgesproken, komen hier te staan, met hun verslag en acties."
    table_class = Overlegtabel
    filterset_class = Overlegfilter

    def get_queryset(self) -> QuerySet[Overleg]:
        return o.overleggen_van(self.request.user, self.afspraak).order_by("-datum", "-pk")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"vandaag": timezone.localdate()}

    def acties(self) -> Kruimels:
        if not self.mag_wijzigen:
            return []
        return [("Overleggen plannen", _adres("overleg_plannen", self.afspraak.pk))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gepland = self.get_queryset().filter(stand=Stand.GEPLAND, datum__gte=timezone.localdate())
        volgende = [] if self.request.GET else [_kaart(ov) for ov in gepland.order_by("datum", "pk")[:3]]
        return super().get_context_data(**kwargs) | {"volgende": volgende}


def _kaart(overleg: Overleg) -> dict[str, str]:
    vandaag = timezone.localdate()
    dag = f"{DAGEN[overleg.datum.weekday()].capitalize()} {o.datum_voluit(overleg.datum)}"
    waarover = overleg.kamer.naam if overleg.kamer else "alle kamers"
    plaats = f". Plaats: {overleg.plaats}" if overleg.plaats else ""
    return {
        "titel": o.soort_van(overleg).capitalize(),
        "url": overleg.get_absolute_url(),
        "tekst": f"{dag}, {o.hoe_lang_nog(overleg.datum, vandaag)}",
        "regel": f"Over {waarover}{plaats}",
    }


class Acties(_VanAfspraak):
    """What was promised in all meetings: what is open first, by the day for which it was promised."""

    titel, adres = "Acties uit overleg", "afspraken:acties"
    enkelvoud, meervoud = "actie", "acties"
    met_namen = False
    leeg_titel = "Geen acties open"
    leeg_tekst = "Spreekt u in een overleg af wie iets doet? Dan staat dat hier, tot het klaar is."
    table_class = Actietabel
    filterset_class = Actiefilter

    def get_queryset(self) -> QuerySet[Overlegactie]:
        return o.acties_van(self.request.user, self.afspraak)


class Deadlines(_VanAfspraak):
    """What must be done by which day: what is open first."""

    titel, adres = "Deadlines", "afspraken:deadlines"
    enkelvoud, meervoud = "deadline", "deadlines"
    met_namen = False
    leeg_titel = "Nog geen deadlines"
    leeg_tekst = "Moet er op een dag iets klaar zijn, zoals een rapport? Zet die dag dan hier."
    table_class = Deadlinetabel

    def get_queryset(self) -> QuerySet[Deadline]:
        deadlines = o.deadlines_van(self.request.user, self.afspraak)
        return deadlines.order_by(F("klaar_op").desc(nulls_first=True), "datum", "naam")

    def acties(self) -> Kruimels:
        return [("Nieuwe deadline", _adres("deadline_nieuw", self.afspraak.pk))] if self.mag_wijzigen else []


# --- planning ---------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def plannen(request: Verzoek, pk: int) -> HttpResponse:
    """First shows which meetings it will make; they are made when that page is confirmed."""
    afspraak = _haal_afspraak(request, pk)
    form = PlanForm(
        request.POST or None,
        afspraak=afspraak,
        kamers=_kamers(request, afspraak),
        initial={"soort": Overleg.Soort.VOORTGANG, "ritme": o.Ritme.MAAND},
    )
    plan: list[o.Plan] = []
    if form.is_valid():
        waarden = form.waarden
        plan = o.maak_plan(afspraak, **{naam: waarden[naam] for naam in ("soort", "ritme", "eerste", "kamers")})
        if request.POST.get("zeker") and _probeer(form, lambda: _plan(request, afspraak, waarden)):
            return redirect(_adres("overleggen", pk))
    terug, titel, nieuw = _adres("overleggen", pk), "Overleggen plannen", [p for p in plan if not p.bestaat]
    extra = {
        "plan": [(DAGEN[p.datum.weekday()], p) for p in plan],
        "aantal_nieuw": len(nieuw),
        "ingevuld": [(naam, request.POST.get(naam, "")) for naam in form.fields],
        "template": "plannen",
    }
    knop = "Laat zien wat er komt"
    return _formulier(request, form, titel, knop, terug, _overleg_kruimels(afspraak), intro=str(afspraak), **extra)


def _plan(request: Verzoek, afspraak: Afspraak, waarden: dict[str, Any]) -> None:
    uitkomst = o.plan_overleggen(afspraak, **waarden, door=request.user)
    gepland = "overleg is gepland" if uitkomst.nieuw == 1 else "overleggen zijn gepland"
    stond = f" {getal(uitkomst.ongewijzigd)} stonden er al." if uitkomst.ongewijzigd else ""
    messages.success(request, f"{getal(uitkomst.nieuw)} {gepland}.{stond}")


# --- one meeting ------------------------------------------------------------------------------------------------


@require_safe
@vereist(ZIEN)
def overleg(request: Verzoek, pk: int, overleg_pk: int) -> HttpResponse:
    """When, about what, the minutes and the actions."""
    deze = _haal_overleg(request, pk, overleg_pk)
    return _toon(request, deze, ActieForm())


def _toon(request: Verzoek, deze: Overleg, form: ActieForm) -> HttpResponse:
    vandaag = timezone.localdate()
    mag_wijzigen = mag(request.user, WIJZIGEN)
    tekst, soort = stand_in_woorden(deze, vandaag)
    context = {
        "overleg": deze,
        "titel": str(deze).capitalize(),
        "soort": o.soort_van(deze).capitalize(),
        "dag": DAGEN[deze.datum.weekday()],
        "stand": {"tekst": tekst, "soort": soort},
        "acties": [(actie, laat_in_woorden(actie, vandaag)) for actie in deze.acties.all()],
        "form": form,
        "mag_wijzigen": mag_wijzigen,
        "kruimels": _overleg_kruimels(deze.afspraak),
    }
    return render(request, "afspraken/overleg.html", context, status=422 if form.errors else 200)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def overleg_wijzig(request: Verzoek, pk: int, overleg_pk: int) -> HttpResponse:
    """Another day, place, kind or kamer."""
    deze = _haal_overleg(request, pk, overleg_pk)
    kruimels, kamers = _overleg_kruimels(deze.afspraak, deze), _kamers(request, deze.afspraak)
    form = OverlegForm(request.POST or None, instance=deze, kamers=kamers)
    if form.is_valid() and _probeer(form, lambda: o.bewaar_overleg(form.instance, door=request.user)):
        messages.success(request, "Het overleg is gewijzigd.")
        return redirect(deze)
    weg = {"weg_adres": _adres("overleg_weg", pk, overleg_pk)}
    return _formulier(request, form, "Overleg wijzigen", "Opslaan", deze.get_absolute_url(), kruimels, **weg)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def overleg_verslag(request: Verzoek, pk: int, overleg_pk: int) -> HttpResponse:
    """It was held: the day and the minutes. What somebody else wrote in the meantime is shown first."""
    deze = _haal_overleg(request, pk, overleg_pk)
    stand, dag = o.laatste_stand(deze), min(deze.datum, timezone.localdate())
    begin = {"datum": dag, "verslag": deze.verslag, "stand": stand}
    form = VerslagForm(ingestuurd(request), initial=begin)

    def schrijf() -> None:
        waarden = dict(form.cleaned_data)
        o.leg_verslag_vast(deze, gezien=waarden.pop("stand"), door=request.user, **waarden)

    afloop = bewaar(form, schrijf, stand=stand)
    if afloop is Afloop.BEWAARD:
        messages.success(request, "Het verslag is opgeslagen. Schrijf hieronder de acties op.")
        return redirect(f"{deze.get_absolute_url()}#acties")
    intussen = afloop is Afloop.INTUSSEN
    nu = deze.verslag if intussen else ""
    kruimels, terug = _overleg_kruimels(deze.afspraak, deze), deze.get_absolute_url()
    extra = {"intussen": intussen, "nu": nu, "template": "verslag"}
    return _formulier(request, form, "Verslag van het overleg", "Opslaan", terug, kruimels, **extra)


@require_POST
@vereist(WIJZIGEN)
def overleg_stand(request: Verzoek, pk: int, overleg_pk: int) -> HttpResponse:
    """One tap: cancelled, or planned after all."""
    deze = _haal_overleg(request, pk, overleg_pk)
    stand = request.POST.get("stand", "")
    try:
        nu = o.zet_stand(deze, stand, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        gedaan = "vervalt" if nu.stand == Stand.VERVALLEN else "staat weer gepland"
        messages.success(request, f"Opgeslagen: dit overleg {gedaan}.")
    return redirect(deze)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def overleg_weg(request: Verzoek, pk: int, overleg_pk: int) -> HttpResponse:
    """Remove a meeting that was planned by mistake."""
    deze = _haal_overleg(request, pk, overleg_pk)
    lijst = _adres("overleggen", pk)
    if request.method == "POST":
        try:
            o.verwijder_overleg(deze, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
            return redirect(deze)
        messages.success(request, "Het overleg is verwijderd.")
        return redirect(lijst)
    return _vraag_weg(
        request, "dit overleg", str(deze).capitalize(), deze.get_absolute_url(), _overleg_kruimels(deze.afspraak)
    )


def _vraag_weg(request: Verzoek, ding: str, wat: str, terug: str, kruimels: Kruimels) -> HttpResponse:
    return render(
        request, "afspraken/overleg_weg.html", {"ding": ding, "wat": wat, "terug": terug, "kruimels": kruimels}
    )


# --- actions ----------------------------------------------------------------------------------------------------


def _haal_actie(request: Verzoek, pk: int, overleg_pk: int, actie_pk: int) -> Overlegactie:
    acties = o.zichtbare_acties(request.user)
    return get_object_or_404(acties, pk=actie_pk, overleg_id=overleg_pk, overleg__afspraak_id=pk)


@require_POST
@vereist(WIJZIGEN)
def actie_nieuw(request: Verzoek, pk: int, overleg_pk: int) -> HttpResponse:
    """Add an action to a meeting, from the form on its page."""
    deze = _haal_overleg(request, pk, overleg_pk)
    form = ActieForm(request.POST, instance=Overlegactie(overleg=deze))
    if form.is_valid() and _probeer(form, lambda: o.bewaar_actie(form.instance, door=request.user)):
        messages.success(request, f"De actie ‘{form.instance.wat}’ is opgeslagen.")
        return redirect(f"{deze.get_absolute_url()}#acties")
    return _toon(request, deze, form)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def actie(request: Verzoek, pk: int, overleg_pk: int, actie_pk: int) -> HttpResponse:
    """Change an action, or open it again."""
    deze = _haal_actie(request, pk, overleg_pk, actie_pk)
    kruimels, terug = _overleg_kruimels(deze.overleg.afspraak, deze.overleg), deze.overleg.get_absolute_url()
    form = ActieForm(request.POST or None, instance=deze)
    if form.is_valid() and _probeer(form, lambda: o.bewaar_actie(form.instance, door=request.user)):
        messages.success(request, "De actie is opgeslagen.")
        return redirect(terug)
    extra = {
        "weg_adres": _adres("actie_weg", pk, overleg_pk, actie_pk),
        "open_adres": _adres("actie_klaar", pk, overleg_pk, actie_pk) if deze.klaar_op else "",
    }
    return _formulier(request, form, "Actie wijzigen", "Opslaan", terug, kruimels, **extra)


@require_POST
@vereist(WIJZIGEN)
def actie_klaar(request: Verzoek, pk: int, overleg_pk: int, actie_pk: int) -> HttpResponse:
    """One tap: done today, or open again."""
    deze = _haal_actie(request, pk, overleg_pk, actie_pk)
    _tik(request, deze, deze.wat)
    return redirect(_adres("acties", pk) if request.POST.get("terug") == "lijst" else deze.overleg)


def _tik(request: Verzoek, ding: Overlegactie | Deadline, naam: str) -> None:
    open_weer = bool(request.POST.get("open"))
    o.zet_klaar(ding, op=None if open_weer else timezone.localdate(), door=request.user)
    messages.success(request, f"‘{naam}’ {'staat weer open' if open_weer else 'is klaar'}.")


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def actie_weg(request: Verzoek, pk: int, overleg_pk: int, actie_pk: int) -> HttpResponse:
    """Remove an action that was written down by mistake."""
    deze = _haal_actie(request, pk, overleg_pk, actie_pk)
    if request.method == "POST":
        o.verwijder(deze, door=request.user)
        messages.success(request, "De actie is verwijderd.")
        return redirect(deze.overleg)
    kruimels = _overleg_kruimels(deze.overleg.afspraak, deze.overleg)
    return _vraag_weg(request, "deze actie", deze.wat, _adres("actie", pk, overleg_pk, actie_pk), kruimels)


# --- deadlines --------------------------------------------------------------------------------------------------


def _haal_deadline(request: Verzoek, pk: int, deadline_pk: int) -> Deadline:
    return get_object_or_404(o.zichtbare_deadlines(request.user), pk=deadline_pk, afspraak_id=pk)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def deadline_nieuw(request: Verzoek, pk: int) -> HttpResponse:
    """A new day by which something must be done."""
    afspraak = _haal_afspraak(request, pk)
    return _deadline(request, Deadline(afspraak=afspraak), "Nieuwe deadline", "Deadline toevoegen")


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def deadline(request: Verzoek, pk: int, deadline_pk: int) -> HttpResponse:
    """Change a deadline, or open it again."""
    deze = _haal_deadline(request, pk, deadline_pk)
    extra = {
        "weg_adres": _adres("deadline_weg", pk, deadline_pk),
        "open_adres": _adres("deadline_klaar", pk, deadline_pk) if deze.klaar_op else "",
    }
    return _deadline(request, deze, "Deadline wijzigen", "Opslaan", **extra)


def _deadline(request: Verzoek, deze: Deadline, titel: str, knop: str, **extra: Any) -> HttpResponse:
    lijst = _adres("deadlines", deze.afspraak_id)
    form = DeadlineForm(request.POST or None, instance=deze)
    if form.is_valid() and _probeer(form, lambda: o.bewaar_deadline(form.instance, door=request.user)):
        messages.success(request, f"De deadline ‘{form.instance.naam}’ is opgeslagen.")
        return redirect(lijst)
    return _formulier(request, form, titel, knop, lijst, _kruimels(deze.afspraak, ("Deadlines", lijst)), **extra)


@require_POST
@vereist(WIJZIGEN)
def deadline_klaar(request: Verzoek, pk: int, deadline_pk: int) -> HttpResponse:
    """One tap: done today, or open again."""
    deze = _haal_deadline(request, pk, deadline_pk)
    _tik(request, deze, deze.naam)
    return redirect(_adres("deadlines", pk))


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def deadline_weg(request: Verzoek, pk: int, deadline_pk: int) -> HttpResponse:
    """Remove a deadline that was made by mistake."""
    deze, lijst = _haal_deadline(request, pk, deadline_pk), _adres("deadlines", pk)
    if request.method == "POST":
        o.verwijder(deze, door=request.user)
        messages.success(request, "De deadline is verwijderd.")
        return redirect(lijst)
    kruimels = _kruimels(deze.afspraak, ("Deadlines", lijst))
    return _vraag_weg(request, "deze deadline", deze.naam, _adres("deadline", pk, deadline_pk), kruimels)
