"""Secrets of the second factor, encrypted in the database: a copy of the database alone opens no account.

The key follows from ``SECRET_KEY``; after a change of that, ``SECRET_KEY_FALLBACKS`` still opens what was there.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# What was stored before secrets were encrypted has no such beginning, and is read as it is.
BEGIN = "v1:"


def versleutel(tekst: str) -> str:
    return BEGIN + _sleutels().encrypt(tekst.encode()).decode()


def ontsleutel(tekst: str) -> str:
    """The secret; ``ValueError`` when it was encrypted with a key that is not there any more."""
    if not tekst.startswith(BEGIN):
        return tekst
    try:
        return _sleutels().decrypt(tekst.removeprefix(BEGIN).encode()).decode()
    except InvalidToken as fout:
        raise ValueError("Dit is met een andere sleutel versleuteld (SECRET_KEY).") from fout


def _sleutels() -> MultiFernet:
    return MultiFernet([Fernet(_afgeleid(s)) for s in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _afgeleid(geheim: str | bytes) -> bytes:
    sleutel = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"buurtwerkkamers tweede factor")
    return base64.urlsafe_b64encode(sleutel.derive(geheim.encode() if isinstance(geheim, str) else geheim))
