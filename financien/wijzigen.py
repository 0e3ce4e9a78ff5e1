"""Changing one row over what somebody else may have stored since the form was shown.

The form holds a fingerprint of what it showed (``VELD``); the write function refuses when the row is another by now
(``eis_ongewijzigd``), and the form then says at each field what stands there, beside what was typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms

from buurtwerkkamers.opmaak import datum, euro
from buurtwerkkamers.schrijven import Intussen
from buurtwerkkamers.tussendoor import Afloop, bewaar

VELD = "gezien"
INTUSSEN = (
    "Iemand anders heeft dit intussen gewijzigd. Kijk na wat er nu staat. Slaat u opnieuw op, dan komt wat u hebt "
    "ingevuld ervoor in de plaats."
)
F = TypeVar("F", bound=forms.BaseForm)


def afdruk(rij: Any, velden: Iterable[str]) -> str:
    """A fingerprint of these fields of a row."""
    return afdruk_van({veld: getattr(rij, veld) for veld in velden})


def afdruk_van(waarden: Mapping[str, Any]) -> str:
    tekst = "\x1f".join(f"{veld}={waarde!s}" for veld, waarde in sorted(waarden.items()))
    return hashlib.sha256(tekst.encode()).hexdigest()[:24]


def eis_ongewijzigd(gezien: str | None, nu: str) -> None:
    """``Intussen`` when the row is another than the form showed. None or '': no form was involved."""
    if gezien and gezien != nu:
        raise Intussen(INTUSSEN)


def met_afdruk(form: F, nu: str) -> F:
    """The form, holding the fingerprint of what it shows."""
    form.fields[VELD] = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    form.initial[VELD] = nu
    return form


def sla_op(form: forms.BaseForm, schrijf: Callable[..., Any], *, nu: str) -> Afloop:
    """Store what the form holds by ``schrijf(gezien=…)``; when somebody was first each field says what stands there."""

    def met_gezien() -> None:
        schrijf(gezien=form.cleaned_data.pop(VELD, "") or None)

    afloop = bewaar(form, met_gezien, stand=nu, veld=VELD)
    if afloop is Afloop.INTUSSEN:
        for veld in form.visible_fields():
            if veld.name in form.changed_data:
                form.add_error(veld.name, f"Nu staat er: {_in_woorden(veld)}.")
    return afloop


def _in_woorden(veld: forms.BoundField) -> str:
    waarde = veld.initial
    if isinstance(veld.field, forms.ChoiceField):
        if isinstance(waarde, list | tuple):
            return ", ".join(_keuzes(veld.field).get(str(deel), str(deel)) for deel in waarde) or "niets"
        return _keuzes(veld.field).get(str("" if waarde is None else waarde), "niets")
    if isinstance(waarde, bool):
        return "een vinkje" if waarde else "geen vinkje"
    if waarde in (None, ""):
        return "niets"
    if isinstance(waarde, Decimal):
        return euro(waarde)
    return datum(waarde) if isinstance(waarde, date) else str(waarde).rstrip(".")


def _keuzes(veld: forms.ChoiceField) -> dict[str, str]:
    """All choices, those in groups too."""
    uit: dict[str, str] = {}
    keuzes: Any = veld.choices
    for waarde, naam in keuzes:
        rijen = naam if isinstance(naam, list | tuple) else [(waarde, naam)]
        uit |= {str(w): str(n) for w, n in rijen}
    return uit
