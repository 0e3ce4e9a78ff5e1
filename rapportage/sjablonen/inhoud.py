"""What a part of a sjabloon says, apart from its sjabloon and its place."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from hashlib import sha256

from rapportage.models import Onderdeel


@dataclass(frozen=True)
class Inhoud:
    """``soort`` is a kind of ``Onderdeel.Soort``, ``vergelijking`` a value of ``Onderdeel.Vergelijking``.

    Written clean: without white space around it, and with one kind of line end.
    """

    soort: str
    titel: str
    vraag: str = ""
    keuzes: tuple[str, ...] = ()
    tekst: str = ""
    vergelijking: str = ""

    def __post_init__(self) -> None:
        for veld in ("titel", "vraag", "tekst"):
            object.__setattr__(self, veld, "\n".join(getattr(self, veld).splitlines()).strip())
        object.__setattr__(self, "keuzes", tuple(self.keuzes))

    @classmethod
    def van(cls, onderdeel: Onderdeel) -> Inhoud:
        o = onderdeel
        return cls(o.soort, o.titel, o.vraag, tuple(o.keuzes), o.tekst, o.vergelijking)

    def zet_in(self, onderdeel: Onderdeel) -> None:
        """Fill this in; nothing is stored."""
        onderdeel.soort, onderdeel.titel, onderdeel.vraag = self.soort, self.titel, self.vraag
        onderdeel.keuzes, onderdeel.tekst, onderdeel.vergelijking = list(self.keuzes), self.tekst, self.vergelijking

    @property
    def kenmerk(self) -> str:
        """The same for the same content: a page carries it, to notice that somebody else changed the part."""
        return sha256(repr(astuple(self)).encode()).hexdigest()[:32]
