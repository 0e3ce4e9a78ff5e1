"""From an uploaded file to the statements in it: XML, a ZIP of XML, or CSV. Nothing is stored here."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from buurtwerkkamers.importeren.lezen import GROOTSTE_BESTAND, LeesFout
from financien.bank.camt import GROOTSTE_XML, lees_camt, lijkt_op_xml
from financien.bank.csvlezen import WELKE, lees_csv
from financien.bank.vorm import MEESTE_REGELS, Afschrift

MEESTE_DELEN = 400
UITGEPAKT = 40 * 1024 * 1024
TE_GROOT = "Dit ZIP-bestand is uitgepakt te groot. Download een kortere periode."
Bestanddeel = list[Afschrift]


def lees(pad: Path) -> list[Bestanddeel]:
    """What stands in the file: per file (a ZIP holds several) its statements. Raises ``LeesFout``, in Dutch."""
    try:
        if pad.stat().st_size > GROOTSTE_BESTAND:
            raise LeesFout("Dit bestand is groter dan 25 MB. Download een kortere periode.")
        with pad.open("rb") as bestand:
            begin = bestand.read(4)
        if begin == b"PK\x03\x04":
            return _uit_zip(pad)
        inhoud = pad.read_bytes()
    except OSError as fout:
        raise LeesFout("Dit bestand kan niet gelezen worden.") from fout
    if not inhoud:
        raise LeesFout("Dit bestand is leeg.")
    return [lees_camt(inhoud) if lijkt_op_xml(inhoud) else lees_csv(inhoud)]


def _uit_zip(pad: Path) -> list[Bestanddeel]:
    """Every XML file in it, in the order of their names. What it claims to unpack to is checked, and what it does."""
    try:
        with zipfile.ZipFile(pad) as archief:
            delen = [deel for deel in archief.infolist() if not deel.is_dir()]
            if len(delen) > MEESTE_DELEN or sum(deel.file_size for deel in delen) > UITGEPAKT:
                raise LeesFout(TE_GROOT)
            if any(deel.flag_bits & 1 for deel in delen):
                raise LeesFout("Dit ZIP-bestand heeft een wachtwoord. Pak het eerst uit.")
            vreemd = [deel for deel in delen if not deel.filename.lower().endswith(".xml")]
            if vreemd or not delen:
                raise LeesFout(WELKE if vreemd else "Dit ZIP-bestand is leeg.")
            gelezen: list[Bestanddeel] = []
            over = UITGEPAKT
            for deel in sorted(delen, key=lambda deel: deel.filename):
                with archief.open(deel) as inhoud:
                    stuk = inhoud.read(min(GROOTSTE_XML, over) + 1)
                over -= len(stuk)
                if over < 0:
                    raise LeesFout(TE_GROOT)
                gelezen.append(lees_camt(stuk))
                if sum(len(a.regels) for bestanddeel in gelezen for a in bestanddeel) > MEESTE_REGELS:
                    raise LeesFout("Dit bestand heeft te veel regels. Download een kortere periode.")
            return gelezen
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as fout:
        raise LeesFout("Dit ZIP-bestand is beschadigd. Download het opnieuw bij de bank.") from fout
