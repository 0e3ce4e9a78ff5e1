"""What is expected of one address, and the letters of the roles: the words in which ``toegang`` is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fabrieken import Rol
from tests.toegangswereld import Wereld

LETTERS = {
    "D": Rol.DEUR, "C": Rol.COORDINATOR, "B": Rol.BUREAU, "P": Rol.PENNINGMEESTER,
    "G": Rol.GEMEENTE, "W": Rol.CORPORATIE, "H": Rol.BEHEERDER,
}  # fmt: skip
IEDEREEN = "D C B P G W H"
GOED = frozenset({200, 302, 409, 422})  # handled: shown again with errors, or done
NEE = frozenset({403, 404, 405})
OPENBAAR = {"GET": frozenset({200}), "POST": frozenset({405})}


@dataclass(frozen=True)
class Pagina:
    """What is expected of one address.

    ``overal``: roles that are bound to a kamer or organisation, yet reach this object of another one too.
    ``niet_gevonden``: roles that may have such pages, but not this object (404).
    """

    get: str = ""
    post: str = ""
    van: Callable[[Wereld], dict[str, Any]] | None = None
    overal: str = ""
    niet_gevonden: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    get_goed: frozenset[int] = frozenset({200})
    post_goed: frozenset[int] = GOED
    andere_methoden: frozenset[int] = NEE
    zelfde_voor_iedereen: bool = False  # holds nothing of anybody, so a browser may keep it
    anoniem: dict[str, frozenset[int]] | None = None  # None: to the log-in page, whatever the method

    def verwacht(self, letter: str, methode: str, vreemd: bool) -> frozenset[int]:
        mag_get, mag_post = letter in self.get, letter in self.post
        if methode not in ("GET", "POST"):
            return self.andere_methoden
        mag, elders = (mag_get, mag_post) if methode == "GET" else (mag_post, mag_get)
        if letter in self.niet_gevonden:
            return NEE
        if not mag:
            # 405 where the page does not know the method, 403 where it is not for this role.
            kent_methode = bool(self.get if methode == "GET" else self.post)
            return NEE if elders or not kent_methode else frozenset({403})
        if vreemd and self.van and letter not in self.overal:
            return frozenset({404})
        return self.get_goed if methode == "GET" else self.post_goed


def van_kamer(w: Wereld) -> dict[str, Any]:
    return {"slug": w.huis.eigen.slug}


def van_pk(naam: str) -> Callable[[Wereld], dict[str, Any]]:
    return lambda w: {"pk": getattr(w, naam).pk}
