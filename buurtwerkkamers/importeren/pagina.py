"""The pages under /importeren/: choose a file, say which column is which, see what it would do, then store it."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from buurtwerkkamers.importeren import bewaren, werk
from buurtwerkkamers.importeren.bewaren import Klaargezet
from buurtwerkkamers.importeren.koppelen import KoppelForm, bestandskolommen, herken
from buurtwerkkamers.importeren.lezen import GROOTSTE_BESTAND, LeesFout
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import Uitslag
from buurtwerkkamers.models import Inlezing
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.verzoek import Verzoek

RECHT = "importeren"
FORMULIER = ["GET", "HEAD", "POST"]
WEG = "Dit bestand staat niet meer klaar. Kijk bij ‘Eerder ingelezen’ of het is ingelezen. Zo niet: kies het opnieuw."


class BestandForm(forms.Form):
    soort = forms.ChoiceField(
        label="Wat staat er in het bestand?", error_messages={"required": "Kies wat er in het bestand staat."}
    )
    bestand = forms.FileField(
        label="Bestand",
        help_text="Een CSV-, XLSX- of ODS-bestand met de namen van de kolommen bovenaan.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [(soort.naam, soort.titel) for soort in soorten().values()]
        self.fields["soort"].choices = [("", "Kies"), *keuzes]  # type: ignore[attr-defined]

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > GROOTSTE_BESTAND:
            raise ValidationError("Dit bestand is groter dan 25 MB. Splits het in kleinere bestanden.")
        return bestand


def met_bestand(view: Any) -> Any:
    """Decorator: gives the view the file that waits in this session, or sends the user back to choose one."""

    @wraps(view)
    def bewaakt(request: Verzoek, kenmerk: str) -> HttpResponse:
        klaar = bewaren.wat_klaarstaat(request.session, kenmerk, met_bestand=False)
        if klaar is None or klaar.soort not in soorten():  # a file of the bank waits in the same place
            messages.warning(request, WEG)
            return _ga_naar(request, reverse("importeren"))
        return view(request, klaar)

    return bewaakt


@vereist(RECHT)
@require_http_methods(FORMULIER)
def inlezen(request: Verzoek) -> HttpResponse:
    """Choose a file and say what is in it."""
    gestuurd = request.method == "POST"
    form = BestandForm(request.POST, request.FILES) if gestuurd else BestandForm()
    if gestuurd and form.is_valid():
        klaar = bewaren.zet_klaar(request.session, form.cleaned_data["bestand"], form.cleaned_data["soort"])
        try:
            bestandskolommen(klaar.pad, soorten()[klaar.soort])
        except LeesFout as fout:
            bewaren.ruim_op(request.session)
            form.add_error("bestand", f"Rij {fout.rij}: {fout}" if fout.rij else str(fout))
        else:
            return redirect("inlezen:kolommen", klaar.kenmerk)
    bewaren.ruim_verlopen_op()
    return render(request, "importeren/kies.html", {"form": form, "soorten": soorten().values()})


@vereist(RECHT)
@require_http_methods(FORMULIER)
@met_bestand
def kolommen(request: Verzoek, klaar: Klaargezet) -> HttpResponse:
    """Which column is which: recognised from the header, to be corrected; then the trial run."""
    soort = soorten()[klaar.soort]
    try:
        gevonden = bestandskolommen(klaar.pad, soort)
    except LeesFout:
        messages.warning(request, WEG)
        return redirect("importeren")
    gekozen = {plaats: naam for naam, plaats in klaar.kolommen.items()} or herken(gevonden, soort)
    gestuurd = request.POST if request.method == "POST" else None
    form = KoppelForm(soort, gevonden, gestuurd, initial=KoppelForm.begin(gevonden, gekozen))
    if gestuurd is not None and form.is_valid():
        koppen = {
            naam: kolom.titel for naam, plaats in form.keuze.items() for kolom in gevonden if kolom.plaats == plaats
        }
        klaar = bewaren.werk_bij(
            request.session, klaar, kolommen=form.keuze, koppen=koppen, proef=werk.nieuwe_run()
        )  # fmt: skip
        _start(request, klaar, proef=True)
        return redirect("inlezen:voorbeeld", klaar.kenmerk)
    context = {
        "form": form,
        "klaar": klaar,
        "soort": soort,
        "ontbreekt": [k.titel for k in soort.kolommen if k.verplicht and k.naam not in gekozen.values()],
        "kruimels": _kruimels(),
    }
    return render(request, "importeren/kolommen.html", context)


@vereist(RECHT)
@require_http_methods(FORMULIER)
@met_bestand
def voorbeeld(request: Verzoek, klaar: Klaargezet) -> HttpResponse:
    """How far the trial run is, and then what the file would do. POST stores it."""
    stand = werk.stand_van(klaar.proef)
    if stand is None:
        return _ga_naar(request, reverse("inlezen:kolommen", args=[klaar.kenmerk]))
    if not stand.klaar or stand.uitslag is None:
        return _toon_stand(request, klaar, stand, proef=True)
    if request.method == "POST" and stand.uitslag.gelukt:
        _start(request, klaar, proef=False)
        return redirect("inlezen:bezig", klaar.kenmerk)
    return _toon_uitslag(request, klaar, stand.uitslag)


@vereist(RECHT)
@require_http_methods(["GET", "HEAD"])
@met_bestand
def bezig(request: Verzoek, klaar: Klaargezet) -> HttpResponse:
    """How far storing is; then to the page of what was stored."""
    if not klaar.proef:
        return redirect("inlezen:kolommen", klaar.kenmerk)
    run = werk.echte_run(klaar.proef)
    stand = werk.stand_van(run)
    # The database knows best: who died just after storing could not tell.
    if stand is None or stand.dood or stand.mislukt:
        werk.geef_op(run)
        if Inlezing.objects.filter(pk=run).exists():
            return _naar_inlezing(request, klaar, run)
    if stand is None:
        return _ga_naar(request, reverse("inlezen:voorbeeld", args=[klaar.kenmerk]))
    if stand.uitslag is None:
        return _toon_stand(request, klaar, stand, proef=False)
    if not stand.uitslag.gelukt:
        return _toon_uitslag(request, klaar, stand.uitslag)
    return _naar_inlezing(request, klaar, run, stand.uitslag)


def _start(request: Verzoek, klaar: Klaargezet, *, proef: bool) -> None:
    werk.start(
        werk.Opdracht(
            run=klaar.proef if proef else werk.echte_run(klaar.proef),
            soort=klaar.soort,
            pad=klaar.pad,
            naam=klaar.naam,
            kolommen=klaar.kolommen,
            door=request.user.pk,
            proef=proef,
        )
    )


def _naar_inlezing(request: Verzoek, klaar: Klaargezet, run: str, uitslag: Uitslag | None = None) -> HttpResponse:
    bewaren.ruim_op(request.session)
    inlezing = Inlezing.objects.filter(pk=run).first()
    if inlezing is None:
        # Somebody else stored the same in the meantime.
        messages.info(request, f"Alles uit {klaar.naam} stond er al. Er is niets veranderd.")
        return _ga_naar(request, reverse("importeren"))
    uitslag = uitslag or Uitslag(
        inlezing.soort, nieuw=inlezing.nieuw, gewijzigd=inlezing.gewijzigd, ongewijzigd=inlezing.ongewijzigd
    )
    messages.success(
        request,
        f"{klaar.naam} is ingelezen: {getal(uitslag.nieuw)} nieuw, {getal(uitslag.gewijzigd)} gewijzigd, "
        f"{getal(uitslag.ongewijzigd)} ongewijzigd.",
    )
    return _ga_naar(request, inlezing.get_absolute_url())


def _ga_naar(request: Verzoek, adres: str) -> HttpResponse:
    """To another page, also when only a part of this one was asked for."""
    if not request.htmx:
        return redirect(adres)
    antwoord = HttpResponse(status=204)
    antwoord["HX-Redirect"] = adres
    return antwoord


def _toon_stand(request: Verzoek, klaar: Klaargezet, stand: werk.Stand, *, proef: bool) -> HttpResponse:
    """The progress bar, or that the work stopped."""
    gestopt = stand.dood or stand.mislukt
    if request.htmx and gestopt:
        return _ga_naar(request, request.path)
    context = {
        "klaar": klaar,
        "stand": stand,
        "proef": proef,
        "gestopt": gestopt,
        "adres": request.path,
        "kruimels": _kruimels(),
    }
    return render(request, "importeren/_stand.html" if request.htmx else "importeren/stand.html", context)


def _toon_uitslag(request: Verzoek, klaar: Klaargezet, uitslag: Uitslag) -> HttpResponse:
    """What the file would do, or every wrong cell with the name that its column has in the file."""
    if request.htmx:
        return _ga_naar(request, request.path)
    context = {
        "klaar": klaar,
        "uitslag": uitslag,
        "fouten": [(fout.rij, klaar.koppen.get(fout.kolom, fout.kolom), fout.fout) for fout in uitslag.fouten],
        "soort": soorten()[klaar.soort],
        "verandert": uitslag.nieuw + uitslag.gewijzigd,
        "kruimels": _kruimels(),
    }
    return render(request, "importeren/uitslag.html", context)


def _kruimels() -> list[tuple[str, str]]:
    return [("Bestand inlezen", reverse("importeren"))]
