"""READ: enquêtes as their pages show them: which are whose, how many answered, and what came out.

What came out is shown once the last day is over, and from ``MINSTENS`` answers. Outside roles never come here: what
they see of an enquête is an indicator, shielded as every figure is.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from buurtwerkkamers import opmaak
from buurtwerkkamers.models import Gebruiker, Kamer, Stelling
from buurtwerkkamers.rechten import kamers_met
from deelnemers.models import Enquete, Enquetekamer, Enquetetelling
from deelnemers.tellingen import Enqueteuitkomst
from deelnemers.tellingen.enquetes import MINSTENS, laat_zien

ZIEN, WIJZIGEN, TELLEN = "enquetes.zien", "enquetes.wijzigen", "enquetes.tellen"
EENS = ("helemaal niet mee eens", "niet mee eens", "niet mee eens, niet mee oneens", "mee eens", "helemaal mee eens")
NOG_NIET, OPEN, GESLOTEN = "nog niet open", "open", "gesloten"
STAATKLEUR = {NOG_NIET: "neutraal", OPEN: "let_op", GESLOTEN: "goed"}


def staat(enquete: Enquete, vandaag: date | None = None) -> str:
    vandaag = vandaag or timezone.localdate()
    return NOG_NIET if enquete.van > vandaag else GESLOTEN if enquete.tm < vandaag else OPEN


def zichtbare_enquetes(gebruiker: Gebruiker, recht: str = ZIEN) -> QuerySet[Enquete]:
    """The enquêtes held at a kamer of this user."""
    van_kamers = Enquetekamer.objects.filter(kamer__in=kamers_met(gebruiker, recht))
    return Enquete.objects.filter(pk__in=van_kamers.values("enquete"))


def met_aantallen(enquetes: QuerySet[Enquete], kamers: Iterable[Kamer]) -> QuerySet[Enquete]:
    """With ``ingevuld`` (forms handed in) and ``uitgenodigd`` (None: not known), over these kamers."""
    delen = Enquetekamer.objects.filter(kamer__in=list(kamers), enquete=OuterRef("pk")).order_by().values("enquete")
    ingevuld = Enquetetelling.objects.filter(
        stelling__isnull=True, enquetekamer__kamer__in=list(kamers), enquetekamer__enquete=OuterRef("pk")
    )
    samen = ingevuld.order_by().values("enquetekamer__enquete").annotate(samen=Sum("aantal")).values("samen")
    return enquetes.annotate(
        ingevuld=Coalesce(Subquery(samen, output_field=IntegerField()), 0),
        uitgenodigd=Subquery(delen.annotate(samen=Sum("uitgenodigd")).values("samen"), output_field=IntegerField()),
    )


def open_enquetes(kamer: Kamer, vandaag: date) -> list[Enquetekamer]:
    """What a visitor can fill in at this kamer today; partners get a link."""
    return list(
        Enquetekamer.objects.filter(kamer=kamer, enquete__van__lte=vandaag, enquete__tm__gte=vandaag)
        .exclude(enquete__doelgroep=Enquete.Doelgroep.PARTNERS)
        .select_related("enquete")
        .order_by("enquete__tm", "enquete__naam")
    )


# --- what came out ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Antwoordstaaf:
    """One answer: its name, how often it was given, and that as a share of those who answered (per cents)."""

    label: str
    aantal: int
    procent: int


@dataclass(frozen=True)
class Vraaguitslag:
    """One question at one kamer (or all). ``reden`` says why nothing is shown; '' when it is."""

    stelling: Stelling
    uitkomst: Enqueteuitkomst
    staven: tuple[Antwoordstaaf, ...] = ()
    reden: str = ""

    @property
    def is_cijfer(self) -> bool:
        return self.stelling.soort == Stelling.Soort.CIJFER

    @property
    def tekst(self) -> str:
        """The one figure of this question: '67% is het eens' as a share, or a mark."""
        if self.reden:
            return opmaak.GEEN
        if self.is_cijfer:
            return opmaak.getal(self.uitkomst.gemiddelde, 1)
        return opmaak.procent(self.uitkomst.aandeel, 1)


@dataclass(frozen=True)
class Kameruitslag:
    """An enquête at one kamer, or (``kamer`` None) over all kamers of this user together."""

    kamer: Kamer | None
    deel: Enquetekamer | None
    uitgenodigd: int | None
    digitaal: int
    papier: int
    vragen: tuple[Vraaguitslag, ...] = ()

    @property
    def ingevuld(self) -> int:
        return self.digitaal + self.papier

    @property
    def naam(self) -> str:
        return self.kamer.naam if self.kamer else "Alle kamers samen"

    @property
    def deed_mee(self) -> str:
        """The share of those invited that answered; a dash when it is not known how many were."""
        return opmaak.aandeel(self.ingevuld, self.uitgenodigd)

    @property
    def te_veel(self) -> bool:
        """More forms than people who were asked: somebody may have answered twice, or the number is wrong."""
        return self.uitgenodigd is not None and self.ingevuld > self.uitgenodigd


@dataclass(frozen=True)
class Papierstand:
    """What was typed from paper at one kamer: per (stelling id, answer) how often, and how many were invited there."""

    uitgenodigd: int | None
    formulieren: int
    aantallen: Mapping[tuple[int, int], int]

    @property
    def kenmerk(self) -> str:
        """Differs when anything of it does. There is no number of the last change: these counts have no history."""
        inhoud = repr((self.uitgenodigd, self.formulieren, sorted(self.aantallen.items())))
        return hashlib.sha256(inhoud.encode()).hexdigest()[:32]


def papierstand(deel: Enquetekamer) -> Papierstand:
    rijen = Enquetetelling.objects.filter(enquetekamer=deel, herkomst=Enquetetelling.Herkomst.PAPIER, aantal__gt=0)
    mensen, aantallen = 0, {}
    for stelling_id, waarde, aantal in rijen.values_list("stelling_id", "waarde", "aantal"):
        if stelling_id is None or waarde is None:
            mensen = aantal
        else:
            aantallen[stelling_id, waarde] = aantal
    return Papierstand(deel.uitgenodigd, mensen, aantallen)


Tellingen = dict[tuple[int, int], int]  # (stelling id, answer): how often


def lees(enquete: Enquete, kamers: Sequence[Kamer]) -> list[Kameruitslag]:
    """Per kamer, and over all of them last when there are more. Four queries, whatever the number of kamers.

    The answers themselves are there once the enquête is over.
    """
    delen = list(enquete.enquetekamers.filter(kamer__in=kamers).select_related("kamer").order_by("kamer"))
    mensen: dict[tuple[int, str], int] = {}
    per_deel: dict[int, Tellingen] = defaultdict(lambda: defaultdict(int))
    digitaal: Tellingen = defaultdict(int)
    rijen = Enquetetelling.objects.filter(enquetekamer__in=delen).order_by()
    for deel_id, stelling_id, waarde, herkomst, aantal in rijen.values_list(
        "enquetekamer_id", "stelling_id", "waarde", "herkomst", "aantal"
    ):
        if stelling_id is None or waarde is None:
            mensen[deel_id, herkomst] = aantal
        else:
            per_deel[deel_id][stelling_id, waarde] += aantal
            if herkomst == Enquetetelling.Herkomst.DIGITAAL:
                digitaal[deel_id, stelling_id] += aantal
    vragen = [vraag.stelling for vraag in enquete.enquetevragen.select_related("stelling").order_by("volgorde")]
    is_over = staat(enquete) == GESLOTEN
    uitslagen = [
        Kameruitslag(
            kamer=deel.kamer,
            deel=deel,
            uitgenodigd=deel.uitgenodigd,
            digitaal=mensen.get((deel.pk, Enquetetelling.Herkomst.DIGITAAL), 0),
            papier=mensen.get((deel.pk, Enquetetelling.Herkomst.PAPIER), 0),
            vragen=tuple(_vraag(s, per_deel[deel.pk], digitaal[deel.pk, s.pk]) for s in vragen) if is_over else (),
        )
        for deel in delen
    ]
    return [*uitslagen, _samen(uitslagen, vragen, per_deel)] if len(uitslagen) > 1 else uitslagen


def _samen(uitslagen: list[Kameruitslag], vragen: list[Stelling], per_deel: dict[int, Tellingen]) -> Kameruitslag:
    """All kamers together; a question is hidden when what is hidden at the kamers could be worked out from it."""
    alles: Tellingen = defaultdict(int)
    for tellingen in per_deel.values():
        for antwoord, aantal in tellingen.items():
            alles[antwoord] += aantal
    samen = []
    for plaats, stelling in enumerate(vragen if uitslagen[0].vragen else []):
        delen = [uitslag.vragen[plaats].uitkomst for uitslag in uitslagen]
        digitaal = sum(deel.digitaal for deel in delen)
        samen.append(_vraag(stelling, alles, digitaal, verraadt=laat_zien(delen)))
    gevraagd = [uitslag.uitgenodigd for uitslag in uitslagen if uitslag.uitgenodigd is not None]
    return Kameruitslag(
        kamer=None,
        deel=None,
        uitgenodigd=sum(gevraagd) if len(gevraagd) == len(uitslagen) else None,
        digitaal=sum(uitslag.digitaal for uitslag in uitslagen),
        papier=sum(uitslag.papier for uitslag in uitslagen),
        vragen=tuple(samen),
    )


def _vraag(stelling: Stelling, tellingen: Tellingen, digitaal: int, *, verraadt: bool = False) -> Vraaguitslag:
    paren = [(waarde, tellingen.get((stelling.pk, waarde), 0)) for waarde in range(1, stelling.hoogste + 1)]
    uitkomst = Enqueteuitkomst.van(paren, digitaal=digitaal)
    if not uitkomst.ingevuld:
        return Vraaguitslag(stelling, uitkomst, reden="Niemand beantwoordde deze vraag.")
    if uitkomst.te_weinig:
        waar = "" if uitkomst.ingevuld < MINSTENS else " op een telefoon of tablet"
        return Vraaguitslag(stelling, uitkomst, reden=f"Te weinig antwoorden{waar}: minder dan {MINSTENS}.")
    if verraadt:
        reden = f"Bij een kamer waren er minder dan {MINSTENS} antwoorden. Die zouden hieruit af te leiden zijn."
        return Vraaguitslag(stelling, uitkomst, reden=reden)
    namen = EENS if stelling.hoogste == len(EENS) else [str(waarde) for waarde, _ in paren]
    staven = tuple(
        Antwoordstaaf(naam, aantal, int(opmaak.rond_af(Decimal(100 * aantal) / uitkomst.ingevuld)))
        for naam, (_, aantal) in zip(namen, paren, strict=True)
    )
    return Vraaguitslag(stelling, uitkomst, staven)
