"""Photos of receipts: read as a picture by what is in them, made smaller, and stripped of everything but the picture.

What is kept is always a JPEG that we made ourselves: no place or time of the photo, no script, no hidden file.
"""

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

SOORT = "image/jpeg"
GROOTSTE = 15 * 1024 * 1024  # as sent; phones make photos of 3 to 12 MB
MEESTE_PUNTEN = 50_500_000  # of a JPEG, that is read at the size we keep
MEESTE_PUNTEN_ANDERS = 25_000_000  # of a PNG or WebP, that is read whole
LANGSTE_ZIJDE = 1600  # enough to read the small print of a receipt
KWALITEIT = 82
_SOORTEN = ("JPEG", "PNG", "WEBP")
# What Pillow raises over files that are broken or made to do harm; a bomb warning is an error in tests.
_KAPOT = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


class GeenFoto(ValueError):
    """This is no photo that can be kept; the message is Dutch and says what to do."""


@dataclass(frozen=True)
class Foto:
    """A photo as it is kept."""

    inhoud: bytes
    sha256: str
    soort: str = SOORT


def lees_foto(bestand: bytes) -> Foto:
    """The photo in this file, upright, at most 1600 points wide or high. Raises ``GeenFoto``."""
    if not bestand:
        raise GeenFoto("Het bestand is leeg. Maak de foto opnieuw.")
    if len(bestand) > GROOTSTE:
        raise GeenFoto("De foto is groter dan 15 MB. Maak de foto opnieuw, of maak haar kleiner.")
    try:
        with Image.open(io.BytesIO(bestand), formats=_SOORTEN) as beeld:
            inhoud = _maak(beeld)
    except GeenFoto:
        raise
    except _KAPOT as fout:
        raise GeenFoto("Dit is geen foto die we kunnen lezen. Maak de foto opnieuw als JPG of PNG.") from fout
    return Foto(inhoud, hashlib.sha256(inhoud).hexdigest())


def _maak(beeld: Image.Image) -> bytes:
    # The size stands in the head of the file: nothing is unpacked yet.
    punten = beeld.width * beeld.height
    if punten > (MEESTE_PUNTEN if beeld.format == "JPEG" else MEESTE_PUNTEN_ANDERS):
        raise GeenFoto("De foto heeft te veel beeldpunten. Kies in de camera een kleiner formaat.")
    if beeld.mode in ("P", "1"):
        beeld = beeld.convert("RGBA")  # colours from a list do not blend when a picture becomes smaller
    beeld.thumbnail((LANGSTE_ZIJDE, LANGSTE_ZIJDE))  # a JPEG is read at this size, never whole
    recht = ImageOps.exif_transpose(beeld)
    vlak = Image.new("RGB", recht.size, "white")
    met_alfa = recht.convert("RGBA")
    vlak.paste(met_alfa, mask=met_alfa)
    uit = io.BytesIO()
    vlak.save(uit, "JPEG", quality=KWALITEIT, optimize=True)
    return uit.getvalue()
