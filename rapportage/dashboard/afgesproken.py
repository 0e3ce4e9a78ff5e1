"""The indicators of the agreement on a dashboard: measured as in the report, each figure with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Indicator, Kamer, Streefwaarde
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Rol, Uitkomst
from deelnemers.tellingen import Stand
from financien.models import Bron, Maandafsluiting
from rapportage import indicatoren
from rapportage.cijfers import Bescherming, Cijfer
from rapportage.dashboard.bewijsadres import Bewijssoort, bewijsadres
from rapportage.dashboard.geld import gedeelde_bron, geldadres
from rapportage.dashboard.vorm import Doelstand, Indicatorregel, Kamernaam
from rapportage.dashboard.vraag import Vraag

# A kamer (None: all of them together) and a category, by id, whose people are an agreed figure.
Afgesproken = frozenset[tuple[int | None, int]]
_PAREN = (Meetregel.NIEUWE_BEWONERS, Meetregel.DOORVERWEZEN)
# Which list a figure is counted from, and what narrows it.
_LIJSTEN: dict[str, tuple[Bewijssoort, dict[str, str]]] = {
    Meetregel.UNIEK_CATEGORIE: ("mensen", {}),
    Meetregel.UNIEK_TOTAAL: ("mensen", {}),
    Meetregel.KLUSSEN: ("klussen", {}),
    Meetregel.SLEUTELHOUDERS: ("rollen", {"rol": Rol.Soort.SLEUTELHOUDER}),
    Meetregel.LEDEN: ("rollen", {"rol": Rol.Soort.LID}),
    Meetregel.VRIJWILLIGERS: ("uren", {"soort": "bewoner"}),
    Meetregel.GROEPEN: ("groepen", {}),
    Meetregel.LEERWERKPLEK: ("rollen", {"rol": Rol.Soort.LEERWERKPLEK}),
    Meetregel.DOORVERWEZEN: ("verwijzingen", {"soort": "in"}),
    Meetregel.NIEUWE_BEWONERS: ("rollen", {"rol": Rol.Soort.NIEUWE_BEWONER}),
    Meetregel.BETAALD_WERK: ("uitkomsten", {"soort": Uitkomst.Soort.BETAALD_WERK}),
    Meetregel.VERWIJZINGEN: ("verwijzingen", {}),
    Meetregel.WIJKPARTNERS: ("partners", {}),
}


def naam_van(kamer: Kamer) -> Kamernaam:
    return Kamernaam(kamer.slug, kamer.naam, kamer.label, kamer.kleur, kamer.monogram)


def meet_indicatoren(vraag: Vraag, stand: Stand) -> tuple[Indicatorregel[Cijfer], ...]:
    """Every indicator in sight, in the order of the agreement; none without an agreement.

    The budget that they are judged by is the one of the report and the command (see ``maatstaf``), whatever money the
    reader may see.
    """
    if vraag.afspraak is None:
        return ()
    bron = maatstaf(vraag, vraag.periode)
    uitkomsten = indicatoren.beoordeel_indicatoren(
        vraag.afspraak,
        list(vraag.kamers),
        vraag.periode,
        bron,
        vandaag=vraag.vandaag,
        stand=stand,
        archief=not alleen_gedeeld(vraag),
    )
    return tuple(
        als_regel(vraag, uitkomst, bron)
        for uitkomst in uitkomsten
        if uitkomst.indicator.corporatie or not vraag.alleen_corporatie
    )


def alleen_gedeeld(vraag: Vraag) -> bool:
    """Whether this reader knows the money of agreements and adopted reports only, and no closed month."""
    return vraag.geld is not None and vraag.geld.alleen_gedeeld


def maatstaf(vraag: Vraag, periode: Periode) -> Bron | None:
    """The budget to judge by: the last closed month of those days, or the only document.

    For a reader from outside a closed month only when their adopted report names it.
    """
    jaar = periode.tm.year
    if not alleen_gedeeld(vraag):
        return indicatoren.enige_begroting(jaar, periode.tm)[0]
    gedeeld = gedeelde_bron(vraag.afspraak, jaar) if vraag.afspraak else None
    if gedeeld is not None and Maandafsluiting.objects.filter(bron=gedeeld).exists():
        return gedeeld
    return indicatoren.enige_begroting(jaar, archief=False)[0]


def als_regel(vraag: Vraag, uitkomst: indicatoren.IndicatorUitkomst, bron: Bron | None) -> Indicatorregel[Cijfer]:
    """One outcome as a line of the dashboard."""
    indicator, gemeten = uitkomst.indicator, uitkomst.vraag
    overal = all(stand.streefwaarde for stand in uitkomst.per_kamer)
    return Indicatorregel(
        indicator.pk,
        indicator.groep,
        indicator.naam,
        indicator.eenheid,
        indicator.corporatie,
        uitkomst.samen.regel,
        uitkomst.samen_regel,
        tuple(
            Doelstand(
                naam_van(stand.kamer),
                bescherm(gemeten, stand.kamer, stand.cijfer, bool(stand.streefwaarde), bron),
                stand.streefwaarde,
                stand.behaald,
                stand.op_koers,
                stand.uitleg,
                stand.erbij,
                "" if stand.verwacht is None else getal(stand.verwacht),
            )
            for stand in uitkomst.per_kamer
        ),
        bescherm(gemeten, vraag.kamer, uitkomst.samen, overal, bron),
    )


def bescherm(
    gemeten: indicatoren.Vraag,
    kamer: Kamer | None,
    cijfer: Cijfer,
    afgesproken: bool = True,
    bron: Bron | None = None,
) -> Cijfer:
    """With its protection and its list. Where a kamer has no target, nothing was agreed: then it is a breakdown."""
    if cijfer.waarde is None:
        return cijfer
    meer: dict[str, Any] = {"bewijs": _bewijs(gemeten, kamer, bron)}
    if not afgesproken and cijfer.bescherming == "afgesproken":
        meer["bescherming"] = _zonder_afspraak(gemeten)
    return replace(cijfer, **meer)


def _zonder_afspraak(gemeten: indicatoren.Vraag) -> Bescherming:
    indicator = gemeten.indicator
    if indicator.meetregel in (Meetregel.BEGROTING, Meetregel.WIJKPARTNERS, Meetregel.GROEPEN, Meetregel.CONTROLE):
        return "open"
    over_doelgroep = indicator.meetregel in (*_PAREN, Meetregel.BETAALD_WERK, Meetregel.LEERWERKPLEK)
    if over_doelgroep or (gemeten.categorie and gemeten.categorie.gevoelig):
        return "gevoelig"
    return "uitsplitsing"


def _bewijs(gemeten: indicatoren.Vraag, kamer: Kamer | None, bron: Bron | None) -> str:
    """The list of exactly what was counted: the same days, and what the words decided as well as what was chosen."""
    indicator, lezing = gemeten.indicator, gemeten.lezing
    if indicator.meetregel == Meetregel.BEGROTING:
        jaar = lezing.periode.tm.year
        return geldadres(bron, jaar) if bron else reverse("financien:stand", args=[jaar])
    if indicator.meetregel == Meetregel.ENQUETE:
        return reverse("enquetes:lijst")
    if indicator.meetregel in (Meetregel.INTERVIEWS, Meetregel.CONTROLE):
        return reverse("afspraken:oordelen", args=[indicator.afspraak_id])
    if indicator.meetregel not in _LIJSTEN:
        return ""
    soort, smaller = _LIJSTEN[indicator.meetregel]
    meer: dict[str, object] = {**smaller}
    if gemeten.categorie:
        meer["categorie"] = gemeten.categorie.pk
    elif indicator.meetregel == Meetregel.KLUSSEN:
        meer["soort"] = indicator.klussoort
    elif indicator.meetregel == Meetregel.DOORVERWEZEN:
        wie = [organisatie.pk for organisatie in gemeten.doorverwijzers]
        meer |= {"soort": "in" if wie else indicator.organisatiesoort or "in", "organisatie": wie}
    return bewijsadres(soort, kamer, lezing.dagen, **meer)


def afgesproken_categorieen(regels: Sequence[Indicator], kamers: Sequence[Kamer]) -> Afgesproken:
    """What was agreed: an indicator counts the category, with a target there; under None where all kamers have one."""
    van = {i.pk: i.categorie_id for i in regels if i.categorie_id and i.meetregel == Meetregel.UNIEK_CATEGORIE}
    doelen = Streefwaarde.objects.filter(indicator__in=van).values_list("indicator_id", "kamer_id")
    paren = {(kamer_id, van[indicator_id]) for indicator_id, kamer_id in doelen}
    overal = {(None, c) for c in van.values() if kamers and all((kamer.pk, c) in paren for kamer in kamers)}
    return frozenset(paren | overal)
