"""Photos of receipts: only pictures, only as we make them, and nothing in them but the picture."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from financien import bonnen
from financien.bonnen import GeenFoto, lees_foto


def als_bestand(beeld: Image.Image, soort: str = "JPEG", **meer) -> bytes:
    uit = io.BytesIO()
    beeld.save(uit, soort, **meer)
    return uit.getvalue()


def bonfoto(soort: str = "JPEG", maat: tuple[int, int] = (60, 40), **meer) -> bytes:
    return als_bestand(Image.new("RGB", maat, "white"), soort, **meer)


def png_met_maat(breed: int, hoog: int) -> bytes:
    """A PNG of a few bytes that says that it is this large."""

    def stuk(soort: bytes, inhoud: bytes) -> bytes:
        return struct.pack(">I", len(inhoud)) + soort + inhoud + struct.pack(">I", zlib.crc32(soort + inhoud))

    kop = struct.pack(">IIBBBBB", breed, hoog, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + stuk(b"IHDR", kop) + stuk(b"IDAT", zlib.compress(b"\0" * 1000)) + stuk(b"IEND", b"")


@pytest.mark.parametrize("soort", ["JPEG", "PNG", "WEBP"])
def test_een_foto_wordt_een_jpeg(soort):
    foto = lees_foto(bonfoto(soort))
    with Image.open(io.BytesIO(foto.inhoud)) as beeld:
        assert (beeld.format, beeld.size, beeld.mode) == ("JPEG", (60, 40), "RGB")
    assert foto.soort == "image/jpeg"
    assert len(foto.sha256) == 64


def test_plaats_tijd_en_wat_erachter_hangt_gaan_eruit():
    exif = Image.Exif()
    exif[0x010F], exif[0x9003] = "GEHEIMETELEFOON", "2026:03:01 10:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    bestand = bonfoto(exif=exif.tobytes(), comment=b"GEHEIM") + b"<script>alert(1)</script>"
    assert b"GEHEIM" in bestand
    inhoud = lees_foto(bestand).inhoud
    for geheim in (b"GEHEIM", b"Exif", b"2026:03", b"<script"):
        assert geheim not in inhoud


def test_een_foto_op_zijn_kant_staat_daarna_rechtop():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(lees_foto(bonfoto(exif=exif.tobytes())).inhoud)) as beeld:
        assert beeld.size == (40, 60)


def test_een_grote_foto_wordt_kleiner():
    with Image.open(io.BytesIO(lees_foto(bonfoto(maat=(4000, 3000))).inhoud)) as beeld:
        assert beeld.size == (1600, 1200)


def test_doorzichtig_wordt_wit():
    bestand = als_bestand(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")
    with Image.open(io.BytesIO(lees_foto(bestand).inhoud)) as beeld:
        assert min(beeld.getpixel((4, 4))) > 250


@pytest.mark.parametrize(
    "bestand",
    [
        b"x",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff",
        bonfoto()[:200],
        bonfoto("PNG")[:60],
        png_met_maat(2**31 - 1, 2**31 - 1),
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 100,
    ],
)
def test_wat_geen_foto_is_wordt_geweigerd(bestand):
    with pytest.raises(GeenFoto, match="Maak de foto opnieuw"):
        lees_foto(bestand)


def test_een_bom_wordt_niet_uitgepakt():
    with pytest.raises(GeenFoto, match="te veel beeldpunten"):
        lees_foto(png_met_maat(6000, 5000))
    with pytest.raises(GeenFoto):
        lees_foto(png_met_maat(60_000, 60_000))


def test_te_groot_en_leeg(monkeypatch):
    monkeypatch.setattr(bonnen, "GROOTSTE", 100)
    with pytest.raises(GeenFoto, match="15 MB"):
        lees_foto(b"\xff" * 101)
    with pytest.raises(GeenFoto, match="leeg"):
        lees_foto(b"")
