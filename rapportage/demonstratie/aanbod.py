"""What the three rooms offer, with the rhythm of the week, and what came instead while the doors were closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from buurtwerkkamers.perioden import Periode
from rapportage.demonstratie.kalender import SLUITING, open_dagen

TOP, HART, VERBINDING = "TOP", "Hart voor Leidsche Rijn", "De Verbinding"
KAMERS = (TOP, HART, VERBINDING)
ONTMOETING, KLUSSEN, COMPUTER = "Sociaal en ontmoeting", "Klussen", "Computervaardigheid"
TAAL, FORMULIEREN = "Nederlandse taal", "Formulieren"
SCHULDEN, WERK = "Schuldhulptoeleiding", "Toeleiding naar werk"
CATEGORIEEN = (ONTMOETING, KLUSSEN, COMPUTER, TAAL, FORMULIEREN, SCHULDEN, WERK)

MA, DI, WO, DO, VR = range(5)
# What was set up in the closure went on until the end of the summer.
LAATSTE_KEER = date(2020, 8, 31)


@dataclass(frozen=True)
class Aanbod:
    """One activity on fixed weekdays (0 is Monday). ``trek``: how many of its category come here, in proportion.

    ``tijdelijk``: it ran only while the doors were closed, and the summer after; the others stopped meanwhile.
    """

    kamer: str
    naam: str
    categorie: str
    weekdagen: tuple[int, ...]
    trek: float = 1.0
    tijdelijk: bool = False

    def dagen(self, periode: Periode) -> list[date]:
        """The days in the period on which it was held."""
        return [dag for dag in open_dagen(periode) if dag.weekday() in self.weekdagen and self.is_er(dag)]

    def is_er(self, dag: date) -> bool:
        return SLUITING.van <= dag <= LAATSTE_KEER if self.tijdelijk else not SLUITING.bevat(dag)


def _gewoon(kamer: str, *rijen: tuple[str, str, tuple[int, ...], float]) -> list[Aanbod]:
    return [Aanbod(kamer, naam, categorie, dagen, trek) for naam, categorie, dagen, trek in rijen]


def _in_de_sluiting(kamer: str, *rijen: tuple[str, str, tuple[int, ...], float]) -> list[Aanbod]:
    return [Aanbod(kamer, naam, categorie, dagen, trek, True) for naam, categorie, dagen, trek in rijen]


_HELE_WEEK = (MA, DI, WO, DO, VR)
AANBOD: tuple[Aanbod, ...] = (
    *_gewoon(
        TOP,
        ("Inloop met koffie", ONTMOETING, _HELE_WEEK, 1),
        ("Eettafel woensdag", ONTMOETING, (WO,), 4),
        ("Naaiatelier", ONTMOETING, (DO,), 2),
        ("Soep van de week", ONTMOETING, (VR,), 3),
        ("Fietsen maken", KLUSSEN, (VR,), 1),
        ("Computercafé", COMPUTER, (WO,), 1),
        ("Taalcafé dinsdag", TAAL, (DI,), 2),
        ("Lezen en schrijven", TAAL, (DO,), 1),
        ("Formulierenbrigade", FORMULIEREN, (DI, DO), 1),
        ("Geldspreekuur", SCHULDEN, (MA,), 1),
        ("Sollicitatiehulp", WERK, (DO,), 1),
    ),
    *_in_de_sluiting(
        TOP,
        ("Belronde", ONTMOETING, _HELE_WEEK, 1),
        ("Soep aan de deur", ONTMOETING, (WO, VR), 2),
        ("Taalmaatjes aan de telefoon", TAAL, (DI,), 1),
        ("Formulieren op afspraak", FORMULIEREN, (DI, DO), 1),
        ("Geldzaken op afspraak", SCHULDEN, (MA,), 1),
    ),
    *_gewoon(
        HART,
        ("Open huis", ONTMOETING, (MA, WO, VR), 1),
        ("Samen eten", ONTMOETING, (DO,), 3),
        ("Wandelclub", ONTMOETING, (DI,), 2),
        ("Repair op vrijdag", KLUSSEN, (VR,), 1),
        ("Digitaal spreekuur", COMPUTER, (WO,), 1),
        ("Taalcafé maandag", TAAL, (MA,), 1),
        ("Hulp bij formulieren", FORMULIEREN, (DI,), 1),
        ("Spreekuur geldzaken", SCHULDEN, (DO,), 1),
        ("Werkcafé", WERK, (DI,), 1),
    ),
    *_in_de_sluiting(
        HART,
        ("Belrondje Hart", ONTMOETING, _HELE_WEEK, 1),
        ("Boodschappen en een praatje", ONTMOETING, (DI, VR), 2),
        ("Computerhulp aan de telefoon", COMPUTER, (WO,), 1),
        ("Taalmaatjes buiten", TAAL, (MA, DO), 1),
        ("Formulieren aan de telefoon", FORMULIEREN, (DI,), 1),
        ("Geldzaken aan de telefoon", SCHULDEN, (DO,), 1),
        ("Werkhulp aan de telefoon", WERK, (DI,), 1),
    ),
    *_gewoon(
        VERBINDING,
        ("Huiskamer", ONTMOETING, _HELE_WEEK, 1),
        ("Kookgroep", ONTMOETING, (DI,), 4),
        ("Spelletjesmiddag", ONTMOETING, (DO,), 2),
        ("Tuingroep", ONTMOETING, (WO,), 2),
        ("Klussencafé", KLUSSEN, (MA,), 1),
        ("Computerles", COMPUTER, (DI,), 1),
        ("Taalcafé woensdag", TAAL, (WO,), 2),
        ("Conversatieles", TAAL, (VR,), 1),
        ("Formulierenspreekuur", FORMULIEREN, (MA, WO), 1),
        ("Schuldhulpmaatjes", SCHULDEN, (VR,), 1),
        ("Banenplein", WERK, (DO,), 1),
    ),
    *_in_de_sluiting(
        VERBINDING,
        ("Bellen met buren", ONTMOETING, _HELE_WEEK, 1),
        ("Maaltijd aan huis", ONTMOETING, (DI, DO), 2),
        ("Laptopuitleen met uitleg", COMPUTER, (DI,), 1),
        ("Taal aan de telefoon", TAAL, (WO,), 1),
        ("Formulieren aan het raam", FORMULIEREN, (MA, WO), 1),
        ("Geldvragen op afspraak", SCHULDEN, (VR,), 1),
        ("Werkvragen op afspraak", WERK, (DO,), 1),
    ),
)
# Where people drop in without giving a name.
INLOOP = ("Inloop met koffie", "Open huis", "Huiskamer")


def aanbod_van(kamer: str, categorie: str | None = None) -> list[Aanbod]:
    return [a for a in AANBOD if a.kamer == kamer and categorie in (None, a.categorie)]


def keren(aanbod: Sequence[Aanbod], periode: Periode) -> list[tuple[Aanbod, date]]:
    """Every time that one of these was held in the period."""
    return [(a, dag) for a in aanbod for dag in a.dagen(periode)]


def dag_van_de_week(vandaag: date) -> date:
    """The working day that ``vandaag`` follows the programme of: itself, or the Friday before a weekend."""
    return vandaag - timedelta(days=max(0, vandaag.weekday() - VR))
