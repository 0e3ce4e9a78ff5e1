"""A form that may be sent once: it carries the numbers that its rows will get, signed.

The same form twice (a double tap, a repeated post) makes rows with the same numbers, and those are there already.
"""

from __future__ import annotations

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from buurtwerkkamers.models import Gebruiker
from financien.boeken import nieuwe_nummers
from financien.models import Boeking

_ZOUT = "financien.formulier"


def nieuwe_sleutel(gebruiker: Gebruiker, aantal: int = 1, model: type = Boeking) -> str:
    """The key of an empty form with room for this many rows of one table, for this user only."""
    inhoud = [model.__name__, gebruiker.pk, nieuwe_nummers(aantal, model)]
    return signing.dumps(inhoud, salt=_ZOUT)


class SleutelVeld(forms.CharField):
    """The hidden key of a form; gives the numbers of its rows."""

    widget = forms.HiddenInput

    def __init__(self, *, model: type = Boeking) -> None:
        super().__init__(required=False)
        self.model = model
        self.gebruiker: Gebruiker | None = None

    def clean(self, value: str) -> list[int]:
        try:
            naam, wie, nummers = signing.loads(value or "", salt=_ZOUT)
        except (signing.BadSignature, ValueError, TypeError):
            naam, wie, nummers = "", None, []
        if naam != self.model.__name__ or self.gebruiker is None or wie != self.gebruiker.pk:
            raise ValidationError("Dit formulier was verlopen. Kijk het na en sla het nog een keer op.")
        return nummers
