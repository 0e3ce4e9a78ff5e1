"""One line of the agreement by itself: how it counts and combines, where each kamer stands, and earlier years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from buurtwerkkamers.meetregels import MEETWIJZEN
from buurtwerkkamers.models import Gebruiker, Indicator
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.streefwaarden import lees_streefwaarde
from rapportage import indicatoren
from rapportage.afscherming import kijker_van, scherm_af
from rapportage.cijfers import Cijfer, Getoond
from rapportage.dashboard.afgesproken import alleen_gedeeld, bescherm, maatstaf
from rapportage.dashboard.bereik import MEESTE_REEKSEN
from rapportage.dashboard.geheugen import onthoud
from rapportage.dashboard.tekenen import met_bevinding
from rapportage.dashboard.telling import jaren_van
from rapportage.dashboard.vorm import Blad, Grafiekblok, Indicatorregel, Punt, Reeks
from rapportage.dashboard.vraag import Vraag
from rapportage.dashboard.weergave import sleutel_van, toon_blad


@dataclass(frozen=True)
class Indicatorblad:
    """``jaren``: the same days of earlier years; None when there is nothing to compare with."""

    regel: Indicatorregel[Getoond]
    over_tijd: str
    over_kamers: str
    jaren: Grafiekblok[Getoond] | None


def toon_indicator(vraag: Vraag, indicator: Indicator, gebruiker: Gebruiker) -> Indicatorblad | None:
    """As this reader may see it; None when the line is not on the dashboard of this reader."""
    blad = toon_blad(vraag, gebruiker)
    regel = next((regel for regel in blad.indicatoren if regel.indicator_id == indicator.pk), None)
    if regel is None:
        return None
    kijker = kijker_van(gebruiker)
    jaren = onthoud(
        ("jaren", indicator.pk, kijker, *sleutel_van(vraag)),
        lambda: _beoordeeld(scherm_af(_los(blad, _per_jaar(vraag, indicator, regel)), kijker)),
    )
    wijze = MEETWIJZEN.get(indicator.meetregel)
    return Indicatorblad(regel, wijze.over_tijd if wijze else "", wijze.over_kamers if wijze else "", jaren)


def _los(blad: Blad[Getoond], blok: Grafiekblok[Cijfer] | None) -> Blad[Cijfer]:
    """A sheet that holds nothing but this chart, so that it is shielded as everything else."""
    return Blad(blad.titel, blad.periode, blad.kamers, blad.kamer, (), (blok,) if blok else (), (), ())


def _beoordeeld(blad: Blad[Getoond]) -> Grafiekblok[Getoond] | None:
    """The chart of the years; None when fewer than two of them have a figure to show."""
    for blok in blad.grafieken:
        jaren = {punt.label for reeks in blok.reeksen for punt in reeks.punten if punt.cijfer.waarde is not None}
        if len(jaren) > 1:
            return met_bevinding(blok)
    return None


def _per_jaar(vraag: Vraag, indicator: Indicator, regel: Indicatorregel[Getoond]) -> Grafiekblok[Cijfer]:
    """The figure in the same days of each year, for each kamer; of many kamers only all of them together.

    What was agreed this year decides for the years before as well: a kamer without a target shows none of them.
    """
    met_doel = {stand.kamer.slug for stand in regel.standen if stand.kamer and stand.streefwaarde}
    overal = len(met_doel) == len(regel.standen)
    perioden = list(jaren_van(vraag))
    gevraagd = {periode: _vraag(vraag, indicator, periode) for periode in perioden}
    gemeten = {periode: indicatoren.meet(meetvraag) for periode, meetvraag in gevraagd.items()}
    # Before the first year with anything nothing was registered, which is not 0.
    while len(perioden) > 1 and not any(cijfer.waarde for cijfer in gemeten[perioden[0]].values()):
        perioden.pop(0)
    plekken = vraag.kamers if len(vraag.kamers) <= MEESTE_REEKSEN else (None,)
    reeksen = tuple(
        Reeks(
            kamer.label if kamer else "Alle kamers samen",
            tuple(
                Punt(
                    str(p.tm.year),
                    bescherm(
                        gevraagd[p],
                        kamer or vraag.kamer,
                        gemeten[p][kamer.pk if kamer else None],
                        kamer.slug in met_doel if kamer else overal,
                    ),
                )
                for p in perioden
            ),
            kamer.kleur if kamer else "",
        )
        for kamer in plekken
    )
    telregel = gemeten[vraag.periode][None].regel
    return Grafiekblok(f"indicator-jaren-{indicator.pk}", "jaren", f"{indicator.naam}, per jaar", telregel, reeksen)


def _vraag(vraag: Vraag, indicator: Indicator, periode: Periode) -> indicatoren.Vraag:
    """To be counted as in the agreement of this view; of an earlier year too."""
    buiten = alleen_gedeeld(vraag)
    bron = maatstaf(vraag, periode) if buiten else None  # inside it is read only when it is asked for
    lezing = indicatoren.Lezing(indicator.afspraak, vraag.kamers, periode, bron, vraag.vandaag, archief=not buiten)
    return indicatoren.vraag_naar(indicator, lezing)


def als_grafiek(regel: Indicatorregel[Getoond]) -> Grafiekblok[Getoond]:
    """What was measured beside the target of each kamer. Targets are agreed and no figure about people."""

    def punten(wat: str) -> Iterable[Punt[Getoond]]:
        for stand in regel.standen:
            if stand.kamer is not None and stand.streefwaarde:
                doel = replace(
                    stand.cijfer, tekst=stand.streefwaarde, waarde=lees_streefwaarde(stand.streefwaarde).waarde,
                    verborgen=False, reden="", bewijs="",
                )  # fmt: skip
                yield Punt(stand.kamer.label, stand.cijfer if wat == "gemeten" else doel)

    reeksen = (Reeks("Gemeten", tuple(punten("gemeten"))), Reeks("Afgesproken", tuple(punten("doel"))))
    return met_bevinding(
        Grafiekblok(
            f"indicator-{regel.indicator_id}", "doelen", f"{regel.naam}: gemeten naast doel", regel.regel, reeksen
        )
    )
