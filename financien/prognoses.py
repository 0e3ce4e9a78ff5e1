"""WRITE: what is promised on a post, and what is still expected of it for the rest of the year.

Each function takes ``door`` (who does it) and writes in one transaction; who and when are kept by the history. Amounts
are euros, kept to the cent. What cannot be is raised as ``Geweigerd`` with a Dutch reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db.models import Model

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from financien.afronding import op_centen
from financien.boeken import eerste_open_dag
from financien.boekstand import boekstand
from financien.models import Post, Prognose, Verplichting
from financien.wijzigen import afdruk, eis_ongewijzigd

VERWACHTINGVELDEN: Final = ("datum", "nog_verwacht", "reden")
BELOFTEVELDEN: Final = ("post_id", "omschrijving", "bedrag", "aangegaan_op")


@dataclass(frozen=True)
class NieuwePrognose:
    """What is still expected on a post for the rest of its year, on top of what is booked and promised, and why."""

    post: Post
    nog_verwacht: Decimal
    reden: str


@schrijft
def maak_verplichting(
    *, post: Post, omschrijving: str, bedrag: Decimal, aangegaan_op: date, door: Gebruiker
) -> Verplichting:
    """Promise money of a cost post: an order, a contract."""
    return _bewaar(Verplichting(post=post, omschrijving=omschrijving, bedrag=bedrag, aangegaan_op=aangegaan_op))


@schrijft
def wijzig_verplichting(
    verplichting: Verplichting,
    *,
    post: Post,
    omschrijving: str,
    bedrag: Decimal,
    aangegaan_op: date,
    door: Gebruiker,
    gezien: str | None = None,
) -> Verplichting:
    """Change a promise. Its post stays as soon as something was booked on it.

    ``gezien``: the ``afdruk`` that the form showed; ``Intussen`` when somebody changed the promise since.
    """
    verplichting = Verplichting.objects.select_for_update().get(pk=verplichting.pk)
    eis_ongewijzigd(gezien, afdruk(verplichting, BELOFTEVELDEN))
    if post.pk != verplichting.post_id and verplichting.boekingen.exists():
        raise Geweigerd("Op deze verplichting is al geboekt. De post kan daarom niet meer anders.")
    verplichting.post, verplichting.omschrijving = post, omschrijving
    verplichting.bedrag, verplichting.aangegaan_op = bedrag, aangegaan_op
    return _bewaar(verplichting)


@schrijft
def laat_vervallen(verplichting: Verplichting, *, op: date | None, door: Gebruiker) -> Verplichting:
    """From this day on nothing of it is open any more; None: it holds again."""
    verplichting = Verplichting.objects.select_for_update().get(pk=verplichting.pk)
    verplichting.vervallen_op = op
    return _bewaar(verplichting)


@schrijft
def stel_prognoses_vast(rijen: Sequence[NieuwePrognose], *, datum: date, door: Gebruiker) -> Uitkomst:
    """Store what is expected, as it was thought on this day; only what differs from what is left of the last one.

    A second expectation on the same day takes the place of the first (the history keeps it). Three queries, those of
    ``boekstand`` for each year, and one for each row that changes.
    """
    posten = [rij.post.pk for rij in rijen]
    if len(set(posten)) != len(posten):
        raise Geweigerd("Een post komt twee keer voor. Vul per post één bedrag in.")
    open_vanaf = eerste_open_dag()
    if open_vanaf and datum < open_vanaf:
        raise Geweigerd(f"De maand van {datum_voluit(datum)} is gesloten. Een prognose is van een open maand.")
    # A lock on the posts, so that two forms that are sent at once do not both make the row of today.
    list(Post.objects.filter(pk__in=posten).order_by("pk").select_for_update().values_list("pk"))
    eerder = Prognose.objects.filter(post__in=posten, datum__lte=datum).order_by("post_id", "-datum", "-pk")
    laatste = {prognose.post_id: prognose for prognose in eerder.distinct("post_id")}
    over = {
        post.post_id: post.nog_verwacht
        for jaar in {rij.post.jaar for rij in rijen if rij.post.pk in laatste}
        for post in boekstand(jaar, datum).posten
    }
    nieuw = gewijzigd = 0
    for rij in rijen:
        oud = laatste.get(rij.post.pk)
        verwacht, reden = op_centen(Decimal(rij.nog_verwacht)), rij.reden.strip()
        if oud and oud.reden == reden:
            rest = over.get(rij.post.pk)
            if verwacht == (oud.nog_verwacht if rest is None else rest):
                continue
        if oud is None or oud.datum != datum:
            oud, nieuw = Prognose(post=rij.post, datum=datum), nieuw + 1
        else:
            gewijzigd += 1
        oud.nog_verwacht, oud.reden = verwacht, reden
        _keur(oud, f"de prognose van '{rij.post}'")
        oud.save()
    return Uitkomst(nieuw, gewijzigd, len(rijen) - nieuw - gewijzigd)


@schrijft
def trek_prognose_in(post: Post, *, reden: str, datum: date, door: Gebruiker, gezien: str | None = None) -> Prognose:
    """From this day on no expectation counts for this post: its forecast follows the rule without one.

    What was expected before stays, with its day; one of the same day gives way (the history keeps it). ``gezien``: the
    ``afdruk`` of the expectation that the form showed; ``Intussen`` when somebody typed another one since.
    """
    open_vanaf = eerste_open_dag()
    if open_vanaf and datum < open_vanaf:
        raise Geweigerd(f"De maand van {datum_voluit(datum)} is gesloten. Een prognose is van een open maand.")
    list(Post.objects.filter(pk=post.pk).select_for_update().values_list("pk"))
    laatste = laatste_prognose(post, datum)
    if laatste is not None:
        eis_ongewijzigd(gezien, afdruk(laatste, VERWACHTINGVELDEN))
    if laatste is None or laatste.nog_verwacht is None:
        raise Geweigerd("Voor deze post staat er geen verwachting om in te trekken.")
    rij = laatste if laatste.datum == datum else Prognose(post=post, datum=datum)
    rij.nog_verwacht, rij.reden = None, reden.strip()
    _keur(rij, f"de prognose van '{post}'")
    rij.save()
    return rij


def laatste_prognose(post: Post, per: date) -> Prognose | None:
    """The last word on this post up to this day; of a withdrawn expectation the amount is None. One query."""
    return Prognose.objects.filter(post=post, datum__lte=per).order_by("-datum", "-pk").first()


# --- shared -----------------------------------------------------------------------------------------------------


def _bewaar(verplichting: Verplichting) -> Verplichting:
    verplichting.omschrijving = verplichting.omschrijving.strip()
    verplichting.bedrag = op_centen(Decimal(verplichting.bedrag))
    if verplichting.post.soort != Post.Soort.KOSTEN:
        raise Geweigerd("Een verplichting staat op een post met kosten. Een bijdrage heeft stappen.")
    if verplichting.vervallen_op and verplichting.vervallen_op < verplichting.aangegaan_op:
        begin = datum_voluit(verplichting.aangegaan_op)
        raise Geweigerd(f"De verplichting is aangegaan op {begin}. Zij vervalt op die dag of later.")
    _keur(verplichting, f"de verplichting '{verplichting.omschrijving}'")
    verplichting.save()
    return verplichting


def _keur(rij: Model, naam: str) -> None:
    # Foreign keys are left out: checking them costs a query each, and the database checks them anyway.
    try:
        rij.clean_fields(exclude=["post"])
    except ValidationError as fout:
        namen = {veld.name: str(veld.verbose_name) for veld in rij._meta.fields}
        reden = "; ".join(f"{namen[veld]}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt niet bij {naam}: {reden}") from fout
