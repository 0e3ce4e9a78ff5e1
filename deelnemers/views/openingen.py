"""How the kamer is open: a month at a time, a form for a day or a stretch of days, and the pages of one day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers.formulieren import EERSTE_DAG, LAATSTE_DAG
from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import MAANDEN, Periode
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.forms.verder import OpeningForm, OpeningWijzigForm, Regelform
from deelnemers.models import Opening
from deelnemers.openingskalender import DAGEN, dagen_van, nog_niet_ingevuld
from deelnemers.registratie.openingen import zet_openingen
from deelnemers.tellingen import REGELS, tel_dagen_open
from deelnemers.vastgelegd import WIJZIGEN, ZIEN
from deelnemers.views.vastleggen import START, Boek, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    assert isinstance(form, OpeningForm)  # noqa: S101 - the form of this book
    gegevens = form.waarden
    dagen = form.gekozen_dagen
    if len(dagen) > 1 and not form.cleaned_data["vervang"]:
        dagen = nog_niet_ingevuld(gegevens["kamer"], dagen)
    aantal = zet_openingen(
        kamer=gegevens["kamer"],
        dagen=dagen,
        stand=gegevens["stand"],
        hoogstens=gegevens["hoogstens"],
        toelichting=gegevens["toelichting"],
        door=request.user,
    )
    stonden_er_al = len(form.gekozen_dagen) - aantal
    ingevuld = f"{_dagen(aantal)} ingevuld: {Opening.Stand(gegevens['stand']).label}."
    return f"{ingevuld} {_dagen(stonden_er_al)} niet veranderd, want daar stond al iets." if stonden_er_al else ingevuld


def _dagen(aantal: int) -> str:
    return "1 dag is" if aantal == 1 else f"{getal(aantal)} dagen zijn"


def _begin(request: Verzoek) -> dict[str, Any]:
    """The day, the stretch and the kamer that the calendar leads from."""
    begin: dict[str, Any] = {naam: dag for naam in ("van", "tm") if (dag := _dag(request.GET.get(naam, "")))}
    kamer = kamers_met(request.user, WIJZIGEN).filter(slug=request.GET.get("kamer", "").replace("\0", "")).first()
    return begin | ({"kamer": kamer.pk} if kamer else {})


def _dag(tekst: str) -> date | None:
    try:
        dag = date.fromisoformat(tekst)
    except ValueError:
        return None
    return dag if EERSTE_DAG <= dag <= LAATSTE_DAG else None


BOEK = Boek(
    ruimte="openingen",
    model=Opening,
    titel="Open of dicht",
    ding="wat er voor deze dag staat",
    nieuw_titel="Dagen invullen",
    nieuw_intro="Kies één dag, of meer dagen tegelijk.",
    form=OpeningForm,
    wijzigform=OpeningWijzigForm,
    schrijf=_schrijf,
    velden=("kamer", "datum", "stand", "hoogstens", "toelichting"),
    begin=_begin,
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


@vereist(ZIEN)
@require_safe
def lijst(request: Verzoek) -> HttpResponse:
    """A month of one kamer, day by day; ``?kamer=<slug>&maand=2026-03``."""
    kamers = list(kamers_met(request.user, ZIEN))
    gevraagd = request.GET.get("kamer", "")
    kamer = next((k for k in kamers if k.slug == gevraagd), kamers[0] if kamers else None)
    maand = _maand(request.GET.get("maand", ""))
    context: dict[str, Any] = {
        "kamers": kamers if len(kamers) > 1 else [],
        "kamer": kamer,
        "maand": maand,
        "maandnaam": f"{MAANDEN[maand.van.month - 1]} {maand.van.year}",
        "kruimels": [START],
        "weekdagen": DAGEN,
    }
    if kamer:
        context |= _van_kamer(request, kamer, maand)
    return render(request, "vastleggen/openingen.html", context)


def _van_kamer(request: Verzoek, kamer: Kamer, maand: Periode) -> dict[str, Any]:
    dagen = dagen_van(kamer, maand)
    geteld = tel_dagen_open([kamer], maand)
    return {
        "dagen": dagen,
        "vandaag": timezone.localdate(),
        "ingevuld": any(dag.opening for dag in dagen),
        "geteld": [(stand.label, geteld[stand][kamer.pk]) for stand in Opening.Stand],
        "regel": REGELS["dagen_open"],
        "mag_wijzigen": mag(request.user, WIJZIGEN, kamer),
        "vorige": _buur(maand, -1),
        "volgende": _buur(maand, 1),
    }


def _maand(tekst: str) -> Periode:
    """The month of ``2026-03``; this month when that is none, or far away."""
    vandaag = timezone.localdate()
    if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", tekst, re.ASCII):
        return Periode.maand(int(tekst[:4]), int(tekst[5:]))
    return Periode.maand(vandaag.year, vandaag.month)


def _buur(maand: Periode, stap: int) -> str:
    """The month before or after, as in the address; '' at the end of what can be filled in."""
    nummer = maand.van.year * 12 + maand.van.month - 1 + stap
    jaar, plek = divmod(nummer, 12)
    return f"{jaar}-{plek + 1:02}" if EERSTE_DAG.year <= jaar <= LAATSTE_DAG.year else ""
