"""The register of people, and the page of one person. Every look at a person goes into the log."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import (
    DateField,
    F,
    Func,
    JSONField,
    Max,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Greatest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import logboek
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Kamer, Logregel
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import kaart, registratie, samengevoegd, zicht
from deelnemers.filters.mensen import DeelnemerFilter
from deelnemers.forms.mensen import EindForm, InschrijfForm, PersoonForm, RedenForm, RolForm, RolWijzigForm
from deelnemers.models import Deelnemer, Inschrijving, Rol
from deelnemers.tables.mensen import DeelnemerTabel
from deelnemers.views import inschrijven
from deelnemers.wijzigingen import wijzigingen_van

BEZOEKEN = 30
LIJST = ("Deelnemers", "/deelnemers/")


class Deelnemers(Lijst):
    """Everybody enrolled at the user's kamers."""

    recht = "deelnemers.zien"
    titel = "Deelnemers"
    enkelvoud = "deelnemer"
    meervoud = "deelnemers"
    leeg_titel = "Nog geen deelnemers"
    leeg_tekst = "Schrijf de eerste deelnemer in. Een voornaam is genoeg."
    table_class = DeelnemerTabel
    filterset_class = DeelnemerFilter

    def get_queryset(self) -> Any:
        gebruiker = self.request.user
        kamers = kamers_met(gebruiker, self.recht)
        return (
            zicht.zichtbare_deelnemers(gebruiker)
            .annotate(laatste_bezoek=_laatste_bezoek(zicht.zichtbare_deelnames(gebruiker)))
            .order_by("persoonsgegevens__zoeknaam", "nummer")
            .prefetch_related(
                Prefetch(
                    "inschrijvingen",
                    Inschrijving.objects.filter(kamer__in=kamers).select_related("kamer").order_by("kamer__volgorde"),
                    to_attr="eigen_inschrijvingen",
                ),
                Prefetch("rollen", self._rollen(), to_attr="rollen_nu"),
            )
        )

    def _rollen(self) -> QuerySet[Rol]:
        """Roles held today at the user's kamers, without the marks of a target group."""
        rollen = Rol.objects.op(timezone.localdate()).filter(kamer__in=kamers_met(self.request.user, self.recht))
        return rollen.exclude(soort__in=zicht.DOELGROEPROLLEN)

    def get_table_kwargs(self) -> dict[str, Any]:
        een_kamer = kamers_met(self.request.user, self.recht).count() == 1
        van_kaart = samengevoegd.wortels()
        van_dubbelen: dict[int, list[Rol]] = {}
        for rol in self._rollen().filter(deelnemer__in=van_kaart):
            van_dubbelen.setdefault(van_kaart[rol.deelnemer_id], []).append(rol)
        return {"exclude": ("kamers",) if een_kamer else (), "rollen_van_dubbelen": van_dubbelen}

    def acties(self) -> list[tuple[str, str]]:
        mag_dit = mag(self.request.user, "deelnemers.inschrijven")
        dubbelen = [("Dubbele kaarten", reverse("deelnemers:dubbelen"))]
        return [("Deelnemer inschrijven", reverse("deelnemers:nieuw")), *dubbelen] if mag_dit else dubbelen

    def leeg_actie(self) -> tuple[str, str]:
        mag_dit = mag(self.request.user, "deelnemers.inschrijven")
        return ("Deelnemer inschrijven", reverse("deelnemers:nieuw")) if mag_dit else ("", "")


def _laatste_bezoek(deelnames: QuerySet[Any]) -> Any:
    """The last day on which any card of the person came, as an expression that can be sorted by."""
    eigen = deelnames.filter(deelnemer=OuterRef("pk")).order_by("-datum").values("datum")[:1]
    van_kaart = samengevoegd.wortels()
    per_wortel: dict[str, str] = {}
    van_dubbelen = deelnames.filter(deelnemer__in=van_kaart).order_by().values_list("deelnemer").annotate(Max("datum"))
    for dubbel, dag in van_dubbelen:
        wortel = str(van_kaart[dubbel])
        per_wortel[wortel] = max(dag.isoformat(), per_wortel.get(wortel, ""))
    if not per_wortel:
        return Subquery(eigen)
    # Few people have two cards, so what those did travels along in the question.
    opzoeken = Func(
        Value(per_wortel, output_field=JSONField()),
        Cast(F("pk"), TextField()),
        function="jsonb_extract_path_text",
        output_field=TextField(),
    )
    return Greatest(Subquery(eigen), Cast(opzoeken, DateField()))


def _haal(request: Verzoek, pk: int, recht: str = "deelnemers.zien") -> Deelnemer:
    """The card that holds for this person: an old address of a double leads to it. 404 for who may not see it."""
    gevraagd = get_object_or_404(zicht.zichtbare_kaarten(request.user, recht), pk=pk)
    if gevraagd.samengevoegd_met_id is None:
        return gevraagd
    return get_object_or_404(zicht.zichtbare_deelnemers(request.user, recht), pk=samengevoegd.wortel(gevraagd.pk))


def _kamers(request: Verzoek, deelnemer: Deelnemer, recht: str = "deelnemers.zien") -> list[Kamer]:
    """The kamers of this person, as far as the user's right reaches."""
    return list(kamers_met(request.user, recht).filter(pk__in=deelnemer.kamers))


def _persoon(
    request: Verzoek, deelnemer: Deelnemer, *, alles: bool = False, reden: RedenForm | None = None
) -> HttpResponse:
    """The page of a person; ``alles`` also shows what is shielded, after a request that was logged."""
    gebruiker, kamers = request.user, _kamers(request, deelnemer)
    kaarten = samengevoegd.kaarten_van(deelnemer)
    blik = kaart.Blik(gebruiker, deelnemer.pk, kaarten, kamers, alles)
    secties = kaart.secties(blik)
    bezoeken = zicht.zichtbare_deelnames(gebruiker, met_reden=alles).filter(deelnemer__in=kaarten, kamer__in=kamers)
    # Two cards of one person at the same activity on the same day are one visit.
    op_volgorde = bezoeken.order_by("-datum", "activiteit__naam")
    verschillend = op_volgorde.values_list("datum", "activiteit__naam", "kamer__naam").distinct()
    rollen = Rol.objects.filter(deelnemer__in=kaarten, kamer__in=kamers).select_related("kamer")
    doelgroep = rollen.filter(soort__in=zicht.DOELGROEPROLLEN)
    ziet_gevoelig = all(mag(gebruiker, "gevoelig.zien", kamer) for kamer in kamers)
    context = {
        "deelnemer": deelnemer,
        "kruimels": [LIJST],
        "inschrijvingen": _inschrijvingen(kaarten, kamers),
        "rollen": [
            {"rol": rol, "loopt": not rol.tot or rol.tot >= timezone.localdate()}
            for rol in (rollen if alles else rollen.exclude(soort__in=zicht.DOELGROEPROLLEN))
        ],
        "laatste": bezoeken.aggregate(dag=Max("datum"))["dag"],
        "keer": verschillend.count(),
        "jaar": verschillend.filter(datum__gte=_een_jaar_terug()).count(),
        "bezoeken": list(verschillend[:BEZOEKEN]),
        "uit_beeld": kaart.uit_beeld_sinds(blik),
        "secties": secties,
        "nog_leeg": [sectie for sectie in secties if not sectie.rijen],
        # A card of elsewhere is not told: that would say that somebody comes there.
        "dubbel": zicht.zichtbare_kaarten(gebruiker).filter(pk__in=kaarten).count() - 1,
        "beslist": mag(gebruiker, "samenvoegen"),
        "wijzigingen": wijzigingen_van(kaarten, kamers),
        "meer_kamers": len(kamers) > 1,
        "mag_wijzigen": mag(gebruiker, "deelnemers.wijzigen"),
        "alles": alles,
        "geen_doelgroep": alles and not kaart.heeft_doelgroep(blik, doelgroep),
        "met_reden": not ziet_gevoelig,
        "reden": reden or RedenForm(),
    }
    return render(request, "deelnemers/deelnemer.html", context, status=422 if reden else 200)


def _inschrijvingen(kaarten: list[int], kamers: list[Kamer]) -> list[Inschrijving]:
    """One per kamer: the first, whichever card it is of."""
    rijen = Inschrijving.objects.filter(deelnemer__in=kaarten, kamer__in=kamers).select_related("kamer")
    eerste: dict[int, Inschrijving] = {}
    for rij in rijen.order_by("kamer__volgorde", "kamer__naam", "van"):
        eerste.setdefault(rij.kamer_id, rij)
    return list(eerste.values())


def _een_jaar_terug() -> date:
    return timezone.localdate() - timedelta(days=365)


def _log(request: Verzoek, deelnemer: Deelnemer, actie: Logregel.Actie, reden: str = "") -> None:
    kamers = _kamers(request, deelnemer)
    logboek.leg_vast(actie, deelnemer, door=request.user, kamer=kamers[0] if len(kamers) == 1 else None, reden=reden)


@vereist("deelnemers.zien")
@require_safe
def deelnemer(request: Verzoek, pk: int) -> HttpResponse:
    """Contact, roles, attendance and all else of one person, as this user's kamers know them."""
    mens = _haal(request, pk)
    if mens.pk != pk:
        return redirect(mens)
    _log(request, mens, Logregel.Actie.BEKEKEN)
    return _persoon(request, mens)


@vereist("gevoelig.zien", "gevoelig.met_reden")
@require_POST
def deelnemer_met_reden(request: Verzoek, pk: int) -> HttpResponse:
    """The same page with what is shielded. The bureau gives a reason; a coordinator asks for it. Both are logged."""
    mens = _haal(request, pk)
    if all(mag(request.user, "gevoelig.zien", kamer) for kamer in _kamers(request, mens)):
        _log(request, mens, Logregel.Actie.BEKEKEN_MET_REDEN, "doelgroep opgevraagd")
        return _persoon(request, mens, alles=True)
    form = RedenForm(request.POST)
    if not form.is_valid():
        _log(request, mens, Logregel.Actie.BEKEKEN)
        return _persoon(request, mens, reden=form)
    _log(request, mens, Logregel.Actie.BEKEKEN_MET_REDEN, form.cleaned_data["reden"])
    return _persoon(request, mens, alles=True)


@vereist("deelnemers.inschrijven")
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    """Enrol somebody at one of the user's kamers."""
    kamers = kamers_met(request.user, "deelnemers.inschrijven").open_op(timezone.localdate())
    form = InschrijfForm(request.POST if request.method == "POST" else None, kamers=kamers)
    if not form.kamers:
        return render(request, "deelnemers/geen_kamer.html", {"kruimels": [LIJST]})
    bekenden: list[Deelnemer] = []
    vraag_dezelfde = False
    ziet_namen = mag(request.user, "deelnemers.zien")
    if form.is_valid():
        ziet_namen = mag(request.user, "deelnemers.zien", form.gekozen_kamer)
        poging = inschrijven.Inschrijving(request.POST, form.gekozen_kamer, request.user)
        if (
            ziet_namen
            and poging.elders == "ja"
            and (zelfde := poging.schrijf_dezelfde_in(form, op=timezone.localdate()))
        ):
            messages.success(request, f"{zelfde.naam} is nu ook hier ingeschreven.")
            return redirect(zelfde)
        bekenden = poging.lijken_op(form)
        elders = poging.bekend_elders(form) if ziet_namen and not bekenden else []
        vraag_dezelfde = bool(elders) and poging.elders != "nee"
        if vraag_dezelfde:
            _log_vraag(request, form.gekozen_kamer, elders)
        elif not bekenden:
            try:
                mens = poging.schrijf(form, op=timezone.localdate())
            except Geweigerd as fout:
                form.add_error(None, str(fout))
            else:
                for ander in elders:
                    registratie.niet_dezelfde(mens, ander, door=request.user)
                messages.success(request, f"{mens.naam if ziet_namen else mens.deurnaam} is ingeschreven.")
                return redirect(mens if ziet_namen else reverse("aanwezig:kamer", args=[form.gekozen_kamer.slug]))
    context = {
        "form": form,
        "bekenden": bekenden,
        "vraag_dezelfde": vraag_dezelfde,
        "toch": bool(request.POST.get("toch")),
        "ziet_namen": ziet_namen,
        "sleutel": inschrijven.Inschrijving.nieuwe_sleutel(),
        "kruimels": [LIJST] if ziet_namen else [],
        "terug": reverse("deelnemers:lijst" if ziet_namen else "aanwezig:kies"),
    }
    return render(request, "deelnemers/nieuw.html", context, status=422 if form.errors else 200)


def _log_vraag(request: Verzoek, kamer: Kamer, elders: list[Deelnemer]) -> None:
    """Whoever asks learns that somebody is known, so that is a look at each of them."""
    for mens in elders:
        reden = "gevraagd bij het inschrijven: dezelfde persoon?"
        logboek.leg_vast(Logregel.Actie.BEKEKEN, mens, door=request.user, kamer=kamer, reden=reden)


@vereist("deelnemers.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Change name and contact data."""
    mens = _haal(request, pk, "deelnemers.wijzigen")
    if not hasattr(mens, "persoonsgegevens"):
        messages.error(request, "De naam van deze deelnemer is gewist. Er valt niets te wijzigen.")
        return redirect(mens)
    form = PersoonForm(request.POST if request.method == "POST" else None, initial=PersoonForm.beginwaarden(mens))
    if form.is_valid():
        registratie.wijzig_gegevens(mens, door=request.user, **form.cleaned_data)
        messages.success(request, "De gegevens zijn opgeslagen.")
        return redirect(mens)
    if request.method != "POST":
        _log(request, mens, Logregel.Actie.BEKEKEN)
    context = {"deelnemer": mens, "form": form, "kruimels": [LIJST, (mens.naam, mens.get_absolute_url())]}
    return render(request, "deelnemers/wijzig.html", context, status=422 if form.errors else 200)


@vereist("deelnemers.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def rol_geven(request: Verzoek, pk: int) -> HttpResponse:
    """Give a role at one of the kamers where the person comes and the user may write."""
    mens = _haal(request, pk, "deelnemers.wijzigen")
    kamers = kamers_met(request.user, "deelnemers.wijzigen").filter(pk__in=mens.kamers)
    form = RolForm(request.POST if request.method == "POST" else None, kamers=kamers)
    if form.is_valid():
        gegevens = form.cleaned_data
        rij = registratie.NieuweRol(mens.pk, form.gekozen_kamer.pk, gegevens["soort"], gegevens["van"], gegevens["tot"])
        try:
            registratie.geef_rollen([rij], door=request.user)
        except Geweigerd as fout:
            # The reason would tell that somebody has a mark which this user may only see on request.
            verborgen = gegevens["soort"] in zicht.DOELGROEPROLLEN
            form.add_error(None, "Deze rol kan zo niet. Kijk de datums na." if verborgen else str(fout))
        else:
            op_verzoek = gegevens["soort"] in zicht.DOELGROEPROLLEN
            messages.success(request, "De rol is opgeslagen." + " U ziet hem alleen op verzoek." * op_verzoek)
            return redirect(mens)
    context = {"deelnemer": mens, "form": form, "kruimels": [LIJST, (mens.naam, mens.get_absolute_url())]}
    return render(request, "deelnemers/rol.html", context, status=422 if form.errors else 200)


def _haal_rol(request: Verzoek, pk: int, rol_pk: int) -> tuple[Deelnemer, Rol]:
    """A role of this person, on whichever card, at a kamer where the user may write; else 404."""
    mens = _haal(request, pk, "deelnemers.wijzigen")
    rollen = Rol.objects.filter(
        deelnemer__in=samengevoegd.kaarten_van(mens), kamer__in=kamers_met(request.user, "deelnemers.wijzigen")
    )
    rol = get_object_or_404(rollen.select_related("kamer"), pk=rol_pk)
    if rol.soort in zicht.DOELGROEPROLLEN:
        # Shown on request only: the bureau has no way in here without a reason, and a coordinator's look is logged.
        if not mag(request.user, "gevoelig.zien", rol.kamer):
            raise Http404
        _log(request, mens, Logregel.Actie.BEKEKEN_MET_REDEN, "doelgroep opgevraagd")
    return mens, rol


@vereist("deelnemers.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def rol_beeindigen(request: Verzoek, pk: int, rol_pk: int) -> HttpResponse:
    """Say on which day a role ended."""
    mens, rol = _haal_rol(request, pk, rol_pk)
    form = EindForm(request.POST if request.method == "POST" else None, niet_voor=rol.van)
    if form.is_valid():
        rij = registratie.NieuweRol(rol.deelnemer_id, rol.kamer_id, rol.soort, rol.van, form.cleaned_data["tot"])
        try:
            registratie.geef_rollen([rij], door=request.user)
        except Geweigerd as fout:
            form.add_error("tot", str(fout))
        else:
            messages.success(request, "De laatste dag van de rol is opgeslagen.")
            return redirect(mens)
    context = {"deelnemer": mens, "rol": rol, "form": form, "kruimels": [LIJST, (mens.naam, mens.get_absolute_url())]}
    return render(request, "deelnemers/rol_beeindigen.html", context, status=422 if form.errors else 200)


@vereist("deelnemers.wijzigen")
@require_http_methods(["GET", "HEAD", "POST"])
def rol_wijzigen(request: Verzoek, pk: int, rol_pk: int) -> HttpResponse:
    """Correct the days of a role, or take away one that the person never had."""
    mens, rol = _haal_rol(request, pk, rol_pk)
    weg = request.method == "POST" and "weg" in request.POST
    if weg:
        registratie.verwijder_rol(rol, door=request.user)
        messages.success(request, "De rol is weggehaald.")
        return redirect(mens)
    form = RolWijzigForm(request.POST if request.method == "POST" else None, initial={"van": rol.van, "tot": rol.tot})
    if form.is_valid():
        try:
            registratie.wijzig_rol(rol, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De rol is verbeterd.")
            return redirect(mens)
    context = {"deelnemer": mens, "rol": rol, "form": form, "kruimels": [LIJST, (mens.naam, mens.get_absolute_url())]}
    return render(request, "deelnemers/rol_wijzigen.html", context, status=422 if form.errors else 200)
