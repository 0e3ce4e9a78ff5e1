"""READ: a week of volunteers' hours at a kamer: who could have hours, in which group, and what is filled in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Deelnemer, Inzet, Rol, Vrijwilligersgroep
from deelnemers.samengevoegd import wortels

WEKEN_TERUG = 8
KWARTIER = Decimal("0.25")
HOOGSTE = 24
# A page posts all its cells; so many rows stay under the number of fields that a request may have.
HOOGSTE_RIJEN = 100
GEEN_UREN = "Schrijf uren als 2, 2,5 of 2,25."
TE_VEEL = "Een dag heeft 24 uren: vul er hoogstens 24 in."


@dataclass(frozen=True)
class Rijsleutel:
    """One row of the week: a volunteer in a group (or none), as resident or professional."""

    deelnemer_id: int
    groep_id: int | None
    soort: str

    def __str__(self) -> str:
        return f"{self.deelnemer_id}-{self.groep_id or 0}-{self.soort}"

    @classmethod
    def lees(cls, tekst: str) -> Rijsleutel | None:
        """The key as it stood on the page; None when it is not one."""
        delen = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})-([a-z]{1,12})", tekst)
        if not delen or delen[3] not in Inzet.Soort.values:
            return None
        return cls(int(delen[1]), int(delen[2]) or None, delen[3])


@dataclass(frozen=True)
class Urenrij:
    sleutel: Rijsleutel
    naam: str
    groep: str
    uren: tuple[Decimal | None, ...]  # Monday to Sunday
    vorige_week: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Urenweek:
    """``meer``: how many rows there were beyond what one page can hold."""

    kamer: Kamer
    maandag: date
    rijen: tuple[Urenrij, ...]
    meer: int = 0

    @property
    def dagen(self) -> list[date]:
        return dagen_van(self.maandag)

    @property
    def periode(self) -> Periode:
        return Periode(self.maandag, self.maandag + timedelta(days=6))


def maandag_van(dag: date) -> date:
    return dag - timedelta(days=dag.weekday())


def dagen_van(maandag: date) -> list[date]:
    return [maandag + timedelta(days=n) for n in range(7)]


def kan_op(kamer: Kamer, dag: date, vandaag: date) -> bool:
    """Whether hours can be filled in on that day: not in the future, and the kamer was there."""
    voor_opening = kamer.open_vanaf is not None and dag < kamer.open_vanaf
    na_sluiting = kamer.gesloten_op is not None and dag > kamer.gesloten_op
    return dag <= vandaag and not voor_opening and not na_sluiting


def lees_uren(tekst: str) -> Decimal | None:
    """Hours as people type them: 2, 2,5, 2.25 or 2:30. Empty or 0 is None. ``ValueError`` says how to write it."""
    tekst = tekst.strip().replace(",", ".")
    if minuten := re.fullmatch(r"(\d{1,2}):([0-5]\d)", tekst):
        uren = Decimal(int(minuten[1])) + Decimal(int(minuten[2])) / 60
    elif re.fullmatch(r"(\d{1,4}(\.\d{0,4})?|\.\d{1,4})?", tekst, re.ASCII):
        uren = Decimal(tekst.rstrip(".") or 0)
    else:
        raise ValueError(GEEN_UREN)
    if uren > HOOGSTE:
        raise ValueError(TE_VEEL)
    if uren % KWARTIER:
        raise ValueError(GEEN_UREN)
    return uren or None


def urenweek(
    kamer: Kamer,
    maandag: date,
    *,
    erbij: Iterable[Rijsleutel] = (),
    ook: Iterable[int] = (),
    alleen: Deelnemer | None = None,
) -> Urenweek:
    """The rows of a week: volunteers and keyholders of that week, everybody with hours in the eight weeks up to it,
    the rows ``erbij`` and the people ``ook``. ``alleen``: only the hours of this person, as resident. The number of
    queries is constant.
    """
    van_kaart = wortels()
    uren: dict[tuple[Rijsleutel, date], Decimal] = defaultdict(Decimal)
    inzet = Inzet.objects.filter(
        kamer=kamer, datum__gte=maandag - timedelta(weeks=WEKEN_TERUG), datum__lte=maandag + timedelta(days=6)
    ).order_by()
    if alleen:
        eigen = {alleen.pk, *(kaart for kaart, naar in van_kaart.items() if naar == alleen.pk)}
        inzet = inzet.filter(deelnemer__in=eigen, soort=Inzet.Soort.BEWONER)
    for wie, groep, soort, datum, aantal in inzet.values_list("deelnemer_id", "groep_id", "soort", "datum", "uren"):
        uren[Rijsleutel(van_kaart.get(wie, wie), groep, soort), datum] += aantal
    sleutels = {sleutel for sleutel, _ in uren} | {
        Rijsleutel(van_kaart.get(s.deelnemer_id, s.deelnemer_id), s.groep_id, s.soort) for s in erbij
    }
    bekend = {sleutel.deelnemer_id for sleutel in sleutels}
    zonder = {alleen.pk} if alleen else _vrijwilligers(kamer, maandag, van_kaart).union(ook)
    sleutels |= {Rijsleutel(wie, None, Inzet.Soort.BEWONER) for wie in zonder - bekend}
    rijen = _rijen(kamer, maandag, sleutels, uren)
    return Urenweek(kamer, maandag, tuple(rijen[:HOOGSTE_RIJEN]), max(len(rijen) - HOOGSTE_RIJEN, 0))


def _vrijwilligers(kamer: Kamer, maandag: date, van_kaart: dict[int, int]) -> set[int]:
    """Who was volunteer or keyholder here on a day of that week."""
    rollen = Rol.objects.filter(
        kamer=kamer,
        soort__in=(Rol.Soort.VRIJWILLIGER, Rol.Soort.SLEUTELHOUDER),
        van__lte=maandag + timedelta(days=6),
        deelnemer__persoonsgegevens__isnull=False,
    ).exclude(tot__lt=maandag)
    return {van_kaart.get(wie, wie) for wie in rollen.order_by().values_list("deelnemer_id", flat=True)}


def _rijen(
    kamer: Kamer, maandag: date, sleutels: set[Rijsleutel], uren: dict[tuple[Rijsleutel, date], Decimal]
) -> list[Urenrij]:
    """By group, then residents before professionals, then by name; who has no hours this week can be left out first."""
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk({s.deelnemer_id for s in sleutels})
    groepen = dict(Vrijwilligersgroep.objects.filter(kamer=kamer).values_list("pk", "naam"))
    rijen = [
        Urenrij(
            sleutel,
            mensen[sleutel.deelnemer_id].naam,
            groepen[sleutel.groep_id] if sleutel.groep_id else "",
            tuple(uren.get((sleutel, dag)) for dag in dagen_van(maandag)),
            tuple(uren.get((sleutel, dag)) for dag in dagen_van(maandag - timedelta(weeks=1))),
        )
        for sleutel in sleutels
        if sleutel.deelnemer_id in mensen and (not sleutel.groep_id or sleutel.groep_id in groepen)
    ]
    if len(rijen) > HOOGSTE_RIJEN:
        rijen.sort(key=lambda rij: not any(rij.uren))
        rijen = sorted(rijen[:HOOGSTE_RIJEN], key=_volgorde) + rijen[HOOGSTE_RIJEN:]
        return rijen
    return sorted(rijen, key=_volgorde)


def _volgorde(rij: Urenrij) -> tuple[bool, str, str, str]:
    return (not rij.groep, rij.groep.casefold(), rij.sleutel.soort, rij.naam.casefold())
