"""How wide a text becomes, so that labels fit without asking the drawing engine (3 ms for each text)."""

from __future__ import annotations

LETTERMAAT = 14  # of every text, in units of the viewBox
# Widths of Source Sans 3 Semibold in thousandths of the letter size, the widest of the two weights.
_BREEDTEN = {
    teken: breedte
    for breedte, tekens in (
        (205, " "),
        (263, "|ijl‘’"),
        (282, "',.:;I"),
        (324, "!f-()[]{}"),
        (375, "/\\tr"),
        (445, "s*z?"),
        (482, 'cx"JvyY'),
        (513, "_LeFk#$+0123456789<=>^~ag€–−ëéèê"),
        (549, "VEZXST`oöó"),
        (567, "uhAnbdpqüï"),
        (600, "CPRBK"),
        (676, "DG&UNHOQ"),
        (875, "MwWm%@"),
    )
    for teken in tekens
}
_ANDERS = 680


def breedte(tekst: str) -> float:
    """An upper bound of the width in units of the viewBox."""
    return sum(_BREEDTEN.get(teken, _ANDERS) for teken in tekst) * LETTERMAAT / 1000


def breek(tekst: str, ruimte: float, meeste: int = 3) -> list[str]:
    """The text in lines that fit; what is beyond ``meeste`` lines ends in '…'."""
    uit: list[str] = []
    for woord in tekst.split():
        if uit and breedte(f"{uit[-1]} {woord}") <= ruimte:
            uit[-1] += f" {woord}"
        else:
            uit.append(woord)
    uit = [kort_af(regel, ruimte) for regel in uit]
    if len(uit) > meeste:
        uit = [*uit[: meeste - 1], kort_af(f"{uit[meeste - 1]} …", ruimte)]
    return uit


def kort_af(tekst: str, ruimte: float) -> str:
    """The text, or as much of it as fits with '…' behind it."""
    if breedte(tekst) <= ruimte:
        return tekst
    kort = tekst.removesuffix("…").rstrip()
    while kort and breedte(f"{kort}…") > ruimte:
        kort = kort[:-1].rstrip()
    return f"{kort}…"
