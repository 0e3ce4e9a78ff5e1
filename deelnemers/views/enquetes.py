"""The management of enquêtes: the list, one enquête with its outcome, the poster, and the answers on paper."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers import deurtaal
from buurtwerkkamers.lijsten import Lijst
from buurtwerkkamers.models import Stelling
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import enquetestand
from deelnemers.enquetestand import GESLOTEN, NOG_NIET, OPEN, TELLEN, WIJZIGEN, ZIEN, papierstand, staat
from deelnemers.forms.enquete import Vraag
from deelnemers.forms.enquetes import EnqueteForm, PapierForm, StellingForm
from deelnemers.models import Enquete, Enquetekamer, Enquetetelling
from deelnemers.registratie import enquetes as schrijven
from deelnemers.tables.enquetes import EnqueteTabel
from deelnemers.tellingen import REGELS
from deelnemers.views.vastleggen import START

BOVEN = (START, ("Enquêtes", "/enquetes/"))


class Enquetes(Lijst):
    """The enquêtes of the user's kamers, the latest first."""

    recht = ZIEN
    titel = "Enquêtes"
    enkelvoud, meervoud = "enquête", "enquêtes"
    leeg_titel = "Nog geen enquêtes"
    leeg_tekst = "Een enquête is een paar vragen aan bewoners, vrijwilligers of partners, zonder naam."
    met_namen = False
    table_class = EnqueteTabel

    def get_queryset(self) -> QuerySet[Enquete]:
        gebruiker = self.request.user
        return enquetestand.met_aantallen(enquetestand.zichtbare_enquetes(gebruiker), kamers_met(gebruiker, ZIEN))

    def acties(self) -> list[tuple[str, str]]:
        if not mag(self.request.user, WIJZIGEN):
            return []
        return [("Nieuwe enquête", reverse("enquetes:nieuw")), ("Vragen", reverse("enquetes:vragen"))]

    def kruimels(self) -> list[tuple[str, str]]:
        return [START]


# --- one enquête ------------------------------------------------------------------------------------------------


def _haal(request: Verzoek, pk: int, recht: str = ZIEN) -> Enquete:
    return get_object_or_404(enquetestand.zichtbare_enquetes(request.user, recht), pk=pk)


def _haal_deel(request: Verzoek, pk: int, slug: str, recht: str = ZIEN) -> Enquetekamer:
    """An enquête at one kamer of this user."""
    delen = Enquetekamer.objects.select_related("enquete", "kamer").filter(kamer__in=kamers_met(request.user, recht))
    return get_object_or_404(delen, enquete=pk, kamer__slug=slug)


def _kruimels(enquete: Enquete) -> list[tuple[str, str]]:
    return [*BOVEN, (enquete.naam, enquete.get_absolute_url())]


@vereist(ZIEN)
@require_safe
def enquete(request: Verzoek, pk: int) -> HttpResponse:
    """Where it is held and how many answered; once it is over, what came out."""
    deze = _haal(request, pk)
    uitslagen = enquetestand.lees(deze, list(kamers_met(request.user, ZIEN)))
    nu = staat(deze)
    heeft_antwoorden = schrijven.heeft_antwoorden(deze)
    context = {
        "enquete": deze,
        "staat": nu,
        "kleur": enquetestand.STAATKLEUR[nu],
        "kamers": [uitslag for uitslag in uitslagen if uitslag.kamer],
        "samen": uitslagen[-1],
        "vragen": _per_vraag(uitslagen) if nu == GESLOTEN else [],
        "gevraagd": _stellingen(deze),
        "regels": REGELS,
        "is_open": nu == OPEN,
        "mag_wijzigen": mag(request.user, WIJZIGEN),
        "mag_tellen": mag(request.user, TELLEN) and nu != NOG_NIET,
        "mag_sluiten": nu == OPEN,
        "mag_weg": not heeft_antwoorden,
        "kruimels": BOVEN,
    }
    return render(request, "enquetes/enquete.html", context)


def _per_vraag(uitslagen: list[enquetestand.Kameruitslag]) -> list[dict[str, Any]]:
    """Per question the outcome of all kamers together, and those of each kamer when there are more."""
    samen = uitslagen[-1]
    return [
        {
            "vraag": vraag,
            "kamers": [(uitslag.kamer, uitslag.vragen[plaats]) for uitslag in uitslagen if uitslag.kamer],
            "meer": samen.kamer is None,
        }
        for plaats, vraag in enumerate(samen.vragen)
    ]


def _stellingen(enquete: Enquete) -> list[Stelling]:
    return list(Stelling.objects.filter(enquetevraag__enquete=enquete).order_by("enquetevraag__volgorde"))


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    form = EnqueteForm(request.POST if request.method == "POST" else None, gebruiker=request.user)
    if form.is_valid():
        try:
            deze = schrijven.maak_enquete(**form.waarden, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"De enquête is gemaakt. Hij is open vanaf {datum(deze.van)}.")
            return redirect(deze)
    context = {"form": form, "kruimels": BOVEN, "terug": reverse("enquetes:lijst"), "titel": "Nieuwe enquête"}
    return render(request, "enquetes/formulier.html", context, status=422 if form.errors else 200)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def wijzig(request: Verzoek, pk: int) -> HttpResponse:
    deze = _haal(request, pk, WIJZIGEN)
    form = EnqueteForm(request.POST if request.method == "POST" else None, gebruiker=request.user, enquete=deze)
    if form.is_valid():
        try:
            schrijven.wijzig_enquete(deze, **form.waarden, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De wijziging is opgeslagen.")
            return redirect(deze)
    context = {
        "form": form, "kruimels": _kruimels(deze), "terug": deze.get_absolute_url(), "titel": "Enquête wijzigen",
        "gevraagd": _stellingen(deze),
    }  # fmt: skip
    return render(request, "enquetes/formulier.html", context, status=422 if form.errors else 200)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def sluit(request: Verzoek, pk: int) -> HttpResponse:
    """Close early, after a question: it cannot be undone."""
    deze = _haal(request, pk, WIJZIGEN)
    if request.method == "POST":
        try:
            laatste = schrijven.sluit_enquete(deze, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, f"De laatste dag van de enquête is {datum(laatste)}.")
        return redirect(deze)
    return render(request, "enquetes/sluit.html", {"enquete": deze, "kruimels": _kruimels(deze)})


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def weg(request: Verzoek, pk: int) -> HttpResponse:
    """Remove one that was made by mistake."""
    deze = _haal(request, pk, WIJZIGEN)
    if request.method == "POST":
        try:
            schrijven.verwijder_enquete(deze, door=request.user)
        except Geweigerd as fout:
            messages.error(request, str(fout))
            return redirect("enquetes:enquete", pk)
        messages.success(request, "De enquête is verwijderd.")
        return redirect("enquetes:lijst")
    return render(request, "enquetes/weg.html", {"enquete": deze, "kruimels": _kruimels(deze)})


# --- at one kamer -----------------------------------------------------------------------------------------------


def _qr(adres: str) -> SafeString:
    """The code of an address, for in the page; it keeps working with a corner torn off (level Q)."""
    code = segno.make(adres, error="q", micro=False)
    svg: str = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 drawn from an address of our own


@vereist(ZIEN)
@require_safe
def affiche(request: Verzoek, pk: int, slug: str) -> HttpResponse:
    """One sheet for on the door: the code, the address below it, and a line in five languages."""
    deel = _haal_deel(request, pk, slug)
    adres = request.build_absolute_uri(deel.get_absolute_url())
    regels = [
        (taal, deurtaal.tekst("enquete.kop", taal, kamer=deel.kamer.naam), deurtaal.tekst("enquete.affiche", taal))
        for taal in deurtaal.TALEN
    ]
    context = {
        "deel": deel, "adres": adres, "kaal": adres.partition("://")[2], "qr": _qr(adres), "regels": regels,
        "kruimels": _kruimels(deel.enquete),
    }  # fmt: skip
    return render(request, "enquetes/affiche.html", context)


@vereist(ZIEN)
@require_safe
def formulier(request: Verzoek, pk: int, slug: str) -> HttpResponse:
    """The questions on paper, in the language of ``?taal=``."""
    deel = _haal_deel(request, pk, slug)
    taal = deurtaal.bekende_taal(request.GET.get("taal"))
    vragen = [Vraag(nr, stelling, taal) for nr, stelling in enumerate(_stellingen(deel.enquete), 1)]
    context = {
        "deel": deel, "taal": taal, "talen": list(deurtaal.TALEN.items()), "vragen": vragen,
        "kruimels": _kruimels(deel.enquete),
    }  # fmt: skip
    return render(request, "enquetes/papierformulier.html", context)


@vereist(TELLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def papier(request: Verzoek, pk: int, slug: str) -> HttpResponse:
    """Type how often each answer was given on paper; what was typed before is shown and replaced.

    What somebody else typed in the meantime is shown beside it first.
    """
    deel = _haal_deel(request, pk, slug, TELLEN)
    if staat(deel.enquete) == NOG_NIET:
        messages.error(request, f"Deze enquête gaat pas open op {datum(deel.enquete.van)}.")
        return redirect(deel.enquete)
    staat_er = papierstand(deel)
    form = PapierForm(ingestuurd(request), stellingen=_stellingen(deel.enquete), staat_er=staat_er)

    def schrijf() -> None:
        velden = form.cleaned_data
        schrijven.bewaar_papier(
            deel, formulieren=velden["formulieren"], aantallen=form.aantallen, uitgenodigd=velden["uitgenodigd"],
            gezien=velden["stand"], door=request.user,
        )  # fmt: skip

    afloop = bewaar(form, schrijf, stand=staat_er.kenmerk)
    if afloop is Afloop.BEWAARD:
        formulieren = form.cleaned_data["formulieren"]
        soort = "1 papieren formulier is" if formulieren == 1 else f"{formulieren} papieren formulieren zijn"
        messages.success(request, f"{soort} geteld bij {deel.kamer.naam}.")
        return redirect(deel.enquete)
    if intussen := afloop is Afloop.INTUSSEN:
        form.toon_wat_er_staat()
    context = {
        "form": form, "deel": deel, "intussen": intussen, "staat_er": staat_er, "kruimels": _kruimels(deel.enquete),
        "talen": list(deurtaal.TALEN.items()),
    }  # fmt: skip
    return render(request, "enquetes/papier.html", context, status=422 if form.errors else 200)


# --- questions --------------------------------------------------------------------------------------------------


@vereist(WIJZIGEN)
@require_safe
def vragen(request: Verzoek) -> HttpResponse:
    """All questions, with the languages that they have."""
    beantwoord = Enquetetelling.objects.filter(stelling=OuterRef("pk"), aantal__gt=0)
    rijen = [
        (stelling, [taal for taal in deurtaal.TALEN if taal == "nl" or getattr(stelling, f"tekst_{taal}")])
        for stelling in Stelling.objects.annotate(beantwoord=Exists(beantwoord))
    ]
    namen = {taal: str(naam) for taal, naam in deurtaal.TALEN.items()}
    context = {
        "rijen": [(stelling, ", ".join(namen[taal] for taal in talen)) for stelling, talen in rijen],
        "kruimels": BOVEN,
    }
    return render(request, "enquetes/vragen.html", context)


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def vraag_nieuw(request: Verzoek) -> HttpResponse:
    form = StellingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        gegevens = form.cleaned_data
        schrijven.maak_stelling(
            tekst=gegevens["tekst"], soort=gegevens["soort"], vertalingen=form.vertalingen, door=request.user
        )
        messages.success(request, "De vraag is gemaakt. U kunt hem nu kiezen voor een enquête.")
        return redirect("enquetes:vragen")
    return _vraagpagina(request, form, "Nieuwe vraag")


@vereist(WIJZIGEN)
@require_http_methods(["GET", "HEAD", "POST"])
def vraag(request: Verzoek, pk: int) -> HttpResponse:
    stelling = get_object_or_404(Stelling, pk=pk)
    form = StellingForm(request.POST if request.method == "POST" else None, stelling=stelling)
    if form.is_valid():
        gegevens = form.cleaned_data
        try:
            schrijven.wijzig_stelling(
                stelling, tekst=gegevens["tekst"], vertalingen=form.vertalingen, in_gebruik=gegevens["in_gebruik"],
                door=request.user,
            )  # fmt: skip
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De wijziging is opgeslagen.")
            return redirect("enquetes:vragen")
    return _vraagpagina(request, form, "Vraag wijzigen")


def _vraagpagina(request: Verzoek, form: StellingForm, titel: str) -> HttpResponse:
    terug = reverse("enquetes:vragen")
    context = {"form": form, "titel": titel, "terug": terug, "kruimels": [*BOVEN, ("Vragen", terug)]}
    return render(request, "enquetes/vraag.html", context, status=422 if form.errors else 200)
