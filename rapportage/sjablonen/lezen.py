"""READ: sjablonen with where they are used, and what a report made with one looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from buurtwerkkamers.models import Gebruiker
from rapportage.models import Antwoord, Onderdeel, Rapport, Sjabloon
from rapportage.rapportvorm import Document
from rapportage.samenstelling import reken_opnieuw
from rapportage.samenstelling.verwijzingen import antwoordstof, dichtstbij, vul_in
from rapportage.sjablonen.soorten import SOORTEN, Uitleg

MEESTE_RAPPORTEN = 20  # that a specimen can be made with: the latest


def met_gebruik() -> QuerySet[Sjabloon]:
    """Sjablonen with ``onderdelen_aantal``, ``rapporten_aantal`` and ``in_de_maak`` (reports not adopted yet)."""
    open_ = ~Q(rapport__status__in=Rapport.AF)
    return Sjabloon.objects.annotate(
        onderdelen_aantal=Count("onderdelen", distinct=True),
        rapporten_aantal=Count("rapport", distinct=True),
        in_de_maak=Count("rapport", distinct=True, filter=open_),
    )


def te_kiezen() -> QuerySet[Sjabloon]:
    """What a new report can be made with: in use, and with something in it."""
    delen = Onderdeel.objects.filter(sjabloon=OuterRef("pk"))
    return Sjabloon.objects.filter(Exists(delen), in_gebruik=True)


@dataclass(frozen=True)
class Regel:
    """A part as it stands in the list of contents of its sjabloon."""

    onderdeel: Onderdeel
    nummer: int
    uitleg: Uitleg

    @property
    def vergeleken_met(self) -> str:
        return self.onderdeel.get_vergelijking_display() if self.onderdeel.vergelijking else ""


@dataclass(frozen=True)
class Inhoudsopgave:
    """A sjabloon with its parts in order and the reports that were made with it."""

    sjabloon: Sjabloon
    regels: tuple[Regel, ...]
    rapporten: tuple[Rapport, ...]

    @classmethod
    def van(cls, sjabloon: Sjabloon) -> Inhoudsopgave:
        delen = sjabloon.onderdelen.order_by("volgorde")
        regels = tuple(Regel(deel, n, SOORTEN[deel.soort]) for n, deel in enumerate(delen, start=1))
        return cls(sjabloon, regels, tuple(sjabloon.rapport_set.all()))

    @cached_property
    def open(self) -> tuple[Rapport, ...]:
        """Reports that change when this sjabloon changes."""
        return tuple(rapport for rapport in self.rapporten if not rapport.is_af)

    @cached_property
    def ter_controle(self) -> Rapport | None:
        """A report that is being checked: as long as it is, nothing changes here."""
        return next((r for r in self.rapporten if r.status == Rapport.Status.TER_CONTROLE), None)

    @property
    def telling(self) -> str:
        """What there is to write and to read, in words: '2 vragen per kamer, 1 vraag voor alle kamers samen …'."""
        soorten = [regel.onderdeel.soort for regel in self.regels]
        per_kamer = soorten.count(Onderdeel.Soort.VRAAG_PER_KAMER)
        samen = sum(soort in Onderdeel.VRAGEN for soort in soorten) - per_kamer
        teksten = soorten.count(Onderdeel.Soort.TEKST)
        blokken = len(soorten) - per_kamer - samen - teksten
        delen = [
            _hoeveel(per_kamer, "vraag per kamer", "vragen per kamer"),
            _hoeveel(samen, "vraag voor alle kamers samen", "vragen voor alle kamers samen"),
            _hoeveel(teksten, "vaste tekst", "vaste teksten"),
            _hoeveel(blokken, "blok met cijfers", "blokken met cijfers"),
        ]
        return ", ".join(deel for deel in delen if deel)


def _hoeveel(aantal: int, enkelvoud: str, meervoud: str) -> str:
    return f"{aantal} {enkelvoud if aantal == 1 else meervoud}" if aantal else ""


def proefrapporten(gebruiker: Gebruiker) -> list[Rapport]:
    """The reports whose period, kamers and sources a specimen can be made with, the latest first."""
    return list(Rapport.objects.zichtbaar_voor(gebruiker).order_by("-tm", "-pk")[:MEESTE_RAPPORTEN])


def onbekende_cijfers(tekst: str, rapporten: Sequence[Rapport]) -> list[str]:
    """What stands between braces in a fixed text and would be printed as it was typed, each with what may be meant.

    Looked up in the first of these reports; without any there is nothing to look it up in.
    """
    if "{" not in tekst or not rapporten:
        return []
    lijst = antwoordstof(rapporten[0], None)
    zinnen = []
    for getypt in vul_in(tekst, lijst).onbekend:
        bedoeld = dichtstbij(getypt, lijst)
        vraag = f" Bedoelt u {{{bedoeld}}}?" if bedoeld else ""
        zinnen.append(f"{getypt} is geen cijfer dat een rapport kent. Het wordt zo gedrukt.{vraag}")
    return zinnen


def proefdruk(sjabloon: Sjabloon, van: Rapport) -> Document:
    """What a report over the period and the kamers of ``van`` looks like with this sjabloon, before anyone answered."""
    rijen = Rapport.objects.select_related("afspraak").prefetch_related(
        Prefetch("antwoorden", queryset=Antwoord.objects.none())
    )
    rapport = rijen.get(pk=van.pk)
    rapport.sjabloon = sjabloon  # in memory only: nothing here is stored
    return reken_opnieuw(rapport)
