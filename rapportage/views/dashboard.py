"""Pages of the dashboards. The address is the whole view: ``?jaar=2026&deel=h1&afspraak=3``."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers.afspraken import zichtbare_afspraken
from buurtwerkkamers.models import Afspraak, Indicator, Kamer
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from rapportage.afscherming import kijker_van
from rapportage.cijfers import Getoond
from rapportage.dashboard import achterstand
from rapportage.dashboard.eenindicator import als_grafiek, toon_indicator
from rapportage.dashboard.geheugen import onthoud
from rapportage.dashboard.tijdvak import EERSTE_JAAR, Tijdvak, keuzes, lees_tijdvak
from rapportage.dashboard.vorm import Blad, Grafiekblok
from rapportage.dashboard.vraag import Vraag, Zicht, keuzejaren, van_buiten, zicht_op
from rapportage.dashboard.weergave import sleutel_van, teken, toon_blad

RECHT = "dashboard.zien"
KRUIMEL = [("Dashboard", "/dashboard/")]
MEESTE_KOLOMMEN = 4
MEESTE_KAMERS = 12  # more than this are in the table of kamers, not in a row of links, and have no card each
LANGSTE_ZOEKTEKST = 60
# What the figures of a page are written with, beside the figures themselves.
_IN_DE_INHOUD = ("adres", "zonder_kamer", "van_buiten", "ziet_bewijs")
INHOUD = {"svg": "image/svg+xml", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Weergave:
    """What an address asks for, as far as this reader may see it. ``bezwaren``: what of it could not be given.

    ``jaren``: those to choose from.
    """

    verzoek: Verzoek
    vandaag: date
    jaren: Sequence[int]
    tijdvak: Tijdvak
    zicht: Zicht
    bezwaren: tuple[str, ...]

    @classmethod
    def van(cls, verzoek: Verzoek) -> Weergave:
        """404 for an agreement that this reader may not see."""
        vandaag = timezone.localdate()
        jaren = keuzejaren(verzoek.user, vandaag)
        tijdvak, bezwaren = lees_tijdvak(verzoek.GET, jaren, vandaag)
        gevraagd = _nummer(verzoek.GET.get("afspraak", ""))
        try:
            zicht = zicht_op(verzoek.user, tijdvak.periode, gevraagd)
        except Afspraak.DoesNotExist as fout:
            raise Http404 from fout
        if gevraagd is not None and zicht.afspraak is not None and zicht.afspraak.pk != gevraagd:
            bezwaren = (*bezwaren, f"De afspraak in dit adres geldt niet in deze periode. U ziet nu {zicht.afspraak}.")
        return cls(verzoek, vandaag, jaren, tijdvak, zicht, bezwaren)

    def vraag(self, kamer: Kamer | None) -> Vraag:
        return self.zicht.vraag(kamer, self.tijdvak.periode, self.vandaag)

    def blad(self, kamer: Kamer | None) -> Blad[Getoond]:
        return toon_blad(self.vraag(kamer), self.verzoek.user)

    def kamer(self, slug: str) -> Kamer:
        """The kamer of this name; 404 when it is not one of this reader's."""
        gevonden = next((kamer for kamer in self.zicht.kamers if kamer.slug == slug), None)
        if gevonden is None:
            raise Http404
        return gevonden

    @property
    def looptijd(self) -> Periode | None:
        """The days that the targets hold for."""
        return self.zicht.afspraak.periode if self.zicht.afspraak else None

    def adres(self, **anders: object) -> str:
        """The query string of this view with something else in it; empty values fall away."""
        velden: dict[str, object] = {"jaar": self.tijdvak.jaar, "deel": self.tijdvak.deel}
        if self.zicht.afspraak:
            velden["afspraak"] = self.zicht.afspraak.pk
        return urlencode({naam: waarde for naam, waarde in (velden | anders).items() if waarde not in ("", None)})

    def gegevens(self, gekozen: Kamer | None, /, **houd: str) -> dict[str, Any]:
        """What every page of a dashboard shows around its figures. ``houd``: further choices that stay."""
        pad = self.verzoek.path
        jaren = [
            self._keuze(pad, str(jaar), jaar == self.tijdvak.jaar, jaar=jaar, afspraak="", **houd)
            for jaar in self._jaren()
        ]
        delen = [
            self._keuze(pad, naam.capitalize(), deel == self.tijdvak.deel, deel=deel, **houd)
            for deel, naam in keuzes(self.tijdvak.jaar, self.vandaag)
        ]
        andere_tijd = [("Jaar", jaren), ("Deel", delen)]
        if len(self.zicht.afspraken) > 1:
            versies = [
                self._keuze(pad, _versienaam(a), a == self.zicht.afspraak, afspraak=a.pk, **houd)
                for a in self.zicht.afspraken
            ]
            andere_tijd.append(("Afspraak", versies))
        return {
            "tijdvak": self.tijdvak,
            "afspraak": self.zicht.afspraak,
            "bezwaren": self.bezwaren,
            "tijdkeuzes": andere_tijd,
            "kamerkeuzes": self._kamers(gekozen),
            "adres": self.adres(kamer=gekozen.slug if gekozen else ""),
            "zonder_kamer": self.adres(),
            "van_buiten": van_buiten(self.verzoek.user),
            "alleen_corporatie": self.zicht.alleen_corporatie,
            "ziet_bewijs": mag(self.verzoek.user, "dashboard.bewijs"),
            "gemaakt_op": timezone.now(),
        }

    def _jaren(self) -> Sequence[int]:
        return self.jaren if self.tijdvak.jaar in self.jaren else sorted({*self.jaren, self.tijdvak.jaar}, reverse=True)

    def _keuze(self, pad: str, naam: str, gekozen: bool, **anders: object) -> dict[str, Any]:
        return {"naam": naam, "gekozen": gekozen, "url": f"{pad}?{self.adres(**anders)}"}

    def _kamers(self, gekozen: Kamer | None) -> list[dict[str, Any]]:
        """The pages beside this one: of all kamers together, and of each."""
        if len(self.zicht.kamers) > MEESTE_KAMERS or (len(self.zicht.kamers) < 2 and not self.zicht.stad):
            return []
        paginas = [
            {
                "naam": kamer.label,
                "kamer": kamer,
                "gekozen": kamer == gekozen,
                "url": f"{reverse('dashboard:kamer', args=[kamer.slug])}?{self.adres()}",
            }
            for kamer in self.zicht.kamers
        ]
        if self.zicht.stad:
            stad = f"{reverse('dashboard:start')}?{self.adres()}"
            paginas.insert(0, {"naam": "Alle kamers samen", "kamer": None, "gekozen": gekozen is None, "url": stad})
        return paginas


def _nummer(tekst: str) -> int | None:
    """The id of an agreement; 404 for what can be none."""
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) < 10):
        raise Http404
    return int(tekst)


def _versienaam(afspraak: Afspraak) -> str:
    return str(afspraak) if afspraak.getekend_op else f"{afspraak} (nog niet getekend)"


# --- pages --------------------------------------------------------------------------------------------------------


@require_safe
@vereist(RECHT)
def start(request: Verzoek) -> HttpResponse:
    """All kamers together; a coordinator goes to the own kamer, or chooses one."""
    weergave = Weergave.van(request)
    if weergave.zicht.stad:
        return _dashboard(weergave, None)
    if len(weergave.zicht.kamers) == 1:
        adres = reverse("dashboard:kamer", args=[weergave.zicht.kamers[0].slug])
        vragen = request.GET.urlencode()
        return redirect(f"{adres}?{vragen}" if vragen else adres)
    return render(request, "dashboard/kies.html", {"kamers": weergave.zicht.kamers, "adres": weergave.adres()})


@require_safe
@vereist(RECHT)
def kamer(request: Verzoek, slug: str) -> HttpResponse:
    """One kamer on one page."""
    weergave = Weergave.van(request)
    return _dashboard(weergave, weergave.kamer(slug))


def _dashboard(weergave: Weergave, kamer: Kamer | None) -> HttpResponse:
    vraag, gegevens = weergave.vraag(kamer), weergave.gegevens(kamer)
    context = {
        **gegevens,
        "vraag": vraag,
        "inhoud": _inhoud(weergave, vraag, {naam: gegevens[naam] for naam in _IN_DE_INHOUD}),
        "kruimels": KRUIMEL if kamer and weergave.zicht.stad else None,
    }
    return render(weergave.verzoek, "dashboard/dashboard.html", context)


def _inhoud(weergave: Weergave, vraag: Vraag, rondom: dict[str, Any]) -> str:
    """All figures of a page as they are written: remembered, unless somebody looks for a name in them.

    Whoever sees the same figures at the same address gets the same text, so nothing else may go into it.
    """
    zoek = weergave.verzoek.GET.get("zoek", "").replace("\0", "").strip()[:LANGSTE_ZOEKTEKST]

    def schrijf() -> str:
        figuren = _figuren(weergave.blad(vraag.kamer), weergave.looptijd, zoek)
        zoekvelden = parse_qsl(rondom["zonder_kamer"])
        return render_to_string("dashboard/_blad.html", {**rondom, **figuren, "zoek": zoek, "zoekvelden": zoekvelden})

    if zoek:
        return schrijf()
    return onthoud(
        ("inhoud", kijker_van(weergave.verzoek.user), *sleutel_van(vraag), weergave.looptijd, *rondom.values()), schrijf
    )


def _figuren(blad: Blad[Getoond], looptijd: Periode | None, zoek: str) -> dict[str, Any]:
    alle = achterstand.oordelen(blad, looptijd)
    standen = achterstand.per_kamer(alle, blad.kamers)
    doelen = {o.regel.indicator_id: o for o in alle} if blad.kamer else {}
    return {
        "blad": blad,
        "voorbij": achterstand.is_voorbij(blad.periode, blad.voorlopig, looptijd),
        "kopzin": achterstand.kopzin(blad, standen),
        **_kamerstanden(standen, zoek),
        "groepen": achterstand.groepen(blad, alle),
        "kerncijfers": [(k, doelen.get(k.indicator_id)) for k in blad.kerncijfers],
        "grafieken": {blok.sleutel: (blok, teken(blok)) for blok in blad.grafieken},
        "tabellen": {tabel.sleutel: tabel for tabel in blad.tabellen},
        "uitsplitsingen": [t for t in blad.tabellen if t.sleutel not in ("kamers", "categorieen", "geld")],
    }


def _kamerstanden(standen: Sequence[achterstand.Kamerstand], zoek: str) -> dict[str, Any]:
    """A card for each kamer; of many of them for those most behind, and a table of all to look for a name in."""
    if len(standen) <= MEESTE_KAMERS:
        return {"standen": standen, "kamertabel": None, "kaartenkop": ""}
    op_volgorde = achterstand.meest_achter(standen)
    achter = [s for s in op_volgorde if s.achter]
    gevonden = [s for s in op_volgorde if _vergelijkbaar(zoek) in _vergelijkbaar(f"{s.kamer.naam} {s.kamer.label}")]
    return {
        "standen": achter[:MEESTE_KAMERS],
        "kaartenkop": _kaartenkop(achter),
        "kamertabel": gevonden,
        "alle_kamers": len(standen),
    }


def _kaartenkop(achter: Sequence[achterstand.Kamerstand]) -> str:
    """How many kamers have a card: those with a target behind, or (of a period that is over) not achieved."""
    voorbij = any(oordeel.voorbij for stand in achter for oordeel in stand.achter)
    aantal = min(len(achter), MEESTE_KAMERS)
    if aantal < 2:
        een = "Een kamer heeft niet alles behaald" if voorbij else "Een kamer loopt achter"
        return een if aantal else ""
    if len(achter) <= MEESTE_KAMERS:
        return f"De {aantal} kamers die {'niet alles behaalden' if voorbij else 'achterlopen'}"
    return f"De {aantal} kamers {'met de meeste doelen niet behaald' if voorbij else 'die het meest achterlopen'}"


def _vergelijkbaar(tekst: str) -> str:
    """Without capitals and accents."""
    ontleed = unicodedata.normalize("NFKD", tekst.casefold())
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


@require_safe
@vereist(RECHT)
def indicatoren(request: Verzoek) -> HttpResponse:
    """Every line of the agreement against its targets; one click shows only what is behind, or ahead, or one kamer."""
    weergave = Weergave.van(request)
    gekozen = weergave.kamer(request.GET["kamer"]) if request.GET.get("kamer") else _enige_kamer(weergave.zicht)
    stand = request.GET.get("stand", "")
    stand = stand if stand in achterstand.KEUZES else ""
    blad = weergave.blad(gekozen)
    alle = achterstand.oordelen(blad, weergave.looptijd)
    houd = {"kamer": gekozen.slug if gekozen else "", "stand": stand}
    standen = achterstand.per_kamer(alle, blad.kamers)
    getoond = [o for o in alle if not stand or o.stand.stand == stand]
    if stand == "achter":
        getoond.sort(key=lambda o: -o.tekort)
    context = {
        **weergave.gegevens(gekozen, **houd),
        "blad": blad,
        "kamer": gekozen,
        "stand": stand,
        "filters": _filters(weergave, alle, houd),
        "kamerfilters": _kamerfilters(weergave, houd),
        "groepen": achterstand.groepen(blad, getoond),
        "iets": bool(getoond),
        "meer_kamers": len(blad.kamers) > 1,
        "als_matrix": not stand and 1 < len(blad.kamers) <= MEESTE_KOLOMMEN,
        "kopzin": achterstand.kopzin(blad, standen),
        "kruimels": KRUIMEL,
    }
    return render(request, "dashboard/indicatoren.html", context)


def _enige_kamer(zicht: Zicht) -> Kamer | None:
    """Who has one kamer, and no page of all of them together, sees that one, also here."""
    return None if zicht.stad or len(zicht.kamers) != 1 else zicht.kamers[0]


def _filters(
    weergave: Weergave, alle: Sequence[achterstand.Oordeel], houd: dict[str, str]
) -> list[tuple[str, int, bool, str]]:
    """Name, number, chosen and address of what one can ask for with one click."""
    pad = weergave.verzoek.path
    keuzes = [("", "Alles", len(alle))]
    keuzes += [(s, naam, sum(o.stand.stand == s for o in alle)) for s, naam in achterstand.KEUZES.items()]
    return [
        (naam, aantal, stand == houd["stand"], f"{pad}?{weergave.adres(**houd | {'stand': stand})}")
        for stand, naam, aantal in keuzes
    ]


def _kamerfilters(weergave: Weergave, houd: dict[str, str]) -> list[tuple[str, Kamer | None, bool, str]]:
    """The kamers to choose from, and all of them that this reader has."""
    if not 1 < len(weergave.zicht.kamers) <= MEESTE_KAMERS:
        return []
    pad = weergave.verzoek.path
    samen = "Alle kamers" if weergave.zicht.stad else "Uw kamers"
    keuzes: list[tuple[str, Kamer | None]] = [(samen, None), *((k.label, k) for k in weergave.zicht.kamers)]
    return [
        (
            naam, kamer, (kamer.slug if kamer else "") == houd["kamer"],
            f"{pad}?{weergave.adres(**houd | {'kamer': kamer.slug if kamer else ''})}",
        )
        for naam, kamer in keuzes
    ]  # fmt: skip


@require_safe
@vereist(RECHT)
def indicator(request: Verzoek, pk: int) -> HttpResponse:
    """One line of the agreement: how it counts, where each kamer stands, and earlier years."""
    weergave = Weergave.van(request)
    rij = _indicator(weergave, pk)
    if weergave.zicht.afspraak is None or rij.afspraak_id != weergave.zicht.afspraak.pk:
        return redirect(_in_deze_afspraak(weergave, rij))
    vraag = weergave.vraag(_enige_kamer(weergave.zicht))
    gekozen = toon_indicator(vraag, rij, request.user)
    if gekozen is None:
        raise Http404
    voorbij = achterstand.is_voorbij(vraag.periode, vraag.voorlopig, weergave.looptijd)
    oordelen = [achterstand.Oordeel(gekozen.regel, s, voorbij, vraag.voorlopig) for s in gekozen.regel.standen]
    blok = als_grafiek(gekozen.regel)
    context = {
        **weergave.gegevens(None),
        "indicator": gekozen,
        "oordelen": oordelen,
        "voorlopig": vraag.voorlopig,
        "grafieken": [(b, teken(b)) for b in (blok, gekozen.jaren) if b],
        "kruimels": [*KRUIMEL, ("Indicatoren", f"{reverse('dashboard:indicatoren')}?{weergave.adres()}")],
    }
    return render(request, "dashboard/indicator.html", context)


def _indicator(weergave: Weergave, pk: int) -> Indicator:
    """A line of any agreement in sight; 404 for another."""
    rijen = Indicator.objects.filter(afspraak__in=zichtbare_afspraken(weergave.verzoek.user)).select_related("afspraak")
    return get_object_or_404(rijen, pk=pk)


def _in_deze_afspraak(weergave: Weergave, rij: Indicator) -> str:
    """The address of the same line in the agreement of this view; where that has none, the view of its own year."""
    zelfde = Indicator.objects.filter(afspraak=weergave.zicht.afspraak, naam=rij.naam).first()
    if zelfde is not None:
        return f"{reverse('dashboard:indicator', args=[zelfde.pk])}?{weergave.adres()}"
    if rij.afspraak.van is None or rij.afspraak.van > weergave.vandaag:
        raise Http404
    jaar = min(rij.afspraak.tm or weergave.vandaag, weergave.vandaag).year
    if jaar < EERSTE_JAAR:
        raise Http404
    adres = {"jaar": jaar, "afspraak": rij.afspraak_id}
    return f"{reverse('dashboard:indicator', args=[rij.pk])}?{urlencode(adres)}"


@require_safe
@vereist(RECHT)
def grafiek(request: Verzoek, sleutel: str, soort: str) -> HttpResponse:
    """A chart of a view as a drawing or as a spreadsheet, made of the figures that the page shows."""
    weergave = Weergave.van(request)
    blok = _blok(weergave, sleutel)
    if blok is None:
        raise Http404
    from rapportage.dashboard.tekenen import svg_bestand, xlsx_bestand

    maak = svg_bestand if soort == "svg" else xlsx_bestand
    antwoord = HttpResponse(maak(blok), content_type=INHOUD[soort])
    naam = f"{sleutel}-{weergave.tijdvak.jaar}-{weergave.tijdvak.deel}.{soort}"
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


def _blok(weergave: Weergave, sleutel: str) -> Grafiekblok[Getoond] | None:
    slug = weergave.verzoek.GET.get("kamer", "")
    kamer = weergave.kamer(slug) if slug else _enige_kamer(weergave.zicht)
    soort, _, pk = sleutel.rpartition("-")
    if soort in ("indicator", "indicator-jaren") and pk.isascii() and pk.isdigit() and len(pk) < 10:
        rij = Indicator.objects.filter(afspraak=weergave.zicht.afspraak, pk=int(pk)).first()
        gekozen = toon_indicator(weergave.vraag(kamer), rij, weergave.verzoek.user) if rij else None
        if gekozen is None:
            return None
        return als_grafiek(gekozen.regel) if soort == "indicator" else gekozen.jaren
    return next((blok for blok in weergave.blad(kamer).grafieken if blok.sleutel == sleutel), None)
