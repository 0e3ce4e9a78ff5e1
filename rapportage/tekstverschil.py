"""Two texts beside each other, by whole words: what is only in the one, only in the other, and in both. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Soort = Literal["gelijk", "weg", "erbij"]
# Above this many words in one changed block, words that stand everywhere no longer hold the two texts together:
# comparing stays quick, whatever somebody typed.
VEEL = 1500
_ALINEA = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Stuk:
    """Some words of a text: the same in both, only in the first (``weg``) or only in the second (``erbij``)."""

    soort: Soort
    tekst: str


def verschil(eerst: str, nu: str) -> tuple[Stuk, ...]:
    """The second text with what went and came marked by whole words. Both can be read back from it exactly."""
    stukken: list[Stuk] = []
    for soort, oud, nieuw in _blokken(eerst.splitlines(keepends=True), nu.splitlines(keepends=True)):
        if soort == "equal":
            _voeg_toe(stukken, "gelijk", "".join(oud))
        else:
            _woorden(stukken, "".join(oud), "".join(nieuw))
    return tuple(stukken)


def _woorden(stukken: list[Stuk], eerst: str, nu: str) -> None:
    links, rechts = re.findall(r"\s+|[^\s]+", eerst), re.findall(r"\s+|[^\s]+", nu)
    for soort, oud, nieuw in _blokken(links, rechts):
        if soort == "equal":
            _voeg_toe(stukken, "gelijk", "".join(oud))
        else:
            _voeg_toe(stukken, "weg", "".join(oud))
            _voeg_toe(stukken, "erbij", "".join(nieuw))


def _blokken(links: Sequence[str], rechts: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    veel = max(len(links), len(rechts)) > VEEL
    for soort, a, b, c, d in SequenceMatcher(None, links, rechts, autojunk=veel).get_opcodes():
        yield soort, links[a:b], rechts[c:d]


def _voeg_toe(stukken: list[Stuk], soort: Soort, tekst: str) -> None:
    if not tekst:
        return
    if stukken and stukken[-1].soort == soort:
        stukken[-1] = Stuk(soort, stukken[-1].tekst + tekst)
    else:
        stukken.append(Stuk(soort, tekst))


def rustig(stukken: Sequence[Stuk]) -> tuple[Stuk, ...]:
    """The same difference for reading: changes with only a space between them are one change."""
    uit: list[Stuk] = []
    weg = erbij = ""
    for n, stuk in enumerate(stukken):
        spatie = stuk.soort == "gelijk" and stuk.tekst.isspace() and "\n" not in stuk.tekst
        if stuk.soort == "gelijk" and not (spatie and (weg or erbij) and n + 1 < len(stukken)):
            _voeg_toe(uit, "weg", weg)
            _voeg_toe(uit, "erbij", erbij)
            _voeg_toe(uit, "gelijk", stuk.tekst)
            weg = erbij = ""
            continue
        weg += stuk.tekst if stuk.soort != "erbij" else ""
        erbij += stuk.tekst if stuk.soort != "weg" else ""
    _voeg_toe(uit, "weg", weg)
    _voeg_toe(uit, "erbij", erbij)
    return tuple(uit)


def terug(stukken: Sequence[Stuk]) -> tuple[str, str]:
    """Both texts again, from what ``verschil`` made of them."""
    eerst = "".join(stuk.tekst for stuk in stukken if stuk.soort != "erbij")
    return eerst, "".join(stuk.tekst for stuk in stukken if stuk.soort != "weg")


def voeg_samen(eerst: str, nu: str) -> str:
    """One text with everything of both: a paragraph that both have once, others one after the other.

    Where somebody only wrote on in a paragraph, the longer one says it all.
    """
    alineas: list[str] = []
    for soort, oud, nieuw in _blokken(_ALINEA.split(eerst.strip()), _ALINEA.split(nu.strip())):
        if soort == "equal":
            alineas += oud
        else:
            alineas += [deel for deel in oud if not any(ander.startswith(deel) for ander in nieuw)]
            alineas += [deel for deel in nieuw if not any(ander.startswith(deel) and ander != deel for ander in oud)]
    return "\n\n".join(alinea for alinea in alineas if alinea)
