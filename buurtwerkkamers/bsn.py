"""The burgerservicenummer is never stored: this finds one in what people type."""

from __future__ import annotations

import re

BSN_FOUT = "Hier lijkt een burgerservicenummer te staan. Dat bewaren we nooit: haal het weg."
# Nine digits in a row, with at most one space, dot or dash between two of them; not a part of a longer number.
_NEGEN = re.compile(r"(?<!\d)(?<!\d[ .-])\d(?:[ .-]?\d){8}(?![ .-]?\d)")
_GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def bevat_bsn(tekst: str) -> bool:
    """Whether the text holds nine digits that pass the eleven-test of the BSN."""
    return any(_elfproef([int(t) for t in vondst if t.isdigit()]) for vondst in _NEGEN.findall(tekst))


def _elfproef(cijfers: list[int]) -> bool:
    som = sum(gewicht * cijfer for gewicht, cijfer in zip(_GEWICHTEN, cijfers, strict=True))
    return any(cijfers) and som % 11 == 0


def zonder_bsn(tekst: str) -> str:
    """The same text with every BSN in it made unreadable: '#' for each digit, all else as it was."""
    return _NEGEN.sub(lambda vondst: _verborgen(vondst[0]), tekst)


def _verborgen(vondst: str) -> str:
    bsn = _elfproef([int(teken) for teken in vondst if teken.isdigit()])
    return re.sub(r"\d", "#", vondst) if bsn else vondst
