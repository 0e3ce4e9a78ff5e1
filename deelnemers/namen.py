"""Names: how they are searched and how little of them the door shows."""

import unicodedata

# Letters that do not fall apart into a base letter and an accent.
_LOSSE_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})


def zoekvorm(tekst: str) -> str:
    """Lower case, without accents and with single spaces: ``Özgür  YILDIZ`` becomes ``ozgur yildiz``."""
    delen = unicodedata.normalize("NFKD", tekst.casefold().translate(_LOSSE_LETTERS))
    return " ".join("".join(t for t in delen if not unicodedata.combining(t)).split())


def met_initiaal(voornaam: str, achternaam: str) -> str:
    """First name and initial, all that a list at the door shows: ``Fatima B.``."""
    kern = next((deel for deel in achternaam.split() if deel[0].isupper()), achternaam[:1].upper())
    return f"{voornaam} {kern[0]}." if kern else voornaam


def klankvorm(tekst: str) -> str:
    """The name as it sounds."""
    return zoekvorm(tekst)
