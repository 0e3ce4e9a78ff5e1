"""What the write functions share."""

from __future__ import annotations

import secrets

BLOK = 2000
# Without letters and digits that look alike, because numbers are read aloud and typed over.
_TEKENS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def nieuw_nummer() -> str:
    """A random number for a person or a job: it tells nothing about who or when."""
    return "".join(secrets.choice(_TEKENS) for _ in range(8))
