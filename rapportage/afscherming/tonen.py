"""One figure for one reader: exact, rounded or hidden, and written as every surface writes it."""

from __future__ import annotations

from decimal import Decimal

from buurtwerkkamers.opmaak import getal
from rapportage.afscherming.kijker import Kijker
from rapportage.cijfers import Cijfer, Getal, Getoond
from rapportage.cijfertekst import schrijf

GRENS = 10  # from so many people a figure says nothing about one of them
KLEIN = f"<{GRENS}"
AFGESCHERMD = "afgeschermd"
STAP = 5  # to which a sensitive figure is rounded

TE_KLEIN = "Minder dan 10 mensen, of niemand. Wij laten het aantal niet zien, zodat niemand te herkennen is."
MEE_VERBORGEN = "Wij laten dit aantal niet zien, omdat anders een kleiner aantal uit te rekenen is."
TE_WEINIG_ANTWOORDEN = "Er zijn minder dan 10 antwoorden. Daarom laten wij de uitkomst niet zien."
TE_WEINIG_BEZOEKERS = "Minder dan 10 mensen kwamen. Daarom laten wij het aantal keren niet zien."
NIET_AFGESPROKEN = "Over dit aantal is niets afgesproken. Daarom ziet alleen de kamer het."
NOG_NIET = "na afloop"
NOG_NIET_VOORBIJ = "Het aantal keren staat hier als de periode voorbij is."
AFGEROND = "Afgerond op vijftallen, zodat niemand te herkennen is."


def toon(cijfer: Cijfer, kijker: Kijker) -> Getoond:
    """The figure as this reader may see it, by itself. What lies around it may hide more: see ``scherm_af``."""
    if kijker.binnen(cijfer.kamers):
        return exact(cijfer, bewijs=cijfer.bewijs if kijker.bewijs else "")
    if cijfer.waarde is None:
        return exact(cijfer)
    if is_uitkomst(cijfer):
        genoeg = _antwoorden(cijfer) >= GRENS
        return exact(cijfer) if genoeg else verberg(cijfer, AFGESCHERMD, TE_WEINIG_ANTWOORDEN)
    match cijfer.bescherming:
        case "afgesproken" | "totaal" | "open":
            return exact(cijfer)
        case "bezoeken":
            genoeg = cijfer.mensen is not None and cijfer.mensen >= GRENS
            return exact(cijfer) if genoeg else verberg(cijfer, AFGESCHERMD, TE_WEINIG_BEZOEKERS)
        case "uitsplitsing":
            return exact(cijfer) if mensen_in(cijfer) >= GRENS else verberg(cijfer, KLEIN, TE_KLEIN)
        case "gevoelig":
            return _afgerond(cijfer) if mensen_in(cijfer) >= GRENS else verberg(cijfer, KLEIN, TE_KLEIN)
        case _:
            return verberg(cijfer, AFGESCHERMD, MEE_VERBORGEN)


def mensen_in(cijfer: Cijfer) -> Getal:
    """How many people stand behind a cell: what was said, and otherwise the cell itself. The smallest counts."""
    if cijfer.mensen is None:
        return cijfer.waarde or 0
    return min(cijfer.mensen, cijfer.waarde or 0)


def is_uitkomst(cijfer: Cijfer) -> bool:
    """A share or a mark is nothing without the number of answers that it comes from."""
    return cijfer.vorm in ("aandeel", "rapportcijfer")


def _antwoorden(cijfer: Cijfer) -> Getal:
    noemer = cijfer.noemer if cijfer.noemer is not None else cijfer.mensen
    return noemer or 0


def exact(cijfer: Cijfer, bewijs: str = "") -> Getoond:
    """As it is; a figure that cannot be given passes with its reason."""
    return Getoond(
        schrijf(cijfer), cijfer.waarde, cijfer.regel, cijfer.periode, cijfer.kamers,
        reden=cijfer.reden, eenheid=cijfer.eenheid, bewijs=bewijs,
    )  # fmt: skip


def verberg(cijfer: Cijfer, tekst: str, reden: str) -> Getoond:
    """Nothing of the number passes: no value, no pair, no list."""
    return Getoond(
        tekst, None, cijfer.regel, cijfer.periode, cijfer.kamers, verborgen=True, reden=reden, eenheid=cijfer.eenheid
    )


def _afgerond(cijfer: Cijfer) -> Getoond:
    rond = int((Decimal(cijfer.waarde or 0) + Decimal(STAP) / 2) // STAP) * STAP
    return Getoond(
        getal(rond), rond, cijfer.regel, cijfer.periode, cijfer.kamers, reden=AFGEROND, eenheid=cijfer.eenheid
    )
