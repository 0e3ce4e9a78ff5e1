"""How long the documents of a report take: the one of 2020 and a long one, by the clock and in processor time."""

from __future__ import annotations

import resource
from dataclasses import replace

from rapportage.documenten.bundel import maak_bundel
from rapportage.documenten.pagina import bestand, papier
from rapportage.documenten.pdf import maak_pdf, rapport_pdf
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.metingen.meten import Metingen
from rapportage.models import Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import reken_opnieuw


def meet_documenten(m: Metingen) -> None:
    """The report of 2020 of the demonstration, and a long one of the same parts twice."""
    rapport = Rapport.objects.filter(tm__year=2020).order_by("kenmerk").first()
    assert rapport is not None  # noqa: S101 - the demonstration has one
    document = reken_opnieuw(rapport, editie="1.0")
    papier(document)  # draws the charts once, as the page on screen did already
    m.tijd("report of 2020: composed again", lambda: reken_opnieuw(rapport), keer=3)
    m.tijd("report of 2020: the page of the PDF, without the engine", lambda: papier(document), keer=3)
    _meet_pdf(m, "report of 2020", document, "under 3 s")
    _meet_pdf(m, "its parts twice", _lang(document), "under 5 s for 25 pages")
    m.tijd("report of 2020: one HTML file", lambda: bestand(document), keer=3)
    m.tijd("report of 2020: spreadsheet", lambda: maak_werkboek(document), keer=3)
    m.tijd("report of 2020: ZIP with the report of each of three kamers", lambda: maak_bundel(rapport), keer=1)


def _lang(document: Document) -> Document:
    """The parts twice, the second time without their charts: an anchor may be there once."""
    weer = [replace(deel, nummer=len(document.delen) + deel.nummer, grafiek=None) for deel in document.delen]
    return replace(document, delen=(*document.delen, *weer))


def _meet_pdf(m: Metingen, wat: str, document: Document, doel: str) -> None:
    keer = 3
    wat = f"{wat}, {maak_pdf(*papier(document)).bladzijden} pages"
    voor = _kindertijd()
    m.tijd(f"{wat}: PDF", lambda: rapport_pdf(document), keer=keer, doel=doel)
    m.noteer(f"{wat}: PDF, processor time of the engine", (_kindertijd() - voor) * 1000 / keer)


def _kindertijd() -> float:
    gebruik = resource.getrusage(resource.RUSAGE_CHILDREN)
    return gebruik.ru_utime + gebruik.ru_stime
