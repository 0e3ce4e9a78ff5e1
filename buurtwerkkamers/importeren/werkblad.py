"""Reads a spreadsheet in a process of its own: prints one JSON list per row, in the order of the sheet.

A tiny file can claim a sheet of seventeen thousand million cells, and the reader then ends the whole process. So this
runs apart, with a limit on memory and time, and knows nothing of Django. Output: ``{"rij": […]}`` per row, or one
``{"fout": "…"}``; no output at all means that a limit was hit.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime

GEHEUGEN = 190 * 1024 * 1024
SECONDEN = 60
UITGEPAKT = 60 * 1024 * 1024
ONDERDELEN = 1000
# The reader gives a failed formula as an empty cell, and an empty cell clears what was there.
FORMULEFOUT = re.compile(rb'<c\b[^>]*\bt="e"|calcext:value-type="error"')


class Fout(Exception):
    """What the user should know; the message is Dutch."""


def controleer_zip(pad: str) -> None:
    """Refuse what unpacks too large, is locked, or holds formulas that failed; before anything is unpacked whole."""
    with zipfile.ZipFile(pad) as archief:
        delen = archief.infolist()
        if len(delen) > ONDERDELEN or sum(deel.file_size for deel in delen) > UITGEPAKT:
            raise Fout("Dit werkblad is uitgepakt te groot. Splits het in kleinere bestanden.")
        for deel in delen:
            if re.search(r"worksheets/[^/]*\.xml$|^content\.xml$", deel.filename):
                zoek_formulefout(archief, deel)


def zoek_formulefout(archief: zipfile.ZipFile, deel: zipfile.ZipInfo) -> None:
    rest = b""
    with archief.open(deel) as inhoud:
        while blok := inhoud.read(1 << 16):
            if FORMULEFOUT.search(rest + blok):
                raise Fout("In dit werkblad staat een formule die mislukt (zoals #N/B). Herstel die eerst.")
            rest = blok[-200:]


def als_tekst(cel: object) -> object:
    """Whole numbers without '.0', dates as 2020-03-14; a moment with a time keeps it (and is no date)."""
    if isinstance(cel, float) and cel.is_integer():
        return int(cel)
    if isinstance(cel, datetime):
        return str(cel.date() if cel.time() == datetime.min.time() else cel)
    if isinstance(cel, date):
        return str(cel)
    return cel if isinstance(cel, (str, bool, int, float)) else str(cel)


def schrijf_rijen(pad: str) -> None:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        controleer_zip(pad)
        werkmap = load_workbook(pad)
        for blad in werkmap.sheets_metadata:
            if blad.typ != SheetTypeEnum.WorkSheet or blad.visible != SheetVisibleEnum.Visible:
                continue
            rijen = werkmap.get_sheet_by_name(blad.name)
            if rijen.start is None:
                continue
            for rij in rijen.iter_rows():
                print(json.dumps({"rij": [als_tekst(cel) for cel in rij]}))
            return
    except Fout as fout:
        print(json.dumps({"fout": str(fout)}))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        print(json.dumps({"fout": "Dit werkblad is beschadigd, beveiligd, of geen XLSX of ODS."}))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    schrijf_rijen(sys.argv[1])
