"""Logging in: by e-mail address only, no public sign-up, no demonstration accounts on a real database.

Every guess of a password, wherever it is typed (log-in, 'type it again', change of password), counts under one key
per account, before it is looked at; so at most five are looked at in a quarter of an hour, whatever the address they
come from, the spelling of the e-mail address or the name of the site.
"""

from __future__ import annotations

import time
import unicodedata
from typing import Any

from allauth.account import app_settings as accountinstellingen
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import ChangePasswordForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from buurtwerkkamers import versleuteling
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Gebruiker, Logregel


def mag_inloggen(gebruiker: Gebruiker) -> bool:
    """Whether this account may be used here: not switched off, and no printed account beside real people."""
    return gebruiker.is_active and (settings.DEMO_TOEGESTAAN or not gebruiker.is_demo)


class Aanmelding(AuthenticationBackend):
    """Password check of allauth, for accounts that may log in here."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and mag_inloggen(user)

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
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "rate_limited": "U probeert het te vaak achter elkaar. Wacht een paar minuten.",
        "too_many_login_attempts": "Te vaak een verkeerd wachtwoord. Probeer het over een kwartier nog eens.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Stop an account that may not log in here before a session exists."""
        if not mag_inloggen(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        leg_vast(Logregel.Actie.INGELOGD, user, door=user)

    def set_password(self, user: Any, password: str) -> None:
        """A new password, set by who reads the mail of this account, takes away the wait after wrong ones."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, email=user.email)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password of who is logged in, counted together with the guesses on the log-in page."""
        zelfde = self.authenticate(self.request, email=user.email, password=password)
        return zelfde is not None and zelfde.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not when the log-in itself was only minutes ago: the first thing a new user does is link the app."""
        stappen = get_authentication_records(self.request, self.request.user)
        return not stappen or time.time() - stappen[-1]["at"] > accountinstellingen.REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter per account: spelled with capitals or by another name of this site, it is the same one."""
        return unicodedata.normalize("NFKC", credentials.get("email", "")).casefold().strip()


class Codeadapter(DefaultMFAAdapter):
    """The second factor, in plain Dutch; its secrets are encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Deze code klopt niet, of is al verlopen. Neem de code die nu in de app staat.",
    }

    def encrypt(self, text: str) -> str:
        return versleuteling.versleutel(text)

    def decrypt(self, encrypted_text: str) -> str:
        return versleuteling.ontsleutel(encrypted_text)


class Wachtwoordformulier(ChangePasswordForm):
    """Change of password; the old one is checked, and counted, as at log-in."""

    def clean_oldpassword(self) -> str:
        oud = self.cleaned_data.get("oldpassword", "")
        adapter = Adapter()
        if not adapter.reauthenticate(self.user, oud):
            raise adapter.validation_error("enter_current_password")
        return oud
