"""What the scripts of the door ask and send: taps, who is here now, a search, likely doubles. All answers are JSON.

Nothing here is kept by a browser. The key against forgery is asked when something is sent, and never stored.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from buurtwerkkamers.deurtaal import taal_van, tekst
from buurtwerkkamers.formulieren import EERSTE_DAG, LAATSTE_DAG
from buurtwerkkamers.rechten import haal_kamer, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import aanwezigheid, registratie, zicht, zoeken
from deelnemers.forms.mensen import DeurForm
from deelnemers.models import Telling
from deelnemers.registratie import NieuweTik, Tikuitslag
from deelnemers.registratie.aanwezig import MEESTE_ZONDER_NAAM
from deelnemers.registratie.tikken import SOORTEN
from deelnemers.views.deurdag import Dag, haal_dag

HOOGSTENS = 100
GROOTSTE_GETAL = 2**63 - 1


@login_not_required
@never_cache
@require_safe
def sleutel(request: HttpRequest) -> HttpResponse:
    """The key that a POST needs, and who is logged in; 401 when nobody is."""
    if not request.user.is_authenticated:
        return JsonResponse({"gebruiker": None}, status=401)
    return JsonResponse({"csrf": get_token(request), "gebruiker": request.user.pk})


# --- taps ------------------------------------------------------------------------------------------------------


@vereist("aanwezig.registreren")
@require_POST
def tikken(request: Verzoek, slug: str) -> HttpResponse:
    """Taps of one kamer, in order; for each key what became of it. Sending again gives the same answer.

    400 for what is no list of taps at all: then nothing was done.
    """
    kamer = haal_kamer(request.user, "aanwezig.registreren", slug)
    try:
        rijen = json.loads(request.body)["tikken"]
    except (ValueError, KeyError, TypeError, RecursionError):
        rijen = None
    if not isinstance(rijen, list) or not 0 < len(rijen) <= HOOGSTENS:
        return JsonResponse({"fout": "tikken"}, status=400)
    gelezen = [_lees(rij) for rij in rijen]
    try:
        gedaan = registratie.verwerk_tikken(
            [tik for tik in gelezen if isinstance(tik, NieuweTik)], kamer=kamer, verstuurd_door=request.user
        )
    except Geweigerd:  # the very same keys are being handled elsewhere: ask again
        return JsonResponse({"fout": "bezet"}, status=503)
    rest = iter(gedaan)
    uitslagen = [next(rest) if isinstance(tik, NieuweTik) else tik for tik in gelezen]
    taal = taal_van(request)
    return JsonResponse({"uitslagen": [_antwoord(uitslag, taal) for uitslag in uitslagen]})


def _antwoord(uitslag: Tikuitslag, taal: str) -> dict[str, Any]:
    reden = tekst(uitslag.reden, taal) if uitslag.reden.startswith("tik.") else uitslag.reden
    return {
        "sleutel": uitslag.sleutel,
        "uitslag": "gedaan" if uitslag.gedaan else "geweigerd",
        "reden": reden,
        "deelnemer": uitslag.deelnemer_id,
    }


def _lees(rij: Any) -> NieuweTik | Tikuitslag:
    """One tap as it came in, or its refusal when it cannot be read: that one never can, so it is not tried again."""
    gegevens = rij if isinstance(rij, dict) else {}
    gegeven = gegevens.get("sleutel")
    try:
        return _tik(gegevens)
    except Geweigerd as nee:
        reden = str(nee)
    except (ValueError, TypeError, AttributeError, OverflowError):
        reden = "tik.nee.vorm"
    return Tikuitslag(gegeven[:40] if isinstance(gegeven, str) else "", gedaan=False, reden=reden)


def _tik(rij: dict[str, Any]) -> NieuweTik:
    wat, soort, datum = rij.get("wat"), rij.get("soort") or "", date.fromisoformat(rij.get("datum", ""))
    if wat not in SOORTEN or soort not in Telling.Soort.values or not EERSTE_DAG <= datum <= LAATSTE_DAG:
        raise ValueError
    stap = _getal(rij.get("stap"), -MEESTE_ZONDER_NAAM, MEESTE_ZONDER_NAAM) if wat == "telling" else 0
    if wat == "telling" and not stap:
        raise ValueError
    namen = _namen(rij) if wat == "nieuw" else {}
    van, deelnemer = rij.get("van"), rij.get("deelnemer")
    return NieuweTik(
        sleutel=UUID(rij.get("sleutel")),
        wat=wat,
        activiteit_id=_getal(rij.get("activiteit")),
        datum=datum,
        door_id=_getal(rij.get("door")),
        deelnemer_id=None if deelnemer is None else _getal(deelnemer),
        van=None if van is None else UUID(van),
        stap=stap,
        soort=soort,
        laat=rij.get("laat") is True,
        **namen,
    )


def _getal(waarde: Any, laagst: int = 1, hoogst: int = GROOTSTE_GETAL) -> int:
    if type(waarde) is not int or not laagst <= waarde <= hoogst:
        raise ValueError
    return waarde


def _namen(rij: dict[str, Any]) -> dict[str, str]:
    form = DeurForm({"voornaam": rij.get("voornaam"), "achternaam": rij.get("achternaam")})
    if not form.is_valid():
        raise Geweigerd("tik.nee.naam")
    namen = {veld: form.cleaned_data[veld] for veld in ("voornaam", "achternaam")}
    # Half of a sign that was cut in two cannot be stored: one such tap would hold up all that wait behind it.
    "".join(namen.values()).encode()
    return namen


# --- what the page asks meanwhile ------------------------------------------------------------------------------


def _haal_open_dag(request: Verzoek, slug: str, pk: int) -> Dag | None:
    """The day asked for, or None when this user may not see who came there (or only after a reason)."""
    dag = haal_dag(request, slug, pk, request.GET)
    gevraagd = request.GET.get("datum") or dag.datum.isoformat()
    return dag if gevraagd == dag.datum.isoformat() and zicht.ziet_bezoekers(request.user, dag.activiteit) else None


def _als_rijen(tegels: list[aanwezigheid.Tegel]) -> list[list[Any]]:
    return [[tegel.deelnemer_id, tegel.naam, tegel.nummer, tegel.aanwezig] for tegel in tegels]


@vereist("aanwezig.zien")
@never_cache
@require_safe
def stand(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """Who is here now and how many without a name: a second tablet sees what the first one tapped."""
    dag = _haal_open_dag(request, slug, pk)
    vandaag = timezone.localdate().isoformat()
    if dag is None:
        return JsonResponse({"vandaag": vandaag}, status=403)
    aanwezig = aanwezigheid.aanwezigen(dag.activiteit, dag.datum)
    tegels = dag.tegels(dag.mensen().filter(pk__in=aanwezig), aanwezig)
    telling = aanwezigheid.zonder_naam(dag.activiteit, dag.datum)
    return JsonResponse({"vandaag": vandaag, "aanwezig": _als_rijen(tegels), "telling": telling})


@vereist("aanwezig.registreren")
@never_cache
@require_safe
def zoek(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """People of the kamer who may be meant by ``?zoek=``, most likely first."""
    dag = _haal_open_dag(request, slug, pk)
    if dag is None or not dag.registreert:
        return JsonResponse({}, status=403)
    tegels, meer = gevonden(dag, request.GET.get("zoek", ""), aanwezigheid.aanwezigen(dag.activiteit, dag.datum))
    return JsonResponse({"mensen": _als_rijen(tegels), "meer": meer})


def gevonden(dag: Dag, tekst: str, aanwezig: set[int]) -> tuple[list[aanwezigheid.Tegel], bool]:
    """The tiles of who may be meant, most likely first, and whether there are more."""
    ids = zoeken.zoek_mensen(dag.mensen(), tekst[:80], aanwezigheid.ZOEK_AANTAL + 1)
    plaats = {pk: nummer for nummer, pk in enumerate(ids[: aanwezigheid.ZOEK_AANTAL])}
    tegels = dag.tegels(dag.mensen().filter(pk__in=plaats), aanwezig)
    return sorted(tegels, key=lambda tegel: plaats[tegel.deelnemer_id]), len(ids) > aanwezigheid.ZOEK_AANTAL


@vereist("deelnemers.inschrijven")
@never_cache
@require_POST
def lijkt(request: Verzoek, slug: str, pk: int) -> HttpResponse:
    """People of the kamer whose name is very like a new one; a POST, so that the name stands in no address."""
    dag = haal_dag(request, slug, pk, request.POST, recht="aanwezig.registreren")
    if not zicht.ziet_bezoekers(request.user, dag.activiteit) or not mag(
        request.user, "deelnemers.inschrijven", dag.kamer
    ):
        return JsonResponse({}, status=403)
    voornaam, achternaam = (request.POST.get(veld, "")[:120] for veld in ("voornaam", "achternaam"))
    ids = aanwezigheid.lijken_op(dag.kamer, voornaam, achternaam) if voornaam.strip() else []
    aanwezig = aanwezigheid.aanwezigen(dag.activiteit, dag.datum)
    return JsonResponse({"mensen": _als_rijen(dag.tegels(dag.mensen().filter(pk__in=ids), aanwezig))})
