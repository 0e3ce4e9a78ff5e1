"""WRITE: the living budget of a year: its posts, its versions, and what each version gives to each post.

Each function takes ``door`` (who does it) and writes in one transaction; who and when are kept by the history. Amounts
are euros, kept to the cent. What cannot be is raised as ``Geweigerd`` with a Dutch reason. A row of the budget is a
name, a group and a financier; its posts are the same over the kamers (kamer None: not divided over kamers).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model, ProtectedError, Q
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from buurtwerkkamers.sloten import Slot, deel_slot
from financien.afronding import op_centen
from financien.boeken import eerste_open_dag
from financien.boekhouding import ONGEMOEID
from financien.getoond import eis_hetzelfde
from financien.models import Begroting, Begrotingsregel, Post
from financien.narekenen import sleutel
from financien.wijzigen import afdruk_van, eis_ongewijzigd

BLOK = 2000
MEESTE = Decimal(10) ** 10  # what the column of an amount holds, and no more
Plek = tuple[int, int | None]  # a cell: any post of its row, and the kamer


@dataclass(frozen=True)
class Bedragcel:
    """What one cell of the grid becomes: the row of ``post``, for ``kamer`` (its own one when it is not named).

    ``bedrag`` None takes the amount away. ``noot_buiten``: whether the note is for the financier too. ``was`` is what
    the writer saw there: when something else is stored by now, nothing is written (``Botsing``). What is ``ONGEMOEID``
    stays as it is.
    """

    post: Post
    bedrag: Decimal | None = ONGEMOEID
    noot: str = ONGEMOEID
    was: Decimal | None = ONGEMOEID
    kamer: Kamer | None = ONGEMOEID
    noot_buiten: bool = ONGEMOEID

    @property
    def plek(self) -> Plek:
        kamer = self.post.kamer_id if self.kamer is ONGEMOEID else getattr(self.kamer, "pk", None)
        return self.post.pk, kamer


class Botsing(Geweigerd):
    """Somebody else changed these cells meanwhile; ``nu`` is what they hold now. Nothing was written."""

    def __init__(self, nu: dict[Plek, Decimal | None]) -> None:
        super().__init__("Iemand anders heeft intussen bedragen veranderd. Er is nog niets opgeslagen.")
        self.nu = nu


# --- posts ------------------------------------------------------------------------------------------------------


@schrijft
def maak_post(
    *,
    jaar: int,
    soort: str,
    naam: str,
    door: Gebruiker,
    groep: str = "",
    kamer: Kamer | None = None,
    financier: Organisatie | None = None,
    nieuwe_financier: str = "",
) -> Post:
    """One post; of the same row as its namesakes of other kamers, otherwise below all others of its soort."""
    return _maak_rij(jaar, soort, naam, groep, [kamer], _financier(financier, nieuwe_financier))[0]


@schrijft
def maak_rij(
    *,
    jaar: int,
    soort: str,
    naam: str,
    kamers: Sequence[Kamer | None],
    door: Gebruiker,
    groep: str = "",
    financier: Organisatie | None = None,
    nieuwe_financier: str = "",
) -> list[Post]:
    """A post for each of these kamers (None: not divided over kamers); one row of the budget."""
    return _maak_rij(jaar, soort, naam, groep, kamers, _financier(financier, nieuwe_financier))


@schrijft
def wijzig_post(
    post: Post,
    *,
    door: Gebruiker,
    naam: str = ONGEMOEID,
    groep: str = ONGEMOEID,
    financier: Organisatie | None = ONGEMOEID,
    nieuwe_financier: str = "",
) -> list[Post]:
    """Change the row that this post is of, for all its kamers. ``Geweigerd`` once it is adopted or booked on."""
    rij = _bestaande_rij(post)
    if nieuwe_financier:
        financier = _financier(None, nieuwe_financier)
    nieuw = {"naam": naam, "groep": groep, "financier": financier}
    for deel in rij:
        for veld, waarde in nieuw.items():
            if waarde is not ONGEMOEID:
                setattr(deel, veld, waarde.strip() if isinstance(waarde, str) else waarde)
        _keur(deel)
    _weiger_naamgenoot(rij)
    for deel in rij:
        deel.save()
    post.refresh_from_db()
    return rij


@schrijft
def verplaats_post(post: Post, *, na: Post | None, door: Gebruiker) -> None:
    """Put the row of this post below that of ``na`` (None: above all others of its soort)."""
    rijen = rijen_van(Post.objects.filter(jaar=post.jaar, soort=post.soort))
    eigen = next((rij for rij in rijen if post in rij), None)
    if eigen is None:
        raise Geweigerd(f"De post '{post.naam}' is intussen verwijderd.")
    anderen = [rij for rij in rijen if rij is not eigen]
    if na is not None and not any(na in rij for rij in anderen):
        raise Geweigerd("Kies een andere post van hetzelfde jaar en dezelfde soort.")
    plaats = 0 if na is None else next(i for i, rij in enumerate(anderen, 1) if na in rij)
    anderen.insert(plaats, eigen)
    anders = []
    for volgorde, rij in enumerate(anderen, 1):
        for deel in rij:
            if deel.volgorde != volgorde:
                deel.volgorde = volgorde
                anders.append(deel)
    Post.objects.bulk_update(anders, ["volgorde"], batch_size=BLOK)


@schrijft
def verwijder_post(post: Post, *, door: Gebruiker) -> None:
    """Remove the row of this post, with its amounts in the concept. ``Geweigerd`` when anything else rests on it."""
    rij = rij_van(post)
    Begrotingsregel.objects.filter(post__in=rij, begroting__vastgesteld_op__isnull=True).delete()
    try:
        for deel in rij:
            deel.delete()
    except ProtectedError as fout:
        raise Geweigerd(
            "Deze post kan niet weg: hij staat in een vastgestelde begroting, of er is al iets op vastgelegd "
            "(een boeking, een belofte, een prognose of een stap). Maak in het concept de bedragen leeg."
        ) from fout


# --- versions ---------------------------------------------------------------------------------------------------


@schrijft
def maak_begroting(jaar: int, *, uit: Begroting | None = None, bedragen: bool = False, door: Gebruiker) -> Begroting:
    """The first version of a year, as a concept; empty, or with the posts (and ``bedragen``) of another year's."""
    if Begroting.objects.filter(jaar=jaar).exists():
        raise Geweigerd(f"Er is al een begroting van {jaar}.")
    begroting = Begroting(jaar=jaar)
    _keur_velden(begroting, f"de begroting van {jaar}")
    begroting.save()
    if uit is not None:
        neem_over(begroting, uit=uit, bedragen=bedragen, door=door)
    return begroting


@schrijft
def neem_over(begroting: Begroting, *, uit: Begroting, bedragen: bool, door: Gebruiker) -> Uitkomst:
    """Copy the posts of another year's version into this concept, with or without its amounts; notes stay behind.

    Posts that are there already stay as they are, with their amounts. Posts of a kamer that had closed before this
    year do not come along.
    """
    _houd_vast(begroting)
    eind = date(begroting.jaar, 1, 1)
    open_kamer = Q(post__kamer__isnull=True) | Q(post__kamer__gesloten_op__isnull=True)
    regels = uit.regels.filter(open_kamer | Q(post__kamer__gesloten_op__gte=eind)).select_related("post")
    over = sorted(regels, key=lambda r: (r.post.soort, r.post.volgorde, r.post.pk))
    eigen = list(Post.objects.filter(jaar=begroting.jaar))
    bestaand = {_rijsleutel(post) + (post.kamer_id,): post for post in eigen}
    groepen = {_rijsleutel(post): post.groep for post in eigen}
    hoogste = max((post.volgorde for post in eigen), default=0)
    nieuw: list[Post] = []
    bron_van: list[Begrotingsregel] = []
    for regel in over:
        if _rijsleutel(regel.post) + (regel.post.kamer_id,) in bestaand:
            continue
        oud = regel.post
        post = Post(
            jaar=begroting.jaar, soort=oud.soort, naam=oud.naam, kamer_id=oud.kamer_id,
            groep=groepen.get(_rijsleutel(oud), oud.groep), financier_id=oud.financier_id,
            volgorde=hoogste + oud.volgorde,
        )  # fmt: skip
        nieuw.append(post)
        bron_van.append(regel)
    Post.objects.bulk_create(nieuw, batch_size=BLOK)
    if bedragen:
        Begrotingsregel.objects.bulk_create(
            [
                Begrotingsregel(begroting=begroting, post=post, bedrag=regel.bedrag)
                for post, regel in zip(nieuw, bron_van, strict=True)
            ],
            batch_size=BLOK,
        )
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(over) - len(nieuw))


@schrijft
def zet_bedragen(begroting: Begroting, cellen: Iterable[Bedragcel], *, door: Gebruiker) -> Uitkomst:
    """Store what these cells of the concept become: all of them or, with one that cannot be, none.

    A cell of a kamer for which the row has no post yet gets one. ``Botsing`` for cells that hold something else than
    their writer saw (and than what they become): two people never overwrite each other unseen.
    """
    cellen = list(cellen)
    _houd_vast(begroting)
    per_pk = {post.pk: post for post in Post.objects.filter(jaar=begroting.jaar)}
    if weg_of_anders := next((cel.post for cel in cellen if cel.post.pk not in per_pk), None):
        raise Geweigerd(f"De post '{weg_of_anders}' staat niet (meer) in {begroting.jaar}.")
    # as it is called now: somebody may have renamed it meanwhile
    cellen = [replace(cel, post=per_pk[cel.post.pk]) for cel in cellen]
    posten = {_rijsleutel(post) + (post.kamer_id,): post for post in per_pk.values()}
    regels = {regel.post_id: regel for regel in begroting.regels.all()}

    def regel_van(cel: Bedragcel) -> Begrotingsregel | None:
        post = posten.get(_rijsleutel(cel.post) + (cel.plek[1],))
        return regels.get(post.pk) if post else None

    nu = {cel.plek: regel.bedrag if (regel := regel_van(cel)) else None for cel in cellen}
    anders = {
        cel.plek: nu[cel.plek]
        for cel in cellen
        if cel.was is not ONGEMOEID and cel.bedrag is not ONGEMOEID and nu[cel.plek] not in (cel.was, cel.bedrag)
    }
    if anders:
        raise Botsing(anders)
    nieuw, gewijzigd, weg = [], [], []
    for cel in cellen:
        regel = regel_van(cel)
        bedrag = nu[cel.plek] if cel.bedrag is ONGEMOEID else _bedrag(cel)
        noot = (regel.noot if regel else "") if cel.noot is ONGEMOEID else cel.noot.strip()
        buiten = bool(regel and regel.noot_buiten) if cel.noot_buiten is ONGEMOEID else cel.noot_buiten
        buiten = buiten and bool(noot)  # the next note that is written there is not for the financier by itself
        if bedrag is None:
            if cel.noot is not ONGEMOEID and noot:
                raise Geweigerd(f"{cel.post}: vul eerst een bedrag in. Een noot hoort bij een bedrag.")
            if regel:
                weg.append(regel.pk)
            continue
        if regel is None:
            regel = Begrotingsregel(begroting=begroting, post=_post_van(cel, posten))
            regel.bedrag, regel.noot, regel.noot_buiten = bedrag, noot, buiten
            nieuw.append(regel)
        elif (regel.bedrag, regel.noot, regel.noot_buiten) != (bedrag, noot, buiten):
            regel.bedrag, regel.noot, regel.noot_buiten = bedrag, noot, buiten
            gewijzigd.append(regel)
        _keur_velden(regel, f"'{cel.post}'", exclude=["begroting", "post"])
    Begrotingsregel.objects.filter(pk__in=weg).delete()
    Begrotingsregel.objects.bulk_create(nieuw, batch_size=BLOK)
    Begrotingsregel.objects.bulk_update(gewijzigd, ["bedrag", "noot", "noot_buiten"], batch_size=BLOK)
    veranderd = len(gewijzigd) + len(weg)
    return Uitkomst(len(nieuw), veranderd, len(cellen) - len(nieuw) - veranderd)


@schrijft
def stel_begroting_vast(begroting: Begroting, *, op: date, door: Gebruiker, getoond: str | None = None) -> Begroting:
    """Adopt the concept on this day: from then on it is in force, and it never changes again.

    ``getoond``: what the page showed (``als_tekst(bedragen_van(…))``). ``Intussen`` when the amounts are others by now.
    """
    _houd_vast(begroting)
    eis_hetzelfde(getoond, bedragen_van(begroting))
    if not begroting.regels.exists():
        raise Geweigerd("Vul eerst bedragen in. Een lege begroting wordt niet vastgesteld.")
    _keur_dag(begroting, op)
    vorige = Begroting.objects.filter(jaar=begroting.jaar, versie__lt=begroting.versie).order_by("versie").last()
    if vorige and vorige.vastgesteld_op and op < vorige.vastgesteld_op:
        raise Geweigerd(f"De vorige versie is van {datum_voluit(vorige.vastgesteld_op)}. Kies die dag of een latere.")
    begroting.vastgesteld_op = op
    begroting.save()
    return begroting


def bedragen_van(begroting: Begroting) -> dict[str, tuple[str, str]]:
    """What is adopted with a version: per post its name, and its amount with the note under it. One query."""
    regels = begroting.regels.select_related("post__kamer").order_by("post__soort", "post__volgorde", "post_id")
    return {str(regel.post_id): (str(regel.post), f"{euro(regel.bedrag)}{_noot_erbij(regel)}") for regel in regels}


def _noot_erbij(regel: Begrotingsregel) -> str:
    if not regel.noot:
        return ""
    return f" ({regel.noot}; ook voor de financier)" if regel.noot_buiten else f" ({regel.noot})"


@schrijft
def maak_wijziging(jaar: int, *, reden: str, door: Gebruiker) -> Begroting:
    """A concept that begins as the last adopted version, with its notes: an amendment, with the reason for it."""
    laatste = Begroting.objects.filter(jaar=jaar, vastgesteld_op__isnull=False).order_by("versie").last()
    if laatste is None:
        raise Geweigerd(f"De begroting van {jaar} is nog niet vastgesteld. Verander haar zelf.")
    hoogste = Begroting.objects.filter(jaar=jaar).aggregate(hoogste=Max("versie"))["hoogste"]
    wijziging = Begroting(jaar=jaar, versie=hoogste + 1, vorige=laatste, reden=reden.strip())
    if not wijziging.reden:
        raise Geweigerd("Vul in waarom de begroting verandert.")
    _keur_velden(wijziging, "de wijziging", exclude=["vorige"])
    wijziging.save()
    Begrotingsregel.objects.bulk_create(
        [
            Begrotingsregel(
                begroting=wijziging,
                post_id=regel.post_id,
                bedrag=regel.bedrag,
                noot=regel.noot,
                noot_buiten=regel.noot_buiten,
            )  # fmt: skip
            for regel in laatste.regels.all()
        ],
        batch_size=BLOK,
    )
    return wijziging


@schrijft
def trek_concept_in(begroting: Begroting, *, door: Gebruiker) -> None:
    """Take the concept back, with its amounts. Posts that nothing rests on go with it."""
    _houd_vast(begroting)
    try:
        begroting.delete()
    except ProtectedError as fout:
        raise Geweigerd("Een gesloten maand gebruikt dit concept. Verander het, of stel het vast.") from fout
    for post in Post.objects.filter(jaar=begroting.jaar, begrotingsregels__isnull=True):
        try:
            with transaction.atomic():
                post.delete()
        except ProtectedError:
            continue


# --- what a page saves at once ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NieuweRij:
    """A row to be made: a post for each of these kamers (None: not divided over kamers)."""

    soort: str
    naam: str
    kamers: tuple[Kamer | None, ...]
    groep: str = ""
    financier: Organisatie | None = None
    nieuwe_financier: str = ""


@schrijft
def bewaar_rooster(
    begroting: Begroting, cellen: Iterable[Bedragcel], *, nieuw: NieuweRij | None = None, door: Gebruiker
) -> Uitkomst:
    """The typed cells and a new row, together or not at all; as ``zet_bedragen`` and ``maak_rij``."""
    uitkomst = zet_bedragen(begroting, cellen, door=door)
    if nieuw is not None:
        financier = _financier(nieuw.financier, nieuw.nieuwe_financier)
        _maak_rij(begroting.jaar, nieuw.soort, nieuw.naam, nieuw.groep, nieuw.kamers, financier)
    return uitkomst


@schrijft
def bewaar_rij(
    post: Post,
    *,
    door: Gebruiker,
    noten: dict[Post, tuple[str, bool]] | None = None,
    begroting: Begroting | None = None,
    na: Post | None = ONGEMOEID,
    gezien: str | None = None,
    **velden: Any,
) -> None:
    """One row as its page saves it: what it is called, its place, and the notes of its amounts in this concept.

    ``noten``: each note, with whether it is for the financier too. ``gezien``: the ``afdruk_van(rijvelden(…))`` that
    the page showed; ``Intussen`` when somebody changed it since.
    """
    list(Post.objects.select_for_update().filter(jaar=post.jaar, soort=post.soort).order_by("pk").values_list("pk"))
    eis_ongewijzigd(gezien, afdruk_van(rijvelden(post, begroting)))
    if velden:
        wijzig_post(post, door=door, **velden)
    if na is not ONGEMOEID:
        verplaats_post(post, na=na, door=door)
    if noten and begroting:
        cellen = [Bedragcel(deel, noot=noot, noot_buiten=buiten) for deel, (noot, buiten) in noten.items()]
        zet_bedragen(begroting, cellen, door=door)


def rijvelden(post: Post, begroting: Begroting | None) -> dict[str, Any]:
    """What the page of a row shows of it, its place excepted: names, and the notes of this concept. Two queries."""
    rij = Post.objects.filter(pk__in=[deel.pk for deel in rij_van(post)]).order_by("pk")
    velden: dict[str, Any] = {f"post_{deel.pk}": (deel.naam, deel.groep, deel.financier_id) for deel in rij}
    regels = Begrotingsregel.objects.filter(begroting=begroting, post__in=rij)
    noten = regels.values_list("post", "noot", "noot_buiten")
    return velden | {f"noot_{pk}": (noot, buiten) for pk, noot, buiten in noten}


# --- shared -----------------------------------------------------------------------------------------------------


def rijen_van(posten: Iterable[Post]) -> list[list[Post]]:
    """The posts (in their order) as rows: those with the same soort, name and financier together."""
    rijen: dict[tuple, list[Post]] = {}
    for post in posten:
        rijen.setdefault(_rijsleutel(post), []).append(post)
    return list(rijen.values())


def rij_van(post: Post) -> list[Post]:
    """The posts of the row that this one is of, itself among them once it is stored."""
    zelfde = Post.objects.filter(jaar=post.jaar, soort=post.soort, financier_id=post.financier_id)
    return [ander for ander in zelfde.select_related("kamer", "financier") if _rijsleutel(ander) == _rijsleutel(post)]


def _bestaande_rij(post: Post) -> list[Post]:
    """``rij_van`` a post as it is stored now; ``Geweigerd`` when somebody removed it meanwhile."""
    nu = Post.objects.filter(pk=post.pk).first()
    if nu is None:
        raise Geweigerd(f"De post '{post.naam}' is intussen verwijderd.")
    return rij_van(nu)


def _rijsleutel(post: Post) -> tuple[Any, ...]:
    return post.soort, sleutel(post.naam), post.financier_id


def _houd_vast(begroting: Begroting) -> None:
    """Lock this version until the end of the transaction; ``Geweigerd`` when it is not a concept (any more)."""
    nu = Begroting.objects.select_for_update().filter(pk=begroting.pk).first()
    if nu is None:
        raise Geweigerd("Dit concept is intussen ingetrokken.")
    if nu.vastgesteld_op is not None:
        raise Geweigerd(
            f"Deze begroting is vastgesteld op {datum_voluit(nu.vastgesteld_op)} en verandert niet meer. "
            "Begin een wijziging."
        )


def _keur_dag(begroting: Begroting, op: date) -> None:
    """A decision was taken today or earlier, and changes nothing of the months of its year that are closed."""
    if op > timezone.localdate():
        raise Geweigerd("Deze dag is nog niet geweest. Vul de dag in waarop de begroting is vastgesteld.")
    deel_slot(Slot.MAANDEN)  # nobody closes a month meanwhile
    open_vanaf = eerste_open_dag()
    if open_vanaf and open_vanaf > max(op, date(begroting.jaar, 1, 1)):
        raise Geweigerd(
            f"De maanden tot {datum_voluit(open_vanaf)} zijn gesloten, met de begroting die toen gold. "
            "Kies die dag of een latere."
        )


def _maak_rij(
    jaar: int,
    soort: str,
    naam: str,
    groep: str,
    kamers: Sequence[Kamer | None],
    financier: Organisatie | None,
) -> list[Post]:
    if not kamers:
        raise Geweigerd("Kies ten minste één kamer, of 'Samen'.")
    naam, groep = " ".join(naam.split()), " ".join(groep.split())
    posten = [
        Post(jaar=jaar, soort=soort, naam=naam, groep=groep, kamer=kamer, financier=financier)
        for kamer in dict.fromkeys(kamers)
    ]
    for post in posten:
        _keur(post)
    familie = rij_van(posten[0])
    if any(ander.groep != groep for ander in familie):
        waar = f"in de groep '{familie[0].groep}'" if familie[0].groep else "zonder groep"
        raise Geweigerd(f"De post '{familie[0].naam}' staat al in dit jaar, {waar}. Kies dezelfde groep.")
    if {ander.kamer_id for ander in familie} & {post.kamer_id for post in posten}:
        raise Geweigerd("Deze post staat al in dit jaar.")
    volgorde = familie[0].volgorde if familie else _laatste(jaar, soort) + 1
    for post in posten:
        post.volgorde = volgorde
        if familie:
            post.naam = familie[0].naam
        post.save()
    return posten


def _post_van(cel: Bedragcel, posten: dict[tuple, Post]) -> Post:
    """The post of this cell; made when its row had none for this kamer."""
    plek = _rijsleutel(cel.post) + (cel.plek[1],)
    if plek not in posten:
        eigen = cel.post
        posten[plek] = Post.objects.create(
            jaar=eigen.jaar, soort=eigen.soort, naam=eigen.naam, groep=eigen.groep, kamer_id=cel.plek[1],
            financier_id=eigen.financier_id, volgorde=eigen.volgorde,
        )  # fmt: skip
    return posten[plek]


def _laatste(jaar: int, soort: str) -> int:
    return Post.objects.filter(jaar=jaar, soort=soort).aggregate(hoogste=Max("volgorde"))["hoogste"] or 0


def _weiger_naamgenoot(rij: Sequence[Post]) -> None:
    """``Geweigerd`` when the row would fall together with another row of its year."""
    anderen = [post for post in rij_van(rij[0]) if post.pk not in {deel.pk for deel in rij}]
    if anderen:
        raise Geweigerd(f"Er is al een post '{anderen[0].naam}' met deze financier in dit jaar.")


def _financier(financier: Organisatie | None, nieuw: str) -> Organisatie | None:
    return Organisatie.objects.get_or_create(naam=nieuw.strip())[0] if nieuw.strip() else financier


def _bedrag(cel: Bedragcel) -> Decimal | None:
    if cel.bedrag is None:
        return None
    bedrag = op_centen(Decimal(cel.bedrag))
    if abs(bedrag) >= MEESTE:
        raise Geweigerd(f"{cel.post}: dit bedrag is te groot.")
    return bedrag


def _keur(post: Post) -> None:
    _keur_velden(post, f"post '{post.naam}'", exclude=["kamer", "financier"])


def _keur_velden(rij: Model, naam: str, exclude: Sequence[str] = ()) -> None:
    # Foreign keys are left out: checking them costs a query each, and the database checks them anyway.
    try:
        rij.clean_fields(exclude=exclude)
    except ValidationError as fout:
        reden = "; ".join(f"{veld}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt niet bij {naam}: {reden}") from fout
