"""What a reader was shown is remembered until something changes, so that a second visit counts and draws nothing.

Only what was already shielded may be kept here (``Getoond``, never ``Cijfer``, never a row), and the text of a page
that was written from that alone, in files on this machine. What cannot be read back is made again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from django.core.cache import caches

from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getoond
from rapportage.dashboard import vorm
from rapportage.versie import codestempel, gegevensstempel, niemand_schrijft

T = TypeVar("T")
GEHEUGEN, HALFJAREN = "dashboard", "halfjaren"  # in settings.CACHES
_GEWOON: tuple[type, ...] = (str, int, Decimal, date, type(None))
_MET_VELDEN: frozenset[type] = frozenset(
    {Getoond, Periode}
    | {s for s in vars(vorm).values() if isinstance(s, type) and is_dataclass(s) and s.__module__ == vorm.__name__}
)
_ZONDER_INHOUD = frozenset({*_GEWOON, bool, Periode})

log = logging.getLogger(__name__)


def onthoud(sleutel: tuple[Any, ...], maak: Callable[[], T]) -> T:
    """What ``maak`` gave for this key, as long as no data changed since.

    ``sleutel`` holds everything that decides what is shown: the kind of reader, the kamers, the agreement, the period,
    the day. ``TypeError`` when it holds something without a fixed spelling, or when ``maak`` gives more than text and
    shown figures.
    """
    stempel = gegevensstempel()
    naam = _naam("stand", stempel, sleutel)
    if (bewaard := _haal(naam)) is not None:
        return bewaard[0]  # type: ignore[no-any-return]
    # Asked before counting: who writes from here on takes a number that this stamp does not have.
    rustig = niemand_schrijft()
    waarde = maak()
    if rustig and gegevensstempel() == stempel:
        _bewaar(naam, waarde)
    return waarde


def onthoud_altijd(sleutel: tuple[Any, ...], maak: Callable[[], T]) -> T:
    """The same for what follows from the key alone, as a drawing from its figures: no data can change it."""
    naam = _naam("altijd", codestempel(), sleutel)
    if (bewaard := _haal(naam)) is not None:
        return bewaard[0]  # type: ignore[no-any-return]
    waarde = maak()
    _bewaar(naam, waarde)
    return waarde


def onthoud_zolang(sleutel: tuple[Any, ...], maak: Callable[[], T], geldt: Callable[[], bool]) -> T:
    """The same for what follows from data of which a stamp is in the key, apart from the pages that come and go.

    ``geldt``: whether that is still their stamp, asked after counting; only then it is stored.
    """
    naam = _naam("zolang", codestempel(), sleutel)
    if (bewaard := _haal(naam, HALFJAREN)) is not None:
        return bewaard[0]  # type: ignore[no-any-return]
    waarde = maak()
    if geldt():
        _bewaar(naam, waarde, HALFJAREN)
    return waarde


def _haal(naam: str, waar: str = GEHEUGEN) -> tuple[Any] | None:
    try:
        return caches[waar].get(naam)  # type: ignore[no-any-return]
    except Exception:  # whatever a damaged file may raise
        log.warning("Een bewaard dashboard was niet te lezen en wordt opnieuw gemaakt.")
        caches[waar].delete(naam)
        return None


def _bewaar(naam: str, waarde: object, waar: str = GEHEUGEN) -> None:
    _eis_afgeschermd(waarde)
    try:
        caches[waar].set(naam, (waarde,))
    except OSError:  # a full disk: the page is there all the same
        log.exception("Een dashboard kon niet worden bewaard.")


def _eis_afgeschermd(waarde: object) -> None:
    """``TypeError`` when anything in it, however deep, is more than text, a number or a shown figure."""
    te_bekijken = [waarde]
    while te_bekijken:
        deel = te_bekijken.pop()
        delen: Iterable[Any] = ()
        if type(deel) in _MET_VELDEN:
            delen = vars(deel).values()
        elif isinstance(deel, tuple):
            delen = deel
        elif not isinstance(deel, _GEWOON):
            raise TypeError(f"{type(deel).__name__} mag niet worden onthouden: alleen wat al is afgeschermd.")
        te_bekijken += [inhoud for inhoud in delen if type(inhoud) not in _ZONDER_INHOUD]


def _naam(*delen: object) -> str:
    return hashlib.sha256(_spel(delen).encode()).hexdigest()


def _spel(deel: object) -> str:
    """The same text for the same value in every process: a set, for one, has no order of its own."""
    if isinstance(deel, Enum):
        return f"{type(deel).__name__}.{deel.name}"
    if isinstance(deel, _GEWOON):
        return f"{type(deel).__name__}:{deel!r}"
    if isinstance(deel, tuple):
        return f"({','.join(_spel(d) for d in deel)})"
    if isinstance(deel, (set, frozenset)):
        return f"{{{','.join(sorted(_spel(d) for d in deel))}}}"
    if is_dataclass(deel) and not isinstance(deel, type):
        return f"{type(deel).__name__}({','.join(_spel(getattr(deel, veld.name)) for veld in fields(deel))})"
    raise TypeError(f"{type(deel).__name__} kan geen deel van een sleutel zijn.")
