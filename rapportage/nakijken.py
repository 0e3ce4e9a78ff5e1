"""READ: what deserves a second look in a text for a report. It warns and never forbids.

Looked for: numbers that are not what was registered, names of people who come to the kamer, telephone numbers, e-mail
addresses, a BSN, and references that name no figure. Modest on purpose: who is warned for nothing stops reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buurtwerkkamers.bsn import BSN_FOUT, bevat_bsn
from buurtwerkkamers.models import Kamer
from deelnemers.namen import zoekvorm
from deelnemers.namenintekst import Tekstnamen
from deelnemers.registratie.signalen import bereikbaar_in
from rapportage.samenstelling.verwijzingen import STAD, Verwijsbaar, dichtstbij, plaatsen, vul_in

GETAL, NAAM, TELEFOON, EMAIL, BSN, ONBEKEND = "getal", "naam", "telefoon", "email", "bsn", "onbekend"
OVER_IEMAND = frozenset({NAAM, TELEFOON, EMAIL, BSN})
_UITLEG_NAAM = (
    "Dit lijkt de naam van iemand die in de kamer komt. Een rapport gaat naar buiten: schrijf bijvoorbeeld ‘een "
    "bezoeker’ of ‘een vrijwilliger’."
)
_UITLEG_BEREIKBAAR = {
    TELEFOON: "Een rapport gaat naar buiten. Haal dit telefoonnummer weg als het van een deelnemer is.",
    EMAIL: "Een rapport gaat naar buiten. Haal dit e-mailadres weg als het van een deelnemer is.",
}


@dataclass(frozen=True)
class Bevinding:
    """One thing to look at. ``stuk`` are the words as they were typed; ``voorstel`` is what may be typed instead."""

    soort: str
    stuk: str
    uitleg: str
    voorstel: str = ""

    @property
    def over_iemand(self) -> bool:
        """Whether it is about a person: only who may see the people of that kamer learns of it."""
        return self.soort in OVER_IEMAND


@dataclass(frozen=True)
class Natekijken:
    """A text with the kamer it is about (None: all together) and the figures that it may name."""

    tekst: str
    kamer: Kamer | None
    cijfers: Sequence[Verwijsbaar]


def kijk_na(tekst: str, *, kamer: Kamer | None, cijfers: Sequence[Verwijsbaar]) -> list[Bevinding]:
    """What deserves a second look in this text, each thing once. One query at most."""
    return kijk_alles_na([Natekijken(tekst, kamer, cijfers)])[0]


def kijk_alles_na(teksten: Sequence[Natekijken]) -> list[list[Bevinding]]:
    """The same for several texts, in their order. One query at most, whatever their number."""
    kaal = [_zonder_verwijzingen(t.tekst) for t in teksten]
    namen = Tekstnamen.in_teksten(kaal, [t.kamer for t in teksten])
    return [
        list(
            dict.fromkeys(
                (
                    *_onbekend(t),
                    *_bereikbaar(tekst),
                    *(Bevinding(NAAM, stuk, _UITLEG_NAAM) for stuk in namen.vind(tekst, t.kamer)),
                    *_getallen(tekst, t.cijfers),
                )
            )
        )
        for t, tekst in zip(teksten, kaal, strict=True)
    ]


def _zonder_verwijzingen(tekst: str) -> str:
    """The text with a blank in the place of everything between braces."""
    for begin, eind in reversed(plaatsen(tekst)):
        tekst = f"{tekst[:begin]} … {tekst[eind:]}"
    return tekst


def _onbekend(t: Natekijken) -> Iterable[Bevinding]:
    for stuk in vul_in(t.tekst, t.cijfers).onbekend:
        lijkt_op = dichtstbij(stuk, t.cijfers)
        uitleg = "Dit is geen cijfer van dit rapport, of het kan er meer dan een zijn."
        if lijkt_op:
            uitleg += f" Bedoelt u {{{lijkt_op}}}?"
        else:
            uitleg += " Kies een cijfer uit de lijst. Zijn de haakjes zo bedoeld? Zet er dan een \\ voor."
        yield Bevinding(ONBEKEND, stuk, uitleg, f"{{{lijkt_op}}}" if lijkt_op else "")


def _bereikbaar(tekst: str) -> Iterable[Bevinding]:
    for stuk in bereikbaar_in(tekst):
        soort = EMAIL if "@" in stuk else TELEFOON
        yield Bevinding(soort, stuk, _UITLEG_BEREIKBAAR[soort])
    if bevat_bsn(tekst):
        yield Bevinding(BSN, "negen cijfers achter elkaar", BSN_FOUT)


# --- numbers ----------------------------------------------------------------------------------------------------

# A number as people type it: no part of another one, no amount, share, date, time or telephone number.
_GETAL = (
    r"(?<![\w€.,/:%+-])(?<!€ )(?<!€\xa0)(?P<getal>\d{1,3}(?:\.\d{3})+|\d{1,6})"
    r"(?![\d%/:]|[.,]\d|-\d| ?%| procent| euro)"
)
# The word that says what is counted, and the figures that it may be about ('uniek klussen': of that categorie).
_MATEN: dict[str, tuple[str, ...]] = {
    "deelnemers": ("uniek",),
    "bezoekers": ("uniek",),
    "mensen": ("uniek", "deelnames"),
    "deelnames": ("deelnames",),
    "bezoeken": ("deelnames",),
    "klussen": ("klussen", "uniek klussen", "deelnames klussen"),
    "vrijwilligers": ("vrijwilligers",),
    "vrijwilligersuren": ("uren",),
    "uren": ("uren",),
    "uur": ("uren",),
}
_PERSONEN = frozenset({"deelnemers", "bezoekers", "mensen"})
_BIJWOORD = r"(?:unieke|verschillende|individuele|geregistreerde|actieve|nieuwe)"
_UREN_VAN_WIE = r"(?:uren|uur)(?=\s+(?:vrijwilligerswerk|van\s+(?:de\s+|onze\s+)?vrijwilligers)\b)"
_WOORDEN = "|".join(woord for woord in _MATEN if woord not in ("uren", "uur"))
_N_WOORD = re.compile(
    rf"{_GETAL}\s+(?P<bij>(?:{_BIJWOORD}\s+)*)(?P<woord>(?:{_WOORDEN})\b|{_UREN_VAN_WIE})", re.IGNORECASE
)
# What makes it another number than the figure: a target, another time, a mean, a part of it, one gathering.
_ANDER = re.compile(
    r"\b(?:doel\w*|streef\w*|afgesproken|afspraak|begroot|vorig\w*|eerder\w*|verleden|gemiddeld\w*|per|hooguit|"
    r"maximaal|minstens|minimaal|volgend\w*|verwacht\w*|willen|waarvan|daarvan|van\s+wie|plaats|ander\w*|alleen|groep\w*|"
    r"cursus\w*|training\w*|workshop\w*|uitje\w*|bijeenkomst\w*|avond\w*|middag\w*|ochtend\w*|week|weken|dag|dagen|"
    r"maand\w*|keer)\b",
    re.IGNORECASE,
)
_JAAR = re.compile(r"\b(?:19|20)\d\d\b")
_DEEL_VAN = re.compile(r"(?:\d\s+van\s+de|van\s+\d+\s+naar|\d\s*(?:tot|à|of|en|-|–)|tussen)\s*$", re.IGNORECASE)
_ONGEVEER = re.compile(r"(?:ongeveer|circa|ca\.|zo['’]n|ruim|bijna|rond\s+de|(?:meer|minder)\s+dan)\s*$", re.IGNORECASE)
_ANDERE_EENHEID = r"(?!\s*(?:uur|uren|jaar|dagen|weken|maanden|klussen|vrijwilligers)\b)"
_KLEIN = 10  # below it a number of people is rather a story than a figure
_BIJNA = Decimal("0.1")  # 'about 200' for 214 is right
Bekend = Sequence[tuple[Verwijsbaar, Decimal]]


def _getallen(tekst: str, cijfers: Sequence[Verwijsbaar]) -> Iterable[Bevinding]:
    if not re.search(r"\d", tekst):
        return
    bekend = [(v, waarde) for v in cijfers if (waarde := _waarde(v)) is not None]
    jaren = {jaar for v, _ in bekend for jaar in _JAAR.findall(v.omschrijving)}
    woorden = _categoriewoorden(bekend)
    for zin in re.split(r"(?<=[.!?])\s+|\n", tekst):
        if re.search(r"\d", zin) and not _ANDER.search(zin) and not set(_JAAR.findall(zin)) - jaren:
            yield from _in_zin(zin, bekend, woorden)


def _in_zin(zin: str, bekend: Bekend, woorden: dict[str, str]) -> Iterable[Bevinding]:
    vorm = " ".join(map(zoekvorm, zin.split()))
    genoemd = {categorie for categorie, patroon in woorden.items() if re.search(rf"\b(?:{patroon})\b", vorm)}
    for vondst in _N_WOORD.finditer(zin):
        maten = _maten(zin, vondst, genoemd)
        if maten and _aantal(vondst) >= _KLEIN:
            over = _erbij(zin, vondst, genoemd) - set(maten)  # 'klussen' is a categorie too: the word says the figure
            yield from _vergelijk(zin, vondst, [(v, w) for v, w in bekend if _gaat_over(v, maten)], over)
    for categorie in genoemd:
        patroon = rf"\b(?:{woorden[categorie]})\s*[:=]\s*{_GETAL}{_ANDERE_EENHEID}"
        for vondst in re.finditer(patroon, zin, re.IGNORECASE):
            eigen = [(v, w) for v, w in bekend if v.categorie == categorie or v.maat == categorie]
            yield from _vergelijk(zin, vondst, eigen, {categorie})


def _maten(zin: str, vondst: re.Match[str], genoemd: set[str]) -> tuple[str, ...]:
    """The figures that a number before this word may be; none when that cannot be said."""
    woord, bij = vondst["woord"].lower(), vondst["bij"].lower()
    if "nieuwe" in bij:
        return ("nieuw",) if woord in _PERSONEN else ()
    if woord == "mensen" and not re.search("uniek|verschillend", bij) and not _erna(zin, vondst, genoemd):
        return ()
    return _MATEN[woord]


def _erna(zin: str, vondst: re.Match[str], genoemd: set[str]) -> set[str]:
    """The categorie that comes right after it: '45 mensen met formulieren', '150 mensen voor ontmoeting'."""
    erna = re.match(r"\s+(?:voor|bij|met|aan)\s+(?:de\s+|het\s+)?(\w+)", zin[vondst.end() :])
    return {c for c in genoemd if erna is not None and zoekvorm(erna[1]) in c.split()}


def _erbij(zin: str, vondst: re.Match[str], genoemd: set[str]) -> set[str]:
    """The categorieen that this number is about: right after it, or before it with no other number in between."""
    voor = re.split(r"\d", zin[: vondst.start()])[-1]
    woorden = set(map(zoekvorm, re.findall(r"\w+", voor)))
    return _erna(zin, vondst, genoemd) or {c for c in genoemd if woorden & {w for w in c.split() if len(w) > 3}}


def _vergelijk(zin: str, vondst: re.Match[str], mogelijk: Bekend, genoemd: set[str]) -> Iterable[Bevinding]:
    """A finding when the number is none of the figures that it may be; the nearest one is offered in its place."""
    voor, getal = zin[: vondst.start("getal")], _aantal(vondst)
    ruimte = _BIJNA * getal if _ONGEVEER.search(voor) else Decimal("0.5")
    if not mogelijk or _DEEL_VAN.search(voor) or any(abs(waarde - getal) <= ruimte for _, waarde in mogelijk):
        return
    over = [m for m in mogelijk if m[0].categorie in genoemd] or [m for m in mogelijk if not m[0].categorie]
    hier = [m for m in over if not m[0].plekken] or [m for m in over if m[0].plekken == (STAD,)]
    beste = _bedoeld(hier or over or mogelijk, getal)
    uitleg = (
        f"Geteld is {beste.waarde}: {beste.omschrijving}. Typ {{{beste.sleutel}}}, dan staat er altijd wat is geteld."
    )
    yield Bevinding(GETAL, vondst[0].strip(), uitleg, f"{{{beste.sleutel}}}")


def _bedoeld(mogelijk: Bekend, getal: int) -> Verwijsbaar:
    """The figure that lies nearest; when none lies near, one of the whole period."""
    nabij = [m for m in mogelijk if abs(m[1] - getal) <= m[1] / 3]
    heel = [m for m in mogelijk if not m[0].tijdvak]
    return min(nabij or heel or mogelijk, key=lambda m: (abs(m[1] - getal), len(m[0].sleutel)))[0]


def _aantal(vondst: re.Match[str]) -> int:
    return int(vondst["getal"].replace(".", ""))


def _waarde(v: Verwijsbaar) -> Decimal | None:
    """The figure as a number; None for an amount and for what is not known."""
    if not re.fullmatch(r"[\d.]+(?:,\d+)?", v.waarde):
        return None
    return Decimal(v.waarde.replace(".", "").replace(",", "."))


def _gaat_over(v: Verwijsbaar, maten: Iterable[str]) -> bool:
    delen = (maat.partition(" ") for maat in maten)
    return any(v.maat == maat and (not categorie or categorie in v.categorie.split()) for maat, _, categorie in delen)


def _categoriewoorden(bekend: Bekend) -> dict[str, str]:
    """Every categorie with a pattern of the words that it is known by: its name, and its words of some length."""
    namen = dict.fromkeys(v.categorie for v, _ in bekend if v.categorie)
    return {n: "|".join(re.escape(w) for w in dict.fromkeys((n, *re.findall(r"\w{4,}", n)))) for n in namen}
