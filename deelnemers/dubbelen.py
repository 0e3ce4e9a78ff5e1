"""READ: pairs of cards that are likely one person, with the reasons in words.

Not all pairs are compared: cards meet only when they share a key (the sound of the name, a telephone number, an
e-mail address), so the work grows with the number of cards and not with its square.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from buurtwerkkamers.models import Kamer
from deelnemers import samengevoegd
from deelnemers.models import NietDezelfde, Persoonsgegevens, Samenvoeging
from deelnemers.namen import klankvorm, klinken_gelijk, woorden, zoekvorm

GELIJKENIS = 0.8
DREMPEL = 25  # points; see the reasons in _redenen
# A first name without more says little when many people have it.
WEINIG = 3
# A key that so many share tells nothing any more (a telephone number of the kamer itself, 'Mohammed' without more).
TE_VEEL = 60

# Also when somebody wrote them with a capital.
TUSSENVOEGSELS = frozenset(("al", "de", "den", "der", "el", "ter", "van", "von"))


@dataclass(frozen=True)
class Paar:
    """Two cards that may be one person: ``een`` was enrolled first. ``redenen`` from strong to weak."""

    een: int
    ander: int
    redenen: tuple[str, ...]
    punten: int


@dataclass(frozen=True)
class _Kaart:
    id: int
    naam: str
    voor: str
    kern: str
    klank_voor: str
    klank_kern: str
    telefoon: str
    email: str
    postcode: str
    jaar: int | None

    @property
    def is_kort(self) -> bool:
        """Only a first name, or with an initial."""
        return len(self.kern) < 2


def waarschijnlijke_dubbelen(kamers: Sequence[Kamer]) -> list[Paar]:
    """Likely doubles among the people of these kamers, the likeliest first; five queries, whatever their number.

    Without pairs of which somebody said that they are different people, or that are proposed to the bureau already.
    """
    kaarten = {kaart.id: kaart for kaart in _lees(kamers)}
    buiten = _afgehandeld()
    per_sleutel = _groepeer(kaarten.values())
    gevonden = []
    for een, ander in _kandidaten(per_sleutel):
        if (een, ander) in buiten:
            continue
        redenen = _redenen(kaarten[een], kaarten[ander], per_sleutel)
        punten = sum(zwaarte for zwaarte, _ in redenen)
        if punten >= DREMPEL:
            op_zwaarte = sorted(redenen, key=lambda reden: -reden[0])
            gevonden.append(Paar(een, ander, tuple(tekst for _, tekst in op_zwaarte), punten))
    return sorted(gevonden, key=lambda paar: (-paar.punten, kaarten[paar.een].naam, paar.een, paar.ander))


def bekend_bij_de_cooperatie(
    *,
    voornaam: str,
    achternaam: str = "",
    geboortejaar: int | None = None,
    telefoon: str = "",
    email: str = "",
    behalve: Kamer | None = None,
) -> list[int]:
    """Ids of people who are almost certainly this person; kamers do not matter.

    The same telephone number or e-mail address with a first name that is alike, or the same full name with the same
    year of birth. A family shares a telephone, so its number alone opens nobody's card. Not those who are enrolled at
    ``behalve``.
    """  # fmt: skip
    bekend = Persoonsgegevens.objects.filter(deelnemer__samengevoegd_met__isnull=True, kamers__len__gt=0)
    bekend = bekend.order_by("deelnemer")
    if behalve:
        bekend = bekend.exclude(kamers__contains=[behalve.pk])
    gevonden: list[int] = []
    if adres := email.strip().lower():
        rijen = bekend.filter(email__iexact=adres).values_list("deelnemer", "voornaam")
        gevonden += [deelnemer for deelnemer, naam in rijen if _zelfde_voornaam(voornaam, naam)]
    if nummer := telefoonvorm(telefoon):
        # However it was written: 06-12345678, +31 6 1234 5678.
        met_nummer = bekend.exclude(telefoon="").values_list("deelnemer", "telefoon", "voornaam")
        gevonden += [
            deelnemer
            for deelnemer, zijn, naam in met_nummer
            if telefoonvorm(zijn) == nummer and _zelfde_voornaam(voornaam, naam)
        ]
    if achternaam and geboortejaar:
        volledig = zoekvorm(f"{voornaam} {achternaam}")
        gevonden += bekend.filter(zoeknaam=volledig, deelnemer__geboortejaar=geboortejaar).values_list(
            "deelnemer", flat=True
        )
    return list(dict.fromkeys(gevonden))


def _zelfde_voornaam(een: str, ander: str) -> bool:
    return _lijkt(zoekvorm(een), zoekvorm(ander), klankvorm(een), klankvorm(ander))


def telefoonvorm(telefoon: str) -> str:
    """The last nine digits, by which 06 12345678 and +31 612345678 are one number; '' when there are too few."""
    cijfers = re.sub(r"\D", "", telefoon)
    return cijfers[-9:] if len(cijfers) >= 9 else ""


# --- reading ----------------------------------------------------------------------------------------------------


def _lees(kamers: Sequence[Kamer]) -> Iterator[_Kaart]:
    rijen = Persoonsgegevens.objects.filter(
        kamers__overlap=[kamer.pk for kamer in kamers], deelnemer__samengevoegd_met__isnull=True
    ).values_list(
        "deelnemer", "voornaam", "achternaam", "klanknaam", "telefoon", "email", "postcode", "deelnemer__geboortejaar"
    )
    for pk, voornaam, achternaam, klanknaam, telefoon, email, postcode, jaar in rijen:
        voor, kern = " ".join(woorden(voornaam)), _kern(achternaam)
        klanken = klanknaam.split()
        op_maat = len(klanken) == len(voor.split()) + len(woorden(achternaam))
        klank_voor = " ".join(klanken[: len(voor.split())]) if op_maat else klankvorm(voor)
        klank_kern = " ".join(klanken[len(klanken) - len(kern.split()) :]) if op_maat and kern else klankvorm(kern)
        postcode = postcode.replace(" ", "").upper()
        yield _Kaart(
            pk, f"{voor} {kern}".strip(), voor, kern, klank_voor, klank_kern, telefoonvorm(telefoon),
            email.strip().lower(), postcode if len(postcode) == 6 else "", jaar,
        )  # fmt: skip


def _kern(achternaam: str) -> str:
    """The last name without what stands before it: 'el Bakkali' becomes 'bakkali'."""
    delen = achternaam.split()
    while len(delen) > 1 and (delen[0][0].islower() or zoekvorm(delen[0]) in TUSSENVOEGSELS):
        delen = delen[1:]
    return " ".join(woorden(" ".join(delen)))


def _afgehandeld() -> set[tuple[int, int]]:
    """Pairs of roots, lowest first, that nobody need look at again."""
    van_kaart = samengevoegd.wortels()
    paren = [
        *NietDezelfde.objects.values_list("een", "ander"),
        *Samenvoeging.objects.filter(stand=Samenvoeging.Stand.VOORGESTELD).values_list("van", "naar"),
    ]
    return {tuple(sorted(van_kaart.get(kaart, kaart) for kaart in paar)) for paar in paren}  # type: ignore[misc]


# --- which pairs to look at -------------------------------------------------------------------------------------

Sleutel = tuple[str, ...]


def _sleutels(kaart: _Kaart) -> Iterator[Sleutel]:
    if kaart.telefoon:
        yield "telefoon", kaart.telefoon
    if kaart.email:
        yield "email", kaart.email
    for klank in _lezingen(kaart.klank_voor.split()[:1]):
        yield "voornaam", klank
        if kaart.kern:
            yield "naam", klank, kaart.kern[0]
        if kaart.jaar:
            yield "jaar", klank, str(kaart.jaar)
        if kaart.postcode:
            yield "postcode", klank, kaart.postcode
    if not kaart.is_kort:
        for klank in _lezingen(kaart.klank_kern.split()[-1:]):
            yield "achternaam", klank, kaart.voor[:1]
        yield "omgedraaid", *sorted(kaart.naam.split())


def _lezingen(klanken: Iterable[str]) -> Iterator[str]:
    for klank in klanken:
        yield from klank.split("|")


def _groepeer(kaarten: Iterable[_Kaart]) -> dict[Sleutel, list[_Kaart]]:
    per_sleutel: dict[Sleutel, list[_Kaart]] = defaultdict(list)
    for kaart in kaarten:
        for sleutel in set(_sleutels(kaart)):
            per_sleutel[sleutel].append(kaart)
    return per_sleutel


def _kandidaten(per_sleutel: dict[Sleutel, list[_Kaart]]) -> set[tuple[int, int]]:
    """Pairs of ids, lowest first, that share a key which is not too common."""
    paren: set[tuple[int, int]] = set()
    for sleutel, groep in per_sleutel.items():
        if not 2 <= len(groep) <= TE_VEEL:
            continue
        for een, ander in combinations(groep, 2):
            # On a first name alone only cards that have not much more than that.
            if sleutel[0] != "voornaam" or een.is_kort or ander.is_kort:
                paren.add((min(een.id, ander.id), max(een.id, ander.id)))
    return paren


# --- how alike --------------------------------------------------------------------------------------------------

Reden = tuple[int, str]


def _redenen(een: _Kaart, ander: _Kaart, per_sleutel: dict[Sleutel, list[_Kaart]]) -> list[Reden]:
    """What speaks for one person, with its weight; nothing when something speaks against it."""
    if een.jaar and ander.jaar and een.jaar != ander.jaar:
        return []
    naam = _naamreden(een, ander, per_sleutel)
    contact = [
        (40, reden)
        for reden, dit, dat in (
            ("zelfde telefoon", een.telefoon, ander.telefoon),
            ("zelfde e-mailadres", een.email, ander.email),
        )
        if dit and dit == dat
    ]
    if naam is None and contact and _lijkt(een.voor, ander.voor, een.klank_voor, ander.klank_voor):
        naam = (10, "zelfde voornaam")  # somebody who married, or is known by two last names
    if naam is None:
        return []
    ook = [(15, "zelfde geboortejaar")] if een.jaar and een.jaar == ander.jaar else []
    ook += [(15, "zelfde postcode")] if een.postcode and een.postcode == ander.postcode else []
    return [naam, *contact, *ook]


def _naamreden(een: _Kaart, ander: _Kaart, per_sleutel: dict[Sleutel, list[_Kaart]]) -> Reden | None:
    """How the names resemble each other; None when they do not."""
    if sorted(een.naam.split()) == sorted(ander.naam.split()) and not een.is_kort:
        return (50, "zelfde naam") if een.voor == ander.voor else (45, "voornaam en achternaam omgedraaid")
    if not _lijkt(een.voor, ander.voor, een.klank_voor, ander.klank_voor):
        return None
    if een.is_kort or ander.is_kort:
        return _korte_naam(een, ander, per_sleutel)
    if klinken_gelijk(een.klank_voor, ander.klank_voor) and klinken_gelijk(een.klank_kern, ander.klank_kern):
        return 40, "naam klinkt hetzelfde"
    return (30, "naam lijkt") if _lijkt(een.kern, ander.kern, een.klank_kern, ander.klank_kern) else None


def _korte_naam(een: _Kaart, ander: _Kaart, per_sleutel: dict[Sleutel, list[_Kaart]]) -> Reden | None:
    kort, lang = sorted((een.kern, ander.kern), key=len)
    if kort and lang:
        return (25, "zelfde voornaam en eerste letter") if lang.startswith(kort) else None
    hoeveel = min(len(per_sleutel["voornaam", klank]) for klank in _lezingen(een.klank_voor.split()[:1]))
    if hoeveel <= WEINIG:
        return 25, "zelfde voornaam, en bijna niemand anders heet zo"
    return 10, "zelfde voornaam"


def _lijkt(een: str, ander: str, klank_een: str, klank_ander: str) -> bool:
    return (
        een == ander
        or klinken_gelijk(klank_een, klank_ander)
        or Indel.normalized_similarity(een, ander, score_cutoff=GELIJKENIS) > 0
    )
