"""Letters of the notes under a table."""

from __future__ import annotations


def letter(nummer: int) -> str:
    """Of the note with this number, from 0: a to z, then aa, ab and on, so that no two are alike."""
    voor, laatste = divmod(nummer, 26)
    return (letter(voor - 1) if voor else "") + chr(ord("a") + laatste)
