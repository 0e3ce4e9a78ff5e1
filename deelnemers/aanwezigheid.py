"""READ: who is here, who usually comes, and who resembles a new name. For the screens of the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet, Sum
from rapidfuzz.distance import Indel

from buurtwerkkamers.models import Kamer
from deelnemers import samengevoegd
from deelnemers.models import (
    Activiteit,
    Activiteitdag,
    Deelname,
    Deelnemer,
    Opening,
    Persoonsgegevens,
    Ritme,
    Telling,
)
from deelnemers.namen import klankvorm, klinken_gelijk, zoekvorm

VAST_DAGEN = 182
VAST_AANTAL = 60
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
    """One activity of today: how many people are here with a name and without, and at what time it is.

    ``extra``: added for today only, and nobody is here yet, so it may go again.
    """

    activiteit: Activiteit
    aanwezig: int
    zonder_naam: int
    verwacht: bool
    tijd: str = ""
    extra: bool = False

    @property
    def sleutel(self) -> str:
        return str(self.activiteit.pk)


@dataclass(frozen=True)
class Drukte:
    """How a kamer is open today, and how many people were counted against the most that may be inside."""

    opening: Opening
    geteld: int

    @property
    def stand(self) -> str:
        """The key of the text that says it; '' when it is simply open."""
        return {"dicht": "stand_dicht", "beperkt": "stand_beperkt", "op afspraak": "stand_afspraak"}.get(
            self.opening.stand, ""
        )

    @property
    def is_vol(self) -> bool:
        return self.opening.hoogstens is not None and self.geteld >= self.opening.hoogstens


def drukte(kamer: Kamer, datum: date) -> Drukte | None:
    """None when nothing special was said about this day."""
    opening = Opening.objects.filter(kamer=kamer, datum=datum).first()
    if opening is None:
        return None
    mensen = Deelname.objects.filter(kamer=kamer, datum=datum).order_by().values("deelnemer").distinct().count()
    zonder = Telling.objects.filter(kamer=kamer, datum=datum).aggregate(som=Sum("aantal"))["som"] or 0
    return Drukte(opening, mensen + zonder)


def activiteittegels(activiteiten: Iterable[Activiteit], datum: date) -> list[Activiteittegel]:
    """Today's counters, in order of time.

    ``verwacht`` when the weekly rhythm or somebody at the door says so, or people are here already; an activity
    without any rhythm also when people came on this weekday in the last weeks.
    """
    activiteiten = list(activiteiten)
    dagen = [datum - timedelta(weeks=week) for week in range(RITME_WEKEN + 1)]
    rijen = Deelname.objects.filter(activiteit__in=activiteiten, datum__in=dagen).order_by()
    kwam = {rij["activiteit"] for rij in rijen.values("activiteit").distinct()}
    aanwezig = dict(
        rijen.filter(datum=datum)
        .values_list("activiteit")
        .annotate(Count("deelnemer"))
        .values_list("activiteit", "deelnemer__count")
    )
    anoniem = dict(
        Telling.objects.filter(activiteit__in=activiteiten, datum=datum)
        .order_by()
        .values_list("activiteit")
        .annotate(Sum("aantal"))
    )
    ritme = {rij.activiteit_id: rij for rij in Ritme.objects.filter(activiteit__in=activiteiten).order_by("-weekdag")}
    vandaag = {
        r.activiteit_id: r for r in Ritme.objects.filter(activiteit__in=activiteiten, weekdag=datum.isoweekday())
    }
    erbij = set(
        Activiteitdag.objects.filter(activiteit__in=activiteiten, datum=datum).values_list("activiteit", flat=True)
    )

    def tegel(a: Activiteit) -> Activiteittegel:
        hier, zonder = aanwezig.get(a.pk, 0), anoniem.get(a.pk, 0)
        vast = a.pk in vandaag or (a.pk not in ritme and a.pk in kwam)
        leeg = not hier and not zonder
        verwacht = vast or a.pk in erbij or not leeg
        tijd = _tijd(vandaag[a.pk]) if a.pk in vandaag else ""
        return Activiteittegel(a, hier, zonder, verwacht, tijd, extra=a.pk in erbij and not vast and leeg)

    return sorted((tegel(a) for a in activiteiten), key=lambda t: (t.tijd or "99", zoekvorm(t.activiteit.naam)))


def _tijd(ritme: Ritme) -> str:
    tijden = [f"{moment:%H:%M}" for moment in (ritme.begin, ritme.eind) if moment]
    return "–".join(tijden)


def aanwezigen(activiteit: Activiteit, datum: date) -> set[int]:
    """Ids of the people who are here, each by the card that holds."""
    hier = Deelname.objects.filter(activiteit=activiteit, datum=datum).values_list("deelnemer", flat=True)
    van_kaart = samengevoegd.wortels()
    return {van_kaart.get(deelnemer, deelnemer) for deelnemer in hier}


def zonder_naam(activiteit: Activiteit, datum: date) -> dict[str, int]:
    """The head count of people without a name, per kind; every kind is in it."""
    geteld = dict(Telling.objects.filter(activiteit=activiteit, datum=datum).values_list("soort", "aantal"))
    return {soort: geteld.get(soort, 0) for soort in Telling.Soort.values}


def vaste_bezoekers(activiteit: Activiteit, datum: date) -> list[int]:
    """Ids of those who came here most in the last half-year.

    Nobody yet: those who come to the kamer most, but never because they came to a sensitive activity.
    """
    recent = Deelname.objects.filter(
        kamer=activiteit.kamer_id, datum__gte=datum - timedelta(days=VAST_DAGEN), datum__lte=datum
    )

    def meest(rijen: QuerySet[Deelname]) -> list[int]:
        van_kaart = samengevoegd.wortels()
        keren: Counter[int] = Counter()
        laatste: dict[int, date] = {}
        for rij in rijen.order_by().values("deelnemer").annotate(keer=Count("pk"), laatst=Max("datum")):
            mens = van_kaart.get(rij["deelnemer"], rij["deelnemer"])
            keren[mens] += rij["keer"]
            laatste[mens] = max(rij["laatst"], laatste.get(mens, rij["laatst"]))
        op_volgorde = sorted(keren, key=lambda mens: (-keren[mens], -laatste[mens].toordinal(), mens))
        return op_volgorde[:VAST_AANTAL]

    return meest(recent.filter(activiteit=activiteit)) or meest(recent.filter(activiteit__gevoelig=False))


def tegels(deelnemers: Iterable[Deelnemer], aanwezig: set[int], *, volledig: bool) -> list[Tegel]:
    """Tiles in order of name: full names, or first name and initial. Two that read the same get their number too."""
    namen = [(mens.naam if volledig else mens.deurnaam, mens) for mens in deelnemers]
    vaker = {naam for naam in (n for n, _ in namen) if sum(n == naam for n, _ in namen) > 1}
    rijen = [Tegel(mens.pk, naam, mens.nummer if naam in vaker else "", mens.pk in aanwezig) for naam, mens in namen]
    return sorted(rijen, key=lambda tegel: (zoekvorm(tegel.naam), tegel.nummer))


def lijken_op(kamer: Kamer, voornaam: str, achternaam: str = "") -> list[int]:
    """Ids of people of this kamer whose name is very like a new one, at most six.

    First names must resemble each other or sound the same; when both have a last name, those too (an initial alone is
    enough).
    """
    voor, achter = zoekvorm(voornaam), _kern(achternaam)
    klank = klankvorm(voornaam)
    bekend = Persoonsgegevens.objects.filter(
        kamers__contains=[kamer.pk], deelnemer__samengevoegd_met__isnull=True
    ).values_list("deelnemer", "voornaam", "achternaam", "klanknaam")
    gevonden = []
    for deelnemer, zijn_voornaam, zijn_achternaam, klanknaam in bekend:
        score = Indel.normalized_similarity(voor, zoekvorm(zijn_voornaam))
        if score < GELIJKENIS and klinken_gelijk(klank, _eerste(klanknaam, zijn_voornaam)):
            score = GELIJKENIS
        hun = _kern(zijn_achternaam)
        if score >= GELIJKENIS and (not achter or not hun or _achternaam_lijkt(achter, hun)):
            gevonden.append((-score, deelnemer))
    return [deelnemer for _, deelnemer in sorted(gevonden)[:6]]


def _eerste(klanknaam: str, voornaam: str) -> str:
    """The part of a sound form that is the first name."""
    return " ".join(klanknaam.split()[: len(voornaam.replace("-", " ").split())])


def _kern(achternaam: str) -> str:
    """The last name without what stands before it: 'el Bakkali' becomes 'bakkali'."""
    delen = achternaam.split()
    while len(delen) > 1 and (delen[0][0].islower() or delen[0] in ("El", "Al")):
        delen = delen[1:]
    return zoekvorm(" ".join(delen))


def _achternaam_lijkt(een: str, ander: str) -> bool:
    kort, lang = sorted((een.rstrip("."), ander.rstrip(".")), key=len)
    if len(kort) == 1:
        return lang.startswith(kort)
    return Indel.normalized_similarity(kort, lang) >= GELIJKENIS or klinken_gelijk(klankvorm(kort), klankvorm(lang))
