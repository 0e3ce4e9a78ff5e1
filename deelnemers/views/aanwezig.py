"""Attendance: one tap is one POST is present. Everything works without JavaScript; htmx swaps one tile at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.formulieren import EERSTE_DAG, LAATSTE_DAG
from buurtwerkkamers.models import Gebruiker, Kamer, Logregel
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.rechten import haal_kamer, kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import aanwezigheid, registratie, zicht
from deelnemers.forms.mensen import DeurForm, RedenForm
from deelnemers.models import Activiteit, Deelnemer, Telling
from deelnemers.views.inschrijven import Inschrijving

ANDERE_DAG = "U kunt alleen vandaag invullen. Vraag de coördinator om een andere dag in te vullen."


@dataclass(frozen=True)
class Dag:
    """One activity on one date, as one user may see and fill it. ``dicht`` says why nothing can be registered."""

    gebruiker: Gebruiker
    activiteit: Activiteit
    datum: date
    dicht: str

    @property
    def kamer(self) -> Kamer:
        return self.activiteit.kamer

    @property
    def is_vandaag(self) -> bool:
        return self.datum == timezone.localdate()

    @property
    def andere_dag_zien(self) -> bool:
        return mag(self.gebruiker, "deelnemers.zien", self.kamer)

    @property
    def registreert(self) -> bool:
        """Whether this user may add and undo on this date."""
        recht = "aanwezig.registreren" if self.is_vandaag else "aanwezig.andere_dag"
        return not self.dicht and mag(self.gebruiker, recht, self.kamer)

    @property
    def volledige_namen(self) -> bool:
        return mag(self.gebruiker, "deelnemers.zien", self.kamer)

    @property
    def adres(self) -> str:
        return reverse("aanwezig:activiteit", args=[self.kamer.slug, self.activiteit.pk])

    def adres_met(self, zoek: str = "", anker: str = "") -> str:
        """This page again, on the same date and with the same search."""
        vragen = QueryDict(mutable=True)
        if not self.is_vandaag:
            vragen["datum"] = self.datum.isoformat()
        if zoek:
            vragen["zoek"] = zoek
        return f"{self.adres}{'?' if vragen else ''}{vragen.urlencode()}{f'#{anker}' if anker else ''}"


def _waarom_dicht(activiteit: Activiteit, datum: date) -> str:
    kamer = activiteit.kamer
    if datum > timezone.localdate():
        return f"{datum_voluit(datum)} moet nog komen. U kunt alleen vandaag of een dag die voorbij is invullen."
    if kamer.open_vanaf and datum < kamer.open_vanaf:
        return f"{kamer.naam} ging pas open op {datum_voluit(kamer.open_vanaf)}."
    if kamer.gesloten_op and datum > kamer.gesloten_op:
        return f"{kamer.naam} is dicht sinds {datum_voluit(kamer.gesloten_op)}."
    if activiteit.gestopt_op and datum > activiteit.gestopt_op:
        return f"Deze activiteit was er voor het laatst op {datum_voluit(activiteit.gestopt_op)}."
    return ""


def _haal_dag(request: Verzoek, slug: str, pk: int, vragen: QueryDict, *, recht: str = "aanwezig.zien") -> Dag:
    """The activity and the date that was asked. A date that is unreadable or not allowed gives today, and says so."""
    kamer = haal_kamer(request.user, recht, slug)
    activiteit = get_object_or_404(zicht.zichtbare_activiteiten(request.user, kamer).select_related("kamer"), pk=pk)
    datum, melding = timezone.localdate(), ""
    if gevraagd := vragen.get("datum"):
        try:
            datum = date.fromisoformat(gevraagd)
        except ValueError:
            datum = date.min
        if not EERSTE_DAG <= datum <= LAATSTE_DAG:
            datum = timezone.localdate()
            melding = "Deze datum kunnen we niet lezen. Kies een dag uit de kalender."
    dag = Dag(request.user, activiteit, datum, _waarom_dicht(activiteit, datum))
    if not dag.is_vandaag and not dag.andere_dag_zien:
        datum, melding = timezone.localdate(), ANDERE_DAG
        dag = Dag(request.user, activiteit, datum, _waarom_dicht(activiteit, datum))
    if melding:
        messages.warning(request, melding)
    return dag


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
        a
        for a in zicht.zichtbare_activiteiten(request.user, deze).order_by("naam")
        if not a.gestopt_op or a.gestopt_op >= vandaag
    ]
    tegels = aanwezigheid.activiteittegels(activiteiten, vandaag)
    return render(
        request,
        "aanwezig/kamer.html",
        {
            "kamer": deze,
            "vandaag": vandaag,
            "is_open": Kamer.objects.open_op(vandaag).filter(pk=deze.pk).exists(),
            "verwacht": [tegel for tegel in tegels if tegel.verwacht],
            "overige": [tegel for tegel in tegels if not tegel.verwacht],
            "meer_kamers": kamers_met(request.user, "aanwezig.zien").count() > 1,
            "mag_maken": mag(request.user, "activiteiten.wijzigen", deze),
        },
    )


def _tegels(dag: Dag, aanwezig: set[int], zoek: str) -> tuple[list[aanwezigheid.Tegel], bool]:
    """The tiles to show, and whether more were found than are shown."""
    mensen = Deelnemer.objects.van_kamers([dag.kamer]).select_related("persoonsgegevens")
    if zoek and dag.registreert:
        gevonden = list(mensen.zoek(zoek).order_by("persoonsgegevens__zoeknaam")[: aanwezigheid.ZOEK_AANTAL + 1])
        te_veel = len(gevonden) > aanwezigheid.ZOEK_AANTAL
        return _als_tegels(dag, gevonden[: aanwezigheid.ZOEK_AANTAL], aanwezig), te_veel
    ids = set(aanwezig)
    if dag.registreert:
        ids |= set(aanwezigheid.vaste_bezoekers(dag.activiteit, dag.datum))
    return _als_tegels(dag, mensen.filter(pk__in=ids), aanwezig), False


def _als_tegels(dag: Dag, mensen, aanwezig: set[int]) -> list[aanwezigheid.Tegel]:
    return aanwezigheid.tegels(mensen, aanwezig, volledig=dag.volledige_namen)


def _telling(dag: Dag) -> int:
    gevonden = Telling.objects.filter(activiteit=dag.activiteit, datum=dag.datum).values_list("aantal", flat=True)
    return gevonden.first() or 0


def _toon(request: Verzoek, dag: Dag, *, status: int = 200) -> HttpResponse:
    zoek = " ".join(request.GET.get("zoek", "").split())[:80]
    aanwezig = aanwezigheid.aanwezigen(dag.activiteit, dag.datum)
    tegels, te_veel = _tegels(dag, aanwezig, zoek)
    context = {
        "dag": dag,
        "tegels": tegels,
        "te_veel": te_veel,
        "zoek": zoek,
        "aantal": len(aanwezig),
        "telling": _telling(dag),
        "mag_inschrijven": dag.registreert and mag(request.user, "deelnemers.inschrijven", dag.kamer),
    }
    if request.htmx and request.method == "GET":
        return render(request, "aanwezig/_lijst.html", context)
    return render(request, "aanwezig/activiteit.html", context, status=status)


@vereist("aanwezig.zien")
@require_safe
def activiteit(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Who is here, who usually comes, and a search for everybody else. ``?datum=`` another day, ``?zoek=`` a name."""
    dag = _haal_dag(request, slug, pk, request.GET)
    if not zicht.ziet_bezoekers(request.user, dag.activiteit):
        return render(request, "aanwezig/reden.html", {"dag": dag, "form": RedenForm()})
    return _toon(request, dag)


@vereist("gevoelig.met_reden")
@require_POST
def met_reden(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Who was at a sensitive activity, for the bureau: after a reason, which goes into the log."""
    dag = _haal_dag(request, slug, pk, request.POST)
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
    dag = _haal_dag(request, slug, pk, request.POST, recht="aanwezig.registreren")
    # _haal_dag gives today for a day that is not allowed; a page left open past midnight must not fill the new day.
    gevraagd = request.POST.get("datum") or dag.datum.isoformat()
    toegestaan = dag.registreert and zicht.ziet_bezoekers(request.user, dag.activiteit)
    if toegestaan and gevraagd == dag.datum.isoformat():
        return dag, None
    if dag.dicht:
        messages.error(request, dag.dicht)
    return dag, _terug(request, dag)


def _terug(request: Verzoek, dag: Dag, anker: str = "") -> HttpResponse:
    adres = dag.adres_met(request.POST.get("zoek", ""), anker)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": adres})
    return redirect(adres)


def _haal_deelnemer(request: Verzoek, dag: Dag) -> Deelnemer:
    nummer = request.POST.get("deelnemer", "")
    mensen = Deelnemer.objects.van_kamers([dag.kamer]).select_related("persoonsgegevens")
    return get_object_or_404(mensen, pk=nummer if nummer.isascii() and nummer.isdigit() and len(nummer) < 18 else 0)


def _na_tik(request: Verzoek, dag: Dag, deelnemer: Deelnemer) -> HttpResponse:
    """The page again at the same spot; for htmx only the tile and the counter."""
    if not request.htmx:
        return _terug(request, dag, f"d{deelnemer.pk}")
    aanwezig = aanwezigheid.aanwezigen(dag.activiteit, dag.datum)
    context = {
        "dag": dag,
        "tegel": _als_tegels(dag, [deelnemer], aanwezig)[0],
        "aantal": len(aanwezig),
        "net_gewijzigd": True,
    }
    return render(request, "aanwezig/_na_tik.html", context)


@vereist("aanwezig.registreren")
@require_POST
def meld(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Present. Doing it twice is the same as doing it once."""
    dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    if nee:
        return nee
    deelnemer = _haal_deelnemer(request, dag)
    try:
        registratie.registreer_deelname(
            activiteit=dag.activiteit, deelnemer=deelnemer, datum=dag.datum, door=request.user
        )
    except Geweigerd as fout:
        messages.error(request, str(fout))
        return _terug(request, dag)
    return _na_tik(request, dag, deelnemer)


@vereist("aanwezig.registreren")
@require_POST
def meld_af(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Not present after all."""
    dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    if nee:
        return nee
    deelnemer = _haal_deelnemer(request, dag)
    registratie.trek_deelname_in(activiteit=dag.activiteit, deelnemer=deelnemer, datum=dag.datum, door=request.user)
    return _na_tik(request, dag, deelnemer)


@vereist("aanwezig.registreren")
@require_POST
def tel(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """The head count of people without a name: one more, one less, or a number that was typed.

    The form tells which number the person saw: a repeated tap changes nothing more, and somebody else's count in
    between is shown instead of lost.
    """
    dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    if nee:
        return nee
    # Two tablets count in turn: the second waits here until the first is done.
    Activiteit.objects.select_for_update().get(pk=dag.activiteit.pk)
    nu, gezien = _telling(dag), _geheel(request.POST.get("gezien"))
    nieuw = _nieuwe_telling(request.POST, gezien)
    melding, bewaard, getypt = "", False, None
    if nieuw is None:
        melding, getypt = "Vul een heel getal in van 0 tot en met 999.", request.POST.get("aantal")
    elif nieuw != nu and gezien != nu:
        melding = f"Iemand anders telde ook: het staat nu op {nu}. Kijk of dat klopt."
    elif nieuw != nu:
        registratie.leg_tellingen_vast(
            [registratie.NieuweTelling(dag.activiteit.pk, dag.kamer.pk, dag.datum, nieuw)], door=request.user
        )
        nu, bewaard = nieuw, True
    if request.htmx:
        stand = {"dag": dag, "telling": nu, "melding": melding, "bewaard": bewaard, "getypt": getypt}
        return render(request, "aanwezig/_telling.html", stand)
    if melding:
        messages.warning(request, melding)
    elif bewaard:
        messages.success(request, f"Opgeslagen: {nu} zonder naam.")
    return _terug(request, dag, "telling")


def _geheel(tekst: str | None) -> int | None:
    tekst = (tekst or "").strip()
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) <= 3 else None


def _nieuwe_telling(vragen: QueryDict, gezien: int | None) -> int | None:
    stap = {"meer": 1, "minder": -1}.get(vragen.get("doe", ""))
    if stap is None:
        return _geheel(vragen.get("aantal"))
    return None if gezien is None else min(max(gezien + stap, 0), 999)


# --- somebody new ----------------------------------------------------------------------------------------------


@vereist("deelnemers.inschrijven")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Enrol somebody and mark them present, both in one go. A first name is enough."""
    if request.method == "POST":
        dag, nee = _haal_dag_om_te_schrijven(request, slug, pk)
    else:
        dag = _haal_dag(request, slug, pk, request.GET, recht="deelnemers.inschrijven")
        nee = None if dag.registreert and zicht.ziet_bezoekers(request.user, dag.activiteit) else redirect(dag.adres)
    if nee:
        return nee
    form = DeurForm(request.POST if request.method == "POST" else None, initial={"voornaam": request.GET.get("zoek")})
    inschrijving = Inschrijving(request.POST, dag.kamer, request.user)
    bekenden: list[aanwezigheid.Tegel] = []
    if form.is_valid():
        lijkt = inschrijving.lijken_op(form)
        if not lijkt:
            try:
                deelnemer = inschrijving.schrijf(form, op=dag.datum)
                registratie.registreer_deelname(
                    activiteit=dag.activiteit, deelnemer=deelnemer, datum=dag.datum, door=request.user
                )
            except Geweigerd as fout:
                form.add_error(None, str(fout))
            else:
                naam = deelnemer.naam if dag.volledige_namen else deelnemer.deurnaam
                messages.success(request, f"{naam} is ingeschreven en aanwezig.")
                return redirect(dag.adres_met(anker=f"d{deelnemer.pk}"))
        bekenden = _als_tegels(dag, lijkt, aanwezigheid.aanwezigen(dag.activiteit, dag.datum))
    context = {"dag": dag, "form": form, "bekenden": bekenden, "sleutel": inschrijving.nieuwe_sleutel()}
    return render(request, "aanwezig/nieuw.html", context, status=422 if form.errors else 200)
