"""The door: who are you, your PIN, the lock, and the tablets that a coordinator enrols.

The pages of the lock are for who is not logged in, but on an enrolled tablet only. They say the same thing, in the
same time, whether a person has a PIN or not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import deursessie, deurtaal, gebruikers, pincodes
from buurtwerkkamers import tablets as tabletten
from buurtwerkkamers.forms import PincodeForm, TabletForm
from buurtwerkkamers.models import Gebruiker, Tablet
from buurtwerkkamers.pincodes import Uitslag
from buurtwerkkamers.rechten import haal_kamer, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek

RECHT = "tablets.inschrijven"
# Between typing the start code and choosing a PIN.
BEGIN, BEGIN_GELDIG = "deur_begin", timedelta(minutes=10)

Deurpagina = Callable[..., HttpResponse]


def op_een_tablet(view: Deurpagina) -> Deurpagina:
    """Decorator: only on an enrolled tablet, which the view gets; nobody needs to be logged in, nothing is kept."""

    @wraps(view)
    def bewaakt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tablet = tabletten.deze_tablet(request)
        if tablet is None:
            return render(request, "deur/geen_tablet.html", {"ingetrokken": False}, status=403)
        return view(request, tablet, *args, **kwargs)

    return login_not_required(never_cache(bewaakt))


def _scherm(request: HttpRequest, scherm: str, tablet: Tablet, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the lock, with where to go back to and the kamer of this tablet."""
    context = {"kamer": tablet.kamer, "terug": _terug(request, tablet), **context}
    return render(request, f"deur/{scherm}.html", context, status=status)


def _terug(request: HttpRequest, tablet: Tablet) -> str:
    return deursessie.veilige_weg(request.GET.get("terug"), tablet.kamer)


def _vrijwilliger(tablet: Tablet, pk: int) -> tuple[Gebruiker, str]:
    """One of the people of this door, and the name as the door shows it; 404 for anybody else."""
    mensen = tabletten.aan_de_deur(tablet.kamer)
    for mens in mensen:
        if mens.pk == pk:
            return mens, tabletten.deurnamen(mensen)[pk]
    raise Http404


# --- who are you


@require_safe
@op_een_tablet
def kies(request: HttpRequest, tablet: Tablet) -> HttpResponse:
    """The volunteers of this kamer as large tiles."""
    mensen = tabletten.aan_de_deur(tablet.kamer)
    namen = tabletten.deurnamen(mensen)
    terug = _terug(request, tablet)
    tegels = [(namen[mens.pk], deursessie.slot_adres(terug, mens.pk)) for mens in mensen]
    return _scherm(request, "kies", tablet, tegels=tegels)


@require_http_methods(["GET", "HEAD", "POST"])
@op_een_tablet
def pin(request: HttpRequest, tablet: Tablet, pk: int) -> HttpResponse:
    """Type the PIN of this person. A start code goes on to choosing one."""
    wie, naam = _vrijwilliger(tablet, pk)
    terug = _terug(request, tablet)
    fout = ""
    if request.method == "POST":
        code = request.POST.get("code", "")[:40]
        uitslag = pincodes.raad(request, wie, tablet, code) if code.strip() else None
        if uitslag is Uitslag.GOED:
            return _binnen(request, wie, tablet, terug)
        if uitslag is Uitslag.STARTCODE:
            return _naar_begin(request, wie, terug)
        fout = {Uitslag.TE_VAAK: "deur.te_vaak", Uitslag.FOUT: "deur.fout"}.get(uitslag, "deur.leeg")  # type: ignore[call-overload]
    context = {"naam": naam, "fout": fout, "namen": deursessie.slot_adres(terug), "langste": pincodes.LANGSTE}
    return _scherm(request, "pin", tablet, 422 if fout else 200, **context)


def _binnen(request: HttpRequest, wie: Gebruiker, tablet: Tablet, terug: str) -> HttpResponse:
    """Open the door, and go to where the person was, or to today."""
    deursessie.open_deur(request, wie, tablet)
    antwoord = redirect(terug or reverse("aanwezig:kamer", args=[tablet.kamer.slug]))
    tabletten.geef_koekje(antwoord, request.COOKIES[tabletten.KOEKJE])
    return antwoord


# --- a first PIN, or a new one


def _naar_begin(request: HttpRequest, wie: Gebruiker, terug: str) -> HttpResponse:
    tot = pincodes.startcode_tot(wie)
    uiterlijk = timezone.now() + BEGIN_GELDIG
    request.session[BEGIN] = [wie.pk, tot.isoformat() if tot else "", uiterlijk.isoformat()]
    adres = reverse("deur:begin", args=[wie.pk])
    return redirect(f"{adres}?{deursessie.slot_adres(terug).partition('?')[2]}" if terug else adres)


def _begonnen(request: HttpRequest, wie: Gebruiker) -> datetime | None:
    """Which start code of this person was typed in this session, a moment ago."""
    begonnen = request.session.get(BEGIN)
    if not begonnen or begonnen[0] != wie.pk or not begonnen[1]:
        return None
    return datetime.fromisoformat(begonnen[1]) if timezone.now() < datetime.fromisoformat(begonnen[2]) else None


@require_http_methods(["GET", "HEAD", "POST"])
@op_een_tablet
def begin(request: HttpRequest, tablet: Tablet, pk: int) -> HttpResponse:
    """Choose a PIN, after the start code of the coordinator; then the door opens."""
    wie, naam = _vrijwilliger(tablet, pk)
    terug = _terug(request, tablet)
    tot = _begonnen(request, wie)
    if tot is None:
        return redirect(deursessie.slot_adres(terug, wie.pk))
    form = PincodeForm(request.POST or None, taal=deurtaal.taal_van(request))
    if request.method == "POST" and form.is_valid():
        try:
            pincodes.kies_met_startcode(wie, code=form.cleaned_data["code"], tot=tot, kamer=tablet.kamer)
        except Geweigerd:
            form.add_error(None, deurtaal.tekst("deur.begin_verlopen", deurtaal.taal_van(request)))
        else:
            return _binnen(request, wie, tablet, terug)
    namen = deursessie.slot_adres(terug)
    return _scherm(request, "begin", tablet, 422 if form.errors else 200, naam=naam, form=form, namen=namen)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("pincode.kiezen")
@reauthentication_required
def pincode(request: Verzoek) -> HttpResponse:
    """A volunteer who logged in with a password chooses the PIN for the tablet."""
    form = PincodeForm(request.POST or None, taal=deurtaal.STANDAARD)
    if request.method == "POST" and form.is_valid():
        pincodes.kies(request.user, code=form.cleaned_data["code"], door=request.user)
        messages.success(request, "Uw pincode is bewaard. U gebruikt hem op de tablet aan de deur.")
        return redirect("mfa_index")
    context = {"form": form, "heeft_pincode": pincodes.heeft_pincode(request.user)}
    return render(request, "deur/pincode.html", context, status=422 if form.errors else 200)


# --- the lock


@require_POST
@op_een_tablet
def slot(request: HttpRequest, tablet: Tablet) -> HttpResponse:
    """Lock now: this person is out, and the way back is kept."""
    wie = request.user.pk if request.user.is_authenticated else None
    terug = deursessie.veilige_weg(request.POST.get("terug"), tablet.kamer)
    logout(request)
    return redirect(deursessie.slot_adres(terug, wie))


@login_not_required
@never_cache
@require_POST
def wakker(request: Verzoek) -> HttpResponse:
    """Somebody touches the screen without asking anything: the two minutes begin anew (the middleware does it)."""
    return HttpResponse(status=204 if request.deursessie else 401)


@login_not_required
@never_cache
@require_POST
def taal(request: HttpRequest) -> HttpResponse:
    """The language of the door: of who is logged in, else of this tablet until somebody is."""
    gekozen = deurtaal.bekende_taal(request.POST.get("taal"))
    if request.user.is_authenticated:
        gebruikers.kies_taal(request.user, taal=gekozen, door=request.user)
    weg = request.POST.get("terug", "")
    veilig = weg.startswith(("/aanwezig/", "/deur/")) and url_has_allowed_host_and_scheme(weg, allowed_hosts=None)
    antwoord = redirect(weg if veilig else reverse("deur:kies"))
    antwoord.set_cookie(
        deurtaal.KOEKJE,
        gekozen,
        max_age=tabletten.KOEKJE_DAGEN * 24 * 3600,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return antwoord


# --- the coordinator


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(RECHT)
def tablets(request: Verzoek, slug: str) -> HttpResponse:
    """The tablets of a kamer, and a button that makes this browser one of them."""
    kamer = haal_kamer(request.user, RECHT, slug)
    form = TabletForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _, sleutel = tabletten.schrijf_in(
            kamer=kamer,
            naam=form.cleaned_data["naam"],
            vorige_sleutel=request.COOKIES.get(tabletten.KOEKJE, ""),
            door=request.user,
        )
        logout(request)
        antwoord = redirect("deur:kies")
        tabletten.geef_koekje(antwoord, sleutel)
        return antwoord
    context = {
        "kamer": kamer,
        "form": form,
        "tablets": tabletten.in_gebruik(kamer).select_related("ingeschreven_door"),
        "kruimels": [("Kamers", reverse("kamers:lijst")), (kamer.naam, kamer.get_absolute_url())],
    }
    return render(request, "deur/tablets.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist(RECHT)
def tablet_intrekken(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Ask, and then withdraw: at its next request the tablet shows nothing any more."""
    kamer = haal_kamer(request.user, RECHT, slug)
    tablet = get_object_or_404(tabletten.in_gebruik(kamer), pk=pk)
    terug = reverse("deur:tablets", args=[slug])
    if request.method == "POST":
        tabletten.trek_in(tablet, door=request.user)
        messages.success(request, f"{tablet.naam} is ingetrokken en werkt niet meer.")
        return redirect(terug)
    kruimels = [("Kamers", reverse("kamers:lijst")), (kamer.naam, kamer.get_absolute_url()), ("Tablets", terug)]
    context = {"kamer": kamer, "tablet": tablet, "terug": terug, "kruimels": kruimels}
    return render(request, "deur/tablet_intrekken.html", context)
