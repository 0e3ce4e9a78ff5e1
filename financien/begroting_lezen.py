"""READ: the versions of a year's budget, what each adds up to, and what one changed in another. Amounts are euros."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from buurtwerkkamers.models import Kamer
from financien.boekstand import NIETS, op_volgorde
from financien.models import Begroting, Begrotingsregel, Bron, Post, Regel
from financien.overzicht import Overzicht
from financien.overzicht.opbouw import maak_overzicht
from financien.tabellen import Geldcel, Geldrij, Geldtabel

VERSCHILKOLOMMEN = ("Was", "Wordt", "Verschil")


@dataclass(frozen=True)
class Versie:
    """One version with its totals, over the kamers that the reader sees. ``geldt``: in force on the day asked for."""

    begroting: Begroting
    kosten: Decimal
    financiering: Decimal
    geldt: bool = False

    @property
    def saldo(self) -> Decimal:
        return self.financiering - self.kosten

    @property
    def concept(self) -> bool:
        return self.begroting.vastgesteld_op is None

    @property
    def naam(self) -> str:
        """'versie 2', and of a concept 'concept van versie 2'."""
        return f"{'concept van ' if self.concept else ''}versie {self.begroting.versie}"


def versies(jaar: int, per: date, kamers: Collection[Kamer] | None = None) -> tuple[Versie, ...]:
    """All versions of this year, the newest first; ``kamers``: only what is of these. Two queries."""
    begrotingen = list(Begroting.objects.filter(jaar=jaar).select_related("vorige").order_by("-versie"))
    regels = Begrotingsregel.objects.filter(begroting__jaar=jaar)
    if kamers is not None:
        regels = regels.filter(post__kamer__in=kamers)
    sommen = {
        (begroting, soort): bedrag
        for begroting, soort, bedrag in regels.order_by()
        .values_list("begroting", "post__soort")
        .annotate(Sum("bedrag"))
    }
    geldt = next((b for b in begrotingen if b.vastgesteld_op is not None and b.vastgesteld_op <= per), None)
    return tuple(
        Versie(
            begroting,
            sommen.get((begroting.pk, Post.Soort.KOSTEN), NIETS),
            sommen.get((begroting.pk, Post.Soort.FINANCIERING), NIETS),
            begroting == geldt,
        )
        for begroting in begrotingen
    )


def overzicht_van(begroting: Begroting) -> Overzicht:
    """What this version gives, in the shapes of a source; ``regel_id`` of a cell is the id of its post. Two queries."""
    bron = Bron(pk=0, naam=str(begroting))
    regels = [
        Regel(
            pk=regel.post_id,
            bron=bron,
            jaar=begroting.jaar,
            soort=regel.post.soort,
            post=regel.post.naam,
            kamer_id=regel.post.kamer_id,
            groep=regel.post.groep,
            financier=regel.post.financier,
            begroot=regel.bedrag,
            voetnoot=_noot(regel),
        )
        for regel in _regels(begroting)
    ]
    if not regels:
        return Overzicht(0, bron.naam, begroting.jaar, (), (), (), ())
    return maak_overzicht(regels, dict(Kamer.objects.values_list("pk", "naam")))


@dataclass(frozen=True)
class _Paar:
    """One post in two versions; a post that a version gives no amount counts as nothing in it."""

    post: Post
    oud: Begrotingsregel | None
    nieuw: Begrotingsregel | None

    @property
    def was(self) -> Decimal:
        return self.oud.bedrag if self.oud else NIETS

    @property
    def wordt(self) -> Decimal:
        return self.nieuw.bedrag if self.nieuw else NIETS

    @property
    def gelijk(self) -> bool:
        return (self.oud is None) == (self.nieuw is None) and self.was == self.wordt and not self.noot

    @property
    def noot(self) -> str:
        """What changed in the note, in words; '' when it stayed the same."""
        oud, nieuw = (_noot(regel) for regel in (self.oud, self.nieuw))
        if oud == nieuw:
            return ""
        return f"Noot wordt: {nieuw}" if nieuw else f"Noot vervalt: {oud}"

    @property
    def naam(self) -> str:
        post = self.post
        financier = f": {post.financier}" if post.financier and post.financier.naam not in post.naam else ""
        return f"{post.naam}{financier} ({post.kamer.naam if post.kamer else 'niet verdeeld'})"


def verschillen(
    oud: Begroting, nieuw: Begroting, kamers: Collection[Kamer] | None = None
) -> tuple[tuple[Geldtabel, ...], int]:
    """Per soort the lines that differ between two versions, what stayed the same, and the total; and how many differ.

    ``kamers``: only what is of these. Every table adds up: changed lines plus what stayed the same is the total.
    """
    paren = _paren(oud, nieuw)
    if kamers is not None:
        eigen = {kamer.pk for kamer in kamers}
        paren = [paar for paar in paren if paar.post.kamer_id in eigen]
    anders = sum(not paar.gelijk for paar in paren)
    tabellen = [
        _verschiltabel(label.capitalize(), [p for p in paren if p.post.soort == soort])
        for soort, label in Post.Soort.choices
        if any(p.post.soort == soort for p in paren)
    ]
    if len(tabellen) == len(Post.Soort.choices) and kamers is None:
        tabellen.append(_saldotabel(paren))
    return tuple(tabellen), anders


def _paren(oud: Begroting, nieuw: Begroting) -> list[_Paar]:
    regels: dict[int, dict[int, Begrotingsregel]] = {oud.pk: {}, nieuw.pk: {}}
    posten: dict[int, Post] = {}
    for regel in _regels(oud, nieuw):
        regels[regel.begroting_id][regel.post_id] = regel
        posten[regel.post_id] = regel.post
    return [
        _Paar(post, regels[oud.pk].get(post.pk), regels[nieuw.pk].get(post.pk)) for post in op_volgorde(posten.values())
    ]


def _regels(*begrotingen: Begroting) -> list[Begrotingsregel]:
    """The lines of these versions in the order of the budget, with their posts. One query."""
    gevonden = Begrotingsregel.objects.filter(begroting__in=begrotingen)
    regels = {(r.begroting_id, r.post_id): r for r in gevonden.select_related("post", "post__kamer", "post__financier")}
    posten = op_volgorde({r.post_id: r.post for r in regels.values()}.values())
    return [regels[b.pk, post.pk] for b in begrotingen for post in posten if (b.pk, post.pk) in regels]


def _noot(regel: Begrotingsregel | None) -> str:
    """The note with, when it is so, that it is for the financier too."""
    if regel is None or not regel.noot:
        return ""
    return f"{regel.noot} (ook voor de financier)" if regel.noot_buiten else regel.noot


def _verschiltabel(titel: str, paren: Sequence[_Paar]) -> Geldtabel:
    noten: list[str] = []
    rijen = list(_verschilrijen(paren, noten))
    gelijk = [paar for paar in paren if paar.gelijk]
    if gelijk:
        naam = f"Gelijk gebleven ({len(gelijk)} {'regel' if len(gelijk) == 1 else 'regels'})"
        rijen.append(_rij(naam, gelijk))
    rijen.append(_rij(f"Totaal {titel.lower()}", paren, "totaal"))
    return Geldtabel(titel, "Verschil is wat het wordt, min wat het was.", VERSCHILKOLOMMEN, tuple(rijen), tuple(noten))


def _verschilrijen(paren: Sequence[_Paar], noten: list[str]) -> Iterator[Geldrij]:
    groep = ""
    anders = [paar for paar in paren if not paar.gelijk]
    volgorde = {naam: plaats for plaats, naam in reversed(list(enumerate(paar.post.groep for paar in paren)))}
    for paar in sorted(anders, key=lambda p: volgorde[p.post.groep]):
        if paar.post.groep != groep:
            groep = paar.post.groep
            yield Geldrij(groep[:1].upper() + groep[1:] if groep else "Zonder groep", soort="groep")
        teken = ""
        if paar.noot:
            teken = str(len(noten) + 1)
            noten.append(f"{teken}. {paar.noot}")
        yield _rij(paar.naam, [paar], noot=teken)


def _rij(naam: str, paren: Sequence[_Paar], soort: str = "rij", noot: str = "") -> Geldrij:
    was, wordt = (sum((getattr(paar, kant) for paar in paren), NIETS) for kant in ("was", "wordt"))
    een = paren[0] if len(paren) == 1 and soort == "rij" else None
    cellen = (
        Geldcel(None if een and een.oud is None else was),
        Geldcel(None if een and een.nieuw is None else wordt),
        Geldcel(wordt - was),
    )
    return Geldrij(naam, cellen, soort, noot)  # type: ignore[arg-type]


def _saldotabel(paren: Sequence[_Paar]) -> Geldtabel:
    def saldo(kant: str) -> Decimal:
        plus = {Post.Soort.FINANCIERING.value: 1, Post.Soort.KOSTEN.value: -1}
        return sum((plus[paar.post.soort] * getattr(paar, kant) for paar in paren), NIETS)

    was, wordt = saldo("was"), saldo("wordt")
    rij = Geldrij("Financiering min kosten", (Geldcel(was), Geldcel(wordt), Geldcel(wordt - was)), "totaal")
    return Geldtabel("Saldo", "Een bedrag onder nul is een tekort.", VERSCHILKOLOMMEN, (rij,))
