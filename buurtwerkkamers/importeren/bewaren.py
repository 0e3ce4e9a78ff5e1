"""An uploaded file between its upload and 'Nu inlezen': for this session only, and not for long.

It goes when it is stored, when another one is chosen, when the user logs out, and otherwise after an hour: at the
next log-in of anybody, or the next look at the page.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import UploadedFile

from buurtwerkkamers.importeren import werk

_SESSIESLEUTEL = "inlezen"
# A session ends after a quarter of an hour without a click; nobody can come back for an older file.
HOUDBAAR = 60 * 60


@dataclass(frozen=True)
class Klaargezet:
    """A file that waits: its secret name, its kind, and the name that the user knows it by.

    ``kolommen``: which column of the file is which, ``koppen`` what they are called there, and ``proef`` the trial run.
    """

    kenmerk: str
    soort: str
    naam: str
    kolommen: dict[str, int] = field(default_factory=dict)
    koppen: dict[str, str] = field(default_factory=dict)
    proef: str = ""

    @property
    def pad(self) -> Path:
        return _map() / self.kenmerk


def zet_klaar(sessie: SessionBase, bestand: UploadedFile, soort: str) -> Klaargezet:
    """Keep the file, readable for this program only; an earlier one of this session goes."""
    ruim_op(sessie)
    klaar = Klaargezet(secrets.token_hex(16), soort, (bestand.name or "bestand")[:100])
    with open(os.open(klaar.pad, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as doel:
        for blok in bestand.chunks():
            doel.write(blok)
    sessie[_SESSIESLEUTEL] = asdict(klaar)
    return klaar


def werk_bij(sessie: SessionBase, klaar: Klaargezet, **velden: Any) -> Klaargezet:
    """Remember what the user chose for the waiting file."""
    klaar = replace(klaar, **velden)
    sessie[_SESSIESLEUTEL] = asdict(klaar)
    return klaar


def wat_klaarstaat(sessie: SessionBase, kenmerk: str, *, met_bestand: bool = True) -> Klaargezet | None:
    """The waiting file of this session, if it is the one on the user's screen.

    ``met_bestand`` off: also when the file itself is gone, because it is being stored or was stored.
    """
    bewaard = sessie.get(_SESSIESLEUTEL)
    if not bewaard or not secrets.compare_digest(bewaard["kenmerk"].encode(), kenmerk.encode()):
        return None
    klaar = Klaargezet(**bewaard)
    return klaar if klaar.pad.is_file() or not met_bestand else None


def ruim_op(sessie: SessionBase) -> None:
    """Remove the waiting file of this session, and what was found in it."""
    bewaard = sessie.pop(_SESSIESLEUTEL, None)
    if bewaard:
        klaar = Klaargezet(**bewaard)
        klaar.pad.unlink(missing_ok=True)
        if klaar.proef:
            werk.vergeet(klaar.proef)


def ruim_verlopen_op() -> None:
    """Remove the files of everybody that have waited too long."""
    grens = time.time() - HOUDBAAR
    for pad in _map().iterdir():
        with suppress(FileNotFoundError):
            if pad.stat().st_mtime < grens:
                pad.unlink()


def bij_uitloggen(sender: Any, request: Any, **kwargs: Any) -> None:
    """Receiver of ``user_logged_out``; the session is still there."""
    if request is not None and hasattr(request, "session"):
        ruim_op(request.session)


def bij_inloggen(sender: Any, **kwargs: Any) -> None:
    """Receiver of ``user_logged_in``: who never came back left a file."""
    ruim_verlopen_op()


def _map() -> Path:
    pad = settings.VAR_DIR / "inlees"
    pad.mkdir(mode=0o700, exist_ok=True)
    return pad
