"""An uploaded file between its trial run and 'Nu inlezen': for this session only, and not for long."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.uploadedfile import UploadedFile

_SESSIESLEUTEL = "inlezen"
# A session ends after a quarter of an hour without a click; nobody can come back for an older file.
HOUDBAAR = 60 * 60


@dataclass(frozen=True)
class Klaargezet:
    """A file that waits: its secret name, its kind, and the name that the user knows it by."""

    kenmerk: str
    soort: str
    naam: str

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


def wat_klaarstaat(sessie: SessionBase, kenmerk: str) -> Klaargezet | None:
    """The waiting file of this session, if it is the one on the user's screen."""
    bewaard = sessie.get(_SESSIESLEUTEL)
    if not bewaard or not secrets.compare_digest(bewaard["kenmerk"].encode(), kenmerk.encode()):
        return None
    klaar = Klaargezet(**bewaard)
    return klaar if klaar.pad.is_file() else None


def ruim_op(sessie: SessionBase) -> None:
    """Remove the waiting file of this session."""
    bewaard = sessie.pop(_SESSIESLEUTEL, None)
    if bewaard:
        Klaargezet(**bewaard).pad.unlink(missing_ok=True)


def ruim_verlopen_op() -> None:
    """Remove the files of everybody that have waited too long."""
    grens = time.time() - HOUDBAAR
    for pad in _map().iterdir():
        with suppress(FileNotFoundError):
            if pad.stat().st_mtime < grens:
                pad.unlink()


def _map() -> Path:
    pad = settings.VAR_DIR / "inlees"
    pad.mkdir(mode=0o700, exist_ok=True)
    return pad
