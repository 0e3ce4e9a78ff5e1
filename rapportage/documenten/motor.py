"""The PDF engine, in a process of its own. Run as a script by ``documenten.pdf``; imports nothing of the product.

In (stdin): JSON with ``html``, ``bestanden`` (name -> base64) and ``geheugen`` (bytes). Out (stdout): one line of
JSON with what was refused, what the engine complained about and how many pages there are, then the bytes of the PDF.
The process limits its own memory and processor time before it reads a letter of the report.

What the engine (WeasyPrint 70) does slowly for nothing is mended at the end of this file; see decision 009. Each mend
stands alone, and a PDF is the same without it, but for the letters of a chart.
"""

import base64
import ctypes.util
import gc
import json
import logging
import os
import resource
import sys

SCHEMA = "rapport:"
# What only foot notes need: the engine has a style for each of them, for every element of the page.
NOTEN = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}


def main() -> None:
    # One document and then it ends: looking for what may be thrown away takes a sixth of the time, for nothing.
    gc.disable()
    opdracht = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (opdracht["geheugen"], opdracht["geheugen"]))
    resource.setrlimit(resource.RLIMIT_CPU, (opdracht["seconden"], opdracht["seconden"]))
    # Fonts are unpacked to a temporary file; nothing larger than that is ever written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (32 * 1024 * 1024, 32 * 1024 * 1024))
    pdf, kop = maak(opdracht["html"], opdracht["bestanden"])
    sys.stdout.buffer.write(json.dumps(kop).encode() + b"\n" + pdf)
    sys.stdout.buffer.flush()
    os._exit(0)  # everything goes with the process: taking it apart piece by piece takes time as well


def maak(html: str, bestanden: dict[str, str]) -> tuple[bytes, dict[str, object]]:
    """The PDF, and what is told about it: the addresses that were refused, the engine's complaints, its pages."""
    _start_geen_programma()
    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    geweigerd: list[str] = []

    class AlleenGenoemd(URLFetcher):
        """Serves the named files from memory. Everything else is refused and listed, whatever its address."""

        def fetch(self, url, headers=None):
            naam = url.removeprefix(SCHEMA)
            if not url.startswith(SCHEMA) or naam not in bestanden:
                geweigerd.append(url[:200])
                raise ValueError("geweigerd adres")
            return URLFetcherResponse(url, base64.b64decode(bestanden[naam]), {"Content-Type": _soort(naam)})

    klachten = _vang_klachten(weasyprint)
    _sla_noten_over()
    _teken_woorden()
    _onthoud_bladzijden()
    # base_url is ours too, so that a relative address is refused by name and never becomes a file.
    tekst = weasyprint.HTML(string=html, base_url=f"{SCHEMA}/", url_fetcher=AlleenGenoemd())
    vorm = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
    boek = tekst.render(**vorm)
    pdf = boek.write_pdf(**vorm)
    return pdf, {"geweigerd": geweigerd, "klachten": klachten, "bladzijden": len(boek.pages)}


def _soort(naam: str) -> str:
    einde = naam.rsplit(".", 1)[-1]
    return {"css": "text/css", "svg": "image/svg+xml", "ttf": "font/ttf"}.get(einde, "application/octet-stream")


def _vang_klachten(weasyprint) -> list[str]:
    klachten: list[str] = []

    class Lijst(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            klachten.append(record.getMessage()[:300])

    weasyprint.LOGGER.handlers = [Lijst(level=logging.WARNING)]
    return klachten


def _start_geen_programma() -> None:
    """Loading a library under a name that is not there starts gcc, ld and ldconfig, 86 processes each time.

    The engine tries several names for each library; the one that the system knows it by needs no search.
    """
    ctypes.util.find_library = lambda name: None  # type: ignore[assignment]


def _sla_noten_over() -> None:
    from weasyprint.html import UA_STYLESHEET

    regels = UA_STYLESHEET.matcher.other_selectors
    regels[:] = [regel for regel in regels if regel[3] not in NOTEN]  # the fourth is the pseudo-element


def _teken_woorden() -> None:
    """In a picture the engine lays out and draws letter by letter: seven times the work, without kerning.

    The pictures are our own; none of them gives a letter a place of its own.
    """
    from weasyprint import svg

    class Geheel(str):
        """A text of one 'letter': itself."""

        def __iter__(self):
            return iter((str(self),))

    def tekst(beeld, knoop, lettergrootte):
        if knoop.text:
            knoop._etree_node.text = Geheel(knoop.text)
        per_letter(beeld, knoop, lettergrootte)

    per_letter, svg.text = svg.text, tekst
    svg.TAGS.update({naam: tekst for naam, teken in svg.TAGS.items() if teken is per_letter})


def _onthoud_bladzijden() -> None:
    """Every mark on every page asks for the list of all pages, which is made again each time: keep it."""
    import pydyf

    class Pdf(pydyf.PDF):
        _bladen: tuple[bytes, ...] = ()

        @property
        def page_references(self) -> tuple[bytes, ...]:
            if len(self._bladen) != self.pages["Count"]:
                self._bladen = super().page_references
            return self._bladen

    pydyf.PDF = Pdf


if __name__ == "__main__":
    main()
