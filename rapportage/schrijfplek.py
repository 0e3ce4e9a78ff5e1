"""READ: what somebody who writes answers needs beside the answers: drafts, who writes too, and what was said before.

A place is a report and a kamer, or no kamer for the questions that are answered once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from rapportage import canoniek
from rapportage.models import Antwoord, Editie, Klad, Onderdeel, Rapport
from rapportage.rapportvorm import Document

SCHRIJFT_NU = timedelta(seconds=30)


@dataclass(frozen=True)
class Eerder:
    """What was answered to the same question in an earlier adopted report, with its figures filled in."""

    rapport: Rapport
    tekst: str
    keuze: str

    @property
    def periode(self) -> Periode:
        return self.rapport.periode


def vragen_van(rapport: Rapport, kamer: Kamer | None) -> list[Onderdeel]:
    """The questions that are answered at this place, in order."""
    return [o for o in rapport.sjabloon.onderdelen.all() if o.is_vraag and o.per_kamer == (kamer is not None)]


def antwoorden_op(rapport: Rapport, kamer: Kamer | None) -> dict[int, Antwoord]:
    """What is stored at this place, by the id of its question."""
    geschreven = Antwoord.objects.filter(rapport=rapport, kamer=kamer).select_related("geschreven_door")
    return {antwoord.onderdeel_id: antwoord for antwoord in geschreven}


def eigen_kladjes(
    rapport: Rapport, kamer: Kamer | None, van: Gebruiker, antwoorden: Mapping[int, Antwoord]
) -> dict[int, Klad]:
    """What ``van`` typed here and did not store, by the id of its question; not what is stored by now all the same."""
    kladjes = Klad.objects.filter(rapport=rapport, kamer=kamer, gebruiker=van)
    return {k.onderdeel_id: k for k in kladjes if not _is_antwoord(k, antwoorden.get(k.onderdeel_id))}


def _is_antwoord(klad: Klad, antwoord: Antwoord | None) -> bool:
    stand = (antwoord.tekst.strip(), antwoord.keuze) if antwoord else ("", "")
    return stand == (klad.tekst.strip(), klad.keuze)


def schrijven_nu(rapport: Rapport, kamer: Kamer | None, *, behalve: Gebruiker) -> dict[int, list[str]]:
    """The names of the others who typed here a moment ago, by the id of the question."""
    kladjes = Klad.objects.filter(rapport=rapport, kamer=kamer, bijgewerkt_op__gt=timezone.now() - SCHRIJFT_NU)
    namen: dict[int, list[str]] = {}
    for vraag, naam in (
        kladjes.exclude(gebruiker=behalve)
        .order_by("gebruiker__naam", "pk")
        .values_list("onderdeel_id", "gebruiker__naam")
    ):
        namen.setdefault(vraag, []).append(naam)
    return namen


def eerdere_antwoorden(rapport: Rapport, kamer: Kamer | None, vragen: Sequence[Onderdeel]) -> dict[int, Eerder]:
    """The answer of the latest earlier adopted report to the same question, by the id of the question.

    The same question: the same part of the sjabloon, or one with the same title in another sjabloon. The text is that
    of the edition, so its figures are those that were adopted.
    """
    gevonden = _waar_het_staat(rapport, kamer, vragen)
    rapporten = {r.pk: r for r in Rapport.objects.filter(pk__in={pk for pk, _ in gevonden.values()})}
    documenten = _documenten(rapporten)
    eerder = {}
    for vraag, (rapport_id, titel) in gevonden.items():
        if rapport_id in documenten and (tekst := _tekst_in(documenten[rapport_id], titel, kamer)):
            eerder[vraag] = Eerder(rapporten[rapport_id], *tekst)
    return eerder


def _waar_het_staat(rapport: Rapport, kamer: Kamer | None, vragen: Sequence[Onderdeel]) -> dict[int, tuple[int, str]]:
    """Per question the report and the title under which it was answered last; a correction goes before its original."""
    titels = {vraag.titel.lower(): vraag.pk for vraag in vragen}
    zelfde = {vraag.pk for vraag in vragen}
    antwoorden = (
        Antwoord.objects.filter(kamer=kamer, rapport__status__in=Rapport.AF, rapport__tm__lt=rapport.tm)
        .exclude(tekst="", keuze="")
        .annotate(kop=Lower("onderdeel__titel"))
        .filter(Q(onderdeel__in=zelfde) | Q(kop__in=titels))
        .order_by("-rapport__tm", "-rapport_id")
        .values_list("onderdeel_id", "kop", "onderdeel__titel", "rapport_id")
    )
    gevonden: dict[int, tuple[int, str]] = {}
    for onderdeel, kop, titel, rapport_id in antwoorden:
        gevonden.setdefault(onderdeel if onderdeel in zelfde else titels[kop], (rapport_id, titel))
    return gevonden


def _documenten(rapporten: Iterable[int]) -> dict[int, Document]:
    edities = Editie.objects.filter(rapport__in=list(rapporten)).order_by("vastgesteld_op")
    return {pk: canoniek.lees(Document, gegevens) for pk, gegevens in edities.values_list("rapport_id", "gegevens")}


def _tekst_in(document: Document, titel: str, kamer: Kamer | None) -> tuple[str, str] | None:
    for deel in document.delen:
        if deel.titel.lower() == titel.lower():
            for tekst in deel.teksten:
                if (tekst.kamer.slug if tekst.kamer else None) == (kamer.slug if kamer else None):
                    return tekst.tekst, tekst.keuze
    return None
