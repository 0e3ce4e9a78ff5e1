"""Periods: two dates, both included ('t/m' on paper), in the calendar of Europe/Amsterdam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
VERDELINGEN = ("maand", "kwartaal", "halfjaar", "jaar")


def datum_voluit(datum: date, *, jaar: bool = True) -> str:
    """A date in words: ``14 maart 2020``."""
    tekst = f"{datum.day} {MAANDEN[datum.month - 1]}"
    return f"{tekst} {datum.year}" if jaar else tekst


@dataclass(frozen=True, order=True)
class Periode:
    """The days from ``van`` up to and including ``tm``.

    Raises ``ValueError`` when the last day lies before the first. Database filters use the half-open pair
    ``van`` and ``tot`` (the day after), so that no day is lost or counted twice where two periods meet.
    """

    van: date
    tm: date

    _MAANDEN_PER: ClassVar[dict[str, int]] = {"maand": 1, "kwartaal": 3, "halfjaar": 6, "jaar": 12}

    def __post_init__(self) -> None:
        if self.tm < self.van:
            raise ValueError(
                f"De laatste dag ({datum_voluit(self.tm)}) ligt voor de eerste dag ({datum_voluit(self.van)})."
            )

    @classmethod
    def _blok(cls, jaar: int, eerste_maand: int, maanden: int) -> Periode:
        volgende = eerste_maand + maanden
        eind = date(jaar + (volgende - 1) // 12, (volgende - 1) % 12 + 1, 1)
        return cls(date(jaar, eerste_maand, 1), eind - timedelta(days=1))

    @classmethod
    def maand(cls, jaar: int, maand: int) -> Periode:
        return cls._blok(jaar, maand, 1)

    @classmethod
    def kwartaal(cls, jaar: int, kwartaal: int) -> Periode:
        return cls._blok(jaar, 3 * kwartaal - 2, 3)

    @classmethod
    def halfjaar(cls, jaar: int, helft: int) -> Periode:
        return cls._blok(jaar, 6 * helft - 5, 6)

    @classmethod
    def jaar(cls, jaar: int) -> Periode:
        return cls._blok(jaar, 1, 12)

    @property
    def tot(self) -> date:
        """The first day after the period."""
        return self.tm + timedelta(days=1)

    @property
    def dagen(self) -> int:
        return (self.tot - self.van).days

    def bevat(self, datum: date) -> bool:
        return self.van <= datum <= self.tm

    def doorsnede(self, andere: Periode) -> Periode | None:
        """The days that both periods share, or None."""
        van, tm = max(self.van, andere.van), min(self.tm, andere.tm)
        return Periode(van, tm) if van <= tm else None

    def jaar_eerder(self) -> Periode:
        """The same dates one year earlier. The last day of February stays the last one, also to or from a leap year."""
        hele_maand = self.tot.day == 1
        tm = _jaar_terug(self.tot) - timedelta(days=1) if hele_maand else _jaar_terug(self.tm)
        return Periode(_jaar_terug(self.van), tm)

    def verdeel(self, per: str) -> list[Periode]:
        """Months, quarters, half-years or years that touch this period, clipped to it, in order."""
        maanden = self._MAANDEN_PER[per]

        delen, jaar, maand = [], self.van.year, (self.van.month - 1) // maanden * maanden + 1
        while date(jaar, maand, 1) <= self.tm:
            deel = self._blok(jaar, maand, maanden).doorsnede(self)
            if deel:
                delen.append(deel)
            jaar, maand = (jaar + 1, 1) if maand + maanden > 12 else (jaar, maand + maanden)
        return delen

    def __str__(self) -> str:
        if self.van == self.tm:
            return datum_voluit(self.van)
        zelfde_jaar = self.van.year == self.tm.year
        return f"{datum_voluit(self.van, jaar=not zelfde_jaar)} t/m {datum_voluit(self.tm)}"


def _jaar_terug(datum: date) -> date:
    try:
        return datum.replace(year=datum.year - 1)
    except ValueError:  # 29 February
        return datum.replace(year=datum.year - 1, day=28)
