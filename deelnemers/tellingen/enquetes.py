"""What enquêtes said: how many answered a question, how many agree, and the mean mark, per kamer, question and group.

An enquête counts in the period of its last day, and only once that day is over: as long as people can answer, nobody
can see a figure move. Parts are added up as counts and sums, so a share or mean over kamers is never a mean of means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from django.db.models import Sum
from django.utils import timezone

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Enquetetelling
from deelnemers.tellingen.basis import ids

MINSTENS = 5  # from so many answers an outcome says nothing about one of them
ALLE = ""  # the groups together, whoever an enquête was for
Sleutel = tuple[int | None, int, str]  # kamer id (None: all of them), stelling id, doelgroep
Deel = tuple[int, int]  # kamer id, enquête id
EENS_VANAF = 4  # on the scale from 1 ('helemaal niet mee eens') to 5 ('helemaal mee eens')


@dataclass(frozen=True)
class Enqueteuitkomst:
    """The answers to one question: how many, how many of them 4 or 5 (for a statement), and their sum.

    Who skipped the question is not in ``ingevuld``. For a mark ``eens`` and ``aandeel`` mean nothing. ``digitaal``: how
    many of them were not on paper; ``verraadt``: an outcome that may not be shown could be worked out from this one.
    """

    ingevuld: int = 0
    eens: int = 0
    som: int = 0
    digitaal: int = field(default=0, compare=False)
    verraadt: bool = field(default=False, compare=False)

    @classmethod
    def van(cls, antwoorden: Iterable[tuple[int, int]], *, digitaal: int = 0) -> Enqueteuitkomst:
        """From pairs of an answer and how often it was given."""
        paren = list(antwoorden)
        return cls(
            ingevuld=sum(aantal for _, aantal in paren),
            eens=sum(aantal for waarde, aantal in paren if waarde >= EENS_VANAF),
            som=sum(waarde * aantal for waarde, aantal in paren),
            digitaal=digitaal,
        )

    def __add__(self, ander: Enqueteuitkomst) -> Enqueteuitkomst:
        return Enqueteuitkomst(
            self.ingevuld + ander.ingevuld, self.eens + ander.eens, self.som + ander.som, self.digitaal + ander.digitaal
        )

    @property
    def te_weinig(self) -> bool:
        """Whether somebody's answer could be seen. Who typed the paper knows it, so digital answers count apart."""
        return 0 < self.ingevuld < MINSTENS or 0 < self.digitaal < MINSTENS

    @property
    def toonbaar(self) -> bool:
        return self.ingevuld > 0 and not self.te_weinig and not self.verraadt

    @property
    def aandeel(self) -> Decimal | None:
        """Per cents that agree or strongly agree, one decimal, half up; None when nobody answered."""
        return self._deel(100 * self.eens)

    @property
    def gemiddelde(self) -> Decimal | None:
        """The mean mark, one decimal, half up; None when nobody answered."""
        return self._deel(self.som)

    def _deel(self, teller: int) -> Decimal | None:
        return (Decimal(teller) / self.ingevuld).quantize(Decimal("0.1"), ROUND_HALF_UP) if self.ingevuld else None


def tel_enquetes(
    kamers: Sequence[Kamer], periode: Periode, *, vandaag: date | None = None
) -> dict[Sleutel, Enqueteuitkomst]:
    """The answers per (kamer id, stelling id, doelgroep); None and ALLE are these kamers and all groups. One query.

    Of the enquêtes whose last day lies in the period and is over. A question that nobody answered is absent.
    """
    geteld = (
        Enquetetelling.objects.filter(
            enquetekamer__kamer__in=ids(kamers),
            enquetekamer__enquete__tm__gte=periode.van,
            enquetekamer__enquete__tm__lt=min(periode.tot, vandaag or timezone.localdate()),
            stelling__isnull=False,
            aantal__gt=0,
        )
        .order_by()
        .values_list(
            "enquetekamer__kamer_id", "stelling_id", "enquetekamer__enquete__doelgroep", "enquetekamer__enquete_id",
            "waarde", "herkomst",
        )
        .annotate(samen=Sum("aantal"))
    )  # fmt: skip
    delen: dict[Sleutel, dict[Deel, Enqueteuitkomst]] = defaultdict(lambda: defaultdict(Enqueteuitkomst))
    for kamer_id, stelling_id, doelgroep, enquete_id, waarde, herkomst, aantal in geteld:
        digitaal = aantal if herkomst == Enquetetelling.Herkomst.DIGITAAL else 0
        antwoord = Enqueteuitkomst.van([(waarde, aantal)], digitaal=digitaal)
        for waar, groep in product((kamer_id, None), (doelgroep, ALLE)):
            delen[waar, stelling_id, groep][kamer_id, enquete_id] += antwoord
    return {sleutel: _samen(van_hier) for sleutel, van_hier in delen.items()}


def _samen(delen: Mapping[Deel, Enqueteuitkomst]) -> Enqueteuitkomst:
    """These parts as one outcome, and whether it gives away a part that has too few answers.

    Each enquête has a page of its own. Of one enquête, the whole less the kamers that are shown leaves those that are
    not; of more, there are more ways to subtract, so that none of the parts may be one that is not shown.
    """
    samen = sum(delen.values(), Enqueteuitkomst())
    if len(delen) == 1:
        return samen
    een_enquete = len({enquete_id for _, enquete_id in delen}) == 1
    verraadt = laat_zien(delen.values()) if een_enquete else any(deel.te_weinig for deel in delen.values())
    return replace(samen, verraadt=verraadt)


def laat_zien(delen: Iterable[Enqueteuitkomst]) -> bool:
    """Whether the sum of these parts gives away those of them that have too few answers."""
    verborgen = sum((deel for deel in delen if deel.te_weinig), Enqueteuitkomst())
    return verborgen.te_weinig
