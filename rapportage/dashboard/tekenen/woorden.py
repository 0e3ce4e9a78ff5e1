"""What someone hears who cannot see the chart: the finding, then every figure in reading order."""

from __future__ import annotations

from rapportage.cijfers import Getoond
from rapportage.dashboard.lezen import Blok, Regel, tabel

_SOORT = {
    "maanden": "Grafiek per maand",
    "jaren": "Grafiek per jaar",
    "staven": "Staafdiagram",
    "aandelen": "Staafdiagram van aandelen",
    "doelen": "Staafdiagram van cijfers naast hun doel",
    "geld": "Staafdiagram van bedragen",
}


def alternatief(blok: Blok) -> str:
    """One text: the kind and subject, the finding, the whole that shares are of, and the figures row by row."""
    kop = f"{_SOORT[blok.tekening]}: {blok.onderwerp}."
    delen = [kop, f"{blok.titel}." if blok.titel else "", f"Aandelen van {blok.geheel}." if blok.geheel else ""]
    koppen, rijen = tabel(blok)
    waarden = "; ".join(_regel(koppen, regel) for regel in rijen) or "er zijn geen cijfers"
    return " ".join(filter(None, (*delen, f"{waarden}.")))


def _regel(koppen: list[str], regel: Regel) -> str:
    if len(koppen) == 1:
        return f"{regel.label} {hoorbaar(regel.cellen[0])}"
    stukken = (f"{kop} {hoorbaar(cel)}" for kop, cel in zip(koppen, regel.cellen, strict=True))
    return f"{regel.label}: {', '.join(stukken)}"


def hoorbaar(cijfer: Getoond | None) -> str:
    """A figure as it is said: '<10' in words, and the reason of one that cannot be given."""
    if cijfer is None:
        return "geen cijfer"
    tekst = cijfer.tekst.replace("<", "minder dan ").replace(">", "meer dan ").replace("  ", " ")
    if cijfer.waarde is None and not cijfer.verborgen and cijfer.reden:
        return f"{tekst} ({cijfer.reden})"
    return tekst
