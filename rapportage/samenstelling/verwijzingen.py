"""READ: figures in a text, by name: ``{uniek formulieren}`` stands for the figure that the table of the report prints.

A reference is a figure, then (where it has them) a categorie, the number of a sub-period, and a place:
``{uniek}``, ``{uniek formulieren 2}``, ``{deelnames taal stad}``. Capitals and accents do not matter, and the beginning
of a name will do where it fits one name only. Without a place it is this kamer, or all kamers together in a text that
is about all of them. What more than one figure is called names none of them: ``kamer``, ``categorie``, ``tijdvak`` or
``hele stad`` before the word says which is meant. As long as a report is in the making a reference is counted anew each
time; what is adopted holds the figure itself.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Klus
from deelnemers.namen import zoekvorm
from deelnemers.tellingen import REGELS, PerKamer, Urentelling, ooit_geregistreerd, tel_klussen, tel_uren
from rapportage.cijfers import Celwaarde
from rapportage.cijfertekst import schrijf_cel
from rapportage.models import Rapport
from rapportage.samenstelling import geld
from rapportage.samenstelling.tellingen import Geteld
from rapportage.versie import gegevensstempel, niemand_schrijft

if TYPE_CHECKING:
    from rapportage.samenstelling import Stof

NIET_GEREGISTREERD = "niet geregistreerd"
NIET_BEKEND = "niet bekend"
# Who sees one kamer of a report in the making does not see what all of them add up to.
VOLGT = "[volgt in het hele rapport]"
STAD = "stad"
_LANGSTE = 120  # of what stands between two braces
_LIJSTTEKENS = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)*")


@dataclass(frozen=True)
class Verwijsbaar:
    """A figure that a text may name. ``sleutel`` is how it is written in full, without the braces.

    ``waarde`` is how it is printed, ``regel`` how it was counted, ``naam`` what the appendix calls that rule. The rest
    is what a shorter spelling is matched with: ``plekken`` are all names of the place, none for this kamer itself.
    """

    sleutel: str
    omschrijving: str
    waarde: str
    regel: str
    naam: str = ""
    categorie: str = ""
    tijdvak: str = ""
    plekken: tuple[str, ...] = ()

    @property
    def maat(self) -> str:
        """What is counted: 'uniek', 'deelnames', …"""
        return self.sleutel.partition(" ")[0]


@dataclass(frozen=True)
class Ingevuld:
    """A text with its figures filled in. ``onbekend``: what stood between braces and names nothing, as typed."""

    tekst: str
    gebruikt: tuple[Verwijsbaar, ...]
    onbekend: tuple[str, ...]


# --- filling in -------------------------------------------------------------------------------------------------


def vul_in(tekst: str, lijst: Sequence[Verwijsbaar]) -> Ingevuld:
    """The text with the printed figure in the place of every reference; all else stays as it was typed.

    The outcome is still light markup: a figure that would begin a list there, or that holds a mark, is escaped.
    """
    delen: list[str] = []
    gebruikt: list[Verwijsbaar] = []
    onbekend: list[str] = []
    gevraagd, tot = plaatsen(tekst), 0
    wijs = _Wijzer(lijst if gevraagd else ())
    for begin, eind in gevraagd:
        gevonden = wijs(tekst[begin + 1 : eind - 1])
        if gevonden is None:
            onbekend.append(tekst[begin:eind])
            continue
        delen += [tekst[tot:begin], _veilig(gevonden.waarde, tekst, begin, eind)]
        gebruikt.append(gevonden)
        tot = eind
    return Ingevuld("".join((*delen, tekst[tot:])), tuple(dict.fromkeys(gebruikt)), tuple(dict.fromkeys(onbekend)))


def plaatsen(tekst: str) -> list[tuple[int, int]]:
    """Where the references stand: from a brace up to and including its counterpart, on one line.

    Braces in braces name nothing, also not after the inner ones were filled in. A backslash before it makes a brace
    a sign like any other, as it does in light markup.
    """
    gevonden, vanaf = [], 0
    for regel in tekst.split("\n"):
        if "{" in regel:
            gevonden += [(vanaf + b, vanaf + e) for b, e in _paren(regel)]
        vanaf += len(regel) + 1
    return gevonden


def _paren(regel: str) -> Iterator[tuple[int, int]]:
    """The pairs of braces that hold no other pair and are held by none."""
    open_: list[tuple[int, bool]] = []
    paren = []
    for teken in re.finditer(r"(?<!\\)[{}]", regel):
        if teken[0] == "{":
            open_.append((teken.start(), True))
        elif open_:
            begin, leeg = open_.pop()
            paren.append((begin, teken.end(), leeg))
            if open_:
                open_[-1] = (open_[-1][0], False)
    verst = 0
    for begin, eind, leeg in sorted(paren):
        if leeg and eind > verst and regel[begin + 1 : eind - 1].strip() and eind - begin <= _LANGSTE:
            yield begin, eind
        verst = max(verst, eind)


def _veilig(waarde: str, tekst: str, begin: int, eind: int) -> str:
    """The figure as light markup that says just this: '33.' at the start of a line would begin a list."""
    veilig = re.sub(r"([\\*_])", r"\\\1", waarde)
    regelbegin = _LIJSTTEKENS.fullmatch(tekst[tekst.rfind("\n", 0, begin) + 1 : begin])
    if regelbegin and re.fullmatch(r"\d{1,9}", waarde) and re.match(r"[.)](\s|$)", tekst[eind:]):
        return f"{veilig}\\"
    return veilig


# --- finding a figure by what was typed -------------------------------------------------------------------------


def zoek(verwijzing: str, lijst: Sequence[Verwijsbaar]) -> Verwijsbaar | None:
    """The one figure that is meant, or None when there is none or more than one."""
    return _Wijzer(lijst)(verwijzing)


class _Wijzer:
    """Finds figures of one list; the list is put in order once for a whole text.

    What is written in full is that figure, if it is of one figure only. Of anything shorter the figures count whose
    names are in full for the most part, and there has to be one of those.
    """

    def __init__(self, lijst: Sequence[Verwijsbaar]) -> None:
        self.hier = _hier(lijst)
        self.voluit = _voluit(lijst, self.hier)
        self.soorten: dict[tuple[str, str], list[Verwijsbaar]] = defaultdict(list)
        for v in lijst:
            self.soorten[v.maat, v.tijdvak].append(v)

    def __call__(self, verwijzing: str) -> Verwijsbaar | None:
        getypt = zoekvorm(verwijzing)
        if not getypt or getypt in self.voluit:
            enige = self.voluit.get(getypt, ())
            return enige[0] if len(enige) == 1 else None
        maat, *rest = getypt.split()
        passend = []
        for tijdvak, woorden in _lezingen(rest):
            for v in self.soorten.get((maat, tijdvak), ()):
                if (rang := _past(woorden, v, self.hier[maat])) is not None:
                    passend.append((rang, v))
        laagste = min((rang for rang, _ in passend), default=0)
        beste = [v for rang, v in passend if rang == laagste]
        return beste[0] if len(beste) == 1 else None


def _lezingen(woorden: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """A number is that of a sub-period, or a part of a name."""
    yield "", [*woorden]
    for n, woord in enumerate(woorden):
        if woord.isdecimal():
            yield woord, [*woorden[:n], *woorden[n + 1 :]]


def _hier(lijst: Sequence[Verwijsbaar]) -> dict[str, tuple[str, ...]]:
    """The place that is meant when none is said, per figure: this kamer, and where there is no such all together."""
    hier: dict[str, tuple[str, ...]] = defaultdict(lambda: (STAD,))
    return hier | {v.maat: () for v in lijst if not v.plekken}


def _voluit(lijst: Sequence[Verwijsbaar], hier: dict[str, tuple[str, ...]]) -> dict[str, list[Verwijsbaar]]:
    """Everything that may be typed with all names in full, and which figures it may be."""
    voluit: dict[str, list[Verwijsbaar]] = defaultdict(list)
    for v in lijst:
        plekken = {*v.plekken, ""} if v.plekken == hier[v.maat] else v.plekken
        vormen = {_schrijfwijze(v.maat, v.categorie, v.tijdvak, plek) for plek in plekken}
        for vorm in {v.sleutel, *vormen}:
            voluit[vorm].append(v)
    return voluit


def _schrijfwijze(*delen: str) -> str:
    return " ".join(filter(None, delen))


def eenduidig(lijst: Sequence[Verwijsbaar]) -> list[Verwijsbaar]:
    """The same figures, each with a key that is its alone: where two had the same, it says what its words are."""
    voluit = _voluit(lijst, _hier(lijst))
    dubbel = [v for v in lijst if len(voluit[v.sleutel]) > 1]
    keer = Counter(vorm for v in dubbel for vorm in {*_nauwkeurig(v)})
    beter = {}
    for v in dubbel:
        vrij = (vorm for vorm in _nauwkeurig(v) if keer[vorm] == 1 and voluit.get(vorm, [v]) == [v])
        beter[v] = next(vrij, v.sleutel)
    return [replace(v, sleutel=beter[v]) if v in beter else v for v in lijst]


def _nauwkeurig(v: Verwijsbaar) -> list[str]:
    """Longer ways to write a figure, the shortest first."""
    plek = next(iter(v.plekken), "")
    hele = "hele stad" if v.plekken == (STAD,) else f"kamer {plek}" if plek else ""
    deel = f"tijdvak {v.tijdvak}" if v.tijdvak else ""
    soort = f"categorie {v.categorie}" if v.categorie else ""
    return [
        _schrijfwijze(v.maat, *delen)
        for delen in (
            (v.categorie, v.tijdvak, hele),
            (v.categorie, deel, plek),
            (soort, deel, plek),
            (v.categorie, deel, hele),
            (soort, deel, hele),
        )
    ]


def dichtstbij(verwijzing: str, lijst: Sequence[Verwijsbaar]) -> str:
    """What was probably meant, as it is written in full; '' when nothing looks like it."""
    getypt = zoekvorm(verwijzing.strip("{}"))
    maat, _, rest = getypt.partition(" ")
    if beste := process.extractOne(maat, sorted({v.maat for v in lijst}), scorer=fuzz.ratio, score_cutoff=70):
        bedoeld = zoek(f"{beste[0]} {rest}", lijst)
        if bedoeld:
            return bedoeld.sleutel
    gevonden = process.extractOne(getypt, [v.sleutel for v in lijst], scorer=fuzz.ratio, score_cutoff=50)
    return gevonden[0] if gevonden else ""


def _past(woorden: Sequence[str], v: Verwijsbaar, hier: tuple[str, ...]) -> int | None:
    """How many names of a figure these words do not say in full, the categorie and then the place; None: not this."""
    rangen = []
    for knip in range(len(woorden) + 1):
        categorie = _begint(" ".join(woorden[:knip]), v.categorie)
        plek = _plek(" ".join(woorden[knip:]), v.plekken, hier)
        if categorie is not None and plek is not None:
            rangen.append(categorie + plek)
    return min(rangen, default=None)


def _plek(getypt: str, namen: Sequence[str], hier: tuple[str, ...]) -> int | None:
    if not getypt:
        return 0 if namen == hier else None
    if namen == (STAD,):
        return 0 if getypt == STAD else None
    return min((r for naam in namen if (r := _begint(getypt, naam)) is not None), default=None)


def _begint(getypt: str, naam: str) -> int | None:
    """0 for the name itself, 1 for its beginning or that of one of its words; None for anything else."""
    if getypt == naam:
        return 0
    return 1 if getypt and naam and re.search(rf"\b{re.escape(getypt)}", naam) else None


# --- which figures there are ------------------------------------------------------------------------------------


def verwijsbaar(stof: Stof, kamer: Kamer | None) -> tuple[Verwijsbaar, ...]:
    """What may be named in a text of this kamer, or (None) in one about all kamers together."""
    return stof.cijferbron.van(kamer)


def antwoordstof(rapport: Rapport, kamer: Kamer | None) -> tuple[Verwijsbaar, ...]:
    """The same for who writes the answers of this kamer, without composing the report.

    Of the kamer alone: what all of them add up to is in the report as a whole.
    """
    return cijferlijsten(rapport, (kamer,))[kamer.pk if kamer else None]


Lijsten = dict[int | None, tuple[Verwijsbaar, ...]]
_MEESTE = 32
_gelezen: OrderedDict[tuple[str, int, tuple[int, ...]], Lijsten] = OrderedDict()


def cijferlijsten(rapport: Rapport, plaatsen: Sequence[Kamer | None]) -> Lijsten:
    """What may be named in the texts of each of these kamers and (None) in those about all kamers together.

    Counted over these kamers only, unless None is among them. A constant number of queries. Kept in this process as
    long as no data changed: whoever is writing asks again every second.
    """
    stempel = gegevensstempel()
    sleutel = stempel, rapport.pk, tuple(sorted(k.pk if k else 0 for k in plaatsen))
    if (bewaard := _gelezen.get(sleutel)) is not None:
        return bewaard
    rustig = niemand_schrijft()
    alle = tuple(rapport.kamers.all())
    hier = alle if None in plaatsen else tuple(k for k in alle if k in plaatsen)
    bron = Cijferbron(rapport, hier, len(hier) == len(alle), Geteld.van(rapport, hier))
    lijsten: Lijsten = {
        kamer.pk if kamer else None: bron.van(kamer) for kamer in plaatsen if not kamer or kamer in hier
    }
    if rustig and gegevensstempel() == stempel:
        _gelezen[sleutel] = lijsten
        while len(_gelezen) > _MEESTE:
            _gelezen.popitem(last=False)
    return lijsten


class _Vorm(NamedTuple):
    """A figure before it is written: what it is called, its value, and its rule with the name of that rule."""

    wat: str
    waarde: Celwaarde
    regel: str
    naam: str


@dataclass
class Cijferbron:
    """All figures that the texts of one report may name; what no text asks for is not counted."""

    rapport: Rapport
    kamers: tuple[Kamer, ...]
    heel: bool
    geteld: Geteld
    _lijsten: dict[int | None, tuple[Verwijsbaar, ...]] = field(default_factory=dict)

    def van(self, kamer: Kamer | None) -> tuple[Verwijsbaar, ...]:
        """What may be named in a text of this kamer: its own figures and those of the city.

        In a text about all kamers (None) those of the city, of every kamer by its name, and the amounts.
        """
        sleutel = kamer.pk if kamer else None
        if sleutel not in self._lijsten:
            self._lijsten[sleutel] = tuple(eenduidig([*self._maak(kamer)]))
        return self._lijsten[sleutel]

    def _maak(self, kamer: Kamer | None) -> Iterator[Verwijsbaar]:
        if kamer:
            yield from self._mensen(kamer, ())
        yield from self._mensen(None, (STAD,))
        if kamer is None:
            yield from self._bedragen()
            for k in self._alle_kamers:
                yield from self._mensen(k, self._namen(k))

    @cached_property
    def _alle_kamers(self) -> tuple[Kamer, ...]:
        """Also those that are not shown here: their names mean something, their figures follow."""
        return self.kamers if self.heel else tuple(self.rapport.kamers.all())

    def _namen(self, kamer: Kamer) -> tuple[str, ...]:
        """What the kamer may be called, first how it is written in full: its short name when that is its alone."""
        kort = _sleutelvorm(kamer.label)
        eigen = sum(_sleutelvorm(k.label) == kort for k in self._alle_kamers) == 1
        gekend = (kort if eigen else "", _sleutelvorm(kamer.naam), _sleutelvorm(kamer.slug.replace("-", " ")))
        namen = tuple(dict.fromkeys(filter(None, gekend)))
        bezet = {STAD, *(_sleutelvorm(c.naam) for c in self.geteld.categorieen)}
        return (*namen, *(f"kamer {naam}" for naam in namen if naam in bezet))

    def _mensen(self, kamer: Kamer | None, plekken: tuple[str, ...]) -> Iterator[Verwijsbaar]:
        """Figures of a kamer, or of all together (None). What may not be seen here gets a name only."""
        waar = kamer.label if kamer else "alle kamers samen"
        verborgen = not self.heel and kamer not in self.kamers
        for tijdvak, periode in self._tijdvakken():
            for sleutel, categorie, maak in self._soorten(None if verborgen else kamer, periode):
                vorm = maak()
                plek = plekken[0] if plekken else ""
                yield Verwijsbaar(
                    " ".join(filter(None, (sleutel, categorie, tijdvak, plek))),
                    f"{vorm.wat}, {waar}, {periode}",
                    VOLGT if verborgen else _schrijf(vorm.waarde),
                    vorm.regel,
                    vorm.naam,
                    categorie,
                    tijdvak,
                    plekken,
                )

    def _tijdvakken(self) -> list[tuple[str, Periode]]:
        """The whole period, and each sub-period by its number when there are any."""
        geheel, delen = self.geteld.geheel, self.geteld.tijdvakken
        return [("", geheel), *((str(n), p) for n, p in enumerate(delen, start=1) if delen != (geheel,))]

    def _soorten(self, kamer: Kamer | None, periode: Periode) -> Iterator[tuple[str, str, Callable[[], _Vorm]]]:
        categorieen: tuple[Categorie | None, ...] = (None, *self.geteld.categorieen)
        for maat, maak in (("uniek", self._uniek), ("deelnames", self._deelnames)):
            for c in categorieen:
                yield maat, _sleutelvorm(c.naam) if c else "", lambda maak=maak, c=c: maak(kamer, periode, c)  # type: ignore[misc]
        for maat, los in (
            ("nieuw", self._nieuw),
            ("klussen", self._klussen),
            ("uren", self._uren),
            ("vrijwilligers", self._vrijwilligers),
        ):
            yield maat, "", lambda los=los: los(kamer, periode)  # type: ignore[misc]

    # --- one function per figure

    def _uniek(self, kamer: Kamer | None, periode: Periode, categorie: Categorie | None) -> _Vorm:
        waarde = self.geteld.uniek(kamer, periode, categorie)
        wat = f"verschillende mensen bij ‘{categorie.naam}’" if categorie else "verschillende mensen"
        if kamer is None:
            return _Vorm(wat, waarde, REGELS["uniek_stad"], "Verschillende mensen in de stad")
        if categorie is None:
            return _Vorm(wat, waarde, REGELS["uniek_totaal"], "Totaal van een kamer")
        return _Vorm(wat, waarde, REGELS["uniek"], "Individuele (verschillende) deelnemers")

    def _deelnames(self, kamer: Kamer | None, periode: Periode, categorie: Categorie | None) -> _Vorm:
        cel = self.geteld.cel(kamer, periode, categorie)
        wat = f"deelnames bij ‘{categorie.naam}’" if categorie else "deelnames"
        return _Vorm(wat, cel.deelnames if cel.geregistreerd else None, REGELS["deelnames"], "Deelnames")

    def _nieuw(self, kamer: Kamer | None, periode: Periode) -> _Vorm:
        cel = self.geteld.cel(kamer, periode)
        naam = "Voor het eerst in deze kamer" if kamer else "Voor het eerst in een van de kamers"
        wat = "mensen die voor het eerst kwamen"
        return _Vorm(wat, cel.nieuw if cel.geregistreerd else None, REGELS["nieuw"], naam)

    def _klussen(self, kamer: Kamer | None, periode: Periode) -> _Vorm:
        per_kamer, met = self._alle_klussen
        bijgehouden = kamer.pk in met if kamer else bool(met)
        aantal = per_kamer[periode][kamer.pk if kamer else None]
        return _Vorm("uitgevoerde klussen", aantal if bijgehouden else None, REGELS["klussen"], "Klussen")

    def _uren(self, kamer: Kamer | None, periode: Periode) -> _Vorm:
        cel = self._urencel(kamer, periode)
        return _Vorm("uren van vrijwilligers", cel.uren if cel else None, REGELS["uren"], "Uren van vrijwilligers")

    def _vrijwilligers(self, kamer: Kamer | None, periode: Periode) -> _Vorm:
        cel, naam = self._urencel(kamer, periode), "Vrijwilligers met uren"
        aantal = cel.vrijwilligers if cel else None
        return _Vorm("bewoners met vrijwilligersuren", aantal, REGELS["vrijwilligers"], naam)

    def _urencel(self, kamer: Kamer | None, periode: Periode) -> Urentelling | None:
        """None when no hours were filled in there, as in the table of hours."""
        cel = self._alle_uren[kamer.pk if kamer else None, periode]
        return cel if cel.per_soort else None

    @cached_property
    def _perioden(self) -> list[Periode]:
        return [periode for _, periode in self._tijdvakken()]

    @cached_property
    def _alle_klussen(self) -> tuple[dict[Periode, PerKamer], set[int]]:
        """Jobs per period, and the kamers that ever wrote one down: where none did, nothing is known."""
        met = ooit_geregistreerd(self.kamers, Klus.objects.all(), self.rapport.tm, "uitgevoerd_op")
        return {periode: tel_klussen(self.kamers, periode) for periode in self._perioden}, met

    @cached_property
    def _alle_uren(self) -> dict[tuple[int | None, Periode], Urentelling]:
        return {(t.kamer.pk if t.kamer else None, t.periode): t for t in tel_uren(self.kamers, self._perioden)}

    # --- amounts

    def _bedragen(self) -> Iterator[Verwijsbaar]:
        """The totals of the table of budget and forecast, each cell by its column and its row: 'prognose kosten'.

        None where that table is not in the report: when its source has amounts for kamers that are not in it.
        """
        bron = self.rapport.begrotingsbron
        if bron is None or geld.andere_kamers(bron, self.rapport):
            return
        for tabel in geld.begroting_en_prognose(bron, self.rapport):
            for rij in tabel.rijen:
                if rij.soort != "totaal":
                    continue
                post = str(rij.cellen[0]).partition(" (")[0].removeprefix("Totaal ").lower()
                for kolom, cel in zip(tabel.kolommen[1:], rij.cellen[1:], strict=True):
                    waarde = schrijf_cel(cel, kolom.soort) if cel is not None else NIET_BEKEND
                    yield Verwijsbaar(
                        f"{_sleutelvorm(kolom.titel)} {_sleutelvorm(post)}",
                        f"{kolom.titel.lower()}: {post}, {self.rapport.tm.year}",
                        waarde if self.heel else VOLGT,
                        geld.REGEL,
                        "Begroting en prognose",
                        _sleutelvorm(post),
                    )


def _schrijf(waarde: Celwaarde) -> str:
    return NIET_GEREGISTREERD if waarde is None else schrijf_cel(waarde, "getal")


def _sleutelvorm(naam: str) -> str:
    """A name as it stands in a reference: without capitals, accents and braces."""
    return zoekvorm(re.sub(r"[{}\\]", " ", naam))


def regels(gebruikt: Iterable[Verwijsbaar]) -> dict[str, str]:
    """The rules of these figures for the appendix, each under the name that the tables give it."""
    return {v.naam: v.regel for v in gebruikt if v.naam}
