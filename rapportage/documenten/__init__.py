"""The report as files. An adopted report gives the very bytes that were kept at its adoption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapportage import canoniek
from rapportage.documenten import pagina
from rapportage.documenten.pdf import PdfLukteNiet, rapport_pdf
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.models import Rapport
from rapportage.samenstelling import laatste_editie, stel_samen

__all__ = ["SOORTEN", "Bestandssoort", "PdfLukteNiet", "als_html", "als_json", "als_pdf", "als_xlsx"]


def als_pdf(rapport: Rapport) -> bytes:
    """The PDF (PDF/UA-1). Raises ``PdfLukteNiet`` with a Dutch text when time or memory runs out."""
    editie = laatste_editie(rapport)
    if editie is not None:
        return bytes(editie.pdf)
    return rapport_pdf(stel_samen(rapport))


def als_html(rapport: Rapport) -> bytes:
    """The report as one HTML file that needs nothing else."""
    editie = laatste_editie(rapport)
    if editie is not None:
        return bytes(editie.html)
    return pagina.bestand(stel_samen(rapport)).encode()


def als_xlsx(rapport: Rapport) -> bytes:
    """All tables of the report as a spreadsheet. Of an edition from before it was kept, made of its frozen data."""
    editie = laatste_editie(rapport)
    if editie is not None and editie.xlsx:
        return bytes(editie.xlsx)
    return maak_werkboek(stel_samen(rapport))


def als_json(rapport: Rapport) -> bytes:
    """The data in canonical form. Of an adopted report, the SHA-256 of this file is the printed digest."""
    editie = laatste_editie(rapport)
    return (editie.gegevens if editie is not None else canoniek.schrijf(stel_samen(rapport))).encode()


@dataclass(frozen=True)
class Bestandssoort:
    naam: str
    mime: str
    maak: Callable[[Rapport], bytes]


SOORTEN = {
    "pdf": Bestandssoort("PDF", "application/pdf", als_pdf),
    "html": Bestandssoort("HTML", "text/html; charset=utf-8", als_html),
    "xlsx": Bestandssoort("rekenblad", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", als_xlsx),
    "json": Bestandssoort("gegevens (JSON)", "application/json", als_json),
}
