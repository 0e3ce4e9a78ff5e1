"""Made-up residents: drawn one by one, each with as much contact data as a real register holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from rapportage.demonstratie import namen
from rapportage.demonstratie.aanbod import COMPUTER, HART, KLUSSEN, TAAL, TOP, VERBINDING, WERK

NUMMERTEKENS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
POSTCODES = {TOP: (3552, 3553), HART: (3541, 3543, 3544, 3545), VERBINDING: (3551, 3554, 3555)}
_POSTCODELETTERS = "ABCDEGHJKLMNPRTVWXZ"


@dataclass(eq=False)
class Mens:
    """One made-up resident, at home in ``kamer``. ``trouw``: how often they come back, 1 is ordinary."""

    nummer: str
    kamer: str
    achtergrond: str
    voornaam: str
    achternaam: str
    geboortejaar: int
    postcode: str
    telefoon: str
    email: str
    trouw: float
    zonder_geboortejaar: bool = False


@dataclass
class Bevolking:
    """All made-up people so far; never two with the same name or number."""

    rng: Random
    mensen: list[Mens] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._namen = namen.Namenbak(self.rng)
        self._nummers: set[str] = set()

    def nieuw(self, kamer: str, categorie: str = "", jaar: int = 2020) -> Mens:
        """Somebody new, such as would come for this category: who learns Dutch was not raised in it, for instance."""
        rng = self.rng
        achtergrond = namen.trek_achtergrond(rng)
        while categorie == TAAL and gewicht_achtergrond(achtergrond, TAAL) == 0:
            achtergrond = namen.trek_achtergrond(rng)
        voornaam, achternaam = self._namen.trek(achtergrond)
        mens = Mens(
            nummer=self._nummer(),
            kamer=kamer,
            achtergrond=achtergrond,
            voornaam=voornaam,
            achternaam="" if rng.random() < 0.06 else achternaam,
            geboortejaar=jaar - _leeftijd(rng, categorie),
            postcode=f"{rng.choice(POSTCODES[kamer])} {''.join(rng.choices(_POSTCODELETTERS, k=2))}"
            if rng.random() < 0.75
            else "",
            telefoon=f"06-0000{rng.randrange(10_000):04}" if rng.random() < 0.3 else "",
            email=namen.emailadres(voornaam, achternaam) if rng.random() < 0.15 else "",
            trouw=rng.lognormvariate(0, 0.7),
            zonder_geboortejaar=rng.random() < 0.15,
        )
        self.mensen.append(mens)
        return mens

    def _nummer(self) -> str:
        while True:
            nummer = "".join(self.rng.choices(NUMMERTEKENS, k=8))
            if nummer not in self._nummers:
                self._nummers.add(nummer)
                return nummer


def _leeftijd(rng: Random, categorie: str) -> int:
    van, top, tot = {
        COMPUTER: (45, 68, 88),
        KLUSSEN: (40, 70, 90),
        WERK: (20, 36, 62),
        TAAL: (19, 38, 70),
    }.get(categorie, (20, 55, 88))
    return round(rng.triangular(van, tot, top))


def gewicht_achtergrond(achtergrond: str, categorie: str) -> float:
    """How likely somebody of this background comes for this category, 1 is ordinary."""
    if categorie == TAAL:
        return {"Nederlands": 0, "Surinaams": 0}.get(achtergrond, 3.0 if achtergrond == "Syrisch" else 1.0)
    return 1.0


def kies(rng: Random, mensen: Iterable[Mens], aantal: int, categorie: str = "") -> list[Mens]:
    """At most so many different people, those who suit the category more often than others."""
    lotjes = [
        (rng.random() ** (1 / gewicht), nr, mens)
        for nr, mens in enumerate(dict.fromkeys(mensen))
        if (gewicht := gewicht_achtergrond(mens.achtergrond, categorie))
    ]
    return [mens for _, _, mens in sorted(lotjes, key=lambda lot: lot[:2], reverse=True)[:aantal]]


def zonder(mensen: Iterable[Mens], weg: Sequence[Mens]) -> list[Mens]:
    uit = set(weg)
    return [mens for mens in mensen if mens not in uit]
