"""The PDF engine, in a process of its own. Run as a script by ``documenten.pdf``; imports nothing of the product.

In (stdin): JSON with ``html``, ``bestanden`` (name -> base64) and ``geheugen`` (bytes). Out (stdout): one line of
JSON with what was refused and what the engine complained about, then the bytes of the PDF. The process limits its
own memory and processor time before it reads a letter of the report.
"""

import base64
import gc
import json
import logging
import os
import resource
import sys

SCHEMA = "rapport:"


def main() -> None:
    # One document and then it ends: looking for what may be thrown away takes a sixth of the time, for nothing.
    gc.disable()
    opdracht = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (opdracht["geheugen"], opdracht["geheugen"]))
    resource.setrlimit(resource.RLIMIT_CPU, (opdracht["seconden"], opdracht["seconden"]))
    # Fonts are unpacked to a temporary file; nothing larger than that is ever written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (32 * 1024 * 1024, 32 * 1024 * 1024))
    pdf, geweigerd, klachten = maak(opdracht["html"], opdracht["bestanden"])
    kop = json.dumps({"geweigerd": geweigerd, "klachten": klachten}).encode()
    sys.stdout.buffer.write(kop + b"\n" + pdf)
    sys.stdout.buffer.flush()
    os._exit(0)  # everything goes with the process: taking it apart piece by piece takes time as well


def maak(html: str, bestanden: dict[str, str]) -> tuple[bytes, list[str], list[str]]:
    """The PDF, the addresses that were refused, and the engine's complaints."""
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
    _onthoud_bladzijden()
    # base_url is ours too, so that a relative address is refused by name and never becomes a file.
    tekst = weasyprint.HTML(string=html, base_url=f"{SCHEMA}/", url_fetcher=AlleenGenoemd())
    pdf = tekst.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return pdf, geweigerd, klachten


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


if __name__ == "__main__":
    main()
