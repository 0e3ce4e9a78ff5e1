"""The signals on a dashboard: how many per theme, beside the same period a year earlier. Never their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Signaal
from deelnemers.tellingen import REGELS, ooit_geregistreerd
from deelnemers.tellingen.signalen import tel_signalen
from rapportage.cijfers import Cijfer
from rapportage.dashboard.vorm import Grafiekblok, Punt, Reeks

SLEUTEL = "signalen"
NOG_NIET = "Tot en met deze periode is nog geen signaal opgeschreven."
GEEN = "In deze periode en een jaar eerder is geen signaal opgeschreven."


def grafiek(kamers: Sequence[Kamer], periode: Periode) -> Grafiekblok[Cijfer]:
    """Signals per theme, the most frequent first. Three queries, whatever the number of kamers.

    While a period runs, give the part up to today, so that both are equally long. A period in which no kamer had ever
    written down a signal cannot be told ('niet te bepalen'), which is not 0.
    """
    perioden = (periode, periode.jaar_eerder())
    geteld: Counter[tuple[Periode, str]] = Counter()
    for rij in tel_signalen(kamers, perioden):
        geteld[rij.periode, rij.thema] += rij.aantal
    themas = [t for t in Signaal.Thema.values if any(geteld[p, t] for p in perioden)]
    themas.sort(key=lambda t: (-geteld[periode, t], -geteld[perioden[1], t]))
    namen = tuple(kamer.naam for kamer in kamers)
    bekend = {p: bool(ooit_geregistreerd(kamers, Signaal.objects.all(), p.tm)) for p in perioden}
    reeksen = tuple(
        Reeks(str(p), tuple(Punt(_naam(t), _cijfer(geteld[p, t] if bekend[p] else None, p, namen)) for t in themas))
        for p in perioden
    )
    return Grafiekblok(
        sleutel=SLEUTEL,
        tekening="staven",
        onderwerp="Signalen uit de buurt per thema",
        regel=REGELS["signalen"],
        reeksen=reeksen,
        toelichting="" if themas else GEEN if bekend[periode] else NOG_NIET,
    )


def _naam(thema: str) -> str:
    return str(Signaal.Thema(thema).label).capitalize()


def _cijfer(aantal: int | None, periode: Periode, kamers: tuple[str, ...]) -> Cijfer:
    reden = NOG_NIET if aantal is None else ""
    return Cijfer(aantal, REGELS["signalen"], periode, kamers, reden=reden, eenheid="signalen", bescherming="open")
