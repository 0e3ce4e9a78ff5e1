"""Pages on which the answers of a report are written, and what their script asks while somebody types."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import haal_kamer, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from rapportage.antwoorden import AntwoordVeranderd, beantwoord, bewaar_klad, gooi_klad_weg
from rapportage.forms import GROOTSTE_VERSIE, AntwoordForm
from rapportage.lichtetekst import MAX_TEKENS, als_html, woorden
from rapportage.models import Antwoord, Onderdeel, Rapport
from rapportage.nakijken import kijk_na
from rapportage.opmerkingstand import gesprek_over
from rapportage.samenstelling.verwijzingen import Verwijsbaar, antwoordstof, vul_in
from rapportage.schrijfplek import antwoorden_op, eerdere_antwoorden, eigen_kladjes, schrijven_nu, vragen_van
from rapportage.tekstverschil import Stuk, rustig, verschil, voeg_samen
from rapportage.views.rapporten import haal_rapport

ANDERE_GEBRUIKER = "Er is nu iemand anders ingelogd. Log in als uzelf en laad de bladzijde opnieuw."


@dataclass(frozen=True)
class Plek:
    """Where somebody writes: a report, and a kamer or (None) all of them together."""

    rapport: Rapport
    kamer: Kamer | None

    def adres(self, naam: str = "") -> str:
        """The address of this place, or of a part of it ('klad', 'voorbeeld')."""
        basis = "rapporten:antwoorden" if self.kamer else "rapporten:antwoorden_samen"
        waar = [self.rapport.kenmerk, self.kamer.slug] if self.kamer else [self.rapport.kenmerk]
        return reverse(f"{basis}_{naam}" if naam else basis, args=waar)

    def vraag(self, pk: Any) -> Onderdeel:
        """The question with this id at this place, or 404."""
        for onderdeel in vragen_van(self.rapport, self.kamer):
            if str(onderdeel.pk) == str(pk):
                return onderdeel
        raise Http404


def _plek(request: HttpRequest, kenmerk: str, slug: str | None) -> Plek:
    """The place at this address, or 404 when this user does not write there."""
    rij = haal_rapport(request.user, kenmerk)
    if slug is None:
        return Plek(rij, None)
    kamer = haal_kamer(request.user, "rapporten.antwoorden", slug)
    if kamer not in rij.kamers.all():
        raise Http404
    return Plek(rij, kamer)


# --- the page ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@vereist("rapporten.antwoorden")
def antwoorden(request: HttpRequest, kenmerk: str, kamer: str) -> HttpResponse:
    """The questions that are answered for one kamer, by its coordinator."""
    return _schrijfpagina(request, _plek(request, kenmerk, kamer))


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def antwoorden_samen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """The questions that are answered once, for all kamers together, by the cooperative."""
    return _schrijfpagina(request, _plek(request, kenmerk, None))


def _schrijfpagina(request: HttpRequest, plek: Plek) -> HttpResponse:
    """The questions with their answers; by POST stored, or each text that somebody else overtook to choose from.

    The script of the page posts one question at a time and asks for JSON.
    """
    if request.method != "POST":
        return _toon(request, plek, _formulieren(plek, request.user, None))
    als_json = request.headers.get("Accept") == "application/json"
    if als_json and request.POST.get("wie") != str(request.user.pk):
        return JsonResponse({"fout": ANDERE_GEBRUIKER, "ander": True}, status=409)
    formulieren = _formulieren(plek, request.user, _gekozen(plek, request.POST, request.user))
    gevuld = [form for form in formulieren if form.is_bound]
    if als_json:
        return _bewaar_een(plek, gevuld, request.user)
    if not all(form.is_valid() for form in gevuld):
        return _toon(request, plek, formulieren)
    botsingen, geweigerd = _bewaar(plek, gevuld, request.user)
    if geweigerd:
        # The text stays on the page, and with its writer: it could not be stored, and must not be lost.
        return _toon(request, plek, formulieren, fout=geweigerd, status=409)
    if botsingen:
        context = _context(plek) | {"botsingen": botsingen}
        return render(request, "rapportage/rapport/botsing.html", context, status=409)
    if gevuld:
        messages.success(request, "Uw antwoorden zijn opgeslagen.")
    return redirect(plek.adres())


def _context(plek: Plek) -> dict[str, Any]:
    rapport = plek.rapport
    return {
        "rapport": rapport,
        "kamer": plek.kamer,
        "kruimels": [("Rapporten", reverse("rapporten:lijst")), (rapport.titel, rapport.get_absolute_url())],
    }


def _toon(
    request: HttpRequest, plek: Plek, formulieren: list[AntwoordForm], *, fout: str = "", status: int = 200
) -> HttpResponse:
    vragen = [form.onderdeel for form in formulieren]
    eerder = eerdere_antwoorden(plek.rapport, plek.kamer, vragen)
    nu = schrijven_nu(plek.rapport, plek.kamer, behalve=request.user)
    context = _context(plek) | {
        "formulieren": formulieren,
        "vragen": [(form, eerder.get(form.onderdeel.pk), nu.get(form.onderdeel.pk, [])) for form in formulieren],
        "fout": fout,
        "klad_adres": plek.adres("klad"),
        "voorbeeld_adres": plek.adres("voorbeeld"),
        "cijfers": antwoordstof(plek.rapport, plek.kamer) if formulieren and plek.rapport.is_concept else (),
        "max_tekens": MAX_TEKENS,
        "gesprek": None if plek.rapport.is_af else gesprek_over(plek.rapport, request.user, plek.kamer),
    }
    return render(request, "rapportage/rapport/antwoorden.html", context, status=status)


def _formulieren(plek: Plek, gebruiker: Gebruiker, gegevens: Any) -> list[AntwoordForm]:
    """A form per question; filled for those that were posted (the page of conflicts posts only some)."""
    bestaand = antwoorden_op(plek.rapport, plek.kamer)
    # Once nothing can be written any more the field holds what is stored; the draft stands above it.
    kladjes = eigen_kladjes(plek.rapport, plek.kamer, gebruiker, bestaand)
    formulieren = []
    for vraag in vragen_van(plek.rapport, plek.kamer):
        gepost = gegevens is not None and f"vraag-{vraag.pk}-versie" in gegevens
        formulieren.append(
            AntwoordForm(
                gegevens if gepost else None,
                onderdeel=vraag,
                antwoord=bestaand.get(vraag.pk),
                klad=kladjes.get(vraag.pk),
                in_veld=plek.rapport.is_concept,
            )
        )
    return formulieren


# --- storing ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Botsing:
    """Two texts for one answer: what is stored now, what this user wrote, and a form that holds them both."""

    form: AntwoordForm
    huidig: Antwoord
    tekst: str
    keuze: str

    @property
    def stukken(self) -> tuple[Stuk, ...]:
        return rustig(verschil(self.huidig.tekst, self.tekst))


def _gekozen(plek: Plek, gepost: QueryDict, door: Gebruiker) -> QueryDict:
    """What was posted, with the choice on the page of conflicts carried out: my text, the stored one, or the field."""
    gegevens = gepost.copy()
    for vraag in vragen_van(plek.rapport, plek.kamer):
        veld = f"vraag-{vraag.pk}"
        welke = gepost.get(f"{veld}-welke")
        if welke == "mijn":
            gegevens[f"{veld}-tekst"] = gepost.get(f"{veld}-mijn", "")
            gegevens[f"{veld}-keuze"] = gepost.get(f"{veld}-mijn_keuze", "")
        elif welke == "opgeslagen":
            gegevens.pop(f"{veld}-versie", None)
            gooi_klad_weg(rapport=plek.rapport, onderdeel=vraag, kamer=plek.kamer, door=door)
    return gegevens


def _bewaar(plek: Plek, formulieren: list[AntwoordForm], door: Gebruiker) -> tuple[list[Botsing], str]:
    """Store every answer that nobody else changed; give back the others, and why nothing can be stored at all.

    What is not stored as an answer is kept as a draft of its writer.
    """
    botsingen: list[Botsing] = []
    geweigerd = ""
    for form in formulieren:
        try:
            _beantwoord(plek, form, door)
        except AntwoordVeranderd as botsing:
            _bewaar_klad(plek, form, door)
            botsingen.append(_botsing(form, botsing.huidig))
        except Geweigerd as fout:
            _bewaar_klad(plek, form, door)
            geweigerd = str(fout)
    return botsingen, geweigerd


def _beantwoord(plek: Plek, form: AntwoordForm, door: Gebruiker) -> Antwoord | None:
    """Store what a valid form holds; an answer that was never given stays away when the form is empty."""
    if form.antwoord is None and not (form.cleaned_data["tekst"] or form.keuze):
        gooi_klad_weg(rapport=plek.rapport, onderdeel=form.onderdeel, kamer=plek.kamer, door=door)
        return None
    return beantwoord(
        rapport=plek.rapport,
        onderdeel=form.onderdeel,
        kamer=plek.kamer,
        tekst=form.cleaned_data["tekst"],
        keuze=form.keuze,
        versie=form.cleaned_data["versie"],
        door=door,
    )


def _bewaar_klad(plek: Plek, form: AntwoordForm, door: Gebruiker) -> None:
    bewaar_klad(
        rapport=plek.rapport,
        onderdeel=form.onderdeel,
        kamer=plek.kamer,
        tekst=form.cleaned_data["tekst"],
        keuze=form.keuze,
        versie=form.cleaned_data["versie"],
        door=door,
    )


def _botsing(form: AntwoordForm, huidig: Antwoord) -> Botsing:
    """My text beside the stored one, and both in one field, to be written over the version that is stored."""
    tekst, keuze = form.cleaned_data["tekst"], form.keuze
    gegevens = {
        form.add_prefix("tekst"): voeg_samen(huidig.tekst, tekst),
        form.add_prefix("keuze"): keuze,
        form.add_prefix("versie"): str(huidig.versie),
    }
    return Botsing(AntwoordForm(gegevens, onderdeel=form.onderdeel, antwoord=huidig), huidig, tekst, keuze)


def _bewaar_een(plek: Plek, formulieren: list[AntwoordForm], door: Gebruiker) -> JsonResponse:
    """One answer, stored for the script of the page; it says what became of it.

    422: not right as it is; 409: refused, or somebody was first (``botsing``: what is stored now).
    """
    if len(formulieren) != 1:
        return JsonResponse({"fout": "Stuur één antwoord."}, status=422)
    (form,) = formulieren
    if not form.is_valid():
        return JsonResponse({"fout": " ".join(str(m) for lijst in form.errors.values() for m in lijst)}, status=422)
    try:
        antwoord = _beantwoord(plek, form, door)
    except AntwoordVeranderd as botsing:
        return JsonResponse({"botsing": _stand(botsing.huidig, met_tekst=True)}, status=409)
    except Geweigerd as fout:
        return JsonResponse({"fout": str(fout)}, status=409)
    return JsonResponse({"opgeslagen": True, "versie": antwoord.versie if antwoord else 0, "om": _nu()})


def _stand(antwoord: Antwoord, *, met_tekst: bool) -> dict[str, Any]:
    stand: dict[str, Any] = {"versie": antwoord.versie, "door": antwoord.geschreven_door.naam}
    return stand | ({"tekst": antwoord.tekst, "keuze": antwoord.keuze} if met_tekst else {})


def _nu() -> str:
    return f"{timezone.localtime():%H:%M}"


# --- drafts -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@vereist("rapporten.antwoorden")
def klad(request: HttpRequest, kenmerk: str, kamer: str) -> HttpResponse:
    """What is typed at a kamer's questions; see ``_klad``."""
    return _klad(request, _plek(request, kenmerk, kamer))


@require_http_methods(["GET", "POST"])
@vereist("rapporten.beheren")
def klad_samen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """What is typed at the questions that are answered once; see ``_klad``."""
    return _klad(request, _plek(request, kenmerk, None))


def _klad(request: HttpRequest, plek: Plek) -> HttpResponse:
    """GET: who writes here now, and what is stored. POST with JSON: keep my draft; with ``weg``: throw it away."""
    if request.method == "GET":
        return JsonResponse(_wie_en_wat(request, plek))
    if request.content_type == "application/json":
        return _bewaar_getypt(request, plek)
    if "weg" not in request.POST:
        return JsonResponse({"fout": "Er is niets gestuurd."}, status=422)
    gooi_klad_weg(rapport=plek.rapport, onderdeel=plek.vraag(request.POST["weg"]), kamer=plek.kamer, door=request.user)
    messages.success(request, "Uw tekst die nog niet was opgeslagen, is weg.")
    return redirect(plek.adres())


def _wie_en_wat(request: HttpRequest, plek: Plek) -> dict[str, Any]:
    """Per question who writes now and what is stored; its text when the page has another version (``?<id>=<versie>``).

    With the key that a POST needs: who logged in again in another tab has another one.
    """
    namen = schrijven_nu(plek.rapport, plek.kamer, behalve=request.user)
    antwoorden = antwoorden_op(plek.rapport, plek.kamer)
    vragen = {}
    for vraag in vragen_van(plek.rapport, plek.kamer):
        antwoord = antwoorden.get(vraag.pk)
        bekend = request.GET.get(str(vraag.pk), "0")
        stand = _stand(antwoord, met_tekst=bekend != str(antwoord.versie)) if antwoord else {"versie": 0}
        vragen[str(vraag.pk)] = stand | {"schrijven_nu": namen.get(vraag.pk, [])}
    return {"csrf": get_token(request), "wie": request.user.pk, "vragen": vragen}


def _bewaar_getypt(request: HttpRequest, plek: Plek) -> JsonResponse:
    """Keep what the script sends: ``{wie, vraag, tekst, keuze, versie}``. 422 when it is not that."""
    try:
        gestuurd = json.loads(request.body)
        tekst, keuze, versie = gestuurd["tekst"], gestuurd.get("keuze", ""), gestuurd.get("versie", 0)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"fout": "Dit is geen tekst van een antwoord."}, status=422)
    goed = isinstance(tekst, str) and isinstance(keuze, str) and type(versie) is int and 0 <= versie <= GROOTSTE_VERSIE
    if not goed:
        return JsonResponse({"fout": "Dit is geen tekst van een antwoord."}, status=422)
    if gestuurd.get("wie") != request.user.pk:
        return JsonResponse({"fout": ANDERE_GEBRUIKER, "ander": True}, status=409)
    vraag = plek.vraag(gestuurd.get("vraag"))
    try:
        nu = bewaar_klad(
            rapport=plek.rapport,
            onderdeel=vraag,
            kamer=plek.kamer,
            tekst=_schrijfbaar(tekst),
            keuze=keuze,
            versie=versie,
            door=request.user,
        )
    except ValidationError as fout:
        return JsonResponse({"fout": " ".join(fout.messages)}, status=422)
    namen = schrijven_nu(plek.rapport, plek.kamer, behalve=request.user)
    return JsonResponse({"bewaard": True, "om": _nu(), "versie": nu, "schrijven_nu": namen.get(vraag.pk, [])})


def _schrijfbaar(tekst: str) -> str:
    """Without what no database can hold: NUL, and half a character."""
    return tekst.replace("\0", "").encode("utf-8", "replace").decode()


# --- the preview ------------------------------------------------------------------------------------------------


@require_POST
@vereist("rapporten.antwoorden")
def voorbeeld(request: HttpRequest, kenmerk: str, kamer: str) -> HttpResponse:
    """How a text of this kamer will look in the report, as a part of the page."""
    return _voorbeeld(request, _plek(request, kenmerk, kamer))


@require_POST
@vereist("rapporten.beheren")
def voorbeeld_samen(request: HttpRequest, kenmerk: str) -> HttpResponse:
    """How a text that is written once will look in the report, as a part of the page."""
    return _voorbeeld(request, _plek(request, kenmerk, None))


def _voorbeeld(request: HttpRequest, plek: Plek) -> HttpResponse:
    tekst = request.POST.get("tekst", "").replace("\0", "")[:MAX_TEKENS]
    cijfers: tuple[Verwijsbaar, ...] = antwoordstof(plek.rapport, plek.kamer) if tekst.strip() else ()
    ingevuld = vul_in(tekst, cijfers)
    kent_mensen = mag(request.user, "deelnemers.zien", plek.kamer)
    context = {
        "html": als_html(ingevuld.tekst),
        "bevindingen": [
            bevinding
            for bevinding in kijk_na(tekst, kamer=plek.kamer, cijfers=cijfers)
            if kent_mensen or not bevinding.over_iemand
        ],
        "woorden": woorden(ingevuld.tekst),
    }
    return render(request, "rapportage/rapport/_voorbeeld.html", context)
