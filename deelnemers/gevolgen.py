"""What else changes when people are merged or taken apart. Apps above this one register how they find that out.

A function gets the kamers that are touched and ``doe``, which does the change; it may try that out as long as it
leaves no trace. It answers with one plain sentence for each figure that would change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from buurtwerkkamers.models import Kamer

Doe = Callable[[], object]
Gevolg = Callable[[Sequence[Kamer], Doe], list[str]]

_functies: list[Gevolg] = []


def registreer(functie: Gevolg) -> Gevolg:
    """Ask this function too, once."""
    if functie not in _functies:
        _functies.append(functie)
    return functie


def gevolgen_van(kamers: Sequence[Kamer], doe: Doe) -> list[str]:
    """Everything that would change; nothing is stored. What ``doe`` raises (``Geweigerd``) comes through."""
    return [zin for functie in _functies for zin in functie(kamers, doe)]
