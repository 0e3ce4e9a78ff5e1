"""One import outside the request, so that a long file does not keep the browser waiting.

It runs in a thread of the process that got the request, with a database connection of its own. A child process would
have to load the whole program again (a second, and its memory twice) and to be told which database it is; a thread
starts at once, and one that dies with its process loses its transaction with its connection, so nothing is half
stored. What it costs: other pages of the same process are somewhat slower in the meantime.

How far it is stands in the cache that all processes share. A second thread gives a sign of life every few seconds,
also while the database works on one long statement; when that stays away, the process is gone. Nobody who looks then
declares it dead without telling: ``geef_op`` leaves a note that the work reads before it stores anything.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread

from django.core.cache import cache
from django.db import connection

from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import Uitslag, importeer
from buurtwerkkamers.importeren.voortgang import BEWAREN, LEZEN
from buurtwerkkamers.models import Gebruiker

# Off: the work is done within the call, for tests that look at one connection only.
APART = True
# A short file is ready before its page is drawn.
EVEN_WACHTEN = 0.7
SCHRIJF_ELKE = 0.4
TEKEN_ELKE = 3
STIL = 30
HOUDBAAR = 60 * 60

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Opdracht:
    """What must be read in. ``run`` names this piece of work; of a real run it becomes the id of the ``Inlezing``."""

    run: str
    soort: str
    pad: Path
    naam: str
    kolommen: Mapping[str, int]
    door: int
    proef: bool


@dataclass(frozen=True)
class Stand:
    """How far a piece of work is. ``teken``: its last sign of life, in seconds since 1970."""

    stap: str = LEZEN
    gedaan: int = 0
    totaal: int = 0
    teken: float = 0
    uitslag: Uitslag | None = None
    mislukt: bool = False

    @property
    def klaar(self) -> bool:
        return self.uitslag is not None or self.mislukt

    @property
    def dood(self) -> bool:
        """It should have given a sign of life since."""
        return not self.klaar and time.time() - self.teken > STIL


class Opgegeven(Exception):
    """Somebody was told that this stored nothing, so it may not store anything any more."""


def nieuwe_run() -> str:
    return str(uuid.uuid4())


def echte_run(proef: str) -> str:
    """The real run that belongs to a trial run: always the same one, so that pressing twice starts it once."""
    return str(uuid.uuid5(uuid.UUID(proef), "inlezen"))


def start(opdracht: Opdracht) -> bool:
    """Start the work, unless it was started before."""
    if not cache.add(_sleutel(opdracht.run), Stand(teken=time.time()), HOUDBAAR):
        return False
    werk = _Werk(opdracht)
    if APART:
        Thread(target=werk.doe_apart, name=f"inlezen-{opdracht.run}", daemon=True).start()
        werk.af.wait(EVEN_WACHTEN)
    else:
        werk.doe()
    return True


def stand_van(run: str) -> Stand | None:
    """How far it is, or None when that is no longer known."""
    return cache.get(_sleutel(run)) if run else None


def geef_op(run: str) -> None:
    """Whatever is left of this work may not store anything."""
    cache.set(_opgegeven(run), True, HOUDBAAR)


def vergeet(run: str) -> None:
    """Remove what was found in the file: its faults repeat what stood in the cells."""
    cache.delete(_sleutel(run))


def _sleutel(run: str) -> str:
    return f"inlezen:{run}"


def _opgegeven(run: str) -> str:
    return f"inlezen-opgegeven:{run}"


class _Werk:
    def __init__(self, opdracht: Opdracht) -> None:
        self.opdracht = opdracht
        self.stand = Stand(teken=time.time())
        self.af = Event()
        self._slot = Lock()
        self._geschreven = time.monotonic()

    def doe_apart(self) -> None:
        Thread(target=self._klop, name=f"teken-{self.opdracht.run}", daemon=True).start()
        try:
            self.doe()
        finally:
            connection.close()

    def doe(self) -> None:
        try:
            eind = replace(self.stand, uitslag=self._lees_in())
        except Opgegeven:
            eind = replace(self.stand, mislukt=True)
        except Exception:
            _log.exception("Inlezen mislukte")
            eind = replace(self.stand, mislukt=True)
        with self._slot:
            self.stand = eind
            self._schrijf()
            self.af.set()

    def _lees_in(self) -> Uitslag:
        opdracht = self.opdracht
        uitslag = importeer(
            soorten()[opdracht.soort],
            opdracht.pad,
            door=Gebruiker.objects.get(pk=opdracht.door),
            proef=opdracht.proef,
            kolommen=opdracht.kolommen,
            naam=opdracht.naam,
            kenmerk=uuid.UUID(opdracht.run),
            voortgang=self._meld,
        )
        if uitslag.gelukt and not opdracht.proef:
            opdracht.pad.unlink(missing_ok=True)
        return uitslag

    def _meld(self, stap: str, gedaan: int, totaal: int) -> None:
        laatste = stap == BEWAREN and gedaan == totaal
        if laatste and cache.get(_opgegeven(self.opdracht.run)):
            raise Opgegeven
        with self._slot:
            self.stand = replace(self.stand, stap=stap, gedaan=gedaan, totaal=totaal)
            if time.monotonic() - self._geschreven > SCHRIJF_ELKE:
                self._schrijf()

    def _klop(self) -> None:
        while not self.af.wait(TEKEN_ELKE):
            with self._slot:
                if not self.af.is_set():
                    self._schrijf()

    def _schrijf(self) -> None:
        self._geschreven = time.monotonic()
        self.stand = replace(self.stand, teken=time.time())
        cache.set(_sleutel(self.opdracht.run), self.stand, HOUDBAAR)
