"""The report and the reports of its kamers in one ZIP: PDF each, with the spreadsheet and the data of the whole.

Of an adopted report the files are the ones that were kept, and those of the kamers are made of its frozen data.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from rapportage import canoniek
from rapportage.documenten import pagina
from rapportage.documenten.kamerdocument import van_kamer
from rapportage.documenten.pdf import rapport_pdf
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.models import Editie, Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import laatste_editie, stel_samen

# What is the same must give the same bytes, so nothing in the file comes from the clock.
_GEMAAKT = (2000, 1, 1, 0, 0, 0)


def maak_bundel(rapport: Rapport, meld: Callable[[int, int], None] = lambda gedaan, totaal: None) -> bytes:
    """The bytes of the ZIP. ``meld`` hears how many of how many PDFs are ready."""
    editie = laatste_editie(rapport)
    document = stel_samen(rapport)
    naam = f"{rapport.kenmerk}-editie-{editie.nummer}" if editie else f"{rapport.kenmerk}-concept"
    totaal = len(document.kamers) + 1
    uitgave = pagina.Uitgave(editie.vastgesteld_op, editie.sha256, uittreksel_van=document.titel) if editie else None
    meld(0, totaal)
    bestanden = {f"{naam}.pdf": bytes(editie.pdf) if editie else rapport_pdf(document)}
    for gedaan, kamer in enumerate(document.kamers, start=1):
        meld(gedaan, totaal)
        uitgave = (
            pagina.Uitgave(editie.vastgesteld_op, editie.sha256, uittreksel_van=document.titel) if editie else None
        )
        bestanden[f"kamers/{kamer.slug}.pdf"] = rapport_pdf(van_kamer(document, kamer.slug), uitgave)
    meld(totaal, totaal)
    bestanden[f"{naam}.xlsx"] = _rekenblad(editie, document)
    bestanden[f"{naam}.json"] = (editie.gegevens if editie else canoniek.schrijf(document)).encode()
    return _pak_in(bestanden)


def _rekenblad(editie: Editie | None, document: Document) -> bytes:
    """The spreadsheet that was kept; of editions of before it was kept, made of the same frozen data."""
    return bytes(editie.xlsx) if editie and editie.xlsx else maak_werkboek(document)


def _pak_in(bestanden: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundel:
        for naam, inhoud in bestanden.items():
            vel = zipfile.ZipInfo(naam, _GEMAAKT)
            vel.compress_type = zipfile.ZIP_DEFLATED
            vel.create_system = 3  # the same on every kind of machine
            vel.external_attr = 0o644 << 16
            bundel.writestr(vel, inhoud)
    return buffer.getvalue()
