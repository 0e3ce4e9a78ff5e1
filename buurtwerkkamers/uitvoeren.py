"""`python -m buurtwerkkamers.uitvoeren COMMAND ...`: runs commands while the embedded server is up.

For script/demo and script/test: one process owns the server, passes signals on to the command, and stops everything.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from tempfile import TemporaryDirectory

from buurtwerkkamers.ingebouwd import DatabaseFout, draaiend, is_ingebouwd, meld, ruim_op_na_sein


def voer_opdracht_uit(opdracht: Sequence[str]) -> int:
    """Runs a command as a child and passes signals on; when we are killed, the child is told to stop."""
    kind: subprocess.Popen[bytes] | None = None
    ouder = os.getpid()

    def stop_met_ouder() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
            if os.getppid() != ouder:
                os._exit(1)

    def geef_door(sein: int, _plek: object) -> None:
        if kind is None:
            raise SystemExit(128 + sein)
        kind.send_signal(sein)

    seinen = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    oud = {sein: signal.signal(sein, geef_door) for sein in seinen}
    try:
        kind = subprocess.Popen(opdracht, preexec_fn=stop_met_ouder)
        code = kind.wait()
    finally:
        for sein in seinen:
            signal.signal(sein, oud[sein])
    return code if code >= 0 else 128 - code


def splits(woorden: Sequence[str]) -> list[list[str]]:
    """The commands between the words --daarna."""
    opdrachten: list[list[str]] = [[]]
    for woord in woorden:
        if woord == "--daarna":
            opdrachten.append([])
        else:
            opdrachten[-1].append(woord)
    return opdrachten


def voer_na_elkaar_uit(opdrachten: Sequence[Sequence[str]]) -> int:
    """Runs the commands until one fails; the exit status of the last one that ran."""
    for opdracht in opdrachten:
        if code := voer_opdracht_uit(opdracht):
            return code
    return 0


def hoofd(woorden: list[str]) -> int:
    """`[--wegwerp] COMMAND ... [--daarna COMMAND ...]`: runs the commands while the server is up.

    With --wegwerp in a VAR_DIR of its own, that is removed afterwards. With DATABASE_URL no server is started.
    """
    wegwerp = woorden[:1] == ["--wegwerp"]
    opdrachten = splits(woorden[1:] if wegwerp else woorden)
    if not all(opdrachten):
        meld("Gebruik: python -m buurtwerkkamers.uitvoeren [--wegwerp] OPDRACHT ... [--daarna OPDRACHT ...]")
        return 2
    ruim_op_na_sein()
    try:
        with ExitStack() as stapel:
            if wegwerp:
                os.environ["VAR_DIR"] = stapel.enter_context(TemporaryDirectory(prefix="buurtwerkkamers-"))
            if is_ingebouwd():
                stapel.enter_context(draaiend(wegwerp=wegwerp))
            return voer_na_elkaar_uit(opdrachten)
    except DatabaseFout as fout:
        meld(str(fout))
        return 1


if __name__ == "__main__":
    sys.exit(hoofd(sys.argv[1:]))
