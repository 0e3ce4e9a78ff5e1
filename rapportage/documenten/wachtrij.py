"""Documents that wait their turn: one at a time is made, over all processes, outside the request.

Making one takes seconds of a whole core and hundreds of megabytes, so several at once would make every page slow. An
order is a row (``Documentopdracht``). Whoever asks for a document starts a thread, as importing does (see
``buurtwerkkamers.importeren.werk``); it makes what waits, the oldest first, and stops when another maker is at work.
Who looks at an order that nobody works on starts one as well, so a restart of the server loses nothing.

Who claims an order writes down when (``begonnen_op``), under a lock, and only while no other maker gave a sign of life
of late. That time is its proof: a maker that was silent for too long is taken over, and if it wakes up, nothing of what
it made is stored.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.rechten import mag
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.sloten import Slot, wacht_op
from rapportage.documenten.bundel import maak_bundel
from rapportage.documenten.pdf import PdfLukteNiet
from rapportage.models import Documentopdracht, Editie, Rapport
from rapportage.opruimen import HOUDBAAR, ruim_op

# Off: the work is done within the call, for tests that look at one connection only.
APART = True
TEKEN_ELKE = 3
STIL = timedelta(seconds=30)
# A maker that died may have died of the document: after this long nobody tries it again.
GEEF_OP = timedelta(minutes=20)
PER_PERSOON = 4
Soort = Documentopdracht.Soort

_log = logging.getLogger(__name__)


class TeVeelWacht(Geweigerd):
    """This person has as many documents waiting as one may have."""


@dataclass(frozen=True)
class Stand:
    """How far an order is. ``ervoor``: how many documents are made first."""

    opdracht: Documentopdracht
    ervoor: int

    @property
    def klaar(self) -> bool:
        return self.opdracht.klaar_op is not None

    @property
    def achterhaald(self) -> bool:
        """Whether it was made before the report was adopted: its figures need not be those of the adopted report.

        ``klaar_op`` tells that exactly, as nothing is ready while somebody adopts; see ``_Werk.doe``.
        """
        vast, klaar = _vastgesteld_op(self.opdracht), self.opdracht.klaar_op
        return vast is not None and klaar is not None and klaar < vast

    @property
    def bezig(self) -> bool:
        return not self.klaar and self.opdracht.begonnen_op is not None

    @property
    def nummer(self) -> int:
        """Which step of the work is being done now, from 1."""
        return min(self.opdracht.gedaan + 1, self.opdracht.totaal)


def mag_vragen(gebruiker: Gebruiker, rapport: Rapport, soort: str) -> bool:
    """Whether this user may have this document made, of a report that they may see.

    In the making: who manages reports, as it holds all kamers. Adopted: whoever reads it; its PDF is kept already.
    """
    return soort == Soort.ZIP if rapport.is_af else mag(gebruiker, "rapporten.beheren")


def mag_ophalen(gebruiker: Gebruiker, opdracht: Documentopdracht) -> bool:
    """Whether the one who asked for it may (still) have it: what was made before adoption is no adopted report."""
    if opdracht.gevraagd_door_id != gebruiker.pk:
        return False
    if mag(gebruiker, "rapporten.beheren"):
        return True
    vast = _vastgesteld_op(opdracht)
    return vast is not None and opdracht.gevraagd_op >= vast


def vraag(*, rapport: Rapport, soort: str, door: Gebruiker) -> Documentopdracht:
    """Order a document; one that waits already is not ordered twice. Begun when this transaction is stored.

    Raises ``TeVeelWacht`` when this person has as many waiting as one may have.
    """
    with transaction.atomic():
        wacht_op(Slot.DOCUMENTEN)
        ruim_op()
        van_mij = _wachtend().filter(gevraagd_door=door)
        opdracht = van_mij.filter(rapport=rapport, soort=soort).first()
        if opdracht is None:
            if van_mij.count() >= PER_PERSOON:
                raise TeVeelWacht(
                    f"Er wachten al {PER_PERSOON} documenten op u. Wacht tot er een klaar is en vraag het dan opnieuw."
                )
            opdracht = Documentopdracht.objects.create(rapport=rapport, soort=soort, gevraagd_door=door)
        transaction.on_commit(start)
    return opdracht


def stand_van(opdracht: Documentopdracht) -> Stand:
    """How far it is. Starts a maker when nobody works on what is first."""
    if opdracht.klaar_op is not None:
        return Stand(opdracht, 0)
    eerst = list(_wachtend().values_list("pk", "teken_op"))
    if not any(_leeft(teken) for _, teken in eerst):
        transaction.on_commit(start)
    plaatsen = [pk for pk, _ in eerst]
    return Stand(opdracht, plaatsen.index(opdracht.pk) if opdracht.pk in plaatsen else 0)


def van(gebruiker: Gebruiker, rapport: Rapport) -> QuerySet[Documentopdracht]:
    """What this user asked of this report, the newest first."""
    return zonder_inhoud().filter(rapport=rapport, gevraagd_door=gebruiker).order_by("-pk")


def zonder_inhoud() -> QuerySet[Documentopdracht]:
    """The orders of the last day, each with when its report was adopted (``vastgesteld_op``); older ones are gone."""
    vast = Editie.objects.filter(rapport=OuterRef("rapport")).order_by("-vastgesteld_op").values("vastgesteld_op")
    van_vandaag = Documentopdracht.objects.filter(gevraagd_op__gt=timezone.now() - HOUDBAAR)
    return van_vandaag.annotate(vastgesteld_op=Subquery(vast[:1])).defer("inhoud").select_related("rapport")


def _vastgesteld_op(opdracht: Documentopdracht) -> datetime | None:
    vast: datetime | None = opdracht.vastgesteld_op  # type: ignore[attr-defined]  # of ``zonder_inhoud``
    return vast


def start() -> None:
    """Make what waits, in a thread of this process, unless somebody does so already."""
    if APART:
        Thread(target=_doe_apart, name="documenten", daemon=True).start()
    else:
        werk_weg()


def werk_weg() -> int:
    """Make all that waits, the oldest first; how many were made. Nothing while another maker is at work."""
    aantal = 0
    while (opdracht := pak()) is not None:
        _Werk(opdracht).doe()
        aantal += 1
    ruim_op()
    return aantal


def pak() -> Documentopdracht | None:
    """Claim the oldest order, when no other maker is alive."""
    with transaction.atomic():
        wacht_op(Slot.DOCUMENTEN)
        while (opdracht := _wachtend().first()) is not None:
            if _leeft(opdracht.teken_op) or any(_leeft(t) for t in _wachtend().values_list("teken_op", flat=True)):
                return None
            nu = timezone.now()
            if opdracht.begonnen_op is None or nu - opdracht.gevraagd_op < GEEF_OP:
                opdracht.begonnen_op = opdracht.teken_op = nu
                opdracht.gedaan = 0
                opdracht.save(update_fields=["begonnen_op", "teken_op", "gedaan"])
                return opdracht
            opdracht.klaar_op, opdracht.fout = nu, "Het maken van dit document stopte halverwege. Vraag het opnieuw."
            opdracht.save(update_fields=["klaar_op", "fout"])
    return None


def _wachtend() -> QuerySet[Documentopdracht]:
    return zonder_inhoud().filter(klaar_op=None).order_by("gevraagd_op", "pk")


def _leeft(teken: datetime | None) -> bool:
    return teken is not None and timezone.now() - teken < STIL


def _doe_apart() -> None:
    try:
        werk_weg()
    except Exception:  # the order stays, and the next look at it starts another maker
        _log.exception("Documenten maken mislukte")
    finally:
        connection.close()


class _Overgenomen(Exception):
    """This maker was silent for too long; somebody else makes the document now."""


class _Werk:
    """The making of one order by this maker."""

    def __init__(self, opdracht: Documentopdracht) -> None:
        self.opdracht = opdracht
        self.af = Event()

    def doe(self) -> None:
        klop = Thread(target=self._klop, name=f"document-{self.opdracht.pk}", daemon=True) if APART else None
        if klop:
            klop.start()
        try:
            uitkomst: dict[str, Any] = {"inhoud": self._maak(), "fout": ""}
        except _Overgenomen:
            return
        except PdfLukteNiet as fout:
            uitkomst = {"inhoud": None, "fout": str(fout)[:300]}
        except Exception:
            _log.exception("Document %s maken mislukte", self.opdracht.pk)
            uitkomst = {"inhoud": None, "fout": "Dit document kon niet worden gemaakt. Probeer het later opnieuw."}
        finally:
            self.af.set()
        self._bewaar(uitkomst)

    def _bewaar(self, uitkomst: dict[str, Any]) -> None:
        """Store it, unless the report was adopted while it was made: then it waits anew, for the adopted report.

        Whoever adopts holds the row of the report until it is done, so nothing becomes ready in between.
        """
        with transaction.atomic():
            rapport = Rapport.objects.select_for_update().filter(pk=self.opdracht.rapport_id).first()
            if rapport and rapport.is_af and not self.opdracht.rapport.is_af:
                self._mijn().update(begonnen_op=None, teken_op=None, gedaan=0)
            else:
                self._mijn().update(klaar_op=timezone.now(), **uitkomst)

    def _maak(self) -> bytes:
        from rapportage.documenten import als_pdf

        rapport = self.opdracht.rapport
        return als_pdf(rapport) if self.opdracht.soort == Soort.PDF else maak_bundel(rapport, self._meld)

    def _meld(self, gedaan: int, totaal: int) -> None:
        if not self._mijn().update(gedaan=gedaan, totaal=totaal, teken_op=timezone.now()):
            raise _Overgenomen

    def _mijn(self) -> QuerySet[Documentopdracht]:
        """The order, as long as it is still ours."""
        return Documentopdracht.objects.filter(
            pk=self.opdracht.pk, begonnen_op=self.opdracht.begonnen_op, klaar_op=None
        )

    def _klop(self) -> None:
        """Give a sign of life every few seconds, also while the engine works on one long document."""
        try:
            while not self.af.wait(TEKEN_ELKE):
                self._mijn().update(teken_op=timezone.now())
        finally:
            connection.close()
