"""The words of the screens at the door, in every language that its volunteers choose. The rest of the site is Dutch.

A table and not Django's own translation: with ``LANGUAGES`` of more than Dutch a tablet that is set to English would
get English pages everywhere. Each app registers the texts of its own screens (``registreer_teksten``, in
``AppConfig.ready``). Arabic has six plurals and Ukrainian three, so a text never bends to a number: write
'Wachten: {aantal}' and not '{aantal} wachten'.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django.utils import translation
from django.utils.formats import date_format

from buurtwerkkamers.models import Gebruiker

STANDAARD: str = Gebruiker.Taal.NL.value
TALEN: dict[str, str] = {str(waarde): str(naam) for waarde, naam in Gebruiker.Taal.choices}
RECHTS_NAAR_LINKS = frozenset({Gebruiker.Taal.AR.value})
KOEKJE = "deurtaal"
EIGEN_RICHTING, EINDE_RICHTING = "\u2068", "\u2069"  # first strong isolate, pop directional isolate

_teksten: dict[str, dict[str, str]] = {}


def registreer_teksten(teksten: Mapping[str, Mapping[str, str]]) -> None:
    """Add the texts of an app: key to text per language. ``ValueError`` for a gap, so that none is found at the door.

    Every key has every language, with the same names between braces in each of them.
    """
    for sleutel, per_taal in teksten.items():
        if per_taal.keys() != TALEN.keys():
            raise ValueError(f"{sleutel}: de talen zijn {sorted(per_taal)}, en dat moet {sorted(TALEN)} zijn")
        namen = {taal: _plaatsen(tekst) for taal, tekst in per_taal.items()}
        if any(plaatsen != namen[STANDAARD] for plaatsen in namen.values()):
            raise ValueError(f"{sleutel}: niet elke taal vult hetzelfde in: {namen}")
        if _teksten.get(sleutel, per_taal) != per_taal:
            raise ValueError(f"{sleutel}: deze sleutel is er al, met een andere tekst")
        _teksten[sleutel] = dict(per_taal)


def _plaatsen(tekst: str) -> set[str]:
    return {naam for _, naam, _, _ in string.Formatter().parse(tekst) if naam is not None}


def tekst(sleutel: str, taal: str = STANDAARD, **waarden: object) -> str:
    """The text in this language, filled in; ``KeyError`` for a key that nobody registered.

    The answer is plain text: a template escapes it as it does any other.
    """
    per_taal = _teksten[sleutel]
    if richting(taal) == "rtl":
        # A Dutch name keeps its own direction, and its full stop, in an Arabic sentence.
        waarden = {naam: f"{EIGEN_RICHTING}{waarde}{EINDE_RICHTING}" for naam, waarde in waarden.items()}
    return per_taal.get(taal, per_taal[STANDAARD]).format(**waarden)


def teksten_van(voorvoegsel: str, taal: str = STANDAARD) -> dict[str, str]:
    """All texts whose key begins so, unfilled and without that beginning: for a script (``json_script``)."""
    return {
        sleutel.removeprefix(voorvoegsel): per_taal.get(taal, per_taal[STANDAARD])
        for sleutel, per_taal in _teksten.items()
        if sleutel.startswith(voorvoegsel)
    }


def richting(taal: str) -> str:
    """'rtl' or 'ltr', for the ``dir`` of the page."""
    return "rtl" if taal in RECHTS_NAAR_LINKS else "ltr"


def bekende_taal(taal: object) -> str:
    """This language when the door speaks it, else Dutch."""
    return taal if isinstance(taal, str) and taal in TALEN else STANDAARD


def taal_van(request: HttpRequest) -> str:
    """The language of this screen: that of who stands there, and before that the one chosen on this tablet."""
    gebruiker = getattr(request, "user", None)
    if gebruiker is not None and gebruiker.is_authenticated:
        return bekende_taal(gebruiker.taal)
    return bekende_taal(request.COOKIES.get(KOEKJE))


def dag(datum: date, taal: str = STANDAARD) -> str:
    """'dinsdag 3 maart', in this language."""
    with translation.override(bekende_taal(taal)):
        return date_format(datum, "l j E")
