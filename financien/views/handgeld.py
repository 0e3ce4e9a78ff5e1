"""Pages of petty cash: what each kamer has, a month of a kamer, writing down an expense, handing in and approving."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Kamer, Logregel
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.rechten import haal_kamer, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd, Intussen
from buurtwerkkamers.tussendoor import Afloop, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from financien import handgeld as schrijven
from financien import handgeldstand as lezen
from financien.boekingen_lezen import posten_in_groepen, zichtbare_boekingen
from financien.dekking import dekkingen
from financien.forms_handgeld import GoedkeurForm, OntvangenForm, PotForm, TerugForm, UitgaveForm
from financien.getoond import VELD, als_tekst
from financien.handgeldstand import GOEDKEUREN, WIJZIGEN, ZIEN, Kasstand
from financien.models import Boeking, Bon, Handgeldmaand, Handgeldpot, Handgelduitgave
from financien.wijzigen import met_afdruk, sla_op

FORMULIER = ["GET", "HEAD", "POST"]
GELD = ("Geld", "/financien/")


def _kruimels(request: Verzoek, stand: Kasstand | None = None) -> list[tuple[str, str]]:
    kruimels = [GELD] if mag(request.user, "geld.zien") else []
    kruimels.append(("Handgeld", reverse("financien:handgeld")))
    if stand:
        kruimels.append((f"{stand.kamer.label}, {stand.naam}", maandadres(stand.kamer, stand.maand)))
    return kruimels


def maandadres(kamer: Kamer, maand: date, naam: str = "handgeld_maand") -> str:
    """The address of the petty cash of a kamer in a month."""
    return reverse(f"financien:{naam}", args=[kamer.slug, maand.year, maand.month])


def _maand(jaar: int, maand: int) -> date:
    """The month of an address; 404 when there is no such month, or it is further than the next."""
    if not (2000 <= jaar <= 2099 and 1 <= maand <= 12):
        raise Http404
    eerste = date(jaar, maand, 1)
    if eerste > lezen.volgende(timezone.localdate()):
        raise Http404
    return eerste


@require_safe
@vereist(ZIEN)
def overzicht(request: Verzoek) -> HttpResponse:
    """Per kamer what is in the box, how this month goes, and what waits for whom."""
    rijen = lezen.overzicht(request.user, timezone.localdate())
    mag_schrijven = mag(request.user, WIJZIGEN)
    context = {
        "rijen": rijen,
        "te_beoordelen": [stand for rij in rijen for stand in rij.te_beoordelen],
        "eigen": rijen[0] if mag_schrijven and len(rijen) == 1 else None,
        "mag_schrijven": mag_schrijven,
        "mag_goedkeuren": mag(request.user, GOEDKEUREN),
        "kruimels": _kruimels(request)[:-1],
    }
    return render(request, "financien/handgeld/overzicht.html", context)


@require_safe
@vereist(ZIEN)
def maand(request: Verzoek, slug: str, jaar: int, maand: int) -> HttpResponse:
    """What was bought in a month, with the balance before and after."""
    stand = lezen.kasstand(haal_kamer(request.user, ZIEN, slug), _maand(jaar, maand))
    is_geweest = stand.maand < lezen.begin_van(timezone.localdate())
    context = {
        "stand": stand,
        "uitgaven": lezen.uitgaven_van(stand),
        "mag_schrijven": stand.is_open and mag(request.user, WIJZIGEN, stand.kamer),
        "mag_beoordelen": stand.is_ingediend and mag(request.user, GOEDKEUREN),
        "boekingen": _boekingen(request, stand),
        "vorige": maandadres(stand.kamer, lezen.vorige(stand.maand)),
        "vorige_naam": lezen.maandnaam(lezen.vorige(stand.maand)),
        "volgende": maandadres(stand.kamer, lezen.volgende(stand.maand)) if is_geweest else "",
        "volgende_naam": lezen.maandnaam(lezen.volgende(stand.maand)),
        "kruimels": _kruimels(request),
    }
    return render(request, "financien/handgeld/maand.html", context)


def _boekingen(request: Verzoek, stand: Kasstand) -> list[Boeking]:
    """What the month became in the books, as far as this user sees those posts."""
    if stand.is_open or stand.is_ingediend:
        return []
    return list(zichtbare_boekingen(request.user).filter(handgeld=stand.maand_id).select_related("post").order_by("pk"))


# --- writing down -----------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def uitgave_nieuw(request: Verzoek, slug: str) -> HttpResponse:
    """Write down what was bought, with a photo of the receipt."""
    kamer = haal_kamer(request.user, WIJZIGEN, slug)
    form = UitgaveForm(
        request.POST if request.method == "POST" else None, request.FILES or None, gebruiker=request.user
    )
    if request.method == "POST" and form.is_valid():
        try:
            uitgave = schrijven.schrijf_uitgave(kamer=kamer, door=request.user, **form.velden())
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            _meld_uitgave(request, uitgave, "staat erin")
            if request.POST.get("verder"):
                return redirect("financien:handgeld_uitgave_nieuw", slug)
            return redirect(maandadres(kamer, uitgave.maand.maand))
    if "sleutel" in form.errors:
        form.vernieuw_sleutel(request.user)
    stand = lezen.kasstand(kamer, lezen.begin_van(timezone.localdate()))
    return _uitgavepagina(request, form, stand, titel="Uitgave opschrijven", nieuw=True)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def uitgave(request: Verzoek, pk: int) -> HttpResponse:
    """Correct an expense, or make a better photo of its receipt."""
    deze = _haal_uitgave(request, pk)
    stand = lezen.kasstand(deze.maand.kamer, deze.maand.maand)
    if not stand.is_open:
        messages.info(request, "Deze maand is ingediend. De uitgave verandert niet meer.")
        return redirect(maandadres(stand.kamer, stand.maand))
    form = UitgaveForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        gebruiker=request.user,
        uitgave=deze,
    )
    if request.method == "POST" and form.is_valid():
        try:
            deze = schrijven.wijzig_uitgave(deze, door=request.user, **form.velden())
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            _meld_uitgave(request, deze, "is gewijzigd")
            return redirect(maandadres(stand.kamer, deze.maand.maand))
    return _uitgavepagina(request, form, stand, titel="Uitgave wijzigen", nieuw=False, uitgave=deze)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def uitgave_weg(request: Verzoek, pk: int) -> HttpResponse:
    """Remove an expense that was a mistake, after a question."""
    deze = _haal_uitgave(request, pk)
    stand = lezen.kasstand(deze.maand.kamer, deze.maand.maand)
    terug = maandadres(stand.kamer, stand.maand)
    if request.method == "POST":
        try:
            schrijven.haal_uitgave_weg(deze, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, f"‘{deze.omschrijving}’ is weggehaald.")
        return redirect(terug)
    context = {"uitgave": deze, "terug": terug, "kruimels": _kruimels(request, stand)}
    return render(request, "financien/handgeld/weg.html", context)


def _haal_uitgave(request: Verzoek, pk: int) -> Handgelduitgave:
    eigen = Handgelduitgave.objects.filter(maand__in=lezen.zichtbare_maanden(request.user, WIJZIGEN))
    return get_object_or_404(eigen.select_related("maand__kamer").annotate(heeft_bon=lezen.HEEFT_BON), pk=pk)


def _meld_uitgave(request: Verzoek, uitgave: Handgelduitgave, wat: str) -> None:
    stand = lezen.kasstand(uitgave.maand.kamer, uitgave.maand.maand)
    elders = lezen.begin_van(uitgave.datum) != stand.maand
    waar = f" Zij telt mee in {stand.naam}: de maand van de bon is al ingediend." if elders else ""
    messages.success(request, f"‘{uitgave.omschrijving}’, {euro(uitgave.bedrag)}, {wat}.{waar}")
    if stand.over:
        messages.warning(request, f"In {stand.naam} is {euro(stand.over)} meer besteed dan mag.")


def _uitgavepagina(request: Verzoek, form: UitgaveForm, stand: Kasstand, **meer: Any) -> HttpResponse:
    context = {"form": form, "stand": stand, "kruimels": _kruimels(request, stand), "uitgave": None, **meer}
    context["terug"] = maandadres(stand.kamer, stand.maand)
    return render(request, "financien/handgeld/uitgave.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def ontvangen(request: Verzoek, slug: str, jaar: int, maand: int) -> HttpResponse:
    """Say how much of the advance came."""
    stand = lezen.kasstand(haal_kamer(request.user, WIJZIGEN, slug), _maand(jaar, maand))
    bedrag = stand.ontvangen if stand.maand_id else stand.voorschot
    form = OntvangenForm(request.POST if request.method == "POST" else None, initial={"bedrag": bedrag})
    if request.method == "POST" and form.is_valid():
        bedrag = form.cleaned_data["bedrag"]
        try:
            schrijven.zet_ontvangen(kamer=stand.kamer, maand=stand.maand, bedrag=bedrag, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"In {stand.naam} kreeg de kamer {euro(bedrag)}.")
            return redirect(maandadres(stand.kamer, stand.maand))
    return _formulier(
        request, form, titel="Voorschot", intro=f"{stand.kamer.naam}, {stand.naam}.", knop="Opslaan",
        terug=maandadres(stand.kamer, stand.maand), kruimels=_kruimels(request, stand),
    )  # fmt: skip


def _formulier(request: Verzoek, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "financien/handgeld/formulier.html", {"form": form, **context}, status=status)


# --- handing in and approving -----------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist(WIJZIGEN)
def indienen(request: Verzoek, slug: str, jaar: int, maand: int) -> HttpResponse:
    """Look once more, with what has no receipt, and hand the month in."""
    stand = lezen.kasstand(haal_kamer(request.user, WIJZIGEN, slug), _maand(jaar, maand))
    terug = maandadres(stand.kamer, stand.maand)
    if stand.maand_id is None or not stand.is_open:
        tekst = "Er is nog niets om in te dienen." if stand.is_open else "Deze maand is al ingediend."
        messages.info(request, tekst)
        return redirect(terug)
    if request.method == "POST":
        try:
            schrijven.dien_in(Handgeldmaand.objects.get(pk=stand.maand_id), door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, f"Het handgeld van {stand.naam} is ingediend. De penningmeester kijkt het na.")
        return redirect(terug)
    uitgaven = lezen.uitgaven_van(stand)
    context = {
        "stand": stand,
        "zonder_bon": [uitgave for uitgave in uitgaven if not uitgave.heeft_bon],  # type: ignore[attr-defined]
        "aantal": len(uitgaven),
        "terug": terug,
        "nog_niet_om": lezen.laatste_dag(stand.maand) > timezone.localdate(),
        "kruimels": _kruimels(request, stand),
    }
    return render(request, "financien/handgeld/indienen.html", context)


@require_http_methods(FORMULIER)
@vereist(GOEDKEUREN)
def beoordelen(request: Verzoek, slug: str, jaar: int, maand: int) -> HttpResponse:
    """Look at a month with its receipts, and book it on cost posts, or send it back with a reason."""
    stand = lezen.kasstand(haal_kamer(request.user, GOEDKEUREN, slug), _maand(jaar, maand))
    adres = maandadres(stand.kamer, stand.maand)
    if stand.maand_id is None or not stand.is_ingediend:
        messages.info(request, "Dit handgeld wacht niet op goedkeuring.")
        return redirect(adres)
    rij = Handgeldmaand.objects.select_related("kamer", "ingediend_door").get(pk=stand.maand_id)
    posten = posten_in_groepen(lezen.kostenposten(stand.kamer, stand.maand.year))
    gaat_terug = request.method == "POST" and "terug" in request.POST
    invoer = ingestuurd(request)
    toont = als_tekst(schrijven.uitgaven_nu(rij))  # before what is shown below is read
    sommen = lezen.per_soort(rij.pk)
    form = GoedkeurForm(
        None if gaat_terug else invoer, sommen=sommen, posten=posten,
        eerder=lezen.posten_van_vorige_keer(stand.kamer, stand.maand.year),
        geld=dekkingen([stand.maand.year]), jaar=stand.maand.year, initial={VELD: toont},
    )  # fmt: skip
    terugform = TerugForm(invoer if gaat_terug else None)
    gekozen = terugform if gaat_terug else form
    if request.method == "POST" and gekozen.is_valid():
        try:
            if gaat_terug:
                schrijven.stuur_terug(rij, reden=terugform.cleaned_data["reden"], door=request.user)
                wat = "is teruggestuurd"
            else:
                schrijven.keur_goed(
                    rij, posten=form.posten(), dekking=form.dekking(), getoond=form.cleaned_data[VELD] or None,
                    door=request.user,
                )  # fmt: skip
                wat = "is goedgekeurd en geboekt"
        except Intussen as fout:
            gekozen.add_error(None, str(fout))
            gekozen.data[VELD] = toont  # type: ignore[index]  # the copy of ``ingestuurd``
        except Geweigerd as fout:
            gekozen.add_error(None, str(fout))
        else:
            messages.success(request, f"Het handgeld van {stand.kamer.naam}, {stand.naam}, {wat}.")
            return redirect("financien:handgeld")
    context = {
        "stand": stand,
        "rij": rij,
        "uitgaven": lezen.uitgaven_van(stand),
        "form": gekozen,
        "goed": form,
        "terugform": terugform,
        "geen_posten": bool(sommen) and not posten,
        "zelf_ingediend": rij.ingediend_door_id == request.user.pk,
        "terug": adres,
        "kruimels": _kruimels(request),
    }
    return render(request, "financien/handgeld/beoordelen.html", context, status=422 if gekozen.is_bound else 200)


@require_http_methods(FORMULIER)
@vereist(GOEDKEUREN)
def bedragen(request: Verzoek, slug: str) -> HttpResponse:
    """What a kamer gets each month and may spend at most, from a month on."""
    kamer = haal_kamer(request.user, GOEDKEUREN, slug)
    potten = list(Handgeldpot.objects.filter(kamer=kamer).order_by("-vanaf"))
    deze = lezen.begin_van(timezone.localdate())
    begin: dict[str, Any] = {"vanaf": deze}
    if potten:
        begin |= {"voorschot": potten[0].voorschot, "hoogstens": potten[0].hoogstens}
    nu = schrijven.potafdruk(kamer)
    form = met_afdruk(PotForm(ingestuurd(request), initial=begin), nu)

    def schrijf(gezien: str | None) -> None:
        schrijven.zet_pot(kamer=kamer, gezien=gezien, door=request.user, **form.cleaned_data)

    if sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD:
        wanneer, bedrag = lezen.maandnaam(form.cleaned_data["vanaf"]), euro(form.cleaned_data["voorschot"])
        messages.success(request, f"{kamer.naam} krijgt vanaf {wanneer} {bedrag} per maand.")
        return redirect("financien:handgeld")
    return _formulier(
        request, form, titel=f"Handgeld van {kamer.naam}", intro="", knop="Opslaan", potten=potten,
        terug=reverse("financien:handgeld"), kruimels=_kruimels(request),
    )  # fmt: skip


# --- receipts ---------------------------------------------------------------------------------------------------


@require_safe
@vereist(ZIEN)
def bon(request: Verzoek, pk: int) -> HttpResponse:
    """The photo of a receipt, for who sees the petty cash of that kamer. Every look is logged."""
    gezien = Bon.objects.filter(uitgave__maand__in=lezen.zichtbare_maanden(request.user))
    deze = get_object_or_404(gezien.select_related("uitgave__maand__kamer"), pk=pk)
    leg_vast(Logregel.Actie.BEKEKEN, deze, door=request.user, kamer=deze.uitgave.maand.kamer)
    antwoord = HttpResponse(bytes(deze.inhoud), content_type=deze.soort)
    naam = f"bon-{deze.uitgave.datum:%Y-%m-%d}-{deze.pk}.jpg"
    antwoord["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=naam) or ""
    antwoord["X-Content-Type-Options"] = "nosniff"
    antwoord["Cache-Control"] = "no-store"
    return antwoord
