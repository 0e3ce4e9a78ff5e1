"""What a page showed of many amounts, carried by its form: who decides, decides about what was seen.

When it is something else by now, the decision is refused with what changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from buurtwerkkamers.schrijven import Geweigerd, Intussen

VELD = "getoond"
_GROOTSTE = 200_000  # characters
_MEESTE = 8  # changes that are named
Rijen = Mapping[str, tuple[str, str]]  # per row its name and what it says


class Getoondveld(forms.CharField):
    """Hidden in a form: what its page showed."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, max_length=_GROOTSTE, strip=False)


def als_tekst(rijen: Rijen) -> str:
    """What a form carries."""
    return json.dumps({sleutel: list(rij) for sleutel, rij in sorted(rijen.items())}, separators=(",", ":"))


def eis_hetzelfde(getoond: str | None, nu: Rijen) -> None:
    """``Intussen`` with what changed when this is no longer what the page showed. None: no page was involved."""
    if getoond is None or getoond == als_tekst(nu):
        return
    was = _lees(getoond)
    anders = [f"{nu[s][0]}: {_waarde(was, s)} is nu {nu[s][1]}" for s in nu if _waarde(was, s) != nu[s][1]]
    anders += [f"{naam} ({waarde}) is weg" for s, (naam, waarde) in was.items() if s not in nu]
    meer = f" En nog {len(anders) - _MEESTE} andere." if len(anders) > _MEESTE else ""
    raise Intussen(
        f"Er is intussen iets veranderd: {'; '.join(anders[:_MEESTE]) or 'namen van posten'}.{meer} "
        "Kijk het na. Klopt het, bevestig dan opnieuw."
    )


def _waarde(was: Rijen, sleutel: str) -> str:
    return was[sleutel][1] if sleutel in was else "nieuw"


def _lees(getoond: str) -> dict[str, tuple[str, str]]:
    try:
        gelezen: Any = json.loads(getoond)
        return {str(sleutel): (str(rij[0])[:200], str(rij[1])[:200]) for sleutel, rij in gelezen.items()}
    except (ValueError, AttributeError, LookupError, TypeError, RecursionError) as fout:
        raise Geweigerd("Het formulier is niet heel aangekomen. Open de pagina opnieuw.") from fout
