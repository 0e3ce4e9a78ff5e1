"""What money does in a made-up year: the budget, when each part of it is paid, and what each contribution went through.

Nothing is written here, and nothing is drawn by lot: the same year gives the same amounts to the cent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.opmaak import rond_af
from financien.models import Bijdragestap
from rapportage.demonstratie.aanbod import HART, KAMERS, TOP, VERBINDING

Stand = Bijdragestap.Stand
CORPORATIES, FONDSEN = "woningcorporaties", "particuliere fondsen"
COORDINATIE = "Coördinatie van vrijwilligers en deelnemers"
COACHING = "Coaching en scholing"
LEERWERK = "Leerwerkplekken en stageplaatsen"
HUUR = "Huur en energie"
ACTIVITEITEN = "Activiteiten en handgeld"
ADMINISTRATIE = "Administratie en verantwoording"
GEMEENTE, UWI, KANSFONDS, EIGEN = "Gemeente Utrecht", "Utrecht Werk en Inkomen", "Kansfonds", "Eigen inkomsten"
_KWARTALEN, _ELKE_MAAND = (3, 6, 9, 12), tuple(range(1, 13))


@dataclass(frozen=True)
class Kostenpost:
    """``begroot`` per kamer in the order of ``KAMERS``; ``procent`` of it is spent in the end.

    Paid in these ``maanden``, on that ``dag``, to ``aan``, out of the first of ``uit`` that still has money.
    """

    naam: str
    begroot: tuple[int, int, int]
    procent: int
    maanden: tuple[int, ...]
    dag: int
    aan: str
    wat: str
    uit: tuple[str, ...]


@dataclass(frozen=True)
class Bijdrage:
    """``procent`` of what was budgeted comes in, in these ``maanden``.

    ``buiten``: the note is for the financier too.
    """

    naam: str
    groep: str
    financier: str
    begroot: tuple[int, int, int]
    procent: int
    maanden: tuple[int, ...]
    noot: str = ""
    buiten: bool = False


KOSTEN = (
    Kostenpost(COORDINATIE, (61_200, 52_400, 56_800), 98, _ELKE_MAAND, 25, "Loonservice De Brug", "salaris coördinator",
               (GEMEENTE,)),
    Kostenpost(COACHING, (14_600, 11_800, 13_200), 97, (2, 5, 8, 11), 18, "Leerpunt Samen Wijs", "coaching, training",
               (KANSFONDS, GEMEENTE)),
    Kostenpost(LEERWERK, (6_400, 3_200, 5_600), 88, _ELKE_MAAND, 20, "Werkplaats De Schakel", "leermiddelen",
               (UWI,)),
    Kostenpost(HUUR, (25_800, 21_600, 23_400), 103, _ELKE_MAAND, 1, "Verhuur Wijkgebouwen", "huur en energie",
               ("Mitros", "Portaal")),
    Kostenpost(ACTIVITEITEN, (9_600, 7_200, 8_400), 94, _ELKE_MAAND, 12, "Groothandel De Kiem", "boodschappen",
               ("Stichting DOEN", "Rabobank")),
    Kostenpost(ADMINISTRATIE, (7_900, 7_100, 7_500), 98, _KWARTALEN, 28, "Administratiekantoor Van Dam",
               "administratie en jaarrekening", (GEMEENTE,)),
)  # fmt: skip
BIJDRAGEN = (
    Bijdrage(GEMEENTE, "", GEMEENTE, (84_000, 72_000, 70_000), 100, (1, 4, 7, 10)),
    Bijdrage(UWI, "", UWI, (12_000, 4_000, 6_000), 75, (3, 9), "per leerwerkplek"),
    Bijdrage("Mitros", CORPORATIES, "Mitros", (8_000, 5_000, 9_500), 100, (1, 4, 7, 10), "als korting op de huur",
             True),
    Bijdrage("Portaal", CORPORATIES, "Portaal", (2_500, 4_000, 3_000), 100, (5,)),
    Bijdrage("Bo-Ex", CORPORATIES, "Bo-Ex", (1_500, 2_500, 2_000), 100, (6,)),
    Bijdrage("GroenWest", CORPORATIES, "GroenWest", (0, 2_800, 0), 100, (4,)),
    Bijdrage("Stichting DOEN", FONDSEN, "Stichting DOEN", (10_000, 8_000, 8_000), 100, (3, 9)),
    Bijdrage(KANSFONDS, FONDSEN, KANSFONDS, (4_000, 2_000, 13_000), 100, (4,), "in De Verbinding voor coaching",
             True),
    Bijdrage("Rabobank", FONDSEN, "Rabobank", (1_500, 1_500, 1_500), 100, (2,)),
    Bijdrage(EIGEN, "", "", (2_000, 1_500, 2_000), 115, (2, 4, 6, 8), "verhuur van de ruimte en giften"),
)  # fmt: skip
# Restricted: this contribution in this kamer may be spent on this post only.
BESTEMD = (KANSFONDS, VERBINDING, COACHING)
# An amendment in spring: why, and how much each post changes.
WIJZIGING = "De energie werd duurder. De taalschool huurt op vrijdag de ruimte; daar betalen we het van."
WORDT_MEER = {(HUUR, TOP): 1_500, (HUUR, HART): 900, (EIGEN, TOP): 1_500, (EIGEN, HART): 900}
WIJZIGING_OP = (4, 14)
# An expectation of the year that runs that is withdrawn: of which post, on what day, and why.
INGETROKKEN = (LEERWERK, HART)
INGETROKKEN_OP = (7, 10)
WAAROM_INGETROKKEN = "Beide leerwerkplekken zijn nu bezet. De begroting klopt weer."


def delen(bedrag: int, procent: int, aantal: int) -> Iterator[Decimal]:
    """So many instalments that are together exactly this per cents of the amount."""
    totaal, gehad = Decimal(bedrag) * procent / 100, Decimal()
    for nummer in range(1, aantal + 1):
        tot_nu = rond_af(totaal * nummer / aantal, 2)
        yield tot_nu - gehad
        gehad = tot_nu


@dataclass(frozen=True)
class Betaling:
    """Money on a day: out for costs, in for contributions. ``post`` and ``kamer`` are names."""

    soort: str
    post: str
    kamer: str
    datum: date
    bedrag: Decimal
    wat: str
    wie: str


def betalingen(jaar: int, *, zonder: Collection[tuple[str, str, int]] = ()) -> list[Betaling]:
    """Everything that is paid and received in the year, by day; without what does not come (see ``NOG_NIET``)."""
    gevonden = []
    for post in KOSTEN:
        for kamer, begroot in zip(KAMERS, post.begroot, strict=True):
            stukken = delen(begroot, post.procent, len(post.maanden))
            for maand, bedrag in zip(post.maanden, stukken, strict=True):
                dag = date(jaar, maand, post.dag)
                gevonden.append(Betaling("kosten", post.naam, kamer, dag, bedrag, post.wat, post.aan))
    for bijdrage in BIJDRAGEN:
        for kamer, begroot in zip(KAMERS, bijdrage.begroot, strict=True):
            stukken = delen(begroot, bijdrage.procent, len(bijdrage.maanden))
            for maand, bedrag in zip(bijdrage.maanden, stukken, strict=True):
                if bedrag and (bijdrage.naam, kamer, maand) not in zonder:
                    wie, dag = bijdrage.financier or "Huurders en gevers", date(jaar, maand, 15)
                    gevonden.append(Betaling("financiering", bijdrage.naam, kamer, dag, bedrag, "bijdrage", wie))
    return sorted(gevonden, key=lambda b: (b.datum, b.soort, b.post, KAMERS.index(b.kamer)))


@dataclass(frozen=True)
class Stap:
    """``jaar``: 0 for the year itself, -1 for the one before. ``deel``: of the amount in per cents, 0 without one."""

    stand: str
    jaar: int
    maand: int
    dag: int
    deel: Decimal | int = 100
    kenmerk: str = ""
    toelichting: str = ""

    def op(self, jaar: int) -> date:
        return date(jaar + self.jaar, self.maand, self.dag)


_BESLUIT = {GEMEENTE: "SPDO", UWI: "WenI", KANSFONDS: "KF", "Stichting DOEN": "DOEN", "Rabobank": "RABO"}
_GEVRAAGD = Stap(Stand.GEVRAAGD, -1, 11, 15, toelichting="Besluit hangt af van de voortgang.")
# In the year that runs each contribution is somewhere else on its way; in some kamers it goes otherwise.
_STAPPEN_NU: dict[str, tuple[Stap, ...]] = {
    GEMEENTE: (
        Stap(Stand.GEVRAAGD, -1, 10, 1, toelichting="Aanvraag voor de drie kamers samen."),
        Stap(Stand.BESLOTEN, -1, 12, 8, kenmerk="SPDO-{jaar}-014", toelichting="In vier termijnen."),
    ),
    UWI: (
        Stap(Stand.TOEGEZEGD, -1, 12, 1, 0),
        Stap(Stand.BESLOTEN, 0, 2, 10, 75, "WenI-{jaar}-207", "Per bezette leerwerkplek."),
        Stap(Stand.ONTVANGEN, 0, 9, 15, 75),
    ),
    "Mitros": (Stap(Stand.BESLOTEN, -1, 12, 15, kenmerk="huurkorting {jaar}"),),
    "Portaal": (_GEVRAAGD, Stap(Stand.BESLOTEN, 0, 2, 1, kenmerk="PORT-{jaar}-3"), Stap(Stand.ONTVANGEN, 0, 5, 15)),
    "Bo-Ex": (_GEVRAAGD, Stap(Stand.BESLOTEN, 0, 3, 1, kenmerk="brief {jaar}-19"), Stap(Stand.ONTVANGEN, 0, 6, 15)),
    "GroenWest": (Stap(Stand.TOEGEZEGD, 0, 1, 5, toelichting="Per mail van de manager wijkzaken."),),
    "Stichting DOEN": (
        Stap(Stand.BESLOTEN, 0, 1, 8, kenmerk="DOEN-{jaar}-5512"),
        Stap(Stand.GEFACTUREERD, 0, 3, 1, 50, "factuur {jaar}-012"),
        Stap(Stand.ONTVANGEN, 0, 3, 15, 50),
    ),
    KANSFONDS: (
        Stap(Stand.BESLOTEN, -1, 12, 20, kenmerk="KF-{jaar}-0088", toelichting="De Verbinding: voor coaching."),
        Stap(Stand.ONTVANGEN, 0, 4, 15),
    ),
    "Rabobank": (Stap(Stand.BESLOTEN, -1, 12, 2, kenmerk="RABO-{jaar}-77"), Stap(Stand.ONTVANGEN, 0, 2, 15)),
    EIGEN: (Stap(Stand.BESLOTEN, -1, 12, 10, toelichting="Geschat door het bestuur."),),
}
_ANDERS_NU: dict[tuple[str, str], tuple[Stap, ...]] = {
    ("Portaal", VERBINDING): (_GEVRAAGD,),
    ("Bo-Ex", HART): (
        _GEVRAAGD,
        Stap(Stand.AFGEWEZEN, 0, 5, 20, 0, toelichting="Het geld gaat dit jaar naar andere wijken."),
    ),
    (UWI, TOP): (
        Stap(Stand.BESLOTEN, 0, 2, 10, 75, "WenI-{jaar}-207", "Per bezette leerwerkplek."),
        Stap(Stand.ONTVANGEN, 0, 3, 15, Decimal("37.5")),
        Stap(Stand.GEFACTUREERD, 0, 8, 31, Decimal("37.5"), "factuur {jaar}-031", "Tweede halfjaar."),
    ),
}
# What does not come in, or not yet, in the year that runs: contribution, kamer and months.
NOG_NIET = frozenset({("Portaal", VERBINDING, 5), ("Bo-Ex", HART, 6), ("GroenWest", HART, 4), (UWI, TOP, 9)})


def stappen_nu(bijdrage: Bijdrage, kamer: str) -> tuple[Stap, ...]:
    """What a contribution goes through in the year that runs."""
    return _ANDERS_NU.get((bijdrage.naam, kamer)) or _STAPPEN_NU[bijdrage.naam]


def stappen_vorig(bijdrage: Bijdrage) -> tuple[Stap, ...]:
    """Last year everything was decided, and came in."""
    kenmerk = f"{_BESLUIT.get(bijdrage.naam, bijdrage.naam)}-{{jaar}}-01" if bijdrage.financier else ""
    return (
        Stap(Stand.BESLOTEN, -1, 12, 8, bijdrage.procent, kenmerk),
        Stap(Stand.ONTVANGEN, 0, bijdrage.maanden[-1], 15, bijdrage.procent),
    )
