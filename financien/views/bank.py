"""Pages of the bank: a file with its preview, the lines to be booked with a proposal each, one line, and the rules.

Lines of the bank are of all kamers together, so who sees the money of the own kamer only does not see them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers.importeren import bewaren
from buurtwerkkamers.importeren.lezen import LeesFout
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from financien import boekingen_lezen
from financien.bank import boeken, inlezen, stand
from financien.bank.boeken import Deel, Keuze, boekdag, samengevat
from financien.bank.lezen import Bestanddeel, lees
from financien.bank.voorstellen import Voorstel, postnaam, stel_voor
from financien.bank_lijst import BankFilter, BankTabel, stand_van
from financien.boeken import eerste_open_dag
from financien.boekingen_lezen import WIJZIGEN
from financien.dekking import Dekkingen, dekkingen
from financien.forms_bank import BestandForm, OverslaanForm, RegelForm
from financien.forms_boeken import MEESTE_REGELS, Regels, regelformulieren
from financien.models import Banktransactie, Boekregel, Post, Verplichting
from financien.zicht import RECHT, ziet_alles

FORMULIER = ["GET", "HEAD", "POST"]
SOORT = "bank"  # of the file that waits, see importeren.bewaren
PER_BLADZIJDE = 40
MEESTE_TEGELIJK = 200  # lines of one form
NIET_HIERVOOR = (
    "Bij ‘Betaald uit’ staat geld dat niet voor deze post is bedoeld. Kies daar iets anders, of kies ‘Splitsen’ en "
    "schrijf op waarom."
)
WEG = "Dit bestand staat niet meer klaar. Kies het opnieuw."
NAAR_SPAREN = "Overgemaakt tussen onze eigen rekeningen."


def _alle_kamers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator: closed to who sees the money of some kamers only."""

    @wraps(view)
    def bewaakt(request: Verzoek, *args: Any, **kwargs: Any) -> HttpResponse:
        if not ziet_alles(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return bewaakt


def _kruimels(*verder: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Geld", reverse("financien:lijst")), ("Bank", reverse("financien:bank")), *verder]


# --- what is to be booked ---------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(RECHT)
@_alle_kamers
def bank(request: Verzoek) -> HttpResponse:
    """The lines that are not booked yet, oldest first, each with a proposal; POST books those that are ticked.

    One that cannot be booked (a colleague was first) books nothing, and all choices come back.
    """
    mag_wijzigen = mag(request.user, WIJZIGEN)
    if request.method == "POST" and not mag_wijzigen:
        raise PermissionDenied
    bladzijde = Paginator(stand.te_boeken(), PER_BLADZIJDE).get_page(request.GET.get("page"))
    transacties = list(bladzijde)
    fouten: dict[int, str] = {}
    fout = ""
    if request.method == "POST":
        gekozen, fouten = _keuzes(request.POST)
        if not gekozen and not fouten:
            messages.warning(request, "Vink eerst aan welke regels u wilt boeken.")
            return redirect(request.get_full_path())
        if not fouten:
            try:
                boeken.boek_transacties(gekozen, door=request.user)
            except boeken.RegelsGeweigerd as geweigerd:
                fouten = geweigerd.fouten
            except Geweigerd as geweigerd:
                fout = str(geweigerd)
            else:
                messages.success(request, samengevat(len(gekozen)))
                return redirect(request.get_full_path())
        transacties = _nog_te_boeken(request.POST)
    voorstellen = stel_voor(transacties)
    invoer = request.POST if request.method == "POST" else None
    geld = dekkingen({transactie.datum.year for transactie in transacties})
    rijen = _rijen(transacties, voorstellen, invoer, fouten, geld, alles="alles" in request.GET)
    hier = {rij["transactie"].pk for rij in rijen}
    context = {
        "rekeningen": stand.rekeningen(),
        "rijen": rijen,
        "bladzijde": bladzijde,
        "samen": stand.tel_te_boeken(),
        "zonder_posten": sorted({t.datum.year for t in transacties} - set(boekingen_lezen.jaren())),
        "fouten": [(rij["id"], rij["wie"], rij["fout"]) for rij in rijen if rij["fout"]],
        "bestemd": _bestemd(geld),
        "weg": [(pk, tekst) for pk, tekst in fouten.items() if pk not in hier],
        "fout": fout,
        "te_voorstellen": sum(bool(rij["voorstel"].post) for rij in rijen),
        "alles": "alles" in request.GET,
        "alles_adres": _met(request, "alles", "ja"),
        "mag_wijzigen": mag_wijzigen,
        "er_is_iets": Banktransactie.objects.exists(),
        "kruimels": _kruimels()[:1],
    }
    return render(request, "financien/bank/bank.html", context, status=422 if fouten or fout else 200)


def _nog_te_boeken(invoer: QueryDict) -> list[Any]:
    """The lines that a form showed, as far as they are still to be booked: not the page as it would be now."""
    getoond = [naam.removeprefix("post-") for naam in invoer if naam.startswith("post-")]
    pks = {int(pk) for pk in [*getoond, *invoer.getlist("kies")] if _is_nummer(pk)}
    return list(stand.te_boeken().filter(pk__in=sorted(pks)[:MEESTE_TEGELIJK]))


def _keuzes(invoer: QueryDict) -> tuple[list[Keuze], dict[int, str]]:
    """What was ticked, and what is wrong with it per line."""
    gevraagd = {int(str(w)) for naam, w in invoer.items() if naam.startswith(("post-", "uit-")) and _is_nummer(w)}
    posten = {str(p.pk): p for p in Post.objects.filter(pk__in=gevraagd).select_related("kamer", "financier")}
    geld = dekkingen({post.jaar for post in posten.values()})
    keuzes: list[Keuze] = []
    fouten: dict[int, str] = {}
    for pk in dict.fromkeys(filter(_is_nummer, invoer.getlist("kies"))):
        keuze, uit = invoer.get(f"post-{pk}", ""), invoer.get(f"uit-{pk}", "")
        post, dekking = posten.get(keuze), posten.get(uit)
        if post is None:
            fouten[int(pk)] = "Kies een post uit de lijst." if keuze else "Kies een post."
        elif uit and (dekking is None or not geld.past(dekking, post)):
            fouten[int(pk)] = NIET_HIERVOOR
        else:
            keuzes.append(Keuze(int(pk), post, dekking=dekking))
    return keuzes, fouten


def _is_nummer(tekst: Any) -> bool:
    return isinstance(tekst, str) and tekst.isascii() and tekst.isdigit() and len(tekst) < 19


def _rijen(
    transacties: Sequence[Any],
    voorstellen: dict[int, Voorstel],
    invoer: QueryDict | None,
    fouten: dict[int, str],
    geld: Dekkingen,
    *,
    alles: bool,
) -> list[dict[str, Any]]:
    vanaf = eerste_open_dag()
    jaren = {t.datum.year for t in transacties}
    keuzelijsten = {jaar: _keuzelijst(jaar) for jaar in jaren}
    gekozen = set(invoer.getlist("kies")) if invoer is not None else set()
    rijen = []
    for transactie in transacties:
        voorstel = voorstellen[transactie.pk]
        post = str(voorstel.post.pk) if voorstel.post else ""
        if invoer is not None:
            post = invoer.get(f"post-{transactie.pk}", post)
        dag = boekdag(transactie, vanaf)
        terug = _is_terug(transactie, voorstel)
        rijen.append({
            "id": f"post-{transactie.pk}",
            "transactie": transactie,
            "wie": transactie.tegenpartij or transactie.omschrijving[:60] or "zonder omschrijving",
            "voorstel": voorstel,
            "opties": _opties(keuzelijsten[transactie.datum.year], post),
            "aan": str(transactie.pk) in gekozen if invoer is not None else _aan(voorstel, alles, terug),
            "uit": _uit(transactie, voorstel.post, geld, invoer),
            "boekdag": dag if dag != transactie.datum else None,
            "terug": terug,
            "fout": fouten.get(transactie.pk, ""),
        })  # fmt: skip
    return rijen


def _uit(transactie: Any, post: Post | None, geld: Dekkingen, invoer: QueryDict | None) -> list[tuple[str, str, bool]]:
    """The restricted money that a line can be paid out of: (id, name, chosen); [] when there is none.

    The one that fits the proposal is chosen beforehand, when it is the only one.
    """
    if transactie.open > 0 and (post is None or post.soort != Post.Soort.KOSTEN):
        return []
    voorstel = geld.voorstel(post)
    gekozen = str(voorstel.pk) if voorstel else ""
    if invoer is not None:
        gekozen = invoer.get(f"uit-{transactie.pk}", gekozen)
    return [(str(b.pk), str(b), str(b.pk) == gekozen) for b in geld.bestemde(transactie.datum.year)]


def _bestemd(geld: Dekkingen) -> dict[str, list[str]]:
    """Per cost post the restricted money that fits it, for the script of the page. One query."""
    jaren = {bijdrage.jaar for bijdrage in geld.bijdragen}
    bestemde = [bijdrage for jaar in jaren for bijdrage in geld.bestemde(jaar)]
    kosten = Post.objects.filter(jaar__in=jaren, soort=Post.Soort.KOSTEN) if bestemde else ()
    per_post = {str(post.pk): [str(b.pk) for b in bestemde if geld.past(b, post)] for post in kosten}
    return {pk: passend for pk, passend in per_post.items() if passend}


def _aan(voorstel: Voorstel, alles: bool, terug: bool) -> bool:
    """Whether a line is ticked beforehand: money that goes the other way only when everything is asked for."""
    return voorstel.post is not None and (alles or (voorstel.zeker and not terug))


def _is_terug(transactie: Any, voorstel: Voorstel) -> bool:
    """Whether the money goes the other way than its post: a refund on costs, a contribution paid back."""
    return voorstel.post is not None and (transactie.open > 0) == (voorstel.post.soort == Post.Soort.KOSTEN)


def _keuzelijst(jaar: int) -> SafeString:
    """The posts of a year as options: made once, because every line of the page has the same.

    A post is named with its kamer: a select that is closed does not show its group.
    """
    groepen: dict[str, list[tuple[int, str]]] = {}
    volgorde = ("-soort", "kamer__volgorde", "kamer__naam", "volgorde", "pk")  # costs first
    for post in Post.objects.filter(jaar=jaar).select_related("kamer").order_by(*volgorde):
        groep = "Kosten" if post.soort == Post.Soort.KOSTEN else "Inkomsten"
        groepen.setdefault(groep, []).append((post.pk, str(post)))
    return format_html_join(
        "", '<optgroup label="{}">{}</optgroup>',
        ((naam, format_html_join("", '<option value="{}">{}</option>', rij)) for naam, rij in groepen.items()),
    )  # fmt: skip


def _opties(lijst: SafeString, gekozen: str) -> SafeString:
    """The list with one of them chosen."""
    leeg = format_html('<option value="">{}</option>', "Kies een post" if lijst else "Er zijn nog geen posten")
    if not _is_nummer(gekozen):
        return leeg + lijst
    return leeg + mark_safe(lijst.replace(f'value="{gekozen}"', f'value="{gekozen}" selected', 1))  # noqa: S308


def _met(request: Verzoek, naam: str, waarde: str) -> str:
    vragen = request.GET.copy()
    vragen[naam] = waarde
    return f"?{vragen.urlencode()}"


class AlleRegels(Lijst):
    """Everything that was read in, booked or not."""

    recht = RECHT
    uitvoerrecht = "export.geld"
    titel = "Alle regels van de bank"
    enkelvoud, meervoud = "regel", "regels"
    leeg_titel = "Nog geen regels van de bank"
    leeg_tekst = "Lees een bestand van de bank in. Daarna staat hier wat erin stond."
    table_class, filterset_class = BankTabel, BankFilter

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not ziet_alles(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return stand.met_open().order_by("-datum", "-pk")

    def kruimels(self) -> list[tuple[str, str]]:
        return _kruimels()

    def acties(self) -> list[tuple[str, str]]:
        wijzigen = mag(self.request.user, WIJZIGEN)  # type: ignore[arg-type]
        return [("Bestand inlezen", reverse("financien:bank_inlezen"))] if wijzigen else []


# --- a file -----------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def bestand(request: Verzoek) -> HttpResponse:
    """Choose a file of the bank."""
    gestuurd = request.method == "POST"
    form = BestandForm(request.POST, request.FILES) if gestuurd else BestandForm()
    if gestuurd and form.is_valid():
        klaar = bewaren.zet_klaar(request.session, form.cleaned_data["bestand"], SOORT)
        try:
            lees(klaar.pad)
        except LeesFout as fout:
            bewaren.ruim_op(request.session)
            form.add_error("bestand", _in_woorden(fout))
        else:
            return redirect("financien:bank_voorbeeld", klaar.kenmerk)
    bewaren.ruim_verlopen_op()
    context = {"form": form, "kruimels": _kruimels()}
    return render(request, "financien/bank/bestand.html", context, status=422 if gestuurd else 200)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def voorbeeld(request: Verzoek, kenmerk: str) -> HttpResponse:
    """What the file would do; POST stores it, and the file itself goes."""
    klaar = bewaren.wat_klaarstaat(request.session, kenmerk)
    if klaar is None or klaar.soort != SOORT:
        messages.warning(request, WEG)
        return redirect("financien:bank_inlezen")
    try:
        bestanddelen: list[Bestanddeel] = lees(klaar.pad)
        if request.method == "POST":
            plan = inlezen.lees_in(bestanddelen, door=request.user)
    except (LeesFout, Geweigerd) as fout:
        messages.error(request, f"Er is niets ingelezen. {fout}")
        return redirect("financien:bank_inlezen")
    if request.method == "POST":
        bewaren.ruim_op(request.session)
        nieuw = "1 regel is" if plan.nieuw == 1 else f"{getal(plan.nieuw)} regels zijn"
        messages.success(request, f"{nieuw} nieuw ingelezen; {getal(plan.bekend)} stonden er al.")
        return redirect("financien:bank")
    plan = inlezen.maak_plan(bestanddelen)
    context = {"klaar": klaar, "plan": plan, "kruimels": _kruimels()}
    return render(request, "financien/bank/voorbeeld.html", context)


def _in_woorden(fout: LeesFout) -> str:
    tekst = str(fout)
    return f"Rij {fout.rij}: {tekst}" if fout.rij else tekst[:1].upper() + tekst[1:]


# --- one line ---------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(RECHT)
@_alle_kamers
def regel(request: Verzoek, pk: int) -> HttpResponse:
    """One line: what the bank says, how it is booked; POST books it on one post or more."""
    deze = _haal(pk)
    mag_wijzigen = mag(request.user, WIJZIGEN)
    if request.method == "POST" and not mag_wijzigen:
        raise PermissionDenied
    open_ = mag_wijzigen and not deze.overgeslagen and bool(deze.open)
    if request.method == "POST" and not open_:
        messages.info(request, "Deze regel is al geboekt of overgeslagen.")
        return redirect("financien:bank_regel", pk)
    jaren = sorted({*boekingen_lezen.jaren(), deze.datum.year})
    gevraagd = request.GET.get("jaar", "")
    jaar = int(gevraagd) if gevraagd in map(str, jaren) else deze.datum.year
    regels, fout = _deelregels(request, deze, jaar) if open_ else None, ""
    if request.method == "POST" and regels is not None and _alles_klopt(regels):
        try:
            boeken.boek_transacties([Keuze(pk, delen=_delen(regels, deze))], door=request.user)
        except Geweigerd as geweigerd:
            fout = str(geweigerd)
        else:
            messages.success(request, samengevat(1))
            return redirect("financien:bank")
    return _regelpagina(
        request, deze, regels, fout, jaar=jaar, jaren=[j for j in jaren if abs(j - deze.datum.year) < 2],
    )  # fmt: skip


def _regelpagina(request: Verzoek, deze: Any, regels: Regels | None, fout: str, **meer: Any) -> HttpResponse:
    gestuurd = request.method == "POST"
    dag = boekdag(deze, eerste_open_dag())
    keuzes = regels.form_kwargs["keuzes"] if regels is not None else None
    context = {
        "regel": deze,
        "stand": stand_van(deze),
        "te_boeken": abs(deze.open),
        "boekingen": deze.boekingen.select_related("post__kamer").order_by("pk"),
        "voorstel": stel_voor([deze])[deze.pk] if regels is not None else None,
        "regels": regels,
        "meer_open": regels is not None and any(form.has_changed() for form in regels.forms[1:]),
        "regelfouten": [(nr, f) for nr, f in enumerate(regels.forms, 1) if gestuurd and f.errors] if regels else [],
        "fout": fout,
        "passend": keuzes.passend if keuzes else {},
        "dekkingvoorstel": keuzes.voorstel if keuzes else {},
        "post_van": keuzes.post_van if keuzes else {},
        "boekdag": dag if dag != deze.datum else None,
        "mag_wijzigen": mag(request.user, WIJZIGEN),
        "kruimels": _kruimels(),
        **meer,
    }
    return render(request, "financien/bank/regel.html", context, status=422 if gestuurd else 200)


def _haal(pk: int) -> Any:
    return get_object_or_404(stand.met_open(), pk=pk)


def _is_eigen(transactie: Banktransactie) -> bool:
    return bool(transactie.tegenrekening) and Banktransactie.objects.filter(
        rekening=transactie.tegenrekening
    ).exists()  # fmt: skip


def _deelregels(request: Verzoek, deze: Any, jaar: int) -> Regels:
    """The parts of a line as forms; the first starts with the proposal and the whole amount."""
    keuzes = boekingen_lezen.keuzes(jaar)
    voorstel = stel_voor([deze])[deze.pk]
    eerste: dict[str, Any] = {"bedrag": abs(deze.open)}
    if voorstel.post and voorstel.post.jaar == jaar:
        eerste["post"] = voorstel.post.pk
        if (bestemd := dekkingen([jaar]).voorstel(voorstel.post)) is not None:
            eerste["dekking"] = bestemd.pk
    if request.method != "POST":
        return regelformulieren()(prefix="regels", form_kwargs={"keuzes": keuzes}, initial=[eerste])
    invoer = request.POST.copy()  # how many lines there are is not for the browser to say
    invoer["regels-TOTAL_FORMS"], invoer["regels-INITIAL_FORMS"] = str(MEESTE_REGELS), "0"
    return regelformulieren()(invoer, prefix="regels", form_kwargs={"keuzes": keuzes})


def _alles_klopt(regels: Regels) -> bool:
    goed = bool(regels.is_valid())
    if goed and not regels.gevuld():
        regels.forms[0].empty_permitted = False
        regels.forms[0].full_clean()
        return False
    return goed


def _delen(regels: Regels, deze: Any) -> tuple[Deel, ...]:
    gevuld = [form.cleaned_data for form in regels.gevuld()]
    posten = Post.objects.select_related("kamer", "financier").in_bulk(
        [pk for rij in gevuld for pk in (rij["post"], rij.get("dekking")) if pk]
    )
    beloften = Verplichting.objects.in_bulk([rij["verplichting"] for rij in gevuld if rij.get("verplichting")])
    return tuple(
        Deel(
            post=posten[rij["post"]],
            bedrag=rij["bedrag"],
            dekking=posten[rij["dekking"]] if rij.get("dekking") else None,
            reden_elders=rij.get("reden_elders", "") if rij.get("dekking") else "",
            verplichting=beloften[rij["verplichting"]] if rij.get("verplichting") else None,
        )
        for rij in gevuld
    )


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def overslaan(request: Verzoek, pk: int) -> HttpResponse:
    """Say why a line is in no budget."""
    deze = _haal(pk)
    begin = {"reden": NAAR_SPAREN if _is_eigen(deze) else ""}
    form = OverslaanForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            boeken.sla_over(pk, reden=form.cleaned_data["reden"], door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De regel is overgeslagen.")
            return redirect("financien:bank")
    elif request.method == "POST":
        form.full_clean()
    context = {"regel": deze, "form": form, "kruimels": _kruimels()}
    return render(request, "financien/bank/overslaan.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@vereist(WIJZIGEN)
def weer_meenemen(request: Verzoek, pk: int) -> HttpResponse:
    """Undo skipping."""
    _haal(pk)
    try:
        boeken.neem_weer_mee(pk, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, "De regel staat weer bij wat er te boeken is.")
    return redirect("financien:bank_regel", pk)


# --- rules ------------------------------------------------------------------------------------------------------


@require_safe
@vereist(RECHT)
@_alle_kamers
def boekregels(request: Verzoek) -> HttpResponse:
    """What proposes what, and how often it was right."""
    regels = Boekregel.objects.select_related("kamer", "financier").order_by("veld", "zoek", "-pk")
    bladzijde: Page = Paginator(regels, 100).get_page(request.GET.get("page"))
    context = {
        "rijen": [(rij, postnaam(rij)) for rij in bladzijde],
        "bladzijde": bladzijde,
        "mag_wijzigen": mag(request.user, WIJZIGEN),
        "kruimels": _kruimels(),
    }
    return render(request, "financien/bank/boekregels.html", context)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def boekregel_nieuw(request: Verzoek) -> HttpResponse:
    """A rule by hand."""
    form = RegelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            boeken.maak_regel(door=request.user, **form.cleaned_data)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De boekregel geldt vanaf nu.")
            return redirect("financien:boekregels")
    context = {
        "form": form,
        "kruimels": _kruimels(("Boekregels", reverse("financien:boekregels"))),
        "terug": reverse("financien:boekregels"),
    }
    return render(request, "financien/bank/boekregel_nieuw.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def boekregel_weg(request: Verzoek, pk: int) -> HttpResponse:
    """Remove a rule, after a question."""
    deze = get_object_or_404(Boekregel.objects.select_related("kamer", "financier"), pk=pk)
    if request.method == "POST":
        boeken.verwijder_regel(deze, door=request.user)
        messages.success(request, "De boekregel is weg. Wat al geboekt is, blijft staan.")
        return redirect("financien:boekregels")
    context = {
        "regel": deze,
        "post": postnaam(deze),
        "kruimels": _kruimels(("Boekregels", reverse("financien:boekregels"))),
    }
    return render(request, "financien/bank/boekregel_weg.html", context)
