"""The cache in which log-in attempts are counted: files on this machine, shared by all workers and exact.

Django's file cache is almost it, but not safe to count in: ``add`` looks first and writes later, so that two workers
can both win a lock, and a full cache throws away entries at random, so that an attacker with many addresses could
wipe the counter of one account. Here one file lock makes each write a single step, and only what has expired goes.
"""

from __future__ import annotations

import fcntl
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

OPRUIMEN_ELKE = 300  # seconds


class Telgeheugen(FileBasedCache):
    """A file cache whose ``add`` is atomic between threads and processes, and that forgets nothing before its time."""

    def __init__(self, dir: str, params: dict[str, Any]) -> None:
        super().__init__(dir, params)
        self._map = Path(dir)
        self._opruimen_na = 0.0

    @contextmanager
    def _slot(self) -> Iterator[None]:
        """Held during each write. The system frees it when a process dies."""
        self._map.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self._map / "slot", "ab") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            yield

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with self._slot():
            if self.has_key(key, version):
                return False
            super().set(key, value, timeout, version)
            return True

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with self._slot():
            super().set(key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        with self._slot():
            return super().delete(key, version)

    def _is_expired(self, f: Any) -> bool:
        """Only tells; a reader that deletes could delete what another worker has just written."""
        try:
            verloopt = pickle.load(f)  # noqa: S301 our own files, in a folder of our own
        except EOFError:
            return True
        return verloopt is not None and verloopt < time.time()

    def _cull(self) -> None:
        """Remove what has expired, every few minutes; called within the lock."""
        if time.monotonic() < self._opruimen_na:
            return
        self._opruimen_na = time.monotonic() + OPRUIMEN_ELKE
        for bestand in self._map.glob(f"*{self.cache_suffix}"):
            with suppress(FileNotFoundError):
                with bestand.open("rb") as f:
                    verlopen = self._is_expired(f)
                if verlopen:
                    bestand.unlink()
