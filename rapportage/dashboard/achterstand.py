"""Which kamer is behind on what, and why: sentences made of what this reader may see, and of nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getoond
from rapportage.dashboard.vorm import Blad, Doelstand, Indicatorregel, Kamernaam, Stand

HARDE_SPATIE = "\u00a0"  # '> 10 op 20' stays on one line
# In the order in which they are told, with the words of the judgement and the colour of its label.
STANDEN: dict[Stand, tuple[str, str]] = {
    "achter": ("loopt achter", "slecht"),
    "op-koers": ("nog niet behaald, wel op koers", "let_op"),
    "voor": ("behaald", "goed"),
    "onbekend": ("niet te beoordelen", "neutraal"),
}
KEUZES: dict[Stand, str] = {
    "achter": "Loopt achter",
    "op-koers": "Op koers",
    "voor": "Ligt voor of behaald",
    "onbekend": "Niet te beoordelen",
}


@dataclass(frozen=True)
class Oordeel:
    """One target of one kamer with its judgement in words. ``zin`` says it with number and base.

    ``voorbij``: the days of the agreement are over, so nothing is to be expected any more; ``loopt``: those of the
    period are not, so what is expected is expected now.
    """

    regel: Indicatorregel[Getoond]
    stand: Doelstand[Getoond]
    voorbij: bool
    loopt: bool = True

    @property
    def kamer(self) -> Kamernaam | None:
        return self.stand.kamer

    @property
    def woord(self) -> str:
        """'loopt achter'; of a period that is over 'niet behaald'."""
        if self.stand.stand == "achter" and self.voorbij:
            return "niet behaald"
        if self.stand.stand == "onbekend" and self.stand.cijfer.waarde is None and not self.stand.cijfer.verborgen:
            return "niet te bepalen"
        return STANDEN[self.stand.stand][0]

    @property
    def kleur(self) -> str:
        return STANDEN[self.stand.stand][1]

    @property
    def gemeten(self) -> str:
        """'18 van 50', '7 op 12, afgesproken > 10 op 20'."""
        doel = self.stand.streefwaarde
        if not doel:
            return self.stand.cijfer.tekst
        if doel.replace(".", "").isdigit():
            return f"{self.stand.cijfer.tekst} van {doel}"
        return f"{self.stand.cijfer.tekst}, afgesproken {doel.replace(' ', HARDE_SPATIE)}"

    @property
    def verwacht(self) -> str:
        """'verwacht nu 25': where that is another number than the target and still to come; else empty."""
        if not self.stand.verwacht or self.stand.verwacht == self.stand.streefwaarde or self.voorbij:
            return ""
        return f"verwacht {'nu ' if self.loopt else ''}{self.stand.verwacht}"

    @property
    def zin(self) -> str:
        """'Nederlandse taal: 18 van 50, verwacht nu 25'."""
        nu = f", {self.verwacht}" if self.verwacht else ""
        erbij = f" ({self.stand.erbij})" if self.stand.erbij else ""
        return f"{self.regel.naam}: {self.gemeten}{erbij}{nu}"

    @property
    def tekort(self) -> Decimal:
        """How far behind, as a share of what was expected: what is furthest behind is told first.

        A target without a number ('Positief') comes last: it cannot be behind by so much.
        """
        waarde, doel = self.stand.cijfer.waarde, _als_getal(self.stand.verwacht or self.stand.streefwaarde)
        if waarde is None or not doel:
            return Decimal(0)
        return 1 - Decimal(waarde) / doel


def _als_getal(tekst: str) -> Decimal | None:
    cijfers = "".join(teken for teken in tekst.partition(" op ")[0] if teken.isdigit() or teken == ",")
    return Decimal(cijfers.replace(",", ".")) if cijfers.strip(",") else None


@dataclass(frozen=True)
class Kamerstand:
    """The targets of one kamer, counted by where they stand, with those that are behind: the furthest first."""

    kamer: Kamernaam
    aantallen: dict[Stand, int]
    achter: tuple[Oordeel, ...]

    @property
    def zin(self) -> str:
        """'7 van de 21 doelen lopen achter'."""
        beoordeeld = self.beoordeeld
        if not beoordeeld:
            return "Er is nog geen doel te beoordelen."
        aantal = len(self.achter)
        if any(oordeel.voorbij for oordeel in self.achter):
            werkwoord = "is niet behaald" if aantal == 1 else "zijn niet behaald"
        else:
            werkwoord = "lopen achter" if aantal > 1 else "loopt achter"
        if beoordeeld == 1:
            return f"Het ene doel dat te beoordelen is, {werkwoord if aantal else 'loopt niet achter'}."
        return f"{aantal or 'Geen'} van de {beoordeeld} doelen {werkwoord}."

    @property
    def beoordeeld(self) -> int:
        """How many targets can be judged."""
        return sum(self.aantallen.values()) - self.aantallen["onbekend"]

    @property
    def per_stand(self) -> list[int]:
        """The numbers in the order of ``STANDEN``."""
        return [self.aantallen[stand] for stand in STANDEN]

    @property
    def delen(self) -> list[tuple[Stand, str, int]]:
        """('achter', 'lopen achter', 3); of a period that is over 'niet behaald'."""
        return [(stand, self._woord(stand), self.aantallen[stand]) for stand in STANDEN if self.aantallen[stand]]

    def _woord(self, stand: Stand) -> str:
        if stand != "achter":
            return STANDEN[stand][0]
        if any(oordeel.voorbij for oordeel in self.achter):
            return "niet behaald"
        return "loopt achter" if self.aantallen[stand] == 1 else "lopen achter"


def oordelen(blad: Blad[Getoond], looptijd: Periode | None = None) -> list[Oordeel]:
    """Every target with its judgement, in the order of the agreement. ``looptijd``: the days of the agreement."""
    voorbij = is_voorbij(blad.periode, blad.voorlopig, looptijd)
    return [
        Oordeel(regel, doelstand, voorbij, blad.voorlopig)
        for regel in blad.indicatoren
        for doelstand in regel.standen
        if doelstand.streefwaarde or doelstand.stand != "onbekend"
    ]


def is_voorbij(periode: Periode, loopt: bool, looptijd: Periode | None) -> bool:
    """Whether these are all days of the agreement: a target of a year is not missed in one half of it."""
    return not loopt and (looptijd is None or (periode.van <= looptijd.van and periode.tm >= looptijd.tm))


def per_kamer(alle: Sequence[Oordeel], kamers: Iterable[Kamernaam]) -> list[Kamerstand]:
    """The kamers in the order of the page, each with its targets."""
    eigen: dict[str, list[Oordeel]] = defaultdict(list)
    for oordeel in alle:
        if oordeel.kamer:
            eigen[oordeel.kamer.slug].append(oordeel)
    return [_kamerstand(kamer, eigen[kamer.slug]) for kamer in kamers]


def _kamerstand(kamer: Kamernaam, eigen: Sequence[Oordeel]) -> Kamerstand:
    aantallen = Counter(oordeel.stand.stand for oordeel in eigen)
    achter = sorted((o for o in eigen if o.stand.stand == "achter"), key=lambda o: -o.tekort)
    return Kamerstand(kamer, {stand: aantallen[stand] for stand in STANDEN}, tuple(achter))


def meest_achter(standen: Iterable[Kamerstand]) -> list[Kamerstand]:
    """The kamers with the most targets behind first; of those with as many the one that is furthest behind."""
    return sorted(standen, key=lambda s: (-len(s.achter), -s.achter[0].tekort if s.achter else Decimal(0)))


@dataclass(frozen=True)
class Groep:
    """One of the groups of the agreement: its lines, and of those what is behind and what is ahead."""

    naam: str
    regels: tuple[Indicatorregel[Getoond], ...]
    oordelen: tuple[Oordeel, ...]

    def _met(self, stand: Stand) -> tuple[Oordeel, ...]:
        return tuple(o for o in self.oordelen if o.stand.stand == stand)

    @property
    def achter(self) -> list[tuple[Indicatorregel[Getoond], list[Oordeel]]]:
        """Per line the kamers that are behind; the line and the kamer that are furthest first."""
        return _per_regel(sorted(self._met("achter"), key=lambda o: -o.tekort))

    @property
    def voor(self) -> list[tuple[Indicatorregel[Getoond], list[Oordeel]]]:
        return _per_regel(self._met("voor"))

    @property
    def redenen(self) -> list[str]:
        """Why something of this group cannot be judged, each reason once."""
        return list(dict.fromkeys(o.stand.uitleg for o in self._met("onbekend") if o.stand.uitleg))

    @property
    def matrix(self) -> list[tuple[Indicatorregel[Getoond], list[Oordeel]]]:
        """Each line with a judgement for every kamer of the page, with or without a target."""
        voorbij, loopt = any(o.voorbij for o in self.oordelen), any(o.loopt for o in self.oordelen)
        return [(regel, [Oordeel(regel, stand, voorbij, loopt) for stand in regel.standen]) for regel in self.regels]

    @property
    def telling(self) -> str:
        """'3 lopen achter, 2 op koers, 4 behaald, 6 niet te beoordelen'."""
        voorbij = any(o.voorbij for o in self.oordelen)
        stukken: list[tuple[Stand, str, str]] = [
            ("achter", "niet behaald" if voorbij else "loopt achter", "niet behaald" if voorbij else "lopen achter"),
            ("op-koers", "op koers", "op koers"),
            ("voor", "behaald", "behaald"),
            ("onbekend", "niet te beoordelen", "niet te beoordelen"),
        ]
        aantallen = Counter(o.stand.stand for o in self.oordelen)
        return ", ".join(
            f"{getal(aantallen[stand])} {een if aantallen[stand] == 1 else meer}"
            for stand, een, meer in stukken
            if aantallen[stand]
        )


def _per_regel(oordelen: Iterable[Oordeel]) -> list[tuple[Indicatorregel[Getoond], list[Oordeel]]]:
    regels: dict[int, tuple[Indicatorregel[Getoond], list[Oordeel]]] = {}
    for oordeel in oordelen:
        regels.setdefault(oordeel.regel.indicator_id, (oordeel.regel, []))[1].append(oordeel)
    return list(regels.values())


def groepen(blad: Blad[Getoond], alle: Sequence[Oordeel]) -> list[Groep]:
    """The lines under their group, in the order of the agreement."""
    namen = dict.fromkeys(regel.groep for regel in blad.indicatoren)
    return [
        Groep(
            naam,
            tuple(r for r in blad.indicatoren if r.groep == naam),
            tuple(o for o in alle if o.regel.groep == naam),
        )
        for naam in namen
    ]


def kopzin(blad: Blad[Getoond], standen: Sequence[Kamerstand]) -> str:
    """The finding of the page in one sentence: where most is behind, and on what furthest."""
    achter = [o for stand in standen for o in stand.achter]
    beoordeeld = sum(sum(s.aantallen.values()) - s.aantallen["onbekend"] for s in standen)
    if not beoordeeld:
        return "Er is nog geen doel te beoordelen." if blad.indicatoren else ""
    if not achter and beoordeeld == 1:
        return "Het ene doel dat te beoordelen is, loopt niet achter."
    if not achter:
        return f"Geen van de {getal(beoordeeld)} doelen die te beoordelen zijn, loopt achter."
    meest = max(standen, key=lambda s: len(s.achter))
    ergst = meest.achter[0]
    if blad.kamer is not None:
        begin = meest.zin
        return f"{begin} Het verst: {ergst.zin}."
    if ergst.voorbij:
        return (
            f"{getal(len(achter))} van de {getal(beoordeeld)} doelen zijn niet behaald, de meeste bij "
            f"{meest.kamer.naam} ({getal(len(meest.achter))}). Het verst: {ergst.zin}."
        )
    beoordeeld = sum(meest.aantallen.values()) - meest.aantallen["onbekend"]
    hoeveel = f"{getal(len(meest.achter))} van de {getal(beoordeeld)} doelen" if beoordeeld > 1 else "met het ene doel"
    return f"{meest.kamer.naam} loopt het meest achter: {hoeveel}. Het verst: {ergst.zin}."
