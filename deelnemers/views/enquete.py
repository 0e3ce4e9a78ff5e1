"""The public form of an enquête: for whoever has its address, on their own phone or on the tablet of the room.

Nobody is logged in here, also not who is: nothing on these pages depends on a session, and nothing is written to one.
There is no cookie but 'this enquête was filled in on this phone', which holds no number and ends with the browser.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers import deurtaal, tablets
from buurtwerkkamers.models import Stelling
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers.enquetestand import NOG_NIET, OPEN, staat
from deelnemers.forms.enquete import Invulformulier
from deelnemers.models import Enquetekamer
from deelnemers.registratie.enquetes import Dicht, doe_mee

KOEKJE = "ingevuld"
# Forms from one address: a room where everybody is on the same wifi stays far below it.
GRENS = {"enquete": "40/10m/key"}

Pagina = Callable[..., HttpResponse]


def openbaar(view: Pagina) -> Pagina:
    """Decorator: for everybody, kept by nobody, found by no search engine, and without a word about who is logged in.

    Without Django's token against forged posts, because its cookie would be a number for this phone, for a year. The
    signed number of the form itself does that work, and there is no session here to misuse.
    """

    @wraps(view)
    def bewaakt(request: HttpRequest, sleutel: str, **kwargs: Any) -> HttpResponse:
        ingelogd = request.user.is_authenticated
        if kwargs.get("tablet") and ingelogd:
            # The device is handed to a visitor: whoever was logged in is out.
            logout(request)
        request.user = AnonymousUser()
        deel = _zoek(sleutel)
        antwoord = view(request, deel, **kwargs) if deel else _onbekend(request, **kwargs)
        antwoord["Referrer-Policy"] = "no-referrer"
        antwoord["X-Robots-Tag"] = "noindex, nofollow"
        return antwoord

    return login_not_required(csrf_exempt(never_cache(bewaakt)))


def _zoek(sleutel: str) -> Enquetekamer | None:
    # A phone likes to begin a typed word with a capital.
    return Enquetekamer.objects.select_related("enquete", "kamer").filter(sleutel=sleutel.lower()).first()


def _onbekend(request: HttpRequest, *, tablet: bool) -> HttpResponse:
    context = {"kop": "enquete.onbekend_kop", "bericht": "enquete.onbekend"}
    return _scherm(request, None, "bericht", 404, tablet=tablet, **context)


def _scherm(
    request: HttpRequest, deel: Enquetekamer | None, naam: str, status: int = 200, *, tablet: bool, **context: Any
) -> HttpResponse:
    """A page in the language of ``?taal=``; ``tablet``: on the tablet of the room."""
    taal = deurtaal.bekende_taal(request.GET.get("taal"))
    context |= {
        "taal": taal,
        "talen": [(code, naam, _met_taal(request.path, code)) for code, naam in deurtaal.TALEN.items()],
        "deel": deel,
        "tablet": tablet,
        # On an enrolled tablet there is a way back to the door: the names, where a PIN is asked.
        "deur": reverse("deur:kies") if tablet and tablets.KOEKJE in request.COOKIES else "",
    }
    return render(request, f"enquete/{naam}.html", context, status=status)


def _met_taal(adres: str, taal: str) -> str:
    return f"{adres}?taal={taal}"


def _adres(naam: str, deel: Enquetekamer, taal: str = "") -> str:
    adres = reverse(f"enquete:{naam}", args=[deel.sleutel])
    return _met_taal(adres, taal) if taal and taal != deurtaal.STANDAARD else adres


def _dicht(request: HttpRequest, deel: Enquetekamer, *, tablet: bool) -> HttpResponse:
    soort = "nog_niet" if staat(deel.enquete) == NOG_NIET else "gesloten"
    return _scherm(
        request, deel, "bericht", kop=f"enquete.{soort}_kop", bericht=f"enquete.{soort}",
        vanaf=deel.enquete.van if soort == "nog_niet" else None, tablet=tablet,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@openbaar
def invullen(request: HttpRequest, deel: Enquetekamer, *, tablet: bool) -> HttpResponse:
    """The questions, when it is open. On a phone that filled them in before, first whether somebody else wants to."""
    if staat(deel.enquete) != OPEN:
        return _dicht(request, deel, tablet=tablet)
    if request.method == "POST":
        return _verstuur(request, deel, tablet=tablet)
    if KOEKJE in request.COOKIES and not tablet and "ander" not in request.GET:
        return _al_meegedaan(request, deel)
    return _formulier(request, _lees(request, deel), tablet=tablet)


def _lees(request: HttpRequest, deel: Enquetekamer) -> Invulformulier:
    stellingen = Stelling.objects.filter(enquetevraag__enquete=deel.enquete).order_by("enquetevraag__volgorde")
    taal = deurtaal.bekende_taal(request.GET.get("taal"))
    data = request.POST.dict() if request.method == "POST" else None
    return Invulformulier(deel, stellingen, taal, data)


def _formulier(request: HttpRequest, form: Invulformulier, status: int = 200, *, tablet: bool) -> HttpResponse:
    return _scherm(request, form.deel, "invullen", status, form=form, tablet=tablet)


def _al_meegedaan(request: HttpRequest, deel: Enquetekamer) -> HttpResponse:
    taal = deurtaal.bekende_taal(request.GET.get("taal"))
    context = {"kop": "enquete.al_kop", "bericht": "enquete.al", "ander": f"?taal={taal}&ander=1"}
    return _scherm(request, deel, "bericht", tablet=False, **context)


def _verstuur(request: HttpRequest, deel: Enquetekamer, *, tablet: bool) -> HttpResponse:
    form = _lees(request, deel)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        form.fout("enquete.fout_verlopen")
    if form.fouten or not form.controleer():
        return _formulier(request, form, 422, tablet=tablet)
    plek = _plek_in_de_rij(request)
    if plek is None:
        form.fout("enquete.fout_te_vaak")
        return _formulier(request, form, 429, tablet=tablet)
    try:
        nieuw = doe_mee(deel, briefje=form.id, antwoorden=form.antwoorden)
    except Dicht:  # between opening the page and sending it
        deel.enquete.refresh_from_db()
        return _dicht(request, deel, tablet=tablet)
    except (Geweigerd, Enquetekamer.DoesNotExist):  # its questions changed while the page was open
        form.fout("enquete.fout_verlopen")
        return _formulier(request, form, 422, tablet=tablet)
    if not nieuw:
        plek.rollback()
    antwoord = redirect(_adres("tablet_bedankt" if tablet else "bedankt", deel, form.taal))
    if not tablet:
        antwoord.set_cookie(
            KOEKJE, "ja", path=reverse("enquete:invullen", args=[deel.sleutel]), httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    return antwoord


def _plek_in_de_rij(request: HttpRequest) -> ratelimit.RateLimitUsage | None:
    """Room for one more form from this address; None when there are too many in a short time.

    The address is kept as a keyed digest of today, in the cache only, for ten minutes.
    """
    wie = salted_hmac(f"enquete {timezone.localdate()}", ratelimit.get_ip(request), algorithm="sha256").hexdigest()
    return ratelimit.consume(request, app="deelnemers", action="enquete", config=GRENS, key=wie)


@require_safe
@openbaar
def bedankt(request: HttpRequest, deel: Enquetekamer, *, tablet: bool) -> HttpResponse:
    """Thank you; on the tablet with a large button for the next person, who begins in Dutch again."""
    volgende = _adres("tablet", deel) if tablet else ""
    return _scherm(
        request, deel, "bericht", kop="enquete.bedankt_kop", klaar=True, volgende=volgende, tablet=tablet,
        bericht="enquete.bedankt_tablet" if tablet else "enquete.bedankt",
    )  # fmt: skip
