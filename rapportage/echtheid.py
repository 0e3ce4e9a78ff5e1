"""READ: is this file, or this printed digest, that of an adopted report? Answers to anyone, also without an account."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Func, IntegerField, QuerySet

from rapportage.edities import ZWAAR, keten_van
from rapportage.models import Editie


@dataclass(frozen=True)
class Gevonden:
    """The adopted edition that a file or digest belongs to.

    ``wat``: what was recognised ('de PDF'). ``nieuwer``: the number of the last edition that came in its place, if any.
    """

    wat: str
    titel: str
    editie: str
    vastgesteld_op: datetime
    controlegetal: str
    nieuwer: str = ""


class _Lengte(Func):
    """The number of bytes; PostgreSQL knows it without reading them."""

    function = "octet_length"
    output_field = IntegerField()


class _Getal(Func):
    """The SHA-256 of bytes, in hexadecimal digits."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = CharField()


# What is kept of an edition, under the name that a reader gives it.
_BESTANDEN = {"pdf": "de PDF", "html": "het HTML-bestand", "xlsx": "het rekenblad (XLSX)"}


def herken_bestand(inhoud: bytes) -> Gevonden | None:
    """The edition that has exactly these bytes as its PDF, HTML, spreadsheet or data (JSON); None: of no edition."""
    if not inhoud:
        return None  # editions from before the spreadsheet was kept have an empty one
    getal = hashlib.sha256(inhoud).hexdigest()
    if gevonden := _van(Editie.objects.filter(sha256=getal), "de gegevens (JSON)"):
        return gevonden
    for veld, wat in _BESTANDEN.items():
        # Only documents of this length are read at all, so that asking costs next to nothing.
        even_lang = Editie.objects.alias(lengte=_Lengte(veld)).filter(lengte=len(inhoud))
        if gevonden := _van(even_lang.alias(getal=_Getal(F(veld))).filter(getal=getal), wat):
            return gevonden
    return None


def herken_getal(getal: str) -> Gevonden | None:
    """The edition on which this digest is printed; spaces and capitals do not matter. None: on no edition."""
    return _van(Editie.objects.filter(sha256="".join(getal.split()).lower()), "het controlegetal")


def _van(edities: QuerySet[Editie], wat: str) -> Gevonden | None:
    editie = edities.defer(*ZWAAR).select_related("rapport").first()
    if editie is None:
        return None
    nieuwer = keten_van(editie.rapport).nieuwer_dan(editie.rapport)
    return Gevonden(
        wat,
        editie.rapport.titel,
        editie.nummer,
        editie.vastgesteld_op,
        editie.sha256,
        nieuwer.nummer if nieuwer else "",
    )
