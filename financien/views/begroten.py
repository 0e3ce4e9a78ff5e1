"""Pages of the budget of a year: to read, to compare its versions, to fill in as a grid, to adopt and to amend.

Who has ``geld.zien`` for own kamers only sees what is of those kamers, and no sums over all kamers.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import datum, getal
from buurtwerkkamers.rechten import mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.tussendoor import Afloop, bewaar, ingestuurd
from buurtwerkkamers.verzoek import Verzoek
from financien import begroten
from financien.begroting_lezen import Versie, overzicht_van, verschillen, versies
from financien.boekstand import jaren
from financien.forms_begroting import (
    NieuweRijFormulier,
    OvernemenFormulier,
    RijFormulier,
    VaststelFormulier,
    WijzigingFormulier,
)
from financien.getoond import VELD, als_tekst
from financien.models import JAREN, Begroting, Begrotingsregel, Boeking, Post
from financien.overzicht import Overzicht
from financien.rekenblad import als_antwoord, geldbestand
from financien.rooster import Rooster, Roosterrij, lees_rooster
from financien.tabellen import soorttabellen
from financien.wijzigen import afdruk_van, met_afdruk, sla_op
from financien.zicht import eigen_kamers

FORMULIER = ["GET", "HEAD", "POST"]
KRUIMEL = [("Geld", "/financien/")]


# --- reading ----------------------------------------------------------------------------------------------------


@require_safe
@vereist("geld.zien")
def begroting(request: Verzoek, jaar: int) -> HttpResponse:
    """The budget in force, or the version asked for; with all versions and what is short."""
    _keur_jaar(jaar)
    alle, gekozen = _versies(request, jaar)
    if gekozen is None:
        return render(request, "financien/begroting/leeg.html", _basis(request, jaar) | {"jaren": _jaren(jaar)})
    overzicht = _zichtbaar(request.user, overzicht_van(gekozen.begroting))
    concept = next((versie for versie in alle if versie.concept), None)
    return render(
        request,
        "financien/begroting/begroting.html",
        _basis(request, jaar)
        | {
            "jaren": _jaren(jaar),
            "gekozen": gekozen,
            "versies": [(versie, _verschiladres(versie), _adres(versie.begroting)) for versie in alle],
            "concept": concept,
            "concept_adres": _adres(concept.begroting) if concept else "",
            "geldend": next((versie for versie in alle if versie.geldt), None),
            "overzicht": overzicht,
            "tabellen": soorttabellen(overzicht),
            "saldi": _saldi(overzicht),
            "verschil_adres": _verschiladres(gekozen),
            "rekenblad": f"{reverse('financien:begroting_rekenblad', args=[jaar])}?versie={gekozen.begroting.versie}",
            "celsoort": _celsoort(alle),
        },
    )


@require_safe
@vereist("geld.zien")
def verschil(request: Verzoek, jaar: int) -> HttpResponse:
    """What one version changed in another, line by line; without a choice the newest and the one before it."""
    _keur_jaar(jaar)
    alle, nieuw = _versies(request, jaar, "naar")
    van = request.GET.get("van")
    if nieuw is None or (van is None and nieuw.begroting.vorige is None):
        return redirect("financien:begroting", jaar)
    van = van or str(nieuw.begroting.vorige.versie if nieuw.begroting.vorige else "")
    oud = next((versie for versie in alle if str(versie.begroting.versie) == van), None)
    if oud is None or oud == nieuw:
        raise Http404
    tabellen, aantal = verschillen(oud.begroting, nieuw.begroting, eigen_kamers(request.user))
    context = _basis(request, jaar) | {
        "kruimels": [*KRUIMEL, (f"Begroting {jaar}", _adres(nieuw.begroting))],
        "oud": oud,
        "nieuw": nieuw,
        "tabellen": tabellen,
        "aantal": aantal,
        "versies": alle,
    }
    return render(request, "financien/begroting/verschil.html", context)


@require_safe
@vereist("geld.zien")
def rekenblad(request: Verzoek, jaar: int) -> HttpResponse:
    """A version as a spreadsheet, with amounts and totals as numbers."""
    _keur_jaar(jaar)
    _, gekozen = _versies(request, jaar)
    if gekozen is None:
        raise Http404
    overzicht = _zichtbaar(request.user, overzicht_van(gekozen.begroting))
    op = gekozen.begroting.vastgesteld_op
    over = [
        ("Versie", str(gekozen.begroting.versie)),
        ("Vastgesteld op", datum(op) if op else "nog niet: dit is een concept"),
        ("Reden van deze versie", gekozen.begroting.reden or "eerste begroting"),
        *([] if overzicht.volledig else [("Let op", "Alleen wat bij de eigen kamer hoort.")]),
        *[(f"Saldo {waar.lower()}", tekst) for waar, _, tekst in _saldi(overzicht) if tekst],
    ]
    bestand = geldbestand(soorttabellen(overzicht), titel=f"Begroting {jaar}", over=over)
    return als_antwoord(bestand, f"Begroting {jaar} versie {gekozen.begroting.versie}", door=request.user)


# --- the grid ---------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def invullen(request: Verzoek, jaar: int) -> HttpResponse:
    """The grid of the concept. One wrong cell, and nothing is stored: everything that was typed comes back."""
    concept = _concept(jaar)
    if request.method != "POST":
        if concept is None:
            return redirect("financien:begroting", jaar)
        return _roosterpagina(request, jaar, concept, lees_rooster(jaar, concept), None)
    rooster = lees_rooster(jaar, concept, request.POST)
    erbij = request.POST.get("nieuw-naam", "").strip() or request.POST.get("actie") == "post"
    form = _rijformulier(rooster, request.POST if erbij else None)
    if concept is None:
        fout = (
            "Deze begroting is intussen vastgesteld of ingetrokken. Er is niets opgeslagen. Begin in een ander "
            "tabblad een wijziging en klik daarna hier op Opslaan: wat u hebt ingevuld, staat er nog."
        )
        return _roosterpagina(request, jaar, None, rooster, form, fout)
    klopt = not erbij or form.is_valid()
    if rooster.fouten or rooster.botsingen or rooster.verdwenen or not klopt:
        return _roosterpagina(request, jaar, concept, rooster, form)
    wijzigingen = rooster.wijzigingen()
    try:
        begroten.bewaar_rooster(concept, wijzigingen, nieuw=form.rij() if erbij else None, door=request.user)
    except begroten.Botsing:
        rooster = lees_rooster(jaar, concept, request.POST)  # with what somebody else stored a moment ago
        return _roosterpagina(request, jaar, concept, rooster, form)
    except Geweigerd as reden:
        return _roosterpagina(request, jaar, concept, rooster, form, str(reden))
    _meld_opgeslagen(request, len(wijzigingen), form.cleaned_data["naam"] if erbij else "")
    return redirect(_volgende(request, jaar, rooster))


def _meld_opgeslagen(request: Verzoek, aantal: int, post: str) -> None:
    delen = []
    if aantal:
        delen.append(f"{getal(aantal)} {'bedrag' if aantal == 1 else 'bedragen'} opgeslagen.")
    if post:
        delen.append(f"De post '{post}' is toegevoegd.")
    if delen:
        messages.success(request, " ".join(delen))
    elif not _gekozen_rij(request):
        messages.info(request, "Er was niets veranderd.")


def _gekozen_rij(request: Verzoek) -> str:
    """The row whose page is asked for, once all is stored: by its own button, or by the choice under the grid."""
    keuze = request.POST.get("welke", "") if request.POST.get("actie") == "wijzig" else ""
    return request.POST.get("naar") or keuze


def _volgende(request: Verzoek, jaar: int, rooster: Rooster) -> str:
    naar = next((rij for rij in rooster.rijen if str(rij.sleutel) == _gekozen_rij(request)), None)
    if naar is not None:
        return reverse("financien:begroting_post", args=[jaar, naar.sleutel])
    return reverse("financien:begroting_invullen", args=[jaar])


def _rijformulier(rooster: Rooster, gegevens: Any = None) -> NieuweRijFormulier:
    return NieuweRijFormulier(gegevens, kamers=[kolom.kamer for kolom in rooster.kolommen if kolom.kamer])


def _roosterpagina(
    request: Verzoek,
    jaar: int,
    concept: Begroting | None,
    rooster: Rooster,
    form: NieuweRijFormulier | None,
    fout: str = "",
) -> HttpResponse:
    form = form or _rijformulier(rooster)
    mis = bool(fout or rooster.fouten or rooster.verdwenen or form.errors)
    status = 422 if mis else 409 if rooster.botsingen else 200
    context = _basis(request, jaar) | {
        "kruimels": _kruimels(jaar),
        "concept": concept,
        "rooster": rooster,
        "form": form,
        "fout": fout,
        "vorige": _vorige(jaar) if concept else None,
        "gekozen_kolom": request.POST.get("kolom", "0"),
    }
    return render(request, "financien/begroting/invullen.html", context, status=status)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def post(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """One row of the budget: what it is called, its place, and the notes of its amounts."""
    concept, rooster, rij = _haal_rij(jaar, pk)
    vast = _ligt_vast(rij.post)
    nu = afdruk_van(begroten.rijvelden(rij.post, concept))
    leeg = RijFormulier(ingestuurd(request), rij=rij, rooster=rooster, vast=vast, noten=concept is not None)
    form = met_afdruk(leeg, nu)

    def schrijf(gezien: str | None) -> None:
        per_kamer = {deel.kamer_id: deel for deel in begroten.rij_van(rij.post)}
        noten = {per_kamer[kamer]: noot for kamer, noot in form.noten().items()}
        anders = form.velden()
        begroten.bewaar_rij(rij.post, begroting=concept, noten=noten, gezien=gezien, door=request.user, **anders)

    if sla_op(form, schrijf, nu=nu) is Afloop.BEWAARD:
        messages.success(request, f"De post '{rij.post.naam}' is opgeslagen.")
        return redirect(_terug(jaar, concept))
    context = _basis(request, jaar) | {
        "kruimels": _kruimels(jaar, invullen=concept is not None),
        "form": form,
        "rij": rij,
        "vast": vast,
        "concept": concept,
        "rooster": rooster,
        "terug": _terug(jaar, concept),
    }
    return render(request, "financien/begroting/post.html", context, status=422 if form.errors else 200)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def post_weg(request: Verzoek, jaar: int, pk: int) -> HttpResponse:
    """Remove a row, after a question."""
    concept, _, rij = _haal_rij(jaar, pk)
    fout = ""
    if request.method == "POST":
        try:
            begroten.verwijder_post(rij.post, door=request.user)
        except Geweigerd as reden:
            fout = str(reden)
        else:
            messages.success(request, f"De post '{rij.post.naam}' is verwijderd.")
            return redirect(_terug(jaar, concept))
    context = _basis(request, jaar) | {
        "kruimels": _kruimels(jaar, invullen=concept is not None),
        "rij": rij,
        "fout": fout,
        "terug": reverse("financien:begroting_post", args=[jaar, rij.sleutel]),
    }
    return render(request, "financien/begroting/post_weg.html", context, status=422 if fout else 200)


# --- versions ---------------------------------------------------------------------------------------------------


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def maken(request: Verzoek, jaar: int) -> HttpResponse:
    """Begin the budget of a year: empty, or with the posts of another year; the last also into a concept."""
    _keur_jaar(jaar)
    concept = _concept(jaar)
    if concept is None and Begroting.objects.filter(jaar=jaar).exists():
        return redirect("financien:begroting", jaar)
    anderen = [versie for versie in _bronnen() if versie.jaar != jaar]
    if concept is not None and not anderen:
        return redirect("financien:begroting_invullen", jaar)
    form = OvernemenFormulier(request.POST or None, versies=anderen, leeg=concept is None)
    if request.method == "POST" and form.is_valid():
        try:
            hoe = {"uit": form.gekozen, "bedragen": form.cleaned_data.get("bedragen", False), "door": request.user}
            if concept is None:
                begroten.maak_begroting(jaar, **hoe)
            else:
                begroten.neem_over(concept, **hoe)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            if form.gekozen is not None:
                messages.success(request, f"De posten van {form.gekozen.jaar} zijn overgenomen. Kijk ze na.")
            return redirect("financien:begroting_invullen", jaar)
    context = _basis(request, jaar) | {"form": form, "concept": concept, "terug": _terug(jaar, concept)}
    return render(request, "financien/begroting/maken.html", context, status=422 if form.errors else 200)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def vaststellen(request: Verzoek, jaar: int) -> HttpResponse:
    """Adopt the concept: from that day it is in force and stays as it is."""
    concept = _concept(jaar)
    if concept is None:
        return redirect("financien:begroting", jaar)
    toont = als_tekst(begroten.bedragen_van(concept))  # before what is shown below is read
    form = VaststelFormulier(ingestuurd(request), initial={"op": timezone.localdate(), VELD: toont})

    def schrijf() -> None:
        waarden = form.cleaned_data
        begroten.stel_begroting_vast(concept, op=waarden["op"], getoond=waarden[VELD] or None, door=request.user)

    if bewaar(form, schrijf, stand=toont, veld=VELD) is Afloop.BEWAARD:
        messages.success(request, f"De begroting van {jaar} (versie {concept.versie}) is vastgesteld.")
        return redirect("financien:begroting", jaar)
    alle = versies(jaar, timezone.localdate())
    context = _basis(request, jaar) | {
        "kruimels": _kruimels(jaar),
        "form": form,
        "versie": next(versie for versie in alle if versie.concept),
        "verschil_adres": _verschiladres(next(versie for versie in alle if versie.concept)),
        "celsoort": _celsoort(alle),
        "terug": _adres(concept),
    }
    return render(request, "financien/begroting/vaststellen.html", context, status=422 if form.errors else 200)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def wijzigen(request: Verzoek, jaar: int) -> HttpResponse:
    """Start an amendment of the adopted budget, with the reason for it."""
    if _concept(jaar) is not None or not Begroting.objects.filter(jaar=jaar).exists():
        return redirect("financien:begroting", jaar)
    form = WijzigingFormulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begroten.maak_wijziging(jaar, reden=form.cleaned_data["reden"], door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De wijziging is begonnen met de bedragen van de laatste versie.")
            return redirect("financien:begroting_invullen", jaar)
    context = _basis(request, jaar) | {
        "kruimels": _kruimels(jaar),
        "form": form,
        "terug": reverse("financien:begroting", args=[jaar]),
    }
    return render(request, "financien/begroting/wijzigen.html", context, status=422 if form.errors else 200)


@require_http_methods(FORMULIER)
@vereist("geld.wijzigen")
def intrekken(request: Verzoek, jaar: int) -> HttpResponse:
    """Take the concept back, after a question."""
    concept = _concept(jaar)
    if concept is None:
        return redirect("financien:begroting", jaar)
    fout = ""
    if request.method == "POST":
        try:
            begroten.trek_concept_in(concept, door=request.user)
        except Geweigerd as reden:
            fout = str(reden)
        else:
            messages.success(request, f"Het concept van de begroting van {jaar} is ingetrokken.")
            return redirect("financien:begroting", jaar)
    context = _basis(request, jaar) | {"concept": concept, "fout": fout, "terug": _adres(concept)}
    return render(request, "financien/begroting/intrekken.html", context, status=422 if fout else 200)


# --- shared -----------------------------------------------------------------------------------------------------


def _keur_jaar(jaar: int) -> None:
    if not JAREN[0].limit_value <= jaar <= JAREN[1].limit_value:
        raise Http404


def _zichtbaar(gebruiker: Gebruiker, overzicht: Overzicht) -> Overzicht:
    eigen = eigen_kamers(gebruiker)
    return overzicht if eigen is None else overzicht.voor_kamers([kamer.naam for kamer in eigen])


def _versies(request: Verzoek, jaar: int, vraag: str = "versie") -> tuple[tuple[Versie, ...], Versie | None]:
    """All versions as this user sees them, and the one asked for: else the one in force, or the newest."""
    alle = versies(jaar, timezone.localdate(), eigen_kamers(request.user))
    gevraagd = request.GET.get(vraag)
    if gevraagd is not None:
        gekozen = next((versie for versie in alle if str(versie.begroting.versie) == gevraagd), None)
        if gekozen is None:
            raise Http404
        return alle, gekozen
    return alle, next((versie for versie in alle if versie.geldt), next(iter(alle), None))


def _concept(jaar: int) -> Begroting | None:
    _keur_jaar(jaar)
    return Begroting.objects.filter(jaar=jaar, vastgesteld_op__isnull=True).first()


def _bronnen() -> list[Begroting]:
    """Of every year the version to copy from: the last adopted, or else its concept; the newest year first."""
    per_jaar: dict[int, Begroting] = {}
    for versie in Begroting.objects.order_by("-jaar", "-versie"):
        if versie.jaar not in per_jaar or per_jaar[versie.jaar].vastgesteld_op is None:
            per_jaar[versie.jaar] = versie
    return list(per_jaar.values())


def _vorige(jaar: int) -> int | None:
    """Another year that has a budget to copy from."""
    return next((versie.jaar for versie in _bronnen() if versie.jaar != jaar), None)


def _haal_rij(jaar: int, pk: int) -> tuple[Begroting | None, Rooster, Roosterrij]:
    concept = _concept(jaar)
    gekozen = get_object_or_404(Post, pk=pk, jaar=jaar)
    rooster = lees_rooster(jaar, concept)
    eerste = min(deel.pk for deel in begroten.rij_van(gekozen))
    return concept, rooster, next(rij for rij in rooster.rijen if rij.sleutel == eerste)


def _ligt_vast(eerste: Post) -> bool:
    """Whether the row was adopted or booked on, so that it keeps its name, group and financier."""
    posten = begroten.rij_van(eerste)
    return (
        Begrotingsregel.objects.filter(post__in=posten, begroting__vastgesteld_op__isnull=False).exists()
        or Boeking.objects.filter(post__in=posten).exists()
        or Boeking.objects.filter(dekking__in=posten).exists()
    )


def _saldi(overzicht: Overzicht) -> list[tuple[str, Any, str]]:
    """Per kamer and in all what is left or short: (where, amount, or else why that cannot be said)."""
    if overzicht.soort("kosten") is None or overzicht.soort("financiering") is None:
        return []
    return [(t.kamer or "Alle kamers samen", t.begroot, t.reden) for t in overzicht.tekorten]


def _celsoort(alle: tuple[Versie, ...]) -> str:
    heel = all(bedrag % 1 == 0 for versie in alle for bedrag in (versie.kosten, versie.financiering))
    return "euro_heel" if heel else "euro"


def _adres(versie: Begroting) -> str:
    return f"{reverse('financien:begroting', args=[versie.jaar])}?versie={versie.versie}"


def _verschiladres(versie: Versie) -> str:
    """Where it is compared with the version before it; '' for the first."""
    eigen = versie.begroting
    if eigen.versie == 1 or eigen.vorige_id is None:
        return ""
    vorige = eigen.vorige.versie if eigen.vorige else 0
    return f"{reverse('financien:begroting_verschil', args=[eigen.jaar])}?van={vorige}&naar={eigen.versie}"


def _jaren(jaar: int) -> list[tuple[int, str]]:
    """The years to go to: those that have posts or a budget, and this one."""
    return [(ander, reverse("financien:begroting", args=[ander])) for ander in sorted({*jaren(), jaar})]


def _kruimels(jaar: int, *, invullen: bool = False) -> list[tuple[str, str]]:
    kruimels = [*KRUIMEL, (f"Begroting {jaar}", reverse("financien:begroting", args=[jaar]))]
    return [*kruimels, ("Invullen", reverse("financien:begroting_invullen", args=[jaar]))] if invullen else kruimels


def _terug(jaar: int, concept: Begroting | None) -> str:
    return reverse("financien:begroting_invullen" if concept else "financien:begroting", args=[jaar])


def _basis(request: Verzoek, jaar: int) -> dict[str, Any]:
    return {"jaar": jaar, "kruimels": KRUIMEL, "mag_wijzigen": mag(request.user, "geld.wijzigen")}
