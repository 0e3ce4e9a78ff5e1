"""The mail with which somebody chooses a password."""

from __future__ import annotations

from allauth.account.forms import ResetPasswordForm

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.verzoek import Verzoek


def stuur_wachtwoordmail(request: Verzoek, aan: Gebruiker) -> None:
    """The same mail as 'wachtwoord vergeten' sends: one way to a password, with one set of limits."""
    form = ResetPasswordForm({"email": aan.email})
    if form.is_valid():
        form.save(request)
