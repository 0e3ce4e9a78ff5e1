"""Frozen dataclasses to canonical JSON and back.

Canonical: UTF-8, keys sorted, no white space, None left in, dates as ``2020-03-14``, numbers as numbers. The same
data always gives the same text, so that its SHA-256 proves that nothing changed. Decimals come back exactly.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def schrijf(gegevens: Any) -> str:
    """The canonical text of a dataclass (or of plain lists and dicts of them)."""
    return json.dumps(kaal(gegevens), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def controlegetal(tekst: str) -> str:
    """The SHA-256 of a canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(tekst.encode()).hexdigest()


def kaal(waarde: Any) -> Any:
    """The same data as dicts, lists, strings and numbers. ``ValueError`` for a Decimal that JSON would round."""
    if is_dataclass(waarde) and not isinstance(waarde, type):
        return {f.name: kaal(getattr(waarde, f.name)) for f in fields(waarde)}
    if isinstance(waarde, dict):
        return {str(k): kaal(v) for k, v in waarde.items()}
    if isinstance(waarde, list | tuple):
        return [kaal(v) for v in waarde]
    if isinstance(waarde, Decimal):
        return _getal(waarde)
    return waarde.isoformat() if isinstance(waarde, date) else waarde


def _getal(waarde: Decimal) -> int | float:
    if waarde == waarde.to_integral_value():
        return int(waarde)
    getal = float(waarde)
    if Decimal(repr(getal)) != waarde:
        raise ValueError(f"{waarde} heeft meer cijfers dan JSON exact kan bewaren.")
    return getal


def lees(soort: type[T], tekst: str) -> T:
    """The dataclass that ``schrijf`` made this text of; ``TypeError`` when it is another one.

    A field that the text does not have yet gets its default: what was frozen before the field existed stays readable.
    """
    return _vorm(soort, json.loads(tekst, parse_float=Decimal))


@cache
def _velden(soort: type) -> dict[str, Any]:
    return get_type_hints(soort)


def _vorm(soort: Any, waarde: Any) -> Any:
    if isinstance(soort, type) and is_dataclass(soort):
        bekend = {naam: _vorm(type_, waarde[naam]) for naam, type_ in _velden(soort).items() if naam in waarde}
        return soort(**bekend)
    oorsprong, delen = get_origin(soort), get_args(soort)
    if oorsprong is tuple:
        return tuple(_vorm(delen[0], v) for v in waarde)
    if oorsprong in (Union, UnionType):
        return _vorm_keuze(delen, waarde)
    if oorsprong is Literal:
        return waarde
    return date.fromisoformat(waarde) if soort is date else waarde


def _vorm_keuze(delen: tuple[Any, ...], waarde: Any) -> Any:
    """One of several kinds: None and numbers are themselves, an object is the one dataclass among them."""
    overig = [d for d in delen if d is not NoneType]
    if waarde is None:
        return None
    if isinstance(waarde, dict):
        return _vorm(next(d for d in overig if is_dataclass(d)), waarde)
    return _vorm(overig[0], waarde) if len(overig) == 1 else waarde
