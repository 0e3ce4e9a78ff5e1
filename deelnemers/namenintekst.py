"""READ: names of participants in a text that somebody writes. Nothing about a person leaves here but the words typed.

A name is a first name with a last name ('Fatima El Amrani', also as 'Fatima Amrani'), a first name with the initial
that the door shows ('Fatima E.'), or a first name alone when few people of the kamer have it and it is not a word or
the beginning of another name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import CharField, F, Func, Value

from buurtwerkkamers.models import Kamer
from deelnemers.dubbelen import TUSSENVOEGSELS, WEINIG
from deelnemers.models import Persoonsgegevens
from deelnemers.namen import woorden, zoekvorm

KORTSTE_ALLEEN = 3  # letters of a first name without more
# First names that are words as well, and months: alone they say nothing.
_GEWONE_WOORDEN = """
    aan alle an april art augustus bas bed beer ben bent berg bloem bond bos daar dag dam dan den dit door dorp
    drie duif een eind elk elke en er fee floor geen goed haar had halt ham hart heer hij hoop iris islam jade
    jan januari jasmijn jong joy juli juni kan kerst kok lam lan lang lente lief lies lieve linde lot maar maart
    madelief man mark markt max mee mei men merel met mijn min mooi nicht nog noor oktober olijf ons ook paas
    park pasen pen piet ping pip ramadan rein reis rij rob roos rust sam samen ster sterre storm ton toon tot
    trouw uit vaart van veel veer vos vrede vrij wat week wei wel wende werk wie wil winter wit wonder zij zomer
    zon zus
"""
_OOK_EEN_WOORD = frozenset(_GEWONE_WOORDEN.split())
_WOORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What is between the words of one name.
_LOS = re.compile(r"[ \u00a0-]{1,2}")
_ZINSEINDE = re.compile(r"(?:^|[.!?:\n>*-])[\s*\"'“‘(]*$")


@dataclass(frozen=True)
class _Woord:
    vorm: str
    begin: int
    eind: int
    hoofdletter: bool

    @property
    def letters(self) -> int:
        return self.eind - self.begin


@dataclass(frozen=True)
class _Naam:
    """A name as words in searchable form; ``rest`` is the last name without what stands before it."""

    voor: tuple[str, ...]
    rest: tuple[str, ...]
    initialen: frozenset[str]
    kamers: frozenset[int]


class Tekstnamen:
    """The people whose first name occurs in some texts, looked up once for all of them."""

    def __init__(self, namen: Sequence[_Naam]) -> None:
        self._namen = namen

    @classmethod
    def in_teksten(cls, teksten: Iterable[str], kamers: Sequence[Kamer | None]) -> Tekstnamen:
        """Everybody of these kamers (None: of all) who may be named in one of the texts. One query at most."""
        eerste = {w.vorm for tekst in teksten for w in _lees(tekst) if w.hoofdletter}
        if not eerste:
            return cls([])
        begin = Func(
            F("zoeknaam"), Value(r"^[[:alnum:]]+(?:'[[:alnum:]]+)*"), function="substring", output_field=CharField()
        )
        zonder_teken = Func(begin, Value("'"), Value(""), function="replace", output_field=CharField())
        rijen = Persoonsgegevens.objects.annotate(begin=zonder_teken).filter(begin__in=eerste)
        if None not in kamers:
            rijen = rijen.filter(kamers__overlap=sorted({k.pk for k in kamers if k}))
        return cls([_naam(*rij) for rij in rijen.order_by().values_list("voornaam", "achternaam", "kamers")])

    def vind(self, tekst: str, kamer: Kamer | None) -> list[str]:
        """The names of people of this kamer (None: of any) in the text, as they were typed, each once."""
        mogelijk = [n for n in self._namen if n.voor and (kamer is None or kamer.pk in n.kamers)]
        if not mogelijk:
            return []
        return list(dict.fromkeys(tekst[begin:eind] for begin, eind in _Zoeker(tekst, mogelijk).plaatsen()))


class _Zoeker:
    """Finds these names in one text."""

    def __init__(self, tekst: str, namen: Sequence[_Naam]) -> None:
        self.tekst, self.woorden = tekst, list(_lees(tekst))
        self.op_begin: dict[str, list[_Naam]] = {}
        for naam in namen:
            self.op_begin.setdefault(naam.voor[0], []).append(naam)

    @cached_property
    def zo_heten_er(self) -> Counter[tuple[str, ...]]:
        return Counter(naam.voor for namen in self.op_begin.values() for naam in namen)

    def plaatsen(self) -> Iterator[tuple[int, int]]:
        tot = 0
        for plek, woord in enumerate(self.woorden):
            if plek < tot or not woord.hoofdletter:
                continue
            einden = [e for naam in self.op_begin.get(woord.vorm, ()) if (e := self._eind(plek, naam)) is not None]
            if einden:
                tot, eind = max(einden)
                yield woord.begin, eind

    def _eind(self, plek: int, naam: _Naam) -> tuple[int, int] | None:
        """Where this name ends, when it stands here: the next word, and the place in the text."""
        na_voornaam = self._volg(plek, naam.voor, tussen=False)
        if na_voornaam is None:
            return None
        if naam.rest:
            eind = self._volg(na_voornaam, naam.rest, tussen=True)
            if eind is not None and self._sluit_aan(na_voornaam - 1, na_voornaam):
                return eind, self.woorden[eind - 1].eind
            if (eind := self._initiaal(na_voornaam, naam)) is not None:
                return na_voornaam + 1, eind
        if self._alleen(plek, na_voornaam, naam):
            return na_voornaam, self.woorden[na_voornaam - 1].eind
        return None

    def _volg(self, plek: int, vormen: Sequence[str], *, tussen: bool) -> int | None:
        """The word after these words, when they stand here one after the other; 'de' and 'el' may stand before."""
        while tussen and plek < len(self.woorden) and self.woorden[plek].vorm in TUSSENVOEGSELS:
            plek += 1
        for nummer, vorm in enumerate(vormen):
            if plek >= len(self.woorden) or self.woorden[plek].vorm != vorm:
                return None
            if nummer and not self._sluit_aan(plek - 1, plek):
                return None
            plek += 1
        return plek

    def _sluit_aan(self, een: int, ander: int) -> bool:
        return bool(_LOS.fullmatch(self.tekst[self.woorden[een].eind : self.woorden[ander].begin]))

    def _initiaal(self, plek: int, naam: _Naam) -> int | None:
        """The end of 'B.' or 'B' when that comes right after the first name."""
        if plek >= len(self.woorden) or not self._sluit_aan(plek - 1, plek):
            return None
        woord = self.woorden[plek]
        if woord.letters != 1 or not woord.hoofdletter or woord.vorm not in naam.initialen:
            return None
        return woord.eind + self.tekst[woord.eind :].startswith(".")

    def _alleen(self, plek: int, erna: int, naam: _Naam) -> bool:
        """Whether a first name without more points at somebody: few have it, it is no word and no part of a name."""
        tekst = self.tekst[self.woorden[plek].begin : self.woorden[erna - 1].eind]
        if len(tekst) < KORTSTE_ALLEEN or {*naam.voor} & _OOK_EEN_WOORD or self.zo_heten_er[naam.voor] > WEINIG:
            return False
        if erna < len(self.woorden) and self.woorden[erna].hoofdletter and self._sluit_aan(erna - 1, erna):
            return False
        vorige = self.woorden[plek - 1] if plek else None
        if vorige and vorige.hoofdletter and self._sluit_aan(plek - 1, plek):
            return bool(_ZINSEINDE.search(self.tekst[: vorige.begin]))
        return True


def _lees(tekst: str) -> Iterator[_Woord]:
    for vondst in _WOORD.finditer(tekst):
        vorm = zoekvorm(vondst[0]).replace("'", "")
        if vorm:
            yield _Woord(vorm, vondst.start(), vondst.end(), vondst[0][0].isupper())


def _naam(voornaam: str, achternaam: str, kamers: Iterable[int]) -> _Naam:
    rest = woorden(achternaam)
    initialen = frozenset(w[0] for w in rest)
    while len(rest) > 1 and rest[0] in TUSSENVOEGSELS:
        rest = rest[1:]
    # 'Fatima B.' at the door says no more than an initial.
    kort = len(rest) == 1 and len(rest[0]) == 1
    return _Naam(tuple(woorden(voornaam)), () if kort else tuple(rest), initialen, frozenset(kamers))
