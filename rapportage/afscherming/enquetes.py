"""Which outcomes of enquêtes outside readers may see: ten answers, also after subtracting.

Answers add up over kamers and over enquêtes, so that all kamers less the others would give the one that is hidden. An
outcome over more than one of them is therefore shown only when each part by itself has ten answers to each question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from buurtwerkkamers.perioden import Periode
from deelnemers.models import Enquetetelling
from rapportage.afscherming.tonen import GRENS
from rapportage.cijfers import Cijfer


class Enquetezicht:
    """Which of these outcomes are shown. One query for all of them."""

    def __init__(self, cijfers: Iterable[Cijfer], vandaag: date) -> None:
        cijfers = list(cijfers)
        # (kamer, enquête) -> its last day, and the fewest answers to any of its questions
        self._delen: dict[tuple[str, int], tuple[date, int]] = {}
        if not cijfers:
            return
        spanne = Periode(min(c.periode.van for c in cijfers), max(c.periode.tm for c in cijfers))
        rijen = (
            Enquetetelling.objects.filter(
                enquetekamer__kamer__naam__in={naam for cijfer in cijfers for naam in cijfer.kamers},
                enquetekamer__enquete__tm__gte=spanne.van,
                enquetekamer__enquete__tm__lt=min(spanne.tot, vandaag),
                stelling__isnull=False,
            )
            .order_by()
            .values_list("enquetekamer__kamer__naam", "enquetekamer__enquete", "enquetekamer__enquete__tm", "stelling")
            .annotate(samen=Sum("aantal"))
        )
        antwoorden: dict[tuple[str, int, date], list[int]] = defaultdict(list)
        for naam, enquete, tm, _, samen in rijen:
            if samen:
                antwoorden[naam, enquete, tm].append(samen)
        self._delen = {(naam, enquete): (tm, min(n)) for (naam, enquete, tm), n in antwoorden.items()}

    def mag(self, cijfer: Cijfer) -> bool:
        """Whether none of the parts of this outcome could be worked out that has too few answers."""
        delen = [
            n for (naam, _), (tm, n) in self._delen.items() if naam in cijfer.kamers and cijfer.periode.bevat(tm)
        ]  # fmt: skip
        return len(delen) <= 1 or min(delen) >= GRENS
