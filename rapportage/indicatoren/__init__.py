"""READ: which indicator is counted by which function, and whether its target is met.

Complete: every rule of ``buurtwerkkamers.meetregels`` has a measure in ``metingen``. What measures read is read once
(``lezing``), however many indicators and kamers there are. A measure without data is 'niet te bepalen' with a reason,
never 0. Judging against targets is in ``beoordelen``, the printed form of a figure in ``tekst``.
"""

from rapportage.indicatoren.beoordelen import IndicatorUitkomst, KamerUitkomst, beoordeel_indicatoren, vraag_naar
from rapportage.indicatoren.lezing import Lezing, enige_begroting
from rapportage.indicatoren.metingen import METINGEN, Meting, PerKamer, Vraag, meet
from rapportage.indicatoren.tekst import erbij, gemeten
from rapportage.indicatoren.tempo import UREN_PER_JAAR, Verloop, uren_gevraagd

__all__ = [
    "METINGEN",
    "UREN_PER_JAAR",
    "IndicatorUitkomst",
    "KamerUitkomst",
    "Lezing",
    "Meting",
    "PerKamer",
    "Verloop",
    "Vraag",
    "beoordeel_indicatoren",
    "enige_begroting",
    "erbij",
    "gemeten",
    "meet",
    "uren_gevraagd",
    "vraag_naar",
]
