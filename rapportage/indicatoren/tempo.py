"""How far a target may be expected to be on a day, and how many hours a volunteer should have given by then."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Literal

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.opmaak import getal, procent
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.streefwaarden import Doel, Operator
from rapportage.indicatoren.lezing import Lezing

# How a figure grows over a year, which decides what 'on course' means halfway.
Verloop = Literal["loopt op", "verzadigt", "stand"]
UREN_PER_JAAR = 250  # the mean that the agreements ask of active volunteers
ZOALS_HET_IS = "Vergeleken zoals het nu is."
_BIJNA_HALF = Fraction(1, 50)


@dataclass(frozen=True)
class Tempo:
    """Which part of the target may be expected by now (None: compare as it stands), and why in a sentence.

    ``aanloop`` begins the sentence that names the interim target: 'Halverwege', 'In 30 van de 366 dagen'; ``waarom``
    ends it. ``geldig``: False when the agreement says nothing about these days.
    """

    deel: Fraction | None
    hoe: str
    aanloop: str = ""
    waarom: str = ""
    geldig: bool = True


def tempo(lezing: Lezing, verloop: Verloop, kamer: Kamer, categorie: Categorie | None) -> Tempo:
    """How far this kamer may be expected to be with a figure that grows in this way."""
    gedeeld = lezing.gedeeld
    if lezing.jaar and gedeeld is None:
        return Tempo(None, f"De afspraak geldt niet voor deze dagen, maar voor {lezing.jaar}.", geldig=False)
    if verloop == "stand":
        return Tempo(None, ZOALS_HET_IS)
    if lezing.jaar is None or gedeeld is None:
        return Tempo(None, "De afspraak noemt geen dagen; daarom vergeleken zoals het nu is.")
    if gedeeld == lezing.jaar:
        return Tempo(None, "Vergeleken met het hele doel: alle dagen van de afspraak zijn geteld.")
    if verloop == "verzadigt" and (aandeel := lezing.aandeel_vorig_jaar(kamer, categorie)) is not None:
        bereikt = procent(als_decimal(aandeel * 100))
        return Tempo(
            aandeel,
            "Op koers: vergeleken met het deel dat vorig jaar in dezelfde dagen was bereikt.",
            "Na deze dagen",
            f"vorig jaar was in dezelfde dagen {bereikt} van het jaar bereikt",
        )
    return _naar_rato(gedeeld, lezing.jaar)


@lru_cache(maxsize=16)  # the same for every kamer
def _naar_rato(gedeeld: Periode, jaar: Periode) -> Tempo:
    deel = Fraction(gedeeld.dagen, jaar.dagen)
    dagen = f"{getal(gedeeld.dagen)} van de {getal(jaar.dagen)} dagen"
    halverwege = gedeeld.van == jaar.van and abs(deel - Fraction(1, 2)) <= _BIJNA_HALF
    return Tempo(
        deel,
        "Op koers: vergeleken naar rato van de dagen van het jaar.",
        "Halverwege" if halverwege else f"In {dagen}",
        f"naar rato van de dagen{f' ({dagen})' if halverwege else ''}",
    )


def als_decimal(waarde: Fraction) -> Decimal:
    return Decimal(waarde.numerator) / Decimal(waarde.denominator)


@lru_cache(maxsize=1024)  # the same in many kamers
def _exact(waarde: Decimal) -> Fraction:
    return Fraction(waarde)


def haalt(doel: Doel, waarde: Fraction, deel: Fraction = Fraction(1)) -> bool | None:
    """Whether the value meets this part of the target, exactly; None when the target is words.

    A part of an exact target ('= 3') is met from that part up to the whole.
    """
    if doel.operator == Operator.POSITIEF:
        return waarde >= 0
    if doel.waarde is None:
        return None
    heel = _exact(doel.waarde)
    grens = heel * deel
    match doel.operator:
        case Operator.MEER_DAN:
            return waarde > grens
        case Operator.MINSTENS:
            return waarde >= grens
        case Operator.GELIJK:
            return grens <= waarde <= heel
        case Operator.HOOGSTENS:
            return waarde <= grens
        case Operator.MINDER_DAN:
            return waarde < grens
    raise ValueError(f"Een streefwaarde met een getal kan niet {doel.operator.label} zijn.")


def verwacht(doel: Doel, deel: Fraction) -> int:
    """The whole number that is just on course when this part of the target may be expected: 96."""
    grens = _exact(doel.waarde or Decimal(0)) * deel
    match doel.operator:
        case Operator.MEER_DAN:
            return floor(grens) + 1
        case Operator.HOOGSTENS:
            return floor(grens)
        case Operator.MINDER_DAN:
            return ceil(grens) - 1
        case _:
            return ceil(grens)


def verwacht_in_woorden(doel: Doel, tussendoel: int) -> str:
    """'minstens 96', 'hoogstens 4' or '2 tot en met 3'. ``tussendoel``: see ``verwacht``."""
    aantal = getal(tussendoel)
    if doel.operator == Operator.GELIJK:
        return f"{aantal} tot en met {getal(doel.waarde)}"
    omhoog = doel.operator in (Operator.MEER_DAN, Operator.MINSTENS)
    return f"minstens {aantal}" if omhoog else f"hoogstens {aantal}"


def uren_gevraagd(dagen: Periode) -> Fraction:
    """How many hours a volunteer should have given in these days: of each calendar year its own share of 250."""
    return sum(
        (Fraction(UREN_PER_JAAR * deel.dagen, Periode.jaar(deel.van.year).dagen) for deel in dagen.verdeel("jaar")),
        Fraction(0),
    )
