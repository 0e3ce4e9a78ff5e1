"""READ: the grid in which the budget of a year is typed, and what came back from a browser in it.

Rows are posts over the kamers, columns are kamers and 'niet verdeeld'. A cell comes back with the amount that it was
loaded with, so that two people who type at once never overwrite each other unseen. Sums follow from what stands in
the cells; a cell with a mistake counts as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from buurtwerkkamers.formulieren import BedragVeld
from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import euro, getal
from financien.begroten import Bedragcel, Plek, rijen_van
from financien.boekstand import NIETS, op_volgorde
from financien.groepen import in_groepen
from financien.models import Begroting, Begrotingsregel, Post

ONVERDEELD = 0  # in addresses of fields: the column of posts that are not divided over kamers
_VELD = re.compile(r"b-(\d{1,10})-(\d{1,10})", re.ASCII)
_GELADEN = re.compile(r"(\d{1,10})=(-?\d{1,10}\.\d{2})?", re.ASCII)


class Celveld(BedragVeld):
    """An amount as it stands in a spreadsheet: a dash alone is nothing, and '1.250,-' is whole euros."""

    verkeerd = "Hier past alleen een bedrag, zoals 1.250 of 1.250,50."

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            kaal = re.sub(r"\s", "", value.replace("€", ""))
            value = "" if kaal in ("-", "–", "−") else re.sub(r",[-–−]{1,2}$", "", kaal)
        return super().to_python(value)


_CELVELD = Celveld(required=False)


@dataclass(frozen=True)
class Kolom:
    """A kamer, or (``kamer`` None) what is not divided. ``nummer`` is its place in the grid."""

    nummer: int
    kamer: Kamer | None

    @property
    def sleutel(self) -> int:
        return self.kamer.pk if self.kamer else ONVERDEELD

    @property
    def titel(self) -> str:
        return (self.kamer.korte_naam or self.kamer.naam) if self.kamer else "Niet verdeeld"

    @property
    def voluit(self) -> str:
        return self.kamer.naam if self.kamer else "niet verdeeld over kamers"


@dataclass(frozen=True)
class Vakje:
    """One cell. ``nu``: what is stored; ``bedrag``: what stands in the cell (None: nothing, or a mistake).

    ``tekst`` is what the field shows. ``elders``: what somebody else made of it while this was typed.
    """

    kolom: Kolom
    rij: int
    omschrijving: str
    nu: Decimal | None
    bedrag: Decimal | None
    tekst: str = ""
    noot: str = ""
    noot_buiten: bool = False
    fout: str = ""
    elders: str = ""
    veranderd: bool = False

    @property
    def naam(self) -> str:
        return f"b-{self.rij}-{self.kolom.sleutel}"

    @property
    def plek(self) -> Plek:
        return self.rij, self.kolom.sleutel or None

    @property
    def melding(self) -> str:
        return " ".join(filter(None, (self.fout, self.elders)))


@dataclass(frozen=True)
class Roosterrij:
    """One row; ``sleutel`` is its first post. ``som`` is over the columns."""

    post: Post
    vakjes: tuple[Vakje, ...]

    @property
    def sleutel(self) -> int:
        return self.post.pk

    @property
    def naam(self) -> str:
        financier = self.post.financier.naam if self.post.financier else ""
        return f"{self.post.naam}: {financier}" if financier and financier not in self.post.naam else self.post.naam

    @property
    def geladen(self) -> str:
        """What the cells were loaded with, to be posted along."""
        return ";".join(f"{v.kolom.sleutel}={'' if v.nu is None else v.nu}" for v in self.vakjes)

    @property
    def som(self) -> Decimal:
        return _som(self.vakjes)


@dataclass(frozen=True)
class Roostergroep:
    naam: str
    rijen: tuple[Roosterrij, ...]
    sommen: tuple[Decimal, ...]

    @property
    def som(self) -> Decimal:
        return sum(self.sommen, NIETS)


@dataclass(frozen=True)
class Roostersoort:
    soort: str
    titel: str
    groepen: tuple[Roostergroep, ...]
    sommen: tuple[Decimal, ...]

    @property
    def som(self) -> Decimal:
        return sum(self.sommen, NIETS)


@dataclass(frozen=True)
class Rooster:
    """The whole grid. ``verdwenen``: what was typed in rows that are no longer there."""

    jaar: int
    kolommen: tuple[Kolom, ...]
    soorten: tuple[Roostersoort, ...]
    verdwenen: tuple[str, ...] = ()

    @property
    def vakjes(self) -> Iterator[Vakje]:
        for soort in self.soorten:
            for groep in soort.groepen:
                for rij in groep.rijen:
                    yield from rij.vakjes

    @property
    def rijen(self) -> list[Roosterrij]:
        return [rij for soort in self.soorten for groep in soort.groepen for rij in groep.rijen]

    @property
    def groepen(self) -> list[str]:
        return list(dict.fromkeys(groep.naam for soort in self.soorten for groep in soort.groepen if groep.naam))

    @property
    def fouten(self) -> list[Vakje]:
        return [vakje for vakje in self.vakjes if vakje.fout]

    @property
    def botsingen(self) -> list[Vakje]:
        return [vakje for vakje in self.vakjes if vakje.elders]

    @property
    def saldo(self) -> tuple[Decimal, ...]:
        """Financing minus costs per column."""
        per_soort = {soort.soort: soort.sommen for soort in self.soorten}
        leeg = (NIETS,) * len(self.kolommen)
        baten, lasten = (per_soort.get(s, leeg) for s in (Post.Soort.FINANCIERING, Post.Soort.KOSTEN))
        return tuple(plus - af for plus, af in zip(baten, lasten, strict=True))

    @property
    def saldo_samen(self) -> Decimal:
        return sum(self.saldo, NIETS)

    @property
    def decimalen(self) -> int:
        """With cents as soon as one amount has them."""
        return 2 if any(v.bedrag is not None and v.bedrag % 1 for v in self.vakjes) else 0

    def wijzigingen(self) -> list[Bedragcel]:
        """What was typed, for ``zet_bedragen``; only cells that the writer changed."""
        posten = {rij.sleutel: rij.post for rij in self.rijen}
        return [
            Bedragcel(posten[v.rij], bedrag=v.bedrag, was=v.nu, kamer=v.kolom.kamer)
            for v in self.vakjes
            if v.veranderd and not v.fout
        ]


def lees_rooster(jaar: int, begroting: Begroting | None, ingevuld: Mapping[str, str] | None = None) -> Rooster:
    """The grid of this version, with what was typed in it. Three queries."""
    posten = op_volgorde(Post.objects.filter(jaar=jaar).select_related("kamer", "financier"))
    regels = {r.post_id: r for r in Begrotingsregel.objects.filter(begroting=begroting)} if begroting else {}
    kolommen = _kolommen(jaar, posten)
    rijen = [_rij(rij, kolommen, regels, ingevuld) for rij in rijen_van(posten)]
    soorten = tuple(
        Roostersoort(soort, label.capitalize(), groepen, _per_kolom(kolommen, [r for g in groepen for r in g.rijen]))
        for soort, label in Post.Soort.choices
        if (groepen := tuple(_groepen(kolommen, [rij for rij in rijen if rij.post.soort == soort])))
    )
    rooster = Rooster(jaar, kolommen, soorten, _verdwenen(rijen, ingevuld or {}))
    return _opgemaakt(rooster)


def toon_bedrag(bedrag: Decimal | None, decimalen: int) -> str:
    """As it stands in a field: '1.250' or '1.250,50'; nothing for None."""
    return "" if bedrag is None else getal(bedrag, decimalen).replace("−", "-")


# --- making -----------------------------------------------------------------------------------------------------


def _kolommen(jaar: int, posten: Iterable[Post]) -> tuple[Kolom, ...]:
    """The kamers that are open in this year or have a post in it, and what is not divided."""
    bij_post = {post.kamer_id for post in posten if post.kamer_id}
    begin, eind = date(jaar, 1, 1), date(jaar, 12, 31)
    open_dit_jaar = Q(open_vanaf__isnull=True) | Q(open_vanaf__lte=eind)
    open_dit_jaar &= Q(gesloten_op__isnull=True) | Q(gesloten_op__gte=begin)
    kamers = Kamer.objects.filter(open_dit_jaar | Q(pk__in=bij_post))
    return tuple(Kolom(nummer, kamer) for nummer, kamer in enumerate((*kamers, None)))


def _rij(
    posten: Sequence[Post],
    kolommen: Sequence[Kolom],
    regels: Mapping[int, Begrotingsregel],
    ingevuld: Mapping[str, str] | None,
) -> Roosterrij:
    eerste = min(posten, key=lambda post: post.pk)
    per_kamer = {post.kamer_id: regels.get(post.pk) for post in posten}
    geladen = _lees_geladen((ingevuld or {}).get(f"was-{eerste.pk}", ""))
    rij = Roosterrij(eerste, ())
    vakjes = []
    for kolom in kolommen:
        regel = per_kamer.get(kolom.sleutel or None)
        nu = regel.bedrag if regel else None
        noot, buiten = (regel.noot, regel.noot_buiten) if regel else ("", False)
        vakje = Vakje(kolom, eerste.pk, f"{rij.naam}, {kolom.voluit}", nu, nu, noot=noot, noot_buiten=buiten)
        vakjes.append(_vul(vakje, (ingevuld or {}).get(vakje.naam), geladen.get(kolom.sleutel)))
    return replace(rij, vakjes=tuple(vakjes))


def _vul(vakje: Vakje, getypt: str | None, was: Decimal | None) -> Vakje:
    """The cell with what was typed in it; what somebody else made of it meanwhile stands beside it."""
    if getypt is None:
        return vakje
    bedrag, fout = lees_bedrag(getypt)
    if not fout and bedrag == was:
        return vakje  # left as it was loaded: what is stored by now holds
    elders = ""
    if vakje.nu != was and (fout or vakje.nu != bedrag):
        nu = euro(vakje.nu) if vakje.nu is not None else "niets"
        elders = f"Iemand anders veranderde dit intussen in {nu}. Sla nog een keer op om uw bedrag te bewaren."
    return replace(vakje, bedrag=bedrag, tekst=getypt.strip(), fout=fout, elders=elders, veranderd=True)


def lees_bedrag(getypt: str) -> tuple[Decimal | None, str]:
    """The amount that was typed and, when it is none, why not."""
    try:
        return _CELVELD.clean(getypt), ""
    except ValidationError as fout:
        return None, " ".join(fout.messages)


def _lees_geladen(tekst: str) -> dict[int, Decimal | None]:
    """What a row was loaded with, as its hidden field says; what cannot be read counts as nothing."""
    geladen: dict[int, Decimal | None] = {}
    for deel in tekst.split(";"):
        if gevonden := _GELADEN.fullmatch(deel):
            geladen[int(gevonden[1])] = Decimal(gevonden[2]) if gevonden[2] else None
    return geladen


def _verdwenen(rijen: Iterable[Roosterrij], ingevuld: Mapping[str, str]) -> tuple[str, ...]:
    bekend = {vakje.naam for rij in rijen for vakje in rij.vakjes}
    weg = []
    for naam in ingevuld:
        plek = _VELD.fullmatch(naam)
        if plek is None or naam in bekend:
            continue
        was = _lees_geladen(ingevuld.get(f"was-{plek[1]}", "")).get(int(plek[2]))
        bedrag, fout = lees_bedrag(ingevuld[naam])
        if fout or bedrag != was:
            weg.append(ingevuld[naam].strip() or "leeg")
    return tuple(weg)


def _groepen(kolommen: Sequence[Kolom], rijen: Sequence[Roosterrij]) -> Iterator[Roostergroep]:
    for _, blok in in_groepen(rijen, lambda rij: rij.post.groep):
        yield Roostergroep(blok[0].post.groep, tuple(blok), _per_kolom(kolommen, blok))


def _per_kolom(kolommen: Sequence[Kolom], rijen: Sequence[Roosterrij]) -> tuple[Decimal, ...]:
    return tuple(_som(rij.vakjes[kolom.nummer] for rij in rijen) for kolom in kolommen)


def _som(vakjes: Iterable[Vakje]) -> Decimal:
    return sum((vakje.bedrag for vakje in vakjes if vakje.bedrag is not None), NIETS)


def _opgemaakt(rooster: Rooster) -> Rooster:
    """With what each field shows: amounts all alike, and what is no amount as it was typed."""
    decimalen = rooster.decimalen

    def vakje(v: Vakje) -> Vakje:
        return v if v.fout else replace(v, tekst=toon_bedrag(v.bedrag, decimalen))

    def rij(r: Roosterrij) -> Roosterrij:
        return replace(r, vakjes=tuple(vakje(v) for v in r.vakjes))

    def groep(g: Roostergroep) -> Roostergroep:
        return replace(g, rijen=tuple(rij(r) for r in g.rijen))

    soorten = tuple(replace(s, groepen=tuple(groep(g) for g in s.groepen)) for s in rooster.soorten)
    return replace(rooster, soorten=soorten)
