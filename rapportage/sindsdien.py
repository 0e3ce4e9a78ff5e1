"""READ: which figures of an adopted report would be counted differently today, and what was written since.

The report itself never changes. This says what a reader who counts again would find, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Max, Min, Q

from buurtwerkkamers.models import Gebruiker, Kamer
from deelnemers.models import Samenvoeging
from rapportage import canoniek
from rapportage.documentverschil import IN_DE_TEKST, Verschil, verschillen
from rapportage.editieverschil import delen_in_beide
from rapportage.hernoemd import Naam, namen_sinds
from rapportage.models import Editie, Onderdeel, Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import laatste_editie, reken_opnieuw
from rapportage.samenstelling.vergelijken import alle_perioden
from rapportage.samenstelling.verwijzingen import STAD
from rapportage.sjablonen.toen import onderdelen_op, veranderingen

# What is counted, the day that decides the period, and what a reader calls one and more of it.
_GETELD: tuple[tuple[str, str, str, str], ...] = (
    ("Deelname", "datum", "deelname", "deelnames"),
    ("Telling", "datum", "telling zonder naam", "tellingen zonder naam"),
    ("Klus", "uitgevoerd_op", "klus", "klussen"),
    ("Inzet", "datum", "regel met uren", "regels met uren"),
    ("Rol", "van", "rol", "rollen"),
    ("Verwijzing", "datum", "verwijzing", "verwijzingen"),
    ("Uitkomst", "datum", "uitkomst", "uitkomsten"),
    ("Partnercontact", "datum", "contact met een partner", "contacten met partners"),
    ("Signaal", "datum", "signaal", "signalen"),
)
ELDERS = "een andere kamer"  # a record that was moved there
_GEDAAN = {"insert": "erbij", "update": "gewijzigd", "delete": "weggehaald"}


@dataclass(frozen=True)
class Oorzaak:
    """What was written since: how many records of a kind, what happened to them, by whom, between two moments.

    ``soort`` is the model, to say which figures it can touch.
    """

    soort: str
    kamer: str
    wat: str
    aantal: int
    gedaan: str
    door: str
    van: datetime
    tot: datetime

    @property
    def kort(self) -> str:
        """'1 deelname erbij'."""
        return f"{self.aantal} {self.wat} {self.gedaan}"


@dataclass(frozen=True)
class Sindsdien:
    """``verschillen``: the figures that differ. ``regels``: the same, each with what was written that can touch it.

    ``sjabloon``: what happened to the parts of the sjabloon, and ``hernoemd``: what is called otherwise now; neither
    makes a figure differ.
    """

    editie: Editie
    verschillen: tuple[Verschil, ...]
    oorzaken: tuple[Oorzaak, ...]
    regels: tuple[tuple[Verschil, tuple[str, ...]], ...] = ()
    sjabloon: tuple[str, ...] = ()
    hernoemd: tuple[Naam, ...] = ()

    @property
    def reden(self) -> str:
        """A beginning of the reason for a correction."""
        if not self.oorzaken:
            return "Sinds het vaststellen worden cijfers anders geteld."
        wat = "; ".join(f"{o.kamer}: {o.kort}" if o.kamer else o.kort for o in self.oorzaken)
        zin = f"Na het vaststellen opgeschreven over deze periode: {wat}."
        return zin if len(zin) <= LANGSTE_REDEN else f"{zin[: LANGSTE_REDEN - 1]}…"


LANGSTE_REDEN = 500
# Which records a part of this kind is counted from; a part that is not here can be touched by all of them.
_GETELD_UIT: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (Onderdeel.Soort.DEELNEMERS, Onderdeel.Soort.AANDEELGRAFIEK, Onderdeel.Soort.BEZOEKGRAFIEK),
        frozenset({"Deelname", "Telling", "Samenvoeging"}),
    ),
    **dict.fromkeys((Onderdeel.Soort.BEGROTING_PROGNOSE, Onderdeel.Soort.FINANCIERS), frozenset({"Regel"})),
    Onderdeel.Soort.SIGNALEN: frozenset({"Signaal"}),
    Onderdeel.Soort.UREN: frozenset({"Inzet"}),
}


def _wat_het_kan_zijn(document: Document, verschil: Verschil, oorzaken: Sequence[Oorzaak]) -> tuple[str, ...]:
    """What was written since that this figure may differ by: of its kamer, and of a kind that it is counted from."""
    soorten = next((_GETELD_UIT.get(d.soort) for d in document.delen if verschil.waar.startswith(f"{d.titel}: ")), None)
    return tuple(
        o.kort if o.kamer in ("", verschil.kamer) else f"{o.kamer}: {o.kort}"
        for o in oorzaken
        if (soorten is None or o.soort in soorten) and (not verschil.kamer or o.kamer in ("", ELDERS, verschil.kamer))
    )


def sinds_vaststelling(rapport: Rapport, kamers: Sequence[Kamer] | None = None) -> Sindsdien | None:
    """What differs since the last edition; None when the report is not adopted.

    Counted again with the parts that the sjabloon had then, so that a part that was changed is no figure that was.
    ``kamers``: only what is about these, nothing about all together.
    """
    editie = laatste_editie(rapport)
    if editie is None:
        return None
    document = canoniek.lees(Document, editie.gegevens)
    toen = onderdelen_op(rapport.sjabloon, editie.vastgesteld_op)
    namen = namen_sinds(rapport, editie.vastgesteld_op)
    samen = delen_in_beide(document, reken_opnieuw(rapport, onderdelen=toen))
    gevonden = verschillen(*samen, namen)
    # A figure in a text was asked for by a name: under another there is nothing to compare it with.
    gevonden = [v for v in gevonden if not (v.waar.endswith(IN_DE_TEKST) and namen.noemt_wat_hernoemd_is(v.rij))]
    gekozen = list(rapport.kamers.all())
    if kamers is not None:
        gekozen = [kamer for kamer in gekozen if kamer in kamers]
        eigen = {kamer.naam for kamer in gekozen}
        gevonden = [verschil for verschil in gevonden if verschil.kamer in eigen and not _van_de_stad(verschil)]
    oorzaken = [*_geschreven(rapport, gekozen, editie.vastgesteld_op), *_samengevoegd(gekozen, editie.vastgesteld_op)]
    if kamers is None:
        oorzaken += _bedragen(rapport, editie.vastgesteld_op)
    op_volgorde = tuple(sorted(oorzaken, key=lambda o: (o.kamer, o.van)))
    regels = tuple((verschil, _wat_het_kan_zijn(document, verschil, op_volgorde)) for verschil in gevonden)
    anders = veranderingen(toen, tuple(rapport.sjabloon.onderdelen.all()))
    return Sindsdien(editie, tuple(gevonden), op_volgorde, regels, anders, namen.hernoemd)


def _van_de_stad(verschil: Verschil) -> bool:
    """A figure in the text of a kamer that is of all together: less the own one it is that of the others."""
    return verschil.waar.endswith(IN_DE_TEKST) and verschil.rij.endswith(STAD)


def _geschreven(rapport: Rapport, kamers: Sequence[Kamer], sinds: datetime) -> list[Oorzaak]:
    """From the history: records of these kamers that are, or ever were, in the period, and were written since.

    Or in an earlier period that the report is compared with.
    """
    gevonden: list[tuple[str, str, str, dict[str, Any]]] = []
    perioden = alle_perioden(rapport)
    for model, dag, een, meer in _GETELD:
        gebeurtenis: Any = apps.get_model("deelnemers", f"{model}Event")
        tot = Q(**{f"{dag}__lte": rapport.tm})
        ooit = gebeurtenis.objects.filter(tot, kamer__in=kamers)
        if model != "Rol":  # a role that began before the period may hold in it
            ooit = ooit.filter(reduce(or_, (Q(**{f"{dag}__range": (p.van, p.tm)}) for p in perioden)))
        rijen = (
            gebeurtenis.objects.filter(pgh_created_at__gt=sinds, pgh_obj_id__in=ooit.values("pgh_obj_id"))
            .values("kamer_id", "pgh_label", wie=F("pgh_context__user"))
            .annotate(
                aantal=Count("pgh_obj_id", distinct=True), eerst=Min("pgh_created_at"), laatst=Max("pgh_created_at")
            )
        )
        gevonden += [(model, een, meer, rij) for rij in rijen]
    return _als_oorzaken(gevonden, {kamer.pk: kamer.naam for kamer in kamers})


def _bedragen(rapport: Rapport, sinds: datetime) -> list[Oorzaak]:
    """Amounts of the report's own sources that were written since."""
    gebeurtenis: Any = apps.get_model("financien", "RegelEvent")
    bronnen = [bron for bron in (rapport.begrotingsbron_id, rapport.financiersbron_id) if bron]
    jaren = {periode.tm.year for periode in alle_perioden(rapport)}
    rijen = list(
        gebeurtenis.objects.filter(pgh_created_at__gt=sinds, bron__in=bronnen, jaar__in=jaren)
        .values("pgh_label", wie=F("pgh_context__user"))
        .annotate(aantal=Count("pgh_obj_id", distinct=True), eerst=Min("pgh_created_at"), laatst=Max("pgh_created_at"))
    )
    return _als_oorzaken([("Regel", "bedrag", "bedragen", rij) for rij in rijen], {})


def _als_oorzaken(gevonden: Sequence[tuple[str, str, str, dict[str, Any]]], plaats: Mapping[int, str]) -> list[Oorzaak]:
    wie = {rij["wie"] for *_, rij in gevonden if isinstance(rij["wie"], int)}
    namen = dict(Gebruiker.objects.filter(pk__in=wie).values_list("pk", "naam"))
    return [
        Oorzaak(
            soort=soort,
            kamer=plaats.get(rij["kamer_id"], ELDERS) if plaats else "",
            wat=een if rij["aantal"] == 1 else meer,
            aantal=rij["aantal"],
            gedaan=_GEDAAN[rij["pgh_label"]],
            door=namen.get(rij["wie"], ""),
            van=rij["eerst"],
            tot=rij["laatst"],
        )
        for soort, een, meer, rij in gevonden
    ]


def _samengevoegd(kamers: Sequence[Kamer], sinds: datetime) -> list[Oorzaak]:
    """Cards that were merged or taken apart since: the same visits are then of fewer or of more people."""
    rijen = (
        Samenvoeging.objects.filter(beslist_op__gt=sinds, stand__in=("gedaan", "ongedaan"))
        .filter(Q(van__inschrijvingen__kamer__in=kamers) | Q(naar__inschrijvingen__kamer__in=kamers))
        .values("stand", door=F("beslist_door__naam"))
        .annotate(aantal=Count("pk", distinct=True), eerst=Min("beslist_op"), laatst=Max("beslist_op"))
    )
    return [
        Oorzaak(
            soort="Samenvoeging",
            kamer="",
            wat="dubbele kaart" if rij["aantal"] == 1 else "dubbele kaarten",
            aantal=rij["aantal"],
            gedaan="samengevoegd" if rij["stand"] == "gedaan" else "weer gesplitst",
            door=rij["door"] or "",
            van=rij["eerst"],
            tot=rij["laatst"],
        )
        for rij in rijen
    ]
