"""Names: how they are searched, how they sound, and how little of them the door shows."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not fall apart into a base letter and an accent.
_LOSSE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"} | dict.fromkeys("’‘`´ʼʻ", "'")
)
LENGTE = 250  # of the columns that hold these forms


def zoekvorm(tekst: str) -> str:
    """Lower case, without accents and with single spaces: ``Özgür  YILDIZ`` becomes ``ozgur yildiz``."""
    delen = unicodedata.normalize("NFKD", tekst.casefold().translate(_LOSSE_LETTERS))
    # One sign can unfold into eighteen letters.
    return " ".join("".join(t for t in delen if not unicodedata.combining(t)).split())[:LENGTE].rstrip()


def woorden(tekst: str) -> list[str]:
    """The words of a name in searchable form, without signs: ``Anne-Marie d'Hondt`` gives anne, marie, dhondt."""
    return re.findall(r"\w+", zoekvorm(tekst).replace("'", ""))


def met_initiaal(voornaam: str, achternaam: str) -> str:
    """First name and initial, all that a list at the door shows: ``Fatima B.``."""
    kern = next((deel for deel in achternaam.split() if deel[0].isupper()), achternaam[:1].upper())
    return f"{voornaam} {kern[0]}." if kern else voornaam


# --- how a name sounds ------------------------------------------------------------------------------------------
#
# People at the door write down what they hear, and one name comes here in Dutch, French-Moroccan, Turkish, Polish,
# Ukrainian, English and Surinamese spelling. The form is coarse on purpose: it says who is offered, never who it is.
#
# Only the first vowel keeps its colour (a, e, i or u); every later one is 'e', because that is where spellings
# differ: Mohammed, Muhammad. What can be read in more than one way ('ch' in Aïcha, Chadija and Achmed) gives more
# than one reading, with a bar between them.

LEZINGEN = 6  # of one word, at most
_V = "[aeiouy]"
_M = "[b-df-hj-np-tv-xzSZ]"

_KEUZES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (rf"(?<!{_V})ee", ("e", "i")),
    (r"sch", ("S", "Sg")),
    (rf"ch(?={_V}|$)", ("S", "g", "k")),
    (r"ch", ("S", "g", "")),
    (r"kh", ("g", "k")),
    (r"(?<!s)tj(?!s)", ("S", "ti")),
    (r"(?<=[aeiouy])dj(?=[aeou])", ("j", "di")),
    (r"c(?=[eiy])", ("S", "k")),
    (r"^x", ("S", "ks")),
)
# One after the other. Capitals are sounds that are settled: S as in sjaal or soep, Z as in zee or journaal.
_REGELS: tuple[tuple[str, str], ...] = (
    (r"szcz|shch|tsj|sz|cz|sh|sj|ts|s", "S"),
    (r"zh|zj|z", "Z"),
    (r"([A-Za-z])\1+", r"\1"),
    (r"ph", "f"),
    (r"[ck]?qu(?=[ei])|[ck]?q|ck|c", "k"),
    (r"(?<!^)x", "kS"),
    (r"^dj", "j"),
    (r"(?<=[bdgjkprtw])h", ""),
    (rf"(?<={_V})ou(?=[aei])|^ou(?=[aei])|(?<=[aeiou]{_M})ou(?=a)", "w"),
    (r"v", "w"),
    (r"eij|ey(?=i)", "ei"),
    (r"(?<=a)y(?=i)", ""),
    (r"iy(?=[aeou])", "i"),
    (r"^y(?=[aeiou])|^i(?=[aeou])|(?<=[aeou])[yi](?=[aeou])", "j"),
    (rf"ij(?!{_V})|j(?!{_V})|(?<={_M})[yj](?=[aeou])|y", "i"),
    (rf"(?<={_V})w(?!{_V})|h(?!{_V})", ""),
)
_KEUZE = [(re.compile(patroon), klanken) for patroon, klanken in _KEUZES]
_REGEL = [(re.compile(patroon), klank) for patroon, klank in _REGELS]
_KLINKERS = re.compile(r"[aeiou]+")
_SLOT = str.maketrans("bdZ", "ptS")  # at the end of a word: Ahmed is Ahmet, Zeynep is Zeineb


def klankvorm(tekst: str) -> str:
    """Every word as it sounds, its readings with a bar between: ``Youssef Achmed`` is ``jusef asmet|agmet|amet``."""
    return " ".join("|".join(lezingen(woord)) for woord in woorden(tekst))[:LENGTE]


def klinken_gelijk(een: str, ander: str) -> bool:
    """Whether two names, both as ``klankvorm``, can be read in the same way, word by word."""
    woord, ander_woord = een.split(), ander.split()
    return len(woord) == len(ander_woord) > 0 and all(
        set(dit.split("|")) & set(dat.split("|")) for dit, dat in zip(woord, ander_woord, strict=True)
    )


def lezingen(woord: str, *, af: bool = True) -> tuple[str, ...]:
    """The sounds of one word of ``woorden``; not ``af``: somebody is still typing, so its last letter is no ending."""
    vormen = [woord]
    for patroon, klanken in _KEUZE:
        if any(patroon.search(vorm) for vorm in vormen):
            vormen = [patroon.sub(klank, vorm) for vorm in vormen for klank in klanken]
    return tuple(dict.fromkeys(_klank(vorm, af) for vorm in vormen[:LEZINGEN]))


def _klank(woord: str, af: bool) -> str:
    vorm = woord
    for patroon, klank in _REGEL:
        vorm = patroon.sub(klank, vorm)
    eerste = _KLINKERS.search(vorm)
    if eerste:
        voor, na = vorm[: eerste.start()], _KLINKERS.sub("e", vorm[eerste.end() :])
        vorm = voor + _kleur(eerste[0]) + na
    if af:
        vorm = vorm[:-1] + vorm[-1:].translate(_SLOT)
    return re.sub(r"(.)\1+", r"\1", vorm.lower()) or woord


def _kleur(klinkers: str) -> str:
    """The first vowel of a word as one of four: a, e, i or u."""
    if klinkers.startswith(("ai", "ei")):
        return "i"
    if klinkers.startswith(("au", "eu")) or klinkers[0] in "ou":
        return "u"
    return klinkers[0]
