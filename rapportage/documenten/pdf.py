"""HTML to PDF bytes, through a process of its own with limits on time and memory."""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rapportage.documenten import pagina
from rapportage.rapportvorm import Document

MOTOR = Path(__file__).with_name("motor.py")
SECONDEN = 20
GEHEUGEN = 1536 * 1024 * 1024
TE_VEEL = "De PDF maken vroeg te veel tijd of geheugen en is gestopt. Maak de teksten korter en probeer het opnieuw."
STUK = "De PDF maken lukte niet door een fout in het systeem. Meld dit aan de beheerder."
# What Python and the loader of libraries say when the limit is reached.
_GEHEUGEN_OP = ("MemoryError", "failed to map segment", "Cannot allocate memory")

logger = logging.getLogger(__name__)


class PdfLukteNiet(Exception):
    """The PDF could not be made; the text is plain Dutch and may be shown."""


@dataclass(frozen=True)
class Pdf:
    """The bytes, the addresses in the report that the engine was not allowed to open, and how many pages it has."""

    inhoud: bytes
    geweigerd: tuple[str, ...]
    bladzijden: int


def rapport_pdf(document: Document, uitgave: pagina.Uitgave | None = None) -> bytes:
    """The PDF of a report. One of many kamers is long and gets more time; raises ``PdfLukteNiet`` as ``maak_pdf``."""
    return maak_pdf(*pagina.papier(document, uitgave), seconden=SECONDEN + len(document.kamers)).inhoud


def maak_pdf(html: str, bestanden: dict[str, bytes], *, seconden: int = SECONDEN, geheugen: int = GEHEUGEN) -> Pdf:
    """Make the PDF. ``bestanden`` are all the files that the page may name, as ``rapport:NAAM``.

    Raises ``PdfLukteNiet`` when it takes more than ``seconden`` of processor time, or twice that by the clock (a busy
    machine is no reason to stop), or more than ``geheugen`` bytes.
    """
    opdracht = {
        "html": html,
        "bestanden": {naam: base64.b64encode(inhoud).decode() for naam, inhoud in bestanden.items()},
        "geheugen": geheugen,
        "seconden": seconden,
    }
    try:
        # The engine unpacks fonts to files and ends without clearing up, also when it is stopped: we throw them away.
        with TemporaryDirectory(prefix="rapport-pdf-") as werkmap:
            uitkomst = subprocess.run(
                [sys.executable, "-P", "-s", str(MOTOR)],
                input=json.dumps(opdracht).encode(),
                capture_output=True,
                timeout=2 * seconden,
                env={**_omgeving(), "TMPDIR": werkmap},
            )
    except subprocess.TimeoutExpired as fout:
        raise PdfLukteNiet("De PDF maken duurde te lang en is gestopt. Probeer het later opnieuw.") from fout
    if uitkomst.returncode != 0:
        einde = uitkomst.stderr[-2000:].decode(errors="replace")
        logger.error("PDF-motor stopte met %s: %s", uitkomst.returncode, einde)
        gestopt = uitkomst.returncode < 0 or any(teken in einde for teken in _GEHEUGEN_OP)
        raise PdfLukteNiet(TE_VEEL if gestopt else STUK)
    kop, _, pdf = uitkomst.stdout.partition(b"\n")
    return _lees_kop(json.loads(kop), pdf)


def _omgeving() -> dict[str, str]:
    """No secrets and nothing that differs per run: only where programs are and the user's cache of fonts."""
    over = {naam: os.environ[naam] for naam in ("PATH", "HOME", "LD_LIBRARY_PATH") if naam in os.environ}
    return {**over, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}


def _lees_kop(kop: dict[str, Any], pdf: bytes) -> Pdf:
    for klacht in kop["klachten"]:
        logger.warning("PDF-motor: %s", klacht)
    return Pdf(pdf, tuple(kop["geweigerd"]), kop["bladzijden"])
