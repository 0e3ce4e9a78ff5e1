"""READ: the tables of the stand of a year and of two stands beside each other, as data for the screen and the file.

Nothing is computed in a template: each cell is a number (euros, or whole per cents), or None where nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeVar

from buurtwerkkamers.opmaak import datum, procent
from financien.groepen import in_groepen
from financien.letters import letter
from financien.models import Post
from financien.narekenen import sleutel
from financien.stand import Bedragen, Jaarstand, Standpost, tel_op
from financien.tabellen import Geldcel, Geldrij, Geldtabel

T = TypeVar("T")
Kolomsoort = Literal["euro", "procent"]
Rijsoort = Literal["rij", "groep", "subtotaal", "totaal"]
Waarde = Decimal | int | None
TITELS = {
    "begroot": "Begroot",
    "geboekt": "Geboekt",
    "verplicht": "Beloofd",
    "verwacht": "Nog verwacht",
    "prognose": "Prognose",
    "verschil": "Prognose min begroot",
    "procent": "In procenten",
}
NAAST = ("prognose", "begroot", "geboekt", "verschil")  # what can stand beside each other, per kamer
_NAAST_OOK = {"verschil": "procent"}  # and what stands beside it in each kamer
TERUGVAL = "Dan telt wat er van de begroting, of van het besluit, over is."
STER = f"Bij * vulde voor een of meer posten niemand een verwachting in. {TERUGVAL}"
SAMEN = "Totalen en subtotalen zijn opgeteld uit de posten."


@dataclass(frozen=True)
class Kolom:
    titel: str
    soort: Kolomsoort = "euro"


@dataclass(frozen=True)
class Cel:
    """``ster``: for a post in it nobody typed an expectation, so that the budget or the decision counts."""

    waarde: Waarde
    ster: bool = False


@dataclass(frozen=True)
class Rij:
    naam: str
    cellen: tuple[Cel, ...] = ()
    soort: Rijsoort = "rij"
    noten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tabel:
    titel: str
    eerste: str
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    noten: tuple[str, ...] = ()

    @property
    def euro(self) -> Literal["euro", "euro_heel"]:
        """How amounts are written: with cents as soon as one of them has cents."""
        bedragen = [
            cel.waarde
            for rij in self.rijen
            for kolom, cel in zip(self.kolommen, rij.cellen, strict=False)
            if kolom.soort == "euro" and isinstance(cel.waarde, Decimal)
        ]
        return "euro_heel" if all(bedrag == bedrag.to_integral_value() for bedrag in bedragen) else "euro"

    @property
    def breedte(self) -> int:
        return 1 + len(self.kolommen)

    def notatie(self, kolom: Kolom) -> str:
        return self.euro if kolom.soort == "euro" else kolom.soort

    def benoemd(self) -> Iterator[tuple[Rij, list[tuple[Kolom, str, Cel]]]]:
        """Each row with its cells, each cell with its column and how it is written."""
        for rij in self.rijen:
            yield rij, [(k, self.notatie(k), cel) for k, cel in zip(self.kolommen, rij.cellen, strict=False)]


Cellen = Callable[[Sequence[Standpost]], tuple[Cel, ...]]


def tabellen_van(stand: Jaarstand, *, naast: str = "") -> tuple[Tabel, ...]:
    """Costs and financing of the posts in sight; ``naast`` (see ``NAAST``): that one amount, kamers side by side."""
    gevonden = []
    for soort in (Post.Soort.KOSTEN, Post.Soort.FINANCIERING):
        posten = stand.van(soort)
        if not posten:
            continue
        kolommen, cellen = _naast_elkaar(stand, naast) if naast else _alle_bedragen(stand, soort)
        titel = f"{Post.Soort(soort).label.capitalize()} {stand.jaar}"
        if naast:
            titel = f"{titel}, {TITELS[naast].lower()} per kamer"
            titel += ", ook in procenten van begroot" if naast in _NAAST_OOK else ""
        rijen = (
            *_groepsrijen(posten, cellen),
            Rij(f"Totaal {Post.Soort(soort).label}", _zonder_ster(cellen(posten)), "totaal"),
        )
        ster = any(cel.ster for rij in rijen for cel in rij.cellen)
        gevonden.append(Tabel(titel, "Post", kolommen, rijen, (STER,) if ster else ()))
    return tuple(gevonden)


def financierstabel(stand: Jaarstand) -> Tabel | None:
    """Budget against forecast per financier; None without financing."""
    posten = stand.van(Post.Soort.FINANCIERING)
    if not posten:
        return None
    per_naam: dict[str, list[Standpost]] = {}
    for post in posten:
        per_naam.setdefault(post.financier or "Zonder financier", []).append(post)
    kolommen, cellen = _alle_bedragen(stand, Post.Soort.FINANCIERING)
    rijen = [Rij(naam, cellen(eigen)) for naam, eigen in per_naam.items()]
    rijen.append(Rij("Totaal financiering", _zonder_ster(cellen(posten)), "totaal"))
    ster = any(cel.ster for rij in rijen for cel in rij.cellen)
    return Tabel(f"Per financier {stand.jaar}", "Financier", kolommen, tuple(rijen), (STER,) if ster else ())


def vergelijking(eerst: Jaarstand, later: Jaarstand) -> tuple[Tabel, ...]:
    """Budget and forecast of two stands of one year beside each other: what was believed then, and later."""
    wanneer = [stand.naam or datum(stand.per) for stand in (eerst, later)]
    gevonden = []
    for soort in (Post.Soort.KOSTEN, Post.Soort.FINANCIERING):
        # in the order of the later one; what was only in the first comes after it
        paren: dict[tuple[str, ...], tuple[list[Standpost], list[Standpost]]] = {}
        for welke, stand in ((1, later), (0, eerst)):
            for post in stand.van(soort):
                paren.setdefault(_zelfde_post(post), ([], []))[welke].append(post)
        if not paren:
            continue
        rijen = [
            Rij(_naam_met_kamer((na or voor)[0]), _verandering(voor, na), noten=_uitleg(wanneer, voor, na))
            for voor, na in paren.values()
        ]
        rijen.append(
            Rij(f"Totaal {Post.Soort(soort).label}", _verandering(eerst.van(soort), later.van(soort)), "totaal")
        )
        kolommen = (
            Kolom(f"Begroot, {wanneer[0]}"), Kolom(f"Begroot, {wanneer[1]}"),
            Kolom(f"Prognose, {wanneer[0]}"), Kolom(f"Prognose, {wanneer[1]}"),
            Kolom("Prognose veranderd"), Kolom("In procenten", "procent"),
        )  # fmt: skip
        titel = f"{Post.Soort(soort).label.capitalize()} {later.jaar}"
        gevonden.append(Tabel(titel, "Post", kolommen, tuple(rijen)))
    return tuple(gevonden)


def als_geldtabel(tabel: Tabel) -> Geldtabel:
    """The same table for the spreadsheet; notes get a letter, a * goes along as a note."""
    letters: dict[str, str] = {}
    rijen = []
    for rij, cellen in tabel.benoemd():
        tekens = [letters.setdefault(noot, letter(len(letters))) for noot in rij.noten]
        waarden = (
            Geldcel(procent(cel.waarde) if kolom.soort == "procent" and cel.waarde is not None else _euro(cel.waarde))
            for kolom, _, cel in cellen
        )
        rijen.append(Geldrij(rij.naam, tuple(waarden), rij.soort, ", ".join(tekens)))
    noten = tuple(f"{teken}. {noot}" for noot, teken in letters.items())
    geraden = [rij.naam for rij in tabel.rijen if any(cel.ster for cel in rij.cellen)]
    over = (f"Niemand vulde een verwachting in bij: {', '.join(geraden)}. {TERUGVAL}",) if geraden else ()
    return Geldtabel(tabel.titel, SAMEN, tuple(kolom.titel for kolom in tabel.kolommen), tuple(rijen), (*noten, *over))


# --- shared -----------------------------------------------------------------------------------------------------


def _alle_bedragen(stand: Jaarstand, soort: str) -> tuple[tuple[Kolom, ...], Cellen]:
    namen = ["begroot", "geboekt", "verplicht", "verwacht", "prognose", "verschil", "procent"]
    if not stand.met_verplicht or soort == Post.Soort.FINANCIERING:
        namen.remove("verplicht")  # an archive knows both together; contributions have no promises
    titels = TITELS | ({} if stand.met_verplicht else {"verwacht": "Nog te komen"})
    kolommen = tuple(Kolom(titels[naam], "procent" if naam == "procent" else "euro") for naam in namen)

    def cellen(posten: Sequence[Standpost]) -> tuple[Cel, ...]:
        samen = tel_op(posten)
        geraden = any(not post.ingevuld and post.bedragen.verwacht for post in posten)
        return tuple(Cel(getattr(samen, naam), geraden and naam == "verwacht") for naam in namen)

    return kolommen, cellen


def _naast_elkaar(stand: Jaarstand, naam: str) -> tuple[tuple[Kolom, ...], Cellen]:
    ook = [_NAAST_OOK[naam]] if naam in _NAAST_OOK else []
    plekken: list[tuple[str, int | None]] = [(kamer, pk) for pk, kamer in stand.kamers]
    if stand.volledig and stand.niet_verdeeld:
        plekken.append(("Niet verdeeld", None))
    titels = [titel for titel, _ in plekken] + (["Totaal"] if stand.volledig else [])

    def cellen(posten: Sequence[Standpost]) -> tuple[Cel, ...]:
        per_plek = [[post for post in posten if post.kamer_id == pk] for _, pk in plekken]
        if stand.volledig:
            per_plek.append(list(posten))
        sommen = [tel_op(eigen) if eigen else None for eigen in per_plek]
        return tuple(Cel(getattr(som, wat) if som else None) for som in sommen for wat in (naam, *ook))

    kolommen = [[Kolom(titel), *(Kolom(f"{titel}, in %", "procent") for _ in ook)] for titel in titels]
    return tuple(kolom for paar in kolommen for kolom in paar), cellen


def _groepsrijen(posten: Sequence[Standpost], cellen: Cellen) -> Iterator[Rij]:
    for naam, blok in in_groepen(posten, lambda post: post.groep):
        if naam:
            yield Rij(naam[:1].upper() + naam[1:], soort="groep")
        per_rij: dict[tuple[str, ...], list[Standpost]] = {}
        for post in blok:
            per_rij.setdefault((sleutel(post.naam), post.financier), []).append(post)
        for eigen in per_rij.values():
            yield Rij(_naam(eigen[0]), cellen(eigen), noten=_noten(eigen))
        if naam:
            yield Rij(f"Subtotaal {naam}", _zonder_ster(cellen(blok)), "subtotaal")


def _zonder_ster(cellen: Iterable[Cel]) -> tuple[Cel, ...]:
    """Of a sum of rows: the rows say it."""
    return tuple(replace(cel, ster=False) for cel in cellen)


def _euro(waarde: Waarde) -> Decimal | None:
    return None if waarde is None else Decimal(waarde)


def _naam(post: Standpost) -> str:
    return post.naam if not post.financier or post.financier in post.naam else f"{post.naam}: {post.financier}"


def _naam_met_kamer(post: Standpost) -> str:
    return f"{_naam(post)} ({post.kamer})" if post.kamer else _naam(post)


def _noten(posten: Sequence[Standpost]) -> tuple[str, ...]:
    """The notes of a row, with the kamer in front where only one of several has it."""
    alle = {post.noot for post in posten}
    if len(alle) == 1:
        return tuple(noot for noot in alle if noot)
    return tuple(f"{post.kamer or 'Alle kamers'}: {post.noot}" for post in posten if post.noot)


def _uitleg(wanneer: Sequence[str], voor: Sequence[Standpost], na: Sequence[Standpost]) -> tuple[str, ...]:
    """What was known of a post at both moments; once when that is the same."""
    teksten = [" ".join(post.uitleg for post in posten if post.uitleg) for posten in (voor, na)]
    if teksten[0] == teksten[1]:
        return (teksten[0],) if teksten[0] else ()
    return tuple(f"{moment}: {tekst}" for moment, tekst in zip(wanneer, teksten, strict=True) if tekst)


def _zelfde_post(post: Standpost) -> tuple[str, ...]:
    return (sleutel(post.naam), post.financier, post.kamer or "")


def _verandering(voor: Sequence[Standpost], na: Sequence[Standpost]) -> tuple[Cel, ...]:
    toen, nu = tel_op(voor), tel_op(na)
    anders = Bedragen(toen.prognose, prognose=nu.prognose)
    delen: tuple[Waarde, ...] = (
        toen.begroot if voor else None,
        nu.begroot if na else None,
        toen.prognose if voor else None,
        nu.prognose if na else None,
        anders.verschil,
        anders.procent,
    )
    return tuple(Cel(waarde) for waarde in delen)
