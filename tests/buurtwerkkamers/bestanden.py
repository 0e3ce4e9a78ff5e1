"""Files for the import tests: CSV, XLSX and ODS with the same rows."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter


def csv_tekst(rijen, teken=","):
    uit = io.StringIO()
    csv.writer(uit, delimiter=teken, lineterminator="\n").writerows(rijen)
    return uit.getvalue()


def maak_csv(pad: Path, rijen, teken=",", codering="utf-8") -> Path:
    pad.write_text(csv_tekst(rijen, teken), encoding=codering)
    return pad


def maak_xlsx(pad: Path, rijen, vanaf_rij=0, vanaf_kolom=0) -> Path:
    with xlsxwriter.Workbook(pad) as werkmap:
        blad = werkmap.add_worksheet()
        datumvorm = werkmap.add_format({"num_format": "d-m-yyyy"})
        for nummer, rij in enumerate(rijen, vanaf_rij):
            for kolom, cel in enumerate(rij, vanaf_kolom):
                if isinstance(cel, date):
                    blad.write_datetime(nummer, kolom, cel, datumvorm)
                elif isinstance(cel, str) and cel.startswith("="):
                    blad.write_formula(nummer, kolom, cel, value="#DIV/0!")
                else:
                    blad.write(nummer, kolom, cel)
    return pad


def maak_ods(pad: Path, rijen) -> Path:
    """As LibreOffice writes it: a date with its own type, numbers as float, empty rows repeated to the end."""

    def cel(waarde):
        if isinstance(waarde, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{waarde}"><text:p>x</text:p>'
        if isinstance(waarde, (int, float)):
            return f'<table:table-cell office:value-type="float" office:value="{waarde}"><text:p>x</text:p>'
        if waarde == "":
            return "<table:table-cell>"
        return f'<table:table-cell office:value-type="string"><text:p>{escape(waarde)}</text:p>'

    regels = "".join(
        f"<table:table-row>{''.join(cel(waarde) + '</table:table-cell>' for waarde in rij)}</table:table-row>"
        for rij in rijen
    )
    namen = " ".join(
        f'xmlns:{naam}="urn:oasis:names:tc:opendocument:xmlns:{naam}:1.0"' for naam in ("office", "table", "text")
    )
    leeg = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    inhoud = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namen} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{regels}{leeg}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archief.writestr("content.xml", inhoud)
        archief.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return pad
