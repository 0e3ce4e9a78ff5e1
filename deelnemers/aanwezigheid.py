"""READ: who is here, who usually comes, and who resembles a new name. For the screens of the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from django.db.models import Count, Max

from buurtwerkkamers.models import Kamer
from deelnemers.models import Activiteit, Deelname, Deelnemer, Persoonsgegevens, Telling
from deelnemers.namen import zoekvorm

VAST_DAGEN = 182
VAST_AANTAL = 24
ZOEK_AANTAL = 30
RITME_WEKEN = 8
GELIJKENIS = 0.8


@dataclass(frozen=True)
class Tegel:
    """One person on the screen of an activity: the name as this user may see it, and whether they are here."""

    deelnemer_id: int
    naam: str
    nummer: str
    aanwezig: bool

    @property
    def sleutel(self) -> str:
        """The id as text: a template would write 1234 as '1.234'."""
        return str(self.deelnemer_id)


@dataclass(frozen=True)
class Activiteittegel:
    """One activity of today: how many people are here with a name and without."""

    activiteit: Activiteit
    aanwezig: int
    zonder_naam: int
    verwacht: bool


def activiteittegels(activiteiten: Iterable[Activiteit], datum: date) -> list[Activiteittegel]:
    """Today's counters; ``verwacht`` when people came on this weekday in the last weeks, or are here already."""
    activiteiten = list(activiteiten)
    dagen = [datum - timedelta(weeks=week) for week in range(RITME_WEKEN + 1)]
    rijen = Deelname.objects.filter(activiteit__in=activiteiten, datum__in=dagen)
    ritme = {rij["activiteit"] for rij in rijen.values("activiteit").distinct()}
    aanwezig = dict(
        rijen.filter(datum=datum).values_list("activiteit").annotate(Count("pk")).values_list("activiteit", "pk__count")
    )
    anoniem = dict(Telling.objects.filter(activiteit__in=activiteiten, datum=datum).values_list("activiteit", "aantal"))
    return [
        Activiteittegel(a, aanwezig.get(a.pk, 0), anoniem.get(a.pk, 0), a.pk in ritme or anoniem.get(a.pk, 0) > 0)
        for a in activiteiten
    ]


def aanwezigen(activiteit: Activiteit, datum: date) -> set[int]:
    """Ids of the people who are here."""
    return set(Deelname.objects.filter(activiteit=activiteit, datum=datum).values_list("deelnemer", flat=True))


def vaste_bezoekers(activiteit: Activiteit, datum: date) -> list[int]:
    """Ids of those who came here most in the last half-year.

    Nobody yet: those who come to the kamer most, but never because they came to a sensitive activity.
    """
    recent = Deelname.objects.filter(
        kamer=activiteit.kamer_id, datum__gte=datum - timedelta(days=VAST_DAGEN), datum__lte=datum
    )

    def meest(rijen) -> list[int]:
        geteld = rijen.values("deelnemer").annotate(keer=Count("pk"), laatst=Max("datum"))
        return [rij["deelnemer"] for rij in geteld.order_by("-keer", "-laatst", "deelnemer")[:VAST_AANTAL]]

    return meest(recent.filter(activiteit=activiteit)) or meest(recent.filter(activiteit__gevoelig=False))


def tegels(deelnemers: Iterable[Deelnemer], aanwezig: set[int], *, volledig: bool) -> list[Tegel]:
    """Tiles in order of name: full names, or first name and initial. Two that read the same get their number too."""
    namen = [(mens.naam if volledig else mens.deurnaam, mens) for mens in deelnemers]
    vaker = {naam for naam in (n for n, _ in namen) if sum(n == naam for n, _ in namen) > 1}
    rijen = [Tegel(mens.pk, naam, mens.nummer if naam in vaker else "", mens.pk in aanwezig) for naam, mens in namen]
    return sorted(rijen, key=lambda tegel: (zoekvorm(tegel.naam), tegel.nummer))


def lijken_op(kamer: Kamer, voornaam: str, achternaam: str = "") -> list[int]:
    """Ids of people of this kamer whose name is very like a new one, at most six.

    First names must resemble each other; when both have a last name, those too (an initial alone is enough).
    """
    voor, achter = zoekvorm(voornaam), _kern(achternaam)
    bekend = Persoonsgegevens.objects.filter(kamers__contains=[kamer.pk]).values_list(
        "deelnemer", "voornaam", "achternaam"
    )
    gevonden = []
    for deelnemer, zijn_voornaam, zijn_achternaam in bekend:
        score = _lijkt(voor, zoekvorm(zijn_voornaam))
        hun = _kern(zijn_achternaam)
        if score >= GELIJKENIS and (not achter or not hun or _achternaam_lijkt(achter, hun)):
            gevonden.append((-score, deelnemer))
    return [deelnemer for _, deelnemer in sorted(gevonden)[:6]]


def _kern(achternaam: str) -> str:
    """The last name without what stands before it: 'el Bakkali' becomes 'bakkali'."""
    delen = achternaam.split()
    while len(delen) > 1 and delen[0][0].islower():
        delen = delen[1:]
    return zoekvorm(" ".join(delen))


def _lijkt(een: str, ander: str) -> float:
    return SequenceMatcher(None, een, ander).ratio()


def _achternaam_lijkt(een: str, ander: str) -> bool:
    kort, lang = sorted((een.rstrip("."), ander.rstrip(".")), key=len)
    return _lijkt(kort, lang) >= GELIJKENIS or (len(kort) == 1 and lang.startswith(kort))
