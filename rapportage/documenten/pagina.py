"""The report as one HTML text: for the PDF engine (files by name) and as a self-contained file (everything inside)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from buurtwerkkamers.templatetags.opmaak import inkt
from rapportage.rapportvorm import Document, Kamerkop

AFZENDER = "Buurtwerkkamers"
LETTERS = {
    "400 normal": "400-normal",
    "600 normal": "600-normal",
    "400 italic": "400-italic",
}
PAPIERLETTERS = ("SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf", "SourceSans3-It.ttf")


@dataclass(frozen=True)
class Uitgave:
    """What an adopted edition adds to the page: when it was adopted, and the digest of its data."""

    vastgesteld_op: datetime
    controlegetal: str
    # The title of the whole report, when this is the part of one kamer: the digest is that of the whole.
    uittreksel_van: str = ""


def papier(document: Document, uitgave: Uitgave | None = None) -> tuple[str, dict[str, bytes]]:
    """The page for the PDF engine, and the files that it names."""
    bestanden = {naam: statisch(f"fonts/{naam}") for naam in PAPIERLETTERS}
    bestanden |= {naam: statisch(f"css/{naam}") for naam in ("rapport.css", "rapport-papier.css")}
    bestanden["kamers.css"] = kamerkleuren(document.kamers).encode()
    bestanden["omslag.svg"] = omslag(document.kamers).encode()
    stijl = format_html_join(
        "\n",
        '<link rel="stylesheet" href="rapport:{}">',
        ((naam,) for naam in ("rapport.css", "rapport-papier.css", "kamers.css")),
    )
    return _vul(document, stijl, uitgave), bestanden


def bestand(document: Document, uitgave: Uitgave | None = None) -> str:
    """The page as one file that needs nothing else: style and letters inside, no script, no address."""
    css = "\n".join(
        [
            _ingesloten_letters(),
            statisch("css/rapport.css").decode(),
            statisch("css/rapport-scherm.css").decode(),
            statisch("css/rapport-bestand.css").decode(),
            kamerkleuren(document.kamers),
        ]
    )
    # Our own files and checked colours only; nothing that people typed.
    return _vul(document, mark_safe(f"<style>{css}</style>"), uitgave)  # noqa: S308


def _vul(document: Document, stijl: SafeString, uitgave: Uitgave | None) -> str:
    gegevens = {
        "document": document,
        "stijl": stijl,
        "afzender": AFZENDER,
        "vastgesteld": uitgave and uitgave.vastgesteld_op,
        "vastgesteld_op": uitgave and f"{uitgave.vastgesteld_op:%Y-%m-%d}",
        "controlegetal": uitgave and uitgave.controlegetal,
        "uittreksel_van": uitgave.uittreksel_van if uitgave else "",
    }
    return render_to_string("rapportage/rapport/papier.html", gegevens)


def kamerkleuren(kamers: tuple[Kamerkop, ...]) -> str:
    """CSS that gives each kamer its own colour, and the ink that can be read on it."""
    return "\n".join(
        f".kamer-{k.slug} {{ --kamer: {_kleur(k.kleur)}; --kamer-inkt: {inkt(k.kleur)}; }}" for k in kamers
    )


# The cover's picture, in millimetres of an A4: where the doorways begin, and how many stand in one row.
_DEUREN_VANAF, _A4 = 168, (210, 297)
_NAAST_ELKAAR = 10


def omslag(kamers: tuple[Kamerkop, ...]) -> str:
    """The cover's picture: a doorway per kamer, in its colour, with its monogram. Many kamers stand in rows."""
    rijen = _rijen(kamers)
    vanaf = _DEUREN_VANAF + (22 if len(kamers) > 4 else 0)
    hoogte = (_A4[1] - vanaf) / max(len(rijen), 1)
    deuren = "".join(_rij(rij, vanaf + hoogte * n, hoogte) for n, rij in enumerate(rijen))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">{deuren}</svg>'


def _rijen(kamers: tuple[Kamerkop, ...]) -> list[tuple[Kamerkop, ...]]:
    """The kamers in rows that are as equal as can be, the front row last."""
    aantal = -(-len(kamers) // _NAAST_ELKAAR)
    grenzen = [round(len(kamers) * n / aantal) for n in range(aantal + 1)] if aantal else []
    return [kamers[van:tot] for van, tot in zip(grenzen, grenzen[1:], strict=False)]


def _rij(kamers: tuple[Kamerkop, ...], top: float, hoogte: float) -> str:
    """One row of doorways over the whole width; one alone stands in the middle."""
    breed = _A4[0] / len(kamers) if len(kamers) > 1 else 116
    begin = (_A4[0] - breed * len(kamers)) / 2
    return "".join(
        _deur(kamer, begin + breed * n, breed, top + (hoogte * 0.11 if n % 2 else 0)) for n, kamer in enumerate(kamers)
    )


def _deur(kamer: Kamerkop, links: float, breed: float, top: float) -> str:
    straal, letter = breed / 2, min(34.0, breed * 0.46)
    return (
        f'<path d="M{links:.2f} 297V{top + straal:.2f}a{straal:.2f} {straal:.2f} 0 0 1 {breed:.2f} 0V297z" '
        f'fill="{_kleur(kamer.kleur)}" stroke="#faf6ef" stroke-width=".7"/>'
        f'<text x="{links + straal:.2f}" y="{top + straal + letter * 0.47:.2f}" text-anchor="middle" '
        f'font-family="Source Sans 3" font-weight="600" font-size="{letter:.1f}" fill="{inkt(kamer.kleur)}">'
        f"{_letters(kamer.monogram)}</text>"
    )


def _kleur(kleur: str) -> str:
    """Only a plain colour may enter a style sheet."""
    return kleur if re.fullmatch(r"#[0-9a-f]{6}", kleur) else "#0b5f66"


def _letters(monogram: str) -> str:
    return format_html("{}", monogram)


@lru_cache(maxsize=32)
def statisch(pad: str) -> bytes:
    """One of our own static files."""
    return (settings.BASE_DIR / "static" / pad).read_bytes()


@lru_cache(maxsize=1)
def _ingesloten_letters() -> str:
    """The bundled letter as data, Latin and extended Latin (ş, ğ) in one family."""
    regels = []
    for soort, naam in LETTERS.items():
        gewicht, helling = soort.split()
        for deel in ("latin-ext", "latin"):
            inhoud = base64.b64encode(statisch(f"fonts/source-sans-3-{deel}-{naam}.woff2")).decode()
            bereik = "unicode-range:U+0100-02FF,U+1E00-1EFF;" if deel == "latin-ext" else ""
            regels.append(
                f'@font-face{{font-family:"Source Sans 3";font-weight:{gewicht};font-style:{helling};{bereik}'
                f'src:url(data:font/woff2;base64,{inhoud}) format("woff2")}}'
            )
    return "\n".join(regels)
