"""The page with the arithmetic findings of an agreement, and where the amounts of an agreement stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from buurtwerkkamers.afspraken import delen_van, zichtbare_afspraken
from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer
from buurtwerkkamers.rechten import RECHTEN, Bereik, kamers_met, mag, vereist
from buurtwerkkamers.verzoek import Verzoek
from rapportage.rekenwerk import Bevinding, Gewicht, Rekenwerk, bron_van, geldjaren_van, reken_na

RECHT = "geld.zien"
_KOPPEN = {
    Gewicht.FOUT: ("Dit klopt niet", "Deze getallen spreken elkaar tegen."),
    Gewicht.NAKIJKEN: ("Kijk dit na", "Dit kan zo bedoeld zijn. Kijk of het klopt met wat er is afgesproken."),
    Gewicht.WETEN: ("Goed om te weten", "Geen fout van deze plek zelf, wel iets om rekening mee te houden."),
}


@dataclass(frozen=True)
class Regel:
    """A finding with the address where it can be looked at (empty: none)."""

    bevinding: Bevinding
    adres: str
    link: str


@require_safe
@vereist(RECHT)
def rekenwerk(request: Verzoek, pk: int) -> HttpResponse:
    """What does not add up; a coordinator sees what is about the own kamer."""
    afspraak = get_object_or_404(zichtbare_afspraken(request.user), pk=pk)
    kamers = _eigen_kamers(request.user)
    uitkomst = reken_na(afspraak, kamers)
    return render(
        request,
        "afspraken/rekenwerk.html",
        {
            "afspraak": afspraak,
            "delen": delen_van(afspraak, request.user, "rekenwerk"),
            "blokken": _blokken(afspraak, uitkomst, mag(request.user, "afspraken.wijzigen")),
            "uitkomst": uitkomst,
            "aantal_fout": len(uitkomst.met(Gewicht.FOUT)),
            "aantal_nakijken": len(uitkomst.met(Gewicht.NAKIJKEN)),
            "eigen_kamers": kamers,
            "kruimels": [("Afspraken", reverse("afspraken:lijst")), (str(afspraak), afspraak.get_absolute_url())],
        },
    )


def _blokken(afspraak: Afspraak, uitkomst: Rekenwerk, mag_wijzigen: bool) -> list[tuple[str, str, list[Regel]]]:
    return [
        (kop, uitleg, [_regel(afspraak, b, mag_wijzigen) for b in gevonden])
        for gewicht, (kop, uitleg) in _KOPPEN.items()
        if (gevonden := uitkomst.met(gewicht))
    ]


def _regel(afspraak: Afspraak, bevinding: Bevinding, mag_wijzigen: bool) -> Regel:
    if bevinding.bron is not None:
        adres = f"{reverse('financien:afwijkingen', args=[bevinding.bron])}?jaar={bevinding.jaar}"
        return Regel(bevinding, adres, "Bekijk de bedragen")
    if bevinding.indicator is not None and mag_wijzigen:
        adres = reverse("afspraken:indicator", args=[afspraak.pk, bevinding.indicator])
        return Regel(bevinding, adres, "Bekijk de indicator")
    return Regel(bevinding, "", "")


def _eigen_kamers(gebruiker: Gebruiker) -> list[Kamer] | None:
    """The kamers of which this user sees figures of targets and money; None: all of them."""
    bereik = {RECHTEN[RECHT][rol] for rol in gebruiker.rollen if rol in RECHTEN[RECHT]}
    return None if Bereik.ALLE in bereik else list(kamers_met(gebruiker, RECHT))


# --- for the pages of agreements ---------------------------------------------------------------------------------


def aantal_na_te_kijken(afspraak: Afspraak, gebruiker: Gebruiker) -> int | None:
    """How many findings ask for a look; None when there are none."""
    uitkomst = reken_na(afspraak, _eigen_kamers(gebruiker))
    return len(uitkomst.met(Gewicht.FOUT)) + len(uitkomst.met(Gewicht.NAKIJKEN)) or None


def geldlinks(afspraak: Afspraak, gebruiker: Gebruiker) -> list[tuple[str, str]]:
    """Where the amounts stand that have the name of this agreement, year by year."""
    if not mag(gebruiker, RECHT) or (bron := bron_van(afspraak)) is None:
        return []
    return [
        (f"{bron} ({jaar})", f"{reverse('financien:bron', args=[bron.pk])}?jaar={jaar}")
        for jaar in geldjaren_van(afspraak, bron)
    ]
