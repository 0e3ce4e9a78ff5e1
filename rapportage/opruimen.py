"""WRITE: what was kept for a while only is removed: documents that were asked for, and drafts that nobody will store.

By the command ``opruimen``, meant for every night, and whenever a document is asked for or made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from rapportage.models import Documentopdracht, Klad

HOUDBAAR = timedelta(days=1)
# So long a writer can still look up what they typed and never stored in a report that was adopted since.
KLAD_NA_VASTSTELLEN = timedelta(days=30)


@dataclass(frozen=True)
class Opgeruimd:
    """How many documents and drafts went, or would go."""

    documenten: int
    kladjes: int


def verlopen_documenten() -> QuerySet[Documentopdracht]:
    """Orders of more than a day ago, with the document that was made."""
    return Documentopdracht.objects.filter(gevraagd_op__lte=timezone.now() - HOUDBAAR)


def verlopen_kladjes() -> QuerySet[Klad]:
    """Drafts that nobody touched for 30 days, of reports that were adopted that long ago."""
    toen = timezone.now() - KLAD_NA_VASTSTELLEN
    return Klad.objects.filter(rapport__edities__vastgesteld_op__lt=toen, bijgewerkt_op__lt=toen)


def tel_op() -> Opgeruimd:
    """What ``ruim_op`` would remove now."""
    return Opgeruimd(verlopen_documenten().count(), verlopen_kladjes().count())


def ruim_op() -> Opgeruimd:
    """Remove it for good; neither has a history."""
    return Opgeruimd(verlopen_documenten().delete()[0], verlopen_kladjes().delete()[0])
