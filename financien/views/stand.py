"""Where the money of a year stands, today or in a closed month; what was believed then; and what asks for attention.

Who has ``geld.zien`` for own kamers only sees what belongs to those, and no sums over all kamers: the stand is narrowed
before it is made into tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from financien.boekstand import PROGNOSEREGEL
from financien.geldwaarschuwingen import waarschuwingen
from financien.maanden import gesloten_maanden, laatste_dag, maandnaam
from financien.models import Maandafsluiting
from financien.rekenblad import als_antwoord, geldbestand
from financien.stand import Jaarstand, stand_van, uitkomsten, voor_kamers
from financien.standtabellen import NAAST, TITELS, als_geldtabel, financierstabel, tabellen_van, vergelijking
from financien.zicht import RECHT, ziet_alles

WIJZIGEN = "geld.wijzigen"
NAAST_ELKAAR = "naast"


@dataclass(frozen=True)
class Kijk:
    """What a reader asks to see: of which day, of which kamer ('' all, ``NAAST_ELKAAR``, or its slug)."""

    jaar: int
    per: date
    dagen: tuple[tuple[str, str], ...]
    plek: str
    plekken: tuple[tuple[str, str], ...]
    wat: str
    kamers: tuple[Kamer, ...]
    alles: bool

    @property
    def kamer(self) -> Kamer | None:
        return next((kamer for kamer in self.kamers if kamer.slug == self.plek), None)

    def beperk(self, stand: Jaarstand) -> Jaarstand:
        """The stand as far as was asked for and may be seen."""
        if self.kamer is not None:
            return voor_kamers(stand, {self.kamer.pk})
        return stand if self.alles else voor_kamers(stand, {kamer.pk for kamer in self.kamers})


@require_safe
@vereist(RECHT)
def stand(request: Verzoek, jaar: int) -> HttpResponse:
    """Budget, booked, promised, expected and forecast, with what is short."""
    kijk = _kijk(request, _jaar(jaar))
    gezien = kijk.beperk(stand_van(jaar, kijk.per))
    naast = kijk.wat if kijk.plek == NAAST_ELKAAR else ""
    tabellen = tabellen_van(gezien, naast=naast)
    financiers = financierstabel(gezien) if not naast else None
    alle = (*tabellen, *([financiers] if financiers else []))
    if request.GET.get("uitvoer") == "xlsx" and alle:
        over = [("Stand van", _wanneer(gezien)), ("Kamers", _waar(kijk)), ("Prognose", _regel(gezien))]
        titel = f"Stand van {jaar}"
        inhoud = geldbestand([als_geldtabel(tabel) for tabel in alle], titel=titel, over=over)
        return als_antwoord(inhoud, f"stand {jaar} {gezien.per:%Y-%m-%d}", door=request.user, kamer=kijk.kamer)
    uit = uitkomsten(gezien) if gezien.van("kosten") and gezien.van("financiering") else ()
    return render(
        request,
        "financien/stand/stand.html",
        {
            "jaar": jaar,
            "stand": gezien,
            "kijk": kijk,
            "keuzes_wat": [(naam, TITELS[naam]) for naam in NAAST],
            "tabellen": tabellen,
            "financiers": financiers,
            "uitkomsten": uit,
            "onbeslist": any(u.onbeslist for u in uit),
            "regel": _regel(gezien),
            "wanneer": _wanneer(gezien),
            "waarschuwingen": len(_waarschuwingen(request, jaar)),
            "te_vergelijken": bool(gesloten_maanden(jaar)),
            "uitvoer_adres": f"?{urlencode({**request.GET.dict(), 'uitvoer': 'xlsx'})}",
            "mag_wijzigen": mag(request.user, WIJZIGEN),
            "kruimels": _kruimels(),
        },
    )


@require_safe
@vereist(RECHT)
def vergelijken(request: Verzoek, jaar: int) -> HttpResponse:
    """Two closed months (or a closed month and today) beside each other: what was believed then."""
    kijk = _kijk(request, _jaar(jaar))
    dicht = gesloten_maanden(jaar)
    dagen = dict(kijk.dagen)
    later = request.GET.get("later", "")
    later = later if later in dagen else next(iter(dagen))
    eerst = request.GET.get("eerst", "")
    if eerst not in dagen:
        anders = [dag for dag in dagen if dag != later]
        eerst = anders[0] if anders else later
    tabellen: Sequence[Any] = ()
    if dicht:
        # the earlier one stands first, whatever was chosen where
        paar = [kijk.beperk(stand_van(jaar, date.fromisoformat(dag))) for dag in sorted((eerst, later))]
        tabellen = vergelijking(*paar)
    context = {
        "jaar": jaar,
        "kijk": kijk,
        "dicht": dicht,
        "eerst": min(eerst, later),
        "later": max(eerst, later),
        "tabellen": tabellen,
        "mag_wijzigen": mag(request.user, WIJZIGEN),
        "kruimels": _kruimels(jaar),
    }
    return render(request, "financien/stand/vergelijken.html", context)


@require_safe
@vereist(RECHT)
def let_op(request: Verzoek, jaar: int) -> HttpResponse:
    """What in the money of this year somebody should look at."""
    context = {
        "jaar": _jaar(jaar),
        "waarschuwingen": _waarschuwingen(request, jaar),
        "mag_wijzigen": mag(request.user, WIJZIGEN),
        "kruimels": _kruimels(jaar),
    }
    return render(request, "financien/stand/let_op.html", context)


# --- shared -----------------------------------------------------------------------------------------------------


def _jaar(jaar: int) -> int:
    if not 2000 <= jaar <= 2100:
        raise Http404
    return jaar


def _kruimels(jaar: int | None = None) -> list[tuple[str, str]]:
    hier = [(f"Stand van {jaar}", reverse("financien:stand", args=[jaar]))] if jaar else []
    return [("Geld", reverse("financien:lijst")), *hier]


def _waarschuwingen(request: Verzoek, jaar: int) -> tuple[Any, ...]:
    alles = ziet_alles(request.user)
    eigen = None if alles else set(kamers_met(request.user, RECHT).values_list("pk", flat=True))
    return waarschuwingen(jaar, timezone.localdate(), eigen)


def _kijk(request: Verzoek, jaar: int) -> Kijk:
    """What is asked for in the address; what cannot be shown becomes the first choice."""
    vandaag = timezone.localdate()
    dagen = [(vandaag.isoformat(), "Vandaag")]
    dagen += [(laatste_dag(a.maand).isoformat(), f"Gesloten: {_t_m(a)}") for a in gesloten_maanden(jaar)]
    per = _dag(request.GET.get("per", ""), vandaag) or vandaag
    if per.isoformat() not in dict(dagen):
        dagen.append((per.isoformat(), f"Op {datum(per)}"))
    kamers = tuple(kamers_met(request.user, RECHT))
    alles = ziet_alles(request.user)
    plekken = [("", "Alle kamers samen")] if alles else []
    plekken += [(NAAST_ELKAAR, "Kamers naast elkaar")] if len(kamers) > 1 else []
    plekken += [(kamer.slug, kamer.naam) for kamer in kamers]
    if not alles:
        plekken.sort(key=lambda plek: plek[0] == NAAST_ELKAAR)  # first one kamer: no sum over more than one
    gevraagd = request.GET.get("kamer", "")
    plek = gevraagd if gevraagd in dict(plekken) else (plekken[0][0] if plekken else "")
    wat = request.GET.get("wat", "")
    return Kijk(jaar, per, tuple(dagen), plek, tuple(plekken), wat if wat in NAAST else NAAST[0], kamers, alles)


def _t_m(afsluiting: Maandafsluiting) -> str:
    return f"t/m {maandnaam(afsluiting.maand)}"


def _dag(tekst: str, vandaag: date) -> date | None:
    """A day that is asked for, when there is such a day and it is not in the future."""
    try:
        dag = date.fromisoformat(tekst)
    except ValueError:
        return None
    return dag if date(2000, 1, 1) <= dag <= vandaag else None


def _wanneer(gezien: Jaarstand) -> str:
    if gezien.afsluiting:
        sluiting = datum(gezien.afsluiting.gesloten_op)
        return f"{maandnaam(gezien.afsluiting.maand)}, zoals gesloten op {sluiting}"
    return datum(gezien.per)


def _waar(kijk: Kijk) -> str:
    return dict(kijk.plekken).get(kijk.plek, "")


def _regel(gezien: Jaarstand) -> str:
    if gezien.afsluiting:
        return f"{PROGNOSEREGEL} Dit is zoals het toen was; nog te komen is wat beloofd was en nog werd verwacht."
    return PROGNOSEREGEL
