"""Volunteers' hours: a week at a time, the list, the groups, whose account is whose, and one's own hours."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from buurtwerkkamers.formulieren import EERSTE_DAG
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.uren import InzetFilter
from deelnemers.forms.uren import AccountForm, EigenRegelForm, GroepForm, RegelForm
from deelnemers.forms.velden import deelnemer_uit_adres, te_kiezen
from deelnemers.models import Deelnemer, Inzet, Vrijwilligersgroep
from deelnemers.registratie import uren as registratie
from deelnemers.samengevoegd import wortel, wortels
from deelnemers.tables.uren import GroepTabel, InzetTabel
from deelnemers.tellingen import REGELS
from deelnemers.urenweek import Rijsleutel, Urenweek, maandag_van, urenweek
from deelnemers.views.urenrooster import Ingevuld, rooster

ZIEN, WIJZIGEN, EIGEN = "uren.zien", "uren.wijzigen", "uren.eigen"
WEEK = ("Uren", "/uren/")


# --- the week -------------------------------------------------------------------------------------------------


def _kies_kamer(kamers: QuerySet[Kamer], slug: str) -> tuple[list[Kamer], Kamer]:
    """All kamers to choose from, and the one of the address (the first when it names none). 404 for another one."""
    lijst = list(kamers)
    gekozen = next((kamer for kamer in lijst if kamer.slug == slug), None)
    if not lijst or (slug and not gekozen):
        raise Http404
    return lijst, gekozen or lijst[0]


def _maandag(tekst: str) -> date:
    """The Monday of the week of this day; an odd day is this week."""
    vandaag = timezone.localdate()
    dag = vandaag
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", tekst, re.ASCII):
        try:
            dag = date.fromisoformat(tekst)
        except ValueError:
            dag = vandaag
    return maandag_van(dag if EERSTE_DAG < dag <= vandaag + timedelta(days=370) else vandaag)


def _adres(naam: str, kamer: Kamer, maandag: date) -> str:
    return f"{reverse(naam)}?{urlencode({'kamer': kamer.slug, 'dag': maandag.isoformat()})}"


@vereist("deelnemers.zien")
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: Verzoek) -> HttpResponse:
    """The hours of all volunteers of a kamer in one week, to fill in and to read."""
    kamers = kamers_met(request.user, ZIEN).filter(pk__in=kamers_met(request.user, "deelnemers.zien"))
    lijst, kamer = _kies_kamer(kamers, request.GET.get("kamer", ""))
    maandag = _maandag(request.GET.get("dag", ""))
    mag_wijzigen = mag(request.user, WIJZIGEN, kamer)
    if request.method == "POST" and not mag_wijzigen:
        raise Http404
    ingevuld = Ingevuld.uit(request.POST)
    erbij = set(ingevuld.gezien)
    begin = deelnemer_uit_adres(request, WIJZIGEN) if mag_wijzigen else None
    regel = RegelForm(
        request.POST if request.POST.get("actie") == "erbij" else None,
        gebruiker=request.user,
        kamer=kamer,
    )
    if regel.is_valid():
        gegevens = regel.cleaned_data
        groep = gegevens["groep"].pk if gegevens["groep"] else None
        erbij.add(Rijsleutel(gegevens["wie"].pk, groep, gegevens["soort"]))
    _controleer(request, kamer, erbij)
    deze = urenweek(kamer, maandag, erbij=erbij, ook=[begin.pk] if begin else [])
    meer = {"regel": regel, "kamers": lijst, "mag_wijzigen": mag_wijzigen}
    return _verwerk(request, deze, ingevuld, "uren:week", meer)


def _controleer(request: Verzoek, kamer: Kamer, sleutels: Collection[Rijsleutel]) -> None:
    """404 when somebody posts a person or a group that is not of this kamer or user."""
    groepen = {sleutel.groep_id for sleutel in sleutels if sleutel.groep_id}
    if Vrijwilligersgroep.objects.filter(kamer=kamer, pk__in=groepen).count() < len(groepen):
        raise Http404
    van_kaart = wortels()
    mensen = {van_kaart.get(sleutel.deelnemer_id, sleutel.deelnemer_id) for sleutel in sleutels}
    kaarten = mensen | {kaart for kaart, naar in van_kaart.items() if naar in mensen}
    met_uren = Inzet.objects.filter(kamer=kamer, deelnemer__in=kaarten).values_list("deelnemer_id", flat=True)
    onbekend = mensen - {van_kaart.get(wie, wie) for wie in met_uren}
    if te_kiezen(request.user, WIJZIGEN).filter(pk__in=onbekend).count() < len(onbekend):
        raise Http404


def _verwerk(
    request: Verzoek,
    deze: Urenweek,
    ingevuld: Ingevuld,
    naam: str,
    meer: dict[str, Any],
    *,
    alleen: Deelnemer | None = None,
) -> HttpResponse:
    """Store what was changed, or show the week again: with a row more, last week filled in, or what is wrong."""
    actie, status = request.POST.get("actie", ""), 200
    if request.method == "POST" and actie == "vorige":
        aantal = ingevuld.neem_over(deze)
        if aantal:
            wat = "1 vakje is" if aantal == 1 else f"{aantal} vakjes zijn"
            messages.info(request, f"{wat} ingevuld zoals vorige week. Kijk dat na en kies dan Opslaan.")
        else:
            messages.info(request, "Er is niets over te nemen: vorige week is leeg, of alles is al ingevuld.")
    elif request.method == "POST" and actie != "erbij":
        cellen = ingevuld.cellen(deze)
        if ingevuld.fouten:
            status = 422
        else:
            try:
                uitkomst = registratie.zet_uren(cellen, door=request.user)
            except Geweigerd as fout:
                messages.error(request, f"Er is niets opgeslagen. {fout}")
                status = 422
            else:
                if not uitkomst.botsingen:
                    messages.success(request, _opgeslagen(uitkomst))
                    return redirect(f"{_adres(naam, deze.kamer, deze.maandag)}&op={_dag(request)}")
                ingevuld.bots(deze, uitkomst.botsingen)
                deze = urenweek(deze.kamer, deze.maandag, erbij={rij.sleutel for rij in deze.rijen}, alleen=alleen)
                status = 409
    if meer.get("regel") is not None and meer["regel"].errors:
        status = 422
    context = _context(deze, ingevuld, naam, meer, eigen=alleen is not None)
    if (gekozen := _dag(request)) != "":
        context["gekozen_dag"] = int(gekozen)
    return render(request, "uren/week.html", context, status=status)


def _dag(request: Verzoek) -> str:
    """Which day a narrow screen shows (0 is Monday), or nothing."""
    gekozen = request.POST.get("op") or request.GET.get("op", "")
    return gekozen if gekozen in set("0123456") else ""


def _opgeslagen(uitkomst: registratie.Urenuitkomst) -> str:
    delen = []
    if uitkomst.gezet:
        delen.append(f"{uitkomst.gezet} {'vakje' if uitkomst.gezet == 1 else 'vakjes'} opgeslagen")
    if uitkomst.gewist:
        delen.append(f"{uitkomst.gewist} {'vakje' if uitkomst.gewist == 1 else 'vakjes'} leeggemaakt")
    return f"{' en '.join(delen)}." if delen else "Er was niets veranderd."


def _context(deze: Urenweek, ingevuld: Ingevuld, naam: str, meer: dict[str, Any], *, eigen: bool) -> dict[str, Any]:
    deze_week = maandag_van(timezone.localdate())
    return {
        "week": deze,
        "weeknummer": deze.maandag.isocalendar().week,
        "adres": _adres(naam, deze.kamer, deze.maandag),
        "vorige": _adres(naam, deze.kamer, deze.maandag - timedelta(weeks=1)),
        "volgende": _adres(naam, deze.kamer, deze.maandag + timedelta(weeks=1)) if deze.maandag < deze_week else "",
        "nu": "" if deze.maandag == deze_week else _adres(naam, deze.kamer, deze_week),
        **meer,
        **rooster(deze, ingevuld, mag_wijzigen=meer["mag_wijzigen"], eigen=eigen),
    }


# --- one's own hours ------------------------------------------------------------------------------------------


@vereist(EIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def mijn(request: Verzoek) -> HttpResponse:
    """A volunteer at the door fills in the own hours; nobody else's are ever on this page."""
    kaart = Deelnemer.objects.filter(gebruiker=request.user).first()
    mens = Deelnemer.objects.get(pk=wortel(kaart.pk)) if kaart else None
    kamers = kamers_met(request.user, EIGEN).filter(pk__in=mens.kamers if mens else [])
    if not mens or not kamers:
        return render(request, "uren/niet_gekoppeld.html", status=409 if request.method == "POST" else 200)
    lijst, kamer = _kies_kamer(kamers, request.GET.get("kamer", ""))
    ingevuld = Ingevuld.uit(request.POST)
    regel = EigenRegelForm(request.POST if request.POST.get("actie") == "erbij" else None, kamer=kamer)
    if regel.is_valid():
        ingevuld.gezien.setdefault(Rijsleutel(mens.pk, regel.cleaned_data["groep"].pk, Inzet.Soort.BEWONER), ("",) * 7)
    for sleutel in ingevuld.gezien:
        if wortel(sleutel.deelnemer_id) != mens.pk or sleutel.soort != Inzet.Soort.BEWONER:
            raise Http404
    groepen = {sleutel.groep_id for sleutel in ingevuld.gezien if sleutel.groep_id}
    if Vrijwilligersgroep.objects.filter(kamer=kamer, pk__in=groepen).count() < len(groepen):
        raise Http404
    deze = urenweek(kamer, _maandag(request.GET.get("dag", "")), erbij=set(ingevuld.gezien), alleen=mens)
    heeft_groepen = Vrijwilligersgroep.objects.filter(kamer=kamer).exists()
    meer = {"regel": regel if heeft_groepen else None, "kamers": lijst, "mag_wijzigen": True}
    return _verwerk(request, deze, ingevuld, "uren:mijn", meer, alleen=mens)


# --- the list -------------------------------------------------------------------------------------------------


class Uren(Lijst):
    """All hours of the user's kamers; names of volunteers only for who works with people."""

    recht = ZIEN
    titel = "Alle uren"
    enkelvoud = "regel"
    meervoud = "regels"
    leeg_titel = "Nog geen uren"
    leeg_tekst = "Vul de uren van een week in. Daarna staan ze hier."
    table_class = InzetTabel
    filterset_class = InzetFilter
    template_name = "uren/lijst.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.met_namen = self.ziet_namen()

    def get_queryset(self) -> Any:
        inzet = Inzet.objects.filter(kamer__in=kamers_met(self.request.user, self.recht))
        return inzet.select_related("kamer", "groep", "deelnemer__persoonsgegevens").order_by("-datum", "pk")

    def ziet_namen(self) -> bool:
        return mag(self.request.user, "deelnemers.zien")

    def get_table_kwargs(self) -> dict[str, Any]:
        weg = [] if kamers_met(self.request.user, self.recht).count() > 1 else ["kamer"]
        weg += [] if self.ziet_namen() else ["vrijwilliger"]
        van_kaart = wortels()
        mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk(set(van_kaart.values()))
        namen = {kaart: mensen[naar].naam for kaart, naar in van_kaart.items()}
        return {"namen": namen, "met_week": self.ziet_namen(), "exclude": weg}

    def acties(self) -> list[tuple[str, str]]:
        if mag(self.request.user, WIJZIGEN):
            return [("Uren invullen", reverse("uren:week"))]
        return [("Uren per week", reverse("uren:week"))] if self.ziet_namen() else []

    def kruimels(self) -> list[tuple[str, str]]:
        return [WEEK] if self.ziet_namen() else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        bewoner = Q(soort=Inzet.Soort.BEWONER)
        samen = self.object_list.order_by().aggregate(bewoners=Sum("uren", filter=bewoner), alles=Sum("uren"))
        van_kaart = wortels()
        mensen = self.object_list.filter(bewoner).order_by().values_list("deelnemer_id", flat=True).distinct()
        return context | {
            "uren_bewoners": samen["bewoners"] or Decimal(0),
            "uren_professionals": (samen["alles"] or Decimal(0)) - (samen["bewoners"] or Decimal(0)),
            "vrijwilligers": len({van_kaart.get(wie, wie) for wie in mensen}),
            "regel_vrijwilligers": REGELS["vrijwilligers"],
        }


# --- groups ---------------------------------------------------------------------------------------------------


class Groepen(Lijst):
    """The groups of volunteers of the user's kamers, with their hours of this year."""

    recht = ZIEN
    titel = "Groepen van vrijwilligers"
    enkelvoud = "groep"
    meervoud = "groepen"
    met_namen = False
    leeg_titel = "Nog geen groepen"
    leeg_tekst = "Maak een groep, zoals een tuingroep of een kookgroep. Daarna kunt u er uren bij invullen."
    table_class = GroepTabel

    def get_queryset(self) -> Any:
        dit_jaar = Q(inzet__datum__gte=timezone.localdate().replace(month=1, day=1))
        bewoner = dit_jaar & Q(inzet__soort=Inzet.Soort.BEWONER)
        return (
            Vrijwilligersgroep.objects.filter(kamer__in=kamers_met(self.request.user, self.recht))
            .select_related("kamer")
            .annotate(
                uren=Sum("inzet__uren", filter=dit_jaar),
                mensen=Count("inzet__deelnemer", filter=bewoner, distinct=True),
            )
            .order_by("kamer__volgorde", "kamer__naam", "naam")
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        weg = [] if kamers_met(self.request.user, self.recht).count() > 1 else ["kamer"]
        return {
            "exclude": weg,
            "mag_wijzigen": set(kamers_met(self.request.user, WIJZIGEN).values_list("pk", flat=True)),
        }

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuwe groep", reverse("uren:groep_nieuw"))] if mag(self.request.user, WIJZIGEN) else []

    def kruimels(self) -> list[tuple[str, str]]:
        return [WEEK] if mag(self.request.user, "deelnemers.zien") else []


GROEPEN = ("Groepen", "/uren/groepen/")


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def groep_nieuw(request: Verzoek) -> HttpResponse:
    form = GroepForm(request.POST if request.method == "POST" else None, gebruiker=request.user)
    if form.is_valid():
        try:
            groep = registratie.maak_groep(**form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error("naam", str(fout))
        else:
            messages.success(request, f"De groep ‘{groep.naam}’ staat klaar.")
            return redirect("uren:groepen")
    context = {"form": form, "titel": "Nieuwe groep", "kruimels": [WEEK, GROEPEN]}
    return render(request, "uren/groep.html", context, status=422 if form.errors else 200)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def groep(request: Verzoek, pk: int) -> HttpResponse:
    """Another name for a group."""
    groepen = Vrijwilligersgroep.objects.filter(kamer__in=kamers_met(request.user, WIJZIGEN))
    deze = get_object_or_404(groepen.select_related("kamer"), pk=pk)
    oude_naam = deze.naam
    data = request.POST if request.method == "POST" else None
    form = GroepForm(data, gebruiker=request.user, groep=deze, initial={"naam": oude_naam})
    if form.is_valid():
        try:
            registratie.hernoem_groep(deze, naam=form.cleaned_data["naam"], door=request.user)
        except Geweigerd as fout:
            form.add_error("naam", str(fout))
        else:
            messages.success(request, f"De groep heet nu ‘{deze.naam}’.")
            return redirect("uren:groepen")
    context = {"form": form, "titel": f"‘{oude_naam}’ een andere naam geven", "kruimels": [WEEK, GROEPEN]}
    return render(request, "uren/groep.html", context, status=422 if form.errors else 200)


# --- whose account is whose -----------------------------------------------------------------------------------

ACCOUNTS = ("Accounts van vrijwilligers", "/uren/accounts/")


def _accounts(request: Verzoek) -> QuerySet[Gebruiker]:
    """Accounts that register at the door of the user's kamers today."""
    rollen = Bevoegdheid.objects.geldig_op(timezone.localdate()).filter(
        rol=Bevoegdheid.Rol.DEUR, kamer__in=kamers_met(request.user, WIJZIGEN)
    )
    return Gebruiker.objects.filter(is_active=True, pk__in=rollen.values("gebruiker")).order_by("naam", "pk")


def _gekoppeld(request: Verzoek, accounts: Collection[Gebruiker]) -> dict[int, Deelnemer | None]:
    """Per account whose it is; None for somebody whom this user does not see."""
    kaarten = Deelnemer.objects.filter(gebruiker__in=accounts)
    van_kaart = wortels()
    zichtbaar = te_kiezen(request.user, WIJZIGEN).in_bulk([van_kaart.get(kaart.pk, kaart.pk) for kaart in kaarten])
    return {
        kaart.gebruiker_id: zichtbaar.get(van_kaart.get(kaart.pk, kaart.pk)) for kaart in kaarten if kaart.gebruiker_id
    }


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD"])
def accounts(request: Verzoek) -> HttpResponse:
    """The accounts at the door, and of whom they are: only then somebody fills in the own hours."""
    alle = list(_accounts(request))
    van = _gekoppeld(request, alle)
    rijen = [{"account": account, "gekoppeld": account.pk in van, "wie": van.get(account.pk)} for account in alle]
    return render(request, "uren/accounts.html", {"rijen": rijen, "kruimels": [WEEK]})


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Verzoek, pk: int) -> HttpResponse:
    """Say whose account this is."""
    deze = get_object_or_404(_accounts(request), pk=pk)
    van = _gekoppeld(request, [deze])
    if pk in van and van[pk] is None:  # linked at another kamer, where this coordinator has nothing to say
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = AccountForm(data, gebruiker=request.user, initial={"wie": van.get(pk)})
    if form.is_valid():
        try:
            registratie.koppel_account(deze, deelnemer=form.cleaned_data["wie"], door=request.user)
        except Geweigerd as fout:
            form.add_error("wie", str(fout))
        else:
            messages.success(request, f"{deze.naam} kan nu de eigen uren invullen.")
            return redirect("uren:accounts")
    context = {"form": form, "account": deze, "wie": van.get(pk), "kruimels": [WEEK, ACCOUNTS]}
    return render(request, "uren/account.html", context, status=422 if form.errors else 200)


@vereist(WIJZIGEN)
@require_POST
def account_los(request: Verzoek, pk: int) -> HttpResponse:
    """The account is nobody's any more. The hours stay."""
    deze = get_object_or_404(_accounts(request), pk=pk)
    van = _gekoppeld(request, [deze])
    if pk in van and van[pk] is None:
        raise Http404
    registratie.ontkoppel_account(deze, door=request.user)
    messages.success(request, f"Het account van {deze.naam} is losgekoppeld. De uren blijven staan.")
    return redirect("uren:accounts")
