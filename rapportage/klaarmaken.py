"""What a process that serves pages does once, before the first of them."""

from __future__ import annotations

import gc

from rapportage.dashboard.tekenen import warm_op

VEEL_NIEUW = 200_000


def maak_klaar() -> None:
    """The first chart in a process takes most of a second; and what stays for good need not be looked through again.

    A large page makes a few hundred thousand things that all stay until it is done. Looking for garbage among them
    after every 700, as Python does, was a fifth of its time.
    """
    warm_op()
    gc.collect()
    gc.freeze()
    gc.set_threshold(VEEL_NIEUW)
