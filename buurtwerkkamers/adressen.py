"""Reading DATABASE_URL: every common way to write a PostgreSQL address, sockets too."""

from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured


def database_uit(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for an address.

    A socket may be written as `postgres://rol:wachtwoord@%2Fmap/naam`, `postgres://rol:wachtwoord@/naam?host=/map` or
    `postgres://rol:wachtwoord@//map/naam`. Raises ImproperlyConfigured for another kind of database and for an address
    without a role: the rights are given to that role by name.
    """
    gegevens = environ.Env.db_url_config(url)
    if gegevens["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("Het adres van de database begint met postgres://; andere databases kunnen niet.")
    opties = gegevens.pop("OPTIONS", {})
    gegevens["HOST"] = unquote(opties.pop("host", gegevens["HOST"]))
    gegevens["PORT"] = opties.pop("port", gegevens["PORT"])
    if not gegevens["USER"] or not gegevens["NAME"]:
        raise ImproperlyConfigured(
            "Het adres van de database noemt de rol en de naam: postgres://rol:wachtwoord@…/naam"
        )
    return {**gegevens, "OPTIONS": opties}
