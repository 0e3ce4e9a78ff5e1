"""With which earlier period a block is compared, and how growth is written. Nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import MIN, datum, euro, getal, rond_af
from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getal, Kolom
from rapportage.models import Onderdeel, Rapport

Vergelijking = Onderdeel.Vergelijking
GELIJK = "gelijk"
EEN_JAAR_EERDER = "een jaar eerder"
REGEL = (
    "Groei is het aantal nu min het aantal eerder. Tussen haakjes staat hoeveel procent dat is van het aantal eerder, "
    "afgerond op hele procenten. Was het eerder 0, dan is er geen percentage."
)


@dataclass(frozen=True)
class Vergeleken:
    """What is compared: ``paren`` are periods of now, each with the earlier one; the last is the whole report.

    ``naam``: how the earlier period is called ('een jaar eerder').
    """

    naam: str
    paren: tuple[tuple[Periode, Periode], ...]

    @property
    def nu(self) -> Periode:
        return self.paren[-1][0]

    @property
    def dan(self) -> str:
        """As it stands after 'meer dan': 'een jaar eerder', 'in het halfjaar ervoor'."""
        return self.naam if self.naam == EEN_JAAR_EERDER else f"in {self.naam}"

    @property
    def bijna_even_lang(self) -> bool:
        """Whether the days differ by a tenth at most. Otherwise more or fewer people is no finding."""
        return abs(self.nu.dagen - self.eerder.dagen) * 10 <= max(self.nu.dagen, self.eerder.dagen)

    @property
    def alleen_geheel(self) -> Vergeleken:
        """The same without the sub-periods."""
        return Vergeleken(self.naam, self.paren[-1:])

    @property
    def eerder(self) -> Periode:
        """The earlier period that the whole report is compared with."""
        return self.paren[-1][1]


def vergeleken(vergelijking: str, geheel: Periode, tijdvakken: tuple[Periode, ...] = ()) -> Vergeleken | None:
    """The periods to compare; None when nothing is compared.

    A year earlier has the same dates, of the sub-periods too (29 February: see ``Periode.jaar_eerder``). A half-year or
    a year before is whole, and is held against the whole report only.
    """
    match vergelijking:
        case Vergelijking.JAAR_EERDER:
            perioden = dict.fromkeys((*tijdvakken, geheel))
            return Vergeleken(EEN_JAAR_EERDER, tuple((p, _jaar_eerder(p, tijdvakken)) for p in perioden))
        case Vergelijking.VORIG_HALFJAAR:
            return Vergeleken("het halfjaar ervoor", ((geheel, _halfjaar_voor(geheel)),))
        case Vergelijking.HEEL_VORIG_JAAR:
            jaar = Periode.jaar(geheel.van.year - 1)
            return Vergeleken(f"heel {geheel.van.year - 1}", ((geheel, jaar),))
    return None


def eerdere(vergelijking: str, rapport: Rapport) -> tuple[str, tuple[Periode, ...]]:
    """How the earlier period is called and its dates: of each sub-period where those are compared, then of the whole.

    ('', ()) when nothing is compared.
    """
    tijdvakken = tuple(deel.periode for deel in rapport.deelperioden.all())
    gevonden = vergeleken(vergelijking, rapport.periode, tijdvakken)
    return (gevonden.naam, tuple(eerder for _, eerder in gevonden.paren)) if gevonden else ("", ())


def alle_perioden(rapport: Rapport) -> tuple[Periode, ...]:
    """The days that a report tells about: its own, and those of the earlier periods that its blocks stand beside."""
    gekozen = sorted(set(rapport.sjabloon.onderdelen.values_list("vergelijking", flat=True)) - {Vergelijking.GEEN})
    eerder = [periode for vergelijking in gekozen for periode in eerdere(vergelijking, rapport)[1]]
    return tuple(dict.fromkeys((rapport.periode, *eerder)))


def _jaar_eerder(periode: Periode, tijdvakken: tuple[Periode, ...]) -> Periode:
    """The same dates a year earlier. What begins on 29 February begins on 1 March when another ends the day before.

    So 28 February of that year is not counted in two sub-periods.
    """
    eerder = periode.jaar_eerder()
    schrikkeldag = (periode.van.month, periode.van.day) == (2, 29)
    if schrikkeldag and periode.dagen > 1 and any(ander.tot == periode.van for ander in tijdvakken):
        return Periode(eerder.van + timedelta(days=1), eerder.tm)
    return eerder


def _halfjaar_voor(periode: Periode) -> Periode:
    """The whole half-year before the one in which the period begins."""
    halfjaar = Periode.halfjaar(periode.van.year, 1 if periode.van.month <= 6 else 2)
    dag = halfjaar.van - timedelta(days=1)
    return Periode.halfjaar(dag.year, 1 if dag.month <= 6 else 2)


# --- growth -----------------------------------------------------------------------------------------------------


def procenten(nu: Getal, eerder: Getal) -> int | None:
    """Growth in whole per cents of what it was, half up; None when it was nothing (or less, as a balance can be)."""
    return int(rond_af(Decimal(100) * (nu - eerder) / eerder)) if eerder > 0 else None


def groei(nu: Getal, eerder: Getal, soort: str = "getal") -> str:
    """'+12 (+18%)', '−5 (−3%)', '+1 (<1%)', '+12 (was 0)' or 'gelijk'; of kind euro '+€ 1.200 (+4%)'."""
    verschil = nu - eerder
    if not verschil:
        return GELIJK
    deel = "was 0" if not eerder else procent_tekst(nu, eerder)
    return f"{verschil_tekst(verschil, soort)} ({deel})" if deel else verschil_tekst(verschil, soort)


def procent_tekst(nu: Getal, eerder: Getal) -> str:
    """'+18%', '−3%', '<1%' for a change that rounds to nothing, '0%'; '' when there is no percentage."""
    deel = procenten(nu, eerder)
    if deel is None:
        return ""
    if not deel:
        return "0%" if nu == eerder else "<1%"
    return f"{MIN if deel < 0 else '+'}{getal(abs(deel))}%"


def verschil_tekst(verschil: Getal, soort: str = "getal") -> str:
    """'+12', '−€ 1.200'."""
    grootte = abs(Decimal(verschil))
    bedrag = euro(grootte, 0 if grootte == int(grootte) else 2) if soort == "euro" else getal(grootte)
    return f"{MIN if verschil < 0 else '+'}{bedrag}"


def groeicel(nu: Getal | None, eerder: Getal | None, soort: str = "getal", *, nog_dicht: bool = False) -> str:
    """Growth, or why there is none. None: not registered; ``nog_dicht``: the kamer was not open yet."""
    if nu is None:
        return "niet geregistreerd" if eerder is None else "nu niet geregistreerd"
    if eerder is None:
        return "was nog niet open" if nog_dicht else "eerder niet geregistreerd"
    return groei(nu, eerder, soort)


def nog_dicht(kamer: Kamer | None, periode: Periode) -> bool:
    """Whether this kamer opened after the period."""
    return bool(kamer and kamer.open_vanaf and kamer.open_vanaf > periode.tm)


def kolommen(eerste: str, nu: Periode, eerder: Periode, soort: str = "getal") -> tuple[Kolom, ...]:
    """Earlier, now, growth: four columns, so that they fit on paper and on a telephone."""
    return (
        Kolom(eerste, "tekst"),
        Kolom(str(eerder), soort),  # type: ignore[arg-type]
        Kolom(str(nu), soort),  # type: ignore[arg-type]
        Kolom("Groei", "groei"),
    )


# --- what to be careful about -----------------------------------------------------------------------------------


def voorbehoud(met: Vergeleken) -> tuple[str, ...]:
    """What is not the same about the two periods."""
    zinnen = []
    nu, eerder = met.paren[-1]
    if nu.dagen != eerder.dagen:
        zinnen.append(
            f"De perioden zijn niet even lang: {nu} heeft {getal(nu.dagen)} dagen, {eerder} heeft "
            f"{getal(eerder.dagen)} dagen."
            f"{'' if met.bijna_even_lang else ' In meer dagen komen vanzelf meer mensen: dit is geen groei per dag.'}"
        )
    if nu.doorsnede(eerder):
        zinnen.append("De perioden overlappen elkaar: wat op die dagen gebeurde, telt in beide.")
    return tuple(zinnen)


def opening(kamer: Kamer, met: Vergeleken) -> tuple[str, ...]:
    """That the kamer was open during a part of one of the two periods only."""
    zinnen = []
    nu, eerder = met.paren[-1]
    if nog_dicht(kamer, eerder):
        zinnen.append(f"{kamer.naam} was in {eerder} nog niet open: de kamer opende op {datum(kamer.open_vanaf)}.")
    elif kamer.open_vanaf and kamer.open_vanaf > eerder.van:
        zinnen.append(f"{kamer.naam} opende op {datum(kamer.open_vanaf)}, dus in de loop van {eerder}.")
    if kamer.gesloten_op and kamer.gesloten_op < nu.tm:
        zinnen.append(f"{kamer.naam} was tot en met {datum(kamer.gesloten_op)} open.")
    return tuple(zinnen)
