"""Logging in: by e-mail address only, no public sign-up, no demonstration accounts on a real database."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest


class Aanmelding(AuthenticationBackend):
    """Password check of allauth, for accounts that may log in here."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMO_TOEGESTAAN or not user.is_demo)

    def get_user(self, user_id: Any) -> Any:
        """The user of a session; None once the account may no longer log in."""
        gebruiker = super().get_user(user_id)
        return gebruiker if gebruiker and self.user_can_authenticate(gebruiker) else None


class Adapter(DefaultAccountAdapter):
    """Accounts are made by the beheerder; nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account staat uit. Vraag uw beheerder om hulp.",
        "email_password_mismatch": "Dit e-mailadres en wachtwoord horen niet bij elkaar.",
        "enter_current_password": "Dit is niet uw huidige wachtwoord.",
        "incorrect_code": "Deze code klopt niet, of is al verlopen. Neem de code die nu in de app staat.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "rate_limited": "U probeert het te vaak achter elkaar. Wacht een paar minuten.",
        "too_many_login_attempts": "Te vaak een verkeerd wachtwoord. Probeer het over een kwartier nog eens.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
