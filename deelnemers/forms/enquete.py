"""The public form of an enquête: what was chosen per question, in the language of the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core import signing

from buurtwerkkamers.deurtaal import tekst
from buurtwerkkamers.models import Stelling
from deelnemers.models import Enquetekamer

BRIEFJE = "briefje"
OVERSLAAN = "0"


def _zegel(deel: Enquetekamer) -> signing.Signer:
    """Signs the forms of one kamer of one enquête. Without a moment: the form must not tell when it was opened."""
    return signing.Signer(salt=f"enquete:{deel.sleutel}")


def nieuw_briefje(deel: Enquetekamer) -> str:
    """A random number that this form is recognised by, signed."""
    return _zegel(deel).sign(str(uuid4()))


@dataclass(frozen=True)
class Keuze:
    waarde: int
    tekst: str


@dataclass(frozen=True)
class Vraag:
    """One question as the screen shows it. ``gekozen``: the answer so far ('0' when skipped on purpose)."""

    nr: int
    stelling: Stelling
    taal: str
    gekozen: str = ""

    @property
    def naam(self) -> str:
        return f"v{self.stelling.pk}"

    @property
    def tekst(self) -> str:
        return self.stelling.tekst_in(self.taal)

    @property
    def taal_van_tekst(self) -> str:
        """The language that the text is really in: Dutch when it has no translation."""
        return self.taal if getattr(self.stelling, f"tekst_{self.taal}", "") else "nl"

    @property
    def is_cijfer(self) -> bool:
        return self.stelling.soort == Stelling.Soort.CIJFER

    @property
    def keuzes(self) -> list[Keuze]:
        waarden = range(1, self.stelling.hoogste + 1)
        return [Keuze(w, str(w) if self.is_cijfer else tekst(f"enquete.eens_{w}", self.taal)) for w in waarden]

    @property
    def antwoord(self) -> int | None:
        """What was chosen, or None when the question is skipped or holds something else."""
        mogelijk = {str(keuze.waarde): keuze.waarde for keuze in self.keuzes}
        return mogelijk.get(self.gekozen)

    @property
    def klopt(self) -> bool:
        return self.gekozen in ("", OVERSLAAN) or self.antwoord is not None


class Invulformulier:
    """The questions of an enquête, empty or as they came in. ``fouten``: what is not right, in words of the screen."""

    def __init__(
        self, deel: Enquetekamer, stellingen: Iterable[Stelling], taal: str, data: Mapping[str, str] | None = None
    ) -> None:
        self.deel, self.taal = deel, taal
        gegeven = data or {}
        self.vragen = [
            Vraag(nr, stelling, taal, str(gegeven.get(f"v{stelling.pk}", ""))[:4])
            for nr, stelling in enumerate(stellingen, 1)
        ]
        self.fouten: list[str] = []
        self._id = self._lees_briefje(str(gegeven.get(BRIEFJE, "")))
        self.briefje = str(gegeven[BRIEFJE]) if self._id else nieuw_briefje(deel)

    def _lees_briefje(self, briefje: str) -> UUID | None:
        try:
            return UUID(_zegel(self.deel).unsign(briefje))
        except (signing.BadSignature, ValueError):
            return None

    def controleer(self) -> bool:
        if self._id is None:
            self.fout("enquete.fout_verlopen")
        for vraag in self.vragen:
            if not vraag.klopt:
                self.fout("enquete.fout_antwoord", nr=vraag.nr)
        if not self.fouten and not self.antwoorden:
            self.fout("enquete.fout_leeg")
        return not self.fouten

    def fout(self, sleutel: str, **waarden: object) -> None:
        self.fouten.append(tekst(sleutel, self.taal, **waarden))

    @property
    def id(self) -> UUID:
        """Of a form that was checked."""
        assert self._id is not None  # noqa: S101 - controleer() said so
        return self._id

    @property
    def antwoorden(self) -> dict[int, int]:
        return {vraag.stelling.pk: vraag.antwoord for vraag in self.vragen if vraag.antwoord is not None}
