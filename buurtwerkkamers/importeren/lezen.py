"""From a file to rows: CSV, XLSX and ODS, whatever stands above the header, with the row numbers a person sees."""

from __future__ import annotations

import csv
import io
import itertools
import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from buurtwerkkamers.importeren import werkblad

Cel = str | int | float | bool

GROOTSTE_BESTAND = 25 * 1024 * 1024
MEESTE_RIJEN = 100_000
MEESTE_KOLOMMEN = 200
LANGSTE_CEL = 20_000
# Titles and explanation may stand above the header, but not more than this.
RIJEN_BOVEN_KOP = 20
SCHEIDINGSTEKENS = (",", ";")
# No text holds this character, so a line that is parsed with it stays one cell.
GEEN_SCHEIDINGSTEKEN = "\x1f"
GEEN_UTF8 = "Dit bestand is geen UTF-8. Sla het op als 'CSV UTF-8', of als XLSX of ODS."
TE_LANG = f"Dit bestand heeft meer dan {MEESTE_RIJEN:,} rijen. Splits het in kleinere bestanden.".replace(",", ".")


class LeesFout(Exception):
    """The file, or one row of it, cannot be read; the message is Dutch. ``rij`` 0: the file as a whole."""

    def __init__(self, fout: str, rij: int = 0, kolom: str = "") -> None:
        super().__init__(fout)
        self.rij, self.kolom = rij, kolom


@dataclass(slots=True)
class Bestandsrij:
    """One row that is not empty. ``nummer``: counted from the first row of the file, which is 1."""

    nummer: int
    cellen: list[Cel]


def kolomnaam(tekst: Cel) -> str:
    """A header as it is recognised: ``Open vanaf``, ``open-vanaf`` and ``OPEN_VANAF`` are the same column."""
    schoon = "".join(t for t in str(tekst) if unicodedata.category(t) not in ("Cf", "Cc") or t.isspace())
    return "_".join(schoon.casefold().replace("_", " ").replace("-", " ").split())


def schone_cel(cel: Cel) -> Cel:
    """Text with single spaces and one way of writing accents; numbers as they are."""
    return " ".join(unicodedata.normalize("NFC", cel).split()) if isinstance(cel, str) else cel


def rijen_uit(pad: Path, bekend: set[str]) -> Iterator[Bestandsrij]:
    """The header row and then the rows below it. ``bekend``: the column names by which the header is recognised.

    Raises ``LeesFout``, also after some rows.
    """
    try:
        with pad.open("rb") as bestand:
            if pad.stat().st_size > GROOTSTE_BESTAND:
                raise LeesFout("Dit bestand is groter dan 25 MB. Splits het in kleinere bestanden.")
            begin = bestand.read(4096)
            if begin.startswith(b"PK\x03\x04"):
                yield from _vanaf_kop(_werkbladrijen(pad), bekend)
            else:
                _geen_tekst(begin)
                yield from _csv(bestand, bekend)
    except FileNotFoundError as fout:
        raise LeesFout("Dit bestand bestaat niet.") from fout
    except IsADirectoryError as fout:
        raise LeesFout("Dit is een map, geen bestand.") from fout
    except UnicodeDecodeError as fout:
        raise LeesFout(GEEN_UTF8) from fout
    except (OSError, ValueError) as fout:
        raise LeesFout("Dit bestand kan niet gelezen worden.") from fout


def _geen_tekst(begin: bytes) -> None:
    if not begin.strip(b"\xef\xbb\xbf \t\r\n"):
        raise LeesFout("Dit bestand is leeg.")
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LeesFout(GEEN_UTF8)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise LeesFout("Dit is een oud of beveiligd Excel-bestand. Sla het zonder wachtwoord op als XLSX.")
    if b"\x00" in begin:
        raise LeesFout("Dit is geen CSV, XLSX of ODS.")


def _vanaf_kop(rijen: Iterator[Bestandsrij], bekend: set[str]) -> Iterator[Bestandsrij]:
    """From the first of the upper rows with most known column names; what stands above it is no data."""
    boven = list(itertools.islice(rijen, RIJEN_BOVEN_KOP))
    if not boven:
        raise LeesFout("Dit bestand is leeg.")
    plaats = max(range(len(boven)), key=lambda nr: (_herkend(boven[nr].cellen, bekend), -nr))
    return itertools.chain(boven[plaats:], rijen)


def _herkend(cellen: Iterable[Cel], bekend: set[str]) -> int:
    return len({kolomnaam(cel) for cel in cellen} & bekend)


# --- CSV ------------------------------------------------------------------------------------------------------


def _csv(bestand: BinaryIO, bekend: set[str]) -> Iterator[Bestandsrij]:
    """The delimiter is the one that makes most known columns of the header; one column has none at all."""

    def lees(teken: str) -> Iterator[Bestandsrij]:
        bestand.seek(0)
        tekst = io.TextIOWrapper(bestand, encoding="utf-8-sig", newline="")
        try:
            yield from _csv_rijen(tekst, teken)
        finally:
            tekst.detach()

    def uitkomst(teken: str) -> tuple[int, int]:
        rijen = lees(teken)
        try:
            kop = next(_vanaf_kop(rijen, bekend)).cellen
        except LeesFout:
            return 0, 2  # nothing recognised, but if the other one finds nothing either this is what to complain about
        finally:
            rijen.close()  # type: ignore[attr-defined]
        return _herkend(kop, bekend), len(kop)

    uitkomsten = {teken: uitkomst(teken) for teken in SCHEIDINGSTEKENS}
    beste = max(SCHEIDINGSTEKENS, key=uitkomsten.__getitem__)
    yield from _vanaf_kop(lees(beste if uitkomsten[beste][1] > 1 else GEEN_SCHEIDINGSTEKEN), bekend)


def _csv_rijen(tekst: io.TextIOWrapper, teken: str) -> Iterator[Bestandsrij]:
    lezer = csv.reader(tekst, delimiter=teken, strict=True, skipinitialspace=True)
    for nummer in itertools.count(1):
        try:
            cellen: list[Cel] = list(next(lezer))
        except StopIteration:
            return
        except csv.Error as fout:
            raise LeesFout("Deze rij is niet te lezen: kijk de aanhalingstekens na.", nummer) from fout
        yield from _gevuld(nummer, cellen)


# --- XLSX and ODS ---------------------------------------------------------------------------------------------


def _werkbladrijen(pad: Path) -> Iterator[Bestandsrij]:
    opdracht = [sys.executable, "-I", werkblad.__file__, str(pad)]
    with subprocess.Popen(opdracht, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as lezer:
        assert lezer.stdout is not None  # noqa: S101 - said to the type checker
        try:
            for nummer, regel in enumerate(lezer.stdout, 1):
                gelezen = json.loads(regel)
                if "fout" in gelezen:
                    raise LeesFout(gelezen["fout"])
                yield from _gevuld(nummer, gelezen["rij"])
        finally:
            lezer.kill()
    if lezer.returncode != 0:
        raise LeesFout("Dit werkblad is te groot of beschadigd. Splits het in kleinere bestanden.")


def _gevuld(nummer: int, cellen: list[Cel]) -> Iterator[Bestandsrij]:
    """The row with clean cells, unless it is empty: rows that only look empty are not data."""
    if nummer > MEESTE_RIJEN:
        raise LeesFout(TE_LANG)
    cellen = [schone_cel(cel) for cel in cellen]
    if not any(cel != "" for cel in cellen):
        return
    if len(cellen) > MEESTE_KOLOMMEN:
        if any(cel != "" for cel in cellen[MEESTE_KOLOMMEN:]):
            raise LeesFout(f"Deze rij heeft meer dan {MEESTE_KOLOMMEN} kolommen.", nummer)
        del cellen[MEESTE_KOLOMMEN:]
    if any(isinstance(cel, str) and len(cel) > LANGSTE_CEL for cel in cellen):
        raise LeesFout("In deze rij staat een veel te lange cel.", nummer)
    yield Bestandsrij(nummer, cellen)
